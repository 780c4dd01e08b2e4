package web

import (
	"guichet/internal/address"
	"guichet/internal/edge"
	"guichet/internal/web/theme"
)

type homePage struct {
	theme.Shell
	Ask       theme.SearchBar
	Examples  []theme.Link
	Services  []theme.Tile
	Questions []theme.Link
	More      theme.Link
	Stats     []theme.Stat
}

// home is the front door: one question, the six services, the common questions.
func (p *Portal) home(rq request) (*edge.Response, error) {
	snap := rq.snap()
	page := homePage{Shell: p.shell(rq, p.Site.Name, rq.t("web.home-description"))}
	page.Search = theme.SearchBar{} // the large one stands below
	rq.also(&page.Shell, "home", "")
	page.Ask = theme.SearchBar{ID: "question", Action: address.Path(rq.lang, "search"), Name: "q", Label: rq.t("web.ask-label"), Hint: rq.t("web.ask-hint"), Button: rq.t("web.ask-button"), Large: true}
	for _, key := range []string{"web.example-1", "web.example-2", "web.example-3", "web.example-4"} {
		q := rq.t(key)
		page.Examples = append(page.Examples, theme.Link{Text: q, URL: rq.to("search", q)})
	}
	for _, s := range []struct{ name, icon, page string }{
		{"catalogue", "catalogue", "software-list"}, {"equivalents", "search", "products"}, {"contracts", "contract", "contracts"},
		{"buy", "cart", "buy"}, {"publish", "code", "publish"}, {"people", "people", "ospos"}, {"community", "hat", "bluehats"}, {"contact", "mail", "contact"},
	} {
		page.Services = append(page.Services, theme.Tile{Title: rq.t("web.tile-" + s.name), Text: rq.t("web.tile-" + s.name + "-text"), URL: rq.to(s.page, ""), Icon: s.icon, Level: 3})
	}
	for _, q := range snap.Questions {
		if q.Home {
			page.Questions = append(page.Questions, theme.Link{Text: q.Ask.In(rq.lang), URL: rq.to("search", q.Ask.In(rq.lang))})
		}
	}
	page.More = theme.Link{Text: rq.t("web.all-questions"), URL: rq.to("questions", "")}
	page.Stats = p.figures(rq)
	return p.render(rq, "page-home", page)
}

// figures counts what the desk holds; each figure is true of the facts being shown.
func (p *Portal) figures(rq request) []theme.Stat {
	snap := rq.snap()
	replacements := 0
	for _, pr := range snap.Catalog.Products {
		replacements += len(pr.Alternatives)
	}
	sill := 0
	for _, sw := range snap.Catalog.Software {
		if sw.SILL {
			sill++
		}
	}
	return []theme.Stat{
		{Value: number(rq.lang, len(snap.Catalog.Software)), Label: rq.t("web.stat-software"), Note: rq.t("web.stat-software-note", "count", number(rq.lang, sill))},
		{Value: number(rq.lang, len(snap.Catalog.Products)), Label: rq.t("web.stat-products"), Note: rq.t("web.stat-products-note", "count", number(rq.lang, replacements))},
		{Value: number(rq.lang, len(snap.Market.Covered)), Label: rq.t("web.stat-covered"), Note: rq.t("web.stat-covered-note", "date", coveredDate(snap, rq.lang))},
	}
}
