package app_test

import (
	"net/http"
	"strings"
	"testing"
)

// The page of a firm says what it holds, serves, teaches and gave back; where no source names a software it says why, and never a bare zero.
func TestProviderPages(t *testing.T) {
	t.Parallel()
	base := desk(t, sqlite(t), nil)
	for _, c := range []struct {
		path string
		want []string
		not  string
	}{
		{"/fr/prestataires/dalibo", []string{"lot 3", `href="/fr/logiciels/postgresql"`, "formations annoncées", `href="/fr/formations/dalibo"`}, "Aucune source"},
		{"/fr/prestataires/arawa", []string{"lot 7", "ne nomme aucun logiciel", "Contributions aux projets libres", `href="/fr/logiciels/libreoffice"`}, "Aucune source"},
		{"/fr/prestataires/cgi", []string{"lot 6", "ne nomme aucun logiciel"}, "Contributions aux projets"},
		{"/en/providers/linagora", []string{"Software covered", "357"}, "No source"},
		{"/fr/prestataires/absent?nom=dalibo", []string{"PostgreSQL et logiciels associés"}, "0 service"},
		{"/fr/prestataires/", []string{"Services de données et logiciels associés"}, ""},
		{"/api/v1/providers/dalibo", []string{`"contracts":[{"contract":"expertise","lot":3`, `"software":["postgresql"]`}, ""},
		{"/api/v1/providers/arawa", []string{`"contributions":[{"software":"LibreOffice"`}, `"contributions":[]`},
	} {
		r := get(t, base+c.path)
		if r.status != http.StatusOK {
			t.Errorf("%s: status %d", c.path, r.status)
		}
		for _, w := range c.want {
			if !strings.Contains(readable(r.body), w) {
				t.Errorf("%s lacks %q", c.path, w)
			}
		}
		if c.not != "" && strings.Contains(r.body, c.not) {
			t.Errorf("%s has %q", c.path, c.not)
		}
	}
}
