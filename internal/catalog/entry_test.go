package catalog_test

import (
	"testing"

	"guichet/internal/catalog"
)

func TestRulesOfEntry(t *testing.T) {
	t.Parallel()
	accepted := []string{"MIT", "GPL-3.0-or-later", "BSL-1.0"}
	good := catalog.Candidate{Licence: "MIT", Release: catalog.Yes, Deployment: catalog.Yes, Service: catalog.No, ByAgent: catalog.Yes}
	for title, x := range map[string]struct {
		change func(*catalog.Candidate)
		rule   catalog.Rule
		state  catalog.State
		sum    catalog.State
	}{
		"all kept":                          {func(*catalog.Candidate) {}, catalog.RuleSelfHosted, catalog.NotApplicable, catalog.Yes},
		"one of two licences is accepted":   {func(c *catalog.Candidate) { c.Licence = "BUSL-1.1 OR MIT" }, catalog.RuleLicence, catalog.Yes, catalog.Yes},
		"both licences are needed":          {func(c *catalog.Candidate) { c.Licence = "BUSL-1.1 AND MIT" }, catalog.RuleLicence, catalog.No, catalog.No},
		"Boost is not Business Source":      {func(c *catalog.Candidate) { c.Licence = "BUSL-1.1" }, catalog.RuleLicence, catalog.No, catalog.No},
		"Boost":                             {func(c *catalog.Candidate) { c.Licence = "BSL-1.0" }, catalog.RuleLicence, catalog.Yes, catalog.Yes},
		"no licence told":                   {func(c *catalog.Candidate) { c.Licence = "" }, catalog.RuleLicence, catalog.Unknown, catalog.Unknown},
		"no SPDX expression":                {func(c *catalog.Candidate) { c.Licence = "libre" }, catalog.RuleLicence, catalog.Unknown, catalog.Unknown},
		"sources come later":                {func(c *catalog.Candidate) { c.Release = catalog.No }, catalog.RuleRelease, catalog.No, catalog.No},
		"nobody told of a deployment":       {func(c *catalog.Candidate) { c.Deployment = "" }, catalog.RuleDeployment, catalog.Unknown, catalog.Unknown},
		"somebody else's service":           {func(c *catalog.Candidate) { c.Service, c.InCharge = catalog.Yes, catalog.No }, catalog.RuleSelfHosted, catalog.No, catalog.No},
		"the administration's own service":  {func(c *catalog.Candidate) { c.Service, c.InCharge = catalog.Yes, catalog.Yes }, catalog.RuleSelfHosted, catalog.Yes, catalog.Yes},
		"a publisher cannot add itself":     {func(c *catalog.Candidate) { c.ByAgent = catalog.No }, catalog.RuleProposer, catalog.No, catalog.No},
		"a broken rule outweighs a silence": {func(c *catalog.Candidate) { c.ByAgent, c.Deployment = catalog.No, "" }, catalog.RuleProposer, catalog.No, catalog.No},
	} {
		c := good
		x.change(&c)
		verdicts := catalog.Examine(c, accepted)
		var state catalog.State
		for _, v := range verdicts {
			if v.Rule == x.rule {
				state = v.State
			}
			if v.Source == "" {
				t.Errorf("%s: the verdict on %s names no source", title, v.Rule)
			}
		}
		if sum := catalog.MayEnter(verdicts); state != x.state || sum != x.sum {
			t.Errorf("%s: %s is %s, in all %s; want %s, %s", title, x.rule, state, sum, x.state, x.sum)
		}
	}
}
