package content

import (
	"bytes"
	"io"
	"unicode/utf8"
)

// maxMarkers is the number of list and quotation marks that a line may begin with.
const maxMarkers = 60

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

// tooHard reports the line, from 0, on which a body asks for more work than any page is worth.
func tooHard(body []byte) (line int, ok bool) {
	for l := range bytes.Lines(body) {
		markers := 0
		for _, c := range l {
			if c == '>' || c == '-' || c == '*' || c == '+' {
				markers++
			} else if c != ' ' && c != '\t' {
				break
			}
		}
		if markers > maxMarkers && bytes.IndexByte(bytes.TrimSpace(l), ' ') >= 0 {
			return line, false
		}
		line++
	}
	return 0, true
}
