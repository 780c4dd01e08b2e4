package theme

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"guichet/internal/i18n"
)

const drawing = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><path d="M0 0h120v40H0z"/></svg>`

// A brand's colours stand in both palettes and in every display, and are readable there.
func TestBrandColours(t *testing.T) {
	for _, colour := range []string{"#17507f", "#000", "#7a1f5c", "#1b5e20", "#0b4f4a"} {
		th, err := Plain(Brand{Colour: colour})
		if err != nil {
			t.Errorf("%s: %v", colour, err)
			continue
		}
		for _, d := range displays {
			css, _, _, _ := th.Asset(strings.TrimPrefix(th.StyleURL(d), "/assets/"))
			want, _ := ParseColour(colour)
			if !strings.Contains(string(css), "--accent:"+want.String()) {
				t.Errorf("%s: %+v does not have it", colour, d)
			}
		}
	}
}

// Colours that cannot be read are refused with what is wrong.
func TestBrandRefusesColours(t *testing.T) {
	for want, b := range map[string]Brand{
		"accent #ffcc00 on paper": {Colour: "#ffcc00"},
		"is no colour":            {Colour: "teal"},
		"dark palette":            {Colour: "#17507f", DarkColour: "#17507f"},
		"a light one beside it":   {DarkColour: "#9cc9f0"},
	} {
		if _, err := Plain(b); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", b, err, want)
		}
	}
}

// A logo says its size, so that the page does not move when it comes.
func TestBrandLogo(t *testing.T) {
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 60, 20))); err != nil {
		t.Fatal(err)
	}
	for want, body := range map[string]string{`width="120" height="40"`: drawing, `width="60" height="20"`: picture.String()} {
		th, err := Plain(Brand{Logo: []byte(body)})
		if err != nil {
			t.Fatal(err)
		}
		page := frame(t, th, Shell{Lang: i18n.French, Site: Site{Name: "Ville", Logo: th.Logo()}, Home: "/fr/", Style: "/s", Icon: "/i"}, "")
		examine(t, "logo", page)
		if !strings.Contains(page, want) || !strings.Contains(page, `src="/assets/logo.`) {
			t.Errorf("no %s in %s", want, page)
		}
	}
	for _, bad := range []string{"", "GIF89a", "<html></html>", "<svg/>", `<svg width="-1" height="1"/>`, strings.Repeat("x", MaxLogo+1)} {
		if _, err := Plain(Brand{Logo: []byte(bad)}); err == nil {
			t.Errorf("the logo %.20q is taken", bad)
		}
	}
}
