package api

import (
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/i18n"
)

// Problem is an error as RFC 9457 writes it.
type Problem struct {
	Type   string `json:"type" doc:"always about:blank: the status says the kind"`
	Title  string `json:"title" doc:"the status in words"`
	Status int    `json:"status"`
	Detail string `json:"detail" doc:"what to do, in the reader's language"`
	Field  string `json:"field,omitempty" doc:"the parameter that is wrong"`
}

// Error makes a problem an error that operations return.
func (p *Problem) Error() string { return p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of problem documents.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

var _ huma.StatusError = (*Problem)(nil)

// statuses maps kinds of error to HTTP; it is the only such table of the API.
var statuses = map[errs.Kind]int{
	errs.Internal: http.StatusInternalServerError, errs.Invalid: http.StatusBadRequest, errs.NotFound: http.StatusNotFound, errs.Conflict: http.StatusConflict,
	errs.Forbidden: http.StatusForbidden, errs.Unavailable: http.StatusServiceUnavailable, errs.TooLarge: http.StatusRequestEntityTooLarge, errs.TooMany: http.StatusTooManyRequests,
}

// problemOf turns an error into its problem document. What has no message of its own is logged whole and shown as a fault of the desk.
func (a *API) problemOf(err error, l i18n.Lang, path string) *Problem {
	kind := errs.KindOf(err)
	p := &Problem{Type: "about:blank", Status: statuses[kind], Detail: i18n.T(l, "api.internal", nil)}
	if all := errs.All(err); len(all) > 0 && kind != errs.Internal {
		p.Detail, p.Field = all[0].In(l), all[0].Field
	} else {
		a.Log.Error("internal error", "path", path, "error", err)
	}
	p.Title = http.StatusText(p.Status)
	return p
}

// fail writes an error as a problem document, in one place for all that is no operation.
func (a *API) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := a.problemOf(err, lang(r), r.URL.Path)
	a.problem(w, r, p.Status, errs.KindOf(err).String(), p.Detail, p.Field)
}

func (a *API) problem(w http.ResponseWriter, r *http.Request, status int, kind, detail, field string) {
	body, err := json.Marshal(Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail, Field: field})
	if err != nil {
		a.Log.Error("a problem document cannot be written", "kind", kind, "error", err)
	}
	resp := edge.New(status, "application/problem+json", "no-store", append(body, '\n'), false)
	if after := w.Header().Get("Retry-After"); status == http.StatusTooManyRequests && after == "" {
		resp.Set("Retry-After", "60")
	}
	resp.ServeHTTP(w, r)
}

// Fail answers a request during which the program failed, or that is no text.
func (a *API) Fail(w http.ResponseWriter, r *http.Request, err error) { a.fail(w, r, err) }
