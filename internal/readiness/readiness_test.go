package readiness_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing/object"

	"guichet/internal/i18n"
	"guichet/internal/readiness"
)

// mit is the text of the MIT licence as this repository bears it.
func mit(t testing.TB) string {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("..", "..", "LICENSES", "MIT.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// key makes a token that the rules of gitleaks know, without one standing in this file.
func key() string { return "ghp_" + strings.Repeat("a1B2c3D4e", 4) }

func write(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, body := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func examine(t testing.TB, dir string) *readiness.Report {
	t.Helper()
	tree, err := readiness.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	return readiness.Examine(t.Context(), tree, nil)
}

func state(t testing.TB, r *readiness.Report, check string) readiness.Result {
	t.Helper()
	i := slices.IndexFunc(r.Checks, func(c readiness.Result) bool { return c.Check == check })
	if i < 0 {
		t.Fatalf("no check %s", check)
	}
	return r.Checks[i]
}

// good is a small repository to which nothing is missing that an archive can show.
func good(t testing.TB) map[string]string {
	return map[string]string{
		"LICENSE": mit(t), "main.go": "// SPDX-License-Identifier: MIT\n\npackage main\n", "main_test.go": "// SPDX-License-Identifier: MIT\n\npackage main\n",
		"README.md": "# Outil\n\n" + strings.Repeat("Cet outil aide les agents à retrouver un dossier. ", 10) + "\n\n## Installation\n\n## Licence\n\nMIT\n", "CONTRIBUTING.md": "x", "CODE_OF_CONDUCT.md": "x",
		"SECURITY.md": "Écrivez à securite@ville.example", "CHANGELOG.md": "x", ".gitlab-ci.yml": "test: {}\n", "composer.lock": `{"content-hash":"x","packages":[{"name":"a/a","version":"1","license":["MIT"]}]}`,
		"publiccode.yml": "publiccodeYmlVersion: \"0.4\"\nname: Outil\nurl: https://example.org/outil.git\nplatforms: [web]\ndevelopmentStatus: stable\nsoftwareType: standalone/web\nreleaseDate: 2026-01-01\ncategories: [it-development]\ndescription:\n  en:\n    shortDescription: A tool that helps agents find a file\n    longDescription: " + strings.Repeat("A tool that helps agents find a file. ", 8) + "\n    features: [search]\nlegal:\n  license: MIT\nmaintenance:\n  type: internal\n  contacts:\n    - name: Team\nlocalisation:\n  localisationReady: false\n  availableLanguages: [fr]\n",
	}
}

func TestGood(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, good(t))
	r := examine(t, dir)
	for _, c := range r.Checks {
		for _, f := range c.Findings {
			t.Errorf("%s: %s %s", c.Check, f.At(), f.In(i18n.English))
		}
	}
	if r.Score != 100 || !r.Full() || r.Licence != "MIT" {
		t.Errorf("score %d (%d of %d), licence %q", r.Score, r.Points, r.Of, r.Licence)
	}
	for _, check := range []string{"history", "releases", "admitted"} {
		if got := state(t, r, check).State; got != readiness.Outside {
			t.Errorf("%s: %s in a folder without git", check, got)
		}
	}
}

// Each fault is found, at its place, and costs points.
func TestFaults(t *testing.T) {
	t.Parallel()
	var mails strings.Builder
	for _, c := range "abcdefghijklmnopqrstuvwxyz" {
		mails.WriteString(string(c) + ".martin@mairie-de-ville.fr;x\n")
	}
	for name, x := range map[string]struct {
		add    map[string]string
		remove string
		check  string
		at     string
	}{
		"no licence":         {nil, "LICENSE", "licence", ""},
		"unknown licence":    {map[string]string{"LICENSE": "Do what you want on Mondays."}, "", "licence", "LICENSE"},
		"no headers":         {map[string]string{"b.py": "print(1)\n"}, "", "headers", "b.py"},
		"secret":             {map[string]string{"conf/app.ini": "x = 1\n\ntoken = \"" + key() + "\"\n"}, "", "secrets", "conf/app.ini:3"},
		"settings":           {map[string]string{"deploy/.env": "A=1\n"}, "", "private", "deploy/.env"},
		"mails":              {map[string]string{"users.csv": mails.String()}, "", "personal", "users.csv"},
		"social security":    {map[string]string{"a.sql": "-- SPDX-License-Identifier: MIT\nINSERT INTO p VALUES ('2 69 05 49 588 157 80');\n"}, "", "personal", "a.sql:2"},
		"database":           {map[string]string{"x.sqlite": "x"}, "", "personal", "x.sqlite"},
		"short readme":       {map[string]string{"README.md": "# x\n"}, "", "readme", "README.md"},
		"no contact":         {map[string]string{"SECURITY.md": "We care.\n"}, "", "security", "SECURITY.md"},
		"bad publiccode":     {map[string]string{"publiccode.yml": "publiccodeYmlVersion: \"0.4\"\nname: x\n"}, "", "publiccode", "publiccode.yml:1"},
		"large":              {map[string]string{"model.bin": strings.Repeat("\x00", 6<<20)}, "", "large", "model.bin"},
		"built":              {map[string]string{"bin/x.exe": "x"}, "", "built", "bin/x.exe"},
		"component":          {map[string]string{"composer.lock": `{"content-hash":"x","packages":[{"name":"b/b","version":"1","license":["GPL-3.0-only"]}]}`}, "", "dependencies", "composer.lock"},
		"no tests":           {nil, "main_test.go", "tests", ""},
		"no automation":      {nil, ".gitlab-ci.yml", "automation", ""},
		"no changelog":       {nil, "CHANGELOG.md", "changelog", ""},
		"no code of conduct": {nil, "CODE_OF_CONDUCT.md", "conduct", ""},
		"no contributing":    {nil, "CONTRIBUTING.md", "contributing", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := good(t)
			maps.Copy(files, x.add)
			delete(files, x.remove)
			dir := t.TempDir()
			write(t, dir, files)
			r := examine(t, dir)
			for _, c := range r.Checks {
				if (len(c.Findings) > 0) != (c.Check == x.check) && (x.remove != "LICENSE" || c.Check != "dependencies") {
					t.Errorf("%s: %v", c.Check, c.Findings)
				}
			}
			c := state(t, r, x.check)
			if len(c.Findings) == 0 || !strings.HasPrefix(c.Findings[0].At(), x.at) || c.Points == c.Weight || r.Full() {
				t.Errorf("%+v, score %d; want a finding at %q", c, r.Score, x.at)
			}
			if strings.Contains(string(mustJSON(t, r)), key()) {
				t.Error("the report shows the secret")
			}
		})
	}
}

func mustJSON(t testing.TB, r *readiness.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := r.JSON(&b, i18n.French); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// commit makes a repository with one commit a state.
func commit(t testing.TB, dir string, states ...map[string]string) {
	t.Helper()
	repo, err := git.PlainInit(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	work, err := repo.Worktree()
	if err != nil {
		t.Fatal(err)
	}
	who := &object.Signature{Name: "x", Email: "x@example.org", When: time.Unix(1e9, 0)}
	for _, files := range states {
		write(t, dir, files)
		if err := work.AddGlob("."); err != nil {
			t.Fatal(err)
		}
		h, err := work.Commit("x", &git.CommitOptions{Author: who})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := repo.CreateTag("v0.1."+h.String()[:6], h, nil); err != nil {
			t.Fatal(err)
		}
	}
}

// A secret that was taken out stands in the history, and is said with its commit; a file that git does not keep is not read.
func TestHistory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	commit(t, dir, good(t), map[string]string{"deep/er/conf.ini": "token = \"" + key() + "\"\n"}, map[string]string{"deep/er/conf.ini": "token = \"\"\n"})
	write(t, dir, map[string]string{"local.ini": "token = \"" + key() + "\"\n"})
	r := examine(t, dir)
	if c := state(t, r, "secrets"); c.State != readiness.Done {
		t.Errorf("secrets: %+v", c)
	}
	c := state(t, r, "history")
	if c.State != readiness.Missing || len(c.Findings) != 1 || c.Findings[0].At() != "deep/er/conf.ini:1" || c.Findings[0].Args["commit"] == "" {
		t.Errorf("history: %+v", c)
	}
	if c := state(t, r, "releases"); c.State != readiness.Done {
		t.Errorf("releases: %+v", c)
	}
}

func TestEmptyRepository(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := git.PlainInit(dir, false); err != nil {
		t.Fatal(err)
	}
	if r := examine(t, dir); r.Score >= 60 || r.Full() {
		t.Errorf("score %d", r.Score)
	}
}

// When time runs out, what was not read is said, and does not count.
func TestTime(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, good(t))
	tree, err := readiness.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	r := readiness.Examine(ctx, tree, nil)
	if !r.Partial || r.Of != 0 || r.Full() || r.Checks[0].State != readiness.Unread {
		t.Errorf("%+v", r)
	}
}

// A link that leads out of the folder is not followed.
func TestLinks(t *testing.T) {
	t.Parallel()
	out, dir := t.TempDir(), t.TempDir()
	write(t, out, map[string]string{"secret.ini": "token = \"" + key() + "\"\n"})
	write(t, dir, good(t))
	if err := os.Symlink(filepath.Join(out, "secret.ini"), filepath.Join(dir, "in.ini")); err != nil {
		t.Skip(err)
	}
	if c := state(t, examine(t, dir), "secrets"); c.State != readiness.Done {
		t.Errorf("%+v", c)
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := good(t)
	files["a <b>|`c`.env/.env"] = "x"
	delete(files, "LICENSE")
	write(t, dir, files)
	r := examine(t, dir)
	var sarif struct {
		Schema  string `json:"$schema"`
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name  string
					Rules []struct{ ID string }
				}
			}
			Results []struct {
				RuleID    string
				RuleIndex int
				Level     string
				Message   struct{ Text string }
				Locations []struct {
					PhysicalLocation struct{ ArtifactLocation struct{ URI string } }
				}
			}
		}
	}
	var b bytes.Buffer
	if err := r.SARIF(&b, i18n.English, "1"); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b.Bytes(), &sarif); err != nil {
		t.Fatal(err)
	}
	run := sarif.Runs[0]
	if sarif.Version != "2.1.0" || len(run.Results) != 2 {
		t.Fatalf("%s", b.Bytes())
	}
	for _, x := range run.Results {
		if run.Tool.Driver.Rules[x.RuleIndex].ID != x.RuleID || x.Message.Text == "" || strings.ContainsAny(x.Locations[0].PhysicalLocation.ArtifactLocation.URI, " <|`") {
			t.Errorf("%+v", x)
		}
	}
	b.Reset()
	if err := r.Badge(&b, i18n.French); err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(b.Bytes(), new(struct{})); err != nil || !strings.Contains(b.String(), "prêt à publier non</title>") { // it holds a secret
		t.Errorf("badge: %v: %s", err, b.Bytes())
	}
	b.Reset()
	if err := r.Markdown(&b, i18n.French); err != nil || !strings.Contains(b.String(), "## Fichier de licence") {
		t.Errorf("%v: %s", err, b.Bytes())
	}
}

// BenchmarkExamine is this repository, its whole history included.
func BenchmarkExamine(b *testing.B) {
	tree, err := readiness.OpenFolder(filepath.Join("..", ".."))
	if err != nil {
		b.Fatal(err)
	}
	defer tree.Close()
	b.ReportAllocs()
	for b.Loop() {
		readiness.Examine(context.Background(), tree, nil)
	}
}
