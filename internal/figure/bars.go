package figure

import (
	"fmt"
	"strings"

	"guichet/internal/i18n"
)

// Bars compares whole numbers: one line a bar, in the order given, each bar cut into one part a series.
type Bars struct {
	Title       string
	Description string   // what there is to see, in a sentence; it may be empty
	Label       string   // heading of the table's first column
	Series      []string // what the parts of a bar count; at least one
	Bars        []Bar
	Lang        i18n.Lang
}

// Bar is one line. Values are as many as the series; what is below zero is drawn as zero.
type Bar struct {
	Label  string
	URL    string // where the label leads, in the table
	Values []int
}

// Heights in px, and characters that fit on 320 px.
const (
	barRow    = 44
	barHeight = 14
	legendRow = 22
	barLabel  = 30
)

// Draw draws the bars; id is unique in the page.
func (b Bars) Draw(id string) Drawing {
	d := Drawing{Title: b.Title, Columns: []Column{{Title: b.Label}}}
	for _, s := range b.Series {
		d.Columns = append(d.Columns, Column{Title: s, Numeric: true})
	}
	most, said := 0, make([]string, 0, len(b.Bars))
	for _, bar := range b.Bars {
		most = max(most, bar.total())
	}
	var c canvas
	y := 0
	if len(b.Series) > 1 {
		for i, s := range b.Series {
			c.add(`<rect class="%s" x="0" y="%d" width="12" height="12"/>`, tone(i), y+2)
			c.text("20", y+13, "start", clip(s, barLabel+6))
			y += legendRow
		}
		y += legendRow / 2
	}
	for _, bar := range b.Bars {
		row := []Cell{{bar.Label, bar.URL}}
		c.text("0", y+14, "start", clip(bar.Label, barLabel))
		c.text("100%", y+14, "end", number(b.Lang, bar.total()))
		from := 0
		for i := range b.Series {
			v := bar.value(i)
			row = append(row, Cell{Text: number(b.Lang, v)})
			if v > 0 {
				c.add(`<rect class="%s" x="%s" y="%d" width="%s" height="%d"/>`, tone(i), percent(float64(from), float64(most)), y+21, percent(float64(v), float64(most)), barHeight)
			}
			from += max(v, 0)
		}
		d.Rows = append(d.Rows, row)
		said = append(said, fmt.Sprintf("%s: %s", bar.Label, number(b.Lang, bar.total())))
		y += barRow
	}
	description := b.Description
	if description == "" {
		description = strings.Join(said, "; ")
	}
	d.SVG = c.image(id, b.Title, description, fmt.Sprintf(`width="100%%" height="%d"`, y))
	return d
}

func (b Bar) value(i int) int {
	if i < len(b.Values) {
		return b.Values[i]
	}
	return 0
}

func (b Bar) total() int {
	sum := 0
	for i := range b.Values {
		sum += max(b.value(i), 0)
	}
	return sum
}
