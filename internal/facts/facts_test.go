package facts_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guichet/internal/database"
	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/provenance"
	"guichet/internal/testkit"
)

func statement(t *testing.T, key, name string) facts.Statement {
	t.Helper()
	st, err := facts.New("thing", key, provenance.MustDate("2025-09-15"), map[string]string{"name": name})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// clock returns a clock that never tells the same time twice, as the history's key asks.
func clock() func() time.Time {
	now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	return func() time.Time { now = now.Add(time.Millisecond); return now }
}

func TestApplyCountsAndIsIdempotent(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		s := facts.NewStore(db, clock())
		apply := func(want string, withdrawn int, dry bool, sts ...facts.Statement) {
			t.Helper()
			r, err := s.Apply(t.Context(), facts.Import{Source: "src", Digest: fmt.Sprint(len(sts)), Statements: sts}, dry)
			if err != nil {
				t.Fatal(err)
			}
			if r.String() != want || r.Withdrawn != withdrawn {
				t.Errorf("Apply = %s, withdrawn %d; want %s, withdrawn %d", r, r.Withdrawn, want, withdrawn)
			}
		}
		a, b, b2 := statement(t, "a", "A"), statement(t, "b", "B"), statement(t, "b", "B again")
		apply("read 2, new 2, changed 0, unchanged 0, refused 0", 0, true, a, b)
		apply("read 2, new 2, changed 0, unchanged 0, refused 0", 0, false, a, b)
		before, _ := s.Revision(t.Context())
		apply("read 2, new 0, changed 0, unchanged 2, refused 0", 0, false, a, b)
		if after, _ := s.Revision(t.Context()); after != before {
			t.Errorf("an import that changes nothing moved the revision from %d to %d", before, after)
		}
		apply("read 1, new 0, changed 1, unchanged 0, refused 0", 1, false, b2)
		rows, revision, err := s.All(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if revision != before+1 {
			t.Errorf("revision = %d, want %d", revision, before+1)
		}
		if len(rows) != 1 {
			t.Fatalf("rows = %v, want one", rows)
		}
		got, err := facts.Decode[map[string]string](rows, "thing")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[string]string{"name": "B again"}, got[0].Value); diff != "" {
			t.Error(diff)
		}
		var kept int
		if err := db.NewRaw("SELECT count(*) FROM statement_history").Scan(t.Context(), &kept); err != nil || kept != 2 {
			t.Errorf("history holds %d rows, %v; want the replaced and the withdrawn one", kept, err)
		}
		for digest, want := range map[string]bool{"1": true, "2": true, "3": false} {
			if got, err := s.Applied(t.Context(), "src", digest); err != nil || got != want {
				t.Errorf("Applied(%s) = %t, %v", digest, got, err)
			}
		}
		if _, err := s.Apply(t.Context(), facts.Import{Source: "src"}, false); !errs.Is(err, errs.Invalid) {
			t.Errorf("an empty source withdrew all that it said: %v", err)
		}
	})
}

// An import that fails half-way leaves what was there before.
func TestApplyIsAllOrNothing(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		s := facts.NewStore(db, clock())
		a := statement(t, "a", "A")
		if _, err := s.Apply(t.Context(), facts.Import{Source: "src", Statements: []facts.Statement{a}}, false); err != nil {
			t.Fatal(err)
		}
		twice := facts.Import{Source: "src", Statements: []facts.Statement{statement(t, "b", "B"), statement(t, "b", "B")}}
		if _, err := s.Apply(t.Context(), twice, false); err == nil {
			t.Error("two statements of one key were taken")
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.Apply(ctx, facts.Import{Source: "src", Statements: []facts.Statement{statement(t, "c", "C")}}, false); err == nil {
			t.Error("an import whose context is over was taken")
		}
		rows, _, err := s.All(t.Context())
		if err != nil || len(rows) != 1 || rows[0].Key != "a" {
			t.Errorf("All = %v, %v; want a alone", rows, err)
		}
	})
}

func TestSourcesDoNotTouchEachOther(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		s := facts.NewStore(db, clock())
		for _, src := range []string{"one", "two"} {
			if _, err := s.Apply(t.Context(), facts.Import{Source: src, Statements: []facts.Statement{statement(t, "a", src)}}, false); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Apply(t.Context(), facts.Import{Source: "one", Statements: []facts.Statement{statement(t, "b", "one")}}, false); err != nil {
			t.Fatal(err)
		}
		rows, _, err := s.All(t.Context())
		if err != nil || len(rows) != 2 || rows[0].Key != "b" || rows[1].Source != "two" {
			t.Errorf("All = %v, %v; want b of one, and what two said", rows, err)
		}
	})
}

func BenchmarkApply10000(b *testing.B) {
	sts := make([]facts.Statement, 10000)
	for i := range sts {
		sts[i], _ = facts.New("thing", fmt.Sprint(i), provenance.MustDate("2025"), map[string]string{"name": fmt.Sprint("thing ", i), "text": "a body of the usual length, about two hundred bytes long once it is written as JSON"})
	}
	for b.Loop() {
		b.StopTimer()
		s := facts.NewStore(testkit.SQLite(b), clock())
		b.StartTimer()
		if _, err := s.Apply(b.Context(), facts.Import{Source: "src", Statements: sts}, false); err != nil {
			b.Fatal(err)
		}
	}
}
