package appstream_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/provenance"
	"guichet/internal/source"
	"guichet/internal/source/appstream"
	"guichet/internal/testkit"
)

const sample = `{"id":"org.exemple.Truc","type":"desktop-application","package":"truc","name":{"C":"Truc","fr":"Truc à dessin"},"summary":{"C":"Draw","fr":"Dessiner"},"license":"GPL-2.0+","categories":["Graphics"],"url":{"homepage":"https://truc.example/"},"releases":[{"version":"1.1","type":"stable","unix-timestamp":1600128000},{"version":"1.0","unix-timestamp":1500000000}]}

{"id":"org.exemple.Police","type":"font","name":{"C":"Police"},"summary":{},"license":null,"categories":null,"url":[],"releases":[]}
{"id":"machin","type":"console-application","package":null,"name":{"C":"Machin"},"summary":[],"license":"Public Domain","categories":null,"url":{},"releases":[]}
`

func read(t testing.TB, body string) (facts.Import, error) {
	t.Helper()
	return appstream.Read(t.Context(), source.Bytes("a.jsonl", []byte(body), provenance.MustDate("2026-11-23")))
}

func TestRead(t *testing.T) {
	t.Parallel()
	imp, err := read(t, sample)
	if err != nil || len(imp.Statements) != 2 || len(imp.Refused) != 1 || imp.Refused[0].Where != "line 3" || len(imp.About) != 1 {
		t.Fatalf("Read = %d statements, refused %v, %v", len(imp.Statements), imp.Refused, err)
	}
	for i, want := range []string{
		`{"slug":"truc","name":"Truc","aliases":["Truc à dessin"],"licence":"GPL-2.0-or-later","site":"https://truc.example/","platforms":["linux"],"function":{"fr":"Dessiner","en":"Draw"},"ids":{"appstream":"org.exemple.Truc","debian":"truc"},"keywords":["Graphics"],"supplement":true,"source":"debian-appstream","latest":{"number":"1.1","date":"2020-09-15"}}`,
		`{"slug":"machin","name":"Machin","licenceRaw":"Public Domain","platforms":["linux"],"ids":{"appstream":"machin"},"supplement":true,"source":"debian-appstream"}`,
	} {
		if got := string(imp.Statements[i].Body); got != want {
			t.Errorf("statement %d = %s\nwant %s", i, got, want)
		}
		if d := imp.Statements[i].Checked.String(); d != "2020-09-15" {
			t.Errorf("statement %d is dated %s", i, d)
		}
	}
}

func TestDamagedFiles(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		line int
	}{
		"truncated":     {sample[:len(sample)-20], 4},
		"zeros":         {strings.Repeat("\x00", 100), 1},
		"a page":        {"<!doctype html>", 1},
		"other objects": {"{\"a\":1}\n", 1},
		"a broken line": {strings.Replace(sample, `{"id":"org.exemple.P`, `{"id":"org.ex"emple.P`, 1), 3},
		"not UTF-8":     {strings.Replace(sample, "Police", "Polic\xe9", 1), 3},
		"a long line":   {sample + `{"id":"` + strings.Repeat("a", source.MaxEntry), 5},
	} {
		imp, err := read(t, c.body)
		all := errs.All(err)
		if len(all) != 1 || all[0].Key != "import.damaged" || all[0].Args["line"] != c.line || len(imp.Statements) != 0 {
			t.Errorf("%s: %v, want a damaged file at line %d", name, err, c.line)
		}
	}
}

// The metadata of Debian 12: counts, the kinds of refusal, and a second import that changes nothing.
func TestPublishedMetadata(t *testing.T) {
	t.Parallel()
	body, err := os.ReadFile(testkit.Data(t, "data", "debian-appstream.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	imp, err := read(t, string(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range imp.Refused {
		if !strings.HasPrefix(r.Reason, "not a program") && !strings.HasSuffix(r.Reason, "stands twice") {
			t.Errorf("%s %q: %s", r.Where, r.Name, r.Reason)
		}
	}
	s := facts.NewStore(testkit.SQLite(t), time.Now)
	for _, want := range []string{"read 2381, new 2051, changed 0, unchanged 0, refused 330", "read 2381, new 0, changed 0, unchanged 2051, refused 330"} {
		if r, err := s.Apply(t.Context(), imp, false); err != nil || r.String() != want {
			t.Errorf("Apply = %s, %v; want %s", r, err, want)
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
