package answer

import (
	"slices"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/community"
	"guichet/internal/i18n"
	"guichet/internal/market"
	"guichet/internal/ospo"
	"guichet/internal/procurement"
	"guichet/internal/provenance"
	"guichet/internal/question"
)

// Facts is everything that answers are made of.
type Facts struct {
	Catalog     *catalog.Set
	Market      *market.Set
	Procurement *procurement.Set
	OSPO        *ospo.Set
	Community   *community.Set
	Questions   []*question.Question
	Sources     provenance.Sources
	// Address returns the address of a page of the desk in a language: ("software", "gimp") is /fr/logiciels/gimp. Package web owns the table.
	Address func(lang i18n.Lang, page, slug string) string
}

// Engine answers questions about one set of facts. It never changes and is safe for use by many at once.
type Engine struct {
	facts    Facts
	lex      *lexicon
	cueWords []string // longest first, sorted
	matcher  *matcher
	needs    *needs
}

// New returns the engine of f.
func New(f Facts) *Engine {
	e := &Engine{facts: f, lex: newLexicon(f), matcher: newMatcher(f.Questions), needs: newNeeds(f)}
	for w := range e.lex.cues {
		e.cueWords = append(e.cueWords, w)
	}
	slices.Sort(e.cueWords)
	return e
}

func (e *Engine) isCueWord(w string) bool {
	if _, ok := e.lex.cues[w]; ok {
		return true
	}
	i, exact := slices.BinarySearch(e.cueWords, w)
	return exact || i > 0 && len(e.cueWords[i-1]) > 5 && strings.HasPrefix(w, e.cueWords[i-1])
}

// Answer answers a question. The language of the answer is that of the question's words; hint decides where they do not tell.
func (e *Engine) Answer(question string, hint i18n.Lang) Answer {
	r := e.read(question, hint)
	c := &composer{Engine: e, r: r, lang: r.lang}
	a := Answer{Question: question, Lang: r.lang, Intent: r.intent}
	switch {
	case c.naming() != nil:
		c.compose(&a)
	case c.common(&a):
		r.because("a common question says the same")
	case c.debianVersion(&a):
		r.because("a version of Debian is named")
	case r.first(kLicence) != nil && !r.says(relicensing) && c.licencePair(&a):
		r.because("two licences are set beside each other")
	default:
		c.compose(&a)
	}
	return c.finish(a)
}

// compose makes the answer of the question's intent.
func (c *composer) compose(a *Answer) {
	switch c.r.intent {
	case Equivalent:
		c.equivalent(a)
	case Providing:
		c.providers(a)
	case Covering:
		c.coverage(a)
	case Delay:
		c.delays(a)
	case Licensing:
		c.licence(a)
	case Office:
		c.offices(a)
	case Community:
		c.spaces(a)
	case Software:
		c.software(a)
	case Referent, Listing, Purchase:
		c.topic(a)
	default:
		c.unknown(a)
	}
}

// finish gives every answer its shape: no items where nothing is known, a person as the last resort, no null in the JSON.
func (c *composer) finish(a Answer) Answer {
	if !a.Found {
		a.Items = nil
		a.Next = append(a.Next, c.link("answer.next-contact", "contact", ""))
	}
	if a.Items == nil {
		a.Items = []Item{}
	}
	if a.Next == nil {
		a.Next = []Link{}
	}
	for i := range a.Items {
		if a.Items[i].Facts == nil {
			a.Items[i].Facts = []Fact{}
		}
	}
	a.Reasons = c.r.reasons
	return a
}

// composer makes one answer.
type composer struct {
	*Engine
	r    *reading
	lang i18n.Lang
}

func (c *composer) t(key string, values ...any) string {
	m := make(map[string]any, len(values)/2)
	for i := 0; i+1 < len(values); i += 2 {
		m[values[i].(string)] = values[i+1]
	}
	return i18n.T(c.lang, key, m)
}

func (c *composer) address(page, slug string) string { return c.facts.Address(c.lang, page, slug) }

func (c *composer) link(key, page, slug string, values ...any) Link {
	return Link{Label: c.t(key, values...), URL: c.address(page, slug)}
}

// fact returns the fact that value under the message key label, or nothing when its source is not known.
func (c *composer) fact(label, value string, m provenance.Mark) []Fact {
	if value == "" || m.IsZero() {
		return nil
	}
	return []Fact{{Label: c.t(label), Value: value, Source: c.facts.Sources.Title(m.Source, c.lang), Checked: m.Checked.String()}}
}
