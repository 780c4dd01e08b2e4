package content

import (
	"bytes"
	"strings"
)

// Pages that come from Eleventy hold tags of its template languages, Nunjucks and Liquid. The desk runs no templates: a tag is
// reported and taken out. What stands between {% raw %} and {% endraw %} is text that happens to look like a tag, and stays.

// templateTag is one tag found in a source.
type templateTag struct {
	pos  int
	text string
}

// stripTemplateTags returns src without its template tags, each replaced by the line breaks that it held so that lines keep their
// numbers, and the tags.
func stripTemplateTags(src []byte) ([]byte, []templateTag) {
	if !bytes.Contains(src, []byte("{{")) && !bytes.Contains(src, []byte("{%")) && !bytes.Contains(src, []byte("{# ")) {
		return src, nil
	}
	out := make([]byte, 0, len(src))
	var tags []templateTag
	f := tagFinder{src: src}
	for i := 0; i < len(src); {
		end, word := f.tag(i)
		if end == 0 {
			out = append(out, src[i])
			i++
			continue
		}
		out = append(out, bytes.Repeat([]byte("\n"), bytes.Count(src[i:end], []byte("\n")))...)
		if word != "raw" {
			tags = append(tags, templateTag{i, string(src[i:end])})
			i = end
			continue
		}
		i = end
		for i < len(src) {
			if end, word := f.tag(i); word == "endraw" {
				i = end
				break
			}
			out = append(out, src[i])
			i++
		}
	}
	return out, tags
}

// tagFinder finds tags from left to right. It remembers where the next end of each kind stands, so that a page of openings that
// nothing ends costs one search and not one for each.
type tagFinder struct {
	src  []byte
	next [3]int // position of the next "}}", "%}", "#}" at or after the last search; -1 when there is none
}

var tagEnds = [3]string{"}}", "%}", "#}"}

// tag returns the position after the tag at i, and its word when it is a {% tag %}; or 0. A tag that nothing ends is its two
// opening characters.
func (f *tagFinder) tag(i int) (end int, word string) {
	s := f.src[i:]
	if len(s) < 2 || s[0] != '{' {
		return 0, ""
	}
	kind := bytes.IndexByte([]byte("{%#"), s[1])
	if kind < 0 || kind == 2 && (len(s) < 3 || s[2] != ' ') { // {#id} is an attribute; a Nunjucks comment is written {# so #}
		return 0, ""
	}
	if at := f.next[kind]; at >= 0 && at < i+2 {
		f.next[kind] = bytes.Index(s[2:], []byte(tagEnds[kind]))
		if f.next[kind] >= 0 {
			f.next[kind] += i + 2
		}
	}
	at := f.next[kind]
	switch {
	case at >= 0:
	case kind == 2:
		return 0, ""
	default:
		return i + 2, ""
	}
	if kind == 1 {
		word, _, _ = strings.Cut(strings.Trim(string(f.src[i+2:min(at, i+40)]), "-+ \t\r\n"), " ")
	}
	return at + 2, word
}

// withoutTemplateTags is stripTemplateTags for a value of the front matter; n is the number of tags.
func withoutTemplateTags(s string) (clean string, n int) {
	for strings.Contains(s, "{{") || strings.Contains(s, "{%") {
		out, tags := stripTemplateTags([]byte(s))
		n += len(tags)
		if len(tags) == 0 {
			break
		}
		s = string(out)
	}
	return s, n
}

// hideTags keeps what still looks like a template tag (an author's \{\{ or a raw block) from being one for whatever reads the page.
var hideTags = strings.NewReplacer("{{", "&#123;&#123;", "{%", "&#123;%")

// short cuts a tag for a message.
func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
