package publiccode_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/source"
	"guichet/internal/source/publiccode"
	"guichet/internal/testkit"
)

// On the 124 real files, the verdict is that of the reference parser (italia/publiccode-parser-go, without network).
func TestRealFiles(t *testing.T) {
	t.Parallel()
	dir := testkit.Data(t, "data", "publiccode")
	f, err := os.Open(filepath.Join(dir, "verdicts.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n, same := 0, 0
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var v struct {
			File     string   `json:"file"`
			Errors   int      `json:"errors"`
			Messages []string `json:"messages"`
		}
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(v.File)
		body, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		findings := publiccode.Check(body, func(name string) bool {
			_, err := os.Stat(filepath.Join(dir, name))
			return err == nil
		})
		n++
		if publiccode.Valid(findings) == (v.Errors == 0) {
			same++
			continue
		}
		t.Errorf("%s: the reference says %d errors %q", name, v.Errors, v.Messages)
		for _, x := range findings {
			t.Log(x.In(i18n.English))
		}
	}
	t.Logf("%d of %d verdicts are those of the reference", same, n)
	if n != 124 {
		t.Errorf("%d files; want 124", n)
	}
}

const good = `publiccodeYmlVersion: '0.7'
name: Truc
url: https://forge.example/truc
platforms: [web]
developmentStatus: stable
softwareType: standalone/web
description:
  fr:
    shortDescription: Fait des trucs
    longDescription: |
      ` + long + `
    features:
      - Faire
legal:
  license: EUPL-1.2
maintenance:
  type: internal
  contacts:
    - name: Jeanne
localisation:
  localisationReady: true
  availableLanguages: [fr]
`

const long = "Un texte assez long pour être admis, puisque le standard demande cent cinquante caractères au moins pour décrire un logiciel, ce qui fait à peu près deux lignes et demie."

// Each fault is told with its line, its field and what to do, in both languages.
func TestFindings(t *testing.T) {
	t.Parallel()
	if f := publiccode.Check([]byte(good), nil); len(f) != 0 {
		t.Fatalf("a good file: %v", f)
	}
	for name, c := range map[string]struct{ from, to, want string }{
		"a licence":        {"EUPL-1.2", "EUPL", "15:3: error: legal.license: “EUPL” is not an SPDX expression"},
		"a missing field":  {"name: Truc\n", "", "1:1: error: name: this field is required"},
		"an unknown field": {"softwareType:", "softwaretype:", "6:1: error: softwaretype: no such field in the standard. Did you mean softwareType?"},
		"a wrong type":     {"localisationReady: true", "localisationReady: 'yes'", "21:3: error: localisation.localisationReady: true or false"},
		"a short text":     {long, "Court", "10:5: error: description.fr.longDescription: 6 characters: at least 150"},
		"a date":           {"name: Truc\n", "name: Truc\nreleaseDate: 1er mai\n", "3:1: error: releaseDate: “1er mai” is not a date"},
		"twice":            {"name: Truc\n", "name: Truc\nname: Machin\n", "3:1: error: the field name stands twice, first on line 2"},
		"a file":           {"name: Truc\n", "name: Truc\nlogo: logo.png\n", "3:1: error: logo: no file logo.png"},
		"an alias":         {"name: Truc\n", "name: &a Truc\napplicationSuite: *a\n", "anchors, aliases"},
		"no YAML":          {"name: Truc\n", "name: 'Truc\n", "this is not YAML"},
		"maintenance":      {"type: internal", "type: contract", "maintenance.contractors: maintenance of the type contract needs contractors"},
		"an old version":   {"'0.7'", "'0.2'", "1:1: warning: publiccodeYmlVersion: version 0.2 of the standard is read as 0.7.0"},
		"no version":       {"'0.7'", "'9'", "1:1: error: publiccodeYmlVersion: “9” is not allowed"},
	} {
		body := strings.Replace(good, c.from, c.to, 1)
		findings := publiccode.Check([]byte(body), func(string) bool { return false })
		if !slices.ContainsFunc(findings, func(f publiccode.Finding) bool { return strings.Contains(f.In(i18n.English), c.want) }) {
			t.Errorf("%s: %q is not among:", name, c.want)
			for _, f := range findings {
				t.Log(f.In(i18n.English))
			}
		}
		if publiccode.Valid(findings) != (name == "an old version") {
			t.Errorf("%s: valid %t", name, publiccode.Valid(findings))
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte("a: [1, {b: c}]\n---\nd: |\n  e\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, x := range publiccode.Check(body, nil) {
			if x.Line < 1 || x.Column < 0 || x.In(i18n.French) == "" {
				t.Errorf("%+v", x)
			}
		}
	})
}

// A folder gives one statement a repository; what states no fact about a software is refused with the reason, and one file says nothing of the others.
func TestRead(t *testing.T) {
	t.Parallel()
	folder := fstest.MapFS{
		"a/publiccode.yml": {Data: []byte(good)}, "b/publiccode.yml": {Data: []byte(good)}, "c.yaml": {Data: []byte("name: [")},
		"d.yml": {Data: []byte("name: Sans licence\nurl: https://forge.example/d\n")}, "e.yml": {Data: []byte(strings.Replace(good, "url: https://forge.example/truc", "url: ''", 1))},
	}
	imp, err := publiccode.Read(t.Context(), source.Folder("x", folder, provenance.MustDate("2026-11-01")))
	if err != nil || imp.Partial || len(imp.Statements) != 1 || len(imp.Refused) != 4 {
		t.Fatalf("Read = %d statements, refused %v, %v", len(imp.Statements), imp.Refused, err)
	}
	want := `{"slug":"truc","name":"Truc","licence":"EUPL-1.2","repository":"https://forge.example/truc","platforms":["web"],"function":{"fr":"Fait des trucs","en":""},"source":"publiccode"}`
	if got := string(imp.Statements[0].Body); got != want || imp.Statements[0].Key != "https://forge.example/truc" {
		t.Errorf("statement = %s\nwant %s", got, want)
	}
	one := func(body string) (facts.Import, error) {
		return publiccode.Read(t.Context(), source.Bytes("publiccode.yml", []byte(body), provenance.MustDate("2026-11-01")))
	}
	if imp, err := one(good); err != nil || !imp.Partial || len(imp.Statements) != 1 {
		t.Errorf("one file: %+v, %v", imp, err)
	}
	if _, err := one("name: 'x\n"); !errs.Is(err, errs.Invalid) {
		t.Errorf("a damaged file: %v", err)
	}
}

// The 124 real files: counts, and a second import that changes nothing.
func TestRealImport(t *testing.T) {
	t.Parallel()
	in, err := source.Open(testkit.Data(t, "data", "publiccode"))
	if err != nil {
		t.Fatal(err)
	}
	imp, err := publiccode.Read(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	s := facts.NewStore(testkit.SQLite(t), time.Now)
	for _, want := range []string{"read 124, new 85, changed 0, unchanged 0, refused 39", "read 124, new 0, changed 0, unchanged 85, refused 39"} {
		if r, err := s.Apply(t.Context(), imp, false); err != nil || r.String() != want {
			t.Errorf("Apply = %s, %v; want %s", r, err, want)
		}
	}
}

// Texts that are made to cost much cost little, whether they are examined or opened in the form.
func TestHostileTexts(t *testing.T) { //nolint:paralleltest // it measures memory
	for name, text := range testkit.HostileYAML(512<<10 - 100) {
		testkit.Bounded(t, name, 4*time.Second, 2000, func() { // two readings
			findings := publiccode.Check([]byte(text), nil)
			_, opened := publiccode.Open([]byte(text))
			if publiccode.Valid(findings) || name != "one key" && name != "keys" && len(findings) == 0 {
				t.Errorf("%s passes: %v, %v", name, findings, opened)
			}
			for _, f := range append(findings, opened...) {
				if f.Line < 1 || strings.HasPrefix(f.In(i18n.French), "publiccode.") {
					t.Errorf("%s: %+v", name, f)
				}
			}
		})
	}
}
