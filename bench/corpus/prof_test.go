package corpus

import (
	"fmt"
	"os"
	"sort"
	"strconv"
	"testing"
	"time"

	"guichet/internal/search"
)

func TestProf(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("N"))
	docs, _ := Documents(n)
	x := search.NewIndex(docs)
	qs := Queries(docs, 2000)
	type td struct {
		d time.Duration
		q Query
		n int
	}
	var all []td
	for range 3 {
		all = all[:0]
		for _, q := range qs {
			t0 := time.Now()
			r := x.Find(search.Query{Text: q.Text, Lang: q.Lang, Facets: []string{"kind", "category", "licence"}, Limit: 10})
			all = append(all, td{time.Since(t0), q, r.Total})
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].d > all[j].d })
	for _, a := range all[:25] {
		fmt.Println(a.d, a.q.Class, a.q.Text, a.n)
	}
	fmt.Println("p50", all[1000].d, "p95", all[100].d, "p99", all[20].d)
}
