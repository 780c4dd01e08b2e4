package browser

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

func TestTiming(t *testing.T) {
	h := open(t)
	for range 3 {
	for _, path := range []string{"/fr/", "/fr/logiciels/gimp", "/fr/logiciels/"} {
		t.Run(path, func(t *testing.T) {
			last := time.Now()
			s := ""
			lap := func(n string) { s += n + " " + time.Since(last).Round(time.Millisecond).String() + "; "; last = time.Now() }
			b := h.tab(t)
			b.screen(1280, "light")
			lap("screen")
			b.visit(path)
			lap("visit")
			b.shift()
			lap("shift")
			b.call(chromedp.Evaluate[chromedp.Void](b.house.axe))
			lap("axe load")
			b.axe("1280 light", whole)
			lap("axe whole")
			b.screen(1280, "dark")
			b.axe("1280 light", colours)
			lap("axe colours")
			b.screen(320, "dark")
			b.axe("1280 light", colours)
			lap("axe colours")
			b.screen(320, "light")
			b.axe("1280 light", whole)
			lap("axe whole")
			b.fits("320")
			b.screen(640, "light")
			b.fits("640")
			b.call(chromedp.Evaluate[chromedp.Void](spaced))
			b.fits("640 spaced")
			b.screen(320, "light")
			b.fits("320 spaced")
			b.screen(1280, "light")
			b.fits("1280 spaced")
			lap("fits")
			t.Log(s)
		})
	}
	}
}
