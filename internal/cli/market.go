package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"guichet/internal/catalog"
	"guichet/internal/desk"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/market"
	"guichet/internal/provenance"
	"guichet/internal/sheet"
)

// bulletin says, before a new official list of the support contract is taken, what it changes. Other imports have none.
func bulletin(env *Env, store *facts.Store, imp facts.Import) error {
	on := map[string]string{market.SourceCSV: "csv", market.SourcePage: "page"}[imp.Source]
	if on == "" {
		return nil
	}
	rows, _, err := store.All(env.Ctx)
	if err != nil {
		return err
	}
	before, err := marketOf(rows)
	if err != nil {
		return err
	}
	rows = slices.DeleteFunc(rows, func(r facts.Row) bool { return r.Source == imp.Source })
	for _, st := range imp.Statements {
		rows = append(rows, facts.Row{Source: imp.Source, Statement: st})
	}
	after, err := marketOf(rows)
	if err != nil {
		return err
	}
	market.Compare(before, after, on).Write(env.Stdout)
	return nil
}

func marketOf(rows []facts.Row) (*market.Set, error) {
	cat, err := catalog.Build(rows, provenance.Sources{})
	if err != nil {
		return nil, err
	}
	return market.Build(rows, provenance.Sources{}, cat)
}

// gapsCmd exports the gap requests.
type gapsCmd struct {
	Common
	Out string `placeholder:"FILE" help:"Write to this file, .csv or .ods. Default: CSV on the standard output."`
}

// Run writes one row a demand, the most organisations first.
func (c *gapsCmd) Run(env *Env) error {
	return withDesk(env, c.Common, func(s *desk.Service, _ *desk.Demand) error {
		gaps, err := s.Gaps(env.Ctx)
		if err != nil {
			return err
		}
		return c.write(env, gapTable(env.Lang, gaps))
	})
}

func gapTable(lang i18n.Lang, gaps []desk.GapDemand) sheet.Table {
	t := sheet.Table{Name: i18n.T(lang, "gaps.title", nil)}
	for _, k := range []string{"software", "version", "cases", "organisations", "detail", "first", "last"} {
		t.Columns = append(t.Columns, i18n.T(lang, "gaps."+k, nil))
	}
	day := func(t time.Time) sheet.Cell { return sheet.Date(t.Year(), int(t.Month()), t.Day()) }
	for _, g := range gaps {
		named, detail := 0, []string{}
		for _, o := range g.Organisations {
			if o.Name != "" {
				named++
			}
			detail = append(detail, fmt.Sprintf("%s (%d)", cmp.Or(o.Name, "?"), o.Cases))
		}
		t.Rows = append(t.Rows, []sheet.Cell{sheet.Text(g.Software), sheet.Text(g.Version), sheet.Int(g.Cases), sheet.Int(named), sheet.Text(strings.Join(detail, ", ")), day(g.First), day(g.Last)})
	}
	return t
}

func (c *gapsCmd) write(env *Env, t sheet.Table) error {
	if c.Out == "" {
		return sheet.WriteCSV(env.Stdout, t)
	}
	var b bytes.Buffer
	var err error
	switch filepath.Ext(c.Out) {
	case ".csv":
		err = sheet.WriteCSV(&b, t)
	case ".ods":
		err = sheet.WriteODS(&b, t)
	default:
		return errors.New("--out: give a file whose name ends with .csv or .ods")
	}
	if err != nil {
		return err
	}
	return os.WriteFile(c.Out, b.Bytes(), 0o600)
}

// perimeterCmd lists what only staff may read.
type perimeterCmd struct {
	Common
}

// Run lists the covered versions and the coordinators.
func (c *perimeterCmd) Run(env *Env) error {
	dsn, err := c.DSN()
	if err != nil {
		return err
	}
	db, store, err := OpenStore(env.Ctx, dsn, c.Logger(env.Stderr))
	if err != nil {
		return err
	}
	defer db.Close()
	rows, err := store.Restricted(env.Ctx)
	if err != nil {
		return err
	}
	private, err := market.BuildPrivate(rows)
	if err != nil {
		return err
	}
	for _, p := range private.Perimeter {
		critical := ""
		if p.Critical {
			critical = "  critical"
		}
		fmt.Fprintf(env.Stdout, "%s: %s%s\n", p.Name, strings.Join(p.Versions, ", "), critical)
	}
	for _, p := range private.Coordinators {
		fmt.Fprintf(env.Stdout, "%s: %s <%s>\n", p.Organisation, p.Name, p.Email)
	}
	return nil
}
