package web

import (
	"bytes"
	"encoding/json"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"guichet/internal/address"
	"guichet/internal/edge"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/market"
	"guichet/internal/search"
	"guichet/internal/sheet"
	"guichet/internal/web/theme"
)

// filtered reports whether a Markdown page has a list that its query narrows, so that its path alone does not tell what it shows.
func filtered(path string) bool {
	for _, lang := range i18n.Langs {
		for _, page := range []string{"covered", "beneficiaries", "contributions"} {
			if path == address.Path(lang, page) {
				return true
			}
		}
	}
	return false
}

// filterForm narrows a list of the contracts; the list's address holds the choice.
type filterForm struct {
	Action string
	Fields []theme.Field
	Count  string
	Reset  theme.Link
	Files  []theme.Link
}

// filter draws the form above a list.
func (p *Portal) filter(rq request, f filterForm) any {
	f.Action = rq.URL.Path
	if rq.URL.RawQuery != "" {
		f.Reset = theme.Link{Text: rq.t("web.list-all"), URL: f.Action}
	}
	var b bytes.Buffer
	if err := p.templates[rq.lang].ExecuteTemplate(&b, "market-filter", f); err != nil {
		p.Log.Error("a filter cannot be drawn", "error", err)
		return template.HTML("")
	}
	return template.HTML(b.String()) //nolint:gosec // drawn by a template of ours
}

// selection is a field that chooses one of the values that a list has.
func (rq request) selection(name, label string, values []string) theme.Field {
	f := theme.Field{ID: "f-" + name, Name: name, Type: "select", Label: rq.t(label), Options: []theme.Option{{Text: rq.t("web.list-any")}}}
	slices.SortFunc(values, func(a, b string) int { return strings.Compare(search.Fold(a), search.Fold(b)) })
	for _, v := range slices.Compact(values) {
		f.Options = append(f.Options, theme.Option{Value: v, Text: v, Selected: rq.param(name) == v})
	}
	return f
}

func (rq request) words(name, label string) theme.Field {
	return theme.Field{ID: "f-" + name, Name: name, Type: "text", Label: rq.t(label), Value: rq.param(name), MaxLength: 100}
}

// onList tells which of the two official lists hold a name: both, page or csv.
func onList(c *market.Covered) string {
	switch {
	case c.OnPage && c.OnCSV:
		return "both"
	case c.OnPage:
		return "page"
	}
	return "csv"
}

// coveredNames are the names that the page's filter leaves.
func (rq request) coveredNames() []*market.Covered {
	words, list := search.Key(rq.param("nom")), rq.param("liste")
	var out []*market.Covered
	for _, c := range rq.snap().Market.Covered {
		known := search.Key(c.Name)
		if c.Software != nil {
			known += " " + search.Key(c.Software.Name.V)
			for _, a := range c.Software.Aliases {
				known += " " + search.Key(a)
			}
		}
		if strings.Contains(known, words) && (list == "" || list == onList(c)) {
			out = append(out, c)
		}
	}
	return out
}

func (p *Portal) coveredFilter(rq request, n int) any {
	lists := theme.Field{ID: "f-liste", Name: "liste", Type: "select", Label: rq.t("web.table-lists"), Options: []theme.Option{{Text: rq.t("web.list-any")}}}
	for _, v := range []string{"both", "page", "csv"} {
		lists.Options = append(lists.Options, theme.Option{Value: v, Text: rq.t("web.on-" + v), Selected: rq.param("liste") == v})
	}
	query := ""
	if rq.URL.RawQuery != "" {
		query = "?" + rq.URL.Query().Encode()
	}
	file := rq.to("covered-file", "")
	return p.filter(rq, filterForm{Fields: []theme.Field{rq.words("nom", "web.table-published"), lists}, Count: rq.t("web.list-count", "n", n),
		Files: []theme.Link{{Text: rq.t("web.list-csv"), URL: file + ".csv" + query}, {Text: rq.t("web.list-ods"), URL: file + ".ods" + query}}})
}

// coveredFile gives the list, as the filter leaves it, as a file.
func (p *Portal) coveredFile(kind string) handler {
	return func(rq request) (*edge.Response, error) {
		t := sheet.Table{Name: rq.t("web.table-covered")}
		for _, k := range []string{"web.table-published", "web.on-page-column", "web.on-csv-column", "web.table-sheet", "web.list-address", "web.table-source", "web.table-checked"} {
			t.Columns = append(t.Columns, rq.t(k))
		}
		yes := map[bool]string{true: rq.t("web.yes"), false: rq.t("web.no")}
		for _, c := range rq.coveredNames() {
			name, to := "", ""
			if c.Software != nil {
				name, to = c.Software.Name.V, p.BaseURL+rq.to("software", c.Software.Slug)
			}
			t.Rows = append(t.Rows, []sheet.Cell{sheet.Text(c.Name), sheet.Text(yes[c.OnPage]), sheet.Text(yes[c.OnCSV]), sheet.Link(name, to), sheet.Text(to),
				sheet.Text(rq.snap().Sources.Title(c.Mark.Source, rq.lang)), sheet.Text(c.Mark.Checked.String())})
		}
		var b bytes.Buffer
		media, write := sheet.CSVType, func() error { return sheet.WriteCSV(&b, t) }
		if kind == "ods" {
			media, write = sheet.ODSType, func() error { return sheet.WriteODS(&b, t) }
		}
		if err := write(); err != nil {
			return nil, err
		}
		return edge.New(http.StatusOK, media, "no-cache", b.Bytes(), kind == "csv").Set("Content-Disposition", `attachment; filename="logiciels-du-marche-de-support.`+kind+`"`), nil
	}
}

// beneficiaries are the lines that the page's filter leaves: by any name of the body, its parts and successors, and by contract.
func (rq request) beneficiaries() []*market.Beneficiary {
	name, contract := rq.param("nom"), rq.param("marche")
	found, known := rq.snap().Market.FindBody(name)
	var out []*market.Beneficiary
	for _, b := range rq.snap().Market.Beneficiaries {
		named := name == "" || known && found.Beneficiary == b || strings.Contains(search.Key(b.Name.Fr+" "+b.Name.En), search.Key(name))
		if named && (contract == "" || contract == "support" && b.Support || contract == "expertise" && b.Expertise) {
			out = append(out, b)
		}
	}
	return out
}

func (p *Portal) beneficiaryFilter(rq request, n int) any {
	contract := theme.Field{ID: "f-marche", Name: "marche", Type: "select", Label: rq.t("web.list-contract"), Options: []theme.Option{{Text: rq.t("web.list-any")},
		{Value: "support", Text: rq.t("web.table-support"), Selected: rq.param("marche") == "support"}, {Value: "expertise", Text: rq.t("web.table-expertise"), Selected: rq.param("marche") == "expertise"}}}
	return p.filter(rq, filterForm{Fields: []theme.Field{rq.words("nom", "web.table-body"), contract}, Count: rq.t("web.list-count", "n", n)})
}

// contributions are the lines that the page's filter leaves.
func (rq request) contributions() []*market.Contribution {
	var out []*market.Contribution
	for _, c := range rq.snap().Market.Contributions {
		fits := func(name, value string) bool { return rq.param(name) == "" || rq.param(name) == value }
		if fits("logiciel", c.Software) && fits("entreprise", c.Company) && fits("annee", strconv.Itoa(c.Date.Year)) {
			out = append(out, c)
		}
	}
	return out
}

func (p *Portal) contributionFilter(rq request, n int) any {
	var software, companies, years []string
	for _, c := range rq.snap().Market.Contributions {
		software, companies, years = append(software, c.Software), append(companies, c.Company), append(years, strconv.Itoa(c.Date.Year))
	}
	return p.filter(rq, filterForm{Count: rq.t("web.list-count", "n", n), Fields: []theme.Field{
		rq.selection("logiciel", "web.table-software", software), rq.selection("entreprise", "web.table-company", companies), rq.selection("annee", "web.list-year", years)}})
}

// reference draws where a contribution went: a link, marked when it is a ticket or was found dead, or "not published".
func (rq request) reference(c *market.Contribution) theme.Cell {
	for _, u := range c.References {
		if webOnly(u) == "" {
			continue
		}
		cell := theme.Cell{Text: rq.t("web.reference", "software", c.Software, "date", c.Date.In(rq.lang)), URL: u}
		switch {
		case !c.Dead.IsZero():
			cell.Badges = append(cell.Badges, theme.Badge{Kind: "warning", Text: rq.t("web.reference-dead", "date", c.Dead.In(rq.lang))})
		case market.IsTicket(u):
			cell.Badges = append(cell.Badges, theme.Badge{Kind: "neutral", Text: rq.t("web.reference-ticket")})
		}
		return cell
	}
	return theme.Cell{Text: rq.t("web.no-reference")}
}

type marketChangesPage struct {
	theme.Shell
	Table theme.Table
	Empty theme.Empty
}

// marketChanges tells what changed in the facts about the contracts since they were first read.
func (p *Portal) marketChanges(rq request) (*edge.Response, error) {
	page := marketChangesPage{Shell: p.shell(rq, rq.t("web.changes-title"), rq.t("web.changes-description"))}
	rq.trail(&page.Shell, page.Title, "contracts")
	rq.also(&page.Shell, "market-changes", "")
	page.Empty = theme.Empty{Title: rq.t("web.changes-none"), Text: rq.t("web.changes-none-text")}
	page.Table = theme.Table{ID: "changements", Caption: rq.t("web.changes-title"), Columns: []theme.Column{{Title: rq.t("web.changes-name")}, {Title: rq.t("web.changes-kind")}, {Title: rq.t("web.changes-what")}, {Title: rq.t("web.changes-when")}}}
	for _, c := range rq.snap().MarketChanges {
		page.Table.Rows = append(page.Table.Rows, []theme.Cell{{Text: changeName(c, rq.lang)}, {Text: rq.t("web.changes-kind-" + c.Kind)}, {Text: rq.t("web.changes-" + c.What)}, {Text: dateTime(c.At, rq.lang)}})
	}
	return p.render(rq, "page-market-changes", page)
}

// changeName names what a change is about by its statement.
func changeName(c facts.Change, lang i18n.Lang) string {
	body := c.Body
	var ordered struct {
		Value json.RawMessage `json:"value"`
	}
	if json.Unmarshal(body, &ordered) == nil && ordered.Value != nil {
		body = ordered.Value
	}
	var named struct {
		Name json.RawMessage `json:"name"`
	}
	if json.Unmarshal(body, &named) != nil {
		return c.Key
	}
	var plain string
	var text i18n.Text
	if json.Unmarshal(named.Name, &plain) == nil && plain != "" {
		return plain
	}
	if json.Unmarshal(named.Name, &text) == nil && !text.IsZero() {
		return text.In(lang)
	}
	return c.Key
}
