package catalog

import (
	"testing"

	"guichet/internal/errs"
	"guichet/internal/provenance"
)

func TestFindProviders(t *testing.T) {
	t.Parallel()
	s := &Set{Providers: []*Provider{
		{Slug: "dalibo", Name: "Dalibo", SIREN: provenance.Value[string]{V: "732829320"}}, {Slug: "entr-ouvert", Name: "Entr'ouvert", Aliases: []string{"Entrouvert SCOP"}}, {Slug: "code-lutin", Name: "Code Lutin"},
	}}
	for _, c := range []struct{ name, siren, want, field string }{
		{"DALIBO", "", "dalibo", ""}, {"", "732 829 320", "dalibo", ""}, {"", "73282932000021", "dalibo", ""}, {"dalibo sarl", "", "dalibo", ""}, {"Lutin", "", "code-lutin", ""}, {"Entrouvert SCOP", "", "entr-ouvert", ""},
		{"Zorglub", "", "", ""}, {"li", "", "", ""}, {"", "", "", "name"}, {"", "123456789", "", "siren"}, {"x", "abc", "", "siren"},
	} {
		got, err := s.FindProviders(c.name, c.siren)
		if c.field != "" {
			if all := errs.All(err); len(all) != 1 || all[0].Field != c.field {
				t.Errorf("%q %q: %v, want a fault on %s", c.name, c.siren, err, c.field)
			}
			continue
		}
		slug := ""
		if len(got) > 0 {
			slug = got[0].Slug
		}
		if err != nil || slug != c.want || len(got) > 1 {
			t.Errorf("%q %q: %v, %v, want %s", c.name, c.siren, got, err, c.want)
		}
	}
}
