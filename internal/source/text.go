package source

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"guichet/internal/errs"
)

// Damage returns the error of a body that is not whole: line, byte and the text near the fault at the offset at.
func Damage(body []byte, at int64, why string) error {
	t := &text{kept: body, line: 1}
	return t.damage(at, why)
}

// text reads and keeps what was read since the last entry, so that a fault can be told with its line and the text near it.
type text struct {
	r      io.Reader
	kept   []byte // what was read and not forgotten
	from   int64  // offset of kept
	line   int    // line of the first byte of kept
	begun  bool
	entry  int   // bytes that may be kept before an entry is too large; 0: any number
	failed error // of the reader underneath, other than its end
}

func newText(r io.Reader, entry int) *text { return &text{r: r, line: 1, entry: entry} }

// slack is what a decoder may read ahead of the entry that it is at.
const slack = 256 << 10

// Read reads on; a byte order mark at the start is left out.
func (t *text) Read(p []byte) (int, error) {
	if t.entry > 0 && len(t.kept) > t.entry+slack {
		t.failed = errs.New(errs.Invalid, "import.damaged").With("line", t.line).With("offset", t.from).With("near", "").With("why", "an entry is larger than 1 MiB")
		return 0, t.failed
	}
	n, err := t.r.Read(p)
	if !t.begun && n > 0 {
		t.begun = true
		if n >= len(bom) && bytes.HasPrefix(p[:n], bom) {
			// Spaces instead keep the offsets right.
			copy(p, "   ")
		}
	}
	t.kept = append(t.kept, p[:n]...)
	if err != nil && err != io.EOF {
		t.failed = err
	}
	return n, err
}

// forget lets go of what stands before the offset at.
func (t *text) forget(at int64) {
	n := min(max(at-t.from, 0), int64(len(t.kept)))
	t.line += bytes.Count(t.kept[:n], []byte{'\n'})
	t.from += n
	t.kept = append(t.kept[:0], t.kept[n:]...)
}

// lineAt returns the line of the offset at, which was not forgotten.
func (t *text) lineAt(at int64) int {
	n := min(max(at-t.from, 0), int64(len(t.kept)))
	return t.line + bytes.Count(t.kept[:n], []byte{'\n'})
}

func (t *text) damage(at int64, why string) error {
	if t.failed != nil && !errs.Is(t.failed, errs.Internal) {
		return t.failed
	}
	if t.failed != nil {
		return errs.Wrap(t.failed, errs.Unavailable, "import.unreadable")
	}
	at = min(max(at, t.from), t.from+int64(len(t.kept)))
	return errs.New(errs.Invalid, "import.damaged").With("line", t.lineAt(at)).With("offset", at).With("near", near(t.kept, int(at-t.from))).With("why", why)
}

// near returns some text before and behind the place at, on one line.
func near(b []byte, at int) string {
	const around = 24
	from, to := max(at-around, 0), min(at+around, len(b))
	for from > 0 && !utf8.RuneStart(b[from]) {
		from--
	}
	for to < len(b) && !utf8.RuneStart(b[to]) {
		to++
	}
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || r == utf8.RuneError {
			return ' '
		}
		return r
	}, string(b[from:to]))
	return strings.Join(strings.Fields(clean), " ")
}

// DamageAt is the error of a body whose fault another reader told by its line.
func DamageAt(line int, why string) error {
	return errs.New(errs.Invalid, "import.damaged").With("line", line).With("offset", 0).With("near", "").With("why", why)
}
