package market

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/search"
)

// names finds what people type.
type names struct {
	bodies     map[string]Body
	bodyKeys   []string
	ministries *Beneficiary // the one whose name is "Ministères"
	portfolio  map[string]bool

	software     map[string]Coverage
	softwareKeys []string
	products     map[string]*catalog.Product
}

func (s *Set) allNames(cat *catalog.Set) names {
	n := names{bodies: map[string]Body{}, software: map[string]Coverage{}, products: map[string]*catalog.Product{}}
	s.addBodies(&n)
	add := func(name string, c Coverage) {
		k := search.Key(name)
		if _, ok := n.software[k]; !ok && k != "" {
			n.software[k] = c
			n.softwareKeys = append(n.softwareKeys, k)
		}
	}
	for _, sw := range cat.Software {
		add(sw.Name.V, s.Coverage(sw))
		add(sw.Slug, s.Coverage(sw))
	}
	for _, c := range s.Covered {
		if c.Software != nil {
			add(c.Name, s.Coverage(c.Software))
		} else {
			add(c.Name, Coverage{Name: c.Name, Support: []*Covered{c}})
		}
	}
	for _, sw := range cat.Software {
		for _, a := range sw.Aliases {
			add(a, s.Coverage(sw))
		}
	}
	for _, c := range s.Covered { // "apache Spark" is Spark for those who run it
		if first, rest, _ := strings.Cut(c.Name, " "); c.Software != nil && strings.EqualFold(first, "apache") && len(rest) >= 4 {
			add(rest, s.Coverage(c.Software))
		}
	}
	for _, p := range cat.Products {
		for _, name := range append([]string{p.Name, p.FullName()}, p.Aliases...) {
			if k := search.Key(name); n.products[k] == nil {
				n.products[k] = p
			}
		}
	}
	return n
}

// FindSoftware finds what the contracts say of a software that is named as people type it: by any name of the catalogue or of the two official
// lists, also followed by a version ("Debian 11"), or with one mistake in a name of five letters and two in a long one, which Mended then says. A mistake
// in a short name is mended to a name of the contracts alone, and one in a number never: Matrix is not Motrix, nor Python 2 Python 3. A product
// that is not free is returned as such. All three results are zero for a name that stands for nothing.
func (s *Set) FindSoftware(name string) (c Coverage, notFree *catalog.Product, ok bool) {
	if r := []rune(name); len(r) > maxName {
		return Coverage{}, nil, false
	}
	bare, version := splitVersion(name)
	for _, n := range []struct{ name, version string }{{name, ""}, {bare, version}} {
		k := search.Key(n.name)
		if c, ok := s.names.software[k]; ok {
			c.Version = n.version
			return c, nil, true
		}
		if p := s.names.products[k]; p != nil {
			return Coverage{}, p, true
		}
	}
	k := search.Key(bare)
	near := nearest(k, s.names.softwareKeys, 5)
	c = s.names.software[near]
	if near == "" || digits(near) != digits(k) || len(k) < 8 && !c.Supported() && len(c.Lots) == 0 {
		return Coverage{}, nil, false
	}
	c.Mended, c.Version = true, version
	return c, nil, true
}

var versionShape = regexp.MustCompile(`^(.*\pL.*?)\s+(?:[vV]\.?\s?)?([0-9]{1,4}(?:\.[0-9]{1,5}){0,3})\s*$`)

// splitVersion takes the version off the end of a name: "PostgreSQL 12.5" is PostgreSQL, 12.5.
func splitVersion(name string) (bare, version string) {
	if m := versionShape.FindStringSubmatch(name); m != nil {
		return m[1], m[2]
	}
	return name, ""
}

// digits returns the digits of a key, in order.
func digits(k string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, k)
}

// FindLot returns the lot of the expertise contract that a text names by its number: "lot 3", "titulaire du lot n° 3", "le troisième lot" (in words
// up to ten).
func (s *Set) FindLot(text string) (*Lot, bool) {
	if s.Expertise == nil {
		return nil, false
	}
	words := search.Words(text)
	at := func(i int, numbers map[string]int) int {
		if i < 0 || i >= len(words) {
			return 0
		}
		return numbers[words[i]]
	}
	for i, w := range words {
		if w != "lot" {
			continue
		}
		next := i + 1
		for next < len(words) && (words[next] == "n" || words[next] == "no" || words[next] == "numero" || words[next] == "number") {
			next++
		}
		after := at(next, cardinals)
		if next < len(words) && after == 0 {
			after, _ = strconv.Atoi(words[next]) // 0, which is no lot, for what is no number
		}
		for _, n := range []int{after, at(i-1, ordinals)} {
			for _, l := range s.Expertise.Lots {
				if l.Number == n {
					return l, true
				}
			}
		}
	}
	return nil, false
}

// Numbers in words: cardinals stand after "lot", ordinals before it.
var (
	cardinals = map[string]int{
		"un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
		"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7,
	}
	ordinals = map[string]int{
		"premier": 1, "1er": 1, "deuxieme": 2, "second": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8,
		"neuvieme": 9, "dixieme": 10, "first": 1, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
	}
)

// Held is what a company holds of the contracts.
type Held struct {
	Holder  *catalog.Provider
	Support *Contract // nil when it does not hold the support contract
	Lots    []*Lot
}

// FindHolder returns what the company that a text names holds of the contracts: "Worteks", "le lot de la société Dalibo". ok is false for a text that names no
// holder, or several.
func (s *Set) FindHolder(text string) (Held, bool) {
	key := " " + strings.Join(search.Words(text), " ") + " "
	var out Held
	named := func(ps []*catalog.Provider) bool {
		for _, p := range ps {
			if !strings.Contains(key, " "+strings.Join(search.Words(p.Name), " ")+" ") {
				continue
			}
			if out.Holder != nil && out.Holder != p {
				return false
			}
			out.Holder = p
		}
		return true
	}
	for _, c := range []*Contract{s.Support, s.Expertise} {
		if c == nil {
			continue
		}
		if !named(c.Holders) {
			return Held{}, false
		}
		for _, l := range c.Lots {
			if !named(l.Holders) {
				return Held{}, false
			}
		}
	}
	if out.Holder == nil {
		return Held{}, false
	}
	return s.HeldBy(out.Holder), true
}

// HeldBy returns what a provider holds of the contracts, which may be nothing.
func (s *Set) HeldBy(p *catalog.Provider) Held {
	out := Held{Holder: p}
	holds := func(ps []*catalog.Provider) bool { return slices.Contains(ps, p) }
	if s.Support != nil && holds(s.Support.Holders) {
		out.Support = s.Support
	}
	if s.Expertise != nil {
		for _, l := range s.Expertise.Lots {
			if holds(l.Holders) {
				out.Lots = append(out.Lots, l)
			}
		}
	}
	return out
}
