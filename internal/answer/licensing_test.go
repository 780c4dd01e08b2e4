package answer_test

import (
	_ "embed"
	"strings"
	"testing"

	"guichet/internal/answer"
	"guichet/internal/i18n"
)

//go:embed testdata/licences.txt
var licenceQuestions string

// Each question on licences is answered with what it asks for, in its own language, and every item has an address.
func TestLicenceQuestions(t *testing.T) {
	t.Parallel()
	asked := map[i18n.Lang]int{}
	blanks := strings.NewReplacer("\u00a0", " ")
	for line := range strings.Lines(licenceQuestions) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(strings.TrimSpace(line), " | ")
		if len(parts) != 3 {
			t.Fatalf("%q has %d parts", line, len(parts))
		}
		a := engine().Answer(parts[0], i18n.French)
		asked[a.Lang]++
		if !a.Found || len(a.Items) == 0 || a.Intent != answer.Licensing && a.Intent != answer.Purchase {
			t.Errorf("%s: %s, found %t: %s", parts[0], a.Intent, a.Found, a.Summary)
			continue
		}
		for _, want := range strings.Split(parts[1], " / ") {
			if !strings.Contains(blanks.Replace(a.Summary), want) {
				t.Errorf("%s: %q, want %q", parts[0], blanks.Replace(a.Summary), want)
			}
		}
		if parts[2] != "*" && a.Items[0].Name != parts[2] {
			t.Errorf("%s: first is %s, want %s", parts[0], a.Items[0].Name, parts[2])
		}
		for _, it := range a.Items {
			if it.URL == "" {
				t.Errorf("%s: %s has no address", parts[0], it.Name)
			}
		}
	}
	if asked[i18n.French]+asked[i18n.English] < 40 || asked[i18n.English] < 15 {
		t.Errorf("asked %v", asked)
	}
}
