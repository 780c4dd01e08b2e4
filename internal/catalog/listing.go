package catalog

import (
	"errors"
	"fmt"
	"slices"

	"guichet/internal/facts"
	"guichet/internal/provenance"
)

// Listing is what a public list says of one product: that each of these programs is an alternative to it, and no more.
type Listing struct {
	Product  string   `json:"product" yaml:"product"`   // slug
	Software []string `json:"software" yaml:"software"` // slugs
}

// Validate reports everything that is wrong with what the list says of the product.
func (l Listing) Validate() error {
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

// ListingStatement is all that one public list says: one statement a list, since a list is read, dated and withdrawn as a whole.
type ListingStatement struct {
	Source   string    `json:"source"` // id of the list's provenance.Source
	Products []Listing `json:"products"`
}

// Validate reports everything that is wrong with the list; a product has one entry.
func (l ListingStatement) Validate() error {
	var problems []error
	seen := make(map[string]bool, len(l.Products))
	for _, p := range l.Products {
		if err := p.Validate(); err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", p.Product, err))
		}
		if seen[p.Product] {
			problems = append(problems, fmt.Errorf("%q stands twice", p.Product))
		}
		seen[p.Product] = true
	}
	if len(l.Products) == 0 {
		problems = append(problems, errors.New("no products"))
	}
	return errors.Join(problems...)
}

// addListings adds to each product what public lists say of it. A list states no fit: a pair that the editors weighed keeps theirs and gains
// the list's mark, another gets the fit Listed. The more lists agree, the surer the pair.
func (s *Set) addListings(rows []facts.Row, sources provenance.Sources) error {
	entries, err := facts.Decode[ListingStatement](rows, KindListing)
	if err != nil {
		return err
	}
	for _, e := range entries {
		mark := sources.Mark(e.Value.Source, e.Checked)
		for _, l := range e.Value.Products {
			if p := s.products[l.Product]; p != nil {
				s.markAlternatives(p, l.Software, mark)
			}
		}
	}
	return nil
}

// markAlternatives gives the mark to the product's pairs with each of the programs, and adds the pairs that it lacks.
func (s *Set) markAlternatives(p *Product, software []string, mark provenance.Mark) {
	for _, slug := range software {
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
			r := &Replacement{Product: p, Software: sw, Fit: Listed, Confidence: Low, place: i}
			p.Alternatives = append(p.Alternatives, r)
			sw.Replaces = append(sw.Replaces, r)
		}
		p.Alternatives[i].agree(mark)
	}
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
func (r *Replacement) Lists() int { return len(r.listMarks()) }

func (r *Replacement) listMarks() []provenance.Mark {
	out := make([]provenance.Mark, 0, len(r.Marks))
	for _, m := range r.Marks {
		if m.Source != provenance.Editorial {
			out = append(out, m)
		}
	}
	return out
}
