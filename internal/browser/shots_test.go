package browser

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"guichet/internal/i18n"
)

// shoot writes pictures of the main pages into dir, for people to look at.
func (h *house) shoot(t *testing.T, dir string) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	c := h.openCase(t, i18n.French).RequestURI()
	at := func(path string) func(b *tab) { return func(b *tab) { b.visit(path) } }
	for name, reach := range map[string]func(b *tab){
		"home": at("/fr/"), "search": at("/fr/recherche?q=existe-t-il+un+%C3%A9quivalent+libre+de+photoshop"), "unknown": at("/fr/recherche?q=zorglub"), "entitlement": at("/fr/recherche?q=le+cnrs+a-t-il+droit+au+support+de+glpi"),
		"software": at("/fr/logiciels/postgresql"), "list": at("/fr/logiciels/"), "product": at("/fr/equivalents/photoshop"), "provider": at(h.first(t, "/fr/prestataires/")),
		"services": at("/fr/mission/offre-de-services/"), "contracts": at("/fr/utiliser/marches-interministeriels-support-expertise-logiciels-libres/"),
		"questions": at("/fr/questions/"), "sitemap": at("/fr/plan-du-site/"), "case": at(c), "follow": at("/fr/demandes/"),
		"contact": func(b *tab) {
			b.visit("/fr/contact/")
			b.send("form.form", "ask", http.StatusBadRequest, map[string]string{"email": "agent"})
		},
		"lost": func(b *tab) { b.arrive("lost", http.StatusNotFound, chromedp.Navigate(h.url+"/fr/nulle-part")) },
	} {
		for _, width := range []int64{1280, 360} {
			t.Run(fmt.Sprintf("%s-%d", name, width), func(t *testing.T) {
				t.Parallel()
				b := h.tab(t)
				b.screen(width, "light")
				reach(b)
				whole := true
				shot, err := chromedp.Call(b.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{CaptureBeyondViewport: &whole})
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, width)), shot.Data, 0o644); err != nil {
					t.Fatal(err)
				}
			})
		}
	}
}
