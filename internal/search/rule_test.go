package search_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guichet/internal/search"
)

// plainWords have no stem, no part and no beginning in common, so that the rule of the package comment can be applied by hand.
var plainWords = strings.Fields("bru cri dra flo gli hop jaz kib lum mox nyx pli")

// The rule applied by hand to every document must find what the index finds, over one chunk of documents and over several.
func TestRule(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 63, 64, 65, 1000, 70_000} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(uint64(n), 5))
			docs := make([]*search.Document, n)
			for i := range docs {
				docs[i] = &search.Document{Kind: "k", Key: fmt.Sprint(i), Facets: facets("f=" + fmt.Sprint(r.IntN(4)))}
				for range r.IntN(8) {
					w := plainWords[int(float64(len(plainWords))*math.Pow(r.Float64(), 4))] // the first ones often, the last ones hardly ever
					switch r.IntN(3) {
					case 0:
						docs[i].Title = w // of one word: two would be a compound, which counts in the rarity of both
					case 1:
						docs[i].Names = append(docs[i].Names, w)
					case 2:
						docs[i].Text += w + " "
					}
				}
			}
			x := search.NewIndex(docs)
			for range min(200, 20+100_000/n) {
				words := slices.Clone(plainWords)
				r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
				q := search.Query{Text: strings.Join(words[:1+r.IntN(5)], " ") + " ", Facets: []string{"f"}, Limit: 20}
				if r.IntN(2) == 0 {
					q.Filters = map[string][]string{"f": {"1", "3"}}
				}
				total, counts := byHand(docs, q)
				got := x.Find(q)
				if got.Total != total || len(got.Hits) != min(20, total) {
					t.Fatalf("%q found %d and shows %d, by hand %d", q.Text, got.Total, len(got.Hits), total)
				}
				found := map[string]int{}
				for _, c := range got.Facets["f"] {
					found[c.Value] = c.N
				}
				if diff := cmp.Diff(counts, found); diff != "" {
					t.Fatalf("%q: facets, by hand and found:\n%s", q.Text, diff)
				}
			}
		})
	}
}

// byHand returns how many documents q finds, and their values of facet f without its own filter.
func byHand(docs []*search.Document, q search.Query) (int, map[string]int) {
	words := strings.Fields(q.Text)
	holding := make([][]bool, len(words))
	weights, all := make([]float64, len(words)), 0.0
	for i, w := range words {
		n := 0
		for _, d := range docs {
			h := slices.Contains(strings.Fields(d.Title+" "+strings.Join(d.Names, " ")+" "+d.Text), w)
			holding[i] = append(holding[i], h)
			if h {
				n++
			}
		}
		if n > 0 {
			weights[i] = math.Log(1 + float64(len(docs))/float64(n))
			all += weights[i]
		}
	}
	for share := 0.5; share > 0.05; share /= 2 {
		total, found, counts := 0, false, map[string]int{}
		for d := range docs {
			held := 0.0
			for i := range words {
				if holding[i][d] {
					held += weights[i]
				}
			}
			if held == 0 || held < all*(share-1e-5) {
				continue
			}
			found = true
			value := docs[d].Facets[0].Value
			counts[value]++
			if q.Filters == nil || slices.Contains(q.Filters["f"], value) {
				total++
			}
		}
		if found {
			return total, counts
		}
	}
	return 0, map[string]int{}
}

// An exact title comes before longer ones, a title before another name, a name before a text, and words that follow each other before the same words apart.
func TestOrder(t *testing.T) {
	t.Parallel()
	pad := strings.Repeat("remplissage ", 5)
	docs := []*search.Document{
		{Key: "apart", Title: "Sixième", Text: "forge avec " + pad + pad + pad + " dorée"},
		{Key: "text", Title: "Cinquième", Text: "forge dorée avec " + pad + pad + pad},
		{Key: "name", Title: "Quatrième chose", Names: []string{"Forge dorée ancienne"}},
		{Key: "exact name", Title: "Troisième chose", Names: []string{"Autre nom", "Forge dorée"}},
		{Key: "longer", Title: "Forge dorée professionnelle"},
		{Key: "exact", Title: "La Forge dorée"},
	}
	for i, d := range docs {
		d.Kind = fmt.Sprint(i)
	}
	want := []string{"exact", "longer", "exact name", "name", "text", "apart"}
	for range 5 {
		rand.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
		x := search.NewIndex(docs)
		for _, query := range []string{"forge dorée ", "la forge doree ", "forge doree"} {
			if got := keys(x.Search(query, 9)); !slices.Equal(got, want) {
				t.Errorf("%q found %v, want %v", query, got, want)
			}
		}
	}
}
