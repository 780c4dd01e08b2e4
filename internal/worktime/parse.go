package worktime

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"guichet/internal/i18n"
)

var (
	clockShape = regexp.MustCompile(`^([0-9]{1,2})\s?(?:[:h.]|heures?|uhr)?\s?([0-9]{2})?\s?(?:min|mn|h)?\s?(am|pm)?$`)
	isoShape   = regexp.MustCompile(`^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$`)
	dayShape   = regexp.MustCompile(`^([0-9]{1,2})\s?[-/.]\s?([0-9]{1,2})\s?[-/.]\s?([0-9]{4}|[0-9]{2})$`)
	wordsShape = regexp.MustCompile(`^(?:\pL+\.? )?([0-9]{1,2})(?:er|st|nd|rd|th)? (\pL+)\.?,? ([0-9]{4})$`)
)

// ParseClock reads a time of day as people write it, since midnight: "17:30", "17h30", "9 h 30", "9h", "09.30", "0930", "5 pm", "midi". Seconds are not
// read. ok is false for anything else, and for an hour that no day has.
func ParseClock(s string) (sinceMidnight time.Duration, ok bool) {
	s = tidy(s)
	switch s {
	case "midi", "noon":
		return 12 * time.Hour, true
	case "minuit", "midnight":
		return 0, true
	}
	if len(s) == 4 && strings.Trim(s, "0123456789") == "" {
		s = s[:2] + ":" + s[2:]
	}
	m := clockShape.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	h, _ := strconv.Atoi(m[1]) // one or two digits
	minute, _ := strconv.Atoi(m[2])
	if m[3] != "" {
		if h < 1 || h > 12 {
			return 0, false
		}
		h %= 12
		if m[3] == "pm" {
			h += 12
		}
	}
	if h > 23 || minute > 59 {
		return 0, false
	}
	return time.Duration(h)*time.Hour + time.Duration(minute)*time.Minute, true
}

// ParseDay reads a day as people write it: "23/11/2026", "23-11-26", "2026-11-23", "23 novembre 2026", "lundi 1er mai 2026", "23 November 2026". The day
// stands before the month, except in the ISO form; two digits of a year are of this century. ok is false for anything else, for a day that its month does
// not have, and for a year that is not counted (FirstYear to LastYear).
func ParseDay(s string) (d Date, ok bool) {
	s = tidy(s)
	var year, month, day string
	if m := isoShape.FindStringSubmatch(s); m != nil {
		year, month, day = m[1], m[2], m[3]
	} else if m := dayShape.FindStringSubmatch(s); m != nil {
		day, month, year = m[1], m[2], m[3]
		if len(year) == 2 {
			year = "20" + year
		}
	} else if m := wordsShape.FindStringSubmatch(s); m != nil {
		day, month, year = m[1], monthNumber(m[2]), m[3]
	}
	y, _ := strconv.Atoi(year) // digits by the shapes; empty is no year
	mo, _ := strconv.Atoi(month)
	n, _ := strconv.Atoi(day)
	d = Date{y, time.Month(mo), n}
	return d, y >= FirstYear && y <= LastYear && d.AddDays(0) == d
}

// monthNumber returns the number of a month that is named in either language, also by its first letters where no other month has them.
func monthNumber(name string) string {
	found := ""
	for _, lang := range i18n.Langs {
		for m := time.January; m <= time.December; m++ {
			full := unaccented.Replace(strings.ToLower(i18n.Month(lang, m)))
			if n := unaccented.Replace(name); full == n || len(n) >= 3 && strings.HasPrefix(full, n) {
				if number := strconv.Itoa(int(m)); found == "" || found == number {
					found = number
				} else {
					return ""
				}
			}
		}
	}
	return found
}

var unaccented = strings.NewReplacer("é", "e", "û", "u", "è", "e")

// tidy puts what was typed in one form: lower case, single plain spaces.
func tidy(s string) string {
	if len(s) > 60 {
		return ""
	}
	return strings.Join(strings.Fields(strings.ToLower(s)), " ")
}
