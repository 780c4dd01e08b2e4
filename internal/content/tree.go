package content

import (
	"net/url"
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
	marks      *marks
	containers []*containerNode
	headings   []*gast.Heading
	used       map[string]bool // ids of the page
	links      []LinkRef
	data       func(string) bool
}

func newTree(src []byte, first int, r *reporter, resolve func(string) string, data func(string) bool) *tree {
	t := &tree{src: src, first: first, r: r, resolve: resolve, marks: newMarks(), used: map[string]bool{}, data: data}
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
	var raws []gast.Node
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
		case *gast.AutoLink:
			t.link(string(n.URL(t.src)), t.lineOf(n))
		case *containerNode:
			t.container(n)
		case *gast.RawHTML, *gast.HTMLBlock:
			raws = append(raws, n)
		}
		return gast.WalkContinue, nil
	})
	for _, n := range raws {
		if n.Parent() != nil {
			t.raw(n)
		}
	}
	if len(t.headings) > maxHeadings {
		t.r.fail(t.first, "headings-many", "n", len(t.headings), "max", maxHeadings)
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
			h.Level = 2
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
	if t.used[id] {
		t.r.warn(t.lineOf(n), "id-twice", "id", id)
		id = t.unique(id)
		n.SetAttributeString("id", []byte(id))
	}
	t.used[id] = true
}

// unique returns id, or id with the first free number, as markdown-it-anchor numbers them, and takes it.
func (t *tree) unique(id string) string {
	free := id
	for i := 1; t.used[free]; i++ {
		free = id + "-" + strconv.Itoa(i)
	}
	t.used[free] = true
	return free
}

// link notes the target of a link and returns its address. An address that the policy will remove is reported.
func (t *tree) link(target string, line int) string {
	u, err := url.Parse(strings.TrimSpace(target))
	if err != nil {
		t.r.warn(line, "link-bad", "link", short(target))
		return target
	}
	if u.Scheme != "" && !schemes[strings.ToLower(u.Scheme)] {
		t.r.fail(line, "link-scheme", "link", short(target))
		return target
	}
	a := t.resolve(target)
	if a != "" {
		t.links = append(t.links, LinkRef{a, line})
	}
	return a
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

// raw replaces author HTML by what the desk can take of it: whole tags of known elements. What a dropped element holds goes too.
func (t *tree) raw(n gast.Node) {
	out := &rawNode{}
	var src []byte
	pos := n.Pos()
	switch n := n.(type) {
	case *gast.RawHTML:
		for i := range n.Segments.Len() {
			s := n.Segments.At(i)
			src = append(src, s.Value(t.src)...)
		}
		if n.Segments.Len() > 0 {
			pos = n.Segments.At(0).Start
		}
	case *gast.HTMLBlock:
		out.block = true
		for i := range n.Lines().Len() {
			s := n.Lines().At(i)
			src = append(src, s.Value(t.src)...)
		}
		if n.HasClosure() {
			src = append(src, n.ClosureLine.Value(t.src)...)
		}
		if n.Lines().Len() > 0 {
			pos = n.Lines().At(0).Start
		} else if n.HasClosure() {
			pos = n.ClosureLine.Start
		}
	}
	var open string
	out.html, open = t.checkHTML(src, t.line(pos))
	if open != "" && !out.block {
		// An element that goes with its content, opened inside a line: the content is the text up to the closing tag.
		for s := n.NextSibling(); s != nil; {
			next := s.NextSibling()
			closes := false
			if r, ok := s.(*gast.RawHTML); ok && r.Segments.Len() > 0 {
				closes = strings.HasPrefix(strings.ToLower(string(r.Segments.Value(t.src))), "</"+open)
			}
			n.Parent().RemoveChild(n.Parent(), s)
			if closes {
				break
			}
			s = next
		}
	}
	n.Parent().ReplaceChild(n.Parent(), n, out)
}

// checkHTML returns the whole tags and the text of src that the policy may keep, with addresses resolved, and the name of an
// element that is dropped with its content and that src leaves open.
func (t *tree) checkHTML(src []byte, line int) (string, string) {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(string(src)))
	skip, depth := "", 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return b.String(), skip
		}
		here := line
		line += strings.Count(string(z.Raw()), "\n")
		tok := z.Token()
		switch {
		case skip != "":
			if tok.Data == skip && kind == html.StartTagToken {
				depth++
			} else if tok.Data == skip && kind == html.EndTagToken {
				if depth--; depth == 0 {
					skip = ""
				}
			}
		case kind == html.CommentToken || kind == html.DoctypeToken:
		case kind == html.TextToken:
			b.WriteString(tok.String())
		case !allowed[tok.Data]:
			if kind != html.EndTagToken {
				t.r.warn(here, "html-removed", "element", tok.Data)
			}
			if kind == html.StartTagToken && dropped[tok.Data] {
				skip, depth = tok.Data, 1
			}
		default:
			b.WriteString(t.tag(tok, here))
		}
	}
}

// tag returns a start or end tag with its addresses resolved and its ids known.
func (t *tree) tag(tok html.Token, line int) string {
	kept := tok.Attr[:0]
	for _, a := range tok.Attr {
		switch {
		case a.Key == "href" || a.Key == "src":
			a.Val = t.link(a.Val, line)
		case a.Key == "id":
			if !validID.MatchString(a.Val) {
				continue
			}
			if t.used[a.Val] {
				t.r.warn(line, "id-twice", "id", short(a.Val))
				continue
			}
			t.used[a.Val] = true
		case strings.HasPrefix(a.Key, "on"):
			t.r.warn(line, "html-attribute", "attribute", short(a.Key))
			continue
		}
		kept = append(kept, a)
	}
	tok.Attr = kept
	return tok.String()
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
