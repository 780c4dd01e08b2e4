package source

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/goccy/go-yaml"

	"guichet/internal/bounds"
)

// maxIndent bounds how deep a YAML text is nested, in levels, and maxBeside how many keys or entries one map or list has.
const (
	maxIndent = 60
	maxBeside = 10_000
)

// YAML reads a YAML text into v. The error is one line that says where the text is wrong. Anchors are refused, as is deep nesting: either can make a
// small text large.
// Keys that v does not have are passed over, unless yaml.Strict is among the options.
func YAML(text []byte, v any, options ...yaml.DecodeOption) (err error) {
	if err := tame(text); err != nil {
		return err
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the YAML cannot be read: %v", r)
		}
	}()
	if err := yaml.UnmarshalWithOptions(text, v, options...); err != nil {
		line, column, why := bounds.Fault(err)
		return fmt.Errorf("[%d:%d] %s", line, column, oneLine(why))
	}
	return nil
}

// tame refuses texts that would take much more time or room than their size lets expect.
func tame(text []byte) error {
	if bytes.IndexByte(text, 0) >= 0 {
		return errors.New("the text holds a zero byte")
	}
	if err := bounds.YAML(text, maxIndent, maxBeside); err != nil {
		return err
	}
	n := 0
	for line := range bytes.Lines(text) {
		n++
		if bytes.Contains(line, []byte(": &")) || bytes.Contains(line, []byte("- &")) || bytes.Contains(line, []byte(": *")) || bytes.Contains(line, []byte("- *")) {
			if anchor(line) {
				return fmt.Errorf("line %d: anchors and aliases are not read here", n)
			}
		}
	}
	return nil
}

// anchor reports whether a line holds an anchor or an alias as a value: a mark directly followed by a name.
func anchor(line []byte) bool {
	for _, mark := range [][]byte{[]byte(": &"), []byte("- &"), []byte(": *"), []byte("- *")} {
		_, after, ok := bytes.Cut(line, mark)
		if ok && len(after) > 0 && (after[0] >= 'a' && after[0] <= 'z' || after[0] >= 'A' && after[0] <= 'Z') && !bytes.ContainsRune(after, '*') {
			return true
		}
	}
	return false
}
