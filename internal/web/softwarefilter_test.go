package web

import (
	"testing"

	"guichet/internal/catalog"
)

// A facet's names differ, and have an address in both languages, since a filter without a name in an address would be lost.
func TestFacetNames(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"fr", "en"} {
		seen := map[string]bool{}
		for _, f := range softwareFacets {
			name := f.name
			if lang == "fr" {
				name = queryName("fr", f.name)
			}
			if name == "" || seen[name] {
				t.Errorf("%s: facet %s is %q in addresses", lang, f.name, name)
			}
			seen[name] = true
		}
	}
	sw := &catalog.Software{}
	sw.Licence.V = "(GPL-2.0-or-later OR MIT) AND Apache-2.0"
	if got := sw.Families(); len(got) != 3 || got[0] != "GPL" || got[1] != "MIT" || got[2] != "APACHE" {
		t.Errorf("families %v", got)
	}
}
