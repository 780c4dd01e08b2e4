package web

import (
	"slices"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/community"
	"guichet/internal/edge"
	"guichet/internal/export"
	"guichet/internal/i18n"
	"guichet/internal/market"
	"guichet/internal/provenance"
	"guichet/internal/search"
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
		c := theme.Card{Title: pv.Name, URL: rq.to("provider", pv.Slug), Level: 2, Text: rq.serves(pv), Meta: []string{snap.Sources.Title(pv.Mark.Source, rq.lang)}}
		if held := snap.Market.HeldBy(pv); held.Support != nil || len(held.Lots) > 0 {
			c.Badges = append(c.Badges, theme.Badge{Kind: "success", Text: rq.t("web.badge-holder")})
		}
		page.Cards = append(page.Cards, c)
	}
	page.Count = rq.t("web.count-providers", "n", len(snap.Catalog.Providers), "count", number(rq.lang, len(snap.Catalog.Providers)))
	return p.render(rq, "page-list", page)
}

// serves says in a line what a provider is for: the contracts that it holds, then the software that sources name.
func (rq request) serves(pv *catalog.Provider) string {
	held := rq.snap().Market.HeldBy(pv)
	var parts []string
	if held.Support != nil {
		parts = append(parts, held.Support.Name.In(rq.lang))
	}
	for _, l := range held.Lots {
		parts = append(parts, rq.t("answer.lot", "lot", l.Number, "scope", l.Scope.In(rq.lang)))
	}
	for _, s := range pv.Services {
		parts = append(parts, s.Software.Name.V)
	}
	return strings.Join(parts, ", ")
}

// heldFacts says what a provider holds, each with its source.
func (rq request) heldFacts(h market.Held) []theme.Fact {
	var out []theme.Fact
	m := rq.snap().Market
	if h.Support != nil {
		out = append(out, rq.fact("answer.fact-holder", h.Support.Name.In(rq.lang), rq.to("contracts", "")+"#support", h.Support.Mark))
		if n := len(m.Covered); n > 0 {
			out = append(out, rq.fact("web.provider-covered", rq.t("web.provider-covered-names", "n", n, "count", number(rq.lang, n)), rq.to("covered", ""), m.Covered[0].Mark))
		}
	}
	for _, l := range h.Lots {
		out = append(out, rq.fact("answer.fact-holder", m.Expertise.Name.In(rq.lang)+", "+rq.t("answer.lot", "lot", l.Number, "scope", l.Scope.In(rq.lang)), rq.to("contracts", "")+"#expertise", l.Mark))
	}
	return out
}

// trainerOf returns the trainer of the provider's name, or nil.
func (rq request) trainerOf(pv *catalog.Provider) *community.Trainer {
	for _, t := range rq.snap().Community.Trainers {
		if k := search.Key(t.Name); k == search.Key(pv.Name) || slices.ContainsFunc(pv.Aliases, func(a string) bool { return search.Key(a) == k }) {
			return t
		}
	}
	return nil
}

type providerPage struct {
	theme.Shell
	Provider      *catalog.Provider
	Facts         theme.Facts
	Software      []theme.Card
	Nothing       string      // why no software stands there, where none does
	Unlisted      theme.Facts // services whose software has no sheet
	Contributions *theme.Table
	Contributed   theme.SourceNote
	Note          string
	Links         []theme.Link
}

// provider is the page of one provider: what it holds, serves, teaches and gave back, each as its source says it.
func (p *Portal) provider(rq request) (*edge.Response, error) {
	pv, err := rq.snap().Catalog.Provider(rq.PathValue("slug"))
	if err != nil {
		return nil, err
	}
	page := providerPage{Shell: p.shell(rq, pv.Name, rq.t("web.provider-description", "name", pv.Name)), Provider: pv, Note: rq.t("web.provider-note"),
		Links: []theme.Link{{Text: rq.t("web.nav-checker"), URL: rq.to("checker", "")}, {Text: rq.t("web.nav-providers"), URL: rq.to("providers", "")}, {Text: rq.t("web.nav-absent"), URL: rq.to("absent", "")}}}
	rq.trail(&page.Shell, pv.Name, "providers")
	rq.also(&page.Shell, "provider", pv.Slug)
	rq.stale(&page.Shell, marksOfProviders(pv)...)
	held := rq.snap().Market.HeldBy(pv)
	page.Facts.Items = append(page.Facts.Items, rq.heldFacts(held)...)
	page.Facts.Items = append(page.Facts.Items, rq.valueFact("answer.fact-site", pv.Site, true)...)
	page.Facts.Items = append(page.Facts.Items, rq.valueFact("web.fact-siren", pv.SIREN, false)...)
	if t := rq.trainerOf(pv); t != nil {
		page.Facts.Items = append(page.Facts.Items, rq.fact("web.nav-trainings", rq.t("web.provider-courses", "n", len(t.Courses)), rq.to("trainer", t.Slug), t.Mark))
	}
	page.Software = rq.servedCards(pv, held)
	for _, u := range pv.Unlisted {
		page.Unlisted.Items = append(page.Unlisted.Items, rq.fact("web.provider-service", u.Name, "", u.Mark))
	}
	if len(page.Software) == 0 && len(pv.Unlisted) == 0 && held.Support == nil {
		page.Nothing = rq.t("web.provider-nothing")
		if len(held.Lots) > 0 {
			page.Nothing = rq.t("web.provider-lot-unnamed")
		}
	}
	page.Contributions, page.Contributed = rq.contributed(rq.snap().Market.ContributionsOf(pv))
	return p.render(rq, "page-provider", page)
}

// servedCards are the software that a provider serves, with the sources that say so: those that a lot names in its title first.
func (rq request) servedCards(pv *catalog.Provider, held market.Held) []theme.Card {
	var out []theme.Card
	at := map[*catalog.Software]int{}
	add := func(sw *catalog.Software, says string) {
		i, ok := at[sw]
		if !ok {
			i = len(out)
			at[sw] = i
			c := rq.softwareCard(sw)
			c.Level, c.Meta = 3, nil
			out = append(out, c)
		}
		out[i].Meta = append(out[i].Meta, says)
	}
	for _, l := range held.Lots {
		for _, sw := range l.Software {
			add(sw, rq.t("web.badge-lot", "lot", l.Number)+rq.t("answer.colon")+rq.said(l.Mark))
		}
	}
	for _, s := range pv.Services {
		for _, m := range s.Marks {
			add(s.Software, rq.said(m))
		}
	}
	return out
}

// said names a source and the day of its copy.
func (rq request) said(m provenance.Mark) string {
	return rq.snap().Sources.Title(m.Source, rq.lang) + ", " + rq.dated(m)
}

// contributed is the table of what a provider gave back to the projects, or nil.
func (rq request) contributed(list []*market.Contribution) (*theme.Table, theme.SourceNote) {
	if len(list) == 0 {
		return nil, theme.SourceNote{}
	}
	t := &theme.Table{ID: "contributions-tableau", Caption: rq.t("web.table-contributions"), Columns: []theme.Column{{Title: rq.t("web.table-software")}, {Title: rq.t("web.table-date")}, {Title: rq.t("web.table-subject")}, {Title: rq.t("web.table-reference")}}}
	for _, c := range list {
		software := theme.Cell{Text: c.Software}
		if sw, _, _ := rq.snap().Catalog.Named(c.Software); sw != nil {
			software.URL = rq.to("software", sw.Slug)
		}
		t.Rows = append(t.Rows, []theme.Cell{software, {Text: c.Date.In(rq.lang)}, {Text: c.Subject, Lang: otherThan(rq.lang, i18n.French)}, rq.reference(c)})
	}
	return t, rq.sourceNote(list[0].Mark)
}
