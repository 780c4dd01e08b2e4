package web

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/figure"
	"guichet/internal/market"
	"guichet/internal/web/theme"
	"guichet/internal/worktime"
)

type delaysPage struct {
	theme.Shell
	Action      string
	Errors      *theme.ErrorSummary
	Fields      []theme.Field
	Settings    []theme.Field // what the contract does not publish
	Open        bool          // the settings are not the defaults
	Due         *theme.Table
	Opened      string
	Timeline    *theme.Figure
	Days        []theme.Accordion
	Assumptions []string
	Calendar    theme.Link
	Edit, Again theme.Link
	Source      theme.SourceNote
}

// delayFields are the fields of the form by the names of market.DelayQuery's faults.
var delayFields = map[string]string{"date": "date", "time": "heure", "kind": "demande", "critical": "critique", "blocking": "bloquant", "territory": "territoire",
	"pause": "pause", "resume": "reprise", "open": "ouverture", "close": "fermeture", "start": "depart", "days": "jours"}

func (rq request) delayQuery() market.DelayQuery {
	return market.DelayQuery{Date: rq.param("date"), Time: rq.param("heure"), Kind: rq.param("demande"), Critical: rq.param("critique"), Blocking: rq.param("bloquant"), Territory: rq.param("territoire"),
		Pause: rq.param("pause"), Resume: rq.param("reprise"), Open: rq.param("ouverture"), Close: rq.param("fermeture"), Start: rq.param("depart"), Days: rq.param("jours")}
}

// delays computes when the holder owes what.
func (p *Portal) delays(rq request) (*edge.Response, error) {
	page := delaysPage{Shell: p.shell(rq, rq.t("web.delays-title"), rq.t("web.delays-description")), Action: rq.to("delays", "")}
	rq.trail(&page.Shell, page.Title, "contracts")
	rq.also(&page.Shell, "delays", "")
	q, wrong := rq.delayQuery(), map[string]string{}
	if rq.URL.RawQuery != "" {
		page.NoIndex = true
	}
	if q != (market.DelayQuery{Kind: q.Kind}) || rq.URL.RawQuery != "" && q.Kind == "" { // a link that only says the kind begins a form
		d, err := rq.snap().Market.DelaysOf(q)
		switch {
		case err == nil && rq.param("modifier") != "":
		case err == nil:
			page.show(rq, d)
		default:
			if wrong = rq.faults(err, delayFields); wrong == nil {
				return nil, err
			}
		}
	}
	if page.Due != nil { // the answers can be changed, on the page of the form
		values := rq.URL.Query()
		values.Set("modifier", "1")
		page.Edit = theme.Link{Text: rq.t("web.delays-edit"), URL: page.Action + "?" + values.Encode()}
		page.Again = theme.Link{Text: rq.t("web.delays-again"), URL: page.Action}
		page.Source = rq.sourceNote(rq.snap().Market.DelayMark)
		return p.render(rq, "page-delays", page)
	}
	page.Fields = rq.delayForm(q, wrong)
	page.Settings = rq.delaySettings(q, wrong)
	page.Open = q.Open+q.Close != "" || q.Start != "" && q.Start != string(worktime.OnReceipt) || q.Days != "" && q.Days != string(worktime.FromNextDay)
	page.Errors = rq.summary(append(append([]theme.Field{}, page.Fields...), page.Settings...))
	if page.Errors != nil {
		page.Title = rq.t("web.error-prefix", "title", page.Title)
	}
	page.Source = rq.sourceNote(rq.snap().Market.DelayMark)
	return p.render(rq, "page-delays", page)
}

// options is a field with one choice among options: a value, then the key of its words.
func (rq request) options(kind, name, label, value string, wrong map[string]string, options ...string) theme.Field {
	f := theme.Field{ID: "f-" + name, Name: name, Type: kind, Label: rq.t(label), Required: kind == "radio", Error: wrong[name]}
	for i := 0; i < len(options); i += 2 {
		f.Options = append(f.Options, theme.Option{Value: options[i], Text: rq.t(options[i+1]), Selected: options[i] == value})
	}
	return f
}

func (rq request) delayForm(q market.DelayQuery, wrong map[string]string) []theme.Field {
	if q.Kind == "" {
		q.Kind = string(market.SupportRequest)
	}
	if q.Territory == "" {
		q.Territory = worktime.Metropole
	}
	territories := theme.Field{ID: "f-territoire", Name: "territoire", Type: "select", Label: rq.t("web.delays-territory"), Hint: rq.t("web.delays-territory-hint"), Error: wrong["territoire"]}
	for _, t := range worktime.Territories() {
		territories.Options = append(territories.Options, theme.Option{Value: t.ID, Text: t.Name.In(rq.lang), Selected: t.ID == q.Territory})
	}
	return []theme.Field{
		{ID: "f-date", Name: "date", Type: "text", Label: rq.t("web.delays-date"), Hint: rq.t("web.delays-date-hint"), MaxLength: 40, Value: q.Date, Required: true, Error: wrong["date"]},
		{ID: "f-heure", Name: "heure", Type: "text", Label: rq.t("web.delays-clock"), Hint: rq.t("web.delays-clock-hint"), Value: q.Time, Required: true, MaxLength: 20, Error: wrong["heure"]},
		rq.options("radio", "demande", "web.delays-kind", q.Kind, wrong, "support", "web.delays-kind-support", "information", "web.delays-kind-information"),
		rq.options("radio", "critique", "web.delays-critical", q.Critical, wrong, "1", "web.yes", "0", "web.no"),
		rq.options("radio", "bloquant", "web.delays-blocking", q.Blocking, wrong, "1", "web.yes", "0", "web.no"),
		territories,
		{ID: "f-pause", Name: "pause", Type: "text", Label: rq.t("web.delays-pause"), Hint: rq.t("web.delays-pause-hint"), Value: q.Pause, Error: wrong["pause"]},
		{ID: "f-reprise", Name: "reprise", Type: "text", Label: rq.t("web.delays-resume"), Hint: rq.t("web.delays-resume-hint"), Value: q.Resume, Error: wrong["reprise"]},
	}
}

// delaySettings are the fields of what the contract does not publish, with the defaults.
func (rq request) delaySettings(q market.DelayQuery, wrong map[string]string) []theme.Field {
	return []theme.Field{
		{ID: "f-ouverture", Name: "ouverture", Type: "text", Label: rq.t("web.delays-open"), Hint: rq.t("web.delays-default", "value", "9 h"), MaxLength: 20, Value: q.Open, Error: wrong["ouverture"]},
		{ID: "f-fermeture", Name: "fermeture", Type: "text", Label: rq.t("web.delays-close"), Hint: rq.t("web.delays-default", "value", "18 h"), MaxLength: 20, Value: q.Close, Error: wrong["fermeture"]},
		rq.options("select", "jours", "web.delays-day-rule", q.Days, wrong, string(worktime.FromNextDay), "web.delays-next-day", string(worktime.FromSameDay), "web.delays-same-day", string(worktime.HourForHour), "web.delays-hour-for-hour"),
		rq.options("select", "depart", "web.delays-start-rule", q.Start, wrong, string(worktime.OnReceipt), "web.delays-receipt", string(worktime.OnSending), "web.delays-sending"),
	}
}

// show fills in the dates, the count of each day and what was assumed.
func (page *delaysPage) show(rq request, d market.Deadlines) {
	page.Opened = worktime.Moment(rq.lang, d.Opened)
	t := theme.Table{ID: "echeances", Caption: rq.t("web.delays-table"), Columns: []theme.Column{{Title: rq.t("web.delays-what")}, {Title: rq.t("web.delays-span")}, {Title: rq.t("web.delays-due")}}}
	line := figure.Timeline{Title: rq.t("web.delays-timeline"), Lang: rq.lang, Format: func(m time.Time) string { return worktime.Moment(rq.lang, m) },
		Columns: []string{rq.t("web.delays-what"), rq.t("web.delays-span"), rq.t("web.delays-from"), rq.t("web.delays-due")}}
	for _, o := range d.Owed {
		due := rq.t("web.delays-suspended")
		if !o.Suspended {
			due = worktime.Moment(rq.lang, o.Due)
			line.Rows = append(line.Rows, figure.Row{Label: o.Delay.In(rq.lang), Spans: []figure.Span{{From: d.Opened, To: o.Due, What: o.Span.In(rq.lang), Tone: len(line.Rows)}}})
		}
		t.Rows = append(t.Rows, []theme.Cell{{Text: o.Delay.In(rq.lang)}, {Text: o.Span.In(rq.lang)}, {Text: due}})
	}
	page.Days = rq.counts(d)
	page.Due = &t
	for _, a := range d.Assumptions {
		page.Assumptions = append(page.Assumptions, a.In(rq.lang))
	}
	if len(line.Rows) > 0 {
		for _, p := range d.Pauses {
			if !p.To.IsZero() {
				line.Rows = append(line.Rows, figure.Row{Label: rq.t("web.delays-waiting"), Spans: []figure.Span{{From: p.From, To: p.To, Tone: 3}}})
			}
		}
		line.Description = rq.t("web.delays-timeline-text", "n", len(d.Owed), "when", page.Opened)
		f := theme.Drawn("frise", line.Draw("frise-image"), "")
		page.Timeline = &f
		page.Calendar = theme.Link{Text: rq.t("web.delays-ics"), URL: rq.to("delays", "") + ".ics?" + rq.URL.Query().Encode()}
	}
}

// counts explains every date. Delays in days of one request are one count, of which the shorter ones are the beginning: it is told once, up to the longest.
func (rq request) counts(d market.Deadlines) []theme.Accordion {
	var out []theme.Accordion
	var longest *market.Deadline
	ends := map[worktime.Date]string{}
	add := func(o market.Deadline, title string) {
		out = append(out, theme.Accordion{ID: "detail-" + string(o.Delay), Title: title, Body: rq.draw(rq.weeks(o, ends))})
	}
	for i, o := range d.Owed {
		if o.Count.Span.Unit == worktime.Hours {
			add(o, rq.t("web.delays-detail", "what", o.Delay.In(rq.lang)))
			continue
		}
		if !o.Suspended {
			ends[worktime.DateOf(o.Due)] = o.Delay.In(rq.lang)
		}
		if longest == nil || len(o.Count.Steps) >= len(longest.Count.Steps) {
			longest = &d.Owed[i]
		}
	}
	if longest != nil {
		add(*longest, rq.t("web.delays-detail-days"))
	}
	return out
}

// weeks tells what each day brought to a count, a week a row: a count of sixty days is thirteen rows and not ninety. ends names what falls due on a day.
func (rq request) weeks(o market.Deadline, ends map[worktime.Date]string) theme.Table {
	t := theme.Table{ID: "jours-" + string(o.Delay), Caption: rq.t("web.delays-days", "what", o.Delay.In(rq.lang)), Columns: []theme.Column{{Title: rq.t("web.delays-week-of")}, {Title: rq.t("web.delays-count")}}}
	var parts []string
	var monday worktime.Date
	flush := func() {
		if len(parts) > 0 {
			t.Rows = append(t.Rows, []theme.Cell{{Text: dayOf(monday, rq)}, {Text: strings.Join(parts, rq.t("web.delays-semicolon"))}})
		}
		parts = nil
	}
	steps := o.Count.Steps
	for i := 0; i < len(steps); {
		first := steps[i]
		if start := first.Date.AddDays(-(int(first.Date.Weekday()) + 6) % 7); start != monday {
			flush()
			monday = start
		}
		last := i
		for last+1 < len(steps) && steps[last+1].Date.Weekday() != time.Monday && sameRun(first, steps[last+1]) && ends[steps[last].Date] == "" {
			last++
		}
		days := rq.shortDay(first.Date)
		if last > i {
			days = rq.t("web.delays-run", "first", days, "last", rq.shortDay(steps[last].Date))
		}
		why := first.Reason(rq.lang)
		if last > i && first.Rank > 0 {
			why = rq.t("web.delays-ranks", "from", first.Rank, "to", steps[last].Rank)
		}
		if end := ends[steps[last].Date]; end != "" {
			why += rq.t("web.delays-ends", "what", end)
		}
		parts = append(parts, days+rq.t("web.delays-colon")+why)
		i = last + 1
	}
	flush()
	return t
}

// sameRun reports whether two days bring the same to a count, so that they can be told in one breath.
func sameRun(a, b worktime.Step) bool {
	return a.Why == b.Why && (a.Why == worktime.DayOff || a.Why == worktime.Paused || a.Why == worktime.Counted && a.Rank > 0)
}

func (rq request) shortDay(d worktime.Date) string {
	return worktime.Weekday(rq.lang, d.Weekday()) + " " + strconv.Itoa(d.Day)
}

// dayOf writes a date without its day of the week.
func dayOf(d worktime.Date, rq request) string {
	_, rest, _ := strings.Cut(d.In(rq.lang), " ")
	return rest
}

// delaysCalendar gives the dates as a calendar file.
func (p *Portal) delaysCalendar(rq request) (*edge.Response, error) {
	d, err := rq.snap().Market.DelaysOf(rq.delayQuery())
	if errs.Is(err, errs.Invalid) {
		return nil, errNoCalendar
	}
	if err != nil {
		return nil, err
	}
	page, err := url.Parse(p.BaseURL + rq.to("delays", ""))
	if err != nil {
		return nil, err
	}
	page.RawQuery = rq.URL.Query().Encode()
	var b bytes.Buffer
	err = market.WriteICal(&b, d, market.ICal{Lang: rq.lang, URL: page.String(), Now: time.Now()})
	if errors.Is(err, market.ErrNothingDue) {
		return nil, errNoCalendar
	}
	if err != nil {
		return nil, err
	}
	return edge.New(http.StatusOK, "text/calendar; charset=utf-8", "no-store", b.Bytes(), false).Set("Content-Disposition", `attachment; filename="guichet-delais.ics"`), nil
}
