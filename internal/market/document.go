package market

import (
	"time"

	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// CheckDocument is a Check as the REST API writes it. Its names are a contract.
type CheckDocument struct {
	Lang         i18n.Lang        `json:"lang"`
	Organisation BodyDocument     `json:"organisation"`
	Software     *CoveredDocument `json:"software,omitempty"`
	Version      string           `json:"version,omitempty"` // as asked; covered versions are not published
	Need         Need             `json:"need,omitempty"`
	Route        Route            `json:"route"`             // support, expertise, both, none, ask
	Request      RequestKind      `json:"request,omitempty"` // information, support
	Support      Verdict          `json:"support"`           // yes, no, ask
	Expertise    Verdict          `json:"expertise"`
	Lots         []LotDocument    `json:"lots"`
	Reasons      []string         `json:"reasons"`
	Conditions   []string         `json:"conditions"` // what to have confirmed, or to know
	Prepare      []string         `json:"prepare"`
	Contact      string           `json:"contact"`
	Owed         []DelayRow       `json:"owed"` // what the holder owes, by gravity; HO working hours, JO working days
	Source       string           `json:"source"`
	Checked      provenance.Date  `json:"checked,omitzero"`
}

// BodyDocument is a Body.
type BodyDocument struct {
	Name        string `json:"name"`
	Beneficiary string `json:"beneficiary,omitempty"` // slug of the line of the published list
	Line        string `json:"line,omitempty"`        // that line
	Unclear     bool   `json:"unclear,omitempty"`     // the list does not say whether it means this body
	Successor   bool   `json:"successor,omitempty"`
	Outside     string `json:"outside,omitempty"`
	Doubt       string `json:"doubt,omitempty"` // what the published page leaves open
}

// CoveredDocument is a software as the lists name it.
type CoveredDocument struct {
	Name  string       `json:"name"`
	Slug  string       `json:"slug,omitempty"` // of its sheet
	Lists []ListedName `json:"lists"`
}

// ListedName is one name of the two official lists.
type ListedName struct {
	Name string `json:"name"`
	Page bool   `json:"page"` // on the page of the site
	CSV  bool   `json:"csv"`  // in the official CSV file
}

// LotDocument is a lot.
type LotDocument struct {
	Number   int             `json:"number"`
	Scope    string          `json:"scope"`
	Holders  string          `json:"holders"`
	Notified provenance.Date `json:"notified"`
}

// OfficeMail is the address of the office, published on the contracts' page, that knows the coordinators.
const OfficeMail = "floss@numerique.gouv.fr"

// Document writes the check in a language.
func (c Check) Document(lang i18n.Lang, sources provenance.Sources) CheckDocument {
	d := CheckDocument{Lang: lang, Version: c.Version, Need: c.Need, Route: c.Route, Request: c.Request, Support: c.Support, Expertise: c.Expertise,
		Lots: []LotDocument{}, Reasons: c.all(lang, c.Reasons), Conditions: c.all(lang, c.Conditions), Prepare: c.all(lang, c.Prepare), Contact: OfficeMail, Owed: c.Owed,
		Organisation: BodyDocument{Name: c.Body.Name, Line: c.Line(lang), Unclear: c.Body.Unclear(), Successor: c.Body.Successor != nil, Outside: string(c.Body.Outside)}}
	if d.Owed == nil {
		d.Owed = []DelayRow{}
	}
	if b := c.Body.Beneficiary; b != nil {
		d.Organisation.Beneficiary, d.Organisation.Doubt = b.Slug, b.Doubt.In(lang)
		d.Source, d.Checked = sources.Title(b.Mark.Source, lang), b.Mark.Checked
	}
	if c.Coverage.Named() {
		s := &CoveredDocument{Name: c.Coverage.Title(), Lists: []ListedName{}}
		if c.Coverage.Software != nil {
			s.Slug = c.Coverage.Software.Slug
		}
		for _, x := range c.Coverage.Support {
			s.Lists = append(s.Lists, ListedName{x.Name, x.OnPage, x.OnCSV})
		}
		d.Software = s
	}
	for _, l := range c.Lots() {
		d.Lots = append(d.Lots, LotDocument{l.Number, l.Scope.In(lang), HolderNames(l.Holders), l.Notified})
	}
	return d
}

func (c Check) all(lang i18n.Lang, keys []string) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = c.In(lang, k)
	}
	return out
}

// DelaysDocument is Deadlines as the REST API writes them. Its names are a contract.
type DelaysDocument struct {
	Lang        i18n.Lang     `json:"lang"`
	Opened      time.Time     `json:"opened"`
	Territory   string        `json:"territory"`
	Kind        RequestKind   `json:"kind"`
	Critical    bool          `json:"critical"`
	Blocking    bool          `json:"blocking"`
	Owed        []DueDocument `json:"owed"`
	Assumptions []string      `json:"assumptions"`
}

// DueDocument is a Deadline.
type DueDocument struct {
	Delay     Delay         `json:"delay"`
	Name      string        `json:"name"`
	Span      Span          `json:"span"`
	Due       *time.Time    `json:"due"` // null while suspended
	Suspended bool          `json:"suspended,omitempty"`
	Days      []DayDocument `json:"days"`
}

// DayDocument is one day of a count.
type DayDocument struct {
	Date string `json:"date"`
	Why  string `json:"why"` // counted, start-day, after-hours, day-off, holiday, paused
	Text string `json:"text"`
}

// Document writes the dates in a language.
func (d Deadlines) Document(lang i18n.Lang) DelaysDocument {
	out := DelaysDocument{Lang: lang, Opened: d.Opened, Territory: d.Calendar.Territory().ID, Kind: d.Kind, Critical: d.Row.Critical, Blocking: d.Row.Blocking, Owed: []DueDocument{}}
	for _, o := range d.Owed {
		x := DueDocument{Delay: o.Delay, Name: o.Delay.In(lang), Span: o.Span, Suspended: o.Suspended, Days: []DayDocument{}}
		if !o.Suspended {
			x.Due = &o.Due
		}
		for _, s := range o.Count.Steps {
			x.Days = append(x.Days, DayDocument{s.Date.String(), string(s.Why), s.Reason(lang)})
		}
		out.Owed = append(out.Owed, x)
	}
	for _, a := range d.Assumptions {
		out.Assumptions = append(out.Assumptions, a.In(lang))
	}
	return out
}

// DebianDocument is a DebianStatus as the REST API writes it. Its names are a contract.
type DebianDocument struct {
	Lang     i18n.Lang        `json:"lang"`
	Version  int              `json:"version"`
	At       provenance.Date  `json:"at"`
	Phase    DebianPhase      `json:"phase"` // not-released, security, lts, extended, none, unknown
	Other    DebianPhase      `json:"other,omitempty"`
	Text     string           `json:"text"`
	Periods  []PeriodDocument `json:"periods"`
	Warnings []string         `json:"warnings"`
}

// PeriodDocument is a DebianPeriod; both days included.
type PeriodDocument struct {
	Phase    DebianPhase     `json:"phase"`
	From     provenance.Date `json:"from"`
	To       provenance.Date `json:"to"`
	Computed bool            `json:"computed"` // by the rule of years: no source states it
}

// Document writes the status in a language. Other is the phase by the source that contradicts the contract's page.
func (s DebianStatus) Document(lang i18n.Lang) DebianDocument {
	d := DebianDocument{Lang: lang, Version: s.Version, At: s.At, Phase: s.Phase, Text: s.Phase.In(lang), Periods: []PeriodDocument{}, Warnings: []string{}}
	if s.Disagree() {
		d.Other = s.ByClaim
	}
	for _, p := range s.Periods {
		d.Periods = append(d.Periods, PeriodDocument(p))
	}
	for _, w := range s.Warnings {
		d.Warnings = append(d.Warnings, w.In(lang))
	}
	return d
}
