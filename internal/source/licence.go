package source

import (
	"cmp"
	"slices"
	"strings"

	"github.com/github/go-spdx/v2/spdxexp"

	"guichet/internal/catalog"
)

// aliases are spellings of the exports that are no SPDX ids and leave no doubt.
var aliases = map[string]string{
	"GPL V2.0": "GPL-2.0-only", "LGPL-v2.1": "LGPL-2.1-only", "AGPL-3": "AGPL-3.0-only", "GPL-3": "GPL-3.0-only", "GPL-3.0+": "GPL-3.0-or-later",
	"GPL-2.0+": "GPL-2.0-or-later", "LGPL-2": "LGPL-2.0-only", "LGPL-3": "LGPL-3.0-only", "BSD-3.0": "BSD-3-Clause",
	"GPL-2": "GPL-2.0-only", "GPL-2+": "GPL-2.0-or-later", "GPL-3+": "GPL-3.0-or-later", "LGPL-2+": "LGPL-2.0-or-later", "LGPL-3+": "LGPL-3.0-or-later",
	"GPL-1.0": "GPL-1.0-only", "GPL-1.0+": "GPL-1.0-or-later", "AGPL-3.0+": "AGPL-3.0-or-later",
	"LGPL-2.0+": "LGPL-2.0-or-later", "LGPL-2.1+": "LGPL-2.1-or-later", "LGPL-3.0+": "LGPL-3.0-or-later",
	"GPL-2.0": "GPL-2.0-only", "GPL-3.0": "GPL-3.0-only", "AGPL-3.0": "AGPL-3.0-only", "LGPL-2.0": "LGPL-2.0-only", "LGPL-2.1": "LGPL-2.1-only", "LGPL-3.0": "LGPL-3.0-only",
	"GFDL-1.3": "GFDL-1.3-only", "GFDL-1.2": "GFDL-1.2-only", "GPL2": "GPL-2.0-only", "GPL3": "GPL-3.0-only", "LGPL2": "LGPL-2.0-only", "LGPL2.1": "LGPL-2.1-only",
	"LGPL3": "LGPL-3.0-only", "MPL2": "MPL-2.0", "GPLv2+": "GPL-2.0-or-later", "GPLv3+": "GPL-3.0-or-later", "LGPLv2+": "LGPL-2.0-or-later",
	"MPL 2.0": "MPL-2.0", "EPL 1.0": "EPL-1.0", "BSD-2-Clause-FreeBSD": "BSD-2-Clause",
}

// LicenceID returns the SPDX id that one licence of an export means. The deprecated ids without a suffix mean "only", as SPDX says.
func LicenceID(s string) (string, bool) {
	s = strings.TrimSpace(s)
	s = cmp.Or(aliases[s], s)
	if s == "" || strings.ContainsAny(s, " ()") {
		return "", false
	}
	ok, _ := spdxexp.ValidateLicenses([]string{s})
	return s, ok
}

// Licences reads several licences as one SPDX expression. They are joined by AND: a list does not say whether one may choose, so the stricter
// reading is kept. It fails when one of them is no SPDX id.
func Licences(list []string) (string, bool) {
	var ids []string
	for _, s := range list {
		id, ok := LicenceID(s)
		if !ok {
			return "", false
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return strings.Join(ids, " AND "), len(ids) > 0
}

// Licence reads a licence field as an SPDX expression: an id, several parted by commas, semicolons, slashes or « et », or an expression with AND and
// OR in either case. What is none of these is not guessed.
func Licence(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", false
	}
	if list := strings.FieldsFunc(strings.NewReplacer(" / ", ",", " et ", ",").Replace(s), func(r rune) bool { return r == ',' || r == ';' }); len(list) > 0 {
		if expr, ok := Licences(list); ok {
			return expr, true
		}
	}
	words := strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ").Replace(s))
	for i, w := range words {
		switch strings.ToUpper(w) {
		case "AND", "OR", "WITH":
			words[i] = strings.ToUpper(w)
		case "(", ")":
		default:
			words[i] = cmp.Or(aliases[w], w)
		}
	}
	expr := strings.NewReplacer("( ", "(", " )", ")").Replace(strings.Join(words, " "))
	ok, _ := spdxexp.ValidateLicenses([]string{expr})
	return expr, ok
}

// notFree are the licences of the exports that forbid some uses or some fields, whatever their authors call them: none is on the lists of the OSI or
// the FSF. SPDX ids, and the marks of awesome-selfhosted.
var notFree = []string{"SSPL-1.0", "BUSL-1.1", "Elastic-2.0", "Commons-Clause", "FSL-1.1-MIT", "FSL-1.1-ALv2", "SUL-1.0", "CC-BY-NC", "CC-BY-ND", "No-Military",
	"Proprietary", "PolyForm"}

// NotFree returns the first licence of the list that is not a free one, or "".
func NotFree(list ...string) string {
	for _, s := range list {
		if slices.ContainsFunc(notFree, func(n string) bool { return strings.Contains(s, n) }) {
			return s
		}
	}
	return ""
}

// SetLicence sets the licence of a statement from a source's licence field: an SPDX expression where it is one, its own words otherwise.
func SetLicence(st *catalog.SoftwareStatement, s string) {
	if l, ok := Licence(s); ok {
		st.Licence = l
	} else {
		st.LicenceRaw = Clip(s, maxLicence)
	}
}

// maxLicence bounds a licence in a source's own words, in runes.
const maxLicence = 120
