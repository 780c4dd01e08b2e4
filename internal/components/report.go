package components

import (
	"slices"
	"strings"

	"guichet/internal/procurement"
)

// Judged is a component with the verdict on it.
type Judged struct {
	Component
	Expression string                `json:"expression,omitempty"` // the SPDX expression that was read in what the list states
	Verdict    procurement.Verdict   `json:"verdict"`
	Why        string                `json:"why,omitempty"` // where no rule decided: "unstated", "unread"
	Kept       []procurement.Finding `json:"findings,omitempty"`
	Choice     bool                  `json:"choice,omitempty"` // the list leaves a choice of licences: the findings are those to take
}

// Label is the message key of the reason where no rule decided; empty where one did.
func (j Judged) Label() string {
	if j.Why == "" {
		return ""
	}
	return "components.why-" + j.Why
}

// Report is the verdict on a list. Components are ordered by how much they ask of the reader: refused, undecided, with conditions, fitting; then as the list has them.
type Report struct {
	Format     Format                      `json:"format"`
	Licensed   bool                        `json:"licensed"` // the format states licences
	Outbound   string                      `json:"outbound"`
	Use        procurement.Use             `json:"use"`
	Verdict    procurement.Verdict         `json:"verdict"` // the worst of the components that are distributed
	Counts     map[procurement.Verdict]int `json:"counts"`
	Left       int                         `json:"development"` // components for development, which are judged and do not count in the verdict
	Components []Judged                    `json:"components"`
}

// Of lists the components under a verdict, those that are distributed first.
func (r *Report) Of(v procurement.Verdict) []Judged {
	var out []Judged
	for _, dev := range []bool{false, true} {
		for _, j := range r.Components {
			if j.Verdict == v && (j.Scope == Development) == dev {
				out = append(out, j)
			}
		}
	}
	return out
}

// Judge applies the rules to a list. Names of licences are read as people and package registries write them; what stays unclear is undecided, with its reason. It refuses
// (errs.Invalid on "outbound" or "use") what is no single licence and no use.
func Judge(set *procurement.Set, list *List, outbound string, use procurement.Use) (*Report, error) {
	if _, err := procurement.Compatible("MIT", outbound, use); err != nil {
		return nil, err
	}
	o, err := procurement.ParseExpression(outbound)
	if err != nil {
		return nil, err
	}
	r := &Report{Format: list.Format, Licensed: list.Licensed, Outbound: o.ID, Use: use, Verdict: procurement.Fits, Counts: map[procurement.Verdict]int{}}
	known := map[string]Judged{} // by what is stated: lists repeat the same few licences
	for _, c := range list.Components {
		j, ok := known[c.Stated]
		if !ok {
			j = judge(set, c.Stated, o.ID, use)
			known[c.Stated] = j
		}
		j.Component = c
		r.Components = append(r.Components, j)
		if c.Scope == Development {
			r.Left++
			continue
		}
		r.Counts[j.Verdict]++
		if slices.Index(procurement.Verdicts, j.Verdict) > slices.Index(procurement.Verdicts, r.Verdict) {
			r.Verdict = j.Verdict
		}
	}
	slices.SortStableFunc(r.Components, func(a, b Judged) int {
		if a.Scope != b.Scope && (a.Scope == Development || b.Scope == Development) {
			if a.Scope == Development {
				return 1
			}
			return -1
		}
		return slices.Index(procurement.Verdicts, b.Verdict) - slices.Index(procurement.Verdicts, a.Verdict)
	})
	return r, nil
}

func judge(set *procurement.Set, text, outbound string, use procurement.Use) Judged {
	if text == "" {
		return Judged{Verdict: procurement.Undecided, Why: "unstated"}
	}
	e, ok := read(set, text)
	if !ok {
		return Judged{Verdict: procurement.Undecided, Why: "unread"}
	}
	a := e.Assess(outbound, use)
	return Judged{Expression: e.String(), Verdict: a.Verdict, Kept: a.Kept, Choice: a.Choice}
}

// read makes an expression of what a list states: an expression of known licences, or a name that people use for one.
func read(set *procurement.Set, text string) (*procurement.Expression, bool) {
	if id := addresses[strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(text), "https://"), "http://"), "/")]; id != "" {
		text = id
	}
	for _, prefix := range []string{"https://spdx.org/licenses/", "http://spdx.org/licenses/"} {
		if id, ok := strings.CutPrefix(text, prefix); ok {
			text = strings.TrimSuffix(strings.TrimSuffix(id, ".html"), ".json")
		}
	}
	if e, err := procurement.ParseExpression(text); err == nil && allKnown(e) {
		return e, true
	}
	if id, ok := usual[strings.ToLower(text)]; ok {
		text = id
	} else if set != nil && len(text) < maxText {
		id, err := set.ReadLicence(text)
		if err != nil {
			return nil, false
		}
		text = id
	}
	e, err := procurement.ParseExpression(text)
	if err != nil || !allKnown(e) {
		return nil, false
	}
	return e, true
}

func allKnown(e *procurement.Expression) bool {
	if e.Op == "" {
		return e.Known
	}
	for _, p := range e.Parts {
		if !allKnown(p) {
			return false
		}
	}
	return true
}

// usual are names that registries hold for one licence and that no SPDX id or full name resembles. A name that could mean two licences ("BSD", "GPL", "Apache") is
// absent on purpose: it stays undecided.
var usual = map[string]string{
	"apache 2": "Apache-2.0", "apache2": "Apache-2.0", "apache 2.0": "Apache-2.0", "apache-2": "Apache-2.0", "apache license, version 2.0": "Apache-2.0", "the apache license, version 2.0": "Apache-2.0",
	"the apache software license, version 2.0": "Apache-2.0", "apache software license - version 2.0": "Apache-2.0", "asl 2.0": "Apache-2.0",
	"mit license": "MIT", "the mit license": "MIT", "mit/x11": "MIT", "expat": "MIT", "isc license": "ISC", "bsd 3-clause": "BSD-3-Clause", "new bsd license": "BSD-3-Clause", "revised bsd": "BSD-3-Clause",
	"bsd 2-clause": "BSD-2-Clause", "simplified bsd": "BSD-2-Clause", "psfl": "PSF-2.0", "psf": "PSF-2.0", "mpl 2.0": "MPL-2.0", "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
	"eclipse public license v1.0": "EPL-1.0", "eclipse public license - v 1.0": "EPL-1.0", "eclipse public license v2.0": "EPL-2.0", "eclipse public license - v 2.0": "EPL-2.0", "epl 2.0": "EPL-2.0", "edl 1.0": "BSD-3-Clause",
	"eclipse distribution license - v 1.0": "BSD-3-Clause", "public domain, per creative commons cc0": "CC0-1.0", "cc0": "CC0-1.0", "the unlicense": "Unlicense", "boost software license 1.0": "BSL-1.0",
	"gplv3+": "GPL-3.0-or-later", "gplv2+": "GPL-2.0-or-later", "lgplv3+": "LGPL-3.0-or-later", "gnu lesser general public license v3 or later (lgplv3+)": "LGPL-3.0-or-later",
	"business source license 1.1": "BUSL-1.1", "bsl 1.1": "BUSL-1.1", "server side public license": "SSPL-1.0",
}

// addresses are the pages at which registries point for a licence.
var addresses = map[string]string{
	"www.apache.org/licenses/license-2.0": "Apache-2.0", "www.apache.org/licenses/license-2.0.txt": "Apache-2.0", "www.apache.org/licenses/license-2.0.html": "Apache-2.0", "apache.org/licenses/license-2.0": "Apache-2.0",
	"opensource.org/licenses/mit": "MIT", "www.opensource.org/licenses/mit": "MIT", "opensource.org/licenses/mit-license.php": "MIT", "www.opensource.org/licenses/mit-license.php": "MIT",
	"opensource.org/licenses/bsd-3-clause": "BSD-3-Clause", "opensource.org/licenses/bsd-2-clause": "BSD-2-Clause", "opensource.org/licenses/apache-2.0": "Apache-2.0", "opensource.org/licenses/isc": "ISC",
	"www.mozilla.org/mpl/2.0": "MPL-2.0", "www.eclipse.org/legal/epl-v10.html": "EPL-1.0", "www.eclipse.org/legal/epl-v20.html": "EPL-2.0", "www.eclipse.org/legal/epl-2.0": "EPL-2.0",
	"www.gnu.org/licenses/agpl-3.0.html": "AGPL-3.0-only", "www.gnu.org/licenses/gpl-3.0.html": "GPL-3.0-only", "www.gnu.org/licenses/lgpl-3.0.html": "LGPL-3.0-only",
	"creativecommons.org/publicdomain/zero/1.0": "CC0-1.0", "joinup.ec.europa.eu/software/page/eupl": "EUPL-1.2",
}
