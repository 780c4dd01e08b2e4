package answer

import (
	"cmp"
	"slices"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/search"
)

// maxItems bounds a list of software in an answer; the page behind it has them all.
const maxItems = 8

// equivalent answers "what free software stands in for X?".
func (c *composer) equivalent(a *Answer) {
	products := c.products()
	switch {
	case len(products) > 0:
		c.replacements(a, products)
	case c.r.first(kVendor) != nil && !c.r.named():
		c.ofVendor(a, c.r.first(kVendor).vendor)
	case c.r.first(kSoftware) != nil:
		c.alreadyFree(a, c.r.first(kSoftware).software)
	case c.r.first(kCovered) != nil: // a name of the support lists without a sheet: software that the contract covers
		c.coveredOnly(a, c.r.first(kCovered).covered)
	case c.r.unknown != "" && c.r.named() || !c.need(a):
		c.unknownProduct(a)
	}
}

// products returns the products that the question names. A vendor's bare name ("Oracle") that stands beside words nobody knows names
// some other product of that vendor.
func (c *composer) products() []*catalog.Product {
	var out []*catalog.Product
	for _, m := range c.r.mentions {
		if m.things[0].kind == kVendor || c.bareVendor(m) && c.strangerBeside(m) {
			continue
		}
		for _, t := range m.things {
			if t.kind == kProduct && !slices.Contains(out, t.product) {
				out = append(out, t.product)
			}
		}
	}
	return out
}

func (c *composer) bareVendor(m mention) bool {
	return slices.ContainsFunc(c.lex.names[m.key], func(t thing) bool { return t.kind == kVendor })
}

func (c *composer) strangerBeside(m mention) bool {
	for _, i := range []int{m.from - 1, m.to} {
		if i >= 0 && i < len(c.r.words) {
			if w := c.r.words[i]; !w.used && !w.cue && !stopWords[w.fold] && !isNumber(w.fold) {
				return true
			}
		}
	}
	return false
}

func (c *composer) replacements(a *Answer, products []*catalog.Product) {
	p := products[0]
	a.Entity = Entity{Kind: "product", Name: p.Name, Slug: p.Slug}
	var all []*catalog.Replacement
	for _, p := range products {
		for _, r := range p.Alternatives {
			if r.Software.Free() {
				all = append(all, r)
			}
		}
	}
	ranked := catalog.Best(all)
	for _, r := range ranked[:min(maxItems, len(ranked))] {
		a.Items = append(a.Items, c.replacementItem(r))
	}
	a.Found = len(a.Items) > 0
	names := make([]string, len(products))
	for i, p := range products {
		names[i] = p.FullName()
	}
	product := strings.Join(names, c.t("answer.and"))
	if !a.Found {
		a.Summary = c.t("answer.equivalent-none", "product", product)
		return
	}
	a.Summary = c.t("answer.equivalent", "product", product, "software", a.Items[0].Name, "n", len(ranked))
	if c.r.asksWhetherFree() && len(products) == 1 {
		a.Summary = c.t("answer.no") + c.t("answer.not-free", "product", product) + " " + a.Summary
	}
	for _, p := range products {
		a.Next = append(a.Next, c.link("answer.next-compare", "product", p.Slug, "product", p.Name))
	}
	a.Next = append(a.Next, Link{Label: c.t("answer.next-providers", "software", a.Items[0].Name), URL: c.ask("answer.ask-providers", "software", a.Items[0].Name)})
}

// ofVendor answers for a vendor's bare name: what replaces the products of that vendor that are asked for most.
func (c *composer) ofVendor(a *Answer, vendor string) {
	a.Entity = Entity{Kind: "organisation", Name: vendor}
	var products []*catalog.Product
	for _, p := range c.facts.Catalog.Products {
		if p.Vendor == vendor && len(p.Alternatives) > 0 {
			products = append(products, p)
		}
	}
	// How much a product is asked for: the lists that name it, the names that people have for it, and that it bears its vendor's.
	asked := func(p *catalog.Product) int {
		n := p.Listed() + len(p.Aliases)
		if strings.HasPrefix(search.Fold(p.Name), search.Fold(vendor)) {
			n += 3
		}
		return n
	}
	slices.SortStableFunc(products, func(x, y *catalog.Product) int {
		return cmp.Or(cmp.Compare(asked(y), asked(x)), cmp.Compare(len(y.Alternatives), len(x.Alternatives)))
	})
	for _, p := range products {
		if len(a.Items) == maxItems {
			break
		}
		var free []*catalog.Replacement
		for _, r := range p.Alternatives {
			if r.Software.Free() {
				free = append(free, r)
			}
		}
		if ranked := catalog.Best(free); len(ranked) > 0 && !slices.ContainsFunc(a.Items, func(i Item) bool { return i.Slug == ranked[0].Software.Slug }) {
			item := c.replacementItem(ranked[0])
			item.Why = c.t("answer.replaces", "product", p.FullName()) + c.t("answer.sep") + item.Why
			a.Items = append(a.Items, item)
			a.Next = append(a.Next, c.link("answer.next-compare", "product", p.Slug, "product", p.Name))
		}
	}
	a.Found = len(a.Items) > 0
	a.Summary = c.t("answer.vendor", "vendor", vendor, "n", len(products))
	a.Next = append(a.Next, c.link("answer.next-products", "products", ""))
}

// ask returns the address of the desk's answer to a question.
func (c *composer) ask(key string, values ...any) string {
	return c.address("search", c.t(key, values...))
}

func (c *composer) replacementItem(r *catalog.Replacement) Item {
	item := c.softwareItem(r.Software)
	why := []string{c.t("answer.fit-" + string(r.Fit))}
	if r.Software.SILL {
		why = append(why, c.t("answer.in-sill"))
	}
	if c.facts.Market.Coverage(r.Software).Supported() {
		why = append(why, c.t("answer.in-support"))
	}
	if !r.Limits.IsZero() {
		why = append(why, c.t("answer.limits", "limits", r.Limits.In(c.lang)))
	}
	item.Why = strings.Join(why, c.t("answer.sep"))
	for _, m := range r.Marks {
		value := c.t("answer.replaces", "product", r.Product.FullName())
		if m.Source == provenance.Editorial {
			value = c.t("answer.replaces-editorial", "product", r.Product.FullName(), "confidence", c.t("answer.confidence-"+string(r.Confidence)))
		}
		item.Facts = append(item.Facts, c.fact("answer.fact-replaces", value, m)...)
	}
	return item
}

// softwareItem is what every answer says of a software.
func (c *composer) softwareItem(sw *catalog.Software) Item {
	item := Item{Kind: "software", Name: sw.Name.V, Slug: sw.Slug, URL: c.address("software", sw.Slug)}
	item.Facts = append(item.Facts, c.fact("answer.fact-function", sw.Function.V.In(c.lang), sw.Function.Mark)...)
	item.Facts = append(item.Facts, c.fact("answer.fact-licence", sw.Licence.V, sw.Licence.Mark)...)
	item.Facts = append(item.Facts, c.fact("answer.fact-site", sw.Site.V, sw.Site.Mark)...)
	return item
}

// alreadyFree answers for a free software that was asked about as if it were not.
func (c *composer) alreadyFree(a *Answer, sw *catalog.Software) {
	a.Intent = Software
	a.Entity = Entity{Kind: "software", Name: sw.Name.V, Slug: sw.Slug}
	if !sw.Free() {
		c.software(a)
		return
	}
	item := c.softwareItem(sw)
	item.Why = c.t("answer.already-free-why")
	a.Items, a.Found = []Item{item}, true
	a.Summary = c.t("answer.already-free", "software", sw.Name.V)
	a.Next = c.softwareNext(sw)
}

func (c *composer) softwareNext(sw *catalog.Software) []Link {
	next := []Link{c.link("answer.next-sheet", "software", sw.Slug, "software", sw.Name.V)}
	next = append(next, Link{Label: c.t("answer.next-providers", "software", sw.Name.V), URL: c.ask("answer.ask-providers", "software", sw.Name.V)})
	if sw.Category != nil {
		next = append(next, c.link("answer.next-category", "category", sw.Category.Slug, "category", sw.Category.Name().In(c.lang)))
	}
	return next
}

// unknownProduct says that nothing is known; where the need is clear, its category is offered.
func (c *composer) unknownProduct(a *Answer) {
	name := c.r.unknown
	a.Entity = Entity{Kind: "product", Name: name}
	if name == "" {
		a.Entity = Entity{}
		a.Summary = c.t("answer.no-product")
		a.Next = append(a.Next, c.link("answer.next-products", "products", ""))
		return
	}
	a.Summary = c.t("answer.product-unknown", "product", name)
	if cat := c.nearCategory(); cat != nil {
		a.Summary = c.t("answer.product-unknown-category", "product", name, "category", cat.Name().In(c.lang))
		a.Next = append(a.Next, c.link("answer.next-category", "category", cat.Slug, "category", cat.Name().In(c.lang)))
	}
	a.Next = append(a.Next, c.nearLinks()...)
	a.Next = append(a.Next, c.link("answer.next-products", "products", ""))
}

// nearCategory returns the category that the question names, be it within a longer name, or nil.
func (c *composer) nearCategory() *catalog.Category {
	if t := c.r.first(kCategory); t != nil {
		return t.category
	}
	for _, t := range c.r.near {
		if t.kind == kCategory {
			return t.category
		}
	}
	return nil
}

// nearLinks leads to what the parts of an unknown name stand for.
func (c *composer) nearLinks() []Link {
	var out []Link
	for _, t := range c.r.near {
		switch t.kind {
		case kProduct:
			out = append(out, c.link("answer.next-compare", "product", t.product.Slug, "product", t.product.Name))
		case kSoftware:
			out = append(out, c.link("answer.next-sheet", "software", t.software.Slug, "software", t.software.Name.V))
		}
	}
	return out[:min(len(out), 3)]
}

// software answers "what is X?" and "which software does this?".
func (c *composer) software(a *Answer) {
	switch sw := c.r.first(kSoftware); {
	case sw != nil:
		s := sw.software
		a.Entity = Entity{Kind: "software", Name: s.Name.V, Slug: s.Slug}
		item := c.softwareItem(s)
		item.Why = c.t("answer.named")
		a.Items, a.Found = []Item{item}, true
		for _, other := range c.r.all(kSoftware)[1:] { // "Krita vs GIMP"
			item := c.softwareItem(other.software)
			item.Why = c.t("answer.named")
			a.Items = append(a.Items, item)
		}
		key := "answer.software"
		if !s.Free() {
			key = "answer.software-not-free"
		}
		a.Summary = c.t(key, "software", s.Name.V, "function", lowerFirst(s.Function.V.In(c.lang)), "licence", s.Licence.V)
		a.Next = c.softwareNext(s)
		c.together(a)
		switch {
		case c.r.asks("sill"):
			a.Summary = c.inSILL(s) + " " + a.Summary
		case c.r.asksWhetherFree() && s.Free():
			a.Summary = c.t("answer.yes") + a.Summary
		}
	case !c.need(a):
		c.unknown(a)
	}
}

// together offers to compare the software that a question names, where it names several.
func (c *composer) together(a *Answer) {
	const most = 4 // of one comparison
	all := c.r.all(kSoftware)
	if len(all) < 2 {
		return
	}
	name := map[i18n.Lang]string{i18n.French: "logiciel=", i18n.English: "software="}[c.lang]
	var query []string
	for _, t := range all[:min(len(all), most)] {
		query = append(query, name+t.software.Slug)
	}
	link := c.link("answer.next-together", "compare", "")
	link.URL += "?" + strings.Join(query, "&")
	a.Next = append([]Link{link}, a.Next...)
}

// inSILL says whether a software is in the copy of the SILL that the desk holds, and of when that copy is.
func (c *composer) inSILL(s *catalog.Software) string {
	mark := c.facts.Sources.Mark("sill-2022", provenance.Date{})
	for _, m := range s.Marks {
		if strings.HasPrefix(m.Source, "sill") || m.Source == "catalogi" {
			mark = m
		}
	}
	key := "answer.sill-no"
	if s.SILL {
		key = "answer.sill-yes"
	}
	return c.t(key, "software", s.Name.V, "source", c.facts.Sources.Title(mark.Source, c.lang), "date", mark.Checked.In(c.lang))
}

// asks reports whether the question holds the word.
func (r *reading) asks(fold string) bool {
	return slices.ContainsFunc(r.words, func(w word) bool { return w.fold == fold && !w.used })
}

// between are the words that may stand between "est" and "libre" in "GIMP est-il vraiment un logiciel libre ?".
var between = set("il elle ce c que qu un une a an du des logiciel programme software program vraiment really toujours still encore")

// asksWhetherFree reports whether the question is "is it free?", and not "which free software is…".
func (r *reading) asksWhetherFree() bool {
	for i, w := range r.words {
		if w.fold != "est" && w.fold != "is" {
			continue
		}
		named := i > 0 && r.words[i-1].used // what is asked about stands before, as in French, or after, as in English
		for _, next := range r.words[i+1:] {
			if next.fold == "libre" || next.fold == "free" || next.fold == "opensource" || next.fold == "open" {
				return named
			}
			named = named || next.used
			if !next.used && !between[next.fold] {
				break
			}
		}
	}
	return false
}

func lowerFirst(s string) string {
	r := []rune(s)
	if len(r) > 1 && strings.ToUpper(string(r[1])) != string(r[1]) {
		return strings.ToLower(string(r[0])) + string(r[1:])
	}
	return s
}
