package content

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// A file that was written in UTF-8, read as Mac Roman, Windows-1252 or Latin-1 and written again in UTF-8 shows "√©" or "Ã©" for "é". Each
// character of such a text stands for one byte of the right one, so the damage can be undone where the bytes make a character that a
// page may hold. What makes it hard is to leave right pages alone: "«é" and "’é" are also two bytes of some alphabet, and
// "√π" is a formula. Hence three rules:
//
//   - only characters that French and English pages hold come out of a repair: Latin letters, punctuation, symbols, emoji;
//   - a sequence that right text never holds is firm and is always mended; one that right text may hold is weak and is mended only where
//     the same encoding left firm traces: in its line, or in its page if no right accent stands in its line;
//   - a sequence is mended by itself, so a page whose author went on writing in a mended editor comes out whole.

// maxRounds is how many times a page may have been damaged. A text that does not settle was made to be hard, and is left alone.
const maxRounds = 12

// Repair undoes a wrong encoding. fixed is src itself where nothing was mended; firstLine (from 1) is the first line that was mended
// or that cannot be; lost counts the damaged places whose bytes are gone and which stay as they are. Repair of fixed changes nothing.
func Repair(src []byte) (fixed []byte, damaged bool, firstLine int, lost int) {
	if !bytes.ContainsFunc(src, func(r rune) bool {
		return r >= utf8.RuneSelf && (mac.leads[r] || western.leads[r] || r == utf8.RuneError)
	}) {
		return src, false, 0, 0
	}
	fixed = src
	for round := 0; ; round++ {
		next, at := repairOnce(fixed)
		if at < 0 {
			break
		}
		if round == maxRounds {
			return src, false, 0, 0
		}
		if line := 1 + bytes.Count(fixed[:at], []byte("\n")); firstLine == 0 || line < firstLine {
			firstLine = line
		}
		fixed, damaged = next, true
	}
	lost, at := countLost(fixed, damaged)
	if lost > 0 {
		if line := 1 + bytes.Count(fixed[:at], []byte("\n")); firstLine == 0 || line < firstLine {
			firstLine = line
		}
	}
	gone := []byte("\ufffd") // what was lost in an earlier round came out as U+FFFD
	lost += max(0, bytes.Count(fixed, gone)-bytes.Count(src, gone))
	return fixed, damaged || lost > 0, firstLine, lost
}

// codepage is an encoding that UTF-8 bytes were taken for.
type codepage struct {
	encode func(rune) (byte, bool)
	leads  map[rune]bool // what the first byte of a sequence that may be mended looks like
}

var (
	mac     = newCodepage(macByte)
	western = newCodepage(westernByte)
)

func macByte(r rune) (byte, bool) {
	switch r {
	case '\u2126': // ohm sign: what some tables have for the capital omega
		return 0xBD, true
	case '¤': // Mac Roman before the euro
		return 0xDB, true
	}
	return charmap.Macintosh.EncodeRune(r)
}

// westernByte is Windows-1252 and, for the bytes that it leaves free, Latin-1.
func westernByte(r rune) (byte, bool) {
	if r >= 0x80 && r < 0xA0 {
		return byte(r), true
	}
	return charmap.Windows1252.EncodeRune(r)
}

func newCodepage(encode func(rune) (byte, bool)) *codepage {
	c := &codepage{encode, map[rune]bool{}}
	for r := rune(0x80); r < 0x10000; r++ {
		switch b, ok := encode(r); {
		case !ok:
		case b >= 0xC2 && b <= 0xC6, b >= 0xCB && b <= 0xCF, b == 0xE2, b == 0xEF, b == 0xF0, b == 0xF3:
			c.leads[r] = true
		}
	}
	return c
}

// decode returns the character whose UTF-8 bytes the text at the start of s stands for, and the length in s.
func (c *codepage) decode(s []byte) (r rune, n int, ok bool) {
	var buf [utf8.UTFMax]byte
	for i := range buf {
		ch, size := utf8.DecodeRune(s[n:])
		if size == 0 || ch == utf8.RuneError || ch < 0x80 {
			return 0, 0, false
		}
		b, ok := c.encode(ch)
		if !ok {
			return 0, 0, false
		}
		buf[i] = b
		n += size
		if utf8.FullRune(buf[:i+1]) {
			r, size := utf8.DecodeRune(buf[:i+1])
			return r, n, r != utf8.RuneError || size > 1
		}
	}
	return 0, 0, false
}

// trust says how sure it is that a sequence is damage.
type trust uint8

const (
	none trust = iota // not a character that a page holds, or right text
	weak
	firm
)

type candidate struct {
	at, n, line int
	r           rune
	t           trust
	page        *codepage
}

// repairOnce undoes one round of damage; first is the position of the first change in s, or -1.
func repairOnce(s []byte) (out []byte, first int) {
	var found []candidate
	sure := map[*codepage]bool{}
	right := map[int]bool{} // lines that hold characters of right text
	line := 0
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			if s[i] == '\n' {
				line++
			}
			i++
			continue
		}
		lead, size := utf8.DecodeRune(s[i:])
		var best candidate
		for _, c := range []*codepage{mac, western} {
			if !c.leads[lead] {
				continue
			}
			if r, n, ok := c.decode(s[i:]); ok {
				if t := c.judge(s, i, n, r); t > best.t {
					best = candidate{i, n, line, r, t, c}
				}
			}
		}
		if best.t == none {
			if !traces[lead] {
				right[line] = true
			}
			i += size
			continue
		}
		found = append(found, best)
		sure[best.page] = sure[best.page] || best.t == firm
		i += best.n
	}
	firmLines := map[int]*codepage{}
	for _, f := range found {
		if f.t == firm {
			firmLines[f.line] = f.page
		}
	}
	first = -1
	last := 0
	for _, f := range found {
		if f.t == weak && firmLines[f.line] != f.page && (!sure[f.page] || right[f.line]) {
			continue
		}
		if first < 0 {
			first = f.at
		}
		out = append(out, s[last:f.at]...)
		out = utf8.AppendRune(out, f.r)
		last = f.at + f.n
	}
	if first < 0 {
		return s, -1
	}
	return append(out, s[last:]...), first
}

// traces are characters that say nothing of their line: what damage leaves behind, and the no-break space.
var traces = runes("ÃÂâÄ√¬≈‚€\ufffd\u00a0")

// judge says whether the n bytes of s at i are damage that stands for r.
func (c *codepage) judge(s []byte, i, n int, r rune) trust {
	t := plausible(r)
	if t == none {
		return none
	}
	lead, size := utf8.DecodeRune(s[i:])
	second, _ := utf8.DecodeRune(s[i+size:])
	before, _ := utf8.DecodeLastRune(s[:i])
	if i == 0 {
		before = '\n'
	}
	after, _ := utf8.DecodeRune(s[i+n:])
	if c == mac {
		return judgeMac(t, lead, second, before, after)
	}
	return judgeWestern(t, lead, second, before, after)
}

var (
	// operators are the signs of mathematics that damage leaves in front, and formulas what stands right after them in a formula.
	operators = runes("√¬≈ƒ")
	formulas  = runes("∞±≤≥µ∂∑∏π∫Ω\u2126≠∆")
	// closers stand right after a capital letter in right text.
	closers = runes("\u00a0»”’‘“«…–—›‹•\u00ad")
)

// judgeMac: √, ¬ and ≈ are signs of mathematics. In a formula they stand before a formula's characters, and no word is around them.
func judgeMac(t trust, lead, second, before, after rune) trust {
	if !operators[lead] || !formulas[second] {
		return t
	}
	switch {
	case lead == '√' && second == 'π': // "où"
		if (before == 'o' || before == 'O') && !unicode.IsLetter(after) {
			return t
		}
		if b, ok := macByte(before); ok && b >= 0x80 && b < 0xC0 { // the end of a character damaged twice
			return min(t, weak)
		}
		return none
	case lead == '¬' && (unicode.IsLetter(before) || unicode.IsDigit(before)): // "n°", "m²", "agent·e"
		return t
	case unicode.IsLower(before) && unicode.IsLower(after): // "España"
		return t
	case lead == '¬' || unicode.IsLetter(before) || unicode.IsLetter(after):
		return min(t, weak)
	}
	return none
}

// judgeWestern: a capital letter may stand before a closing quotation mark or a space, when a page speaks of that letter.
func judgeWestern(t trust, lead, second, before, after rune) trust {
	if !unicode.IsUpper(lead) || !closers[second] {
		return t
	}
	switch {
	case unicode.IsLower(before) || unicode.IsDigit(before) || unicode.IsLower(after):
		return t
	case lead == 'Ã' && second == '\u00a0' && (after == ' ' || after == '\n') && unicode.IsSpace(before): // "à" by itself
		return t
	}
	return min(t, weak)
}

// plausible says how much a page may be expected to hold r where damage seems to stand.
func plausible(r rune) trust {
	for _, p := range plausibleRanges {
		if r >= p.from && r <= p.to {
			return p.t
		}
	}
	return none
}

var plausibleRanges = []struct {
	from, to rune
	t        trust
}{
	{0x80, 0x9F, weak},                                                                     // left by one of two rounds of damage
	{0xA0, 0xFF, firm},                                                                     // Latin letters, « » ° §
	{0x152, 0x153, firm}, {0x160, 0x161, firm}, {0x178, 0x178, firm}, {0x17D, 0x17E, firm}, // œ š Ÿ ž
	{0x100, 0x17F, weak},                                             // letters of other languages
	{0x192, 0x192, weak}, {0x2C6, 0x2C6, weak}, {0x2DC, 0x2DC, weak}, // ƒ ˆ ˜, left by one of two rounds
	{0x3A9, 0x3A9, weak}, {0x3C0, 0x3C0, weak}, // Ω and π, left by one of two rounds
	{0x300, 0x36F, weak},     // accents by themselves, from a Mac's file names
	{0x2002, 0x205F, firm},   // spaces, dashes, quotation marks, …
	{0x20A0, 0x20BF, firm},   // €
	{0x2100, 0x214F, firm},   // ™ №
	{0x2190, 0x23FF, firm},   // arrows, mathematics, technical signs
	{0x2460, 0x27BF, firm},   // ①, boxes, symbols, ✅
	{0x2900, 0x297F, firm},   // more arrows
	{0x2B00, 0x2BFF, firm},   // ⭐
	{0xF8FF, 0xF8FF, firm},   // Mac Roman's apple: the first byte of an emoji damaged twice
	{0xFE0E, 0xFE0F, firm},   // text or picture
	{0xFEFF, 0xFEFF, firm},   // byte order mark
	{0xFFFD, 0xFFFD, firm},   // a character that was lost before
	{0x1F000, 0x1FAFF, firm}, // emoji
	{0xE0020, 0xE007F, firm}, // the flags of Scotland and Wales
}

// countLost counts the damaged places of s that cannot be mended; first is the position of the first. Most need other damage beside
// them to be told from right text.
func countLost(s []byte, damaged bool) (n, first int) {
	first = -1
	prev := '\n'
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRune(s[i:])
		next, _ := utf8.DecodeRune(s[i+size:])
		gone := false
		switch {
		case r == utf8.RuneError && size > 1: // U+FFFD itself, beside what is left of a sequence
			gone = lostLeads[prev]
		case r == '€' && prev == 'â', r == 'Ä' && prev == '‚': // ” and others: the third byte is gone
			gone = true
		case damaged && r == 'Ã' && (next == ' ' || next == '\n') && (unicode.IsLower(prev) || unicode.IsSpace(prev)):
			gone = true // "à" whose no-break space became a space
		case damaged && r == 'ü' && prev != '\uf8ff' && !unicode.IsLetter(prev):
			gone = emojiTail(s[i:]) // an emoji whose first byte, Mac Roman's apple, was thrown away
		}
		if gone {
			if n++; first < 0 {
				first = i
			}
		}
		prev = r
		i += size
	}
	return n, first
}

var lostLeads = runes("Ã√¬≈‚")

// emojiTail reports whether s starts with the last three bytes of an emoji, read as Mac Roman.
func emojiTail(s []byte) bool {
	r, _, ok := mac.decode(append([]byte("\uf8ff"), s[:min(len(s), 16)]...))
	return ok && r >= 0x1F000 && r <= 0x1FAFF
}

func runes(s string) map[rune]bool {
	m := map[rune]bool{}
	for _, r := range s {
		m[r] = true
	}
	return m
}
