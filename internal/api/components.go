package api

import (
	"cmp"
	"net/http"

	"guichet/internal/components"
	"guichet/internal/i18n"
	"guichet/internal/procurement"
)

// ComponentsQuery is the parameters of the check of a list of components; the list is the body.
type ComponentsQuery struct {
	Outbound string `query:"outbound" required:"true" doc:"SPDX id of the licence of the whole"`
	Use      string `query:"use" doc:"linked (default), modified, service or aggregate"`
	Name     string `query:"name" doc:"name of the file, where the content alone could be read in two ways (package.json)"`
}

type (
	componentsDocument struct {
		*components.Report
		Summary    i18n.Text       `json:"summary"`
		Components []componentJSON `json:"components"`
	}
	componentJSON struct {
		components.Judged
		Findings []ruleJSON `json:"findings,omitempty"`
		Reason   *i18n.Text `json:"reason,omitempty"` // where no rule decided
	}
)

// components is POST /api/v1/components: which components of a list fit the licence of the whole.
func (a *API) components(w http.ResponseWriter, r *http.Request, body []byte) {
	q := r.URL.Query()
	list, err := components.Read(q.Get("name"), body)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	report, err := components.Judge(a.current().snap.Procurement, list, q.Get("outbound"), procurement.Use(cmp.Or(q.Get("use"), string(procurement.Linked))))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	doc := componentsDocument{Report: report, Summary: both("web.components-verdict-" + string(report.Verdict)), Components: make([]componentJSON, len(report.Components))}
	for i, j := range report.Components {
		out := componentJSON{Judged: j}
		for _, f := range j.Kept {
			out.Findings = append(out.Findings, ruleJSON{f, both(f.Label())})
		}
		if key := j.Label(); key != "" {
			why := both(key)
			out.Reason = &why
		}
		doc.Components[i] = out
	}
	a.write(w, r, false, doc)
}
