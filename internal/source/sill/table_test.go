package sill_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/provenance"
	"guichet/internal/source"
	"guichet/internal/source/sill"
	"guichet/internal/testkit"
)

const table2020 = "ID,nom,fonction,statut,parent,support,wikidata,comptoir-du-libre,licence,version\n" +
	"1,Truc,\"faire, des trucs\",R,,Oui,Q5,72,GPL-2.0-only,19\n" +
	"2,Machin,,O,Truc,,Q5,,\"MIT, LGPL-3\",Distribution\n"

const table2019 = "SECTEUR,LOGICIEL,LICENCE,STATUT,Version,LOGICIELPARENT,FONCTIONNALITÉ,Win X86/x64\n" +
	"a,/Truc/,GPL2,R,1.2,Machin,/Faire/,2\nb,Truc,,O,0,0,,0\nc,Truc,,O,0,0,,\n"

func readTable(t testing.TB, body string) (facts.Import, error) {
	t.Helper()
	return sill.ReadTable(t.Context(), source.Bytes("sill.csv", []byte(body), provenance.MustDate("2026-11-23")))
}

// The edition is told by the headings; one Wikidata id that two entries carry is kept by neither.
func TestTables(t *testing.T) {
	t.Parallel()
	imp, err := readTable(t, table2020)
	if err != nil || imp.Source != "sill-2020" || len(imp.Statements) != 2 || len(imp.About) != 1 {
		t.Fatalf("%s: %d statements, %v", imp.Source, len(imp.Statements), err)
	}
	want := `{"slug":"truc","name":"Truc","licence":"GPL-2.0-only","function":{"fr":"Faire, des trucs","en":""},"ids":{"comptoir":"72","sill":"1"},"source":"sill-2020","support":true,"minVersion":"19","status":"recommended"}`
	if got := string(imp.Statements[0].Body); got != want {
		t.Errorf("statement = %s\nwant %s", got, want)
	}
	imp, err = readTable(t, table2019)
	if err != nil || imp.Source != "sill-2019" || len(imp.Statements) != 2 || len(imp.Refused) != 1 || imp.Refused[0].Where != "line 4" {
		t.Fatalf("%s: %d statements, refused %v, %v", imp.Source, len(imp.Statements), imp.Refused, err)
	}
	if key := imp.Statements[0].Key; key != "truc@machin" {
		t.Errorf("key = %s", key)
	}
}

func TestDamagedTables(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"truncated": table2020[:len(table2020)-14], "empty": "", "other headings": "a,b\n1,2\n", "an open quote": strings.Replace(table2020, `trucs"`, "trucs", 1),
		"a cell more": strings.Replace(table2020, ",19\n", ",19,20\n", 1), "not UTF-8": strings.Replace(table2020, "Machin", "M\xe9chin", 1), "zeros": strings.Repeat("\x00", 300),
	} {
		if imp, err := readTable(t, body); !errs.Is(err, errs.Invalid) || len(imp.Statements) > 0 {
			t.Errorf("%s: %d statements, %v; want invalid", name, len(imp.Statements), err)
		}
	}
}

// The published tables: counts, refusals, and a second import that changes nothing.
func TestPublishedTables(t *testing.T) {
	t.Parallel()
	s := facts.NewStore(testkit.SQLite(t), time.Now)
	for file, want := range map[string]string{
		"sill-2020.csv":         "read 225, new 225, changed 0, unchanged 0, refused 0",
		"sill-2019.csv":         "read 161, new 159, changed 0, unchanged 0, refused 2",
		"sill-2018-sources.csv": "read 149, new 149, changed 0, unchanged 0, refused 0",
	} {
		body, err := os.ReadFile(testkit.Data(t, "data", "sill", file))
		if err != nil {
			t.Fatal(err)
		}
		imp, err := readTable(t, string(body))
		if err != nil {
			t.Fatal(err)
		}
		r, err := s.Apply(t.Context(), imp, false)
		if err != nil || r.String() != want {
			t.Errorf("%s: %s, %v; want %s; refused %v", file, r, err, want, r.Refused)
		}
		if r, err := s.Apply(t.Context(), imp, false); err != nil || r.New+r.Changed != 0 {
			t.Errorf("%s: a second import gives %s, %v", file, r, err)
		}
	}
}

func FuzzReadTable(f *testing.F) {
	f.Add(table2020)
	f.Add(table2019)
	f.Fuzz(func(t *testing.T, body string) {
		imp, err := readTable(t, body)
		if err != nil && !errs.Is(err, errs.Invalid) {
			t.Errorf("ReadTable = %v, want invalid", err)
		}
		if err != nil && len(imp.Statements) > 0 {
			t.Error("a damaged file gave statements")
		}
	})
}
