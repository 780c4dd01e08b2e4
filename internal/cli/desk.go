package cli

import (
	"context"
	"log/slog"
	"runtime/debug"
	"time"

	"guichet/internal/address"
	"guichet/internal/database"
	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/snapshot"
	start "guichet/internal/source/starter"
	"guichet/starter"
)

// OpenStore opens the database, brings its schema up to date and loads the starter facts when this program's differ from those it holds. It is
// the same path for the running desk and for a command beside it.
func OpenStore(ctx context.Context, dsn string, log *slog.Logger) (*database.DB, *facts.Store, error) {
	db, err := database.Open(ctx, dsn)
	if err != nil {
		return nil, nil, err
	}
	store := facts.NewStore(db, time.Now)
	if err := db.Migrate(ctx); err != nil {
		db.Close()
		return nil, nil, err
	}
	if err := loadStarter(ctx, store, log); err != nil {
		db.Close()
		return nil, nil, err
	}
	return db, store, nil
}

func loadStarter(ctx context.Context, store *facts.Store, log *slog.Logger) error {
	digest, err := start.Digest(starter.Data())
	if err != nil {
		return err
	}
	done, err := store.Applied(ctx, start.Source, digest)
	if err != nil || done {
		return err
	}
	imp, err := start.Read(ctx, starter.Data())
	if err != nil {
		return err
	}
	report, err := store.Apply(ctx, imp, false)
	if errs.Is(err, errs.Internal) {
		// Another process may have loaded them at the same moment.
		if done, again := store.Applied(ctx, start.Source, digest); again == nil && done {
			return nil
		}
	}
	if err != nil {
		return err
	}
	debug.FreeOSMemory() // reading them took memory that the desk will not need again
	log.Info("starter facts loaded", "new", report.New, "changed", report.Changed, "withdrawn", report.Withdrawn, "took", report.Took.Round(time.Millisecond))
	return nil
}

// openSnapshot opens the desk's data for reading by one command.
func openSnapshot(ctx context.Context, c Common, log *slog.Logger) (*database.DB, *snapshot.Snapshot, error) {
	dsn, err := c.DSN()
	if err != nil {
		return nil, nil, err
	}
	db, store, err := OpenStore(ctx, dsn, log)
	if err != nil {
		return nil, nil, err
	}
	h := snapshot.NewHolder(store, address.Of, log)
	if err := h.Renew(ctx); err != nil {
		db.Close()
		return nil, nil, err
	}
	return db, h.Current(), nil
}
