package procurement

import (
	"slices"
	"strings"

	"guichet/internal/errs"
)

// Use is how a component is used in a program.
type Use string

// The uses.
const (
	Linked    Use = "linked"    // unchanged, part of the program that is distributed
	Modified  Use = "modified"  // its code, changed or not, goes into the program's own files, which are distributed
	Service   Use = "service"   // the program is reached through a network, and no copy of it is given
	Aggregate Use = "aggregate" // beside the program, on the same medium, each running on its own
)

// Uses lists the uses in the order of a form.
var Uses = []Use{Linked, Modified, Service, Aggregate}

// Label is the message key of the use's name.
func (u Use) Label() string { return "procurement.use-" + string(u) }

// Verdict says whether a component fits.
type Verdict string

// The verdicts, from the best to the worst.
const (
	Fits       Verdict = "yes"
	Conditions Verdict = "conditions" // yes, and each part keeps its terms
	Undecided  Verdict = "unknown"    // nothing known allows it or refuses it
	Refused    Verdict = "no"
)

// Verdicts lists the verdicts, the best first.
var Verdicts = []Verdict{Fits, Conditions, Undecided, Refused}

// Label is the message key of the verdict.
func (v Verdict) Label() string { return "procurement.verdict-" + string(v) }

func (v Verdict) rank() int { return slices.Index(Verdicts, v) }

// Finding is the verdict on one licence, and the rule that gave it.
type Finding struct {
	Licence string  `json:"licence"`
	Verdict Verdict `json:"verdict"`
	Rule    string  `json:"rule"`
}

// Label is the message key of the rule in words.
func (f Finding) Label() string { return "procurement.rule-" + f.Rule }

// Assessment is the verdict on an expression: that of the licence kept of each OR, and the worst of each AND.
type Assessment struct {
	Expression string    `json:"expression"`
	Verdict    Verdict   `json:"verdict"`
	Kept       []Finding `json:"findings"`         // what the verdict rests on
	Left       []Finding `json:"unused,omitempty"` // the other branches of OR
	Choice     bool      `json:"choice,omitempty"` // an OR was decided
	Outbound   string    `json:"outbound"`
	Use        Use       `json:"use"`
}

// Compatible says whether a component under the expression may be used so in a program that is published under the licence outbound. The relation is directed: what may enter a
// GPL program may not take GPL code in. It refuses (errs.Invalid) what is no expression, no single licence for outbound, and no use.
func Compatible(expression, outbound string, use Use) (Assessment, error) {
	c, err := ParseExpression(expression)
	if err != nil {
		return Assessment{}, on(err, "component")
	}
	o, err := ParseExpression(outbound)
	if err != nil {
		return Assessment{}, on(err, "outbound")
	}
	if o.Op != "" || o.Exception != "" {
		return Assessment{}, errs.New(errs.Invalid, "procurement.outbound-single").On("outbound")
	}
	if !slices.Contains(Uses, use) {
		return Assessment{}, errs.New(errs.Invalid, "procurement.use-bad").On("use")
	}
	return c.Assess(o.ID, use), nil
}

func on(err error, field string) error {
	for _, e := range errs.All(err) {
		return e.On(field)
	}
	return err
}

// Assess applies the rules to a parsed expression; outbound is an SPDX id.
func (e *Expression) Assess(outbound string, use Use) Assessment {
	a := e.assess(outbound, use)
	a.Expression, a.Outbound, a.Use = e.String(), outbound, use
	return a
}

func (e *Expression) assess(outbound string, use Use) Assessment {
	if e.Op == "" {
		f := assessOne(e, outbound, use)
		return Assessment{Verdict: f.Verdict, Kept: []Finding{f}}
	}
	out := e.Parts[0].assess(outbound, use)
	for _, part := range e.Parts[1:] {
		a := part.assess(outbound, use)
		out.Choice = out.Choice || a.Choice
		if e.Op == "AND" {
			out.Kept, out.Left = append(out.Kept, a.Kept...), append(out.Left, a.Left...)
			if a.Verdict.rank() > out.Verdict.rank() {
				out.Verdict = a.Verdict
			}
			continue
		}
		out.Choice = true
		if a.Verdict.rank() < out.Verdict.rank() {
			a.Left, a.Choice = append(append(a.Left, out.Left...), out.Kept...), true
			out = a
		} else {
			out.Left = append(append(out.Left, a.Left...), a.Kept...)
		}
	}
	return out
}

// assessOne decides one licence, with its exception.
func assessOne(e *Expression, outbound string, use Use) Finding {
	verdict, rule := decide(e.ID, outbound, use)
	f := Finding{Licence: e.String(), Verdict: verdict, Rule: rule}
	switch {
	case e.Exception == "" || verdict == Fits:
	case e.Exception == "LLVM-exception" && rule == "apache-gpl2":
		f.Verdict, f.Rule = Fits, "llvm-exception"
	case slices.Contains(linkingExceptions, e.Exception):
		if use != Modified && FamilyOf(e.ID) != "" && FamilyOf(outbound) != "" && FamilyOf(e.ID) != NonFree && FamilyOf(outbound) != NonFree {
			f.Verdict, f.Rule = Conditions, "linking-exception"
		}
	case verdict == Refused && e.Exception != "LLVM-exception":
		f.Verdict, f.Rule = Undecided, "exception-unread" // an exception only adds permissions; which ones was not read
	}
	return f
}

// decide is the table of rules, in the order in which they apply.
func decide(c, o string, use Use) (Verdict, string) {
	from, to := FamilyOf(c), FamilyOf(o)
	switch {
	case to == "":
		return Undecided, "outbound-unread"
	case to == NonFree:
		return Refused, "outbound-non-free"
	case to == Content:
		return Refused, "outbound-content"
	case from == "":
		return Undecided, "licence-unread"
	case from == NonFree && use == Aggregate:
		return Conditions, "non-free-beside"
	case from == NonFree:
		return Refused, "non-free"
	case use == Aggregate:
		return Fits, "aggregate"
	case c == o:
		return Fits, "same"
	case from == PublicDomain:
		return Fits, "public-domain"
	case use == Service && from != Network && from != Content:
		return Fits, "not-distributed"
	case from == Content:
		return decideContent(c, o, use)
	case named(c, o):
		return Fits, "named"
	case onlyNamed(c, o):
		return Conditions, "named-only"
	}
	cg, gnuIn := gnuOf(c)
	og, gnuOut := gnuOf(o)
	if gnuIn && gnuOut {
		return decideGNU(cg, og, use)
	}
	switch from {
	case Permissive:
		return decidePermissive(c, o, og, gnuOut, use)
	case WeakFile:
		switch {
		case gnuOut && (og.name != "LGPL" || use == Modified):
			return Refused, "weak-file-gpl"
		case to == Strong || o == "OSL-3.0":
			return Undecided, "pair-unread"
		}
		return Conditions, "weak-file"
	case WeakLibrary:
		switch {
		case use != Linked:
			return Refused, "weak-library-copied"
		case c == "CECILL-C" && gnuOut && og.name != "LGPL":
			return Refused, "fsf-incompatible"
		case to == Strong || gnuOut:
			return Undecided, "pair-unread"
		}
		return Conditions, "weak-library"
	}
	if to == Strong || to == Network { // which ask for the whole, whatever the component's licence asks for
		return Refused, "copyleft-conflict"
	}
	if strings.HasPrefix(c, "EUPL") && use != Modified {
		return Conditions, "eupl-linked"
	}
	return Refused, "copyleft"
}

// decideContent decides licences that were not made for code: a font, an image, a table of data.
func decideContent(c, o string, use Use) (Verdict, string) {
	switch {
	case use != Modified:
		return Conditions, "content-beside"
	case named(c, o):
		return Fits, "named"
	}
	return Undecided, "content-copied"
}

// decidePermissive decides a component that only asks for its notices to be kept.
func decidePermissive(c, o string, out gnu, gnuOut bool, use Use) (Verdict, string) {
	old := gnuOut && out.version < "3"
	to := FamilyOf(o)
	switch {
	case gnuOut && slices.Contains(furtherTerms, c) && (out.name != "LGPL" || use == Modified):
		return Refused, "further-terms"
	case gnuOut && slices.Contains(furtherTerms, c), !gnuOut && (to == Strong || to == Network) && slices.Contains(advertising, c), c == "Apache-2.0" && o == "MPL-1.1" && use == Modified:
		return Undecided, "pair-unread"
	case old && (c == "Apache-2.0" || c == "ECL-2.0") && out.later:
		return Conditions, "apache-gpl2-later"
	case old && (c == "Apache-2.0" || c == "ECL-2.0") && out.name == "LGPL" && use == Linked:
		return Undecided, "pair-unread"
	case old && (c == "Apache-2.0" || c == "ECL-2.0"):
		return Refused, "apache-gpl2"
	}
	return Fits, "permissive"
}

// decideGNU decides between two licences of the GNU family.
func decideGNU(c, o gnu, use Use) (Verdict, string) {
	switch {
	case gnuChoice(c, o):
		return Fits, "gnu-version"
	case c.name != "AGPL" && o.name == "AGPL" && (c.version == "3.0" || c.later || c.name == "LGPL" && c.version < "3"):
		return Conditions, "gpl3-agpl3"
	case c.name == "AGPL" && o.name == "GPL" && (o.version == "3.0" || o.later):
		return Conditions, "agpl3-gpl3"
	case c.name == o.name && o.later && c.version >= o.version:
		return Conditions, "gnu-narrower"
	case c.name != "LGPL" && o.name == "LGPL" || c.name == "AGPL":
		return Refused, "copyleft"
	case o.name == "GPL" && o.later && c.version >= o.version:
		return Conditions, "gnu-narrower"
	case c.name == "LGPL" && o.name == "LGPL" && use == Linked:
		return Conditions, "weak-library"
	}
	return Refused, "gnu-versions"
}
