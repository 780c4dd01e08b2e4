package procurement

import (
	"slices"
	"strings"
	"unicode"

	"github.com/github/go-spdx/v2/spdxexp"

	"guichet/internal/errs"
)

// Catalogued returns the SPDX ids that the catalogue accepts.
func (s *Set) Catalogued() []string {
	var out []string
	for _, l := range s.Licences {
		if l.Catalogue {
			out = append(out, l.SPDX)
		}
	}
	return out
}

// ReadLicence returns the SPDX expression that somebody means: an expression, in any case, or a usual name of a licence of the lists ("GPLv3",
// "GNU GPL 3 or later", "Licence Apache 2.0"). A GNU licence without more words means that version only, as SPDX says. A name that fits no licence, or
// several versions of one, is errs.Invalid on the field "licence", and names the nearest id.
func (s *Set) ReadLicence(text string) (string, error) {
	words := strings.Fields(text)
	for i, w := range words {
		if slices.Contains([]string{"AND", "OR", "WITH"}, strings.ToUpper(w)) {
			words[i] = strings.ToUpper(w)
		} else if l := s.foldedSPDX(w); l != "" {
			words[i] = l
		}
	}
	expr := strings.Join(words, " ")
	if ok, _ := spdxexp.ValidateLicenses([]string{expr}); ok {
		return expr, nil
	}
	found := ""
	for _, l := range s.Licences {
		if !slices.Contains([]string{usualName(l.SPDX), usualName(l.Name)}, usualName(text)) {
			continue
		}
		if found != "" && found != l.SPDX {
			found = ""
			break
		}
		found = l.SPDX
	}
	if found == "" {
		return "", errs.New(errs.Invalid, "procurement.licence-unread").With("licence", clip(text)).With("nearest", s.nearestLicence(text, true)).On("licence")
	}
	return found, nil
}

func (s *Set) foldedSPDX(word string) string {
	for _, l := range s.Licences {
		if strings.EqualFold(l.SPDX, word) {
			return l.SPDX
		}
	}
	return ""
}

// initials are the words of the names of licences that people write as letters.
var initials = strings.NewReplacer("affero general public", "agpl", "lesser general public", "lgpl", "general public", "gpl", "european union public", "eupl",
	"union europeenne", "eupl", "mozilla public", "mpl", "eclipse public", "epl", "ou ulterieure", "later", "or later", "later", "+", " later")

// fillers are the words that tell no licence from another.
var fillers = []string{"gnu", "licence", "license", "the", "la", "de", "of", "version", "v", "or", "ou", "only", "software", "free", "agreement", "libre", "logiciel", "clause", "simplified", "new", "revised"}

// usualName is a name of a licence without what people leave out: fillers, the letter before a version, the zero after it.
func usualName(name string) string {
	name = initials.Replace(strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("éèê", r):
			return 'e'
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '+':
			return r
		}
		return ' '
	}, strings.ToLower(name)))
	name = initials.Replace(strings.Join(strings.Fields(name), " "))
	var parted strings.Builder // GPLv3 is GPL v 3
	var last rune
	for _, r := range name {
		if unicode.IsDigit(r) && unicode.IsLetter(last) {
			if before, ok := strings.CutSuffix(parted.String(), "v"); ok && len(before) > 1 {
				parted.Reset()
				parted.WriteString(before)
			}
			parted.WriteByte(' ')
		}
		parted.WriteRune(r)
		last = r
	}
	words := slices.DeleteFunc(strings.Fields(parted.String()), func(w string) bool { return slices.Contains(fillers, w) || w == "0" })
	return strings.Join(words, " ")
}
