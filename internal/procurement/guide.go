package procurement

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"guichet/internal/errs"
)

// Guide is a question that a few choices decide. Its rules are written where they are applied, and each outcome names the legal references that it rests on.
type Guide struct {
	Name      string
	Questions []GuideQuestion
	decide    func(answers map[string]string) Outcome
}

// GuideQuestion is a question and what may be answered to it, in the order of the form.
type GuideQuestion struct {
	Name   string
	Values []string
}

// Outcome is what a guide concludes.
type Outcome struct {
	Guide    string            `json:"guide"`
	Answers  map[string]string `json:"answers"`
	Verdict  string            `json:"verdict"`
	Kind     string            `json:"-"`                  // of the alert that shows it: success, info, warning, error
	Reasons  []string          `json:"-"`                  // message keys: conditions and what to do, in order
	Licences []string          `json:"licences,omitempty"` // SPDX ids, the first one advised
	Justify  bool              `json:"justify,omitempty"`  // a restriction is chosen: its reason is to be written down
	Laws     []string          `json:"-"`                  // slugs
}

// Guides are the guides by name.
var Guides = map[string]*Guide{
	// May I, must I open this code? The order of the questions is that of the DINUM's documentation on opening source code.
	"opening": {Name: "opening", decide: decideOpening, Questions: []GuideQuestion{
		{"mission", []string{"oui", "non", "inconnu"}}, {"droits", []string{"oui", "partie", "non", "inconnu"}}, {"secret", []string{"non", "retirable", "oui", "inconnu"}},
		{"tiers", []string{"non", "separable", "oui", "inconnu"}}, {"version", []string{"oui", "non"}},
	}},
	// How far to open: the four degrees of the same documentation.
	"openness": {Name: "openness", decide: decideOpenness, Questions: []GuideQuestion{
		{"publiable", []string{"oui", "non"}}, {"reponses", []string{"oui", "non"}}, {"recherche", []string{"oui", "non"}}, {"duree", []string{"oui", "non"}},
	}},
	// Contributing to a project of others: what the agent's superiors agree to. CRPA D.323-2-1 leaves the project's licence as it is.
	"contributing": {Name: "contributing", decide: decideContributing, Questions: []GuideQuestion{
		{"auteur", []string{"agent", "prestataire", "prive"}}, {"licence", []string{"libre", "non", "inconnu"}}, {"contenu", []string{"propre", "sensible", "tiers"}}, {"engagement", []string{"aucun", "dco", "cla", "inconnu"}},
	}},
	// Which licence, within the list of CRPA D.323-2-1.
	"licence-choice": {Name: "licence-choice", decide: decideLicence, Questions: []GuideQuestion{
		{"projet", []string{"non", "oui"}}, {"objet", []string{"logiciel", "bibliotheque", "donnees", "documentation"}}, {"but", []string{"tous", "fichiers", "ensemble", "reseau"}}, {"langue", []string{"indifferent", "francais"}},
	}},
}

// GuideNames lists the guides in the order in which a product team meets them.
var GuideNames = []string{"opening", "licence-choice", "openness", "contributing"}

// Read reads the answers from the parameters of an address.
func (g *Guide) Read(q url.Values) map[string]string {
	out := map[string]string{}
	for _, x := range g.Questions {
		out[x.Name] = q.Get(x.Name)
	}
	return out
}

// Query returns answers as the query of an address, always written the same way.
func (g *Guide) Query(answers map[string]string) string {
	var parts []string
	for _, x := range g.Questions {
		parts = append(parts, x.Name+"="+url.QueryEscape(answers[x.Name]))
	}
	return strings.Join(parts, "&")
}

// Decide applies the rules. Each question that is not answered is a fault (errs.Invalid) on its field.
func (g *Guide) Decide(answers map[string]string) (Outcome, error) {
	var wrong []error
	for _, x := range g.Questions {
		if !slices.Contains(x.Values, answers[x.Name]) {
			wrong = append(wrong, errs.New(errs.Invalid, "procurement.naming-choose").On(x.Name))
		}
	}
	if len(wrong) > 0 {
		return Outcome{}, errors.Join(wrong...)
	}
	o := g.decide(answers)
	o.Guide, o.Answers = g.Name, answers
	return o, nil
}

// Label is the message key of a part of the guide: "title", "lead", a question, or a question and a value.
func (g *Guide) Label(part string) string { return "guide." + g.Name + "-" + part }

func (o *Outcome) because(keys ...string) {
	for _, k := range keys {
		o.Reasons = append(o.Reasons, "guide."+k)
	}
}

// decideOpening: code of a public service mission is an administrative document (CRPA L.300-2 since law 2016-1321, article 2; CADA, opinion 20144578), which is communicated when it is complete and
// holds no protected secret; rights of third parties come first.
func decideOpening(a map[string]string) Outcome {
	o := Outcome{Laws: []string{"crpa-l300-2", "loi-2016-1321-2", "cada-20144578"}}
	if a["droits"] != "oui" {
		o.Laws = append(o.Laws, "cpi-l113-9", "cpi-l131-3-1")
	}
	unknown := slices.Contains([]string{a["mission"], a["droits"], a["secret"], a["tiers"]}, "inconnu")
	switch {
	case a["mission"] == "non":
		o.Verdict, o.Kind = "outside", "info"
		o.because("opening-reason-outside")
		return o
	case a["droits"] == "non":
		o.Verdict, o.Kind = "rights", "error"
		o.because("opening-reason-rights")
		return o
	case a["secret"] == "oui":
		o.Verdict, o.Kind = "secret", "error"
		o.because("opening-reason-secret")
		return o
	case unknown:
		o.Verdict, o.Kind = "unknown", "warning"
		for _, q := range []string{"mission", "droits", "secret", "tiers"} {
			if a[q] == "inconnu" {
				o.because("opening-reason-find-" + q)
			}
		}
		return o
	case a["tiers"] == "oui":
		o.Verdict, o.Kind = "third", "warning"
		o.because("opening-reason-third")
	case a["version"] == "non":
		o.Verdict, o.Kind = "may", "success"
		o.because("opening-reason-unfinished")
	default:
		o.Verdict, o.Kind = "must", "success"
		o.because("opening-reason-communicable", "opening-reason-threshold")
	}
	if a["droits"] == "partie" {
		o.because("opening-reason-part")
	}
	if a["secret"] == "retirable" {
		o.because("opening-reason-remove")
	}
	if a["tiers"] == "separable" {
		o.because("opening-reason-separate")
	}
	o.because("opening-reason-check", "opening-reason-licence")
	o.Laws = append(o.Laws, "crpa-d323-2-1")
	return o
}

func decideOpenness(a map[string]string) Outcome {
	o := Outcome{Laws: []string{"crpa-l300-2"}, Kind: "success"}
	switch {
	case a["publiable"] == "non":
		o.Verdict, o.Kind = "d", "warning"
		o.because("openness-reason-d")
		return o
	case a["reponses"] == "non":
		o.Verdict = "c"
		o.because("openness-reason-c")
		if a["recherche"] == "oui" {
			o.because("openness-reason-seek-unanswered")
		}
	case a["recherche"] == "non":
		o.Verdict = "b"
		o.because("openness-reason-b")
	default:
		o.Verdict = "a"
		o.because("openness-reason-a")
	}
	if a["duree"] == "non" {
		o.because("openness-reason-short")
	}
	o.because("openness-reason-state")
	return o
}

// decideContributing: the rights in what an agent writes on duty are the employer's (CPI L.113-9), so it is the employer who gives; the decree's list binds who can
// set the licence, and a contributor cannot (data.gouv.fr, page on licences). Agreements: the DINUM's documentation.
func decideContributing(a map[string]string) Outcome {
	o := Outcome{Laws: []string{"cpi-l113-9", "crpa-d323-2-1"}}
	switch {
	case a["licence"] == "non":
		o.Verdict, o.Kind = "nonfree", "error"
		o.because("contributing-reason-nonfree")
		return o
	case a["auteur"] == "prive":
		o.Verdict, o.Kind, o.Laws = "private", "info", o.Laws[:1]
		o.because("contributing-reason-private", "contributing-reason-discretion", "contributing-reason-public")
		return o
	case a["contenu"] == "sensible":
		o.Verdict, o.Kind = "clean", "error"
		o.because("contributing-reason-sensitive")
		return o
	case a["contenu"] == "tiers":
		o.Verdict, o.Kind = "clean", "error"
		o.because("contributing-reason-third")
		return o
	case a["licence"] == "inconnu" || a["engagement"] == "inconnu":
		o.Verdict, o.Kind = "unknown", "warning"
		if a["licence"] == "inconnu" {
			o.because("contributing-reason-find-licence")
		}
		if a["engagement"] == "inconnu" {
			o.because("contributing-reason-find-agreement")
		}
		return o
	case a["engagement"] == "cla":
		o.Verdict, o.Kind = "legal", "warning"
		o.because("contributing-reason-cla")
	default:
		o.Verdict, o.Kind = "may", "success"
		if a["engagement"] == "dco" {
			o.because("contributing-reason-dco")
		}
	}
	if a["auteur"] == "prestataire" {
		if o.Verdict == "may" {
			o.Verdict, o.Kind = "contract", "warning"
		}
		o.Laws = []string{"cpi-l131-3", "crpa-d323-2-1"}
		o.because("contributing-reason-contractor")
	} else {
		o.because("contributing-reason-employer")
	}
	o.because("contributing-reason-licence", "contributing-reason-scope", "contributing-reason-public", "contributing-reason-trace")
	return o
}

// decideLicence stays within the list of CRPA D.323-2-1: permissive unless a restriction is wanted, and then the lightest one that does what is wanted (CRPA L.323-2: a
// restriction is proportionate to its reason).
func decideLicence(a map[string]string) Outcome {
	o := Outcome{Kind: "success", Laws: []string{"crpa-d323-2-1"}}
	french := a["langue"] == "francais"
	if a["projet"] == "oui" {
		o.Verdict = "project"
		o.because("licence-choice-reason-project")
		return o
	}
	free := a["but"] == "tous"
	o.Verdict, o.Justify = "permissive", !free
	if !free {
		o.Verdict, o.Kind, o.Laws = "reciprocal", "warning", append(o.Laws, "crpa-l323-2")
	}
	switch {
	case a["objet"] == "donnees" && free, a["objet"] == "documentation" && free:
		o.Licences = []string{"etalab-2.0"}
		o.because("licence-choice-reason-open")
	case a["objet"] == "donnees":
		o.Licences = []string{"ODbL-1.0"}
		o.because("licence-choice-reason-odbl")
	case a["objet"] == "documentation":
		o.Verdict, o.Justify, o.Licences, o.Laws = "none", false, []string{"etalab-2.0"}, append(o.Laws, "crpa-d323-2-2")
		o.because("licence-choice-reason-documentation")
	case free && french:
		o.Licences = []string{"CECILL-B", "MIT", "Apache-2.0"}
		o.because("licence-choice-reason-cecill-b")
	case free:
		o.Licences = []string{"MIT", "Apache-2.0", "BSD-3-Clause"}
		o.because("licence-choice-reason-mit", "licence-choice-reason-apache")
	case a["but"] == "fichiers" && a["objet"] == "bibliotheque":
		o.Licences = []string{"LGPL-3.0-or-later", "MPL-2.0", "CECILL-C"}
		o.because("licence-choice-reason-library")
	case a["but"] == "fichiers":
		o.Licences = []string{"MPL-2.0", "EPL-2.0", "CECILL-C"}
		o.because("licence-choice-reason-files")
	case a["but"] == "ensemble":
		o.Licences = []string{"GPL-3.0-or-later", "CECILL-2.1", "EUPL-1.2"}
		o.because("licence-choice-reason-whole")
	default:
		o.Licences = []string{"AGPL-3.0-or-later", "EUPL-1.2"}
		o.because("licence-choice-reason-network")
	}
	if french && !free && len(o.Licences) > 1 {
		for _, id := range []string{"CECILL-C", "CECILL-2.1", "EUPL-1.2"} { // written in French, or with an official French version
			if i := slices.Index(o.Licences, id); i > 0 {
				o.Licences = append([]string{id}, slices.Delete(o.Licences, i, i+1)...)
				break
			}
		}
		o.because("licence-choice-reason-french")
	}
	if a["objet"] == "bibliotheque" && (a["but"] == "ensemble" || a["but"] == "reseau") {
		o.because("licence-choice-reason-heavy")
	}
	if a["objet"] == "logiciel" || a["objet"] == "bibliotheque" {
		o.because("licence-choice-reason-components")
	}
	return o
}
