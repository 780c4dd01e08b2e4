package search

import (
	"unicode"
	"unicode/utf8"
)

// class is what a rune is to a word.
type class uint8

const (
	other     class = iota // it ends a word
	mark                   // it combines with the letter before and is dropped
	digit                  //
	lowerCase              // any letter without a capital form too
	upperCase              //
)

// classAt returns the rune at text[i:], what it is and how many bytes it takes; at the end of the text it is other.
func classAt(text string, i int) (rune, class, int) {
	if i >= len(text) {
		return utf8.RuneError, other, 0
	}
	if c := text[i]; c < utf8.RuneSelf {
		return rune(c), classes[c], 1
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	if int(r) < len(classes) {
		return r, classes[r], size
	}
	return r, classOf(r), size
}

func classOf(r rune) class {
	switch {
	case unicode.IsUpper(r):
		return upperCase
	case unicode.IsLetter(r):
		return lowerCase
	case unicode.IsDigit(r), unicode.Is(unicode.No, r) && len(Fold(string(r))) == 1: // "²" is 2
		return digit
	case unicode.Is(unicode.Mn, r):
		return mark
	}
	return other
}

// tabled is the first rune that is not in the tables: they hold Latin, Greek, Cyrillic, Armenian and Hebrew.
const tabled = 0x600

var (
	classes = func() (t [tabled]class) {
		for r := range rune(tabled) {
			t[r] = classOf(r)
		}
		return t
	}()
	folds = func() (t [tabled]string) {
		for r := range rune(tabled) {
			t[r] = Fold(string(r))
		}
		return t
	}()
)

func appendFolded(buf []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		if r-'A' < 26 && r >= 'A' {
			r |= 0x20
		}
		return append(buf, byte(r))
	}
	if int(r) < len(folds) {
		return append(buf, folds[r]...)
	}
	return append(buf, Fold(string(r))...)
}

// hash is FNV-1a.
func hash[T string | []byte](s T) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
