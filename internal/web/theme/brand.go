package theme

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"maps"
	"strconv"
	"strings"
)

// Brand is what a public body sets to have the desk under its own colours. The zero value is the desk's own.
type Brand struct {
	Colour     string // "#0b4f4a": links, buttons and the band of the home page on a light ground; "" for the theme's
	DarkColour string // the same on a dark ground; "" for a lighter tone of Colour
	Logo       []byte // SVG or PNG, at most MaxLogo bytes; nil for the desk's sign
}

// MaxLogo bounds the file of a logo, in bytes: it is loaded with the first page.
const MaxLogo = 20_000

// Picture is an image of the theme with its size, which keeps the page still while it loads.
type Picture struct {
	URL           string
	Width, Height int // CSS pixels
}

var (
	black = Colour{0, 0, 0}
	white = Colour{255, 255, 255}
)

// dress returns the rules that put the brand's colours over the light and the dark palette of the minified sheet css, or nil for a brand without colours. It refuses
// colours that cannot be read with the others, and says which and by how much.
func (b Brand) dress(css []byte) (rules []byte, night []byte, err error) {
	if b.Colour == "" {
		if b.DarkColour != "" {
			return nil, nil, errors.New("a dark colour needs a light one beside it")
		}
		return nil, nil, nil
	}
	light, dark, err := readPalettes(string(css))
	if err != nil {
		return nil, nil, err
	}
	day, err := ParseColour(b.Colour)
	if err != nil {
		return nil, nil, err
	}
	dusk := lighter(day, dark)
	if b.DarkColour != "" {
		if dusk, err = ParseColour(b.DarkColour); err != nil {
			return nil, nil, err
		}
	}
	set := map[string]Colour{"accent": day, "deep": day.mix(black, .35), "hero": day, "hero-muted": white.mix(day, .12)}
	setDark := map[string]Colour{"accent": dusk, "deep": dusk.mix(white, .35), "hero": day.mix(black, .55), "hero-muted": white.mix(day, .25), "on": dusk.mix(black, .85)}
	for what, p := range map[string]struct{ all, set palette }{"light": {light, set}, "dark": {dark, setDark}} {
		maps.Copy(p.all, p.set)
		if faults := p.all.check(); len(faults) > 0 {
			return nil, nil, fmt.Errorf("the %s palette cannot be read: %s", what, strings.Join(faults[:min(len(faults), 3)], "; "))
		}
	}
	return declare(set), declare(setDark), nil
}

// lighter returns the first tone from c towards white that can be read on the dark grounds.
func lighter(c Colour, dark palette) Colour {
	for share := 0.0; share < 1; share += .05 {
		tone := c.mix(white, share)
		readable := true
		for _, ground := range []string{"paper", "surface", "tint", "info-bg", "success-bg", "warning-bg", "error-bg", "mark"} {
			readable = readable && Contrast(tone, dark[ground]) >= 4.5
		}
		if readable {
			return tone
		}
	}
	return white
}

// declare writes custom properties in one order, so that the sheet has one digest.
func declare(p palette) []byte {
	var b bytes.Buffer
	b.WriteString(":root{")
	for _, name := range []string{"accent", "deep", "hero", "hero-muted", "on"} {
		if c, ok := p[name]; ok {
			fmt.Fprintf(&b, "--%s:%s;", name, c)
		}
	}
	b.WriteString("}")
	return b.Bytes()
}

// branded returns the minified sheet with the brand's colours.
func (b Brand) branded(css []byte) ([]byte, error) {
	rules, night, err := b.dress(css)
	if err != nil || rules == nil {
		return css, err
	}
	head, tail, _ := bytes.Cut(css, []byte(ifDark))
	// The colours go before the condition, and the dark ones at the end of its block.
	block, rest, _ := bytes.Cut(tail, []byte("}}"))
	return bytes.Join([][]byte{head, rules, []byte(ifDark), block, []byte("}"), night, []byte("}"), rest}, nil), nil
}

// logo reads the file of a logo: its kind as a file extension and its size.
func (b Brand) logo() (ext string, width, height int, err error) {
	if len(b.Logo) > MaxLogo {
		return "", 0, 0, fmt.Errorf("the logo has %d bytes, at most %d", len(b.Logo), MaxLogo)
	}
	if c, err := png.DecodeConfig(bytes.NewReader(b.Logo)); err == nil {
		return ".png", c.Width, c.Height, nil
	}
	width, height, err = svgSize(b.Logo)
	if err != nil {
		return "", 0, 0, fmt.Errorf("the logo is neither PNG nor SVG with a size: %w", err)
	}
	return ".svg", width, height, nil
}

// svgSize returns the size of a drawing: its width and height, or those of its view box.
func svgSize(body []byte) (width, height int, err error) {
	d := xml.NewDecoder(bytes.NewReader(body))
	for {
		token, err := d.Token()
		if err != nil {
			return 0, 0, err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if start.Name.Local != "svg" {
			return 0, 0, fmt.Errorf("its first element is <%s>", start.Name.Local)
		}
		var w, h float64
		for _, a := range start.Attr {
			switch a.Name.Local {
			case "width":
				w, _ = strconv.ParseFloat(strings.TrimSuffix(a.Value, "px"), 64)
			case "height":
				h, _ = strconv.ParseFloat(strings.TrimSuffix(a.Value, "px"), 64)
			}
		}
		for _, a := range start.Attr {
			if box := strings.Fields(strings.ReplaceAll(a.Value, ",", " ")); a.Name.Local == "viewBox" && len(box) == 4 && (w == 0 || h == 0) {
				w, _ = strconv.ParseFloat(box[2], 64)
				h, _ = strconv.ParseFloat(box[3], 64)
			}
		}
		if !(w >= 1 && h >= 1 && w < 1e5 && h < 1e5) {
			return 0, 0, errors.New("no width and height, and no viewBox")
		}
		return int(w), int(h), nil
	}
}
