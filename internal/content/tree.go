package content

import (
	"net/url"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"

	gast "github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html"
)

// maxHeadings bounds a page's headings; the longest page of the field has a few hundred.
const maxHeadings = 10000

// tree settles what the Markdown tree leaves open before it is drawn: heading levels and ids, addresses of links, containers, and
// the tags of author HTML.
type tree struct {
	src        []byte
	starts     []int // position of each line of the body
	first      int   // line of the file at which the body starts
	r          *reporter
	resolve    func(target string) string // address of a link's target
	pictureAt  func(address string) (picture, pixels)
	absent     func(target string) bool // whether the target is a page's file that is not there
	marks      *marks
	containers []*containerNode
	headings   []*gast.Heading
	used       ids
	links      []LinkRef
	data       func(string) bool
	title      string // of the page
}

func newTree(src []byte, first int, r *reporter, data func(string) bool) *tree {
	t := &tree{src: src, first: first, r: r, used: newIDs(), data: data}
	t.starts = append(t.starts, 0)
	for i, c := range src {
		if c == '\n' {
			t.starts = append(t.starts, i+1)
		}
	}
	return t
}

// line returns the line of the file for a position in the body.
func (t *tree) line(pos int) int {
	if pos < 0 {
		return t.first
	}
	return t.first + sort.SearchInts(t.starts, pos+1) - 1
}

// lineOf returns the line of a node, or of the nearest node around it that knows its own.
func (t *tree) lineOf(n gast.Node) int {
	for ; n != nil; n = n.Parent() {
		if p := n.Pos(); p >= 0 && n.Kind() != gast.KindDocument {
			return t.line(p)
		}
		if n.Type() == gast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
			return t.line(n.Lines().At(0).Start)
		}
	}
	return t.first
}

// settle walks the tree once, then gives ids to the headings that have none: explicit ids come first wherever they stand.
func (t *tree) settle(doc gast.Node, pc parser.Context) bool {
	for _, w := range containersOf(pc).wrong {
		t.r.add(t.line(w.pos), w.sev, w.key, w.args...)
	}
	t.dropTitle(doc)
	var raws, lost []gast.Node
	_ = gast.Walk(doc, func(n gast.Node, entering bool) (gast.WalkStatus, error) {
		if !entering {
			return gast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *gast.Heading:
			t.headings = append(t.headings, n)
		case *gast.Link:
			n.Destination = []byte(t.link(string(n.Destination), t.lineOf(n)))
			t.claim(n)
		case *gast.Image:
			n.Destination = []byte(t.link(string(n.Destination), t.lineOf(n)))
			t.claim(n)
			size, ok := t.picture(string(n.Destination), t.lineOf(n))
			if !ok {
				lost = append(lost, n)
			} else if size.width > 0 {
				n.SetAttributeString("width", []byte(strconv.Itoa(size.width)))
				n.SetAttributeString("height", []byte(strconv.Itoa(size.height)))
			}
		case *gast.AutoLink:
			t.link(string(n.URL(t.src)), t.lineOf(n))
		case *containerNode:
			t.container(n)
		case *gast.RawHTML, *gast.HTMLBlock:
			raws = append(raws, n)
		}
		return gast.WalkContinue, nil
	})
	for _, n := range lost { // its alternative text says what there was to see
		e := gast.NewEmphasis(1)
		for c := n.FirstChild(); c != nil; {
			next := c.NextSibling()
			e.AppendChild(e, c)
			c = next
		}
		n.Parent().ReplaceChild(n.Parent(), n, e)
	}
	for _, n := range raws {
		if n.Parent() != nil {
			t.raw(n)
		}
	}
	if len(t.headings) > maxHeadings {
		t.r.fail(t.first, "headings-many", "count", len(t.headings), "max", maxHeadings)
		return false
	}
	t.settleHeadings()
	for _, c := range t.containers {
		if c.name == "accordion" {
			c.id = t.unique(slug(c.title))
		}
	}
	return true
}

// dropTitle removes a heading of level 1 at the start of the body that says again what the page's title says.
func (t *tree) dropTitle(doc gast.Node) {
	if h, ok := doc.FirstChild().(*gast.Heading); ok && h.Level == 1 && slug(plainText(h, t.src)) == slug(t.title) {
		doc.RemoveChild(doc, h)
	}
}

func (t *tree) settleHeadings() {
	texts := make([]string, len(t.headings))
	for i, h := range t.headings {
		texts[i] = plainText(h, t.src)
		t.claim(h)
	}
	above := 1 // the page's title
	for i, h := range t.headings {
		line := t.lineOf(h)
		if strings.TrimSpace(texts[i]) == "" {
			t.r.warn(line, "heading-empty")
			continue
		}
		if h.Level == 1 {
			t.r.warn(line, "heading-one", "title", short(texts[i]))
		}
		if h.Level > above+1 {
			t.r.warn(line, "heading-jump", "title", short(texts[i]), "level", h.Level, "above", above)
		}
		above = h.Level
		if _, ok := h.AttributeString("id"); !ok {
			h.SetAttributeString("id", []byte(t.unique(slug(texts[i]))))
		}
	}
}

// claim notes the explicit id of a node; one that another node has is reported and given a number.
func (t *tree) claim(n gast.Node) {
	v, ok := n.AttributeString("id")
	if !ok {
		return
	}
	id := string(v.([]byte))
	if t.used.has(id) {
		t.r.warn(t.lineOf(n), "id-twice", "id", id)
		id = t.unique(id)
		n.SetAttributeString("id", []byte(id))
	}
	t.used.take(id)
}

// unique returns id, or id with the first free number, and takes it.
func (t *tree) unique(id string) string { return t.used.free(id) }

// mailbox is an address of mail where an address of the web is meant.
var mailbox = regexp.MustCompile(`^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$`)

// link notes the target of a link and returns its address. An address that the policy will remove is reported.
func (t *tree) link(target string, line int) string {
	if strings.TrimSpace(target) == "" {
		t.r.warn(line, "link-empty")
		return ""
	}
	if mailbox.MatchString(target) {
		t.r.warn(line, "link-mail", "link", short(target))
		target = "mailto:" + target
	}
	u, err := url.Parse(strings.TrimSpace(target))
	if err != nil {
		t.r.warn(line, "link-bad", "link", short(target))
		return target
	}
	if u.Scheme != "" && !schemes[strings.ToLower(u.Scheme)] {
		t.r.fail(line, "link-scheme", "link", short(target))
		return target
	}
	if t.absent(target) {
		t.r.warn(line, "link-file", "link", short(target))
	}
	a := t.resolve(target)
	if a != "" {
		t.links = append(t.links, LinkRef{a, line})
	}
	return a
}

// picture returns the size of a picture, zero when it is not known; ok is false for a picture that is not there, which is reported.
func (t *tree) picture(address string, line int) (size pixels, ok bool) {
	if u, err := url.Parse(address); err != nil || address == "" || !slices.Contains([]string{"", "http", "https"}, u.Scheme) {
		return pixels{}, false // reported as a link; the policy would leave a picture without an address
	}
	kind, size := t.pictureAt(address)
	if isWeb(address) || strings.HasPrefix(address, "//") { // the page may ask for nothing of another host
		t.r.warn(line, "image-elsewhere", "image", short(address))
		return size, false
	}
	if kind == missing {
		t.r.warn(line, "image-missing", "image", short(address))
	}
	return size, kind != missing
}

var alertKinds = set("info warning error success")

func (t *tree) container(n *containerNode) {
	line := t.lineOf(n)
	n.index = len(t.containers)
	n.marks = t.marks
	t.containers = append(t.containers, n)
	if !n.closed {
		t.r.warn(line, "fence-open", "name", n.name)
	}
	switch n.name {
	case "callout", "quote", "accordionsgroup", "info", "warning", "error", "success":
	case "highlight": // the field's other highlighted block, which has no title
		n.name, n.title = "callout", ""
	case "accordion":
		if n.title == "" {
			t.r.warn(line, "accordion-title")
		}
	case "alert":
		// ":::alert warning A title" names its kind; a title alone means a piece of information.
		kind, title, _ := strings.Cut(n.title, " ")
		n.name = "info"
		if alertKinds[kind] {
			n.name, n.title = kind, strings.TrimSpace(title)
		}
	case "data":
		name, rest, _ := strings.Cut(n.title, " ")
		switch {
		case !dataName.MatchString(name) || rest != "" || t.data != nil && !t.data(name):
			t.r.fail(line, "data-unknown", "name", short(n.title))
			n.title = ""
		case n.FirstChild() != nil:
			t.r.warn(line, "data-filled", "name", name)
		}
	default:
		t.r.warn(line, "container-unknown", "name", n.name)
	}
}

// plainText returns the text of a node without markup.
func plainText(n gast.Node, src []byte) string {
	var b strings.Builder
	_ = gast.Walk(n, func(n gast.Node, entering bool) (gast.WalkStatus, error) {
		if !entering {
			return gast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *gast.Text:
			b.Write(util.UnescapePunctuations(n.Segment.Value(src)))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *gast.String:
			b.Write(n.Value)
		case *gast.AutoLink:
			b.Write(n.Label(src))
		}
		return gast.WalkContinue, nil
	})
	return html.UnescapeString(b.String())
}
