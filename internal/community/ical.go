package community

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"guichet/internal/i18n"
)

// ICalType is the media type of what WriteICal writes.
const ICalType = "text/calendar; charset=utf-8"

// ErrICalURL is the error of a calendar whose own address is no absolute one.
var ErrICalURL = errors.New("community: the calendar's address is not an absolute http or https one")

// ICal is what a calendar says beside its events.
type ICal struct {
	Lang i18n.Lang
	Name string                   // of the calendar, in agendas that show it
	URL  string                   // of the calendar itself; its host makes the events' identifiers unique
	Page func(slug string) string // absolute address of the page of an event
}

// WriteICal writes a calendar of the events as RFC 5545 asks: lines of 75 bytes at most that end with CR LF, days as days and hours as instants
// of UTC. The identifier of an event is made of its slug, so that an agenda that reads the calendar again moves an event instead of doubling it.
// The same events make the same bytes: the stamp of an event is the day on which its source was read. A calendar without any event is
// written as such: agendas that follow it wait for the next one.
func WriteICal(w io.Writer, events []*Event, o ICal) error {
	own, err := url.Parse(o.URL)
	if err != nil || own.Scheme != "http" && own.Scheme != "https" || own.Host == "" {
		return fmt.Errorf("%w: %q", ErrICalURL, o.URL)
	}
	cal := ics.NewCalendarFor("Guichet libre")
	cal.SetProductId("-//Guichet libre//BlueHats//" + strings.ToUpper(string(o.Lang)))
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(ics.MethodPublish)
	cal.SetName(o.Name)
	cal.SetXWRCalName(o.Name)
	cal.SetUrl(own.String())
	cal.SetRefreshInterval("P1D")
	for _, e := range events {
		e.addTo(cal, own.Hostname(), o)
	}
	var whole bytes.Buffer // the library drops the errors of some of its writes
	if err := cal.SerializeTo(&whole, ics.WithNewLineWindows); err != nil {
		return fmt.Errorf("writing the calendar: %w", err)
	}
	_, err = whole.WriteTo(w)
	return err
}

func (e *Event) addTo(cal *ics.Calendar, host string, o ICal) {
	v := cal.AddEvent("bluehats-" + e.Slug + "@" + host)
	stamp := e.stamp()
	v.SetDtStampTime(stamp)
	v.SetModifiedAt(stamp)
	if e.Start.Clock {
		v.SetStartAt(e.Start.Instant())
		if !e.End.IsZero() {
			v.SetEndAt(e.End.Instant())
		}
	} else {
		v.SetAllDayStartAt(utcDay(e.Start.Instant()))
		v.SetAllDayEndAt(utcDay(e.Ends())) // the day after the last one
	}
	v.SetSummary(e.Title.In(o.Lang))
	v.SetDescription(e.described(o))
	v.SetURL(o.Page(e.Slug))
	if e.Online {
		v.SetLocation(i18n.T(o.Lang, "community.online", nil))
	} else if place := e.Place.In(o.Lang); place != "" {
		v.SetLocation(place)
	}
	v.SetStatus(ics.ObjectStatusConfirmed)
	if e.Cancelled {
		v.SetStatus(ics.ObjectStatusCancelled)
	}
	v.AddProperty(ics.ComponentPropertyCategories, "BlueHats")
}

// stamp is the first day that the event's mark may stand for, at midnight UTC.
func (e *Event) stamp() time.Time {
	d := e.Mark.Checked
	return time.Date(max(d.Year, 1970), time.Month(max(d.Month, 1)), max(d.Day, 1), 0, 0, 0, 0, time.UTC)
}

func utcDay(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func (e *Event) described(o ICal) string {
	var parts []string
	if s := e.Summary.In(o.Lang); s != "" {
		parts = append(parts, s)
	}
	if len(e.Speakers) > 0 {
		parts = append(parts, i18n.T(o.Lang, "community.ical-speakers", map[string]any{"names": strings.Join(e.Speakers, ", ")}))
	}
	if e.Join != "" {
		parts = append(parts, i18n.T(o.Lang, "community.ical-join", map[string]any{"url": e.Join}))
	}
	return strings.Join(append(parts, o.Page(e.Slug)), "\n\n")
}
