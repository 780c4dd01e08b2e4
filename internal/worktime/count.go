package worktime

import (
	"errors"
	"fmt"
	"time"

	"guichet/internal/i18n"
)

// Unit is what a span is counted in.
type Unit string

// The units.
const (
	Hours Unit = "hours" // working hours
	Days  Unit = "days"  // working days
)

// Span is an amount of working time: N hours or days, one at least.
type Span struct {
	N    int  `json:"n"`
	Unit Unit `json:"unit"`
}

// Why says what a day brought to a count.
type Why string

// What a day may bring.
const (
	Counted    Why = "counted"     // the day, or its hours, count
	StartDay   Why = "start-day"   // the day of the start, which the rule does not count
	AfterHours Why = "after-hours" // the count begins after this day's closing
	DayOff     Why = "day-off"     // not worked in the week
	OnHoliday  Why = "holiday"
	Paused     Why = "paused" // the holder waited: all day in a count of hours, at closing in a count of days
)

// Step is one calendar day of a count.
type Step struct {
	Date    Date
	Why     Why
	Holiday Holiday       // when Why is OnHoliday
	Rank    int           // in a count of days: which day this one is, from 1; 0 when it does not count
	Time    time.Duration // in a count of hours: the working time of this day that counts
	Sum     time.Duration // in a count of hours: the working time counted so far
}

// Reason writes what the day brought: "jour compté : 3", "férié : Lundi de Pâques".
func (s Step) Reason(lang i18n.Lang) string {
	values := map[string]any{"holiday": s.Holiday.Name.In(lang), "rank": s.Rank, "time": length(lang, s.Time), "sum": length(lang, s.Sum)}
	if s.Why == Counted && s.Rank == 0 {
		return i18n.T(lang, "worktime.why-counted-time", values)
	}
	return i18n.T(lang, "worktime.why-"+string(s.Why), values)
}

// length writes an amount of time: "4 h 30", "4 h 30 min".
func length(lang i18n.Lang, d time.Duration) string {
	m := int(d.Round(time.Minute) / time.Minute)
	key := "worktime.length"
	if m%60 == 0 {
		key = "worktime.length-whole"
	}
	return i18n.T(lang, key, map[string]any{"h": m / 60, "mm": fmt.Sprintf("%02d", m%60)})
}

// Count is a due date with the days that led to it.
type Count struct {
	Span  Span
	Start time.Time // as given, in the territory's clock
	Due   time.Time // in the territory's clock; zero when the count is suspended
	Steps []Step    // every calendar day from that of Start to that of Due
}

// ByHours reports whether the steps count hours and not whole days.
func (c Count) ByHours() bool { return len(c.Steps) > 0 && c.Steps[len(c.Steps)-1].Sum > 0 }

// AddHours returns the instant at which n working hours (one at least) have passed since t. It lies within working hours, opening
// excluded and closing included, and never inside a pause. Errors: ErrSpan, ErrRange, ErrPause, ErrSuspended.
func (c Calendar) AddHours(t time.Time, n int, stops ...Pause) (time.Time, error) {
	k, err := c.count(t, Span{n, Hours}, stops, false)
	return k.Due, err
}

// AddDays returns the instant at which n working days (one at least) have passed since t, by the calendar's Rule. It lies within
// working hours as that of AddHours does. Errors: ErrSpan, ErrRange, ErrPause, ErrSuspended.
func (c Calendar) AddDays(t time.Time, n int, stops ...Pause) (time.Time, error) {
	k, err := c.count(t, Span{n, Days}, stops, false)
	return k.Due, err
}

// Explain counts as AddHours and AddDays do, and says what each day brought. With ErrSuspended it returns the days until the count
// stopped.
func (c Calendar) Explain(t time.Time, s Span, stops ...Pause) (Count, error) {
	return c.count(t, s, stops, true)
}

// mostHours is how many hours the range has, all days and nights; a longer span ends outside it, and might not fit a Duration.
const mostHours = (LastYear - FirstYear + 1) * 366 * 24

func (c Calendar) count(t time.Time, s Span, stops []Pause, explain bool) (Count, error) {
	if c.loc == nil {
		return Count{}, fmt.Errorf("%w: the calendar was not made by New", ErrSettings)
	}
	t = t.In(c.loc)
	if !inRange(t) {
		return Count{}, fmt.Errorf("start %s: %w", t.Format(time.RFC3339), ErrRange)
	}
	switch {
	case s.N < 1, s.Unit != Hours && s.Unit != Days:
		return Count{}, fmt.Errorf("%w: %d %s", ErrSpan, s.N, s.Unit)
	case s.N > mostHours, s.Unit == Days && s.N > mostHours/24:
		return Count{}, fmt.Errorf("%d %s: %w", s.N, s.Unit, ErrRange)
	}
	ps, err := merge(stops)
	if err != nil {
		return Count{}, err
	}
	k := counter{Calendar: c, start: t, pauses: ps, explain: explain}
	switch {
	case s.Unit == Hours:
		err = k.hoursOf(time.Duration(s.N) * time.Hour)
	case c.settings.Rule.Days == HourForHour:
		err = k.hoursOf(time.Duration(s.N) * (c.settings.Close - c.settings.Open))
	default:
		err = k.daysOf(s.N)
	}
	out := Count{Span: s, Start: t, Due: k.due, Steps: k.steps}
	switch {
	case errors.Is(err, ErrSuspended):
		return out, err
	case err != nil:
		return Count{}, fmt.Errorf("%d %s from %s: %w", s.N, s.Unit, t.Format(time.RFC3339), err)
	}
	return out, nil
}

// counter is one count under way.
type counter struct {
	Calendar
	start   time.Time
	pauses  pauses
	explain bool
	due     time.Time
	steps   []Step
}

func (k *counter) step(s Step) {
	if k.explain {
		k.steps = append(k.steps, s)
	}
}

// off returns why nobody works on d.
func (k *counter) off(d Date) (Step, bool) {
	if h, ok := k.IsHoliday(d); ok {
		return Step{Date: d, Why: OnHoliday, Holiday: h}, true
	}
	return Step{Date: d, Why: DayOff}, !k.settings.Week[d.Weekday()]
}

func (k *counter) hoursOf(total time.Duration) error {
	rest := total
	for d := DateOf(k.start); d.Year <= LastYear; d = d.AddDays(1) {
		if s, off := k.off(d); off {
			s.Sum = total - rest
			k.step(s)
			continue
		}
		from, closing := k.hours(d)
		if from.Before(k.start) {
			from = k.start
		}
		if !from.Before(closing) { // asked after closing; or hours that a change of the clock leaves empty
			k.step(Step{Date: d, Why: AfterHours, Sum: total - rest})
			continue
		}
		due, left, stuck := k.pauses.walk(from, closing, rest)
		s := Step{Date: d, Why: Counted, Time: rest - left, Sum: total - left}
		if s.Time == 0 {
			s.Why = Paused
		}
		k.step(s)
		switch rest = left; {
		case rest == 0:
			k.due = due.In(k.loc) // it may come from the end of a pause, of another clock
			return nil
		case stuck:
			return ErrSuspended
		}
	}
	return ErrRange
}

// daysOf counts the closings of working days that come after the start. The closing of the start's own day is
// passed over where the rule does not count that day; sent on a day off or after closing, there is none to pass over.
func (k *counter) daysOf(n int) error {
	skip := k.settings.Rule.Days == FromNextDay
	first := DateOf(k.start)
	if skip && k.settings.Rule.Start == OnSending {
		_, closing := k.hours(first)
		skip = k.IsWorkingDay(first) && !closing.Before(k.start)
	}
	sent := !skip && k.settings.Rule.Days == FromNextDay // the day of the start has passed by its own rule
	for d, rank := first, 0; d.Year <= LastYear; d = d.AddDays(1) {
		if s, off := k.off(d); off {
			k.step(s)
			continue
		}
		_, closing := k.hours(d)
		pause, held := k.pauses.holdAt(closing)
		switch {
		case closing.Before(k.start), !skip && closing.Equal(k.start): // asked at closing, no part of the day is left to be day one
			why := AfterHours
			if sent {
				why = StartDay
			}
			k.step(Step{Date: d, Why: why})
		case held:
			k.step(Step{Date: d, Why: Paused})
			if pause.open() {
				return ErrSuspended
			}
		case skip:
			skip = false
			k.step(Step{Date: d, Why: StartDay})
		default:
			rank++
			k.step(Step{Date: d, Why: Counted, Rank: rank})
			if rank == n {
				k.due = closing
				return nil
			}
		}
	}
	return ErrRange
}
