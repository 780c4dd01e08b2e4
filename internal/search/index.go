package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Document is one thing that can be found.
type Document struct {
	Kind  string
	Key   string   // with Kind, names the document to the caller
	Title string   // weighs most
	Names []string // other names
	Text  string   // the rest, in every language of the desk
	Boost float64  // multiplies the score; 0 means 1
}

// Hit is a document that was found.
type Hit struct {
	*Document
	Score float64
}

// Index finds documents by their words. It never changes once it is built and is safe for use by many at once.
//
// Scoring: each word of the query adds, for each field that holds it, the field's weight times the word's rarity (the logarithm of the share of documents
// without it), damped by how often the field holds it. A document that lacks a word of the query loses in proportion. The last word is also taken as the
// beginning of a word, at 0.6 of its weight; a word that no document holds is mended to the nearest ones, at 0.5.
type Index struct {
	docs  []*Document
	terms map[string][]posting
	words []string // sorted
}

type posting struct {
	doc    int32
	weight float32 // of all fields together
}

// Weights of the fields.
const (
	titleWeight = 8
	nameWeight  = 5
	textWeight  = 1
)

// NewIndex builds the index of docs.
func NewIndex(docs []*Document) *Index {
	x := &Index{docs: docs, terms: map[string][]posting{}}
	for i, d := range docs {
		weights := map[string]float32{}
		add := func(text string, w float32) {
			count := map[string]int{}
			for _, t := range Words(text) {
				count[root(t)]++
			}
			for t, n := range count {
				weights[t] += w * float32(n) / (float32(n) + 0.5)
			}
		}
		add(d.Title, titleWeight)
		for _, n := range d.Names {
			add(n, nameWeight/float32(1+len(d.Names)/4))
		}
		add(d.Text, textWeight)
		if key := Key(d.Title); key != "" {
			weights[key] += titleWeight / 2
		}
		for t, w := range weights {
			x.terms[t] = append(x.terms[t], posting{int32(i), w})
		}
	}
	for t := range x.terms {
		x.words = append(x.words, t)
	}
	slices.Sort(x.words)
	return x
}

// root takes the plural off a word, so that "formulaires" finds "formulaire".
func root(w string) string {
	if len(w) > 4 {
		if s, ok := strings.CutSuffix(w, "aux"); ok {
			return s + "al"
		}
		return strings.TrimRight(w, "sx")
	}
	return w
}

// noise are words that every question holds.
var noise = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("a au aux avec ce ces comment d dans de des du en est et existe il j je l la le les leur libre logiciel logiciels mon ou par pas pour qu que quel quelle quelles quels qui s sa se ses son sur t un une y the a an and are for from how is of or to what where which with free open source software") {
		m[root(w)] = true
	}
	return m
}()

// maxWords bounds the words of a query that count.
const maxWords = 12

// Search returns the documents that hold words of the query, best first, at most limit; the order of equals is that of the documents.
func (x *Index) Search(query string, limit int) []Hit {
	var words []string
	for _, w := range Words(query) {
		if w = root(w); !slices.Contains(words, w) && len(words) < maxWords {
			words = append(words, w)
		}
	}
	if useful := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return noise[w] }); len(useful) > 0 {
		words = useful
	}
	scores := make(map[int32]float64)
	held := make(map[int32]int)
	for i, w := range words {
		best := map[int32]float64{}
		x.score(best, w, 1)
		if i == len(words)-1 && len(w) > 1 {
			x.prefix(best, w)
		}
		if len(best) == 0 {
			x.near(best, w)
		}
		for doc, s := range best {
			scores[doc] += s
			held[doc]++
		}
	}
	hits := make([]Hit, 0, len(scores))
	for doc, s := range scores {
		d := x.docs[doc]
		s *= float64(held[doc]) / float64(len(words)) * cmp.Or(d.Boost, 1)
		hits = append(hits, Hit{d, s})
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Kind, b.Kind), cmp.Compare(Fold(a.Title), Fold(b.Title)), cmp.Compare(a.Key, b.Key))
	})
	return hits[:min(limit, len(hits))]
}

func (x *Index) score(best map[int32]float64, term string, factor float64) {
	list := x.terms[term]
	if len(list) == 0 {
		return
	}
	rarity := math.Log(1 + float64(len(x.docs))/float64(len(list)))
	for _, p := range list {
		best[p.doc] = max(best[p.doc], factor*rarity*float64(p.weight))
	}
}

// prefix adds words that begin with w; no more than 50, so that one letter costs little.
func (x *Index) prefix(best map[int32]float64, w string) {
	i, _ := slices.BinarySearch(x.words, w)
	for n := 0; i < len(x.words) && n < 50 && strings.HasPrefix(x.words[i], w); i, n = i+1, n+1 {
		if x.words[i] != w {
			x.score(best, x.words[i], 0.6)
		}
	}
}

// near adds the words at the smallest distance from w: one change from 4 letters, two from 8.
func (x *Index) near(best map[int32]float64, w string) {
	limit := 1
	switch {
	case len(w) < 4 || len(w) > 40:
		return
	case len(w) >= 8:
		limit = 2
	}
	found, least := []string{}, limit
	for _, t := range x.words {
		if len(t) < 4 || t[0] != w[0] && limit < 2 {
			continue
		}
		if d := Distance(w, t, least); d <= least {
			if d < least {
				found, least = found[:0], d
			}
			found = append(found, t)
		}
	}
	for _, t := range found[:min(len(found), 10)] {
		x.score(best, t, 0.5)
	}
}
