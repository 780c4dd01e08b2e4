package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/procurement"
	"guichet/internal/web/theme"
)

type licenceSheetPage struct {
	theme.Shell
	Heading, Lead             string
	Draft                     theme.Alert
	Trap                      *theme.Alert
	Facts                     theme.Facts
	Allows, Requires, Refuses []string
	Both                      theme.Table
	Next                      []theme.Link
}

// licenceSheet is the page of one licence: what it allows, asks for and refuses, in which list it is, and how it goes with those of the decree.
func (p *Portal) licenceSheet(rq request) (*edge.Response, error) {
	set := rq.snap().Procurement
	id := rq.PathValue("slug")
	listed := set.BySPDX(id)
	terms, known := procurement.TermsOf(id)
	if listed == nil && !known {
		return nil, errs.New(errs.NotFound, "web.licence-none").With("licence", id)
	}
	name := id
	if listed != nil {
		name = listed.Name
	}
	page := licenceSheetPage{Shell: p.shell(rq, rq.t("web.licence-sheet-title", "licence", id), rq.t("web.licence-sheet-description", "licence", name)), Heading: id, Lead: name}
	rq.trail(&page.Shell, id, "buy", "licence-adviser")
	rq.also(&page.Shell, "licence", id)
	page.Draft = theme.Alert{Kind: "warning", Title: rq.t("web.licence-adviser-draft")}
	if trap := procurement.TrapOf(id); trap != "" {
		page.Trap = &theme.Alert{Kind: "info", Title: rq.t("web.licence-sheet-trap"), Body: paragraph(rq.t(trap))}
	}
	add := func(label, value string) {
		page.Facts.Items = append(page.Facts.Items, theme.Fact{Label: rq.t(label), Value: value})
	}
	if known {
		add("web.licence-sheet-family", rq.t(terms.Family.Label()))
		add("web.licence-sheet-patents", rq.t(map[bool]string{true: "web.licence-sheet-patents-yes", false: "web.licence-sheet-patents-no"}[terms.Patents]))
	} else {
		add("web.licence-sheet-family", rq.t("web.licence-sheet-unread"))
	}
	publish, catalogue := "web.licence-sheet-publish-no", "web.licence-sheet-no"
	if listed != nil {
		if listed.Publish != "" || listed.Data != "" {
			publish = "web.licence-sheet-yes"
		}
		if listed.Catalogue {
			catalogue = "web.licence-sheet-yes"
		}
		add("web.licence-sheet-source", strings.Join(rq.sources(listed.Mark), ", "))
		if note := listed.Note.In(rq.lang); note != "" {
			add("answer.fact-note", note)
		}
	}
	add("web.licence-sheet-publish", rq.t(publish))
	add("web.licence-sheet-catalogue", rq.t(catalogue))
	for dst, keys := range map[*[]string][]string{&page.Allows: terms.Allows, &page.Requires: terms.Requires, &page.Refuses: terms.Refuses} {
		for _, k := range keys {
			*dst = append(*dst, rq.t(k))
		}
	}
	page.Both = theme.Table{ID: "compatibilite-tableau", Caption: rq.t("web.licence-sheet-both", "use", rq.t(procurement.Linked.Label())), Columns: []theme.Column{{Title: rq.t("web.licence-sheet-other")}, {Title: rq.t("web.licence-sheet-into", "licence", id)}, {Title: rq.t("web.licence-sheet-from", "licence", id)}}}
	adviser := func(component, outbound string) string {
		return rq.to("licence-adviser", "") + "?" + url.Values{"composant": {component}, "licence": {outbound}, "usage": {string(procurement.Linked)}}.Encode()
	}
	for _, l := range set.ForSoftware() {
		if l.SPDX == id {
			continue
		}
		there := (&procurement.Expression{ID: id}).Assess(l.SPDX, procurement.Linked)
		back := (&procurement.Expression{ID: l.SPDX}).Assess(id, procurement.Linked)
		page.Both.Rows = append(page.Both.Rows, []theme.Cell{{Text: l.SPDX, URL: rq.to("licence", l.SPDX)}, {Text: rq.t(there.Verdict.Label()), URL: adviser(id, l.SPDX)}, {Text: rq.t(back.Verdict.Label()), URL: adviser(l.SPDX, id)}})
	}
	page.Next = []theme.Link{{Text: rq.t("web.licence-sheet-text"), URL: "https://spdx.org/licenses/" + url.PathEscape(id) + ".html"}, {Text: rq.t("web.nav-licence-compare"), URL: rq.to("licence-compare", "") + "?l=" + url.QueryEscape(id)}, {Text: rq.t("web.nav-licence-choice"), URL: rq.to("licence-choice", "")}}
	return p.render(rq, "page-licence", page)
}

type licenceComparePage struct {
	theme.Shell
	Action string
	Draft  theme.Alert
	Errors *theme.ErrorSummary
	Fields []theme.Field
	Table  *theme.Table
}

// licenceCompare sets two to four licences side by side.
func (p *Portal) licenceCompare(rq request) (*edge.Response, error) {
	page := licenceComparePage{Shell: p.shell(rq, rq.t("web.licence-compare-title"), rq.t("web.licence-compare-lead")), Action: rq.to("licence-compare", "")}
	rq.trail(&page.Shell, page.Title, "buy", "licence-adviser")
	rq.also(&page.Shell, "licence-compare", "")
	page.Draft = theme.Alert{Kind: "warning", Title: rq.t("web.licence-adviser-draft")}
	ids := procurement.RatedLicences()
	var chosen []string
	for _, id := range rq.URL.Query()["l"] {
		if id != "" && !slices.Contains(chosen, id) {
			chosen = append(chosen, id)
		}
	}
	status, wrong := http.StatusOK, map[int]string{}
	if len(chosen) > maxCompared {
		status, wrong[0] = http.StatusBadRequest, rq.t("web.licence-compare-many", "most", maxCompared)
		chosen = chosen[:maxCompared]
	}
	for i, id := range chosen {
		if !slices.Contains(ids, id) {
			status, wrong[i] = http.StatusBadRequest, rq.t("web.licence-none", "licence", id)
		}
	}
	for i := range maxCompared {
		f := theme.Field{ID: "f-l", Name: "l", Type: "select", Label: rq.t("web.licence-compare-nth", "number", i+1), Error: wrong[i], Options: []theme.Option{{Text: rq.t("web.contact-choose")}}}
		if i > 0 {
			f.ID += string(rune('1' + i))
		}
		for _, id := range ids {
			f.Options = append(f.Options, theme.Option{Value: id, Text: id, Selected: i < len(chosen) && chosen[i] == id})
		}
		page.Fields = append(page.Fields, f)
	}
	if page.Errors = rq.summary(page.Fields); page.Errors != nil {
		page.Title = rq.t("web.error-prefix", "title", page.Title)
	} else if len(chosen) > 1 {
		page.NoIndex = true
		page.Table = rq.licenceColumns(chosen)
	}
	return p.renderStatus(rq, status, "page-licence-compare", page)
}

// licenceColumns has one column a licence and one row a term.
func (rq request) licenceColumns(ids []string) *theme.Table {
	set := rq.snap().Procurement
	t := &theme.Table{ID: "comparaison-tableau", Caption: rq.t("web.licence-compare-title"), Columns: []theme.Column{{Title: rq.t("web.licence-compare-term")}}}
	rows := map[string][]theme.Cell{}
	order := []string{"web.licence-sheet-family", "web.licence-sheet-publish", "web.licence-sheet-catalogue", "web.licence-sheet-allows", "web.licence-sheet-requires", "web.licence-sheet-refuses", "web.licence-sheet-patents"}
	for _, id := range ids {
		t.Columns = append(t.Columns, theme.Column{Title: id})
		terms, _ := procurement.TermsOf(id)
		words := func(keys []string) string {
			var out []string
			for _, k := range keys {
				out = append(out, rq.t(k))
			}
			if len(out) == 0 {
				return rq.t("web.licence-compare-nothing")
			}
			return strings.Join(out, " ")
		}
		yes := func(b bool) string {
			return rq.t(map[bool]string{true: "web.licence-sheet-yes", false: "web.licence-sheet-no"}[b])
		}
		l := set.BySPDX(id)
		for k, text := range map[string]string{
			"web.licence-sheet-family": rq.t(terms.Family.Label()), "web.licence-sheet-publish": yes(l != nil && (l.Publish != "" || l.Data != "")), "web.licence-sheet-catalogue": yes(l != nil && l.Catalogue),
			"web.licence-sheet-allows": words(terms.Allows), "web.licence-sheet-requires": words(terms.Requires), "web.licence-sheet-refuses": words(terms.Refuses),
			"web.licence-sheet-patents": rq.t(map[bool]string{true: "web.licence-sheet-patents-yes", false: "web.licence-sheet-patents-no"}[terms.Patents]),
		} {
			rows[k] = append(rows[k], theme.Cell{Text: text})
		}
	}
	for _, k := range order {
		t.Rows = append(t.Rows, append([]theme.Cell{{Text: rq.t(k)}}, rows[k]...))
	}
	for _, o := range ids { // each of them inside the others
		row := []theme.Cell{{Text: rq.t("web.licence-compare-in", "licence", o)}}
		for _, id := range ids {
			if id == o {
				row = append(row, theme.Cell{Text: "–"})
				continue
			}
			row = append(row, theme.Cell{Text: rq.t((&procurement.Expression{ID: id}).Assess(o, procurement.Linked).Verdict.Label())})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
