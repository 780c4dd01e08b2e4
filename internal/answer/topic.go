package answer

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"guichet/internal/community"
	"guichet/internal/market"
	"guichet/internal/ospo"
	"guichet/internal/procurement"
	"guichet/internal/provenance"
	"guichet/internal/question"
	"guichet/internal/search"
)

// matcher finds the common question that a question is like: the weight of the words that both hold, over that of all their words.
// A word that many questions hold weighs little, and a word that names nothing ("comment", "dois", "pour") little of that.
type matcher struct {
	forms  []form
	holds  map[string][]int // word -> the forms that hold it
	weight map[string]float64
	stems  map[*question.Question]map[string]bool // of all the ways to ask it
}

// form is one way to ask a common question.
type form struct {
	q     *question.Question
	total float64 // weight of its words
}

// stopShare is what a stop word weighs of what its rarity gives.
const stopShare = 0.25

func newMatcher(qs []*question.Question) *matcher {
	m := &matcher{weight: map[string]float64{}, holds: map[string][]int{}, stems: map[*question.Question]map[string]bool{}}
	names := map[string]bool{} // stems of words that name something
	for _, q := range qs {
		m.stems[q] = map[string]bool{}
		for _, text := range append([]string{q.Ask.Fr, q.Ask.En}, q.Phrases...) {
			for _, w := range search.Words(text) {
				s := stem(w)
				m.stems[q][s] = true
				names[s] = names[s] || !stopWords[w]
				if list := m.holds[s]; len(list) == 0 || list[len(list)-1] != len(m.forms) {
					m.holds[s] = append(list, len(m.forms))
				}
			}
			m.forms = append(m.forms, form{q: q})
		}
	}
	for w, list := range m.holds {
		m.weight[w] = math.Log(1 + float64(len(m.forms))/float64(len(list)))
		if !names[w] {
			m.weight[w] *= stopShare
		}
	}
	// Added in one order, so that sums are the same at each start.
	for _, w := range slices.Sorted(maps.Keys(m.holds)) {
		for _, i := range m.holds[w] {
			m.forms[i].total += m.weight[w]
		}
	}
	return m
}

// stem takes the ends of words that French and English change most; it need only treat both sides alike.
func stem(w string) string {
	for _, end := range []string{"ements", "ement", "ations", "ation", "euses", "euse", "ees", "ee", "ers", "er", "ent", "ing", "es", "e", "s", "x"} {
		if s, ok := strings.CutSuffix(w, end); ok && len(s) >= 4 {
			return s
		}
	}
	return w
}

type likeness struct {
	q     *question.Question
	score float64
}

// best returns the questions most like the words, best first; each once.
func (m *matcher) best(words []word) []likeness {
	asked := map[string]bool{}
	common := make([]float64, len(m.forms))
	total := 0.0
	for _, w := range words {
		s := stem(w.fold)
		if asked[s] {
			continue
		}
		asked[s] = true
		total += m.weightOf(s, w.fold)
		for _, i := range m.holds[s] {
			common[i] += m.weight[s]
		}
	}
	place := map[*question.Question]int{}
	var out []likeness
	for i, f := range m.forms {
		if common[i] == 0 {
			continue
		}
		score := common[i] / (total + f.total - common[i])
		if k, ok := place[f.q]; ok {
			out[k].score = max(out[k].score, score)
			continue
		}
		place[f.q] = len(out)
		out = append(out, likeness{f.q, score})
	}
	slices.SortStableFunc(out, func(a, b likeness) int { return cmp.Compare(b.score, a.score) })
	return out
}

func (m *matcher) weightOf(s, w string) float64 {
	if x, ok := m.weight[s]; ok {
		return x
	}
	if stopWords[w] {
		return 0.3
	}
	return unheard * math.Log(1+float64(len(m.forms)))
}

// unheard is what a word that no common question holds weighs of the rarest that one holds.
const unheard = 0.8

// Common questions that are somewhat like one that the desk does not know are offered beside its "not known": at most maxNear of them, from mayBe on.
const (
	mayBe   = 0.25
	maxNear = 3
)

// certain is the likeness from which a common question answers a question whose intent is not clear.
const certain = 0.5

// same is the likeness from which a common question is the question itself, and near that from which it is the question of somebody who names nothing.
const (
	same = 0.8
	near = 0.6
)

// common answers with a common question that says the same, whatever the words seemed to ask; what the intent lists (offices, spaces, delays) follows.
// A question that names a product, a software or a body asks about that one: only a common question that names it, too, answers it.
func (c *composer) common(a *Answer) bool {
	best := c.matcher.best(c.r.words)
	if len(best) == 0 || best[0].score < near {
		return false
	}
	sure := near
	if c.r.first(kLicence) != nil { // the rules of the licence itself answer better than a question near by
		sure = 0.9
	}
	named, told := false, true // something is named; the common question names it, too
	for _, m := range c.r.mentions {
		if m.things[0].kind == kCategory {
			continue
		}
		named = true
		for _, w := range c.r.words[m.from:m.to] {
			told = told && c.matcher.stems[best[0].q][stem(w.fold)]
		}
	}
	if !c.alike(best[0]) || named && (!told || best[0].score < sure) || !named && c.r.named() && best[0].score < same {
		return false
	}
	var list Answer
	switch c.r.intent {
	case Office, Community, Delay, Licensing:
		c.compose(&list)
	}
	c.fromQuestions(a, best)
	if list.Found && Intent(best[0].q.Intent) == c.r.intent {
		a.Items = a.Items[:1]
		for _, it := range list.Items {
			if it.Kind != "page" {
				a.Items = append(a.Items, it)
			}
		}
	}
	return true
}

// alike reports whether a common question is the question, or one near it that asks for the same sort of thing.
func (c *composer) alike(l likeness) bool {
	if l.score >= same || Intent(l.q.Intent) == c.r.intent {
		return true
	}
	switch c.r.intent {
	case Referent, Listing, Purchase, Licensing, Office, Community:
		return false
	}
	return true
}

// topic answers from the common questions of the intent.
func (c *composer) topic(a *Answer) {
	if q := c.naming(); q != nil {
		c.fromQuestions(a, []likeness{{q, 1}})
		return
	}
	var found []likeness
	for _, l := range c.matcher.best(c.r.words) {
		if Intent(l.q.Intent) == c.r.intent {
			found = append(found, l)
		}
	}
	if len(found) == 0 {
		for _, q := range c.facts.Questions {
			if Intent(q.Intent) == c.r.intent {
				found = append(found, likeness{q, 0})
			}
		}
	}
	if len(found) == 0 || c.r.intent == Purchase && c.r.strength < 4 && found[0].score < 0.35 {
		c.unknown(a)
		return
	}
	c.fromQuestions(a, found)
}

// naming is the common question of who wants to demand something by its name in a tender: a product that is not free, as a trade mark; free software, by the test of the
// Conseil d'État. It is nil for other questions about buying.
func (c *composer) naming() *question.Question {
	if c.r.intent != Purchase || !slices.ContainsFunc(c.r.words, func(w word) bool { return demands[w.fold] }) {
		return nil
	}
	slug := ""
	switch {
	case c.r.first(kSoftware) != nil:
		slug = "acheter-logiciel-precis"
	case c.r.first(kProduct) != nil, c.r.first(kVendor) != nil, c.r.asks("proprietaire"), c.r.asks("proprietaires"), c.r.asks("proprietary"):
		slug = "marque-editeur"
	}
	for _, q := range c.facts.Questions {
		if q.Slug == slug {
			return q
		}
	}
	return nil
}

// demands are the words of who wants something and nothing else.
var demands = set("imposer impose exiger exige demander nommer nomme citer cite require requires demand name force")

func (c *composer) fromQuestions(a *Answer, found []likeness) {
	q := found[0].q
	c.r.because("the common question %q is the nearest (%.2f)", q.Slug, found[0].score)
	a.Intent = Intent(q.Intent)
	a.Entity = Entity{Kind: "topic", Name: q.Ask.In(c.lang), Slug: q.Slug}
	a.Found = true
	a.Summary = q.Answer.In(c.lang)
	for i, l := range found {
		if i > 2 || i > 0 && l.score < found[0].score/2 {
			break
		}
		item := Item{Kind: "page", Name: l.q.Ask.In(c.lang), Slug: l.q.Slug, URL: l.q.URL.In(c.lang), Why: l.q.Answer.In(c.lang)}
		for _, f := range l.q.Facts {
			m, value := c.facts.Sources.Mark(f.Source, f.Checked), f.Value.In(c.lang)
			if law := c.facts.Procurement.Law(f.Law); law != nil {
				m, value = law.Mark, law.Stated(c.lang)
			} else if !f.Checked.IsZero() {
				m.Checked = f.Checked
			}
			item.Facts = append(item.Facts, Fact{Label: f.Label.In(c.lang), Value: value, Source: c.facts.Sources.Title(m.Source, c.lang), Checked: m.Checked.String()})
		}
		a.Items = append(a.Items, item)
	}
	for _, n := range q.Next {
		a.Next = append(a.Next, Link{Label: n.Label.In(c.lang), URL: n.URL.In(c.lang)})
	}
	if len(a.Next) == 0 {
		a.Next = append(a.Next, Link{Label: c.t("answer.next-read"), URL: q.URL.In(c.lang)}, c.link("answer.next-contact", "contact", ""))
	}
}

// licence answers for a licence that is named, or tells which licences one may choose.
func (c *composer) licence(a *Answer) {
	named := c.r.all(kLicence)
	if i := slices.IndexFunc(c.facts.Questions, func(q *question.Question) bool { return q.Slug == "changer-licence" }); i >= 0 && c.r.says(relicensing) {
		c.fromQuestions(a, []likeness{{c.facts.Questions[i], 1}})
		return
	}
	if len(named) == 0 {
		if sw := c.r.first(kSoftware); sw != nil {
			c.software(a)
			a.Intent = Licensing
			return
		}
		if c.r.first(kProduct) != nil { // the licence of a product that is not free is bought: what replaces it is what the desk knows
			c.equivalent(a)
			a.Intent = Equivalent
			return
		}
		c.topic(a)
		if a.Found {
			for _, l := range c.facts.Procurement.ForSoftware() {
				a.Items = append(a.Items, c.licenceItem(l))
			}
		}
		return
	}
	l := named[0].licence
	a.Entity = Entity{Kind: "topic", Name: l.SPDX, Slug: l.SPDX}
	var of []*procurement.Licence
	for _, t := range named {
		of = append(of, t.licence)
		a.Items = append(a.Items, c.licenceItem(t.licence))
	}
	a.Found = true
	a.Summary = a.Items[0].Name + c.t("answer.colon") + lowerFirst(a.Items[0].Why) + "."
	if len(named) > 1 {
		var allowed []string
		for _, t := range named {
			if t.licence.Publish != "" {
				allowed = append(allowed, t.licence.SPDX)
			}
		}
		a.Summary = c.t("answer.licences-none", "n", len(named))
		if len(allowed) > 0 {
			a.Summary = c.t("answer.licences-some", "n", len(named), "names", strings.Join(allowed, ", "))
		}
	}
	if l.SPDX == "BSL-1.0" && len(named) == 1 && slices.ContainsFunc(c.r.words, func(w word) bool { return w.fold == "bsl" }) {
		a.Summary = c.t("answer.licence-bsl")
	} else if said := c.licenceAsked(preferred(of)); said != "" {
		a.Summary = said
		at := slices.IndexFunc(a.Items, func(x Item) bool { return x.Slug == preferred(of).SPDX })
		a.Items[0], a.Items[at] = a.Items[at], a.Items[0]
	}
	a.Next = []Link{c.link("answer.next-licences", "licences", ""), c.link("answer.next-choice", "licence-choice", ""), c.link("answer.next-contact", "contact", "")}
}

func (c *composer) licenceItem(l *procurement.Licence) Item {
	item := Item{Kind: "licence", Name: l.SPDX, Slug: l.SPDX, URL: c.address("licence", l.SPDX)}
	var why []string
	switch {
	case l.Publish != "":
		why = append(why, c.t("answer.licence-publish-"+l.Publish))
	case l.Data != "":
		why = append(why, c.t("answer.licence-data"))
	default:
		why = append(why, c.t("answer.licence-not-publish"))
	}
	if l.Catalogue {
		why = append(why, c.t("answer.licence-catalogue"))
	}
	item.Why = strings.Join(why, c.t("answer.sep"))
	item.Facts = c.fact("answer.fact-name", l.Name, l.Mark)
	item.Facts = append(item.Facts, c.fact("answer.fact-note", l.Note.In(c.lang), l.Mark)...)
	return item
}

// offices lists the public Open Source Programme Offices, or the one that is named.
func (c *composer) offices(a *Answer) {
	a.Entity = Entity{Kind: "topic", Name: "OSPO", Slug: "ospo"}
	list := c.facts.OSPO.Offices
	if words := c.officeWords(); words != "" && c.r.first(kOffice) == nil {
		list = c.facts.OSPO.Find(ospo.Filter{Words: words})
		a.Entity = Entity{Kind: "organisation", Name: words}
		if len(list) == 0 {
			a.Summary = c.t("answer.no-ospo", "body", words)
			a.Next = []Link{c.link("answer.next-ospos", "ospos", ""), c.link("answer.next-ospo-new", "ospo-register", "")}
			return
		}
	}
	if o := c.r.first(kOffice); o != nil {
		list = list[:0:0]
		for _, t := range c.r.all(kOffice) {
			list = append(list, t.office)
		}
		a.Entity = Entity{Kind: "organisation", Name: list[0].Name, Slug: list[0].Slug}
	}
	for _, o := range list {
		item := Item{Kind: "ospo", Name: o.Name, Slug: o.Slug, URL: c.address("ospo", o.Slug), Why: o.Description.In(c.lang)}
		item.Facts = c.fact("answer.fact-site", o.URL, o.Mark)
		item.Facts = append(item.Facts, c.fact("answer.fact-email", o.Email, o.Mark)...)
		item.Facts = append(item.Facts, c.fact("answer.fact-created", o.Created.In(c.lang), o.Mark)...)
		a.Items = append(a.Items, item)
	}
	a.Found = len(a.Items) > 0
	a.Summary = c.t("answer.ospos", "n", len(a.Items))
	if len(list) == 1 {
		a.Summary = list[0].Name + c.t("answer.colon") + lowerFirst(list[0].Description.In(c.lang)) + "."
	}
	a.Next = []Link{c.link("answer.next-ospos", "ospos", ""), c.link("answer.next-spaces", "spaces", ""), c.link("answer.next-ospo-new", "ospo-register", "")}
}

// spaces lists where to talk, the spaces that the question names first.
func (c *composer) spaces(a *Answer) {
	a.Entity = Entity{Kind: "topic", Name: "BlueHats", Slug: "bluehats"}
	agent := slices.ContainsFunc(c.r.words, func(w word) bool { return strings.HasPrefix(w.fold, "agent") || w.fold == "administration" })
	list := slices.Clone(c.facts.Community.Spaces)
	weigh := func(s *community.Space) int {
		n := 0
		for _, name := range append(slices.Clone(s.Aliases), s.Name.Fr) {
			for _, w := range search.Words(name) {
				if len(w) > 2 && w != "bluehats" && w != "liste" && w != "list" && slices.ContainsFunc(c.r.words, func(x word) bool { return x.fold == w }) {
					n += 2
				}
			}
		}
		if agent && slices.Contains(s.Audience, "agents") {
			n++
		}
		return n
	}
	slices.SortStableFunc(list, func(x, y *community.Space) int {
		return cmp.Compare(weigh(y), weigh(x))
	})
	for _, s := range list {
		item := Item{Kind: "space", Name: s.Name.In(c.lang), Slug: s.Slug, URL: s.URL, Why: s.Entry.In(c.lang)}
		item.Facts = c.fact("answer.fact-audience", c.audience(s.Audience), s.Mark)
		a.Items = append(a.Items, item)
	}
	a.Found = len(a.Items) > 0
	a.Summary = c.t("answer.spaces")
	a.Next = []Link{c.link("answer.next-spaces", "spaces", ""), c.link("answer.next-ospos", "ospos", "")}
}

// officeWords returns the body whose office the question asks about ("OSPO du CNRS"), or "".
func (c *composer) officeWords() string {
	if b := c.r.first(kBody); b != nil {
		return b.name()
	}
	if slices.ContainsFunc(strings.Fields(c.r.unknown), func(w string) bool { return unicode.IsUpper(firstRune(w)) }) {
		return c.r.unknown
	}
	return ""
}

func (c *composer) audience(who []string) string {
	parts := make([]string, len(who))
	for i, w := range who {
		parts[i] = c.t("community.audience-" + w)
	}
	return strings.Join(parts, ", ")
}

// unknown tries the common questions, and otherwise says that the desk does not know.
func (c *composer) unknown(a *Answer) {
	if best := c.matcher.best(c.r.words); len(best) > 0 && best[0].score >= certain {
		c.fromQuestions(a, best[:1])
		return
	}
	if c.r.intent == Unknown && c.need(a) {
		return
	}
	a.Intent = Unknown
	if cat := c.nearCategory(); cat != nil {
		a.Next = append(a.Next, c.link("answer.next-category", "category", cat.Slug, "category", cat.Name().In(c.lang)))
	}
	switch {
	case len(c.r.words) == 0:
		a.Summary = c.t("answer.empty")
	case c.r.unknown != "":
		name := c.r.unknown
		if !c.r.named() {
			name = cmp.Or(c.written(), name)
		}
		a.Entity = Entity{Kind: "topic", Name: name}
		a.Summary = c.t("answer.unknown-name", "name", name)
	default:
		a.Summary = c.t("answer.unknown")
	}
	a.Next = append(a.Next, c.nearLinks()...)
	for i, l := range c.matcher.best(c.r.words) {
		if i == maxNear || l.score < mayBe {
			break
		}
		a.Next = append(a.Next, Link{Label: c.t("answer.next-near", "question", l.q.Ask.In(c.lang)), URL: c.address("search", l.q.Ask.In(c.lang))})
	}
	a.Next = append(a.Next, c.link("answer.next-services", "services", ""))
}

func itoa(n int) string { return strconv.Itoa(n) }

func nameOf(x *market.Covered) provenance.Value[string] { return provenance.Of(x.Name, x.Mark) }
