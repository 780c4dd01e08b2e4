// Package formations reads the public list of free-software trainings: formations-logiciels-libres.yml of codegouvfr-data, or the JSON made of it
// (/data/formations-logiciels-libres.json). It is a list of objects with the keys organisme, description, formations (a list of titles), site_web,
// courriel and adresse; Write makes the same.
//
// A file that is not whole is refused whole, with the line. An entry that cannot be used is refused by itself, with the reason.
package formations

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"guichet/internal/community"
	"guichet/internal/facts"
	"guichet/internal/source"
)

// Source is the name under which this list is imported.
const Source = "formations"

// origin is the id of the list in the register of sources.
const origin = "codegouvfr-data"

type entry struct {
	Name        string `json:"organisme" yaml:"organisme"`
	Description string `json:"description,omitempty" yaml:"description"`
	Titles      titles `json:"formations" yaml:"formations"`
	Site        string `json:"site_web,omitempty" yaml:"site_web"`
	Email       string `json:"courriel,omitempty" yaml:"courriel"`
	Address     string `json:"adresse,omitempty" yaml:"adresse"`
}

// titles is a list of strings. A title with a colon that nobody quoted is a map in YAML ("Gimp : animations"): it is a title here.
type titles []string

// UnmarshalYAML reads the list.
func (t *titles) UnmarshalYAML(decode func(any) error) error {
	var items []any
	if err := decode(&items); err != nil {
		return err
	}
	for _, item := range items {
		switch v := item.(type) {
		case string:
			*t = append(*t, oneLine(v))
		case map[string]any:
			if len(v) != 1 {
				return errors.New("formations: a title is a text, not an object")
			}
			for key, rest := range v {
				*t = append(*t, oneLine(fmt.Sprint(key, " : ", rest)))
			}
		case nil:
		case []any:
			return errors.New("formations: a title is a text, not a list")
		default:
			*t = append(*t, fmt.Sprint(v))
		}
	}
	return nil
}

// Format is the format of the list.
var Format = source.Format{Name: Source, Help: "the public list of trainings, YAML or JSON", Read: Read}

// Read reads the list. Its date is that of the copy, since the list carries none.
func Read(ctx context.Context, in *source.Input) (facts.Import, error) {
	c := source.Collect(in, Source)
	err := in.Each(ctx, []string{".yml", ".yaml", ".json"}, func(name string, r io.Reader) error {
		body, err := source.Whole(name, r)
		if err != nil {
			return err
		}
		var entries []entry
		if err := source.YAML(body, &entries); err != nil {
			return source.Damage(body, 0, err.Error())
		}
		if len(entries) == 0 {
			return source.Damage(body, 0, "the list has no entry")
		}
		for i, e := range entries {
			t := e.trainer()
			if err := c.Add(community.KindTrainer, fmt.Sprintf("entry %d", i+1), t.Slug, e.Name, t, t.Validate()); err != nil {
				return err
			}
		}
		return nil
	})
	return c.Import(), err
}

func (e entry) trainer() community.Trainer {
	t := community.Trainer{
		Slug: source.SlugOf(e.Name), Name: oneLine(e.Name), Description: strings.TrimSpace(e.Description), Titles: e.Titles, Site: oneLine(e.Site), Email: oneLine(e.Email),
		Address: oneLine(e.Address), Remote: remote(e.Description), Qualiopi: strings.Contains(e.Description, "Qualiopi"), Source: origin,
	}
	if t.Site != "" && !strings.Contains(t.Site, "://") {
		t.Site = "https://" + t.Site
	}
	return t
}

// remote reads in a trainer's description whether one may follow from afar.
func remote(description string) bool {
	d := strings.ToLower(oneLine(description))
	return slices.ContainsFunc([]string{"visio-conf", "visioconf", "à distance ou sur site", "ou à distance", "distanciel"}, func(s string) bool { return strings.Contains(d, s) })
}

// Write writes trainers as the JSON of the public list.
func Write(w io.Writer, trainers []*community.Trainer) error {
	list := make([]entry, len(trainers))
	for i, t := range trainers {
		list[i] = entry{Name: t.Name, Description: t.Description, Titles: t.Titles, Site: t.Site, Email: t.Email, Address: t.Address}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(true)
	return enc.Encode(list)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
