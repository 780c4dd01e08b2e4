package desk

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/uptrace/bun"

	"guichet/internal/database"
)

// Retention erases what was kept for long enough. It is what the page on personal data promises.
type Retention struct {
	Cases     *Service
	Questions *Demand
	// For how many days a closed case in which nothing happens keeps its texts, and a question that nobody asks is counted; 0 for without end.
	CaseDays, QuestionDays int
	Now                    func() time.Time
	Log                    *slog.Logger
}

// Run erases once a day until ctx ends, and a first time at once: a desk that is restarted each night erases too. What fails is tried the next day.
func (r Retention) Run(ctx context.Context) {
	tick := time.NewTicker(24 * time.Hour)
	defer tick.Stop()
	for {
		cases, questions, err := r.Once(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			r.Log.Error("what was kept for long enough could not be erased; it is tried again tomorrow", "error", err)
		case cases > 0 || questions > 0:
			r.Log.Info("erased what was kept for long enough", "cases", cases, "questions", questions)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// Once erases what is due now, and returns how many cases and questions that were.
func (r Retention) Once(ctx context.Context) (cases int, questions int64, err error) {
	now := r.Now()
	if r.CaseDays > 0 {
		if cases, err = r.Cases.eraseClosed(ctx, now.AddDate(0, 0, -r.CaseDays)); err != nil {
			return cases, 0, fmt.Errorf("erasing closed cases: %w", err)
		}
	}
	if r.QuestionDays > 0 {
		if questions, err = r.Questions.Forget(ctx, now.AddDate(0, 0, -r.QuestionDays)); err != nil {
			return cases, 0, fmt.Errorf("forgetting questions: %w", err)
		}
	}
	return cases, questions, nil
}

// eraseClosed erases the cases that are closed and in which nothing happened since before, each in a transaction of its own, as Erase does.
func (s *Service) eraseClosed(ctx context.Context, before time.Time) (int, error) {
	var numbers []string
	err := s.db.NewSelect().Table("desk_case").Column("number").Where("status = ? AND updated_at < ?", string(Closed), database.Time(before)).Order("number").Scan(ctx, &numbers)
	if err != nil {
		return 0, err
	}
	erased := 0
	for _, number := range numbers {
		err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
			row, err := lock(ctx, tx, number)
			if err != nil || row.Status != string(Closed) || row.UpdatedAt >= database.Time(before) {
				return err // somebody wrote meanwhile
			}
			if err := blank(ctx, tx, number); err != nil {
				return err
			}
			erased++
			return record(ctx, tx, &row, Event{Kind: CaseErased, At: s.now().UTC(), Status: Erased})
		})
		if err != nil {
			return erased, fmt.Errorf("%s: %w", number, err)
		}
	}
	return erased, nil
}
