package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"

	"guichet/internal/components"
	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/procurement"
	"guichet/internal/sheet"
	"guichet/internal/web/theme"
)

type componentsPage struct {
	theme.Shell
	Action string
	Draft  theme.Alert
	Errors *theme.ErrorSummary
	Fields []theme.Field
	Result *componentsResult
	Next   []theme.Link
}

// componentsResult is the verdict on a list: the counts, then the components by verdict, what asks most of the reader first.
type componentsResult struct {
	Alert  theme.Alert
	Notes  []string
	Counts theme.Table
	Groups []componentsGroup
}

type componentsGroup struct {
	ID, Title, Cut string
	Table          theme.Table
}

// maxRows bounds the rows of one table of the page; the file has them all.
const maxRows = 500

// componentsForm is what the form holds. A file wins over pasted text.
type componentsForm struct {
	name, pasted, outbound, use string
	body                        []byte
	csv                         bool
}

// components shows the empty form, its outbound licence and use taken from the address, as links to it give them.
func (p *Portal) components(rq request) (*edge.Response, error) {
	return p.componentsPage(rq, http.StatusOK, componentsForm{outbound: rq.param("licence"), use: rq.param("usage")}, nil, nil)
}

// componentsJudge reads the list and says which components fit. Nothing of it is kept.
func (p *Portal) componentsJudge(rq request) (*edge.Response, error) {
	f, err := rq.componentsForm()
	if err != nil {
		return nil, err
	}
	list, listErr := components.Read(f.name, f.body)
	if listErr != nil && !errs.Is(listErr, errs.Invalid) {
		return nil, listErr
	}
	if list == nil {
		list = &components.List{}
	}
	report, err := components.Judge(rq.snap().Procurement, list, f.outbound, procurement.Use(f.use))
	if err != nil && !errs.Is(err, errs.Invalid) {
		return nil, err
	}
	if err = errors.Join(listErr, err); err != nil {
		return p.componentsPage(rq, http.StatusBadRequest, f, nil, err)
	}
	if f.csv {
		return rq.componentsFile(report)
	}
	return p.componentsPage(rq, http.StatusOK, f, report, nil)
}

// componentsForm reads the form, sent with its file or without.
func (rq request) componentsForm() (componentsForm, error) {
	rq.Body = http.MaxBytesReader(rq.w, rq.Body, 2*components.MaxFile+maxForm)
	var f componentsForm
	if err := rq.ParseMultipartForm(components.MaxFile); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return f, errTooLarge
		}
		return f, errs.Wrap(err, errs.Invalid, "web.bad-form")
	}
	if rq.MultipartForm != nil {
		defer rq.MultipartForm.RemoveAll() //nolint:errcheck // temporary files of a request
	}
	for _, name := range []string{"licence", "usage", "fichier", "format"} {
		if !edge.Text(rq.PostForm.Get(name)) {
			return f, errs.New(errs.Invalid, "web.bad-form")
		}
	}
	f = componentsForm{pasted: rq.PostForm.Get("composants"), outbound: strings.TrimSpace(rq.PostForm.Get("licence")), use: rq.PostForm.Get("usage"), csv: rq.PostForm.Get("format") == "csv"}
	f.body = []byte(f.pasted)
	if file, head, err := rq.FormFile("fichier"); err == nil {
		defer file.Close()
		if f.body, err = io.ReadAll(io.LimitReader(file, components.MaxFile+1)); err != nil {
			return f, errs.Wrap(err, errs.Invalid, "web.bad-form")
		}
		f.name = path.Base(strings.ReplaceAll(head.Filename, `\`, "/"))
	}
	return f, nil
}

func (p *Portal) componentsPage(rq request, status int, f componentsForm, report *components.Report, faults error) (*edge.Response, error) {
	page := componentsPage{Shell: p.shell(rq, rq.t("web.components-title"), rq.t("web.components-description")), Action: rq.to("components", "")}
	rq.trail(&page.Shell, page.Title, "buy", "licence-adviser")
	rq.also(&page.Shell, "components", "")
	page.Draft = theme.Alert{Kind: "warning", Title: rq.t("web.licence-adviser-draft")}
	wrong := rq.faults(faults, map[string]string{"file": "composants", "outbound": "licence", "use": "usage"})
	use := f.use
	if use == "" {
		use = string(procurement.Linked)
	}
	uses := theme.Field{ID: "f-usage", Name: "usage", Type: "radio", Label: rq.t("web.components-use"), Required: true, Error: wrong["usage"]}
	for _, u := range procurement.Uses {
		uses.Options = append(uses.Options, theme.Option{Value: string(u), Text: rq.t(u.Label()), Selected: string(u) == use})
	}
	pasted := f.pasted
	if len(pasted) > maxForm { // the page would carry it twice
		pasted = ""
	}
	page.Fields = []theme.Field{
		{ID: "f-composants", Name: "composants", Type: "textarea", Label: rq.t("web.components-list"), Hint: rq.t("web.components-list-hint"), Value: pasted, Error: wrong["composants"], Rows: 8},
		{ID: "f-fichier", Name: "fichier", Type: "file", Label: rq.t("web.components-file"), Hint: rq.t("web.components-file-hint", "most", components.MaxFile>>20)},
		{ID: "f-licence", Name: "licence", Type: "text", Label: rq.t("web.components-outbound"), Hint: rq.t("web.components-outbound-hint"), Value: f.outbound, Error: wrong["licence"], Required: true, MaxLength: procurement.MaxExpression, Autocomplete: "off"},
		uses,
	}
	page.Next = []theme.Link{{Text: rq.t("web.nav-licence-adviser"), URL: rq.to("licence-adviser", "")}, {Text: rq.t("web.nav-publish"), URL: rq.to("publish", "")}}
	if page.Errors = rq.summary(page.Fields); page.Errors != nil {
		page.Title = rq.t("web.error-prefix", "title", page.Title)
	}
	if report != nil {
		page.NoIndex = true
		page.Result = rq.componentsResult(report)
	}
	return p.renderStatus(rq, status, "page-components", page)
}

func (rq request) componentsResult(r *components.Report) *componentsResult {
	out := &componentsResult{Alert: theme.Alert{Kind: verdictAlerts[r.Verdict], Title: rq.t("web.components-verdict-" + string(r.Verdict)), Live: true}}
	out.Alert.Body = paragraph(rq.t("web.components-read", "format", rq.t(r.Format.Label()), "count", len(r.Components), "outbound", r.Outbound, "use", rq.t(r.Use.Label())))
	if !r.Licensed {
		out.Notes = append(out.Notes, rq.t("components.manifest"))
	}
	if r.Left > 0 {
		out.Notes = append(out.Notes, rq.t("web.components-development", "count", r.Left))
	}
	out.Counts = theme.Table{ID: "comptes-tableau", Caption: rq.t("web.components-counts"), Columns: []theme.Column{{Title: rq.t("web.licence-adviser-verdict")}, {Title: rq.t("web.components-count"), Numeric: true}}}
	for _, v := range []procurement.Verdict{procurement.Refused, procurement.Undecided, procurement.Conditions, procurement.Fits} {
		all := r.Of(v)
		out.Counts.Rows = append(out.Counts.Rows, []theme.Cell{{Text: rq.t(v.Label()), URL: map[bool]string{true: "#" + "composants-" + string(v)}[len(all) > 0]}, {Text: fmt.Sprint(r.Counts[v])}})
		if len(all) == 0 {
			continue
		}
		g := componentsGroup{ID: "composants-" + string(v), Title: rq.t(v.Label())}
		if len(all) > maxRows {
			g.Cut = rq.t("web.components-cut", "shown", maxRows, "count", len(all))
			all = all[:maxRows]
		}
		g.Table = theme.Table{ID: g.ID + "-tableau", Caption: rq.t("web.components-caption", "count", len(all), "verdict", rq.t(v.Label())), Columns: []theme.Column{{Title: rq.t("web.components-name")}, {Title: rq.t("web.components-version")}, {Title: rq.t("web.components-stated")}, {Title: rq.t("web.components-why")}}}
		for _, j := range all {
			name := theme.Cell{Text: j.Name}
			if j.Scope != components.Required {
				name.Badges = []theme.Badge{{Kind: "neutral", Text: rq.t(j.Scope.Label())}}
			}
			licence := theme.Cell{Text: j.Stated}
			if licence.Text == "" {
				licence.Text = rq.t("web.components-none")
			}
			if j.Expression != "" && j.Expression != j.Stated {
				licence.Note = rq.t("web.components-as", "expression", j.Expression)
			}
			g.Table.Rows = append(g.Table.Rows, []theme.Cell{name, {Text: j.Version}, licence, {Text: rq.whyOf(j)}})
		}
		out.Groups = append(out.Groups, g)
	}
	return out
}

// whyOf is the reason of a verdict in words: each rule that has it, with its licence; or why no rule decided.
func (rq request) whyOf(j components.Judged) string {
	if key := j.Label(); key != "" {
		return rq.t(key)
	}
	var out []string
	for _, f := range j.Kept {
		if f.Verdict == j.Verdict {
			text := rq.t(f.Label())
			if len(j.Kept) > 1 || j.Choice {
				text = rq.t("web.components-rule", "licence", f.Licence, "rule", text)
			}
			out = append(out, text)
		}
	}
	return strings.Join(out, " ")
}

// componentsFile is the report as a table for a spreadsheet.
func (rq request) componentsFile(r *components.Report) (*edge.Response, error) {
	t := sheet.Table{Name: rq.t("web.components-title")}
	for _, k := range []string{"name", "version", "purl", "scope", "stated", "expression", "verdict", "why"} {
		t.Columns = append(t.Columns, rq.t("web.components-"+k))
	}
	for _, j := range r.Components {
		t.Rows = append(t.Rows, []sheet.Cell{sheet.Text(j.Name), sheet.Text(j.Version), sheet.Text(j.PURL), sheet.Text(rq.t(j.Scope.Label())), sheet.Text(j.Stated), sheet.Text(j.Expression), sheet.Text(rq.t(j.Verdict.Label())), sheet.Text(rq.whyOf(j))})
	}
	var b bytes.Buffer
	if err := sheet.WriteCSV(&b, t); err != nil {
		return nil, err
	}
	return edge.New(http.StatusOK, "text/csv; charset=utf-8", "no-store", b.Bytes(), true).Set("Content-Disposition", `attachment; filename="composants.csv"`), nil
}
