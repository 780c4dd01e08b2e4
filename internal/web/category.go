package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"guichet/internal/address"
	"guichet/internal/catalog"
	"guichet/internal/edge"
	"guichet/internal/export"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/search"
	"guichet/internal/web/theme"
)

type categoriesPage struct {
	theme.Shell
	LinkedData map[string]any
	Table      theme.Table
	Empty      theme.Empty
	Source     theme.SourceNote
	Links      []theme.Link
}

// belowSoftware serves what stands below the list of software: a category, the history of a sheet, a Markdown page. The table of routes cannot tell the
// first two apart, as both would take a category named "history".
func (p *Portal) belowSoftware(lang i18n.Lang) http.HandlerFunc {
	last := func(page string) string {
		s := strings.TrimSuffix(address.Path(lang, page), "/")
		return s[strings.LastIndex(s, "/")+1:]
	}
	categories, history := last("categories"), last("software-history")
	one, steps := p.get(lang, inSearches, p.category), p.get(lang, inPages, p.history)
	return func(w http.ResponseWriter, r *http.Request) {
		switch below := r.PathValue("below"); {
		case r.PathValue("slug") == categories:
			r.SetPathValue("slug", below)
			one(w, r)
		case below == history:
			steps(w, r)
		default:
			p.markdown(w, r)
		}
	}
}

// categories lists what software is for, with what the catalogue holds for it.
func (p *Portal) categories(rq request) (*edge.Response, error) {
	snap := rq.snap()
	mark := snap.Sources.Mark(provenance.Editorial, provenance.Date{})
	list := slices.Clone(snap.Catalog.Categories)
	slices.SortFunc(list, func(a, b *catalog.Category) int {
		return cmp.Or(cmp.Compare(b2i(len(snap.Catalog.In(a).Software) == 0), b2i(len(snap.Catalog.In(b).Software) == 0)), strings.Compare(search.Fold(a.Name().In(rq.lang)), search.Fold(b.Name().In(rq.lang))))
	})
	if format := rq.param("format"); format != "" {
		return rq.download(export.Categories(rq.lang, list, snap.Catalog, p.sheetAt(rq, "category"), snap.Sources.Title(mark.Source, rq.lang), mark.Checked), format)
	}
	page := categoriesPage{Shell: p.shell(rq, rq.t("web.categories-title"), rq.t("web.categories-description")), Source: rq.sourceNote(mark)}
	rq.trail(&page.Shell, rq.t("web.nav-categories"), "software-list")
	rq.also(&page.Shell, "categories", "")
	page.Table = theme.Table{ID: "besoins-tableau", Caption: rq.t("web.categories-caption"), Columns: []theme.Column{
		{Title: rq.t("web.filter-category")}, {Title: rq.t("web.category-software-count"), Numeric: true}, {Title: rq.t("web.category-covered-count"), Numeric: true}, {Title: rq.t("web.category-products-count"), Numeric: true}}}
	var links []theme.Link
	for _, c := range list {
		in := snap.Catalog.In(c)
		covered := count(in.Software, func(sw *catalog.Software) bool { return snap.Market.Coverage(sw).Supported() })
		links = append(links, theme.Link{Text: c.Name().In(rq.lang), URL: rq.to("category", c.Slug)})
		page.Table.Rows = append(page.Table.Rows, []theme.Cell{{Text: c.Name().In(rq.lang), URL: rq.to("category", c.Slug)}, {Text: number(rq.lang, len(in.Software))}, {Text: number(rq.lang, covered)}, {Text: number(rq.lang, len(in.Products))}})
	}
	page.Empty = theme.Empty{Title: rq.t("web.block-empty"), Links: []theme.Link{{Text: rq.t("web.nav-software-list"), URL: rq.to("software-list", "")}}}
	page.Links = append([]theme.Link{{Text: rq.t("web.category-all"), URL: rq.to("software-list", "")}}, rq.downloads(nil)...)
	page.LinkedData = p.collection(rq, page.Title, page.Description, links)
	return p.render(rq, "page-categories", page)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

type categoryPage struct {
	listPage
	LinkedData   map[string]any
	Stats        []theme.Stat
	Products     []theme.Link
	ProductsText string
	Source       theme.SourceNote
}

// category is the page of one category: its software, the products that they replace, and how many of them are covered, served and referenced.
func (p *Portal) category(rq request) (*edge.Response, error) {
	snap := rq.snap()
	c, err := snap.Catalog.CategoryAt(rq.PathValue("slug"))
	if err != nil {
		return nil, err
	}
	in := snap.Catalog.In(c)
	software := rq.establishedFirst(in.Software)
	if format := rq.param("format"); format != "" {
		return rq.download(export.Software(rq.lang, software, p.sheetAt(rq, "software"), snap.Sources), format)
	}
	name := c.Name().In(rq.lang)
	page := categoryPage{listPage: listPage{Shell: p.shell(rq, rq.t("web.software-title-category", "category", name), rq.t("web.category-description", "category", name)), Heading: name},
		Source: rq.sourceNote(snap.Sources.Mark(provenance.Editorial, provenance.Date{}))}
	rq.trail(&page.Shell, name, "software-list", "categories")
	rq.also(&page.Shell, "category", c.Slug)
	page.Feed = rq.catalogueFeed()
	shown, err := rq.paginate(&page.listPage, len(software), nil)
	if err != nil {
		return nil, err
	}
	for _, sw := range software[shown.from:shown.to] {
		card := rq.softwareCard(sw)
		card.Level = 3
		card.Meta = slices.DeleteFunc(card.Meta, func(s string) bool { return s == name }) // the page says it
		page.Cards = append(page.Cards, card)
	}
	page.Count = rq.t("web.count-software", "n", len(software), "count", number(rq.lang, len(software)))
	page.Empty = theme.Empty{Title: rq.t("web.category-empty"), Text: rq.t("web.category-empty-text"), Links: []theme.Link{{Text: rq.t("web.nav-contact"), URL: rq.to("contact", "")}, {Text: rq.t("web.nav-categories"), URL: rq.to("categories", "")}}}
	page.Stats = rq.categoryFigures(in)
	page.ProductsText = rq.t("web.category-products-none")
	if n := len(in.Products); n > 0 {
		page.ProductsText = rq.t("web.category-products-text", "n", n, "count", number(rq.lang, n))
	}
	for _, pr := range in.Products {
		page.Products = append(page.Products, theme.Link{Text: pr.Label(), URL: rq.to("product", pr.Slug)})
	}
	page.Links = []theme.Link{{Text: rq.t("web.category-refine"), URL: rq.to("software-list", "") + "?" + queryName(rq.lang, "category") + "=" + c.Slug}, {Text: rq.t("web.category-others"), URL: rq.to("categories", "")}}
	if len(software) > 0 {
		page.Links = append(page.Links, rq.downloads(nil)...)
	}
	page.Links = append(page.Links, theme.Link{Text: rq.t("web.report-equivalent"), URL: rq.to("contact", "")})
	var links []theme.Link
	for _, card := range page.Cards {
		links = append(links, theme.Link{Text: card.Title, URL: card.URL})
	}
	page.LinkedData = p.collection(rq, page.Title, page.Description, links)
	return p.render(rq, "page-category", page)
}

// establishedFirst orders software by how far public bodies rely on it: what the SILL referenced or the support contract covers, then what replaces
// the most products, then by name. What only extends another software comes last.
func (rq request) establishedFirst(list []*catalog.Software) []*catalog.Software {
	known := func(sw *catalog.Software) int {
		return b2i(sw.SILL) + b2i(rq.snap().Market.Coverage(sw).Supported())
	}
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b *catalog.Software) int {
		return cmp.Or(cmp.Compare(b2i(a.Parent != nil), b2i(b.Parent != nil)), cmp.Compare(known(b), known(a)), cmp.Compare(len(b.Replaces), len(a.Replaces)))
	})
	return out
}

// categoryFigures counts what the catalogue holds for a category.
func (rq request) categoryFigures(in catalog.Contents) []theme.Stat {
	n := func(ok func(*catalog.Software) bool) string { return number(rq.lang, count(in.Software, ok)) }
	return []theme.Stat{
		{Value: number(rq.lang, len(in.Software)), Label: rq.t("web.category-software-count")},
		{Value: n(func(sw *catalog.Software) bool { return sw.SILL }), Label: rq.t("web.filter-sill")},
		{Value: n(func(sw *catalog.Software) bool { return rq.snap().Market.Coverage(sw).Supported() }), Label: rq.t("web.filter-supported")},
		{Value: n(func(sw *catalog.Software) bool { return len(sw.Providers) > 0 }), Label: rq.t("web.filter-served")},
		{Value: number(rq.lang, len(in.Products)), Label: rq.t("web.category-products-count")},
	}
}

// collection describes a list of pages in the words of schema.org (CollectionPage), for programs that read pages.
func (p *Portal) collection(rq request, title, description string, links []theme.Link) map[string]any {
	items := make([]map[string]any, len(links))
	for i, l := range links {
		items[i] = map[string]any{"@type": "ListItem", "position": i + 1, "name": l.Text, "url": p.BaseURL + l.URL}
	}
	return map[string]any{"@context": "https://schema.org", "@type": "CollectionPage", "@id": p.BaseURL + rq.URL.Path, "name": title, "description": description, "inLanguage": string(rq.lang),
		"mainEntity": map[string]any{"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}}
}
