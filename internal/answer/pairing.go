package answer

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"guichet/internal/market"
	"guichet/internal/procurement"
)

// pairWords say that two licences are to stand in one program; contrastWords, that they are to be told apart.
var (
	pairWords     = set("compatible compatibles compatibilite compatibility melanger meler combiner combine mix integrer inclure mettre utiliser dans into inside within avec with lier link projet project code dependance dependances dependency dependencies bibliotheque bibliotheques library libraries composant composants component components")
	contrastWords = set("difference differences distinguer entre between versus vs")
)

// makers are families of licences whose bare name is first of all that of a maker or its software: beside another licence it names the licence.
var makers = map[string]string{"apache": "Apache-2.0", "mozilla": "MPL-2.0", "eclipse": "EPL-2.0"}

// reads is how a name that stands for several licences is read.
type reads struct {
	name    string
	licence *procurement.Licence
}

// pair returns the two licences of a question on two of them, in the order in which the question names them, and those whose version it does not say: of several of
// one name, the newest that administrations may publish under.
func (c *composer) pair() (component, outbound *procurement.Licence, contrast bool, guessed []reads) {
	r := c.r
	var groups []*procurement.Licence
	inside := func(i int) bool {
		return slices.ContainsFunc(r.mentions, func(m mention) bool { return i >= m.from && i < m.to })
	}
	certain := 0 // licences that are named as such
	for _, m := range r.mentions {
		var of []*procurement.Licence
		for _, t := range m.things {
			if t.kind == kLicence {
				of = append(of, t.licence)
			}
		}
		if len(of) > 0 {
			certain++
		} else if l := c.facts.Procurement.BySPDX(makers[m.key]); l != nil {
			of = append(of, l)
		}
		if len(of) == 0 {
			continue
		}
		best := preferred(of)
		groups = append(groups, best)
		if len(of) > 1 {
			var name []string
			for _, w := range r.words[m.from:m.to] {
				name = append(name, w.raw)
			}
			guessed = append(guessed, reads{strings.Join(slices.Compact(name), " "), best})
		}
	}
	if certain == 0 {
		return nil, nil, false, nil
	}
	if len(groups) != 2 || groups[0] == groups[1] {
		return nil, nil, false, nil
	}
	paired := false
	for i, w := range r.words {
		switch {
		case inside(i):
		case contrastWords[w.fold]:
			contrast = true
		case pairWords[w.fold]:
			paired = true
		}
	}
	if !paired && !contrast {
		return nil, nil, false, nil
	}
	return groups[0], groups[1], contrast, guessed
}

// licencePair answers whether a component under one licence may stand in a program under the other, both ways, or what tells them apart.
func (c *composer) licencePair(a *Answer) bool {
	component, outbound, contrast, guessed := c.pair()
	if component == nil {
		return false
	}
	there, err := procurement.Compatible(component.SPDX, outbound.SPDX, procurement.Linked)
	if err != nil {
		return false
	}
	back, err := procurement.Compatible(outbound.SPDX, component.SPDX, procurement.Linked)
	if err != nil {
		return false
	}
	a.Found = true
	a.Entity = Entity{Kind: "topic", Name: component.SPDX + " → " + outbound.SPDX, Slug: component.SPDX}
	say := func(x procurement.Assessment) string {
		return c.t("answer.licence-into", "component", x.Expression, "outbound", x.Outbound, "verdict", lowerFirst(c.t(x.Verdict.Label())), "rule", lowerFirst(c.t(x.Kept[0].Label())))
	}
	a.Summary = say(there)
	if contrast {
		a.Summary = c.t("answer.licence-contrast", "one", component.SPDX, "first", lowerFirst(c.t(procurement.FamilyOf(component.SPDX).Label())), "other", outbound.SPDX, "second", lowerFirst(c.t(procurement.FamilyOf(outbound.SPDX).Label())))
	}
	for _, g := range guessed {
		a.Summary += " " + c.t("answer.licence-read", "name", g.name, "licence", g.licence.SPDX)
	}
	one, other := c.licenceItem(component), c.licenceItem(outbound)
	one.Why, other.Why = say(there), say(back)
	a.Items = []Item{one, other}
	query := url.Values{"composant": {component.SPDX}, "licence": {outbound.SPDX}, "usage": {string(procurement.Linked)}}
	a.Intent = Licensing
	a.Next = []Link{{Label: c.t("answer.next-adviser"), URL: c.address("licence-adviser", "") + "?" + query.Encode()}, c.link("answer.next-components", "components", ""), c.link("answer.next-contact", "contact", "")}
	if contrast {
		link := c.link("answer.next-licence-compare", "licence-compare", "")
		link.URL += "?" + url.Values{"l": {component.SPDX, outbound.SPDX}}.Encode()
		a.Next = append([]Link{link}, a.Next...)
	}
	return true
}

// languageNames are families of licences whose name people use for a language or a program: alone, it does not name the licence.
var languageNames = set("python php ruby postgresql curl openssl zlib unicode")

// debianVersion answers until when a version of Debian is supported, when the question names one; the days are those of the contract's page.
func (c *composer) debianVersion(a *Answer) bool {
	sw := c.r.first(kSoftware)
	if sw == nil || sw.software == nil || sw.software.Slug != "debian" || c.r.first(kBody) != nil {
		return false
	}
	var d *market.Debian
	version := 0
	for i, w := range c.r.words {
		n, err := strconv.Atoi(w.fold)
		named := err == nil && i > 0 && (c.r.words[i-1].fold == "debian" || c.r.words[i-1].fold == "version")
		for _, x := range c.facts.Market.Debian {
			if named && x.Version == n || w.fold == x.Codename {
				d, version = x, x.Version
			}
		}
		if named && version == 0 {
			version = n
		}
	}
	if version == 0 {
		return false
	}
	a.Intent, a.Entity = Delay, Entity{Kind: "software", Name: "Debian " + strconv.Itoa(version), Slug: "debian"}
	a.Next = []Link{{Label: c.t("answer.next-debian"), URL: c.address("debian", "") + "?version=" + strconv.Itoa(version)}, c.link("answer.next-contact", "contact", "")}
	if d == nil {
		a.Summary = c.t("answer.debian-unlisted", "version", version)
		return true
	}
	a.Found = true
	a.Summary = c.t("answer.debian-until", "version", version, "codename", d.Codename, "end", d.CommunityEnd.In(c.lang))
	extended := ""
	switch {
	case d.ExtendedTo == market.EndOfContract:
		extended = c.t("answer.debian-contract", "from", d.ExtendedFrom.In(c.lang))
	case d.ExtendedTo != "":
		extended = d.ExtendedTo
	}
	item := Item{Kind: "market", Name: "Debian " + strconv.Itoa(version), Slug: "debian-" + strconv.Itoa(version), URL: c.address("debian", "") + "?version=" + strconv.Itoa(version), Why: c.t("answer.debian-why")}
	item.Facts = append(item.Facts, c.fact("answer.fact-debian-released", d.Released.In(c.lang), d.Mark)...)
	item.Facts = append(item.Facts, c.fact("answer.fact-debian-end", d.CommunityEnd.In(c.lang), d.Mark)...)
	item.Facts = append(item.Facts, c.fact("answer.fact-debian-extended", extended, d.Mark)...)
	a.Items = []Item{item}
	return true
}
