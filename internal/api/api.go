// Package api is the REST API, version 1: the same answers as the pages and the commands, for programs. Reading needs no account.
package api

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"

	"guichet/internal/desk"
	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/i18n"
	"guichet/internal/snapshot"
)

// API serves the addresses below /api/.
type API struct {
	facts  func() *snapshot.Snapshot
	demand *desk.Demand
	log    *slog.Logger
	mux    *http.ServeMux
	kept   atomic.Pointer[kept]
}

// kept are the responses made of one picture of the facts.
type kept struct {
	snap  *snapshot.Snapshot
	cache *edge.Cache
}

// cacheBytes bounds the responses that are kept.
const cacheBytes = 6 << 20

// New returns the API over the current facts. demand counts the questions; it may be nil.
func New(facts func() *snapshot.Snapshot, demand *desk.Demand, log *slog.Logger) *API {
	a := &API{facts: facts, demand: demand, log: log, mux: http.NewServeMux()}
	a.mux.HandleFunc("/api/v1/answers", a.answers)
	a.mux.HandleFunc("/api/v1/laws", a.laws)
	a.mux.HandleFunc("/api/v1/clauses", a.clauses)
	a.mux.HandleFunc("/api/v1/naming", a.naming)
	a.marketRoutes()
	a.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		a.fail(w, r, errs.New(errs.NotFound, "api.no-resource"))
	})
	return a
}

// ServeHTTP answers from the kept responses first. Anyone may read from a page of another site.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h["Access-Control-Allow-Origin"] = anyOrigin
	h["Cross-Origin-Resource-Policy"] = crossOrigin
	switch r.Method {
	case http.MethodGet, http.MethodHead:
	case http.MethodOptions:
		h.Set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
		h.Set("Access-Control-Allow-Headers", "If-None-Match, Accept-Language")
		w.WriteHeader(http.StatusNoContent)
		return
	default:
		h.Set("Allow", "GET, HEAD, OPTIONS")
		a.problem(w, r, http.StatusMethodNotAllowed, "method", i18n.T(lang(r), "api.method", map[string]any{"method": r.Method}), "")
		return
	}
	if resp := a.current().cache.Get(key(r)); resp != nil {
		resp.ServeHTTP(w, r)
		return
	}
	a.mux.ServeHTTP(w, r)
}

var (
	anyOrigin   = []string{"*"}
	crossOrigin = []string{"cross-origin"}
)

func key(r *http.Request) string { return r.URL.Path + "?" + r.URL.RawQuery }

func (a *API) current() *kept {
	snap := a.facts()
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

// answers is GET /api/v1/answers?q=QUESTION[&lang=fr|en]. The language of the answer is that of the question's words; lang decides where they do
// not tell. An answer that is not known is a 200 whose found is false: the desk did its work.
func (a *API) answers(w http.ResponseWriter, r *http.Request) {
	k := a.current()
	query := r.URL.Query()
	q := strings.TrimSpace(query.Get("q"))
	if q == "" {
		a.fail(w, r, errs.New(errs.Invalid, "api.no-question").On("q"))
		return
	}
	if l := query.Get("lang"); l != "" && l != "fr" && l != "en" {
		a.fail(w, r, errs.New(errs.Invalid, "api.bad-lang").On("lang"))
		return
	}
	if runes := []rune(q); len(runes) > 1000 {
		a.fail(w, r, errs.New(errs.Invalid, "api.long-question").On("q"))
		return
	}
	hint := i18n.Parse(query.Get("lang"))
	answer := k.snap.Answers.Answer(q, hint)
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	if err := enc.Encode(answer); err != nil {
		a.fail(w, r, err)
		return
	}
	resp := edge.New(http.StatusOK, "application/json", "no-cache", b.Bytes(), true).Set("Content-Language", string(answer.Lang))
	if a.demand != nil {
		asked := desk.Question{Text: q, Lang: answer.Lang, Intent: string(answer.Intent), Found: answer.Found}
		resp.Note = func() { a.demand.Note(asked) }
	}
	if len(r.URL.RawQuery) < 512 {
		k.cache.Put(key(r), resp)
	}
	resp.ServeHTTP(w, r)
}

// statuses maps kinds of error to HTTP; it is the only such table of the API.
var statuses = map[errs.Kind]int{
	errs.Internal: http.StatusInternalServerError, errs.Invalid: http.StatusBadRequest, errs.NotFound: http.StatusNotFound, errs.Conflict: http.StatusConflict,
	errs.Forbidden: http.StatusForbidden, errs.Unavailable: http.StatusServiceUnavailable, errs.TooLarge: http.StatusRequestEntityTooLarge, errs.TooMany: http.StatusTooManyRequests,
}

// fail writes an error as a problem document, in one place for all handlers.
func (a *API) fail(w http.ResponseWriter, r *http.Request, err error) {
	kind := errs.KindOf(err)
	detail, field := i18n.T(lang(r), "api.internal", nil), ""
	if all := errs.All(err); len(all) > 0 && kind != errs.Internal {
		detail, field = all[0].In(lang(r)), all[0].Field
	} else {
		a.log.Error("internal error", "path", r.URL.Path, "error", err)
	}
	a.problem(w, r, statuses[kind], kind.String(), detail, field)
}

// problem writes RFC 9457.
func (a *API) problem(w http.ResponseWriter, r *http.Request, status int, kind, detail, field string) {
	body, err := json.Marshal(struct {
		Type   string `json:"type"`
		Title  string `json:"title"`
		Status int    `json:"status"`
		Detail string `json:"detail"`
		Field  string `json:"field,omitempty"`
	}{"about:blank", http.StatusText(status), status, detail, field})
	if err != nil {
		a.log.Error("a problem document cannot be written", "kind", kind, "error", err)
	}
	edge.New(status, "application/problem+json", "no-store", append(body, '\n'), false).ServeHTTP(w, r)
}

// Fail answers a request during which the program failed, or that is no text.
func (a *API) Fail(w http.ResponseWriter, r *http.Request, err error) { a.fail(w, r, err) }
