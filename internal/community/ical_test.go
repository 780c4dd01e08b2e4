package community

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// property is one content line of RFC 5545, read by this test's own parser and not by the library that wrote it.
type property struct{ name, params, value string }

var contentLine = regexp.MustCompile(`^([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)$`)

// readICal checks every line of a calendar strictly and returns its events.
func readICal(t *testing.T, text string) [][]property {
	t.Helper()
	if !strings.HasSuffix(text, "\r\n") || strings.Count(text, "\n") != strings.Count(text, "\r\n") || strings.Count(text, "\r") != strings.Count(text, "\r\n") || !utf8.ValidString(text) {
		t.Fatal("the lines do not end with CR LF, or the text is not UTF-8")
	}
	for l := range strings.SplitSeq(text, "\r\n") {
		if len(l) > 75 || !utf8.ValidString(l) {
			t.Errorf("a line of %d bytes, or a letter cut in two: %q", len(l), l)
		}
	}
	var events [][]property
	var open []string
	for l := range strings.SplitSeq(strings.TrimSuffix(strings.ReplaceAll(text, "\r\n ", ""), "\r\n"), "\r\n") {
		m := contentLine.FindStringSubmatch(l)
		if m == nil {
			t.Fatalf("no content line: %q", l)
		}
		p := property{m[1], m[2], m[3]}
		switch p.name {
		case "BEGIN":
			open = append(open, p.value)
			if p.value == "VEVENT" {
				events = append(events, nil)
			}
		case "END":
			if len(open) == 0 || open[len(open)-1] != p.value {
				t.Fatalf("END:%s closes %v", p.value, open)
			}
			open = open[:len(open)-1]
		default:
			if len(open) == 2 {
				events[len(events)-1] = append(events[len(events)-1], p)
			}
		}
	}
	if len(open) != 0 {
		t.Errorf("%v is not closed", open)
	}
	return events
}

func one(t *testing.T, e []property, name string) property {
	t.Helper()
	var found []property
	for _, p := range e {
		if p.name == name {
			found = append(found, p)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d %s in %v", len(found), name, e)
	}
	return found[0]
}

func TestICal(t *testing.T) {
	t.Parallel()
	mark := provenance.Mark{Source: "s", Checked: provenance.MustDate("2026-11-20")}
	events := []*Event{
		{Slug: "days", Title: i18n.Same("Journées « Forgeons ! », à Paris; demain \\ et après"), Start: moment(t, "2026-12-09"), End: moment(t, "2026-12-10"), Place: i18n.Same("Paris, Porte de Versailles"), Mark: mark},
		{Slug: "hours", Title: i18n.Same(strings.Repeat("é", 190)), Start: moment(t, "2025-07-11T11:00"), End: moment(t, "2025-07-11T12:00"), Online: true, Speakers: []string{"A, B"}, Join: "https://x.example/?a=1&b=2", Mark: mark},
		{Slug: "off", Title: i18n.Same("</script><script>alert(1)</script>"), Start: moment(t, "2027-03-28"), Cancelled: true, Mark: provenance.Mark{Checked: provenance.Date{Year: 2026}}},
	}
	page := func(slug string) string { return "https://libre.example/fr/bluehats/evenements/" + slug }
	write := func() string {
		var b bytes.Buffer
		if err := WriteICal(&b, events, ICal{Lang: i18n.French, Name: "Événements BlueHats", URL: "https://libre.example/fr/bluehats/evenements.ics", Page: page}); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	text := write()
	if text != write() {
		t.Error("the same events make other bytes")
	}
	got := readICal(t, text)
	if len(got) != 3 {
		t.Fatalf("%d events", len(got))
	}
	for i, want := range []map[string]property{
		{"UID": {"UID", "", "bluehats-days@libre.example"}, "DTSTART": {"DTSTART", ";VALUE=DATE", "20261209"}, "DTEND": {"DTEND", ";VALUE=DATE", "20261211"}, "DTSTAMP": {"DTSTAMP", "", "20261120T000000Z"},
			"SUMMARY": {"SUMMARY", "", `Journées « Forgeons ! »\, à Paris\; demain \\ et après`}, "LOCATION": {"LOCATION", "", `Paris\, Porte de Versailles`}, "STATUS": {"STATUS", "", "CONFIRMED"}},
		{"UID": {"UID", "", "bluehats-hours@libre.example"}, "DTSTART": {"DTSTART", "", "20250711T090000Z"}, "DTEND": {"DTEND", "", "20250711T100000Z"}, "URL": {"URL", "", page("hours")}},
		{"DTSTART": {"DTSTART", ";VALUE=DATE", "20270328"}, "DTEND": {"DTEND", ";VALUE=DATE", "20270329"}, "STATUS": {"STATUS", "", "CANCELLED"}, "DTSTAMP": {"DTSTAMP", "", "20260101T000000Z"}},
	} {
		for name, p := range want {
			if g := one(t, got[i], name); g != p {
				t.Errorf("event %d: %+v, want %+v", i, g, p)
			}
		}
	}
	if err := WriteICal(&bytes.Buffer{}, nil, ICal{URL: "not an address"}); err == nil {
		t.Error("a calendar without an address of its own is written")
	}
	var empty bytes.Buffer
	if err := WriteICal(&empty, nil, ICal{Lang: i18n.French, Name: "x", URL: "https://libre.example/x.ics", Page: page}); err != nil || len(readICal(t, empty.String())) != 0 {
		t.Errorf("an empty calendar: %v", err)
	}
}

func TestMomentReadsWhatItWrites(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"2026-12-09", "2025-07-11T11:00", "2026-03-29T01:59"} {
		if got := moment(t, s).String(); got != s {
			t.Errorf("%s: %s", s, got)
		}
	}
	for _, s := range []string{"2026-02-30", "2026-12", "2026-12-09T25:00", "09/12/2026", "2026-12-09 11:00"} {
		if m, err := ParseMoment(s); err == nil {
			t.Errorf("%q is read as %s", s, m)
		}
	}
	if got := moment(t, "2026-03-29T11:00").Instant().UTC(); !got.Equal(time.Date(2026, 3, 29, 9, 0, 0, 0, time.UTC)) {
		t.Errorf("summer time began that night: %s", got)
	}
}
