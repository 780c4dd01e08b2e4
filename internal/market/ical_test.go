package market_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"guichet/internal/i18n"
	"guichet/internal/market"
	"guichet/internal/worktime"
)

var made = time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC)

const page = "https://guichet.example/fr/marches/delais?ouverture=2026-04-30T17%3A59&critique=1"

func deadlines(t testing.TB, pauses ...worktime.Pause) market.Deadlines {
	t.Helper()
	cal := calendar(t, worktime.Metropole, worktime.Default())
	row := market.DelayRow{Critical: true, Callback: "1 HO", Workaround: "2 JO", Fix: "10 JO"}
	d, err := market.Due(at(t, cal, "2026-04-30 17:59"), row, market.SupportRequest, cal, pauses)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func write(t testing.TB, d market.Deadlines, o market.ICal) string {
	t.Helper()
	var b bytes.Buffer
	if err := market.WriteICal(&b, d, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func read(t testing.TB, text string) *ics.Calendar {
	t.Helper()
	cal, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return cal
}

func TestICalIsReadBack(t *testing.T) {
	t.Parallel()
	d := deadlines(t)
	cal := read(t, write(t, d, market.ICal{Lang: i18n.French, Title: "Ticket 42, « messagerie »; urgent", URL: page, Now: made}))
	events := cal.Events()
	if len(events) != 3 {
		t.Fatalf("%d events", len(events))
	}
	for i, want := range []struct{ start, summary string }{
		{"2026-05-04T07:59:00Z", "Rappel\u00a0: Ticket 42, « messagerie »; urgent"},
		{"2026-05-05T16:00:00Z", "Solution de contournement\u00a0: Ticket 42, « messagerie »; urgent"},
		{"2026-05-19T16:00:00Z", "Correction définitive\u00a0: Ticket 42, « messagerie »; urgent"},
	} {
		e := events[i]
		start, err := e.GetStartAt()
		if err != nil {
			t.Fatal(err)
		}
		if got := start.UTC().Format(time.RFC3339); got != want.start || !start.Equal(d.Owed[i].Due) {
			t.Errorf("starts %s, want %s", got, want.start)
		}
		if got := value(e, ics.ComponentPropertySummary); got != want.summary {
			t.Errorf("summary %q, want %q", got, want.summary)
		}
		if got := value(e, ics.ComponentPropertyUrl); got != page {
			t.Errorf("url %q", got)
		}
		if stamp, err := e.GetDtStampTime(); err != nil || !stamp.Equal(made) {
			t.Errorf("stamp %v, %v", stamp, err)
		}
		if e.HasProperty(ics.ComponentPropertyDtEnd) || value(e, ics.ComponentPropertyTransp) != "TRANSPARENT" {
			t.Error("a deadline takes no time in the agenda")
		}
		text := value(e, ics.ComponentPropertyDescription)
		for _, part := range []string{"Demande ouverte\u00a0: jeudi 30\u00a0avril\u00a02026 à 17\u00a0h\u00a059.", "\n- Heures ouvrées\u00a0: du lundi au vendredi", d.Owed[i].Span.In(i18n.French)} {
			if !strings.Contains(text, part) {
				t.Errorf("description lacks %q:\n%s", part, text)
			}
		}
		if n := strings.Count(text, "\n- "); n != len(d.Assumptions) {
			t.Errorf("%d assumptions in the description, want %d", n, len(d.Assumptions))
		}
	}
}

func value(e *ics.VEvent, p ics.ComponentProperty) string {
	if v := e.GetProperty(p); v != nil {
		return v.Value
	}
	return ""
}

// RFC 5545, 3.1: lines end with CR LF and hold 75 bytes at most, and this writer never cuts a character.
func TestICalLines(t *testing.T) {
	t.Parallel()
	for _, lang := range i18n.Langs {
		text := write(t, deadlines(t), market.ICal{Lang: lang, Title: strings.Repeat("é€😀", 90), URL: page + strings.Repeat("&x=y", 60), Now: made})
		checkLines(t, text)
		unfolded := strings.ReplaceAll(text, "\r\n ", "")
		for _, line := range []string{"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Guichet libre//Guichet//" + strings.ToUpper(string(lang)) + "\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nBEGIN:VEVENT\r\nUID:",
			"\r\nDTSTART:20260504T075900Z\r\n", "\r\nDTSTAMP:20261123T200000Z\r\n", "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"} {
			if !strings.Contains(unfolded, line) {
				t.Errorf("%s: lacks %q:\n%s", lang, line, unfolded)
			}
		}
	}
}

func checkLines(t testing.TB, text string) {
	t.Helper()
	if !strings.HasSuffix(text, "END:VCALENDAR\r\n") {
		t.Error("the file is not whole")
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") || line == "" || !utf8.ValidString(line) {
			t.Errorf("line of %d bytes: %q", len(line), line)
		}
	}
}

// The same request computed again moves its events, another request has others.
func TestICalIdentifiers(t *testing.T) {
	t.Parallel()
	ids := func(d market.Deadlines, o market.ICal) (out []string) {
		for _, e := range read(t, write(t, d, o)).Events() {
			out = append(out, e.Id())
		}
		return out
	}
	usual := market.ICal{Lang: i18n.French, Title: "T1", URL: page, Now: made}
	first := ids(deadlines(t), usual)
	seen := map[string]bool{}
	for _, id := range first {
		if seen[id] || !strings.HasSuffix(id, "@guichet.example") {
			t.Errorf("identifier %q", id)
		}
		seen[id] = true
	}
	opened := deadlines(t).Opened
	later := market.ICal{Lang: i18n.English, Title: "T1", URL: page + "&x=1", Now: made.Add(time.Hour)}
	if again := ids(deadlines(t, worktime.Pause{From: opened, To: opened.AddDate(0, 0, 20)}), later); strings.Join(again, " ") != strings.Join(first, " ") {
		t.Errorf("after a pause %v, before %v", again, first)
	}
	other := usual
	other.Title = "T2"
	for _, id := range ids(deadlines(t), other) {
		if seen[id] {
			t.Errorf("two requests share %q", id)
		}
	}
}

func TestICalRefuses(t *testing.T) {
	t.Parallel()
	d := deadlines(t)
	suspended := deadlines(t, worktime.Pause{From: d.Opened})
	for name, c := range map[string]struct {
		d    market.Deadlines
		url  string
		want error
	}{
		"no address":              {d, "", market.ErrICalURL},
		"an address without host": {d, "/fr/marches/delais", market.ErrICalURL},
		"a script":                {d, "javascript:alert(1)", market.ErrICalURL},
		"an address on two lines": {d, "https://guichet.example/\r\nATTACH:x", market.ErrICalURL},
		"nothing with a date":     {suspended, page, market.ErrNothingDue},
	} {
		var b bytes.Buffer
		if err := market.WriteICal(&b, c.d, market.ICal{Lang: i18n.French, URL: c.url, Now: made}); !errors.Is(err, c.want) || b.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", name, err, b.Len())
		}
	}
	if err := market.WriteICal(brokenWriter{}, d, market.ICal{Lang: i18n.French, URL: page, Now: made}); !errors.Is(err, errBroken) {
		t.Errorf("a full disk: %v", err)
	}
}

var errBroken = errors.New("no space left")

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

// Whatever a person types as a title, the file holds three events, their lines are well formed, and the title comes back.
func FuzzICalTitle(f *testing.F) {
	f.Add("Ticket 42")
	f.Add("x\r\nEND:VEVENT\r\nBEGIN:VALARM\nATTACH:http://e.example")
	f.Add(`\n \, \; \\ "quoted" <b>`)
	f.Add("\xff\xfe\u2028\u0085\x00")
	f.Add(strings.Repeat("a", 5000))
	f.Fuzz(func(t *testing.T, title string) {
		text := write(t, deadlines(t), market.ICal{Lang: i18n.English, Title: title, URL: page, Now: made})
		checkLines(t, text)
		if n := strings.Count(text, "\r\nBEGIN:"); n != 3 {
			t.Fatalf("%d components:\n%s", n, text)
		}
		events := read(t, text).Events()
		if len(events) != 3 {
			t.Fatalf("%d events", len(events))
		}
		words := strings.Fields(strings.ToValidUTF8(title, ""))
		if len(words) > 0 && utf8.RuneCountInString(title) < 100 && !strings.Contains(value(events[0], ics.ComponentPropertySummary), words[0]) && utf8.ValidString(title) && !hasControl(words[0]) {
			t.Fatalf("summary %q of title %q", value(events[0], ics.ComponentPropertySummary), title)
		}
	})
}

func hasControl(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || r >= 0x7f && r <= 0x9f })
}
