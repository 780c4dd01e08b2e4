package facts_test

import (
	"testing"
	"time"

	"guichet/internal/database"
	"guichet/internal/facts"
	"guichet/internal/testkit"
)

// Of two instances one reads; a claim that was never given back ends by itself; pages are renewed when a source begins or ceases to fail, and only then.
func TestWatch(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
		s := facts.NewStore(db, func() time.Time { return now })
		claim := func(want, due bool, why string) {
			t.Helper()
			if got, err := s.Claim(t.Context(), "a", now.Add(time.Minute), due); err != nil || got != want {
				t.Errorf("%s: Claim = %t, %v; want %t", why, got, err, want)
			}
		}
		claim(false, true, "not watched")
		for range 2 {
			if err := s.Watch(t.Context(), "a", "comptoir", "https://a.example/x.json"); err != nil {
				t.Fatal(err)
			}
		}
		claim(true, true, "new")
		claim(false, true, "claimed by another")
		now = now.Add(2 * time.Minute)
		claim(true, true, "the claim has ended")
		revision := func() int64 {
			n, err := s.Revision(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		before := revision()
		settle := func(w facts.Watch, grows int64) {
			t.Helper()
			if err := s.Settle(t.Context(), w); err != nil {
				t.Fatal(err)
			}
			if after := revision(); after != before+grows {
				t.Errorf("%+v: the revision grew by %d, want %d", w, after-before, grows)
			}
			before = revision()
		}
		good := facts.Watch{Name: "a", Source: "comptoir", ETag: `"1"`, Tried: now, Succeeded: now, Due: now.Add(time.Hour)}
		bad := good
		bad.Failures, bad.Error, bad.FailingSince = 1, "no answer", now
		settle(good, 0)
		claim(false, true, "not due")
		claim(true, false, "asked for now")
		settle(bad, 1)
		settle(bad, 0)
		list, err := s.Watches(t.Context())
		if err != nil || len(list) != 1 || !list[0].Failing() || !list[0].Succeeded.Equal(now) || list[0].ETag != `"1"` || list[0].Address != "https://a.example/x.json" {
			t.Errorf("Watches = %+v, %v", list, err)
		}
		settle(good, 1)
		if err := s.Watch(t.Context(), "a", "comptoir", "https://b.example/x.json"); err != nil {
			t.Fatal(err)
		}
		if list, _ := s.Watches(t.Context()); list[0].ETag != "" || !list[0].Due.Equal(now) {
			t.Errorf("another address keeps the copy of the first: %+v", list[0])
		}
	})
}
