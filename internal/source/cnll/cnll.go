// Package cnll reads the list of providers that the CNLL's directory publishes for the SILL: an array of software of the SILL, each with the firms
// that serve it (name, SIREN, address in the directory). One firm stands under several software; here it becomes one statement with its services.
package cnll

import (
	"context"
	"io"

	"guichet/internal/catalog"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/source"
)

// Source is the name under which the list is imported.
const Source = "cnll"

// Format is the format of the list.
var Format = source.Format{Name: Source, Help: "CNLL, providers by software of the SILL (JSON)", Read: Read}

type software struct {
	Name      source.Text       `json:"nom"`
	SILL      source.Text       `json:"sill_id"`
	Providers source.Or[[]firm] `json:"prestataires"`
}

type firm struct {
	Name  source.Text `json:"nom"`
	SIREN source.Text `json:"siren"`
	URL   source.Text `json:"url"` // of its page in the directory, not of its own site
}

// Read reads the list.
func Read(ctx context.Context, in *source.Input) (facts.Import, error) {
	c := source.Collect(in, Source)
	firms := source.NewFirms()
	err := in.Each(ctx, []string{".json"}, func(_ string, r io.Reader) error {
		return source.Array(r, func(e source.Entry) error {
			var sw software
			if err := e.Object(&sw); err != nil {
				return source.Wrong{Why: err.Error()}
			}
			if sw.SILL == "" && sw.Name == "" {
				c.Refuse(e.Where(), "", "neither nom nor sill_id: the software is not named")
				return nil
			}
			for _, f := range sw.Providers.V {
				service := catalog.ServiceStatement{Name: source.Name(sw.Name.String()), URL: source.Web(f.URL.String())}
				if sw.SILL != "" {
					service.IDs = map[string]string{"sill": sw.SILL.String()}
				}
				firms.Serve(e.Where(), catalog.ProviderStatement{Name: source.Name(f.Name.String()), SIREN: source.SIREN(f.SIREN.String())}, service)
			}
			return nil
		})
	})
	if err != nil {
		return facts.Import{Source: Source}, err
	}
	if err := firms.AddTo(c); err != nil {
		return facts.Import{}, err
	}
	err = c.Describe(provenance.Source{Title: i18n.Text{Fr: "Annuaire du CNLL", En: "CNLL directory"}, Publisher: "CNLL", URL: "https://annuaire.cnll.fr/"})
	return c.Import(), err
}
