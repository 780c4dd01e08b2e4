package browser

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// testJourneys goes through the desk's main work by keyboard alone, scripts switched off; every stop on the way must show where the focus is.
func (h *house) testJourneys(t *testing.T) {
	for name, travel := range map[string]func(b *tab){
		"ask a question": askQuestion, "ask a person": askPerson, "choose in the catalogue": chooseSoftware, "choose colours": chooseColours, "check a right": checkRight,
		"compose clauses":    composeClauses,
		"write a publiccode": writePubliccode,
		"register an office": registerOffice,
		"check a coverage":   checkCoverage, "count a delay": countDelay,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			travel(h.quietTab(t))
		})
	}
	for _, path := range []string{"/fr/", "/en/search?q=photoshop", "/fr/logiciels/", "/fr/logiciels/postgresql", "/fr/mission/offre-de-services/", "/fr/contact/"} {
		t.Run("stops of "+path, func(t *testing.T) {
			t.Parallel()
			b := h.quietTab(t)
			b.visit(path)
			b.walk()
		})
	}
}

// quietTab opens a tab where no script of a page can run.
func (h *house) quietTab(t *testing.T) *tab {
	t.Helper()
	b := h.freshTab(t)
	b.screen(1280, "light")
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	return b
}

func askQuestion(b *tab) {
	b.visit("/fr/")
	b.skip()
	b.tabTo(`input[name="q"]`)
	b.press("Existe-t-il un equivalent libre de Photoshop ?")
	b.enter("asking", http.StatusOK)
	if answer := b.text(".answer .lead"); !strings.Contains(answer, "GIMP") {
		b.Errorf("the answer is %q", answer)
	}
	b.skip()
	b.tabTo(".answer .card-title a")
	name := b.text(".answer .card-title a")
	b.enter("the first item", http.StatusOK)
	if h1 := b.text("h1"); h1 != name {
		b.Errorf("the first item leads to %q, want %q", h1, name)
	}
}

func askPerson(b *tab) {
	b.visit("/fr/")
	b.tabTo(`.site-nav a[href="/fr/contact/"]`)
	b.enter("the form", http.StatusOK)

	// Sent empty, the form says what is wrong, takes the focus there, and each fault leads to its field.
	b.skip()
	b.tabTo(`.form button[name="step"]`)
	b.enter("sending nothing", http.StatusBadRequest)
	if !b.until(`document.activeElement.matches('.error-summary')`) {
		b.Error("the faults do not have the focus")
	}
	b.tabTo(`.error-summary a[href="#f-message"]`)
	b.press(kb.Enter)
	if !b.until(`document.activeElement.matches('textarea[name="message"]')`) {
		b.Error("a fault does not lead to its field")
	}

	// The answers that the desk has come first.
	b.press("Existe-t-il un equivalent libre de Photoshop ?")
	b.tabTo(`select[name="topic"]`)
	b.press(kb.ArrowDown)
	b.press(kb.ArrowDown)
	b.tabTo(`input[name="email"]`)
	b.press("agent@ville.example")
	b.enter("sending a question that has an answer", http.StatusOK)
	if answer := b.text(".answer"); !strings.Contains(answer, "GIMP") {
		b.Errorf("the known answer is %q", answer)
	}
	b.skip()
	b.tabTo(`button[name="step"][value="send"]`)
	b.enter("sending it to a person", http.StatusOK)
	link := b.text(".alert.success code")
	if !strings.HasPrefix(link, b.house.url+"/fr/demandes/") || !strings.Contains(link, "cle=") {
		b.Fatalf("the tracking address is %q", link)
	}

	// The address alone leads back to the case.
	b.visit("/fr/")
	b.visit(strings.TrimPrefix(link, b.house.url))
	if message := b.text("blockquote.message"); message != "Existe-t-il un equivalent libre de Photoshop ?" {
		b.Errorf("the case says %q", message)
	}
	b.tabTo(`.form textarea`)
	b.press("C'est pour cent postes.")
	b.press(kb.Tab)
	b.enter("adding a message", http.StatusOK)
	if history := b.text(".history"); !strings.Contains(history, "C'est pour cent postes.") {
		b.Errorf("the history says %q", history)
	}

	// Taking it back asks for a confirmation.
	b.tabTo(`.form .button.secondary`)
	b.enter("erasing without a word", http.StatusBadRequest)
	b.tabTo(`input[name="confirm"]`)
	b.press(" ")
	b.tabTo(`.form .button.secondary`)
	b.enter("erasing", http.StatusOK)
	if page := b.text("main"); strings.Contains(page, "Photoshop") || strings.Contains(page, "cent postes") || strings.Contains(page, "agent@") {
		b.Errorf("the erased case still says %q", page)
	}
}

func chooseColours(b *tab) {
	b.visit("/fr/affichage/")
	b.skip()
	b.tabTo(`input[name="palette"]`)
	b.press(kb.ArrowDown)
	b.press(kb.ArrowDown) // dark
	b.tabTo(`input[name="contrast"]`)
	b.press(" ")
	b.tabTo(`.form button`)
	b.enter("choosing dark with more contrast", http.StatusOK)
	b.visit("/fr/")
	if scheme, muted := ask[string](b, `document.querySelector('meta[name="color-scheme"]').content`), ask[string](b, `getComputedStyle(document.documentElement).getPropertyValue('--paper')`); scheme != "dark" || muted != "#121817" {
		b.Errorf("the pages are %q on %q after dark was chosen", scheme, muted)
	}
}

func checkRight(b *tab) {
	b.visit("/fr/marches/verifier")
	b.skip()
	b.tabTo(`main input[type="text"], main input[type="search"]`)
	b.press("CNRS")
	b.tabTo(`main form button`)
	b.enter("checking a right", http.StatusOK)
	if page := b.text("main"); !strings.Contains(page, "CNRS") {
		b.Errorf("the checker says %.200q", page)
	}
}

// checkCoverage asks what a body may have: first wrongly, then rightly.
func checkCoverage(b *tab) {
	b.visit("/fr/marches/verifier")
	b.skip()
	b.tabTo(`input[name="etablissement"]`)
	b.press("Ministère de la Magie")
	b.enter("asking for nobody", http.StatusOK)
	if fault := b.text("#f-etablissement-error"); !strings.Contains(fault, "Ministère de la Magie") {
		b.Errorf("beside the field stands %q", fault)
	}
	if typed := ask[string](b, `document.querySelector('#f-etablissement').value`); typed != "Ministère de la Magie" {
		b.Errorf("what was typed became %q", typed)
	}
	b.visit("/fr/marches/verifier?etablissement=CNRS&logiciel=PostgreSQL&besoin=fault")
	if route := b.text("#resultat"); route != "Marché de support" {
		b.Errorf("the way is %q", route)
	}
}

// countDelay asks for dates, first with an empty form.
func countDelay(b *tab) {
	b.visit("/fr/marches/delais")
	b.skip()
	b.tabTo(`.form button`)
	b.enter("asking nothing", http.StatusOK)
	for _, field := range []string{"date", "heure", "critique", "bloquant"} {
		if b.text("#f-"+field+"-error") == "" {
			b.Errorf("nothing beside %s", field)
		}
	}
	b.visit("/fr/marches/delais?date=30/04/2026&heure=17h59&critique=0&bloquant=0")
	if due := b.text("#echeances"); !strings.Contains(due, "lundi 4") {
		b.Errorf("the table says %q", due)
	}
}

func chooseSoftware(b *tab) {
	b.visit("/fr/logiciels/")
	all := b.text(`main [role="status"]`)
	b.skip()
	b.tabTo(`select[name="categorie"]`)
	b.press(kb.ArrowDown)
	b.tabTo(`.form button`)
	b.enter("filtering", http.StatusOK)
	if found := b.text(`main [role="status"]`); found == all || !strings.Contains(ask[string](b, `location.search`), "categorie=") {
		b.Errorf("the filter changes nothing: %q, %s", found, ask[string](b, `location.search`))
	}
	b.skip()
	b.tabTo(`main .card-title a`)
	b.enter("a sheet", http.StatusOK)
	if !ask[bool](b, `location.pathname.startsWith('/fr/logiciels/') && location.pathname.length > '/fr/logiciels/'.length`) {
		b.Errorf("the list leads to %s", ask[string](b, `location.pathname`))
	}
}

// skip uses the first skip link: the focus stands in main after it.
func (b *tab) skip() {
	b.Helper()
	b.press(kb.Tab)
	b.stop()
	if !ask[bool](b, `document.activeElement.matches('.skip a[href="#contenu"]')`) {
		b.Fatalf("the first stop is no skip link")
	}
	b.press(kb.Enter)
	if !b.until(`document.activeElement.id === 'contenu'`) {
		b.Fatal("the skip link does not lead to the content")
	}
}

// tabTo presses Tab until the focus stands on what the selector names.
func (b *tab) tabTo(selector string) {
	b.Helper()
	for range 250 {
		b.press(kb.Tab)
		if !b.stop() {
			break
		}
		if ask[bool](b, `document.activeElement.matches(`+quoted(selector)+`)`) {
			return
		}
	}
	b.Fatalf("the key Tab does not lead to %s", selector)
}

// stop holds that the place of the focus is shown: in the window, under nothing else, with an outline of 2 pixels at least. It returns false at the
// end of the page.
func (b *tab) stop() bool {
	b.Helper()
	fault := ask[string](b, `(() => {
		const el = document.activeElement;
		if (!el || el === document.body) return 'end';
		const name = el.outerHTML.slice(0, 120), style = getComputedStyle(el), box = el.getClientRects()[0];
		if (!box || box.width < 2 || box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) return 'not in the window: ' + name;
		if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) return 'no outline: ' + name;
		const top = document.elementFromPoint(Math.min(innerWidth - 1, box.left + Math.min(box.width / 2, 20)), Math.min(innerHeight - 1, Math.max(0, (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2)));
		if (!top || !el.contains(top) && !top.contains(el)) return 'under ' + top?.outerHTML.slice(0, 80) + ': ' + name;
		return '';
	})()`)
	if fault != "" && fault != "end" {
		b.Errorf("a stop is not seen: %s", fault)
	}
	return fault != "end"
}

// walk presses Tab from the start of the page to its end: every control is a stop, once, in the order of the page, and none keeps the focus.
func (b *tab) walk() {
	b.Helper()
	controls := ask[int](b, `(() => {
		window.controls = [...document.querySelectorAll('a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex="0"]')].filter(el => el.tabIndex >= 0 && el.checkVisibility());
		return controls.length;
	})()`)
	for i := range controls {
		b.press(kb.Tab)
		if !b.stop() {
			b.Fatalf("the page ends at stop %d of %d", i, controls)
		}
		if at := ask[int](b, `controls.indexOf(document.activeElement)`); at != i {
			b.Fatalf("stop %d is control %d: %s", i, at, ask[string](b, `document.activeElement.outerHTML.slice(0, 120)`))
		}
	}
	b.press(kb.Tab)
	if ask[bool](b, `document.activeElement === controls.at(-1)`) {
		b.Error("the last control keeps the focus")
	}
}
