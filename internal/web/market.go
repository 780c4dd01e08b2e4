package web

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"guichet/internal/edge"
	"guichet/internal/market"
	"guichet/internal/web/theme"
	"guichet/internal/worktime"
)

// needs are the natures of a need that the checker tells apart; each leads to one of the two contracts.
var needs = []string{"fault", "information", "adaptation", "change", "study"}

type checkerPage struct {
	theme.Shell
	Action  string
	Errors  *theme.ErrorSummary
	Fields  []theme.Field
	Answer  *answerBlock
	Need    string
	Prepare []string
	Source  theme.SourceNote
}

// checker tells what a body may ask of the contracts for a software: a form whose answer is in its own address.
func (p *Portal) checker(rq request) (*edge.Response, error) {
	page := checkerPage{Shell: p.shell(rq, rq.t("web.checker-title"), rq.t("web.checker-description")), Action: rq.to("checker", "")}
	rq.trail(&page.Shell, page.Title, "contracts")
	rq.also(&page.Shell, "checker", "")
	body, software, version, need := rq.param("etablissement"), rq.param("logiciel"), rq.param("version"), rq.param("besoin")
	asked := rq.URL.RawQuery != ""
	wrong := map[string]string{}
	if asked && body == "" {
		wrong["etablissement"] = rq.t("web.checker-no-body")
	}
	if asked && body != "" {
		a, bodyKnown, softwareKnown := rq.snap().Answers.Check(rq.lang, body, software)
		if !bodyKnown {
			wrong["etablissement"] = rq.t("web.checker-body-unknown", "body", body)
		}
		if !softwareKnown {
			wrong["logiciel"] = rq.t("web.checker-software-unknown", "software", software)
		}
		if a.Found {
			page.Answer = p.answerBlock(rq, a)
			page.Need = rq.t("web.need-none-text")
			for _, n := range needs {
				if n == need {
					page.Need = rq.t("web.need-" + n + "-text")
				}
			}
			for _, k := range []string{"web.prepare-software", "web.prepare-symptom", "web.prepare-gravity", "web.prepare-coordinator"} {
				page.Prepare = append(page.Prepare, rq.t(k))
			}
		}
		page.NoIndex = true
	}
	options := []theme.Option{{Text: rq.t("web.need-any")}}
	for _, n := range needs {
		options = append(options, theme.Option{Value: n, Text: rq.t("web.need-" + n), Selected: n == need})
	}
	page.Fields = []theme.Field{
		{ID: "f-etablissement", Name: "etablissement", Type: "text", Label: rq.t("web.checker-body"), Hint: rq.t("web.checker-body-hint"), Value: body, Required: true, Autocomplete: "organization", Error: wrong["etablissement"]},
		{ID: "f-logiciel", Name: "logiciel", Type: "text", Label: rq.t("web.checker-software"), Hint: rq.t("web.checker-software-hint"), Value: software, Error: wrong["logiciel"]},
		{ID: "f-version", Name: "version", Type: "text", Label: rq.t("web.checker-version"), Hint: rq.t("web.checker-version-hint"), Value: version},
		{ID: "f-besoin", Name: "besoin", Type: "select", Label: rq.t("web.checker-need"), Options: options},
	}
	page.Errors = rq.summary(page.Fields)
	if page.Errors != nil {
		page.Title = rq.t("web.error-prefix", "title", page.Title)
	}
	if s := rq.snap().Market.Support; s != nil {
		page.Source = rq.sourceNote(s.Mark)
	}
	return p.render(rq, "page-checker", page)
}

// summary lists the faults of a form's fields, or is nil when there is none.
func (rq request) summary(fields []theme.Field) *theme.ErrorSummary {
	var s theme.ErrorSummary
	for _, f := range fields {
		if f.Error != "" {
			s.Items = append(s.Items, theme.Link{Text: f.Error, URL: "#" + f.ID})
		}
	}
	if len(s.Items) == 0 {
		return nil
	}
	s.Title = rq.t("web.check-fields")
	return &s
}

type delaysPage struct {
	theme.Shell
	Action      string
	Errors      *theme.ErrorSummary
	Fields      []theme.Field
	Due         *theme.Table
	Opened      string
	Days        []theme.Accordion
	Assumptions []string
	Calendar    theme.Link
	Source      theme.SourceNote
}

// delayForm is what the calculator reads from its address.
type delayForm struct {
	date, clock, kind, critical, blocking, territory string
	pauseFrom, pauseTo                               string
	wrong                                            map[string]string
}

func (rq request) delayForm() delayForm {
	f := delayForm{date: rq.param("date"), clock: rq.param("heure"), kind: rq.param("demande"), critical: rq.param("critique"), blocking: rq.param("bloquant"),
		territory: rq.param("territoire"), pauseFrom: rq.param("pause"), pauseTo: rq.param("reprise"), wrong: map[string]string{}}
	if f.kind == "" {
		f.kind = string(market.SupportRequest)
	}
	if f.territory == "" {
		f.territory = worktime.Metropole
	}
	return f
}

// compute says what is owed and when, or which field is wrong.
func (f *delayForm) compute(rq request) (market.Deadlines, bool) {
	cal, err := worktime.New(f.territory, worktime.Default())
	if err != nil {
		f.wrong["territoire"] = rq.t("web.delays-territory-unknown")
		return market.Deadlines{}, false
	}
	read := func(field, date, clock string) time.Time {
		layout := "2006-01-02 15:04"
		if strings.Contains(date, "/") {
			layout = "2/1/2006 15:04" // as French people write it
		}
		at, err := time.ParseInLocation(layout, date+" "+clock, cal.Location())
		if err != nil || at.Year() < worktime.FirstYear || at.Year() > worktime.LastYear {
			f.wrong[field] = rq.t("web.delays-" + field + "-wrong")
		}
		return at
	}
	if _, err := time.Parse("15:04", f.clock); err != nil {
		f.wrong["heure"] = rq.t("web.delays-heure-wrong")
	}
	opened := read("date", f.date, "12:00")
	if len(f.wrong) == 0 {
		opened = read("date", f.date, f.clock)
	}
	for field, v := range map[string]string{"critique": f.critical, "bloquant": f.blocking} {
		if v != "1" && v != "0" {
			f.wrong[field] = rq.t("web.delays-choose")
		}
	}
	if f.kind != string(market.SupportRequest) && f.kind != string(market.InformationRequest) {
		f.wrong["demande"] = rq.t("web.delays-choose")
	}
	var pauses []worktime.Pause
	if f.pauseFrom != "" {
		p := worktime.Pause{From: read("pause", f.pauseFrom, f.clock)}
		if f.pauseTo != "" {
			p.To = read("reprise", f.pauseTo, f.clock)
		}
		pauses = append(pauses, p)
	} else if f.pauseTo != "" {
		f.wrong["pause"] = rq.t("web.delays-pause-wrong")
	}
	row, ok := rq.snap().Market.Delay(f.critical == "1", f.blocking == "1")
	if len(f.wrong) > 0 || !ok {
		return market.Deadlines{}, false
	}
	d, err := market.Due(opened, row, market.RequestKind(f.kind), cal, pauses)
	switch {
	case errors.Is(err, market.ErrPauseEarly):
		f.wrong["pause"] = rq.t("web.delays-pause-early")
	case errors.Is(err, worktime.ErrPause):
		f.wrong["reprise"] = rq.t("web.delays-reprise-early")
	case err != nil:
		f.wrong["date"] = rq.t("web.delays-date-wrong")
	}
	return d, err == nil
}

// delays computes when the holder owes what.
func (p *Portal) delays(rq request) (*edge.Response, error) {
	page := delaysPage{Shell: p.shell(rq, rq.t("web.delays-title"), rq.t("web.delays-description")), Action: rq.to("delays", "")}
	rq.trail(&page.Shell, page.Title, "contracts")
	rq.also(&page.Shell, "delays", "")
	f := rq.delayForm()
	if rq.URL.RawQuery != "" {
		page.NoIndex = true
		if d, ok := f.compute(rq); ok {
			page.show(rq, d)
		}
	}
	page.Fields = f.fields(rq)
	page.Errors = rq.summary(page.Fields)
	if page.Errors != nil {
		page.Title = rq.t("web.error-prefix", "title", page.Title)
	}
	page.Source = rq.sourceNote(rq.snap().Market.DelayMark)
	return p.render(rq, "page-delays", page)
}

func (f delayForm) fields(rq request) []theme.Field {
	choice := func(name, label, value string, options ...string) theme.Field {
		field := theme.Field{ID: "f-" + name, Name: name, Type: "radio", Label: rq.t(label), Required: true, Error: f.wrong[name]}
		for i := 0; i < len(options); i += 2 {
			field.Options = append(field.Options, theme.Option{Value: options[i], Text: rq.t(options[i+1]), Selected: options[i] == value})
		}
		return field
	}
	territories := theme.Field{ID: "f-territoire", Name: "territoire", Type: "select", Label: rq.t("web.delays-territory"), Hint: rq.t("web.delays-territory-hint"), Error: f.wrong["territoire"]}
	for _, t := range worktime.Territories() {
		territories.Options = append(territories.Options, theme.Option{Value: t.ID, Text: t.Name.In(rq.lang), Selected: t.ID == f.territory})
	}
	return []theme.Field{
		{ID: "f-date", Name: "date", Type: "text", Label: rq.t("web.delays-date"), Hint: rq.t("web.delays-date-hint"), MaxLength: 10, Value: f.date, Required: true, Error: f.wrong["date"]},
		{ID: "f-heure", Name: "heure", Type: "text", Label: rq.t("web.delays-clock"), Hint: rq.t("web.delays-clock-hint"), Value: f.clock, Required: true, MaxLength: 5, Error: f.wrong["heure"]},
		choice("demande", "web.delays-kind", f.kind, "support", "web.delays-kind-support", "information", "web.delays-kind-information"),
		choice("critique", "web.delays-critical", f.critical, "1", "web.yes", "0", "web.no"),
		choice("bloquant", "web.delays-blocking", f.blocking, "1", "web.yes", "0", "web.no"),
		territories,
		{ID: "f-pause", Name: "pause", Type: "text", Label: rq.t("web.delays-pause"), Hint: rq.t("web.delays-pause-hint"), Value: f.pauseFrom, Error: f.wrong["pause"]},
		{ID: "f-reprise", Name: "reprise", Type: "text", Label: rq.t("web.delays-resume"), Hint: rq.t("web.delays-resume-hint"), Value: f.pauseTo, Error: f.wrong["reprise"]},
	}
}

// show fills in the dates, the count of each day and what was assumed.
func (page *delaysPage) show(rq request, d market.Deadlines) {
	page.Opened = worktime.Moment(rq.lang, d.Opened)
	t := theme.Table{ID: "echeances", Caption: rq.t("web.delays-table"), Columns: []theme.Column{{Title: rq.t("web.delays-what")}, {Title: rq.t("web.delays-span")}, {Title: rq.t("web.delays-due")}}}
	dated := false
	for _, o := range d.Owed {
		due := rq.t("web.delays-suspended")
		if !o.Suspended {
			due, dated = worktime.Moment(rq.lang, o.Due), true
		}
		t.Rows = append(t.Rows, []theme.Cell{{Text: o.Delay.In(rq.lang)}, {Text: o.Span.In(rq.lang)}, {Text: due}})
		days := theme.Table{ID: "jours-" + string(o.Delay), Caption: rq.t("web.delays-days", "what", o.Delay.In(rq.lang)), Columns: []theme.Column{{Title: rq.t("web.table-date")}, {Title: rq.t("web.delays-count")}}}
		for _, s := range o.Count.Steps {
			days.Rows = append(days.Rows, []theme.Cell{{Text: s.Date.In(rq.lang)}, {Text: s.Reason(rq.lang)}})
		}
		page.Days = append(page.Days, theme.Accordion{ID: "detail-" + string(o.Delay), Title: rq.t("web.delays-detail", "what", o.Delay.In(rq.lang)), Body: rq.draw(days)})
	}
	page.Due = &t
	for _, a := range d.Assumptions {
		page.Assumptions = append(page.Assumptions, a.In(rq.lang))
	}
	if dated {
		page.Calendar = theme.Link{Text: rq.t("web.delays-ics"), URL: rq.to("delays", "") + ".ics?" + rq.URL.Query().Encode()}
	}
}

// delaysCalendar gives the dates as a calendar file.
func (p *Portal) delaysCalendar(rq request) (*edge.Response, error) {
	f := rq.delayForm()
	d, ok := f.compute(rq)
	if !ok {
		return nil, errNoCalendar
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
