package market_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guichet/internal/catalog"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/market"
	"guichet/internal/provenance"
	start "guichet/internal/source/starter"
	"guichet/internal/testkit"
	"guichet/internal/worktime"
	"guichet/starter"
)

// starterSet is the contracts as a new desk knows them.
func starterSet(t testing.TB) *market.Set {
	t.Helper()
	imp, err := start.Read(t.Context(), starter.Data())
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]facts.Row, len(imp.Statements))
	for i, st := range imp.Statements {
		rows[i] = facts.Row{Source: imp.Source, Statement: st}
	}
	cat, err := catalog.Build(rows, provenance.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	set, err := market.Build(rows, provenance.Sources{}, cat)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func calendar(t testing.TB, territory string, s worktime.Settings) worktime.Calendar {
	t.Helper()
	cal, err := worktime.New(territory, s)
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

func at(t testing.TB, cal worktime.Calendar, s string) time.Time {
	t.Helper()
	moment, err := time.ParseInLocation("2006-01-02 15:04", s, cal.Location())
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

// A request opened one minute before closing on the eve of Labour Day 2026, under each row of the contract's table and each kind of
// request. Counted by hand: 1, 8, 14 and 25 May are holidays, 14 July too.
func TestDueUnderEachRowOfTheTable(t *testing.T) {
	t.Parallel()
	set := starterSet(t)
	cal := calendar(t, worktime.Metropole, worktime.Default())
	const call = "callback 2026-05-04 09:59"
	for _, c := range []struct {
		critical, blocking bool
		kind               market.RequestKind
		want               []string
	}{
		{true, true, market.InformationRequest, []string{call, "information 2026-05-04 18:00"}},
		{true, true, market.SupportRequest, []string{call, "workaround 2026-05-05 18:00", "fix 2026-05-19 18:00"}},
		{true, false, market.InformationRequest, []string{call, "information 2026-05-11 18:00"}},
		{true, false, market.SupportRequest, []string{call, "workaround 2026-05-11 18:00", "fix 2026-06-03 18:00"}},
		{false, true, market.InformationRequest, []string{call, "information 2026-05-15 18:00"}},
		{false, true, market.SupportRequest, []string{call, "workaround 2026-05-11 18:00", "fix 2026-07-01 18:00"}},
		{false, false, market.InformationRequest, []string{call, "information 2026-05-15 18:00"}},
		{false, false, market.SupportRequest, []string{call, "workaround 2026-05-19 18:00", "fix 2026-07-30 18:00"}},
	} {
		row, ok := set.Delay(c.critical, c.blocking)
		if !ok {
			t.Fatalf("no row for critical %v, blocking %v", c.critical, c.blocking)
		}
		got, err := market.Due(at(t, cal, "2026-04-30 17:59"), row, c.kind, cal, nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, dates(got)); diff != "" {
			t.Errorf("critical %v, blocking %v, %s: %s", c.critical, c.blocking, c.kind, diff)
		}
		for _, d := range got.Owed {
			if last := d.Count.Steps[len(d.Count.Steps)-1]; last.Date != worktime.DateOf(d.Due) || d.Count.Steps[0].Date.String() != "2026-04-30" {
				t.Errorf("%s: explained from %s to %s", d.Delay, d.Count.Steps[0].Date, last.Date)
			}
		}
	}
}

func dates(d market.Deadlines) []string {
	var out []string
	for _, due := range d.Owed {
		when := "suspended"
		if !due.Suspended {
			when = due.Due.Format("2006-01-02 15:04")
		}
		out = append(out, fmt.Sprintf("%s %s", due.Delay, when))
	}
	return out
}

func TestAWaitWithoutAnEndLeavesTheLaterDatesOpen(t *testing.T) {
	t.Parallel()
	cal := calendar(t, worktime.Metropole, worktime.Default())
	row := market.DelayRow{Callback: "1 HO", Workaround: "2 JO", Fix: "10 JO"}
	waits := []worktime.Pause{{From: at(t, cal, "2026-05-07 10:00")}}
	got, err := market.Due(at(t, cal, "2026-05-04 10:00"), row, market.SupportRequest, cal, waits)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"callback 2026-05-04 11:00", "workaround 2026-05-06 18:00", "fix suspended"}, dates(got)); diff != "" {
		t.Error(diff)
	}
	if fix := got.Owed[2]; !fix.Due.IsZero() || len(fix.Count.Steps) != 4 || fix.Count.Steps[3].Why != worktime.Paused {
		t.Errorf("fix: %+v", fix)
	}
}

// Instants are told in the territory's clock, whatever that of the caller.
func TestDueIsInTheClockOfTheTerritory(t *testing.T) {
	t.Parallel()
	cal := calendar(t, "reunion", worktime.Default())
	got, err := market.Due(time.Date(2026, 5, 4, 6, 0, 0, 0, time.UTC), market.DelayRow{Callback: "1 HO"}, market.SupportRequest, cal, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Owed) != 1 || got.Opened.Format("15:04") != "10:00" || got.Owed[0].Due.Format("15:04") != "11:00" {
		t.Errorf("opened %s, %v", got.Opened, dates(got))
	}
}

func TestDueRefuses(t *testing.T) {
	t.Parallel()
	cal := calendar(t, worktime.Metropole, worktime.Default())
	opened := at(t, cal, "2026-05-04 10:00")
	row := market.DelayRow{Callback: "1 HO", Workaround: "2 JO", Fix: "10 JO"}
	for name, c := range map[string]struct {
		opened time.Time
		row    market.DelayRow
		kind   market.RequestKind
		cal    worktime.Calendar
		pauses []worktime.Pause
		want   error
	}{
		"an unknown kind":             {opened, row, "wish", cal, nil, market.ErrRequestKind},
		"the year 9999":               {opened.AddDate(7973, 0, 0), row, market.SupportRequest, cal, nil, worktime.ErrRange},
		"a span without a unit":       {opened, market.DelayRow{Callback: "1"}, market.SupportRequest, cal, nil, market.ErrDelaySpan},
		"a span of weeks":             {opened, market.DelayRow{Callback: "1 SO"}, market.SupportRequest, cal, nil, market.ErrDelaySpan},
		"a span of nothing":           {opened, market.DelayRow{Callback: "0 HO"}, market.SupportRequest, cal, nil, market.ErrDelaySpan},
		"a span with something after": {opened, market.DelayRow{Callback: "1 HO ou 2"}, market.SupportRequest, cal, nil, market.ErrDelaySpan},
		"a pause before the request":  {opened, row, market.SupportRequest, cal, []worktime.Pause{{From: opened.Add(-time.Hour), To: opened.Add(time.Hour)}}, market.ErrPauseEarly},
		"a pause that runs backwards": {opened, row, market.SupportRequest, cal, []worktime.Pause{{From: opened.Add(time.Hour), To: opened}}, worktime.ErrPause},
		"a calendar of nowhere":       {opened, row, market.SupportRequest, worktime.Calendar{}, nil, worktime.ErrSettings},
	} {
		if got, err := market.Due(c.opened, c.row, c.kind, c.cal, c.pauses); !errors.Is(err, c.want) || got.Owed != nil {
			t.Errorf("%s: %v, %v; want %v", name, dates(got), err, c.want)
		}
	}
}

// Whatever the settings, each assumption is one that has its words, in both languages.
func TestAssumptionsAreSaidInWords(t *testing.T) {
	t.Parallel()
	row := market.DelayRow{Callback: "1 HO"}
	for _, rule := range []worktime.DayRule{worktime.FromNextDay, worktime.FromSameDay, worktime.HourForHour} {
		for _, from := range []worktime.Start{worktime.OnReceipt, worktime.OnSending} {
			for _, paused := range []bool{false, true} {
				s := worktime.Default()
				s.Rule = worktime.Rule{Start: from, Days: rule}
				cal := calendar(t, worktime.AlsaceMoselle, s)
				opened := at(t, cal, "2026-05-04 10:00")
				var pauses []worktime.Pause
				if paused {
					pauses = []worktime.Pause{{From: opened, To: opened.Add(time.Hour)}}
				}
				got, err := market.Due(opened, row, market.SupportRequest, cal, pauses)
				if err != nil {
					t.Fatal(err)
				}
				if len(got.Assumptions) < 6 {
					t.Errorf("%d assumptions", len(got.Assumptions))
				}
				for _, a := range got.Assumptions {
					for _, lang := range i18n.Langs {
						if !i18n.Has(lang, a.Key) {
							t.Errorf("%s: no message %s", lang, a.Key)
						}
						if text := a.In(lang); strings.Contains(text, "<no value>") || strings.HasPrefix(text, "market.") {
							t.Errorf("%s: %q", a.Key, text)
						}
					}
				}
			}
		}
	}
	cal := calendar(t, worktime.Metropole, worktime.Default())
	got, err := market.Due(at(t, cal, "2026-05-04 10:00"), row, market.SupportRequest, cal, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := "Heures ouvrées\u00a0: du lundi au vendredi, de 9\u00a0h\u00a000 à 18\u00a0h\u00a000. Le marché ne les publie pas."; got.Assumptions[0].In(i18n.French) != want {
		t.Errorf("%q", got.Assumptions[0].In(i18n.French))
	}
}

// The table as it was published is the one that the starter holds, and every span in it can be counted.
func TestThePublishedTableCanBeCounted(t *testing.T) {
	t.Parallel()
	body, err := os.ReadFile(testkit.Data(t, "data", "sla.json"))
	if err != nil {
		t.Fatal(err)
	}
	type row struct{ Callback, Information, Workaround, Fix market.Span }
	type gravity struct {
		Blocking    row `json:"blocking"`
		NonBlocking row `json:"non_blocking"`
	}
	var published struct {
		Critical    gravity `json:"critical"`
		NonCritical gravity `json:"non_critical"`
	}
	if err := json.Unmarshal(body, &published); err != nil {
		t.Fatal(err)
	}
	set := starterSet(t)
	for _, want := range []market.DelayRow{
		{Critical: true, Blocking: true, Callback: published.Critical.Blocking.Callback, Information: published.Critical.Blocking.Information, Workaround: published.Critical.Blocking.Workaround, Fix: published.Critical.Blocking.Fix},
		{Critical: true, Callback: published.Critical.NonBlocking.Callback, Information: published.Critical.NonBlocking.Information, Workaround: published.Critical.NonBlocking.Workaround, Fix: published.Critical.NonBlocking.Fix},
		{Blocking: true, Callback: published.NonCritical.Blocking.Callback, Information: published.NonCritical.Blocking.Information, Workaround: published.NonCritical.Blocking.Workaround, Fix: published.NonCritical.Blocking.Fix},
		{Callback: published.NonCritical.NonBlocking.Callback, Information: published.NonCritical.NonBlocking.Information, Workaround: published.NonCritical.NonBlocking.Workaround, Fix: published.NonCritical.NonBlocking.Fix},
	} {
		if got, ok := set.Delay(want.Critical, want.Blocking); !ok || got != want {
			t.Errorf("critical %v, blocking %v: the starter has %+v, the page %+v", want.Critical, want.Blocking, got, want)
		}
		for _, d := range []market.Delay{market.Callback, market.Information, market.Workaround, market.Fix} {
			if _, err := want.Of(d).Work(); err != nil {
				t.Errorf("%s: %v", d, err)
			}
		}
	}
}
