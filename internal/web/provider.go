package web

import (
	"slices"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/edge"
	"guichet/internal/export"
	"guichet/internal/web/theme"
)

// providers lists the known providers.
func (p *Portal) providers(rq request) (*edge.Response, error) {
	page := listPage{Shell: p.shell(rq, rq.t("web.providers-title"), rq.t("web.providers-description")), Heading: rq.t("web.providers-title"), Lead: rq.t("web.providers-lead")}
	rq.trail(&page.Shell, page.Heading)
	rq.also(&page.Shell, "providers", "")
	rq.stale(&page.Shell, marksOfProviders(rq.snap().Catalog.Providers...)...)
	snap := rq.snap()
	if format := rq.param("format"); format != "" {
		return rq.download(export.ProviderList(rq.lang, snap.Catalog.Providers, p.sheetAt(rq, "provider"), snap.Sources), format)
	}
	page.Links = append(rq.downloads(nil), theme.Link{Text: rq.t("web.nav-absent"), URL: rq.to("absent", "")})
	shown, err := rq.paginate(&page, len(snap.Catalog.Providers), nil)
	if err != nil {
		return nil, err
	}
	for _, pv := range snap.Catalog.Providers[shown.from:shown.to] {
		c := theme.Card{Title: pv.Name, URL: rq.to("provider", pv.Slug), Level: 2, Meta: []string{snap.Sources.Title(pv.Mark.Source, rq.lang)}}
		if lots := rq.lotsOf(pv); len(lots) > 0 {
			c.Badges = append(c.Badges, theme.Badge{Kind: "success", Text: rq.t("web.badge-holder")})
		}
		var names []string
		for _, s := range pv.Services {
			names = append(names, s.Software.Name.V)
		}
		c.Text = strings.Join(names, ", ")
		page.Cards = append(page.Cards, c)
	}
	page.Count = rq.t("web.count-providers", "n", len(snap.Catalog.Providers), "count", number(rq.lang, len(snap.Catalog.Providers)))
	return p.render(rq, "page-list", page)
}

// lotsOf returns what a provider holds, in words with their source.
func (rq request) lotsOf(pv *catalog.Provider) []theme.Fact {
	var out []theme.Fact
	m := rq.snap().Market
	if m.Support != nil && slices.Contains(m.Support.Holders, pv) {
		out = append(out, rq.fact("answer.fact-holder", m.Support.Name.In(rq.lang), rq.to("contracts", "")+"#support", m.Support.Mark))
	}
	if m.Expertise != nil {
		for _, l := range m.Expertise.Lots {
			if slices.Contains(l.Holders, pv) {
				out = append(out, rq.fact("answer.fact-holder", m.Expertise.Name.In(rq.lang)+", "+rq.t("answer.lot", "lot", l.Number, "scope", l.Scope.In(rq.lang)), rq.to("contracts", "")+"#expertise", l.Mark))
			}
		}
	}
	return out
}

type providerPage struct {
	theme.Shell
	Provider *catalog.Provider
	Facts    theme.Facts
	Software []theme.Card
	Unlisted theme.Facts // services whose software has no sheet
	Note     string
}

// provider is the page of one provider.
func (p *Portal) provider(rq request) (*edge.Response, error) {
	pv, err := rq.snap().Catalog.Provider(rq.PathValue("slug"))
	if err != nil {
		return nil, err
	}
	page := providerPage{Shell: p.shell(rq, pv.Name, rq.t("web.provider-description", "name", pv.Name)), Provider: pv, Note: rq.t("web.provider-note")}
	rq.trail(&page.Shell, pv.Name, "providers")
	rq.also(&page.Shell, "provider", pv.Slug)
	rq.stale(&page.Shell, marksOfProviders(pv)...)
	page.Facts.Items = append(page.Facts.Items, rq.lotsOf(pv)...)
	page.Facts.Items = append(page.Facts.Items, rq.valueFact("answer.fact-site", pv.Site, true)...)
	page.Facts.Items = append(page.Facts.Items, rq.valueFact("web.fact-siren", pv.SIREN, false)...)
	for _, s := range pv.Services {
		c := rq.softwareCard(s.Software)
		c.Level = 3
		c.Meta = nil
		for _, m := range s.Marks {
			c.Meta = append(c.Meta, rq.snap().Sources.Title(m.Source, rq.lang)+", "+rq.dated(m))
		}
		page.Software = append(page.Software, c)
	}
	for _, u := range pv.Unlisted {
		page.Unlisted.Items = append(page.Unlisted.Items, rq.fact("web.provider-service", u.Name, "", u.Mark))
	}
	return p.render(rq, "page-provider", page)
}
