package web

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"strings"
	"time"

	"guichet/internal/address"
	"guichet/internal/edge"
	"guichet/internal/i18n"
)

// asset serves the theme's files. A name with a digest never changes and may be kept for ever.
func (p *Portal) asset(rq request) (*edge.Response, error) {
	name := rq.PathValue("name")
	body, kind, _, ok := p.Theme.Asset(name)
	if !ok {
		return nil, errNoPage
	}
	cache := "no-cache"
	if strings.Count(name, ".") > 1 {
		cache = "public, max-age=31536000, immutable"
	}
	return edge.New(http.StatusOK, kind, cache, body, true), nil
}

// packageFile serves the design system as its publisher made it. Its address holds its version.
func (p *Portal) packageFile(rq request) (*edge.Response, error) {
	if !strings.HasPrefix(rq.URL.Path, p.Theme.Prefix()) || !p.Theme.Scripted() {
		return nil, errNoPage
	}
	if kept := p.files.Get(rq.URL.Path); kept != nil {
		return kept, nil
	}
	body, kind, ok := p.Theme.Package(rq.PathValue("name"))
	if !ok {
		return nil, errNoPage
	}
	packed := strings.HasPrefix(kind, "font/") || kind == "image/png"
	resp := edge.New(http.StatusOK, kind, "public, max-age=31536000, immutable", body, !packed)
	p.files.Put(rq.URL.Path, resp)
	return resp, nil
}

func (p *Portal) favicon(request) (*edge.Response, error) {
	return edge.New(http.StatusFound, "text/plain; charset=utf-8", "max-age=86400", nil, false).Set("Location", p.Theme.IconURL()), nil
}

func (p *Portal) robots(request) (*edge.Response, error) {
	body := "User-agent: *\nDisallow: /fr/recherche\nDisallow: /en/search\nDisallow: /fr/demandes/\nDisallow: /en/requests/\nDisallow: /api/\n\nSitemap: " + p.BaseURL + "/sitemap.xml\n"
	return edge.New(http.StatusOK, "text/plain; charset=utf-8", "max-age=3600", []byte(body), false), nil
}

// securityTxt is RFC 9116; it is valid for half a year from the day it is read.
func (p *Portal) securityTxt(request) (*edge.Response, error) {
	body := "Contact: " + p.BaseURL + address.Of(i18n.French, "contact", "") + "\nExpires: " + time.Now().UTC().AddDate(0, 6, 0).Format("2006-01-02T00:00:00Z") +
		"\nPreferred-Languages: fr, en\nCanonical: " + p.BaseURL + "/.well-known/security.txt\n"
	return edge.New(http.StatusOK, "text/plain; charset=utf-8", "max-age=3600", []byte(body), false), nil
}

// addresses lists the pages of one language that a reader may look for: those of the program, then the Markdown ones.
func (p *Portal) addresses(rq request, lang i18n.Lang) []string {
	v := rq.view
	var out []string
	for _, name := range []string{"home", "software-list", "categories", "products", "providers", "ospos", "ospo-register", "bluehats", "spaces", "events", "news", "trainings", "watch-studies", "naming", "clauses", "buy-note", "questions", "figures", "contact", "sitemap"} {
		out = append(out, address.Path(lang, name))
	}
	for _, pg := range v.site.Pages() {
		if pg.Lang == lang && !p.Known(pg.Path) { // what the program serves itself stands above
			out = append(out, pg.Path)
		}
	}
	for _, l := range v.site.Listings() {
		if l.Lang == lang && l.Frame == nil {
			out = append(out, l.Path)
		}
	}
	for _, c := range v.snap.Catalog.Categories {
		out = append(out, address.Of(lang, "category", c.Slug))
	}
	for _, sw := range v.snap.Catalog.Software {
		out = append(out, address.Of(lang, "software", sw.Slug))
	}
	for _, pr := range v.snap.Catalog.Products {
		out = append(out, address.Of(lang, "product", pr.Slug))
	}
	for _, pv := range v.snap.Catalog.Providers {
		out = append(out, address.Of(lang, "provider", pv.Slug))
	}
	for _, o := range v.snap.OSPO.Offices {
		out = append(out, address.Of(lang, "ospo", o.Slug))
	}
	for _, e := range v.snap.Community.Events {
		out = append(out, address.Of(lang, "event", e.Slug))
	}
	for _, t := range v.snap.Community.Trainers {
		out = append(out, address.Of(lang, "trainer", t.Slug))
	}
	return out
}

// siteMapXML is the site map for search engines. It gives no dates: a page has several facts, each with its own.
func (p *Portal) siteMapXML(rq request) (*edge.Response, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for _, lang := range i18n.Langs {
		for _, a := range p.addresses(rq, lang) {
			b.WriteString("<url><loc>")
			if err := xml.EscapeText(&b, []byte(p.BaseURL+a)); err != nil {
				return nil, err
			}
			b.WriteString("</loc></url>\n")
		}
	}
	b.WriteString("</urlset>\n")
	return edge.New(http.StatusOK, "application/xml; charset=utf-8", "no-cache", b.Bytes(), true), nil
}
