package app_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A sheet describes itself to programs; a name that tries to end the element stays data.
func TestLinkedData(t *testing.T) {
	t.Parallel()
	dsn, file := sqlite(t), filepath.Join(t.TempDir(), "sill.json")
	const name = `Zorglub</script><script>alert("x")</script>`
	entry, err := json.Marshal([]map[string]string{{"i": name, "id": "999001", "l": "MIT"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, entry, 0o600); err != nil {
		t.Fatal(err)
	}
	if status, out, stderr := run(t, "import", "sill-2022", file, "--database", dsn); status != 0 {
		t.Fatal(out, stderr)
	}
	base := desk(t, dsn, nil)
	for path, want := range map[string]map[string]string{
		"/fr/logiciels/gimp": {"@type": "SoftwareApplication", "name": "GIMP", "license": "https://spdx.org/licenses/GPL-3.0-or-later"},
		"/fr/logiciels/zorglub-script-script-alert-x-script": {"name": name, "license": "https://spdx.org/licenses/MIT"},
	} {
		r := get(t, base+path)
		_, body, found := strings.Cut(r.body, `<script type="application/ld+json">`)
		body, _, _ = strings.Cut(body, "</script>")
		var got map[string]any
		if err := json.Unmarshal([]byte(body), &got); !found || err != nil {
			t.Errorf("%s: status %d, %v: %s", path, r.status, err, body)
			continue
		}
		for k, v := range want {
			if got[k] != v {
				t.Errorf("%s: %s is %v, want %s", path, k, got[k], v)
			}
		}
		if n := strings.Count(r.body, "<script"); n != 1 {
			t.Errorf("%s has %d script elements", path, n)
		}
	}
}
