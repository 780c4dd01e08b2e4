package content

import (
	"bytes"
	"strings"
)

// Pages that come from Eleventy hold tags of its template languages, Nunjucks and Liquid. The desk runs no templates. The few tags that
// the field's pages use and that say all they need (run.go) are drawn as what they would have made; any other tag is reported and taken
// out. What stands between {% raw %} and {% endraw %} is text that happens to look like a tag, and stays.

// templateTag is one tag found in a source.
type templateTag struct {
	pos  int
	text string
}

// hiding are the tags whose content is for the machine: it goes with them.
var hiding = set("comment css js macro set")

// stripTemplateTags is replaceTemplateTags without anything to run.
func stripTemplateTags(src []byte) ([]byte, []templateTag) { return replaceTemplateTags(src, nil) }

// replaceTemplateTags returns src with each template tag replaced by what run makes of it, or by nothing where run does not know it,
// and by the line breaks that it held so that lines keep their numbers. The tags that were not run are returned. run may be nil; it is
// not asked for tags that stand in code.
func replaceTemplateTags(src []byte, run func(tag, word string) (string, bool)) ([]byte, []templateTag) {
	if !bytes.Contains(src, []byte("{{")) && !bytes.Contains(src, []byte("{%")) && !bytes.Contains(src, []byte("{# ")) {
		return src, nil
	}
	out := make([]byte, 0, len(src))
	var tags []templateTag
	f := tagFinder{src: src}
	in := codeFinder{src: src}
	unended := map[string]bool{}
	for i := 0; i < len(src); {
		end, word := f.tag(i)
		if end == 0 {
			out = append(out, src[i])
			in.step(i)
			i++
			continue
		}
		lines := bytes.Repeat([]byte("\n"), bytes.Count(src[i:end], []byte("\n")))
		tag := string(src[i:end])
		if word != "raw" {
			made, ok := "", false
			if run != nil && !in.code() {
				made, ok = run(tag, word)
			}
			if !ok {
				made = ""
				tags = append(tags, templateTag{i, tag})
			}
			out = append(append(out, made...), lines...)
			i = end
			if !ok && hiding[word] && !unended[word] && !in.code() && !(word == "set" && strings.Contains(tag, "=")) {
				if to := f.ending(i, "end"+word); to > 0 {
					out = append(out, bytes.Repeat([]byte("\n"), bytes.Count(src[i:to], []byte("\n")))...)
					i = to
				} else {
					unended[word] = true
				}
			}
			continue
		}
		out = append(out, lines...)
		i = end
		for i < len(src) {
			if end, word := f.tag(i); word == "endraw" {
				i = end
				break
			}
			out = append(out, src[i])
			in.step(i)
			i++
		}
	}
	return out, tags
}

// ending returns the position before the first tag of that word at or after i, 0 when there is none.
func (f *tagFinder) ending(i int, word string) int {
	for ; i < len(f.src); i++ {
		if at := bytes.Index(f.src[i:], []byte("{%")); at < 0 {
			return 0
		} else if i += at; i > 0 {
			if end, w := f.tag(i); end > 0 && w == word {
				return i
			}
		}
	}
	return 0
}

// codeFinder tells whether a position stands in a fenced code block or in code inside a line. step is called for each byte in turn.
type codeFinder struct {
	src   []byte
	fence []byte // that opened the block; empty outside one
	ticks int    // in the current line so far
}

func (c *codeFinder) step(i int) {
	switch c.src[i] {
	case '`':
		c.ticks++
	case '\n':
		c.ticks = 0
	}
	if i > 0 && c.src[i-1] != '\n' {
		return
	}
	line, _, _ := bytes.Cut(c.src[i:], []byte("\n"))
	line = bytes.TrimLeft(line, " \t>")
	n := 0
	for n < len(line) && (line[0] == '`' || line[0] == '~') && line[n] == line[0] {
		n++
	}
	switch {
	case n < 3:
	case len(c.fence) == 0:
		c.fence = line[:n]
	case line[0] == c.fence[0] && n >= len(c.fence) && len(bytes.TrimSpace(line[n:])) == 0:
		c.fence = nil
	}
}

func (c *codeFinder) code() bool { return len(c.fence) > 0 || c.ticks%2 == 1 }

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
