package readiness

import (
	"slices"

	"guichet/internal/i18n"
)

// State is the outcome of a check.
type State string

// The states.
const (
	Done    State = "done"    // nothing to mend
	Partly  State = "partly"  // some of the points
	Missing State = "missing" // none of them
	Outside State = "outside" // the check does not apply to this repository
	Unread  State = "unread"  // time ran out before it was finished: it counts as Outside
)

// Label is the message key of the state's name.
func (s State) Label() string { return "readiness.state-" + string(s) }

// Finding is one thing to mend.
type Finding struct {
	Path string         `json:"path,omitempty"`
	Line int            `json:"line,omitempty"` // from 1; 0 for the whole file
	Key  string         `json:"-"`
	Args map[string]any `json:"-"`
}

// In says what was found.
func (f Finding) In(lang i18n.Lang) string { return i18n.T(lang, f.Key, f.Args) }

// Result is the outcome of one check.
type Result struct {
	Check    string    `json:"check"`
	State    State     `json:"state"`
	Points   int       `json:"points"`
	Weight   int       `json:"weight"` // points that can be had
	Findings []Finding `json:"findings"`
	More     int       `json:"more,omitempty"` // findings that are not listed
}

// Title is the message key of the check's name.
func (r Result) Title() string { return "readiness." + r.Check }

// Why is the message key of why the check matters.
func (r Result) Why() string { return "readiness." + r.Check + "-why" }

// Mend is the message key of how to mend what the check found.
func (r Result) Mend() string { return "readiness." + r.Check + "-mend" }

// Report is the outcome of all checks, in their order.
type Report struct {
	Score   int      `json:"score"` // of 100: Points of Of, rounded down, so that 100 means that nothing is missing
	Points  int      `json:"points"`
	Of      int      `json:"of"`
	Files   int      `json:"files"`
	Licence string   `json:"licence,omitempty"` // SPDX id of the licence file
	Partial bool     `json:"partial,omitempty"` // time ran out
	Checks  []Result `json:"checks"`
}

// vetoes are the checks that no other makes up for: a repository is not ready while one of them found something, or was not made.
var vetoes = map[string]bool{"secrets": true, "history": true, "private": true, "personal": true}

// Vetoed reports whether the repository must not be published as it is, whatever its score: a secret, a private key or personal data was found.
func (r *Report) Vetoed() bool {
	return slices.ContainsFunc(r.Checks, func(c Result) bool { return vetoes[c.Check] && (c.State == Missing || c.State == Partly) })
}

// Unsure reports whether a check that decides was not made for want of time: the score then says nothing.
func (r *Report) Unsure() bool {
	return slices.ContainsFunc(r.Checks, func(c Result) bool { return vetoes[c.Check] && c.State == Unread })
}

// Full reports whether no point is missing.
func (r *Report) Full() bool { return r.Points == r.Of && !r.Partial }

// Todo lists the checks that found something, those that cost most first.
func (r *Report) Todo() []Result {
	var out []Result
	for _, c := range r.Checks {
		if len(c.Findings) > 0 {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Result) int { return (b.Weight - b.Points) - (a.Weight - a.Points) })
	return out
}

// Checks lists the checks with their weights, none of them made.
func Checks() []Result {
	var out []Result
	for _, c := range checks {
		out = append(out, Result{Check: c.name, Weight: c.weight})
	}
	return out
}
