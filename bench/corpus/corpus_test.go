package corpus

import (
	"reflect"
	"testing"

	"guichet/internal/search"
)

// The same size gives the same documents and queries; titles differ; the mix is half exact, a quarter unfinished, a quarter mistyped.
func TestCorpus(t *testing.T) {
	t.Parallel()
	const n = 6000
	var first []*search.Document
	var mix []Query
	for range 2 {
		docs, err := Documents(n)
		if err != nil {
			t.Fatal(err)
		}
		queries := Queries(docs, 400)
		if first != nil && (!reflect.DeepEqual(docs, first) || !reflect.DeepEqual(queries, mix)) {
			t.Error("two runs differ")
		}
		first, mix = docs, queries
	}
	if len(first) != n || len(mix) != 400 {
		t.Fatalf("%d documents, %d queries", len(first), len(mix))
	}
	ids, classes, known := map[string]bool{}, map[string]int{}, 0
	for _, d := range first {
		if id := d.Kind + "/" + d.Key; ids[id] || d.Title == "" || len(d.Local) != 2 {
			t.Errorf("document %s: %+v", id, d)
		} else {
			ids[id] = true
		}
	}
	for _, q := range mix {
		classes[q.Class]++
		if q.Target != nil {
			known++
			if q.Class == "typo" && (q.Text == q.Target.Title) {
				t.Errorf("%q has no typing error", q.Text)
			}
		}
	}
	if want := map[string]int{"exact": 200, "prefix": 100, "typo": 100}; !reflect.DeepEqual(classes, want) {
		t.Errorf("classes %v, want %v", classes, want)
	}
	if known < 250 {
		t.Errorf("%d known answers", known)
	}
}

func TestVariantsHaveTheirOwnTitles(t *testing.T) {
	t.Parallel()
	docs, err := Documents(9000)
	if err != nil {
		t.Fatal(err)
	}
	base, err := records()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, d := range docs[len(base):] {
		if k := search.Key(d.Title); seen[k] {
			t.Errorf("%q occurs twice", d.Title)
		} else {
			seen[k] = true
		}
	}
}
