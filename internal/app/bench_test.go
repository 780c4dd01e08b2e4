package app_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// BenchmarkServe sets the desk beside a bare net/http handler that writes the same bytes, over loopback TCP in the same run: the desk is to reach
// 0.7 of its rate. Connections are kept alive and the client is a loop over raw bytes, so that the server is what is measured.
//
//	go test -run '^$' -bench Serve -benchtime 2s ./internal/app
func BenchmarkServe(b *testing.B) {
	base := desk(b, sqlite(b), nil)
	for _, c := range []struct{ name, path string }{
		{"sheet", "/fr/logiciels/gimp"},
		{"answers", "/api/v1/answers?q=Existe-t-il+un+%C3%A9quivalent+libre+de+Photoshop+%3F"},
	} {
		r := get(b, base+c.path)
		if r.status != http.StatusOK {
			b.Fatalf("GET %s: status %d", c.path, r.status)
		}
		body := []byte(r.body)
		kind := r.header.Get("Content-Type")
		bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.Header().Set("Content-Length", strconv.Itoa(len(body)))
			_, _ = w.Write(body)
		}))
		b.Cleanup(bare.Close)
		b.Run(c.name+"/desk", func(b *testing.B) { hammer(b, base, c.path) })
		b.Run(c.name+"/bare", func(b *testing.B) { hammer(b, bare.URL, c.path) })
	}
}

// hammer asks for one path over and over, on one connection for each processor.
func hammer(b *testing.B, base, path string) {
	host := strings.TrimPrefix(base, "http://")
	request := fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", path, host)
	b.RunParallel(func(pb *testing.PB) {
		var d net.Dialer
		conn, err := d.DialContext(b.Context(), "tcp", host)
		if err != nil {
			b.Error(err)
			return
		}
		defer conn.Close()
		in := bufio.NewReaderSize(conn, 64<<10)
		for pb.Next() {
			if _, err := conn.Write(request); err != nil {
				b.Error(err)
				return
			}
			if err := readResponse(in); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
}

// readResponse reads one response of a known length and throws it away.
func readResponse(in *bufio.Reader) error {
	status, err := in.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !strings.HasPrefix(string(status), "HTTP/1.1 200") {
		return fmt.Errorf("answered %q", status)
	}
	length := 0
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) == 2 {
			break
		}
		if n, ok := strings.CutPrefix(string(line), "Content-Length: "); ok {
			if length, err = strconv.Atoi(strings.TrimSpace(n)); err != nil {
				return err
			}
		}
	}
	_, err = io.CopyN(io.Discard, in, int64(length))
	return err
}

// importChild names the file and the database for TestImportChild.
const importChild = "GUICHET_TEST_IMPORT"

// TestImportChild is the other process of BenchmarkServeDuringImport.
func TestImportChild(t *testing.T) {
	file, dsn, ok := strings.Cut(os.Getenv(importChild), "\n")
	if !ok {
		t.Skip("only as a child of BenchmarkServeDuringImport")
	}
	if status, out, stderr := run(t, "import", "catalogi", file, "--database", dsn); status != 0 {
		t.Fatal(out, stderr)
	}
}

// BenchmarkServeDuringImport sends 500 questions a second to the API, 200 different ones again and again (new facts make each anew), while an import of 10,000 entries runs in
// another process and the desk takes the new facts over. It reports the times of the answers in ms, from the moment at which each was due (so that a stall
// counts for all that wait behind it), and how many were refused.
//
//	go test -run '^$' -bench ServeDuringImport -benchtime 1x ./internal/app
func BenchmarkServeDuringImport(b *testing.B) {
	const rate, entries = 500, 10_000
	dsn := sqlite(b)
	base := desk(b, dsn, nil)
	host := strings.TrimPrefix(base, "http://")
	file := filepath.Join(b.TempDir(), "catalogi.json")
	var body bytes.Buffer
	for i := range entries {
		fmt.Fprintf(&body, `%c{"id":%d,"name":"Logiciel %d","description":"Un logiciel de mesure, numéro %d","license":"GPL-3.0-or-later"}`, "[,"[min(i, 1)], i+1, i, i)
	}
	body.WriteString("]")
	if err := os.WriteFile(file, body.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	names := []string{"Photoshop", "Teams", "AutoCAD", "Excel", "Oracle", "Notion", "Trello", "Zoom", "Jira", "SharePoint"}
	for b.Loop() {
		done, imported := make(chan struct{}), time.Duration(0)
		go func() {
			defer close(done)
			time.Sleep(time.Second)
			start := time.Now()
			child := exec.CommandContext(b.Context(), os.Args[0], "-test.run=^TestImportChild$")
			child.Env = append(os.Environ(), importChild+"="+file+"\n"+dsn)
			if out, err := child.CombinedOutput(); err != nil {
				b.Errorf("import: %v %s", err, out)
			}
			imported = time.Since(start)
			time.Sleep(3 * time.Second) // the desk takes the facts over
		}()
		const workers = 64
		due := make(chan time.Time, 20*rate)
		var mu sync.Mutex
		var times []float64
		refused := 0
		var wg sync.WaitGroup
		for w := range workers {
			wg.Go(func() {
				var d net.Dialer
				conn, err := d.DialContext(b.Context(), "tcp", host)
				if err != nil {
					b.Error(err)
					return
				}
				defer conn.Close()
				in, n := bufio.NewReaderSize(conn, 64<<10), 0
				for at := range due {
					n++
					_, err := fmt.Fprintf(conn, "GET /api/v1/answers?q=%%C3%%A9quivalent+libre+de+%s+%d HTTP/1.1\r\nHost: %s\r\n\r\n", names[(w+n)%len(names)], 2000+n%20, host)
					if err == nil {
						err = readResponse(in)
					}
					took := float64(time.Since(at)) / float64(time.Millisecond)
					mu.Lock()
					times = append(times, took)
					if err != nil {
						refused++
					}
					mu.Unlock()
					if err != nil {
						return
					}
				}
			})
		}
		tick := time.NewTicker(time.Second / rate)
	send:
		for {
			select {
			case at := <-tick.C:
				due <- at
			case <-done:
				break send
			}
		}
		tick.Stop()
		close(due)
		wg.Wait()
		slices.Sort(times)
		for _, q := range []struct {
			name string
			at   float64
		}{{"p50-ms", .5}, {"p95-ms", .95}, {"p99-ms", .99}, {"p99.9-ms", .999}} {
			b.ReportMetric(times[int(q.at*float64(len(times)-1))], q.name)
		}
		b.ReportMetric(times[len(times)-1], "slowest-ms")
		b.ReportMetric(float64(len(times)), "answers")
		b.ReportMetric(float64(refused), "refused")
		b.ReportMetric(imported.Seconds(), "import-s")
	}
}
