package api

import (
	"net/http"

	"guichet/internal/address"
	"guichet/internal/i18n"
	"guichet/internal/procurement"
)

// guideDocument is the outcome of a guide in words.
type guideDocument struct {
	procurement.Outcome
	Summary i18n.Text   `json:"summary"`
	Reasons []i18n.Text `json:"reasons"`
	Laws    []lawJSON   `json:"laws"`
	Link    i18n.Text   `json:"link"`
}

// OpeningQuery is the parameters of the guide on opening code, in the words of the page's form.
type OpeningQuery struct {
	Mission string `query:"mission" required:"true" doc:"oui, non or inconnu: made or received in a public service mission"`
	Rights  string `query:"droits" required:"true" doc:"oui, partie, non or inconnu"`
	Secret  string `query:"secret" required:"true" doc:"non, retirable, oui or inconnu: a secret protected by law"`
	Third   string `query:"tiers" required:"true" doc:"non, separable, oui or inconnu: non-free code of third parties"`
	Version string `query:"version" required:"true" doc:"oui or non: a version is in service"`
}

// OpennessQuery is the parameters of the guide on the degree of openness.
type OpennessQuery struct {
	Publishable string `query:"publiable" required:"true" doc:"oui or non"`
	Answers     string `query:"reponses" required:"true" doc:"oui or non: someone answers contributions"`
	Sought      string `query:"recherche" required:"true" doc:"oui or non: contributions are sought"`
	Lasting     string `query:"duree" required:"true" doc:"oui or non: maintained for at least a year"`
}

// LicenceChoiceQuery is the parameters of the choice of a licence.
type LicenceChoiceQuery struct {
	Project  string `query:"projet" required:"true" doc:"non or oui: it adds to an existing project"`
	Object   string `query:"objet" required:"true" doc:"logiciel, bibliotheque, donnees or documentation"`
	Goal     string `query:"but" required:"true" doc:"tous, fichiers, ensemble or reseau"`
	Language string `query:"langue" required:"true" doc:"indifferent or francais: a text in French is wanted"`
}

// ContributingQuery is the parameters of the guide on contributing to a project of others.
type ContributingQuery struct {
	Author    string `query:"auteur" required:"true" doc:"agent, prestataire (contractor) or prive (off duty)"`
	Licence   string `query:"licence" required:"true" doc:"libre, non or inconnu: whether the project is free software"`
	Content   string `query:"contenu" required:"true" doc:"propre, sensible (internal matter) or tiers (code of others)"`
	Agreement string `query:"engagement" required:"true" doc:"aucun, dco, cla or inconnu: what the project asks of contributors"`
}

func guideQuery(name string) any {
	return map[string]any{"opening": OpeningQuery{}, "contributing": ContributingQuery{}, "openness": OpennessQuery{}, "licence-choice": LicenceChoiceQuery{}}[name]
}

// guide is GET /api/v1/opening, /openness, /contributing and /licence-choice: what the answers lead to, why, and the texts.
func (a *API) guide(g *procurement.Guide) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		o, err := g.Decide(g.Read(r.URL.Query()))
		if err != nil {
			a.fail(w, r, err)
			return
		}
		doc := guideDocument{Outcome: o, Summary: both(g.Label("verdict-" + o.Verdict)), Laws: lawsJSON(a.current().snap.Procurement.LawsOf(o))}
		for _, reason := range o.Reasons {
			doc.Reasons = append(doc.Reasons, both(reason))
		}
		query := "?" + g.Query(o.Answers)
		doc.Link = i18n.Text{Fr: address.Of(i18n.French, g.Name, "") + query, En: address.Of(i18n.English, g.Name, "") + query}
		a.write(w, r, true, doc)
	}
}
