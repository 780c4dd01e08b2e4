package app_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
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
