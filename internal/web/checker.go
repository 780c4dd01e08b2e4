package web

import (
	"net/url"
	"strings"

	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/market"
	"guichet/internal/web/theme"
)

type checkerPage struct {
	theme.Shell
	Action string
	Errors *theme.ErrorSummary
	Fields []theme.Field
	Result *checkResult
	Source theme.SourceNote
}

// checkResult is what the checker answers, in words.
type checkResult struct {
	Route, Asked                 string
	Reasons, Conditions, Prepare []string
	Request                      string
	Facts                        theme.Facts
	Owed                         *theme.Table
	Write                        string
	Next                         []theme.Link
}

// checkerFields are the fields of the form by the names of market.Query's faults.
var checkerFields = map[string]string{"organisation": "etablissement", "software": "logiciel", "version": "version", "need": "besoin"}

// checker tells what a body may ask of the contracts: a form whose answer is in its own address.
func (p *Portal) checker(rq request) (*edge.Response, error) {
	page := checkerPage{Shell: p.shell(rq, rq.t("web.checker-title"), rq.t("web.checker-description")), Action: rq.to("checker", "")}
	rq.trail(&page.Shell, page.Title, "contracts")
	rq.also(&page.Shell, "checker", "")
	q := market.Query{Organisation: rq.param("etablissement"), Software: rq.param("logiciel"), Version: rq.param("version"), Need: market.Need(rq.param("besoin"))}
	wrong := map[string]string{}
	if rq.URL.RawQuery != "" {
		page.NoIndex = true
		c, err := rq.snap().Market.Check(q)
		if err == nil {
			page.Result = rq.checkResult(c)
		} else if wrong = rq.faults(err, checkerFields); wrong == nil {
			return nil, err
		}
	}
	options := []theme.Option{{Text: market.NeedAny.In(rq.lang)}}
	for _, n := range market.Needs {
		options = append(options, theme.Option{Value: string(n), Text: n.In(rq.lang), Selected: n == q.Need})
	}
	page.Fields = []theme.Field{
		{ID: "f-etablissement", Name: "etablissement", Type: "text", Label: rq.t("web.checker-body"), Hint: rq.t("web.checker-body-hint"), Value: q.Organisation, Required: true, Autocomplete: "organization", Error: wrong["etablissement"]},
		{ID: "f-logiciel", Name: "logiciel", Type: "text", Label: rq.t("web.checker-software"), Hint: rq.t("web.checker-software-hint"), Value: q.Software, Error: wrong["logiciel"]},
		{ID: "f-version", Name: "version", Type: "text", Label: rq.t("web.checker-version"), Hint: rq.t("web.checker-version-hint"), Value: q.Version, Error: wrong["version"]},
		{ID: "f-besoin", Name: "besoin", Type: "select", Label: rq.t("web.checker-need"), Options: options, Error: wrong["besoin"]},
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

// faults returns the messages of an errs.Invalid by the names of the form's fields, or nil for another error. What is wrong with several fields at once stands by
// each.
func (rq request) faults(err error, fields map[string]string) map[string]string {
	if !errs.Is(err, errs.Invalid) {
		return nil
	}
	wrong := map[string]string{}
	for _, e := range errs.All(err) {
		wrong[fields[e.Field]] = e.In(rq.lang)
	}
	return wrong
}

func (rq request) checkResult(c market.Check) *checkResult {
	in := func(keys []string) []string {
		var out []string
		for _, k := range keys {
			out = append(out, c.In(rq.lang, k))
		}
		return out
	}
	r := &checkResult{Route: c.In(rq.lang, "market.route-"+string(c.Route)), Reasons: in(c.Reasons), Conditions: in(c.Conditions), Prepare: in(c.Prepare)}
	asked := []string{c.Body.Name}
	if c.Coverage.Named() {
		asked = append(asked, strings.TrimSpace(c.Coverage.Title()+" "+c.Version))
	}
	if c.Need != market.NeedAny {
		asked = append(asked, c.Need.In(rq.lang))
	}
	r.Asked = strings.Join(asked, " · ")
	if c.Request != "" && c.Support != market.No {
		r.Request = rq.t("market.request-" + string(c.Request))
	}
	rq.checkFacts(r, c)
	r.Owed = rq.owedTable(c)
	r.Write = rq.t("web.checker-write-office", "mail", market.OfficeMail)
	if c.Route != market.RouteNone {
		r.Write = rq.t("web.checker-write-coordinator", "mail", market.OfficeMail)
	}
	rq.checkNext(r, c)
	return r
}

// checkFacts are the lines of the sources that the answer rests on.
func (rq request) checkFacts(r *checkResult, c market.Check) {
	b := c.Body.Beneficiary
	if b == nil {
		return
	}
	r.Facts.Items = append(r.Facts.Items, rq.fact("web.checker-line", c.Line(rq.lang), rq.to("beneficiaries", ""), b.Mark))
	if !b.Doubt.IsZero() && c.Need.Request() == "" {
		r.Facts.Items = append(r.Facts.Items, rq.fact("answer.fact-doubt", b.Doubt.In(rq.lang), "", b.Mark))
	}
	for _, x := range c.Coverage.Support {
		where := map[[2]bool]string{{true, true}: "both", {true, false}: "page", {false, true}: "csv"}[[2]bool{x.OnPage, x.OnCSV}]
		r.Facts.Items = append(r.Facts.Items, rq.fact("answer.fact-list", rq.t("answer.listed-"+where, "name", x.Name), "", x.Mark))
	}
	for _, l := range c.Lots() {
		if c.Expertise == market.Yes && c.Request == "" {
			r.Facts.Items = append(r.Facts.Items, rq.fact("answer.fact-lot", rq.t("answer.lot", "lot", l.Number, "scope", l.Scope.In(rq.lang))+", "+market.HolderNames(l.Holders), "", l.Mark))
		}
	}
	if s := rq.snap().Market.Support; s != nil && (c.Route == market.RouteSupport || c.Route == market.RouteBoth) {
		r.Facts.Items = append(r.Facts.Items, rq.fact("web.checker-holder", market.HolderNames(s.Holders), "", s.Mark))
	}
}

// owedTable says what the holder owes for the request, by gravity; nil when nothing is.
func (rq request) owedTable(c market.Check) *theme.Table {
	if len(c.Owed) == 0 {
		return nil
	}
	kinds := []market.Delay{market.Callback, market.Information, market.Workaround, market.Fix}
	switch c.Request {
	case market.InformationRequest:
		kinds = kinds[:2]
	case market.SupportRequest:
		kinds = []market.Delay{market.Callback, market.Workaround, market.Fix}
	}
	t := theme.Table{ID: "dus", Caption: rq.t("web.delays-table"), Columns: []theme.Column{{Title: rq.t("web.table-request")}}}
	for _, d := range kinds {
		t.Columns = append(t.Columns, theme.Column{Title: d.In(rq.lang)})
	}
	flag := map[bool]string{true: "1", false: "0"}
	for _, row := range c.Owed {
		cells := []theme.Cell{{Text: rq.t("answer.delay-row-" + flag[row.Critical] + flag[row.Blocking])}}
		for _, d := range kinds {
			cells = append(cells, theme.Cell{Text: row.Of(d).In(rq.lang)})
		}
		t.Rows = append(t.Rows, cells)
	}
	return &t
}

func (rq request) checkNext(r *checkResult, c market.Check) {
	link := func(text, to string) { r.Next = append(r.Next, theme.Link{Text: text, URL: to}) }
	if len(c.Owed) > 0 {
		kind := c.Request
		if kind == "" {
			kind = market.SupportRequest
		}
		link(rq.t("web.checker-next-delays"), rq.to("delays", "")+"?demande="+string(kind))
	}
	sw := c.Sheet()
	if sw != nil && sw.Slug == "debian" {
		link(rq.t("web.checker-next-debian"), rq.to("debian", "")+"?version="+url.QueryEscape(c.Version))
	}
	if c.Gap || c.Coverage.Supported() && c.Version != "" && c.Body.Beneficiary != nil && c.Body.Beneficiary.Support {
		q := url.Values{"etablissement": {c.Body.Name}, "logiciel": {c.Coverage.Title()}}
		if c.Version != "" {
			q.Set("version", c.Version)
		}
		link(rq.t("web.checker-next-gap", "software", strings.TrimSpace(c.Coverage.Title()+" "+c.Version)), rq.to("gap", "")+"?"+q.Encode())
	}
	if c.Body.Outside != "" {
		link(rq.t("web.nav-buy"), rq.to("buy", ""))
		link(rq.t("web.checker-next-contributions"), rq.to("contributions", ""))
	}
	if sw != nil {
		link(rq.t("web.checker-next-sheet", "software", sw.Name.V), rq.to("software", sw.Slug))
	}
	link(rq.t("web.checker-next-contact"), rq.to("contact", "")+"?topic=market")
	q := url.Values{"organisation": {c.Organisation}, "software": {c.Software}, "version": {c.Version}, "need": {string(c.Need)}, "lang": {string(rq.lang)}}
	for k, v := range q {
		if v[0] == "" {
			delete(q, k)
		}
	}
	link("JSON", "/api/v1/market/check?"+q.Encode())
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
