package web

import (
	"guichet/internal/address"
	"guichet/internal/edge"
	"guichet/internal/web/theme"
)

type siteMapPage struct {
	theme.Shell
	Groups []linkGroup
}

type linkGroup struct {
	Title string
	Links []theme.Link
}

// siteMap lists the pages of the site for people; lists of hundreds of entries are named by their own page.
func (p *Portal) siteMap(rq request) (*edge.Response, error) {
	page := siteMapPage{Shell: p.shell(rq, rq.t("web.footer-sitemap"), rq.t("web.sitemap-description"))}
	rq.trail(&page.Shell, rq.t("web.footer-sitemap"))
	rq.also(&page.Shell, "sitemap", "")
	var tools linkGroup
	tools.Title = rq.t("web.sitemap-tools")
	for _, n := range []string{"home", "software-list", "categories", "products", "providers", "absent", "ospos", "ospo-register", "bluehats", "spaces", "events", "news", "trainings", "watch-studies", "naming", "clauses", "licence-adviser", "licence-choice", "licence-compare", "licence-matrix", "approval", "components", "opening", "openness", "contributing", "repository", "publiccode", "buy-note", "questions", "figures", "contact"} {
		text := rq.t("web.nav-" + n)
		if n == "home" {
			text = rq.t("web.home")
		}
		tools.Links = append(tools.Links, theme.Link{Text: text, URL: address.Of(rq.lang, n, "")})
	}
	pages := linkGroup{Title: rq.t("web.sitemap-pages")}
	for _, pg := range rq.view.site.Pages() {
		if pg.Lang == rq.lang && !p.Known(pg.Path) {
			pages.Links = append(pages.Links, theme.Link{Text: pg.Title, URL: pg.Path})
		}
	}
	page.Groups = []linkGroup{tools, pages}
	return p.render(rq, "page-sitemap", page)
}
