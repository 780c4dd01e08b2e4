package desk

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"guichet/internal/database"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// demandRow is a row of the table demand. Days are YYYY-MM-DD.
type demandRow struct {
	Text, Lang, Intent string
	Found              int64
	Count              int64
	FirstAt, LastAt    string
}

// storeBatch is how many questions one statement carries.
const storeBatch = 250

const mergeDemand = `first_at = CASE WHEN excluded.first_at < demand.first_at THEN excluded.first_at ELSE demand.first_at END,
	last_at = CASE WHEN excluded.last_at > demand.last_at THEN excluded.last_at ELSE demand.last_at END,
	count = demand.count + excluded.count`

// storeDemand adds the counts to the table. When the table would pass room rows, questions that are not in it yet are added to overflow.
func storeDemand(ctx context.Context, db *database.DB, pending map[question]*tally, overflow tally, room int) error {
	rows := make([]demandRow, 0, len(pending)+1)
	for k, t := range pending {
		rows = append(rows, toDemandRow(k, *t))
	}
	// In one order everywhere, so that two instances that flush at once wait for each other and never form a deadlock; and so that the
	// place of a row does not tell when its question was asked.
	slices.SortFunc(rows, func(a, b demandRow) int {
		return cmp.Or(strings.Compare(a.Text, b.Text), strings.Compare(a.Lang, b.Lang), strings.Compare(a.Intent, b.Intent), cmp.Compare(a.Found, b.Found))
	})
	return db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var have int
		if err := tx.NewRaw("SELECT count(*) FROM demand").Scan(ctx, &have); err != nil {
			return err
		}
		over := overflow
		if have+len(rows) > room {
			fresh, err := updateDemand(ctx, tx, rows)
			if err != nil {
				return err
			}
			left := min(max(room-have, 0), len(fresh))
			for _, r := range fresh[left:] {
				over.add(*pending[r.question()])
			}
			rows = fresh[:left]
		}
		if over.n > 0 {
			rows = append(slices.Clone(rows), toDemandRow(overflowed, over))
		}
		for batch := range slices.Chunk(rows, storeBatch) {
			if err := upsertDemand(ctx, tx, batch); err != nil {
				return err
			}
		}
		return nil
	})
}

func upsertDemand(ctx context.Context, tx bun.Tx, rows []demandRow) error {
	var values []string
	var args []any
	for _, r := range rows {
		values = append(values, "(?, ?, ?, ?, ?, ?, ?)")
		args = append(args, r.Text, r.Lang, r.Intent, r.Found, r.Count, r.FirstAt, r.LastAt)
	}
	_, err := tx.NewRaw("INSERT INTO demand (text, lang, intent, found, count, first_at, last_at) VALUES "+strings.Join(values, ", ")+
		" ON CONFLICT (text, lang, intent, found) DO UPDATE SET "+mergeDemand, args...).Exec(ctx)
	return err
}

// updateDemand adds the counts of the questions that the table has, and returns the others.
func updateDemand(ctx context.Context, tx bun.Tx, rows []demandRow) ([]demandRow, error) {
	var fresh []demandRow
	for _, r := range rows {
		res, err := tx.NewRaw(`UPDATE demand SET count = count + ?, last_at = CASE WHEN last_at < ? THEN ? ELSE last_at END
			WHERE text = ? AND lang = ? AND intent = ? AND found = ?`,
			r.Count, r.LastAt, r.LastAt, r.Text, r.Lang, r.Intent, r.Found).Exec(ctx)
		if err != nil {
			return nil, err
		}
		if n, err := res.RowsAffected(); err != nil {
			return nil, err
		} else if n == 0 {
			fresh = append(fresh, r)
		}
	}
	return fresh, nil
}

func topDemand(ctx context.Context, db *database.DB, onlyUnknown bool, limit int) ([]Row, error) {
	known := "0, 1"
	if onlyUnknown {
		known = "0"
	}
	var rows []demandRow
	err := db.NewRaw("SELECT text, lang, intent, found, count, first_at, last_at FROM demand WHERE text <> '' AND found IN ("+known+
		") ORDER BY count DESC, text, lang, intent, found LIMIT ?", limit).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("reading the questions asked: %w", database.Classify(err))
	}
	out := make([]Row, 0, len(rows))
	for _, r := range rows {
		first, err1 := provenance.ParseDate(r.FirstAt)
		last, err2 := provenance.ParseDate(r.LastAt)
		if err := errors.Join(err1, err2); err != nil {
			return nil, fmt.Errorf("reading the questions asked: %w", err)
		}
		out = append(out, Row{r.Text, i18n.Lang(r.Lang), r.Intent, r.Found != 0, r.Count, first, last})
	}
	return out, nil
}

func overflowDemand(ctx context.Context, db *database.DB) (int64, error) {
	var n int64
	err := db.NewRaw("SELECT count FROM demand WHERE text = '' AND intent = ?", overflowed.intent).Scan(ctx, &n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n, database.Classify(err)
}

func forgetDemand(ctx context.Context, db *database.DB, before time.Time) (int64, error) {
	res, err := db.NewRaw("DELETE FROM demand WHERE last_at < ?", before.UTC().Format(time.DateOnly)).Exec(ctx)
	if err != nil {
		return 0, fmt.Errorf("forgetting old questions: %w", database.Classify(err))
	}
	return res.RowsAffected()
}

func toDemandRow(k question, t tally) demandRow {
	day := func(n int64) string { return time.Unix(n*86400, 0).UTC().Format(time.DateOnly) }
	r := demandRow{Text: k.text, Lang: k.lang, Intent: k.intent, Count: t.n, FirstAt: day(t.first), LastAt: day(t.last)}
	if k.found {
		r.Found = 1
	}
	return r
}

func (r demandRow) question() question { return question{r.Text, r.Lang, r.Intent, r.Found != 0} }

func totalDemand(ctx context.Context, db *database.DB) ([]Total, error) {
	var rows []struct {
		Intent          string
		Yes, No         int64
		FirstAt, LastAt string
	}
	err := db.NewRaw(`SELECT intent, CAST(SUM(CASE WHEN found = 1 THEN count ELSE 0 END) AS BIGINT) AS yes, CAST(SUM(CASE WHEN found = 1 THEN 0 ELSE count END) AS BIGINT) AS no,
		MIN(first_at) AS first_at, MAX(last_at) AS last_at FROM demand WHERE text <> '' GROUP BY intent ORDER BY SUM(count) DESC, intent`).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("counting the questions asked: %w", database.Classify(err))
	}
	out := make([]Total, 0, len(rows))
	for _, r := range rows {
		first, err1 := provenance.ParseDate(r.FirstAt)
		last, err2 := provenance.ParseDate(r.LastAt)
		if err := errors.Join(err1, err2); err != nil {
			return nil, fmt.Errorf("counting the questions asked: %w", err)
		}
		out = append(out, Total{r.Intent, r.Yes, r.No, first, last})
	}
	return out, nil
}
