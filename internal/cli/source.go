package cli

import (
	"fmt"
	"net/netip"
	"slices"
	"time"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/fetch"
	"guichet/internal/source/watch"
)

// FetchSettings bound what is fetched from other machines.
type FetchSettings struct {
	FetchPrivate bool `help:"Also fetch from private networks and from any port: for a mirror of your own. Without it only public addresses are asked, on ports 80 and 443."`
}

// Client returns the client that fetches sources: a minute a try, three tries, bodies of at most watch.MaxBytes.
func (s FetchSettings) Client() *fetch.Client {
	o := fetch.Options{Agent: "guichet/" + Version(), Timeout: time.Minute, MaxBytes: watch.MaxBytes, Tries: 3, Backoff: 2 * time.Second}
	if s.FetchPrivate {
		o.AnyPort, o.Allow = true, func(netip.Addr) bool { return true }
	}
	return fetch.New(o)
}

// SourceSettings say which sources are read again by themselves.
type SourceSettings struct {
	FetchSettings
	Source []string `sep:"none" placeholder:"FORMAT EVERY ADDRESS" help:"Read this source again by itself while the desk is open, such as \"comptoir 1d https://example.org/export.json\"; NAME=FORMAT names it otherwise. Repeat for each source."`
}

// sourceCmd works with the watched sources.
type sourceCmd struct {
	List sourceListCmd `cmd:"" help:"List the watched sources: last try, last success, last error."`
	Run  sourceRunCmd  `cmd:"" help:"Read a watched source now."`
}

type sourceListCmd struct {
	Common
	SourceSettings
}

// Run lists the sources of the settings, and those that the desk watched before and that are set no more.
func (c *sourceListCmd) Run(env *Env) error {
	feeds, err := watch.ParseFeeds(c.Source)
	if err != nil {
		return err
	}
	return c.withStore(env, func(store *facts.Store) error {
		known, err := store.Watches(env.Ctx)
		if err != nil {
			return err
		}
		for _, f := range feeds {
			if !slices.ContainsFunc(known, func(w facts.Watch) bool { return w.Name == f.Name }) {
				known = append(known, facts.Watch{Name: f.Name, Format: f.Format.Name, Address: f.Address})
			}
		}
		failing := false
		for _, w := range known {
			every := "not set"
			if i := slices.IndexFunc(feeds, func(f watch.Feed) bool { return f.Name == w.Name }); i >= 0 {
				every = "every " + feeds[i].Every.String()
			}
			fmt.Fprintf(env.Stdout, "%-20s %-18s %-14s tried %-16s good %-16s %s\n", w.Name, w.Format, every, when(w.Tried), when(w.Succeeded), w.Address)
			if w.Failing() {
				failing = true
				fmt.Fprintf(env.Stdout, "  failing since %s, %d times: %s\n", when(w.FailingSince), w.Failures, w.Error)
			}
		}
		if failing {
			return errFindings
		}
		return nil
	})
}

func when(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.Format("2006-01-02 15:04")
}

type sourceRunCmd struct {
	Common
	SourceSettings
	Name string `arg:"" help:"Name of the source in the settings."`
}

// Run reads one source and prints the report of an import.
func (c *sourceRunCmd) Run(env *Env) error {
	feeds, err := watch.ParseFeeds(c.Source)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(feeds, func(f watch.Feed) bool { return f.Name == c.Name })
	if i < 0 {
		return errs.New(errs.NotFound, "source.unknown").With("name", c.Name)
	}
	return c.withStore(env, func(store *facts.Store) error {
		r := &watch.Runner{Store: store, Client: c.Client(), Feeds: feeds, Log: c.Logger(env.Stderr), Now: time.Now}
		report, err := r.Read(env.Ctx, feeds[i])
		if err != nil {
			return err
		}
		printReport(env.Stdout, report, false)
		if len(report.Refused) > 0 {
			return errFindings
		}
		return nil
	})
}

func (c Common) withStore(env *Env, f func(*facts.Store) error) error {
	dsn, err := c.DSN()
	if err != nil {
		return err
	}
	db, store, err := OpenStore(env.Ctx, dsn, c.Logger(env.Stderr))
	if err != nil {
		return err
	}
	defer db.Close()
	return f(store)
}
