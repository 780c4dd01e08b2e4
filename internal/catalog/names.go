package catalog

import (
	"net/url"
	"slices"
	"strings"

	"guichet/internal/search"
)

// makers stand before names that people also write without them.
var makers = []string{"apache", "gnu", "mozilla", "eclipse", "redhat", "red hat", "kde", "gnome", "wikimedia", "ow2", "spring"}

// editions stand behind names that people also write without them.
var editions = []string{"community edition", "community", "edition communautaire", "open source edition", "open source", "opensource", "server", "serveur", "client",
	"online", "desktop", "ce", "libre", "project", "framework", "database", "db", "cms", "java", "jdk", "os", "linux", "engine", "core"}

// looseKey returns a name as it is compared once makers, editions, parentheses and version numbers are left out; "" when nothing else is there.
func looseKey(name string) string {
	name = outsideParentheses(name)
	words := search.Words(name)
	for len(words) > 1 && slices.Contains(makers, words[0]) {
		words = words[1:]
	}
	for len(words) > 1 && strings.Trim(words[len(words)-1], "0123456789.x") == "" {
		words = words[:len(words)-1]
	}
	for again := true; again; {
		again = false
		for _, e := range editions {
			tail := strings.Fields(e)
			if n := len(words) - len(tail); n > 0 && slices.Equal(words[n:], tail) {
				words, again = words[:n], true
			}
		}
	}
	key := search.Key(strings.Join(words, " "))
	if len(key) > 4 { // ".js" and ".org" are endings of fashion; "vue.js" is Vue
		for _, end := range []string{"js", "org"} {
			if rest, ok := strings.CutSuffix(key, end); ok && len(rest) > 2 && strings.Contains(name, "."+end) {
				key = rest
			}
		}
	}
	return key
}

func outsideParentheses(s string) string {
	if before, rest, ok := strings.Cut(s, "("); ok && strings.TrimSpace(before) != "" {
		_, after, _ := strings.Cut(rest, ")")
		return strings.TrimSpace(before + " " + after)
	}
	return s
}

// forges are hosts whose first path segments name a project.
var forges = []string{"github.com", "codeberg.org", "bitbucket.org", "git.sr.ht", "launchpad.net", "sourceforge.net"}

// repositoryKey returns an address as repositories are compared: host and path, without what differs between two ways to write it. It is "" for an
// address that names no repository: an organisation's page, or a site that is on no forge when sure is not set.
func repositoryKey(address string, sure bool) string {
	host, path := hostPath(address)
	if host == "" {
		return ""
	}
	path = strings.TrimSuffix(path, ".git")
	for _, cut := range []string{"/-/", "/tree/", "/blob/", "/src/branch/", "/releases", "/wiki", "/issues"} {
		path, _, _ = strings.Cut(path, cut)
	}
	segments := strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
	forge := slices.Contains(forges, host) || strings.HasPrefix(host, "gitlab.") || strings.HasPrefix(host, "git.")
	switch {
	case host == "sourceforge.net" && len(segments) >= 2 && (segments[0] == "projects" || segments[0] == "p"):
		return host + "/" + segments[1]
	case !forge && !sure, forge && len(segments) < 2 && host != "launchpad.net", len(segments) == 0:
		return ""
	case host == "github.com" || host == "codeberg.org" || host == "bitbucket.org":
		segments = segments[:2]
	}
	return host + "/" + strings.Join(segments, "/")
}

// siteKey returns an address as sites are compared: host without www, and path.
func siteKey(address string) string {
	host, path := hostPath(address)
	if host == "" {
		return ""
	}
	path = strings.TrimSuffix(path, "/")
	for _, p := range []string{"/fr", "/en", "/index.html", "/index.php", "/home"} {
		path = strings.TrimSuffix(path, p)
	}
	return host + path
}

func hostPath(address string) (host, path string) {
	u, err := url.Parse(address)
	if err != nil {
		return "", ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www."), strings.TrimRight(strings.ToLower(u.Path), "/")
}

// domain returns the registered part of a site's host, roughly: its last two labels, three where the last but one is a short one of a country
// ("gouv.fr" keeps three).
func domain(address string) string {
	host, _ := hostPath(address)
	labels := strings.Split(host, ".")
	n := 2
	if len(labels) > 2 && slices.Contains([]string{"co", "com", "gouv", "org", "ac", "github", "gitlab", "sourceforge", "debian", "gnome", "kde", "apache", "eclipse", "gitee", "readthedocs", "framasoft"}, labels[len(labels)-2]) {
		n = 3
	}
	return strings.Join(labels[max(0, len(labels)-n):], ".")
}

// family returns the family of a licence expression, by which spellings of one licence agree: "GPL" of "GPL-2.0-or-later".
func family(licence string) string {
	i := strings.IndexFunc(licence, func(r rune) bool { return r >= '0' && r <= '9' || r == ' ' })
	if i > 0 {
		licence = licence[:i]
	}
	return strings.ToUpper(strings.Trim(licence, "- "))
}

// near reports whether two keys differ by one slip of the keyboard, two where they are long: "promotheus" and "prometheus".
func near(a, b string) bool {
	bound := 0
	switch n := min(len(a), len(b)); {
	case n >= 9:
		bound = 2
	case n >= 5:
		bound = 1
	}
	return a != b && bound > 0 && distance(a, b, bound) <= bound
}

// distance counts the letters to add, drop, change or swap with their neighbour; beyond bound it only says so.
func distance(a, b string, bound int) int {
	if len(a)-len(b) > bound || len(b)-len(a) > bound {
		return bound + 1
	}
	// The rows of most names stay on the stack: every name of a list that is not found is compared with every name of the catalogue.
	var few [3 * 48]int
	rows, n := few[:], len(b)+1
	if 3*n > len(rows) {
		rows = make([]int, 3*n)
	}
	before, last, row := rows[:n], rows[n:2*n], rows[2*n:3*n]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(row[j-1]+1, last[j]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > bound {
			return bound + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
