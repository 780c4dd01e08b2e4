package facts

import (
	"context"
	"encoding/json"

	"guichet/internal/database"
)

// RestrictedPrefix begins the kinds of statements that are not public. All never returns them.
const RestrictedPrefix = "restricted:"

// Restricted returns the statements that are not public, ordered by kind, source and key. It is for staff alone.
func (s *Store) Restricted(ctx context.Context) ([]Row, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT source, kind, key, checked, body FROM statement WHERE kind LIKE ? ORDER BY kind, source, key", RestrictedPrefix+"%")
	if err != nil {
		return nil, database.Classify(err)
	}
	defer rows.Close()
	var out []Row
	for rows.Next() {
		var r Row
		var checked, body string
		if err := rows.Scan(&r.Source, &r.Kind, &r.Key, &checked, &body); err != nil {
			return nil, err
		}
		r.Body = json.RawMessage(body)
		if err := r.Checked.UnmarshalText([]byte(checked)); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}
