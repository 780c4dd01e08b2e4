package web

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"guichet/internal/address"
	"guichet/internal/i18n"
	"guichet/internal/market"
	"guichet/internal/procurement"
	"guichet/internal/provenance"
	"guichet/internal/web/theme"
)

// dataBlocks are the facts that a Markdown page can show; starter/content/README.md lists them for authors.
var dataBlocks = map[string]func(p *Portal, rq request) []any{
	"support-contract":    (*Portal).blockSupport,
	"support-delays":      (*Portal).blockDelays,
	"expertise-lots":      (*Portal).blockLots,
	"beneficiaries":       (*Portal).blockBeneficiaries,
	"support-software":    (*Portal).blockCovered,
	"debian":              (*Portal).blockDebian,
	"contributions":       (*Portal).blockContributions,
	"publishing-licences": (*Portal).blockPublishing,
	"catalogue-licences":  (*Portal).blockCatalogue,
	"laws":                (*Portal).blockLaws,
	"spaces":              (*Portal).blockSpaces,
	"ospos":               (*Portal).blockOSPOs,
	"sources":             (*Portal).blockSources,
	"accessibility":       (*Portal).blockAccessibility,
	"publisher":           (*Portal).blockPublisher,
	"host":                (*Portal).blockHost,
	"controller":          (*Portal).blockController,
	"retention":           (*Portal).blockRetention,
	"figures":             (*Portal).blockFigures,
}

// HasDataBlock reports whether a data block of that name exists.
func HasDataBlock(name string) bool { return dataBlocks[name] != nil }

// dataBlock draws a data block with the theme's components; a name that is unknown was reported when the page was read.
func (p *Portal) dataBlock(rq request, name string) template.HTML {
	draw, ok := dataBlocks[name]
	if !ok {
		return ""
	}
	var b strings.Builder
	for _, c := range draw(p, rq) {
		if drawn, ok := c.(template.HTML); ok {
			b.WriteString(string(drawn))
			continue
		}
		b.WriteString(string(p.Theme.Render(rq.lang, c)))
	}
	return template.HTML(b.String()) //nolint:gosec // drawn by the theme
}

// table returns a table with its source below; no rows make it an Empty.
func (rq request) table(id, caption string, columns []string, rows [][]theme.Cell, m provenance.Mark) []any {
	if len(rows) == 0 {
		return []any{theme.Empty{Title: rq.t("web.block-empty")}}
	}
	t := theme.Table{ID: id, Caption: rq.t(caption), Rows: rows}
	for _, c := range columns {
		t.Columns = append(t.Columns, theme.Column{Title: rq.t(c)})
	}
	return []any{t, rq.sourceNote(m)}
}

func (p *Portal) blockSupport(rq request) []any {
	c := rq.snap().Market.Support
	if c == nil {
		return []any{theme.Empty{Title: rq.t("web.block-empty")}}
	}
	var f theme.Facts
	add := func(label, value string) {
		if value != "" {
			f.Items = append(f.Items, rq.fact(label, value, "", c.Mark))
		}
	}
	add("answer.fact-holder", market.HolderNames(c.Holders))
	add("web.contract-pilot", c.Pilot)
	add("web.contract-since", c.Since.In(rq.lang))
	add("web.contract-term", rq.t("web.contract-term-value", "months", c.TermMonths, "renewals", c.Renewals))
	add("answer.fact-end", c.ExpectedEnd.In(rq.lang))
	add("web.contract-slots", rq.t("web.contract-slots-value", "slots", c.Slots, "versions", c.VersionsPerSlot, "critical", c.CriticalSlots))
	return []any{f}
}

func (p *Portal) blockDelays(rq request) []any {
	m := rq.snap().Market
	var rows [][]theme.Cell
	for _, r := range m.Delays {
		flag := func(b bool) string { return map[bool]string{true: "1", false: "0"}[b] }
		rows = append(rows, []theme.Cell{{Text: rq.t("answer.delay-row-" + flag(r.Critical) + flag(r.Blocking))}, {Text: r.Callback.In(rq.lang)}, {Text: r.Information.In(rq.lang)}, {Text: r.Workaround.In(rq.lang)}, {Text: r.Fix.In(rq.lang)}})
	}
	return rq.table("delais-tableau", "web.table-delays", []string{"web.table-request", "market.delay-callback", "market.delay-information", "market.delay-workaround", "market.delay-fix"}, rows, m.DelayMark)
}

func (p *Portal) blockLots(rq request) []any {
	c := rq.snap().Market.Expertise
	if c == nil {
		return []any{theme.Empty{Title: rq.t("web.block-empty")}}
	}
	var rows [][]theme.Cell
	for _, l := range c.Lots {
		rows = append(rows, []theme.Cell{{Text: rq.t("answer.lot-number", "lot", l.Number)}, {Text: l.Scope.In(rq.lang)}, {Text: market.HolderNames(l.Holders)}, {Text: l.Notified.In(rq.lang)}})
	}
	return rq.table("lots-tableau", "web.table-lots", []string{"answer.fact-lot", "web.table-scope", "answer.fact-holder", "answer.fact-notified"}, rows, c.Mark)
}

func (p *Portal) blockBeneficiaries(rq request) []any {
	var rows [][]theme.Cell
	var mark provenance.Mark
	yes := func(b bool) theme.Cell {
		if b {
			return theme.Cell{Text: rq.t("web.yes")}
		}
		return theme.Cell{Text: rq.t("web.no")}
	}
	for _, b := range rq.beneficiaries() {
		mark = b.Mark
		expertise := yes(b.Expertise)
		var note []string
		for _, n := range b.OnlyLots {
			note = append(note, rq.t("web.only-lot", "lot", n))
		}
		if !b.Doubt.IsZero() {
			expertise.Text = rq.t("web.to-ask")
			note = append(note, b.Doubt.In(rq.lang))
		}
		for _, s := range b.Successors {
			note = append(note, rq.t("web.successor", "name", s.Name, "since", s.Since.In(rq.lang)))
		}
		rows = append(rows, []theme.Cell{{Text: b.Name.In(rq.lang)}, yes(b.Support), expertise, {Text: strings.Join(note, " ")}})
	}
	return append([]any{p.beneficiaryFilter(rq, len(rows))}, rq.table("beneficiaires-tableau", "web.table-beneficiaries", []string{"web.table-body", "web.table-support", "web.table-expertise", "web.table-note"}, rows, mark)...)
}

func (p *Portal) blockCovered(rq request) []any {
	m := rq.snap().Market
	onPage, onCSV, pageOnly, csvOnly := m.Differences()
	var rows [][]theme.Cell
	var mark provenance.Mark
	for _, c := range rq.coveredNames() {
		mark = c.Mark
		where := "web.on-both"
		if !c.OnCSV {
			where = "web.on-page"
		} else if !c.OnPage {
			where = "web.on-csv"
		}
		sheet := theme.Cell{Text: rq.t("web.no-sheet")}
		if c.Software != nil {
			sheet = theme.Cell{Text: c.Software.Name.V, URL: rq.to("software", c.Software.Slug)}
		}
		rows = append(rows, []theme.Cell{{Text: c.Name}, sheet, {Text: rq.t(where)}})
	}
	note := theme.Alert{Kind: "info", Title: rq.t("web.lists-differ"), Body: template.HTML("<p>" + template.HTMLEscapeString(rq.t("web.lists-differ-text", "page", onPage, "csv", onCSV, "pageOnly", pageOnly, "csvOnly", csvOnly)) + "</p>")} //nolint:gosec // escaped
	return append([]any{note, p.coveredFilter(rq, len(rows))}, rq.table("couverts-tableau", "web.table-covered", []string{"web.table-published", "web.table-sheet", "web.table-lists"}, rows, mark)...)
}

func (p *Portal) blockDebian(rq request) []any {
	var rows [][]theme.Cell
	var mark provenance.Mark
	for _, d := range rq.snap().Market.Debian {
		mark = d.Mark
		end := d.ExtendedTo
		if day, err := provenance.ParseDate(d.ExtendedTo); err == nil {
			end = day.In(rq.lang)
		}
		if d.ExtendedTo == "end-of-contract" {
			end = rq.t("web.end-of-contract")
		}
		rows = append(rows, []theme.Cell{{Text: "Debian " + strconv.Itoa(d.Version) + " (" + d.Codename + ")"}, {Text: d.Released.In(rq.lang)}, {Text: d.CommunityEnd.In(rq.lang)}, {Text: d.ExtendedFrom.In(rq.lang)}, {Text: end}})
	}
	return rq.table("debian-tableau", "web.table-debian", []string{"web.table-version", "web.table-released", "web.table-community-end", "web.table-extended-from", "web.table-extended-to"}, rows, mark)
}

func (p *Portal) blockContributions(rq request) []any {
	var rows [][]theme.Cell
	var mark provenance.Mark
	for _, c := range rq.contributions() {
		mark = c.Mark
		rows = append(rows, []theme.Cell{{Text: c.Software}, {Text: c.Company}, {Text: c.Date.In(rq.lang)}, {Text: c.Subject, Lang: i18n.French}, rq.reference(c)})
	}
	for _, r := range rows {
		if rq.lang == i18n.French {
			r[3].Lang = ""
		}
	}
	return append([]any{p.contributionFilter(rq, len(rows))}, rq.table("contributions-tableau", "web.table-contributions", []string{"web.table-software", "web.table-company", "web.table-date", "web.table-subject", "web.table-reference"}, rows, mark)...)
}

func (p *Portal) blockPublishing(rq request) []any {
	list := rq.snap().Procurement.ForSoftware()
	data := slices.DeleteFunc(slices.Clone(rq.snap().Procurement.Licences), func(l *procurement.Licence) bool { return l.Data == "" })
	var rows [][]theme.Cell
	var mark provenance.Mark
	for _, l := range append(slices.Clone(list), data...) {
		mark = l.Mark
		use, family := rq.t("web.for-software"), l.Publish
		if l.Data != "" {
			use, family = rq.t("web.for-data"), l.Data
		}
		rows = append(rows, []theme.Cell{{Text: l.SPDX}, {Text: l.Name, Lang: otherThan(rq.lang, i18n.English)}, {Text: use}, {Text: rq.t("web.family-" + family)}})
	}
	return rq.table("licences-publier-tableau", "web.table-publishing", []string{"web.table-spdx", "answer.fact-name", "web.table-for", "web.table-family"}, rows, mark)
}

// otherThan returns the language of a text when it is not that of the page.
func otherThan(page, text i18n.Lang) i18n.Lang {
	if page == text {
		return ""
	}
	return text
}

func (p *Portal) blockCatalogue(rq request) []any {
	var rows [][]theme.Cell
	var mark provenance.Mark
	for _, l := range rq.snap().Procurement.Licences {
		if !l.Catalogue {
			continue
		}
		mark = l.Mark
		rows = append(rows, []theme.Cell{{Text: l.SPDX}, {Text: l.Name, Lang: otherThan(rq.lang, i18n.English)}, {Text: l.Note.In(rq.lang)}})
	}
	return rq.table("licences-catalogue-tableau", "web.table-catalogue", []string{"web.table-spdx", "answer.fact-name", "answer.fact-note"}, rows, mark)
}

func (p *Portal) blockSpaces(rq request) []any {
	var rows [][]theme.Cell
	var mark provenance.Mark
	for _, s := range rq.snap().Community.Spaces {
		mark = s.Mark
		rows = append(rows, []theme.Cell{{Text: s.Name.In(rq.lang), URL: s.URL}, {Text: rq.audience(s.Audience)}, {Text: s.Entry.In(rq.lang)}})
	}
	return rq.table("espaces-tableau", "web.table-spaces", []string{"web.table-space", "answer.fact-audience", "web.table-entry"}, rows, mark)
}

func (rq request) audience(audience []string) string {
	parts := make([]string, len(audience))
	for i, a := range audience {
		parts[i] = rq.t("community.audience-" + a)
	}
	return strings.Join(parts, ", ")
}

func (p *Portal) blockOSPOs(rq request) []any {
	var rows [][]theme.Cell
	var mark provenance.Mark
	for _, o := range rq.snap().OSPO.Offices {
		mark = o.Mark
		rows = append(rows, []theme.Cell{{Text: o.Name, URL: address.Of(rq.lang, "ospo", o.Slug)}, {Text: o.Description.In(rq.lang)}, {Text: o.Created.In(rq.lang)}})
	}
	return rq.table("ospos-tableau", "web.table-ospos", []string{"web.table-office", "web.table-description", "answer.fact-created"}, rows, mark)
}

func (p *Portal) blockSources(rq request) []any {
	ids := make([]string, 0, len(rq.snap().Sources))
	for id := range rq.snap().Sources {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var rows [][]theme.Cell
	for _, id := range ids {
		s := rq.snap().Sources[id]
		rows = append(rows, []theme.Cell{{Text: s.Title.In(rq.lang), URL: s.URL}, {Text: s.Publisher}, {Text: s.Licence}, {Text: s.Checked.In(rq.lang)}})
	}
	out := rq.table("sources-tableau", "web.table-sources", []string{"web.table-source", "web.table-publisher", "answer.fact-licence", "web.table-checked"}, rows, provenance.Mark{})
	return out[:1]
}

func (p *Portal) blockFigures(rq request) []any {
	var out []any
	for _, s := range p.figures(rq) {
		out = append(out, s)
	}
	return out
}
