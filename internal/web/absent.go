package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/provenance"
	"guichet/internal/web/theme"
)

type absentPage struct {
	theme.Shell
	Action  string
	Errors  *theme.ErrorSummary
	Fields  []theme.Field
	Result  *theme.Alert
	Found   []theme.Card
	Sources theme.Table
	Next    []theme.Link
}

// absent tells a firm whether it is among the providers, from which sources they come, and what to do when it is not there.
func (p *Portal) absent(rq request) (*edge.Response, error) {
	page := absentPage{Shell: p.shell(rq, rq.t("web.absent-title"), rq.t("web.absent-lead")), Action: rq.to("absent", "")}
	rq.trail(&page.Shell, page.Title, "providers")
	rq.also(&page.Shell, "absent", "")
	set := rq.snap().Catalog
	rq.stale(&page.Shell, marksOfProviders(set.Providers...)...)
	name, siren := strings.TrimSpace(rq.param("nom")), strings.TrimSpace(rq.param("siren"))
	status, wrong := http.StatusOK, map[string]string{}
	if rq.URL.RawQuery != "" {
		page.NoIndex = true
		found, err := set.FindProviders(name, siren)
		switch {
		case errs.Is(err, errs.Invalid):
			status, wrong = http.StatusBadRequest, rq.faults(err, map[string]string{"name": "nom", "siren": "siren"})
		case err != nil:
			return nil, err
		default:
			page.Result = &theme.Alert{Kind: "warning", Title: rq.t("web.absent-not-found"), Body: paragraph(rq.t("web.absent-not-found-text"))}
			if len(found) > 0 {
				page.Result = &theme.Alert{Kind: "success", Title: rq.t("web.absent-found", "count", len(found))}
			}
			for _, pv := range found[:min(len(found), 20)] {
				page.Found = append(page.Found, rq.absentCard(pv))
			}
		}
	}
	page.Fields = []theme.Field{
		{ID: "f-nom", Name: "nom", Type: "text", Label: rq.t("web.absent-name"), Value: name, Error: wrong["nom"], MaxLength: catalog.MaxProviderName, Autocomplete: "organization"},
		{ID: "f-siren", Name: "siren", Type: "text", Label: rq.t("web.absent-siren"), Hint: rq.t("web.absent-siren-hint"), Value: siren, Error: wrong["siren"], MaxLength: 20, Autocomplete: "off"},
	}
	page.Sources = rq.providerSources(set.Providers)
	page.Next = []theme.Link{{Text: rq.t("web.absent-contact"), URL: rq.to("contact", "")}, {Text: rq.t("web.nav-providers"), URL: rq.to("providers", "")}}
	if page.Errors = rq.summary(page.Fields); page.Errors != nil {
		page.Title = rq.t("web.error-prefix", "title", page.Title)
	}
	return p.renderStatus(rq, status, "page-absent", page)
}

// absentCard says of a firm which source names it, of which day, and for what.
func (rq request) absentCard(pv *catalog.Provider) theme.Card {
	c := theme.Card{Title: pv.Name, URL: rq.to("provider", pv.Slug), Level: 3, Text: rq.serves(pv)}
	if n := len(pv.Services) + len(pv.Unlisted); n > 0 {
		c.Reason = rq.t("web.absent-serves", "count", n)
	} else if c.Text == "" { // neither a service nor a contract
		c.Reason = rq.t("web.provider-nothing")
	}
	for _, m := range slices.Compact(slices.Clone(append([]provenance.Mark{pv.Mark}, pv.Marks...))) {
		c.Meta = append(c.Meta, rq.snap().Sources.Title(m.Source, rq.lang)+", "+rq.dated(m))
	}
	slices.Sort(c.Meta)
	c.Meta = slices.Compact(c.Meta)
	return c
}

// providerSources counts the providers that each source names, with the day of its copy and whether it can be read at present.
func (rq request) providerSources(all []*catalog.Provider) theme.Table {
	count, day := map[string]int{}, map[string]provenance.Date{}
	for _, pv := range all {
		seen := map[string]bool{}
		for _, m := range marksOfProviders(pv) {
			if !seen[m.Source] {
				seen[m.Source] = true
				count[m.Source]++
				day[m.Source] = m.Checked
			}
		}
	}
	ids := make([]string, 0, len(count))
	for id := range count {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(count[b]-count[a], strings.Compare(a, b)) })
	t := theme.Table{ID: "sources-tableau", Caption: rq.t("web.absent-sources"), Columns: []theme.Column{{Title: rq.t("web.absent-source")}, {Title: rq.t("web.absent-count"), Numeric: true}, {Title: rq.t("web.absent-day")}, {Title: rq.t("web.absent-state")}}}
	for _, id := range ids {
		state := rq.t("web.absent-state-copy")
		if w, ok := rq.snap().Failing[id]; ok {
			state = rq.t("web.absent-state-failing", "since", provenance.Day(w.FailingSince.Local()).On(rq.lang))
		} else if id == provenance.Editorial {
			state = rq.t("web.absent-state-editorial")
		}
		source := theme.Cell{Text: rq.snap().Sources.Title(id, rq.lang)}
		if s, ok := rq.snap().Sources[id]; ok {
			source.URL = s.URL
		}
		t.Rows = append(t.Rows, []theme.Cell{source, {Text: strconv.Itoa(count[id])}, {Text: day[id].In(rq.lang)}, {Text: state}})
	}
	return t
}
