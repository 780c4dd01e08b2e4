package procurement

// MatrixCell is the verdict on the licence of a component in a program under one licence, the rule that gave it, and what the published lists say of the pair.
type MatrixCell struct {
	Component string      `json:"component"`
	Outbound  string      `json:"outbound"`
	Verdict   Verdict     `json:"verdict"`
	Rule      string      `json:"rule"`
	Published []Published `json:"published,omitempty"`
}

// Label is the message key of the rule in words.
func (c MatrixCell) Label() string { return Finding{Rule: c.Rule}.Label() }

// Matrix sets licences of components (a row each) against licences of the whole (a column each) in one use.
func Matrix(components, outbounds []string, use Use) [][]MatrixCell {
	out := make([][]MatrixCell, len(components))
	for i, c := range components {
		for _, o := range outbounds {
			f := assessOne(&Expression{ID: c}, o, use)
			out[i] = append(out[i], MatrixCell{c, o, f.Verdict, f.Rule, PublishedOn(c, o, use)})
		}
	}
	return out
}

// The groups of components of a matrix that are no family.
const (
	GroupDecree = "decree" // the licences of article D.323-2-1 for software
	GroupAll    = "all"    // every licence that the desk has read
)

// Groups lists the groups of components in the order of a form.
func Groups() []string {
	out := []string{GroupDecree}
	for _, f := range Families {
		out = append(out, string(f))
	}
	return append(out, GroupAll)
}

// GroupLabel is the message key of the name of a group of components.
func GroupLabel(group string) string {
	if group == GroupDecree || group == GroupAll {
		return "procurement.group-" + group
	}
	return Family(group).Label()
}

// Group returns the licences of a group; it is empty for a name that is none.
func (s *Set) Group(group string) []string {
	var out []string
	if group == GroupDecree {
		for _, l := range s.ForSoftware() {
			out = append(out, l.SPDX)
		}
		return out
	}
	for _, id := range RatedLicences() {
		if group == GroupAll || string(FamilyOf(id)) == group {
			out = append(out, id)
		}
	}
	return out
}

// Outbounds lists the licences that the desk has read and under which software can be published.
func Outbounds() []string {
	var out []string
	for _, id := range RatedLicences() {
		if f := FamilyOf(id); f != Content && f != NonFree {
			out = append(out, id)
		}
	}
	return out
}
