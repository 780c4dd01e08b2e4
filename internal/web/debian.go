package web

import (
	"slices"
	"strconv"
	"time"

	"guichet/internal/edge"
	"guichet/internal/figure"
	"guichet/internal/market"
	"guichet/internal/provenance"
	"guichet/internal/web/theme"
)

type debianPage struct {
	theme.Shell
	Action   string
	Errors   *theme.ErrorSummary
	Fields   []theme.Field
	Phase    string // what stands on the day asked; "" before a question
	Asked    string
	Warnings []string
	Timeline theme.Figure
	Contract theme.Link
	JSON     theme.Link
	Source   theme.SourceNote
}

var debianFields = map[string]string{"version": "version", "date": "date"}

// debian tells who supports a version of Debian on a day.
func (p *Portal) debian(rq request) (*edge.Response, error) {
	page := debianPage{Shell: p.shell(rq, rq.t("web.debian-title"), rq.t("web.debian-description")), Action: rq.to("debian", "")}
	rq.trail(&page.Shell, page.Title, "contracts")
	rq.also(&page.Shell, "debian", "")
	set, now := rq.snap().Market, time.Now().In(paris)
	version, date, wrong := rq.param("version"), rq.param("date"), map[string]string{}
	day := now
	if rq.URL.RawQuery != "" {
		page.NoIndex = true
		st, err := set.DebianOf(version, date, now)
		if err == nil {
			page.Phase, page.Asked = st.Phase.In(rq.lang), rq.t("web.debian-asked", "version", st.Version, "date", st.At.In(rq.lang))
			if st.Disagree() {
				page.Phase = rq.t("web.debian-either", "one", st.Phase.In(rq.lang), "other", st.ByClaim.In(rq.lang))
			}
			for _, w := range st.Warnings {
				page.Warnings = append(page.Warnings, w.In(rq.lang))
			}
			day = noon(st.At)
			page.JSON = theme.Link{Text: "JSON", URL: "/api/v1/market/debian?version=" + strconv.Itoa(st.Version) + "&date=" + st.At.String() + "&lang=" + string(rq.lang)}
		} else if wrong = rq.faults(err, debianFields); wrong == nil {
			return nil, err
		}
	}
	page.Timeline = rq.debianTimeline(set, day)
	page.Fields = []theme.Field{
		{ID: "f-version", Name: "version", Type: "text", Label: rq.t("web.debian-version"), Hint: rq.t("web.debian-version-hint"), Value: version, Required: true, MaxLength: 30, Error: wrong["version"]},
		{ID: "f-date", Name: "date", Type: "text", Label: rq.t("web.debian-date"), Hint: rq.t("web.debian-date-hint"), Value: date, MaxLength: 40, Error: wrong["date"]},
	}
	page.Errors = rq.summary(page.Fields)
	if page.Errors != nil {
		page.Title = rq.t("web.error-prefix", "title", page.Title)
	}
	page.Contract = theme.Link{Text: rq.t("web.nav-contracts"), URL: rq.to("contracts", "") + "#debian"}
	if len(set.Debian) > 0 {
		page.Source = rq.sourceNote(set.Debian[0].Mark)
	}
	return p.render(rq, "page-debian", page)
}

// noon is a moment of the day, for a picture; of a coarser date, its first day.
func noon(d provenance.Date) time.Time {
	return time.Date(d.Year, time.Month(max(d.Month, 1)), max(d.Day, 1), 12, 0, 0, 0, paris)
}

// debianTimeline draws the periods of every version that a source speaks of.
func (rq request) debianTimeline(set *market.Set, day time.Time) theme.Figure {
	line := figure.Timeline{Title: rq.t("web.debian-timeline"), Description: rq.t("web.debian-timeline-text"), Lang: rq.lang, Now: day,
		Columns: []string{rq.t("web.debian-version"), rq.t("web.debian-who"), rq.t("web.delays-from"), rq.t("web.debian-to")}}
	tones := map[market.DebianPhase]int{market.DebianSecurity: 0, market.DebianLTS: 1, market.DebianExtended: 2}
	for _, v := range set.DebianVersions() {
		st, err := set.DebianSupport(v, provenance.Day(day))
		if err != nil {
			continue // a day that is not counted: the form says so
		}
		row := figure.Row{Label: "Debian " + strconv.Itoa(v)}
		for _, p := range st.Periods {
			what := p.Phase.In(rq.lang)
			if p.Computed {
				what += rq.t("web.debian-computed")
			}
			row.Spans = append(row.Spans, figure.Span{From: noon(p.From), To: noon(p.To), What: what, Tone: tones[p.Phase]})
		}
		if st.Claim != nil && !st.Claim.CommunityEnd.IsZero() {
			row.Spans = append(row.Spans, figure.Span{From: noon(st.Claim.CommunityEnd), What: rq.t("web.debian-claim", "publisher", st.Claim.Publisher), Tone: 3})
		}
		line.Rows = append(line.Rows, row)
	}
	slices.Reverse(line.Rows)
	return theme.Drawn("frise", line.Draw("frise-image"), "")
}
