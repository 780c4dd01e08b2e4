package market

import (
	"slices"
	"strings"

	"guichet/internal/search"
)

// Body is what a name of an establishment stands for. Exactly one of Beneficiary and Outside is set.
type Body struct {
	Name        string       // as the desk writes it
	Beneficiary *Beneficiary // the line of the published list that speaks of it
	Member      *Member      // the body is a part of the beneficiary, named by itself
	Successor   *Successor   // the body took over the beneficiary's tasks
	Outside     Outside      // a sort of body of which the published list names none
	Mended      bool         // the name was misspelt
}

// Unclear reports whether the published list leaves open that it means this body.
func (b Body) Unclear() bool { return b.Successor != nil || b.Member != nil && b.Member.Unclear }

// Outside is a sort of body of which the published list of beneficiaries names none; "market.outside-" and its value is the key of its name.
type Outside string

// The sorts of bodies outside.
const (
	Commune     Outside = "commune"
	Departement Outside = "departement"
	Region      Outside = "region"
	Hospital    Outside = "hospital"
	School      Outside = "school"
	University  Outside = "university"
	Insurance   Outside = "insurance" // social security bodies other than the CNAF
	Private     Outside = "private"
)

// outsideWords are the words, folded, that tell a body of a sort outside: one of them is enough where no beneficiary was recognised. Several
// words in one entry must follow each other.
var outsideWords = map[Outside][]string{
	Commune:     {"mairie", "mairies", "commune", "communes", "ville", "metropole", "agglomeration", "communaute urbaine", "intercommunalite", "epci", "ccas", "municipalite", "town hall", "city council"},
	Departement: {"conseil departemental", "departement", "sdis"},
	Region:      {"conseil regional", "region"},
	Hospital:    {"hopital", "hopitaux", "hospitalier", "hospitaliers", "chu", "chru", "ght", "ap hp", "aphp", "ehpad", "hospital"},
	School:      {"ecole", "college", "lycee", "school"},
	University:  {"universite", "universites", "iut", "insa", "comue", "university"},
	Insurance:   {"cpam", "urssaf", "cnam", "carsat", "cnav", "assurance maladie"},
	Private:     {"association", "entreprise", "societe", "sarl", "sas", "particulier", "citoyen", "company"},
}

// outsideOrder is the order in which the sorts are tried: "communauté de communes" before "région".
var outsideOrder = []Outside{Hospital, University, School, Insurance, Commune, Departement, Region, Private}

// Names returns every name under which the body itself, and what is surely a part of it, is known.
func (b *Beneficiary) Names() []string {
	out := append([]string{b.Name.Fr, b.Name.En}, b.Aliases...)
	for _, m := range b.Members {
		if !m.Unclear {
			out = append(append(out, m.Name), m.Aliases...)
		}
	}
	return out
}

// addBody gives a body its names; the first that has a name keeps it.
func (n *names) addBody(b Body, all ...string) {
	for _, name := range all {
		if k := search.Key(name); k != "" {
			if _, ok := n.bodies[k]; !ok {
				n.bodies[k] = b
				n.bodyKeys = append(n.bodyKeys, k)
			}
		}
	}
}

func (s *Set) addBodies(n *names) {
	for _, b := range s.Beneficiaries {
		n.addBody(Body{Name: b.Name.Fr, Beneficiary: b}, append([]string{b.Name.Fr, b.Name.En}, b.Aliases...)...)
		for i := range b.Successors {
			h := &b.Successors[i]
			n.addBody(Body{Name: h.Name, Beneficiary: b, Successor: h}, append([]string{h.Name}, h.Aliases...)...)
		}
		for i := range b.Members {
			m := &b.Members[i]
			n.addBody(Body{Name: m.Name, Beneficiary: b, Member: m}, append([]string{m.Name}, m.Aliases...)...)
		}
		if len(b.Portfolio) > 0 {
			n.ministries, n.portfolio = b, map[string]bool{}
			for _, w := range b.Portfolio {
				n.portfolio[search.Fold(w)] = true
			}
		}
	}
}

// links are words that say nothing of which body is meant.
var links = wordSet("a au aux d de des du en et for l la le les ma mes mon my nos notre of on our pour sur the un une votre chez je suis nous sommes")

// parts are words of a part of a body: with them alone before it, "la DSI du CNRS" is the CNRS.
var parts = wordSet("administration agent bureau cabinet centrale delegation departement digital direction division dnum dsi dtnum general generale information informatique inspection interne laboratoire ministeriel numerique pole secretariat service services snum sous systeme systemes technique unite department directorate office")

func wordSet(s string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		out[w] = true
	}
	return out
}

// maxName bounds the characters of a name that are read: the longest official one is shorter by half.
const maxName = 300

// FindBody finds what a name of an establishment stands for: a beneficiary, a part or a successor of one, or a sort of body of which the
// published list names none. Names are compared without accents, case and punctuation; "ministère" may be followed by any words of a
// portfolio, and by no other. A long name may hold one or two mistakes; a short one none, for another body bears the next name: INRAE is not
// INRIA. A name that stands for nothing is not found: never the nearest one.
func (s *Set) FindBody(name string) (Body, bool) {
	if r := []rune(name); len(r) > maxName {
		return Body{}, false
	}
	words := search.Words(name)
	for len(words) > 0 && links[words[0]] {
		words = words[1:]
	}
	if len(words) == 0 {
		return Body{}, false
	}
	if b, ok := s.names.bodies[strings.Join(words, "")]; ok {
		return b, true
	}
	if i := ministryWord(words); i >= 0 {
		return s.ministry(name, words[:i], words[i+1:])
	}
	if b, ok := s.partOf(name, words); ok {
		return b, true
	}
	if b, ok := s.fieldService(name, words); ok {
		return b, true
	}
	if o := outside(words); o != "" {
		return Body{Name: strings.TrimSpace(name), Outside: o}, true
	}
	if k := nearest(strings.Join(words, ""), s.names.bodyKeys, 9); k != "" {
		b := s.names.bodies[k]
		b.Mended = true
		return b, true
	}
	return Body{}, false
}

// ministryWord returns the place of the word "ministère", also misspelt by one letter, or -1.
func ministryWord(words []string) int {
	return slices.IndexFunc(words, func(w string) bool {
		if w == "ministre" || w == "minister" {
			return false
		}
		if w == "min" { // "Min. des Armées"
			return len(words) > 1
		}
		for _, m := range []string{"ministere", "ministeres", "ministry", "ministries"} {
			if w == m || search.Distance(w, m, 1) <= 1 {
				return true
			}
		}
		return false
	})
}

// ministry reads what stands before and after the word "ministère".
func (s *Set) ministry(name string, before, after []string) (Body, bool) {
	if s.names.ministries == nil || !within(before, parts) {
		return Body{}, false
	}
	known, mended := 0, false
	for _, w := range after {
		switch {
		case links[w]:
		case s.names.portfolio[w]:
			known++
		case len(w) >= 6 && s.mendPortfolio(w):
			known, mended = known+1, true
		default:
			return Body{}, false
		}
	}
	if known == 0 && len(before) > 0 {
		return Body{}, false
	}
	m := &Member{Name: strings.TrimSpace(name), Source: s.names.ministries.Source}
	return Body{Name: m.Name, Beneficiary: s.names.ministries, Member: m, Mended: mended}, true
}

func (s *Set) mendPortfolio(w string) bool {
	for p := range s.names.portfolio {
		if len(p) >= 6 && p[0] == w[0] && search.Distance(w, p, 1) <= 1 {
			return true
		}
	}
	return false
}

// partOf finds a known name with words of a part around it: "DSI du CNRS".
func (s *Set) partOf(name string, words []string) (Body, bool) {
	for size := len(words) - 1; size >= 1; size-- {
		for i := 0; i+size <= len(words); i++ {
			b, ok := s.names.bodies[strings.Join(words[i:i+size], "")]
			if !ok || !within(words[:i], parts) || !within(words[i+size:], parts) {
				continue
			}
			if b.Member == nil && b.Successor == nil {
				b.Member = &Member{Name: strings.TrimSpace(name), Source: b.Beneficiary.Source}
			}
			b.Name = strings.TrimSpace(name)
			return b, true
		}
	}
	return Body{}, false
}

// fieldService finds a local service by the words that its name begins with: "préfecture du Rhône", "rectorat de Lille". Which ones the list means
// is not published, so the place does not matter.
func (s *Set) fieldService(name string, words []string) (Body, bool) {
	for size := min(len(words), 6); size >= 1; size-- {
		if b, ok := s.names.bodies[strings.Join(words[:size], "")]; ok && b.Member != nil && b.Member.Unclear {
			b.Name = strings.TrimSpace(name)
			return b, true
		}
	}
	return Body{}, false
}

// within reports whether every word is a link or one of set.
func within(words []string, set map[string]bool) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !links[w] && !set[w] })
}

func outside(words []string) Outside {
	text := " " + strings.Join(words, " ") + " "
	for _, o := range outsideOrder {
		for _, w := range outsideWords[o] {
			if strings.Contains(text, " "+w+" ") {
				return o
			}
		}
	}
	return ""
}

// nearest returns the only key within one mistake of k (two from 14 letters), or "". Keys and k shorter than shortest are not compared, nor those
// whose first letter differs.
func nearest(k string, keys []string, shortest int) string {
	if len(k) < shortest || len(k) > 60 {
		return ""
	}
	limit := 1
	if len(k) >= 14 {
		limit = 2
	}
	best, found, doubt := limit+1, "", false
	for _, c := range keys {
		if len(c) < shortest || c[0] != k[0] || len(c)-len(k) > limit || len(k)-len(c) > limit {
			continue
		}
		switch d := search.Distance(k, c, limit); {
		case d < best:
			best, found, doubt = d, c, false
		case d == best && d <= limit:
			doubt = true
		}
	}
	if doubt || best > limit {
		return ""
	}
	return found
}
