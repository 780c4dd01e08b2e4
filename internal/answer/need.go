package answer

import (
	"cmp"
	"slices"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/search"
)

// A need is asked in words ("signer des PDF", "cartes mentales"), not by a name. It is answered by the software whose function says all of its words, or
// by a category whose words it uses. The desk is sure enough of a category when at least half of the words that ask for something are the category's own;
// under that it says that it does not know and offers the category as a next step.

// needs finds software by the words of its function.
type needs struct {
	software []*catalog.Software
	holds    map[string][]int32    // stem -> software whose function holds it, in order
	stems    []string              // sorted, for words of one family
	groups   map[string][][]string // key of a term -> the words of the terms that say the same (written with "|" in a category)
}

// maxCommon is the share of all software that one word may name alone: a word that names more tells nothing.
const maxCommon = 0.06

// longWord is the length, in letters, from which a word of a name may say what the software does.
const longWord = 8

func newNeeds(f Facts) *needs {
	n := &needs{holds: map[string][]int32{}, groups: map[string][][]string{}}
	for _, sw := range f.Catalog.Software {
		if !sw.Free() || sw.Parent != nil {
			continue
		}
		id := int32(len(n.software))
		n.software = append(n.software, sw)
		said := search.Words(sw.Function.V.Fr + " " + sw.Function.V.En)
		for _, w := range search.Words(sw.Name.V) { // "i-Parapheur" says what it does; "Office" says nothing
			if len(w) >= longWord {
				said = append(said, w)
			}
		}
		for _, w := range said {
			if stopWords[w] {
				continue
			}
			s := stem(w)
			if list := n.holds[s]; len(list) == 0 || list[len(list)-1] != id {
				n.holds[s] = append(list, id)
			}
		}
	}
	for s := range n.holds {
		n.stems = append(n.stems, s)
	}
	slices.Sort(n.stems)
	for _, c := range f.Catalog.Categories {
		for _, group := range append([]string{c.Fr + "|" + c.En}, c.Names...) {
			var all [][]string
			for _, t := range terms(group) {
				all = append(all, slices.DeleteFunc(search.Words(t), func(w string) bool { return stopWords[w] }))
			}
			for _, words := range all {
				key := needKey(words)
				n.groups[key] = append(n.groups[key], all...)
			}
		}
	}
	return n
}

// needKey is the key of the words of a need, without plurals.
func needKey(words []string) string {
	stems := make([]string, len(words))
	for i, w := range words {
		stems[i] = stem(w)
	}
	return strings.Join(stems, " ")
}

// saying returns the software whose function says the words, or another way to say them that a category gives. Where none says them all, the vague ones may
// be missing.
func (n *needs) saying(words []string) []*catalog.Software {
	if out := n.sayingAll(words); len(out) > 0 {
		return out
	}
	telling := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return vague[w] })
	if len(telling) == len(words) || len(telling) == 0 {
		return nil
	}
	return n.sayingAll(telling)
}

func (n *needs) sayingAll(words []string) []*catalog.Software {
	ways := append([][]string{words}, n.groups[needKey(words)]...)
	var out []*catalog.Software
	for _, way := range ways {
		for _, sw := range n.doingAll(way) {
			if !slices.Contains(out, sw) {
				out = append(out, sw)
			}
		}
	}
	return out
}

// terms returns the terms of one name of a category: terms that say the same are written "ocr | reconnaissance de caractères".
func terms(group string) []string {
	parts := strings.Split(group, "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// doing gives the noun of what a verb asks for, where stems do not meet.
var doing = map[string]string{
	"gerer": "gestion", "gere": "gestion", "gerez": "gestion", "manage": "management", "convertir": "conversion", "signer": "signature", "sign": "signature", "voter": "vote", "vote": "voting",
	"dessiner": "dessin", "ecrire": "redaction", "chiffrer": "chiffrement", "proteger": "protection", "crypter": "chiffrement", "surveiller": "supervision", "sonder": "sondage",
	"telecharger": "telechargement", "apprendre": "apprentissage", "lire": "lecteur", "imprimer": "impression", "numeriser": "numerisation", "planifier": "planification",
}

// whole reports whether the words name the whole category: its name, or its first names.
func (n *needs) whole(cat *catalog.Category, words []string) bool {
	groups := []string{cat.Fr, cat.En}
	if len(cat.Names) > 0 {
		groups = append(groups, terms(cat.Names[0])...)
	}
	key := needKey(words)
	return slices.ContainsFunc(groups, func(t string) bool {
		return needKey(slices.DeleteFunc(search.Words(t), func(w string) bool { return stopWords[w] })) == key
	})
}

// holding returns the software whose function says the word, or a word of its family.
func (n *needs) holding(w string) map[int32]bool {
	out := map[int32]bool{}
	add := func(s string) {
		for _, id := range n.holds[s] {
			out[id] = true
		}
	}
	stems := []string{stem(w)}
	if noun := doing[w]; noun != "" {
		stems = append(stems, stem(noun))
	}
	for _, s := range stems {
		add(s)
		if len(s) < 6 {
			continue
		}
		// Words of one family begin alike: "convert" and "conversion", "bibliothequ" and "bibliothecaire"; not "organigramme" and "organisation".
		head := s[:max(6, len(s)-4)]
		i, _ := slices.BinarySearch(n.stems, head)
		for ; i < len(n.stems) && strings.HasPrefix(n.stems[i], head); i++ {
			if abs(len(n.stems[i])-len(s)) <= 3 {
				add(n.stems[i])
			}
		}
	}
	return out
}

// doingAll returns the software whose function says all the words, in the order of the catalogue.
func (n *needs) doingAll(words []string) []*catalog.Software {
	if len(words) == 0 {
		return nil
	}
	common := n.holding(words[0])
	for _, w := range words[1:] {
		more := n.holding(w)
		for id := range common {
			if !more[id] {
				delete(common, id)
			}
		}
	}
	if len(words) == 1 && float64(len(common)) > maxCommon*float64(len(n.software)) {
		return nil
	}
	out := make([]*catalog.Software, 0, len(common))
	for id := range n.software {
		if common[int32(id)] {
			out = append(out, n.software[id])
		}
	}
	return out
}

// content returns the words that ask for something: no word of asking, no number, no name of a body.
func (r *reading) content(e *Engine) []string {
	var out []string
	for i, w := range r.words {
		if stopWords[w.fold] || isNumber(w.fold) || w.cue && !w.used || len(w.fold) < 2 || r.asker(i) || e.isCueWord(w.fold) && !r.inCategory(i) || slices.Contains(out, w.fold) {
			continue
		}
		out = append(out, w.fold)
	}
	return out
}

// asker reports whether the word at i tells who asks, not for what: "pour la DINUM", "pour ma mairie".
func (r *reading) asker(i int) bool {
	if slices.ContainsFunc(r.mentions, func(m mention) bool { return m.from <= i && i < m.to && m.things[0].kind == kBody }) {
		return true
	}
	return i > 0 && bodyWords[r.words[i].fold] && possessives[r.words[i-1].fold]
}

var possessives = set("ma mon mes notre nos my our leur leurs sa son")

func (r *reading) inCategory(i int) bool {
	return slices.ContainsFunc(r.mentions, func(m mention) bool { return m.from <= i && i < m.to && m.things[0].kind == kCategory })
}

// named reports whether the question holds a word written as a name that nobody knows: such a question asks about that name, not for a need.
func (r *reading) named() bool {
	return slices.ContainsFunc(r.words, func(w word) bool {
		return w.upper && !w.used && !stopWords[w.fold] && !isNumber(w.fold) && len(w.fold) > 1
	})
}

// need answers a question that names no product and no software. It reports whether the desk is sure enough.
func (c *composer) need(a *Answer) bool {
	content := c.r.content(c.Engine)
	if len(content) == 0 {
		return false
	}
	cat, covered := c.r.category()
	var found []*catalog.Software
	if !c.r.named() {
		found = c.needs.saying(content)
	}
	asking := 0 // words that ask for something of their own
	for _, w := range content {
		if !vague[w] {
			asking++
		}
	}
	switch {
	case cat != nil && covered >= len(content) && c.needs.whole(cat, content):
		c.forNeed(a, cat, nil, found)
		return a.Found
	case cat != nil && 2*covered >= asking && (len(found) > 0 || 3*covered >= 2*asking):
		c.forNeed(a, cat, content, found)
		return a.Found
	case len(found) > 0:
		c.r.because("the function of %d software says %q", len(found), strings.Join(content, " "))
		c.forWords(a, cat, content, found)
		return true
	}
	return false
}

// vague are words of a need that say nothing of what is needed.
var vague = set("gerer gere gestion manage management electronique electronic numerique digital automatique automatic informatique ligne online plateforme platform")

// rankIn sets software of a category before others.
func rankIn(cat *catalog.Category, sw *catalog.Software) int {
	if sw.Category == cat {
		return 0
	}
	return 1
}

// written is the part of the question that asks for something, as it is written: from the first to the last word that names something.
func (c *composer) written() string {
	from, to := -1, -1
	for i, w := range c.r.words {
		if stopWords[w.fold] || w.cue && !w.used || len(w.fold) < 2 || c.isCueWord(w.fold) && !c.r.inCategory(i) {
			continue
		}
		if from < 0 {
			from = i
		}
		to = i + 1
	}
	const most = 8 // words
	if from < 0 || to-from > most {
		return ""
	}
	text := c.r.text
	start, end := strings.Index(text, c.r.words[from].raw), strings.LastIndex(text, c.r.words[to-1].raw)
	if start < 0 || end < start {
		return ""
	}
	return strings.Join(strings.Fields(text[start:end+len(c.r.words[to-1].raw)]), " ")
}

// category returns the category that the question names with most words, and how many of its words ask.
func (r *reading) category() (*catalog.Category, int) {
	var best *catalog.Category
	most := 0
	for _, m := range r.mentions {
		if m.things[0].kind != kCategory {
			continue
		}
		n := 0
		for _, w := range r.words[m.from:m.to] {
			if !stopWords[w.fold] {
				n++
			}
		}
		if n > most {
			best, most = m.things[0].category, n
		}
	}
	return best, most
}

// weight says how much administrations are known to rely on a software, for lists that no product ranks.
func (c *composer) weight(sw *catalog.Software) int {
	n := 2 * len(sw.Replaces)
	if sw.SILL {
		n += 6
	}
	cov := c.facts.Market.Coverage(sw)
	if cov.Supported() || len(cov.Lots) > 0 {
		n += 4
	}
	return n + 2*min(len(sw.Providers), 3) + min(len(sw.Marks), 4)
}

// forWords lists the software whose function says the words.
func (c *composer) forWords(a *Answer, cat *catalog.Category, content []string, found []*catalog.Software) {
	a.Intent = Software
	need := cmp.Or(c.written(), strings.Join(content, " "))
	a.Entity = Entity{Kind: "topic", Name: need}
	c.byWeight(found)
	c.list(a, found)
	a.Summary = c.t("answer.need", "need", need, "n", len(found))
	if cat == nil {
		cat = found[0].Category
	}
	if cat != nil {
		a.Next = append(a.Next, c.link("answer.next-category", "category", cat.Slug, "category", cat.Name().In(c.lang)))
	}
	a.Next = append(a.Next, Link{Label: c.t("answer.next-search", "words", need), URL: c.address("search", need)})
}

// forNeed lists the software of a category; those of first, which say the very words of the question, before the others.
//
// The words are those of a need that is not the whole category: the answer then says how many software say them, and that others follow.
func (c *composer) forNeed(a *Answer, cat *catalog.Category, words []string, first []*catalog.Software) {
	a.Intent = Software
	a.Entity = Entity{Kind: "topic", Name: cat.Name().In(c.lang), Slug: cat.Slug}
	slices.SortStableFunc(first, func(x, y *catalog.Software) int {
		return cmp.Or(cmp.Compare(rankIn(cat, x), rankIn(cat, y)), cmp.Compare(c.weight(y), c.weight(x)))
	})
	var rest []*catalog.Software
	for _, sw := range c.facts.Catalog.Software {
		if sw.Category == cat && sw.Parent == nil && sw.Free() && !slices.Contains(first, sw) {
			rest = append(rest, sw)
		}
	}
	c.byWeight(rest)
	found := slices.Concat(first, rest)
	c.list(a, found)
	need := cmp.Or(c.written(), strings.Join(words, " "))
	switch {
	case len(words) == 0:
		a.Summary = c.t("answer.category", "category", cat.Name().In(c.lang), "n", len(found))
	case len(first) == 0:
		a.Summary = c.t("answer.need-near", "category", cat.Name().In(c.lang), "need", need, "n", len(found))
	default:
		a.Summary = c.t("answer.need", "need", need, "n", len(first)) + " " + c.t("answer.need-others", "category", cat.Name().In(c.lang))
	}
	a.Next = append(a.Next, c.link("answer.next-category", "category", cat.Slug, "category", cat.Name().In(c.lang)))
}

// byWeight sorts software, those that administrations rely on first.
func (c *composer) byWeight(list []*catalog.Software) {
	slices.SortStableFunc(list, func(x, y *catalog.Software) int { return cmp.Compare(c.weight(y), c.weight(x)) })
}

// list makes items of software.
func (c *composer) list(a *Answer, found []*catalog.Software) {
	for _, sw := range found[:min(maxItems, len(found))] {
		item := c.softwareItem(sw)
		var why []string
		if sw.SILL {
			why = append(why, c.t("answer.in-sill"))
		}
		if c.facts.Market.Coverage(sw).Supported() {
			why = append(why, c.t("answer.in-support"))
		}
		if n := len(sw.Replaces); n > 0 {
			why = append(why, c.t("answer.replaces-count", "n", n))
		}
		if len(why) == 0 {
			why = append(why, c.t("answer.in-category"))
		}
		item.Why = strings.Join(why, c.t("answer.sep"))
		a.Items = append(a.Items, item)
	}
	a.Found = len(a.Items) > 0
}
