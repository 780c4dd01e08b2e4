package catalog

import (
	"cmp"
	"slices"
	"strings"

	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/search"
)

// Product is something that people have today and that is not free software.
type Product struct {
	Slug         string
	Name         string
	Vendor       string
	Aliases      []string
	Category     *Category
	Function     i18n.Text
	Site         string
	Mark         provenance.Mark
	Alternatives []*Replacement // best first, see Set.Rank
}

// FullName returns the vendor and the name, unless one begins with the other: "SAP" by SAP SE is SAP.
func (p *Product) FullName() string {
	name, vendor := search.Fold(p.Name), search.Fold(p.Vendor)
	if vendor == "" || strings.HasPrefix(name, vendor) || strings.HasPrefix(vendor, name) {
		return p.Name
	}
	return p.Vendor + " " + p.Name
}

// Label returns the name with the vendor behind it, as lists show it: "Photoshop (Adobe)".
func (p *Product) Label() string {
	if p.FullName() == p.Name {
		return p.Name
	}
	return p.Name + " (" + p.Vendor + ")"
}

// Replacement is one free software that can stand in for one product.
type Replacement struct {
	Product    *Product
	Software   *Software
	Fit        Level
	Confidence Level
	Marks      []provenance.Mark // the sources that say so: the editors first, where they weighed it, then the public lists that name the pair
	Limits     i18n.Text
	Migration  i18n.Text
	Basis      i18n.Text

	place int     // in the editors' order; those that lists alone name come after
	worth float64 // see Rank
}

// Editorial reports whether the replacement is the editors' judgement alone.
func (r *Replacement) Editorial() bool {
	return len(r.Marks) == 1 && r.Marks[0].Source == provenance.Editorial
}

func (s *Set) addProducts(rows []facts.Row, sources provenance.Sources) error {
	entries, err := facts.Decode[ProductStatement](rows, KindProduct)
	if err != nil {
		return err
	}
	for _, e := range entries {
		st := e.Value
		if s.products[st.Slug] != nil {
			continue // the source of higher precedence has spoken; rows come ordered by source
		}
		p := &Product{Slug: st.Slug, Name: st.Name, Vendor: st.Vendor, Aliases: st.Aliases, Category: s.categories[st.Category],
			Function: st.Function, Site: st.Site, Mark: sources.Mark(st.Source, e.Checked)}
		for _, a := range st.Alternatives {
			sw := cmp.Or(s.software[a.Software], s.moved[a.Software])
			if sw == nil || slices.ContainsFunc(p.Alternatives, func(r *Replacement) bool { return r.Software == sw }) {
				continue
			}
			r := &Replacement{Product: p, Software: sw, Fit: a.Fit, Confidence: a.Confidence, Limits: a.Limits, Migration: a.Migration, Basis: a.Basis, place: len(p.Alternatives)}
			for _, src := range a.Sources {
				r.Marks = append(r.Marks, sources.Mark(src, e.Checked))
			}
			if len(r.Marks) == 0 {
				r.Marks = []provenance.Mark{sources.Mark(provenance.Editorial, e.Checked)}
			}
			p.Alternatives = append(p.Alternatives, r)
			sw.Replaces = append(sw.Replaces, r)
		}
		s.products[p.Slug] = p
		s.Products = append(s.Products, p)
	}
	if err := s.addListings(rows, sources); err != nil {
		return err
	}
	s.Rank(nil)
	sortByName(s.Products, func(p *Product) string { return p.Name })
	for _, sw := range s.Software {
		sortByName(sw.Replaces, func(r *Replacement) string { return r.Product.Name })
	}
	return nil
}
