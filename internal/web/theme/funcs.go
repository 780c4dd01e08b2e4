package theme

import (
	"fmt"
	"hash/fnv"
	"html/template"

	"guichet/internal/i18n"
)

// funcs returns the functions that templates may call, bound to a language.
func funcs(lang i18n.Lang) template.FuncMap {
	return template.FuncMap{
		"t":       func(key string, pairs ...any) (string, error) { return translate(lang, key, pairs) },
		"link":    func(text, url string) Link { return Link{Text: text, URL: url} },
		"heading": newHeading,
		"outline": outline,
		"numeric": func(columns []Column, i int) bool { return i < len(columns) && columns[i].Numeric },
		"steps":   steps,
		"ident":   ident,
		"scheme":  newScheme,
	}
}

// translate returns a message with its values, given as name, value, name, value.
func translate(lang i18n.Lang, key string, pairs []any) (string, error) {
	if len(pairs)%2 != 0 {
		return "", fmt.Errorf("t %q: a name without a value", key)
	}
	var values map[string]any
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return "", fmt.Errorf("t %q: the name of a value must be a word, not %v", key, pairs[i])
		}
		if values == nil {
			values = map[string]any{}
		}
		values[name] = pairs[i+1]
	}
	return i18n.T(lang, key, values), nil
}

// heading is what the template "heading" draws: html/template cannot compute the name of a tag, so it branches on Level.
type heading struct {
	Level int // 2 to 4; anything else is drawn as a paragraph
	Class string
	Link  Link
}

func newHeading(level int, class, text, url string) heading {
	return heading{level, class, Link{Text: text, URL: url}}
}

// section is one entry of a table of contents with those that stand below it.
type section struct {
	ContentsItem
	Below []ContentsItem
}

// outline puts each entry below the last one of a higher rank: level 3 below level 2. An orphan stands by itself.
func outline(items []ContentsItem) []section {
	var out []section
	for _, item := range items {
		if last := len(out) - 1; last >= 0 && item.Level > out[last].Level {
			out[last].Below = append(out[last].Below, item)
			continue
		}
		out = append(out, section{ContentsItem: item})
	}
	return out
}

// steps returns, for each step of a path, whether it is reached.
func steps(step, total int) []bool {
	out := make([]bool, max(total, 0))
	for i := range out {
		out[i] = i < step
	}
	return out
}

// ident returns an id for what has none, the same for the same text.
func ident(text string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(text)) // it never fails
	return fmt.Sprintf("id-%08x", h.Sum32())
}

// scheme is one choice of the design system's display settings.
type scheme struct{ Value, Text, Hint, Drawing string }

func newScheme(assets, value, drawing, text, hint string) scheme {
	return scheme{value, text, hint, assets + "artwork/pictograms/" + drawing + ".svg"}
}
