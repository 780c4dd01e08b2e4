package ospo

import (
	"fmt"
	"guichet/internal/testkit"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

const hard = `"><script>alert(1)</script>: 'x' # y & \ {a} [b] « é » 	`

func office() *Office {
	return &Office{
		URL: "https://open.example.fr/a?b=c&d#e", Name: `L'OSPO : "un" # deux`, Country: "FR", Description: i18n.Text{Fr: "Un bureau: - libre", En: "[An] {office}"},
		Email: "ospo@example.fr", Created: provenance.MustDate("2024-02-29"), PSOID: "6a7cd2a0-af32-4b55-9125-671b16df777b", FLOSSPolicy: "https://open.example.fr/p?q#r",
		Code: []string{"https://forge.example.fr/a", "https://forge.example.fr/b#c"},
	}
}

// What is written is read back whole, whatever the texts hold.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	odd := office()
	odd.URL, odd.Name, odd.Description = "https://b.example.fr", strings.TrimSpace(hard[:len(hard)-1]), i18n.Text{Fr: "yes", En: "1e3"}
	odd.Code, odd.Email, odd.FLOSSPolicy, odd.PSOID, odd.Created = nil, "", "", "", provenance.Date{}
	entries, problems, err := Parse(YAML([]*Office{office(), odd}))
	if err != nil || len(problems) > 0 || len(entries) != 2 {
		t.Fatal(err, problems)
	}
	for i, want := range []*Office{office(), odd} {
		if d := cmp.Diff(*want, entries[i].Office); d != "" {
			t.Error(d)
		}
	}
	js, err := JSON([]*Office{office(), odd})
	if err != nil {
		t.Fatal(err)
	}
	back, err := ParseJSON(js)
	if d := cmp.Diff([]*Office{office(), odd}, back); err != nil || d != "" {
		t.Error(err, d)
	}
}

// Every fault says its line and its field.
func TestFaults(t *testing.T) {
	t.Parallel()
	text := `javascript:alert(1):
  name: A
  country: fr
  description:
    fr: Un
    es: Uno
  email: a b@example.fr
  created: 2024-02-30
  pso_id: 12
  floss_policy: ftp://example.fr
  code: https://example.fr
  color: blue
https://x.example.fr:
  name:
  country: FR
  description: {fr: a, en: b}
  code:
    - https://user:pw@example.fr
https://X.example.fr/:
  name: B
  country: FR
  description: {fr: a, en: b}
https://y.example.fr: no
`
	entries, problems, err := Parse([]byte(text))
	if err != nil || len(entries) != 0 {
		t.Fatal(err, entries)
	}
	got := map[string]bool{}
	for _, p := range problems {
		got[fmt.Sprint(p.Line, " ", p.Err.Field)] = true
	}
	for _, want := range []string{"1 url", "3 country", "4 description.en", "6 description.es", "7 email", "8 created", "9 pso_id", "10 floss_policy", "11 code", "12 color", "14 name", "17 code", "19 url", "23 url"} {
		if !got[want] {
			t.Errorf("no fault at %s in %v", want, got)
		}
	}
}

func TestHostileFiles(t *testing.T) { //nolint:paralleltest // it measures memory
	for name, text := range testkit.HostileYAML(256 << 10) {
		testkit.Bounded(t, name, 3*time.Second, 1200, func() {
			if entries, _, err := Parse([]byte(text)); len(entries) > 0 || err != nil && errs.KindOf(err) == errs.Internal {
				t.Errorf("%s: %v %v", name, entries, err)
			}
		})
	}
	for _, text := range []string{
		"", "# nothing\n", "[a, b]", "a: [", strings.Repeat("[", 100_000), strings.Repeat("- ", 50_000), "a: &x\n  b: *x\n", "\xff", "a\x00: b", strings.Repeat("? ", 10_000),
		strings.Repeat(" ", 300) + "a: b", strings.Repeat("a: {", 3000), "a: \"\\u0000\"", "? [a]\n: b", "<<: {a: b}", "a: |\n  b\n c: d", strings.Repeat("x", MaxFile+1),
	} {
		entries, _, err := Parse([]byte(text))
		if len(entries) > 0 || err != nil && errs.KindOf(err) == errs.Internal {
			t.Errorf("%.20q: %v %v", text, entries, err)
		}
	}
}

func TestRepair(t *testing.T) {
	t.Parallel()
	text := "https://a.example.fr: # first\n  name: L'OSPO: nous\n  country: fr\n  description:\n    fr: \"déjà: bon\"\n    en: it: works\n  email: a@example.fr # ours: us\n"
	if _, _, err := Parse([]byte(text)); err == nil {
		t.Error("the damaged text is read")
	}
	fixed, lines := Repair([]byte(text))
	if fmt.Sprint(lines) != "[2 3 6]" || !strings.Contains(string(fixed), "# first") {
		t.Errorf("%v\n%s", lines, fixed)
	}
	entries, problems, err := Parse(fixed)
	if err != nil || len(problems) > 0 || entries[0].Office.Name != "L'OSPO: nous" || entries[0].Office.Country != "FR" || entries[0].Office.Description.En != "it: works" {
		t.Error(entries, problems, err)
	}
	if again, lines := Repair(fixed); len(lines) > 0 || string(again) != string(fixed) {
		t.Error("a mended text is mended again")
	}
}

func TestWebAddress(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		"https://a.fr": true, "http://a.fr/b?c=d&e#f": true, "https://a.fr:8443/x": true, "https://é.example.fr/é": true,
		"javascript:alert(1)": false, "data:text/html,x": false, "https://": false, "https://a": false, "https://u@a.fr": false, "https://a.fr/\"x": false, "https://a.fr/<x>": false,
		"//a.fr": false, "https://127.0.0.1/": false, "https://[::1]/": false, " " + "https://a.fr": false, "https://a.fr/\u202e": false, "mailto:a@b.fr": false,
	} {
		if WebAddress(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}

// An office that two sources describe is one; the newest says, the other is kept beside, and its address stays.
func TestSourcesAreJoined(t *testing.T) {
	t.Parallel()
	row := func(source, kind, key, date string, body any) facts.Row {
		st, err := facts.New(kind, key, provenance.MustDate(date), body)
		if err != nil {
			t.Fatal(err)
		}
		return facts.Row{Source: source, Statement: st}
	}
	old, fresh, other := *office(), *office(), *office()
	old.Slug, old.Email, old.Source = "exemple", "old@example.fr", "starter"
	fresh.URL, fresh.Source = "https://OPEN.example.fr/a?b=c&d#e", "ospometa"
	other.URL = "https://other.example.fr"
	set, err := Build([]facts.Row{
		row("starter", KindOffice, "exemple", "2024-01-01", old), row("ospometa", KindOffice, "x", "2025-01-01", fresh), row("ospometa", KindOffice, "y", "2025-01-01", other),
		row("starter", KindPlace, "x", "2025", Place{Office: old.URL, Level: "state", Region: "11", Source: "editorial"}),
		row("starter", KindAccount, "a", "2025", Account{Forge: "github.com", Owner: "org", PSOID: old.PSOID, Source: "l"}),
		row("starter", KindBody, "b", "2025", Body{PSOID: old.PSOID, Name: "Premier ministre", Source: "l"}),
	}, provenance.Sources{})
	if err != nil || len(set.Offices) != 2 {
		t.Fatal(err, set)
	}
	o, err := set.Office("exemple")
	if err != nil || o.Email != "ospo@example.fr" || len(o.Older) != 1 || o.Older[0].Email != "old@example.fr" || o.Place.Region != "11" || len(o.Accounts) != 1 || o.Body.Name == "" {
		t.Errorf("%+v %v", o, err)
	}
	for f, want := range map[Filter]int{{}: 2, {Region: "11"}: 1, {Level: "local"}: 0, {Forge: true}: 2, {Words: "DEUX bureau"}: 2, {Words: "ile de france"}: 1, {Words: "zebra"}: 0} {
		if got := len(set.Find(f)); got != want {
			t.Errorf("%+v: %d", f, got)
		}
	}
}
