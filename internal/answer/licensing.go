package answer

import (
	"cmp"
	"slices"
	"strings"

	"guichet/internal/procurement"
)

// What a question wants to know of one licence, by the words that say it.
var (
	laterWords   = set("mean means meaning signifie signifient dire")
	closedWords  = set("proprietaire proprietary ferme fermee closed")
	insideWords  = set("interne internes internal internally")
	networkWords = set("saas reseau network ligne online")
	dutyWords    = set("oblige obligation obligations impose demande exige require requires requirement requirements must oblige")
	freedomWords = set("libre libres free open")
	relicensing  = set("relicense relicensing relicencier changer change changing switch passer")
)

// licenceNames are names of licences that no official list has, as people write them. One that is also the name of a language or a format counts only beside the word licence.
var licenceNames = map[string][]string{
	"BUSL-1.1": {"BUSL", "Business Source License", "Business Source Licence"}, "SSPL-1.0": {"SSPL", "Server Side Public License"}, "Elastic-2.0": {"Elastic License", "licence Elastic", "licence d'Elastic", "Elastic licence"},
	"CC0-1.0": {"CC0"}, "CC-BY-4.0": {"CC BY"}, "CC-BY-SA-4.0": {"CC BY-SA"}, "CC-BY-NC-4.0": {"CC BY-NC"}, "CC-BY-ND-4.0": {"CC BY-ND"}, "PolyForm-Noncommercial-1.0.0": {"PolyForm Noncommercial"},
}

// addReadLicences adds the licences that the desk has read and that no official list has, so that a question about one is answered.
func (l *lexicon) addReadLicences(set *procurement.Set) {
	beside := func(name string, t thing) {
		for _, n := range []string{"licence " + name, name + " licence", name + " license", "licence de " + name} {
			l.add(n, t)
		}
	}
	for _, id := range procurement.RatedLicences() {
		known := set.BySPDX(id)
		if known == nil {
			known = &procurement.Licence{SPDX: id, Name: id}
		}
		t := thing{kind: kLicence, licence: known}
		name, _, versioned := strings.Cut(id, "-")
		if languageNames[strings.ToLower(name)] || !versioned {
			beside(name, t)
		}
		if set.BySPDX(id) != nil {
			continue
		}
		if versioned {
			l.add(id, t)
		}
		for _, n := range licenceNames[id] {
			l.add(n, t)
		}
	}
}

// preferred is the licence that a name without a version stands for: the newest of those that administrations may publish under. Between "only" and "or later" of another
// version, it is "only": what fits it fits both.
func preferred(of []*procurement.Licence) *procurement.Licence {
	version := func(l *procurement.Licence) string {
		return strings.TrimSuffix(strings.TrimSuffix(l.SPDX, "-only"), "-or-later")
	}
	return slices.MaxFunc(of, func(a, b *procurement.Licence) int {
		return cmp.Or(cmp.Compare(flag(a.Publish != ""), flag(b.Publish != "")), cmp.Compare(version(a), version(b)), cmp.Compare(b.SPDX, a.SPDX))
	})
}

func (r *reading) says(words map[string]bool) bool {
	return slices.ContainsFunc(r.words, func(w word) bool { return words[w.fold] })
}

// licenceAsked answers what a question wants to know of one licence: whether it is free, what it asks for, whether it reaches use inside, through a network, or beside closed
// code. It is empty when the question only names the licence. The answers are the desk's reading of the text's family.
func (c *composer) licenceAsked(l *procurement.Licence) string {
	terms, ok := procurement.TermsOf(l.SPDX)
	if !ok {
		return ""
	}
	kind := map[procurement.Family]string{
		procurement.PublicDomain: "permissive", procurement.Permissive: "permissive", procurement.WeakFile: "weak", procurement.WeakLibrary: "weak", procurement.Strong: "strong",
		procurement.Network: "network", procurement.Content: "content", procurement.NonFree: "non-free",
	}[terms.Family]
	say := func(key string, more ...any) string {
		return c.t("answer.licence-"+key, append([]any{"licence", l.SPDX, "family", lowerFirst(c.t(terms.Family.Label()))}, more...)...)
	}
	switch {
	case c.r.says(laterWords) && strings.HasSuffix(l.SPDX, "-or-later"):
		return say("later")
	case kind == "non-free":
		return say("is-not-free")
	case kind == "content":
		return say("is-content")
	case c.r.says(closedWords):
		return say("closed-" + map[bool]string{true: "strong", false: kind}[kind == "network"])
	case c.r.says(insideWords):
		return say("inside-" + map[bool]string{true: "network", false: "other"}[kind == "network"])
	case c.r.says(networkWords):
		return say("online-" + map[bool]string{true: "network", false: "other"}[kind == "network"])
	case c.r.says(dutyWords):
		var asks []string
		for _, k := range terms.Requires {
			asks = append(asks, c.t(k))
		}
		if len(asks) == 0 {
			return say("asks-nothing")
		}
		return say("asks", "terms", strings.Join(asks, " "))
	case c.r.says(freedomWords):
		return say("is-free")
	}
	return ""
}
