package facts

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"guichet/internal/database"
)

// What a Change did.
const (
	Entered   = "entered"
	Changed   = "changed"
	Withdrawn = "withdrawn"
)

// Change is one thing that a source began to say, says otherwise, or says no more.
type Change struct {
	Row
	What string
	At   time.Time // when the desk recorded it
}

// Changes returns what changed in the statements of the public kinds since each source was first read, the newest first, at most limit.
func (s *Store) Changes(ctx context.Context, limit int, kinds ...string) ([]Change, error) {
	marks, args := strings.TrimSuffix(strings.Repeat("?,", len(kinds)), ","), []any{}
	for _, k := range kinds {
		if strings.HasPrefix(k, RestrictedPrefix) {
			return nil, fmt.Errorf("%s is not public", k)
		}
		args = append(args, k)
	}
	rows, err := s.db.QueryContext(ctx, `SELECT source, kind, key, body, recorded_at, '' AS replaced_at FROM statement WHERE kind IN (`+marks+`)
		UNION ALL SELECT source, kind, key, body, recorded_at, replaced_at FROM statement_history WHERE kind IN (`+marks+`)
		ORDER BY 1, 2, 3, 5`, append(slices.Clone(args), args...)...)
	if err != nil {
		return nil, database.Classify(err)
	}
	defer rows.Close()
	type version struct {
		row      Row
		from, to string
	}
	var all []version
	first := map[string]string{}
	for rows.Next() {
		var v version
		var body string
		if err := rows.Scan(&v.row.Source, &v.row.Kind, &v.row.Key, &body, &v.from, &v.to); err != nil {
			return nil, err
		}
		v.row.Body = json.RawMessage(body)
		if f := first[v.row.Source]; f == "" || v.from < f {
			first[v.row.Source] = v.from
		}
		all = append(all, v)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	var out []Change
	add := func(v version, what, at string) error {
		t, err := database.ParseTime(at)
		out = append(out, Change{v.row, what, t})
		return err
	}
	for i, v := range all {
		same := func(j int) bool {
			return j >= 0 && j < len(all) && all[j].row.Source == v.row.Source && all[j].row.Kind == v.row.Kind && all[j].row.Key == v.row.Key
		}
		switch {
		case same(i-1) && all[i-1].to == v.from:
			err = add(v, Changed, v.from)
		case v.from != first[v.row.Source]:
			err = add(v, Entered, v.from)
		}
		if v.to != "" && (!same(i+1) || all[i+1].from != v.to) {
			err = add(v, Withdrawn, v.to)
		}
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(out, func(a, b Change) int { return cmp.Or(b.At.Compare(a.At), strings.Compare(a.Key, b.Key)) })
	return out[:min(len(out), limit)], nil
}
