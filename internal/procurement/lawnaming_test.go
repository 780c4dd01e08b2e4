package procurement_test

import (
	"net/url"
	"strings"
	"testing"

	"guichet/internal/errs"
	"guichet/internal/i18n"
	"guichet/internal/procurement"
)

// The two-step test, case by case; the first line is the case that the Conseil d'État judged.
func TestNaming(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ purchase, free, mark, firms, object, verdict, favours string }{
		{"services", "oui", "non", "oui", "non", "yes", "non"},
		{"services", "oui", "non", "oui", "oui", "yes", "non"}, // the second question is not asked
		{"services", "oui", "oui", "oui", "non", "yes-if", "non"},
		{"services", "oui", "non", "inconnu", "non", "check", "inconnu"},
		{"services", "inconnu", "non", "oui", "oui", "check", "inconnu"},
		{"services", "non", "non", "oui", "non", "no", "oui"},
		{"services", "non", "non", "oui", "oui", "justified", "oui"},
		{"services", "oui", "oui", "non", "indescriptible", "equivalent", "oui"},
		{"services", "inconnu", "non", "non", "non", "no", "oui"}, // one certain reason is enough
		{"licences", "oui", "oui", "oui", "non", "no", "oui"},
		{"licences", "non", "oui", "non", "indescriptible", "equivalent", "oui"},
		{"gratuit", "oui", "non", "non", "non", "outside", ""},
	} {
		n := procurement.Naming{Software: "X", Purchase: tt.purchase, Free: tt.free, Mark: tt.mark, Firms: tt.firms, Object: tt.object}
		got, err := n.Test()
		if err != nil || got.Verdict != tt.verdict || got.Favours != tt.favours || len(got.Reasons) == 0 || len(got.Laws) == 0 {
			t.Errorf("%+v: %+v, %v", tt, got, err)
		}
		for _, lang := range i18n.Langs {
			keys := []string{"procurement.naming-verdict-" + got.Verdict, "procurement.naming-text-" + got.Verdict}
			for _, r := range got.Reasons {
				keys = append(keys, "procurement.naming-reason-"+r)
			}
			for _, k := range keys {
				if !i18n.Has(lang, k) {
					t.Errorf("no message %s in %s", k, lang)
				}
			}
		}
		q, err := url.ParseQuery(n.Query())
		if err != nil || procurement.ReadNaming(q) != n {
			t.Errorf("the address %s does not restore the answers", n.Query())
		}
	}
}

func TestNamingIncomplete(t *testing.T) {
	t.Parallel()
	_, err := procurement.Naming{Software: strings.Repeat("x", 200), Purchase: "vol"}.Test()
	var fields []string
	for _, e := range errs.All(err) {
		fields = append(fields, e.Field)
	}
	if got := strings.Join(fields, " "); got != "logiciel achat libre marque firmes objet" {
		t.Errorf("the fields at fault are %s", got)
	}
}
