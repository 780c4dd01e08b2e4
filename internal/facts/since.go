package facts

import (
	"context"
	"encoding/base64"
	"strings"
	"time"
	"unicode/utf8"

	"guichet/internal/database"
	"guichet/internal/errs"
)

// Step is one change of the statements, for programs that follow the desk.
type Step struct {
	Source, Kind, Key string
	At                time.Time
	What              string // Entered, Changed or Withdrawn
}

// MaxSteps bounds what Since returns at once.
const MaxSteps = 500

// Since returns what changed after since, the first reading of a source included, oldest first, at most limit of it, of the kinds named (all of the public
// ones when none is; restricted kinds are never told). cursor is "" or the
// next of an earlier call with the same since: the changes after that place. next is "" at the end. A cursor that is none is errs.Invalid.
func (s *Store) Since(ctx context.Context, since time.Time, kinds []string, cursor string, limit int) (steps []Step, next string, err error) {
	limit = min(max(limit, 1), MaxSteps)
	after := []string{database.Time(since), "", "", ""}
	if cursor != "" {
		raw, err := base64.RawURLEncoding.DecodeString(cursor)
		if err != nil || !utf8.Valid(raw) || strings.Count(string(raw), "\x00") != 3 {
			return nil, "", errs.New(errs.Invalid, "facts.bad-cursor").On("cursor")
		}
		after = strings.Split(string(raw), "\x00")
		if _, err := database.ParseTime(after[0]); err != nil {
			return nil, "", errs.New(errs.Invalid, "facts.bad-cursor").On("cursor")
		}
	}
	where, args := " WHERE kind NOT LIKE ? AND ", []any{database.Time(since), database.Time(since)}
	args = append(args, RestrictedPrefix+"%")
	if len(kinds) > 0 {
		where += "kind IN (?" + strings.Repeat(",?", len(kinds)-1) + ") AND "
		for _, k := range kinds {
			args = append(args, k)
		}
	}
	args = append(args, after[0], after[0], after[1], after[2], after[3], limit+1)
	rows, err := s.db.QueryContext(ctx, `SELECT source, kind, key, at, what FROM (
			SELECT source, kind, key, recorded_at AS at, CASE WHEN EXISTS (SELECT 1 FROM statement_history h
				WHERE h.source = statement.source AND h.kind = statement.kind AND h.key = statement.key) THEN 'changed' ELSE 'entered' END AS what
			FROM statement WHERE recorded_at > ?
			UNION ALL
			SELECT source, kind, key, max(replaced_at) AS at, 'withdrawn' AS what FROM statement_history
			WHERE replaced_at > ? AND NOT EXISTS (SELECT 1 FROM statement s
				WHERE s.source = statement_history.source AND s.kind = statement_history.kind AND s.key = statement_history.key)
			GROUP BY source, kind, key
		) AS c`+where+`(at > ? OR at = ? AND (source, kind, key) > (?, ?, ?))
		ORDER BY at, source, kind, key LIMIT ?`, args...)
	if err != nil {
		return nil, "", database.Classify(err)
	}
	defer rows.Close()
	for rows.Next() {
		var c Step
		var at string
		if err := rows.Scan(&c.Source, &c.Kind, &c.Key, &at, &c.What); err != nil {
			return nil, "", err
		}
		if len(steps) == limit {
			last := steps[limit-1]
			next = base64.RawURLEncoding.EncodeToString([]byte(strings.Join([]string{database.Time(last.At), last.Source, last.Kind, last.Key}, "\x00")))
			break
		}
		if c.At, err = database.ParseTime(at); err != nil {
			return nil, "", err
		}
		steps = append(steps, c)
	}
	return steps, next, rows.Err()
}
