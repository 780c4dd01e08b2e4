package corpus

import (
	"fmt"
	"sort"
	"testing"
	"time"

	"guichet/internal/search"
)

func TestQuick(t *testing.T) {
	for _, n := range []int{1000, 4600, 10000, 100000} {
		docs, err := Documents(n)
		if err != nil {
			t.Fatal(err)
		}
		t0 := time.Now()
		x := search.NewIndex(docs)
		build := time.Since(t0)
		qs := Queries(docs, 2000)
		byClass := map[string][]time.Duration{}
		at1, at5, judged := map[string]int{}, map[string]int{}, map[string]int{}
		misses := 0
		for round := range 2 {
			clear(byClass)
			for _, q := range qs {
				t0 := time.Now()
				r := x.Find(search.Query{Text: q.Text, Lang: q.Lang, Facets: []string{"kind", "category", "licence"}, Limit: 10})
				d := time.Since(t0)
				byClass[q.Class] = append(byClass[q.Class], d)
				byClass["all"] = append(byClass["all"], d)
				if round == 1 && q.Target != nil {
					judged[q.Class]++
					found := -1
					for i, h := range r.Hits {
						if h.Document == q.Target {
							found = i
							break
						}
					}
					if found == 0 {
						at1[q.Class]++
					}
					if found >= 0 && found < 5 {
						at5[q.Class]++
					} else if misses++; misses < 25 {
						fmt.Printf("MISS %d %q want %q got", n, q.Text, q.Target.Title)
						for _, h := range r.Hits[:min(3, len(r.Hits))] {
							fmt.Printf(" %q", h.Title)
						}
						fmt.Println(r.Total, r.Suggestion)
					}
				}
			}
		}
		fmt.Println(n, "build", build)
		for c, l := range byClass {
			sort.Slice(l, func(i, j int) bool { return l[i] < l[j] })
			fmt.Println(n, c, "p50", l[len(l)/2], "p95", l[len(l)*95/100], "p99", l[len(l)*99/100], "max", l[len(l)-1], "at1", at1[c], "at5", at5[c], "of", judged[c])
		}
	}
}
