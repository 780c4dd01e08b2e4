package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guichet/internal/i18n"
)

// --fix writes what the repository says, keeps what is written, and leaves a file with comments as it is.
func TestCheckPubliccodeFix(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put := func(name, body string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	file := func() string {
		body, err := os.ReadFile(filepath.Join(dir, "publiccode.yml"))
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	fix := func(path string) string {
		var out bytes.Buffer
		if err := (&checkPubliccodeCmd{Path: path, Fix: true}).Run(&Env{Stdout: &out, Lang: i18n.English}); err == nil {
			t.Error("a file that lacks most of it is called valid")
		}
		return out.String()
	}
	put("package.json", `{"name": "truc", "license": "MIT", "version": "1.0.0"}`)
	if out := fix(dir); !strings.Contains(out, "legal.license, read in package.json") || !strings.Contains(file(), "license: MIT") {
		t.Errorf("%s\n%s", out, file())
	}
	put("publiccode.yml", "publiccodeYmlVersion: '0.2'\nname: Mon truc\n")
	if fix(dir); !strings.Contains(file(), "name: Mon truc") || !strings.Contains(file(), "0.7.0") || !strings.Contains(file(), "license: MIT") {
		t.Errorf("what was written is lost, or not completed:\n%s", file())
	}
	for _, kept := range []string{"name: Mon truc # un commentaire\n", "name: [\n"} {
		put("publiccode.yml", kept)
		if out := fix(filepath.Join(dir, "publiccode.yml")); file() != kept {
			t.Errorf("%q became\n%s\n%s", kept, file(), out)
		}
	}
}
