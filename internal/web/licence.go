package web

import (
	"cmp"
	"net/http"
	"strings"

	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/procurement"
	"guichet/internal/web/theme"
)

type licencePage struct {
	theme.Shell
	Action string
	Draft  theme.Alert
	Errors *theme.ErrorSummary
	Fields []theme.Field
	Result *licenceResult
	List   theme.Table
	Traps  []string

	Tools []theme.Link // what else can be done about licences
}

// licenceResult is the verdict on a component, and the rule of each of its licences.
type licenceResult struct {
	Alert theme.Alert
	Rules theme.Table
}

// licenceFields are the fields of the form by the fields of procurement.Compatible.
var licenceFields = map[string]string{"component": "composant", "outbound": "licence", "use": "usage"}

// verdictAlerts are the kinds of alert of the verdicts.
var verdictAlerts = map[procurement.Verdict]string{procurement.Fits: "success", procurement.Conditions: "warning", procurement.Undecided: "info", procurement.Refused: "error"}

// licenceAdviser lists the licences of article D.323-2-1, and says whether a component fits the licence under which a program is published.
func (p *Portal) licenceAdviser(rq request) (*edge.Response, error) {
	page := licencePage{Shell: p.shell(rq, rq.t("web.licence-adviser-title"), rq.t("web.licence-adviser-description")), Action: rq.to("licence-adviser", "")}
	rq.trail(&page.Shell, page.Title, "buy")
	rq.also(&page.Shell, "licence-adviser", "")
	page.Draft = theme.Alert{Kind: "warning", Title: rq.t("web.licence-adviser-draft")}
	page.Tools = []theme.Link{{Text: rq.t("web.nav-licence-choice"), URL: rq.to("licence-choice", "")}, {Text: rq.t("web.nav-licence-compare"), URL: rq.to("licence-compare", "")}, {Text: rq.t("web.nav-licence-matrix"), URL: rq.to("licence-matrix", "")}, {Text: rq.t("web.components-link"), URL: rq.to("components", "")}, {Text: rq.t("web.nav-approval"), URL: rq.to("approval", "")}}
	query := rq.URL.Query()
	component, outbound, use := strings.TrimSpace(query.Get("composant")), strings.TrimSpace(query.Get("licence")), procurement.Use(cmp.Or(query.Get("usage"), string(procurement.Linked)))
	status, wrong := http.StatusOK, map[string]string{}
	if query.Has("composant") {
		page.NoIndex = true
		a, err := procurement.Compatible(component, outbound, use)
		switch {
		case errs.Is(err, errs.Invalid):
			status, wrong = http.StatusBadRequest, rq.faults(err, licenceFields)
		case err != nil:
			return nil, err
		default:
			page.Result = rq.licenceResult(a)
		}
	}
	line := func(name, label, value string) theme.Field {
		return theme.Field{ID: "f-" + name, Name: name, Type: "text", Label: rq.t("web.licence-adviser-" + label), Hint: rq.t("web.licence-adviser-" + label + "-hint"), Value: value, Error: wrong[name], Required: true, MaxLength: procurement.MaxExpression, Autocomplete: "off"}
	}
	uses := theme.Field{ID: "f-usage", Name: "usage", Type: "radio", Label: rq.t("web.licence-adviser-use"), Required: true, Error: wrong["usage"]}
	for _, u := range procurement.Uses {
		uses.Options = append(uses.Options, theme.Option{Value: string(u), Text: rq.t(u.Label()), Selected: u == use})
	}
	page.Fields = []theme.Field{line("composant", "component", component), line("licence", "outbound", outbound), uses}
	if page.Errors = rq.summary(page.Fields); page.Errors != nil {
		page.Title = rq.t("web.error-prefix", "title", page.Title)
	}
	page.List = rq.licenceList()
	for _, trap := range []string{"bsl", "sspl", "gpl", "cecill", "agpl"} {
		page.Traps = append(page.Traps, rq.t("web.licence-adviser-trap-"+trap))
	}
	return p.renderStatus(rq, status, "page-licences", page)
}

func (rq request) columns(keys ...string) []theme.Column {
	var out []theme.Column
	for _, k := range keys {
		out = append(out, theme.Column{Title: rq.t("web.licence-adviser-" + k)})
	}
	return out
}

func (rq request) licenceResult(a procurement.Assessment) *licenceResult {
	r := &licenceResult{Alert: theme.Alert{Kind: verdictAlerts[a.Verdict], Title: rq.t(a.Verdict.Label()), Body: paragraph(a.Expression + " → " + a.Outbound)}}
	if a.Choice {
		r.Alert.Body += paragraph(rq.t("web.licence-adviser-choice"))
	}
	r.Rules = theme.Table{ID: "regles-tableau", Caption: rq.t("web.licence-adviser-why"), Columns: rq.columns("licence", "verdict", "rule")}
	for _, f := range a.Kept {
		r.Rules.Rows = append(r.Rules.Rows, []theme.Cell{{Text: f.Licence}, {Text: rq.t(f.Verdict.Label())}, {Text: rq.t(f.Label())}})
	}
	return r
}

// licenceList is the list of article D.323-2-1, permissive licences first.
func (rq request) licenceList() theme.Table {
	t := theme.Table{ID: "licences-tableau", Caption: rq.t("web.licence-adviser-list"), Columns: rq.columns("licence", "family", "source")}
	for _, l := range rq.snap().Procurement.ForSoftware() {
		t.Rows = append(t.Rows, []theme.Cell{{Text: l.SPDX + " – " + l.Name, URL: rq.to("licence", l.SPDX)}, {Text: rq.t(procurement.FamilyOf(l.SPDX).Label())}, {Text: strings.Join(rq.sources(l.Mark), ", ")}})
	}
	return t
}
