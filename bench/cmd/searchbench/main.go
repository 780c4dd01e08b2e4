// Command searchbench measures the desk's search index beside bleve and SQLite FTS5, on the same documents and the same queries.
//
//	go run ./cmd/searchbench -docs 1000,10000,100000 -out results.json
//
// Each engine runs in a process of its own with GOMAXPROCS=1. Times are processor time of that process, on Linux: what a core of its own
// would take, whatever else the machine does. A query that takes less than 10 ms is run three times and its time is the middle one; slower
// ones run once. The first 50 queries are run beforehand, untimed. Memory is what the process holds more after the last query than before
// the build, the documents themselves left out; for engines with files, pages of these may be in it.
//
// It prints a table in Markdown, writes all figures to the file named by -out and draws them beside it, as SVG. Figures of other engines
// and sizes that the file holds already stay.
package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"guichet/bench/engine"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("searchbench: ")
	docs := flag.String("docs", "10000", "numbers of documents, separated by commas")
	engines := flag.String("engines", strings.Join(engine.Names, ","), "engines, separated by commas")
	queries := flag.Int("queries", 2000, "queries")
	budget := flag.Duration("budget", 3*time.Minute, "time for the queries of one engine at one size: it may stop early, and the table says so")
	out := flag.String("out", "", "file for the figures, ending in .json; the plot goes beside it")
	child := flag.Bool("child", false, "measure one engine and write its figures to standard output")
	flag.Parse()
	sizes, err := numbers(*docs)
	if err != nil {
		log.Fatal(err)
	}
	names := strings.Split(*engines, ",")
	if *child {
		r, err := measure(names[0], sizes[0], *queries, *budget)
		if err != nil {
			log.Fatal(err)
		}
		json.NewEncoder(os.Stdout).Encode(r)
		return
	}
	var results []Result
	for _, n := range sizes {
		for _, name := range names {
			r, err := run(name, n, *queries, *budget)
			if err != nil {
				log.Fatalf("%s, %d documents: %v", name, n, err)
			}
			results = append(results, r)
			fmt.Fprintf(os.Stderr, "%s, %d documents: p50 %s\n", name, n, milliseconds(r.P50))
		}
	}
	if *out != "" {
		if results, err = merge(*out, results); err == nil {
			err = write(*out, results)
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	fmt.Print(table(results))
}

func numbers(s string) ([]int, error) {
	var out []int
	for _, f := range strings.Split(s, ",") {
		n, err := strconv.Atoi(f)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("-docs: %q is not a number of documents", f)
		}
		out = append(out, n)
	}
	return out, nil
}

// run measures an engine in a process of its own.
func run(name string, docs, queries int, budget time.Duration) (Result, error) {
	self, err := os.Executable()
	if err != nil {
		return Result{}, err
	}
	cmd := exec.Command(self, "-child", "-engines", name, "-docs", fmt.Sprint(docs), "-queries", fmt.Sprint(queries), "-budget", budget.String())
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	cmd.Stderr = os.Stderr
	var r Result
	b, err := cmd.Output()
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(b, &r)
}

// merge returns the figures of the file at path, if there is one, with those of results in their place.
func merge(path string, results []Result) ([]Result, error) {
	var old []Result
	b, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	default:
		if err := json.Unmarshal(b, &old); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	for _, r := range old {
		if !slices.ContainsFunc(results, func(n Result) bool { return n.Engine == r.Engine && n.Docs == r.Docs }) {
			results = append(results, r)
		}
	}
	slices.SortFunc(results, func(a, b Result) int {
		return cmp.Or(cmp.Compare(a.Docs, b.Docs), cmp.Compare(slices.Index(engine.Names, a.Engine), slices.Index(engine.Names, b.Engine)))
	})
	return results, nil
}

// write writes the figures to path and the plot beside it.
func write(path string, results []Result) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "\t")
	if err := e.Encode(results); err != nil {
		return err
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		return err
	}
	return os.WriteFile(strings.TrimSuffix(path, ".json")+".svg", plot(results), 0o644)
}

// table returns the figures in Markdown.
func table(results []Result) string {
	var b strings.Builder
	b.WriteString("| Documents | Engine | p50 | p95 | p99 | slowest | first / in 5: exact | prefix | typo | build | memory | disk | queries |\n")
	b.WriteString("|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n")
	for _, r := range results {
		fmt.Fprintf(&b, "| %d | %s | %s | %s | %s | %s | %s | %s | %s | %.1f s | %d MB | %d MB | %d |\n", r.Docs, r.Engine,
			milliseconds(r.P50), milliseconds(r.P95), milliseconds(r.P99), milliseconds(r.Slowest), r.Rank["exact"], r.Rank["prefix"], r.Rank["typo"],
			r.Build.Seconds(), r.Memory>>20, r.Disk>>20, r.Queries)
	}
	return b.String()
}

func milliseconds(d time.Duration) string {
	return strconv.FormatFloat(float64(d.Microseconds())/1000, 'g', max(2, len(strconv.Itoa(int(d.Milliseconds())))), 64) + " ms"
}

// percentile returns what p hundredths of the sorted times do not exceed.
func percentile(sorted []time.Duration, p int) time.Duration {
	return sorted[min(len(sorted)-1, len(sorted)*p/100)]
}

// middle returns the median of times.
func middle(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}
