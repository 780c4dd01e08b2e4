// Package lists reads the lists of the support contract: the two official ones, which are public, and the coordinators' table of the perimeter, which is not.
//
//	support-csv, support-page   names of covered software, one a line, or the column "logiciel" (or "nom", "name") of a CSV
//	perimeter                   columns "logiciel", "versions" (parted by commas or spaces), "critique" (oui/non)
//	coordinators                columns "organisme", "nom", "courriel"
//
// A CSV may part its fields with commas or semicolons; its text is UTF-8. The last two are kept as restricted statements (facts.Restricted), which no page,
// answer or API reads.
package lists

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/market"
	"guichet/internal/search"
	"guichet/internal/source"
)

// The formats.
var (
	SupportCSV   = source.Format{Name: market.SourceCSV, Help: "official CSV list of the support contract", Read: covered(market.SourceCSV, "csv")}
	SupportPage  = source.Format{Name: market.SourcePage, Help: "names of the support contract's page, one a line", Read: covered(market.SourcePage, "page")}
	Perimeter    = source.Format{Name: "perimeter", Help: "coordinators' table of covered versions and critical software, CSV, restricted", Read: perimeter}
	Coordinators = source.Format{Name: "coordinators", Help: "coordinators of the beneficiaries, CSV, restricted", Read: coordinators}
)

// Bounds of a list.
const (
	maxRows = 10_000
	maxCell = 300 // bytes
)

func covered(from, on string) func(context.Context, *source.Input) (facts.Import, error) {
	return func(ctx context.Context, in *source.Input) (facts.Import, error) {
		rows, err := read(ctx, in, [][]string{{"logiciel", "logiciels", "nom", "name", "software"}}, true)
		if err != nil {
			return facts.Import{}, err
		}
		c := source.Collect(in, from)
		for _, r := range rows {
			st := market.CoveredStatement{Name: r.cells[0], On: []string{on}, Source: "code-gouv-fr"}
			if err := c.Add(market.KindCovered, r.where(), st.Name, st.Name, st, r.problem()); err != nil {
				return facts.Import{}, err
			}
		}
		return c.Import(), nil
	}
}

func perimeter(ctx context.Context, in *source.Input) (facts.Import, error) {
	rows, err := read(ctx, in, [][]string{{"logiciel", "nom", "name", "software"}, {"version", "versions"}, {"critique", "critical"}}, false)
	if err != nil {
		return facts.Import{}, err
	}
	c := source.Collect(in, "perimeter")
	for _, r := range rows {
		p := market.Perimeter{Name: r.cells[0], Versions: strings.FieldsFunc(r.cells[1], func(x rune) bool { return x == ',' || x == '|' || x == ' ' || x == '\u00a0' })}
		problem := r.problem()
		switch search.Fold(r.cells[2]) {
		case "oui", "yes", "1", "x", "vrai", "true":
			p.Critical = true
		case "", "non", "no", "0", "faux", "false":
		default:
			problem = errs.New(errs.Invalid, "import.list-critical")
		}
		if err := c.Add(market.KindPerimeter, r.where(), p.Name, p.Name, p, problem); err != nil {
			return facts.Import{}, err
		}
	}
	return c.Import(), nil
}

func coordinators(ctx context.Context, in *source.Input) (facts.Import, error) {
	rows, err := read(ctx, in, [][]string{{"organisme", "beneficiaire", "organisation"}, {"nom", "name"}, {"courriel", "email", "mail"}}, false)
	if err != nil {
		return facts.Import{}, err
	}
	c := source.Collect(in, "coordinators")
	for _, r := range rows {
		p := market.Coordinator{Organisation: r.cells[0], Name: r.cells[1], Email: r.cells[2]}
		if err := c.Add(market.KindCoordinator, r.where(), p.Organisation, p.Organisation, p, r.problem()); err != nil {
			return facts.Import{}, err
		}
	}
	return c.Import(), nil
}

type row struct {
	line  int
	cells []string
}

func (r row) where() string { return "line " + strconv.Itoa(r.line) }

func (r row) problem() error {
	for _, c := range r.cells {
		if len(c) > maxCell || strings.ContainsFunc(c, func(x rune) bool { return x < ' ' }) {
			return errs.New(errs.Invalid, "import.list-cell").With("max", maxCell)
		}
	}
	return nil
}

// read returns the wanted columns of every row whose first one is not empty. With plain set, a file without such a heading is a list of names.
func read(ctx context.Context, in *source.Input, columns [][]string, plain bool) ([]row, error) {
	var body []byte
	err := in.Each(ctx, []string{"csv", "txt"}, func(_ string, r io.Reader) error {
		var err error
		body, err = io.ReadAll(io.LimitReader(r, source.MaxSmall+1))
		return err
	})
	if err != nil {
		return nil, err
	}
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	if len(body) > source.MaxSmall || !utf8.Valid(body) {
		return nil, errs.New(errs.Invalid, "import.list-text")
	}
	head, _, _ := bytes.Cut(body, []byte("\n"))
	r := csv.NewReader(bytes.NewReader(body))
	r.FieldsPerRecord, r.TrimLeadingSpace, r.LazyQuotes = -1, true, true
	if bytes.Count(head, []byte(";")) > bytes.Count(head, []byte(",")) {
		r.Comma = ';'
	}
	var out []row
	var at []int
	for {
		record, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, errs.Wrap(err, errs.Invalid, "import.list-text")
		}
		line, _ := r.FieldPos(0)
		if at == nil {
			found := place(record, columns)
			if found != nil {
				at = found
				continue
			}
			if !plain {
				return nil, fmt.Errorf("%s: the first line must name the columns %s", in.Name, headings(columns))
			}
			at = []int{0}
		}
		cells := make([]string, len(at))
		for i, k := range at {
			if k < len(record) {
				cells[i] = strings.Join(strings.Fields(record[k]), " ")
			}
		}
		if cells[0] != "" {
			out = append(out, row{line, cells})
		}
		if len(out) > maxRows {
			return nil, errs.New(errs.Invalid, "import.list-text")
		}
	}
	return out, nil
}

// place returns where each column stands in the heading, or nil when one does not.
func place(head []string, columns [][]string) []int {
	var at []int
	for _, names := range columns {
		i := slices.IndexFunc(head, func(h string) bool { return slices.Contains(names, search.Fold(strings.TrimSpace(h))) })
		if i < 0 {
			return nil
		}
		at = append(at, i)
	}
	return at
}

func headings(columns [][]string) string {
	var out []string
	for _, c := range columns {
		out = append(out, c[0])
	}
	return strings.Join(out, ", ")
}
