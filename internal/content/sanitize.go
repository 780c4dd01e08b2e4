package content

import (
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// The policy is closed: an element, attribute, class or address scheme that is not listed here does not reach a reader. No element
// of the list can hold a script, a style, a form, a frame or a player.

// blocks are the elements that end an open paragraph.
var blocks = set("address article aside blockquote details div dl figure figcaption footer h1 h2 h3 h4 h5 h6 header hr ol p pre section table ul")

var (
	allowed = set(`a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em
		figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark ol p pre q s samp section small span strong sub
		summary sup table tbody td tfoot th thead time tr u ul var wbr`)
	// dropped elements go with all that they hold; of any other element outside the list the content stays.
	dropped = set("script style iframe object embed applet noscript template svg math form select textarea audio video canvas title frameset noembed noframes xmp plaintext")
	// schemes that a link may have. A link without a scheme is inside the desk.
	schemes = set("http https mailto tel")
)

// classPattern is one class name that authors may use: those of the State's design system, whose themes give them a meaning, and
// those that this package writes itself.
const classPattern = `(?:fr-[a-z0-9_-]+|anchor|footnotes|footnote-ref|footnote-backref|footnote-number|language-[\w+#.-]+|align-(?:left|center|right))`

var (
	validID      = regexp.MustCompile(`^[\p{L}_][\p{L}\p{N}_:.-]*$`)
	oneClass     = regexp.MustCompile(`^` + classPattern + `$`)
	classes      = regexp.MustCompile(`^` + classPattern + `(?:\s+` + classPattern + `)*$`)
	languageTag  = regexp.MustCompile(`^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$`)
	wholeNumber  = regexp.MustCompile(`^[0-9]{1,5}$`)
	size         = regexp.MustCompile(`^[0-9]{1,5}%?$`)
	roles        = regexp.MustCompile(`^(?:group|img|list|listitem|note|presentation|none|doc-endnotes|doc-noteref|doc-backlink)$`)
	scopes       = regexp.MustCompile(`^(?:row|col|rowgroup|colgroup)$`)
	directions   = regexp.MustCompile(`^(?:ltr|rtl|auto)$`)
	trueOrFalse  = regexp.MustCompile(`^(?:true|false)$`)
	identifiers  = regexp.MustCompile(`^[\p{L}\p{N}_:. -]+$`)
	listTypes    = regexp.MustCompile(`^[1aAiI]$`)
	emptyOrTrue  = regexp.MustCompile(`^(?:|open|reversed)$`)
	machineDates = regexp.MustCompile(`^[0-9TZ:+. PWMDHSY-]+$`)
)

func classAllowed(c string) bool { return oneClass.MatchString(c) }

var policy = newPolicy()

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	names := make([]string, 0, len(allowed))
	for n := range allowed {
		names = append(names, n)
	}
	p.AllowElements(names...)
	p.AllowNoAttrs().OnElements("span", "bdo", "header", "footer", "summary", "details", "time", "img")
	p.AllowAttrs("id").Matching(validID).Globally()
	p.AllowAttrs("class").Matching(classes).Globally()
	p.AllowAttrs("lang").Matching(languageTag).Globally()
	p.AllowAttrs("dir").Matching(directions).Globally()
	p.AllowAttrs("title", "aria-label").Globally()
	p.AllowAttrs("aria-hidden").Matching(trueOrFalse).Globally()
	p.AllowAttrs("aria-labelledby", "aria-describedby").Matching(identifiers).Globally()
	p.AllowAttrs("role").Matching(roles).Globally()

	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("hreflang").Matching(languageTag).OnElements("a")
	p.AllowAttrs("src", "alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(size).OnElements("img")
	p.AllowAttrs("cite").OnElements("blockquote", "q", "del", "ins")
	p.AllowAttrs("datetime").Matching(machineDates).OnElements("time", "del", "ins")
	p.AllowAttrs("colspan", "rowspan").Matching(wholeNumber).OnElements("td", "th")
	p.AllowAttrs("headers").Matching(identifiers).OnElements("td", "th")
	p.AllowAttrs("scope").Matching(scopes).OnElements("th")
	p.AllowAttrs("span").Matching(wholeNumber).OnElements("col", "colgroup")
	p.AllowAttrs("start").Matching(wholeNumber).OnElements("ol")
	p.AllowAttrs("type").Matching(listTypes).OnElements("ol")
	p.AllowAttrs("value").Matching(wholeNumber).OnElements("li")
	p.AllowAttrs("reversed").Matching(emptyOrTrue).OnElements("ol")
	p.AllowAttrs("open").Matching(emptyOrTrue).OnElements("details")
	return p
}

// set returns the words of s as a set.
func set(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}
