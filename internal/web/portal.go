// Package web is the portal: the pages that people read and the forms that they send.
//
// routes.go is the map. A handler reads the request, asks one snapshot or one service, and fills one page struct, which one template of pages/ draws
// with the components of a theme. A handler returns an error and one place writes it (errors.go). A page for an anonymous reader is a function of its
// address and of one view (the facts, the pages and the index that belong together), so its response is kept with that view.
package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"guichet/internal/address"
	"guichet/internal/content"
	"guichet/internal/desk"
	"guichet/internal/edge"
	"guichet/internal/i18n"
	"guichet/internal/ospo"
	"guichet/internal/search"
	"guichet/internal/snapshot"
	"guichet/internal/web/theme"
)

//go:embed pages/*.tmpl
var pageFiles embed.FS

// Config is what the portal works with.
type Config struct {
	Theme       *theme.Theme
	Site        theme.Site
	FooterLinks []theme.Link // of the body, after those that the law asks for
	Legal       Legal
	BaseURL     string // public address without a last slash
	Facts       func() *snapshot.Snapshot
	History     Histories
	Changes     Changes
	Content     func() *content.Site
	Preview     bool // drafts are shown, and what is wrong with the pages is told on them
	Desk        *desk.Service
	OSPO        *ospo.Registrations
	Demand      *desk.Demand
	Log         *slog.Logger
	Now         func() time.Time // the clock that tells events to come from past ones; nil for the machine's
}

// Portal serves the pages.
type Portal struct {
	Config
	templates map[i18n.Lang]*template.Template
	mux       *http.ServeMux
	view      atomic.Pointer[view]
	renewing  sync.Mutex
	files     *edge.Cache // of the design system

	operations []Operation // of the API, for its page
}

// view is everything that a page is made of, and the responses made of it.
type view struct {
	snap     *snapshot.Snapshot
	site     *content.Site
	index    *search.Index
	targets  map[string]target // of the index's documents
	pages    *edge.Cache       // by address
	searches *edge.Cache       // apart, so that a flood of questions does not push pages out
}

// Bounds of the two caches, in bytes.
const (
	pageCache   = 12 << 20
	searchCache = 6 << 20
	fileCache   = 16 << 20
)

// New returns the portal; it fails when a template cannot be read.
func New(c Config) (*Portal, error) {
	p := &Portal{Config: c, templates: map[i18n.Lang]*template.Template{}, files: edge.NewCache(fileCache)}
	for _, l := range i18n.Langs {
		t, err := p.Theme.Templates(l).ParseFS(pageFiles, "pages/*.tmpl")
		if err != nil {
			return nil, fmt.Errorf("reading the pages: %w", err)
		}
		p.templates[l] = t
	}
	p.mux = p.routes()
	return p, nil
}

// current returns the view of the current facts and pages.
func (p *Portal) current() *view {
	snap, site := p.Facts(), p.Content()
	if v := p.view.Load(); v != nil && v.snap == snap && v.site == site {
		return v
	}
	p.renewing.Lock()
	defer p.renewing.Unlock()
	if v := p.view.Load(); v != nil && v.snap == snap && v.site == site {
		return v
	}
	v := &view{snap: snap, site: site, pages: edge.NewCache(pageCache), searches: edge.NewCache(searchCache)}
	v.index, v.targets = buildIndex(snap, site)
	p.view.Store(v)
	return v
}

// Warm makes the view before the first reader comes.
func (p *Portal) Warm() { p.current() }

// Known reports whether the program itself, apart from Markdown pages, answers an address.
func (p *Portal) Known(path string) bool {
	r, err := http.NewRequest(http.MethodGet, path, nil) //nolint:noctx // it is shown to the table of routes and sent nowhere
	if err != nil {
		return false
	}
	_, pattern := p.mux.Handler(r)
	return pattern != "/" && pattern != ""
}

// ServeHTTP answers from the kept responses first.
func (p *Portal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if p.Theme.Scripted() {
		w.Header()["Content-Security-Policy"] = edge.ScriptPolicy
	}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		v, d := p.current(), displayOf(r)
		resp := v.pages.Get(cacheKey(d, r.URL.Path)) // such a page reads nothing from its query
		if resp == nil {
			resp = v.searches.Get(cacheKey(d, r.URL.Path+"?"+r.URL.RawQuery))
		}
		if resp != nil {
			resp.ServeHTTP(w, r)
			return
		}
	}
	p.mux.ServeHTTP(w, r)
}

// request is what a handler reads.
type request struct {
	*http.Request
	w    http.ResponseWriter // for limits on the body only
	lang i18n.Lang
	view *view
	// display is how the reader asked to see the page. It only names the style sheet: what they read is the same. An answer that is kept by
	// others on the way is asked again each time ("no-cache") with the reader's own cookie, so it needs no Vary.
	display theme.Display
	draw    func(component any) template.HTML // with the theme
}

func (p *Portal) request(w http.ResponseWriter, r *http.Request, lang i18n.Lang) request {
	return request{r, w, lang, p.current(), displayOf(r), func(c any) template.HTML { return p.Theme.Render(lang, c) }}
}

func (rq request) snap() *snapshot.Snapshot { return rq.view.snap }

func (rq request) t(key string, values ...any) string {
	m := make(map[string]any, len(values)/2)
	for i := 0; i+1 < len(values); i += 2 {
		m[values[i].(string)] = values[i+1]
	}
	return i18n.T(rq.lang, key, m)
}

func (rq request) to(page, slug string) string { return address.Of(rq.lang, page, slug) }

// param returns a query parameter, spaces trimmed, at most 400 characters.
func (rq request) param(name string) string {
	s := strings.TrimSpace(rq.URL.Query().Get(name))
	if r := []rune(s); len(r) > 400 {
		s = string(r[:400])
	}
	return s
}

// handler makes the response to a request.
type handler func(rq request) (*edge.Response, error)

// get serves a page that is read: GET and HEAD only; kept says where its response is kept, if anywhere.
func (p *Portal) get(lang i18n.Lang, kept func(*view) *edge.Cache, h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		rq := p.request(w, r, lang)
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			p.methodNotAllowed(rq, "GET, HEAD")
			return
		}
		resp, err := h(rq)
		if err != nil {
			p.fail(rq, err)
			return
		}
		if kept != nil && resp.Status == http.StatusOK && len(r.URL.RawQuery) < 512 {
			cache, key := kept(rq.view), r.URL.Path
			if cache == rq.view.searches {
				key += "?" + r.URL.RawQuery
			}
			cache.Put(cacheKey(rq.display, key), resp)
		}
		resp.ServeHTTP(w, r)
	}
}

func inPages(v *view) *edge.Cache    { return v.pages }
func inSearches(v *view) *edge.Cache { return v.searches }

// shell is the frame of a page. here names the page in the table of addresses, "" for a page of its own.
func (p *Portal) shell(rq request, title, description string) theme.Shell {
	l := rq.lang
	s := theme.Shell{
		Lang: l, Site: p.Site, Title: title, Description: description, Home: address.Of(l, "home", ""),
		Style: p.Theme.StyleURL(rq.display), Display: rq.display, Icon: p.Theme.IconURL(), Assets: p.Theme.Prefix(),
		Search:  theme.SearchBar{ID: "recherche", Action: address.Path(l, "search"), Name: "q", Label: rq.t("web.search-label"), Placeholder: rq.t("web.search-placeholder"), Button: rq.t("web.search-button")},
		Licence: template.HTML(rq.t("web.licence")), //nolint:gosec // a message of ours
	}
	s.Canonical = p.BaseURL + rq.URL.Path
	s.Feed = theme.Link{Text: rq.t("web.news-title"), URL: address.Feed(l, "atom")}
	s.JSONFeed = theme.Link{Text: rq.t("web.news-title"), URL: address.Feed(l, "json")}
	s.Alternate = theme.Link{Text: i18n.T(l.Other(), "web.language", nil), URL: address.Of(l.Other(), "home", ""), Lang: l.Other()}
	for _, name := range []string{"services", "software-list", "products", "contracts", "buy", "publish", "ospos", "bluehats", "contact"} {
		u := address.Of(l, name, "")
		s.Nav = append(s.Nav, theme.Link{Text: rq.t("web.nav-" + name), URL: u, Current: u == rq.URL.Path})
	}
	for _, name := range []string{"accessibility", "legal", "privacy", "display", "sitemap", "about"} {
		s.Footer = append(s.Footer, theme.Link{Text: rq.t("web.footer-" + name), URL: address.Of(l, name, "")})
	}
	s.Footer = append(s.Footer, theme.Link{Text: rq.t("web.footer-api"), URL: "/api/docs"})
	s.Footer = append(s.Footer, p.FooterLinks...)
	return s
}

// trail sets the breadcrumb: names of pages from the home page on, then the title of this page.
func (rq request) trail(s *theme.Shell, title string, names ...string) {
	s.Breadcrumb = []theme.Link{{Text: rq.t("web.home"), URL: s.Home}}
	for _, n := range names {
		s.Breadcrumb = append(s.Breadcrumb, theme.Link{Text: rq.t("web.nav-" + n), URL: rq.to(n, "")})
	}
	s.Breadcrumb = append(s.Breadcrumb, theme.Link{Text: title})
}

// also says where the same page is in the other language.
func (rq request) also(s *theme.Shell, page, slug string) {
	s.Alternate.URL = address.Of(rq.lang.Other(), page, slug)
}

// render draws the template name with the page struct.
func (p *Portal) render(rq request, name string, page any) (*edge.Response, error) {
	return p.renderStatus(rq, http.StatusOK, name, page)
}

func (p *Portal) renderStatus(rq request, status int, name string, page any) (*edge.Response, error) {
	var b bytes.Buffer
	if err := p.templates[rq.lang].ExecuteTemplate(&b, name, page); err != nil {
		return nil, fmt.Errorf("drawing %s: %w", name, err)
	}
	return edge.New(status, "text/html; charset=utf-8", "no-cache", b.Bytes(), status == http.StatusOK && rq.Method != http.MethodPost), nil
}

// private marks a response that only its reader may see: it is not kept anywhere and its address, which holds a secret, is told to nobody.
func private(r *edge.Response) *edge.Response {
	return r.Set("Cache-Control", "no-store").Set("Referrer-Policy", "no-referrer")
}

// secure reports whether readers come over TLS.
func (p *Portal) secure() bool { return strings.HasPrefix(p.BaseURL, "https://") }

// see returns a redirection to another page of the desk after a form was sent.
func see(to string) *edge.Response {
	return edge.New(http.StatusSeeOther, "text/plain; charset=utf-8", "no-store", nil, false).Set("Location", to)
}

func moved(to string) *edge.Response {
	cache := "max-age=3600"
	if strings.Contains(to, "?") {
		cache = "no-store" // the query may hold the secret of a case
	}
	return edge.New(http.StatusMovedPermanently, "text/plain; charset=utf-8", cache, nil, false).Set("Location", to).Set("Referrer-Policy", "no-referrer")
}
