package cli

import (
	"fmt"
	"strings"
	"time"

	"guichet/internal/catalog"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/snapshot"
)

// matchCmd lets the office's staff settle what the joining of sources leaves open.
type matchCmd struct {
	List    matchListCmd    `cmd:"" help:"List doubtful matches, then the decisions that lead nowhere any more."`
	Settle  matchSettleCmd  `cmd:"" help:"Decide: the entry speaks of this software, or of none of those that were doubtful."`
	Decided matchDecidedCmd `cmd:"" help:"List the decisions that were made, with who made them and when."`
}

type matchListCmd struct {
	Common
	Source string `help:"Only entries of this source."`
}

// Run lists doubts; some left are findings.
func (c *matchListCmd) Run(env *Env) error {
	db, snap, err := openSnapshot(env.Ctx, c.Common, c.Logger(env.Stderr))
	if err != nil {
		return err
	}
	defer db.Close()
	found := 0
	for _, d := range doubts(snap) {
		if c.Source != "" && d.Source != c.Source {
			continue
		}
		found++
		slugs := make([]string, len(d.Candidates))
		for i, sw := range d.Candidates {
			slugs[i] = sw.Slug
		}
		fmt.Fprintf(env.Stdout, "%s %s %q  %s: %s\n", d.Source, d.Kind, d.Key, i18n.T(env.Lang, d.Reason, nil), strings.Join(slugs, ", "))
	}
	for _, d := range snap.Catalog.Decisions {
		if d.Dangles {
			found++
			fmt.Fprintf(env.Stdout, "%s %s %q  %s\n", d.Source, d.Kind, d.Key, i18n.T(env.Lang, "catalog.decision-dangles", map[string]any{"software": d.Software}))
		}
	}
	fmt.Fprintln(env.Stdout, i18n.T(env.Lang, "catalog.doubts", map[string]any{"n": found}))
	if found > 0 {
		return errFindings
	}
	return nil
}

func doubts(snap *snapshot.Snapshot) []catalog.Doubt {
	return append(append([]catalog.Doubt(nil), snap.Catalog.Doubts...), snap.Market.Doubts...)
}

type matchDecidedCmd struct{ Common }

// Run lists decisions.
func (c *matchDecidedCmd) Run(env *Env) error {
	db, snap, err := openSnapshot(env.Ctx, c.Common, c.Logger(env.Stderr))
	if err != nil {
		return err
	}
	defer db.Close()
	for _, d := range snap.Catalog.Decisions {
		to := d.Software
		if to == "" {
			to = "-"
		}
		fmt.Fprintf(env.Stdout, "%s  %s %s %q -> %s  %s  %s\n", d.Date, d.Source, d.Kind, d.Key, to, d.Author, d.Note)
	}
	return nil
}

type matchSettleCmd struct {
	Common
	Source string `arg:"" help:"Source of the entry, as match list shows it."`
	Key    string `arg:"" help:"Key of the entry, as match list shows it."`
	Kind   string `default:"software" enum:"software,covered" help:"Kind of the entry: software, or covered for a name of the support contract's lists."`
	To     string `name:"software" xor:"to" required:"" placeholder:"SLUG" help:"The sheet that the entry speaks of."`
	None   bool   `xor:"to" required:"" help:"The entry speaks of none of the sheets."`
	Author string `required:"" placeholder:"NAME" help:"Who decides."`
	Note   string `placeholder:"TEXT" help:"Why."`
}

// Run stores the decision as a fact, with its author and its day; a second one replaces the first, which stays in the history.
func (c *matchSettleCmd) Run(env *Env) error {
	log := c.Logger(env.Stderr)
	db, snap, err := openSnapshot(env.Ctx, c.Common, log)
	if err != nil {
		return err
	}
	defer db.Close()
	d := catalog.Decision{Source: c.Source, Kind: c.Kind, Key: c.Key, Author: c.Author, Date: provenance.Day(time.Now()), Note: c.Note}
	if !c.None {
		sw, err := snap.Catalog.BySlug(c.To)
		if err != nil {
			return err
		}
		d.Software = sw.Slug
	}
	if err := d.Validate(); err != nil {
		return err
	}
	store := facts.NewStore(db, time.Now)
	known, err := store.Has(env.Ctx, d.Source, d.Kind, d.Key)
	if err != nil {
		return err
	}
	if !known {
		return fmt.Errorf("%s has no entry %q of kind %s: guichet match list shows those that wait", d.Source, d.Key, d.Kind)
	}
	st, err := facts.New(catalog.KindDecision, d.ID(), d.Date, d)
	if err != nil {
		return err
	}
	report, err := store.Apply(env.Ctx, facts.Import{Source: catalog.DecisionSource, Statements: []facts.Statement{st}, Partial: true}, false)
	if err != nil {
		return err
	}
	fmt.Fprintln(env.Stdout, report)
	return nil
}
