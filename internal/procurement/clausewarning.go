package procurement

import "strings"

// Named is what the catalogue knows of the software that a contract names.
type Named struct {
	Known   bool   // it is in the catalogue, as free software or as a product that is not free
	Free    bool   // it is free software
	Licence string // SPDX expression, when it is free software
}

// Warning is something in the choices that does not go together, or that a reader of the contract will object to.
type Warning struct {
	Rule  string   `json:"rule"`
	Level string   `json:"level"` // error: the clauses contradict each other; warning: a risk; info: something to know
	Field string   `json:"field"` // the choice to look at
	Laws  []string `json:"laws,omitempty"`
}

// Label is the key of the warning's message.
func (w Warning) Label() string { return "procurement.warn-" + w.Rule }

// judged is what a rule looks at.
type judged struct {
	Choices
	named   Named
	licence *Licence
	edition bool // the edition of the link is known
}

// rule is one rule of the composer: a name, which is that of its message, and when it speaks.
type rule struct {
	Warning
	speaks func(j judged) bool
}

// rules lists the composer's rules, contradictions first. Each has a message for buyers (procurement.warn-...) and a test under its name.
var rules = []rule{
	{Warning{"options-a-b", "error", "ccag", []string{"ccag-tic-2021", "ccag-tic-2009"}}, func(j judged) bool { return j.CCAG == "2009" }},
	{Warning{"holder-not-assigned", "error", "detenteur", []string{"ccag-tic-46", "cpi-l131-3"}}, func(j judged) bool { return j.Holder == "acheteur" && j.Rights == "non-exclusifs" }},
	{Warning{"holder-assigned-away", "error", "detenteur", []string{"cpi-l131-3"}}, func(j judged) bool { return j.Holder == "titulaire" && j.Rights == "exclusifs" }},
	{Warning{"exclusive-no-reason", "error", "motif", []string{"ccag-tic-1", "ccag-tic-46"}}, func(j judged) bool { return j.Rights == "exclusifs" && j.Reason == "" }},
	{Warning{"reason-not-exclusive", "warning", "motif", nil}, func(j judged) bool { return j.Rights == "non-exclusifs" && j.Reason != "" }},
	{Warning{"exclusive-permissive", "warning", "droits", []string{"crpa-d323-2-1"}}, func(j judged) bool {
		return j.Rights == "exclusifs" && j.licence != nil && j.licence.Publish == "permissive"
	}},
	{Warning{"exclusive-project", "error", "droits", []string{"crpa-d323-2-1"}}, func(j judged) bool { return j.Rights == "exclusifs" && j.Project == "oui" }},
	{Warning{"services-no-software", "error", "logiciel", []string{"ce-350431"}}, func(j judged) bool { return j.names() && j.Software == "" }},
	{Warning{"software-not-free", "error", "logiciel", []string{"ccp-r2111-7", "ce-350431"}}, func(j judged) bool { return j.Software != "" && j.named.Known && !j.named.Free }},
	{Warning{"software-unknown", "info", "logiciel", []string{"ce-350431"}}, func(j judged) bool { return j.Software != "" && !j.named.Known }},
	{Warning{"software-edition", "warning", "logiciel", []string{"ccp-r2111-7"}}, func(j judged) bool { return paidEdition(j.Software) }},
	{Warning{"project-no-software", "error", "projet", []string{"crpa-d323-2-1"}}, func(j judged) bool { return j.Project == "oui" && j.Software == "" }},
	{Warning{"project-other-licence", "error", "licence", []string{"crpa-d323-2-1"}}, func(j judged) bool {
		return j.Project == "oui" && j.Licence != "" && j.named.Free && j.named.Licence != "" && !strings.Contains(j.named.Licence, j.Licence)
	}},
	{Warning{"licence-missing", "warning", "licence", []string{"crpa-d323-2-1"}}, func(j judged) bool { return j.Licence == "" }},
	{Warning{"licence-reciprocal", "warning", "licence", []string{"crpa-l323-2"}}, func(j judged) bool {
		return j.Project != "oui" && j.licence != nil && j.licence.Publish == "reciprocal"
	}},
	{Warning{"licence-project-only", "info", "licence", []string{"crpa-d323-2-1"}}, func(j judged) bool {
		return j.Project == "oui" && j.licence != nil && j.licence.Publish == ""
	}},
	{Warning{"late-upstream", "error", "sources", nil}, func(j judged) bool { return j.Sources == "livraison" && j.Has("amont") }},
	{Warning{"late-signoff", "error", "sources", nil}, func(j judged) bool { return j.Sources == "livraison" && j.Has("dco") }},
	{Warning{"late-delivery", "warning", "sources", []string{"crpa-l300-2"}}, func(j judged) bool { return j.Sources == "livraison" }},
	{Warning{"milestone-missing", "error", "jalon", nil}, func(j judged) bool { return j.Sources == "jalon" && j.Milestone == "" }},
	{Warning{"milestone-unused", "warning", "jalon", nil}, func(j judged) bool { return j.Sources == "publique" && j.Milestone != "" }},
	{Warning{"no-components", "warning", "sbom", []string{"ccag-2021-anterieures"}}, func(j judged) bool { return j.SBOM == "non" }},
	{Warning{"no-third-parties", "warning", "clauses", []string{"cpi-l122-6"}}, func(j judged) bool { return !j.Has("tiers") }},
	{Warning{"no-accessibility", "warning", "clauses", []string{"rgaa"}}, func(j judged) bool { return !j.Has("accessibilite") }},
	{Warning{"upstream-new-code", "info", "clauses", nil}, func(j judged) bool { return j.Has("amont") && j.Object == "developpement" && j.Software == "" }},
	{Warning{"support-own-code", "error", "clauses", []string{"marche-support"}}, func(j judged) bool { return j.Has("support") && j.Object == "developpement" && j.Software == "" }},
	{Warning{"support-check", "info", "clauses", []string{"marche-support"}}, func(j judged) bool { return j.Has("support") && j.Software != "" }},
	{Warning{"no-ccag", "warning", "ccag", []string{"ccag-tic-1"}}, func(j judged) bool { return j.CCAG == "aucun" }},
	{Warning{"edition-unknown", "warning", "v", nil}, func(j judged) bool { return !j.edition }},
}

// warn returns what the rules say of the choices, contradictions first.
func (s *Set) warn(c Choices, named Named, edition bool) []Warning {
	j := judged{c, named, s.bySPDX[c.Licence], edition}
	var out []Warning
	for _, level := range []string{"error", "warning", "info"} {
		for _, r := range rules {
			if r.Level == level && r.speaks(j) {
				out = append(out, r.Warning)
			}
		}
	}
	return out
}

// paidEdition reports whether a name looks like that of a publisher's paid edition rather than of the software.
func paidEdition(name string) bool {
	for _, w := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == ' ' || r == '-' || r == '/' || r == '(' || r == ')' }) {
		switch w {
		case "enterprise", "entreprise", "premium", "professional", "ultimate", "subscription":
			return true
		}
	}
	return false
}

// Rules lists what the composer may warn of.
func Rules() []Warning {
	out := make([]Warning, len(rules))
	for i, r := range rules {
		out[i] = r.Warning
	}
	return out
}
