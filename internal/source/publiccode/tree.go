package publiccode

import (
	"errors"
	"fmt"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"guichet/internal/bounds"
)

// kind is what a value of a YAML text is.
type kind uint8

const (
	null kind = iota
	text
	boolean
	numeric
	list
	object
)

// value is a node of the document, with its place.
type value struct {
	kind         kind
	text         string // of a text, a boolean or a number, as it is written
	line, column int
	items        []*value
	keys         []string // in the order of the text
	members      map[string]*value
	places       map[string][2]int // line and column of each key
}

// get returns the member named key, or nil.
func (v *value) get(key string) *value {
	if v == nil {
		return nil
	}
	return v.members[key]
}

// at returns the member at a path of keys, or nil.
func (v *value) at(path ...string) *value {
	for _, k := range path {
		v = v.get(k)
	}
	return v
}

// str returns the text of a scalar, or "".
func (v *value) str() string {
	if v == nil || v.kind == list || v.kind == object {
		return ""
	}
	return v.text
}

// maxDepth bounds how deep a document is nested, and maxWide how many keys or entries stand side by side; the standard needs five levels.
const (
	maxDepth = 20
	maxWide  = 1000
)

// parse reads one YAML document. A fault of its syntax comes back as a finding.
func parse(body []byte) (root *value, fault *Finding) {
	defer func() {
		if r := recover(); r != nil {
			root, fault = nil, &Finding{Line: 1, Column: 1, Key: "publiccode.syntax", Args: map[string]any{"why": fmt.Sprint(r)}}
		}
	}()
	if err := bounds.YAML(body, maxDepth, maxWide); err != nil {
		return nil, outOfBounds(err)
	}
	f, err := parser.ParseBytes(body, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, syntax(err)
	}
	var docs []*ast.DocumentNode
	for _, d := range f.Docs {
		if d.Body != nil {
			docs = append(docs, d)
		}
	}
	if len(docs) == 0 {
		return nil, &Finding{Line: 1, Column: 1, Key: "publiccode.empty"}
	}
	t := &tree{}
	root = t.of(docs[0].Body, 0)
	if t.fault != nil {
		return nil, t.fault
	}
	if root.kind != object {
		return nil, &Finding{Line: root.line, Column: root.column, Key: "publiccode.not-a-map"}
	}
	return root, nil
}

// outOfBounds says what of a text is more than any publiccode.yml needs.
func outOfBounds(err error) *Finding {
	f := &Finding{Line: 1, Column: 1, Key: "publiccode.too-deep", Args: map[string]any{"n": maxDepth}}
	if e, ok := errors.AsType[*bounds.Error](err); ok {
		f.Line, f.Column = e.Line, e.Column
		switch e.Kind {
		case bounds.Wide:
			f.Key, f.Args = "publiccode.too-wide", map[string]any{"most": maxWide}
		case bounds.Marks:
			f.Key, f.Args = "publiccode.alias", nil
		}
	}
	return f
}

// syntax reads the place and the words of the library's error.
func syntax(err error) *Finding {
	line, column, why := bounds.Fault(err)
	return &Finding{Line: line, Column: column, Key: "publiccode.syntax", Args: map[string]any{"why": why}}
}

type tree struct{ fault *Finding }

func place(n ast.Node) (int, int) {
	if tk := n.GetToken(); tk != nil && tk.Position != nil {
		return tk.Position.Line, tk.Position.Column
	}
	return 1, 1
}

func (t *tree) fail(n ast.Node, key string, args map[string]any) *value {
	line, column := place(n)
	if t.fault == nil {
		t.fault = &Finding{Line: line, Column: column, Key: key, Args: args}
	}
	return &value{line: line, column: column}
}

func (t *tree) of(n ast.Node, depth int) *value {
	if depth > maxDepth {
		return t.fail(n, "publiccode.too-deep", map[string]any{"n": maxDepth})
	}
	line, column := place(n)
	v := &value{line: line, column: column}
	switch n := n.(type) {
	case *ast.NullNode:
	case *ast.StringNode:
		v.kind, v.text = text, n.Value
	case *ast.LiteralNode:
		v.kind, v.text = text, n.Value.Value
	case *ast.BoolNode:
		v.kind, v.text = boolean, fmt.Sprint(n.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		v.kind, v.text = numeric, n.GetToken().Value
	case *ast.SequenceNode:
		v.kind = list
		for _, x := range n.Values {
			v.items = append(v.items, t.of(x, depth+1))
		}
	case *ast.MappingNode:
		v.kind, v.members, v.places = object, map[string]*value{}, map[string][2]int{}
		for _, m := range n.Values {
			t.member(v, m, depth)
		}
	case *ast.MappingValueNode:
		v.kind, v.members, v.places = object, map[string]*value{}, map[string][2]int{}
		t.member(v, n, depth)
	case *ast.TagNode:
		return t.of(n.Value, depth+1)
	default: // anchors and aliases: no publiccode.yml needs them, and they can make a small text large
		return t.fail(n, "publiccode.alias", nil)
	}
	return v
}

func (t *tree) member(v *value, m *ast.MappingValueNode, depth int) {
	key := m.Key.GetToken().Value
	if m.Key.GetToken().Type == token.MergeKeyType {
		t.fail(m.Key, "publiccode.alias", nil)
		return
	}
	line, column := place(m.Key)
	if first, ok := v.places[key]; ok {
		t.fail(m.Key, "publiccode.twice", map[string]any{"key": key, "first": first[0]})
		return
	}
	if len(v.keys) == 0 {
		v.line, v.column = line, column // an object stands where its first key does
	}
	v.keys = append(v.keys, key)
	v.places[key] = [2]int{line, column}
	v.members[key] = t.of(m.Value, depth+1)
}
