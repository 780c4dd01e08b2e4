package facts

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"guichet/internal/database"
)

// Watch is a source that is read again by itself, and how its last readings went. Its statements stay what the last good reading found.
type Watch struct {
	Name    string // in the settings
	Format  string
	Address string // of a document, or a path
	Source  string // the import source that its last good reading stated; empty before the first one
	ETag    string // of the copy of that reading, as its server gave it
	Changed string // the Last-Modified header of that copy

	Tried        time.Time // zero: never
	Succeeded    time.Time // zero: never
	FailingSince time.Time // of the first failure since the last success; zero: the last reading was good
	Error        string    // of the last reading; empty when it was good
	Failures     int       // one after another
	Due          time.Time // of the next reading
}

// Failing reports whether the last reading failed.
func (w Watch) Failing() bool { return w.Failures > 0 }

// Watch notes a source of the settings: one that is new is due at once. One whose format or address changed is due at once, too, and forgets its copy.
func (s *Store) Watch(ctx context.Context, name, format, address string) error {
	now := database.Time(s.now())
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewRaw(`INSERT INTO source_watch (name, format, address, source, etag, modified, tried_at, succeeded_at, failing_since, error, failures, due_at, claimed_until)
			VALUES (?, ?, ?, '', '', '', '', '', '', '', 0, ?, '')
			ON CONFLICT (name) DO UPDATE SET format = excluded.format, address = excluded.address, etag = '', modified = '', due_at = excluded.due_at
			WHERE source_watch.format <> excluded.format OR source_watch.address <> excluded.address`, name, format, address, now).Exec(ctx)
		return err
	})
}

// Watches returns all watched sources, by name.
func (s *Store) Watches(ctx context.Context) ([]Watch, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT name, format, address, source, etag, modified, tried_at, succeeded_at, failing_since, error, failures, due_at
		FROM source_watch ORDER BY name`)
	if err != nil {
		return nil, database.Classify(err)
	}
	defer rows.Close()
	var out []Watch
	for rows.Next() {
		var w Watch
		var tried, succeeded, failing, due string
		if err := rows.Scan(&w.Name, &w.Format, &w.Address, &w.Source, &w.ETag, &w.Changed, &tried, &succeeded, &failing, &w.Error, &w.Failures, &due); err != nil {
			return nil, err
		}
		if err := errors.Join(readTime(tried, &w.Tried), readTime(succeeded, &w.Succeeded), readTime(failing, &w.FailingSince), readTime(due, &w.Due)); err != nil {
			return nil, fmt.Errorf("watched source %s: %w", w.Name, err)
		}
		out = append(out, w)
	}
	return out, database.Classify(rows.Err())
}

func readTime(s string, to *time.Time) (err error) {
	if s != "" {
		*to, err = database.ParseTime(s)
	}
	return err
}

// Claim takes the right to read a watched source until the given time. It fails when another instance has it, or when due is set and the source is
// not due yet: one UPDATE decides, so that of several instances one reads.
func (s *Store) Claim(ctx context.Context, name string, until time.Time, due bool) (bool, error) {
	now := database.Time(s.now())
	claimed := false
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		latest := now
		if !due {
			latest = "9999"
		}
		res, err := tx.NewRaw("UPDATE source_watch SET claimed_until = ? WHERE name = ? AND claimed_until < ? AND due_at <= ?", database.Time(until), name, now, latest).Exec(ctx)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		claimed = n == 1
		return err
	})
	return claimed, err
}

// Settle stores how a reading went and gives the claim back. The facts' revision grows when the source begins or ceases to fail, so that pages say it.
func (s *Store) Settle(ctx context.Context, w Watch) error {
	stamp := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return database.Time(t)
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var before int
		if err := tx.NewRaw("SELECT failures FROM source_watch WHERE name = ?", w.Name).Scan(ctx, &before); err != nil {
			return err
		}
		_, err := tx.NewRaw(`UPDATE source_watch SET source = ?, etag = ?, modified = ?, tried_at = ?, succeeded_at = ?, failing_since = ?, error = ?, failures = ?, due_at = ?, claimed_until = ''
			WHERE name = ?`, w.Source, w.ETag, w.Changed, stamp(w.Tried), stamp(w.Succeeded), stamp(w.FailingSince), w.Error, w.Failures, stamp(w.Due), w.Name).Exec(ctx)
		if err != nil || before > 0 == w.Failing() {
			return err
		}
		return database.Bump(ctx, tx, RevisionName)
	})
}
