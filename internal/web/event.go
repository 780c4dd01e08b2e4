package web

import (
	"bytes"
	"net/http"
	"net/url"

	"guichet/internal/community"
	"guichet/internal/edge"
	"guichet/internal/web/theme"
)

// query writes names and values as a query.
func query(pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return q.Encode()
}

type eventsPage struct {
	theme.Shell
	Upcoming []theme.Card
	Empty    theme.Empty
	Past     []theme.Card
	Links    []theme.Link
}

// events lists what is to come, then what was. What is to come depends on the day, so the page is not kept.
func (p *Portal) events(rq request) (*edge.Response, error) {
	page := eventsPage{Shell: p.shell(rq, rq.t("web.events-title"), rq.t("web.events-description"))}
	rq.trail(&page.Shell, rq.t("web.nav-events"), "bluehats")
	rq.also(&page.Shell, "events", "")
	set, now := rq.snap().Community, p.now()
	for _, e := range set.Upcoming(now) {
		page.Upcoming = append(page.Upcoming, rq.eventCard(e))
	}
	for _, e := range set.Past(now) {
		page.Past = append(page.Past, rq.eventCard(e))
	}
	page.Empty = rq.noEvent()
	page.Links = []theme.Link{{Text: rq.t("web.events-follow"), URL: rq.to("events-calendar", "")}, rq.write("web.events-propose", "web.events-message"), {Text: rq.t("answer.next-spaces"), URL: rq.to("spaces", "")}}
	return p.render(rq, "page-events", page)
}

func (rq request) noEvent() theme.Empty {
	return theme.Empty{Title: rq.t("web.events-none"), Text: rq.t("web.events-none-text"), Links: []theme.Link{{Text: rq.t("web.events-follow"), URL: rq.to("events-calendar", "")}, rq.write("web.events-propose", "web.events-message")}}
}

func (rq request) eventCard(e *community.Event) theme.Card {
	c := theme.Card{Title: e.Title.In(rq.lang), URL: rq.to("event", e.Slug), Text: e.Summary.In(rq.lang), Level: 3, Badges: rq.eventBadges(e)}
	c.Meta = append([]string{e.When(rq.lang)}, nonEmpty(rq.where(e))...)
	c.Meta = append(c.Meta, rq.sources(e.Mark)...)
	return c
}

func (rq request) eventBadges(e *community.Event) []theme.Badge {
	out := []theme.Badge{{Kind: "neutral", Text: rq.t("community.event-" + e.Kind)}}
	if e.Cancelled {
		out = append(out, theme.Badge{Kind: "warning", Text: rq.t("community.cancelled")})
	}
	return out
}

func (rq request) where(e *community.Event) string {
	if e.Online {
		return rq.t("community.online")
	}
	return e.Place.In(rq.lang)
}

func nonEmpty(list ...string) []string {
	var out []string
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

type eventPage struct {
	theme.Shell
	Event    *community.Event
	Badges   []theme.Badge
	Lead     string
	State    string
	Facts    theme.Facts
	Buttons  []theme.Button
	Speakers []string
	Links    []theme.Link
}

// event is one event.
func (p *Portal) event(rq request) (*edge.Response, error) {
	e, err := rq.snap().Community.Event(rq.PathValue("slug"))
	if err != nil {
		return nil, err
	}
	over := e.Over(p.now())
	page := eventPage{Shell: p.shell(rq, e.Title.In(rq.lang), clipped(e.When(rq.lang)+". "+e.Summary.In(rq.lang), 158)), Event: e, Badges: rq.eventBadges(e), Lead: e.Summary.In(rq.lang), Speakers: e.Speakers}
	rq.trail(&page.Shell, e.Title.In(rq.lang), "bluehats", "events")
	rq.also(&page.Shell, "event", e.Slug)
	switch {
	case e.Cancelled:
		page.State = rq.t("web.event-cancelled")
	case over:
		page.State = rq.t("web.event-over")
	default:
		page.State = rq.t("web.event-coming")
	}
	add := func(label, value, at string) {
		if value != "" {
			page.Facts.Items = append(page.Facts.Items, rq.fact(label, value, at, e.Mark))
		}
	}
	add("web.event-when", e.When(rq.lang), "")
	add("web.event-where", rq.where(e), "")
	add("answer.fact-audience", rq.audience(e.Audience), "")
	add("web.event-host", e.Host, "")
	add("web.event-page", e.URL, e.URL)
	if !over && !e.Cancelled {
		if e.Join != "" {
			page.Buttons = append(page.Buttons, theme.Button{Text: rq.t("web.event-join"), URL: e.Join})
		}
		page.Buttons = append(page.Buttons, theme.Button{Text: rq.t("web.event-calendar"), Kind: "secondary", URL: rq.to("event-calendar", e.Slug)})
	}
	if e.Recording != "" {
		page.Buttons = append(page.Buttons, theme.Button{Text: rq.t("web.event-recording"), Kind: "secondary", URL: e.Recording})
	}
	if e.Slides != "" {
		page.Buttons = append(page.Buttons, theme.Button{Text: rq.t("web.event-slides"), Kind: "secondary", URL: e.Slides})
	}
	page.Links = []theme.Link{{Text: rq.t("web.events-all"), URL: rq.to("events", "")}, {Text: rq.t("answer.next-spaces"), URL: rq.to("spaces", "")}, rq.write("web.event-correct", "web.event-correct-message")}
	return p.render(rq, "page-event", page)
}

// eventsCalendar is every event as a calendar that agendas follow.
func (p *Portal) eventsCalendar(rq request) (*edge.Response, error) {
	return p.calendar(rq, "events-calendar", "", rq.snap().Community.Events)
}

// eventCalendar is one event, to be put in an agenda.
func (p *Portal) eventCalendar(rq request) (*edge.Response, error) {
	e, err := rq.snap().Community.Event(rq.PathValue("slug"))
	if err != nil {
		return nil, err
	}
	return p.calendar(rq, "event-calendar", e.Slug, []*community.Event{e})
}

func (p *Portal) calendar(rq request, page, slug string, events []*community.Event) (*edge.Response, error) {
	var b bytes.Buffer
	err := community.WriteICal(&b, events, community.ICal{
		Lang: rq.lang, Name: rq.t("web.events-title"), URL: p.BaseURL + rq.to(page, slug),
		Page: func(slug string) string { return p.BaseURL + rq.to("event", slug) },
	})
	if err != nil {
		return nil, err
	}
	return edge.New(http.StatusOK, community.ICalType, "max-age=3600", b.Bytes(), true).Set("Content-Disposition", `inline; filename="bluehats.ics"`), nil
}
