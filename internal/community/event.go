package community

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // a bare machine has no time zones
	"unicode"
	"unicode/utf8"

	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// EventKinds lists what an event may be.
var EventKinds = []string{"webinar", "workshop", "meeting", "conference"}

// Event is a webinar, a workshop, a meeting or a conference.
type Event struct {
	Slug      string          `json:"slug" yaml:"slug"`
	Kind      string          `json:"kind" yaml:"kind"` // of EventKinds
	Title     i18n.Text       `json:"title" yaml:"title"`
	Start     Moment          `json:"start" yaml:"start"`
	End       Moment          `json:"end,omitzero" yaml:"end"` // the last day, or the hour when it ends; unknown when no source says it
	Online    bool            `json:"online,omitempty" yaml:"online"`
	Place     i18n.Text       `json:"place,omitzero" yaml:"place"` // empty when it is online, or was not published
	Audience  []string        `json:"audience" yaml:"audience"`    // as for Space; empty when the announcement does not say it
	Summary   i18n.Text       `json:"summary,omitzero" yaml:"summary"`
	Speakers  []string        `json:"speakers,omitempty" yaml:"speakers"`
	Host      string          `json:"host,omitempty" yaml:"host"`           // who organises it
	URL       string          `json:"url,omitempty" yaml:"url"`             // its own page
	Join      string          `json:"join,omitempty" yaml:"join"`           // where one registers, or enters the room
	Recording string          `json:"recording,omitempty" yaml:"recording"` // what was filmed
	Slides    string          `json:"slides,omitempty" yaml:"slides"`
	Cancelled bool            `json:"cancelled,omitempty" yaml:"cancelled"`
	Updated   provenance.Date `json:"updated,omitzero" yaml:"updated"` // the day on which the announcement was last checked, where it differs from that of the source
	Source    string          `json:"source" yaml:"source"`
	Mark      provenance.Mark `json:"-" yaml:"-"`
}

var slugShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Bounds of an event, in characters.
const (
	maxSlug    = 80
	maxTitle   = 200
	maxSummary = 2000
	maxPeople  = 30
)

// Validate returns everything that is wrong with the event, joined.
func (e *Event) Validate() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if !slugShape.MatchString(e.Slug) || len(e.Slug) > maxSlug {
		fault("slug: lower-case letters, digits and hyphens, at most %d", maxSlug)
	}
	if !slices.Contains(EventKinds, e.Kind) {
		fault("kind: one of %s", strings.Join(EventKinds, ", "))
	}
	for name, s := range map[string]string{"title.fr": e.Title.Fr, "title.en": e.Title.En} {
		if s == "" || !line(s, maxTitle) {
			fault("%s: one line of 1 to %d characters", name, maxTitle)
		}
	}
	for name, s := range map[string]string{"place.fr": e.Place.Fr, "place.en": e.Place.En, "host": e.Host} {
		if !line(s, maxTitle) {
			fault("%s: one line of at most %d characters", name, maxTitle)
		}
	}
	for name, s := range map[string]string{"summary.fr": e.Summary.Fr, "summary.en": e.Summary.En} {
		if !line(s, maxSummary) {
			fault("%s: one paragraph of at most %d characters", name, maxSummary)
		}
	}
	if len(e.Speakers) > maxPeople || slices.ContainsFunc(e.Speakers, func(s string) bool { return s == "" || !line(s, maxTitle) }) {
		fault("speakers: at most %d names of at most %d characters", maxPeople, maxTitle)
	}
	switch {
	case e.Start.IsZero():
		fault("start: a day (2026-12-09) or a day and an hour of Paris (2026-12-09T11:00)")
	case !e.End.IsZero() && e.End.Clock != e.Start.Clock:
		fault("end: start and end are both days, or both hours")
	case !e.End.IsZero() && e.End.Instant().Before(e.Start.Instant()):
		fault("end: it is before the start")
	}
	if slices.ContainsFunc(e.Audience, func(a string) bool { return a != "everyone" && a != "agents" && a != "ospos" }) {
		fault("audience: everyone, agents or ospos")
	}
	for _, l := range []struct{ name, url string }{{"url", e.URL}, {"join", e.Join}, {"recording", e.Recording}, {"slides", e.Slides}} {
		if l.url != "" && !webAddress(l.url) {
			fault("%s: a whole address that begins with https:// or http://", l.name)
		}
	}
	return errors.Join(faults...)
}

// line reports whether s is valid text on one line of at most most characters.
func line(s string, most int) bool {
	return utf8.ValidString(s) && utf8.RuneCountInString(s) <= most && !strings.ContainsFunc(s, unicode.IsControl)
}

func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && line(s, 500)
}

// Ends is the instant after which the event is over: that of its end, two hours after an hour without an end, midnight after its last day.
func (e *Event) Ends() time.Time {
	last := e.Start
	if !e.End.IsZero() {
		last = e.End
	}
	switch {
	case !last.Clock:
		return last.Instant().AddDate(0, 0, 1)
	case e.End.IsZero():
		return last.Instant().Add(2 * time.Hour)
	}
	return last.Instant()
}

// Over reports whether the event has ended at now.
func (e *Event) Over(now time.Time) bool { return !e.Ends().After(now) }

// When writes the dates in words, with the hours of Paris where they are known.
func (e *Event) When(lang i18n.Lang) string {
	switch {
	case e.End.IsZero() || e.End == e.Start:
		return e.Start.In(lang)
	case e.Start.Clock && e.Start.Date == e.End.Date:
		return i18n.T(lang, "community.when-hours", map[string]any{"day": e.Start.Date.In(lang), "from": e.Start.hour(lang), "to": e.End.hour(lang)})
	}
	if a, b := e.Start.Date, e.End.Date; !e.Start.Clock && a.Year == b.Year && a.Month == b.Month {
		first, _, _ := strings.Cut(e.Start.In(lang), "\u00a0") // the day alone: "du 9 au 10 décembre 2026"
		return i18n.T(lang, "community.when-same-month", map[string]any{"from": first, "to": e.End.In(lang)})
	}
	return i18n.T(lang, "community.when-days", map[string]any{"from": e.Start.In(lang), "to": e.End.In(lang)})
}

// Upcoming returns the events that are not over at now, the next one first.
func (s *Set) Upcoming(now time.Time) []*Event {
	return slices.DeleteFunc(slices.Clone(s.Events), func(e *Event) bool { return e.Over(now) })
}

// Past returns the events that are over at now, the latest first.
func (s *Set) Past(now time.Time) []*Event {
	out := slices.DeleteFunc(slices.Clone(s.Events), func(e *Event) bool { return !e.Over(now) })
	slices.SortStableFunc(out, func(a, b *Event) int { return cmp.Or(b.Start.Instant().Compare(a.Start.Instant())) })
	return out
}

// Moment is a day, or a day and an hour of the clock of Paris.
type Moment struct {
	Date  provenance.Date
	Clock bool // whether the hour is known
	Hour  int
	Min   int
}

// paris is the clock of the events' hours; the program carries the zones.
var paris = func() *time.Location {
	l, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err) // time/tzdata is linked in
	}
	return l
}()

// ParseMoment reads "2026-12-09" or "2026-12-09T11:00".
func ParseMoment(s string) (Moment, error) {
	if t, err := time.ParseInLocation("2006-01-02T15:04", s, paris); err == nil {
		return Moment{provenance.Day(t), true, t.Hour(), t.Minute()}, nil
	}
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return Moment{}, fmt.Errorf("moment %q: want YYYY-MM-DD or YYYY-MM-DDThh:mm", s)
	}
	return Moment{Date: provenance.Day(t)}, nil
}

// IsZero reports whether the moment is unknown.
func (m Moment) IsZero() bool { return m.Date.IsZero() }

// Instant is the moment itself; of a day, its midnight in Paris.
func (m Moment) Instant() time.Time {
	return time.Date(m.Date.Year, time.Month(m.Date.Month), m.Date.Day, m.Hour, m.Min, 0, 0, paris)
}

// String writes what ParseMoment reads.
func (m Moment) String() string {
	if !m.Clock {
		return m.Date.String()
	}
	return fmt.Sprintf("%sT%02d:%02d", m.Date, m.Hour, m.Min)
}

// In writes the moment in words.
func (m Moment) In(lang i18n.Lang) string {
	if !m.Clock {
		return m.Date.In(lang)
	}
	return i18n.T(lang, "community.when-hour", map[string]any{"day": m.Date.In(lang), "hour": m.hour(lang)})
}

func (m Moment) hour(lang i18n.Lang) string {
	if lang == i18n.English {
		return fmt.Sprintf("%d:%02d", m.Hour, m.Min)
	}
	if m.Min == 0 {
		return fmt.Sprintf("%d\u00a0h", m.Hour)
	}
	return fmt.Sprintf("%d\u00a0h\u00a0%02d", m.Hour, m.Min)
}

// MarshalText writes the moment as String does.
func (m Moment) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what ParseMoment reads; an empty text is the unknown moment.
func (m *Moment) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*m = Moment{}
		return nil
	}
	v, err := ParseMoment(string(b))
	if err != nil {
		return err
	}
	*m = v
	return nil
}
