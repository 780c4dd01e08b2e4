package procurement

import "slices"

// Terms is what a licence allows, asks for and refuses, as message keys. It follows from its family, which is the desk's own reading of the text.
type Terms struct {
	Family   Family
	Allows   []string
	Requires []string
	Refuses  []string
	Patents  bool // its text grants patents in so many words; false: it does not, or that was not examined
}

// patentGrants are the licences whose text grants each contributor's patents expressly.
var patentGrants = []string{"Apache-2.0", "BSD-2-Clause-Patent", "BlueOak-1.0.0", "ECL-2.0", "UPL-1.0", "AFL-3.0", "OSL-3.0", "MPL-1.1", "MPL-2.0", "EPL-1.0", "EPL-2.0", "CDDL-1.0", "CDDL-1.1", "MS-RL", "EUPL-1.1", "EUPL-1.2",
	"GPL-3.0-only", "GPL-3.0-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "AGPL-3.0-only", "AGPL-3.0-or-later"}

// TermsOf returns the terms of a licence; ok is false for one that the desk has not read.
func TermsOf(id string) (t Terms, ok bool) {
	t.Family = FamilyOf(id)
	keys := func(list ...string) []string {
		for i, k := range list {
			list[i] = "terms." + k
		}
		return list
	}
	t.Allows, t.Requires, t.Refuses = keys("use", "change", "share", "sell"), keys("notices"), keys("warranty")
	switch t.Family {
	case PublicDomain:
		t.Allows, t.Requires = append(t.Allows, keys("closed")...), nil
	case Permissive:
		t.Allows = append(t.Allows, keys("closed")...)
	case WeakFile:
		t.Allows, t.Requires = append(t.Allows, keys("beside")...), append(t.Requires, keys("sources-files")...)
	case WeakLibrary:
		t.Allows, t.Requires = append(t.Allows, keys("beside")...), append(t.Requires, keys("sources-library", "replace")...)
	case Strong:
		t.Requires, t.Refuses = append(t.Requires, keys("sources-whole")...), append(t.Refuses, keys("no-closed")...)
	case Network:
		t.Requires, t.Refuses = append(t.Requires, keys("sources-whole", "sources-network")...), append(t.Refuses, keys("no-closed")...)
	case Content:
		t.Requires = keys("credit")
	case NonFree:
		t.Allows, t.Requires, t.Refuses = nil, keys("read"), keys("some-uses")
	default:
		return Terms{}, false
	}
	t.Patents = slices.Contains(patentGrants, id)
	return t, true
}

// TrapOf is the message key of what people get wrong about a licence, empty where nothing is known.
func TrapOf(id string) string {
	switch {
	case id == "BSL-1.0" || id == "BUSL-1.1":
		return "web.licence-adviser-trap-bsl"
	case id == "SSPL-1.0":
		return "web.licence-adviser-trap-sspl"
	case len(id) > 4 && id[:4] == "GPL-":
		return "web.licence-adviser-trap-gpl"
	case len(id) > 6 && id[:6] == "CECILL":
		return "web.licence-adviser-trap-cecill"
	case len(id) > 4 && id[:5] == "AGPL-":
		return "web.licence-adviser-trap-agpl"
	}
	return ""
}
