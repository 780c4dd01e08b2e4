package content

import (
	"bytes"
	"html"
	"regexp"
	"strings"

	gast "github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Containers follow markdown-it-container, which the pages were written for: a fence of three colons or more and a name opens, a
// fence of as many colons closes, and a container in a container has fewer colons than the one around it. Two things are
// kinder here: containers of the same length nest too (each fence closes the innermost), and colons in a code block close nothing.
// The site that the pages come from also writes accordions with question marks: "????accordionsgroup", "??? A title".

// maxNesting is the deepest that containers may stand in each other. Nobody reads the fifth level.
const maxNesting = 16

// containerNode is an open or closed container of the tree.
type containerNode struct {
	gast.BaseBlock
	name, title string
	marker      byte
	length      int  // of its fence
	closed      bool // by its fence; otherwise by the end of what it stands in
	id          string
	marks       *marks
	index       int
}

var kindContainer = gast.NewNodeKind("Container")

func (n *containerNode) Kind() gast.NodeKind { return kindContainer }
func (n *containerNode) Dump(source []byte, level int) {
	gast.DumpHelper(n, source, level, map[string]string{"name": n.name, "title": n.title}, nil)
}

// fenceNode is a line of colons that opens nothing. It draws nothing.
type fenceNode struct{ gast.BaseBlock }

var kindFence = gast.NewNodeKind("StrayFence")

func (n *fenceNode) Kind() gast.NodeKind           { return kindFence }
func (n *fenceNode) Dump(source []byte, level int) { gast.DumpHelper(n, source, level, nil, nil) }

// openContainers is the stack of containers that are open while blocks are parsed, with what went wrong.
type openContainers struct {
	stack []*containerNode
	wrong []fenceProblem
}

type fenceProblem struct {
	pos  int // in the body
	key  string
	sev  Severity
	args []any
}

var containersKey = parser.NewContextKey()

func containersOf(pc parser.Context) *openContainers {
	return pc.ComputeIfAbsent(containersKey, func() any { return &openContainers{} }).(*openContainers)
}

// closedBy returns the container that a fence of n markers closes: the innermost of that length, or else the innermost that is
// shorter, or nil.
func (o *openContainers) closedBy(marker byte, n int) *containerNode {
	var shorter *containerNode
	for i := len(o.stack) - 1; i >= 0; i-- {
		switch c := o.stack[i]; {
		case c.marker != marker:
		case c.length == n:
			return c
		case c.length < n && shorter == nil:
			shorter = c
		}
	}
	return shorter
}

func (o *openContainers) remove(n *containerNode) {
	for i := len(o.stack) - 1; i >= 0; i-- {
		if o.stack[i] == n {
			o.stack = append(o.stack[:i], o.stack[i+1:]...)
			return
		}
	}
}

func (o *openContainers) report(pos int, sev Severity, key string, args ...any) {
	o.wrong = append(o.wrong, fenceProblem{pos, key, sev, args})
}

// fence returns the marker at the start of line, its number (0 when fewer than three) and what follows.
func fence(line []byte) (marker byte, n int, rest []byte) {
	if len(line) == 0 || line[0] != ':' && line[0] != '?' {
		return 0, 0, nil
	}
	for n < len(line) && line[n] == line[0] {
		n++
	}
	if n < 3 {
		return 0, 0, nil
	}
	return line[0], n, bytes.TrimSpace(line[n:])
}

type containerParser struct{}

func (containerParser) Trigger() []byte             { return []byte{':', '?'} }
func (containerParser) CanInterruptParagraph() bool { return true }
func (containerParser) CanAcceptIndentedLine() bool { return false }

var (
	containerName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*`)
	dataName      = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

func (containerParser) Open(parent gast.Node, reader text.Reader, pc parser.Context) (gast.Node, parser.State) {
	line, segment := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 {
		return nil, parser.NoChildren
	}
	marker, n, rest := fence(line[at:])
	if n == 0 {
		return nil, parser.NoChildren
	}
	pos := segment.Start + at
	open := containersOf(pc)
	if len(rest) == 0 {
		// The list or quotation that held the container has just ended at this line; the fence was meant for it.
		c := open.closedBy(marker, n)
		switch {
		case c != nil:
			c.closed = true
		case marker == '?':
			return nil, parser.NoChildren // somebody is puzzled
		default:
			open.report(pos, Warning, "fence-stray")
		}
		reader.AdvanceToEOL()
		return &fenceNode{}, parser.NoChildren
	}
	if last := pc.LastOpenedBlock().Node; marker == '?' && last != nil && gast.IsParagraph(last) {
		return nil, parser.NoChildren // a question, drawn out
	}
	reader.AdvanceToEOL()
	if len(open.stack) >= maxNesting {
		open.report(pos, Error, "fence-deep", "max", maxNesting)
		return &fenceNode{}, parser.NoChildren
	}
	name := string(containerName.Find(rest))
	if marker == '?' && name != "accordionsgroup" {
		name, rest = "accordion", append([]byte("accordion "), rest...)
	}
	title := strings.TrimSpace(strings.TrimRight(string(rest[len(name):]), ": \t"))
	node := &containerNode{name: strings.ToLower(name), title: plainTitle(title), marker: marker, length: n}
	open.stack = append(open.stack, node)
	return node, parser.HasChildren
}

func (containerParser) Continue(node gast.Node, reader text.Reader, pc parser.Context) parser.State {
	c, ok := node.(*containerNode)
	if !ok { // a stray fence is one line
		return parser.Close
	}
	line, _ := reader.PeekLine()
	if len(line) == 0 {
		return parser.Continue | parser.HasChildren
	}
	if w, at := util.IndentWidth(line, reader.LineOffset()); w < 4 && at < len(line) {
		last := pc.LastOpenedBlock().Node
		inCode := last != nil && last.Kind() == gast.KindFencedCodeBlock
		if marker, n, rest := fence(line[at:]); n > 0 && len(rest) == 0 && !inCode && containersOf(pc).closedBy(marker, n) == c {
			c.closed = true
			reader.AdvanceToEOL()
			return parser.Close
		}
	}
	return parser.Continue | parser.HasChildren
}

func (containerParser) Close(node gast.Node, reader text.Reader, pc parser.Context) {
	if c, ok := node.(*containerNode); ok {
		containersOf(pc).remove(c)
	}
}

var (
	titleMarks = strings.NewReplacer("**", "", "__", "", "`", "", `\`, "")
	titleAttrs = regexp.MustCompile(`\s*` + attributePattern + `\s*$`)
)

// plainTitle returns a container's title without Markdown: a theme writes it as text.
func plainTitle(s string) string {
	s = titleAttrs.ReplaceAllString(s, "")
	return strings.TrimSpace(html.UnescapeString(titleMarks.Replace(s)))
}
