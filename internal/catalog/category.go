package catalog

import (
	"slices"
	"strings"

	"guichet/internal/errs"
)

// Contents is what the catalogue holds for one category.
type Contents struct {
	Software []*Software // by name
	Products []*Product  // those of the category, and those that one of its software replaces; by name
}

// In returns what the catalogue holds for the category; nothing for one that is not of this catalogue.
func (s *Set) In(c *Category) Contents { return s.contents[c] }

// CategoryAt returns the category at slug, or errs.NotFound.
func (s *Set) CategoryAt(slug string) (*Category, error) {
	if c := s.categories[slug]; c != nil {
		return c, nil
	}
	return nil, errs.New(errs.NotFound, "catalog.no-category").With("slug", slug)
}

// Words are the ways of asking for the category, in both languages: synonyms stand apart.
func (c Category) Words() []string {
	var out []string
	for _, n := range c.Names {
		for _, w := range strings.Split(n, "|") {
			out = append(out, strings.TrimSpace(w))
		}
	}
	return out
}

// sortIntoCategories notes what each category holds.
func (s *Set) sortIntoCategories() {
	s.contents = make(map[*Category]Contents, len(s.Categories))
	for _, sw := range s.Software {
		if c := sw.Category; c != nil {
			in := s.contents[c]
			in.Software = append(in.Software, sw)
			s.contents[c] = in
		}
	}
	for _, p := range s.Products {
		var of []*Category
		note := func(c *Category) {
			if c != nil && !slices.Contains(of, c) {
				of = append(of, c)
			}
		}
		note(p.Category)
		for _, r := range p.Alternatives {
			note(r.Software.Category)
		}
		for _, c := range of {
			in := s.contents[c]
			in.Products = append(in.Products, p)
			s.contents[c] = in
		}
	}
}
