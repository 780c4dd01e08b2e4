package web

import (
	"html/template"
	"slices"

	"guichet/internal/catalog"
	"guichet/internal/provenance"
	"guichet/internal/web/theme"
)

// stale tells the reader of a page which sources of its facts could not be read again, since when, and of which day their facts are.
func (rq request) stale(s *theme.Shell, marks ...provenance.Mark) {
	failing := rq.snap().Failing
	if len(failing) == 0 {
		return
	}
	var told []string
	for _, m := range marks {
		w, ok := failing[m.Source]
		if !ok || slices.Contains(told, m.Source) {
			continue
		}
		told = append(told, m.Source)
		text := rq.t("web.stale", "source", rq.snap().Sources.Title(m.Source, rq.lang), "since", provenance.Day(w.FailingSince.Local()).On(rq.lang), "checked", m.Checked.On(rq.lang))
		s.Notices = append(s.Notices, theme.Alert{Kind: "warning", Title: rq.t("web.stale-title"), Body: template.HTML(template.HTMLEscapeString(text))}) //nolint:gosec // escaped
	}
}

// marksOfProviders returns the marks of providers and of what they serve.
func marksOfProviders(list ...*catalog.Provider) []provenance.Mark {
	var marks []provenance.Mark
	for _, pv := range list {
		marks = append(marks, pv.Mark)
		for _, v := range pv.Services {
			marks = append(marks, v.Mark)
		}
	}
	return marks
}

// marksOfSoftware returns the marks of a sheet and of the providers on it.
func marksOfSoftware(sw *catalog.Software) []provenance.Mark {
	marks := slices.Clone(sw.Marks)
	for _, v := range sw.Providers {
		marks = append(marks, v.Mark)
	}
	return marks
}
