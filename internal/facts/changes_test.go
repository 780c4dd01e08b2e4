package facts_test

import (
	"fmt"
	"testing"
	"time"

	"guichet/internal/database"
	"guichet/internal/facts"
	"guichet/internal/provenance"
	"guichet/internal/testkit"
)

// The first reading of a source is no change; what comes, changes and goes after it is. Restricted kinds stay out of All and of Changes.
func TestChangesAndRestricted(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		now := time.Date(2026, 11, 1, 10, 0, 0, 0, time.UTC)
		store := facts.NewStore(db, func() time.Time { return now })
		apply := func(values map[string]string) {
			t.Helper()
			now = now.Add(time.Hour)
			imp := facts.Import{Source: "s"}
			for k, v := range values {
				for _, kind := range []string{"covered", facts.RestrictedPrefix + "x"} {
					st, err := facts.New(kind, k, provenance.Date{Year: 2026}, map[string]string{"name": v})
					if err != nil {
						t.Fatal(err)
					}
					imp.Statements = append(imp.Statements, st)
				}
			}
			if _, err := store.Apply(t.Context(), imp, false); err != nil {
				t.Fatal(err)
			}
		}
		apply(map[string]string{"a": "1", "b": "1"})
		apply(map[string]string{"a": "2", "b": "1", "c": "1"})
		apply(map[string]string{"a": "2", "c": "1"})
		changes, err := store.Changes(t.Context(), 10, "covered")
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, c := range changes {
			got += fmt.Sprintf("%s %s %s\n", c.At.Format("15"), c.What, c.Key)
		}
		if want := "13 withdrawn b\n12 changed a\n12 entered c\n"; got != want {
			t.Errorf("changes\n%swant\n%s", got, want)
		}
		if _, err := store.Changes(t.Context(), 10, facts.RestrictedPrefix+"x"); err == nil {
			t.Error("restricted changes are shown")
		}
		rows, _, err := store.All(t.Context())
		if err != nil || len(rows) != 2 {
			t.Errorf("All returns %d rows, %v; want the two public ones", len(rows), err)
		}
		if rows, err := store.Restricted(t.Context()); err != nil || len(rows) != 2 {
			t.Errorf("Restricted returns %d rows, %v", len(rows), err)
		}
	})
}
