package desk

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"guichet/internal/database"
	"guichet/internal/testkit"
)

// What is promised to be erased is: closed cases alone, their texts alone, once the days are over; and questions.
func TestRetention(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
		clock := func() time.Time { return now }
		s, d := New(db, clock), NewDemand(db, clock)
		left, secretLeft := mustOpen(t, s, request())
		closed, secret := mustOpen(t, s, request())
		if _, err := s.Close(t.Context(), closed.Number); err != nil {
			t.Fatal(err)
		}
		d.Note(Question{Text: "une vieille question", Lang: "fr", Intent: "unknown"})
		if err := d.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		r := Retention{Cases: s, Questions: d, CaseDays: 30, QuestionDays: 30, Now: clock, Log: slog.New(slog.DiscardHandler)}
		once := func(wantCases int, wantQuestions int64) {
			t.Helper()
			if cases, questions, err := r.Once(t.Context()); err != nil || cases != wantCases || questions != wantQuestions {
				t.Errorf("erased %d cases and %d questions (%v), want %d and %d", cases, questions, err, wantCases, wantQuestions)
			}
		}
		now = now.AddDate(0, 0, 29)
		once(0, 0)
		now = now.AddDate(0, 0, 2)
		r.CaseDays, r.QuestionDays = 0, 0
		once(0, 0) // 0 keeps
		r.CaseDays, r.QuestionDays = 30, 30
		once(1, 1)
		once(0, 0)
		if c, err := s.Follow(t.Context(), closed.Number, secret); err != nil || c.Status != Erased || c.Message != "" || strings.Contains(c.Email, "@") {
			t.Errorf("the closed case: %+v, %v", c, err)
		}
		if c, err := s.Follow(t.Context(), left.Number, secretLeft); err != nil || c.Status == Erased || c.Message == "" {
			t.Errorf("the open case: %+v, %v", c, err)
		}
	})
}
