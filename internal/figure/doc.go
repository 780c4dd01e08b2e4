// Package figure draws figures as SVG: bars, timelines and maps, each with the same data as a table.
//
// A figure is a pure function of typed data. Its drawing is an image for those who see it (role "img" with a title and a description) and its
// rows say the same in words: a page shows both, as theme.Figure does. Rules:
//
//   - Widths are parts of a hundred of whatever room there is, and letters keep their size, so that a figure is read on a screen 320 px wide.
//   - Colours are classes and currentColor, never an inline style: a strict Content-Security-Policy holds, and dark mode is the style sheet's.
//   - A label too long for the drawing ends in an ellipsis; the table holds it whole.
//   - Every text is escaped here: labels may come from strangers.
//
// The classes are fig (the image), fig-1 to fig-4 (tones of shapes), fig-line (axes and outlines) and fig-now (a mark of the present day).
package figure

import (
	"fmt"
	"html"
	"strconv"
	"strings"
	"unicode/utf8"

	"guichet/internal/i18n"
)

// Drawing is a figure ready to be put into a page.
type Drawing struct {
	SVG     string // safe to put into HTML
	Title   string // of the figure; also the caption of its table
	Columns []Column
	Rows    [][]Cell // each as long as Columns
}

// Column is a column of the table.
type Column struct {
	Title   string
	Numeric bool
}

// Cell is a cell of the table; URL, when set, is where its text leads.
type Cell struct{ Text, URL string }

// tones is how many tones the style sheet tells apart.
const tones = 4

func tone(i int) string { return "fig-" + strconv.Itoa(i%tones+1) }

// canvas gathers the parts of an image.
type canvas struct{ strings.Builder }

func (c *canvas) add(format string, args ...any) { fmt.Fprintf(&c.Builder, format, args...) }

// text writes a text whose end or middle or start stands at x, which is a length such as "50%".
func (c *canvas) text(x string, y int, anchor, s string) {
	c.add(`<text x="%s" y="%d" text-anchor="%s">%s</text>`, x, y, anchor, escape(s))
}

// image closes the parts into an image that fills the width and is height px high; an image with a box scales as a whole instead.
func (c *canvas) image(id, title, description, size string) string {
	id = escape(id)
	return `<svg class="fig" role="img" aria-labelledby="` + id + `-t ` + id + `-d" fill="currentColor" font-size="14" ` + size + `><title id="` + id + `-t">` + escape(title) +
		`</title><desc id="` + id + `-d">` + escape(description) + `</desc>` + c.String() + `</svg>`
}

// escape makes a text safe inside SVG. Characters that XML forbids are dropped.
func escape(s string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r < ' ' || r == utf8.RuneError || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, s))
}

// clip shortens a label to at most most characters.
func clip(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return strings.TrimRight(string(r[:most-1]), " ,;") + "…"
}

// percent writes part of whole as a length between 0 and 100 %.
func percent(part, whole float64) string {
	if whole <= 0 {
		return "0%"
	}
	return strconv.FormatFloat(min(max(100*part/whole, 0), 100), 'f', 2, 64) + "%"
}

// number writes n with its thousands apart.
func number(lang i18n.Lang, n int) string {
	sign, s := "", strconv.Itoa(n)
	if n < 0 {
		sign, s = "-", s[1:]
	}
	sep := "\u202f"
	if lang == i18n.English {
		sep = ","
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + sep + s[i:]
	}
	return sign + s
}
