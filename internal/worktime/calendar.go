package worktime

import (
	"errors"
	"fmt"
	"time"

	"guichet/internal/i18n"
)

// The years that are counted. Before, the holidays were other ones; after, nobody knows.
const (
	FirstYear = 1990
	LastYear  = 2100
)

// What callers tell apart; each is found with errors.Is.
var (
	ErrTerritory = errors.New("worktime: no such territory")
	ErrSettings  = errors.New("worktime: settings that cannot be used")
	ErrRange     = errors.New("worktime: outside the years 1990 to 2100")
	ErrSpan      = errors.New("worktime: a span of hours or days is one at least")
	ErrPause     = errors.New("worktime: a pause that ends before it begins")
	// ErrSuspended says that a pause without an end stops the count: the due date is not known yet.
	ErrSuspended = errors.New("worktime: the count is suspended")
)

// Start says what a request made outside working hours starts with; within working hours both mean the same.
type Start string

// The starts.
const (
	// OnReceipt deems a request made outside working hours received when they next open: made on Saturday, its first day is Monday.
	OnReceipt Start = "receipt"
	// OnSending takes the day on which the request was made, whatever the hour: made on Saturday, its first day is that Saturday.
	OnSending Start = "sending"
)

// DayRule says how working days are counted.
type DayRule string

// The day rules.
const (
	// FromNextDay does not count the day of the start: 1 working day from Monday is due on Tuesday at closing.
	FromNextDay DayRule = "next-day"
	// FromSameDay counts the day of the start: 1 working day from Monday is due on Monday at closing. Start changes nothing here.
	FromSameDay DayRule = "same-day"
	// HourForHour counts a day as the hours of one: from Monday 10:00, 1 working day is due on Tuesday at 10:00. Start changes nothing here.
	HourForHour DayRule = "hour-for-hour"
)

// Rule is how a delay in days is counted. Delays in hours always run at once, or from the next opening.
type Rule struct {
	Start Start   `json:"start"`
	Days  DayRule `json:"days"`
}

// Settings are what a contract should say and often does not. Working hours neither open nor close from 2:00 to 2:59, which on one
// Sunday of the year do not exist and on another come twice; they may hold that hour.
type Settings struct {
	Open  time.Duration // of working hours, since midnight, wall clock, whole minutes; 0 or more
	Close time.Duration // later than Open, before midnight
	Week  [7]bool       // which days of the week are worked, by time.Weekday
	Rule  Rule
}

// Default returns the assumptions that stand when nothing was published: 9:00 to 18:00 from Monday to Friday, a start on receipt, the
// day of the start not counted, due at closing. Of the rules of this package it gives the latest date for days: when that one has
// passed, the delay has passed by any reading. A period that runs from the day after the event and ends with its last day is also what
// CCAG-TIC 2021 art. 3.2 has (general knowledge, not re-read; whether the contracts refer to it is not published).
func Default() Settings {
	return Settings{Open: 9 * time.Hour, Close: 18 * time.Hour,
		Week: [7]bool{time.Monday: true, time.Tuesday: true, time.Wednesday: true, time.Thursday: true, time.Friday: true},
		Rule: Rule{Start: OnReceipt, Days: FromNextDay}}
}

// Validate refuses settings by which nothing can be counted; the error is ErrSettings.
func (s Settings) Validate() error {
	switch {
	case s.Open < 0, s.Close >= 24*time.Hour, s.Open >= s.Close:
		return fmt.Errorf("%w: open %v, close %v", ErrSettings, s.Open, s.Close)
	case s.Open%time.Minute != 0, s.Close%time.Minute != 0:
		return fmt.Errorf("%w: hours in whole minutes only", ErrSettings)
	case changing(s.Open), changing(s.Close):
		return fmt.Errorf("%w: open %v, close %v: on some days there is no such time", ErrSettings, s.Open, s.Close)
	case s.Week == [7]bool{}:
		return fmt.Errorf("%w: no day of the week is worked", ErrSettings)
	case s.Rule.Start != OnReceipt && s.Rule.Start != OnSending:
		return fmt.Errorf("%w: start %q", ErrSettings, s.Rule.Start)
	case s.Rule.Days != FromNextDay && s.Rule.Days != FromSameDay && s.Rule.Days != HourForHour:
		return fmt.Errorf("%w: days %q", ErrSettings, s.Rule.Days)
	}
	return nil
}

// changing reports whether a time of day lies in the hour that a change of the clock takes or gives twice.
func changing(at time.Duration) bool { return at >= 2*time.Hour && at < 3*time.Hour }

// WeekIn writes the worked days: "du lundi au vendredi" where they follow each other, otherwise their names.
func (s Settings) WeekIn(lang i18n.Lang) string {
	var days []time.Weekday
	for i := 1; i <= 7; i++ { // the French week begins on Monday
		if w := time.Weekday(i % 7); s.Week[w] {
			days = append(days, w)
		}
	}
	n := len(days)
	if n > 2 && (int(days[n-1])+6)%7-(int(days[0])+6)%7 == n-1 {
		return i18n.T(lang, "worktime.week-range", map[string]any{"first": Weekday(lang, days[0]), "last": Weekday(lang, days[n-1])})
	}
	text := ""
	for i, w := range days {
		if i > 0 {
			text += ", "
		}
		text += Weekday(lang, w)
	}
	return text
}

// Calendar is a territory with its holidays and clock, and the settings of a count. It never changes; New makes it.
type Calendar struct {
	territory Territory
	settings  Settings
	loc       *time.Location
}

// New returns the calendar of the territory named id. The error is ErrTerritory or ErrSettings, or that of a machine without the
// time zone, which the embedded ones prevent.
func New(id string, s Settings) (Calendar, error) {
	t, err := FindTerritory(id)
	if err != nil {
		return Calendar{}, err
	}
	if err := s.Validate(); err != nil {
		return Calendar{}, err
	}
	loc, err := t.location()
	if err != nil {
		return Calendar{}, fmt.Errorf("reading the clock of %s: %w", id, err)
	}
	return Calendar{t, s, loc}, nil
}

// Territory returns the calendar's territory.
func (c Calendar) Territory() Territory { return c.territory }

// Settings returns the calendar's settings.
func (c Calendar) Settings() Settings { return c.settings }

// Location returns the territory's clock: instants that the calendar returns are in it, and a time that a person types should be read in it.
func (c Calendar) Location() *time.Location { return c.loc }

// IsHoliday reports whether d is a public holiday, and which. It applies today's rules to any year.
func (c Calendar) IsHoliday(d Date) (Holiday, bool) { return c.territory.IsHoliday(d) }

// IsWorkingDay reports whether people work on d: on a worked day of the week that is no public holiday.
func (c Calendar) IsWorkingDay(d Date) bool {
	_, holiday := c.IsHoliday(d)
	return c.settings.Week[d.Weekday()] && !holiday
}

// IsWorkingTime reports whether t is within working hours, opening and closing included.
func (c Calendar) IsWorkingTime(t time.Time) bool {
	if c.loc == nil {
		return false
	}
	d := DateOf(t.In(c.loc))
	open, closing := c.hours(d)
	return c.IsWorkingDay(d) && !t.Before(open) && !t.After(closing)
}

// hours returns the instants at which the day d opens and closes, were it worked.
func (c Calendar) hours(d Date) (open, closing time.Time) {
	return c.clock(d, c.settings.Open), c.clock(d, c.settings.Close)
}

// clock returns the instant of a time of day. It is a wall-clock time: midnight plus nine hours is ten o'clock on a day that is an
// hour short.
func (c Calendar) clock(d Date, at time.Duration) time.Time {
	m := int(at / time.Minute)
	return time.Date(d.Year, d.Month, d.Day, m/60, m%60, 0, 0, c.loc)
}
