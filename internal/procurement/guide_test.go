package procurement_test

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/procurement"
	"guichet/internal/provenance"
	start "guichet/internal/source/starter"
	"guichet/starter"
)

func starterSet(t testing.TB) *procurement.Set {
	t.Helper()
	imp, err := start.Read(context.Background(), starter.Data())
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]facts.Row, len(imp.Statements))
	for i, st := range imp.Statements {
		rows[i] = facts.Row{Source: imp.Source, Statement: st}
	}
	set, err := procurement.Build(rows, provenance.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestGuideVerdicts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ guide, query, verdict, licence string }{
		{"opening", "mission=oui&droits=oui&secret=non&tiers=non&version=oui", "must", ""},
		{"opening", "mission=oui&droits=oui&secret=non&tiers=non&version=non", "may", ""},
		{"opening", "mission=oui&droits=partie&secret=retirable&tiers=separable&version=oui", "must", ""},
		{"opening", "mission=non&droits=non&secret=oui&tiers=oui&version=oui", "outside", ""},
		{"opening", "mission=oui&droits=non&secret=inconnu&tiers=non&version=oui", "rights", ""},
		{"opening", "mission=oui&droits=oui&secret=oui&tiers=inconnu&version=oui", "secret", ""},
		{"opening", "mission=oui&droits=inconnu&secret=non&tiers=non&version=oui", "unknown", ""},
		{"opening", "mission=inconnu&droits=oui&secret=non&tiers=non&version=oui", "unknown", ""},
		{"opening", "mission=oui&droits=oui&secret=non&tiers=oui&version=oui", "third", ""},
		{"contributing", "auteur=agent&licence=libre&contenu=propre&engagement=dco", "may", ""},
		{"contributing", "auteur=prestataire&licence=libre&contenu=propre&engagement=aucun", "contract", ""},
		{"contributing", "auteur=agent&licence=libre&contenu=propre&engagement=cla", "legal", ""},
		{"contributing", "auteur=prive&licence=libre&contenu=propre&engagement=cla", "private", ""},
		{"contributing", "auteur=prive&licence=non&contenu=propre&engagement=aucun", "nonfree", ""},
		{"contributing", "auteur=agent&licence=libre&contenu=tiers&engagement=aucun", "clean", ""},
		{"contributing", "auteur=agent&licence=inconnu&contenu=sensible&engagement=aucun", "clean", ""},
		{"contributing", "auteur=agent&licence=libre&contenu=propre&engagement=inconnu", "unknown", ""},
		{"openness", "publiable=non&reponses=oui&recherche=oui&duree=oui", "d", ""},
		{"openness", "publiable=oui&reponses=non&recherche=oui&duree=oui", "c", ""},
		{"openness", "publiable=oui&reponses=oui&recherche=non&duree=non", "b", ""},
		{"openness", "publiable=oui&reponses=oui&recherche=oui&duree=oui", "a", ""},
		{"licence-choice", "projet=oui&objet=logiciel&but=reseau&langue=francais", "project", ""},
		{"licence-choice", "projet=non&objet=logiciel&but=tous&langue=indifferent", "permissive", "MIT"},
		{"licence-choice", "projet=non&objet=logiciel&but=tous&langue=francais", "permissive", "CECILL-B"},
		{"licence-choice", "projet=non&objet=bibliotheque&but=fichiers&langue=indifferent", "reciprocal", "LGPL-3.0-or-later"},
		{"licence-choice", "projet=non&objet=bibliotheque&but=fichiers&langue=francais", "reciprocal", "CECILL-C"},
		{"licence-choice", "projet=non&objet=logiciel&but=fichiers&langue=indifferent", "reciprocal", "MPL-2.0"},
		{"licence-choice", "projet=non&objet=logiciel&but=ensemble&langue=indifferent", "reciprocal", "GPL-3.0-or-later"},
		{"licence-choice", "projet=non&objet=logiciel&but=ensemble&langue=francais", "reciprocal", "CECILL-2.1"},
		{"licence-choice", "projet=non&objet=logiciel&but=reseau&langue=indifferent", "reciprocal", "AGPL-3.0-or-later"},
		{"licence-choice", "projet=non&objet=logiciel&but=reseau&langue=francais", "reciprocal", "EUPL-1.2"},
		{"licence-choice", "projet=non&objet=donnees&but=tous&langue=indifferent", "permissive", "etalab-2.0"},
		{"licence-choice", "projet=non&objet=donnees&but=fichiers&langue=indifferent", "reciprocal", "ODbL-1.0"},
		{"licence-choice", "projet=non&objet=documentation&but=ensemble&langue=indifferent", "none", "etalab-2.0"},
	} {
		q, err := url.ParseQuery(c.query)
		if err != nil {
			t.Fatal(err)
		}
		g := procurement.Guides[c.guide]
		answers := g.Read(q)
		o, err := g.Decide(answers)
		if err != nil || o.Verdict != c.verdict || c.licence != "" && (len(o.Licences) == 0 || o.Licences[0] != c.licence) {
			t.Errorf("%s?%s: %s %v, %v; want %s %s", c.guide, c.query, o.Verdict, o.Licences, err, c.verdict, c.licence)
		}
		if g.Query(answers) != c.query {
			t.Errorf("the link is %s, want %s", g.Query(answers), c.query)
		}
	}
}

// Whatever is answered has a verdict in words, reasons in words, laws of the starter and licences of the decree's list.
func TestGuidesAreWhole(t *testing.T) {
	t.Parallel()
	set := starterSet(t)
	for name, g := range procurement.Guides {
		if !slices.Contains(procurement.GuideNames, name) {
			t.Errorf("%s is in no order", name)
		}
		has := func(key string) {
			for _, l := range i18n.Langs {
				if !i18n.Has(l, key) {
					t.Errorf("no message %s in %s", key, l)
				}
			}
		}
		for _, part := range []string{"title", "lead"} {
			has(g.Label(part))
		}
		for _, q := range g.Questions {
			has(g.Label(q.Name))
			for _, v := range q.Values {
				has(g.Label(q.Name + "-" + v))
			}
		}
		answers := map[string]string{}
		var try func(i int)
		try = func(i int) {
			if i < len(g.Questions) {
				for _, v := range g.Questions[i].Values {
					answers[g.Questions[i].Name] = v
					try(i + 1)
				}
				return
			}
			o, err := g.Decide(answers)
			if err != nil || o.Verdict == "" || o.Kind == "" || len(o.Reasons) == 0 || len(o.Laws) == 0 {
				t.Fatalf("%s %v: %+v, %v", name, answers, o, err)
			}
			has(g.Label("verdict-" + o.Verdict))
			for _, r := range o.Reasons {
				has(r)
			}
			for _, l := range o.Laws {
				if set.Law(l) == nil {
					t.Errorf("no law %s", l)
				}
			}
			for _, id := range o.Licences {
				if l := set.BySPDX(id); l == nil || l.Publish == "" && l.Data == "" {
					t.Errorf("%s is not in the list of the decree", id)
				}
			}
		}
		try(0)
		_, err := g.Decide(map[string]string{g.Questions[0].Name: strings.Repeat("x", 10)})
		if got := len(errs.All(err)); got != len(g.Questions) {
			t.Errorf("%s: %d faults of %d questions", name, got, len(g.Questions))
		}
	}
}

// The opening guide rests on the texts that make source code an administrative document, and on both articles on what agents write where the rights are not clear; what was
// not read is not told as sure.
func TestOpeningCites(t *testing.T) {
	t.Parallel()
	set := build(t, starterRows(t))
	answers := map[string]string{"mission": "oui", "droits": "partie", "secret": "non", "tiers": "non", "version": "oui"}
	o, err := procurement.Guides["opening"].Decide(answers)
	if err != nil {
		t.Fatal(err)
	}
	for slug, sure := range map[string]bool{"crpa-l300-2": false, "loi-2016-1321-2": false, "cada-20144578": false, "cpi-l113-9": true, "cpi-l131-3-1": true} {
		l := set.Law(slug)
		if !slices.Contains(o.Laws, slug) || l == nil || l.Certainty.Sure() != sure || l.Doubt.Fr == "" || l.Doubt.En == "" || l.Mark.Checked.IsZero() {
			t.Errorf("%s: cited %t, %+v", slug, slices.Contains(o.Laws, slug), l)
		}
	}
	answers["droits"] = "oui"
	if o, _ = procurement.Guides["opening"].Decide(answers); slices.Contains(o.Laws, "cpi-l131-3-1") {
		t.Error("who has all the rights is told of those of agents")
	}
}
