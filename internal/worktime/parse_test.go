package worktime_test

import (
	"testing"
	"time"

	"guichet/internal/worktime"
)

func TestParseClock(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"17:30": "17:30", "17h30": "17:30", "9h30": "09:30", "9 h 30": "09:30", "9\u00a0h\u00a030": "09:30", "09:30": "09:30", "9h": "09:00", "9 H": "09:00", "9 heures": "09:00", "9 heures 30": "09:30",
		"9.30": "09:30", "0930": "09:30", "1745": "17:45", "17": "17:00", "5 pm": "17:00", "5:30pm": "17:30", "12 am": "00:00", "12 pm": "12:00", "midi": "12:00", "minuit": "00:00", "0:00": "00:00", "23:59": "23:59", "9h30min": "09:30",
		"24:00": "", "25:00": "", "12:60": "", "13 pm": "", "0 am": "", "": "", "h": "", "9h3": "", "neuf heures": "", "9:30:15": "", "-1": "", "99999": "", "９h30": "",
	} {
		got := ""
		if d, ok := worktime.ParseClock(in); ok {
			got = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(d).Format("15:04")
		}
		if got != want {
			t.Errorf("ParseClock(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestParseDay(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"23/11/2026": "2026-11-23", "23-11-2026": "2026-11-23", "23.11.2026": "2026-11-23", "23/11/26": "2026-11-23", "2026-11-23": "2026-11-23", "2026/11/23": "2026-11-23", "1/5/2026": "2026-05-01",
		"23 novembre 2026": "2026-11-23", "Lundi 23 Novembre 2026": "2026-11-23", "1er mai 2026": "2026-05-01", "15 aout 2026": "2026-08-15", "15 août 2026": "2026-08-15", "3 févr. 2026": "2026-02-03", "23 November 2026": "2026-11-23",
		"29/02/2028": "2028-02-29", " 23/11/2026 ": "2026-11-23",
		"29/02/2026": "", "31/04/2026": "", "32/01/2026": "", "00/01/2026": "", "23/13/2026": "", "9999-01-01": "", "01/01/9999": "", "1989-12-31": "", "2101-01-01": "", "": "", "demain": "", "3 ju 2026": "", "23 brumaire 2026": "", "11/2026": "",
	} {
		got := ""
		if d, ok := worktime.ParseDay(in); ok {
			got = d.String()
		}
		if got != want {
			t.Errorf("ParseDay(%q) = %q, want %q", in, got, want)
		}
	}
}

// What is read is a time that some day has, and a day of the calendar.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"9h30", "23/11/2026", "1er mai 2026", "12 am", "\xff", "29/02/2026"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := worktime.ParseClock(s); ok && (d < 0 || d >= 24*time.Hour || d%time.Minute != 0) {
			t.Errorf("%q is %v", s, d)
		}
		if d, ok := worktime.ParseDay(s); ok {
			if again, ok := worktime.ParseDay(d.String()); !ok || again != d || d.Year < worktime.FirstYear || d.Year > worktime.LastYear {
				t.Errorf("%q is %v, and that is %v", s, d, again)
			}
		}
	})
}
