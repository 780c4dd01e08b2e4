package web

import (
	"net/http"
	"strings"
	"time"

	"github.com/go-chi/httprate"

	"guichet/internal/address"
	"guichet/internal/edge"
	"guichet/internal/i18n"
	"guichet/internal/procurement"
)

// routes is the map of the portal. Pages of both languages come from one table (package address); what is left is Markdown (content.go).
func (p *Portal) routes() *http.ServeMux {
	mux := http.NewServeMux()
	pages := []struct {
		name string
		kept func(*view) *edge.Cache
		h    handler
	}{
		{"home", inPages, p.home},
		{"search", inSearches, p.search},
		{"software-list", inSearches, p.softwareList},
		{"software", inPages, p.software},
		{"compare", inSearches, p.compare},
		{"categories", inSearches, p.categories},
		{"products", inSearches, p.products},
		{"product", inPages, p.product},
		{"providers", inSearches, p.providers},
		{"provider", inPages, p.provider},
		{"absent", inSearches, p.absent},
		{"ospos", inSearches, p.ospos},
		{"ospo", inPages, p.ospo},
		{"checker", inSearches, p.checker},
		{"delays", inSearches, p.delays},
		{"market-changes", inPages, p.marketChanges},
		{"debian", nil, p.debian}, // it says what stands today
		{"clauses", nil, p.clauses},
		{"naming", inSearches, p.naming},
		{"licence-adviser", inSearches, p.licenceAdviser},
		{"licence", inPages, p.licenceSheet},
		{"licence-compare", inSearches, p.licenceCompare},
		{"licence-matrix", inSearches, p.licenceMatrix},
		{"entry-rules", inSearches, p.entryRules},
		{"buy-note", nil, p.buyNote},
		{"questions", inPages, p.questions},
		{"spaces", inSearches, p.spaces},
		{"bluehats", nil, p.bluehats}, // what comes next depends on the day
		{"events", nil, p.events},
		{"event", nil, p.event},
		{"news", inSearches, p.news},
		{"trainings", inSearches, p.trainings},
		{"trainer", inPages, p.trainer},
		{"figures", nil, p.figuresPage},
		{"sitemap", inPages, p.siteMap},
	}
	for _, lang := range i18n.Langs {
		for _, pg := range pages {
			p.handle(mux, address.Path(lang, pg.name), p.get(lang, pg.kept, pg.h))
		}
		p.handle(mux, address.Path(lang, "software")+"/{below}", p.belowSoftware(lang)) // categories and histories
		for name := range procurement.Guides {
			p.handle(mux, address.Path(lang, name), p.get(lang, nil, p.guide(name))) // its note bears the day
			for _, f := range clauseFileFormats() {
				mux.HandleFunc(address.Path(lang, name)+"."+f, p.get(lang, nil, p.guideFile(name, f)))
			}
		}
		for _, kind := range []string{"csv", "ods"} {
			mux.HandleFunc(address.Path(lang, "covered-file")+"."+kind, p.get(lang, inSearches, p.coveredFile(kind)))
		}
		mux.HandleFunc(address.Path(lang, "delays")+".ics", p.get(lang, nil, p.delaysCalendar))
		for _, f := range clauseFileFormats() {
			mux.HandleFunc(address.Path(lang, "clauses")+"."+f, p.get(lang, nil, p.clausesFile(f)))
		}
		mux.HandleFunc(address.Path(lang, "events-calendar"), p.get(lang, inPages, p.eventsCalendar))
		mux.HandleFunc(address.Path(lang, "event-calendar"), p.get(lang, inPages, p.eventCalendar))
		mux.HandleFunc(address.Feed(lang, "atom"), p.get(lang, inPages, p.atom))
		mux.HandleFunc(address.Feed(lang, "software"), p.get(lang, inPages, p.softwareAtom))
		mux.HandleFunc(address.Feed(lang, "json"), p.get(lang, inPages, p.jsonNews))
		forms := limitForms(p, lang)
		p.handle(mux, address.Path(lang, "watch-studies"), p.form(lang, forms, p.studies, p.studySend))
		p.handle(mux, address.Path(lang, "gap"), p.form(lang, forms, p.gap, p.gapSend))
		p.handle(mux, address.Path(lang, "components"), p.form(lang, forms, p.components, p.componentsJudge))
		p.handle(mux, address.Path(lang, "repository"), p.form(lang, forms, p.repository, p.repositoryExamine))
		p.handle(mux, address.Path(lang, "publiccode"), p.form(lang, limitTo(p, lang, 120), p.publiccode, p.publiccodeSend))
		p.handle(mux, address.Path(lang, "approval"), p.form(lang, forms, p.approval, p.approvalWrite))
		p.handle(mux, address.Path(lang, "contact"), p.form(lang, forms, p.contact, p.contactSend))
		p.handle(mux, address.Path(lang, "display"), p.form(lang, forms, p.displaySettings, p.displaySend))
		p.handle(mux, address.Path(lang, "ospo-register"), p.form(lang, forms, p.register, p.registerSend))
		p.handle(mux, address.Path(lang, "case"), p.form(lang, forms, p.follow, p.followSend))
		p.handle(mux, strings.Replace(address.Path(lang, "case"), "{slug}", "", 1), p.get(lang, nil, p.followFind))
	}
	root := func(h handler) http.HandlerFunc { return p.get(i18n.French, nil, h) }
	mux.HandleFunc("/{$}", root(func(request) (*edge.Response, error) {
		return edge.New(http.StatusFound, "text/plain; charset=utf-8", "no-cache", nil, false).Set("Location", address.Of(i18n.French, "home", "")), nil
	}))
	mux.HandleFunc("/assets/{name}", root(p.asset))
	mux.HandleFunc("/assets/dsfr/{version}/{name...}", root(p.packageFile))
	mux.HandleFunc("/favicon.ico", root(p.favicon))
	mux.HandleFunc("/data/formations-logiciels-libres.json", p.get(i18n.French, inPages, p.trainingsJSON))
	mux.HandleFunc("/data/fr-ospos.json", p.get(i18n.French, inPages, p.osposJSON))
	mux.HandleFunc("/data/fr-public-sector-ospo.yml", p.get(i18n.French, inPages, p.osposYAML))
	for path, write := range bulkFiles {
		mux.HandleFunc(path, p.get(i18n.French, inPages, bulk(path, write)))
	}
	mux.HandleFunc("/schemas/{name}", root(p.schema))
	mux.HandleFunc("/sitemap.xml", p.get(i18n.French, inPages, p.siteMapXML))
	mux.HandleFunc("/robots.txt", root(p.robots))
	mux.HandleFunc("/.well-known/security.txt", root(p.securityTxt))
	mux.HandleFunc("/api/docs", func(w http.ResponseWriter, r *http.Request) {
		p.get(i18n.Parse(r.URL.Query().Get("lang")), inSearches, p.apiDocs)(w, r)
	})
	mux.HandleFunc("/", p.markdown)
	return mux
}

// handle registers an address with and without its last slash; the one that is not canonical leads to the other.
func (p *Portal) handle(mux *http.ServeMux, path string, h http.HandlerFunc) {
	if bare, ok := strings.CutSuffix(path, "/"); ok {
		mux.HandleFunc(path+"{$}", h)
		mux.HandleFunc(bare, redirect(path))
		return
	}
	mux.HandleFunc(path, h)
	mux.HandleFunc(path+"/{$}", func(w http.ResponseWriter, r *http.Request) {
		redirect(strings.TrimSuffix(r.URL.EscapedPath(), "/"))(w, r)
	})
}

func redirect(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		target := to
		if r.URL.RawQuery != "" {
			target += "?" + r.URL.RawQuery
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Location", target)
			w.WriteHeader(http.StatusPermanentRedirect)
			return
		}
		moved(target).ServeHTTP(w, r)
	}
}

// form serves a page with a form: GET shows it, POST takes it. POST from another site is refused, and so are too many from one address.
func (p *Portal) form(lang i18n.Lang, limit func(http.Handler) http.Handler, show, take handler) http.HandlerFunc {
	get := p.get(lang, nil, show)
	post := limit(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rq := p.request(w, r, lang)
		resp, err := take(rq)
		if err != nil {
			p.fail(rq, err)
			return
		}
		private(resp).ServeHTTP(w, r)
	}))
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.fail(p.request(w, r, lang), errForeignForm)
	}))
	guarded := guard.Handler(post)
	return func(w http.ResponseWriter, r *http.Request) {
		switch r.Method {
		case http.MethodPost:
			guarded.ServeHTTP(w, r)
		case http.MethodGet, http.MethodHead:
			get(w, r)
		default:
			p.methodNotAllowed(p.request(w, r, lang), "GET, HEAD, POST")
		}
	}
}

// limitForms bounds the forms that one address sends: a person never reaches it, a machine does at once.
func limitForms(p *Portal, lang i18n.Lang) func(http.Handler) http.Handler {
	return limitTo(p, lang, 30)
}

// limitTo bounds how many forms a visitor sends in a minute. A form that is examined as one types is sent often.
func limitTo(p *Portal, lang i18n.Lang, most int) func(http.Handler) http.Handler {
	return httprate.LimitBy(most, time.Minute, edge.Visitor, httprate.WithLimitHandler(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "60")
		p.fail(p.request(w, r, lang), errTooMany)
	}))
}
