package procurement_test

import (
	"slices"
	"testing"

	"guichet/internal/i18n"
	"guichet/internal/procurement"
)

// Every licence that the rules know has terms in words, and one that nobody has read has none.
func TestTermsOf(t *testing.T) {
	t.Parallel()
	for _, id := range procurement.RatedLicences() {
		terms, ok := procurement.TermsOf(id)
		if !ok || terms.Family == "" || len(terms.Refuses)+len(terms.Requires) == 0 && terms.Family != procurement.PublicDomain {
			t.Errorf("%s: %+v", id, terms)
		}
		for _, k := range append(slices.Concat(terms.Allows, terms.Requires, terms.Refuses), procurement.TrapOf(id)) {
			for _, l := range i18n.Langs {
				if k != "" && !i18n.Has(l, k) {
					t.Errorf("%s: no message %s", id, k)
				}
			}
		}
	}
	for id, want := range map[string][]string{
		"MIT": {"terms.notices"}, "0BSD": nil, "MPL-2.0": {"terms.notices", "terms.sources-files"}, "GPL-3.0-or-later": {"terms.notices", "terms.sources-whole"},
		"AGPL-3.0-or-later": {"terms.notices", "terms.sources-whole", "terms.sources-network"}, "LGPL-3.0-or-later": {"terms.notices", "terms.sources-library", "terms.replace"},
	} {
		if got, _ := procurement.TermsOf(id); !slices.Equal(got.Requires, want) {
			t.Errorf("%s requires %v, want %v", id, got.Requires, want)
		}
	}
	if _, ok := procurement.TermsOf("Zorglub-1.0"); ok {
		t.Error("a licence that nobody has read has terms")
	}
	if terms, _ := procurement.TermsOf("BUSL-1.1"); len(terms.Allows) != 0 || procurement.TrapOf("BUSL-1.1") == "" {
		t.Errorf("BUSL-1.1: %+v", terms)
	}
}
