// Package selfhosted reads the data of the awesome-selfhosted list: one YAML file a software (name, description, licences, tags, addresses, stars,
// releases), as the folder `software` of its repository holds them, or as JSON Lines of {"file","yaml"} that carry the same files.
//
// The list also names software that is not free, under its own mark; those entries are refused, with their licence as the reason.
package selfhosted

import (
	"context"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/source"
)

// Source is the name under which the list is imported.
const Source = "awesome-selfhosted"

// Format is the format of the list's data.
var Format = source.Format{Name: Source, Help: "awesome-selfhosted data: the folder of YAML files, one of them, or JSON Lines", Read: Read}

// entry is one software of the list; keys that are not named here are passed over.
type entry struct {
	Name        string   `yaml:"name"`
	Website     string   `yaml:"website_url"`
	Repository  string   `yaml:"source_code_url"`
	Description string   `yaml:"description"`
	Licences    []string `yaml:"licenses"`
	Platforms   []string `yaml:"platforms"`
	Tags        []string `yaml:"tags"`
	Updated     string   `yaml:"updated_at"`
	Archived    bool     `yaml:"archived"`
	Release     struct {
		Tag       string `yaml:"tag"`
		Published string `yaml:"published_at"`
	} `yaml:"current_release"`
}

// reading is one reading of the list. The list has no date of its own: that of the newest change that an entry reports is taken.
type reading struct {
	c      *source.Collector
	latest provenance.Date
}

// Read reads the list.
func Read(ctx context.Context, in *source.Input) (facts.Import, error) {
	r := &reading{c: source.Collect(in, Source)}
	if err := in.Each(ctx, []string{".yml", ".yaml"}, r.file); err != nil {
		return facts.Import{Source: Source}, err
	}
	r.c.Date(r.latest)
	err := r.c.Describe(provenance.Source{Title: i18n.Text{Fr: "Liste awesome-selfhosted", En: "awesome-selfhosted list"}, Publisher: "awesome-selfhosted",
		URL: "https://github.com/awesome-selfhosted/awesome-selfhosted-data", Licence: "CC-BY-SA-3.0"})
	return r.c.Import(), err
}

func (r *reading) file(name string, body io.Reader) error {
	if ext := path.Ext(name); ext == ".yml" || ext == ".yaml" {
		text, err := source.Whole(name, body)
		if err != nil {
			return err
		}
		return r.add(name, name, string(text))
	}
	return source.Lines(body, func(e source.Entry) error {
		var line struct {
			File string `json:"file"`
			YAML string `json:"yaml"`
		}
		if err := e.Object(&line); err != nil {
			return source.Wrong{Why: err.Error()}
		}
		if line.File == "" || line.YAML == "" {
			return source.Wrong{Why: `an object with "file" and "yaml" was expected`}
		}
		return r.add(e.Where(), line.File, line.YAML)
	})
}

// maxYAML bounds one entry, in bytes: the YAML library builds trees fifty times as large.
const maxYAML = 64 << 10

func (r *reading) add(where, file, text string) error {
	key := strings.TrimSuffix(strings.TrimSuffix(path.Base(file), ".yml"), ".yaml")
	if len(text) > maxYAML {
		r.c.Refuse(where, key, fmt.Sprintf("%d bytes: an entry has at most %d", len(text), maxYAML))
		return nil
	}
	var e entry
	if err := source.YAML([]byte(text), &e); err != nil {
		r.c.Refuse(where, key, err.Error())
		return nil
	}
	if l := source.NotFree(e.Licences...); l != "" {
		r.c.Refuse(where, e.Name, "not free software: licence "+l)
		return nil
	}
	for _, d := range []string{e.Updated, e.Release.Published} {
		if day, err := provenance.ParseDate(d); err == nil {
			r.latest = source.Latest(r.latest, day)
		}
	}
	return r.c.Software(where, key, e.statement(key))
}

func (e entry) statement(key string) catalog.SoftwareStatement {
	st := catalog.SoftwareStatement{
		Name: source.Name(e.Name), Site: source.Web(e.Website), Repository: source.Web(e.Repository), Function: i18n.Text{En: source.Function(e.Description)},
		IDs: map[string]string{Source: key}, Archived: e.Archived, Keywords: e.Tags, Platforms: e.platforms(),
	}
	if st.Repository == st.Site {
		st.Site = ""
	}
	if e.Release.Tag != "" {
		day, _ := provenance.ParseDate(e.Release.Published)
		st.Latest = catalog.Release{Number: source.Clip(e.Release.Tag, 60), Date: day}
	}
	if l, ok := source.Licences(e.Licences); ok {
		st.Licence = l
	} else {
		st.LicenceRaw = source.Clip(strings.Join(e.Licences, ", "), 120)
	}
	return st
}

// platforms: all that is on the list runs on a server.
func (e entry) platforms() []string {
	out := []string{"server"}
	if slices.Contains(e.Platforms, "deb") {
		out = append(out, "linux")
	}
	return out
}
