package browser

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"guichet/internal/address"
	"guichet/internal/desk"
	"guichet/internal/i18n"

	"github.com/chromedp/chromedp/kb"
)

// officePages returns the states of the directory, of the registration of an office, and of the desk's figures.
func (h *house) officePages(t *testing.T, lang i18n.Lang) []state {
	l, register := string(lang)+" ", address.Of(lang, "ospo-register", "")
	record := map[string]string{"url": "https://open.example.fr/a?b=c#d", "name": "OSPO \"X\": <b>" + strings.Repeat("x", 80), "fr": "Un", "en": "One", "country": "FR", "level": "local", "region": "84"}
	sent := url.Values{"token": {desk.NewToken()}, "step": {"send"}}
	for k, v := range record {
		sent.Set(k, v)
	}
	open := h.post(t, register, sent)
	see := func(name, path string) state { return state{l + name, func(b *tab) { b.visit(path) }} }
	return []state{
		see("figures", address.Of(lang, "figures", "")),
		see("ospos filtered", address.Of(lang, "ospos", "")+"?region=84"),
		see("ospos empty", address.Of(lang, "ospos", "")+"?q=zorglub"),
		see("ospo with accounts", address.Of(lang, "ospo", "pcll")),
		see("register", register),
		see("register a correction", register+"?ospo=dinum"),
		{l + "register with errors", func(b *tab) {
			b.visit(register)
			b.send(`form.form`, "preview", http.StatusBadRequest, map[string]string{"email": "x"})
		}},
		{l + "register shown", func(b *tab) {
			b.visit(register)
			b.send(`form.form`, "preview", http.StatusOK, record)
		}},
		see("registration sent", open.RequestURI()),
	}
}

// registerOffice registers an office by keyboard alone.
func registerOffice(b *tab) {
	b.visit("/fr/ospos/")
	b.skip()
	b.tabTo(`main a[href="/fr/ospos/referencer"]`)
	b.enter("the form", http.StatusOK)
	b.skip()
	b.tabTo(`input[name="url"]`)
	b.press("https://open.example.fr/a?b=c#d")
	b.tabTo(`button[value="preview"]`)
	b.enter("a form that is not complete", http.StatusBadRequest)
	if !b.until(`document.activeElement.matches('.error-summary')`) {
		b.Error("the faults do not have the focus")
	}
	if kept := ask[string](b, `document.querySelector('input[name="url"]').value`); kept != "https://open.example.fr/a?b=c#d" {
		b.Errorf("what was typed is lost: %q", kept)
	}
	b.tabTo(`.error-summary a`)
	b.press(kb.Enter)
	if !b.until(`document.activeElement.matches('input[name="name"]')`) {
		b.Error("a fault does not lead to its field: " + ask[string](b, `document.activeElement.outerHTML.slice(0, 200)`))
	}
	b.press("OSPO : l'exemple # 1")
	b.tabTo(`textarea[name="fr"]`)
	b.press("Un bureau")
	b.tabTo(`textarea[name="en"]`)
	b.press("An office")
	b.tabTo(`select[name="level"]`)
	b.press(kb.ArrowDown)
	b.tabTo(`button[value="preview"]`)
	b.enter("the record", http.StatusOK)
	if record := b.text("main pre"); !strings.Contains(record, `name: "OSPO : l'exemple # 1"`) {
		b.Errorf("the record is %q", record)
	}
	b.skip()
	b.tabTo(`button[value="send"]`)
	b.enter("sending the record", http.StatusOK)
	if page := b.text("main"); !strings.Contains(page, "_guichet-ospo.open.example.fr") {
		b.Errorf("the case says no proof: %q", page)
	}
	b.tabTo(`button[value="ospo-list-asked"]`)
	b.enter("noting the request to the list", http.StatusOK)
}
