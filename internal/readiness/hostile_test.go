package readiness_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"guichet/internal/archive"
	"guichet/internal/i18n"
	"guichet/internal/readiness"
	"guichet/internal/testkit"
)

// zipped is an archive of the files, as the page and the API get it.
func zipped(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, body := range files {
		w, err := z.Create("project/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A repository whose files are made to cost much is examined, and drafted from, in bounded time and memory: the parsers of YAML and TOML call themselves at each level, and a full
// stack ends the whole program.
func TestHostileRepository(t *testing.T) { //nolint:paralleltest // it measures memory
	size := testkit.Size(1<<20 - 100)
	fill := func(unit string) string { return strings.Repeat(unit, size/len(unit)) }
	for name, files := range map[string]map[string]string{
		"TOML arrays": {"pyproject.toml": "a = " + fill("["), "Cargo.toml": "a = " + fill("{a=")}, "JSON": {"package.json": fill("["), "composer.json": `{"license":` + fill(`{"a":`), "codemeta.json": `{"author":` + fill("[")},
		"lists":    {"LICENSE": mit(t), "bom.json": `{"bomFormat":"CycloneDX","components":` + fill("["), "bom.xml": "<bom " + fill("a='b' ") + ">", "composer.lock": `{"packages":` + fill(`[{"a":`), "sub/sbom.json": `{"@graph":[` + fill("{},") + "{}]}"},
		"README":   {"README.md": fill("> ") + fill("["), "SECURITY.md": fill("@a.b"), "CHANGELOG.md": fill("#")},
		"data":     {"data.csv": fill("a@b.example,"), "people.json": fill("[")},
		"licence":  {"LICENSE": fill("permission is hereby granted ")},
		"names":    {strings.Repeat("a/", 50) + "x.go": "x", strings.Repeat("b", 900): "y"},
		"one line": {"a.js": fill("key='" + strings.Repeat("x", 30) + "';")},
	} {
		body := zipped(t, files)
		testkit.Bounded(t, name, 10*time.Second, 1200, func() {
			tree, err := archive.Read(body)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if r := readiness.Examine(t.Context(), tree, nil); r.Partial || r.Score > 60 {
				t.Errorf("%s: %s", name, r.Line(i18n.English))
			}
			if _, _, err := readiness.DraftFrom(body); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
	for name, text := range testkit.HostileYAML(300 << 10) {
		body := zipped(t, map[string]string{"publiccode.yml": text, ".github/workflows/ci.yml": text})
		testkit.Bounded(t, name, 6*time.Second, 1500, func() {
			tree, err := archive.Read(body)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			readiness.Examine(t.Context(), tree, nil)
			if _, _, err := readiness.DraftFrom(body); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
}

// fuzzed are the names of files that the checks read; a fuzzer chooses one.
var fuzzed = []string{"LICENSE", "README.md", "publiccode.yml", "package.json", "pyproject.toml", "Cargo.toml", "composer.json", "codemeta.json", "composer.lock", "bom.json", "bom.xml", "SECURITY.md", "data.csv", "config.env", "src/a.py", "REUSE.toml"}

// Whatever a file says, the report adds up, each of its writings is whole, no secret is repeated in it, and a draft can be made.
func FuzzExamine(f *testing.F) {
	for i, body := range []string{mit(f), "# Outil\n\nIl aide.\n\n## Features\n- a\n", good(f)["publiccode.yml"], `{"name":"a","license":"MIT","repository":"https://example.org/a.git"}`, "[project]\nname = \"a\"\nlicense = {text = \"MIT\"}\n", "[package]\nname = \"a\"\n", `{"license":["MIT"]}`,
		`{"author":{}}`, `{"packages":[{"name":"a/a","license":["GPL-3.0-only"]}]}`, `{"bomFormat":"CycloneDX","components":[{"name":"a","licenses":[{"expression":"MIT"}]}]}`, "<bom><components><component><name>a</name></component></components></bom>", "a@b.example", "a@b.example\nc@d.example\n", "token = \"" + key() + "\"\n", "# SPDX-License-Identifier: MIT\n", "version = 1\n"} {
		f.Add(uint8(i), []byte(body))
	}
	licence := mit(f)
	f.Fuzz(func(t *testing.T, which uint8, body []byte) {
		if len(body) > 100_000 {
			return
		}
		name := fuzzed[int(which)%len(fuzzed)]
		files := map[string]string{"LICENSE": licence, "main.go": "package main\n"}
		files[name] = string(body)
		sent := zipped(t, files)
		tree, err := archive.Read(sent)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		r := readiness.Examine(t.Context(), tree, nil)
		if _, _, err := readiness.DraftFrom(sent); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s of %d bytes: %v", name, len(body), took)
		}
		points, of := 0, 0
		for _, c := range r.Checks {
			points, of = points+c.Points, of+c.Weight
			if c.Points < 0 || c.Points > c.Weight || len(c.Findings) > 20 {
				t.Errorf("%s: %+v", name, c)
			}
		}
		if points != r.Points || of != r.Of || r.Score < 0 || r.Score > 100 || r.Partial {
			t.Errorf("%s: %d of %d, and the report says %d of %d, score %d", name, points, of, r.Points, r.Of, r.Score)
		}
		var b bytes.Buffer
		for _, write := range []func(io.Writer) error{
			func(w io.Writer) error { return r.Markdown(w, i18n.French) }, func(w io.Writer) error { return r.SARIF(w, i18n.English, "1") }, func(w io.Writer) error { return r.Badge(w, i18n.French) },
		} {
			if err := write(&b); err != nil {
				t.Error(err)
			}
		}
		b.Reset()
		if err := r.SARIF(&b, i18n.English, "1"); err != nil || !json.Valid(b.Bytes()) {
			t.Errorf("SARIF: %v: %.200s", err, b.Bytes())
		}
	})
}
