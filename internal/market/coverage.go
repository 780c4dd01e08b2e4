package market

import (
	"slices"

	"guichet/internal/catalog"
)

// Coverage is what the contracts say of one software.
type Coverage struct {
	Software *catalog.Software // its sheet; nil when it has none
	Name     string            // as published, when it has no sheet
	Support  []*Covered        // names of the support lists that stand for it; none: it is in neither list
	Lots     []*Lot            // expertise lots whose title names it
	Mended   bool              // by FindSoftware: the name was misspelt
	Version  string            // by FindSoftware: the version that followed the name, or ""
}

// Coverage returns what the contracts say of sw.
func (s *Set) Coverage(sw *catalog.Software) Coverage {
	return Coverage{Software: sw, Support: s.covered[sw], Lots: s.lots[sw]}
}

// Named reports whether c speaks of a software at all.
func (c Coverage) Named() bool { return c.Software != nil || c.Name != "" }

// Title returns the software's name, or "".
func (c Coverage) Title() string {
	if c.Software != nil {
		return c.Software.Name.V
	}
	return c.Name
}

// Supported reports whether the software is in one of the two official lists.
func (c Coverage) Supported() bool { return len(c.Support) > 0 }

// OnBoth reports whether one name or several put the software in both official lists.
func (c Coverage) OnBoth() bool {
	return slices.ContainsFunc(c.Support, func(x *Covered) bool { return x.OnPage }) && slices.ContainsFunc(c.Support, func(x *Covered) bool { return x.OnCSV })
}

// Verdict is an answer that admits not to know.
type Verdict string

// The verdicts.
const (
	Yes Verdict = "yes"
	No  Verdict = "no"
	Ask Verdict = "ask" // the published pages leave it open
)

// Entitlement is what a body may ask of the contracts for a software.
type Entitlement struct {
	Beneficiary *Beneficiary
	Coverage    Coverage
	Support     Verdict
	Expertise   Verdict
	Lots        []*Lot // through which expertise may be ordered, when Expertise is Yes
	// Reasons are message keys of what decided: "market.reason-*", support first.
	SupportReason, ExpertiseReason string
}

// Entitlement decides what b may ask for the software of c. Without a software (c is the zero Coverage) it speaks of the contracts alone.
func (s *Set) Entitlement(b *Beneficiary, c Coverage) Entitlement {
	e := Entitlement{Beneficiary: b, Coverage: c}
	e.Support, e.SupportReason = supportVerdict(b, c)
	e.Expertise, e.ExpertiseReason, e.Lots = expertiseVerdict(b, c)
	return e
}

func supportVerdict(b *Beneficiary, c Coverage) (Verdict, string) {
	switch {
	case !b.Support:
		return No, "market.reason-support-no-body"
	case !c.Named():
		return Yes, "market.reason-support-body"
	case c.Supported():
		return Yes, "market.reason-support-yes"
	}
	return No, "market.reason-support-no-software"
}

func expertiseVerdict(b *Beneficiary, c Coverage) (Verdict, string, []*Lot) {
	var lots []*Lot
	for _, l := range c.Lots {
		if len(b.OnlyLots) == 0 || slices.Contains(b.OnlyLots, l.Number) {
			lots = append(lots, l)
		}
	}
	switch {
	case !b.Expertise && !b.Doubt.IsZero():
		return Ask, "market.reason-expertise-doubt", nil
	case !b.Expertise:
		return No, "market.reason-expertise-no-body", nil
	case !c.Named() && len(b.OnlyLots) > 0:
		return Yes, "market.reason-expertise-only-lots", nil
	case !c.Named():
		return Yes, "market.reason-expertise-body", nil
	case len(lots) > 0:
		return Yes, "market.reason-expertise-lot", lots
	case len(b.OnlyLots) > 0:
		return No, "market.reason-expertise-only-lots", nil
	}
	// Lot 1 is generic, but which software it holds is not published, and the other lots' "associated software" is not either.
	return Ask, "market.reason-expertise-unpublished", nil
}

// Delay returns the row of the table for a sort of request.
func (s *Set) Delay(critical, blocking bool) (DelayRow, bool) {
	for _, r := range s.Delays {
		if r.Critical == critical && r.Blocking == blocking {
			return r, true
		}
	}
	return DelayRow{}, false
}

// Differences counts the names that only one of the two official lists holds.
func (s *Set) Differences() (onPage, onCSV, pageOnly, csvOnly int) {
	for _, c := range s.Covered {
		switch {
		case c.OnPage && c.OnCSV:
			onPage++
			onCSV++
		case c.OnPage:
			onPage++
			pageOnly++
		case c.OnCSV:
			onCSV++
			csvOnly++
		}
	}
	return onPage, onCSV, pageOnly, csvOnly
}
