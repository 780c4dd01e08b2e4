package cli

import (
	"time"

	"guichet/internal/desk"
	"guichet/internal/facts"
	"guichet/internal/fetch"
	"guichet/internal/ospo"
)

// NewRegistrations returns the service that takes in offices, which asks the domains of strangers under the rules of package fetch.
func NewRegistrations(d *desk.Service, store *facts.Store) *ospo.Registrations {
	return &ospo.Registrations{Desk: d, Facts: store, Now: time.Now, Fetch: fetch.New(fetch.Options{Agent: "guichet/" + Version(), Timeout: 10 * time.Second, MaxBytes: 64 << 10, Redirects: 3})}
}

type caseAcceptCmd struct {
	Common
	Number   string `arg:"" help:"Number of the case."`
	Unproven bool   `help:"Accept without a proof of ownership: the office is known by other means."`
}

// Run lets an office into the directory.
func (c *caseAcceptCmd) Run(env *Env) error {
	return withRegistrations(env, c.Common, func(r *ospo.Registrations) (desk.Case, error) { return r.Accept(env.Ctx, c.Number, c.Unproven) })
}

type caseRefuseCmd struct {
	Common
	Number string `arg:"" help:"Number of the case."`
	Reason string `arg:"" help:"Why, in words for the person who sent it."`
}

// Run refuses a registration.
func (c *caseRefuseCmd) Run(env *Env) error {
	return withRegistrations(env, c.Common, func(r *ospo.Registrations) (desk.Case, error) { return r.Refuse(env.Ctx, c.Number, c.Reason) })
}

func withRegistrations(env *Env, c Common, f func(*ospo.Registrations) (desk.Case, error)) error {
	dsn, err := c.DSN()
	if err != nil {
		return err
	}
	db, store, err := OpenStore(env.Ctx, dsn, c.Logger(env.Stderr))
	if err != nil {
		return err
	}
	defer db.Close()
	x, err := f(NewRegistrations(desk.New(db, time.Now), store))
	if err != nil {
		return err
	}
	printCase(env, x)
	return nil
}
