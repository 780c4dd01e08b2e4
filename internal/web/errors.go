package web

import (
	"crypto/rand"
	"net/http"
	"strings"

	"guichet/internal/errs"
	"guichet/internal/i18n"
	"guichet/internal/web/theme"
)

var (
	errForeignForm = errs.New(errs.Forbidden, "web.foreign-form")
	errTooMany     = errs.New(errs.TooMany, "web.too-many")
	errNoPage      = errs.New(errs.NotFound, "web.no-page")
	errBadText     = errs.New(errs.Invalid, "web.bad-address")
	errNoCalendar  = errs.New(errs.Invalid, "web.no-calendar")
	errTooLarge    = errs.New(errs.TooLarge, "web.too-large")
)

// statuses maps kinds of error to HTTP; it is the only such table of the portal.
var statuses = map[errs.Kind]int{
	errs.Internal: http.StatusInternalServerError, errs.Invalid: http.StatusBadRequest, errs.NotFound: http.StatusNotFound, errs.Conflict: http.StatusConflict,
	errs.Forbidden: http.StatusForbidden, errs.Unavailable: http.StatusServiceUnavailable, errs.TooLarge: http.StatusRequestEntityTooLarge, errs.TooMany: http.StatusTooManyRequests,
}

type errorPage struct {
	theme.Shell
	Heading string
	Text    string
	Number  string // of an internal error, to be told to the operator
	Links   []theme.Link
	Ask     theme.SearchBar
}

// fail writes an error as a page of the site, in one place for all handlers.
func (p *Portal) fail(rq request, err error) {
	kind := errs.KindOf(err)
	page := errorPage{Shell: p.shell(rq, rq.t("web.error-"+kind.String()), ""), Heading: rq.t("web.error-" + kind.String())}
	page.NoIndex, page.Canonical = true, ""
	page.Ask = theme.SearchBar{ID: "question", Action: rq.to("search", ""), Name: "q", Label: rq.t("web.search-label"), Button: rq.t("web.search-button")}
	page.Ask.Action, _, _ = strings.Cut(page.Ask.Action, "?")
	page.Links = []theme.Link{{Text: rq.t("web.home"), URL: page.Home}, {Text: rq.t("web.nav-contact"), URL: rq.to("contact", "")}}
	if kind == errs.Internal {
		page.Number = strings.ToLower(rand.Text()[:8])
		page.Text = rq.t("web.internal-text", "number", page.Number)
		p.Log.Error("internal error", "number", page.Number, "method", rq.Method, "path", rq.URL.Path, "error", err)
	} else {
		var parts []string
		for _, e := range errs.All(err) {
			parts = append(parts, e.In(rq.lang))
		}
		page.Text = strings.Join(parts, " ")
		if kind == errs.Unavailable {
			p.Log.Error("a part that is needed does not answer", "method", rq.Method, "path", rq.URL.Path, "error", err)
		}
	}
	resp, renderErr := p.renderStatus(rq, statuses[kind], "page-error", page)
	if renderErr != nil {
		p.Log.Error("the error page itself fails", "error", renderErr)
		http.Error(rq.w, page.Text, statuses[kind])
		return
	}
	if kind == errs.Unavailable {
		resp.Set("Retry-After", "10")
	}
	private(resp).ServeHTTP(rq.w, rq.Request)
}

func (p *Portal) methodNotAllowed(rq request, allow string) {
	page := errorPage{Shell: p.shell(rq, rq.t("web.error-method"), ""), Heading: rq.t("web.error-method"), Text: rq.t("web.method-text", "method", rq.Method)}
	page.NoIndex, page.Canonical = true, ""
	page.Links = []theme.Link{{Text: rq.t("web.home"), URL: page.Home}}
	resp, err := p.renderStatus(rq, http.StatusMethodNotAllowed, "page-error", page)
	if err != nil {
		http.Error(rq.w, page.Text, http.StatusMethodNotAllowed)
		return
	}
	resp.Set("Allow", allow).Set("Cache-Control", "no-store").ServeHTTP(rq.w, rq.Request)
}

// Refuse answers a request whose address is no text; Broken answers one during which the program failed. Package app gives both to edge.Harden.
func (p *Portal) Refuse(w http.ResponseWriter, r *http.Request) {
	p.fail(p.request(w, r, langOf(r.URL.Path)), errBadText)
}

// Broken answers a request during which the program failed.
func (p *Portal) Broken(w http.ResponseWriter, r *http.Request, err error) {
	p.fail(p.request(w, r, langOf(r.URL.Path)), err)
}

func langOf(path string) i18n.Lang {
	if strings.HasPrefix(path, "/en/") || path == "/en" {
		return i18n.English
	}
	return i18n.French
}
