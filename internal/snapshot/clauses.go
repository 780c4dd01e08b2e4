package snapshot

import (
	"guichet/internal/catalog"
	"guichet/internal/procurement"
	"guichet/internal/provenance"
	"guichet/internal/search"
)

// Clauses composes the clauses of a contract: what the buyer chose, and what the catalogue knows of the software that they name. It refuses choices
// that cannot be used, each on its field (errs.Invalid).
func (s *Snapshot) Clauses(c procurement.Choices, today provenance.Date) (*procurement.Composition, error) {
	c = s.Procurement.Canonical(c)
	if err := s.Procurement.Validate(c); err != nil {
		return nil, err
	}
	return s.Procurement.Compose(c, s.Named(c.Software), today), nil
}

// Named returns what the catalogue knows of a name: that of free software, of a product that is not free, or of nothing.
func (s *Snapshot) Named(name string) procurement.Named {
	if s.named == nil || name == "" {
		return procurement.Named{}
	}
	return s.named()[search.Key(name)]
}

// namesOf lists the names of the catalogue. Where a free software and a product have one name, it means the free software.
func namesOf(set *catalog.Set) map[string]procurement.Named {
	out := make(map[string]procurement.Named, 2*(len(set.Software)+len(set.Products)))
	for _, p := range set.Products {
		for _, n := range append([]string{p.Name, p.FullName()}, p.Aliases...) {
			out[search.Key(n)] = procurement.Named{Known: true}
		}
	}
	for _, sw := range set.Software {
		named := procurement.Named{Known: true, Free: sw.Free(), Licence: sw.Licence.V}
		for _, n := range append([]string{sw.Name.V}, sw.Aliases...) {
			out[search.Key(n)] = named
		}
	}
	delete(out, "")
	return out
}
