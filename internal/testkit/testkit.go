// Package testkit gives tests real parts: databases of both engines, and the folder of real inputs when there is one.
//
// It is used from _test packages alone. What a machine lacks is skipped clearly; where GUICHET_TEST_ALL is set (the gate sets it), a
// missing part is a failure instead, so that a test can never be skipped by accident.
package testkit

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"guichet/internal/database"
)

// Missing skips the test because the machine lacks what it needs, or fails it where everything must be there.
func Missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("GUICHET_TEST_ALL") != "" {
		t.Fatalf("GUICHET_TEST_ALL is set and this machine lacks %s", what)
	}
	t.Skipf("this machine lacks %s", what)
}

// Data returns the folder of real inputs named by GUICHET_DATA, joined with the given elements, or skips the test.
func Data(t testing.TB, elem ...string) string {
	t.Helper()
	dir := os.Getenv("GUICHET_DATA")
	if dir == "" {
		t.Skip("GUICHET_DATA names no folder of real inputs")
	}
	return filepath.Join(append([]string{dir}, elem...)...)
}

// SQLite returns an empty, migrated SQLite database in the test's own folder.
func SQLite(t testing.TB) *database.DB {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "test.db"))
}

// Databases runs f on a migrated, empty database of each engine.
func Databases(t *testing.T, f func(t *testing.T, db *database.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		f(t, SQLite(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		f(t, Postgres(t))
	})
}

func open(t testing.TB, dsn string) *database.DB {
	t.Helper()
	ctx := context.Background()
	db, err := database.Open(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	return db
}
