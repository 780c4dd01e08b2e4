package cnll_test

import (
	"strings"
	"testing"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/provenance"
	"guichet/internal/source"
	"guichet/internal/source/cnll"
)

// sample is made by hand after the shape of the published list; the first SIREN is that of the DINUM, the second has a wrong control sum.
const sample = `[
 {"nom":"Truc","sill_id":"66","prestataires":[{"nom":"Atelier","siren":"120 001 011","url":"https://annuaire.example/atelier"},{"nom":"Faux","siren":"123456789","url":""}]},
 {"nom":"Machin","sill_id":12,"prestataires":[{"nom":"Atelier","siren":"120001011","url":"https://annuaire.example/atelier"}]},
 {"nom":"Chose","sill_id":13,"prestataires":[]},
 {"prestataires":[]}
]`

func read(t testing.TB, body string) (facts.Import, error) {
	t.Helper()
	return cnll.Read(t.Context(), source.Bytes("p.json", []byte(body), provenance.MustDate("2026-10-01")))
}

// A firm that stands under two software is one provider with two services; a SIREN that cannot be is refused.
func TestRead(t *testing.T) {
	t.Parallel()
	imp, err := read(t, sample)
	if err != nil || len(imp.Statements) != 1 || len(imp.Refused) != 2 || len(imp.About) != 1 {
		t.Fatalf("Read = %d statements, refused %v, %v", len(imp.Statements), imp.Refused, err)
	}
	want := `{"slug":"atelier","name":"Atelier","siren":"120001011","services":[{"name":"Truc","ids":{"sill":"66"},"url":"https://annuaire.example/atelier"},{"name":"Machin","ids":{"sill":"12"},"url":"https://annuaire.example/atelier"}],"source":"cnll"}`
	if got := string(imp.Statements[0].Body); got != want || imp.Statements[0].Key != "siren:120001011" {
		t.Errorf("statement %s = %s\nwant %s", imp.Statements[0].Key, got, want)
	}
	if r := imp.Refused[1]; r.Name != "Faux" || !strings.Contains(r.Reason, "control sum") {
		t.Errorf("refused %v", r)
	}
}

func TestDamagedLists(t *testing.T) {
	t.Parallel()
	for cut := 0; cut < len(sample); cut += 17 {
		if imp, err := read(t, sample[:cut]); !errs.Is(err, errs.Invalid) || len(imp.Statements) > 0 {
			t.Fatalf("cut at %d: %d statements, %v", cut, len(imp.Statements), err)
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
