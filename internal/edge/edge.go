// Package edge is what every answer over HTTP shares: what is refused before it is read, the headers that every page has, and the
// store of responses that were made once and are served many times.
package edge

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"maps"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// Response is an answer ready to be sent. It never changes once it is made.
type Response struct {
	Status int
	Body   []byte
	Note   func() // called each time the response is served: counting a question, for instance; nil for none

	header http.Header // shared by all that it is served to
	gzip   []byte      // Body compressed, or nil where that saves nothing
	etag   string
	ztag   []string // ETag of the compressed body: another representation has another tag
	size   string
	zsize  string
}

// zippers are compressors to be used again: each holds most of a megabyte. The best level takes twice the time for one part in a hundred.
var zippers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// New makes a response. cache is the Cache-Control header; compress is worth it for what is served many times.
func New(status int, contentType, cache string, body []byte, compress bool) *Response {
	sum := sha256.Sum256(body)
	r := &Response{Status: status, Body: body, etag: `"` + hex.EncodeToString(sum[:8]) + `"`, size: strconv.Itoa(len(body))}
	r.header = http.Header{"Content-Type": {contentType}, "Cache-Control": {cache}, "Vary": {"Accept-Encoding"}}
	if status == http.StatusOK {
		r.header["Etag"] = []string{r.etag}
	}
	if compress && len(body) > 512 {
		var b bytes.Buffer
		z := zippers.Get().(*gzip.Writer)
		z.Reset(&b)
		_, _ = z.Write(body) // a buffer takes everything
		_ = z.Close()
		zippers.Put(z)
		if b.Len() < len(body)*9/10 {
			r.gzip, r.zsize = b.Bytes(), strconv.Itoa(b.Len())
			if status == http.StatusOK {
				r.ztag = []string{strings.TrimSuffix(r.etag, `"`) + `-gzip"`}
			}
		}
	}
	return r
}

// Set adds a header to the response; it must not be called once the response is shared.
func (r *Response) Set(name, value string) *Response {
	r.header.Set(name, value)
	return r
}

// Bytes returns what the response holds in memory.
func (r *Response) Bytes() int { return len(r.Body) + len(r.gzip) + 512 }

// ServeHTTP sends the response, or 304 when the reader has it.
func (r *Response) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if r.Note != nil {
		r.Note()
	}
	h := w.Header()
	maps.Copy(h, r.header)
	body, size := r.Body, r.size
	zipped := r.gzip != nil && accepts(req.Header["Accept-Encoding"])
	if zipped && r.ztag != nil {
		h["Etag"] = r.ztag
	}
	if r.Status == http.StatusOK && matches(req.Header["If-None-Match"], r.etag) {
		delete(h, "Content-Type")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if zipped {
		body, size = r.gzip, r.zsize
		h["Content-Encoding"] = gzipped
	}
	h["Content-Length"] = []string{size}
	if r.Status != http.StatusOK {
		w.WriteHeader(r.Status)
	}
	if req.Method != http.MethodHead {
		_, _ = w.Write(body) // a reader that went away is no concern of ours
	}
}

var gzipped = []string{"gzip"}

func matches(given []string, etag string) bool {
	for _, list := range given {
		for one := range strings.SplitSeq(list, ",") {
			one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
			if one == etag || one == "*" || strings.TrimSuffix(one, `-gzip"`)+`"` == etag {
				return true
			}
		}
	}
	return false
}

func accepts(given []string) bool {
	for _, list := range given {
		for one := range strings.SplitSeq(list, ",") {
			name, q, _ := strings.Cut(strings.TrimSpace(one), ";")
			if (name == "gzip" || name == "*") && strings.ReplaceAll(q, " ", "") != "q=0" {
				return true
			}
		}
	}
	return false
}

// Cache keeps responses that were made from one picture of the facts: a new picture comes with a new cache.
type Cache struct {
	bound   int // bytes
	mu      sync.RWMutex
	entries map[string]*Response
	size    int
}

// NewCache returns a cache that holds about bound bytes.
func NewCache(bound int) *Cache {
	return &Cache{bound: bound, entries: map[string]*Response{}}
}

// Get returns the response kept under key, or nil.
func (c *Cache) Get(key string) *Response {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.entries[key]
}

// Put keeps a response under key. A full cache is emptied first: what is asked often is back at once.
func (c *Cache) Put(key string, r *Response) {
	n := r.Bytes() + len(key)
	if n > c.bound/8 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.entries[key]; ok {
		return
	}
	if c.size+n > c.bound {
		c.entries, c.size = map[string]*Response{}, 0
	}
	c.entries[key] = r
	c.size += n
}

// Size returns the bytes that the cache holds, and how many responses.
func (c *Cache) Size() (bytes, responses int) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.size, len(c.entries)
}

// policy lets a page load nothing but the desk's own style sheets and images, run no script at all, and send forms to the desk only.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// ScriptPolicy is the policy for a theme whose pages load scripts: files of the desk's own, never a line in a page. Its style sheets hold small
// drawings as data.
var ScriptPolicy = []string{strings.Replace(policy, "style-src 'self'; img-src 'self'", "script-src 'self'; style-src 'self'; img-src 'self' data:", 1)}

var securityHeaders = http.Header{
	"Content-Security-Policy":      {policy},
	"X-Content-Type-Options":       {"nosniff"},
	"Referrer-Policy":              {"same-origin"},
	"X-Frame-Options":              {"DENY"},
	"Cross-Origin-Opener-Policy":   {"same-origin"},
	"Cross-Origin-Resource-Policy": {"same-origin"},
	"Permissions-Policy":           {"camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
}

// Harden sets the headers of every response, refuses what no page can mean, and turns a panic into a numbered error. refuse writes the refusal of
// a request whose address or form is no text; fail writes the page of an internal error with its number.
func Harden(next http.Handler, log *slog.Logger, secure bool, refuse http.HandlerFunc, fail func(w http.ResponseWriter, r *http.Request, err error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		maps.Copy(h, securityHeaders)
		if secure {
			h["Strict-Transport-Security"] = []string{"max-age=31536000"}
		}
		start := time.Now()
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler { //nolint:errorlint // what was recovered is compared as net/http does it
					panic(p)
				}
				log.Error("panic while answering", "path", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
				fail(w, r, nil)
			}
			if took := time.Since(start); took > time.Second {
				log.Warn("slow answer", "method", r.Method, "path", r.URL.Path, "took", took.Round(time.Millisecond))
			}
		}()
		if !Text(r.URL.Path) || !text(r.URL.RawQuery) {
			refuse(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Text reports whether s is text that can be stored and shown: UTF-8 without NUL.
func Text(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

// text reports whether an encoded query decodes to text, without decoding where nothing is encoded.
func text(query string) bool {
	if !Text(query) {
		return false
	}
	for i := 0; ; {
		j := strings.IndexByte(query[i:], '%')
		if j < 0 {
			return true
		}
		i += j
		run := make([]byte, 0, 8)
		for i+2 < len(query)+0 && query[i] == '%' {
			n, err := strconv.ParseUint(query[i+1:i+3], 16, 8)
			if err != nil {
				return false
			}
			run = append(run, byte(n))
			i += 3
			if i >= len(query) {
				break
			}
		}
		if len(run) == 0 { // a lone % at the end
			return false
		}
		if !Text(string(run)) {
			return false
		}
	}
}
