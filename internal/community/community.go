// Package community holds the places where public agents and others talk about free software.
package community

import (
	"cmp"
	"slices"

	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// KindSpace is the kind of statement that this package reads.
const KindSpace = "space"

// Space is a list, a room, a forum or a feed.
type Space struct {
	Slug     string          `json:"slug" yaml:"slug"`
	Name     i18n.Text       `json:"name" yaml:"name"`
	URL      string          `json:"url" yaml:"url"`
	Kind     string          `json:"kind" yaml:"kind"`         // mailing-list, chat, forum, news
	Audience []string        `json:"audience" yaml:"audience"` // everyone, agents, ospos
	Entry    i18n.Text       `json:"entry" yaml:"entry"`       // how one gets in
	Aliases  []string        `json:"aliases,omitempty" yaml:"aliases"`
	Source   string          `json:"source" yaml:"source"`
	Mark     provenance.Mark `json:"-" yaml:"-"`
}

// Open reports whether anyone may enter.
func (s *Space) Open() bool { return slices.Contains(s.Audience, "everyone") }

// Set is the known spaces. It never changes once it is built.
type Set struct {
	Spaces []*Space // as listed
}

type ordered struct {
	Order int   `json:"order"`
	Value Space `json:"value"`
}

// Ordered returns the body of the statement of a space that stands at the place order of its list.
func Ordered(s Space, order int) any { return ordered{order, s} }

// Build reads the statements about spaces.
func Build(rows []facts.Row, sources provenance.Sources) (*Set, error) {
	s := &Set{}
	entries, err := facts.Decode[ordered](rows, KindSpace)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(entries, func(a, b facts.Entry[ordered]) int { return cmp.Compare(a.Value.Order, b.Value.Order) })
	for _, e := range entries {
		sp := e.Value.Value
		sp.Mark = sources.Mark(sp.Source, e.Checked)
		s.Spaces = append(s.Spaces, &sp)
	}
	return s, nil
}
