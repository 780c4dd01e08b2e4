package theme

import (
	"math"
	"strings"
	"testing"

	"guichet/internal/i18n"
)

// Text can be read on every ground it stands on, and what shows a control or the focus can be seen, in the light and in the dark palette.
func TestContrast(t *testing.T) {
	css, _, _, _ := plain(t).Asset("plain.css")
	light, dark, err := readPalettes(string(css))
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]palette{"light": light, "dark": dark} {
		for _, fault := range p.check() {
			t.Errorf("%s: %s", name, fault)
		}
	}
}

// The measure is that of WCAG: figures worked out elsewhere.
func TestContrastIsThatOfWCAG(t *testing.T) {
	for pair, want := range map[string]float64{"#000 #fff": 21, "#fff #fff": 1, "#777777 #ffffff": 4.48, "#0b4f4a #ffffff": 9.5} {
		a, b, _ := strings.Cut(pair, " ")
		x, errX := ParseColour(a)
		y, errY := ParseColour(b)
		if got := Contrast(x, y); errX != nil || errY != nil || math.Abs(got-want) > .1 {
			t.Errorf("%s: %.2f, want %.2f", pair, got, want)
		}
	}
	for _, bad := range []string{"", "red", "#12", "#12345", "#1234567", "#gggggg", "0b4f4a", "#0b4f4a;}"} {
		if c, err := ParseColour(bad); err == nil {
			t.Errorf("%q is read as %v", bad, c)
		}
	}
}

// A reader's choice stands in a sheet of its own, with every rule but the palette's condition the same.
func TestDisplays(t *testing.T) {
	th := plain(t)
	seen := map[string]Display{}
	for _, d := range displays {
		if got := ParseDisplay(d.String()); got != d {
			t.Errorf("%+v is read back as %+v", d, got)
		}
		url := th.StyleURL(d)
		if other, twice := seen[url]; twice || url == "" {
			t.Errorf("%+v and %+v share the sheet %q", d, other, url)
		}
		seen[url] = d
		body, _, _, ok := th.Asset(strings.TrimPrefix(url, "/assets/"))
		if !ok {
			t.Fatalf("%+v: no sheet", d)
		}
		css := string(body)
		if asks := strings.Contains(css, "prefers-color-scheme"); asks != (d.Palette == "") {
			t.Errorf("%+v: asks the system for its palette: %v", d, asks)
		}
		if asks := strings.Contains(css, "prefers-contrast"); asks != !d.Contrast {
			t.Errorf("%+v: asks the system for contrast: %v", d, asks)
		}
		if page := frame(t, th, Shell{Lang: i18n.French, Style: url, Display: d}, ""); !strings.Contains(page, `content="`+d.Scheme()+`"`) {
			t.Errorf("%+v: the page does not say %q", d, d.Scheme())
		}
	}
	for _, word := range []string{"night", "dark-", "-contrast", "dark-contrast-contrast", "DARK"} {
		if got := ParseDisplay(word); got != (Display{}) {
			t.Errorf("%q is read as %+v", word, got)
		}
	}
}
