// Package sill reads the yearly editions of the SILL: the JSON export of 2022 and the CSV tables of 2018, 2019 and 2020.
//
// The export of 2022 is an array of objects with short keys (i name, id, l licence, v- minimal version, f function, c category, st status, su
// support market, y years, co id in the Comptoir du Libre, frama, p parent, fr-desc, en-desc, website, sources, logo). The tables differ from year
// to year; their columns are told by their headings.
package sill

import (
	"context"
	"io"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/source"
)

// Source is the name under which the export of 2022 is imported; it is also the id of its provenance.
const Source = "sill-2022"

// edition is the only date that the export carries.
var edition = provenance.Date{Year: 2022}

// Export is the format of the export of 2022.
var Export = source.Format{Name: Source, Help: "SILL of 2022, a JSON array", Read: Read}

// entry is one object of the export. Fields that are sometimes null, absent or a number are read as a text.
type entry struct {
	ID         source.Text           `json:"id"`
	Name       source.Text           `json:"i"`
	Licence    source.Text           `json:"l"`
	MinVersion source.Text           `json:"v-"`
	Function   source.Text           `json:"f"`
	Status     source.Text           `json:"st"`
	Support    source.Text           `json:"su"`
	Comptoir   source.Text           `json:"co"`
	Parent     source.Text           `json:"p"`
	English    source.Text           `json:"en-desc"`
	Website    source.Text           `json:"website"`
	Repository source.Text           `json:"sources"`
	Logo       source.Text           `json:"logo"`
	Framalibre source.Or[framalibre] `json:"frama"`
}

type framalibre struct {
	Encoded source.Text `json:"encoded-name"`
}

// Read reads a whole export of 2022.
func Read(ctx context.Context, in *source.Input) (facts.Import, error) {
	c := source.Collect(in, Source)
	c.Date(edition)
	err := in.Each(ctx, []string{".json"}, func(_ string, r io.Reader) error {
		return source.Array(r, func(e source.Entry) error {
			var x entry
			if err := e.Object(&x); err != nil {
				return source.Wrong{Why: err.Error()}
			}
			return c.Software(e.Where(), x.ID.String(), x.statement())
		})
	})
	if err != nil {
		return facts.Import{Source: Source}, err
	}
	if err := c.Distinct(); err != nil {
		return facts.Import{}, err
	}
	return c.Import(), nil
}

var statuses = map[string]string{"R": "recommended", "O": "observed", "FR": "leaving"}

func (e entry) statement() catalog.SoftwareStatement {
	name := source.Name(e.Name.String())
	st := catalog.SoftwareStatement{
		Slug: source.SlugOf(name), Name: name, MinVersion: e.MinVersion.String(), Parent: e.Parent.String(), Logo: source.Web(e.Logo.String()),
		Site: source.Web(e.Website.String()), Repository: source.Web(e.Repository.String()), IDs: map[string]string{"sill": e.ID.String()},
		Support: strings.EqualFold(e.Support.String(), "oui"), Status: statuses[e.Status.String()],
	}
	if e.Comptoir != "" {
		st.IDs["comptoir"] = e.Comptoir.String()
	}
	if e.Framalibre.V.Encoded != "" {
		st.IDs["framalibre"] = e.Framalibre.V.Encoded.String()
	}
	if e.Function != "" {
		st.Function = i18n.Text{Fr: source.Function(e.Function.String()), En: source.Function(e.English.String())}
	}
	source.SetLicence(&st, e.Licence.String())
	return st
}
