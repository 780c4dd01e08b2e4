package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"guichet/bench/corpus"
	"guichet/bench/engine"
)

// Result is what was measured of one engine at one size.
type Result struct {
	Engine                 string
	Docs, Queries          int
	P50, P95, P99, Slowest time.Duration
	Build                  time.Duration
	Memory, Disk           int64           // bytes
	Rank                   map[string]Rank // by class of query
}

// Rank counts the known answers of a class of queries, and where they were found.
type Rank struct {
	Known, First, InFive int
	Reciprocal           float64 // mean of 1/place within the page
}

func (r Rank) String() string {
	known := float64(max(1, r.Known))
	return fmt.Sprintf("%.3f / %.3f", float64(r.First)/known, float64(r.InFive)/known)
}

const (
	warmUp = 50
	slow   = 10 * time.Millisecond // from which a query runs once
)

func measure(name string, n, queries int, budget time.Duration) (Result, error) {
	docs, err := corpus.Documents(n)
	if err != nil {
		return Result{}, err
	}
	mix := corpus.Queries(docs, queries)
	dir, err := os.MkdirTemp("", "searchbench")
	if err != nil {
		return Result{}, err
	}
	defer os.RemoveAll(dir)
	before, start := memory(), now()
	e, err := engine.New(name, dir, docs)
	if err != nil {
		return Result{}, err
	}
	defer e.Close()
	r := Result{Engine: name, Docs: n, Build: now() - start, Rank: map[string]Rank{}}
	for _, q := range mix[:min(warmUp, len(mix))] {
		if _, err := e.Find(q); err != nil {
			return r, fmt.Errorf("%q: %w", q.Text, err)
		}
	}
	var times []time.Duration
	for began := time.Now(); r.Queries < len(mix) && time.Since(began) < budget; r.Queries++ {
		q := mix[r.Queries]
		took, ids, err := timed(e, q)
		if err != nil {
			return r, fmt.Errorf("%q: %w", q.Text, err)
		}
		times = append(times, took)
		if q.Target != nil {
			r.Rank[q.Class] = r.Rank[q.Class].with(slices.Index(ids, engine.ID(q.Target)))
		}
	}
	slices.Sort(times)
	r.P50, r.P95, r.P99, r.Slowest = percentile(times, 50), percentile(times, 95), percentile(times, 99), times[len(times)-1]
	r.Memory, r.Disk = memory().since(before), e.Disk()
	runtime.KeepAlive(docs) // an engine that copied them must not look smaller for their going
	runtime.KeepAlive(mix)
	return r, nil
}

// timed runs q and says how long it took.
func timed(e engine.Engine, q corpus.Query) (time.Duration, []string, error) {
	var times []time.Duration
	for {
		start := now()
		ids, err := e.Find(q)
		times = append(times, now()-start)
		if err != nil || len(times) == 3 || times[0] > slow {
			return middle(times), ids, err
		}
	}
}

// with counts one more known answer, found at place, -1 when not on the page.
func (r Rank) with(place int) Rank {
	sum := r.Reciprocal * float64(r.Known)
	r.Known++
	if place >= 0 {
		sum += 1 / float64(place+1)
	}
	if place == 0 {
		r.First++
	}
	if place >= 0 && place < 5 {
		r.InFive++
	}
	r.Reciprocal = sum / float64(r.Known)
	return r
}

// held is the memory that the process holds, in bytes: live on Go's heap, and resident where the system says it as Linux does.
type held struct{ heap, resident int64 }

func memory() held {
	debug.FreeOSMemory()
	debug.FreeOSMemory() // what finalizers let go of
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	h := held{heap: int64(m.HeapAlloc)}
	b, _ := os.ReadFile("/proc/self/statm")
	if f := strings.Fields(string(b)); len(f) > 1 {
		pages, _ := strconv.ParseInt(f[1], 10, 64)
		h.resident = pages * int64(os.Getpagesize())
	}
	return h
}

// since is what the process holds more than before: the greater growth of the two, because neither sees all.
func (h held) since(before held) int64 {
	return max(h.heap-before.heap, h.resident-before.resident)
}
