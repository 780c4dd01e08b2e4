package source

import (
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"guichet/internal/bounds"
	"guichet/internal/errs"
)

// maxMap bounds a YAML map that is read as a tree, in bytes: the tree is about fifty times as large.
const maxMap = 1 << 20

// Pair is one key of a YAML map with its value, and where it stands.
type Pair struct {
	Key  string
	Line int

	value ast.Node
}

// Where names the pair's place for a report.
func (p Pair) Where() string { return fmt.Sprintf("line %d", p.Line) }

// Into reads the value into v. The error is one line; keys that v does not have are passed over, and a key without a value leaves v as it is.
func (p Pair) Into(v any) error {
	if p.value == nil || p.value.Type() == ast.NullType {
		return nil
	}
	if err := yaml.NodeToValue(p.value, v, yaml.AllowDuplicateMapKey()); err != nil {
		line, column, why := bounds.Fault(err)
		return fmt.Errorf("[%d:%d] %s", line, column, oneLine(why))
	}
	return nil
}

// Under returns the pairs of the map that stands under the key, in the order of the text; none when something else stands there.
func (p Pair) Under(key string) []Pair {
	all, _ := pairs(p.value)
	for _, under := range all {
		if under.Key == key {
			out, _ := pairs(under.value)
			return out
		}
	}
	return nil
}

// YAMLMap reads a YAML text that is one map and calls f with each of its pairs, in the order of the text; a key may come twice, and f sees both. A text
// that cannot be read as a whole, or is no map, gives errs.Invalid, "import.damaged", before f is called; a large one errs.TooLarge.
func YAMLMap(name string, text []byte, f func(Pair) error) (err error) {
	if len(text) > maxMap {
		return errs.New(errs.TooLarge, "import.too-large").With("name", name).With("mb", maxMap>>20)
	}
	if err := tame(text); err != nil {
		return Damage(text, 0, err.Error())
	}
	defer func() {
		if r := recover(); r != nil { // the parser of YAML panics on some texts that are none
			err = Damage(text, 0, fmt.Sprint("the YAML cannot be read: ", r))
		}
	}()
	file, err := parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		line, _, why := bounds.Fault(err)
		return DamageAt(line, oneLine(why))
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return DamageAt(1, "one map was expected")
	}
	all, ok := pairs(file.Docs[0].Body)
	if !ok || len(all) == 0 {
		return DamageAt(1, "a map was expected")
	}
	for _, p := range all {
		if err := f(p); err != nil {
			return err
		}
	}
	return nil
}

// pairs returns the pairs of a map.
func pairs(n ast.Node) ([]Pair, bool) {
	var values []*ast.MappingValueNode
	switch m := n.(type) {
	case *ast.MappingNode:
		values = m.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{m}
	default:
		return nil, false
	}
	out := make([]Pair, len(values))
	for i, v := range values {
		t := v.Key.GetToken()
		out[i] = Pair{Key: t.Value, Line: t.Position.Line, value: v.Value}
	}
	return out, true
}
