package catalog

import (
	"github.com/github/go-spdx/v2/spdxexp"
)

// RulesSource is the id of the source of the rules of entry: docs/sill.md of the Catalogi project, whose licences are those of the DINUM's list.
const RulesSource = "sill-rules"

// Rule is one rule of entry of the SILL.
type Rule string

// The rules, in the order in which they are examined.
const (
	RuleLicence    Rule = "licence"     // the licence is one that the catalogue accepts
	RuleRelease    Rule = "release"     // sources are published when binaries are, without a gap
	RuleDeployment Rule = "deployment"  // a public body's IT department deployed it, or an agent installed it on a workstation
	RuleSelfHosted Rule = "self-hosted" // of an online service: the administration is in charge of the servers, technically or administratively
	RuleProposer   Rule = "proposer"    // a public agent adds it; a publisher cannot add itself
)

// Candidate is what is told of a software that may enter. A state that nobody told is Unknown, the zero value included.
type Candidate struct {
	Licence    string `json:"licence"`    // SPDX expression; empty when it is not known
	Release    State  `json:"release"`    // sources come with binaries
	Deployment State  `json:"deployment"` // a public body uses it
	Service    State  `json:"service"`    // it is used as an online service
	InCharge   State  `json:"inCharge"`   // of such a service: the administration is in charge of the servers
	ByAgent    State  `json:"byAgent"`    // a public agent proposes it
}

// Verdict is the outcome of one rule: Yes when it is kept, No when it is broken, NotApplicable, or Unknown when what was told does not say.
type Verdict struct {
	Rule   Rule   `json:"rule"`
	State  State  `json:"state"`
	Source string `json:"source"`
}

// Examine applies the rules of entry. accepted are the SPDX ids that the catalogue accepts; of a choice of licences (OR) one is enough, of a sum (AND)
// all are needed. The software may enter when no verdict is No and none is Unknown; see MayEnter.
func Examine(c Candidate, accepted []string) []Verdict {
	licence := Unknown
	if ok, _ := spdxexp.ValidateLicenses([]string{c.Licence}); ok && len(accepted) > 0 {
		licence = No
		if fits, err := spdxexp.Satisfies(c.Licence, accepted); err == nil && fits {
			licence = Yes
		}
	}
	hosted := told(c.InCharge)
	switch told(c.Service) {
	case No, NotApplicable:
		hosted = NotApplicable
	case Unknown:
		hosted = Unknown
	}
	return []Verdict{{RuleLicence, licence, RulesSource}, {RuleRelease, told(c.Release), RulesSource}, {RuleDeployment, told(c.Deployment), RulesSource},
		{RuleSelfHosted, hosted, RulesSource}, {RuleProposer, told(c.ByAgent), RulesSource}}
}

// MayEnter sums verdicts up: No when a rule is broken, Unknown when one is not known, Yes otherwise.
func MayEnter(verdicts []Verdict) State {
	sum := Yes
	for _, v := range verdicts {
		if v.State == No {
			return No
		}
		if v.State == Unknown {
			sum = Unknown
		}
	}
	return sum
}

func told(s State) State {
	if s == "" {
		return Unknown
	}
	return s
}
