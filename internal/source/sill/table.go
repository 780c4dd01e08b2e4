package sill

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"guichet/internal/catalog"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/search"
	"guichet/internal/source"
)

// Table is the format of the tables of 2018, 2019 and 2020. Each is a source of its own, so that one does not withdraw another.
var Table = source.Format{Name: "sill-csv", Help: "SILL of 2018, 2019 or 2020, a CSV table", Read: ReadTable}

// table is one edition: its source and the date that it carries.
type table struct {
	source  string
	checked provenance.Date
	years   string
}

// The editions. The table called 2020 also names the year 2021 in its column of years, so that is its date.
var (
	table2020 = table{"sill-2020", provenance.Date{Year: 2021}, "2020-2021"}
	table2019 = table{"sill-2019", provenance.Date{Year: 2019}, "2019"}
	table2018 = table{"sill-2018", provenance.Date{Year: 2018}, "2018"}
)

// columns are the headings, folded and without spaces, under which the editions write one thing.
var columns = map[string][]string{
	"id": {"id"}, "name": {"nom", "logiciel"}, "function": {"fonction", "fonctionnalite"}, "status": {"statut"}, "parent": {"parent", "logicielparent"},
	"support": {"support"}, "wikidata": {"wikidata"}, "comptoir": {"comptoirdulibre"}, "licence": {"licence"}, "version": {"version"},
	"windows": {"winx86x64"}, "linux": {"linuxmimo"}, "android": {"android"},
}

// ReadTable reads a whole table.
func ReadTable(ctx context.Context, in *source.Input) (facts.Import, error) {
	var body []byte
	if in.IsFolder() {
		return facts.Import{}, fmt.Errorf("%s is a folder: give one table at a time", in.Name)
	}
	err := in.Each(ctx, nil, func(name string, r io.Reader) (err error) {
		body, err = source.Whole(name, r)
		return err
	})
	if err != nil {
		return facts.Import{}, err
	}
	rows, err := rowsOf(body)
	if err != nil {
		return facts.Import{}, err
	}
	t, err := editionOf(in.Name, rows.head, body)
	if err != nil {
		return facts.Import{}, err
	}
	c := source.Collect(in, t.source)
	c.Date(t.checked)
	about := provenance.Source{Publisher: "DISIC", URL: "https://github.com/DISIC/sill", Licence: "etalab-2.0",
		Title: i18n.Text{Fr: "Socle interministériel de logiciels libres " + t.years, En: "Inter-ministerial free software catalogue (SILL) " + t.years}}
	if err := c.Describe(about); err != nil {
		return facts.Import{}, err
	}
	for _, r := range rows.rows {
		st := r.statement()
		if err := c.Software(fmt.Sprintf("line %d", r.line), r.key(st), st); err != nil {
			return facts.Import{}, err
		}
	}
	if err := c.Distinct(); err != nil {
		return facts.Import{}, err
	}
	return c.Import(), nil
}

type row struct {
	line  int
	cells map[string]string
}

type sheet struct {
	head []string
	rows []row
}

// rowsOf reads the table. A row with more or fewer cells than the headings means that the file is damaged; a cut within the very last cell cannot
// be told, since the published table of 2018 ends without a line end.
func rowsOf(body []byte) (sheet, error) {
	r := csv.NewReader(bytes.NewReader(body))
	var s sheet
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			why := err.Error()
			if p, ok := errors.AsType[*csv.ParseError](err); ok {
				why = p.Err.Error()
			}
			return s, source.Damage(body, r.InputOffset(), why)
		}
		if s.head == nil {
			for _, h := range cells {
				s.head = append(s.head, heading(h))
			}
			continue
		}
		line, _ := r.FieldPos(0)
		x := row{line: line, cells: map[string]string{}}
		for column, names := range columns {
			for _, n := range names {
				if i := slices.Index(s.head, n); i >= 0 {
					x.cells[column] = blank(cells[i])
				}
			}
		}
		s.rows = append(s.rows, x)
	}
	return s, nil
}

// heading folds a heading: the editions write one heading with and without spaces, accents and hyphens.
func heading(h string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, search.Fold(h))
}

// blank empties a cell that says nothing: spreadsheets leave 0 and s.o. (sans objet) in empty cells. Slashes around a name mark an extension.
func blank(s string) string {
	s = strings.Join(strings.Fields(strings.Trim(strings.TrimSpace(s), "/")), " ")
	if s == "0" || s == "s.o." || s == "-" {
		return ""
	}
	return s
}

func editionOf(name string, head []string, body []byte) (table, error) {
	has := func(h string) bool { return slices.Contains(head, h) }
	switch {
	case has("id") && has("nom"):
		return table2020, nil
	// The tables of 2018 and 2019 have the same headings; that of 2018 writes them apart.
	case has("logiciel") && bytes.Contains(firstLine(body), []byte("LOGICIEL PARENT")):
		return table2018, nil
	case has("logiciel") && has("logicielparent"):
		return table2019, nil
	}
	return table{}, source.Damage(body, 0, name+" has the headings of no known edition")
}

func firstLine(body []byte) []byte {
	line, _, _ := bytes.Cut(body, []byte("\n"))
	return line
}

// key names a row within its edition: its id, or where it has none its name, and its parent for an extension.
func (r row) key(st catalog.SoftwareStatement) string {
	if id := r.cells["id"]; id != "" {
		return id
	}
	if st.Parent != "" {
		return st.Slug + "@" + source.SlugOf(st.Parent)
	}
	return st.Slug
}

func (r row) statement() catalog.SoftwareStatement {
	name := r.cells["name"]
	st := catalog.SoftwareStatement{
		Slug: source.SlugOf(name), Name: name, Parent: r.cells["parent"], MinVersion: version(r.cells["version"]), Status: statuses[r.cells["status"]],
		Support: strings.EqualFold(r.cells["support"], "oui"), IDs: map[string]string{},
	}
	for column, scheme := range map[string]string{"id": "sill", "wikidata": "wikidata", "comptoir": "comptoir"} {
		if id := r.cells[column]; id != "" {
			st.IDs[scheme] = strings.ToUpper(id) // one Wikidata id of 2020 begins with a small q
		}
	}
	if f := r.cells["function"]; f != "" {
		st.Function = i18n.Text{Fr: source.Function(capital(f))}
	}
	for _, p := range []string{"windows", "linux", "android"} {
		if v := r.cells[p]; v != "" && v != "n" {
			st.Platforms = append(st.Platforms, p)
		}
	}
	source.SetLicence(&st, r.cells["licence"])
	return st
}

// version leaves out what is no version: "Distribution" means the one that the system ships.
func version(s string) string {
	if strings.ContainsAny(s, "0123456789") && len(s) <= 20 {
		return s
	}
	return ""
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
