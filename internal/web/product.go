package web

import (
	"net/url"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/export"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/web/theme"
)

// products lists what people have today and that is not free.
func (p *Portal) products(rq request) (*edge.Response, error) {
	page := listPage{Shell: p.shell(rq, rq.t("web.products-title"), rq.t("web.products-description")), Heading: rq.t("web.products-title"), Lead: rq.t("web.products-lead")}
	rq.trail(&page.Shell, page.Heading)
	rq.also(&page.Shell, "products", "")
	f := rq.filters("q", "category")
	snap := rq.snap()
	order := snap.Catalog.Products
	if f["q"] != "" {
		order = nil
		for _, h := range rq.view.index.Search(f["q"], 5000) {
			if h.Kind == "product" {
				if pr, err := snap.Catalog.Product(h.Key); err == nil {
					order = append(order, pr)
				}
			}
		}
	}
	var found []*catalog.Product
	for _, pr := range order {
		if f["category"] == "" || pr.Category != nil && pr.Category.Slug == f["category"] {
			found = append(found, pr)
		}
	}
	if c := f["category"]; c != "" && snap.Catalog.Category(c) == nil {
		return nil, errs.New(errs.NotFound, "catalog.no-filter").With("value", c)
	}
	if format := rq.param("format"); format != "" {
		return rq.download(export.Products(rq.lang, found, p.sheetAt(rq, "product"), snap.Sources), format)
	}
	page.Links = rq.downloads(f)
	categories := []theme.Option{{Value: "", Text: rq.t("web.any-category")}}
	for _, c := range rq.usedCategories(func(c *catalog.Category) int {
		return count(snap.Catalog.Products, func(pr *catalog.Product) bool { return pr.Category == c })
	}) {
		c.Selected = c.Value == f["category"]
		categories = append(categories, c)
	}
	page.Filter = []theme.Field{
		{ID: "f-q", Name: "q", Type: "text", Label: rq.t("web.filter-words"), Value: f["q"]},
		{ID: "f-c", Name: queryName(rq.lang, "category"), Type: "select", Label: rq.t("web.filter-category"), Options: categories},
	}
	shown, err := rq.paginate(&page, len(found), f)
	if err != nil {
		return nil, err
	}
	for _, pr := range found[shown.from:shown.to] {
		names := make([]string, 0, 4)
		for _, a := range pr.Alternatives[:min(4, len(pr.Alternatives))] {
			names = append(names, a.Software.Name.V)
		}
		page.Cards = append(page.Cards, theme.Card{Title: pr.Label(), URL: rq.to("product", pr.Slug), Text: pr.Function.In(rq.lang), Reason: rq.t("web.replaced-by", "names", strings.Join(names, ", ")), Level: 2})
	}
	page.Count = rq.t("web.count-products", "n", len(found), "count", number(rq.lang, len(found)))
	page.Empty = theme.Empty{Title: rq.t("web.list-empty"), Text: rq.t("web.products-empty-text"), Links: []theme.Link{{Text: rq.t("web.reset"), URL: rq.URL.Path}, {Text: rq.t("web.nav-contact"), URL: rq.to("contact", "")}}}
	return p.render(rq, "page-list", page)
}

type productPage struct {
	theme.Shell
	Product  *catalog.Product
	Function string
	Lead     string
	Aliases  string
	Category theme.Link
	Items    []answerItem
	Facts    theme.Facts
	Next     []theme.Button
	Note     string
}

// product says what replaces one product.
func (p *Portal) product(rq request) (*edge.Response, error) {
	pr, err := rq.snap().Catalog.Product(rq.PathValue("slug"))
	if err != nil {
		return nil, err
	}
	page := productPage{Shell: p.shell(rq, rq.t("web.product-title", "product", pr.Label()), clipped(rq.t("web.product-description", "product", pr.Label(), "function", pr.Function.In(rq.lang)), 158)),
		Product: pr, Function: pr.Function.In(rq.lang), Aliases: strings.Join(pr.Aliases, ", "), Note: rq.t("web.product-note")}
	rq.trail(&page.Shell, pr.Label(), "products")
	rq.also(&page.Shell, "product", pr.Slug)
	if page.Lead = page.Function; len(pr.Alternatives) > 0 {
		page.Lead = rq.t("web.product-lead", "product", pr.Label(), "n", len(pr.Alternatives))
	}
	if pr.Category != nil {
		page.Category = theme.Link{Text: rq.t("web.category-software", "category", pr.Category.Name().In(rq.lang)), URL: rq.to("category", pr.Category.Slug)}
	}
	for _, r := range pr.Alternatives {
		item := answerItem{Card: rq.softwareCard(r.Software)}
		item.Card.Meta = item.Card.Meta[:1]
		item.Card.Reason = rq.t("answer.fit-" + string(r.Fit))
		for _, m := range r.Marks {
			label := rq.t("web.says-so")
			if m.Source == provenance.Editorial {
				label = rq.t("answer.confidence-" + string(r.Confidence))
			}
			item.Facts.Items = append(item.Facts.Items, rq.fact("answer.fact-replaces", label, "", m))
		}
		for _, n := range []struct {
			label string
			text  i18n.Text
		}{{"web.limits", r.Limits}, {"web.migration", r.Migration}} {
			if !n.text.IsZero() {
				item.Facts.Items = append(item.Facts.Items, rq.fact(n.label, n.text.In(rq.lang), "", pr.Mark))
			}
		}
		item.Sources = rq.sourcesOf(item.Facts)
		page.Items = append(page.Items, item)
	}
	page.Facts.Items = []theme.Fact{rq.fact("web.fact-product", pr.Label()+rq.t("answer.colon")+pr.Function.In(rq.lang), "", pr.Mark)}
	page.Next = []theme.Button{{Text: rq.t("web.report-equivalent"), Kind: "secondary", URL: rq.to("contact", "") + "?q=" + url.QueryEscape(rq.t("web.about-equivalent", "product", pr.FullName()))}}
	var compared []*catalog.Software
	for _, r := range pr.Alternatives[:min(len(pr.Alternatives), maxCompared)] {
		compared = append(compared, r.Software)
	}
	if len(compared) > 1 {
		page.Next = append(page.Next, theme.Button{Text: rq.t("web.compare-these"), Kind: "secondary", URL: rq.to("compare", "") + compareQuery(rq.lang, compared)})
	}
	return p.render(rq, "page-product", page)
}
