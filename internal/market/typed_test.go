package market_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"guichet/internal/i18n"
	"guichet/internal/market"
)

// A software as people type it: with its version, without "Apache", misspelt. What is mended is said to be, and a name that is nearly another one of no
// contract, or another number, is not mended at all.
func TestSoftwareAsTyped(t *testing.T) {
	t.Parallel()
	set := starterSet(t)
	for _, c := range []struct {
		typed, want, version string
		mended               bool
	}{
		{"Debian 9", "Debian", "9", false},
		{"Debian 11", "Debian", "11", false},
		{"PostgreSQL 12.5", "PostgreSQL", "12.5", false},
		{"Moodle v4.1", "Moodle", "4.1", false},
		{"Struts 1", "Apache Struts", "", false}, // the list names it so
		{"BIND 9", "BIND 9", "", false},
		{"Spark", "Apache Spark", "", false},
		{"LemonLDAP", "LemonLDAP::NG", "", false},
		{"Zabix", "Zabbix", "", true},
		{"Postgresqll 15", "PostgreSQL", "15", true},
		{"Python 2", "Python", "2", false},
		{"Python2", "", "", false},
		{"Matrix", "", "", false}, // not Motrix
		{"15", "", "", false},
	} {
		got, product, ok := set.FindSoftware(c.typed)
		if ok != (c.want != "") || product != nil || got.Title() != c.want || got.Version != c.version || got.Mended != c.mended {
			t.Errorf("%q is %q, version %q, mended %v (%v); want %q, %q, %v", c.typed, got.Title(), got.Version, got.Mended, product, c.want, c.version, c.mended)
		}
	}
	if _, p, _ := set.FindSoftware("Photoshop 2020"); p == nil || p.Name != "Photoshop" {
		t.Errorf("Photoshop 2020 is %v", p)
	}
	for typed, want := range map[string]string{"Debian 11": "11", "Debian": ""} {
		if c, err := set.Check(market.Query{Organisation: "CNRS", Software: typed, Need: market.NeedFault}); err != nil || c.Version != want {
			t.Errorf("the check of %s has version %q, %v", typed, c.Version, err)
		}
	}
	if c, err := set.Check(market.Query{Organisation: "CNRS", Software: "Debian 11", Version: "12"}); err != nil || c.Version != "12" {
		t.Errorf("a version said twice is %q, %v: the field stands", c.Version, err)
	}
	said := func(software string) bool {
		c, err := set.Check(market.Query{Organisation: "CNRS", Software: software})
		if err != nil {
			t.Fatal(err)
		}
		return slices.Contains(c.Conditions, "market.condition-software-mended")
	}
	if !said("Zabix") || said("Zabbix") {
		t.Errorf("mended said of Zabix: %v, of Zabbix: %v", said("Zabix"), said("Zabbix"))
	}
}

func TestBodiesAsTyped(t *testing.T) {
	t.Parallel()
	set := starterSet(t)
	for typed, want := range map[string]string{
		"Min. des Armées": "ministeres", "MEN": "ministeres", "douane": "ministeres", "SNUM du ministère de l'agriculture": "ministeres", "DRFiP 44": "ministeres",
		"Agence biomedecine": "agence-de-la-biomedecine", "min": "", "Min. de la Magie": "", "SNUM": "",
	} {
		b, ok := set.FindBody(typed)
		got := ""
		if ok && b.Beneficiary != nil {
			got = b.Beneficiary.Slug
		}
		if got != want {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
}

// The time of a pause as people and programs write it.
func TestPauseAsTyped(t *testing.T) {
	t.Parallel()
	set := starterSet(t)
	want := time.Date(2026, 11, 25, 8, 30, 0, 0, time.UTC)
	for _, typed := range []string{"25/11/2026 à 9h30", "25/11/2026 9:30", "25/11/2026, 9h30", "2026-11-25T09:30", "2026-11-25 9h30"} {
		d, err := set.DelaysOf(market.DelayQuery{Date: "2026-11-24", Time: "10:00", Critical: "1", Blocking: "1", Pause: typed})
		if err != nil || len(d.Pauses) != 1 || !d.Pauses[0].From.Equal(want) {
			t.Errorf("%s: %v, %v", typed, d.Pauses, err)
		}
	}
	for _, typed := range []string{"25/11/2026 25:00", "25/11/2026T", "demain 9:30"} {
		if d, err := set.DelaysOf(market.DelayQuery{Date: "2026-11-24", Time: "10:00", Critical: "1", Blocking: "1", Pause: typed}); err == nil {
			t.Errorf("%s: %v", typed, d.Pauses)
		}
	}
}

// "Today" is the day in Paris, whatever the clock of the server.
func TestDebianToday(t *testing.T) {
	t.Parallel()
	set := starterSet(t)
	for _, name := range []string{"13", "Debian 13", "trixie"} {
		st, err := set.DebianOf(name, "", time.Date(2026, 6, 30, 22, 30, 0, 0, time.UTC))
		if err != nil || st.Version != 13 || st.At.String() != "2026-07-01" {
			t.Errorf("%s: version %d on %v, %v", name, st.Version, st.At, err)
		}
	}
}

// The list names IRSN, not the ASNR that took over its tasks: no reason may say that it names a body in doubt.
func TestReasonsNameTheBeneficiary(t *testing.T) {
	t.Parallel()
	set := starterSet(t)
	for body, named := range map[string]string{"ASNR": "Oui : IRSN figure", "rectorat de Lille": "Oui : Ministères figure", "CNRS": "Oui : CNRS figure", "DGFiP": "Oui : DGFiP figure"} {
		c, err := set.Check(market.Query{Organisation: body, Software: "Moodle", Need: market.NeedStudy})
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, k := range c.Reasons {
			all = append(all, plain(c.In(i18n.French, k)))
		}
		text := strings.Join(all, "\n")
		if !strings.Contains(text, named) || c.Body.Unclear() && (!strings.Contains(text, body) || strings.Contains(text, body+" figure")) {
			t.Errorf("%s: %s", body, text)
		}
		for _, k := range c.Conditions {
			if k == "market.condition-version" || k == "market.condition-one-list" {
				t.Errorf("%s: a study is told of %s, which is of the support contract", body, k)
			}
		}
	}
}
