package browser

import (
	"testing"
	"time"
)

// heaviest is what a first visit may weigh, in bytes over the wire, headers included.
const heaviest = 40_000

// testWire weighs first visits: a tab begins with an empty cache.
func (h *house) testWire(t *testing.T) {
	for _, path := range []string{"/fr/", "/en/", "/fr/recherche?q=photoshop", "/fr/logiciels/", "/fr/logiciels/postgresql", "/fr/mission/offre-de-services/", "/fr/contact/"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			b := h.freshTab(t)
			b.visit(path)
			for range 40 { // the icon comes when everything else is there
				if b.loaded() >= 3 {
					break
				}
				time.Sleep(50 * time.Millisecond)
			}
			b.mu.Lock()
			defer b.mu.Unlock()
			t.Logf("%d bytes", b.weight)
			if b.weight > heaviest {
				t.Errorf("a first visit weighs %d bytes, at most %d", b.weight, heaviest)
			}
			if b.loads != 3 || len(b.asked) != 3 {
				t.Errorf("asks for %q, want the page, its style and its icon", b.asked)
			}
		})
	}
	// The measure sees what moves: without this, a shift of 0 would mean nothing.
	t.Run("a page that moves", func(t *testing.T) {
		t.Parallel()
		b := h.freshTab(t)
		b.screen(1280, "light")
		b.visit("/fr/")
		moved := ask[bool](b, `new Promise(done => {
			new PerformanceObserver(list => done(list.getEntries().some(e => e.value > 0))).observe({type: 'layout-shift'});
			setTimeout(() => { document.body.style.paddingTop = '300px' }, 100);
			setTimeout(() => done(false), 3000);
		})`)
		if !moved {
			t.Error("no layout shift was seen")
		}
	})
}
