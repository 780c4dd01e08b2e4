// Package document writes a text as a file that people edit: Markdown, OpenDocument (ODT) and Office Open XML (DOCX).
//
// A Document is a title and blocks: headings, paragraphs, lists and tables, in one language. The three writers draw the same blocks, with named
// styles, so that whoever opens the file in LibreOffice or Word has an outline, headings that a screen reader announces and tables whose first row
// is marked as their header. The bytes depend on the Document alone: the same Document gives the same file, on every machine and at every moment.
//
// Text may come from strangers. What XML cannot hold becomes U+FFFD, every run of white space becomes one space, markup has no effect in any of the
// formats, and a link other than https, http or mailto is written as its text.
package document

import (
	"strings"
	"time"
)

// Media types of the three formats.
const (
	MarkdownType = "text/markdown; charset=utf-8"
	ODTType      = "application/vnd.oasis.opendocument.text"
	DOCXType     = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)

// Document is a text to be edited.
type Document struct {
	Lang    string // BCP 47: "fr"
	Title   string // first heading of the text, and title in its properties
	Subject string // one line for the properties
	Author  string
	Date    time.Time // of the text; never read from a clock
	Blocks  []Block
}

// Block is a Heading, a Paragraph, a List or a Table.
type Block interface{ block() }

// Heading opens a section. Level is 1 to 3; the title of the document stands above them.
type Heading struct {
	Level int
	Text  string
}

// Paragraph is one paragraph; a Note is set apart with a frame.
type Paragraph struct {
	Runs []Run
	Note bool
}

// List is a list of items, numbered when it is Ordered.
type List struct {
	Ordered bool
	Items   [][]Run
}

// Table is a table with a header row. Rows that are shorter than Columns are filled up, longer ones are cut.
type Table struct {
	Caption string
	Columns []string
	Rows    [][][]Run
}

// Run is a piece of text of one kind. URL makes a link of it.
type Run struct {
	Text         string
	Bold, Italic bool
	URL          string
}

func (Heading) block()   {}
func (Paragraph) block() {}
func (List) block()      {}
func (Table) block()     {}

// Text returns a paragraph's runs of plain text.
func Text(s string) []Run { return []Run{{Text: s}} }

// Plain returns a paragraph of plain text.
func Plain(s string) Paragraph { return Paragraph{Runs: Text(s)} }

// link returns the address of a run when it may be followed, and "" otherwise.
func (r Run) link() string {
	for _, scheme := range []string{"https://", "http://", "mailto:"} {
		if strings.HasPrefix(r.URL, scheme) && !strings.ContainsAny(r.URL, " \t\r\n<>\"") {
			return r.URL
		}
	}
	return ""
}

// depth returns the level of a heading within 1 to 3.
func (h Heading) depth() int { return min(max(h.Level, 1), 3) }

// cell returns the runs of a row at column i, none when the row is short.
func cell(row [][]Run, i int) []Run {
	if i < len(row) {
		return row[i]
	}
	return nil
}

// spaces folds every run of white space, no-break spaces apart, into one space. With keep, one space at either end stays: it parts two runs.
func spaces(s string, keep bool) string {
	out := strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\v' || r == '\f' }), " ")
	if !keep || s == "" {
		return out
	}
	if out == "" {
		return " "
	}
	if strings.ContainsRune(" \t\n\r", rune(s[0])) {
		out = " " + out
	}
	if strings.ContainsRune(" \t\n\r", rune(s[len(s)-1])) {
		out += " "
	}
	return out
}
