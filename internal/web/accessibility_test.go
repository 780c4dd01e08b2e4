package web

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"guichet/internal/i18n"
)

var update = flag.Bool("update", false, "write doc/accessibility.md from accessibility.yaml")

// The checklist holds the 106 criteria, each with a known state and, but for what was not examined, how that is known; and doc/accessibility.md says the same.
func TestAccessibilityChecklist(t *testing.T) {
	t.Parallel()
	l, err := accessibility()
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Criteria) != 106 {
		t.Errorf("%d criteria", len(l.Criteria))
	}
	count := map[string]int{}
	for _, c := range l.Criteria {
		count[c.State]++
		if c.Title == "" || !slices.Contains(criterionStates, c.State) || c.State != "ne" && c.How == "" {
			t.Errorf("%+v", c)
		}
	}
	// Without an audit no page may say anything else, whatever the criteria are.
	if l.Audit == "" && !strings.Contains(i18n.T(i18n.French, "web.footer-accessibility", nil), "non conforme") {
		t.Error("the footer says that the desk complies, and nobody audited it")
	}
	file := filepath.Join("..", "..", "doc", "accessibility.md")
	want := checklistDocument(l, count)
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != want {
		t.Errorf("doc/accessibility.md is not that of the checklist (%v): run go test ./internal/web -run TestAccessibilityChecklist -update", err)
	}
}

func checklistDocument(l checklist, count map[string]int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `# Accessibility: the 106 criteria of the RGAA 4.1

Written from [accessibility.yaml](../internal/web/accessibility.yaml): change that file, then run
`+"`go test ./internal/web -run TestAccessibilityChecklist -update`"+`.

**State: not compliant ("non conforme").** The law wants that said as long as there is no valid audit, and nobody audited the desk. What follows is what its
makers know on %s of the theme `+"`plain`"+` as it is delivered: %d met, %d not met, %d that do not apply, %d not examined. What only a person can judge, with
assistive technologies, is "not examined". Pages that a body adds with `+"`--content`"+`, and the theme `+"`dsfr`"+`, are not covered.

How things are checked: `+"`internal/browser`"+` runs axe-core on every page and every component, in light and dark, at 1280 and 320 pixels, and goes through
the main journeys by keyboard alone with scripts off; `+"`internal/web/theme`"+` measures the contrasts of both palettes and parses every component.

Numbers and themes: RGAA 4.1.2, DINUM, Licence Ouverte 2.0. The wording is short and ours; theirs is at accessibilite.numerique.gouv.fr.
`, l.Checked, count["c"], count["nc"], count["na"], count["ne"])
	theme := ""
	for _, c := range l.Criteria {
		name, _, _ := strings.Cut(c.Number, ".")
		if name != theme {
			theme = name
			n, _ := strconv.Atoi(name)
			fmt.Fprintf(&b, "\n## %d. %s\n\n| Critère | | État | Comment |\n|---|---|---|---|\n", n, i18n.T(i18n.French, "web.rgaa-theme-"+name, nil))
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", c.Number, c.Title, strings.ToLower(i18n.T(i18n.French, "web.rgaa-"+c.State, nil)), c.How)
	}
	return b.String()
}
