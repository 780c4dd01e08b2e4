package app_test

import (
	"html"
	"net/http"
	"strings"
	"testing"

	"guichet/internal/address"
	"guichet/internal/i18n"
	"guichet/internal/testkit"
)

// readable is the text of a page: entities read, no-break spaces as spaces.
func readable(body string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(html.UnescapeString(body))
}

// catalogueDesk is a desk that knows the made-up entries beside the starter's.
func catalogueDesk(t *testing.T) string {
	t.Helper()
	dsn := sqlite(t)
	testkit.Catalogue(t, dsn)
	return desk(t, dsn, nil)
}

// A sheet shows all that the model knows, each value with its source and date, and nothing that no source says.
func TestFullSheet(t *testing.T) {
	t.Parallel()
	base := catalogueDesk(t)
	for lang, want := range map[i18n.Lang][]string{
		i18n.French: {
			"Retiré du catalogue", "Le code n'est plus <b>publié</b>. Retrait le 3 février 2026. Dernière version qui peut encore être recommandée : 4.1. Source : Registre d'essai, relevée le 4 mars 2026.",
			"Dernière version connue", "4.2, publiée le 2 janvier 2026", "en observation", "Au catalogue depuis", "Plus personne n'y travaille",
			"Le développement continue dans", "Essai suivant, en février 2026", `href="/fr/logiciels/essai-suivant"`, "S'appelait", `href="/fr/logiciels/essai-ancien"`,
			"Accessibilité (RGAA)", "oui, examiné le 1er décembre 2025", `href="https://essai.example/accessibilite"`, "sans objet", "non connu", "Annuaire d'essai",
			"organismes : 2 ; utilisateurs : 1 204 ; référents : 3", "Ministère des Essais", "Ville de Trifouillis, tous les agents", `href="https://essai.trifouillis.example"`,
			`href="https://www.wikidata.org/wiki/Q999999999"`, "CNLL",
		},
		i18n.English: {
			"Withdrawn from the catalogue", "Withdrawn on 3 February 2026. Last version that can still be recommended: 4.1. Source: Trial register, read on 4 March 2026.",
			"4.2, released on 2 January 2026", "under observation", "Nobody works on it any more", "Development goes on in", "Was called", `href="/en/software/essai-ancien"`,
			"Accessibility (RGAA)", "yes, examined on 1 December 2025", "not applicable", "not known", "bodies: 2; users: 1,204; referents: 3", "Online services that run it",
		},
	} {
		r := get(t, base+address.Of(lang, "software", testkit.FullSoftware))
		if r.status != http.StatusOK {
			t.Fatalf("%s: status %d", lang, r.status)
		}
		page := readable(r.body)
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("%s: the sheet lacks %q", lang, w)
			}
		}
		if strings.Contains(r.body, "<b>publié") || strings.Contains(r.body, "logos.example") {
			t.Errorf("%s: a source's markup or a picture of another host is on the page", lang)
		}
	}
	firm := readable(get(t, base+address.Of(i18n.French, "provider", testkit.FullProvider)).body)
	for _, w := range []string{"Essai complet", "Annuaire d'essai, relevé le 4 mars 2026", "Autres logiciels, sans fiche au guichet", "Zorglub 3000"} {
		if !strings.Contains(firm, w) {
			t.Errorf("the provider's page lacks %q", w)
		}
	}
	for lang, absent := range map[i18n.Lang][]string{i18n.French: {"Conformité", "Qui l'utilise", "Retiré du catalogue", "Dernière version connue", "Services en ligne"}, i18n.English: {"Compliance", "Who uses it"}} {
		page := readable(get(t, base+address.Of(lang, "software", "essai-suivant")).body)
		for _, a := range absent {
			if strings.Contains(page, a) {
				t.Errorf("%s: a sheet of which nothing is said shows %q", lang, a)
			}
		}
	}
}
