package answer_test

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"testing"

	"guichet/internal/answer"
	"guichet/internal/i18n"
)

//go:embed testdata/questions.txt
var ownQuestions string

type ownQuestion struct {
	group, ask string
	intents    []string // "*": any
	names      []string
	first      bool // names[0] must come first
	unknown    bool
}

func readOwnQuestions(t *testing.T) []ownQuestion {
	t.Helper()
	var out []ownQuestion
	group := ""
	for i, line := range strings.Split(ownQuestions, "\n") {
		if g, ok := strings.CutPrefix(line, "## "); ok {
			group = g
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(line, " | ")
		if len(parts) != 3 {
			t.Fatalf("line %d has %d parts", i+1, len(parts))
		}
		q := ownQuestion{group: group, ask: parts[0], intents: strings.Split(parts[1], " / "), unknown: parts[2] == "-"}
		for _, n := range strings.Split(parts[2], " / ") {
			if bare, ok := strings.CutPrefix(n, "="); ok {
				q.first, n = true, bare
			}
			q.names = append(q.names, n)
		}
		out = append(out, q)
	}
	return out
}

// wrong says what is wrong with the answer, or "".
func (q ownQuestion) wrong(a answer.Answer) string {
	if q.unknown {
		if a.Found || len(a.Items) > 0 {
			return fmt.Sprintf("should not be known: %s, %s, %s", a.Intent, a.Entity.Name, shown(a))
		}
		return ""
	}
	if !a.Found || len(a.Items) == 0 {
		return "nothing found: " + a.Summary
	}
	if q.intents[0] != "*" && !slices.Contains(q.intents, string(a.Intent)) {
		return fmt.Sprintf("intent %s, want %v; %s", a.Intent, q.intents, shown(a))
	}
	if place := q.place(a); place < 0 || place >= 5 {
		return "items " + shown(a)
	}
	if q.first && !slices.Contains(q.names, a.Items[0].Name) && !slices.Contains(q.names, "#"+a.Items[0].Slug) {
		return "first is " + a.Items[0].Name
	}
	return ""
}

// place is where the first of the wanted names stands in the answer, or -1.
func (q ownQuestion) place(a answer.Answer) int {
	if slices.Contains(q.names, "*") {
		return 0
	}
	return slices.IndexFunc(a.Items, func(it answer.Item) bool {
		return slices.ContainsFunc(q.names, func(n string) bool {
			return n == "#"+it.Slug || strings.EqualFold(n, it.Name) || it.Kind == "lot" && strings.HasPrefix(strings.ToLower(it.Name), n)
		})
	})
}

func shown(a answer.Answer) string {
	var out []string
	for _, it := range a.Items[:min(6, len(a.Items))] {
		out = append(out, it.Name)
	}
	return strings.Join(out, ", ")
}

// Our own questions are answered: each of them, and most with a wanted name first.
func TestOwnQuestions(t *testing.T) {
	t.Parallel()
	first, named := 0, 0
	for _, q := range readOwnQuestions(t) {
		a := engine().Answer(q.ask, i18n.French)
		if w := q.wrong(a); w != "" {
			t.Errorf("%s: %q: %s", q.group, q.ask, w)
			continue
		}
		if a.Intent == answer.Equivalent && !q.unknown {
			named++
			if q.place(a) == 0 {
				first++
			}
		}
	}
	if rate := float64(first) / float64(max(named, 1)); rate < 0.8 {
		t.Errorf("a wanted name is first in %.2f of %d equivalents, at least 0.80", rate, named)
	}
}
