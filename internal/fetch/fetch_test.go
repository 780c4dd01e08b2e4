package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"guichet/internal/errs"
)

func local(a netip.Addr) bool { return a.IsLoopback() }

// client may ask this machine, quickly.
func client(o Options) *Client {
	o.AnyPort, o.Allow = true, local
	o.Backoff = time.Millisecond
	return New(o)
}

func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

func TestGet(t *testing.T) {
	t.Parallel()
	at := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("User-Agent") != "test" {
			t.Errorf("User-Agent %q", r.Header.Get("User-Agent"))
		}
		w.Header().Set("ETag", `"a"`)
		fmt.Fprint(w, "hello")
	})
	res, err := client(Options{Agent: "test"}).Get(t.Context(), at+"/x?a=b", Copy{})
	if err != nil || string(res.Body) != "hello" || res.Copy.ETag != `"a"` || res.URL != at+"/x?a=b" || res.Tries != 1 {
		t.Errorf("%+v %v", res, err)
	}
}

func TestWhatDidNotChangeIsNotSentAgain(t *testing.T) {
	t.Parallel()
	date := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	at := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		http.ServeContent(w, r, "a.txt", date, strings.NewReader("body"))
	})
	c := client(Options{})
	first, err := c.Get(t.Context(), at, Copy{})
	if err != nil || first.Same || first.Copy.Modified == "" {
		t.Fatalf("%+v %v", first, err)
	}
	for _, have := range []Copy{first.Copy, {ETag: first.Copy.ETag}, {Modified: first.Copy.Modified}} {
		again, err := c.Get(t.Context(), at, have)
		if err != nil || !again.Same || again.Body != nil || again.Copy.ETag != `"v1"` {
			t.Errorf("%+v: %+v %v", have, again, err)
		}
	}
	if other, err := c.Get(t.Context(), at, Copy{ETag: `"v0"`}); err != nil || other.Same {
		t.Errorf("%+v %v", other, err)
	}
}

func TestPrivateNetworksAreRefused(t *testing.T) {
	t.Parallel()
	for _, a := range []string{
		"127.0.0.1", "127.255.1.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
		"198.18.0.1", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2002:a00:1::1", "64:ff9b::7f00:1",
		"64:ff9b::a9fe:a9fe", "2001:db8::1", "::7f00:1", "2001::1",
	} {
		if Public(netip.MustParseAddr(a)) {
			t.Errorf("%s is taken for public", a)
		}
	}
	for _, a := range []string{"1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a01:e0a::1", "64:ff9b::101:101"} {
		if !Public(netip.MustParseAddr(a)) {
			t.Errorf("%s is public", a)
		}
	}
	var asked atomic.Int32
	at := serve(t, func(http.ResponseWriter, *http.Request) { asked.Add(1) })
	port := at[strings.LastIndexByte(at, ':'):]
	c := New(Options{AnyPort: true}) // without leave to ask this machine
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "127.1", "2130706433", "0x7f.0.0.1", "localhost."} {
		if _, err := c.Get(t.Context(), "http://"+host+port+"/", Copy{}); err == nil {
			t.Errorf("%s was asked", host)
		}
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("%d requests reached this machine", n)
	}
}

func TestBadAddresses(t *testing.T) {
	t.Parallel()
	c := New(Options{})
	for _, a := range []string{"", "x", "/etc/passwd", "file:///etc/passwd", "gopher://example.org/", "javascript:alert(1)", "http://", "http://user:pw@example.org/", "http://example.org:22/", "https://example.org:8443/", "http://exa mple.org/", "http://example.org/" + strings.Repeat("a", 3000)} {
		if _, err := c.Get(t.Context(), a, Copy{}); !errs.Is(err, errs.Invalid) {
			t.Errorf("%.40q: %v", a, err)
		}
	}
}

// A redirection is a new address, and is checked like one.
func TestRedirectionsAreChecked(t *testing.T) {
	t.Parallel()
	at := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/ok":
			http.Redirect(w, r, "/end", http.StatusFound)
		case "/end":
			fmt.Fprint(w, "end ", r.Header.Get("Referer"))
		case "/private":
			http.Redirect(w, r, "http://169.254.169.254/latest/meta-data", http.StatusFound)
		case "/named":
			http.Redirect(w, r, "http://10.0.0.1/", http.StatusTemporaryRedirect)
		case "/file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		}
	})
	c := client(Options{Tries: 2})
	if res, err := c.Get(t.Context(), at+"/ok", Copy{}); err != nil || string(res.Body) != "end " || res.URL != at+"/end" {
		t.Errorf("%q %v", res.Body, err)
	}
	for path, kind := range map[string]errs.Kind{"/private": errs.Invalid, "/named": errs.Invalid, "/file": errs.Invalid, "/loop": errs.Unavailable} {
		if _, err := c.Get(t.Context(), at+path, Copy{}); !errs.Is(err, kind) {
			t.Errorf("%s: %v", path, err)
		}
	}
	secure := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, at+"/end", http.StatusFound) }))
	defer secure.Close()
	c.http.Transport.(*http.Transport).TLSClientConfig = secure.Client().Transport.(*http.Transport).TLSClientConfig
	if _, err := c.Get(t.Context(), secure.URL, Copy{}); !errs.Is(err, errs.Invalid) {
		t.Errorf("from https to http: %v", err)
	}
}

// The name is asked once more when the connection is made; what counts is the address that is dialled.
func TestANameThatChangesItsMind(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	at := serve(t, func(http.ResponseWriter, *http.Request) { asked.Add(1) })
	c := New(Options{AnyPort: true, Resolver: &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) { return nil, fmt.Errorf("no network") }}})
	if err := c.control("tcp4", strings.TrimPrefix(at, "http://"), nil); !errs.Is(err, errs.Invalid) {
		t.Error(err)
	}
	if _, err := c.Get(t.Context(), "http://rebind.example/", Copy{}); !errs.Is(err, errs.Unavailable) {
		t.Error(err)
	}
	if asked.Load() != 0 {
		t.Error("asked")
	}
}

func TestBounds(t *testing.T) {
	t.Parallel()
	at := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/announced":
			w.Header().Set("Content-Length", "1000000000")
		case "/endless":
			for range 1 << 12 {
				if _, err := w.Write(make([]byte, 1<<12)); err != nil {
					return
				}
			}
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			zeros := make([]byte, 1<<16)
			for range 1 << 10 {
				if _, err := z.Write(zeros); err != nil {
					return
				}
			}
			z.Close()
		case "/slow":
			w.(http.Flusher).Flush()
			select {
			case <-time.After(5 * time.Second):
			case <-r.Context().Done():
			}
		case "/cut":
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "short")
		case "/exact":
			_, _ = w.Write(bytes.Repeat([]byte("x"), 1000))
		}
	})
	c, hasty := client(Options{MaxBytes: 1000}), client(Options{Timeout: 200 * time.Millisecond})
	if _, err := hasty.Get(t.Context(), at+"/slow", Copy{}); !errs.Is(err, errs.Unavailable) {
		t.Errorf("slow: %v", err)
	}
	for path, kind := range map[string]errs.Kind{"/announced": errs.TooLarge, "/endless": errs.TooLarge, "/bomb": errs.TooLarge, "/cut": errs.Unavailable} {
		if _, err := c.Get(t.Context(), at+path, Copy{}); !errs.Is(err, kind) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if res, err := c.Get(t.Context(), at+"/exact", Copy{}); err != nil || len(res.Body) != 1000 {
		t.Error(len(res.Body), err)
	}
}

func TestTriesAgainWhatMayPass(t *testing.T) {
	t.Parallel()
	var n atomic.Int32
	at := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch n.Add(1); r.URL.Path {
		case "/busy":
			if n.Load() < 3 {
				w.Header().Set("Retry-After", "3600") // cut to MaxWait
				w.WriteHeader(http.StatusServiceUnavailable)
			}
		case "/down":
			w.WriteHeader(http.StatusInternalServerError)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	})
	c := client(Options{Tries: 3, MaxWait: time.Millisecond})
	if res, err := c.Get(t.Context(), at+"/busy", Copy{}); err != nil || res.Tries != 3 {
		t.Errorf("%+v %v", res, err)
	}
	n.Store(0)
	if _, err := c.Get(t.Context(), at+"/down", Copy{}); !errs.Is(err, errs.Unavailable) || n.Load() != 3 {
		t.Errorf("%v after %d tries", err, n.Load())
	}
	n.Store(0)
	if _, err := c.Get(t.Context(), at+"/none", Copy{}); !errs.Is(err, errs.NotFound) || n.Load() != 1 {
		t.Errorf("%v after %d tries", err, n.Load())
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Get(ctx, at+"/down", Copy{}); err == nil {
		t.Error("a cancelled request gave a result")
	}
}
