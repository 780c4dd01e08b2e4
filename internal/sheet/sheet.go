// Package sheet writes tables as files that people open: CSV for programs, an OpenDocument spreadsheet (ODS) for offices.
//
// The CSV is that of RFC 4180: commas, UTF-8 without a byte order mark, lines that end with CR LF, a first row of column names. A text that a
// spreadsheet would take for a formula gets an apostrophe before it: what strangers typed must not run on the machine of whoever opens the
// file. The ODS needs no such guard, its cells say what they hold, and opens with accents and dates right whatever the machine's language is.
// Both files are a pure function of the table, so that a response made of them can be kept and compared.
package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
)

// The media types of the two files.
const (
	CSVType = "text/csv; charset=utf-8; header=present"
	ODSType = "application/vnd.oasis.opendocument.spreadsheet"
)

// Table is a table with a name and a row of column names.
type Table struct {
	Name    string // of the sheet in a spreadsheet; a CSV does not hold it
	Columns []string
	Rows    [][]Cell // as wide as Columns, or shorter: what is missing is empty
}

// kind is what a cell holds.
type kind uint8

const (
	text kind = iota
	number
	date
)

// Cell is one value. The zero Cell is empty.
type Cell struct {
	shown string
	url   string
	kind  kind
}

// Text returns a cell that holds s as it is.
func Text(s string) Cell { return Cell{shown: s} }

// Int returns a cell that holds a number, which a spreadsheet can add up.
func Int(n int) Cell { return Cell{shown: strconv.Itoa(n), kind: number} }

// Date returns a cell that holds a day, which a spreadsheet can sort. A date coarser than a day is a Text.
func Date(year, month, day int) Cell {
	return Cell{shown: fmt.Sprintf("%04d-%02d-%02d", year, month, day), kind: date}
}

// Link returns a text that leads to url in a spreadsheet. A CSV holds the text alone: give the address a column of its own where it matters.
func Link(s, url string) Cell { return Cell{shown: s, url: url} }

// WriteCSV writes the table. The error is that of w.
func WriteCSV(w io.Writer, t Table) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	record := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		record[i] = harmless(c)
	}
	if err := out.Write(record); err != nil {
		return err
	}
	for _, row := range t.Rows {
		clear(record)
		for i, c := range row[:min(len(row), len(record))] {
			record[i] = c.shown
			if c.kind == text {
				record[i] = harmless(c.shown)
			}
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// formulas are the characters with which spreadsheets begin a formula, their full-width forms among them.
const formulas = "=+-@\t\r\n＝＋－＠"

// harmless puts an apostrophe before a text that a spreadsheet would compute.
func harmless(s string) string {
	if rest := strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' }); strings.IndexAny(s, formulas) == 0 || strings.IndexAny(rest, formulas) == 0 {
		return "'" + s
	}
	return s
}
