package market

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"guichet/internal/i18n"
	"guichet/internal/worktime"
)

// RequestKind is the kind of a request under the support contract, as its page tells them apart.
type RequestKind string

// The kinds of request.
const (
	InformationRequest RequestKind = "information" // how to use, install, tune or run; also for software outside the perimeter
	SupportRequest     RequestKind = "support"     // a fault, or a minor adaptation, of a version inside the perimeter
)

// Delay names one of the times of a DelayRow; "market.delay-" and its value is the key of its name.
type Delay string

// The delays, in the order in which they fall due.
const (
	Callback    Delay = "callback"
	Information Delay = "information"
	Workaround  Delay = "workaround"
	Fix         Delay = "fix"
)

// In names the delay.
func (d Delay) In(lang i18n.Lang) string { return i18n.T(lang, "market.delay-"+string(d), nil) }

// owed lists what the holder owes for each kind of request. Everyone is called back.
var owed = map[RequestKind][]Delay{
	InformationRequest: {Callback, Information},
	SupportRequest:     {Callback, Workaround, Fix},
}

// What callers tell apart, beside the errors of package worktime; each is found with errors.Is.
var (
	ErrRequestKind = errors.New("market: no such kind of request")
	ErrDelaySpan   = errors.New("market: a delay that is neither working hours nor working days")
	ErrPauseEarly  = errors.New("market: a pause that begins before the request")
)

// Of returns the span that the row grants for a delay, or "" when it grants none.
func (r DelayRow) Of(d Delay) Span {
	switch d {
	case Callback:
		return r.Callback
	case Information:
		return r.Information
	case Workaround:
		return r.Workaround
	case Fix:
		return r.Fix
	}
	return ""
}

// Work reads the span: "1 HO" is one working hour, "10 JO" ten working days. Anything else is ErrDelaySpan.
func (s Span) Work() (worktime.Span, error) {
	number, unit, _ := strings.Cut(string(s), " ")
	n, err := strconv.Atoi(number)
	units := map[string]worktime.Unit{"HO": worktime.Hours, "JO": worktime.Days}
	if err != nil || n < 1 || units[unit] == "" {
		return worktime.Span{}, fmt.Errorf("%w: %q", ErrDelaySpan, s)
	}
	return worktime.Span{N: n, Unit: units[unit]}, nil
}

// Deadline is one thing that the holder owes, and when.
type Deadline struct {
	Delay     Delay
	Span      Span
	Due       time.Time      // in the calendar's clock; zero while Suspended
	Suspended bool           // the holder still waits for the requester: there is no date yet
	Count     worktime.Count // the days that led to Due, or to the pause
}

// Deadlines is what the holder owes for a request, with what was assumed to say so.
type Deadlines struct {
	Opened      time.Time // in the calendar's clock
	Kind        RequestKind
	Row         DelayRow
	Owed        []Deadline // in the order of the constants of Delay
	Assumptions []Assumption
	Calendar    worktime.Calendar
	Pauses      []worktime.Pause
}

// Due says when the holder owes what, for a request of the given kind opened at that instant under the row of the table that its
// software and its gravity choose. Every delay starts when the request is opened: the contract's page names no other event, nor the
// working hours, nor what a pause does, which is why Deadlines lists its assumptions. A pause without an end leaves the deadlines that
// it catches without a date, and is no error.
//
// Errors, all plain and found with errors.Is: ErrRequestKind, ErrDelaySpan, ErrPauseEarly, worktime.ErrRange, worktime.ErrPause,
// worktime.ErrSettings.
func Due(opened time.Time, row DelayRow, kind RequestKind, cal worktime.Calendar, pauses []worktime.Pause) (Deadlines, error) {
	delays, ok := owed[kind]
	if !ok {
		return Deadlines{}, fmt.Errorf("%w: %q", ErrRequestKind, kind)
	}
	for _, p := range pauses {
		if p.From.Before(opened) {
			return Deadlines{}, fmt.Errorf("%w: %s, request of %s", ErrPauseEarly, p.From.Format(time.RFC3339), opened.Format(time.RFC3339))
		}
	}
	out := Deadlines{Opened: opened, Kind: kind, Row: row, Calendar: cal, Pauses: pauses}
	for _, d := range delays {
		span := row.Of(d)
		if span == "" {
			continue // the contract grants no such delay
		}
		work, err := span.Work()
		if err != nil {
			return Deadlines{}, fmt.Errorf("%s: %w", d, err)
		}
		count, err := cal.Explain(opened, work, pauses...)
		suspended := errors.Is(err, worktime.ErrSuspended)
		if err != nil && !suspended {
			return Deadlines{}, fmt.Errorf("%s: %w", d, err)
		}
		out.Opened = count.Start
		out.Owed = append(out.Owed, Deadline{Delay: d, Span: span, Due: count.Due, Suspended: suspended, Count: count})
	}
	out.Assumptions = assumptions(cal, len(pauses) > 0)
	return out, nil
}

// Assumption is something that a due date rests on and that nobody published. Key is that of its message.
type Assumption struct {
	Key      string
	calendar worktime.Calendar
}

// In writes the assumption in words.
func (a Assumption) In(lang i18n.Lang) string {
	s := a.calendar.Settings()
	return i18n.T(lang, a.Key, map[string]any{"week": s.WeekIn(lang), "open": worktime.Clock(lang, s.Open), "close": worktime.Clock(lang, s.Close),
		"territory": a.calendar.Territory().Name.In(lang)})
}

// assumptions lists what a count by cal takes for granted.
func assumptions(cal worktime.Calendar, paused bool) []Assumption {
	rule := cal.Settings().Rule
	keys := []string{"market.assume-hours", "market.assume-start", "market.assume-days-" + string(rule.Days)}
	if rule.Days == worktime.FromNextDay { // by the other rules a request made outside hours starts the same way
		keys = append(keys, "market.assume-outside-"+string(rule.Start))
	}
	switch {
	case !paused:
		keys = append(keys, "market.assume-no-pause")
	case rule.Days == worktime.HourForHour:
		keys = append(keys, "market.assume-pause-hours")
	default:
		keys = append(keys, "market.assume-pause-closings")
	}
	keys = append(keys, "market.assume-territory", "market.assume-holidays")
	if cal.Territory().ID == worktime.AlsaceMoselle {
		keys = append(keys, "market.assume-good-friday")
	}
	out := make([]Assumption, len(keys))
	for i, k := range keys {
		out[i] = Assumption{k, cal}
	}
	return out
}
