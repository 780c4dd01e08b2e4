// Package question holds the common questions of the desk and the answers that its editors wrote.
package question

import (
	"cmp"
	"slices"

	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// Kind is the kind of statement that holds a common question and its answer.
const Kind = "question"

// Question is a common question with its answer, written by the editors.
type Question struct {
	Slug    string    `json:"slug" yaml:"slug"`
	Intent  string    `json:"intent" yaml:"intent"`             // of package answer: listing, referent, purchase, ...
	Ask     i18n.Text `json:"ask" yaml:"ask"`                   // the question as it is shown
	Phrases []string  `json:"phrases,omitempty" yaml:"phrases"` // other ways to ask it, in either language
	Answer  i18n.Text `json:"answer" yaml:"answer"`             // one or two sentences
	URL     i18n.Text `json:"url" yaml:"url"`                   // where the whole answer stands
	Facts   []Fact    `json:"facts" yaml:"facts"`
	Next    []Link    `json:"next,omitempty" yaml:"next"`
	Source  string    `json:"source" yaml:"source"`
	Home    bool      `json:"home,omitempty" yaml:"home"` // shown on the home page
}

// Fact is a fact that the answer rests on.
type Fact struct {
	Label   i18n.Text       `json:"label" yaml:"label"`
	Value   i18n.Text       `json:"value" yaml:"value"`
	Source  string          `json:"source" yaml:"source"`
	Law     string          `json:"law,omitempty" yaml:"law"`        // slug of the legal reference that is the value, in place of Value and Source
	Checked provenance.Date `json:"checked,omitzero" yaml:"checked"` // when it is not the date of the source's copy
}

// Link is a next step.
type Link struct {
	Label i18n.Text `json:"label" yaml:"label"`
	URL   i18n.Text `json:"url" yaml:"url"`
}

type orderedQuestion struct {
	Order int      `json:"order"`
	Value Question `json:"value"`
}

// Ordered returns the body of the statement of a question that stands at the place order of its list.
func Ordered(q Question, order int) any { return orderedQuestion{order, q} }

// Build reads the statements of common questions, in the order of their list.
func Build(rows []facts.Row) ([]*Question, error) {
	entries, err := facts.Decode[orderedQuestion](rows, Kind)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(entries, func(a, b facts.Entry[orderedQuestion]) int { return cmp.Compare(a.Value.Order, b.Value.Order) })
	out := make([]*Question, len(entries))
	for i, e := range entries {
		q := e.Value.Value
		out[i] = &q
	}
	return out, nil
}
