package market

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"guichet/internal/i18n"
	"guichet/internal/worktime"
)

// ICalType is the media type of what WriteICal writes.
const ICalType = "text/calendar; charset=utf-8"

// longestTitle bounds what a person's own title adds to each event, in characters.
const longestTitle = 200

// What WriteICal refuses; each is found with errors.Is.
var (
	ErrNothingDue = errors.New("market: no deadline has a date")
	ErrICalURL    = errors.New("market: the calendar's address is not an absolute http or https one")
)

// ICal is what a calendar file says beside the deadlines.
type ICal struct {
	Lang  i18n.Lang
	Title string    // the requester's own words, for instance the ticket's number; may be empty, is cut at 200 characters
	URL   string    // of the page that explains the dates; its host makes the events' identifiers unique
	Now   time.Time // when the file is made
}

// WriteICal writes one event for each deadline that has a date, as RFC 5545 asks: UTC instants, lines of 75 bytes at most that end with
// CR LF. An event has a start and no end, takes no time in the agenda, and keeps its identifier when the same request is computed
// again, so that a second import moves the events instead of doubling them. Errors: ErrNothingDue (a calendar without events is not
// valid), ErrICalURL, and those of w.
func WriteICal(w io.Writer, d Deadlines, o ICal) error {
	page, err := url.Parse(o.URL)
	if err != nil || page.Scheme != "http" && page.Scheme != "https" || page.Host == "" {
		return fmt.Errorf("%w: %q", ErrICalURL, o.URL)
	}
	cal := ics.NewCalendarFor("Guichet libre")
	cal.SetProductId("-//Guichet libre//Guichet//" + strings.ToUpper(string(o.Lang)))
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(ics.MethodPublish)
	title := oneLine(o.Title)
	for _, due := range d.Owed {
		if due.Suspended {
			continue
		}
		e := cal.AddEvent(d.identifier(due.Delay, title) + "@" + page.Hostname())
		e.SetDtStampTime(o.Now)
		e.SetStartAt(due.Due)
		e.SetSummary(summary(o.Lang, due, title))
		e.SetDescription(description(o.Lang, d, due))
		e.SetURL(page.String())
		e.SetTimeTransparency(ics.TransparencyTransparent)
	}
	if len(cal.Events()) == 0 {
		return ErrNothingDue
	}
	var whole bytes.Buffer // the library drops the errors of some of its writes
	if err := cal.SerializeTo(&whole, ics.WithNewLineWindows); err != nil {
		return fmt.Errorf("writing the calendar: %w", err)
	}
	_, err = whole.WriteTo(w)
	return err
}

// identifier names the event of one delay of one request: what tells requests apart, and nothing that a new computation may change.
func (d Deadlines) identifier(delay Delay, title string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\x00%s\x00%t\x00%t\x00%s\x00%s", d.Opened.Unix(), d.Kind, d.Row.Critical, d.Row.Blocking, delay, title))
	return hex.EncodeToString(sum[:16])
}

func summary(lang i18n.Lang, due Deadline, title string) string {
	if title == "" {
		return i18n.T(lang, "market.ical-summary", map[string]any{"what": due.Delay.In(lang), "span": due.Span.In(lang)})
	}
	return i18n.T(lang, "market.ical-summary-title", map[string]any{"what": due.Delay.In(lang), "title": title})
}

func description(lang i18n.Lang, d Deadlines, due Deadline) string {
	lines := []string{
		i18n.T(lang, "market.ical-opened", map[string]any{"moment": worktime.Moment(lang, d.Opened)}),
		i18n.T(lang, "market.ical-due", map[string]any{"span": due.Span.In(lang), "moment": worktime.Moment(lang, due.Due)}),
		i18n.T(lang, "market.ical-assumptions", nil),
	}
	for _, a := range d.Assumptions {
		lines = append(lines, "- "+a.In(lang))
	}
	return strings.Join(lines, "\n")
}

// oneLine makes a person's words fit for one line: valid, without control characters, and not too long.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }), " ")
	if utf8.RuneCountInString(s) > longestTitle {
		s = string([]rune(s)[:longestTitle-1]) + "…"
	}
	return s
}
