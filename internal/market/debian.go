package market

import (
	"errors"
	"fmt"
	"time"

	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/worktime"
)

// The contract's page gives every version of Debian five years of community support, of which the security team does the first three
// and the LTS team the last two, then three years of extended support. It states the ends of the two periods, not the day on which
// the LTS team takes over: that day is computed by the rule, and marked so.
const securityYears, communityYears = 3, 5

// EndOfContract is what Debian.ExtendedTo says when extended support lasts as long as the contract does.
const EndOfContract = "end-of-contract"

// DebianPhase is who supports a version of Debian on a day.
type DebianPhase string

// The phases, in the order of a version's life; "market.debian-phase-" and the value is the key of the name.
const (
	DebianNotReleased DebianPhase = "not-released"
	DebianSecurity    DebianPhase = "security" // the community, through Debian's security team
	DebianLTS         DebianPhase = "lts"      // the community, through the LTS team
	DebianExtended    DebianPhase = "extended" // the holder of the support contract
	DebianNone        DebianPhase = "none"
	DebianUnknown     DebianPhase = "unknown" // no source read says it
)

// In names the phase.
func (p DebianPhase) In(lang i18n.Lang) string {
	return i18n.T(lang, "market.debian-phase-"+string(p), nil)
}

// DebianPeriod is a phase in time, both days included.
type DebianPeriod struct {
	Phase    DebianPhase
	From, To provenance.Date // To may be as coarse as a month
	Computed bool            // From or To follows from the rule of years, no source states it
}

// DebianClaim is what a source beside the contract's page says of a version. Those known were read second-hand, and no page of the
// Debian project was opened: they warn, and never replace what the contract's page says.
type DebianClaim struct {
	Codename     string // where the contract's page does not list the version
	Publisher    string
	URL          string          // where a person checks it
	Read         provenance.Date // when the second-hand text was read
	Released     provenance.Date // zero when it says nothing of it
	CommunityEnd provenance.Date // zero when it says nothing of it
}

// debianClaims are kept in the program and not among the starter's facts as long as nobody has opened their source.
var debianClaims = map[int]DebianClaim{
	11: {Publisher: "Debian LTS", URL: "https://wiki.debian.org/LTS", Read: provenance.Date{Year: 2026, Month: 11}, CommunityEnd: provenance.Date{Year: 2026, Month: 8, Day: 31}},
	13: {Codename: "trixie", Publisher: "Debian", URL: "https://www.debian.org/releases/", Read: provenance.Date{Year: 2026, Month: 11}, Released: provenance.Date{Year: 2025, Month: 8, Day: 9}},
}

// DebianStatus is who supports a version of Debian on a day, and how sure that is.
type DebianStatus struct {
	Version  int
	At       provenance.Date
	Phase    DebianPhase
	Listed   *Debian        // what the contract's page says; nil when it does not list the version
	Periods  []DebianPeriod // in order; empty when nothing is known
	Claim    *DebianClaim   // a source that adds to the page or contradicts it, or nil
	ByClaim  DebianPhase    // the phase if Claim is right, where it contradicts the page; otherwise ""
	Warnings []DebianWarning
}

// Disagree reports whether, on the day asked, the sources give two phases.
func (s DebianStatus) Disagree() bool { return s.ByClaim != "" && s.ByClaim != s.Phase }

// DebianWarning is a reservation to show beside a status. Key is that of its message.
type DebianWarning struct {
	Key    string
	status *DebianStatus
	end    provenance.Date
}

// In writes the warning in words.
func (w DebianWarning) In(lang i18n.Lang) string {
	values := map[string]any{"version": w.status.Version, "end": w.end.In(lang)}
	if l := w.status.Listed; l != nil {
		values["page"] = l.CommunityEnd.In(lang)
	}
	if c := w.status.Claim; c != nil {
		values["publisher"], values["url"], values["read"] = c.Publisher, c.URL, c.Read.In(lang)
		values["claim"], values["released"] = c.CommunityEnd.In(lang), c.Released.In(lang)
		values["phase"], values["other"] = w.status.Phase.In(lang), w.status.ByClaim.In(lang)
	}
	return i18n.T(lang, w.Key, values)
}

// ErrDebianDate says that support was asked for a date that is not a whole day of the years 1990 to 2100.
var ErrDebianDate = errors.New("market: not a day of the years 1990 to 2100")

// DebianSupport says who supports a version of Debian on the day at. A version of which no source was read is DebianUnknown, and so is
// every day after the expected end of a contract that extended support depends on. The only error is ErrDebianDate.
func (s *Set) DebianSupport(version int, at provenance.Date) (DebianStatus, error) {
	if at.Day == 0 || at.Year < worktime.FirstYear || at.Year > worktime.LastYear {
		return DebianStatus{}, fmt.Errorf("%w: %q", ErrDebianDate, at)
	}
	st := &DebianStatus{Version: version, At: at, Phase: DebianUnknown}
	if c, ok := debianClaims[version]; ok {
		st.Claim = &c
	}
	for _, d := range s.Debian {
		if d.Version == version {
			st.Listed = d
		}
	}
	switch {
	case st.Listed != nil:
		s.listed(st)
	case st.Claim != nil && !st.Claim.Released.IsZero():
		st.Periods = community(st.Claim.Released, provenance.Date{})
		st.Phase = phaseAt(st.Periods, at, DebianUnknown) // what comes after the community is for the contract to say
		st.warn("market.debian-absent-released", provenance.Date{})
	default:
		st.warn("market.debian-absent", provenance.Date{})
	}
	return *st, nil
}

// listed fills the status of a version that the contract's page lists.
func (s *Set) listed(st *DebianStatus) {
	d := st.Listed
	extended, after, contractEnd := s.extended(d)
	st.Periods = append(community(d.Released, d.CommunityEnd), extended...)
	st.Phase = phaseAt(st.Periods, st.At, after)
	st.warn("market.debian-indicative", provenance.Date{})
	if c := st.Claim; c != nil && !c.CommunityEnd.IsZero() && c.CommunityEnd != d.CommunityEnd {
		other := community(d.Released, c.CommunityEnd)
		for _, p := range extended {
			p.From, p.Computed = next(c.CommunityEnd), true
			other = append(other, p)
		}
		st.ByClaim = phaseAt(other, st.At, after)
		st.warn("market.debian-disagree", provenance.Date{})
		if st.Disagree() {
			st.warn("market.debian-disagree-today", provenance.Date{})
		}
	}
	if contractEnd {
		st.warn("market.debian-contract-end", s.contractEnd())
	}
}

// extended returns the period of extended support, what follows it, and whether its end is that of the contract.
func (s *Set) extended(d *Debian) (period []DebianPeriod, after DebianPhase, byContract bool) {
	if d.ExtendedFrom.IsZero() {
		return nil, DebianNone, false
	}
	if d.ExtendedTo == EndOfContract {
		end := s.contractEnd()
		if end.IsZero() {
			return nil, DebianUnknown, true
		}
		return []DebianPeriod{{Phase: DebianExtended, From: d.ExtendedFrom, To: end}}, DebianUnknown, true
	}
	end, err := provenance.ParseDate(d.ExtendedTo)
	if err != nil { // the page says something that this program cannot read: it does not know
		return nil, DebianUnknown, false
	}
	return []DebianPeriod{{Phase: DebianExtended, From: d.ExtendedFrom, To: end}}, DebianNone, false
}

func (s *Set) contractEnd() provenance.Date {
	if s.Support == nil {
		return provenance.Date{}
	}
	return s.Support.ExpectedEnd
}

// community returns the periods of the security team and of the LTS team, for a version released on a day. Without a stated end the
// rule of five years gives one.
func community(released, end provenance.Date) []DebianPeriod {
	if released.Day == 0 {
		return nil
	}
	computed := end.IsZero()
	if computed {
		end = years(released, communityYears)
	}
	handover := years(released, securityYears)
	if !handover.Before(end) {
		return []DebianPeriod{{Phase: DebianSecurity, From: released, To: end, Computed: computed}}
	}
	return []DebianPeriod{{Phase: DebianSecurity, From: released, To: handover, Computed: true},
		{Phase: DebianLTS, From: next(handover), To: end, Computed: true}}
}

// phaseAt returns the phase of a day: after is that of the days past the last period.
func phaseAt(periods []DebianPeriod, at provenance.Date, after DebianPhase) DebianPhase {
	for i, p := range periods {
		switch {
		case at.Before(p.From) && i == 0:
			if p.Phase == DebianSecurity {
				return DebianNotReleased
			}
			return DebianUnknown // the day of the release is not known
		case at.Before(p.From): // between two periods, nobody is said to support it
			return DebianNone
		case !p.To.Before(at):
			return p.Phase
		}
	}
	if len(periods) == 0 {
		return DebianUnknown
	}
	return after
}

func (s *DebianStatus) warn(key string, end provenance.Date) {
	s.Warnings = append(s.Warnings, DebianWarning{key, s, end})
}

// years returns the same day n years later; 29 February becomes 1 March where there is none.
func years(d provenance.Date, n int) provenance.Date {
	return provenance.Day(time.Date(d.Year+n, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC))
}

// next returns the day after a whole day.
func next(d provenance.Date) provenance.Date {
	return provenance.Day(time.Date(d.Year, time.Month(d.Month), d.Day+1, 0, 0, 0, 0, time.UTC))
}
