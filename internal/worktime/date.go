package worktime

import (
	"fmt"
	"strconv"
	"time"

	"guichet/internal/i18n"
)

// Date is a day of the Gregorian calendar, of no time zone. Dates can be compared with == and used as keys.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the date of t in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// AddDays returns the date n days later, or earlier when n is negative.
func (d Date) AddDays(n int) Date {
	return DateOf(time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC))
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Weekday()
}

// Before reports whether d is earlier than e.
func (d Date) Before(e Date) bool {
	if d.Year != e.Year {
		return d.Year < e.Year
	}
	if d.Month != e.Month {
		return d.Month < e.Month
	}
	return d.Day < e.Day
}

// String returns the date as ISO 8601: 2026-04-30.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// MarshalText writes the date as String does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// In writes the date in words with its day of the week: "jeudi 30 avril 2026", "Thursday 30 April 2026".
func (d Date) In(lang i18n.Lang) string {
	day := strconv.Itoa(d.Day)
	if lang == i18n.French && d.Day == 1 {
		day = "1er"
	}
	return Weekday(lang, d.Weekday()) + " " + day + "\u00a0" + i18n.Month(lang, d.Month) + "\u00a0" + strconv.Itoa(d.Year)
}

// Weekday returns the name of a day of the week.
func Weekday(lang i18n.Lang, w time.Weekday) string {
	return i18n.T(lang, "worktime.weekday-"+strconv.Itoa(int(w)), nil)
}

// Clock writes a time of day given since midnight: "9 h 00" or "9:00". Seconds are dropped.
func Clock(lang i18n.Lang, sinceMidnight time.Duration) string {
	m := int(sinceMidnight / time.Minute)
	return i18n.T(lang, "worktime.clock", map[string]any{"h": m / 60, "mm": fmt.Sprintf("%02d", m%60)})
}

// Moment writes an instant in t's own location: "jeudi 30 avril 2026 à 17 h 59".
func Moment(lang i18n.Lang, t time.Time) string {
	return i18n.T(lang, "worktime.moment", map[string]any{"date": DateOf(t).In(lang),
		"time": Clock(lang, time.Duration(t.Hour())*time.Hour+time.Duration(t.Minute())*time.Minute)})
}
