package content

import (
	"bytes"
	"regexp"
	"strings"

	gast "github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Attributes in braces are those of markdown-it-attrs: {#id .class key=value}. They are applied to the heading, link or image
// that they follow (id and class only) and are dropped anywhere else; they are never shown. A pair of braces that holds
// neither a class nor an id is text.

const (
	attributeToken   = `(?:[.#][A-Za-zÀ-ÿ_][\wÀ-ÿ:-]*|[A-Za-z][\w:-]*=(?:"[^"{}]*"|'[^'{}]*'|[^\s"'{}]+))`
	attributePattern = `\{:?\s*(?:` + attributeToken + `\s+)*?[.#][A-Za-zÀ-ÿ_][\wÀ-ÿ:-]*(?:\s+` + attributeToken + `)*\s*\}`
)

var (
	attributeBlock = regexp.MustCompile(`^` + attributePattern)
	attributeList  = regexp.MustCompile(`^\{:?\s*` + attributeToken + `(?:\s+` + attributeToken + `)*\s*\}`) // after a link: {target=_blank} too
	attributeName  = regexp.MustCompile(attributeToken)
)

// maxAttributes bounds what is searched for a closing brace.
const maxAttributes = 500

type attributeParser struct{}

func (attributeParser) Trigger() []byte { return []byte{'{'} }

func (attributeParser) Parse(parent gast.Node, block text.Reader, pc parser.Context) gast.Node {
	line, _ := block.PeekLine()
	end := bytes.IndexByte(line[:min(len(line), maxAttributes)], '}')
	if end < 0 {
		return nil
	}
	found := attributeBlock.Find(line[:end+1])
	if last := parent.LastChild(); found == nil && last != nil && (last.Kind() == gast.KindLink || last.Kind() == gast.KindImage) {
		found = attributeList.Find(line[:end+1])
	}
	if found == nil {
		return nil
	}
	atEnd := len(bytes.TrimSpace(line[len(found):])) == 0
	block.Advance(len(found))
	id, classes := readAttributes(string(found))
	switch last := parent.LastChild(); {
	case parent.Kind() == gast.KindHeading && atEnd:
		setAttributes(parent, id, classes)
	case last != nil && (last.Kind() == gast.KindLink || last.Kind() == gast.KindImage || last.Kind() == gast.KindAutoLink):
		setAttributes(last, id, classes)
	}
	if t, ok := parent.LastChild().(*gast.Text); ok && atEnd {
		t.Segment = t.Segment.TrimRightSpace(block.Source())
	}
	return gast.NewString(nil) // nothing is drawn
}

// readAttributes returns the id and the classes in braces; other attributes are not taken over.
func readAttributes(s string) (id string, classes []string) {
	for _, tok := range attributeName.FindAllString(s, -1) {
		switch {
		case tok[0] == '#':
			id = tok[1:]
		case tok[0] == '.':
			classes = append(classes, tok[1:])
		case strings.HasPrefix(tok, "id="):
			id = strings.Trim(tok[3:], `"'`)
		case strings.HasPrefix(tok, "class="):
			classes = append(classes, strings.Fields(strings.Trim(tok[6:], `"'`))...)
		}
	}
	return id, classes
}

func setAttributes(n gast.Node, id string, classes []string) {
	if id != "" && validID.MatchString(id) {
		n.SetAttributeString("id", []byte(id))
	}
	kept := classes[:0]
	for _, c := range classes {
		if classAllowed(c) {
			kept = append(kept, c)
		}
	}
	if len(kept) > 0 {
		n.SetAttributeString("class", []byte(strings.Join(kept, " ")))
	}
}
