package web

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/edge"
	"guichet/internal/export"
	"guichet/internal/i18n"
	"guichet/internal/market"
	"guichet/internal/provenance"
	"guichet/internal/search"
	"guichet/internal/web/theme"
)

// perPage is how many entries a page of a list shows.
const perPage = 30

type listPage struct {
	theme.Shell
	Heading    string
	Lead       string
	Count      string
	Filter     []theme.Field
	FilterTo   string
	FilterName string
	Reset      theme.Link
	Cards      []theme.Card
	Empty      theme.Empty
	Pagination theme.Pagination
	Browse     theme.Link   // another way into the list
	Links      []theme.Link // what to do beside reading the list
	Note       string       // how the list was made, where that needs a word
}

// queryNames are the names of the filters' parameters, in the language of the page.
func queryName(lang i18n.Lang, name string) string {
	if lang == i18n.French {
		return map[string]string{"category": "categorie", "licence": "licence", "platform": "plateforme", "source": "source", "lot": "lot", "served": "prestataires", "sort": "tri", "supported": "couvert", "page": "page", "q": "q", "sill": "sill", "vendor": "editeur", "subject": "sujet", "level": "niveau", "place": "lieu"}[name]
	}
	return name
}

// softwareList is the catalogue with its filters, all in the address.
func (p *Portal) softwareList(rq request) (*edge.Response, error) {
	page := listPage{Shell: p.shell(rq, rq.t("web.software-title"), rq.t("web.software-description")), Heading: rq.t("web.software-title"), Lead: rq.t("web.software-lead")}
	rq.trail(&page.Shell, page.Heading)
	rq.also(&page.Shell, "software-list", "")
	f, err := rq.softwareFilters()
	if err != nil {
		return nil, err
	}
	found, counts := rq.softwareOf(f)
	if format := rq.param("format"); format != "" {
		return rq.download(export.Software(rq.lang, found, p.sheetAt(rq, "software"), rq.snap().Sources), format)
	}
	if cat := rq.snap().Catalog.Category(f["category"]); cat != nil {
		page.Title = rq.t("web.software-title-category", "category", cat.Name().In(rq.lang))
		page.Heading = page.Title
	}
	page.Browse = theme.Link{Text: rq.t("web.categories-browse"), URL: rq.to("categories", "")}
	if cat := rq.snap().Catalog.Category(f["category"]); cat != nil {
		page.Browse = theme.Link{Text: rq.t("web.category-page", "category", cat.Name().In(rq.lang)), URL: rq.to("category", cat.Slug)}
	}
	page.Filter = rq.softwareForm(f, counts)
	page.Feed = rq.catalogueFeed()
	page.Links = append(rq.downloads(f), page.Feed)
	cards := make([]theme.Card, 0, perPage)
	shown, err := rq.paginate(&page, len(found), f)
	if err != nil {
		return nil, err
	}
	for _, sw := range found[shown.from:shown.to] {
		cards = append(cards, rq.softwareCard(sw))
	}
	page.Cards = cards
	page.Count = rq.t("web.count-software", "n", len(found), "count", number(rq.lang, len(found)))
	page.Empty = theme.Empty{Title: rq.t("web.list-empty"), Text: rq.t("web.list-empty-text"), Links: []theme.Link{{Text: rq.t("web.reset"), URL: rq.URL.Path}, {Text: rq.t("web.nav-contact"), URL: rq.to("contact", "")}}}
	return p.render(rq, "page-list", page)
}

func count[T any](list []T, ok func(T) bool) int {
	n := 0
	for _, x := range list {
		if ok(x) {
			n++
		}
	}
	return n
}

// filters reads the given filters from the query.
func (rq request) filters(names ...string) map[string]string {
	f := map[string]string{}
	for _, n := range names {
		if v := rq.param(queryName(rq.lang, n)); v != "" {
			f[n] = v
		}
	}
	return f
}

func (rq request) usedCategories(n func(*catalog.Category) int) []theme.Option {
	var out []theme.Option
	for _, c := range rq.snap().Catalog.Categories {
		if k := n(c); k > 0 {
			out = append(out, theme.Option{Value: c.Slug, Text: c.Name().In(rq.lang) + " (" + strconv.Itoa(k) + ")"})
		}
	}
	slices.SortFunc(out, func(a, b theme.Option) int { return strings.Compare(search.Fold(a.Text), search.Fold(b.Text)) })
	return out
}

func (rq request) softwareCard(sw *catalog.Software) theme.Card {
	c := theme.Card{Title: sw.Name.V, URL: rq.to("software", sw.Slug), Text: sw.Function.V.In(rq.lang), Level: 2}
	c.Badges = rq.softwareBadges(sw)
	c.Meta = append(c.Meta, sw.Licence.V)
	if sw.Category != nil {
		c.Meta = append(c.Meta, sw.Category.Name().In(rq.lang))
	}
	if n := len(sw.Replaces); n > 0 {
		c.Meta = append(c.Meta, rq.t("web.replaces-count", "n", n))
	}
	return c
}

func (rq request) softwareBadges(sw *catalog.Software) []theme.Badge {
	var out []theme.Badge
	if !sw.Free() {
		out = append(out, theme.Badge{Kind: "warning", Text: rq.t("web.badge-not-free")})
	}
	if sw.SILL {
		out = append(out, theme.Badge{Kind: "info", Text: rq.t("web.badge-sill")})
	}
	cov := rq.snap().Market.Coverage(sw)
	if cov.Supported() {
		out = append(out, theme.Badge{Kind: "success", Text: rq.t("web.badge-supported")})
	}
	for _, l := range cov.Lots {
		out = append(out, theme.Badge{Kind: "success", Text: rq.t("web.badge-lot", "lot", l.Number)})
	}
	return out
}

type span struct{ from, to int }

// paginate cuts a list of total entries, and draws the links to its other pages. A page beyond the last is not found.
func (rq request) paginate(page *listPage, total int, f map[string]string) (span, error) {
	page.FilterTo, page.FilterName = rq.URL.Path, rq.t("web.filter")
	if len(f) > 0 {
		page.Reset = theme.Link{Text: rq.t("web.reset"), URL: rq.URL.Path}
		page.NoIndex = f["q"] != ""
	}
	at := 1
	if s := rq.param("page"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			return span{}, errNoPage
		}
		at = n
	}
	last := max(1, (total+perPage-1)/perPage)
	if at > last {
		return span{}, errNoPage
	}
	address := func(n int) string {
		q := url.Values{}
		for _, name := range slices.Sorted(maps.Keys(f)) {
			q.Set(queryName(rq.lang, name), f[name])
		}
		if n > 1 {
			q.Set("page", strconv.Itoa(n))
		}
		if len(q) == 0 {
			return rq.URL.Path
		}
		return rq.URL.Path + "?" + q.Encode()
	}
	if last > 1 {
		page.Pagination = rq.pagination(at, last, address)
		if at > 1 {
			page.Title = rq.t("web.page-title", "title", page.Title, "n", at)
		}
	}
	return span{(at - 1) * perPage, min(at*perPage, total)}, nil
}

type softwarePage struct {
	theme.Shell
	LinkedData map[string]any // see linkedData
	Software   *catalog.Software
	Function   string
	Badges     []theme.Badge
	Facts      theme.Facts
	Identifier theme.Facts
	Aliases    string
	Warnings   []theme.Alert // of withdrawals
	Compliance theme.Facts
	UsesText   string
	Uses       *theme.Table
	Instances  theme.Facts
	Market     []theme.Fact
	MarketText string
	Providers  []theme.Card
	Replaces   []theme.Link
	Similar    []theme.Card
	Extensions []theme.Card
	Parent     theme.Link
	Sources    []theme.SourceNote
	Next       []theme.Button
	Contents   theme.Contents
}

// software is the sheet of one software.
func (p *Portal) software(rq request) (*edge.Response, error) {
	sw, err := rq.snap().Catalog.BySlug(rq.PathValue("slug"))
	if err != nil {
		return nil, err
	}
	if sw.Slug != rq.PathValue("slug") {
		return moved(rq.to("software", sw.Slug)), nil
	}
	fn := sw.Function.V.In(rq.lang)
	page := softwarePage{Shell: p.shell(rq, rq.t("web.sheet-title", "software", sw.Name.V), clipped(rq.t("web.sheet-description", "software", sw.Name.V, "function", fn), 158)), Software: sw, Function: fn, Badges: rq.softwareBadges(sw)}
	rq.trail(&page.Shell, sw.Name.V, "software-list")
	rq.also(&page.Shell, "software", sw.Slug)
	rq.stale(&page.Shell, marksOfSoftware(sw)...)
	rq.softwareFacts(&page, sw)
	rq.softwareKnown(&page, sw)
	rq.softwareMarket(&page, sw)
	page.Providers = rq.holders(rq.snap().Market.Coverage(sw))
	for _, v := range sw.Providers {
		page.Providers = append(page.Providers, theme.Card{Title: v.Provider.Name, URL: rq.to("provider", v.Provider.Slug), Level: 3, Meta: []string{rq.snap().Sources.Title(v.Mark.Source, rq.lang), rq.dated(v.Mark)}})
	}
	for _, r := range sw.Replaces {
		page.Replaces = append(page.Replaces, theme.Link{Text: r.Product.Label(), URL: rq.to("product", r.Product.Slug)})
	}
	for _, x := range sw.Extensions {
		page.Extensions = append(page.Extensions, theme.Card{Title: x.Name.V, URL: rq.to("software", x.Slug), Text: x.Function.V.In(rq.lang), Level: 3})
	}
	if sw.Parent != nil {
		page.Parent = theme.Link{Text: sw.Parent.Name.V, URL: rq.to("software", sw.Parent.Slug)}
	}
	for _, x := range rq.similar(sw) {
		page.Similar = append(page.Similar, theme.Card{Title: x.Name.V, URL: rq.to("software", x.Slug), Text: x.Function.V.In(rq.lang), Badges: rq.softwareBadges(x), Level: 3})
	}
	for _, m := range sw.Marks {
		page.Sources = append(page.Sources, rq.sourceNote(m))
	}
	page.Next = []theme.Button{
		{Text: rq.t("answer.next-providers", "software", sw.Name.V), URL: rq.to("search", rq.t("answer.ask-providers", "software", sw.Name.V))},
		{Text: rq.t("web.ask-about", "software", sw.Name.V), Kind: "secondary", URL: rq.to("contact", "") + "?q=" + url.QueryEscape(rq.t("web.about", "software", sw.Name.V))},
	}
	page.Next = append(page.Next, rq.aboutSheet(sw)...)
	if !sw.SILL {
		page.Next = append(page.Next, theme.Button{Text: rq.t("web.entry-title"), Kind: "secondary", URL: rq.to("entry-rules", "") + "?logiciel=" + url.QueryEscape(sw.Name.V)})
	}
	page.LinkedData = p.linkedData(rq, sw)
	return p.render(rq, "page-software", page)
}

// holders are the providers that the contracts give a software; their services are for the contracts' beneficiaries.
func (rq request) holders(cov market.Coverage) []theme.Card {
	var out []theme.Card
	add := func(pv *catalog.Provider, text string, m provenance.Mark) {
		out = append(out, theme.Card{Title: pv.Name, URL: rq.to("provider", pv.Slug), Level: 3, Text: text, Badges: []theme.Badge{{Kind: "success", Text: rq.t("web.badge-holder")}},
			Meta: []string{rq.snap().Sources.Title(m.Source, rq.lang), rq.dated(m)}})
	}
	for _, l := range cov.Lots {
		for _, h := range l.Holders {
			add(h, rq.t("answer.holder-lot", "lot", l.Number, "scope", l.Scope.In(rq.lang)), l.Mark)
		}
	}
	if support := rq.snap().Market.Support; cov.Supported() && support != nil {
		for _, h := range support.Holders {
			add(h, rq.t("answer.holder-support", "name", cov.Support[0].Name), support.Mark)
		}
	}
	return out
}

func (rq request) softwareFacts(page *softwarePage, sw *catalog.Software) {
	items := &page.Facts.Items
	*items = append(*items, rq.valueFact("answer.fact-licence", sw.Licence, false)...)
	for i, f := range *items {
		if l := rq.snap().Procurement.BySPDX(f.Value); l != nil && l.Catalogue {
			(*items)[i].URL = rq.to("licences", "")
		}
	}
	*items = append(*items, rq.valueFact("answer.fact-site", sw.Site, true)...)
	*items = append(*items, rq.valueFact("web.fact-repository", sw.Repository, true)...)
	*items = append(*items, rq.valueFact("web.fact-min-version", sw.MinVersion, false)...)
	if sw.Category != nil {
		*items = append(*items, rq.fact("web.fact-category", sw.Category.Name().In(rq.lang), rq.to("category", sw.Category.Slug), sw.CategoryOf))
	}
	if len(sw.Platforms) > 0 {
		names := make([]string, len(sw.Platforms))
		for i, pl := range sw.Platforms {
			names[i] = rq.t("web.platform-" + pl)
		}
		*items = append(*items, rq.fact("web.fact-platforms", strings.Join(names, ", "), "", sw.PlatformsOf))
	}
	page.Identifier.Items = rq.identifiers(sw)
	page.Aliases = strings.Join(sw.Aliases, ", ")
}

func (rq request) softwareMarket(page *softwarePage, sw *catalog.Software) {
	snap := rq.snap()
	cov := snap.Market.Coverage(sw)
	for _, x := range cov.Support {
		on := "both"
		if !x.OnCSV {
			on = "page"
		} else if !x.OnPage {
			on = "csv"
		}
		page.Market = append(page.Market, rq.fact("web.fact-support", rq.t("answer.listed-"+on, "name", x.Name), rq.to("covered", ""), x.Mark))
	}
	for _, l := range cov.Lots {
		page.Market = append(page.Market, rq.fact("web.fact-expertise", rq.t("answer.lot", "lot", l.Number, "scope", l.Scope.In(rq.lang))+rq.t("web.holder", "holder", market.HolderNames(l.Holders)), rq.to("contracts", "")+"#expertise", l.Mark))
	}
	page.MarketText = rq.t("web.market-none")
	if len(page.Market) > 0 {
		page.MarketText = rq.t("web.market-some")
	}
}

// similar returns other software of the category that replace the same products, the most alike first.
func (rq request) similar(sw *catalog.Software) []*catalog.Software {
	common := map[*catalog.Software]int{}
	for _, r := range sw.Replaces {
		for _, o := range r.Product.Alternatives {
			if o.Software != sw {
				common[o.Software]++
			}
		}
	}
	list := slices.Collect(maps.Keys(common))
	slices.SortFunc(list, func(a, b *catalog.Software) int {
		if common[a] != common[b] {
			return common[b] - common[a]
		}
		return strings.Compare(a.Slug, b.Slug)
	})
	return list[:min(6, len(list))]
}
