package procurement

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// Kinds of the statements about clauses.
const (
	KindClause  = "clause"
	KindEdition = "clause-edition"
)

// Clause is one article of the contract's own documents, in the desk's wording: a draft for legal review. Its text is French, as contracts are.
type Clause struct {
	Slug        string       `json:"slug" yaml:"slug"`
	Place       string       `json:"place" yaml:"place"`   // ccap or cctp
	Choice      string       `json:"choice" yaml:"choice"` // the choice that it answers: see choiceOrder
	Title       i18n.Text    `json:"title" yaml:"title"`
	When        []string     `json:"when,omitempty" yaml:"when"` // conditions, all of which hold: see Choices.holds
	Texts       []ClauseText `json:"texts" yaml:"texts"`         // oldest first
	Why         i18n.Text    `json:"why" yaml:"why"`             // without a full stop
	Laws        []string     `json:"laws" yaml:"laws"`           // slugs of the references that it rests on
	Derogations []Derogation `json:"derogations,omitempty" yaml:"derogations"`
}

// ClauseText is the text of a clause since an edition. An empty Fr withdraws the clause.
type ClauseText struct {
	Since  provenance.Date `json:"since" yaml:"since"`
	Fr     string          `json:"fr" yaml:"fr"`
	Gloss  string          `json:"gloss" yaml:"gloss"`            // what it says, in English
	Change i18n.Text       `json:"change,omitzero" yaml:"change"` // what differs from the text before
}

// Derogation is what a clause does to an article of the CCAG: a derogation of it, which the last article of the CCAP lists, or a precision, which a
// lawyer may find to be one.
type Derogation struct {
	Article i18n.Text `json:"article" yaml:"article"`
	Kind    string    `json:"kind" yaml:"kind"` // derogation or precision
	Text    i18n.Text `json:"text" yaml:"text"`
}

// Edition is a state of all clauses, named by its date.
type Edition struct {
	Date     provenance.Date `json:"date" yaml:"date"`
	ReviewBy provenance.Date `json:"reviewBy" yaml:"review-by"` // last day on which the texts may be used without being read again
	Note     i18n.Text       `json:"note,omitzero" yaml:"note"`
	Source   string          `json:"source" yaml:"source"`
}

// Due reports whether the texts should have been reviewed by the given day.
func (e Edition) Due(today provenance.Date) bool { return e.ReviewBy.Before(today) }

// Validate reports what is missing or unknown in a clause.
func (c Clause) Validate() error {
	if c.Slug == "" || c.Title.Fr == "" || c.Title.En == "" || c.Why.Fr == "" || c.Why.En == "" || len(c.Texts) == 0 || len(c.Laws) == 0 {
		return fmt.Errorf("clause %q needs a title and a why in both languages, a text and a law", c.Slug)
	}
	if c.Place != "ccap" && c.Place != "cctp" {
		return fmt.Errorf("clause %q: place %q is neither ccap nor cctp", c.Slug, c.Place)
	}
	if !slices.Contains(choiceOrder, c.Choice) {
		return fmt.Errorf("clause %q: choice %q is not one of %v", c.Slug, c.Choice, choiceOrder)
	}
	for i, t := range c.Texts {
		if t.Since.IsZero() || i > 0 && !c.Texts[i-1].Since.Before(t.Since) || t.Fr != "" && t.Gloss == "" || i > 0 && t.Change.IsZero() {
			return fmt.Errorf("clause %q: text %d needs a later date than the one before, a gloss, and what changed", c.Slug, i+1)
		}
		if m := blank.FindAllString(t.Fr, -1); m != nil {
			for _, name := range m {
				if _, ok := blanks[strings.Trim(name, "{}")]; !ok {
					return fmt.Errorf("clause %q: nothing is called %s", c.Slug, name)
				}
			}
		}
	}
	for _, w := range c.When {
		name, values, ok := strings.Cut(w, "=")
		if !ok || !knownCondition(name, values) {
			return fmt.Errorf("clause %q: condition %q is not one that a choice can meet", c.Slug, w)
		}
	}
	for _, d := range c.Derogations {
		if d.Kind != "derogation" && d.Kind != "precision" || d.Article.IsZero() || d.Text.IsZero() {
			return fmt.Errorf("clause %q: a derogation needs its article, its text, and derogation or precision for its kind", c.Slug)
		}
	}
	return nil
}

// Validate reports what is missing in an edition.
func (e Edition) Validate() error {
	if e.Date.Day == 0 || e.ReviewBy.Day == 0 || !e.Date.Before(e.ReviewBy) {
		return fmt.Errorf("edition %s needs a day, and a later day of review", e.Date)
	}
	return nil
}

// at returns the text that was in force in an edition; ok is false when there was none.
func (c *Clause) at(edition provenance.Date) (t ClauseText, ok bool) {
	for _, text := range c.Texts {
		if !edition.Before(text.Since) {
			t = text
		}
	}
	return t, t.Fr != ""
}

// OrderedClause is a clause at its place of the contract.
type OrderedClause struct {
	Order int    `json:"order"`
	Value Clause `json:"value"`
}

// ClauseStatement returns the body of the statement of a clause that stands at the place order of the contract.
func ClauseStatement(c Clause, order int) any { return OrderedClause{order, c} }

func (s *Set) buildClauses(rows []facts.Row) error {
	clauses, err := facts.Decode[OrderedClause](rows, KindClause)
	if err != nil {
		return err
	}
	slices.SortStableFunc(clauses, func(a, b facts.Entry[OrderedClause]) int { return cmp.Compare(a.Value.Order, b.Value.Order) })
	for _, e := range clauses {
		s.Clauses = append(s.Clauses, &e.Value.Value)
	}
	editions, err := facts.Decode[Edition](rows, KindEdition)
	if err != nil {
		return err
	}
	for _, e := range editions {
		s.Editions = append(s.Editions, e.Value)
	}
	slices.SortFunc(s.Editions, func(a, b Edition) int { return cmp.Compare(a.Date.String(), b.Date.String()) })
	return nil
}

// Edition returns the current edition of the clauses, the zero Edition when there is none.
func (s *Set) Edition() Edition {
	if len(s.Editions) == 0 {
		return Edition{}
	}
	return s.Editions[len(s.Editions)-1]
}
