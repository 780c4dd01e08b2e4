package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"

	"guichet/internal/facts"
	"guichet/internal/fetch"
	"guichet/internal/provenance"
	"guichet/internal/source/formats"
	start "guichet/internal/source/starter"
	"guichet/internal/source/watch"
)

// importCmd imports facts.
type importCmd struct {
	Common
	FetchSettings
	Format  string `arg:"" help:"Format of the source: starter (a folder), ${formats}."`
	From    string `arg:"" placeholder:"FILE|URL" help:"File, folder or web address to read."`
	DryRun  bool   `help:"Count what would change and write nothing."`
	Checked string `placeholder:"DATE" help:"Date of the copy that is read (YYYY, YYYY-MM or YYYY-MM-DD), where the data itself has none. Default: the date of the file, or today for an address."`
}

// importMemory is the memory that an import strives to stay within, in bytes.
const importMemory = 240 << 20

// Run imports and prints a report; refused entries are findings.
func (c *importCmd) Run(env *Env) error {
	// An import allocates much and keeps little: near this bound, collecting garbage more often costs less than memory does.
	debug.SetMemoryLimit(importMemory)
	progress := newProgress(env.Stderr, c.Format)
	imp, err := c.read(env.Ctx, progress)
	if err != nil {
		return err
	}
	log := c.Logger(env.Stderr)
	dsn, err := c.DSN()
	if err != nil {
		return err
	}
	db, store, err := OpenStore(env.Ctx, dsn, log)
	if err != nil {
		return err
	}
	defer db.Close()
	progress.say("%d entries read, comparing with what is known", len(imp.Statements)+len(imp.Refused))
	if err := bulletin(env, store, imp); err != nil {
		return err
	}
	report, err := store.Apply(env.Ctx, imp, c.DryRun)
	if err != nil {
		return err
	}
	printReport(env.Stdout, report, c.DryRun)
	if len(report.Refused) > 0 {
		return errFindings
	}
	return nil
}

func (c *importCmd) read(ctx context.Context, p *progress) (facts.Import, error) {
	if c.Format == "starter" {
		if info, err := os.Stat(c.From); err != nil || !info.IsDir() {
			return facts.Import{}, fmt.Errorf("%s is not a folder: give the folder that holds sources.yaml and the other files", c.From)
		}
		return start.Read(ctx, os.DirFS(c.From))
	}
	format, ok := formats.Find(c.Format)
	if !ok {
		return facts.Import{}, fmt.Errorf("no importer for %q: the formats are starter, %s", c.Format, formats.Names())
	}
	in, _, _, err := watch.Open(ctx, c.Client(), c.From, fetch.Copy{}, time.Now())
	if err != nil {
		return facts.Import{}, err
	}
	if c.Checked != "" {
		if in.Checked, err = provenance.ParseDate(c.Checked); err != nil {
			return facts.Import{}, fmt.Errorf("--checked: %w", err)
		}
	}
	in.Progress = p.count
	return format.Read(ctx, in)
}

// progress tells how far a reading is, a line at most every second.
type progress struct {
	w    io.Writer
	name string
	last time.Time
}

func newProgress(w io.Writer, name string) *progress { return &progress{w, name, time.Now()} }

func (p *progress) say(format string, args ...any) {
	fmt.Fprintf(p.w, p.name+": "+format+"\n", args...)
}

func (p *progress) count(entries int) {
	if entries%100 == 0 && time.Since(p.last) > time.Second {
		p.last = time.Now()
		p.say("%d entries read", entries)
	}
}

// maxRefusals is how many refusals a report lists one by one.
const maxRefusals = 1000

func printReport(w io.Writer, r facts.Report, dry bool) {
	for i, x := range r.Refused {
		if i == maxRefusals {
			fmt.Fprintf(w, "refused: %d more\n", len(r.Refused)-i)
			break
		}
		fmt.Fprintf(w, "refused: %s %q: %s\n", x.Where, x.Name, x.Reason)
	}
	if r.Withdrawn > 0 {
		fmt.Fprintf(w, "withdrawn: %d entries that the source does not hold any more\n", r.Withdrawn)
	}
	if dry {
		fmt.Fprintln(w, "dry run: nothing was written")
	}
	fmt.Fprintf(w, "%s, in %s\n", r.Source, r.Took.Round(time.Millisecond))
	fmt.Fprintln(w, r)
}
