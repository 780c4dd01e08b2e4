// Package layers holds the test of the program's shape: which package may import which. It has no code of its own.
package layers

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// layer gives each package its level; imports go down only. A new package is added here when it is made: its place is a decision.
var layer = map[string]int{
	"errs": 1, "i18n": 1, "worktime": 1, "provenance": 1, "address": 1, "sheet": 1,
	"search": 2, "database": 2, "facts": 2, "document": 2, "edge": 2, "figure": 2, "fetch": 2, "archive": 2, "bounds": 2,
	"content": 3, "catalog": 3, "market": 3, "procurement": 3, "ospo": 3, "community": 3, "desk": 3, "question": 3,
	"snapshot": 4, "answer": 4, "export": 4, "source": 4, "components": 4, "readiness": 4,
	"web": 5, "api": 5, "cli": 5,
	"app": 6,
}

// sideways are the imports within a level that are meant.
var sideways = [][2]string{
	{"errs", "i18n"},            // an error's message is translated where it is shown
	{"provenance", "i18n"},      // sources have titles in both languages
	{"address", "i18n"},         // addresses are in both languages
	{"worktime", "i18n"},        // public holidays have names in both languages
	{"facts", "database"},       // statements are stored
	{"ospo", "desk"},            // an office that registers itself is a case
	{"market", "catalog"},       // a contract covers software
	{"readiness", "components"}, // the parts of a repository
	{"readiness", "source"},     // its publiccode.yml
	{"snapshot", "answer"},      // the picture of the facts holds the engine that was built on them
}

// forbidden says what a package must not know: features know neither HTTP nor templates, edges know no SQL.
var forbidden = map[int][]string{
	1: {"net/http", "html/template", "database/sql"}, 2: {"html/template"}, 3: {"net/http", "html/template"}, 4: {"net/http", "html/template", "github.com/uptrace/bun"},
	5: {"database/sql", "github.com/uptrace/bun"},
}

func TestImportsGoDown(t *testing.T) {
	t.Parallel()
	root := ".."
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		check(t, rel)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func check(t *testing.T, file string) {
	t.Helper()
	from, _, _ := strings.Cut(filepath.ToSlash(file), "/")
	if from == "testkit" || from == "layers" || from == "browser" {
		return
	}
	level, ok := layer[from]
	if !ok {
		t.Errorf("package %s has no level: give it one in this test", from)
		return
	}
	src, err := os.ReadFile(filepath.Join("..", file))
	if err != nil {
		t.Error(err)
		return
	}
	f, err := parser.ParseFile(token.NewFileSet(), file, src, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return
	}
	for _, spec := range f.Imports {
		path := strings.Trim(spec.Path.Value, `"`)
		if slices.Contains(forbidden[level], path) && !(from == "edge" && path == "net/http") && !(from == "web" && path == "html/template") {
			t.Errorf("%s imports %s, which level %d must not know", file, path, level)
		}
		inner, ok := strings.CutPrefix(path, "guichet/internal/")
		if !ok {
			continue
		}
		to, _, _ := strings.Cut(inner, "/")
		switch {
		case to == from:
		case to == "testkit":
			t.Errorf("%s imports testkit, which is for tests alone", file)
		case layer[to] < level:
		case slices.Contains(sideways, [2]string{from, to}):
		default:
			t.Errorf("%s (%s, level %d) imports %s (level %d): imports go down only", file, from, level, to, layer[to])
		}
	}
}
