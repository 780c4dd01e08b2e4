package content

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"guichet/internal/bounds"
)

// Front matter is read from YAML's tree and not into a struct: each wrong key is reported at its own line, and what is right beside it
// is kept. Ready-made front matter readers (go.abhg.dev/goldmark/frontmatter) know neither lines nor unknown keys.

// maxFrontMatter is generous: a page's front matter has a dozen lines.
const maxFrontMatter = 64 << 10

// frontMatter is the head of a page. Pointers tell "absent" from "false".
type frontMatter struct {
	title, description, layout string
	segments                   []Segment
	showBreadcrumb             *bool
	translation                string
	toc                        *bool
	date                       time.Time
	tags                       []string
	draft                      bool
	permalink                  string
	address                    code   // a function that makes the permalink, from folder data
	template                   string // a permalink with expressions
	unserved                   bool   // permalink: false
	redirects                  []string
	navigation                 Navigation
	slugOverride               string
	series                     string // the collection that the folder's data names first
	image                      Picture
	media                      []Media
	listed                     pagination
	unlisted                   bool // in no collection
	broken                     bool // could not be read at all
	lines                      map[string]int
}

// splitFrontMatter cuts src into front matter and body. first is the line of the body's first line; fmLine that of the front matter's.
func splitFrontMatter(src []byte, r *reporter) (fm, body []byte, first int) {
	line, rest, _ := bytes.Cut(src, []byte("\n"))
	switch mark := string(bytes.TrimSpace(line)); {
	case mark == "+++":
		r.fail(1, "front-toml")
		return nil, afterFence(src, "+++"), 1 + bytes.Count(src[:len(src)-len(afterFence(src, "+++"))], []byte("\n"))
	case mark == "---json" || mark == "---js":
		b := afterFence(src, "---")
		head := src[len(line)+1 : max(len(line)+1, len(src)-len(b)-4)]
		if mark == "---js" {
			v, err := parseLiteral(string(head))
			m, ok := v.(map[string]any)
			if err != nil || !ok {
				r.fail(1, "front-json")
				return nil, b, lineAt(src, len(src)-len(b))
			}
			if y, err := yaml.Marshal(withoutCode(m)); err == nil {
				head = y
			}
		}
		return head, b, lineAt(src, len(src)-len(b))
	case mark == ";;;" || mark == "{" || strings.HasPrefix(mark, "---") && strings.Trim(mark, "-") != "" && !strings.HasPrefix(mark, "--- "):
		r.fail(1, "front-json")
		b := afterFence(src, strings.TrimRight(mark, "abcdefghijklmnopqrstuvwxyz"))
		return nil, b, 1 + bytes.Count(src[:len(src)-len(b)], []byte("\n"))
	case mark != "---" || line[0] != '-':
		return nil, src, 1
	}
	n := 2
	for at := 0; at < len(rest); n++ {
		end := bytes.IndexByte(rest[at:], '\n')
		next := at + end + 1
		if end < 0 {
			next = len(rest)
		}
		if l := string(bytes.TrimRight(rest[at:next], " \t\r\n")); l == "---" || l == "..." {
			return rest[:at], rest[next:], n + 1
		}
		at = next
	}
	r.fail(1, "front-open")
	return nil, src, 1
}

// afterFence returns what follows the line that is mark and nothing else, after the first line; the whole of src if there is none.
func afterFence(src []byte, mark string) []byte {
	if mark == "{" {
		mark = "}"
	}
	_, rest, _ := bytes.Cut(src, []byte("\n"))
	for len(rest) > 0 {
		var line []byte
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		if string(bytes.TrimSpace(line)) == mark {
			return rest
		}
	}
	return src
}

// parseFrontMatter reads the YAML between the fences; its first line is line 2 of the file.
func parseFrontMatter(src []byte, r *reporter) *frontMatter {
	f := &frontMatter{lines: map[string]int{}}
	if len(src) > maxFrontMatter || tooDeep(src) {
		r.fail(1, "front-large")
		f.broken = true
		return f
	}
	if len(bytes.TrimSpace(src)) == 0 {
		return f
	}
	file, err := parseYAML(src)
	if err != nil {
		line, _, msg := bounds.Fault(err)
		if _, ok := errors.AsType[yaml.Error](err); ok {
			line++ // below the first fence
		}
		r.fail(line, "front-yaml", "error", msg)
		f.broken = true
		return f
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return f
	}
	d := decoder{f, r}
	entries, ok := mapping(file.Docs[0].Body)
	if !ok {
		if _, null := file.Docs[0].Body.(*ast.NullNode); !null && file.Docs[0].Body.Type() != ast.CommentType {
			r.fail(2, "front-shape")
			f.broken = true
		}
		return f
	}
	for _, e := range entries {
		d.entry(e)
	}
	return f
}

// parseYAML parses src and turns a panic of the parser into an error: what authors write must not stop the desk.
func parseYAML(src []byte) (f *ast.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			f, err = nil, fmt.Errorf("%v", p)
		}
	}()
	return parser.ParseBytes(src, 0)
}

// tooDeep reports whether collections stand deeper in each other, or more keys beside each other, than any page needs: the YAML parser calls itself at each level.
func tooDeep(src []byte) bool { return bounds.YAML(src, 50, 5000) != nil }

// mapping returns the entries of a YAML map.
func mapping(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}
