package app_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"guichet/internal/testkit"
)

// The page gives a verdict on each rule with its source, keeps what was typed beside its error, and the API says the same.
func TestEntryRules(t *testing.T) {
	t.Parallel()
	base := catalogueDesk(t)
	for _, x := range []struct {
		query  string
		status int
		want   []string
	}{
		{"", 200, []string{"Mon logiciel peut-il entrer au SILL ?", `name="service"`}},
		{"licence=GPLv3&sources=oui&usage=oui&service=installe&agent=oui", 200, []string{"Oui, d'après vos réponses", "Oui : GPL-3.0-only convient.", "Sans objet", "Règles du SILL", "/fr/doc/sill/#referent"}},
		{"licence=BUSL-1.1&sources=oui&usage=oui&service=tiers&agent=non", 200, []string{"Non, pas en l'état", "BUSL-1.1 n'est pas dans la liste", "l'administration doit avoir la charge", "/fr/doc/sill/#editeur", `value="tiers" checked`}},
		{"logiciel=Essai+complet", 200, []string{"À vérifier", "D'après une source au moins, Essai complet est ou a été au SILL", "Oui : MIT convient.", "Licence reprise de la fiche", "Registre d'essai"}},
		{"logiciel=Essai+suivant", 200, []string{"Non, pas en l'état", "aucune source ne dit qu'il est au SILL", "SSPL-1.0"}},
		{"licence=GPL", 400, []string{"« GPL » n'est ni un identifiant SPDX", `value="GPL"`, `href="#f-licence"`}},
		{"licence=MIT&service=nuage", 400, []string{"Choisissez l'une des réponses proposées.", `value="MIT"`, `href="#f-service"`}},
		{"logiciel=" + strings.Repeat("x", 200), 400, []string{"120 caractères au plus", `href="#f-logiciel"`}},
	} {
		r := get(t, base+"/fr/doc/sill/verifier?"+x.query)
		page := readable(r.body)
		if r.status != x.status {
			t.Errorf("%s: status %d, want %d", x.query, r.status, x.status)
		}
		for _, w := range x.want {
			if !strings.Contains(page, w) {
				t.Errorf("%.60s: the page lacks %q", x.query, w)
			}
		}
		var doc struct {
			Verdict, Read, Field string
			Link                 struct{ Fr string }
			Rules                []struct{ Rule, State, Source, Checked string }
		}
		api := get(t, base+"/api/v1/entry-rules?"+x.query)
		if err := json.Unmarshal([]byte(api.body), &doc); err != nil || api.status != x.status {
			t.Errorf("%.60s: the API answers %d, %v", x.query, api.status, err)
		}
		if x.status == http.StatusBadRequest {
			if doc.Field == "" {
				t.Errorf("%.60s: the problem names no field", x.query)
			}
			continue
		}
		if len(doc.Rules) != 5 || get(t, base+doc.Link.Fr).status != http.StatusOK {
			t.Errorf("%.60s: %d rules, link %s", x.query, len(doc.Rules), doc.Link.Fr)
		}
		for _, rule := range doc.Rules {
			if rule.Source != "sill-rules" || rule.Checked != "2026" {
				t.Errorf("%s: source %q, %q", rule.Rule, rule.Source, rule.Checked)
			}
		}
	}
	if page := get(t, base+"/en/docs/catalogue/check?licence=MIT&agent=non").body; !strings.Contains(page, "No, not as things stand") || !strings.Contains(page, "/fr/doc/sill/verifier?agent=non&amp;licence=MIT") {
		t.Error("the English page gives no verdict, or does not lead to the same one in French")
	}
	if page := get(t, base+"/fr/logiciels/essai-suivant").body; !strings.Contains(page, "/fr/doc/sill/verifier?logiciel=Essai") {
		t.Error("a sheet outside the SILL does not lead to the rules")
	}
	if page := get(t, base+"/fr/logiciels/"+testkit.FullSoftware).body; strings.Contains(page, "/fr/doc/sill/verifier") {
		t.Error("a sheet of the SILL asks whether it may enter")
	}
}
