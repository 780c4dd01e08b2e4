package cli

import (
	"fmt"
	"time"

	"guichet/internal/database"
	"guichet/internal/desk"
	"guichet/internal/errs"
	"guichet/internal/i18n"
)

// serveCmd opens the desk.
type serveCmd struct{ ServeSettings }

// Run serves until the program is told to stop.
func (c *serveCmd) Run(env *Env) error {
	return env.Serve(env.Ctx, c.ServeSettings, c.Logger(env.Stderr))
}

// migrateCmd brings the schema and the starter facts up to date without opening the desk.
type migrateCmd struct{ Common }

// Run migrates.
func (c *migrateCmd) Run(env *Env) error {
	dsn, err := c.DSN()
	if err != nil {
		return err
	}
	db, _, err := OpenStore(env.Ctx, dsn, c.Logger(env.Stderr))
	if err != nil {
		return err
	}
	defer db.Close()
	fmt.Fprintln(env.Stdout, db.Where(), "is up to date")
	return nil
}

// versionCmd prints the version.
type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(env *Env) error {
	fmt.Fprintln(env.Stdout, "guichet", Version())
	return nil
}

// caseCmd lets the office's staff work on cases until they have pages of their own.
type caseCmd struct {
	List   caseListCmd   `cmd:"" help:"List cases, the newest first."`
	Show   caseShowCmd   `cmd:"" help:"Show one case with all that happened to it."`
	Reply  caseWriteCmd  `cmd:"" help:"Answer the person who opened the case; they read it on their tracking page."`
	Ask    caseWriteCmd  `cmd:"" help:"Ask that person something; the case then waits for them."`
	Note   caseWriteCmd  `cmd:"" help:"Add a note that only staff can read."`
	Close  caseShowCmd   `cmd:"" help:"Close the case."`
	Accept caseAcceptCmd `cmd:"" help:"Accept the registration of an OSPO: it enters the directory."`
	Refuse caseRefuseCmd `cmd:"" help:"Refuse the registration of an OSPO, with the reason."`
}

type caseListCmd struct {
	Common
	Status string `enum:",received,answered,waiting,closed,erased" default:"" help:"Only cases in this state."`
	Limit  int    `default:"50" help:"How many."`
}

// Run lists cases.
func (c *caseListCmd) Run(env *Env) error {
	return withDesk(env, c.Common, func(d *desk.Service, _ *desk.Demand) error {
		cases, err := d.List(env.Ctx, desk.Filter{Status: desk.Status(c.Status), Limit: c.Limit})
		if err != nil {
			return err
		}
		for _, x := range cases {
			fmt.Fprintf(env.Stdout, "%s  %s  %-9s  %-12s  %s\n", x.Number, x.OpenedAt.Format("2006-01-02 15:04"), x.Status, x.Topic, x.Subject)
		}
		return nil
	})
}

type caseShowCmd struct {
	Common
	Number string `arg:"" help:"Number of the case, such as GL-2026-000123."`
}

// Run shows a case, or closes it when it was called as "case close".
func (c *caseShowCmd) Run(env *Env, path casePath) error {
	return withDesk(env, c.Common, func(d *desk.Service, _ *desk.Demand) error {
		get := d.Get
		if path == "close" {
			get = d.Close
		}
		x, err := get(env.Ctx, c.Number)
		if err != nil {
			return err
		}
		printCase(env, x)
		return nil
	})
}

// casePath is the name of the case command that was called.
type casePath string

type caseWriteCmd struct {
	Common
	Number string `arg:"" help:"Number of the case, such as GL-2026-000123."`
	Text   string `arg:"" help:"What to write."`
}

// Run writes to a case.
func (c *caseWriteCmd) Run(env *Env, path casePath) error {
	return withDesk(env, c.Common, func(d *desk.Service, _ *desk.Demand) error {
		write := d.Reply
		switch path {
		case "ask":
			write = d.Ask
		case "note":
			write = d.Note
		}
		x, err := write(env.Ctx, c.Number, c.Text)
		if err != nil {
			return err
		}
		printCase(env, x)
		return nil
	})
}

func printCase(env *Env, c desk.Case) {
	w := env.Stdout
	fmt.Fprintf(w, "%s  %s  %s\n%s\n", c.Number, c.Status, i18n.T(env.Lang, c.Topic.Label(), nil), c.Subject)
	if c.Email != "" || c.Organisation != "" {
		fmt.Fprintln(w, c.Email, c.Organisation)
	}
	fmt.Fprintf(w, "\n%s\n", c.Message)
	for _, e := range c.Events {
		fmt.Fprintf(w, "\n%s  %s %s\n", e.At.Format("2006-01-02 15:04"), i18n.T(env.Lang, e.Kind.Label(), nil), e.Status)
		if e.Text != "" {
			fmt.Fprintln(w, e.Text)
		}
		for _, a := range e.Answers {
			fmt.Fprintf(w, "  %s  %s\n", a.Title, a.URL)
		}
	}
}

// demandCmd lists what people asked.
type demandCmd struct {
	Common
	Unknown bool `help:"Only questions that the desk could not answer."`
	Limit   int  `default:"50" help:"How many."`
}

// Run lists questions, the most asked first.
func (c *demandCmd) Run(env *Env) error {
	return withDesk(env, c.Common, func(_ *desk.Service, d *desk.Demand) error {
		rows, err := d.Top(env.Ctx, c.Unknown, c.Limit)
		if err != nil {
			return err
		}
		for _, r := range rows {
			fmt.Fprintf(env.Stdout, "%6d  %-10s  %-5t  %s\n", r.Count, r.Intent, r.Found, r.Text)
		}
		return nil
	})
}

func withDesk(env *Env, c Common, f func(*desk.Service, *desk.Demand) error) error {
	dsn, err := c.DSN()
	if err != nil {
		return err
	}
	db, err := database.Open(env.Ctx, dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.Migrate(env.Ctx); err != nil {
		return err
	}
	err = f(desk.New(db, time.Now), desk.NewDemand(db, time.Now))
	if err != nil && len(errs.All(err)) == 0 {
		return fmt.Errorf("working on the desk's cases: %w", err)
	}
	return err
}
