package answer

import (
	"slices"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/market"
)

// providers answers "who provides services for X?": the holders of the contracts that name it, then the providers that directories list.
func (c *composer) providers(a *Answer) {
	sw := c.r.first(kSoftware)
	if sw == nil {
		switch p := c.r.first(kProduct); {
		case c.r.lot() > 0:
			c.lot(a, c.r.lot())
		case c.r.first(kProvider) != nil && p == nil:
			c.provider(a, c.r.first(kProvider).provider)
		case p != nil:
			a.Entity = Entity{Kind: "product", Name: p.product.Name, Slug: p.product.Slug}
			a.Summary = c.t("answer.provider-not-free", "product", p.product.FullName())
			a.Next = append(a.Next, c.link("answer.next-compare", "product", p.product.Slug, "product", p.product.Name))
		case c.r.first(kCovered) != nil:
			c.coveredOnly(a, c.r.first(kCovered).covered)
		case c.r.unknown != "":
			a.Entity = Entity{Kind: "software", Name: c.r.unknown}
			a.Summary = c.t("answer.software-unknown", "software", c.r.unknown)
			a.Next = c.directories()
		default:
			c.topic(a)
		}
		return
	}
	s := sw.software
	a.Entity = Entity{Kind: "software", Name: s.Name.V, Slug: s.Slug}
	cov := c.facts.Market.Coverage(s)
	for _, l := range cov.Lots {
		for _, h := range l.Holders {
			item := c.providerItem(h)
			item.Why = c.t("answer.holder-lot", "lot", l.Number, "scope", l.Scope.In(c.lang))
			item.Facts = append(c.lotFacts(l), item.Facts...)
			a.Items = append(a.Items, item)
		}
	}
	if support := c.facts.Market.Support; cov.Supported() && support != nil {
		for _, h := range support.Holders {
			item := c.providerItem(h)
			item.Why = c.t("answer.holder-support", "name", cov.Support[0].Name)
			item.Facts = append(c.supportFacts(cov), item.Facts...)
			a.Items = append(a.Items, item)
		}
	}
	for _, v := range s.Providers {
		if slices.ContainsFunc(a.Items, func(i Item) bool { return i.Slug == v.Provider.Slug }) {
			continue
		}
		item := c.providerItem(v.Provider)
		item.Why = c.t("answer.provider-listed", "software", s.Name.V)
		item.Facts = append(c.fact("answer.fact-serves", s.Name.V, v.Mark), item.Facts...)
		a.Items = append(a.Items, item)
	}
	a.Found = len(a.Items) > 0
	if a.Found {
		a.Summary = c.t("answer.provider", "software", s.Name.V, "names", joinNames(a.Items), "n", len(a.Items))
	} else {
		a.Summary = c.t("answer.provider-none", "software", s.Name.V)
	}
	if cov.Supported() || len(cov.Lots) > 0 {
		a.Next = append(a.Next, c.link("answer.next-beneficiaries", "beneficiaries", ""))
	}
	a.Next = append(a.Next, c.directories()...)
}

// maxServed bounds the software that the answer about a provider names; its page has them all.
const maxServed = 12

// provider presents a provider: what it holds of the contracts, and what it says it serves.
func (c *composer) provider(a *Answer, p *catalog.Provider) {
	a.Entity = Entity{Kind: "organisation", Name: p.Name, Slug: p.Slug}
	item := c.providerItem(p)
	var holds []string
	set := c.facts.Market
	if set.Support != nil && slices.Contains(set.Support.Holders, p) {
		holds = append(holds, c.t("answer.holds-support"))
		item.Facts = append(item.Facts, c.fact("answer.fact-holder", set.Support.Name.In(c.lang), set.Support.Mark)...)
	}
	if set.Expertise != nil {
		for _, l := range set.Expertise.Lots {
			if slices.Contains(l.Holders, p) {
				holds = append(holds, c.t("answer.holds-lot", "lot", l.Number, "scope", l.Scope.In(c.lang)))
				item.Facts = append(item.Facts, c.lotFacts(l)...)
			}
		}
	}
	for _, s := range p.Services[:min(len(p.Services), maxServed)] {
		item.Facts = append(item.Facts, c.fact("answer.fact-serves", s.Software.Name.V, s.Mark)...)
	}
	item.Why = strings.Join(holds, c.t("answer.sep"))
	if len(holds) == 0 {
		item.Why = c.t("answer.provider-serves", "n", len(p.Services))
	}
	a.Items, a.Found = []Item{item}, true
	a.Summary = p.Name + c.t("answer.colon") + lowerFirst(item.Why) + "."
	a.Next = []Link{c.link("answer.next-provider", "provider", p.Slug, "provider", p.Name), c.link("answer.next-contracts", "contracts", "")}
}

// lot presents a lot of the expertise contract and who holds it.
func (c *composer) lot(a *Answer, number int) {
	set := c.facts.Market
	a.Entity = Entity{Kind: "topic", Name: c.t("answer.lot-number", "lot", number)}
	if set.Expertise != nil {
		for _, l := range set.Expertise.Lots {
			if l.Number != number {
				continue
			}
			name := c.t("answer.lot", "lot", l.Number, "scope", l.Scope.In(c.lang))
			a.Entity.Slug = "lot-" + itoa(number)
			a.Items = []Item{{Kind: "lot", Name: name, Slug: a.Entity.Slug, URL: c.address("contracts", "") + "#expertise",
				Why: c.t("answer.lot-why", "holder", market.HolderNames(l.Holders)), Facts: c.lotFacts(l)}}
			for _, h := range l.Holders {
				item := c.providerItem(h)
				item.Why = c.t("answer.holds-lot", "lot", l.Number, "scope", l.Scope.In(c.lang))
				a.Items = append(a.Items, item)
			}
			a.Found = true
			a.Summary = name + c.t("answer.colon") + lowerFirst(a.Items[0].Why) + "."
		}
	}
	if !a.Found {
		a.Summary = c.t("answer.no-lot", "lot", number)
	}
	a.Next = append(a.Next, c.link("answer.next-contracts", "contracts", ""))
}

// directories are where providers outside the contracts are listed.
func (c *composer) directories() []Link {
	return []Link{
		{Label: c.t("answer.next-comptoir"), URL: "https://comptoir-du-libre.org/"},
		{Label: c.t("answer.next-cnll"), URL: "https://annuaire.cnll.fr/"},
	}
}

func joinNames(items []Item) string {
	names := make([]string, len(items))
	for i, it := range items {
		names[i] = it.Name
	}
	return strings.Join(names, ", ")
}

func (c *composer) providerItem(p *catalog.Provider) Item {
	item := Item{Kind: "provider", Name: p.Name, Slug: p.Slug, URL: c.address("provider", p.Slug)}
	item.Facts = append(item.Facts, c.fact("answer.fact-site", p.Site.V, p.Site.Mark)...)
	return item
}

func (c *composer) lotFacts(l *market.Lot) []Fact {
	facts := c.fact("answer.fact-lot", c.t("answer.lot", "lot", l.Number, "scope", l.Scope.In(c.lang)), l.Mark)
	facts = append(facts, c.fact("answer.fact-holder", market.HolderNames(l.Holders), l.Mark)...)
	return append(facts, c.fact("answer.fact-notified", l.Notified.In(c.lang), l.Mark)...)
}

func (c *composer) supportFacts(cov market.Coverage) []Fact {
	support := c.facts.Market.Support
	facts := c.fact("answer.fact-holder", market.HolderNames(support.Holders), support.Mark)
	for _, x := range cov.Support {
		facts = append(facts, c.fact("answer.fact-list", c.t("answer.listed-"+listedOn(x), "name", x.Name), x.Mark)...)
	}
	return facts
}

func listedOn(x *market.Covered) string {
	switch {
	case x.OnPage && x.OnCSV:
		return "both"
	case x.OnPage:
		return "page"
	}
	return "csv"
}

// coveredOnly answers for a name of the support lists that no sheet of the catalogue stands for.
func (c *composer) coveredOnly(a *Answer, x *market.Covered) {
	support := c.facts.Market.Support
	a.Entity = Entity{Kind: "software", Name: x.Name}
	for _, h := range support.Holders {
		item := c.providerItem(h)
		item.Why = c.t("answer.holder-support", "name", x.Name)
		item.Facts = append(c.supportFacts(market.Coverage{Support: []*market.Covered{x}}), item.Facts...)
		a.Items = append(a.Items, item)
	}
	a.Found = len(a.Items) > 0
	a.Summary = c.t("answer.covered-only", "software", x.Name, "holder", market.HolderNames(support.Holders))
	a.Next = []Link{c.link("answer.next-beneficiaries", "beneficiaries", ""), c.link("answer.next-covered", "covered", "")}
}

// coverage answers "may this body use the contracts for this software?", or what is asked of it.
func (c *composer) coverage(a *Answer) {
	set := c.facts.Market
	if set.Support == nil || set.Expertise == nil {
		c.unknown(a)
		return
	}
	var cov market.Coverage
	if sw := c.r.first(kSoftware); sw != nil {
		cov = set.Coverage(sw.software)
	} else if x := c.r.first(kCovered); x != nil {
		cov = market.Coverage{Support: []*market.Covered{x.covered}, Software: &catalog.Software{Slug: "", Name: nameOf(x.covered)}}
	}
	body := c.r.first(kBody)
	switch {
	case c.r.coordinator() && (body != nil || c.r.bodyWord() == ""):
		c.topic(a) // no address of a coordinator is published
	case body != nil && cov.Software == nil && c.r.first(kProduct) != nil:
		p := c.r.first(kProduct).product
		a.Entity = Entity{Kind: "product", Name: p.Name, Slug: p.Slug}
		a.Summary = c.t("answer.provider-not-free", "product", p.FullName())
		a.Next = append(a.Next, c.link("answer.next-compare", "product", p.Slug, "product", p.Name))
	case body != nil && cov.Software == nil && c.r.unknown != "" && !c.r.onlyAsks():
		a.Entity = Entity{Kind: "software", Name: c.r.unknown}
		a.Summary = c.t("answer.software-unknown", "software", c.r.unknown)
		a.Next = append(a.Next, c.link("answer.next-covered", "covered", ""))
	case body != nil:
		for _, who := range c.r.all(kBody) { // "CNRS et INRIA": each has its own line
			one := Answer{}
			c.entitlement(&one, &who, set.Entitlement(who.body, cov))
			if !a.Found {
				*a = Answer{Question: a.Question, Lang: a.Lang, Intent: a.Intent, Entity: one.Entity, Found: true, Summary: one.Summary, Items: one.Items, Next: one.Next}
				continue
			}
			a.Summary += " " + one.Summary
			a.Items = append(a.Items, one.Items...)
		}
	case c.r.bodyWord() != "":
		name := c.r.bodyWord()
		a.Entity = Entity{Kind: "organisation", Name: name}
		a.Summary = c.t("answer.body-unknown", "body", name)
		a.Next = append(a.Next, c.link("answer.next-beneficiaries", "beneficiaries", ""))
	case cov.Software != nil:
		c.softwareCoverage(a, cov)
	case c.r.unknown != "" && !c.r.onlyAsks():
		a.Entity = Entity{Kind: "organisation", Name: c.r.unknown}
		a.Summary = c.t("answer.body-unknown", "body", c.r.unknown)
		a.Next = append(a.Next, c.link("answer.next-beneficiaries", "beneficiaries", ""))
	default:
		c.contracts(a)
	}
}

// onlyAsks reports whether the unknown words are too few to be a name: nothing written with a capital or a digit.
func (r *reading) onlyAsks() bool {
	return !slices.ContainsFunc(r.words, func(w word) bool { return w.upper && !w.used && !w.cue })
}

func (c *composer) entitlement(a *Answer, who *thing, e market.Entitlement) {
	name := e.Beneficiary.Name.In(c.lang)
	if who.heir != nil || who.member != nil { // whether the list means a successor, or this part of the body that it names, is not published
		name = who.name()
		for _, v := range []*market.Verdict{&e.Support, &e.Expertise} {
			if *v == market.Yes {
				*v = market.Ask
			}
		}
	}
	a.Entity = Entity{Kind: "organisation", Name: name, Slug: e.Beneficiary.Slug}
	support, expertise := c.facts.Market.Support, c.facts.Market.Expertise
	software := ""
	if e.Coverage.Software != nil {
		software = e.Coverage.Software.Name.V
	}
	values := []any{"body", name, "software", software, "restriction", c.lotList(e.Beneficiary.OnlyLots)}
	item := Item{Kind: "market", Name: support.Name.In(c.lang), Slug: support.Slug, URL: c.address("contracts", "") + "#support", Why: c.t(e.SupportReason, values...)}
	item.Facts = c.fact("answer.fact-verdict", c.t("answer.verdict-"+string(e.Support)), e.Beneficiary.Mark)
	item.Facts = append(item.Facts, c.supportFacts(e.Coverage)...)
	a.Items = append(a.Items, item)

	item = Item{Kind: "market", Name: expertise.Name.In(c.lang), Slug: expertise.Slug, URL: c.address("contracts", "") + "#expertise", Why: c.t(e.ExpertiseReason, values...)}
	item.Facts = c.fact("answer.fact-verdict", c.t("answer.verdict-"+string(e.Expertise)), e.Beneficiary.Mark)
	if !e.Beneficiary.Doubt.IsZero() {
		item.Facts = append(item.Facts, c.fact("answer.fact-doubt", e.Beneficiary.Doubt.In(c.lang), e.Beneficiary.Mark)...)
	}
	a.Items = append(a.Items, item)
	for _, l := range e.Lots {
		a.Items = append(a.Items, Item{Kind: "lot", Name: c.t("answer.lot", "lot", l.Number, "scope", l.Scope.In(c.lang)), Slug: "lot-" + itoa(l.Number),
			URL: c.address("contracts", "") + "#expertise", Why: c.t("answer.lot-why", "holder", market.HolderNames(l.Holders)), Facts: c.lotFacts(l)})
	}
	a.Found = true
	key := "answer.entitlement"
	if software != "" {
		key = "answer.entitlement-software"
	}
	a.Summary = c.t(key, "body", name, "software", software, "support", c.t("answer.verdict-"+string(e.Support)), "expertise", c.t("answer.verdict-"+string(e.Expertise)))
	if who.heir != nil {
		a.Summary += " " + c.t("answer.heir", "heir", who.heir.Name, "body", e.Beneficiary.Name.In(c.lang), "since", who.heir.Since.In(c.lang))
	}
	if who.member != nil {
		a.Summary += " " + c.t("market.reason-unclear", "beneficiary", e.Beneficiary.Name.In(c.lang), "body", name)
	}
	if e.Support == market.Ask || e.Expertise == market.Ask || who.heir != nil {
		a.Next = append(a.Next, c.link("answer.next-ask-office", "contact", ""))
	}
	a.Next = append(a.Next, c.link("answer.next-beneficiaries", "beneficiaries", ""), c.link("answer.next-contracts", "contracts", ""))
	if e.Coverage.Software != nil && e.Coverage.Software.Slug != "" {
		a.Next = append(a.Next, c.link("answer.next-sheet", "software", e.Coverage.Software.Slug, "software", software))
	}
}

func (c *composer) lotList(numbers []int) string {
	parts := make([]string, len(numbers))
	for i, n := range numbers {
		parts[i] = c.t("answer.lot-number", "lot", n)
		for _, l := range c.facts.Market.Expertise.Lots {
			if l.Number == n {
				parts[i] = c.t("answer.lot", "lot", n, "scope", l.Scope.In(c.lang))
			}
		}
	}
	return strings.Join(parts, ", ")
}

// softwareCoverage answers "is this software covered?" when no body is named.
func (c *composer) softwareCoverage(a *Answer, cov market.Coverage) {
	sw, support := cov.Software, c.facts.Market.Support
	a.Entity = Entity{Kind: "software", Name: sw.Name.V, Slug: sw.Slug}
	a.Found = true
	item := Item{Kind: "market", Name: support.Name.In(c.lang), Slug: support.Slug, URL: c.address("covered", "")}
	if cov.Supported() {
		item.Why, item.Facts = c.t("answer.software-supported", "software", sw.Name.V), c.supportFacts(cov)
		a.Summary = c.t("answer.software-supported", "software", sw.Name.V)
	} else {
		item.Why = c.t("answer.software-not-supported", "software", sw.Name.V)
		item.Facts = c.fact("answer.fact-list", c.t("answer.listed-none", "name", sw.Name.V), support.Mark)
		a.Summary = item.Why
	}
	a.Items = append(a.Items, item)
	for _, l := range cov.Lots {
		a.Items = append(a.Items, Item{Kind: "lot", Name: c.t("answer.lot", "lot", l.Number, "scope", l.Scope.In(c.lang)), Slug: "lot-" + itoa(l.Number),
			URL: c.address("contracts", "") + "#expertise", Why: c.t("answer.lot-why", "holder", market.HolderNames(l.Holders)), Facts: c.lotFacts(l)})
	}
	a.Next = append(a.Next, c.link("answer.next-beneficiaries", "beneficiaries", ""), c.link("answer.next-covered", "covered", ""))
	if sw.Slug != "" {
		a.Next = append(a.Next, c.link("answer.next-sheet", "software", sw.Slug, "software", sw.Name.V))
	}
}

// contracts presents the two contracts.
func (c *composer) contracts(a *Answer) {
	support, expertise := c.facts.Market.Support, c.facts.Market.Expertise
	a.Entity = Entity{Kind: "topic", Name: c.t("answer.topic-contracts")}
	a.Found = true
	a.Items = []Item{
		{Kind: "market", Name: support.Name.In(c.lang), Slug: support.Slug, URL: c.address("contracts", "") + "#support", Why: c.t("answer.support-why"),
			Facts: append(c.fact("answer.fact-holder", market.HolderNames(support.Holders), support.Mark), c.fact("answer.fact-end", support.ExpectedEnd.In(c.lang), support.Mark)...)},
		{Kind: "market", Name: expertise.Name.In(c.lang), Slug: expertise.Slug, URL: c.address("contracts", "") + "#expertise", Why: c.t("answer.expertise-why"),
			Facts: c.fact("answer.fact-lots", c.t("answer.lots", "n", len(expertise.Lots)), expertise.Mark)},
	}
	a.Summary = c.t("answer.contracts", "holder", market.HolderNames(support.Holders), "n", len(expertise.Lots))
	a.Next = []Link{c.link("answer.next-beneficiaries", "beneficiaries", ""), c.link("answer.next-covered", "covered", ""), c.link("answer.next-contracts", "contracts", "")}
}

// delays answers "how fast?" from the support contract's table.
func (c *composer) delays(a *Answer) {
	set := c.facts.Market
	if set.Support == nil || len(set.Delays) == 0 {
		c.unknown(a)
		return
	}
	a.Entity = Entity{Kind: "topic", Name: c.t("answer.topic-delays")}
	a.Found = true
	critical, blocking := c.severity("critique", "critical"), c.severity("bloquant", "blocking")
	what := c.delayAsked()
	for _, row := range set.Delays {
		if critical != nil && row.Critical != *critical || blocking != nil && row.Blocking != *blocking {
			continue
		}
		item := Item{Kind: "market", Slug: set.Support.Slug, URL: c.address("contracts", "") + "#delais",
			Name: c.t("answer.delay-row-" + flag(row.Critical) + flag(row.Blocking)), Why: c.t("answer.delay-why")}
		if c.lang == "en" {
			item.URL = c.address("contracts", "") + "#delays"
		}
		for _, d := range []struct {
			key  string
			span market.Span
		}{{"callback", row.Callback}, {"information", row.Information}, {"workaround", row.Workaround}, {"fix", row.Fix}} {
			if what == "" || what == d.key {
				item.Facts = append(item.Facts, c.fact("market.delay-"+d.key, d.span.In(c.lang), set.DelayMark)...)
			}
		}
		a.Items = append(a.Items, item)
	}
	if len(a.Items) == 1 && len(a.Items[0].Facts) == 1 {
		a.Summary = c.t("answer.delay-one", "row", a.Items[0].Name, "what", lowerFirst(a.Items[0].Facts[0].Label), "span", a.Items[0].Facts[0].Value)
	} else {
		a.Summary = c.t("answer.delay")
	}
	a.Next = []Link{c.link("answer.next-contracts", "contracts", ""), c.link("answer.next-beneficiaries", "beneficiaries", "")}
}

func flag(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// severity reads "critique" or "non critique" in the question; nil when it says neither.
func (c *composer) severity(stems ...string) *bool {
	for i, w := range c.r.words {
		for _, stem := range stems {
			if strings.HasPrefix(w.fold, stem) || strings.HasPrefix(w.fold, "non"+stem) {
				yes := !strings.HasPrefix(w.fold, "non") && (i == 0 || c.r.words[i-1].fold != "non" && c.r.words[i-1].fold != "pas" && c.r.words[i-1].fold != "not")
				return &yes
			}
		}
	}
	return nil
}

var delayWords = []struct{ stem, key string }{
	{"contourn", "workaround"}, {"workaround", "workaround"}, {"rappel", "callback"}, {"callback", "callback"}, {"correct", "fix"}, {"correction", "fix"}, {"fix", "fix"}, {"repar", "fix"}, {"resol", "fix"}, {"renseign", "information"}, {"information", "information"},
}

// delayAsked returns which of the four delays the question is about, or "" for all of them.
func (c *composer) delayAsked() string {
	for _, w := range c.r.words {
		for _, d := range delayWords {
			if strings.HasPrefix(w.fold, d.stem) {
				return d.key
			}
		}
	}
	return ""
}
