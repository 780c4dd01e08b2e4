package content

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
)

// maxDescription is the length of what search engines show, in characters.
const maxDescription = 160

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
			d.r.warn(lineOf(e.Key), "description-long", "length", n, "max", maxDescription)
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
		if b := d.boolean(key, v); b != nil {
			d.unlisted = *b
		}
	case "image":
		d.readImage(v)
	case "video", "slides":
		d.readMedia(key, v)
	case "pagination":
		d.readPagination(v)
	case "slugOverride":
		d.slugOverride = d.text(key, v)
	case "eleventyComputed":
		if entries, ok := mapping(v); ok {
			for _, e := range entries {
				if key := keyOf(e); key != "eleventyComputed" && dataKeys[key] || key == "title" {
					d.entry(e)
				}
			}
		}
	case "lang", "sitemap", "mermaid":
		// Eleventy feeds its templates with them. The desk has its own: the language is that of the address.
	case "badges", "start", "duration", "location":
		d.r.warn(lineOf(e.Key), "key-unshown", "key", key) // a reader of that site saw them
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
		d.template = s
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

// readImage reads the picture of a page: its path, or a map of path (or src) and alt.
func (d decoder) readImage(v ast.Node) {
	if seq, ok := v.(*ast.SequenceNode); ok && len(seq.Values) > 0 { // the field's own manual writes a list of one
		v = seq.Values[0]
	}
	if s, ok := scalar(v); ok {
		d.image.URL = s
		return
	}
	entries, ok := mapping(v)
	if !ok {
		if _, null := v.(*ast.NullNode); !null {
			d.wrong("image", v, "map")
		}
		return
	}
	for _, e := range entries {
		switch keyOf(e) {
		case "path", "src", "url":
			d.image.URL = d.text("image.path", e.Value)
		case "alt":
			d.image.Alt = d.text("image.alt", e.Value)
		}
	}
}

// readMedia reads a film or slides that another site holds. The desk shows no frames of other sites: the page links to them.
func (d decoder) readMedia(kind string, v ast.Node) {
	entries, ok := mapping(v)
	if !ok {
		if _, null := v.(*ast.NullNode); !null {
			d.wrong(kind, v, "map")
		}
		return
	}
	m := Media{Kind: kind}
	for _, e := range entries {
		switch keyOf(e) {
		case "src", "url":
			m.URL = d.text(kind+".src", e.Value)
		case "title":
			m.Title = d.text(kind+".title", e.Value)
		}
	}
	if !isWeb(m.URL) {
		d.r.fail(lineOf(v), "link-scheme", "link", short(m.URL))
		return
	}
	d.media = append(d.media, m)
}

// readPagination reads which collection a page lists: {data: collections.posts, size: 10, reverse: true}.
func (d decoder) readPagination(v ast.Node) {
	entries, ok := mapping(v)
	if !ok {
		d.wrong("pagination", v, "map")
		return
	}
	p := pagination{size: defaultListSize}
	for _, e := range entries {
		s, _ := scalar(e.Value)
		switch keyOf(e) {
		case "data":
			p.collection, ok = strings.CutPrefix(s, "collections.")
		case "size":
			if n, err := strconv.Atoi(s); err == nil && n > 0 && n <= maxListSize {
				p.size = n
			} else {
				d.wrong("pagination.size", e.Value, "number")
			}
		case "reverse":
			if b := d.boolean("pagination.reverse", e.Value); b != nil {
				p.reverse = *b
			}
		case "alias":
			p.alias = s
		}
	}
	if !ok || p.collection == "" {
		d.r.warn(lineOf(v), "pagination-unknown")
		return
	}
	d.listed = p
}

// isWeb reports whether s is an address of the web.
func isWeb(s string) bool { return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") }
