package export_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guichet/internal/catalog"
	"guichet/internal/export"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/source"
	"guichet/internal/source/catalogi"
	"guichet/internal/source/prestataires"
	start "guichet/internal/source/starter"
	"guichet/starter"
)

// whole returns the starter's catalogue with one entry that has everything.
func whole(t *testing.T) *catalog.Set {
	t.Helper()
	imp, err := start.Read(t.Context(), starter.Data())
	if err != nil {
		t.Fatal(err)
	}
	var rows []facts.Row
	for _, st := range imp.Statements {
		rows = append(rows, facts.Row{Source: imp.Source, Statement: st})
	}
	day := provenance.MustDate
	add := func(kind, key string, body any) {
		st, err := facts.New(kind, key, day("2026-11-01"), body)
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, facts.Row{Source: "catalogi-sill", Statement: st})
	}
	st := catalog.SoftwareStatement{Slug: "truc", Name: "Truc « libre »", Licence: "EUPL-1.2", Site: "https://truc.example/", Repository: "https://forge.example/truc/truc", Function: i18n.Text{Fr: "Faire", En: "Do"},
		Platforms: []string{"windows", "linux", "macos", "android", "ios", "server"}, IDs: map[string]string{"sill": "90001", "wikidata": "Q999999901"}, Keywords: []string{"a", "b"}, Status: "observed", MinVersion: "1.2",
		Since: day("2022-03-04"), Latest: catalog.Release{Number: "2.0", Date: day("2026-05-06")}, Withdrawal: &catalog.Withdrawal{Reason: "Abandon", Date: day("2026-10-01"), LastVersion: "1.9"},
		Attributes: map[string]catalog.Attribute{"rgaa": {State: catalog.Yes}, "french-public-service": {State: catalog.No}, "support-market": {State: catalog.Yes}}, Uses: []catalog.Use{{Organisation: "Ville", Users: 3, Referents: 1}},
		Instances: []catalog.Instance{{Organisation: "Ville", Audience: "Agents", URL: "https://truc.ville.example/"}}}
	if err := st.Validate(); err != nil {
		t.Fatal(err)
	}
	add(catalog.KindSoftware, "90001", st)
	add(catalog.KindProvider, "atelier", catalog.ProviderStatement{Slug: "atelier", Name: "Atelier", SIREN: "732829320", Site: "https://atelier.example/", IDs: map[string]string{"comptoir": "12"}, Services: []catalog.ServiceStatement{{IDs: map[string]string{"sill": "90001"}, URL: "https://annuaire.example/atelier"}}})
	set, err := catalog.Build(rows, provenance.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func rebuilt(t *testing.T, write func(io.Writer, *catalog.Set) error, set *catalog.Set, read func(context.Context, *source.Input) (facts.Import, error)) facts.Import {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, set); err != nil {
		t.Fatal(err)
	}
	imp, err := read(t.Context(), source.Bytes("export.json", b.Bytes(), provenance.MustDate("2026-11-23")))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range imp.Refused {
		t.Errorf("refused: %+v", r)
	}
	return imp
}

// value is what both versions of Catalogi's export have a place for.
type value struct {
	Name, Licence, Site, Repository, Function, Wikidata, Latest string
	Platforms                                                   []string
	Since                                                       string
	Uses                                                        int
}

// What the export writes of each software, our own importer reads back as it was.
func TestCatalogiRoundTrip(t *testing.T) {
	t.Parallel()
	set := whole(t)
	for version, write := range map[string]func(io.Writer, *catalog.Set) error{"1": export.Catalogi1, "2": export.Catalogi2} {
		imp := rebuilt(t, write, set, catalogi.Read)
		back := map[string]catalog.SoftwareStatement{}
		services := 0
		for _, st := range imp.Statements {
			switch st.Kind {
			case catalog.KindSoftware:
				var s catalog.SoftwareStatement
				if err := json.Unmarshal(st.Body, &s); err != nil {
					t.Fatal(err)
				}
				back[s.IDs["sill"]] = s
			case catalog.KindProvider:
				var p catalog.ProviderStatement
				if err := json.Unmarshal(st.Body, &p); err != nil {
					t.Fatal(err)
				}
				services += len(p.Services)
			}
		}
		sheets := export.SILL(set)
		if len(back) != len(sheets) || len(sheets) < 200 {
			t.Fatalf("version %s: %d entries read back of %d", version, len(back), len(sheets))
		}
		wanted := 0
		for _, sw := range sheets {
			wanted += len(sw.Providers)
			s := back[sw.IDs["sill"]]
			want := value{sw.Name.V, sw.Licence.V, sw.Site.V, sw.Repository.V, sw.Function.V.Fr, sw.IDs["wikidata"], sw.Latest.V.Number, systems(sw.Platforms), sw.Since.V.String(), len(sw.Uses)}
			got := value{s.Name, s.Licence, s.Site, s.Repository, s.Function.Fr, s.IDs["wikidata"], s.Latest.Number, systems(s.Platforms), s.Since.String(), len(s.Uses)}
			if got.Licence == "" {
				got.Licence = s.LicenceRaw
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("version %s, %s (-written +read):\n%s", version, sw.Slug, diff)
			}
		}
		if services != wanted {
			t.Errorf("version %s: %d services read back of %d", version, services, wanted)
		}
		full := back["90001"]
		if full.Withdrawal == nil || full.Withdrawal.Reason != "Abandon" || full.Withdrawal.Date.String() != "2026-10-01" || full.Latest.Date.String() != "2026-05-06" ||
			full.Attributes["rgaa"].State != catalog.Yes || full.Attributes["french-public-service"].State != catalog.No || full.MinVersion != "1.2" || full.Uses[0].Referents != 1 {
			t.Errorf("version %s: %+v", version, full)
		}
		if version == "1" && (len(full.Instances) != 1 || full.Status != "observed") {
			t.Errorf("version 1: %+v", full)
		}
	}
}

// systems leaves the two names of what runs on a server in one, as the export does.
func systems(platforms []string) []string {
	var out []string
	for _, p := range platforms {
		if p == "web" {
			p = "server"
		}
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

func TestProvidersRoundTrip(t *testing.T) {
	t.Parallel()
	set := whole(t)
	imp := rebuilt(t, export.Providers, set, prestataires.Read)
	services, wanted := 0, 0
	for _, sw := range export.SILL(set) {
		wanted += len(sw.Providers)
	}
	for _, st := range imp.Statements {
		if st.Kind != catalog.KindProvider {
			continue
		}
		var p catalog.ProviderStatement
		if err := json.Unmarshal(st.Body, &p); err != nil {
			t.Fatal(err)
		}
		services += len(p.Services)
		if p.Name == "Atelier" && (p.SIREN != "732829320" || p.IDs["comptoir"] != "12" || p.Site != "https://atelier.example/" || p.Services[0].URL != "https://annuaire.example/atelier") {
			t.Errorf("%+v", p)
		}
	}
	if services != wanted || wanted == 0 {
		t.Errorf("%d services read back of %d", services, wanted)
	}
}

func TestLists(t *testing.T) {
	t.Parallel()
	set := whole(t)
	address := func(slug string) string { return "https://desk.example/" + slug }
	for _, l := range []export.List{export.Software(i18n.French, set.Software, address, nil), export.Products(i18n.English, set.Products, address, nil), export.ProviderList(i18n.French, set.Providers, address, nil)} {
		for _, r := range l.Rows {
			if len(r) != len(l.Columns) {
				t.Fatalf("%s: a row of %d values for %d columns", l.Name, len(r), len(l.Columns))
			}
		}
		for format := range export.Types {
			var b bytes.Buffer
			if err := l.Write(&b, format); err != nil || b.Len() < 1000 {
				t.Errorf("%s as %s: %d bytes, %v", l.Name, format, b.Len(), err)
			}
		}
	}
}
