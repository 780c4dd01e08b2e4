package web

import (
	"cmp"
	"slices"
	"strconv"

	"guichet/internal/edge"
	"guichet/internal/figure"
	"guichet/internal/provenance"
	"guichet/internal/web/theme"
)

type figuresPage struct {
	theme.Shell
	Lead     string
	Sections []figureSection
}

type figureSection struct {
	ID, Title, Text string
	Figure          *theme.Figure
	Empty           *theme.Empty
}

// figuresPage counts what the desk holds and what it was asked; every figure is counted when the page is drawn.
func (p *Portal) figuresPage(rq request) (*edge.Response, error) {
	page := figuresPage{Shell: p.shell(rq, rq.t("web.figures-title"), rq.t("web.figures-description")), Lead: rq.t("web.figures-lead")}
	rq.trail(&page.Shell, page.Title, "about")
	rq.also(&page.Shell, "figures", "")
	bySource, byYear := rq.entriesBySource(), rq.entriesByYear()
	note := rq.t("web.figures-note", "date", dateTime(rq.snap().Built, rq.lang))
	page.Sections = []figureSection{
		drawn("par-source", rq.t("web.figures-source"), rq.t("web.figures-source-text"), bySource.Draw("par-source-image"), note),
		drawn("par-age", rq.t("web.figures-age"), rq.t("web.figures-age-text"), byYear.Draw("par-age-image"), note),
		drawn("couverts", rq.t("web.figures-covered"), rq.t("web.figures-covered-text"), rq.coveredLists().Draw("couverts-image"), rq.t("web.figures-covered-note", "date", coveredDate(rq.snap(), rq.lang))),
	}
	asked, err := p.asked(rq)
	if err != nil {
		return nil, err
	}
	page.Sections = append(page.Sections, asked)
	return p.render(rq, "page-figures", page)
}

func drawn(id, title, text string, d figure.Drawing, note string) figureSection {
	f := theme.Drawn(id+"-figure", d, note)
	return figureSection{ID: id, Title: title, Text: text, Figure: &f}
}

// marks returns the sources of every entry that the desk shows, one or more an entry.
func (rq request) marks() [][]provenance.Mark {
	s := rq.snap()
	var out [][]provenance.Mark
	for _, x := range s.Catalog.Software {
		out = append(out, x.Marks)
	}
	for _, x := range s.Catalog.Products {
		out = append(out, []provenance.Mark{x.Mark})
	}
	for _, x := range s.Catalog.Providers {
		out = append(out, []provenance.Mark{x.Mark})
	}
	for _, x := range s.Market.Covered {
		out = append(out, []provenance.Mark{x.Mark})
	}
	for _, x := range s.Procurement.Licences {
		out = append(out, []provenance.Mark{x.Mark})
	}
	for _, x := range s.OSPO.Offices {
		out = append(out, []provenance.Mark{x.Mark})
	}
	for _, x := range s.Community.Spaces {
		out = append(out, []provenance.Mark{x.Mark})
	}
	return out
}

// entriesBySource counts the entries that each source speaks of; an entry of two sources counts for both.
func (rq request) entriesBySource() figure.Bars {
	n := map[string]int{}
	for _, marks := range rq.marks() {
		seen := map[string]bool{}
		for _, m := range marks {
			if !seen[m.Source] && !m.IsZero() {
				seen[m.Source] = true
				n[m.Source]++
			}
		}
	}
	b := figure.Bars{Title: rq.t("web.figures-source"), Label: rq.t("web.table-source"), Series: []string{rq.t("web.figures-entries")}, Lang: rq.lang}
	for source, count := range n {
		b.Bars = append(b.Bars, figure.Bar{Label: rq.snap().Sources.Title(source, rq.lang), URL: webOnly(rq.snap().Sources[source].URL), Values: []int{count}})
	}
	slices.SortFunc(b.Bars, func(x, y figure.Bar) int {
		return cmp.Or(cmp.Compare(y.Values[0], x.Values[0]), cmp.Compare(x.Label, y.Label))
	})
	return b
}

// entriesByYear counts entries by the year of the newest copy that speaks of them.
func (rq request) entriesByYear() figure.Bars {
	n := map[int]int{}
	for _, marks := range rq.marks() {
		year := 0
		for _, m := range marks {
			year = max(year, m.Checked.Year)
		}
		n[year]++
	}
	b := figure.Bars{Title: rq.t("web.figures-age"), Label: rq.t("web.figures-year"), Series: []string{rq.t("web.figures-entries")}, Lang: rq.lang}
	for year, count := range n {
		label := strconv.Itoa(year)
		if year == 0 {
			label = rq.t("web.figures-no-date")
		}
		b.Bars = append(b.Bars, figure.Bar{Label: label, Values: []int{count}})
	}
	slices.SortFunc(b.Bars, func(x, y figure.Bar) int { return cmp.Compare(y.Label, x.Label) })
	return b
}

// coveredLists compares the two official lists of covered software.
func (rq request) coveredLists() figure.Bars {
	onPage, onCSV, pageOnly, csvOnly := rq.snap().Market.Differences()
	return figure.Bars{
		Title: rq.t("web.figures-covered"), Label: rq.t("web.figures-list"), Series: []string{rq.t("web.figures-both"), rq.t("web.figures-alone")}, Lang: rq.lang,
		Bars: []figure.Bar{{Label: rq.t("web.figures-page"), Values: []int{onPage - pageOnly, pageOnly}}, {Label: rq.t("web.figures-csv"), Values: []int{onCSV - csvOnly, csvOnly}}},
	}
}

// asked counts the questions that people asked, found and not, by what they are about.
func (p *Portal) asked(rq request) (figureSection, error) {
	empty := figureSection{ID: "questions", Title: rq.t("web.figures-asked"), Empty: &theme.Empty{Title: rq.t("web.figures-asked-none")}}
	if p.Demand == nil {
		return empty, nil
	}
	totals, err := p.Demand.Totals(rq.Context())
	if err != nil || len(totals) == 0 {
		return empty, err
	}
	b := figure.Bars{Title: rq.t("web.figures-asked"), Label: rq.t("web.figures-about"), Series: []string{rq.t("web.figures-found"), rq.t("web.figures-not-found")}, Lang: rq.lang}
	first, last := totals[0].First, totals[0].Last
	for _, t := range totals {
		b.Bars = append(b.Bars, figure.Bar{Label: rq.t("web.intent-" + t.Intent), Values: []int{int(t.Found), int(t.NotFound)}})
		if t.First.Before(first) {
			first = t.First
		}
		if last.Before(t.Last) {
			last = t.Last
		}
	}
	return drawn("questions", rq.t("web.figures-asked"), rq.t("web.figures-asked-text"), b.Draw("questions-image"), rq.t("web.figures-asked-note", "first", first.In(rq.lang), "last", last.In(rq.lang))), nil
}
