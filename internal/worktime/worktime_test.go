package worktime_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guichet/internal/i18n"
	"guichet/internal/worktime"
)

// Easter by another road: the ecclesiastical full moon by golden number and epact (Knuth, The Art of Computer Programming, 1.3.2,
// exercise 14), checked for every year of the range.
func TestEasterAgreesWithAnotherAlgorithm(t *testing.T) {
	t.Parallel()
	for year := 1583; year <= 2400; year++ {
		golden := year%19 + 1
		century := year/100 + 1
		leapsDropped, moon := 3*century/4-12, (8*century+5)/25-5
		sunday := 5*year/4 - leapsDropped - 10
		epact := ((11*golden+20+moon-leapsDropped)%30 + 30) % 30
		if epact == 25 && golden > 11 || epact == 24 {
			epact++
		}
		n := 44 - epact
		if n < 21 {
			n += 30
		}
		n += 7 - (sunday+n)%7
		want := worktime.Date{Year: year, Month: time.March, Day: 1}.AddDays(n - 1)
		if got := worktime.Easter(year); got != want {
			t.Errorf("Easter %d: %s, want %s", year, got, want)
		}
	}
}

// Dates that calendars printed.
func TestEasterIsThatOfPrintedCalendars(t *testing.T) {
	t.Parallel()
	for _, want := range []string{"1990-04-15", "1991-03-31", "2000-04-23", "2008-03-23", "2011-04-24", "2016-03-27", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25", "2100-03-28"} {
		at, err := time.Parse(time.DateOnly, want)
		if err != nil {
			t.Fatal(err)
		}
		if got := worktime.Easter(at.Year()).String(); got != want {
			t.Errorf("Easter %d: %s, want %s", at.Year(), got, want)
		}
	}
}

func TestHolidaysOfAYear(t *testing.T) {
	t.Parallel()
	national := []string{"2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25", "2026-07-14", "2026-08-15", "2026-11-01", "2026-11-11", "2026-12-25"}
	for id, extra := range map[string][]string{
		metro: nil, alsace: {"2026-04-03", "2026-12-26"}, "guadeloupe": {"2026-05-27"}, "martinique": {"2026-05-22"}, "guyane": {"2026-06-10"},
		"reunion": {"2026-12-20"}, "mayotte": {"2026-04-27"},
	} {
		territory, err := worktime.FindTerritory(id)
		if err != nil {
			t.Fatal(err)
		}
		want := slices.Sorted(slices.Values(slices.Concat(national, extra)))
		var got []string
		for _, h := range territory.Holidays(2026) {
			got = append(got, h.Date.String())
			if h.Name.Fr == "" || h.Name.En == "" || !strings.HasPrefix(h.Law, "L.3") {
				t.Errorf("%s: %+v lacks a name or its article", id, h)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}
	if n := len(worktime.Territories()); n != 7 {
		t.Errorf("%d territories, want 7", n)
	}
}

// IsHoliday and Holidays are two readings of one table, in every year and territory.
func TestIsHolidayAgreesWithTheYear(t *testing.T) {
	t.Parallel()
	for _, territory := range worktime.Territories() {
		for year := worktime.FirstYear; year <= worktime.LastYear; year++ {
			want := map[worktime.Date]bool{}
			for _, h := range territory.Holidays(year) {
				want[h.Date] = true
			}
			for d := (worktime.Date{Year: year, Month: 1, Day: 1}); d.Year == year; d = d.AddDays(1) {
				if h, ok := territory.IsHoliday(d); ok != want[d] || ok != (h.ID != "") {
					t.Fatalf("%s in %s: %v %+v, want %v", d, territory.ID, ok, h, want[d])
				}
			}
		}
	}
}

// When two fall together the fixed one is named.
func TestLabourDayIsNamedBeforeAscension(t *testing.T) {
	t.Parallel()
	cal := calendar(t, metro, worktime.Default())
	h, ok := cal.IsHoliday(worktime.Date{Year: 2008, Month: time.May, Day: 1})
	if want := (i18n.Text{Fr: "Fête du Travail", En: "Labour Day"}); !ok || h.Name != want {
		t.Errorf("1 May 2008: %v, %+v", ok, h)
	}
}

func TestExplainDayByDay(t *testing.T) {
	t.Parallel()
	cal := calendar(t, metro, worktime.Default())
	pause := worktime.Pause{From: local(t, cal, "2026-05-05 17:00"), To: local(t, cal, "2026-05-06 10:00")}
	days, err := cal.Explain(local(t, cal, "2026-04-30 17:59"), worktime.Span{N: 2, Unit: worktime.Days}, pause)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{
		"jeudi 30\u00a0avril\u00a02026 = jour du départ, non compté",
		"vendredi 1er\u00a0mai\u00a02026 = férié\u00a0: Fête du Travail",
		"samedi 2\u00a0mai\u00a02026 = jour non travaillé",
		"dimanche 3\u00a0mai\u00a02026 = jour non travaillé",
		"lundi 4\u00a0mai\u00a02026 = compté\u00a0: jour 1",
		"mardi 5\u00a0mai\u00a02026 = en attente du demandeur, non compté",
		"mercredi 6\u00a0mai\u00a02026 = compté\u00a0: jour 2",
	}, lines(days, i18n.French)); diff != "" {
		t.Error(diff)
	}
	if days.ByHours() {
		t.Error("days are counted whole")
	}
	hours, err := cal.Explain(local(t, cal, "2026-04-30 17:59"), worktime.Span{N: 1, Unit: worktime.Hours})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{
		"Thursday 30\u00a0April\u00a02026 = counted: 0\u00a0h\u00a001, 0\u00a0h\u00a001 in all",
		"Friday 1\u00a0May\u00a02026 = public holiday: Labour Day",
		"Saturday 2\u00a0May\u00a02026 = not a day of work",
		"Sunday 3\u00a0May\u00a02026 = not a day of work",
		"Monday 4\u00a0May\u00a02026 = counted: 0\u00a0h\u00a059, 1\u00a0h in all",
	}, lines(hours, i18n.English)); diff != "" {
		t.Error(diff)
	}
	if !hours.ByHours() {
		t.Error("hours are not counted whole")
	}
	if got := worktime.Moment(i18n.French, hours.Due); got != "lundi 4\u00a0mai\u00a02026 à 9\u00a0h\u00a059" {
		t.Errorf("due %q", got)
	}
}

func lines(c worktime.Count, lang i18n.Lang) []string {
	var out []string
	for _, s := range c.Steps {
		out = append(out, s.Date.In(lang)+" = "+s.Reason(lang))
	}
	return out
}

// What a day brought is told in words for every reason and in both languages.
func TestEveryReasonHasItsWords(t *testing.T) {
	t.Parallel()
	for _, lang := range i18n.Langs {
		for _, why := range []worktime.Why{worktime.Counted, worktime.StartDay, worktime.AfterHours, worktime.DayOff, worktime.OnHoliday, worktime.Paused} {
			if s := (worktime.Step{Why: why, Rank: 1}).Reason(lang); strings.HasPrefix(s, "worktime.") {
				t.Errorf("%s: no words for %s", lang, why)
			}
		}
	}
	s := worktime.Default()
	if got := s.WeekIn(i18n.French); got != "du lundi au vendredi" {
		t.Errorf("week: %q", got)
	}
	s.Week = [7]bool{time.Sunday: true, time.Monday: true, time.Wednesday: true}
	if got := s.WeekIn(i18n.English); got != "Monday, Wednesday, Sunday" {
		t.Errorf("week: %q", got)
	}
}

func TestWhatCannotBeCountedIsRefused(t *testing.T) {
	t.Parallel()
	cal := calendar(t, metro, worktime.Default())
	day := func(s string) time.Time { return local(t, cal, s+" 10:00") }
	zero := worktime.Calendar{}
	for name, c := range map[string]struct {
		cal    worktime.Calendar
		start  time.Time
		n      int
		pauses []worktime.Pause
		want   error
	}{
		"nothing to add":              {cal, day("2026-05-04"), 0, nil, worktime.ErrSpan},
		"less than nothing":           {cal, day("2026-05-04"), -3, nil, worktime.ErrSpan},
		"before the range":            {cal, day("1989-12-29"), 1, nil, worktime.ErrRange},
		"after the range":             {cal, day("2101-01-03"), 1, nil, worktime.ErrRange},
		"the year 9999":               {cal, day("9999-05-04"), 1, nil, worktime.ErrRange},
		"due after the range":         {cal, day("2100-12-31"), 30, nil, worktime.ErrRange},
		"more than the range holds":   {cal, day("2026-05-04"), 1 << 40, nil, worktime.ErrRange},
		"a pause that runs backwards": {cal, day("2026-05-04"), 1, []worktime.Pause{{From: day("2026-05-06"), To: day("2026-05-05")}}, worktime.ErrPause},
		"a pause in the year 9999":    {cal, day("2026-05-04"), 1, []worktime.Pause{{From: day("2026-05-05"), To: day("9999-05-05")}}, worktime.ErrRange},
		"a pause before the range":    {cal, day("2026-05-04"), 1, []worktime.Pause{{From: time.Time{}, To: day("2026-05-05")}}, worktime.ErrRange},
		"a pause that goes on":        {cal, day("2026-05-04"), 20, []worktime.Pause{{From: day("2026-05-06")}}, worktime.ErrSuspended},
		"a calendar of no territory":  {zero, day("2026-05-04"), 1, nil, worktime.ErrSettings},
	} {
		for _, add := range []func(time.Time, int, ...worktime.Pause) (time.Time, error){c.cal.AddHours, c.cal.AddDays} {
			if due, err := add(c.start, c.n, c.pauses...); !errors.Is(err, c.want) || !due.IsZero() {
				t.Errorf("%s: due %v, error %v, want %v", name, due, err, c.want)
			}
		}
	}
	if _, err := cal.Explain(day("2026-05-04"), worktime.Span{N: 1, Unit: "weeks"}); !errors.Is(err, worktime.ErrSpan) {
		t.Errorf("weeks: %v", err)
	}
	if _, err := worktime.New("atlantis", worktime.Default()); !errors.Is(err, worktime.ErrTerritory) {
		t.Errorf("atlantis: %v", err)
	}
	for name, spoil := range map[string]func(*worktime.Settings){
		"closes before it opens": func(s *worktime.Settings) { s.Close = 8 * time.Hour },
		"opens yesterday":        func(s *worktime.Settings) { s.Open = -time.Hour },
		"closes tomorrow":        func(s *worktime.Settings) { s.Close = 24 * time.Hour },
		"closes at no time":      func(s *worktime.Settings) { s.Open, s.Close = time.Hour, 2*time.Hour },
		"opens at no time":       func(s *worktime.Settings) { s.Open = 2*time.Hour + 59*time.Minute },
		"seconds":                func(s *worktime.Settings) { s.Open += time.Second },
		"nobody works":           func(s *worktime.Settings) { s.Week = [7]bool{} },
		"no start":               func(s *worktime.Settings) { s.Rule.Start = "" },
		"no rule":                func(s *worktime.Settings) { s.Rule.Days = "soon" },
	} {
		s := worktime.Default()
		spoil(&s)
		if _, err := worktime.New(metro, s); !errors.Is(err, worktime.ErrSettings) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A count that stops says how far it came.
func TestASuspendedCountShowsItsDays(t *testing.T) {
	t.Parallel()
	cal := calendar(t, metro, worktime.Default())
	waits := worktime.Pause{From: local(t, cal, "2026-05-06 10:00")}
	for unit, last := range map[worktime.Unit]worktime.Why{worktime.Days: worktime.Paused, worktime.Hours: worktime.Counted} {
		c, err := cal.Explain(local(t, cal, "2026-05-04 10:00"), worktime.Span{N: 50, Unit: unit}, waits)
		if !errors.Is(err, worktime.ErrSuspended) {
			t.Fatal(err)
		}
		if n := len(c.Steps); n != 3 || c.Steps[2].Why != last || !c.Due.IsZero() {
			t.Errorf("%s: %d steps, due %v, %+v", unit, n, c.Due, c.Steps)
		}
	}
}

// The last working day of the range can still be reached: 31 December 2100 is a Friday.
func TestTheLastDayOfTheRange(t *testing.T) {
	t.Parallel()
	cal := calendar(t, metro, worktime.Default())
	due, err := cal.AddDays(local(t, cal, "2100-12-30 10:00"), 1)
	if err != nil || worktime.DateOf(due).String() != "2100-12-31" {
		t.Errorf("due %v, error %v", due, err)
	}
}

func BenchmarkExplainSixtyDays(b *testing.B) {
	cal := calendar(b, alsace, worktime.Default())
	start := local(b, cal, "2026-04-30 17:59")
	for b.Loop() {
		if _, err := cal.Explain(start, worktime.Span{N: 60, Unit: worktime.Days}); err != nil {
			b.Fatal(err)
		}
	}
}
