package export_test

import (
	"bytes"
	"io"
	"io/fs"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"guichet/internal/catalog"
	"guichet/internal/export"
	"guichet/internal/i18n"
	"guichet/internal/ospo"
	"guichet/internal/provenance"
)

func schema(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	b, err := fs.ReadFile(export.Schemas(), name)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(name, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Each bulk file of the whole starter, with an entry that has everything, is what its schema says; one that lacks its first member, or has
// one more, is not.
func TestSchemas(t *testing.T) {
	t.Parallel()
	set := whole(t)
	offices := func(w io.Writer, _ *catalog.Set) error {
		b, err := ospo.JSON([]*ospo.Office{{URL: "https://a.example/", Name: "A"}, {URL: "https://b.example/", Name: "B", Country: "FR", Description: i18n.Text{Fr: "Un", En: "One"}, Email: "b@b.example",
			Created: provenance.MustDate("2024-02"), PSOID: "x", FLOSSPolicy: "https://b.example/p", Code: []string{"https://forge.example/b"}}})
		if err == nil {
			_, err = w.Write(b)
		}
		return err
	}
	for name, c := range map[string]struct {
		write    func(io.Writer, *catalog.Set) error
		required string
	}{
		"sill.json": {export.Catalogi1, "id"}, "catalogi-v2.json": {export.Catalogi2, "id"},
		"sill-prestataires.json": {export.Providers, "sill_id"}, "fr-ospos.json": {offices, "url"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			if err := c.write(&b, set); err != nil {
				t.Fatal(err)
			}
			s := schema(t, name)
			read := func(text string) []any {
				v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
				if err != nil {
					t.Fatal(err)
				}
				return v.([]any)
			}
			whole := read(b.String())
			if err := s.Validate(whole); err != nil || len(whole) == 0 {
				t.Fatalf("%d entries: %v", len(whole), err)
			}
			first := whole[0].(map[string]any)
			first["other"] = true
			if s.Validate(whole) == nil {
				t.Error("a member that the format has not is taken")
			}
			delete(first, "other")
			delete(first, c.required)
			if s.Validate(whole) == nil {
				t.Errorf("an entry without %s is taken", c.required)
			}
		})
	}
}
