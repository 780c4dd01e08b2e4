// Package facts keeps what sources say: one statement for each thing that a source speaks of.
//
// Every fact of the desk, starter data and imports alike, comes in through Store.Apply and nowhere else. A source's statements replace
// those that it made before, in one transaction: after a crash either the old state or the new one is there. Nothing is overwritten
// for good: a replaced statement goes to the history. The package knows nothing of software or markets: a statement is a kind, a key
// and a JSON body that the feature of that kind reads; joining what several sources say of one thing is the feature's work.
package facts

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"guichet/internal/database"
	"guichet/internal/errs"
	"guichet/internal/provenance"
)

// RevisionName is the name of the revision that grows with each change of facts.
const RevisionName = "facts"

// Statement is what one source says of one thing.
type Statement struct {
	Kind    string          // "software", "product", "lot", ...; see the features
	Key     string          // stable name of the thing within its source and kind
	Checked provenance.Date // date of the copy of the source that was read
	Body    json.RawMessage
}

// New returns the statement of body, which must be a type of the feature that owns kind.
func New(kind, key string, checked provenance.Date, body any) (Statement, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return Statement{}, fmt.Errorf("%s %q: %w", kind, key, err)
	}
	return Statement{Kind: kind, Key: key, Checked: checked, Body: b}, nil
}

// digest is that of what is said; the date of the copy is compared by itself.
func (s Statement) digest() string {
	h := sha256.Sum256(s.Body)
	return hex.EncodeToString(h[:16])
}

// Refusal is an entry that an import did not take, and why.
type Refusal struct {
	Where  string // line or key in the source
	Name   string
	Reason string
}

// Import is everything that one source says, as one reading of it found it.
type Import struct {
	Source     string // stable name of the source: "starter", "sill-2022"
	Digest     string // of what was read; the same digest again means that nothing needs to be read
	Statements []Statement
	About      []Statement // that describe the source itself: stored with the others, not counted
	Refused    []Refusal
	Partial    bool // the source spoke of some things only: those that it does not mention stay
}

// Report counts what an import did.
type Report struct {
	Source                                   string
	Read, New, Changed, Unchanged, Withdrawn int
	Refused                                  []Refusal
	Took                                     time.Duration
}

// String is the report's last line, a contract with whoever reads it by program.
func (r Report) String() string {
	return fmt.Sprintf("read %d, new %d, changed %d, unchanged %d, refused %d", r.Read, r.New, r.Changed, r.Unchanged, len(r.Refused))
}

// Row is a stored statement.
type Row struct {
	Source string
	Statement
}

// Store keeps statements in the desk's database.
type Store struct {
	db  *database.DB
	now func() time.Time
}

// NewStore returns the store of db; now tells the time of recording.
func NewStore(db *database.DB, now func() time.Time) *Store { return &Store{db, now} }

// batch is how many rows one INSERT carries: 7 values a row stay far below the 32,766 that SQLite takes.
const batch = 500

// Apply replaces what the source said before by what it says now, all of it or nothing. With dry set, it counts and writes nothing.
// A statement that says the same under another date is unchanged: its date is renewed, and the history does not grow. Two statements of one
// kind and key are a defect of the importer and refused whole.
func (s *Store) Apply(ctx context.Context, imp Import, dry bool) (Report, error) {
	start := time.Now()
	report := Report{Source: imp.Source, Read: len(imp.Statements) + len(imp.Refused), Refused: imp.Refused}
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		known, err := stored(ctx, tx, imp.Source)
		if err != nil {
			return fmt.Errorf("reading what %s said before: %w", imp.Source, err)
		}
		// A source that suddenly has nothing, or mostly what cannot be used, is broken: its last good statements stay.
		if !imp.Partial && len(known) > 0 && len(imp.Statements) <= len(imp.Refused) {
			return errs.New(errs.Invalid, "import.empty").With("source", imp.Source).With("n", len(known))
		}
		d, err := differ(imp, known, &report)
		if err != nil || dry {
			return err
		}
		now := database.Time(s.now())
		if err := d.write(ctx, tx, imp.Source, now); err != nil {
			return err
		}
		if err := record(ctx, tx, imp, report, now); err != nil {
			return err
		}
		if d.empty() {
			return nil
		}
		return database.Bump(ctx, tx, RevisionName)
	})
	report.Took = time.Since(start)
	return report, err
}

type id struct{ kind, key string }

// state is what is known of a stored statement.
type state struct{ digest, checked string }

func stored(ctx context.Context, tx bun.Tx, source string) (map[id]state, error) {
	rows, err := tx.QueryContext(ctx, "SELECT kind, key, digest, checked FROM statement WHERE source = ?", source)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	known := map[id]state{}
	for rows.Next() {
		var k id
		var st state
		if err := rows.Scan(&k.kind, &k.key, &st.digest, &st.checked); err != nil {
			return nil, err
		}
		known[k] = st
	}
	return known, rows.Err()
}

// difference is what an import changes.
type difference struct {
	fresh []Statement     // to be written
	gone  []id            // to be moved to the history: replaced or withdrawn
	dated map[string][]id // said again under this date
}

func (d difference) empty() bool { return len(d.fresh)+len(d.gone)+len(d.dated) == 0 }

// differ compares an import with what is known and counts in the report; what describes the source itself is not counted.
func differ(imp Import, known map[id]state, report *Report) (difference, error) {
	d := difference{dated: map[string][]id{}}
	seen := make(map[id]bool, len(imp.Statements))
	compare := func(st Statement, fresh, changed, unchanged *int) error {
		k := id{st.Kind, st.Key}
		if seen[k] {
			return fmt.Errorf("%s states %s %q twice", imp.Source, st.Kind, st.Key)
		}
		seen[k] = true
		old, ok := known[k]
		switch {
		case !ok:
			*fresh++
			d.fresh = append(d.fresh, st)
		case old.digest != st.digest():
			*changed++
			d.gone = append(d.gone, k)
			d.fresh = append(d.fresh, st)
		default:
			*unchanged++
			if date := st.Checked.String(); date != old.checked {
				d.dated[date] = append(d.dated[date], k)
			}
		}
		return nil
	}
	for _, st := range imp.Statements {
		if err := compare(st, &report.New, &report.Changed, &report.Unchanged); err != nil {
			return d, err
		}
	}
	var uncounted int
	for _, st := range imp.About {
		if err := compare(st, &uncounted, &uncounted, &uncounted); err != nil {
			return d, err
		}
	}
	if imp.Partial {
		return d, nil
	}
	for k := range known {
		if !seen[k] {
			report.Withdrawn++
			d.gone = append(d.gone, k)
		}
	}
	return d, nil
}

func (d difference) write(ctx context.Context, tx bun.Tx, source, now string) error {
	for group := range slices.Chunk(d.gone, batch) {
		if err := retire(ctx, tx, source, group, now); err != nil {
			return err
		}
	}
	for date, ids := range d.dated {
		for group := range slices.Chunk(ids, batch) {
			where, args := among(source, group)
			if _, err := tx.NewRaw("UPDATE statement SET checked = ? WHERE "+where, append([]any{date}, args...)...).Exec(ctx); err != nil {
				return fmt.Errorf("renewing the dates of %s: %w", source, err)
			}
		}
	}
	for group := range slices.Chunk(d.fresh, batch) {
		if err := insert(ctx, tx, source, group, now); err != nil {
			return err
		}
	}
	return nil
}

// among returns the condition that names the given statements of a source, and its values.
func among(source string, ids []id) (string, []any) {
	args := make([]any, 0, 1+2*len(ids))
	args = append(args, source)
	for _, k := range ids {
		args = append(args, k.kind, k.key)
	}
	return "source = ? AND (kind, key) IN (VALUES (?, ?)" + strings.Repeat(", (?, ?)", len(ids)-1) + ")", args
}

func retire(ctx context.Context, tx bun.Tx, source string, ids []id, now string) error {
	where, args := among(source, ids)
	_, err := tx.NewRaw(`INSERT INTO statement_history (source, kind, key, checked, body, recorded_at, replaced_at)
		SELECT source, kind, key, checked, body, recorded_at, ? FROM statement WHERE `+where, append([]any{now}, args...)...).Exec(ctx)
	if err != nil {
		return fmt.Errorf("keeping the history of %s: %w", source, err)
	}
	if _, err = tx.NewRaw("DELETE FROM statement WHERE "+where, args...).Exec(ctx); err != nil {
		return fmt.Errorf("replacing what %s said before: %w", source, err)
	}
	return nil
}

func insert(ctx context.Context, tx bun.Tx, source string, rows []Statement, now string) error {
	var q strings.Builder
	q.WriteString("INSERT INTO statement (source, kind, key, checked, body, digest, recorded_at) VALUES ")
	args := make([]any, 0, 7*len(rows))
	for i, st := range rows {
		if i > 0 {
			q.WriteByte(',')
		}
		q.WriteString("(?,?,?,?,?,?,?)")
		args = append(args, source, st.Kind, st.Key, st.Checked.String(), string(st.Body), st.digest(), now)
	}
	if _, err := tx.NewRaw(q.String(), args...).Exec(ctx); err != nil {
		return fmt.Errorf("writing statements of %s: %w", source, err)
	}
	return nil
}

func record(ctx context.Context, tx bun.Tx, imp Import, r Report, now string) error {
	_, err := tx.NewRaw(`INSERT INTO import_run (source, ended_at, digest, read_count, new_count, changed, unchanged, withdrawn, refused)
		VALUES (?,?,?,?,?,?,?,?,?)`, imp.Source, now, imp.Digest, r.Read, r.New, r.Changed, r.Unchanged, r.Withdrawn, len(r.Refused)).Exec(ctx)
	return err
}

// Applied reports whether an import of the source with this digest was ever applied: what was taken once is not taken again by itself, so that
// what an operator imported over it since stays.
func (s *Store) Applied(ctx context.Context, source, digest string) (bool, error) {
	var n int
	err := s.db.NewRaw("SELECT count(*) FROM import_run WHERE source = ? AND digest = ?", source, digest).Scan(ctx, &n)
	return n > 0, database.Classify(err)
}

// Revision returns the number that grows with each change of facts.
func (s *Store) Revision(ctx context.Context) (int64, error) { return s.db.Revision(ctx, RevisionName) }

// All returns every public statement, ordered by kind, source and key, and the revision that they make up.
func (s *Store) All(ctx context.Context) ([]Row, int64, error) {
	var out []Row
	var revision int64
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := tx.NewRaw("SELECT value FROM revision WHERE name = ?", RevisionName).Scan(ctx, &revision); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, "SELECT source, kind, key, checked, body FROM statement WHERE kind NOT LIKE ? ORDER BY kind, source, key", RestrictedPrefix+"%")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var r Row
			var checked, body string
			if err := rows.Scan(&r.Source, &r.Kind, &r.Key, &checked, &body); err != nil {
				return err
			}
			r.Body = json.RawMessage(body)
			if err := r.Checked.UnmarshalText([]byte(checked)); err != nil {
				return err
			}
			out = append(out, r)
		}
		return rows.Err()
	})
	return out, revision, err
}

// Entry is a statement whose body was read as the type of its feature.
type Entry[T any] struct {
	Source  string // of the import, not of the value: see provenance.Mark
	Key     string
	Checked provenance.Date
	Value   T
}

// Decode reads the statements of one kind. A body that cannot be read is a defect of the program that wrote it.
func Decode[T any](rows []Row, kind string) ([]Entry[T], error) {
	n := 0
	for _, r := range rows {
		if r.Kind == kind {
			n++
		}
	}
	if n == 0 {
		return nil, nil
	}
	out := make([]Entry[T], 0, n) // a list that grows would leave several times its size behind
	for _, r := range rows {
		if r.Kind != kind {
			continue
		}
		e := Entry[T]{Source: r.Source, Key: r.Key, Checked: r.Checked}
		if err := json.Unmarshal(r.Body, &e.Value); err != nil {
			return nil, fmt.Errorf("%s %q of %s: %w", kind, r.Key, r.Source, err)
		}
		out = append(out, e)
	}
	return out, nil
}
