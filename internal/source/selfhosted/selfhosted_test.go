package selfhosted_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/provenance"
	"guichet/internal/source"
	"guichet/internal/source/selfhosted"
	"guichet/internal/testkit"
)

var files = map[string]string{
	"truc.yml":   "name: Truc\nwebsite_url: https://truc.example\ndescription: Do things.\nlicenses:\n  - AGPL-3.0\nplatforms:\n  - PHP\n  - deb\ntags:\n  - Wikis\nsource_code_url: https://forge.example/truc\nupdated_at: '2026-08-13'\ncurrent_release:\n  tag: v2\n  published_at: '2026-07-01'\n",
	"machin.yml": "name: Machin\nwebsite_url: https://machin.example\ndescription: Sell things.\nlicenses:\n  - ⊘ Proprietary\nsource_code_url: https://machin.example\n",
	"cassé.yml":  "name: [a\n",
	"boum.yml":   "name: &a x\nx: [*a, *a]\n",
}

func lines(t testing.TB) string {
	t.Helper()
	var b strings.Builder
	for _, name := range []string{"truc.yml", "machin.yml", "cassé.yml", "boum.yml"} {
		line, err := json.Marshal(map[string]string{"file": name, "yaml": files[name]})
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(line, '\n'))
	}
	return b.String()
}

func read(t testing.TB, body string) (facts.Import, error) {
	t.Helper()
	return selfhosted.Read(t.Context(), source.Bytes("a.jsonl", []byte(body), provenance.MustDate("2026-11-23")))
}

// The folder of the repository and the lines made of it give the same statements; what is not free or cannot be read is refused by itself.
func TestRead(t *testing.T) {
	t.Parallel()
	folder := fstest.MapFS{"README.md": {Data: []byte("# x")}}
	for name, text := range files {
		folder["software/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	for form, in := range map[string]*source.Input{"lines": source.Bytes("a.jsonl", []byte(lines(t)), provenance.Date{}), "folder": source.Folder("a", folder, provenance.Date{})} {
		imp, err := selfhosted.Read(t.Context(), in)
		if err != nil || len(imp.Statements) != 1 || len(imp.Refused) != 3 || len(imp.About) != 1 {
			t.Fatalf("%s: %d statements, refused %v, %v", form, len(imp.Statements), imp.Refused, err)
		}
		want := `{"slug":"truc","name":"Truc","licence":"AGPL-3.0-only","site":"https://truc.example","repository":"https://forge.example/truc","platforms":["server","linux"],"function":{"fr":"","en":"Do things."},"ids":{"awesome-selfhosted":"truc"},"keywords":["Wikis"],"source":"awesome-selfhosted","latest":{"number":"v2","date":"2026-07-01"}}`
		if got := string(imp.Statements[0].Body); got != want {
			t.Errorf("%s: statement = %s\nwant %s", form, got, want)
		}
		if d := imp.Statements[0].Checked.String(); d != "2026-08-13" {
			t.Errorf("%s: dated %s, not as the newest change that the list reports", form, d)
		}
		reasons := imp.Refused[0].Reason + imp.Refused[1].Reason + imp.Refused[2].Reason
		for _, want := range []string{"not free software: licence ⊘ Proprietary", "anchors and aliases"} {
			if !strings.Contains(reasons, want) {
				t.Errorf("%s: no refusal says %q: %v", form, want, imp.Refused)
			}
		}
	}
}

func TestDamagedFiles(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{"truncated": lines(t)[:len(lines(t))-5], "zeros": strings.Repeat("\x00", 99), "other objects": `{"a":1}`, "an array": `[]`} {
		if imp, err := read(t, body); !errs.Is(err, errs.Invalid) || len(imp.Statements) > 0 {
			t.Errorf("%s: %d statements, %v", name, len(imp.Statements), err)
		}
	}
}

// The list of August 2026: counts, only licences among the reasons of refusal, and a second import that changes nothing.
func TestPublishedList(t *testing.T) {
	t.Parallel()
	body, err := os.ReadFile(testkit.Data(t, "data", "awesome-selfhosted.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	imp, err := read(t, string(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range imp.Refused {
		if !strings.HasPrefix(r.Reason, "not free software") {
			t.Errorf("%s %q: %s", r.Where, r.Name, r.Reason)
		}
	}
	s := facts.NewStore(testkit.SQLite(t), time.Now)
	for _, want := range []string{"read 1348, new 1255, changed 0, unchanged 0, refused 93", "read 1348, new 0, changed 0, unchanged 1255, refused 93"} {
		if r, err := s.Apply(t.Context(), imp, false); err != nil || r.String() != want {
			t.Errorf("Apply = %s, %v; want %s", r, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(lines(f))
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
