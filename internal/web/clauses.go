package web

import (
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"guichet/internal/document"
	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/i18n"
	"guichet/internal/procurement"
	"guichet/internal/provenance"
	"guichet/internal/web/theme"
)

type clausesPage struct {
	theme.Shell
	Action   string
	Edition  string // sent with the form, so that its address names the texts
	Errors   *theme.ErrorSummary
	Review   *theme.Alert // the texts should have been read again
	Draft    theme.Alert
	OptionAB theme.Accordion
	Groups   []fieldGroup
	Result   *clausesResult
}

// fieldGroup is some fields of a long form under one heading.
type fieldGroup struct {
	Title  string
	Help   theme.Link // where to read more before answering; zero when there is nothing
	Fields []theme.Field
}

// clausesResult is a composition as it is drawn; the clauses themselves are in French on every page.
type clausesResult struct {
	Notices     []theme.Alert
	CCAP, CCTP  []clauseView
	Last        clauseView // the list of derogations
	Precisions  []string
	Explained   theme.Table
	TextsTable  template.HTML
	Files       []theme.Link
	Link        theme.Link
	EditionText string
}

type clauseView struct {
	Title string
	Body  []procurement.Part
	Gloss string
	Laws  string
}

// clauses composes the clauses of a contract: a form whose answer is in its own address.
func (p *Portal) clauses(rq request) (*edge.Response, error) {
	page := clausesPage{Shell: p.shell(rq, rq.t("web.clauses-title"), rq.t("web.clauses-description")), Action: rq.to("clauses", "")}
	rq.trail(&page.Shell, page.Title, "buy")
	rq.also(&page.Shell, "clauses", "")
	set := rq.snap().Procurement
	query := rq.URL.Query()
	asked := procurement.ReadChoices(query)
	status, wrong := http.StatusOK, map[string]string{}
	if rq.URL.RawQuery != "" {
		page.NoIndex = true
		made, err := rq.snap().Clauses(asked, today())
		switch {
		case errs.Is(err, errs.Invalid):
			status = http.StatusBadRequest
			for _, e := range errs.All(err) {
				wrong[e.Field] = e.In(rq.lang)
			}
		case err != nil:
			return nil, err
		case query.Has("v"):
			asked = made.Choices
			page.Result = p.clausesResult(rq, made)
		}
	}
	edition := set.Edition()
	page.Edition = edition.Date.String()
	page.Draft = theme.Alert{Kind: "warning", Title: rq.t("web.clauses-draft"), Body: paragraph(rq.t("web.clauses-draft-text", "date", edition.Date.In(rq.lang)))}
	if edition.Due(today()) {
		page.Review = &theme.Alert{Kind: "error", Title: rq.t("web.clauses-review"), Body: paragraph(rq.t("web.clauses-review-text", "date", edition.ReviewBy.In(rq.lang)))}
	}
	page.OptionAB = theme.Accordion{ID: "options-a-b", Title: rq.t("web.clauses-options"), Open: asked.CCAG == "2009", Body: paragraph(rq.t("web.clauses-options-text"))}
	page.Groups = rq.choiceFields(asked, wrong)
	var fields []theme.Field
	for _, g := range page.Groups {
		fields = append(fields, g.Fields...)
	}
	if wrong["v"] != "" {
		fields = append([]theme.Field{{ID: "formulaire", Error: wrong["v"]}}, fields...)
	}
	if page.Errors = rq.summary(fields); page.Errors != nil {
		page.Title = rq.t("web.error-prefix", "title", page.Title)
	}
	return p.renderStatus(rq, status, "page-clauses", page)
}

// today is the day in Paris, where the office works.
func today() provenance.Date { return provenance.Day(time.Now().In(paris)) }

// paragraph draws a text of ours or of a reader as one paragraph.
func paragraph(text string) template.HTML {
	return template.HTML("<p>" + template.HTMLEscapeString(text) + "</p>") //nolint:gosec // escaped
}

// choiceFields draws the form with what was chosen; wrong holds what is said beside a field.
func (rq request) choiceFields(c procurement.Choices, wrong map[string]string) []fieldGroup {
	label := func(name string) string { return rq.t("procurement.choice-" + name) }
	hint := func(name string) string {
		if key := "web.clauses-hint-" + name; i18n.Has(rq.lang, key) {
			return rq.t(key)
		}
		return ""
	}
	list := func(name, value string) theme.Field {
		f := theme.Field{ID: "f-" + name, Name: name, Type: "radio", Label: label(name), Hint: hint(name), Required: true, Error: wrong[name]}
		for _, v := range procurement.ChoiceValues[name] {
			key, _ := procurement.ValueLabel(name, v)
			f.Options = append(f.Options, theme.Option{Value: v, Text: upperFirst(rq.t(key)), Selected: v == value})
		}
		return f
	}
	line := func(name, value string) theme.Field {
		return theme.Field{ID: "f-" + name, Name: name, Type: "text", Label: label(name), Hint: hint(name), Value: value, Error: wrong[name], MaxLength: procurement.MaxChoice(name), Autocomplete: "off"}
	}
	reason := line("motif", c.Reason)
	reason.Type, reason.Rows = "textarea", 3
	extra := theme.Field{ID: "f-clauses", Name: "clauses", Type: "checkbox", Label: label("clauses"), Error: wrong["clauses"]}
	for _, v := range procurement.ExtraClauses {
		extra.Options = append(extra.Options, theme.Option{Value: v, Text: label(v), Selected: c.Has(v)})
	}
	return []fieldGroup{
		{rq.t("web.clauses-group-contract"), theme.Link{Text: rq.t("web.naming-title"), URL: rq.to("naming", "")}, []theme.Field{list("objet", c.Object), line("logiciel", c.Software), line("acheteur", c.Buyer), list("ccag", c.CCAG)}},
		{rq.t("web.clauses-group-rights"), theme.Link{}, []theme.Field{list("droits", c.Rights), reason, list("detenteur", c.Holder)}},
		{rq.t("web.clauses-group-licence"), theme.Link{Text: rq.t("web.licence-adviser-title"), URL: rq.to("licence-adviser", "")}, []theme.Field{line("licence", c.Licence), list("projet", c.Project)}},
		{rq.t("web.clauses-group-sources"), theme.Link{}, []theme.Field{list("sources", c.Sources), line("forge", c.Forge), line("jalon", c.Milestone), list("sbom", c.SBOM)}},
		{rq.t("web.clauses-group-more"), theme.Link{}, []theme.Field{extra}},
	}
}

func upperFirst(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

func (p *Portal) clausesResult(rq request, c *procurement.Composition) *clausesResult {
	link := rq.to("clauses", "") + "?" + c.Choices.Query()
	r := &clausesResult{Link: theme.Link{Text: rq.t("web.clauses-link"), URL: link}}
	r.EditionText = rq.t("web.clauses-edition", "date", c.Edition.Date.In(rq.lang), "review", c.Edition.ReviewBy.In(rq.lang))
	r.Notices = rq.clauseNotices(c)
	for _, a := range c.CCAP {
		r.CCAP = append(r.CCAP, rq.clauseView(a))
	}
	for _, a := range c.CCTP {
		r.CCTP = append(r.CCTP, rq.clauseView(a))
	}
	r.Last, r.Precisions = derogationView(rq.lang, c)
	r.Explained = rq.explainedTable(c)
	r.TextsTable = rq.draw(rq.lawTable(c.Laws))
	for _, f := range []string{"odt", "docx", "md"} {
		r.Files = append(r.Files, theme.Link{Text: rq.t("web.clauses-" + f), URL: rq.to("clauses", "") + "." + f + "?" + c.Choices.Query()})
	}
	return r
}

// clauseNotices tells what is wrong with the choices, by gravity, what is left to fill in, and what changed since the edition of the link.
func (rq request) clauseNotices(c *procurement.Composition) []theme.Alert {
	var out []theme.Alert
	if len(c.Changed) > 0 || c.Edition.Date != c.Current {
		var items []theme.Link
		for _, ch := range c.Changed {
			items = append(items, theme.Link{Text: ch.Title.In(rq.lang) + rq.t("answer.colon") + ch.Change.In(rq.lang)})
		}
		newer := c.Choices
		newer.Edition = c.Current.String()
		items = append(items, theme.Link{Text: rq.t("web.clauses-newer"), URL: rq.to("clauses", "") + "?" + newer.Query()})
		out = append(out, theme.Alert{Kind: "warning", Title: rq.t("web.clauses-old", "date", c.Edition.Date.In(rq.lang)), Body: linkList(items)})
	}
	for _, level := range []string{"error", "warning", "info"} {
		var items []theme.Link
		for _, w := range c.Warnings {
			if w.Level == level {
				items = append(items, theme.Link{Text: rq.t(w.Label()), URL: "#f-" + w.Field})
			}
		}
		if level == "info" {
			for _, name := range c.Blanks {
				items = append(items, theme.Link{Text: rq.t("web.clauses-blank", "field", rq.t("procurement.choice-"+name)), URL: "#f-" + name})
			}
		}
		if len(items) > 0 {
			out = append(out, theme.Alert{Kind: level, Title: rq.t("web.clauses-level-" + level), Body: linkList(items)})
		}
	}
	return out
}

// linkList draws links, or texts where there is no address, as a list.
func linkList(items []theme.Link) template.HTML {
	var b strings.Builder
	b.WriteString("<ul>")
	for _, it := range items {
		text := template.HTMLEscapeString(it.Text)
		if it.URL != "" && it.URL != "#f-v" {
			text = `<a href="` + template.HTMLEscapeString(it.URL) + `">` + text + `</a>`
		}
		b.WriteString("<li>" + text + "</li>")
	}
	return template.HTML(b.String() + "</ul>") //nolint:gosec // escaped
}

func (rq request) clauseView(a procurement.Article) clauseView {
	v := clauseView{Title: i18n.T(i18n.French, "procurement.doc-article", map[string]any{"number": a.Number, "title": a.Title.Fr}), Body: a.Body}
	if rq.lang != i18n.French {
		v.Gloss = a.Gloss
	}
	v.Laws = rq.cites(a.Laws)
	return v
}

// cites names legal references in a row.
func (rq request) cites(slugs []string) string {
	var out []string
	for _, slug := range slugs {
		if l := rq.snap().Procurement.Law(slug); l != nil {
			out = append(out, l.Cite.In(rq.lang))
		}
	}
	return strings.Join(out, rq.t("answer.sep"))
}

// derogationView is the last article of the CCAP, and what a lawyer should look at beside it.
func derogationView(lang i18n.Lang, c *procurement.Composition) (clauseView, []string) {
	fr := func(key string, values map[string]any) string {
		return i18n.T(i18n.French, "procurement.doc-"+key, values)
	}
	line := func(d procurement.Derogated) string {
		return upperFirst(fr("derogation", map[string]any{"ccag": d.Article.Fr, "text": d.Text.Fr, "by": d.By}))
	}
	v := clauseView{Title: fr("article", map[string]any{"number": len(c.CCAP) + 1, "title": fr("derogations", nil)})}
	if lang != i18n.French {
		v.Gloss = i18n.T(lang, "web.clauses-derogations-gloss", nil)
	}
	switch {
	case c.Choices.CCAG == "aucun":
		v.Body = []procurement.Part{{Text: fr("derogations-nothing", nil)}}
	case len(c.Derogations) == 0:
		v.Body = []procurement.Part{{Text: fr("derogations-none", nil)}}
	default:
		list := procurement.Part{}
		for _, d := range c.Derogations {
			list.Items = append(list.Items, line(d))
		}
		v.Body = []procurement.Part{{Text: fr("derogations-lead", nil)}, list}
	}
	var precisions []string
	for _, d := range c.Precisions {
		precisions = append(precisions, line(d))
	}
	return v, precisions
}

func (rq request) explainedTable(c *procurement.Composition) theme.Table {
	t := theme.Table{ID: "choix-tableau", Caption: rq.t("procurement.doc-explained"), Columns: []theme.Column{{Title: rq.t("procurement.doc-choice")}, {Title: rq.t("web.clauses-chosen")}, {Title: rq.t("procurement.doc-why")}, {Title: rq.t("procurement.doc-laws")}}}
	for _, e := range c.Explained {
		value := e.Value
		if key, ok := procurement.ValueLabel(e.Choice, e.Value); ok {
			value = upperFirst(rq.t(key))
		}
		t.Rows = append(t.Rows, []theme.Cell{{Text: rq.t("procurement.choice-" + e.Choice)}, {Text: value}, {Text: strings.Join(e.Reasons(rq.lang), " ")}, {Text: rq.cites(e.Laws)}})
	}
	return t
}

// clauseFormats are the formats of the file, by the end of its address.
var clauseFormats = map[string]struct {
	kind  string
	write func(document.Document) ([]byte, error)
}{
	"md":   {document.MarkdownType, func(d document.Document) ([]byte, error) { return d.Markdown(), nil }},
	"odt":  {document.ODTType, document.Document.ODT},
	"docx": {document.DOCXType, document.Document.DOCX},
}

// clausesFile gives the composition as a file to be edited.
func (p *Portal) clausesFile(format string) handler {
	return func(rq request) (*edge.Response, error) {
		made, err := rq.snap().Clauses(procurement.ReadChoices(rq.URL.Query()), today())
		if err != nil {
			return nil, err
		}
		f := clauseFormats[format]
		body, err := f.write(rq.snap().Procurement.Document(made, p.BaseURL+rq.to("clauses", "")+"?"+made.Choices.Query()))
		if err != nil {
			return nil, fmt.Errorf("writing clauses as %s: %w", format, err)
		}
		resp := edge.New(http.StatusOK, f.kind, "no-cache", body, format == "md").Set("X-Robots-Tag", "noindex")
		return resp.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="clauses-%s.%s"`, made.Edition.Date, format)), nil
	}
}

// clauseFileFormats lists the ends of addresses, in one order.
func clauseFileFormats() []string {
	out := []string{}
	for f := range clauseFormats {
		out = append(out, f)
	}
	slices.Sort(out)
	return out
}
