package answer_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"guichet/internal/address"
	"guichet/internal/answer"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/snapshot"
	start "guichet/internal/source/starter"
	"guichet/starter"
)

// engine answers from the starter facts, as a new desk does.
var engine = sync.OnceValue(func() *answer.Engine {
	imp, err := start.Read(context.Background(), starter.Data())
	if err != nil {
		panic(err)
	}
	rows := make([]facts.Row, len(imp.Statements))
	for i, st := range imp.Statements {
		rows[i] = facts.Row{Source: imp.Source, Statement: st}
	}
	snap, err := snapshot.Build(rows, 1, address.Of)
	if err != nil {
		panic(err)
	}
	return snap.Answers
})

// The questions of the service page, and others that people ask, with what must be in the answer: the kind and name of an item, and a part of
// what is said.
func TestQuestions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		question string
		intent   answer.Intent
		item     string // "kind" or "kind name" of one of the items
		says     string // part of the summary, of a reason or of a fact
	}{
		{"Je suis éditeur : comment référencer ma solution ?", answer.Listing, "page", ""},
		{"Comment être référent pour un logiciel libre ?", answer.Referent, "page", ""},
		{"comment etre referent pour un logciel libre", answer.Referent, "page", ""},
		{"Existe-t-il un équivalent libre pour le logiciel Photoshop ?", answer.Equivalent, "software GIMP", ""},
		{"Existe t il un equivalent libre pour le logciel Fotoshop", answer.Equivalent, "software GIMP", ""},
		{"PHOTOSHOP", answer.Equivalent, "software GIMP", ""},
		{"est-ce que Terraform est libre ?", answer.Equivalent, "software OpenTofu", "n'est pas un logiciel libre"},
		{"GIMP est-il libre ?", answer.Software, "software GIMP", "Oui"},
		{"est-ce que Drupal est dans le SILL ?", answer.Software, "software Drupal", "figure au SILL"},
		{"logiciel pour gérer les congés", answer.Software, "software Frappe HR", "logiciels libres disent répondre à ce besoin\u00a0: gérer les congés"},
		{"logiciel pour gérer l'état civil", answer.Software, "software Publik", "ne dit «\u00a0gérer l'état civil\u00a0» mot pour mot"},
		{"alternative to Microsoft Teams", answer.Equivalent, "software Rocket.Chat", ""},
		{"par quoi remplacer AutoCAD", answer.Equivalent, "software LibreCAD", ""},
		{"Par quoi remplacer Word 2016 ?", answer.Equivalent, "software LibreOffice", ""},
		{"équivalent libre de googel drive", answer.Equivalent, "software Nextcloud", ""},
		{"remplacer exel", answer.Equivalent, "software LibreOffice", ""},
		{"Où trouver des prestataires pour PostgreSQL ?", answer.Providing, "provider Dalibo", "lot 3"},
		{"qui fait du support sur GLPI", answer.Providing, "provider Linagora", "GLPI"},
		{"who provides support for Moodle?", answer.Providing, "provider Sopra Steria", "lot 5"},
		{"Le CNRS a-t-il droit au support de GLPI ?", answer.Covering, "market", "CNRS"},
		{"Canopé et PostgreSQL", answer.Covering, "market", "lot 5"},
		{"Canopé et Moodle", answer.Covering, "lot", "Sopra Steria"},
		{"l'ASNR a-t-elle droit au marché d'expertise pour Drupal ?", answer.Covering, "market", "IRSN"},
		{"délai de correction bloquant logiciel critique", answer.Delay, "market", "10 jours ouvrés"},
		{"délai de rappel", answer.Delay, "market", "1 heure ouvrée"},
		{"Ai-je le droit d'acheter de la prestation pour un logiciel libre en particulier ?", answer.Purchase, "page", "Oui"},
		{"Dois-je exiger la cession de la propriété intellectuelle ?", answer.Purchase, "page", ""},
		{"quelle licence pour publier", answer.Licensing, "licence MIT", ""},
		{"EUPL-1.2", answer.Licensing, "licence EUPL-1.2", ""},
		{"Quels OSPO publics ?", answer.Office, "ospo", ""},
		{"où discuter avec d'autres agents libristes ?", answer.Community, "space", ""},
		{"équivalent libre de GLPI", answer.Software, "software GLPI", "déjà"},
		{"QGIS", answer.Software, "software QGIS", ""},
		{"un logiciel de visio", answer.Software, "software Jitsi", ""},
	} {
		t.Run(c.question, func(t *testing.T) {
			t.Parallel()
			a := engine().Answer(c.question, i18n.French)
			if a.Intent != c.intent || !a.Found || len(a.Items) == 0 || len(a.Next) == 0 {
				t.Fatalf("intent %s, found %t, %d items, %d next steps; want %s\n%s", a.Intent, a.Found, len(a.Items), len(a.Next), c.intent, strings.Join(a.Reasons, "\n"))
			}
			said, has := a.Summary, false
			for _, it := range a.Items {
				has = has || it.Kind == c.item || strings.HasPrefix(it.Kind+" "+it.Name, c.item)
				said += " " + it.Why
				for _, f := range it.Facts {
					said += " " + f.Value
					if f.Source == "" || f.Checked == "" {
						t.Errorf("the fact %q of %s has no source or no date", f.Label, it.Name)
					}
				}
				if len(it.Facts) == 0 {
					t.Errorf("%s %s has no fact", it.Kind, it.Name)
				}
			}
			if !has {
				t.Errorf("no item %q in %v", c.item, names(a))
			}
			if !strings.Contains(said, c.says) {
				t.Errorf("%q is not said in %q", c.says, said)
			}
		})
	}
}

func names(a answer.Answer) []string {
	var out []string
	for _, it := range a.Items {
		out = append(out, it.Kind+" "+it.Name)
	}
	return out
}

// What the desk does not know, it says: nothing is found, no item is shown, and the way to a person is open.
func TestNotKnown(t *testing.T) {
	t.Parallel()
	for question, entity := range map[string]string{
		"Existe-t-il un équivalent libre pour Zorglub 3000 ?": "Zorglub 3000",
		"free alternative to Blorptastic":                     "Blorptastic",
		"qui fait du support sur Trucmuche Pro":               "Trucmuche Pro",
		"Plinkotron":                                          "Plinkotron",
		"":                                                    "",
		"quel temps fera-t-il demain à Brest ?":               "",
	} {
		a := engine().Answer(question, i18n.French)
		if a.Found || len(a.Items) > 0 || a.Items == nil || len(a.Next) == 0 || a.Summary == "" {
			t.Errorf("%q: found %t, items %v, summary %q", question, a.Found, names(a), a.Summary)
		}
		if entity != "" && a.Entity.Name != entity {
			t.Errorf("%q is about %q, want %q", question, a.Entity.Name, entity)
		}
	}
}

// A body that the list of beneficiaries does not name is said to be outside it, under the name that was given.
func TestBodyOutsideTheList(t *testing.T) {
	t.Parallel()
	for question, body := range map[string]string{
		"INSERM": "INSERM", "IGN": "IGN", "l'IGN et QGIS": "IGN", "est-ce que l'IGN est bénéficiaire ?": "IGN", "le CNES peut-il utiliser le marché ?": "CNES",
		"qui coordonne l'Ifremer ?": "Ifremer", "Is INRAE entitled to the support contract?": "INRAE",
	} {
		a := engine().Answer(question, i18n.French)
		listed := "ne figure pas"
		if a.Lang == i18n.English {
			listed = "is not, under this name"
		}
		if a.Intent != answer.Covering || a.Entity.Kind != "organisation" || a.Entity.Name != body || a.Found || !strings.Contains(a.Summary, listed) {
			t.Errorf("%q: %s, %+v, found %t, %q", question, a.Intent, a.Entity, a.Found, a.Summary)
		}
	}
}

// A part of a body of the list, of which the list does not say whether it means it, is not promised what the list gives.
func TestUnclearMemberIsAsked(t *testing.T) {
	t.Parallel()
	a := engine().Answer("la CNIL a-t-elle droit au marché de support pour PostgreSQL ?", i18n.French)
	if a.Entity.Name != "CNIL" || !strings.Contains(a.Summary, "support, à demander") || !strings.Contains(a.Summary, "ne dit pas si CNIL est compris") {
		t.Errorf("%+v: %q", a.Entity, a.Summary)
	}
}

// Beside a name that nobody knows, what its parts name is the next step.
func TestLongerNameLeadsToItsParts(t *testing.T) {
	t.Parallel()
	a := engine().Answer("équivalent libre de Google Workspace Directory", i18n.French)
	if a.Found || a.Entity.Name != "Google Workspace Directory" || !slices.ContainsFunc(a.Next, func(l answer.Link) bool { return strings.HasSuffix(l.URL, "/google-workspace") }) {
		t.Errorf("found %t, %+v, %v", a.Found, a.Entity, a.Next)
	}
}

func TestLanguageIsThatOfTheQuestion(t *testing.T) {
	t.Parallel()
	for question, want := range map[string]i18n.Lang{
		"Is there a free alternative to Photoshop?": i18n.English, "Par quoi remplacer Photoshop ?": i18n.French, "who provides services for PostgreSQL?": i18n.English,
	} {
		for _, hint := range i18n.Langs {
			if a := engine().Answer(question, hint); a.Lang != want {
				t.Errorf("%q is answered in %s, want %s", question, a.Lang, want)
			}
		}
	}
	if a := engine().Answer("Photoshop", i18n.English); a.Lang != i18n.English {
		t.Errorf("a bare name is answered in %s, want the language of the page", a.Lang)
	}
}

func TestDeterministic(t *testing.T) {
	t.Parallel()
	for _, q := range []string{"équivalent libre de Photoshop", "qui fait du support sur GLPI", "marché", "licence", "un logiciel de visio"} {
		first := engine().Answer(q, i18n.French)
		for range 5 {
			if again := engine().Answer(q, i18n.French); strings.Join(names(again), ",") != strings.Join(names(first), ",") || again.Summary != first.Summary {
				t.Fatalf("%q is answered differently the second time", q)
			}
		}
	}
}

// No question, however strange, breaks the engine or makes an answer without a shape.
func FuzzAnswer(f *testing.F) {
	for _, q := range []string{"Photoshop", "équivalent libre de", "d'l'qu'", "C++ .NET #", "\x00", "é\u0301\u200b", strings.Repeat("a ", 300), "a-b-c-d", "🧢", "Le CNRS a-t-il droit au support de Zorglub ?"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, q string) {
		a := engine().Answer(q, i18n.French)
		if a.Items == nil || a.Next == nil || a.Summary == "" || a.Found != (len(a.Items) > 0) {
			t.Errorf("%q: found %t, items %v, next %v, summary %q", q, a.Found, a.Items, a.Next, a.Summary)
		}
	})
}

func BenchmarkAnswer(b *testing.B) {
	e := engine()
	for name, q := range map[string]string{"exact": "Existe-t-il un équivalent libre de Photoshop ?", "misspelt": "equivalent libre de Fotoshpo", "unknown": "équivalent libre de Zorglub 3000", "coverage": "Le CNRS a-t-il droit au support de GLPI ?"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				e.Answer(q, i18n.French)
			}
		})
	}
}

// Two licences in one question are set against each other in the order in which it names them; a version of Debian is answered with its days.
func TestPairsAndVersions(t *testing.T) {
	t.Parallel()
	e := engine()
	for _, c := range []struct{ q, want string }{
		{"MIT est-elle compatible avec la GPLv3 ?", "MIT dans un programme sous GPL-3.0-or-later\u00a0: compatible."},
		{"Puis-je mettre du code Apache-2.0 dans un projet GPL-2.0-only ?", "Apache-2.0 dans un programme sous GPL-2.0-only\u00a0: incompatible."},
		{"Puis-je mettre du code GPL-2.0-only dans un projet Apache-2.0 ?", "GPL-2.0-only dans un programme sous Apache-2.0\u00a0: incompatible."},
		{"can I use GPL-3.0-only code in an MIT project?", "GPL-3.0-only in a program under MIT: not compatible."},
		{"différence entre CeCILL-B et CeCILL-C", "CECILL-B\u00a0: permissive. CECILL-C\u00a0: réciprocité"},
		{"BSL est-elle une licence libre ?", "BUSL-1.1 (Business Source License) n'est pas libre"},
		{"quelle licence pour une bibliothèque Python ?", "licence permissive de la liste du décret"},
		{"Debian 11 est-il encore supporté ?", "Debian 11 (bullseye)"},
		{"until when is Debian bookworm supported", "Debian 12 (bookworm)"},
		{"SBOM", "nomenclature (SBOM)"},
	} {
		a := e.Answer(c.q, i18n.French)
		if !a.Found || !strings.Contains(a.Summary, c.want) {
			t.Errorf("%s: %v %q, want %q", c.q, a.Found, a.Summary, c.want)
		}
	}
	if a := e.Answer("Debian 99 est-il supporté ?", i18n.French); a.Found {
		t.Errorf("Debian 99: %q", a.Summary)
	}
}
