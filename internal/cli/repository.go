package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"time"

	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/procurement"
	"guichet/internal/provenance"
	"guichet/internal/readiness"
	start "guichet/internal/source/starter"
	"guichet/starter"
)

// checkRepositoryCmd says whether a repository is ready to be published.
type checkRepositoryCmd struct {
	Dir      string        `arg:"" placeholder:"DIR" help:"The folder of the repository. With git, the files that git keeps are read, and its history."`
	JSON     bool          `name:"json" help:"Write the report as JSON."`
	SARIF    bool          `name:"sarif" help:"Write the findings as SARIF 2.1.0, which forges show beside the code."`
	Markdown bool          `help:"Write the report as Markdown."`
	Badge    string        `placeholder:"FILE" help:"Also draw the score as a picture (SVG) in this file."`
	Within   time.Duration `default:"60s" help:"Stop after this time, and say what was not read."`
}

// Run examines the folder; nothing of it is run or sent.
func (c *checkRepositoryCmd) Run(env *Env) error {
	tree, err := readiness.OpenFolder(c.Dir)
	if err != nil {
		return fmt.Errorf("%w: give the folder of a repository", err)
	}
	defer tree.Close()
	set, err := starterLicences(env.Ctx)
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(env.Ctx, c.Within)
	defer stop()
	r := readiness.Examine(ctx, tree, set)
	if c.Badge != "" {
		var b bytes.Buffer
		if err := r.Badge(&b, env.Lang); err != nil {
			return err
		}
		if err := os.WriteFile(c.Badge, b.Bytes(), 0o644); err != nil { //nolint:gosec // a picture for a page
			return err
		}
	}
	switch {
	case c.JSON:
		err = r.JSON(env.Stdout, env.Lang)
	case c.SARIF:
		err = r.SARIF(env.Stdout, env.Lang, Version())
	case c.Markdown:
		err = r.Markdown(env.Stdout, env.Lang)
	default:
		c.write(env, r)
	}
	if err == nil && !r.Full() {
		return errFindings
	}
	return err
}

func (c *checkRepositoryCmd) write(env *Env, r *readiness.Report) {
	say := func(key string, args map[string]any) string { return i18n.T(env.Lang, key, args) }
	for _, x := range r.Checks {
		fmt.Fprintf(env.Stdout, "%2d/%-2d %s: %s\n", x.Points, x.Weight, say(x.Title(), nil), say(x.State.Label(), nil))
		for _, f := range x.Findings {
			at := ""
			if f.Path != "" {
				at = f.At() + ": "
			}
			fmt.Fprintf(env.Stdout, "      %s%s\n", at, f.In(env.Lang))
		}
		if x.More > 0 {
			fmt.Fprintf(env.Stdout, "      %s\n", say("readiness.more", map[string]any{"count": x.More}))
		}
		if len(x.Findings) > 0 {
			fmt.Fprintf(env.Stdout, "      -> %s\n", say(x.Mend(), nil))
		}
	}
	if r.Partial {
		fmt.Fprintln(env.Stdout, say("readiness.partial", nil))
	}
	fmt.Fprintln(env.Stdout, r.Line(env.Lang))
}

// starterLicences are the licences that the program comes with, for commands that open no database.
func starterLicences(ctx context.Context) (*procurement.Set, error) {
	imp, err := start.Read(ctx, starter.Data())
	if err != nil {
		return nil, err
	}
	rows := make([]facts.Row, len(imp.Statements))
	for i, st := range imp.Statements {
		rows[i] = facts.Row{Source: imp.Source, Statement: st}
	}
	return procurement.Build(rows, provenance.Sources{})
}
