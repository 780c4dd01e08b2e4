package web

import (
	"net/http"
	"net/url"

	"guichet/internal/catalog"
	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/snapshot"
	"guichet/internal/web/theme"
)

type entryPage struct {
	theme.Shell
	Action string
	Errors *theme.ErrorSummary
	Fields []theme.Field
	Result *entryResult
	Rules  theme.Link
}

// entryResult is the verdict on each rule of entry, and what to do next.
type entryResult struct {
	Alert    theme.Alert
	Known    string // what the desk knows of the software that is named
	Sheet    theme.Link
	Verdicts theme.Facts
	Todo     []theme.Link
}

// entryRules is the form that says whether a software may enter the SILL; its answer is in its own address.
func (p *Portal) entryRules(rq request) (*edge.Response, error) {
	page := entryPage{Shell: p.shell(rq, rq.t("web.entry-title"), rq.t("web.entry-description")), Action: rq.to("entry-rules", ""), Rules: theme.Link{Text: rq.t("web.entry-read-rules"), URL: rq.to("catalogue-rules", "")}}
	rq.trail(&page.Shell, page.Title, "software-list")
	rq.also(&page.Shell, "entry-rules", "")
	a := catalog.ReadEntryAnswers(rq.URL.Query())
	status, wrong := http.StatusOK, map[string]string{}
	if rq.URL.RawQuery != "" {
		page.NoIndex = true
		e, err := rq.snap().ExamineEntry(a)
		if err != nil {
			status = http.StatusBadRequest
			for _, x := range errs.All(err) {
				wrong[x.Field] = x.In(rq.lang)
			}
		} else {
			page.Result = rq.entryResult(e)
			page.Alternate.URL += "?" + a.Query()
		}
	}
	page.Fields = rq.entryFields(a, wrong)
	if page.Errors = rq.summary(page.Fields); page.Errors != nil {
		page.Title = rq.t("web.error-prefix", "title", page.Title)
	}
	return p.renderStatus(rq, status, "page-entry", page)
}

func (rq request) entryFields(a catalog.EntryAnswers, wrong map[string]string) []theme.Field {
	fields := []theme.Field{
		{ID: "f-logiciel", Name: "logiciel", Type: "text", Label: rq.t("web.entry-logiciel"), Hint: rq.t("web.entry-logiciel-hint"), Value: a.Software, Error: wrong["logiciel"], MaxLength: catalog.MaxEntryWords, Autocomplete: "off"},
		{ID: "f-licence", Name: "licence", Type: "text", Label: rq.t("web.entry-licence"), Hint: rq.t("web.entry-licence-hint"), Value: a.Licence, Error: wrong["licence"], MaxLength: catalog.MaxEntryWords, Autocomplete: "off"},
	}
	for _, v := range catalog.EntryValues {
		f := theme.Field{ID: "f-" + v.Name, Name: v.Name, Type: "radio", Label: rq.t("web.entry-" + v.Name), Error: wrong[v.Name]}
		for _, value := range v.Values {
			f.Options = append(f.Options, theme.Option{Value: value, Text: rq.t("web.entry-" + v.Name + "-" + value), Selected: a.Answer(v.Name) == value})
		}
		fields = append(fields, f)
	}
	return fields
}

func (rq request) entryResult(e snapshot.Entry) *entryResult {
	kind := map[catalog.State]string{catalog.Yes: "success", catalog.No: "error"}[e.Sum]
	if kind == "" {
		kind = "warning"
	}
	r := &entryResult{Alert: theme.Alert{Kind: kind, Title: rq.t("web.entry-sum-" + string(e.Sum)), Body: paragraph(rq.t("web.entry-sum-" + string(e.Sum) + "-text"))}}
	if sw := e.Sheet; sw != nil {
		r.Sheet = theme.Link{Text: rq.t("web.entry-sheet", "software", sw.Name.V), URL: rq.to("software", sw.Slug)}
		r.Known = rq.t("web.entry-known", "software", sw.Name.V)
		if sw.SILL {
			r.Known = rq.t("web.entry-listed", "software", sw.Name.V)
		}
	}
	for _, v := range e.Verdicts {
		f := rq.fact("web.entry-rule-"+string(v.Rule), rq.t("web.entry-verdict-"+string(v.Rule)+"-"+string(v.State), "licence", e.Licence), "", e.Rules)
		r.Verdicts.Items = append(r.Verdicts.Items, f)
	}
	if !e.FromThis.IsZero() {
		r.Verdicts.Items = append(r.Verdicts.Items, rq.fact("web.entry-from-sheet", e.Licence, "", e.FromThis))
	}
	r.Todo = rq.entryNext(e)
	return r
}

// entryNext says what to do about each rule that is not kept or not known.
func (rq request) entryNext(e snapshot.Entry) []theme.Link {
	var out []theme.Link
	rules := rq.to("catalogue-rules", "")
	anchor := func(fr, en string) string {
		if rq.lang == "fr" {
			return rules + "#" + fr
		}
		return rules + "#" + en
	}
	for _, v := range e.Verdicts {
		if v.State == catalog.Yes || v.State == catalog.NotApplicable {
			continue
		}
		to := anchor("criteres", "criteria")
		switch v.Rule {
		case catalog.RuleLicence:
			to = rq.to("licences", "")
		case catalog.RuleProposer, catalog.RuleDeployment:
			to = anchor("editeur", "publisher")
		}
		out = append(out, theme.Link{Text: rq.t("web.entry-todo-" + string(v.Rule)), URL: to})
	}
	if e.Sum == catalog.Yes {
		out = append(out, theme.Link{Text: rq.t("web.entry-todo-add"), URL: anchor("referent", "referent")})
	}
	about := rq.t("web.entry-ask-about", "software", e.Asked.Software, "licence", e.Licence)
	return append(out, theme.Link{Text: rq.t("web.entry-todo-ask"), URL: rq.to("contact", "") + "?q=" + url.QueryEscape(about)})
}
