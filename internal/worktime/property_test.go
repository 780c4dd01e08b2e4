package worktime_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"guichet/internal/worktime"
)

// The properties hold for any start in these fifty years.
var (
	firstStart = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	lastStart  = time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC)
)

func drawStart(t *rapid.T, label string) time.Time {
	s := rapid.Int64Range(firstStart.Unix(), lastStart.Unix()).Draw(t, label)
	return time.Unix(s, 0)
}

// drawCalendar draws any territory and any settings, night shifts and Sundays included.
func drawCalendar(t *rapid.T) worktime.Calendar {
	s := worktime.Default()
	if rapid.Bool().Draw(t, "other hours") {
		exists := func(m int) bool { return m < 120 || m >= 180 }
		open := rapid.IntRange(0, 22*60).Filter(exists).Draw(t, "open")
		closing := rapid.IntRange(open+1, 24*60-1).Filter(exists).Draw(t, "close")
		s.Open, s.Close = time.Duration(open)*time.Minute, time.Duration(closing)*time.Minute
		for i := range s.Week {
			s.Week[i] = rapid.Bool().Draw(t, "worked")
		}
		s.Week[rapid.IntRange(1, 5).Draw(t, "surely worked")] = true
	}
	s.Rule = worktime.Rule{Start: rapid.SampledFrom([]worktime.Start{worktime.OnReceipt, worktime.OnSending}).Draw(t, "start rule"),
		Days: rapid.SampledFrom([]worktime.DayRule{worktime.FromNextDay, worktime.FromSameDay, worktime.HourForHour}).Draw(t, "day rule")}
	cal, err := worktime.New(rapid.SampledFrom(worktime.Territories()).Draw(t, "territory").ID, s)
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

// drawPauses draws pauses that begin after start, as those of a request do.
func drawPauses(t *rapid.T, start time.Time) []worktime.Pause {
	var out []worktime.Pause
	for range rapid.IntRange(0, 4).Draw(t, "pauses") {
		from := start.Add(time.Duration(rapid.IntRange(0, 20*24*60).Draw(t, "pause after")) * time.Minute)
		out = append(out, worktime.Pause{From: from, To: from.Add(time.Duration(rapid.IntRange(0, 10*24*60).Draw(t, "pause lasts")) * time.Minute)})
	}
	return out
}

func mustAdd(t *rapid.T, cal worktime.Calendar, unit worktime.Unit, at time.Time, n int, stops []worktime.Pause) time.Time {
	add := cal.AddDays
	if unit == worktime.Hours {
		add = cal.AddHours
	}
	due, err := add(at, n, stops...)
	if err != nil {
		t.Fatalf("adding %d %s to %s: %v", n, unit, at, err)
	}
	return due
}

// eachUnit checks a property for hours and for days.
func eachUnit(t *testing.T, property func(t *rapid.T, unit worktime.Unit)) {
	t.Parallel()
	for _, unit := range []worktime.Unit{worktime.Hours, worktime.Days} {
		t.Run(string(unit), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) { property(t, unit) })
		})
	}
}

// A later request, or a longer delay, is never due earlier.
func TestAddingIsMonotonic(t *testing.T) {
	eachUnit(t, func(t *rapid.T, unit worktime.Unit) {
		cal, first := drawCalendar(t), drawStart(t, "start")
		later := first.Add(time.Duration(rapid.IntRange(0, 9*24*3600).Draw(t, "later")) * time.Second)
		stops := drawPauses(t, later)
		n := rapid.IntRange(1, 60).Draw(t, "n")
		due := mustAdd(t, cal, unit, first, n, stops)
		if other := mustAdd(t, cal, unit, later, n, stops); other.Before(due) {
			t.Fatalf("%d from %s is due %s, but from %s it is due %s", n, first, due, later, other)
		}
		if longer := mustAdd(t, cal, unit, first, n+1, stops); !longer.After(due) {
			t.Fatalf("%d is due %s, and one more %s", n, due, longer)
		}
	})
}

// Adding a part and then the rest is adding the whole, by every rule.
func TestSplittingASpanChangesNothing(t *testing.T) {
	eachUnit(t, func(t *rapid.T, unit worktime.Unit) {
		cal, start := drawCalendar(t), drawStart(t, "start")
		stops := drawPauses(t, start)
		a, b := rapid.IntRange(1, 30).Draw(t, "a"), rapid.IntRange(1, 30).Draw(t, "b")
		whole, part := mustAdd(t, cal, unit, start, a+b, stops), mustAdd(t, cal, unit, start, a, stops)
		if got := mustAdd(t, cal, unit, part, b, stops); !got.Equal(whole) {
			t.Fatalf("%d+%d from %s: %s at once, %s then %s in two", a, b, start, whole, part, got)
		}
	})
}

// A due date is a moment of work: never a week-end, never a holiday, never at night, never inside a pause, never before the request.
func TestADueDateIsAMomentOfWork(t *testing.T) {
	eachUnit(t, func(t *rapid.T, unit worktime.Unit) {
		cal, start := drawCalendar(t), drawStart(t, "start")
		stops := drawPauses(t, start)
		due := mustAdd(t, cal, unit, start, rapid.IntRange(1, 60).Draw(t, "n"), stops)
		if h, ok := cal.IsHoliday(worktime.DateOf(due)); ok {
			t.Fatalf("due %s, which is %s", due, h.Name.Fr)
		}
		if due.Location() != cal.Location() {
			t.Fatalf("due %s, in another clock than that of the territory", due)
		}
		if !cal.IsWorkingTime(due) {
			t.Fatalf("due %s, when nobody works", due)
		}
		if !due.After(start) {
			t.Fatalf("asked %s, due %s", start, due)
		}
		for _, p := range stops {
			if p.From.Before(due) && due.Before(p.To) {
				t.Fatalf("due %s, inside the pause from %s to %s", due, p.From, p.To)
			}
		}
	})
}

// The model: look at every minute from the start on, and count those of work.
func TestHoursAreTheMinutesOfWorkThatPassed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cal, start := drawCalendar(t), drawStart(t, "start").Truncate(time.Minute)
		if rapid.Bool().Draw(t, "near a change of the clock") { // the last Sundays of March and October
			year := rapid.IntRange(2000, 2049).Draw(t, "year")
			m := rapid.SampledFrom([]time.Month{time.March, time.October}).Draw(t, "month")
			sunday := time.Date(year, m, 31, 0, 0, 0, 0, cal.Location())
			start = sunday.AddDate(0, 0, -int(sunday.Weekday())).Add(time.Duration(rapid.IntRange(-48*60, 12*60).Draw(t, "minutes")) * time.Minute)
		}
		stops := drawPauses(t, start)
		hours := rapid.IntRange(1, 12).Draw(t, "hours")
		due := mustAdd(t, cal, worktime.Hours, start, hours, stops)
		s := cal.Settings()
		passed := 0
		for at := start; at.Before(due); at = at.Add(time.Minute) {
			wall := at.In(cal.Location())
			minute := time.Duration(wall.Hour()*60+wall.Minute()) * time.Minute
			if !cal.IsWorkingDay(worktime.DateOf(wall)) || minute < s.Open || minute >= s.Close {
				continue
			}
			waits := false
			for _, p := range stops {
				waits = waits || !at.Before(p.From) && at.Before(p.To)
			}
			if !waits {
				passed++
			}
		}
		if passed != hours*60 {
			t.Fatalf("%d h from %s is due %s, but %d minutes of work passed", hours, start, due, passed)
		}
	})
}

// A pause moves the due date by as many working days as it covers closings.
func TestAPauseMovesADueDateByTheClosingsItCovers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cal := drawCalendar(t)
		if cal.Settings().Rule.Days == worktime.HourForHour {
			t.Skip("counted in hours")
		}
		// A moment of work, so that the start itself is not moved.
		start := mustAdd(t, cal, worktime.Hours, drawStart(t, "start"), 1, nil)
		n := rapid.IntRange(1, 40).Draw(t, "n")
		free := mustAdd(t, cal, worktime.Days, start, n, nil)
		from := start.Add(time.Duration(rapid.Int64Range(0, int64(free.Sub(start))-1).Draw(t, "pause after"))).Truncate(time.Second)
		to := from.Add(time.Duration(rapid.IntRange(0, 12*24*3600).Draw(t, "pause lasts")) * time.Second)
		if from.Before(start) {
			from = start
		}
		covered := 0
		s := cal.Settings()
		for d := worktime.DateOf(from.In(cal.Location())); !worktime.DateOf(to.In(cal.Location())).Before(d); d = d.AddDays(1) {
			closing := time.Date(d.Year, d.Month, d.Day, 0, int(s.Close/time.Minute), 0, 0, cal.Location())
			if cal.IsWorkingDay(d) && from.Before(closing) && !to.Before(closing) {
				covered++
			}
		}
		want := free
		if covered > 0 {
			want = mustAdd(t, cal, worktime.Days, start, n+covered, nil)
		}
		if got := mustAdd(t, cal, worktime.Days, start, n, []worktime.Pause{{From: from, To: to}}); !got.Equal(want) {
			t.Fatalf("%d days from %s with a pause from %s to %s over %d closings: %s, want %s", n, start, from, to, covered, got, want)
		}
	})
}

// The explanation counts what was asked, day after day, and ends on the due date.
func TestTheExplanationAddsUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cal, start := drawCalendar(t), drawStart(t, "start")
		stops := drawPauses(t, start)
		span := worktime.Span{N: rapid.IntRange(1, 60).Draw(t, "n"), Unit: rapid.SampledFrom([]worktime.Unit{worktime.Hours, worktime.Days}).Draw(t, "unit")}
		c, err := cal.Explain(start, span, stops...)
		if err != nil {
			t.Fatal(err)
		}
		want := time.Duration(span.N) * time.Hour
		byHours := span.Unit == worktime.Hours || cal.Settings().Rule.Days == worktime.HourForHour
		if byHours && span.Unit == worktime.Days {
			want = time.Duration(span.N) * (cal.Settings().Close - cal.Settings().Open)
		}
		if c.ByHours() != byHours {
			t.Fatalf("by hours: %v, want %v", c.ByHours(), byHours)
		}
		var sum time.Duration
		rank := 0
		for i, s := range c.Steps {
			if d := worktime.DateOf(c.Start).AddDays(i); s.Date != d {
				t.Fatalf("step %d is %s, want %s", i, s.Date, d)
			}
			if s.Why == worktime.Counted && !cal.IsWorkingDay(s.Date) {
				t.Fatalf("%s counts and is no working day", s.Date)
			}
			if sum += s.Time; s.Sum != sum && byHours {
				t.Fatalf("%s: sum %v, want %v", s.Date, s.Sum, sum)
			}
			if s.Why == worktime.Counted && !byHours {
				if rank++; s.Rank != rank {
					t.Fatalf("%s: rank %d, want %d", s.Date, s.Rank, rank)
				}
			}
		}
		if byHours && sum != want || !byHours && rank != span.N {
			t.Fatalf("%v: the steps add up to %v and %d days", span, sum, rank)
		}
		if last := c.Steps[len(c.Steps)-1]; last.Date != worktime.DateOf(c.Due) || last.Why != worktime.Counted {
			t.Fatalf("due %s, last step %+v", c.Due, last)
		}
	})
}

// The default rule gives the latest date of all: when it has passed, the delay has passed by any reading.
func TestTheDefaultRuleIsTheLatest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cal, start := drawCalendar(t), drawStart(t, "start")
		n := rapid.IntRange(1, 60).Draw(t, "n")
		s := cal.Settings()
		s.Rule = worktime.Default().Rule
		usual, err := worktime.New(cal.Territory().ID, s)
		if err != nil {
			t.Fatal(err)
		}
		latest, other := mustAdd(t, usual, worktime.Days, start, n, nil), mustAdd(t, cal, worktime.Days, start, n, nil)
		if other.After(latest) {
			t.Fatalf("%d days from %s: %s by default, %s by %+v", n, start, latest, other, cal.Settings().Rule)
		}
	})
}

// Joining, cutting or repeating pauses changes nothing.
func TestPausesAreASetOfInstants(t *testing.T) {
	eachUnit(t, func(t *rapid.T, unit worktime.Unit) {
		cal, start := drawCalendar(t), drawStart(t, "start")
		stops := drawPauses(t, start)
		var cut []worktime.Pause
		for _, p := range stops {
			half := p.From.Add(p.To.Sub(p.From) / 2)
			cut = append([]worktime.Pause{{From: half, To: p.To}, p, {From: p.From, To: half}}, cut...)
		}
		n := rapid.IntRange(1, 40).Draw(t, "n")
		if a, b := mustAdd(t, cal, unit, start, n, stops), mustAdd(t, cal, unit, start, n, cut); !a.Equal(b) {
			t.Fatalf("%s with whole pauses, %s with the same in pieces", a, b)
		}
	})
}

// Every working day of fifty years, in every territory: one day from it is the next working day at closing.
func TestOneDayFromEveryDayOfFiftyYears(t *testing.T) {
	t.Parallel()
	for _, territory := range worktime.Territories() {
		t.Run(territory.ID, func(t *testing.T) {
			t.Parallel()
			cal := calendar(t, territory.ID, worktime.Default())
			for d := (worktime.Date{Year: 2000, Month: 1, Day: 1}); d.Year < 2050; d = d.AddDays(1) {
				if !cal.IsWorkingDay(d) {
					continue
				}
				next := d.AddDays(1)
				for !cal.IsWorkingDay(next) {
					next = next.AddDays(1)
				}
				due, err := cal.AddDays(time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, cal.Location()), 1)
				if err != nil || worktime.DateOf(due) != next || due.Hour() != 18 || due.Minute() != 0 {
					t.Fatalf("one day from %s: %s, %v; want %s at 18:00", d, due, err, next)
				}
			}
		})
	}
}

// No input makes the count panic or run on; errors are those that the package names.
func FuzzCount(f *testing.F) {
	f.Add(int64(1777564740), 1, int64(0), int64(0), uint8(0))
	f.Add(int64(-62135596800), 60, int64(1), int64(-1), uint8(9))
	f.Fuzz(func(t *testing.T, at int64, n int, after, lasts int64, mode uint8) {
		s := worktime.Default()
		s.Rule.Days = []worktime.DayRule{worktime.FromNextDay, worktime.FromSameDay, worktime.HourForHour}[mode%3]
		territories := worktime.Territories()
		cal := calendar(t, territories[int(mode)%len(territories)].ID, s)
		start := time.Unix(at, 0)
		pause := worktime.Pause{From: start.Add(time.Duration(after)), To: start.Add(time.Duration(lasts))}
		for _, unit := range []worktime.Unit{worktime.Hours, worktime.Days} {
			c, err := cal.Explain(start, worktime.Span{N: n, Unit: unit}, pause)
			known := false
			for _, want := range []error{worktime.ErrRange, worktime.ErrSpan, worktime.ErrPause, worktime.ErrSuspended} {
				known = known || errors.Is(err, want)
			}
			if err == nil && !cal.IsWorkingTime(c.Due) || err != nil && !known {
				t.Fatalf("%s + %d %s: %v, %v", start, n, unit, c.Due, err)
			}
		}
	})
}
