package search_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"guichet/internal/search"
)

var syllables = strings.Fields("ba cé di fo gu ha ji ko lu ma né oeu pi qua ri sto tra vu xa zé œ 12 3.5 -")

func invent(r *rand.Rand, least, most int) string {
	var b strings.Builder
	for range least + r.IntN(most-least+1) {
		b.WriteString(syllables[r.IntN(len(syllables))])
	}
	return b.String()
}

// crowd returns n made-up documents.
func crowd(r *rand.Rand, n int) []*search.Document {
	words := make([]string, 3000)
	for i := range words {
		words[i] = invent(r, 1, 5)
	}
	some := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(words[int(float64(len(words))*r.Float64()*r.Float64())])
			b.WriteByte(" -\n"[r.IntN(20)/18])
		}
		return b.String()
	}
	docs := make([]*search.Document, n)
	for i := range docs {
		docs[i] = &search.Document{Kind: "k" + fmt.Sprint(r.IntN(3)), Key: fmt.Sprint(i), Title: some(1 + r.IntN(3)), Names: []string{some(1), some(2)},
			Text: some(10), Local: []search.Local{fr(some(20)), en(some(20))}, Facets: facets("f="+fmt.Sprint(r.IntN(50)), "g="+fmt.Sprint(r.IntN(5)))}
	}
	return docs
}

// hostile returns a query that means harm, or nothing.
func hostile(r *rand.Rand, docs []*search.Document) search.Query {
	var b strings.Builder
	switch r.IntN(8) {
	case 0: // bytes
		for range r.IntN(100) {
			b.WriteByte(byte(r.IntN(256)))
		}
	case 1: // runes of any script
		for range r.IntN(60) {
			b.WriteRune(rune(r.IntN(0x3000)))
		}
	case 2: // many unknown words, each worth mending
		for range r.IntN(40) {
			b.WriteString(invent(r, 4, 9) + " ")
		}
	case 3: // known words by the dozen
		for range r.IntN(40) {
			b.WriteString(docs[r.IntN(len(docs))].Title + " ")
		}
	case 4: // signs
		for range r.IntN(200) {
			b.WriteByte(`"'*?~^:()[]{}\/<>|&!+-.#@%$`[r.IntN(27)])
			if r.IntN(4) == 0 {
				b.WriteString([]string{"a", "C", "é", "NEAR", "OR", "<b>", "\x00", "9"}[r.IntN(8)])
			}
		}
	case 5: // one long thing
		b.WriteString(strings.Repeat([]string{"a", "a ", "aB", "é", "\xff", "1.", "l'", "a-", "e\u0301", "œ", "+", "日"}[r.IntN(12)], r.IntN(5000)))
	case 6: // beginnings
		t := docs[r.IntN(len(docs))].Title
		b.WriteString(strings.ToValidUTF8(t[:r.IntN(len(t))], ""))
	case 7: // slips
		t := []rune(docs[r.IntN(len(docs))].Title)
		for range 1 + r.IntN(3) {
			t[r.IntN(len(t))] = rune('a' + r.IntN(26))
		}
		b.WriteString(string(t))
	}
	q := search.Query{Text: b.String(), Lang: []string{"", "fr", "en", "de\x00"}[r.IntN(4)], Offset: r.IntN(3)*r.IntN(20000) - 5, Limit: r.IntN(30) - 2, Facets: []string{"kind", "f", "g", "", "\xff"}[:r.IntN(6)]}
	if r.IntN(4) == 0 {
		q.Filters = map[string][]string{"f": {fmt.Sprint(r.IntN(60)), "1"}, "kind": {"k1", "k2"}}
	}
	return q
}

// check fails unless r is a sound answer to q.
func check(t *testing.T, q search.Query, r search.Result) {
	t.Helper()
	if len(r.Hits) > max(0, q.Limit) || len(r.Hits) > r.Total {
		t.Errorf("%q: %d hits of %d for a limit of %d", q.Text, len(r.Hits), r.Total, q.Limit)
	}
	if !utf8.ValidString(r.Suggestion) {
		t.Errorf("%q suggests %q", q.Text, r.Suggestion)
	}
	for _, h := range r.Hits {
		if got := strings.NewReplacer("[", "", "]", "").Replace(marked(h.Marked)); got != strings.NewReplacer("[", "", "]", "").Replace(h.Title) {
			t.Errorf("%q: the title %q is shown as %q", q.Text, h.Title, got)
		}
		for _, p := range h.Excerpt {
			if !utf8.ValidString(p.Text) {
				t.Errorf("%q cuts a letter: %q", q.Text, p.Text)
			}
		}
	}
	if kinds, ok := r.Facets["kind"]; ok && q.Filters == nil {
		sum := 0
		for _, c := range kinds {
			sum += c.N
		}
		if sum != r.Total {
			t.Errorf("%q: %d by kind, %d in all", q.Text, sum, r.Total)
		}
	}
}

// 5,000 hostile or random queries: no panic, nothing unsound. How long they take is measured by BenchmarkHostile.
func TestHostile(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	docs := crowd(r, 5000)
	x := search.NewIndex(docs)
	for range 5_000 {
		q := hostile(r, docs)
		check(t, q, x.Find(q))
	}
}

// BenchmarkHostile reports the slowest of 50,000 hostile or random queries, the quickest of three runs of each, because other work may interrupt one:
//
//	go test -run '^$' -bench Hostile -benchtime 1x ./internal/search
func BenchmarkHostile(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	docs := crowd(r, 5000)
	x := search.NewIndex(docs)
	slowest := time.Duration(0)
	for b.Loop() {
		for range 50_000 {
			q := hostile(r, docs)
			took := time.Hour
			for range 3 {
				start := time.Now()
				x.Find(q)
				took = min(took, time.Since(start))
			}
			slowest = max(slowest, took)
		}
	}
	b.ReportMetric(float64(slowest.Microseconds())/1000, "ms-slowest")
}

func FuzzFind(f *testing.F) {
	r := rand.New(rand.NewPCG(3, 4))
	docs := crowd(r, 300)
	x := search.NewIndex(append(docs, sample()...))
	for range 50 {
		q := hostile(r, docs)
		f.Add(q.Text, q.Lang, q.Offset, q.Limit)
	}
	f.Fuzz(func(t *testing.T, text, lang string, offset, limit int) {
		q := search.Query{Text: text, Lang: lang, Offset: offset, Limit: limit, Facets: []string{"kind"}}
		check(t, q, x.Find(q))
	})
}

// FuzzIndex builds indexes of hostile documents.
func FuzzIndex(f *testing.F) {
	f.Add("LibreOffice", "l'œuvre", "\xff\x00", "kind")
	f.Add("", "", "", "")
	f.Fuzz(func(t *testing.T, title, name, text, facet string) {
		x := search.NewIndex([]*search.Document{{Kind: text, Key: name, Title: title, Names: []string{name, title}, Text: text, Local: []search.Local{{Lang: facet, Text: title}}, Facets: facets(facet + "=" + title)},
			{Title: text, Text: name, Lang: "fr"}})
		for _, q := range []string{title, name, text} {
			for _, h := range x.Find(search.Query{Text: q, Limit: 5, Facets: []string{facet}}).Hits {
				if strings.NewReplacer("[", "", "]", "").Replace(marked(h.Marked)) != strings.NewReplacer("[", "", "]", "").Replace(h.Title) {
					t.Errorf("title %q is shown as %q", h.Title, marked(h.Marked))
				}
			}
		}
	})
}
