// Package bounds tells whether a stranger's text can be handed to a parser.
//
// The parser of YAML that the desk uses calls itself at each level and copies the keys that it has for each further one: half a megabyte of brackets, or of short
// lines, costs it minutes and hundreds of gigabytes. Its lexer is linear, so the tokens are counted first. The parser of TOML calls itself at each bracket and ends the whole
// program when the stack is full. In XML a tag may hold millions of attributes. JSON needs no check: encoding/json is linear and refuses what nests deeper than 10,000 levels (the
// tests of this package hold it to that). The bounds are far above what people write.
package bounds

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"
)

// Error says where a text passes a bound, and which: Deep (levels), Wide (keys or entries of one map or list) or Marks (anchors, aliases and tags in a row).
type Error struct {
	Line, Column int
	Kind         string
	Most         int
}

// The kinds of bounds.
const (
	Deep  = "deep"
	Wide  = "wide"
	Marks = "marks"
)

// Error says it in English, for reports of imports.
func (e *Error) Error() string {
	switch e.Kind {
	case Wide:
		return fmt.Sprintf("line %d: more than %d keys or entries side by side", e.Line, e.Most)
	case Marks:
		return fmt.Sprintf("line %d: more than %d anchors, aliases or tags in a row", e.Line, e.Most)
	}
	return fmt.Sprintf("line %d: nested deeper than %d levels", e.Line, e.Most)
}

// maxMarks bounds anchors, aliases and tags that follow each other.
const maxMarks = 3

// YAML returns an *Error when the text nests deeper than deep levels, or has more than wide keys or entries in one map or list. The caller bounds its length; the time is linear in it.
func YAML(text []byte, deep, wide int) error {
	c := yamlCount{deep: deep, wide: wide}
	for _, t := range lexer.Tokenize(string(text)) {
		if err := c.take(t); err != nil {
			return err
		}
	}
	return nil
}

// block is a map or a list that is open: where its keys or entries begin, and how many there were.
type block struct{ column, entries int }

type yamlCount struct {
	deep, wide int
	documents  int
	blocks     []block // each to the right of the one before
	flow       []block // brackets that are open
	marks      int     // anchors, aliases and tags in a row
	before     *token.Token
}

func (c *yamlCount) take(t *token.Token) error {
	at := t.Position
	fail := func(kind string, most int) error { return &Error{at.Line, at.Column, kind, most} }
	before := c.before
	c.before = t
	switch t.Type {
	case token.AnchorType, token.AliasType, token.TagType:
		if c.marks++; c.marks > 2*maxMarks { // an anchor is two tokens: its mark and its name
			return fail(Marks, maxMarks)
		}
	case token.SequenceStartType, token.MappingStartType:
		c.marks = 0
		if c.flow = append(c.flow, block{}); len(c.flow)+len(c.blocks) > c.deep {
			return fail(Deep, c.deep)
		}
	case token.SequenceEndType, token.MappingEndType:
		c.flow = c.flow[:max(len(c.flow)-1, 0)]
	case token.DocumentHeaderType:
		c.blocks, c.flow = c.blocks[:0], c.flow[:0]
		if c.documents++; c.documents > c.wide {
			return fail(Wide, c.wide)
		}
	case token.CollectEntryType, token.SequenceEntryType, token.MappingKeyType, token.MappingValueType:
		c.marks = 0
		column := at.Column
		if t.Type == token.MappingValueType && before != nil && before.Position.Line == at.Line {
			column = before.Position.Column // of the key
		}
		return c.open(fail, column)
	case token.CommentType:
	default:
		if before == nil || before.Type != token.AnchorType && before.Type != token.AliasType {
			c.marks = 0
		}
	}
	return nil
}

// open notes that a key or an entry begins at a column. In brackets a key and the comma before it count as two.
func (c *yamlCount) open(fail func(string, int) error, column int) error {
	if n := len(c.flow); n > 0 {
		if c.flow[n-1].entries++; c.flow[n-1].entries > 2*c.wide {
			return fail(Wide, c.wide)
		}
		return nil
	}
	for len(c.blocks) > 0 && c.blocks[len(c.blocks)-1].column > column {
		c.blocks = c.blocks[:len(c.blocks)-1]
	}
	if n := len(c.blocks); n == 0 || c.blocks[n-1].column < column {
		if c.blocks = append(c.blocks, block{column: column}); len(c.blocks) > c.deep {
			return fail(Deep, c.deep)
		}
	}
	last := &c.blocks[len(c.blocks)-1]
	if last.entries++; last.entries > c.wide {
		return fail(Wide, c.wide)
	}
	return nil
}

// Fault returns where the parser of YAML stopped, from 1, and why. The text of its error is not asked for: it prints the place with its surroundings, in time that grows with the square
// of some texts.
func Fault(err error) (line, column int, why string) {
	e, ok := errors.AsType[yaml.Error](err)
	if !ok {
		return 1, 1, err.Error()
	}
	if t := e.GetToken(); t != nil && t.Position != nil {
		return max(t.Position.Line, 1), max(t.Position.Column, 1), e.GetMessage()
	}
	return 1, 1, e.GetMessage()
}

// Brackets reports whether brackets and braces nest at most deep levels, and names have at most deep parts set apart by dots (a.b.c): a parser of TOML calls itself for each.
// It does not look for quotes: what they hold counts, too.
func Brackets(text []byte, deep int) bool {
	open, parts := 0, 0
	for _, b := range text {
		switch b {
		case '.':
			if parts++; parts > deep {
				return false
			}
		case '\n', '=', ',', '"', '\'':
			parts = 0
		case '[', '{':
			parts = 0
			if open++; open > deep {
				return false
			}
		case ']', '}':
			open = max(open-1, 0)
		}
	}
	return true
}

// XML reports whether every tag of the text is at most most bytes long. What stands in comments and in CDATA is no tag.
func XML(text []byte, most int) bool {
	for {
		i := bytes.IndexByte(text, '<')
		if i < 0 {
			return true
		}
		text = text[i:]
		end := []byte(">")
		switch {
		case bytes.HasPrefix(text, []byte("<!--")):
			end = []byte("-->")
		case bytes.HasPrefix(text, []byte("<![CDATA[")):
			end = []byte("]]>")
		}
		n := bytes.Index(text, end)
		switch {
		case n < 0:
			return len(end) > 1 || len(text) <= most // a comment without its end is damage, and the parser says where
		case len(end) == 1 && n > most:
			return false
		}
		text = text[n+len(end):]
	}
}
