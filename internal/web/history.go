package web

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"guichet/internal/catalog"
	"guichet/internal/edge"
	"guichet/internal/facts"
	"guichet/internal/provenance"
	"guichet/internal/web/theme"
)

// Histories tells what a source has said of a thing, the newest first; see facts.Store.History.
type Histories func(ctx context.Context, source, kind, key string) ([]facts.Version, error)

type historyPage struct {
	theme.Shell
	Software theme.Link
	Lead     string
	Steps    []historyStep
	Empty    theme.Empty
}

// historyStep is one change of what one source says.
type historyStep struct {
	at      time.Time
	Heading string
	Note    theme.SourceNote
	Text    string // instead of a table
	Table   theme.Table
}

// history tells how the sheet of one software came to what it says: each change of each source that it is joined from, the newest first.
func (p *Portal) history(rq request) (*edge.Response, error) {
	sw, err := rq.snap().Catalog.BySlug(rq.PathValue("slug"))
	if err != nil {
		return nil, err
	}
	if sw.Slug != rq.PathValue("slug") {
		return moved(rq.to("software-history", sw.Slug)), nil
	}
	page := historyPage{Shell: p.shell(rq, rq.t("web.history-title", "software", sw.Name.V), rq.t("web.history-description", "software", sw.Name.V)),
		Software: theme.Link{Text: rq.t("web.history-back", "software", sw.Name.V), URL: rq.to("software", sw.Slug)}, Lead: rq.t("web.history-lead")}
	rq.trail(&page.Shell, rq.t("web.history"), "software-list")
	rq.also(&page.Shell, "software-history", sw.Slug)
	for _, e := range sw.Entries {
		versions, err := p.History(rq.Context(), e.Source, catalog.KindSoftware, e.Key)
		if err != nil {
			return nil, err
		}
		steps, err := rq.steps(versions)
		if err != nil {
			return nil, err
		}
		page.Steps = append(page.Steps, steps...)
	}
	slices.SortStableFunc(page.Steps, func(a, b historyStep) int { return b.at.Compare(a.at) })
	for i := range page.Steps {
		page.Steps[i].Table.ID = "etape-" + strconv.Itoa(i+1)
	}
	page.Empty = theme.Empty{Title: rq.t("web.history-none"), Text: rq.t("web.history-none-text"), Links: []theme.Link{page.Software}}
	return p.render(rq, "page-history", page)
}

// steps draws the changes of one source's statement, the newest first.
func (rq request) steps(versions []facts.Version) ([]historyStep, error) {
	steps, err := catalog.Steps(versions)
	if err != nil {
		return nil, err
	}
	var out []historyStep
	for _, st := range steps {
		title := rq.snap().Sources.Title(st.Source, rq.lang)
		s := historyStep{at: st.At, Heading: rq.t("web.history-"+st.What, "source", title, "when", dateTime(st.At, rq.lang))}
		if st.What == "withdrawn" {
			s.Text = rq.t("web.history-withdrawn-text")
			out = append(out, s)
			continue
		}
		s.Note = rq.sourceNote(provenance.Mark{Source: st.Source, Checked: st.Checked})
		s.Table = rq.differences(st)
		s.Table.Caption = s.Heading
		if len(s.Table.Rows) == 0 {
			s.Text = rq.t("web.history-other")
		}
		out = append(out, s)
	}
	return out, nil
}

// differences is the table of what changed; of a first state, of what was stated.
func (rq request) differences(st catalog.Step) theme.Table {
	changed := st.What == "changed"
	t := theme.Table{Columns: []theme.Column{{Title: rq.t("web.history-field")}, {Title: rq.t("web.history-value")}}}
	if changed {
		t.Columns = []theme.Column{{Title: rq.t("web.history-field")}, {Title: rq.t("web.history-before")}, {Title: rq.t("web.history-after")}}
	}
	for _, d := range st.Differences(rq.lang) {
		row := []theme.Cell{{Text: rq.t("web.field-" + d.Field)}}
		if changed {
			row = append(row, theme.Cell{Text: cmp.Or(rq.stated(d.Field, d.Before), "–")})
		}
		t.Rows = append(t.Rows, append(row, theme.Cell{Text: cmp.Or(rq.stated(d.Field, d.After), "–")}))
	}
	return t
}

// stated writes the values of a field in words.
func (rq request) stated(field string, values []string) string {
	out := slices.Clone(values)
	for i, v := range out {
		switch field {
		case "platforms":
			out[i] = rq.t("web.platform-" + v)
		case "category":
			if c := rq.snap().Catalog.Category(v); c != nil {
				out[i] = c.Name().In(rq.lang)
			}
		case "archived":
			out[i] = rq.t("web.yes")
		}
	}
	return strings.Join(out, "\u00a0; ")
}

// aboutSheet leads from a sheet to what is told of it elsewhere.
func (rq request) aboutSheet(sw *catalog.Software) []theme.Button {
	compared := append([]*catalog.Software{sw}, rq.similar(sw)...)
	return []theme.Button{
		{Text: rq.t("web.compare-with"), Kind: "secondary", URL: rq.to("compare", "") + compareQuery(rq.lang, compared[:min(len(compared), 3)])},
		{Text: rq.t("web.history-of"), Kind: "secondary", URL: rq.to("software-history", sw.Slug)},
	}
}
