package content

import (
	"crypto/rand"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	gast "github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"guichet/internal/i18n"
)

// markdown holds a configured goldmark for each language, since footnotes carry words. Safe for concurrent use.
var markdown = map[i18n.Lang]goldmark.Markdown{i18n.French: newMarkdown(i18n.French), i18n.English: newMarkdown(i18n.English)}

func newMarkdown(lang i18n.Lang) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Footnote),
		goldmark.WithParserOptions(
			parser.WithBlockParsers(util.Prioritized(containerParser{}, 750)),
			parser.WithInlineParsers(util.Prioritized(attributeParser{}, 50)),
		),
		goldmark.WithRendererOptions(
			html.WithUnsafe(), // everything passes the policy afterwards
			renderer.WithNodeRenderers(util.Prioritized(&nodeRenderer{lang}, 100)),
		),
	)
}

// marks are the signs that stand for containers and data blocks while the HTML of a page goes through the policy. They are plain
// words with a part that no author can know, so that nothing in a page can pass for one.
type marks struct{ nonce string }

func newMarks() *marks {
	var b [12]byte
	_, _ = rand.Read(b[:]) // never fails, says crypto/rand
	return &marks{"g" + hex.EncodeToString(b[:])}
}

// The kinds of mark.
const (
	markOpen  = 'o'
	markClose = 'c'
)

// write returns the mark of the given kind for container i: nonce, kind, number, ";".
func (m *marks) write(kind byte, i int) string {
	return m.nonce + string(kind) + strconv.Itoa(i) + ";"
}

// nodeRenderer draws the nodes of this package, and those of goldmark whose HTML is not accessible enough.
type nodeRenderer struct{ lang i18n.Lang }

func (r *nodeRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindContainer, r.container)
	reg.Register(kindFence, r.nothing)
	reg.Register(kindRaw, r.raw)
	reg.Register(gast.KindRawHTML, r.nothing)   // replaced by rawNode
	reg.Register(gast.KindHTMLBlock, r.nothing) // replaced by rawNode
	reg.Register(east.KindTableCell, r.cell)
	reg.Register(east.KindFootnoteBacklink, r.backlink)
	reg.Register(east.KindFootnoteLink, r.footnoteLink)
}

func (r *nodeRenderer) nothing(util.BufWriter, []byte, gast.Node, bool) (gast.WalkStatus, error) {
	return gast.WalkSkipChildren, nil
}

func (r *nodeRenderer) container(w util.BufWriter, _ []byte, node gast.Node, entering bool) (gast.WalkStatus, error) {
	n := node.(*containerNode)
	if n.marks == nil {
		return gast.WalkContinue, nil
	}
	kind := byte(markClose)
	if entering {
		kind = markOpen
	}
	_, _ = w.WriteString(n.marks.write(kind, n.index))
	_ = w.WriteByte('\n')
	if n.name == "data" {
		return gast.WalkSkipChildren, nil
	}
	return gast.WalkContinue, nil
}

func (r *nodeRenderer) raw(w util.BufWriter, _ []byte, node gast.Node, entering bool) (gast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString(node.(*rawNode).html)
	}
	return gast.WalkSkipChildren, nil
}

// cell writes a table cell; a header says what it heads, and alignment is a class since styles are not allowed in the page.
func (r *nodeRenderer) cell(w util.BufWriter, _ []byte, node gast.Node, entering bool) (gast.WalkStatus, error) {
	n := node.(*east.TableCell)
	tag := "td"
	if n.Parent().Kind() == east.KindTableHeader {
		tag = "th"
	}
	if !entering {
		_, _ = w.WriteString("</" + tag + ">\n")
		return gast.WalkContinue, nil
	}
	_, _ = w.WriteString("<" + tag)
	if tag == "th" {
		_, _ = w.WriteString(` scope="col"`)
	}
	if n.Alignment != east.AlignNone {
		_, _ = w.WriteString(` class="align-` + n.Alignment.String() + `"`)
	}
	_ = w.WriteByte('>')
	return gast.WalkContinue, nil
}

func (r *nodeRenderer) footnoteLink(w util.BufWriter, _ []byte, node gast.Node, entering bool) (gast.WalkStatus, error) {
	if !entering {
		return gast.WalkContinue, nil
	}
	n := node.(*east.FootnoteLink)
	i := strconv.Itoa(n.Index)
	_, _ = w.WriteString(`<sup id="` + reference(n.Index, n.RefIndex) + `"><a href="#fn:` + i + `" class="footnote-ref" role="doc-noteref" aria-label="` +
		escapeAttr(footnoteWords[r.lang].with(i)) + `">` + i + `</a></sup>`)
	return gast.WalkContinue, nil
}

func (r *nodeRenderer) backlink(w util.BufWriter, _ []byte, node gast.Node, entering bool) (gast.WalkStatus, error) {
	if !entering {
		return gast.WalkContinue, nil
	}
	n := node.(*east.FootnoteBacklink)
	_, _ = w.WriteString(`&#160;<a href="#` + reference(n.Index, n.RefIndex) + `" class="footnote-backref" role="doc-backlink" aria-label="` +
		escapeAttr(footnoteBackWords[r.lang].with(strconv.Itoa(n.Index))) + `">↩︎</a>`)
	return gast.WalkContinue, nil
}

// reference is the id of the nth reference to footnote i.
func reference(i, nth int) string {
	if nth > 0 {
		return "fnref" + strconv.Itoa(nth) + ":" + strconv.Itoa(i)
	}
	return "fnref:" + strconv.Itoa(i)
}

func escapeAttr(s string) string { return string(util.EscapeHTML([]byte(s))) }

// words are the text of a message before and after its one value. They are cut from the message once: translating it for each
// heading of each page would take longer than drawing the page.
type words struct{ before, after string }

func (w words) with(value string) string { return w.before + value + w.after }

func cutMessage(key, value string) map[i18n.Lang]words {
	m := map[i18n.Lang]words{}
	for _, l := range i18n.Langs {
		before, after, _ := strings.Cut(i18n.T(l, key, map[string]any{value: "\x00"}), "\x00")
		m[l] = words{before, after}
	}
	return m
}

var (
	anchorWords       = cutMessage("content.anchor", "title")
	footnoteWords     = cutMessage("content.footnote", "number")
	footnoteBackWords = cutMessage("content.footnote-back", "number")
)
