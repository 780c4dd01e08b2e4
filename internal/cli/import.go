package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"guichet/internal/facts"
	"guichet/internal/source/sill"
	start "guichet/internal/source/starter"
)

// importCmd imports facts.
type importCmd struct {
	Common
	Format string `arg:"" enum:"starter,sill-2022" help:"Format of the source: starter (a folder) or sill-2022 (a JSON file)."`
	From   string `arg:"" placeholder:"FILE" help:"File or folder to read."`
	DryRun bool   `help:"Count what would change and write nothing."`
}

// maxImport bounds what is read of one file, in bytes: the largest known export is 150 times smaller.
const maxImport = 64 << 20

// Run imports and prints a report; refused entries are findings.
func (c *importCmd) Run(env *Env) error {
	imp, err := c.read(env.Ctx)
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
	fmt.Fprintf(env.Stderr, "%s: %d entries read, comparing with what is known\n", c.Format, len(imp.Statements)+len(imp.Refused))
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

func (c *importCmd) read(ctx context.Context) (facts.Import, error) {
	switch c.Format {
	case "starter":
		if info, err := os.Stat(c.From); err != nil || !info.IsDir() {
			return facts.Import{}, fmt.Errorf("%s is not a folder: give the folder that holds sources.yaml and the other files", c.From)
		}
		return start.Read(ctx, os.DirFS(c.From))
	case "sill-2022":
		body, err := readFile(c.From)
		if err != nil {
			return facts.Import{}, err
		}
		return sill.Read(body)
	}
	return facts.Import{}, fmt.Errorf("no importer for %s", c.Format)
}

func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%w: give the path of a file that can be read", err)
	}
	defer f.Close()
	body, err := io.ReadAll(io.LimitReader(f, maxImport+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maxImport {
		return nil, errors.New(name + " is larger than 64 MiB: it is not an export of this format")
	}
	return body, nil
}

func printReport(w io.Writer, r facts.Report, dry bool) {
	for _, x := range r.Refused {
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
