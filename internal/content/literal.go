package content

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// Eleventy's folder data, its "---js" front matter and the arguments of its components are JavaScript. The desk runs none: it reads
// the literals (objects, arrays, texts, numbers) and keeps what is code as its source, for the few functions that it understands.

// code is the source of a JavaScript expression that is no literal.
type code string

// Bounds of a literal.
const (
	maxLiteral      = 256 << 10 // bytes
	maxLiteralDepth = 40
)

var errLiteral = errors.New("not a literal")

// exported returns the literal that a module exports: "module.exports = {...}" or "export default {...}".
func exported(src string) (any, error) {
	for _, mark := range []string{"module.exports", "export default"} {
		if _, after, ok := strings.Cut(src, mark); ok {
			after = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(after), "="))
			return parseLiteral(after)
		}
	}
	return nil, errLiteral
}

// parseLiteral reads the literal at the start of src; what follows it is not looked at. The result is a string, a bool, nil, a code,
// a []any or a map[string]any; a number is the string that it is written as.
func parseLiteral(src string) (any, error) {
	if len(src) > maxLiteral {
		return nil, errLiteral
	}
	l := literal{src: src}
	v, ok := l.value(0)
	if !ok {
		return nil, errLiteral
	}
	return v, nil
}

type literal struct {
	src string
	at  int
}

// space skips blanks and comments.
func (l *literal) space() {
	for l.at < len(l.src) {
		rest := l.src[l.at:]
		switch {
		case strings.ContainsRune(" \t\r\n", rune(rest[0])):
			l.at++
		case strings.HasPrefix(rest, "//"):
			l.skipTo("\n")
		case strings.HasPrefix(rest, "/*"):
			l.skipTo("*/")
		default:
			return
		}
	}
}

func (l *literal) skipTo(end string) {
	if i := strings.Index(l.src[l.at:], end); i >= 0 {
		l.at += i + len(end)
	} else {
		l.at = len(l.src)
	}
}

func (l *literal) peek() byte {
	if l.at < len(l.src) {
		return l.src[l.at]
	}
	return 0
}

func (l *literal) value(depth int) (any, bool) {
	l.space()
	if depth > maxLiteralDepth {
		return nil, false
	}
	start := l.at
	var v any
	var ok bool
	switch c := l.peek(); c {
	case 0:
		return nil, false
	case '{':
		v, ok = l.object(depth)
	case '[':
		v, ok = l.array(depth)
	case '"', '\'', '`':
		v, ok = l.text()
	default:
		return l.expression(start), true
	}
	if !ok {
		return nil, false
	}
	l.space()
	switch l.peek() {
	case 0, ',', '}', ']', ')', ';', '|': // a Nunjucks filter leaves a text a text
		if l.peek() == '|' {
			l.expression(l.at)
		}
		return v, true
	case ':', '\n':
		return v, true
	}
	if depth == 0 {
		return v, true
	}
	return l.expression(start), true // "a" + b
}

// expression skips to the end of the expression that began at start and returns it.
func (l *literal) expression(start int) any {
	l.at = start
	deep := 0
	for l.at < len(l.src) {
		switch c := l.src[l.at]; {
		case c == '"' || c == '\'' || c == '`':
			if _, ok := l.text(); !ok {
				l.at = len(l.src)
			}
			continue
		case strings.HasPrefix(l.src[l.at:], "//"), strings.HasPrefix(l.src[l.at:], "/*"):
			l.space()
			continue
		case c == '(' || c == '[' || c == '{':
			deep++
		case c == ')' || c == ']' || c == '}':
			if deep == 0 {
				return word(l.src[start:l.at])
			}
			deep--
		case (c == ',' || c == ';') && deep == 0:
			return word(l.src[start:l.at])
		}
		l.at++
	}
	return word(l.src[start:])
}

// word returns what an expression of one word says.
func word(s string) any {
	s = strings.TrimSpace(s)
	switch s {
	case "true":
		return true
	case "false":
		return false
	case "null", "undefined", "none":
		return nil
	}
	if s != "" && strings.Trim(s, "0123456789.-") == "" {
		return s
	}
	return code(s)
}

func (l *literal) object(depth int) (any, bool) {
	m := map[string]any{}
	l.at++
	for {
		l.space()
		switch c := l.peek(); c {
		case '}':
			l.at++
			return m, true
		case ',':
			l.at++
			continue
		case 0:
			return nil, false
		case '.', '[': // spread, computed key
			before := l.at
			if c == '[' {
				if _, ok := l.array(depth + 1); !ok {
					return nil, false
				}
			}
			l.expression(l.at)
			if l.at == before {
				return nil, false
			}
			continue
		}
		key, ok := l.key()
		if !ok {
			return nil, false
		}
		l.space()
		switch l.peek() {
		case ':':
			l.at++
			v, ok := l.value(depth + 1)
			if !ok {
				return nil, false
			}
			m[key] = v
		case '(': // a method
			m[key] = l.expression(l.at)
		default: // a shorthand
			m[key] = code(key)
		}
		l.space()
		if c := l.peek(); c != ',' && c != '}' {
			return nil, false
		}
	}
}

func (l *literal) key() (string, bool) {
	if c := l.peek(); c == '"' || c == '\'' {
		v, ok := l.text()
		s, _ := v.(string)
		return s, ok
	}
	start := l.at
	for l.at < len(l.src) {
		c := l.src[l.at]
		if c != '_' && c != '$' && c != '-' && c < utf8.RuneSelf && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			break
		}
		l.at++
	}
	return l.src[start:l.at], l.at > start
}

func (l *literal) array(depth int) (any, bool) {
	var out []any
	l.at++
	for {
		l.space()
		switch l.peek() {
		case ']':
			l.at++
			return out, true
		case ',':
			l.at++
			continue
		case 0, '}', ')', ';':
			return nil, false
		}
		v, ok := l.value(depth + 1)
		if !ok {
			return nil, false
		}
		out = append(out, v)
	}
}

// text reads a quoted text. What a template literal computes stays as it is written: "${...}".
func (l *literal) text() (any, bool) {
	quote := l.src[l.at]
	var b strings.Builder
	for l.at++; l.at < len(l.src); l.at++ {
		switch c := l.src[l.at]; {
		case c == quote:
			l.at++
			return b.String(), true
		case c == '\\' && l.at+1 < len(l.src):
			l.at++
			switch c := l.src[l.at]; c {
			case 'n':
				b.WriteByte('\n')
			case 't':
				b.WriteByte('\t')
			case '\n': // a line that goes on
			default:
				b.WriteByte(c)
			}
		default:
			b.WriteByte(c)
		}
	}
	return nil, false
}
