package desk

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Mark stands in a counted question for what was taken out of it.
const Mark = "«…»"

// Bounds of a counted question: at most maxQuestion characters are kept, out of the first maxRead bytes.
const (
	maxQuestion = 200
	maxRead     = 4096
)

// Strip returns a question as it may be counted: compatible forms made one (NFKC), lower-case, single spaces, at most 200 characters, and
// Mark in place of what could name a person: addresses of mail and social networks (no '@' is left), telephone and other long numbers,
// dates of birth, NIR and IBAN, keys, the parameters of addresses of pages, and addresses with a user's name. It takes out too
// much rather than too little, but keeps what the desk is asked about: versions, amounts under ten million, law and CVE numbers.
//
// A person's name in plain words is not recognised.
func Strip(question string) string {
	s := normal(head(question, maxRead))
	if strings.Contains(s, "at") {
		s = writtenAt.Replace(s)
	}
	if strings.Contains(s, "@") || strings.Contains(s, "arobase") {
		s = stripAddresses(s)
	}
	if strings.ContainsAny(s, "?#") {
		s = stripParameters(s)
	}
	if digits(s) >= 3 {
		s = stripNumbers(s)
	}
	return clip(manyMarks.ReplaceAllLiteralString(s, Mark), maxQuestion)
}

var (
	writtenAt = strings.NewReplacer("(at)", "@", "[at]", "@", "{at}", "@", "<at>", "@")
	manyMarks = regexp.MustCompile(Mark + `(?: ?` + Mark + `)+`)
)

// head returns the first words of s, n bytes of them at most; the word cut in two is dropped, lest half an address pass for a word.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	s = s[:n]
	if i := strings.LastIndexAny(s, " \t\r\n"); i > 0 {
		s = s[:i]
	}
	return s
}

func normal(s string) string {
	s = norm.NFKC.String(strings.ToValidUTF8(s, " "))
	s = strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z' || r == ' ':
			return r
		case unicode.Is(unicode.Cf, r): // soft hyphens, marks of direction: nothing to see, and they would hide an address
			return -1
		case unicode.IsControl(r) || unicode.IsSpace(r):
			return ' '
		}
		return unicode.ToLower(r)
	}, s)
	if strings.Contains(s, "  ") || strings.HasPrefix(s, " ") || strings.HasSuffix(s, " ") {
		s = strings.Join(strings.Fields(s), " ")
	}
	return s
}

func clip(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:n]))
}

// stripAddresses takes out every word with an '@', and the words beside one that stands apart: "jean @ example.org".
func stripAddresses(s string) string {
	words := strings.Split(s, " ")
	out := make([]string, 0, len(words))
	for i := 0; i < len(words); i++ {
		w := words[i]
		dotted := i+1 < len(words) && strings.Contains(words[i+1], ".")
		at := strings.IndexByte(w, '@')
		if w == "arobase" && dotted {
			at, w = 0, "@"
		}
		if at < 0 {
			out = append(out, w)
			continue
		}
		before := strings.ContainsFunc(w[:at], isWordRune)
		after := strings.ContainsFunc(w[at:], isWordRune)
		if !before && len(out) > 0 && (!after || strings.Contains(w[at:], ".")) {
			out = out[:len(out)-1]
		}
		if !after && i+1 < len(words) && !strings.Contains(words[i+1], "@") {
			i++
		}
		out = append(out, Mark)
	}
	return strings.Join(out, " ")
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// stripParameters cuts addresses of pages before their query and fragment: they carry searches, sessions, and the secrets of links.
func stripParameters(s string) string {
	words := strings.Split(s, " ")
	for i, w := range words {
		j := strings.IndexAny(w, "?#")
		if j > 0 && j+1 < len(w) && (strings.Contains(w[:j], "/") || strings.Contains(w[j:], "=")) {
			words[i] = w[:j] + Mark
		}
	}
	return strings.Join(words, " ")
}

var (
	// Two letters, two digits of control, then groups of four: ISO 13616.
	ibanShape = regexp.MustCompile(`[a-z]{2}\d{2}(?:[ -]?[a-z0-9]{4}){2,7}(?:[ -]?[a-z0-9]{1,4})?`)
	// Sex, year, month, department (2A and 2B in Corsica), commune, order, and perhaps a key: the French social security number.
	nirShape = regexp.MustCompile(`[12][ .-]?\d\d[ .-]?\d\d[ .-]?(?:\d\d|2[ab])[ .-]?\d{3}[ .-]?\d{3}(?:[ .-]?\d\d)?`)
	keyShape = regexp.MustCompile(`[a-z0-9]{20,}`)
	// Digits, with at most three signs between two of them.
	numberRun = regexp.MustCompile(`[+(]{0,2}\p{Nd}(?:[ .\-_/()·\x{2010}-\x{2015}\x{2212}]{0,3}\p{Nd})*`)
	// "loi n° 2016-1321", "cve-2021-44228", "2025-2026".
	yearNumber = regexp.MustCompile(`^(?:19|20)\d\d[-/]\d{1,5}$`)
	longRun    = regexp.MustCompile(`\p{Nd}{7}`)
)

func stripNumbers(s string) string {
	if digits(s) >= 10 {
		s = markWhere(s, ibanShape, 8)
		s = markWhere(s, nirShape, 0)
	}
	s = markWhere(s, keyShape, 3)
	if digits(s) < 7 {
		return s
	}
	return numberRun.ReplaceAllStringFunc(s, func(run string) string {
		if longRun.MatchString(run) || digits(run) >= 8 && !yearNumber.MatchString(run) {
			return Mark
		}
		return run
	})
}

func markWhere(s string, shape *regexp.Regexp, least int) string {
	return shape.ReplaceAllStringFunc(s, func(m string) string {
		if digits(m) < least {
			return m
		}
		return Mark
	})
}

func digits(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
