package content

import (
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"guichet/internal/i18n"
)

// cleanAddress returns an address inside the desk in its one form: from the root, with a last slash unless its end is a file name.
// It refuses what leads elsewhere or has no one meaning.
func cleanAddress(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 1000 || strings.HasPrefix(s, "//") || strings.ContainsAny(s, "\\?#%<>\"'`{}") || strings.Contains(s, ":") {
		return "", false
	}
	for _, r := range s {
		if unicode.IsControl(r) || unicode.IsSpace(r) {
			return "", false
		}
	}
	for seg := range strings.SplitSeq(s, "/") {
		if seg == ".." || seg == "." {
			return "", false
		}
	}
	a := path.Clean("/" + s)
	a = strings.TrimSuffix(a, "/index.html")
	if a == "" || a == "/" {
		return "/", true
	}
	if path.Ext(a) != "" && !strings.HasSuffix(s, "/") {
		return a, true
	}
	return a + "/", true
}

var (
	datePrefix = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})-(.+)$`)
	pathStep   = regexp.MustCompile(`^[\p{L}\p{N}_.~-]+$`)
)

// fileAddress returns the address and language of the file at the path name inside a layer, and the date in front of its name.
// ok is false when a step of the path cannot stand in an address.
func fileAddress(name string) (address string, lang i18n.Lang, date time.Time, ok bool) {
	stem := strings.TrimSuffix(name, path.Ext(name))
	dir, base := path.Split(stem)
	dir = strings.TrimSuffix(dir, "/")
	if m := datePrefix.FindStringSubmatch(base); m != nil {
		if t, err := time.Parse("2006-01-02", m[1]); err == nil {
			base, date = m[2], t
		}
	}
	lang = langOf("/" + name)
	if first, _, _ := strings.Cut(name, "/"); !isLang(first) {
		dir = path.Join(string(i18n.French), dir)
	}
	if base != "index" && base != path.Base(dir) {
		dir = path.Join(dir, base)
	}
	for step := range strings.SplitSeq(dir, "/") {
		if !pathStep.MatchString(step) {
			return "", lang, date, false
		}
	}
	return "/" + dir + "/", lang, date, true
}

func isLang(s string) bool {
	for _, l := range i18n.Langs {
		if s == string(l) {
			return true
		}
	}
	return false
}

// langOf returns the language of an address: French unless its first step says otherwise.
func langOf(address string) i18n.Lang {
	first, _, _ := strings.Cut(strings.TrimPrefix(address, "/"), "/")
	return i18n.Parse(first)
}

// inLang returns the address of a breadcrumb segment: "/mission/" means "/fr/mission/" on a French page.
func inLang(address string, lang i18n.Lang) string {
	if !strings.HasPrefix(address, "/") {
		return address
	}
	if first, _, _ := strings.Cut(address[1:], "/"); isLang(first) {
		return address
	}
	return "/" + string(lang) + address
}

// contraction is an English 's or 't, which Eleventy's slugs glue to their word.
var contraction = regexp.MustCompile(`([\p{L}\p{N}])['’]([st])(\s|$)`)

// slug returns the anchor of a heading, as Eleventy's slugify filter makes it so that links to old anchors keep working: accents
// folded, everything else that is neither letter nor digit a hyphen. It is never empty.
func slug(text string) string {
	text = contraction.ReplaceAllString(text, "$1$2$3")
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == 'œ':
			b.WriteString("oe")
		case r == 'æ':
			b.WriteString("ae")
		case r == 'ß':
			b.WriteString("ss")
		case r == 'ø':
			b.WriteByte('o')
		case r == 'ł':
			b.WriteByte('l')
		case r == '&':
			b.WriteString("-and-")
		case unicode.Is(unicode.Mn, r): // an accent, taken off its letter by NFKD
		default:
			b.WriteByte('-')
		}
	}
	s := strings.Trim(hyphens.ReplaceAllString(b.String(), "-"), "-")
	if len(s) > 100 {
		s = strings.TrimRight(s[:100], "-")
	}
	if s == "" {
		return "section"
	}
	return s
}

var hyphens = regexp.MustCompile(`-{2,}`)

// ids are the ids of a page.
type ids struct {
	taken map[string]bool
	next  map[string]int // number to try first, so that a thousand equal headings cost a thousand steps
}

func newIDs() ids { return ids{map[string]bool{}, map[string]int{}} }

func (s ids) has(id string) bool { return s.taken[id] }
func (s ids) take(id string)     { s.taken[id] = true }

// free returns id, or id with the first free number after it as markdown-it-anchor numbers them, and takes it.
func (s ids) free(id string) string {
	free := id
	for s.taken[free] {
		s.next[id]++
		free = id + "-" + strconv.Itoa(s.next[id])
	}
	s.taken[free] = true
	return free
}
