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
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if bytes.IndexByte(b, '\r') >= 0 {
		b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
		b = bytes.ReplaceAll(b, []byte("\r"), []byte("\n"))
	}
	if !utf8.Valid(b) {
		at := 0
		for at < len(b) {
			r, n := utf8.DecodeRune(b[at:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			at += n
		}
		src.r.warn(1+bytes.Count(b[:at], []byte("\n")), "bytes-invalid")
		b = bytes.ToValidUTF8(b, []byte("\ufffd"))
	}
	if i := bytes.IndexByte(b, 0); i >= 0 {
		src.r.warn(1+bytes.Count(b[:i], []byte("\n")), "bytes-nul")
		b = bytes.ReplaceAll(b, []byte{0}, []byte("\ufffd"))
	}
	return b
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
