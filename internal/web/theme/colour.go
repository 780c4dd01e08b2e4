package theme

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Colour is a colour of sRGB without transparency.
type Colour struct{ R, G, B uint8 }

var hexColour = regexp.MustCompile(`^#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})$`)

// ParseColour reads "#0b4f4a" or "#fff".
func ParseColour(s string) (Colour, error) {
	if !hexColour.MatchString(s) {
		return Colour{}, fmt.Errorf("%q is no colour: write six figures, such as #0b4f4a", s)
	}
	s = s[1:]
	if len(s) == 3 {
		s = string([]byte{s[0], s[0], s[1], s[1], s[2], s[2]})
	}
	n, err := strconv.ParseUint(s, 16, 32)
	if err != nil {
		return Colour{}, err
	}
	return Colour{uint8(n >> 16), uint8(n >> 8 & 255), uint8(n & 255)}, nil
}

func (c Colour) String() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// luminance is the relative luminance of a colour, from 0 to 1, as WCAG 2.2 defines it.
func (c Colour) luminance() float64 {
	channel := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= .04045 {
			return x / 12.92
		}
		return math.Pow((x+.055)/1.055, 2.4)
	}
	return .2126*channel(c.R) + .7152*channel(c.G) + .0722*channel(c.B)
}

// Contrast is the contrast of two colours, from 1 to 21, as WCAG 2.2 defines it.
func Contrast(a, b Colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + .05) / (min(x, y) + .05)
}

// mix returns c with the share of other in it, from 0 to 1.
func (c Colour) mix(other Colour, share float64) Colour {
	one := func(a, b uint8) uint8 { return uint8(math.Round(float64(a)*(1-share) + float64(b)*share)) }
	return Colour{one(c.R, other.R), one(c.G, other.G), one(c.B, other.B)}
}

// pairs are the colours that stand on each other, with the least contrast that they must have: 4.5 for text, 3 for what shows a control or the
// focus (WCAG 2.2, 1.4.3 and 1.4.11).
var pairs = []struct {
	fronts, grounds string
	least           float64
}{
	{"ink muted accent visited error", "paper surface tint", 4.5},
	{"ink accent visited", "info-bg success-bg warning-bg error-bg mark", 4.5},
	{"info", "info-bg", 4.5}, {"success", "success-bg", 4.5}, {"warning", "warning-bg", 4.5}, {"error", "error-bg", 4.5},
	{"on", "accent deep", 4.5},
	{"hero-ink hero-muted", "hero", 4.5},
	{"edge focus", "paper surface tint", 3},
}

// palette maps the name of a colour of plain.css ("accent") to it.
type palette map[string]Colour

var property = regexp.MustCompile(`--([a-z-]+):(#[0-9a-f]{6}|#[0-9a-f]{3})\b`)

// readPalettes returns the light and the dark palette of the minified plain.css.
func readPalettes(css string) (light, dark palette, err error) {
	before, rest, found := strings.Cut(css, ifDark)
	if !found {
		return nil, nil, fmt.Errorf("no %q", ifDark)
	}
	night, _, _ := strings.Cut(rest, "}}")
	read := func(text string) palette {
		p := palette{}
		for _, m := range property.FindAllStringSubmatch(text, -1) {
			if c, err := ParseColour(m[2]); err == nil {
				p[m[1]] = c
			}
		}
		return p
	}
	return read(before), read(night), nil
}

// check returns what is too faint in the palette, or nil.
func (p palette) check() []string {
	var faults []string
	for _, pair := range pairs {
		for _, front := range strings.Fields(pair.fronts) {
			for _, ground := range strings.Fields(pair.grounds) {
				f, ok := p[front]
				g, known := p[ground]
				if !ok || !known {
					faults = append(faults, fmt.Sprintf("there is no colour %s or %s", front, ground))
					continue
				}
				if got := Contrast(f, g); got < pair.least {
					faults = append(faults, fmt.Sprintf("%s %s on %s %s has a contrast of %.1f, at least %.1f is needed", front, f, ground, g, got, pair.least))
				}
			}
		}
	}
	return faults
}
