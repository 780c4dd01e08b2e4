package cli

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"strings"

	"guichet/internal/address"
	"guichet/internal/export"
	"guichet/internal/i18n"
	"guichet/internal/snapshot"
)

// exportCmd writes the catalogue in a format of the field, or one of its lists as a table.
type exportCmd struct {
	Common
	Format  string `arg:"" help:"catalogi, catalogi-v2 or prestataires (JSON of the SILL); software-, products- or providers- and csv, ods or json (tables)."`
	Out     string `placeholder:"FILE" help:"File to write, in place of standard output. It is replaced whole or not at all."`
	Lang    string `default:"fr" enum:"fr,en" help:"Language of the tables."`
	BaseURL string `name:"base-url" default:"http://localhost:8080" placeholder:"URL" help:"Public address of the desk, for the links of the tables."`
}

// Run writes the export.
func (c *exportCmd) Run(env *Env) error {
	write, err := c.writer()
	if err != nil {
		return err
	}
	log := slog.New(slog.DiscardHandler)
	if c.Out != "" {
		log = c.Logger(env.Stderr)
	}
	db, snap, err := openSnapshot(env.Ctx, c.Common, log)
	if err != nil {
		return err
	}
	defer db.Close()
	if c.Out == "" {
		return buffered(env.Stdout, func(w io.Writer) error { return write(w, snap) })
	}
	var b bytes.Buffer
	if err := write(&b, snap); err != nil {
		return err
	}
	return replaceFile(c.Out, b.Bytes(), 0o644)
}

func (c *exportCmd) writer() (func(io.Writer, *snapshot.Snapshot) error, error) {
	lang := i18n.Parse(c.Lang)
	at := func(page string) func(string) string {
		return func(slug string) string { return strings.TrimSuffix(c.BaseURL, "/") + address.Of(lang, page, slug) }
	}
	bulk := map[string]func(io.Writer, *snapshot.Snapshot) error{
		"catalogi":     func(w io.Writer, s *snapshot.Snapshot) error { return export.Catalogi1(w, s.Catalog) },
		"catalogi-v2":  func(w io.Writer, s *snapshot.Snapshot) error { return export.Catalogi2(w, s.Catalog) },
		"prestataires": func(w io.Writer, s *snapshot.Snapshot) error { return export.Providers(w, s.Catalog) },
	}
	lists := map[string]func(*snapshot.Snapshot) export.List{
		"software": func(s *snapshot.Snapshot) export.List {
			return export.Software(lang, s.Catalog.Software, at("software"), s.Sources)
		},
		"products": func(s *snapshot.Snapshot) export.List {
			return export.Products(lang, s.Catalog.Products, at("product"), s.Sources)
		},
		"providers": func(s *snapshot.Snapshot) export.List {
			return export.ProviderList(lang, s.Catalog.Providers, at("provider"), s.Sources)
		},
	}
	for name, list := range lists {
		for format := range export.Types {
			bulk[name+"-"+format] = func(w io.Writer, s *snapshot.Snapshot) error { return list(s).Write(w, format) }
		}
	}
	if write, ok := bulk[c.Format]; ok {
		return write, nil
	}
	return nil, fmt.Errorf("no export %q: the formats are %s", c.Format, strings.Join(slices.Sorted(maps.Keys(bulk)), ", "))
}

func buffered(w io.Writer, write func(io.Writer) error) error {
	b := bufio.NewWriter(w)
	if err := write(b); err != nil {
		return err
	}
	return b.Flush()
}
