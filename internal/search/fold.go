// Package search finds documents by the words that people type. It knows nothing of software or markets.
package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s as it is compared: lower case, without accents, œ and æ in two letters, typographic apostrophes made straight.
// Punctuation stays; see Words.
func Fold(s string) string {
	if ascii(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'œ' || r == 'Œ':
			b.WriteString("oe")
		case r == 'æ' || r == 'Æ':
			b.WriteString("ae")
		case r == 'ß':
			b.WriteString("ss")
		case r == '’' || r == 'ʼ' || r == '‘' || r == '´':
			b.WriteByte('\'')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// Words returns the words of s, folded. A word is a run of letters and digits; the signs that tell names apart stay in it: "c++", "c#",
// ".net", "3.5". An apostrophe parts words, so that "l'équivalent" holds "equivalent".
func Words(s string) []string {
	s = Fold(s)
	var out []string
	runes := []rune(s)
	for i := 0; i < len(runes); {
		if !wordRune(runes[i]) && !(runes[i] == '.' && i+1 < len(runes) && unicode.IsLetter(runes[i+1]) && (i == 0 || unicode.IsSpace(runes[i-1]))) {
			i++
			continue
		}
		j := i + 1
		for j < len(runes) && (wordRune(runes[j]) || joins(runes, j)) {
			j++
		}
		out = append(out, string(runes[i:j]))
		i = j
	}
	return out
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// joins reports whether the sign at i belongs to the word that it follows: + and # after a letter, a point between two digits.
func joins(r []rune, i int) bool {
	switch r[i] {
	case '+', '#':
		return unicode.IsLetter(r[i-1]) && (i+1 == len(r) || !wordRune(r[i+1])) || r[i-1] == '+'
	case '.':
		return unicode.IsDigit(r[i-1]) && i+1 < len(r) && unicode.IsDigit(r[i+1])
	}
	return false
}

// Key returns s as names are compared: its words without what stands between them, so that "Paint.NET", "paint net" and "PaintNet" are one.
func Key(s string) string {
	var b strings.Builder
	for _, w := range Words(s) {
		b.WriteString(strings.TrimPrefix(w, "."))
	}
	return b.String()
}

// spelled writes the marks that tell names apart as parts of an address.
var spelled = strings.NewReplacer("+", "-plus", "#", "-sharp", ".", "-")

// Slug returns s as the last part of an address: lower-case ASCII words joined by hyphens; "c++" is "c-plus-plus".
func Slug(s string) string {
	words := Words(s)
	parts := make([]string, 0, len(words))
	for _, w := range words {
		w = spelled.Replace(w)
		w = strings.Map(func(r rune) rune {
			if r == '-' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, w)
		if w = strings.Trim(w, "-"); w != "" {
			parts = append(parts, w)
		}
	}
	return strings.Join(parts, "-")
}
