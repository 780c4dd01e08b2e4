package catalog

import (
	"errors"
	"fmt"
	"slices"

	"guichet/internal/facts"
	"guichet/internal/provenance"
)

// ListingStatement is what one public list says of one product: that each of these programs is an alternative to it, and no more.
type ListingStatement struct {
	Product  string   `json:"product" yaml:"product"`   // slug
	Software []string `json:"software" yaml:"software"` // slugs
	Source   string   `json:"source" yaml:"-"`          // id of the list's provenance.Source
}

// Validate reports everything that is wrong with the statement.
func (l ListingStatement) Validate() error {
	problems := []error{checkSlug(l.Product)}
	if len(l.Software) == 0 {
		problems = append(problems, errors.New("no software"))
	}
	for i, s := range l.Software {
		problems = append(problems, checkSlug(s))
		if slices.Contains(l.Software[:i], s) {
			problems = append(problems, fmt.Errorf("%q stands twice", s))
		}
	}
	return errors.Join(problems...)
}

// addListings adds to each product what public lists say of it. A list states no fit: a pair that the editors weighed keeps theirs and gains
// the list's mark, another gets the fit Listed and stands after the weighed ones. The more lists agree, the surer the pair.
func (s *Set) addListings(rows []facts.Row, sources provenance.Sources) error {
	entries, err := facts.Decode[ListingStatement](rows, KindListing)
	if err != nil {
		return err
	}
	for _, e := range entries {
		p := s.products[e.Value.Product]
		if p == nil {
			continue
		}
		mark := sources.Mark(e.Value.Source, e.Checked)
		for _, slug := range e.Value.Software {
			sw := s.software[slug]
			if sw == nil {
				sw = s.moved[slug]
			}
			if sw == nil {
				continue
			}
			i := slices.IndexFunc(p.Alternatives, func(r *Replacement) bool { return r.Software == sw })
			if i < 0 {
				i = len(p.Alternatives)
				r := &Replacement{Product: p, Software: sw, Fit: Listed, Confidence: Low}
				p.Alternatives = append(p.Alternatives, r)
				sw.Replaces = append(sw.Replaces, r)
			}
			p.Alternatives[i].agree(mark)
		}
	}
	return nil
}

// agree records that one more list names the pair: two lists make it at least probable, three sure.
func (r *Replacement) agree(m provenance.Mark) {
	if slices.Contains(r.Marks, m) {
		return
	}
	r.Marks = append(r.Marks, m)
	switch lists := r.Lists(); {
	case lists >= 3:
		r.Confidence = High
	case lists == 2 && r.Confidence == Low:
		r.Confidence = Medium
	}
}

// Lists returns how many sources other than the editors state the replacement.
func (r *Replacement) Lists() int {
	n := 0
	for _, m := range r.Marks {
		if m.Source != provenance.Editorial {
			n++
		}
	}
	return n
}
