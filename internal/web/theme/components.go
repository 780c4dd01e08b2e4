// Package theme draws the parts of a page: components and assets.
//
// Pages are written once, against the components below; a theme is a set of templates, one a component under the component's name,
// with a style sheet. Every component is a plain struct, so that a page is tested without a browser, and a second theme is a second
// set of templates and nothing else. No component needs a script.
package theme

import (
	"html/template"
	"strings"

	"guichet/internal/figure"
	"guichet/internal/i18n"
)

// Link is a text that leads somewhere. Where URL is empty it is drawn as text.
type Link struct {
	Text    string
	URL     string
	Current bool      // the page being read (aria-current)
	Lang    i18n.Lang // language of the target, when it is not that of the page
}

// External reports whether the link leaves the desk.
func (l Link) External() bool {
	return len(l.URL) > 8 && (l.URL[:8] == "https://" || l.URL[:7] == "http://")
}

// Site is what the operator's settings say of the desk.
type Site struct {
	Name     string // "Guichet libre"
	Tagline  string
	Operator string // the public body that runs this desk; empty until it is set
	Version  string
	Logo     Picture // of the body; no address: the desk's own sign
	Official string  // name in the State's block of the design system, lines parted by "|"; empty: Operator
}

// Lines returns the lines of the official name.
func (s Site) Lines() []string {
	name := s.Official
	if name == "" {
		name = s.Operator
	}
	return strings.Split(name, "|")
}

// Shell is the frame of every page: what stands around <main>. Templates "open" and "close" draw it.
type Shell struct {
	Lang        i18n.Lang
	Site        Site
	Title       string // of the document; the site's name is added by the theme
	Description string // at most 160 characters
	Canonical   string // absolute address; empty on error pages
	Alternate   Link   // the same page in the other language, or that language's home
	Home        string // "/fr/"
	Style       string // address of the style sheet for Display, with its digest
	Display     Display
	Assets      string // of the design system, with a last slash; empty in a theme without it
	Icon        string // address of the icon
	Nav         []Link // main navigation
	Breadcrumb  []Link // from the home page to this page, which comes last without address; empty: none
	Search      SearchBar
	Footer      []Link // links that the law asks for, then the site map
	Licence     template.HTML
	NoIndex     bool
	Notices     []Alert // what a reader must know before the page's own content: a source of its facts that fails
	Feed        Link    // Atom feed of the news
	JSONFeed    Link    // the same as JSON Feed
}

// Tile is a large entry point.
type Tile struct {
	Title, URL, Text string
	Icon             string // name of an icon of the theme: chat, catalogue, contract, cart, people, hat, code, search, mail; empty: none
	Level            int    // of its heading: 2 or 3
}

// Card is one entry of a list: a software, a product, a result.
type Card struct {
	Title, URL, Text string
	Badges           []Badge
	Meta             []string // short facts on one line
	Reason           string   // why this entry is here
	Level            int      // of its heading: 2 to 4
}

// Badge is a short state. Kind is info, success, warning, error or neutral.
type Badge struct{ Kind, Text string }

// Tag is a word that leads to a filtered list; Pressed when the filter is on.
type Tag struct {
	Text, URL string
	Pressed   bool
}

// Callout is a highlighted block; Level is that of its heading, 0 for a title that is no heading.
type Callout struct {
	Title string
	Body  template.HTML
	Level int
}

// Alert tells of a state. Kind is info, success, warning or error. Live makes a screen reader say it at once (after a form was sent).
type Alert struct {
	Kind, Title string
	Body        template.HTML
	Live        bool
}

// Quote is somebody's words.
type Quote struct {
	Author string
	Body   template.HTML
}

// Accordion is one folded block (details and summary).
type Accordion struct {
	ID, Title string
	Body      template.HTML
	Open      bool
}

// Table is a table of facts. It scrolls sideways by itself, reachable by keyboard, where it does not fit.
type Table struct {
	ID      string // unique in the page
	Caption string
	Columns []Column
	Rows    [][]Cell // each as long as Columns
	Note    string
}

// Column is a column of a Table.
type Column struct {
	Title   string
	Numeric bool
}

// Cell is a cell of a Table; its first one in a row is the row's header.
type Cell struct {
	Text   string
	URL    string // makes the text a link
	Lang   i18n.Lang
	Badges []Badge
	Note   string // below the text: where the value comes from, since when
}

// Figure is an image of data with the same data as a table, folded below it. Drawn makes one of package figure's drawings.
type Figure struct {
	ID   string // unique in the page
	SVG  template.HTML
	Data Table  // its caption is the figure's title
	Note string // where the data come from, and since when
}

// Drawn returns the component that shows a drawing whose identifier is id.
func Drawn(id string, d figure.Drawing, note string) Figure {
	f := Figure{ID: id, SVG: template.HTML(d.SVG), Data: Table{ID: id + "-data", Caption: d.Title}, Note: note} //nolint:gosec // package figure escapes every text
	for _, c := range d.Columns {
		f.Data.Columns = append(f.Data.Columns, Column{c.Title, c.Numeric})
	}
	for _, r := range d.Rows {
		cells := make([]Cell, len(r))
		for i, c := range r {
			cells[i] = Cell{Text: c.Text, URL: c.URL}
		}
		f.Data.Rows = append(f.Data.Rows, cells)
	}
	return f
}

// Fact is one value with its source and date.
type Fact struct {
	Label, Value, URL string
	Source, SourceURL string
	Checked           string // date in words
	Editorial         bool   // a judgement of the editors, shown as such
	Others            []Fact // what other sources say, where they differ
}

// Facts is a list of facts.
type Facts struct{ Items []Fact }

// SourceNote is one line that says where the facts above it come from and since when.
type SourceNote struct {
	Text      string
	Link      Link
	Date      string // in words
	Editorial bool   // the editors' judgement: it was written on that day, and nobody read it anywhere
}

// Pagination leads through a long list.
type Pagination struct {
	Label          string
	Previous, Next Link // zero when there is none
	Pages          []Link
}

// SearchBar asks one question. Large for the home page.
type SearchBar struct {
	ID, Action, Name, Value string
	Label, Placeholder      string
	Button                  string
	Hint                    string
	Large                   bool
}

// Field is one field of a form. Type is text, email, textarea, file, select, radio, checkbox or hidden.
type Field struct {
	ID, Name, Type, Label, Hint, Value string
	Error                              string // what is wrong and what to do; empty when nothing is
	Required                           bool
	Autocomplete                       string // token of the HTML autocomplete attribute
	MaxLength, Rows                    int
	Options                            []Option // of a select or radio group; a checkbox has one
}

// Option is one choice of a Field.
type Option struct {
	Value, Text, Hint string
	Selected          bool
}

// Button sends a form, or leads somewhere when URL is set. Kind is primary or secondary.
type Button struct{ Text, Kind, Name, Value, URL string }

// ErrorSummary stands at the top of a form that was refused and leads to each field.
type ErrorSummary struct {
	Title string
	Items []Link
}

// Contents is the table of contents of a page; entries of Level 3 stand below the last of Level 2.
type Contents struct {
	Title string
	Items []ContentsItem
}

// ContentsItem is one heading of a page.
type ContentsItem struct {
	Level     int
	Text, URL string
}

// Stepper shows where one stands in a path of several pages.
type Stepper struct {
	Title, Next string
	Step, Steps int
}

// Empty says that there is nothing, and what to do.
type Empty struct {
	Title, Text string
	Links       []Link
}

// Stat is one figure with its label and, below, since when it is true.
type Stat struct{ Value, Label, Note string }
