package engine

import (
	"fmt"
	"slices"
	"testing"

	"guichet/bench/corpus"
)

func TestMiss(t *testing.T) {
	docs, _ := corpus.Documents(1000)
	e, err := New("bleve", t.TempDir(), docs)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range corpus.Queries(docs, 400) {
		ids, _ := e.Find(q)
		if q.Target != nil && q.Class != "prefix" && slices.Index(ids, ID(q.Target)) != 0 {
			fmt.Println(q.Class, q.Text, "|", q.Target.Title, slices.Index(ids, ID(q.Target)), ids[:min(2, len(ids))])
		}
	}
}
