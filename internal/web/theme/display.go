package theme

import (
	"bytes"
	"fmt"
	"strings"
)

// Display is how a reader asked to see the pages. The zero value leaves it to their system.
type Display struct {
	Palette  string // "light", "dark", or "" for that of the system
	Contrast bool   // more contrast, whatever the system says
}

// Palettes are the choices of a palette, the system's first.
var Palettes = []string{"", "light", "dark"}

// String returns the display as one word, such as "dark-contrast"; "" is the system's. It is what a cookie holds and what style sheets are named by.
func (d Display) String() string {
	switch {
	case !d.Contrast:
		return d.Palette
	case d.Palette == "":
		return "contrast"
	default:
		return d.Palette + "-contrast"
	}
}

// ParseDisplay reads what String wrote. Anything else is the system's display: the word comes from a cookie, which anyone can write.
func ParseDisplay(s string) Display {
	for _, d := range displays {
		if d.String() == s {
			return d
		}
	}
	return Display{}
}

// displays are all displays.
var displays = func() (all []Display) {
	for _, p := range Palettes {
		all = append(all, Display{p, false}, Display{p, true})
	}
	return all
}()

// Scheme is the value of <meta name="color-scheme">.
func (d Display) Scheme() string {
	if d.Palette == "" {
		return "light dark"
	}
	return d.Palette
}

// The conditions of a style sheet that a display decides, as the minifier writes them. Each stands exactly once in plain.css.
const (
	ifDark     = "@media screen and (prefers-color-scheme:dark)"
	ifContrast = "@media(prefers-contrast:more)"
	isScheme   = "color-scheme:light dark"
)

// displayed returns the minified sheet css as a reader with the display d gets it: their choice stands where the system's was asked.
// A palette is thus written once, and a reader who chose nothing pays nothing for it.
func displayed(css []byte, d Display) ([]byte, error) {
	for _, condition := range []string{ifDark, ifContrast, isScheme} {
		if n := bytes.Count(css, []byte(condition)); n != 1 {
			return nil, fmt.Errorf("%q stands %d times, want once", condition, n)
		}
	}
	var swap []string
	switch d.Palette {
	case "light":
		swap = append(swap, ifDark, "@media not all", isScheme, "color-scheme:light")
	case "dark":
		swap = append(swap, ifDark, "@media screen", isScheme, "color-scheme:dark")
	}
	if d.Contrast {
		swap = append(swap, ifContrast, "@media all")
	}
	return []byte(strings.NewReplacer(swap...).Replace(string(css))), nil
}
