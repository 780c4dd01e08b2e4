package comptoir_test

import (
	"strings"
	"testing"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/provenance"
	"guichet/internal/source"
	"guichet/internal/source/comptoir"
)

// sample is made by hand after the shape of the public export: an empty object as [], numbers as texts, people among users.
const sample = `{"date_of_export": "2026-10-02 04:00:01", "number_of_software": 3, "softwares": [
 {"id": 27, "created": "2018-03-20T10:00:00+00:00", "name": "Truc", "licence": "GPL-3.0", "url": "https://comptoir.example/27",
  "external_resources": {"website": "https://truc.example", "repository": "https://forge.example/truc", "wikidata": {"id": "Q8038", "url": "https://www.wikidata.org/wiki/Q8038"},
   "sill": {"id": 66, "url": "https://sill.example/detail?name=truc"}, "framalibre": {"slug": "truc"}, "cnll": []},
  "providers": [{"id": 9, "url": "https://comptoir.example/9", "name": "Atelier SARL", "type": "Company", "external_resources": {"website": "https://atelier.example"}},
                {"id": 10, "name": "Jeanne", "type": "Person", "external_resources": []}],
  "users": [{"id": 3, "name": "Ville d'Exemple", "type": "Administration"}, {"id": 4, "name": "Paul", "type": "Person"}]},
 {"id": "28", "name": "Machin", "licence": "CeCILL V2 (?)", "external_resources": [], "providers": [{"id": 9, "name": "Atelier SARL", "type": "Company", "external_resources": []}], "users": []},
 {"id": 29, "name": "", "external_resources": []}
]}`

func read(t testing.TB, body string) (facts.Import, error) {
	t.Helper()
	return comptoir.Read(t.Context(), source.Bytes("export.json", []byte(body), provenance.MustDate("2026-11-23")))
}

func TestRead(t *testing.T) {
	t.Parallel()
	imp, err := read(t, sample)
	if err != nil || len(imp.Statements) != 3 || len(imp.Refused) != 1 || len(imp.About) != 1 {
		t.Fatalf("Read = %d statements, refused %v, %v", len(imp.Statements), imp.Refused, err)
	}
	for i, want := range []string{
		`{"slug":"truc","name":"Truc","licence":"GPL-3.0-only","site":"https://truc.example","repository":"https://forge.example/truc","ids":{"comptoir":"27","framalibre":"truc","sill":"66","wikidata":"Q8038"},"source":"comptoir","uses":[{"organisation":"Ville d'Exemple","users":1}]}`,
		`{"slug":"machin","name":"Machin","licenceRaw":"CeCILL V2 (?)","ids":{"comptoir":"28"},"source":"comptoir"}`,
		`{"slug":"atelier-sarl","name":"Atelier SARL","site":"https://atelier.example","services":[{"name":"Truc","ids":{"comptoir":"27"}},{"name":"Machin","ids":{"comptoir":"28"}}],"ids":{"comptoir":"9"},"source":"comptoir"}`,
	} {
		if got := string(imp.Statements[i].Body); got != want {
			t.Errorf("statement %d = %s\nwant %s", i, got, want)
		}
		if d := imp.Statements[i].Checked.String(); d != "2026-10-02" {
			t.Errorf("statement %d is dated %s, not that of the export", i, d)
		}
	}
}

// A file that is not whole gives nothing, wherever it was cut; nor does one that holds less than it says.
func TestDamagedExports(t *testing.T) {
	t.Parallel()
	for cut := 1; cut < len(sample); cut += 13 {
		if imp, err := read(t, sample[:cut]); !errs.Is(err, errs.Invalid) || len(imp.Statements) > 0 {
			t.Fatalf("cut at %d: %d statements, %v", cut, len(imp.Statements), err)
		}
	}
	for name, body := range map[string]string{
		"fewer than counted": strings.Replace(sample, `"number_of_software": 3`, `"number_of_software": 400`, 1), "no list": `{"date_of_export":"2026-10-02"}`,
		"an array": "[]", "a page": "<!doctype html><title>503</title>", "zeros": strings.Repeat("\x00", 1000), "something behind": sample + "{}",
	} {
		if imp, err := read(t, body); !errs.Is(err, errs.Invalid) || len(imp.Statements) > 0 {
			t.Errorf("%s: %d statements, %v", name, len(imp.Statements), err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample)
	f.Fuzz(func(t *testing.T, body string) {
		imp, err := read(t, body)
		if err != nil && !errs.Is(err, errs.Invalid) {
			t.Errorf("Read = %v, want invalid", err)
		}
		if err != nil && len(imp.Statements) > 0 {
			t.Error("a damaged file gave statements")
		}
	})
}
