// Package appstream reads AppStream metadata of Debian as JSON Lines: one component a line, with names and summaries in several languages,
// licence, categories, addresses and releases.
//
// Only programs are taken: extensions, fonts, codecs and the like are no software of their own and are refused by their type. A component adds to
// sheets that other sources made, found by name or address, and makes none by itself (catalog.SoftwareStatement.Supplement): many components have
// words for names ("Files", "Calendar", "Documents") that would answer questions they have nothing to do with.
package appstream

import (
	"cmp"
	"context"
	"io"
	"slices"
	"time"

	"guichet/internal/catalog"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/source"
)

// Source is the name under which the metadata are imported.
const Source = "debian-appstream"

// Format is the format of the metadata.
var Format = source.Format{Name: "appstream", Help: "Debian AppStream metadata, JSON Lines", Read: Read}

// programs are the types of component that are software of their own.
var programs = []string{"desktop-application", "console-application", "web-application", "desktop", "generic"}

type component struct {
	ID         source.Text                  `json:"id"`
	Type       source.Text                  `json:"type"`
	Package    source.Text                  `json:"package"`
	Name       source.Or[map[string]string] `json:"name"`
	Summary    source.Or[map[string]string] `json:"summary"`
	Licence    source.Text                  `json:"license"`
	Categories []string                     `json:"categories"`
	URL        source.Or[map[string]string] `json:"url"`
	Releases   []struct {
		Version source.Text `json:"version"`
		Type    source.Text `json:"type"`
		Time    int64       `json:"unix-timestamp"`
	} `json:"releases"`
}

// Read reads the metadata. Their date is that of the newest release that they name: they have none of their own.
func Read(ctx context.Context, in *source.Input) (facts.Import, error) {
	c := source.Collect(in, Source)
	var latest provenance.Date
	err := in.Each(ctx, []string{".jsonl", ".json"}, func(_ string, r io.Reader) error {
		return source.Lines(r, func(e source.Entry) error {
			var x component
			if err := e.Object(&x); err != nil {
				return source.Wrong{Why: err.Error()}
			}
			name := source.Name(cmp.Or(x.Name.V["C"], x.Name.V["en"], x.Name.V["fr"]))
			if x.ID == "" && x.Type == "" {
				return source.Wrong{Why: "a component with an id and a type was expected"}
			}
			if !slices.Contains(programs, x.Type.String()) {
				c.Refuse(e.Where(), name, "not a program: type "+x.Type.String())
				return nil
			}
			st := x.statement(name)
			latest = source.Latest(latest, st.Latest.Date)
			return c.Software(e.Where(), x.ID.String(), st)
		})
	})
	if err != nil {
		return facts.Import{Source: Source}, err
	}
	c.Date(latest)
	err = c.Describe(provenance.Source{Title: i18n.Text{Fr: "Métadonnées AppStream de Debian", En: "AppStream metadata of Debian"}, Publisher: "Debian",
		URL: "https://wiki.debian.org/AppStream", Licence: "CC0-1.0"})
	return c.Import(), err
}

func (x component) statement(name string) catalog.SoftwareStatement {
	st := catalog.SoftwareStatement{
		Name: name, Supplement: true, Site: source.Web(x.URL.V["homepage"]), Repository: source.Web(x.URL.V["vcs-browser"]),
		Function: i18n.Text{Fr: source.Function(x.Summary.V["fr"]), En: source.Function(cmp.Or(x.Summary.V["C"], x.Summary.V["en"]))},
		IDs:      map[string]string{}, Platforms: []string{"linux"},
	}
	if id := x.ID.String(); len(id) <= 200 {
		st.IDs["appstream"] = id
	}
	if x.Package != "" {
		st.IDs["debian"] = x.Package.String()
	}
	if fr := source.Name(x.Name.V["fr"]); fr != "" && fr != name {
		st.Aliases = []string{fr}
	}
	if n := min(len(x.Categories), 20); n > 0 {
		st.Keywords = x.Categories[:n]
	}
	for _, r := range x.Releases {
		if day := provenance.Day(time.Unix(r.Time, 0).UTC()); r.Time > 0 && (st.Latest.Number == "" || st.Latest.Date.Before(day)) {
			st.Latest = catalog.Release{Number: source.Clip(r.Version.String(), 60), Date: day}
		}
	}
	if l := x.Licence.String(); l != "N/A" {
		source.SetLicence(&st, l)
	}
	return st
}
