package edge_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"guichet/internal/edge"
)

func hardened() http.Handler {
	ok := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/panic" {
			panic("boom")
		}
		_, _ = io.WriteString(w, "ok")
	})
	return edge.Harden(ok, slog.New(slog.DiscardHandler), true,
		func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadRequest) },
		func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusInternalServerError) })
}

func TestWhatIsNoTextIsRefused(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]int{
		"q=photoshop":          200,
		"q=d%C3%A9lai":         200,
		"q=%F0%9F%A7%A2+hats":  200,
		"q=%00":                400,
		"q=a%00b":              400,
		"q=%FF":                400,
		"q=%C3%28":             400,
		"q=%C3":                400,
		"q=%":                  400,
		"q=%zz":                400,
		"q=100%25":             200,
		"q=%e9":                400,
		"q=" + "%C3%A9é":       200,
		"q=\xff":               400,
		"":                     200,
		strings.Repeat("a", 9): 200,
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL = &url.URL{Path: "/", RawQuery: query}
		w := httptest.NewRecorder()
		hardened().ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("query %q: status %d, want %d", query, w.Code, want)
		}
		if w.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("query %q: no Content-Security-Policy", query)
		}
	}
}

func TestPanicIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	hardened().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/panic", nil))
	if w.Code != 500 {
		t.Errorf("status %d, want 500", w.Code)
	}
}

func TestResponse(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("des mots ", 200)
	r := edge.New(200, "text/plain; charset=utf-8", "no-cache", []byte(long), true)
	get := func(header ...string) *http.Response {
		req := httptest.NewRequest(http.MethodGet, "/", nil)
		for i := 0; i < len(header); i += 2 {
			req.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		r.ServeHTTP(w, req)
		return w.Result()
	}
	plain := get()
	if body, _ := io.ReadAll(plain.Body); string(body) != long || plain.Header.Get("Content-Encoding") != "" {
		t.Error("the plain body is not what was given")
	}
	if z := get("Accept-Encoding", "br, gzip;q=0.5"); z.Header.Get("Content-Encoding") != "gzip" || z.ContentLength >= int64(len(long)) {
		t.Errorf("not compressed: %v", z.Header)
	}
	if z := get("Accept-Encoding", "gzip;q=0"); z.Header.Get("Content-Encoding") != "" {
		t.Error("compressed though refused")
	}
	z := get("Accept-Encoding", "gzip")
	if z.Header.Get("Etag") == plain.Header.Get("Etag") {
		t.Error("two representations have one strong tag")
	}
	if c := get("Accept-Encoding", "gzip", "If-None-Match", z.Header.Get("Etag")); c.StatusCode != http.StatusNotModified {
		t.Errorf("compressed: status %d, want 304", c.StatusCode)
	}
	if c := get("If-None-Match", `W/"x", `+plain.Header.Get("Etag")); c.StatusCode != http.StatusNotModified {
		t.Errorf("status %d, want 304", c.StatusCode)
	}
}

func TestCacheIsBounded(t *testing.T) {
	t.Parallel()
	c := edge.NewCache(1 << 20)
	r := edge.New(200, "text/plain", "no-cache", []byte("x"), false)
	c.Put("k", r)
	if c.Get("k") != r || c.Get("other") != nil {
		t.Error("a response was lost, or found under another name")
	}
	for i := range 10000 {
		c.Put(fmt.Sprint(i), edge.New(200, "text/plain", "no-cache", make([]byte, 1000), false))
		if n, _ := c.Size(); n > 1<<20 {
			t.Fatalf("the cache holds %d bytes", n)
		}
	}
}

func FuzzQuery(f *testing.F) {
	f.Add("q=%C3%A9")
	f.Add("%")
	f.Add("a%0")
	f.Fuzz(func(t *testing.T, query string) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL = &url.URL{Path: "/", RawQuery: query}
		w := httptest.NewRecorder()
		hardened().ServeHTTP(w, r)
		if w.Code == 200 {
			values, err := url.ParseQuery(query)
			if err != nil {
				return
			}
			for _, vs := range values {
				for _, v := range vs {
					if !edge.Text(v) {
						t.Errorf("query %q passed and holds %q", query, v)
					}
				}
			}
		}
	})
}
