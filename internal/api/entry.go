package api

import (
	"net/http"

	"guichet/internal/address"
	"guichet/internal/catalog"
	"guichet/internal/i18n"
)

// EntryQuery is the parameters of the rules of entry, in the words of the page's form; what is not said is not known.
type EntryQuery struct {
	Software string `query:"logiciel" doc:"name; without a licence, that of its sheet is examined"`
	Licence  string `query:"licence" doc:"SPDX expression or usual name"`
	Sources  string `query:"sources" doc:"published with the binaries: oui, non or inconnu"`
	Use      string `query:"usage" doc:"by a public body: oui, non or inconnu"`
	Service  string `query:"service" doc:"installe, administration, tiers or inconnu"`
	Agent    string `query:"agent" doc:"a public agent proposes it: oui, non or inconnu"`
}

type (
	entryDocument struct {
		Asked   catalog.EntryAnswers `json:"asked"`
		Licence *Stated              `json:"licence,omitempty" doc:"SPDX expression that was examined, when it is that of the sheet"`
		Read    string               `json:"read" doc:"SPDX expression that was examined, empty when none is known"`
		Verdict catalog.State        `json:"verdict" doc:"yes, no or unknown"`
		Summary i18n.Text            `json:"summary"`
		Rules   []entryVerdict       `json:"rules"`
		Link    i18n.Text            `json:"link"`
	}
	entryVerdict struct {
		catalog.Verdict
		Title   i18n.Text `json:"title"`
		Checked string    `json:"checked"`
	}
)

// entryRules is GET /api/v1/entry-rules: the verdict on each rule of entry of the SILL.
func (a *API) entryRules(w http.ResponseWriter, r *http.Request) {
	e, err := a.current().snap.ExamineEntry(catalog.ReadEntryAnswers(r.URL.Query()))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	link := func(l i18n.Lang) string {
		to := address.Of(l, "entry-rules", "")
		if q := e.Asked.Query(); q != "" {
			to += "?" + q
		}
		return to
	}
	out := entryDocument{Asked: e.Asked, Read: e.Licence, Verdict: e.Sum, Summary: both("web.entry-sum-" + string(e.Sum) + "-text"), Link: i18n.Text{Fr: link(i18n.French), En: link(i18n.English)}}
	if !e.FromThis.IsZero() {
		out.Licence = &Stated{Value: e.Licence, Source: e.FromThis.Source, Checked: e.FromThis.Checked.String()}
	}
	for _, v := range e.Verdicts {
		out.Rules = append(out.Rules, entryVerdict{v, both("web.entry-rule-" + string(v.Rule)), e.Rules.Checked.String()})
	}
	a.write(w, r, true, out)
}
