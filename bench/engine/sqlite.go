package engine

import (
	"database/sql"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite"

	"guichet/bench/corpus"
	"guichet/internal/search"
)

// sqliteEngine is SQLite's FTS5 in a file, with its own ranking weighted 8, 5 and 1, prefixes indexed, and facets by GROUP BY. All words
// are asked for, then, when nothing has them all, any. FTS5 has no stems of French and no typo tolerance: queries with typing errors show
// what that costs.
type sqliteEngine struct {
	path string
	db   *sql.DB
}

const sqliteSchema = `
CREATE VIRTUAL TABLE docs USING fts5(title, names, text, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3 4');
CREATE TABLE about(rowid INTEGER PRIMARY KEY, id TEXT, kind TEXT, category TEXT, licence TEXT);`

func newSQLite(dir string, docs []*search.Document) (Engine, error) {
	path := filepath.Join(dir, "sqlite.db")
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(off)&_pragma=synchronous(off)&_pragma=cache_size(-262144)&_pragma=mmap_size(4294967296)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(sqliteSchema); err != nil {
		return nil, err
	}
	tx, err := db.Begin()
	if err != nil {
		return nil, err
	}
	doc, err := tx.Prepare("INSERT INTO docs(rowid, title, names, text) VALUES (?, ?, ?, ?)")
	if err != nil {
		return nil, err
	}
	about, err := tx.Prepare("INSERT INTO about VALUES (?, ?, ?, ?, ?)")
	if err != nil {
		return nil, err
	}
	for i, d := range docs {
		var texts []string
		for _, l := range d.Local {
			texts = append(texts, l.Text)
		}
		if _, err := doc.Exec(i, d.Title, strings.Join(d.Names, "\n"), strings.Join(texts, "\n")); err != nil {
			return nil, err
		}
		facets := map[string]string{}
		for _, f := range d.Facets {
			facets[f.Name] = f.Value
		}
		if _, err := about.Exec(i, ID(d), d.Kind, facets["category"], facets["licence"]); err != nil {
			return nil, err
		}
	}
	if _, err := tx.Exec("INSERT INTO docs(docs) VALUES ('optimize')"); err != nil {
		return nil, err
	}
	return &sqliteEngine{path, db}, tx.Commit()
}

func (e *sqliteEngine) Find(q corpus.Query) ([]string, error) {
	var words []string
	for _, w := range search.Words(q.Text) {
		words = append(words, `"`+strings.ReplaceAll(w, `"`, `""`)+`"`)
	}
	for _, join := range []string{" AND ", " OR "} {
		match := strings.Join(words, join) + "*"
		var total int
		if err := e.db.QueryRow("SELECT count(*) FROM docs WHERE docs MATCH ?", match).Scan(&total); err != nil {
			return nil, err
		}
		if total > 0 {
			return e.page(match)
		}
	}
	return nil, nil
}

// page returns the best documents of match, and counts its facets.
func (e *sqliteEngine) page(match string) ([]string, error) {
	rows, err := e.db.Query(`SELECT about.id, highlight(docs, 0, '<b>', '</b>'), snippet(docs, 2, '<b>', '</b>', '…', 30)
		FROM docs JOIN about ON about.rowid = docs.rowid WHERE docs MATCH ? AND rank MATCH 'bm25(8, 5, 1)' ORDER BY rank LIMIT ?`, match, Page)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id, title, snippet string
		if err := rows.Scan(&id, &title, &snippet); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for _, f := range Facets {
		if err := e.count(f, match); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

func (e *sqliteEngine) count(facet, match string) error {
	rows, err := e.db.Query("SELECT about."+facet+", count(*) FROM docs JOIN about ON about.rowid = docs.rowid WHERE docs MATCH ? GROUP BY 1 ORDER BY 2 DESC", match)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var value string
		var n int
		if err := rows.Scan(&value, &n); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (e *sqliteEngine) Disk() int64  { return size(e.path) }
func (e *sqliteEngine) Close() error { return e.db.Close() }
