package readiness

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/github/go-spdx/v2/spdxexp"
	"github.com/google/licensecheck"
)

// licenceName is a file that holds the licence of the whole, at the root or in the folder of REUSE.
var licenceName = regexp.MustCompile(`(?i)^((un)?licen[cs]es?|copying|eupl|cecill)([-._][^/]*)?$`)

// minCover is the share of a licence file that must be a text which is known, in per cent.
const minCover = 70

// recognise returns the SPDX id of a licence's text, and "" for one that is not recognised.
func recognise(text []byte) string {
	if !utf8.Valid(text) {
		return ""
	}
	cover := licensecheck.Scan(text)
	if cover.Percent >= minCover && len(cover.Match) > 0 {
		id := cover.Match[0].ID
		for _, m := range cover.Match[1:] {
			if m.ID != id {
				return ""
			}
		}
		for suffixless, id2 := range map[string]string{"GPL-3.0": "GPL-3.0-only", "GPL-2.0": "GPL-2.0-only", "AGPL-3.0": "AGPL-3.0-only", "LGPL-3.0": "LGPL-3.0-only", "LGPL-2.1": "LGPL-2.1-only"} {
			if id == suffixless {
				id = id2
			}
		}
		if ok, _ := spdxexp.ValidateLicenses([]string{id}); ok {
			return id
		}
	}
	head := strings.ToLower(string(text[:min(len(text), 1500)]))
	for _, known := range []struct{ words, id string }{ // European texts that the library lacks in some of their languages
		{"licence publique de l'union européenne", "EUPL-1.2"}, {"european union public licence v. 1.2", "EUPL-1.2"}, {"cecill-b", "CECILL-B"}, {"cecill-c", "CECILL-C"}, {"version 2.1 du 2013-06-21", "CECILL-2.1"}, {"version 2.1 dated 2013-06-21", "CECILL-2.1"},
	} {
		if strings.Contains(head, known.words) {
			return known.id
		}
	}
	return ""
}
