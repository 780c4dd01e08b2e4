package engine

import (
	"slices"
	"testing"

	"guichet/bench/corpus"
)

// On the same documents and queries, our index ranks the known answers no lower than the others, in each class of queries.
func TestRank(t *testing.T) {
	docs, err := corpus.Documents(2000)
	if err != nil {
		t.Fatal(err)
	}
	queries := corpus.Queries(docs, 400)
	quality := map[string]map[string]float64{}
	for _, name := range Names {
		e, err := New(name, t.TempDir(), docs)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		sum, known := map[string]float64{}, map[string]float64{}
		for _, q := range queries {
			ids, err := e.Find(q)
			if err != nil {
				t.Fatalf("%s, %q: %v", name, q.Text, err)
			}
			if q.Target == nil {
				continue
			}
			known[q.Class]++
			if i := slices.Index(ids, ID(q.Target)); i >= 0 {
				sum[q.Class] += 1 / float64(i+1)
			}
		}
		for class := range sum {
			sum[class] /= known[class]
		}
		quality[name] = sum
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Logf("mean reciprocal rank: %v", quality)
	for class, least := range map[string]float64{"exact": 0.99, "prefix": 0.90, "typo": 0.95} {
		ours := quality["guichet"][class]
		if ours < least {
			t.Errorf("%s: %.3f, want %.2f", class, ours, least)
		}
		for _, other := range Names[1:] {
			if quality[other][class] > ours {
				t.Errorf("%s: %s has %.3f, ours %.3f", class, other, quality[other][class], ours)
			}
		}
	}
}
