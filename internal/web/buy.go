package web

import (
	"cmp"
	"html/template"
	"net/http"
	"net/url"

	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/procurement"
	"guichet/internal/web/theme"
)

// blockLaws is the table of the legal references that the pages on buying cite.
func (p *Portal) blockLaws(rq request) []any {
	return []any{rq.lawTable(rq.snap().Procurement.Laws)}
}

// lawTable tells of each reference what it says, which version was checked when, and how sure that is.
func (rq request) lawTable(laws []*procurement.Law) any {
	t := theme.Table{ID: "textes-tableau", Caption: rq.t("web.table-laws"), Columns: []theme.Column{{Title: rq.t("web.law-text")}, {Title: rq.t("web.law-says")}, {Title: rq.t("web.law-version")}}}
	for _, l := range laws {
		says := l.Says.In(rq.lang) + "."
		if !l.Doubt.IsZero() {
			says += " " + l.Doubt.In(rq.lang) + "."
		}
		cite := theme.Cell{Text: l.Cite.In(rq.lang), URL: l.URL}
		t.Rows = append(t.Rows, []theme.Cell{cite, {Text: says}, {Text: rq.lawVersion(l), Badges: []theme.Badge{rq.certainty(l.Certainty)}}})
	}
	if len(t.Rows) == 0 {
		return theme.Empty{Title: rq.t("web.block-empty")}
	}
	return t
}

// lawVersion says which version was read, where the copy tells, and when it was checked.
func (rq request) lawVersion(l *procurement.Law) string {
	checked := rq.t("web.law-checked", "date", l.Mark.Checked.On(rq.lang))
	if l.InForce.IsZero() {
		return checked
	}
	return rq.t("web.law-in-force", "date", l.InForce.In(rq.lang)) + ", " + checked
}

// certainty is the badge that says how a reference is known.
func (rq request) certainty(c procurement.Certainty) theme.Badge {
	kind := "warning"
	if c.Sure() {
		kind = "success"
	}
	return theme.Badge{Kind: kind, Text: rq.t(c.Label())}
}

type namingPage struct {
	theme.Shell
	Action string
	Errors *theme.ErrorSummary
	Fields []theme.Field
	Result *namingResult
}

// namingResult is the outcome of the two-step test as it is drawn, on the test's page and on the note.
type namingResult struct {
	Alert    theme.Alert
	Software string
	Known    string // what the catalogue knows of the name
	Favours  string
	Reasons  []string
	Second   string
	Texts    template.HTML
	Next     []theme.Link
}

// naming is the two-step test of the Conseil d'État: a form whose answer is in its own address.
func (p *Portal) naming(rq request) (*edge.Response, error) {
	page := namingPage{Shell: p.shell(rq, rq.t("web.naming-title"), rq.t("web.naming-description")), Action: rq.to("naming", "")}
	rq.trail(&page.Shell, page.Title, "buy")
	rq.also(&page.Shell, "naming", "")
	n := rq.readNaming()
	status, wrong := http.StatusOK, map[string]string{}
	if rq.URL.RawQuery != "" {
		page.NoIndex = true
		got, err := n.Test()
		if err != nil {
			status = http.StatusBadRequest
			for _, e := range errs.All(err) {
				wrong[e.Field] = e.In(rq.lang)
			}
		} else {
			page.Result = rq.namingResult(n, got)
		}
	}
	page.Fields = []theme.Field{{ID: "f-logiciel", Name: "logiciel", Type: "text", Label: rq.t("procurement.naming-logiciel"), Hint: rq.t("web.naming-hint"), Value: n.Software, Error: wrong["logiciel"], MaxLength: procurement.MaxChoice("logiciel"), Autocomplete: "off"}}
	given := rq.URL.Query()
	for _, v := range procurement.NamingValues {
		f := theme.Field{ID: "f-" + v.Name, Name: v.Name, Type: "radio", Label: rq.t("procurement.naming-" + v.Name), Required: true, Error: wrong[v.Name]}
		for _, value := range v.Values {
			f.Options = append(f.Options, theme.Option{Value: value, Text: rq.t("procurement.naming-" + v.Name + "-" + value), Selected: given.Get(v.Name) == value})
		}
		page.Fields = append(page.Fields, f)
	}
	if page.Errors = rq.summary(page.Fields); page.Errors != nil {
		page.Title = rq.t("web.error-prefix", "title", page.Title)
	}
	return p.renderStatus(rq, status, "page-naming", page)
}

// verdictKinds are the kinds of alert of the verdicts that are neither a yes nor a no.
var verdictKinds = map[string]string{"yes": "success", "outside": "success", "no": "error"}

// readNaming reads the test of the address, and what the catalogue knows of the name.
func (rq request) readNaming() procurement.Naming {
	n := procurement.ReadNaming(rq.URL.Query())
	known := rq.snap().Named(n.Software)
	n.NotFree = known.Known && !known.Free
	return n
}

func (rq request) namingResult(n procurement.Naming, got procurement.NamingResult) *namingResult {
	kind := cmp.Or(verdictKinds[got.Verdict], "warning")
	r := &namingResult{Alert: theme.Alert{Kind: kind, Title: rq.t("procurement.naming-verdict-" + got.Verdict), Body: paragraph(rq.t("procurement.naming-text-" + got.Verdict))}}
	if n.Software != "" {
		r.Software = rq.t("web.naming-about", "software", n.Software)
		if known := rq.snap().Named(n.Software); known.Known && !known.Free {
			r.Known = rq.t("web.naming-not-free")
		} else if known.Free {
			r.Known = rq.t("web.naming-free", "licence", known.Licence)
		}
	}
	for _, reason := range got.Reasons {
		r.Reasons = append(r.Reasons, rq.t("procurement.naming-reason-"+reason))
	}
	if got.Favours != "" {
		r.Favours = rq.t("web.naming-favours-" + got.Favours)
		r.Second = rq.t("web.naming-not-asked")
		if got.Favours == "oui" {
			r.Second = rq.t("procurement.naming-objet-"+n.Object) + "."
		}
	}
	r.Texts = rq.lawsNamed(got.Laws)
	r.Next = []theme.Link{
		{Text: rq.t("web.naming-note"), URL: rq.to("buy-note", "") + "?" + n.Query()},
		{Text: rq.t("web.naming-clauses"), URL: rq.to("clauses", "") + "?objet=services&logiciel=" + url.QueryEscape(n.Software)},
	}
	return r
}

// lawsNamed draws the table of some references.
func (rq request) lawsNamed(slugs []string) template.HTML {
	var laws []*procurement.Law
	for _, slug := range slugs {
		if l := rq.snap().Procurement.Law(slug); l != nil {
			laws = append(laws, l)
		}
	}
	return rq.draw(rq.lawTable(laws))
}

// noteLaws are the references that the three answers rest on: as many as one printed page holds.
var noteLaws = []string{"ce-350431", "ccp-r2111-7", "loi-2016-1321-16", "education-l123-4-1", "ccag-tic-2021", "cpi-l131-3", "crpa-d323-2-1"}

type buyNotePage struct {
	theme.Shell
	Date    string
	Result  *namingResult
	Answers []theme.Fact
	Laws    []noteLaw
}

// noteLaw is one reference of the note, on as few lines as it takes.
type noteLaw struct {
	Cite       theme.Link
	Says, Note string
}

// buyNote is one page to print and put on file: the three answers, or the case that was tested, and the texts.
func (p *Portal) buyNote(rq request) (*edge.Response, error) {
	page := buyNotePage{Shell: p.shell(rq, rq.t("web.note-title"), rq.t("web.note-description"))}
	rq.trail(&page.Shell, page.Title, "buy")
	rq.also(&page.Shell, "buy-note", "")
	page.Date = rq.t("web.note-date", "date", today().In(rq.lang), "desk", p.Site.Name)
	var tested []string // references of the case
	if rq.URL.RawQuery != "" {
		page.NoIndex = true
		n := rq.readNaming()
		got, err := n.Test()
		if err != nil {
			return nil, err
		}
		tested = got.Laws
		page.Result = rq.namingResult(n, got)
		page.Result.Texts, page.Result.Next = "", nil
	}
	laws := noteLaws
	if page.Result != nil {
		laws = tested
	} else {
		for _, k := range [][2]string{{"web.note-q1", "web.note-a1"}, {"web.note-q2", "web.note-a2"}, {"web.note-q3", "web.note-a3"}} {
			page.Answers = append(page.Answers, theme.Fact{Label: rq.t(k[0]), Value: rq.t(k[1])})
		}
	}
	for _, slug := range laws {
		if l := rq.snap().Procurement.Law(slug); l != nil {
			page.Laws = append(page.Laws, noteLaw{theme.Link{Text: l.Cite.In(rq.lang), URL: l.URL}, l.Says.In(rq.lang), rq.t(l.Certainty.Label()) + ", " + rq.lawVersion(l)})
		}
	}
	return p.render(rq, "page-buy-note", page)
}
