// Package database opens the desk's database, brings its schema up to date and runs transactions.
//
// Two engines, one SQL text: embedded SQLite by default, PostgreSQL when several instances share one desk. Every query of the program is
// written once and runs on both, and every storage test runs on both (package testkit). What that asks of the SQL: TEXT, BIGINT and
// INTEGER columns only, no automatic numbers, times as TEXT in RFC 3339, UTC, with nine decimals, so that they sort as they read.
package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"guichet/internal/errs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// TimeLayout is how a time is stored: it sorts as text.
const TimeLayout = "2006-01-02T15:04:05.000000000Z"

// Time returns t as it is stored.
func Time(t time.Time) string { return t.UTC().Format(TimeLayout) }

// ParseTime reads a stored time.
func ParseTime(s string) (time.Time, error) { return time.Parse(TimeLayout, s) }

// DB is an open database.
type DB struct {
	*bun.DB
	where string      // for messages: a path or a host, never a password
	file  os.FileInfo // of an SQLite database, as it was opened
}

// Open opens the database named by dsn: postgres://... or postgresql://... for PostgreSQL, otherwise the path of an SQLite file, which is
// made when it does not exist. It fails with errs.Unavailable and a message that says what to do.
func Open(ctx context.Context, dsn string) (*DB, error) {
	if IsPostgres(dsn) {
		return openPostgres(ctx, dsn)
	}
	return openSQLite(ctx, dsn)
}

// IsPostgres reports whether dsn names a PostgreSQL database.
func IsPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

func openPostgres(ctx context.Context, dsn string) (*DB, error) {
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		// The library's message may repeat the address, which may hold a password.
		return nil, errs.New(errs.Invalid, "database.bad-address").On("database")
	}
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = 5 * time.Second
	}
	db := &DB{DB: bun.NewDB(stdlib.OpenDB(*cfg), pgdialect.New()), where: fmt.Sprintf("%s:%d/%s", cfg.Host, cfg.Port, cfg.Database)}
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(8)
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, errs.Wrap(err, errs.Unavailable, "database.unreachable").With("where", db.where)
	}
	return db, nil
}

// openSQLite sets on every connection what one PRAGMA would set on one only: a write-ahead log, so that readers never wait for a
// writer; five seconds of patience for another process's write; foreign keys; and transactions that take the write lock at once,
// so that two of them cannot both start by reading and then block each other. What is erased is overwritten on disk too (secure_delete).
func openSQLite(ctx context.Context, path string) (*DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		abs = path
	}
	if err := writableFile(abs); err != nil {
		return nil, err
	}
	q := url.Values{
		"_pragma": {"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "secure_delete(1)"},
		"_txlock": {"immediate"},
	}
	pool, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: abs, RawQuery: q.Encode()}).String())
	if err != nil {
		return nil, errs.Wrap(err, errs.Unavailable, "database.unreachable").With("where", abs)
	}
	pool.SetMaxOpenConns(8)
	db := &DB{DB: bun.NewDB(pool, sqlitedialect.New()), where: abs}
	if _, err := db.ExecContext(ctx, "SELECT count(*) FROM sqlite_master"); err != nil {
		db.Close()
		return nil, classifyOpen(err, abs)
	}
	if db.file, err = os.Stat(abs); err != nil {
		db.Close()
		return nil, errs.Wrap(err, errs.Unavailable, "database.unreachable").With("where", abs)
	}
	return db, nil
}

// Alive reports whether the database answers and is still the one that was opened: an SQLite file that was deleted or replaced goes on taking writes
// that nobody will ever read.
func (db *DB) Alive(ctx context.Context) error {
	if db.file != nil {
		if now, err := os.Stat(db.where); err != nil || !os.SameFile(now, db.file) {
			return errs.Wrap(err, errs.Unavailable, "database.gone").With("where", db.where)
		}
	}
	if err := db.PingContext(ctx); err != nil {
		return errs.Wrap(err, errs.Unavailable, "database.write-failed")
	}
	return nil
}

// writableFile finds the plain causes of a file that cannot be opened, which SQLite all calls "unable to open database file".
func writableFile(path string) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return errs.New(errs.Unavailable, "database.is-folder").With("where", path)
	case err == nil:
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Stat(filepath.Dir(path)); err != nil {
			return errs.Wrap(err, errs.Unavailable, "database.no-folder").With("where", filepath.Dir(path))
		}
	case errors.Is(err, fs.ErrPermission):
		return errs.Wrap(err, errs.Unavailable, "database.not-permitted").With("where", path)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return errs.Wrap(err, errs.Unavailable, "database.not-permitted").With("where", path)
	}
	return f.Close()
}

func classifyOpen(err error, where string) error {
	if se, ok := errors.AsType[*sqlite.Error](err); ok {
		switch se.Code() & 0xff {
		case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
			return errs.Wrap(err, errs.Unavailable, "database.not-a-database").With("where", where)
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return errs.Wrap(err, errs.Unavailable, "database.locked").With("where", where)
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
			return errs.Wrap(err, errs.Unavailable, "database.not-permitted").With("where", where)
		case sqlite3.SQLITE_FULL:
			return errs.Wrap(err, errs.Unavailable, "database.full").With("where", where)
		}
	}
	return errs.Wrap(err, errs.Unavailable, "database.unreachable").With("where", where)
}

// Where names the database for messages: a path, or host and name. It never holds a password.
func (db *DB) Where() string { return db.where }

// Postgres reports whether the database is PostgreSQL.
func (db *DB) Postgres() bool { return db.Dialect().Name().String() == "pg" }

// Migrate brings the schema up to date; a schema newer than this program is refused, so that an old binary cannot damage it.
func (db *DB) Migrate(ctx context.Context) error {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	dialect := goose.DialectSQLite3
	if db.Postgres() {
		dialect = goose.DialectPostgres
	}
	p, err := goose.NewProvider(dialect, db.DB.DB, sub)
	if err != nil {
		return fmt.Errorf("reading the migrations: %w", err)
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return classifyOpen(err, db.where)
	}
	sources := p.ListSources()
	if want := sources[len(sources)-1].Version; have > want {
		return errs.New(errs.Unavailable, "database.newer").With("where", db.where)
	}
	if _, err := p.Up(ctx); err != nil {
		return classifyOpen(err, db.where)
	}
	return nil
}

// Tx runs f in one transaction: all of it, or nothing. An error of the driver that has a plain cause comes back with its kind.
func (db *DB) Tx(ctx context.Context, f func(ctx context.Context, tx bun.Tx) error) error {
	if db.file != nil {
		if err := db.Alive(ctx); err != nil {
			return err
		}
	}
	return Classify(db.RunInTx(ctx, nil, f))
}

// Classify gives an error of the driver its kind where people can do something about it, and leaves any other as it is.
func Classify(err error) error {
	if err == nil || errs.KindOf(err) != errs.Internal {
		return err
	}
	if se, ok := errors.AsType[*sqlite.Error](err); ok {
		switch se.Code() & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return errs.Wrap(err, errs.Unavailable, "database.busy")
		case sqlite3.SQLITE_FULL:
			return errs.Wrap(err, errs.Unavailable, "database.disk-full")
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
			return errs.Wrap(err, errs.Unavailable, "database.write-failed")
		}
	}
	if pe, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch pe.Code[:2] {
		case "40": // serialisation failure, deadlock
			return errs.Wrap(err, errs.Unavailable, "database.busy")
		case "08", "57": // the connection broke, or the server is stopping
			return errs.Wrap(err, errs.Unavailable, "database.write-failed")
		case "53": // disk full, out of memory, too many connections
			return errs.Wrap(err, errs.Unavailable, "database.disk-full")
		}
	}
	if broken(err) {
		return errs.Wrap(err, errs.Unavailable, "database.write-failed")
	}
	return err
}

// broken reports whether err is that of a connection that could not be made, or that ended.
func broken(err error) bool {
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if _, ok := errors.AsType[net.Error](err); ok && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	for _, end := range []error{driver.ErrBadConn, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed} {
		if errors.Is(err, end) {
			return true
		}
	}
	return strings.Contains(err.Error(), "conn closed") // pgx has no value for it
}

// IsUnique reports whether err is the refusal of a second row with the same key.
func IsUnique(err error) bool {
	if se, ok := errors.AsType[*sqlite.Error](err); ok {
		c := se.Code()
		return c == sqlite3.SQLITE_CONSTRAINT_UNIQUE || c == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	pe, ok := errors.AsType[*pgconn.PgError](err)
	return ok && pe.Code == "23505"
}

// Revision returns the number that grows with each change of the named kind of data; a reader that sees it grow renews its picture.
func (db *DB) Revision(ctx context.Context, name string) (int64, error) {
	var n int64
	err := db.NewRaw("SELECT value FROM revision WHERE name = ?", name).Scan(ctx, &n)
	return n, Classify(err)
}

// Bump makes the named revision grow, within the transaction that changed the data.
func Bump(ctx context.Context, tx bun.IDB, name string) error {
	_, err := tx.NewRaw("UPDATE revision SET value = value + 1 WHERE name = ?", name).Exec(ctx)
	return err
}
