package figure

import (
	"fmt"
	"math"
	"strconv"

	"guichet/internal/i18n"
)

// Map shows where things are, on the outline of metropolitan France. A place outside of it is in a strip below, by its name.
type Map struct {
	Title       string
	Description string   // what there is to see, in a sentence
	Columns     []string // headings of the table: place, how many, what; three of them
	Places      []Place
	Lang        i18n.Lang
}

// Place is one marker: where it is, and what is there.
type Place struct {
	Name     string
	URL      string  // where the name leads, in the table
	Lat, Lon float64 // degrees, WGS 84
	Count    int     // drawn in the marker
	What     string  // in the table
}

// The map is 320 units wide, as the smallest screen is, so that letters are never smaller than they should be by much.
const (
	mapWidth   = 320.0
	mapMargin  = 8.0
	midLat     = 46.5 // where a degree east and a degree north keep their proportion
	stripRow   = 36
	stripCells = 2
)

// frame projects degrees to units: a cylinder true at midLat, which is enough at this size.
type frame struct{ west, north, scale float64 }

var metropole, mapHeight = func() (frame, float64) {
	west, east, south, north := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, ring := range france {
		for _, p := range ring {
			west, east = min(west, p[0]), max(east, p[0])
			south, north = min(south, p[1]), max(north, p[1])
		}
	}
	f := frame{west, north, 0}
	f.scale = (mapWidth - 2*mapMargin) / ((east - west) * math.Cos(midLat*math.Pi/180))
	return f, (north-south)*f.scale + 2*mapMargin
}()

func (f frame) at(lon, lat float64) (x, y float64) {
	return mapMargin + (lon-f.west)*math.Cos(midLat*math.Pi/180)*f.scale, mapMargin + (f.north-lat)*f.scale
}

// Draw draws the map; id is unique in the page.
func (m Map) Draw(id string) Drawing {
	d := Drawing{Title: m.Title}
	for i, c := range m.Columns {
		d.Columns = append(d.Columns, Column{Title: c, Numeric: i == 1})
	}
	var c canvas
	c.add(`<path class="fig-line" fill="none" stroke="currentColor" d="`)
	for _, ring := range france {
		for i, p := range ring {
			x, y := metropole.at(p[0], p[1])
			c.add("%c%.1f %.1f", "ML"[min(i, 1)], x, y)
		}
		c.add("Z")
	}
	c.add(`"/>`)
	var away []Place
	for _, p := range m.Places {
		d.Rows = append(d.Rows, []Cell{{p.Name, p.URL}, {Text: number(m.Lang, p.Count)}, {Text: p.What}})
		x, y := metropole.at(p.Lon, p.Lat)
		if x < 0 || x > mapWidth || y < 0 || y > mapHeight {
			away = append(away, p)
			continue
		}
		marker(&c, x, y, p.Count)
	}
	height := mapHeight
	for i, p := range away {
		x, y := float64(i%stripCells)*mapWidth/stripCells+16, mapHeight+float64(i/stripCells)*stripRow+18
		marker(&c, x, y, p.Count)
		c.text(fmt.Sprintf("%.1f", x+20), int(y)+5, "start", clip(p.Name, 15))
		height = y + stripRow/2
	}
	d.SVG = c.image(id, m.Title, m.Description, fmt.Sprintf(`viewBox="0 0 %.0f %.0f"`, mapWidth, math.Ceil(height)))
	return d
}

// marker draws a count in a disc whose letters have the colour of the page below it.
func marker(c *canvas, x, y float64, count int) {
	c.add(`<circle class="fig-1" cx="%.1f" cy="%.1f" r="13"/><text class="fig-on" x="%.1f" y="%.1f" text-anchor="middle" font-weight="bold">%s</text>`, x, y, x, y+5, strconv.Itoa(count))
}
