// Package ospo holds the directory of public Open Source Programme Offices.
//
// Its records are those of the public register that the DINUM keeps (codegouvfr-data, fr-public-sector-ospo.yml).
package ospo

import (
	"cmp"
	"slices"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/search"
)

// KindOffice is the kind of statement that this package reads.
const KindOffice = "ospo"

// Office is one Open Source Programme Office.
type Office struct {
	Slug        string          `json:"slug" yaml:"slug"`
	URL         string          `json:"url" yaml:"url"` // its main address, which names it in the register
	Name        string          `json:"name" yaml:"name"`
	Country     string          `json:"country" yaml:"country"` // ISO 3166-1 alpha-2
	Description i18n.Text       `json:"description" yaml:"description"`
	Email       string          `json:"email,omitempty" yaml:"email"`
	Created     provenance.Date `json:"created,omitzero" yaml:"created"`
	PSOID       string          `json:"psoId,omitempty" yaml:"pso_id"` // of the body in the directory lannuaire.service-public.fr
	FLOSSPolicy string          `json:"flossPolicy,omitempty" yaml:"floss_policy"`
	Code        []string        `json:"code,omitempty" yaml:"code"` // addresses of forge accounts
	Source      string          `json:"source" yaml:"source"`
	Mark        provenance.Mark `json:"-" yaml:"-"`
}

// Set is the directory. It never changes once it is built.
type Set struct {
	Offices []*Office // by name
}

// Build reads the statements about offices.
func Build(rows []facts.Row, sources provenance.Sources) (*Set, error) {
	s := &Set{}
	entries, err := facts.Decode[Office](rows, KindOffice)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		o := e.Value
		o.Mark = sources.Mark(o.Source, e.Checked)
		s.Offices = append(s.Offices, &o)
	}
	slices.SortFunc(s.Offices, func(a, b *Office) int { return cmp.Compare(search.Fold(a.Name), search.Fold(b.Name)) })
	return s, nil
}

// Office returns the office at slug, or errs.NotFound.
func (s *Set) Office(slug string) (*Office, error) {
	for _, o := range s.Offices {
		if o.Slug == slug {
			return o, nil
		}
	}
	return nil, errs.New(errs.NotFound, "ospo.no-office").With("slug", slug)
}
