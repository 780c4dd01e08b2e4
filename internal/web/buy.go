package web

import (
	"guichet/internal/procurement"
	"guichet/internal/web/theme"
)

// blockLaws is the table of the legal references that the pages on buying cite.
func (p *Portal) blockLaws(rq request) []any {
	return []any{rq.lawTable("textes-tableau", rq.snap().Procurement.Laws)}
}

// lawTable tells of each reference what it says, which version was checked when, and how sure that is.
func (rq request) lawTable(id string, laws []*procurement.Law) any {
	t := theme.Table{ID: id, Caption: rq.t("web.table-laws"), Columns: []theme.Column{{Title: rq.t("web.law-text")}, {Title: rq.t("web.law-says")}, {Title: rq.t("web.law-version")}}}
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
