package cli

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guichet/internal/i18n"
)

// A page is checked with what stands around it, and named as it was given.
func TestCheckPageAround(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "content")
	for name, text := range map[string]string{
		"fr/a/a.11tydata.js": "module.exports = {permalink: data => `/fr/${data.page.fileSlug}/`}",
		"fr/a/x.md":          "---\ntitle: X\n---\n[y](y.md#z)\n\n{{ site }}\n\n[z](../absent.md) ![i](./absente.png)\n",
		"fr/a/y.md":          "---\ntitle: Y\n---\n## Z\n",
		"fr/b.md":            "sans en-tête",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	check := func(name string) []string {
		var out bytes.Buffer
		file := filepath.Join(dir, filepath.FromSlash(name))
		err := (&checkPageCmd{File: file}).Run(&Env{Stdout: &out, Lang: i18n.English})
		if (err == nil) != (out.Len() == 0) || err != nil && !errors.Is(err, errFindings) {
			t.Errorf("%s: %v with %q", name, err, out.String())
		}
		return strings.Split(strings.TrimSpace(strings.ReplaceAll(out.String(), dir, "D")), "\n")
	}
	if got := check("fr/a/y.md"); got[0] != "" {
		t.Errorf("y.md: %q", got)
	}
	for _, got := range [][]string{check("fr/a/x.md"), check("")} {
		all := strings.Join(got, "\n")
		for _, want := range []string{"D/fr/a/x.md:6: warning: ", "D/fr/a/x.md:8: warning: link to a file that does not exist", "D/fr/a/x.md:8: warning: missing image"} {
			if !strings.Contains(all, want) {
				t.Errorf("no %q in %s", want, all)
			}
		}
	}
	if all := strings.Join(check(""), "\n"); !strings.Contains(all, "D/fr/b.md:1: error") {
		t.Errorf("the folder says %s", all)
	}
}
