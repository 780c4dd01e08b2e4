package content

import (
	"strings"
	"time"

	"guichet/internal/i18n"
)

// HTML is markup that is safe to write into a page: it came through the policy of this package or from the theme.
type HTML string

// Page is one rendered page. It is never changed after Load.
type Page struct {
	Path           string // address: "/fr/mission/"
	File           string // path inside its layer: "fr/mission/index.md"
	Layer          string // name of its layer
	Lang           i18n.Lang
	Title          string
	Description    string
	Layout         string // "page" when the file says nothing; "layouts/page.njk" reads as "page"
	Segments       []Segment
	ShowBreadcrumb bool   // true when the file says nothing
	Translation    string // address of the page in the other language
	Date           time.Time
	Tags           []string
	Draft          bool
	Redirects      []string   // old addresses of the page
	Navigation     Navigation // Eleventy's navigation entry; zero when there is none
	Series         string     // the collection that the page is an issue of: "posts"; empty for a page that stands alone
	Image          Picture    // shown above the page and in lists; zero when there is none
	Media          []Media    // films and slides that other sites hold

	Body     HTML
	Headings []Heading // in order, levels 2 to 6
	Contents bool      // whether to show a table of contents
	Links    []LinkRef // in order; Line is that of the file
	Text     string    // plain text of the body, for the search index
	Sections []Section // Text cut at the headings

	parts    []Part
	list     pagination
	unlisted bool            // in no collection
	ids      map[string]bool // every id that a fragment may name
	shown    string          // how problems name the file
	lines    map[string]int  // lines of the front matter's keys
}

// Segment is one step of the breadcrumb between the home page and the page. URL is empty for a step that is no page.
type Segment struct{ Title, URL string }

// Navigation is the eleventyNavigation entry of a page.
type Navigation struct {
	Key, Title, Parent string
	Order              int
}

// Picture is an image of the site. Its address is inside the desk; Width and Height are its own, in pixels, 0 where they are not known.
type Picture struct {
	URL, Alt      string
	Width, Height int
}

// Media is a film or slides on another site. Kind is video or slides.
type Media struct{ Kind, URL, Title string }

// Heading is a heading of the body. Text is plain.
type Heading struct {
	Level int
	ID    string
	Text  string
}

// LinkRef is the target of a link or an image, after links between files became addresses.
type LinkRef struct {
	URL  string
	Line int
}

// Section is the text between one heading and the next. The text before the first heading has neither ID nor Title.
type Section struct{ ID, Title, Text string }

// Part is a piece of the body: markup, or the name of a data block that the portal draws there. One of the two is empty.
type Part struct {
	HTML HTML
	Data string
}

// A data block is kept in Body as a comment. Authors cannot write one: the policy removes their comments.
const (
	dataOpen  = "<!--guichet:data "
	dataClose = "-->"
)

// Parts returns the body cut at its data blocks, in order. A data block may stand inside a container: a piece of markup is then not
// balanced by itself, but the pieces with the blocks between them are. Callers must not change the slice.
func (p *Page) Parts() []Part { return p.parts }

// cut splits body at its data blocks.
func cut(body HTML) []Part {
	var parts []Part
	rest := string(body)
	for {
		before, after, found := strings.Cut(rest, dataOpen)
		if before != "" {
			parts = append(parts, Part{HTML: HTML(before)})
		}
		if !found {
			return parts
		}
		name, tail, _ := strings.Cut(after, dataClose)
		parts = append(parts, Part{Data: name})
		rest = tail
	}
}

// Excerpt returns the first words of the page: those before its first heading, or else of the first part that has any.
func (p *Page) Excerpt() string {
	for _, s := range p.Sections {
		if s.Text != "" {
			return s.Text
		}
	}
	return ""
}

// HasID reports whether the fragment id leads somewhere in the page.
func (p *Page) HasID(id string) bool { return p.ids[id] }

// Components draws the parts of a page that are more than Markdown. A theme implements it. Titles and authors are plain text that
// the implementation escapes; bodies are safe markup that it writes as they are.
type Components interface {
	Callout(title string, body HTML) HTML       // title may be empty
	Alert(kind, title string, body HTML) HTML   // kind is info, warning, error or success; title may be empty
	Quote(author string, body HTML) HTML        // author may be empty
	Accordion(id, title string, body HTML) HTML // id is unique in the page; several in a row make a group
	TableOpen(id string) HTML                   // stands before <table>; id is unique in the page and free to use
	TableClose() HTML                           // stands after </table>
}

// Localized is a Components whose own words depend on the language of the page.
type Localized interface {
	Components
	In(lang i18n.Lang) Components
}
