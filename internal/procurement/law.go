package procurement

import (
	"fmt"
	"slices"
	"unicode"

	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// KindLaw is the kind of statement that describes a legal reference.
const KindLaw = "law"

// Certainty says how a legal reference is known. Only what was Read or Quoted is told without a warning.
type Certainty string

// The certainties, from the surest to the least sure.
const (
	Read     Certainty = "read"     // the text itself, in a public copy
	Quoted   Certainty = "quoted"   // as another document quotes it
	Reported Certainty = "reported" // a commentary says so
	General  Certainty = "general"  // common knowledge, not read again
	Unknown  Certainty = "unknown"  // not checked
)

// Certainties lists the certainties, the surest first.
var Certainties = []Certainty{Read, Quoted, Reported, General, Unknown}

// Sure reports whether the text itself was seen, first hand or as quoted.
func (c Certainty) Sure() bool { return c == Read || c == Quoted }

// Label is the key of the certainty's message.
func (c Certainty) Label() string { return "procurement.certainty-" + string(c) }

// Law is a legal reference: an article, a decision or a doctrine, with what it says in the desk's own words. It holds no quotation.
type Law struct {
	Slug      string          `json:"slug" yaml:"slug"`
	Cite      i18n.Text       `json:"cite" yaml:"cite"`   // as lawyers cite it
	Topic     string          `json:"topic" yaml:"topic"` // naming, rights, licence or delivery
	Says      i18n.Text       `json:"says" yaml:"says"`   // without a full stop
	URL       string          `json:"url" yaml:"url"`     // where it can be read
	Certainty Certainty       `json:"certainty" yaml:"certainty"`
	Doubt     i18n.Text       `json:"doubt,omitzero" yaml:"doubt"`      // what was not checked
	InForce   provenance.Date `json:"inForce,omitzero" yaml:"in-force"` // date of the version that was read, where the copy says it
	Source    string          `json:"source" yaml:"source"`
	Mark      provenance.Mark `json:"-" yaml:"-"` // its date is the one on which the version was checked
}

// Stated is the reference as one line of an answer: the citation, what it says, and how it is known where it was not read.
func (l *Law) Stated(lang i18n.Lang) string {
	said := l.Cite.In(lang) + i18n.T(lang, "procurement.law-colon", nil) + lowerFirst(l.Says.In(lang))
	if l.Certainty != Read {
		said += " (" + i18n.T(lang, l.Certainty.Label(), nil) + ")"
	}
	return said
}

// lowerFirst writes the first letter small, unless the first word is an acronym.
func lowerFirst(s string) string {
	r := []rune(s)
	if len(r) > 1 && unicode.IsUpper(r[0]) && !unicode.IsUpper(r[1]) {
		r[0] = unicode.ToLower(r[0])
	}
	return string(r)
}

// lawTopics are the topics of laws, in the order of the pages.
var lawTopics = []string{"naming", "rights", "licence", "delivery"}

// Validate reports what is missing or unknown in a reference.
func (l Law) Validate() error {
	switch {
	case l.Slug == "" || l.Cite.Fr == "" || l.Cite.En == "" || l.Says.Fr == "" || l.Says.En == "" || l.URL == "":
		return fmt.Errorf("law %q needs a slug, a citation and what it says in both languages, and an address", l.Slug)
	case !slices.Contains(Certainties, l.Certainty):
		return fmt.Errorf("law %q: certainty %q is not one of %v", l.Slug, l.Certainty, Certainties)
	case !slices.Contains(lawTopics, l.Topic):
		return fmt.Errorf("law %q: topic %q is not one of %v", l.Slug, l.Topic, lawTopics)
	case !l.Certainty.Sure() && l.Certainty != Reported && l.Doubt.IsZero():
		return fmt.Errorf("law %q: certainty %q needs a doubt: what was not checked", l.Slug, l.Certainty)
	}
	return nil
}

// LawStatement returns the body of the statement of a law that stands at the place order of its list.
func LawStatement(l Law, order int) any { return orderedLaw{order, l} }

type orderedLaw struct {
	Order int `json:"order"`
	Value Law `json:"value"`
}

func (s *Set) buildLaws(rows []facts.Row, sources provenance.Sources) error {
	entries, err := facts.Decode[orderedLaw](rows, KindLaw)
	if err != nil {
		return err
	}
	slices.SortStableFunc(entries, func(a, b facts.Entry[orderedLaw]) int { return a.Value.Order - b.Value.Order })
	s.laws = make(map[string]*Law, len(entries))
	for _, e := range entries {
		l := e.Value.Value
		l.Mark = sources.Mark(l.Source, e.Checked)
		s.laws[l.Slug] = &l
		s.Laws = append(s.Laws, &l)
	}
	return nil
}

// Law returns the legal reference of the given slug, or nil.
func (s *Set) Law(slug string) *Law { return s.laws[slug] }

// LawsOn returns the references on a topic, in the order of their list.
func (s *Set) LawsOn(topic string) []*Law {
	var out []*Law
	for _, l := range s.Laws {
		if l.Topic == topic {
			out = append(out, l)
		}
	}
	return out
}
