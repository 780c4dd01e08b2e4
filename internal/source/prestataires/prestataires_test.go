package prestataires_test

import (
	"testing"
	"testing/fstest"
	"time"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/provenance"
	"guichet/internal/source"
	"guichet/internal/source/prestataires"
	"guichet/internal/testkit"
)

// Both samples are made by hand after the shapes of the published files.
const (
	merged = `[{"sill_id":"66","prestataires":[{"nom":"Atelier","cdl_url":"https://comptoir.example/fr/users/9","website":"https://atelier.example"},{"nom":"Atelier","siren":"120001011","url":"https://annuaire.example/atelier"}]},
 {"sill_id":"67","prestataires":[{"nom":"Atelier","cdl_url":"https://comptoir.example/fr/users/9"}]}]`
	record = `{"title":"Éditeur SA","logo":"x","country":"fr","website":"https://editeur.example","kpi_dict":{"2018":{"staff":""}},"free_software_list":[{"title":"Truc","website":"https://truc.example","success_case_list":[]}]}`
)

func read(t testing.TB, in *source.Input) (facts.Import, error) {
	t.Helper()
	return prestataires.Read(t.Context(), in)
}

func body(s string) *source.Input {
	return source.Bytes("p.json", []byte(s), provenance.MustDate("2026-10-01"))
}

func TestMerged(t *testing.T) {
	t.Parallel()
	imp, err := read(t, body(merged))
	if err != nil || imp.Source != prestataires.Source || len(imp.Statements) != 2 || len(imp.Refused) != 0 || len(imp.About) != 1 {
		t.Fatalf("Read = %s, %d statements, refused %v, %v", imp.Source, len(imp.Statements), imp.Refused, err)
	}
	want := `{"slug":"atelier","name":"Atelier","site":"https://atelier.example","services":[{"ids":{"sill":"66"}},{"ids":{"sill":"67"}}],"ids":{"comptoir":"9"},"source":"prestataires"}`
	if got := string(imp.Statements[0].Body); got != want {
		t.Errorf("statement = %s\nwant %s", got, want)
	}
}

func TestRecords(t *testing.T) {
	t.Parallel()
	folder := fstest.MapFS{"a.json": {Data: []byte(record)}, "b.json": {Data: []byte(`{"title":`)}, "c.json": {Data: []byte(`{"title":"C"}`)}}
	imp, err := read(t, source.Folder("p", folder, provenance.Date{}))
	if err != nil || imp.Source != prestataires.Publishers || imp.Partial || len(imp.Statements) != 2 || len(imp.Refused) != 1 {
		t.Fatalf("Read = %d statements, refused %v, %v", len(imp.Statements), imp.Refused, err)
	}
	want := `{"slug":"editeur-sa","name":"Éditeur SA","site":"https://editeur.example","country":"FR","services":[{"name":"Truc","url":"https://truc.example"}],"role":"publisher","source":"awesome-free-software-providers"}`
	if got := string(imp.Statements[0].Body); got != want {
		t.Errorf("statement = %s\nwant %s", got, want)
	}
	if imp, err = read(t, body(record)); err != nil || !imp.Partial || len(imp.Statements) != 1 {
		t.Errorf("one record = %d statements, partial %t, %v", len(imp.Statements), imp.Partial, err)
	}
	if _, err = read(t, body(record[:50])); !errs.Is(err, errs.Invalid) {
		t.Errorf("a record cut short = %v", err)
	}
}

// The published records are all taken; a second import changes nothing.
func TestPublishedRecords(t *testing.T) {
	t.Parallel()
	in, err := source.Open(testkit.Data(t, "data", "providers"))
	if err != nil {
		t.Fatal(err)
	}
	imp, err := read(t, in)
	if err != nil {
		t.Fatal(err)
	}
	s := facts.NewStore(testkit.SQLite(t), time.Now)
	for _, want := range []string{"read 166, new 166, changed 0, unchanged 0, refused 0", "read 166, new 0, changed 0, unchanged 166, refused 0"} {
		if r, err := s.Apply(t.Context(), imp, false); err != nil || r.String() != want {
			t.Errorf("Apply = %s, %v; want %s", r, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(merged)
	f.Add(record)
	f.Add(`{"title":[{}]}`)
	f.Fuzz(func(t *testing.T, s string) {
		imp, err := read(t, body(s))
		if err != nil && !errs.Is(err, errs.Invalid) {
			t.Errorf("Read = %v, want invalid", err)
		}
		if err != nil && len(imp.Statements) > 0 {
			t.Error("a damaged file gave statements")
		}
	})
}
