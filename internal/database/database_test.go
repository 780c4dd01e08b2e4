package database_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/uptrace/bun"

	"guichet/internal/database"
	"guichet/internal/errs"
	"guichet/internal/testkit"
)

func TestMigrateTwice(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		if err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

func TestNewerSchemaIsRefused(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		if _, err := db.NewRaw("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, ?)", true).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := db.Migrate(t.Context()); !errs.Is(err, errs.Unavailable) {
			t.Fatalf("Migrate = %v, want unavailable", err)
		}
	})
}

func TestTxIsAllOrNothing(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		stop := errors.New("stop")
		err := db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
			if err := database.Bump(ctx, tx, "facts"); err != nil {
				return err
			}
			return stop
		})
		if !errors.Is(err, stop) {
			t.Fatalf("Tx = %v, want %v", err, stop)
		}
		if n, err := db.Revision(t.Context(), "facts"); err != nil || n != 0 {
			t.Fatalf("Revision = %d, %v; want 0", n, err)
		}
	})
}

// Every plain cause of a database that cannot be opened has its own message.
func TestOpenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte("this is a text, long enough to be read as the header of a database file, and it is not one\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ dsn, key string }{
		"a folder":          {dir, "database.is-folder"},
		"a missing folder":  {filepath.Join(dir, "no", "such.db"), "database.no-folder"},
		"not a database":    {text, "database.not-a-database"},
		"a bad address":     {"postgres://u:secret@host:notaport/x", "database.bad-address"},
		"nobody listens":    {"postgres://u:secret@127.0.0.1:1/x?connect_timeout=1", "database.unreachable"},
		"not a socket path": {"postgres:///x?host=/nonexistent", "database.unreachable"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := database.Open(t.Context(), c.dsn)
			all := errs.All(err)
			if len(all) != 1 || all[0].Key != c.key {
				t.Fatalf("Open = %v, want %s", err, c.key)
			}
		})
	}
}

// An SQLite file that was deleted under a running program takes no more writes: they would be acknowledged and lost.
func TestDeletedFileTakesNoWrites(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "gone.db")
	db, err := database.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := errors.Join(db.Migrate(t.Context()), db.Alive(t.Context())); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	err = db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error { return database.Bump(ctx, tx, "facts") })
	if !errs.Is(err, errs.Unavailable) || !errs.Is(db.Alive(t.Context()), errs.Unavailable) {
		t.Errorf("Tx = %v, want unavailable", err)
	}
}
