package content

import (
	"bytes"
	"strings"
)

// Pages that come from Eleventy hold tags of its template languages, Nunjucks and Liquid. The desk runs no templates: a tag is
// reported and taken out. What stands between {% raw %} and {% endraw %} is text that happens to look like a tag, and stays.

// maxTag bounds how far the end of a tag is searched, in bytes.
const maxTag = 4000

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
	var out bytes.Buffer
	var tags []templateTag
	for i := 0; i < len(src); {
		n, raw := tagAt(src[i:])
		if n == 0 {
			out.WriteByte(src[i])
			i++
			continue
		}
		tag := src[i : i+n]
		if raw {
			body, end := rawBody(src[i+n:])
			out.Write(bytes.Repeat([]byte("\n"), bytes.Count(tag, []byte("\n"))))
			out.Write(body)
			i += n + end
			continue
		}
		tags = append(tags, templateTag{i, string(tag)})
		out.Write(bytes.Repeat([]byte("\n"), bytes.Count(tag, []byte("\n"))))
		i += n
	}
	return out.Bytes(), tags
}

// tagAt returns the length of the tag at the start of s, or 0. A tag that nothing ends is its two opening characters.
func tagAt(s []byte) (n int, raw bool) {
	if len(s) < 2 || s[0] != '{' {
		return 0, false
	}
	var end string
	switch s[1] {
	case '{':
		end = "}}"
	case '%':
		end = "%}"
	case '#':
		// {#id} is an attribute; a Nunjucks comment is written {# so #}.
		if len(s) < 3 || s[2] != ' ' {
			return 0, false
		}
		end = "#}"
	default:
		return 0, false
	}
	at := bytes.Index(s[2:min(len(s), maxTag)], []byte(end))
	if at < 0 {
		if s[1] == '#' {
			return 0, false
		}
		return 2, false
	}
	n = 2 + at + len(end)
	word := strings.Trim(string(s[2:2+at]), "-+ \t\r\n")
	return n, s[1] == '%' && word == "raw"
}

// rawBody returns what stands before the endraw tag at the start of s, and the length of both.
func rawBody(s []byte) (body []byte, n int) {
	for i := 0; i+1 < len(s); i++ {
		if s[i] != '{' || s[i+1] != '%' {
			continue
		}
		if n, _ := tagAt(s[i:]); n > 2 && strings.Trim(string(s[i+2:i+n-2]), "-+ \t\r\n") == "endraw" {
			return s[:i], i + n
		}
	}
	return s, len(s)
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
