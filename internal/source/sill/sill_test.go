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

const sample = `[
 {"i":"Truc","id":"1","l":"GPL-3.0","f":"Faire des trucs","website":"https://truc.example","co":"72","frama":{"encoded-name":"truc"}},
 {"i":"Machin","id":2,"l":"MIT, LGPL-3","f":null,"website":"voir la doc","frama":[]}
]`

func read(t testing.TB, body []byte) (facts.Import, error) {
	t.Helper()
	return sill.Read(t.Context(), source.Bytes("sill.json", body, provenance.MustDate("2026-11-23")))
}

func TestRead(t *testing.T) {
	t.Parallel()
	imp, err := read(t, []byte(sample))
	if err != nil || len(imp.Statements) != 2 || len(imp.Refused) != 0 {
		t.Fatalf("Read = %d statements, %v, %v", len(imp.Statements), imp.Refused, err)
	}
	if got := string(imp.Statements[1].Body); !strings.Contains(got, `"licence":"MIT AND LGPL-3.0-only"`) || strings.Contains(got, "voir la doc") {
		t.Errorf("statement = %s", got)
	}
}

// A damaged file is refused whole, with the line.
func TestDamagedFiles(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		line int
	}{
		"truncated":       {sample[:len(sample)-20], 3},
		"no bracket":      {strings.TrimSuffix(sample, "]"), 4},
		"empty":           {"", 1},
		"an object":       {"{}", 1},
		"broken quote":    {strings.Replace(sample, `"Machin"`, `"Machin`, 1), 3},
		"a wrong type":    {strings.Replace(sample, `"Truc"`, `{"fr":"Truc"}`, 1), 2},
		"something after": {sample + "\n[]", 5},
		"not UTF-8":       {strings.Replace(sample, "Machin", "M\xe9chin", 1), 3},
		"zeros":           {strings.Repeat("\x00", 100), 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			imp, err := read(t, []byte(c.body))
			all := errs.All(err)
			if len(all) != 1 || all[0].Key != "import.damaged" || all[0].Args["line"] != c.line || len(imp.Statements) != 0 {
				t.Fatalf("Read = %v, want a damaged file at line %d", err, c.line)
			}
		})
	}
}

func TestRefusedEntries(t *testing.T) {
	t.Parallel()
	imp, err := read(t, []byte(`[{"i":"A","id":"1"},{"i":"B","id":"1"},{"id":"3"},{"i":"D"}]`))
	if err != nil || len(imp.Statements) != 1 || len(imp.Refused) != 3 {
		t.Fatalf("Read = %d statements, refused %v, %v", len(imp.Statements), imp.Refused, err)
	}
}

// The whole published export: every entry is taken, and a second import changes nothing.
func TestPublishedExport(t *testing.T) {
	t.Parallel()
	body, err := os.ReadFile(testkit.Data(t, "data", "sill", "sill-2022.json"))
	if err != nil {
		t.Fatal(err)
	}
	imp, err := read(t, body)
	if err != nil || len(imp.Statements) != 240 {
		t.Fatalf("Read = %d statements, refused %v, %v; want 240", len(imp.Statements), imp.Refused, err)
	}
	s := facts.NewStore(testkit.SQLite(t), time.Now)
	for _, want := range []string{"read 240, new 240, changed 0, unchanged 0, refused 0", "read 240, new 0, changed 0, unchanged 240, refused 0"} {
		r, err := s.Apply(t.Context(), imp, false)
		if err != nil || r.String() != want {
			t.Errorf("Apply = %s, %v; want %s", r, err, want)
		}
	}
	for cut := 1; cut < len(body); cut += 1999 {
		if _, err := read(t, body[:cut]); !errs.Is(err, errs.Invalid) {
			t.Fatalf("a file cut at %d is not refused: %v", cut, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte(`[{"i":"A","id":"1","frama":{"encoded-name":3}}]`))
	f.Fuzz(func(t *testing.T, body []byte) {
		imp, err := read(t, body)
		if err != nil && !errs.Is(err, errs.Invalid) {
			t.Errorf("Read = %v, want invalid", err)
		}
		if err != nil && len(imp.Statements) > 0 {
			t.Error("a damaged file gave statements")
		}
	})
}
