package figure

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"guichet/internal/i18n"
)

const hostile = "\"><script>alert(1)</script><text x='\x00\x1b"

// parse reads the image as XML and returns its elements by name.
func parse(t *testing.T, svg string) map[string][]map[string]string {
	t.Helper()
	found := map[string][]map[string]string{}
	dec := xml.NewDecoder(strings.NewReader(svg))
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			t.Fatalf("%v in %s", err, svg)
		}
		if e, ok := tok.(xml.StartElement); ok {
			attrs := map[string]string{}
			for _, a := range e.Attr {
				attrs[a.Name.Local] = a.Value
			}
			found[e.Name.Local] = append(found[e.Name.Local], attrs)
		}
	}
}

func checkImage(t *testing.T, d Drawing) map[string][]map[string]string {
	t.Helper()
	e := parse(t, d.SVG)
	if len(e["svg"]) != 1 || e["svg"][0]["role"] != "img" || len(e["title"]) != 1 || len(e["desc"]) != 1 {
		t.Errorf("not an image with a title and a description: %s", d.SVG)
	}
	if len(e["script"]) > 0 || regexp.MustCompile(`style=| on[a-z]+=`).MatchString(d.SVG) {
		t.Errorf("scripts or inline style: %s", d.SVG)
	}
	for _, r := range d.Rows {
		if len(r) != len(d.Columns) {
			t.Errorf("row of %d cells under %d columns", len(r), len(d.Columns))
		}
	}
	return e
}

func TestBarsAreInProportion(t *testing.T) {
	t.Parallel()
	d := Bars{Title: "T", Label: "L", Series: []string{"n"}, Lang: i18n.French, Bars: []Bar{{"a", "", []int{2000}}, {"b", "/b", []int{500}}, {"c", "", []int{0}}}}.Draw("x")
	e := checkImage(t, d)
	if got := fmt.Sprint(e["rect"][0]["width"], " ", e["rect"][1]["width"], " ", len(e["rect"])); got != "100.00% 25.00% 2" {
		t.Error(got)
	}
	if got := fmt.Sprint(d.Rows); got != "[[{a } {2\u202f000 }] [{b /b} {500 }] [{c } {0 }]]" {
		t.Error(got)
	}
	if e["svg"][0]["aria-labelledby"] != "x-t x-d" || e["title"][0]["id"] != "x-t" {
		t.Error(e["svg"][0])
	}
}

func TestBarsInParts(t *testing.T) {
	t.Parallel()
	d := Bars{Title: "T", Label: "L", Series: []string{"found", "not"}, Lang: i18n.English, Bars: []Bar{{"a", "", []int{30, 10}}, {"b", "", []int{20}}}}.Draw("x")
	e := checkImage(t, d)
	bars := e["rect"][2:] // after the legend
	if got := fmt.Sprint(bars[0]["x"], bars[0]["width"], bars[1]["x"], bars[1]["width"], bars[2]["width"]); got != "0.00%75.00%75.00%25.00%50.00%" {
		t.Error(got)
	}
}

func TestTimelinePlaces(t *testing.T) {
	t.Parallel()
	day := func(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }
	d := Timeline{Title: "T", Columns: []string{"a", "b", "c", "d"}, Lang: i18n.French, Now: day(2024), Rows: []Row{{"r", "", []Span{{day(2020), day(2024), "first", 0}, {From: day(2028), What: "end"}}}}}.Draw("x")
	e := checkImage(t, d)
	if w := e["rect"][0]["width"]; w != "50.00%" {
		t.Error(w)
	}
	if cx := e["circle"][0]["cx"]; cx != "100.00%" {
		t.Error(cx)
	}
	if got := fmt.Sprint(d.Rows); got != "[[{r } {first } {1er\u00a0janvier\u00a02020 } {1er\u00a0janvier\u00a02024 }] [{r } {end } {1er\u00a0janvier\u00a02028 } { }]]" {
		t.Errorf("%q", got)
	}
	if !strings.Contains(d.SVG, "fig-now") {
		t.Error("no mark for now")
	}
}

func TestTicksStayFew(t *testing.T) {
	t.Parallel()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, 3, 28, 9, 30, 0, 0, paris)
	for _, long := range []time.Duration{time.Hour, 5 * time.Hour, 30 * time.Hour, 100 * time.Hour, 40 * 24 * time.Hour, 400 * 24 * time.Hour, 11 * 365 * 24 * time.Hour, 290 * 365 * 24 * time.Hour} {
		got := ticks(start, start.Add(long), i18n.French)
		if len(got) < 1 || len(got) > maxTicks {
			t.Errorf("%v: %d ticks", long, len(got))
		}
	}
	if got := ticks(start, start, i18n.French); got != nil {
		t.Error(got)
	}
}

func TestMapKnowsWhereFranceIs(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]struct{ lat, lon, x, y float64 }{ // in parts of the map, read from a printed atlas: Brest west, Strasbourg east, Lille north, Ajaccio south-east
		"Brest": {48.39, -4.49, .03, .28}, "Strasbourg": {48.58, 7.75, .85, .26}, "Lille": {50.63, 3.06, .55, .05}, "Ajaccio": {41.92, 8.74, .93, .95},
	} {
		x, y := metropole.at(p.lon, p.lat)
		x, y = x/mapWidth, y/mapHeight
		if x < p.x-.06 || x > p.x+.06 || y < p.y-.06 || y > p.y+.06 {
			t.Errorf("%s at %.2f %.2f", name, x, y)
		}
	}
	d := Map{Title: "T", Columns: []string{"a", "b", "c"}, Places: []Place{{"Paris", "", 48.86, 2.35, 3, "x"}, {"La Réunion", "", -20.88, 55.45, 1, "y"}, {"Mayotte", "", -12.78, 45.23, 2, "z"}}}.Draw("m")
	e := checkImage(t, d)
	if len(e["circle"]) != 3 || !strings.Contains(d.SVG, "La Réunion") {
		t.Error("a place outside the outline is lost")
	}
}

func TestNothingExecutes(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for _, d := range []Drawing{
		Bars{Title: hostile, Description: hostile, Label: hostile, Series: []string{hostile, hostile}, Bars: []Bar{{hostile, hostile, []int{1, 2}}}}.Draw(hostile),
		Timeline{Title: hostile, Description: hostile, Columns: []string{hostile, "", "", ""}, Rows: []Row{{hostile, hostile, []Span{{now, now.Add(time.Hour), hostile, 99}}}}}.Draw(hostile),
		Map{Title: hostile, Description: hostile, Columns: []string{"", "", ""}, Places: []Place{{hostile, "", -40, 3, 1, hostile}}}.Draw(hostile),
	} {
		checkImage(t, d)
	}
}
