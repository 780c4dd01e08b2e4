package answer

import (
	"slices"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/market"
	"guichet/internal/ospo"
	"guichet/internal/procurement"
	"guichet/internal/search"
)

// kind is a sort of thing that a question can name.
type kind uint8

const (
	kProduct kind = iota
	kSoftware
	kBody
	kCategory
	kLicence
	kOffice
	kVendor
	kProvider
	kCovered // a name of the support lists that no sheet stands for
)

var kindNames = [...]string{"product", "software", "organisation", "category", "licence", "ospo", "vendor", "provider", "covered"}

// thing is what a name stands for; one field is set, as kind says.
type thing struct {
	kind     kind
	product  *catalog.Product
	software *catalog.Software
	body     *market.Beneficiary
	heir     *market.Successor // the body was named by a successor's name
	member   *market.Member    // a part of the body was named, of which the list does not say whether it means it
	category *catalog.Category
	licence  *procurement.Licence
	office   *ospo.Office
	covered  *market.Covered
	provider *catalog.Provider
	vendor   string
}

func (t thing) name() string {
	switch t.kind {
	case kProduct:
		return t.product.Name
	case kSoftware:
		return t.software.Name.V
	case kBody:
		if t.heir != nil {
			return t.heir.Name
		}
		if t.member != nil {
			return t.member.Name
		}
		return t.body.Name.Fr
	case kCategory:
		return t.category.Fr
	case kLicence:
		return t.licence.SPDX
	case kOffice:
		return t.office.Name
	case kCovered:
		return t.covered.Name
	case kProvider:
		return t.provider.Name
	}
	return t.vendor
}

// lexicon holds every name that a question can hold, by its Key: words put together without spaces, so that "photo shop" is "Photoshop".
type lexicon struct {
	names   map[string][]thing
	sounds  map[string]string   // sound of a name -> its key, for "Fotoshop"
	byFirst map[byte][]string   // first letter -> keys, for misspellings
	words   map[string]bool     // every word of a text of the desk: such a word is not taken for a misspelt name
	pieces  map[string]string   // key of a name without a last word of one or two letters -> its key, for "Hyper" and "Hyper-V"
	longest int                 // words of the longest name
	cues    map[string]struct{} // every whole word of a cue, for misspelt cues
}

func newLexicon(f Facts) *lexicon {
	l := &lexicon{names: map[string][]thing{}, sounds: map[string]string{}, byFirst: map[byte][]string{}, words: map[string]bool{}, pieces: map[string]string{}, cues: map[string]struct{}{}}
	vendors := map[string]int{}
	for _, p := range f.Catalog.Products {
		t := thing{kind: kProduct, product: p}
		l.add(p.Name, t)
		l.add(p.FullName(), t)
		for _, a := range p.Aliases {
			l.add(a, t)
			if p.Vendor != "" && !strings.HasPrefix(search.Fold(a), search.Fold(p.Vendor)) {
				l.add(p.Vendor+" "+a, t)
			}
		}
		if p.Vendor != "" {
			vendors[p.Vendor]++
		}
		l.text(p.Function.Fr, p.Function.En)
	}
	for _, sw := range f.Catalog.Software {
		t := thing{kind: kSoftware, software: sw}
		for _, n := range append([]string{sw.Name.V, sw.Slug}, sw.Aliases...) {
			l.add(n, t)
		}
		l.text(sw.Function.V.Fr, sw.Function.V.En)
	}
	for _, c := range f.Market.Covered {
		if c.Software == nil {
			l.add(c.Name, thing{kind: kCovered, covered: c})
		}
	}
	for _, b := range f.Market.Beneficiaries {
		t := thing{kind: kBody, body: b}
		for _, n := range b.Names() {
			l.add(n, t)
		}
		for _, s := range b.Successors {
			heir := t
			heir.heir = &s
			for _, n := range append([]string{s.Name}, s.Aliases...) {
				l.add(n, heir)
			}
		}
		for _, m := range b.Members {
			if m.Unclear {
				part := t
				part.member = &m
				for _, n := range append([]string{m.Name}, m.Aliases...) {
					l.add(n, part)
				}
			}
		}
	}
	for _, c := range f.Catalog.Categories {
		t := thing{kind: kCategory, category: c}
		for _, group := range append([]string{c.Fr, c.En}, c.Names...) {
			for _, n := range terms(group) {
				l.add(n, t)
				l.text(n)
			}
		}
	}
	for _, x := range f.Procurement.Licences {
		l.add(x.SPDX, thing{kind: kLicence, licence: x})
		l.add(x.Name, thing{kind: kLicence, licence: x})
		if family, _, ok := strings.Cut(x.SPDX, "-"); ok && len(family) > 2 && !languageNames[strings.ToLower(family)] {
			l.add(family, thing{kind: kLicence, licence: x}) // "GPL" names every GPL of the lists
		}
		for _, n := range shortLicences(x.SPDX) {
			l.add(n, thing{kind: kLicence, licence: x})
		}
	}
	l.addReadLicences(f.Procurement)
	for _, o := range f.OSPO.Offices {
		l.add(o.Name, thing{kind: kOffice, office: o})
	}
	for v := range vendors {
		l.add(v, thing{kind: kVendor, vendor: v})
	}
	for _, p := range f.Catalog.Providers {
		l.add(p.Name, thing{kind: kProvider, provider: p})
	}
	for _, p := range f.Catalog.Products { // after all whole names: such a name may be that of another thing
		for _, n := range append([]string{p.Name}, p.Aliases...) {
			if bare := withoutTier(n); len(l.names[search.Key(bare)]) == 0 && !l.words[search.Fold(bare)] {
				l.add(bare, thing{kind: kProduct, product: p})
			}
		}
	}
	for _, c := range cues {
		for _, w := range c.words {
			if w = strings.TrimSuffix(w, "*"); len(w) > 3 {
				l.cues[w] = struct{}{}
			}
		}
	}
	for w := range stopWords {
		l.words[w] = true
	}
	return l
}

// shortLicences returns the names without "only" and "or later" that people use: GPL-3.0, GPLv3 and GPL3 for GPL-3.0-or-later.
func shortLicences(spdx string) []string {
	base := strings.TrimSuffix(strings.TrimSuffix(spdx, "-only"), "-or-later")
	family, version, ok := strings.Cut(base, "-")
	if base == spdx || !ok {
		return nil
	}
	major := strings.TrimSuffix(version, ".0")
	return []string{base, family + "v" + major, family + major}
}

func (l *lexicon) add(name string, t thing) {
	key := search.Key(name)
	if key == "" {
		return
	}
	if slices.Contains(l.names[key], t) {
		return
	}
	if len(l.names[key]) == 0 {
		l.byFirst[key[0]] = append(l.byFirst[key[0]], key)
		if len(key) >= minSound {
			if s := sound(key); l.sounds[s] == "" {
				l.sounds[s] = key
			}
		}
	}
	l.names[key] = append(l.names[key], t)
	words := search.Words(name)
	l.longest = max(l.longest, len(words))
	if n := len(words) - 1; n > 0 && len(words[n]) <= 2 {
		l.pieces[strings.TrimSuffix(key, words[n])] = key
	}
}

func (l *lexicon) text(texts ...string) {
	for _, t := range texts {
		for _, w := range search.Words(t) {
			l.words[w] = true
		}
	}
}

// plural returns the key, or the key with or without a last s where only that one is a name: "Google Doc" is Google Docs. One word must be long
// enough not to meet another name by chance.
func (l *lexicon) plural(key string, words int) string {
	if len(l.names[key]) > 0 {
		return key
	}
	is := func(k string) bool {
		things := l.names[k]
		return len(things) > 0 && (words > 1 || len(key) >= 7 || things[0].kind == kCategory && len(key) > 4)
	}
	if is(key + "s") {
		return key + "s"
	}
	if bare, ok := strings.CutSuffix(key, "s"); ok && is(bare) {
		return bare
	}
	return key
}

// minSound is the length from which two names that sound alike are taken for one: shorter ones meet by chance.
const minSound = 6

// sounds writes letters as they are heard.
var sounds = strings.NewReplacer("ph", "f", "qu", "k", "ck", "k", "y", "i", "z", "s", "c", "k")

// sound returns the key as it is heard: ph as f, y as i, qu and c as k, doubled letters once.
func sound(key string) string {
	key = sounds.Replace(key)
	var b strings.Builder
	for i := range len(key) {
		if i == 0 || key[i] != key[i-1] {
			b.WriteByte(key[i])
		}
	}
	return b.String()
}

// misspelt returns the key of the only closest name within the distance allowed for its length, or "". Two names at the same distance are a doubt, and a
// doubt is no answer. The first letter must be right: people seldom miss it, and it keeps the search short.
func (l *lexicon) misspelt(key string) string {
	if len(key) < 4 || len(key) > 40 {
		return ""
	}
	if len(key) >= minSound {
		if k := l.sounds[sound(key)]; k != "" && abs(len(k)-len(key)) <= 2 {
			return k
		}
	}
	limit := 1
	if len(key) >= 9 {
		limit = 2
	}
	best, found, doubt := limit+1, "", false
	for _, k := range l.byFirst[key[0]] {
		if abs(len(k)-len(key)) > limit || len(k) < 5 || l.pieces[key] == k { // four letters may only have lost one; "Hyper" did not lose the V of Hyper-V
			continue
		}
		switch d := search.Distance(key, k, min(best, limit)); {
		case d < best:
			best, found, doubt = d, k, false
		case d == best && best <= limit && !l.same(found, k):
			doubt = true
		}
	}
	if doubt || best > limit {
		return ""
	}
	return found
}

// same reports whether two keys name the same first thing.
func (l *lexicon) same(a, b string) bool {
	return a != "" && l.names[a][0] == l.names[b][0]
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
