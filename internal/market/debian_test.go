package market_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guichet/internal/i18n"
	"guichet/internal/market"
	"guichet/internal/provenance"
	"guichet/internal/testkit"
	"guichet/internal/worktime"
)

func TestDebianSupportOnADay(t *testing.T) {
	t.Parallel()
	set := starterSet(t)
	for _, c := range []struct {
		version int
		at      string
		want    market.DebianPhase
		byClaim market.DebianPhase // where the sources disagree on that day
	}{
		{9, "2017-06-16", market.DebianNotReleased, ""},
		{9, "2017-06-17", market.DebianSecurity, ""},
		{9, "2020-06-17", market.DebianSecurity, ""},
		{9, "2020-06-18", market.DebianLTS, ""},
		{9, "2022-06-30", market.DebianLTS, ""},
		{9, "2022-07-01", market.DebianExtended, ""},
		{9, "2025-06-30", market.DebianExtended, ""},
		{9, "2025-07-01", market.DebianNone, ""},
		{10, "2022-07-06", market.DebianSecurity, ""},
		{10, "2022-07-07", market.DebianLTS, ""},
		{10, "2024-06-30", market.DebianLTS, ""},
		{10, "2027-06-30", market.DebianExtended, ""},
		{10, "2027-07-01", market.DebianNone, ""},
		{11, "2024-08-14", market.DebianSecurity, ""},
		{11, "2024-08-15", market.DebianLTS, ""},
		{11, "2026-06-30", market.DebianLTS, ""},
		{11, "2026-07-01", market.DebianExtended, market.DebianLTS},
		{11, "2026-08-31", market.DebianExtended, market.DebianLTS},
		{11, "2026-09-01", market.DebianExtended, ""},
		{11, "2028-09-30", market.DebianExtended, ""},
		{11, "2028-10-01", market.DebianUnknown, ""}, // the contract has ended, the next one is not known
		{12, "2023-06-09", market.DebianNotReleased, ""},
		{12, "2026-06-10", market.DebianSecurity, ""},
		{12, "2026-06-11", market.DebianLTS, ""},
		{12, "2028-06-30", market.DebianLTS, ""},
		{12, "2028-07-01", market.DebianExtended, ""}, // for three months: the contract ends in September 2028
		{12, "2028-10-01", market.DebianUnknown, ""},
		{13, "2025-08-08", market.DebianNotReleased, ""},
		{13, "2025-08-09", market.DebianSecurity, ""},
		{13, "2028-08-10", market.DebianLTS, ""},
		{13, "2030-08-09", market.DebianLTS, ""},
		{13, "2030-08-10", market.DebianUnknown, ""}, // the page grants it nothing, and denies it nothing
		{8, "2026-01-01", market.DebianUnknown, ""},
		{14, "2026-01-01", market.DebianUnknown, ""},
		{0, "2026-01-01", market.DebianUnknown, ""},
		{-1, "2026-01-01", market.DebianUnknown, ""},
	} {
		got, err := set.DebianSupport(c.version, provenance.MustDate(c.at))
		if err != nil {
			t.Fatal(err)
		}
		if got.Phase != c.want || got.Disagree() != (c.byClaim != "") || got.Disagree() && got.ByClaim != c.byClaim {
			t.Errorf("Debian %d on %s: %s (%s if the other source is right), want %s (%s)", c.version, c.at, got.Phase, got.ByClaim, c.want, c.byClaim)
		}
	}
}

// What stands beside each version, whatever the day, and what the disagreement adds on the days that it changes.
func TestDebianWarnings(t *testing.T) {
	t.Parallel()
	set := starterSet(t)
	for _, c := range []struct {
		version int
		at      string
		want    []string
	}{
		{10, "2026-11-23", []string{"indicative"}},
		{11, "2026-07-15", []string{"indicative", "disagree", "disagree-today", "contract-end"}},
		{11, "2026-11-23", []string{"indicative", "disagree", "contract-end"}},
		{12, "2026-11-23", []string{"indicative", "contract-end"}},
		{13, "2026-11-23", []string{"absent-released"}},
		{14, "2026-11-23", []string{"absent"}},
	} {
		st, err := set.DebianSupport(c.version, provenance.MustDate(c.at))
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for _, w := range st.Warnings {
			keys = append(keys, strings.TrimPrefix(w.Key, "market.debian-"))
			for _, lang := range i18n.Langs {
				if text := w.In(lang); !i18n.Has(lang, w.Key) || strings.Contains(text, "<no value>") || strings.Contains(text, "  ") || strings.HasPrefix(text, "market.") {
					t.Errorf("%s in %s: %q", w.Key, lang, text)
				}
			}
		}
		if diff := cmp.Diff(c.want, keys); diff != "" {
			t.Errorf("Debian %d on %s: %s", c.version, c.at, diff)
		}
		if !i18n.Has(i18n.French, "market.debian-phase-"+string(st.Phase)) || !i18n.Has(i18n.English, "market.debian-phase-"+string(st.Phase)) {
			t.Errorf("phase %s has no name", st.Phase)
		}
	}
	st, err := set.DebianSupport(11, provenance.MustDate("2026-07-15"))
	if err != nil {
		t.Fatal(err)
	}
	text := st.Warnings[1].In(i18n.English)
	for _, part := range []string{"30\u00a0June\u00a02026", "31\u00a0August\u00a02026", "Debian LTS", "secondary source", "https://wiki.debian.org/LTS"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q lacks %q", text, part)
		}
	}
}

// The periods follow each other without a gap, and only what no source states is marked as computed.
func TestDebianTimeline(t *testing.T) {
	t.Parallel()
	set := starterSet(t)
	st, err := set.DebianSupport(10, provenance.MustDate("2026-11-23"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range st.Periods {
		got = append(got, fmt.Sprintf("%s %s %s %v", p.Phase, p.From, p.To, p.Computed))
	}
	if diff := cmp.Diff([]string{"security 2019-07-06 2022-07-06 true", "lts 2022-07-07 2024-06-30 true", "extended 2024-07-01 2027-06-30 false"}, got); diff != "" {
		t.Error(diff)
	}
}

// A desk that knows less says less.
func TestDebianWithPartsMissing(t *testing.T) {
	t.Parallel()
	date := provenance.MustDate
	for name, c := range map[string]struct {
		row  market.Debian
		at   string
		want market.DebianPhase
	}{
		"no contract, so no end of it":   {market.Debian{Released: date("2021-08-14"), CommunityEnd: date("2026-06-30"), ExtendedFrom: date("2026-07-01"), ExtendedTo: market.EndOfContract}, "2026-11-23", market.DebianUnknown},
		"no extended support":            {market.Debian{Released: date("2021-08-14"), CommunityEnd: date("2026-06-30")}, "2026-11-23", market.DebianNone},
		"an end that is not a date":      {market.Debian{Released: date("2021-08-14"), CommunityEnd: date("2026-06-30"), ExtendedFrom: date("2026-07-01"), ExtendedTo: "soon"}, "2026-11-23", market.DebianUnknown},
		"a gap before extended support":  {market.Debian{Released: date("2021-08-14"), CommunityEnd: date("2026-06-30"), ExtendedFrom: date("2027-01-01"), ExtendedTo: "2028-01-01"}, "2026-11-23", market.DebianNone},
		"no stated end, so five years":   {market.Debian{Released: date("2024-02-29")}, "2029-03-01", market.DebianLTS},
		"five years and a day":           {market.Debian{Released: date("2024-02-29")}, "2029-03-02", market.DebianNone},
		"a community of two years":       {market.Debian{Released: date("2021-08-14"), CommunityEnd: date("2023-08-14")}, "2023-08-14", market.DebianSecurity},
		"released in a year, not a day":  {market.Debian{Released: date("2021"), ExtendedFrom: date("2026-07-01"), ExtendedTo: "2027-01-01"}, "2022-01-01", market.DebianUnknown},
		"nothing but its number":         {market.Debian{}, "2026-11-23", market.DebianUnknown},
		"ends in a month, not on a day":  {market.Debian{Released: date("2021-08-14"), CommunityEnd: date("2026-06-30"), ExtendedFrom: date("2026-07-01"), ExtendedTo: "2026-11"}, "2026-11-30", market.DebianExtended},
		"the month after":                {market.Debian{Released: date("2021-08-14"), CommunityEnd: date("2026-06-30"), ExtendedFrom: date("2026-07-01"), ExtendedTo: "2026-11"}, "2026-12-01", market.DebianNone},
		"extended support in its decade": {market.Debian{Released: date("2021-08-14"), CommunityEnd: date("2026-06-30"), ExtendedFrom: date("2026-07-01"), ExtendedTo: "2029"}, "2029-12-31", market.DebianExtended},
	} {
		c.row.Version = 99
		got, err := (&market.Set{Debian: []*market.Debian{&c.row}}).DebianSupport(99, date(c.at))
		if err != nil || got.Phase != c.want {
			t.Errorf("%s: %s, %v; want %s", name, got.Phase, err, c.want)
		}
	}
}

func TestDebianNeedsADay(t *testing.T) {
	t.Parallel()
	set := &market.Set{}
	for _, d := range []provenance.Date{{}, {Year: 2026}, {Year: 2026, Month: 11}, {Year: 1989, Month: 12, Day: 31}, {Year: 9999, Month: 1, Day: 1}} {
		if _, err := set.DebianSupport(11, d); !errors.Is(err, market.ErrDebianDate) {
			t.Errorf("%q: %v", d, err)
		}
	}
}

// Every day from 2017 to the end of the contract: a version's life goes forward through the phases, never back.
func TestDebianPhasesGoForward(t *testing.T) {
	t.Parallel()
	set := starterSet(t)
	order := []market.DebianPhase{market.DebianNotReleased, market.DebianSecurity, market.DebianLTS, market.DebianExtended, market.DebianNone, market.DebianUnknown}
	for version := 9; version <= 13; version++ {
		before := 0
		for d := (worktime.Date{Year: 2017, Month: 1, Day: 1}); d.Year < 2032; d = d.AddDays(1) {
			st, err := set.DebianSupport(version, provenance.Date{Year: d.Year, Month: int(d.Month), Day: d.Day})
			if err != nil {
				t.Fatal(err)
			}
			place := slices.Index(order, st.Phase)
			if place < before {
				t.Fatalf("Debian %d on %s: %s after %s", version, d, st.Phase, order[before])
			}
			before = place
		}
	}
}

// The dates of the page as it was read are those by which the program answers.
func TestDebianAgreesWithThePage(t *testing.T) {
	t.Parallel()
	body, err := os.ReadFile(testkit.Data(t, "data", "debian.json"))
	if err != nil {
		t.Fatal(err)
	}
	var published []struct {
		Version      int             `json:"version"`
		Released     provenance.Date `json:"released"`
		CommunityEnd provenance.Date `json:"community_end"`
		ExtFrom      provenance.Date `json:"ext_from"`
	}
	if err := json.Unmarshal(body, &published); err != nil {
		t.Fatal(err)
	}
	if len(published) == 0 {
		t.Fatal("the file lists no version")
	}
	set := starterSet(t)
	for _, p := range published {
		for want, day := range map[market.DebianPhase]provenance.Date{market.DebianSecurity: p.Released, market.DebianLTS: p.CommunityEnd, market.DebianExtended: p.ExtFrom} {
			if got, err := set.DebianSupport(p.Version, day); err != nil || got.Phase != want {
				t.Errorf("Debian %d on %s: %s, %v; want %s", p.Version, day, got.Phase, err, want)
			}
		}
	}
}
