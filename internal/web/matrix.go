package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"guichet/internal/edge"
	"guichet/internal/i18n"
	"guichet/internal/procurement"
	"guichet/internal/web/theme"
)

type matrixPage struct {
	theme.Shell
	Action string
	Draft  theme.Alert
	Errors *theme.ErrorSummary
	Fields []theme.Field
	Table  theme.Table
	Rules  []numberedRule
	Counts string
	Each   []theme.Link // one licence of the whole at a time
	All    theme.Link   // back to them all
	Lists  theme.Table
}

// numberedRule is a rule that the cells of the table name by its number.
type numberedRule struct {
	ID, Text string
}

// licenceMatrix sets the licences of components against those under which a program is published, in one use: all of the decree's list at once, each cell with the number of its rule;
// or one, each row with its rule in words and what the published lists say.
func (p *Portal) licenceMatrix(rq request) (*edge.Response, error) {
	page := matrixPage{Shell: p.shell(rq, rq.t("web.matrix-title"), rq.t("web.matrix-lead")), Action: rq.to("licence-matrix", "")}
	rq.trail(&page.Shell, page.Title, "buy", "licence-adviser")
	rq.also(&page.Shell, "licence-matrix", "")
	page.Draft = theme.Alert{Kind: "warning", Title: rq.t("web.licence-adviser-draft")}
	set := rq.snap().Procurement
	use, group, outbound := procurement.Use(cmp.Or(rq.param("usage"), string(procurement.Linked))), cmp.Or(rq.param("composants"), procurement.GroupDecree), rq.param("licence")
	status, wrong := http.StatusOK, map[string]string{}
	if !slices.Contains(procurement.Uses, use) {
		wrong["usage"], use = rq.t("procurement.use-bad"), procurement.Linked
	}
	if !slices.Contains(procurement.Groups(), group) {
		wrong["composants"], group = rq.t("procurement.group-bad"), procurement.GroupDecree
	}
	if outbound != "" && !slices.Contains(procurement.Outbounds(), outbound) {
		wrong["licence"], outbound = rq.t("web.licence-none", "licence", outbound), ""
	}
	page.Fields = rq.matrixFields(use, group, outbound, wrong)
	if page.Errors = rq.summary(page.Fields); page.Errors != nil {
		status, page.Title = http.StatusBadRequest, rq.t("web.error-prefix", "title", page.Title)
	}
	page.NoIndex = rq.URL.RawQuery != ""
	here := func(licence string) string {
		return page.Action + "?" + url.Values{"usage": {string(use)}, "composants": {group}, "licence": {licence}}.Encode()
	}
	if outbound != "" {
		page.Table, page.Counts = rq.matrixOfOne(procurement.Matrix(set.Group(group), []string{outbound}, use), outbound, use)
		page.All = theme.Link{Text: rq.t("web.matrix-all"), URL: here("")}
	} else {
		cells := procurement.Matrix(set.Group(group), set.Group(procurement.GroupDecree), use)
		page.Table, page.Rules, page.Counts = rq.matrixOfAll(cells, set.Group(procurement.GroupDecree), use)
		for _, o := range set.Group(procurement.GroupDecree) {
			page.Each = append(page.Each, theme.Link{Text: o, URL: here(o)})
		}
	}
	page.Lists = theme.Table{ID: "listes-tableau", Caption: rq.t("web.matrix-lists"), Columns: []theme.Column{{Title: rq.t("web.matrix-list")}, {Title: rq.t("web.matrix-list-title")}, {Title: rq.t("web.matrix-list-read")}}}
	for _, l := range procurement.PublishedLists() {
		read := rq.t("web.checked", "date", l.Read.On(rq.lang))
		page.Lists.Rows = append(page.Lists.Rows, []theme.Cell{{Text: l.Name}, {Text: l.Title, URL: l.Address, Lang: i18n.English}, {Text: rq.t("web.matrix-copy", "name", l.Name), URL: l.Copy, Note: read}})
	}
	return p.renderStatus(rq, status, "page-licence-matrix", page)
}

func (rq request) matrixFields(use procurement.Use, group, outbound string, wrong map[string]string) []theme.Field {
	uses := theme.Field{ID: "f-usage", Name: "usage", Type: "radio", Label: rq.t("web.licence-adviser-use"), Error: wrong["usage"]}
	for _, u := range procurement.Uses {
		uses.Options = append(uses.Options, theme.Option{Value: string(u), Text: rq.t(u.Label()), Selected: u == use})
	}
	groups := theme.Field{ID: "f-composants", Name: "composants", Type: "select", Label: rq.t("web.matrix-group"), Error: wrong["composants"]}
	for _, g := range procurement.Groups() {
		groups.Options = append(groups.Options, theme.Option{Value: g, Text: rq.t(procurement.GroupLabel(g)), Selected: g == group})
	}
	licence := theme.Field{ID: "f-licence", Name: "licence", Type: "select", Label: rq.t("web.matrix-outbound"), Hint: rq.t("web.matrix-outbound-hint"), Error: wrong["licence"], Options: []theme.Option{{Text: rq.t("web.matrix-outbound-all"), Selected: outbound == ""}}}
	for _, o := range procurement.Outbounds() {
		licence.Options = append(licence.Options, theme.Option{Value: o, Text: o, Selected: o == outbound})
	}
	return []theme.Field{uses, groups, licence}
}

// matrixOfAll has a column for each licence of the whole; its cells say the verdict and the number of the rule, which leads to the rule.
func (rq request) matrixOfAll(cells [][]procurement.MatrixCell, outbounds []string, use procurement.Use) (theme.Table, []numberedRule, string) {
	t := theme.Table{ID: "matrice-tableau", Caption: rq.t("web.matrix-caption", "use", rq.t(use.Label())), Columns: []theme.Column{{Title: rq.t("web.licence-adviser-component")}}, Note: rq.t("web.matrix-numbers")}
	for _, o := range outbounds {
		t.Columns = append(t.Columns, theme.Column{Title: o})
	}
	numbers, count := map[string]int{}, map[procurement.Verdict]int{}
	var rules []numberedRule
	for _, row := range cells {
		line := []theme.Cell{{Text: row[0].Component, URL: rq.to("licence", row[0].Component)}}
		for _, c := range row {
			count[c.Verdict]++
			if numbers[c.Rule] == 0 {
				numbers[c.Rule] = len(rules) + 1
				rules = append(rules, numberedRule{ID: "regle-" + strconv.Itoa(numbers[c.Rule]), Text: rq.t(c.Label())})
			}
			line = append(line, theme.Cell{Text: rq.t("web.matrix-cell-"+string(c.Verdict), "rule", numbers[c.Rule]), URL: "#regle-" + strconv.Itoa(numbers[c.Rule])})
		}
		t.Rows = append(t.Rows, line)
	}
	return t, rules, rq.matrixCounts(count)
}

// matrixOfOne has a row for each component, with the rule in words and what the published lists say of the pair.
func (rq request) matrixOfOne(cells [][]procurement.MatrixCell, outbound string, use procurement.Use) (theme.Table, string) {
	t := theme.Table{ID: "matrice-tableau", Caption: rq.t("web.matrix-caption-one", "licence", outbound, "use", rq.t(use.Label()))}
	for _, k := range []string{"web.licence-adviser-component", "web.licence-adviser-verdict", "web.licence-adviser-rule", "web.matrix-published"} {
		t.Columns = append(t.Columns, theme.Column{Title: rq.t(k)})
	}
	count := map[procurement.Verdict]int{}
	for _, row := range cells {
		c := row[0]
		count[c.Verdict]++
		lists := theme.Cell{Text: rq.t("web.matrix-silent")}
		if len(c.Published) > 0 {
			lists = rq.publishedCell(c.Published, use)
		}
		t.Rows = append(t.Rows, []theme.Cell{{Text: c.Component, URL: rq.to("licence", c.Component)}, {Badges: []theme.Badge{{Kind: verdictAlerts[c.Verdict], Text: rq.t(c.Verdict.Label())}}}, {Text: rq.t(c.Label())}, lists})
	}
	return t, rq.matrixCounts(count)
}

// publishedCell says what each list says, of which use where that is another one, and why the desk says something else.
func (rq request) publishedCell(said []procurement.Published, use procurement.Use) theme.Cell {
	var texts, reasons []string
	for _, p := range said {
		key := "web.matrix-says"
		if p.Use != use {
			key = "web.matrix-says-of"
		}
		texts = append(texts, rq.t(key, "list", p.Name, "verdict", rq.t(p.Label()), "use", rq.t(p.Use.Label())))
		if p.Differs != "" {
			reasons = append(reasons, rq.t("web.matrix-says", "list", p.Name, "verdict", rq.t(p.ReasonLabel())))
		}
	}
	return theme.Cell{Text: strings.Join(texts, "\u00a0; "), Note: strings.Join(reasons, " ")}
}

func (rq request) matrixCounts(count map[procurement.Verdict]int) string {
	var parts []string
	for _, v := range procurement.Verdicts {
		if count[v] > 0 {
			parts = append(parts, rq.t("web.matrix-count", "verdict", rq.t(v.Label()), "count", count[v]))
		}
	}
	return strings.Join(parts, ", ")
}
