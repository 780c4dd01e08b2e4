// Package api is the REST API, version 1: the same answers and facts as the pages and the commands, for programs. Reading needs no account.
//
// Each operation is declared once, with its parameters and the Go type of its result; huma makes the OpenAPI 3.1 document of these declarations
// and reads the parameters. Responses are pure functions of address and facts: they are made once, compressed and tagged, and kept until the facts
// change. An error is a problem document (RFC 9457) whose text is in the reader's language.
package api

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/httprate"

	"guichet/internal/desk"
	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/i18n"
	"guichet/internal/search"
	"guichet/internal/snapshot"
)

// Config is what the API is made of.
type Config struct {
	Facts   func() *snapshot.Snapshot
	Find    func(q search.Query) (search.Result, func(kind, key string) Hit) // the portal's index; nil without search
	Changes Changes                                                          // nil without a database
	Demand  *desk.Demand                                                     // counts questions; may be nil
	BaseURL string                                                           // in the OpenAPI document; may be empty
	Log     *slog.Logger
}

// API serves the addresses below /api/.
type API struct {
	Config
	mux       *http.ServeMux
	api       huma.API
	openapi   []byte          // the OpenAPI document
	written   map[string]bool // operations whose handlers write by themselves
	examining chan struct{}   // held while an archive is examined
	takes     map[string]bool // addresses that read a body and change nothing: POST alone
	limited   http.Handler
	kept      atomic.Pointer[kept]
}

// kept are the responses made of one picture of the facts.
type kept struct {
	snap  *snapshot.Snapshot
	cache *edge.Cache
}

const (
	// cacheBytes bounds the responses that are kept.
	cacheBytes = 6 << 20
	// perMinute bounds the requests of one address that are not answered from kept responses: far more than a person or a polite program sends.
	perMinute = 600
)

// New returns the API.
func New(c Config) *API {
	a := &API{Config: c, mux: http.NewServeMux(), written: map[string]bool{}, takes: map[string]bool{}, examining: make(chan struct{}, 2)}
	a.describe()
	a.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		a.fail(w, r, errs.New(errs.NotFound, "api.no-resource"))
	})
	a.limited = httprate.LimitBy(perMinute, time.Minute, edge.Visitor, httprate.WithLimitHandler(func(w http.ResponseWriter, r *http.Request) {
		a.fail(w, r, errs.New(errs.TooMany, "api.too-many"))
	}))(a.mux)
	return a
}

// ServeHTTP answers from the kept responses first. Anyone may read from a page of another site.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h["Access-Control-Allow-Origin"] = anyOrigin
	h["Cross-Origin-Resource-Policy"] = crossOrigin
	allowed, methods := "GET", "GET, HEAD, OPTIONS"
	if a.takes[r.URL.Path] {
		allowed, methods = "POST", "POST, OPTIONS"
	}
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
		if (r.Method == http.MethodPost) == a.takes[r.URL.Path] {
			break
		}
		h.Set("Allow", methods)
		a.problem(w, r, http.StatusMethodNotAllowed, "method", i18n.T(lang(r), "api.method", map[string]any{"method": r.Method, "allowed": allowed}), "")
		return
	case http.MethodOptions:
		h.Set("Access-Control-Allow-Methods", methods)
		h.Set("Access-Control-Allow-Headers", "Content-Type, If-None-Match, Accept-Language")
		h.Set("Access-Control-Max-Age", "86400")
		w.WriteHeader(http.StatusNoContent)
		return
	default:
		h.Set("Allow", methods)
		a.problem(w, r, http.StatusMethodNotAllowed, "method", i18n.T(lang(r), "api.method", map[string]any{"method": r.Method, "allowed": allowed}), "")
		return
	}
	h["Access-Control-Expose-Headers"] = exposed
	if resp := a.current().cache.Get(key(r)); resp != nil {
		resp.ServeHTTP(w, r)
		return
	}
	a.limited.ServeHTTP(w, r)
}

var (
	anyOrigin   = []string{"*"}
	crossOrigin = []string{"cross-origin"}
	exposed     = []string{"ETag, Link, Retry-After"}
)

func key(r *http.Request) string { return string(lang(r)) + r.URL.Path + "?" + r.URL.RawQuery }

func (a *API) current() *kept {
	snap := a.Facts()
	if k := a.kept.Load(); k != nil && k.snap == snap {
		return k
	}
	k := &kept{snap, edge.NewCache(cacheBytes)}
	a.kept.Store(k)
	return k
}

func lang(r *http.Request) i18n.Lang {
	if l := r.URL.Query().Get("lang"); l != "" {
		return i18n.Parse(l)
	}
	if strings.HasPrefix(r.Header.Get("Accept-Language"), "en") {
		return i18n.English
	}
	return i18n.French
}

// keep runs an operation and keeps its response, whole, for the next who asks the same.
func (a *API) keep(next http.Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		k := a.current()
		rec := httptest.NewRecorder()
		var note func()
		next.ServeHTTP(rec, r.WithContext(withNote(r.Context(), &note)))
		cache := "no-cache"
		if rec.Code != http.StatusOK {
			cache = "no-store"
		}
		resp := edge.New(rec.Code, rec.Header().Get("Content-Type"), cache, rec.Body.Bytes(), rec.Code == http.StatusOK)
		for _, name := range []string{"Link", "Content-Language", "Retry-After"} {
			if v := rec.Header().Get(name); v != "" {
				resp.Set(name, v)
			}
		}
		resp.Note = note
		if rec.Code == http.StatusOK && len(r.URL.RawQuery) < 512 {
			k.cache.Put(key(r), resp)
		}
		resp.ServeHTTP(w, r)
	}
}
