package content

import (
	"net/url"
	"strconv"
	"strings"

	gast "github.com/yuin/goldmark/ast"
	"golang.org/x/net/html"
)

// rawNode is author HTML of which only whole tags are left.
type rawNode struct {
	gast.BaseBlock
	html  string
	block bool
}

var kindRaw = gast.NewNodeKind("CheckedHTML")

func (n *rawNode) Kind() gast.NodeKind           { return kindRaw }
func (n *rawNode) Dump(source []byte, level int) { gast.DumpHelper(n, source, level, nil, nil) }
func (n *rawNode) Type() gast.NodeType {
	if n.block {
		return gast.TypeBlock
	}
	return gast.TypeInline
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
			if kind == html.StartTagToken && tok.Data == "iframe" {
				b.WriteString(frameLink(tok))
			}
			if kind == html.StartTagToken && dropped[tok.Data] {
				skip, depth = tok.Data, 1
			}
		default:
			b.WriteString(t.tag(tok, here))
		}
	}
}

// frameLink returns a link to what a frame would show: the desk shows nothing of other sites in its pages.
func frameLink(tok html.Token) string {
	var src, title string
	for _, a := range tok.Attr {
		switch a.Key {
		case "src":
			src = strings.TrimSpace(a.Val)
		case "title":
			title = strings.TrimSpace(a.Val)
		}
	}
	if u, err := url.Parse(src); err != nil || u.Host == "" || !isWeb(src) {
		return ""
	} else if title == "" {
		title = u.Host
	}
	return `<a href="` + html.EscapeString(src) + `">` + html.EscapeString(title) + "</a>"
}

// tag returns a start or end tag with its addresses resolved and its ids known.
func (t *tree) tag(tok html.Token, line int) string {
	kept := tok.Attr[:0]
	for _, a := range tok.Attr {
		if a.Key == "name" && tok.Data == "a" { // an anchor of before HTML 5
			a.Key = "id"
		}
		switch {
		case a.Key == "href" || a.Key == "src":
			a.Val = t.link(a.Val, line)
		case a.Key == "id":
			if !validID.MatchString(a.Val) {
				continue
			}
			if t.used.has(a.Val) {
				t.r.warn(line, "id-twice", "id", short(a.Val))
				continue
			}
			t.used.take(a.Val)
		case strings.HasPrefix(a.Key, "on"):
			t.r.warn(line, "html-attribute", "attribute", short(a.Key))
			continue
		}
		kept = append(kept, a)
	}
	tok.Attr = kept
	if tok.Data == "img" {
		return t.image(tok, line)
	}
	return tok.String()
}

// image returns an <img> with its size, unless its author gave one, or its alternative text when there is no such picture.
func (t *tree) image(tok html.Token, line int) string {
	attrs := map[string]string{}
	for _, a := range tok.Attr {
		attrs[a.Key] = a.Val
	}
	size, ok := t.picture(attrs["src"], line)
	if !ok {
		if attrs["alt"] == "" {
			return ""
		}
		return "<em>" + html.EscapeString(attrs["alt"]) + "</em>"
	}
	if size.width > 0 && attrs["width"] == "" && attrs["height"] == "" {
		tok.Attr = append(tok.Attr, html.Attribute{Key: "width", Val: strconv.Itoa(size.width)}, html.Attribute{Key: "height", Val: strconv.Itoa(size.height)})
	}
	return tok.String()
}
