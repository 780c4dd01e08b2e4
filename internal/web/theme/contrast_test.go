package theme

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Text has a contrast of 4.5 on every ground it stands on, and what shows a control or the focus has 3 (WCAG 2.2, 1.4.3 and 1.4.11),
// in the light and in the dark palette.
func TestContrast(t *testing.T) {
	css, _, _, _ := plain(t).Asset("plain.css")
	light, rest, found := strings.Cut(string(css), "(prefers-color-scheme:dark)")
	if !found {
		t.Fatal("no dark palette")
	}
	dark, _, _ := strings.Cut(rest, "}}")
	palettes := map[string]map[string]string{"light": palette(light), "dark": palette(dark)}
	pairs := []struct {
		front, grounds string
		least          float64
	}{
		{"ink muted accent visited error", "paper surface tint", 4.5},
		{"ink accent visited", "info-bg success-bg warning-bg error-bg mark", 4.5},
		{"info", "info-bg", 4.5}, {"success", "success-bg", 4.5}, {"warning", "warning-bg", 4.5}, {"error", "error-bg", 4.5},
		{"on", "accent deep", 4.5},
		{"hero-ink hero-muted", "hero", 4.5},
		{"edge focus", "paper surface tint", 3},
	}
	for name, colours := range palettes {
		for _, p := range pairs {
			for _, front := range strings.Fields(p.front) {
				for _, ground := range strings.Fields(p.grounds) {
					if got := contrast(t, colours[front], colours[ground]); got < p.least {
						t.Errorf("%s: %s on %s is %.1f, at least %.1f", name, front, ground, got, p.least)
					}
				}
			}
		}
	}
}

var property = regexp.MustCompile(`--([a-z-]+):#([0-9a-f]{6}|[0-9a-f]{3})\b`)

func palette(css string) map[string]string {
	m := map[string]string{}
	for _, p := range property.FindAllStringSubmatch(css, -1) {
		m[p[1]] = p[2]
	}
	return m
}

func contrast(t *testing.T, a, b string) float64 {
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

// luminance is the relative luminance of a colour, as WCAG defines it.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	if len(colour) == 3 {
		colour = string([]byte{colour[0], colour[0], colour[1], colour[1], colour[2], colour[2]})
	}
	n, err := strconv.ParseUint(colour, 16, 32)
	if err != nil {
		t.Fatalf("colour %q: %v", colour, err)
	}
	channel := func(shift int) float64 {
		c := float64(n>>shift&255) / 255
		if c <= .04045 {
			return c / 12.92
		}
		return math.Pow((c+.055)/1.055, 2.4)
	}
	return .2126*channel(16) + .7152*channel(8) + .0722*channel(0)
}
