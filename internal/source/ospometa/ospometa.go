// Package ospometa imports a register of Open Source Programme Offices in the format of fr-public-sector-ospo.yml, or of fr-ospos.json.
//
// A file that is not whole is refused whole, with the line; an office with a fault is refused by itself, with line, field and remedy.
package ospometa

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/ospo"
	"guichet/internal/provenance"
	"guichet/internal/source"
)

// Source is the name under which the register is imported; it is also the id of its provenance.
const Source = "ospometa"

// Register describes the source.
var Register = provenance.Source{
	ID: Source, Title: i18n.Text{Fr: "Registre public des OSPO", En: "Public register of OSPOs"}, Publisher: "DINUM",
	URL: "https://github.com/codegouvfr/codegouvfr-data", Licence: "etalab-2.0",
}

// Format is the format of the register.
var Format = source.Format{Name: Source, Help: "public register of OSPOs (YAML or JSON)", Read: func(ctx context.Context, in *source.Input) (facts.Import, error) {
	var imp facts.Import
	err := in.Each(ctx, []string{".yml", ".yaml", ".json"}, func(name string, r io.Reader) error {
		if imp.Source != "" {
			return errs.New(errs.Invalid, "import.too-many-files").With("n", 1)
		}
		body, err := source.Whole(name, r)
		if err != nil {
			return err
		}
		imp, err = Read(body, in.Checked)
		return err
	})
	imp.Source = Source
	return imp, err
}}

// Read reads a whole register. copied is the date of the copy that is read, which the file does not say itself.
func Read(body []byte, copied provenance.Date) (facts.Import, error) {
	imp := facts.Import{Source: Source}
	entries, problems, err := parse(body)
	if err != nil {
		return imp, err
	}
	named := map[string]bool{}
	for _, p := range problems {
		name := fmt.Sprint(p.Line, p.Entry)
		if !named[name] {
			imp.Refused = append(imp.Refused, facts.Refusal{Where: fmt.Sprintf("line %d", p.Line), Name: p.Entry, Reason: p.Err.Field + ": " + p.Err.In(i18n.English)})
		}
		named[name] = true
	}
	if len(entries) == 0 {
		return imp, nil
	}
	register := Register
	register.Checked = copied
	st, err := facts.New(provenance.KindSource, Source, copied, register)
	if err != nil {
		return imp, err
	}
	imp.Statements = append(imp.Statements, st)
	for _, e := range entries {
		e.Office.Source = Source
		st, err := facts.New(ospo.KindOffice, ospo.Same(e.Office.URL), copied, e.Office)
		if err != nil {
			return imp, err
		}
		imp.Statements = append(imp.Statements, st)
	}
	return imp, nil
}

func parse(body []byte) ([]ospo.Entry, []ospo.Problem, error) {
	if !bytes.HasPrefix(bytes.TrimSpace(body), []byte("[")) {
		return ospo.Parse(body)
	}
	offices, err := ospo.ParseJSON(body)
	if err != nil {
		return nil, nil, err
	}
	var entries []ospo.Entry
	var problems []ospo.Problem
	seen := map[string]int{}
	for i, o := range offices {
		faults := errs.All(o.Validate())
		if before, twice := seen[ospo.Same(o.URL)]; twice {
			faults = append(faults, errs.New(errs.Invalid, "ospo.twice").On("url").With("line", before))
		}
		seen[ospo.Same(o.URL)] = i + 1
		if len(faults) == 0 {
			entries = append(entries, ospo.Entry{Line: i + 1, Office: *o})
		}
		for _, e := range faults {
			problems = append(problems, ospo.Problem{Line: i + 1, Entry: o.URL, Err: e})
		}
	}
	return entries, problems, nil
}
