package content

import (
	"bytes"
	"io"
	"unicode/utf8"
)

// Bounds of a body, well above what any page needs.
const (
	maxMarkers = 60      // list and quotation marks at the start of a line
	maxCells   = 200_000 // cells of all tables together
	maxNotes   = 5_000   // references to footnotes
	maxLinks   = 2e9     // sum over paragraphs of links × bytes: the end of each may be searched through the whole paragraph
	maxIndent  = 200     // spaces before a list mark
)

// readAtMost reads r and at most one byte more than limit.
func readAtMost(r io.Reader, limit int64) ([]byte, error) {
	return io.ReadAll(io.LimitReader(r, limit+1))
}

// clean returns the bytes of a file as text: a byte order mark and carriage returns go, a wrong encoding is mended, and what is no
// text becomes U+FFFD. Each is reported at its first line.
func (src *source) clean(b []byte) []byte {
	if bytes.IndexByte(b, '\r') >= 0 {
		b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
		b = bytes.ReplaceAll(b, []byte("\r"), []byte("\n"))
	}
	fixed, damaged, line, lost := Repair(b)
	if damaged {
		if !bytes.Equal(fixed, b) {
			src.r.warn(line, "encoding")
		}
		if lost > 0 {
			src.r.warn(line, "encoding-lost", "count", lost)
		}
		b = fixed
	} else if i := bytes.Index(b, []byte("\ufffd")); i >= 0 {
		src.r.warn(lineAt(b, i), "replacement")
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if i := firstInvalid(b); i >= 0 {
		src.r.warn(lineAt(b, i), "bytes-invalid")
		b = bytes.ToValidUTF8(b, []byte("\ufffd"))
	}
	if i := bytes.IndexByte(b, 0); i >= 0 {
		src.r.warn(lineAt(b, i), "bytes-nul")
		b = bytes.ReplaceAll(b, []byte{0}, []byte("\ufffd"))
	}
	if bytes.IndexFunc(b, isControl) >= 0 {
		b = bytes.Map(func(r rune) rune {
			if isControl(r) {
				return ' '
			}
			return r
		}, b)
	}
	return b
}

// isControl reports whether r is a control character that HTML forbids.
func isControl(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7F }

// lineAt returns the line, from 1, of the byte i of b.
func lineAt(b []byte, i int) int { return 1 + bytes.Count(b[:i], []byte("\n")) }

// firstInvalid returns the position of the first byte that is not UTF-8, or -1.
func firstInvalid(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// tooHard reports the line, from 0, on which a body asks for more work than any page is worth. goldmark takes a time and a room that
// grow with the square of the nesting of lists and quotations, and fills every row of a table up to the width of its header.
func tooHard(body []byte) (line int, ok bool) {
	columns, cells, notes := 0, 0, 0
	var links, size, work float64
	for l := range bytes.Lines(body) {
		if markers(l) > maxMarkers {
			return line, false
		}
		switch n := delimiterRow(l); {
		case n > 0:
			columns = max(columns, n)
		case len(bytes.TrimSpace(l)) == 0:
			columns, links, size = 0, 0, 0
		}
		notes += bytes.Count(l, []byte("[^"))
		work -= links * size
		links += float64(bytes.Count(l, []byte("](")) + bytes.Count(l, []byte("]:")))
		size += float64(len(l))
		work += links * size
		if cells += columns; cells > maxCells || notes > maxNotes || work > maxLinks {
			return line, false
		}
		line++
	}
	return 0, true
}

// markers counts the list and quotation marks at the start of a line. A rule ("* * *") has none.
func markers(l []byte) int {
	indent := len(l)
	l = bytes.TrimLeft(l, " \t")
	indent -= len(l)
	l = bytes.TrimSpace(l)
	if len(l) == 0 || bytes.IndexByte([]byte("-*_"), l[0]) >= 0 && len(bytes.Trim(l, string(l[0])+" \t")) == 0 {
		return 0
	}
	n := 0
	if indent > maxIndent && bytes.IndexByte([]byte(">-*+"), l[0]) >= 0 {
		return maxMarkers + 1
	}
	for i := 0; i < len(l); n++ {
		digits := i
		for digits < len(l) && l[digits] >= '0' && l[digits] <= '9' {
			digits++
		}
		switch {
		case bytes.IndexByte([]byte(">-*+"), l[i]) >= 0:
			i++
		case digits > i && digits+1 < len(l) && (l[digits] == '.' || l[digits] == ')') && l[digits+1] == ' ':
			i = digits + 1
		case bytes.HasPrefix(l[i:], []byte("[^")):
			end := bytes.Index(l[i:min(len(l), i+100)], []byte("]:"))
			if end < 0 {
				return n
			}
			i += end + 2
		default:
			return n
		}
		for i < len(l) && (l[i] == ' ' || l[i] == '\t') {
			i++
		}
	}
	return n
}

// delimiterRow returns the number of columns that the line under a table's header declares, 0 when the line is another.
func delimiterRow(l []byte) int {
	if bytes.IndexByte(l, '-') < 0 || bytes.IndexByte(l, '|') < 0 || len(bytes.Trim(l, "|-: \t\n>")) != 0 {
		return 0
	}
	return bytes.Count(l, []byte("|")) + 1
}
