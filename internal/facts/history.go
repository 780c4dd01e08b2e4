package facts

import (
	"context"
	"encoding/json"
	"time"

	"guichet/internal/database"
)

// Has reports whether a source makes a statement of that kind and key.
func (s *Store) Has(ctx context.Context, source, kind, key string) (bool, error) {
	var n int
	err := s.db.NewRaw("SELECT count(*) FROM statement WHERE source = ? AND kind = ? AND key = ?", source, kind, key).Scan(ctx, &n)
	return n > 0, database.Classify(err)
}

// Version is what a source said of a thing during some time.
type Version struct {
	Row
	From time.Time // when the desk recorded it
	To   time.Time // when it was replaced or withdrawn; zero for what holds now
}

// maxVersions bounds what History returns of one statement.
const maxVersions = 200

// History returns what a source has said of a thing, the newest first, what holds now included.
func (s *Store) History(ctx context.Context, source, kind, key string) ([]Version, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT checked, body, recorded_at, '' AS replaced_at FROM statement WHERE source = ? AND kind = ? AND key = ?
		UNION ALL SELECT checked, body, recorded_at, replaced_at FROM statement_history WHERE source = ? AND kind = ? AND key = ?
		ORDER BY 3 DESC, 4 DESC LIMIT ?`, source, kind, key, source, kind, key, maxVersions)
	if err != nil {
		return nil, database.Classify(err)
	}
	defer rows.Close()
	return versions(rows, source, kind, key)
}

type scanner interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
}

func versions(rows scanner, source, kind, key string) ([]Version, error) {
	var out []Version
	for rows.Next() {
		var checked, body, from, to string
		if err := rows.Scan(&checked, &body, &from, &to); err != nil {
			return nil, err
		}
		v := Version{Row: Row{Source: source, Statement: Statement{Kind: kind, Key: key, Body: json.RawMessage(body)}}}
		if err := v.Checked.UnmarshalText([]byte(checked)); err != nil {
			return nil, err
		}
		var err error
		if v.From, err = database.ParseTime(from); err != nil {
			return nil, err
		}
		if to != "" {
			if v.To, err = database.ParseTime(to); err != nil {
				return nil, err
			}
		}
		out = append(out, v)
	}
	return out, rows.Err()
}
