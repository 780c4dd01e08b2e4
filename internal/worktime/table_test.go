package worktime_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"guichet/internal/worktime"
)

const (
	metro  = worktime.Metropole
	alsace = worktime.AlsaceMoselle
)

// The rules that the table names in one word.
var rules = map[string]worktime.Rule{
	"":     {Start: worktime.OnReceipt, Days: worktime.FromNextDay},
	"sent": {Start: worktime.OnSending, Days: worktime.FromNextDay},
	"same": {Start: worktime.OnReceipt, Days: worktime.FromSameDay},
	"hour": {Start: worktime.OnReceipt, Days: worktime.HourForHour},
}

// Every due date below was counted by hand on a printed calendar. Easter Sunday is 23 March 2008, 31 March 2024, 20 April 2025,
// 5 April 2026 and 28 March 2027. Times are those of the territory's own clock.
var table = []struct {
	about     string
	territory string
	start     string
	span      string
	rule      string
	pauses    string
	due       string
}{
	{"an hour in the morning", metro, "2026-04-29 10:00", "1 h", "", "", "2026-04-29 11:00"},
	{"one minute before closing, on the eve of Labour Day and a week-end", metro, "2026-04-30 17:59", "1 h", "", "", "2026-05-04 09:59"},
	{"at closing", metro, "2026-04-30 18:00", "1 h", "", "", "2026-05-04 10:00"},
	{"the last hour of the day", metro, "2026-04-30 17:00", "1 h", "", "", "2026-04-30 18:00"},
	{"on Labour Day itself", metro, "2026-05-01 12:00", "1 h", "", "", "2026-05-04 10:00"},
	{"in the night of Saturday", metro, "2026-05-02 03:00", "1 h", "", "", "2026-05-04 10:00"},
	{"one minute before opening", metro, "2026-05-04 08:59", "1 h", "", "", "2026-05-04 10:00"},
	{"across Ascension", metro, "2026-05-13 17:30", "1 h", "", "", "2026-05-15 09:30"},
	{"across Easter", metro, "2026-04-03 17:30", "1 h", "", "", "2026-04-07 09:30"},
	{"Good Friday is worked in Paris", metro, "2026-04-02 17:30", "1 h", "", "", "2026-04-03 09:30"},
	{"Good Friday is off in Strasbourg", alsace, "2026-04-02 17:30", "1 h", "", "", "2026-04-07 09:30"},
	{"a whole day of hours", metro, "2026-05-04 09:00", "9 h", "", "", "2026-05-04 18:00"},
	{"a day of hours and one", metro, "2026-05-04 09:00", "10 h", "", "", "2026-05-05 10:00"},
	{"twenty hours over Ascension", metro, "2026-05-12 15:00", "20 h", "", "", "2026-05-15 17:00"},
	{"the clock goes forward on Sunday", metro, "2026-03-27 17:30", "1 h", "", "", "2026-03-30 09:30"},
	{"the clock goes back on Sunday", metro, "2026-10-23 17:30", "1 h", "", "", "2026-10-26 09:30"},
	{"26 December in Metz", alsace, "2025-12-26 10:00", "1 h", "", "", "2025-12-29 10:00"},
	{"26 December in Paris", metro, "2025-12-26 10:00", "1 h", "", "", "2025-12-26 11:00"},
	{"22 May is off in Martinique, then Whit Monday", "martinique", "2026-05-21 17:30", "1 h", "", "", "2026-05-26 09:30"},

	{"one day, one minute before closing on 30 April", metro, "2026-04-30 17:59", "1 d", "", "", "2026-05-04 18:00"},
	{"one day, one minute after closing on 30 April: received on Monday", metro, "2026-04-30 18:01", "1 d", "", "", "2026-05-05 18:00"},
	{"the same, by the day of sending", metro, "2026-04-30 18:01", "1 d", "sent", "", "2026-05-04 18:00"},
	{"the day of the start is day one", metro, "2026-04-30 17:59", "1 d", "same", "", "2026-04-30 18:00"},
	{"the day of the start is day one, two days", metro, "2026-04-30 17:59", "2 d", "same", "", "2026-05-04 18:00"},
	{"the day of the start is day one, asked at closing", metro, "2026-04-30 18:00", "1 d", "same", "", "2026-05-04 18:00"},
	{"hour for hour from 30 April", metro, "2026-04-30 17:59", "1 d", "hour", "", "2026-05-04 17:59"},
	{"ten days through the holidays of May", metro, "2026-04-30 17:59", "10 d", "", "", "2026-05-19 18:00"},
	{"twenty days through the holidays of May", metro, "2026-04-30 17:59", "20 d", "", "", "2026-06-03 18:00"},
	{"twenty days in Martinique, one holiday more", "martinique", "2026-04-30 17:59", "20 d", "", "", "2026-06-04 18:00"},
	{"forty days", metro, "2026-04-30 17:59", "40 d", "", "", "2026-07-01 18:00"},
	{"sixty days, Bastille Day included", metro, "2026-04-30 17:59", "60 d", "", "", "2026-07-30 18:00"},
	{"Easter Monday", metro, "2026-04-03 10:00", "1 d", "", "", "2026-04-07 18:00"},
	{"five days over Easter", metro, "2026-04-03 10:00", "5 d", "", "", "2026-04-13 18:00"},
	{"Easter in Strasbourg", alsace, "2026-04-02 10:00", "1 d", "", "", "2026-04-07 18:00"},
	{"Easter in March", metro, "2027-03-26 10:00", "1 d", "", "", "2027-03-30 18:00"},
	{"the Friday of the Ascension bridge is worked, 2026", metro, "2026-05-13 10:00", "1 d", "", "", "2026-05-15 18:00"},
	{"the Friday of the Ascension bridge is worked, 2025", metro, "2025-05-28 10:00", "1 d", "", "", "2025-05-30 18:00"},
	{"8 May and Ascension in a row", metro, "2024-05-07 10:00", "1 d", "", "", "2024-05-10 18:00"},
	{"Labour Day and Ascension on the same day", metro, "2008-04-30 10:00", "1 d", "", "", "2008-05-02 18:00"},
	{"Whit Monday", metro, "2026-05-22 10:00", "1 d", "", "", "2026-05-26 18:00"},
	{"on 22 May in Martinique", "martinique", "2026-05-22 10:00", "1 d", "", "", "2026-05-27 18:00"},
	{"on 22 May in Martinique, by the day of sending", "martinique", "2026-05-22 10:00", "1 d", "sent", "", "2026-05-26 18:00"},
	{"27 May in Guadeloupe", "guadeloupe", "2026-05-26 10:00", "1 d", "", "", "2026-05-28 18:00"},
	{"27 May in Martinique is worked", "martinique", "2026-05-26 10:00", "1 d", "", "", "2026-05-27 18:00"},
	{"10 June in Guyane", "guyane", "2026-06-09 10:00", "1 d", "", "", "2026-06-11 18:00"},
	{"20 December in La Réunion", "reunion", "2027-12-17 10:00", "1 d", "", "", "2027-12-21 18:00"},
	{"27 April in Mayotte", "mayotte", "2026-04-24 10:00", "1 d", "", "", "2026-04-28 18:00"},
	{"Christmas in Paris", metro, "2025-12-24 10:00", "1 d", "", "", "2025-12-26 18:00"},
	{"Christmas in Colmar", alsace, "2025-12-24 10:00", "1 d", "", "", "2025-12-29 18:00"},
	{"New Year", metro, "2025-12-31 16:00", "1 d", "", "", "2026-01-02 18:00"},
	{"Bastille Day", metro, "2026-07-13 10:00", "1 d", "", "", "2026-07-15 18:00"},
	{"Assumption on a Saturday takes nothing", metro, "2026-08-14 10:00", "1 d", "", "", "2026-08-17 18:00"},
	{"All Saints on a Sunday takes nothing", metro, "2026-10-30 10:00", "1 d", "", "", "2026-11-02 18:00"},
	{"Armistice Day", metro, "2026-11-10 10:00", "1 d", "", "", "2026-11-12 18:00"},
	{"29 February", metro, "2028-02-28 10:00", "1 d", "", "", "2028-02-29 18:00"},
	{"on Saturday, received on Monday", metro, "2026-05-02 11:00", "1 d", "", "", "2026-05-05 18:00"},
	{"on Saturday, by the day of sending", metro, "2026-05-02 11:00", "1 d", "sent", "", "2026-05-04 18:00"},
	{"on Saturday, day one is Monday", metro, "2026-05-02 11:00", "1 d", "same", "", "2026-05-04 18:00"},
	{"on Saturday, hour for hour", metro, "2026-05-02 11:00", "1 d", "hour", "", "2026-05-04 18:00"},
	{"before opening", metro, "2026-05-04 07:00", "1 d", "", "", "2026-05-05 18:00"},
	{"at closing, still that day", metro, "2026-05-04 18:00", "1 d", "", "", "2026-05-05 18:00"},
	{"hour for hour when the clock goes forward", metro, "2026-03-27 10:00", "1 d", "hour", "", "2026-03-30 10:00"},
	{"five days when the clock goes back", metro, "2026-10-23 10:00", "5 d", "", "", "2026-10-30 18:00"},

	{"a pause of four hours", metro, "2026-05-04 10:00", "4 h", "", "2026-05-04 11:00>2026-05-04 15:00", "2026-05-04 18:00"},
	{"a pause over the night", metro, "2026-05-04 17:00", "2 h", "", "2026-05-04 17:30>2026-05-05 10:15", "2026-05-05 11:45"},
	{"a pause in the night takes no hour", metro, "2026-05-04 17:00", "2 h", "", "2026-05-04 20:00>2026-05-05 07:00", "2026-05-05 10:00"},
	{"a pause that covers one closing moves one day", metro, "2026-05-05 10:00", "1 d", "", "2026-05-05 11:00>2026-05-06 12:00", "2026-05-07 18:00"},
	{"a pause within a day moves nothing", metro, "2026-05-05 10:00", "1 d", "", "2026-05-06 10:00>2026-05-06 15:00", "2026-05-06 18:00"},
	{"a pause over the Ascension bridge covers two closings", metro, "2026-05-11 10:00", "3 d", "", "2026-05-13 16:00>2026-05-18 09:30", "2026-05-19 18:00"},
	{"two pauses that overlap count once", metro, "2026-05-11 10:00", "3 d", "", "2026-05-12 09:00>2026-05-13 09:00,2026-05-12 15:00>2026-05-13 19:00", "2026-05-19 18:00"},
	{"a pause that begins at closing leaves the day", metro, "2026-05-04 10:00", "1 d", "", "2026-05-05 18:00>2026-05-05 20:00", "2026-05-05 18:00"},
	{"a pause that ends at closing takes the day", metro, "2026-05-04 10:00", "1 d", "", "2026-05-05 17:00>2026-05-05 18:00", "2026-05-06 18:00"},
	{"hour for hour with a pause of three hours", metro, "2026-05-04 10:00", "1 d", "hour", "2026-05-04 12:00>2026-05-04 15:00", "2026-05-05 13:00"},
	{"a pause that has not ended but comes too late", metro, "2026-05-04 10:00", "1 d", "", "2026-05-06 10:00>", "2026-05-05 18:00"},
}

func TestHandComputedDueDates(t *testing.T) {
	t.Parallel()
	if len(table) < 40 {
		t.Fatalf("%d cases, want 40 at least", len(table))
	}
	for _, c := range table {
		t.Run(c.about, func(t *testing.T) {
			t.Parallel()
			s := worktime.Default()
			s.Rule = rules[c.rule]
			cal := calendar(t, c.territory, s)
			start, want := local(t, cal, c.start), local(t, cal, c.due)
			var pauses []worktime.Pause
			for p := range strings.SplitSeq(c.pauses, ",") {
				if from, to, ok := strings.Cut(p, ">"); ok {
					pause := worktime.Pause{From: local(t, cal, from)}
					if to != "" {
						pause.To = local(t, cal, to)
					}
					pauses = append(pauses, pause)
				}
			}
			var n int
			var unit string
			if _, err := fmt.Sscanf(c.span, "%d %s", &n, &unit); err != nil {
				t.Fatal(err)
			}
			add := cal.AddDays
			if unit == "h" {
				add = cal.AddHours
			}
			got, err := add(start, n, pauses...)
			if err != nil {
				t.Fatal(err)
			}
			if !got.Equal(want) {
				t.Errorf("%s from %s is due %s, want %s", c.span, start, got, want)
			}
		})
	}
}

// Working hours that hold the change of the clock: on the last Sunday of March they are an hour short, on that of October an hour long.
func TestHoursAreRealHoursWhenTheClockChanges(t *testing.T) {
	t.Parallel()
	s := worktime.Default()
	s.Open, s.Close = time.Hour, 5*time.Hour
	s.Week[time.Saturday], s.Week[time.Sunday] = true, true
	cal := calendar(t, metro, s)
	for start, want := range map[string]string{
		"2026-03-28 04:00": "2026-03-29T02:00:00Z", // 1 h on Saturday, then 1:00 to 2:00, which is 3:00, and to 4:00
		"2026-10-24 04:00": "2026-10-25T01:00:00Z", // 1 h on Saturday, then 1:00 to 2:00 and the first 2:00 to 3:00
	} {
		got, err := cal.AddHours(local(t, cal, start), 3)
		if err != nil {
			t.Fatal(err)
		}
		if s := got.UTC().Format(time.RFC3339); s != want {
			t.Errorf("3 h from %s: %s, want %s", start, s, want)
		}
	}
}

// A person in Paris asks for Martinique at half past eleven at night: there it is half past five in the afternoon.
func TestTheTerritoryHasItsOwnClock(t *testing.T) {
	t.Parallel()
	paris, martinique := calendar(t, metro, worktime.Default()), calendar(t, "martinique", worktime.Default())
	due, err := martinique.AddHours(local(t, paris, "2026-05-21 23:30"), 1)
	if err != nil {
		t.Fatal(err)
	}
	if got := due.Format("2006-01-02 15:04 MST"); got != "2026-05-26 09:30 AST" {
		t.Errorf("due %s", got)
	}
	// The holder gave the end of its pause in the time of Paris: 16:00 there is 10:00.
	due, err = martinique.AddHours(local(t, martinique, "2026-05-26 09:00"), 1, worktime.Pause{From: local(t, paris, "2026-05-26 15:00"), To: local(t, paris, "2026-05-26 16:00")})
	if err != nil {
		t.Fatal(err)
	}
	if got := due.Format("2006-01-02 15:04 MST"); got != "2026-05-26 11:00 AST" {
		t.Errorf("due %s", got)
	}
}

func calendar(t testing.TB, territory string, s worktime.Settings) worktime.Calendar {
	t.Helper()
	cal, err := worktime.New(territory, s)
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

func local(t testing.TB, cal worktime.Calendar, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, cal.Location())
	if err != nil {
		t.Fatal(err)
	}
	return at
}
