package web

import (
	"fmt"
	"net/http"
	"strings"

	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/procurement"
	"guichet/internal/web/theme"
)

type guidePage struct {
	theme.Shell
	Heading, Lead string
	Action        string
	Draft         theme.Alert
	Errors        *theme.ErrorSummary
	Fields        []theme.Field
	Result        *guideResult
	Next          []theme.Link
}

type guideResult struct {
	Alert    theme.Alert
	Reasons  []string
	Licences []theme.Link
	Justify  []string
	Laws     any
	Files    []theme.Link
	Link     theme.Link
	Dated    string
}

// guideParents are the pages under which the guides stand.
var guideParents = map[string][]string{"opening": {"publish"}, "openness": {"publish"}, "contributing": {"publish"}, "licence-choice": {"buy", "licence-adviser"}}

// guideNext are the pages that follow a guide.
var guideNext = map[string][]string{"contributing": {"licence-adviser", "publish"}, "opening": {"licence-choice", "repository", "openness", "publish"}, "openness": {"publish", "repository", "publiccode"}, "licence-choice": {"licence-adviser", "components", "approval"}}

// guide serves a form whose outcome is in its own address.
func (p *Portal) guide(name string) handler {
	return func(rq request) (*edge.Response, error) {
		g := procurement.Guides[name]
		page := guidePage{Shell: p.shell(rq, rq.t(g.Label("title")), rq.t(g.Label("lead"))), Heading: rq.t(g.Label("title")), Lead: rq.t(g.Label("lead")), Action: rq.to(name, "")}
		rq.trail(&page.Shell, page.Title, guideParents[name]...)
		rq.also(&page.Shell, name, "")
		page.Draft = theme.Alert{Kind: "warning", Title: rq.t("guide.draft")}
		answers, status, wrong := g.Read(rq.URL.Query()), http.StatusOK, map[string]string{}
		if rq.URL.RawQuery != "" {
			page.NoIndex = true
			o, err := g.Decide(answers)
			switch {
			case errs.Is(err, errs.Invalid):
				status = http.StatusBadRequest
				for _, e := range errs.All(err) {
					wrong[e.Field] = e.In(rq.lang)
				}
			case err != nil:
				return nil, err
			default:
				page.Result = rq.guideResult(g, o)
			}
		}
		for _, q := range g.Questions {
			f := theme.Field{ID: "f-" + q.Name, Name: q.Name, Type: "radio", Label: rq.t(g.Label(q.Name)), Required: true, Error: wrong[q.Name]}
			for _, v := range q.Values {
				f.Options = append(f.Options, theme.Option{Value: v, Text: rq.t(g.Label(q.Name + "-" + v)), Selected: answers[q.Name] == v})
			}
			page.Fields = append(page.Fields, f)
		}
		for _, next := range guideNext[name] {
			page.Next = append(page.Next, theme.Link{Text: rq.t("web.nav-" + next), URL: rq.to(next, "")})
		}
		if page.Errors = rq.summary(page.Fields); page.Errors != nil {
			page.Title = rq.t("web.error-prefix", "title", page.Title)
		}
		return p.renderStatus(rq, status, "page-guide", page)
	}
}

func (rq request) guideResult(g *procurement.Guide, o procurement.Outcome) *guideResult {
	set := rq.snap().Procurement
	query := g.Query(o.Answers)
	r := &guideResult{Alert: theme.Alert{Kind: o.Kind, Title: rq.t(g.Label("verdict-" + o.Verdict))}, Justify: o.Justification(rq.lang), Laws: rq.lawTable(set.LawsOf(o)),
		Link: theme.Link{Text: rq.t("guide.link"), URL: rq.to(g.Name, "") + "?" + query}, Dated: rq.t("guide.dated", "date", today().In(rq.lang))}
	for _, reason := range o.Reasons {
		r.Reasons = append(r.Reasons, rq.t(reason))
	}
	for _, id := range o.Licences {
		name := id
		if l := set.BySPDX(id); l != nil {
			name += " – " + l.Name
		}
		r.Licences = append(r.Licences, theme.Link{Text: name, URL: rq.to("licence", id)})
	}
	for _, f := range clauseFileFormats() {
		r.Files = append(r.Files, theme.Link{Text: rq.t("guide.file-" + f), URL: strings.TrimSuffix(rq.to(g.Name, ""), "/") + "." + f + "?" + query})
	}
	return r
}

// guideFile gives the outcome as a dated note.
func (p *Portal) guideFile(name, format string) handler {
	return func(rq request) (*edge.Response, error) {
		g := procurement.Guides[name]
		o, err := g.Decide(g.Read(rq.URL.Query()))
		if err != nil {
			return nil, err
		}
		f := clauseFormats[format]
		day := today()
		body, err := f.write(rq.snap().Procurement.GuideNote(o, rq.lang, day, p.BaseURL+rq.to(name, "")+"?"+g.Query(o.Answers)))
		if err != nil {
			return nil, fmt.Errorf("writing the note of %s as %s: %w", name, format, err)
		}
		resp := edge.New(http.StatusOK, f.kind, "no-cache", body, format == "md").Set("X-Robots-Tag", "noindex")
		return resp.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="note-%s.%s"`, day, format)), nil
	}
}

type approvalPage struct {
	theme.Shell
	Action string
	Errors *theme.ErrorSummary
	Fields []theme.Field
	Laws   any
}

// approval shows the form of a request for the approval of a licence.
func (p *Portal) approval(rq request) (*edge.Response, error) {
	return p.approvalPage(rq, http.StatusOK, procurement.Approval{Licence: rq.param("licence")}, nil)
}

// approvalWrite draws the request up as a file; nothing of it is kept.
func (p *Portal) approvalWrite(rq request) (*edge.Response, error) {
	form, err := rq.largeForm(int64(len(procurement.ApprovalItems)) * procurement.MaxApproval * 12)
	if err != nil {
		return nil, err
	}
	line := func(name string) string { return strings.Join(strings.Fields(form(name)), " ") }
	a := procurement.Approval{Body: line("organisme"), Licence: line("licence"), Items: map[string]string{}}
	for _, k := range procurement.ApprovalItems {
		a.Items[k] = form(k)
	}
	if err := a.Validate(); err != nil {
		return p.approvalPage(rq, http.StatusBadRequest, a, err)
	}
	format := form("format")
	f, ok := clauseFormats[format]
	if !ok {
		format, f = "odt", clauseFormats["odt"]
	}
	day := today()
	body, err := f.write(rq.snap().Procurement.Request(a, day))
	if err != nil {
		return nil, fmt.Errorf("writing a request for approval as %s: %w", format, err)
	}
	return edge.New(http.StatusOK, f.kind, "no-store", body, false).Set("Content-Disposition", fmt.Sprintf(`attachment; filename="demande-homologation-%s.%s"`, day, format)), nil
}

func (p *Portal) approvalPage(rq request, status int, a procurement.Approval, fault error) (*edge.Response, error) {
	page := approvalPage{Shell: p.shell(rq, rq.t("guide.approval-title"), rq.t("guide.approval-lead")), Action: rq.to("approval", "")}
	rq.trail(&page.Shell, page.Title, "buy", "licence-adviser")
	rq.also(&page.Shell, "approval", "")
	wrong := map[string]string{}
	for _, e := range errs.All(fault) {
		wrong[e.Field] = e.In(rq.lang)
	}
	page.Fields = []theme.Field{
		{ID: "f-organisme", Name: "organisme", Type: "text", Label: rq.t("guide.approval-organisme"), Value: a.Body, Error: wrong["organisme"], Required: true, MaxLength: 200, Autocomplete: "organization"},
		{ID: "f-licence", Name: "licence", Type: "text", Label: rq.t("guide.approval-licence"), Value: a.Licence, Error: wrong["licence"], Required: true, MaxLength: 200, Autocomplete: "off"},
	}
	for _, k := range procurement.ApprovalItems {
		page.Fields = append(page.Fields, theme.Field{ID: "f-" + k, Name: k, Type: "textarea", Label: rq.t("guide.approval-" + k), Hint: rq.t("guide.approval-" + k + "-hint"), Value: a.Items[k], Error: wrong[k], Required: true, MaxLength: procurement.MaxApproval, Rows: 5})
	}
	formats := theme.Field{ID: "f-format", Name: "format", Type: "select", Label: rq.t("guide.approval-format")}
	for _, f := range []string{"odt", "docx", "md"} {
		formats.Options = append(formats.Options, theme.Option{Value: f, Text: rq.t("guide.file-" + f)})
	}
	page.Fields = append(page.Fields, formats)
	if page.Errors = rq.summary(page.Fields); page.Errors != nil {
		page.Title = rq.t("web.error-prefix", "title", page.Title)
	}
	set := rq.snap().Procurement
	page.Laws = rq.lawTable([]*procurement.Law{set.Law("crpa-d323-2-2"), set.Law("crpa-d323-2-1"), set.Law("crpa-l323-2")})
	return p.renderStatus(rq, status, "page-approval", page)
}
