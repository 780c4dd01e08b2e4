package content

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Front matter is read from YAML's tree and not into a struct: each wrong key is reported at its own line, and what is right beside it
// is kept. Ready-made front matter readers (go.abhg.dev/goldmark/frontmatter) know neither lines nor unknown keys.

// maxFrontMatter is generous: a page's front matter has a dozen lines.
const maxFrontMatter = 64 << 10

// maxDescription is the length of what search engines show, in characters.
const maxDescription = 160

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
	unserved                   bool // permalink: false
	redirects                  []string
	navigation                 Navigation
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
		var ye yaml.Error
		line, msg := 1, err.Error()
		if errors.As(err, &ye) {
			msg = ye.GetMessage()
			if t := ye.GetToken(); t != nil && t.Position != nil {
				line = t.Position.Line + 1
			}
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

// tooDeep reports whether flow collections stand deeper in each other than any page needs; the YAML parser recurses into them.
func tooDeep(src []byte) bool {
	depth := 0
	for _, c := range src {
		switch c {
		case '[', '{':
			if depth++; depth > 50 {
				return true
			}
		case ']', '}':
			depth = max(0, depth-1)
		}
	}
	return false
}

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

// decoder turns YAML entries into a frontMatter and reports what does not fit.
type decoder struct {
	*frontMatter
	r *reporter
}

func lineOf(n ast.Node) int {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line + 1 // the opening fence is line 1
	}
	return 1
}

func keyOf(e *ast.MappingValueNode) string {
	if s, ok := e.Key.(*ast.StringNode); ok {
		return s.Value
	}
	return e.Key.String()
}

func (d decoder) entry(e *ast.MappingValueNode) {
	key, v := keyOf(e), e.Value
	d.lines[key] = lineOf(e.Key)
	switch key {
	case "title":
		d.title = d.text(key, v)
	case "description":
		d.description = d.text(key, v)
		if n := utf8.RuneCountInString(d.description); n > maxDescription {
			d.r.warn(lineOf(e.Key), "description-long", "n", n, "max", maxDescription)
		}
	case "layout":
		d.layout = layoutName(d.text(key, v))
	case "segments":
		d.readSegments(v)
	case "showBreadcrumb":
		d.showBreadcrumb = d.boolean(key, v)
	case "toc":
		d.toc = d.boolean(key, v)
	case "translation":
		d.translation = d.address(key, v)
	case "date":
		d.date = d.readDate(v)
	case "tags":
		d.tags = d.list(key, v)
	case "draft":
		if b := d.boolean(key, v); b != nil {
			d.draft = *b
		}
	case "permalink":
		d.readPermalink(v)
	case "redirects":
		for _, s := range d.list(key, v) {
			if a := d.checkAddress(key, s, lineOf(v)); a != "" {
				d.redirects = append(d.redirects, a)
			}
		}
	case "eleventyNavigation":
		d.readNavigation(v)
	case "eleventyExcludeFromCollections":
		d.boolean(key, v) // a build setting of Eleventy without a meaning here
	default:
		d.r.warn(lineOf(e.Key), "key-unknown", "key", key)
	}
}

func (d decoder) wrong(key string, v ast.Node, want string) {
	d.r.fail(lineOf(v), "key-type", "key", key, "want", want)
}

// text returns a text. A number or a boolean is reported but taken as it is written: the page stays readable.
func (d decoder) text(key string, v ast.Node) string {
	s, ok := scalar(v)
	switch v.(type) {
	case *ast.StringNode, *ast.LiteralNode:
	case *ast.NullNode:
		return ""
	default:
		d.wrong(key, v, "text")
		if !ok {
			return ""
		}
	}
	s, tags := withoutTemplateTags(s)
	if tags > 0 {
		d.r.warn(lineOf(v), "template-tag", "tag", key)
	}
	return strings.Join(strings.Fields(s), " ")
}

// scalar returns the source text of a scalar.
func scalar(v ast.Node) (string, bool) {
	switch n := v.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}

func (d decoder) boolean(key string, v ast.Node) *bool {
	if b, ok := v.(*ast.BoolNode); ok {
		return &b.Value
	}
	if _, null := v.(*ast.NullNode); !null {
		d.wrong(key, v, "boolean")
	}
	return nil
}

// list returns a list of texts; a single text is a list of one, and numbers are texts (the tag 2024).
func (d decoder) list(key string, v ast.Node) []string {
	if _, null := v.(*ast.NullNode); null {
		return nil
	}
	if s, ok := scalar(v); ok {
		return []string{strings.TrimSpace(s)}
	}
	seq, ok := v.(*ast.SequenceNode)
	if !ok {
		d.wrong(key, v, "list")
		return nil
	}
	var out []string
	for _, item := range seq.Values {
		if s, ok := scalar(item); ok {
			out = append(out, strings.TrimSpace(s))
		} else {
			d.wrong(key, item, "text")
		}
	}
	return out
}

func (d decoder) readSegments(v ast.Node) {
	seq, ok := v.(*ast.SequenceNode)
	if !ok {
		if _, null := v.(*ast.NullNode); !null {
			d.wrong("segments", v, "list")
		}
		return
	}
	for _, item := range seq.Values {
		entries, ok := mapping(item)
		if !ok {
			d.wrong("segments", item, "segment")
			continue
		}
		var s Segment
		for _, e := range entries {
			switch key := keyOf(e); key {
			case "title":
				s.Title = d.text("segments.title", e.Value)
			case "url":
				s.URL = d.address("segments.url", e.Value)
			default:
				d.r.warn(lineOf(e.Key), "key-unknown", "key", "segments."+key)
			}
		}
		if s.Title == "" {
			d.r.fail(lineOf(item), "segment-title")
			continue
		}
		d.segments = append(d.segments, s)
	}
}

func (d decoder) readNavigation(v ast.Node) {
	entries, ok := mapping(v)
	if !ok {
		d.wrong("eleventyNavigation", v, "map")
		return
	}
	for _, e := range entries {
		switch key := keyOf(e); key {
		case "key":
			d.navigation.Key = d.text("eleventyNavigation.key", e.Value)
		case "title":
			d.navigation.Title = d.text("eleventyNavigation.title", e.Value)
		case "parent":
			d.navigation.Parent = d.text("eleventyNavigation.parent", e.Value)
		case "order":
			s, _ := scalar(e.Value)
			n, err := strconv.Atoi(s)
			if err != nil {
				d.wrong("eleventyNavigation.order", e.Value, "number")
			}
			d.navigation.Order = n
		case "url", "excerpt", "pinned":
		default:
			d.r.warn(lineOf(e.Key), "key-unknown", "key", "eleventyNavigation."+key)
		}
	}
}

func (d decoder) readPermalink(v ast.Node) {
	if b, ok := v.(*ast.BoolNode); ok && !b.Value {
		d.unserved = true
		return
	}
	s, _ := scalar(v)
	if _, ok := v.(*ast.StringNode); !ok {
		d.wrong("permalink", v, "address")
		return
	}
	if _, tags := withoutTemplateTags(s); tags > 0 {
		d.r.warn(lineOf(v), "permalink-computed")
		return
	}
	d.permalink = d.checkAddress("permalink", s, lineOf(v))
}

// address returns an address inside the desk or, for what may lead elsewhere, an absolute one.
func (d decoder) address(key string, v ast.Node) string {
	s := d.text(key, v)
	if s == "" || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") {
		return s
	}
	return d.checkAddress(key, s, lineOf(v))
}

func (d decoder) checkAddress(key, s string, line int) string {
	a, ok := cleanAddress(s)
	if !ok {
		d.r.fail(line, "address-bad", "key", key, "address", s)
		return ""
	}
	return a
}

// dateLayouts are the forms that YAML and Eleventy accept.
var dateLayouts = []string{"2006-01-02", time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04",
	"2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05Z07:00", "2006-1-2", "2006-01", "2006"}

// readDate returns a date. Eleventy's words for "ask git" or "ask the file system" mean that the page has none.
func (d decoder) readDate(v ast.Node) time.Time {
	s, ok := scalar(v)
	if _, null := v.(*ast.NullNode); null {
		return time.Time{}
	}
	switch strings.ToLower(s) {
	case "last modified", "created", "git last modified", "git created":
		return time.Time{}
	}
	if _, isBool := v.(*ast.BoolNode); ok && !isBool {
		for _, layout := range dateLayouts {
			if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
				return t
			}
		}
	}
	d.wrong("date", v, "date")
	return time.Time{}
}

// layoutName reads "layouts/page.njk" as "page".
func layoutName(s string) string {
	s = s[strings.LastIndexByte(s, '/')+1:]
	name, _, _ := strings.Cut(s, ".")
	return name
}
