package web

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"guichet/internal/archive"
	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/readiness"
	"guichet/internal/source/publiccode"
	"guichet/internal/web/theme"
)

type publiccodePage struct {
	theme.Shell
	Action, Script string
	Errors         *theme.ErrorSummary
	Source         theme.Field
	Filled         *publiccodeFilled
	Groups         []publiccodeGroup
	Check          publiccodeCheck
	Next           []theme.Link
}

// publiccodeFilled says what was taken over from a file, and where it stood.
type publiccodeFilled struct {
	Alert theme.Alert
	Table *theme.Table
}

type publiccodeGroup struct {
	Title, Hint string
	Fields      []theme.Field
}

// publiccodeCheck is the part of the page that is drawn again as one types.
type publiccodeCheck struct {
	Status   string
	Findings []publiccodeFinding
	File     string
}

type publiccodeFinding struct {
	Link    theme.Link
	Text    string
	Warning bool
}

// publiccodeGroups are the parts of the form, with the first field of each.
var publiccodeGroups = []struct{ title, first string }{
	{"software", "name"}, {"french", "description.fr.localisedName"}, {"english", "description.en.localisedName"}, {"people", "organisation.name"}, {"languages", "localisation.localisationReady"},
}

// maxPubliccode bounds a form: twice the largest file, and what its encoding adds.
const maxPubliccode = 4 << 20

// publiccode shows the empty form.
func (p *Portal) publiccode(rq request) (*edge.Response, error) {
	return p.publiccodePage(rq, http.StatusOK, publiccode.Form{}, nil, nil, false)
}

// publiccodeSend fills the form in from a file that is sent, or examines what the form holds. Nothing of it is kept.
func (p *Portal) publiccodeSend(rq request) (*edge.Response, error) {
	if strings.HasPrefix(rq.Header.Get("Content-Type"), "multipart/") {
		return p.publiccodeFill(rq)
	}
	get, err := rq.largeForm(maxPubliccode)
	if err != nil {
		return nil, err
	}
	f := publiccode.Form{Values: map[string]string{}, Rest: get("reste")}
	for _, e := range publiccode.Entries {
		f.Values[e.Path] = get(e.Path)
	}
	if get("format") == "yml" {
		body, findings := f.File(nil)
		if publiccode.Valid(findings) {
			return edge.New(http.StatusOK, "application/yaml; charset=utf-8", "no-store", body, true).Set("Content-Disposition", `attachment; filename="publiccode.yml"`), nil
		}
		return p.publiccodePage(rq, http.StatusBadRequest, f, nil, nil, true)
	}
	return p.publiccodePage(rq, http.StatusOK, f, nil, nil, true)
}

// publiccodeFill reads a publiccode.yml, or the archive of a repository.
func (p *Portal) publiccodeFill(rq request) (*edge.Response, error) {
	rq.Body = http.MaxBytesReader(rq.w, rq.Body, archive.MaxBytes+maxForm)
	select {
	case repositoryTurn <- struct{}{}:
		defer func() { <-repositoryTurn }()
	default:
		return nil, errs.New(errs.Unavailable, "web.repository-busy")
	}
	refused := func(err error) (*edge.Response, error) {
		return p.publiccodePage(rq, http.StatusBadRequest, publiccode.Form{}, nil, err, false)
	}
	if err := rq.ParseMultipartForm(archive.MaxBytes + maxForm); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return refused(errs.New(errs.Invalid, "archive.large").With("most", archive.MaxBytes>>20).On("file"))
		}
		return nil, errs.Wrap(err, errs.Invalid, "web.bad-form")
	}
	defer rq.MultipartForm.RemoveAll() //nolint:errcheck // temporary files of a request
	file, _, err := rq.FormFile("depart")
	if err != nil {
		return refused(errs.New(errs.Invalid, "web.publiccode-no-file").On("file"))
	}
	defer file.Close()
	body, err := io.ReadAll(io.LimitReader(file, archive.MaxBytes+1))
	if err != nil {
		return nil, errs.Wrap(err, errs.Invalid, "web.bad-form")
	}
	d, findings, err := readiness.DraftFrom(body)
	switch {
	case errs.Is(err, errs.Invalid):
		return refused(err)
	case err != nil:
		return nil, err
	case findings != nil:
		return refused(errs.New(errs.Invalid, "web.publiccode-unread").With("line", findings[0].Line).With("why", rq.t(findings[0].Key, pairs(findings[0].Args)...)).On("file"))
	}
	return p.publiccodePage(rq, http.StatusOK, d.Form, d.From, nil, true)
}

// pairs are the values of a message as its arguments.
func pairs(values map[string]any) []any {
	var out []any
	for k, v := range values {
		out = append(out, k, v)
	}
	return out
}

// publiccodeKey names the messages of an entry; those of a description are the same in each language.
func publiccodeKey(path string) string {
	for _, lang := range publiccode.Languages {
		path = strings.Replace(path, "description."+lang+".", "description.", 1)
	}
	return strings.ReplaceAll(path, ".", "-")
}

func (rq request) publiccodeLabel(path string) string {
	label := rq.t("publiccode.field-" + publiccodeKey(path))
	for _, lang := range publiccode.Languages {
		if strings.HasPrefix(path, "description."+lang+".") {
			label = rq.t("publiccode.in-"+lang, "label", label)
		}
	}
	return label
}

func publiccodeID(path string) string {
	if path == "" {
		return "f-reste"
	}
	return "f-" + strings.ReplaceAll(path, ".", "-")
}

// publiccodePage draws the form; examined, with what is to be mended. from says where values were read.
func (p *Portal) publiccodePage(rq request, status int, f publiccode.Form, from map[string]string, fault error, examined bool) (*edge.Response, error) {
	page := publiccodePage{Shell: p.shell(rq, rq.t("web.publiccode-title"), rq.t("web.publiccode-description")), Action: rq.to("publiccode", ""), Script: p.Theme.URL("live.js")}
	rq.trail(&page.Shell, page.Title, "publish")
	rq.also(&page.Shell, "publiccode", "")
	page.Source = theme.Field{ID: "f-depart", Name: "depart", Type: "file", Label: rq.t("web.publiccode-source"), Hint: rq.t("web.publiccode-source-hint", "most", archive.MaxBytes>>20), Error: rq.faults(fault, map[string]string{"file": "depart"})["depart"]}
	fields := []theme.Field{page.Source}
	wrong := map[string]string{}
	if examined {
		page.NoIndex = true
		body, findings := f.File(nil)
		page.Check = rq.publiccodeCheck(body, findings)
		for _, x := range findings {
			if at := x.At(); !x.Warning && from == nil && wrong[at] == "" {
				wrong[at] = rq.t(x.Key, pairs(x.Args)...)
				if at == "" && x.Field != "" {
					wrong[at] = x.Field + rq.t("web.colon") + wrong[at]
				}
			}
		}
	} else {
		page.Check.Status = rq.t("web.publiccode-unchecked")
	}
	group := -1
	for _, e := range publiccode.Entries {
		if i := slices.IndexFunc(publiccodeGroups, func(g struct{ title, first string }) bool { return g.first == e.Path }); i >= 0 {
			group++
			page.Groups = append(page.Groups, publiccodeGroup{Title: rq.t("publiccode.group-" + publiccodeGroups[i].title)})
		}
		field := rq.publiccodeField(e, f.Values[e.Path])
		field.Error = wrong[e.Path]
		page.Groups[group].Fields = append(page.Groups[group].Fields, field)
		fields = append(fields, field)
	}
	rest := theme.Field{ID: publiccodeID(""), Name: "reste", Type: "textarea", Label: rq.t("publiccode.field-rest"), Hint: rq.t("publiccode.hint-rest"), Value: f.Rest, Error: wrong[""], Rows: 8}
	page.Groups = append(page.Groups, publiccodeGroup{Title: rq.t("publiccode.group-rest"), Fields: []theme.Field{rest}})
	fields = append(fields, rest)
	if page.Errors = rq.summary(fields); page.Errors != nil {
		page.Title = rq.t("web.error-prefix", "title", page.Title)
	}
	if from != nil {
		page.Filled = rq.publiccodeFilled(from)
	}
	page.Next = []theme.Link{{Text: rq.t("web.nav-repository"), URL: rq.to("repository", "")}, {Text: rq.t("web.nav-licence-choice"), URL: rq.to("licence-choice", "")}, {Text: rq.t("web.nav-publish"), URL: rq.to("publish", "")}}
	resp, err := p.renderStatus(rq, status, "page-publiccode", page)
	if err != nil {
		return nil, err
	}
	return resp.Set("Content-Security-Policy", edge.ScriptPolicy[0]), nil
}

// publiccodeField is the field of the form for an entry of the standard.
func (rq request) publiccodeField(e publiccode.Entry, value string) theme.Field {
	field := theme.Field{ID: publiccodeID(e.Path), Name: e.Path, Type: "text", Label: rq.publiccodeLabel(e.Path), Hint: rq.t("publiccode.hint-" + publiccodeKey(e.Path)), Value: value, Required: e.Required, MaxLength: e.Most, Autocomplete: "off"}
	switch e.Shape {
	case publiccode.Choice, publiccode.Flag:
		field.Type, field.Autocomplete = "select", ""
		field.Options = []theme.Option{{Text: rq.t("publiccode.choose")}}
		values := e.Of
		if e.Shape == publiccode.Flag {
			values = []string{"true", "false"}
		}
		for _, v := range values {
			field.Options = append(field.Options, theme.Option{Value: v, Text: rq.t("publiccode.value-" + publiccodeKey(e.Path) + "-" + strings.ReplaceAll(v, "/", "-")), Selected: v == value})
		}
		if value != "" && !slices.Contains(values, value) { // what a file says, to be mended here
			field.Options = append(field.Options, theme.Option{Value: value, Text: value, Selected: true})
		}
	case publiccode.Paragraph:
		field.Type, field.Rows, field.Autocomplete = "textarea", 8, ""
	case publiccode.Lines, publiccode.People:
		field.Type, field.Rows, field.Autocomplete = "textarea", 3, ""
	case publiccode.Line:
	}
	return field
}

func (rq request) publiccodeCheck(body []byte, findings []publiccode.Finding) publiccodeCheck {
	out := publiccodeCheck{File: string(body)}
	faults := 0
	place := func(x publiccode.Finding) int { // in the order of the form; what it has no field for comes last
		i := slices.IndexFunc(publiccode.Entries, func(e publiccode.Entry) bool { return e.Path == x.At() })
		return (i + len(publiccode.Entries) + 1) % (len(publiccode.Entries) + 1) // -1 turns into the largest
	}
	findings = slices.SortedStableFunc(slices.Values(findings), func(a, b publiccode.Finding) int { return cmp.Compare(place(a), place(b)) })
	for _, x := range findings {
		if !x.Warning {
			faults++
		}
		at := x.At()
		link := theme.Link{URL: "#" + publiccodeID(at), Text: x.Field}
		if at != "" {
			link.Text = rq.publiccodeLabel(at)
		} else if x.Field == "" {
			link.Text = rq.t("publiccode.field-rest")
		}
		out.Findings = append(out.Findings, publiccodeFinding{link, rq.t(x.Key, pairs(x.Args)...), x.Warning})
	}
	switch {
	case faults > 0:
		out.Status = rq.t("web.publiccode-faults", "count", faults)
	case len(findings) > 0:
		out.Status = rq.t("web.publiccode-warned", "count", len(findings))
	default:
		out.Status = rq.t("web.publiccode-valid")
	}
	return out
}

func (rq request) publiccodeFilled(from map[string]string) *publiccodeFilled {
	out := &publiccodeFilled{Alert: theme.Alert{Kind: "success", Title: rq.t("web.publiccode-filled", "count", len(from)), Body: paragraph(rq.t("web.publiccode-filled-text")), Live: true}}
	if len(from) == 0 {
		out.Alert = theme.Alert{Kind: "warning", Title: rq.t("web.publiccode-filled-none"), Body: paragraph(rq.t("web.publiccode-filled-none-text")), Live: true}
		return out
	}
	out.Table = &theme.Table{ID: "repris-tableau", Caption: rq.t("web.publiccode-taken"), Columns: []theme.Column{{Title: rq.t("web.publiccode-field")}, {Title: rq.t("web.publiccode-from")}}}
	for _, e := range publiccode.Entries {
		if from[e.Path] != "" {
			out.Table.Rows = append(out.Table.Rows, []theme.Cell{{Text: rq.publiccodeLabel(e.Path), URL: "#" + publiccodeID(e.Path)}, {Text: from[e.Path]}})
		}
	}
	return out
}
