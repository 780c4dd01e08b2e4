package desk

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"guichet/internal/database"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/testkit"
)

func ask(text string, found bool) Question {
	return Question{Text: text, Lang: i18n.French, Intent: "equivalent", Found: found}
}

func mustTop(t *testing.T, d *Demand, onlyUnknown bool, limit int) []Row {
	t.Helper()
	rows, err := d.Top(t.Context(), onlyUnknown, limit)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func mustFlush(t *testing.T, d *Demand) {
	t.Helper()
	if err := d.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestDemandIsCountedByDay(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		at := time.Date(2026, 11, 23, 17, 42, 13, 0, time.UTC)
		d := NewDemand(db, func() time.Time { return at })
		for range 3 {
			d.Note(ask("  Équivalent libre de\tFOO\u00a0? ", false))
		}
		d.Note(ask("équivalent libre de foo ?", true))
		d.Note(ask("l'éditeur n'a pas répondu ?", true)) // a quote and a question mark are the two signs that SQL might mistake
		d.Note(ask(" \u200b ", false))
		mustFlush(t, d)
		mustFlush(t, d)
		at = at.AddDate(0, 0, 2)
		d.Note(ask("équivalent libre de foo ?", false))
		mustFlush(t, d)

		first, last := provenance.MustDate("2026-11-23"), provenance.MustDate("2026-11-25")
		want := []Row{
			{"équivalent libre de foo ?", i18n.French, "equivalent", false, 4, first, last},
			{"l'éditeur n'a pas répondu ?", i18n.French, "equivalent", true, 1, first, first},
			{"équivalent libre de foo ?", i18n.French, "equivalent", true, 1, first, first},
		}
		byText := func(a, b Row) bool { return a.Text+fmt.Sprint(a.Found) < b.Text+fmt.Sprint(b.Found) }
		if diff := cmp.Diff(want, mustTop(t, d, false, 10), cmpopts.SortSlices(byText)); diff != "" {
			t.Errorf("Top (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(want[:1], mustTop(t, d, true, 10)); diff != "" {
			t.Errorf("Top of what is unknown (-want +got):\n%s", diff)
		}
		if rows := mustTop(t, d, false, 1); len(rows) != 1 || rows[0].Count != 4 {
			t.Errorf("Top of one: %+v", rows)
		}
		if all := dump(t, db); strings.Contains(all, "17:42") || strings.Contains(all, "15T") {
			t.Error("an hour is stored with a question")
		}

		if n, err := d.Forget(t.Context(), time.Date(2026, 11, 25, 23, 0, 0, 0, time.UTC)); n != 2 || err != nil {
			t.Errorf("Forget = %d, %v; want the 2 rows not seen since", n, err)
		}
		if rows := mustTop(t, d, false, 10); len(rows) != 1 {
			t.Errorf("after Forget: %+v", rows)
		}
	})
}

// Demand is bounded in memory and on disk; what has no room is counted without its text.
func TestDemandIsBounded(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		d := NewDemand(db, clock())
		for i := range maxPending + 200 {
			d.Note(ask(fmt.Sprint("question ", i), false))
		}
		d.Note(ask("question 1", false))
		if n := len(d.pending); n != maxPending {
			t.Errorf("%d questions in memory, want %d", n, maxPending)
		}
		mustFlush(t, d)
		rows, err := topDemand(t.Context(), db, false, maxPending*2)
		if err != nil || len(rows) != maxPending || rows[0].Text != "question 1" || rows[0].Count != 2 {
			t.Errorf("%d rows, %v; the first is %+v", len(rows), err, rows[0])
		}
		if n, err := d.Overflow(t.Context()); n != 200 || err != nil {
			t.Errorf("Overflow = %d, %v; want 200", n, err)
		}

		// The table is full but for one row.
		full := map[question]*tally{}
		for _, text := range []string{"question 1", "nouvelle a", "nouvelle b", "nouvelle c"} {
			full[question{text: text, lang: "fr", intent: "equivalent"}] = &tally{n: 10, first: 1, last: 1}
		}
		if err := storeDemand(t.Context(), db, full, tally{n: 5, first: 1, last: 1}, maxPending+2); err != nil {
			t.Fatal(err)
		}
		rows = mustTop(t, d, false, 3)
		if rows[0].Count != 12 || rows[1].Text != "nouvelle a" || rows[2].Count != 1 {
			t.Errorf("rows of a full table: %+v", rows)
		}
		if n, err := d.Overflow(t.Context()); n != 225 || err != nil {
			t.Errorf("Overflow = %d, %v; want 200 + 5 + 20", n, err)
		}
	})
}

func TestFailedFlushKeepsCounts(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		d := NewDemand(db, clock())
		d.Note(ask("question a", false))
		d.Note(ask("question a", false))
		d.mu.Lock()
		d.overflow = tally{n: 7, first: 20000, last: 20000}
		d.mu.Unlock()
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		if err := d.Flush(cancelled); err == nil {
			t.Fatal("Flush with a cancelled context succeeds")
		}
		if _, err := db.NewRaw("ALTER TABLE demand RENAME TO away").Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
		d.Note(ask("question a", false))
		if err := d.Flush(t.Context()); err == nil {
			t.Fatal("Flush without a table succeeds")
		}
		if _, err := db.NewRaw("ALTER TABLE away RENAME TO demand").Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
		mustFlush(t, d)
		if rows := mustTop(t, d, true, 10); len(rows) != 1 || rows[0].Count != 3 {
			t.Errorf("rows after two failures: %+v", rows)
		}
		if n, err := d.Overflow(t.Context()); n != 7 || err != nil {
			t.Errorf("Overflow = %d, %v; want 7", n, err)
		}

		// What came in while a flush failed counts first against the bound; nothing is forgotten, only its text.
		for i := range maxPending {
			d.Note(ask(fmt.Sprint("b", i), false))
		}
		old := d.pending
		d.pending = map[question]*tally{}
		for i := range 10 {
			d.Note(ask(fmt.Sprint("c", i), false))
		}
		for k, v := range old {
			d.count(k, *v)
		}
		if len(d.pending) != maxPending || d.overflow.n != 10 {
			t.Errorf("%d pending, %d without text", len(d.pending), d.overflow.n)
		}
	})
}

func TestDemandTogether(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		ds := []*Demand{NewDemand(db, clock()), NewDemand(db, clock())} // two instances
		together(16, func(i int) {
			d := ds[i%2]
			for j := range 200 {
				d.Note(ask(fmt.Sprint("question ", j%50), j%2 == 0))
				if j%67 == 0 {
					if err := d.Flush(t.Context()); err != nil {
						t.Error(err)
					}
				}
			}
		})
		var total int64
		for _, d := range ds {
			mustFlush(t, d)
		}
		for _, r := range mustTop(t, ds[0], false, 0) {
			total += r.Count
		}
		if total != 16*200 {
			t.Errorf("%d questions counted, want %d", total, 16*200)
		}
	})
}

func TestRunFlushesAtTheEnd(t *testing.T) {
	t.Parallel()
	d := NewDemand(testkit.SQLite(t), clock())
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := d.Run(ctx, time.Second); err != nil {
			t.Error(err)
		}
	})
	d.Note(ask("au fil de l'eau", false))
	for end := time.Now().Add(10 * time.Second); len(mustTop(t, d, false, 1)) == 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("no flush in ten seconds")
		}
	}
	d.Note(ask("à la fin", false))
	cancel()
	wg.Wait()
	if rows := mustTop(t, d, false, 10); len(rows) != 2 {
		t.Errorf("rows after Run: %+v", rows)
	}
}

func BenchmarkNote(b *testing.B) {
	for name, text := range map[string]string{
		"plain":    "équivalent libre de photoshop ?",
		"digits":   "support de PostgreSQL 16.2 sous Debian 12 en 2026",
		"personal": "Jean.Dupont@example.fr (06 12 34 56 78) cherche un équivalent de https://example.fr/p?cle=abc",
	} {
		b.Run(name, func(b *testing.B) {
			d := NewDemand(nil, time.Now)
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					d.Note(ask(text, false))
				}
			})
		})
	}
}
