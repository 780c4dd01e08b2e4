// Package procurement holds what a buyer or a publisher needs: licences, legal references, and the clauses of a contract.
//
// The licences that an administration may choose to publish are those of article D.323-2-1 of the Code des relations entre le public et
// l'administration (CRPA), as data.gouv.fr lists them; those that the catalogue accepts are listed by the DINUM.
package procurement

import (
	"cmp"
	"slices"

	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// KindLicence is the kind of statement that this package reads.
const KindLicence = "licence"

// Licence is a licence that one of the official lists names.
type Licence struct {
	SPDX      string          `json:"spdx" yaml:"spdx"`
	Name      string          `json:"name" yaml:"name"`
	Publish   string          `json:"publish,omitempty" yaml:"publish"` // permissive or reciprocal when article D.323-2-1 lists it for software
	Data      string          `json:"data,omitempty" yaml:"data"`       // the same for data
	Catalogue bool            `json:"catalogue" yaml:"catalogue"`       // accepted for a software of the catalogue
	Note      i18n.Text       `json:"note,omitzero" yaml:"note"`
	Source    string          `json:"source" yaml:"source"`
	Mark      provenance.Mark `json:"-" yaml:"-"`
}

// Set is the licences of the official lists. It never changes once it is built.
type Set struct {
	Licences []*Licence // by SPDX id
	bySPDX   map[string]*Licence
	Laws     []*Law // in the order of their list
	laws     map[string]*Law
	Clauses  []*Clause // in the order of the contract
	Editions []Edition // of the clauses, oldest first
}

// Build reads the statements about licences.
func Build(rows []facts.Row, sources provenance.Sources) (*Set, error) {
	s := &Set{bySPDX: map[string]*Licence{}}
	entries, err := facts.Decode[Licence](rows, KindLicence)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		l := e.Value
		l.Mark = sources.Mark(l.Source, e.Checked)
		s.bySPDX[l.SPDX] = &l
		s.Licences = append(s.Licences, &l)
	}
	slices.SortFunc(s.Licences, func(a, b *Licence) int { return cmp.Compare(a.SPDX, b.SPDX) })
	if err := s.buildLaws(rows, sources); err != nil {
		return nil, err
	}
	if err := s.buildClauses(rows); err != nil {
		return nil, err
	}
	return s, nil
}

// BySPDX returns the licence of the given id, or nil when no official list names it.
func (s *Set) BySPDX(id string) *Licence { return s.bySPDX[id] }

// ForSoftware returns the licences of article D.323-2-1 for software, permissive ones first.
func (s *Set) ForSoftware() []*Licence {
	var out []*Licence
	for _, family := range []string{"permissive", "reciprocal"} {
		for _, l := range s.Licences {
			if l.Publish == family {
				out = append(out, l)
			}
		}
	}
	return out
}
