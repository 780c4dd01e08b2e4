package facts_test

import (
	"strings"
	"testing"
	"time"

	"guichet/internal/database"
	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/provenance"
	"guichet/internal/testkit"
)

// What is entered, changed and withdrawn is told once each, in order, over any size of page.
func TestSince(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		s := facts.NewStore(db, clock())
		apply := func(sts ...facts.Statement) {
			t.Helper()
			if _, err := s.Apply(t.Context(), facts.Import{Source: "src", Digest: "d", Statements: sts}, false); err != nil {
				t.Fatal(err)
			}
		}
		start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		apply(statement(t, "a", "A"), statement(t, "b", "B"), statement(t, "c", "C"), statement(t, "d", "D"))
		all, next, err := s.Since(t.Context(), start, nil, "", 100)
		if err != nil || len(all) != 4 || next != "" || all[0].What != facts.Entered {
			t.Fatalf("%v, next %q, %v", all, next, err)
		}
		since := all[3].At
		apply(statement(t, "a", "A"), statement(t, "b", "B2"), statement(t, "d", "D"), statement(t, "e", "E"))
		var told []string
		cursor := ""
		for range 10 {
			some, next, err := s.Since(t.Context(), since, []string{"thing"}, cursor, 1)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range some {
				told = append(told, c.Key+" "+c.What)
			}
			if cursor = next; next == "" {
				break
			}
		}
		if got := strings.Join(told, ", "); got != "b changed, c withdrawn, e entered" {
			t.Error(got)
		}
		if some, _, err := s.Since(t.Context(), since, []string{"other"}, "", 10); err != nil || len(some) != 0 {
			t.Errorf("another kind: %v, %v", some, err)
		}
		secret, err := facts.New(facts.RestrictedPrefix+"thing", "x", provenance.MustDate("2025-09-15"), map[string]string{"name": "X"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Apply(t.Context(), facts.Import{Source: "other", Digest: "d", Statements: []facts.Statement{secret}}, false); err != nil {
			t.Fatal(err)
		}
		for _, kinds := range [][]string{nil, {facts.RestrictedPrefix + "thing"}} {
			some, _, err := s.Since(t.Context(), start, kinds, "", 100)
			for _, c := range some {
				if c.Source == "other" || err != nil {
					t.Errorf("restricted: %v, %v", c, err)
				}
			}
		}
		for _, bad := range []string{"x", "!!", "AAAA", "AAAAAAAA"} {
			if _, _, err := s.Since(t.Context(), since, nil, bad, 10); errs.KindOf(err) != errs.Invalid {
				t.Errorf("cursor %q: %v", bad, err)
			}
		}
	})
}
