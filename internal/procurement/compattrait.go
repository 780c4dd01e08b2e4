package procurement

import (
	"slices"
	"strings"
)

// Family is how far the terms of a licence reach. It is our reading of each text, kept by hand; a licence that is absent is not guessed.
type Family string

// The families, from the least to the most that is asked.
const (
	PublicDomain Family = "public-domain" // no condition, or as good as none
	Permissive   Family = "permissive"    // keep the notices
	WeakFile     Family = "weak-file"     // files that hold its code stay under it
	WeakLibrary  Family = "weak-library"  // the library stays under it and can be replaced
	Strong       Family = "strong"        // the whole program that is distributed is under it
	Network      Family = "network"       // and also when users reach it through a network
	Content      Family = "content"       // made for data, texts or fonts and not for code
	NonFree      Family = "non-free"      // some use, change or sharing is refused
)

// Families lists the families in the order of their demands.
var Families = []Family{PublicDomain, Permissive, WeakFile, WeakLibrary, Strong, Network, Content, NonFree}

// Label is the message key of the family's name.
func (f Family) Label() string { return "procurement.family-" + string(f) }

var families = map[Family]string{
	PublicDomain: "0BSD CC0-1.0 MIT-0 Unlicense WTFPL blessing",
	Permissive: "AFL-2.1 AFL-3.0 Apache-1.1 Apache-2.0 Artistic-2.0 BSD-1-Clause BSD-2-Clause BSD-2-Clause-Patent BSD-3-Clause BSD-3-Clause-Clear BSD-4-Clause BSL-1.0 BlueOak-1.0.0 " +
		"CECILL-B ECL-2.0 HPND ICU ISC MIT NCSA OpenSSL PHP-3.01 PostgreSQL Python-2.0 Python-2.0.1 PSF-2.0 Ruby Unicode-3.0 UPL-1.0 X11 Zlib ZPL-2.1 curl libpng-2.0",
	WeakFile:    "CDDL-1.0 CDDL-1.1 EPL-1.0 EPL-2.0 MPL-1.1 MPL-2.0 MPL-2.0-no-copyleft-exception MS-RL",
	WeakLibrary: "CECILL-C LGPL-2.0-only LGPL-2.0-or-later LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later",
	Strong:      "CECILL-2.0 CECILL-2.1 GPL-1.0-only GPL-1.0-or-later GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later QPL-1.0",
	Network:     "AGPL-3.0-only AGPL-3.0-or-later CPAL-1.0 EUPL-1.1 EUPL-1.2 OSL-3.0",
	Content:     "CC-BY-3.0 CC-BY-4.0 CC-BY-SA-3.0 CC-BY-SA-4.0 GFDL-1.2-only GFDL-1.3-only GFDL-1.3-or-later ODbL-1.0 ODC-By-1.0 OFL-1.1 etalab-2.0",
	NonFree:     "BUSL-1.1 CC-BY-NC-4.0 CC-BY-NC-SA-4.0 CC-BY-ND-4.0 CC-BY-NC-ND-4.0 Elastic-2.0 JSON PolyForm-Noncommercial-1.0.0 SSPL-1.0",
}

var familyOf = func() map[string]Family {
	out := map[string]Family{}
	for f, ids := range families {
		for id := range strings.FieldsSeq(ids) {
			out[id] = f
		}
	}
	return out
}()

// FamilyOf returns the family of a licence; it is empty when nobody at the desk has read its text.
func FamilyOf(id string) Family { return familyOf[id] }

// RatedLicences lists the ids that the rules know.
func RatedLicences() []string {
	var out []string
	for id := range familyOf {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// gnu is a licence of the GNU family: its name, its version, and whether later versions may be chosen.
type gnu struct {
	name    string // GPL, LGPL or AGPL
	version string
	later   bool
}

func gnuOf(id string) (gnu, bool) {
	name, rest, _ := strings.Cut(id, "-")
	if name != "GPL" && name != "LGPL" && name != "AGPL" {
		return gnu{}, false
	}
	version, suffix, _ := strings.Cut(rest, "-")
	return gnu{name, version, suffix == "or-later"}, true
}

// covers reports whether version v may be chosen under g.
func (g gnu) covers(v string) bool { return g.version == v || g.later && v > g.version }

// gnuChoice reports whether the terms of component c let one choose the outbound licence o for the whole: a later version when the component allows it, and the GPL in the
// place of the LGPL (LGPL 2.1 section 3: version 2 or any newer; LGPL 3 is GPL 3 with further permissions).
func gnuChoice(c, o gnu) bool {
	if o.later && !c.later {
		return c.name == "LGPL" && strings.HasPrefix(c.version, "2") && o.name == "GPL" && o.version >= "2.0" // section 3 gives later versions by itself
	}
	v := o.version
	return c.name == o.name && c.covers(v) ||
		c.name == "LGPL" && o.name == "GPL" && (strings.HasPrefix(c.version, "2") && v >= "2.0" || c.version == "3.0" && v >= "3.0" || c.later && v >= c.version)
}

// mayBecome are the licences that the text of the first names by itself as ones that a larger work may take.
// EUPL-1.2: its appendix (GPL 2 and 3, AGPL 3, OSL 2.1 and 3.0, EPL 1.0, CeCILL 2.0 and 2.1, MPL 2, LGPL 2.1 and 3, EUPL 1.1 and 1.2, LiLiQ). CeCILL 2.1: article 5.3.4 (GPL, Affero GPL, EUPL); CeCILL 2.0: GPL.
// The appendix names versions of the GNU licences without "or later": https://www.fsf.org/blogs/licensing/european-union-public-license-v-1-2-added-to-license-list
// reads it the same way. MPL-2.0: section 1.12, its secondary licences.
var mayBecome = map[string]string{
	"EUPL-1.2":   "GPL-2.0-only GPL-3.0-only AGPL-3.0-only OSL-3.0 EPL-1.0 CECILL-2.0 CECILL-2.1 MPL-2.0 LGPL-2.1-only LGPL-3.0-only EUPL-1.1",
	"EUPL-1.1":   "GPL-2.0-only OSL-3.0 EPL-1.0 CECILL-2.0 EUPL-1.2",
	"CECILL-2.1": "GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later AGPL-3.0-only AGPL-3.0-or-later EUPL-1.1 EUPL-1.2",
	"CECILL-2.0": "GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later CECILL-2.1",
	"MPL-2.0": "GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later " +
		"AGPL-3.0-only AGPL-3.0-or-later",
	"CC-BY-SA-4.0": "GPL-3.0-only",
	"EPL-1.0":      "EPL-2.0",
	"MPL-1.1":      "MPL-2.0",
	"CDDL-1.0":     "CDDL-1.1",
}

// onlyNamed reports whether c names the version of o but not the later ones that o offers.
func onlyNamed(c, o string) bool {
	version, later := strings.CutSuffix(o, "-or-later")
	return later && named(c, version+"-only")
}

func named(c, o string) bool { return slices.Contains(strings.Fields(mayBecome[c]), o) }

// furtherTerms are permissive licences whose terms the GNU licences refuse as further restrictions: advertising, credit, names, or (Python-2.0) the law that governs them. The
// FSF's list calls each of them incompatible (published/fsf.txt). Article 5.3.4 of CeCILL-B asks for a strong credit.
var furtherTerms = append([]string{"AFL-2.1", "AFL-3.0", "CECILL-B"}, advertising...)

// advertising are those of them that other licences with reciprocity may refuse too: the OSADL's matrix does for the EUPL.
var advertising = []string{"Apache-1.1", "BSD-4-Clause", "OpenSSL", "PHP-3.01", "Python-2.0"}

// linkingExceptions free the program that links to the component; the component itself stays under its licence.
var linkingExceptions = []string{"Classpath-exception-2.0", "GCC-exception-2.0", "GCC-exception-3.1", "LGPL-3.0-linking-exception", "OCaml-LGPL-linking-exception",
	"GPL-3.0-linking-exception", "Linux-syscall-note", "Universal-FOSS-exception-1.0", "WxWindows-exception-3.1", "FLTK-exception", "eCos-exception-2.0", "GNAT-exception", "Qt-LGPL-exception-1.1"}
