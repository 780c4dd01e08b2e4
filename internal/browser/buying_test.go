package browser

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"guichet/internal/address"
	"guichet/internal/i18n"
)

// buyingPages are the pages for buyers in each of their states: asked nothing, composed, warned of everything, refused.
func (h *house) buyingPages(lang i18n.Lang) []state {
	to := func(name string) string { return address.Of(lang, name, "") }
	hostile := url.QueryEscape(`<script>alert(1)</script>"'&`)
	contradictory := "v=2026-11-23&objet=les-deux&logiciel=" + hostile + "&ccag=2009&droits=exclusifs&detenteur=titulaire&licence=MIT&sources=livraison&jalon=x&sbom=non&clauses=amont&clauses=dco"
	var all []state
	for name, path := range map[string]string{
		"clauses": to("clauses"), "clauses from a link": to("clauses") + "?licence=EUPL-1.2", "clauses composed": to("clauses") + "?v=2026-11-23&objet=services&logiciel=PostgreSQL&licence=MIT&clauses=tiers",
		"clauses that contradict": to("clauses") + "?" + contradictory, "clauses of an unknown edition": to("clauses") + "?v=1999-01-01",
		"naming": to("naming"), "naming yes": to("naming") + "?logiciel=Moodle&achat=services&libre=oui&marque=non&firmes=oui&objet=non",
		"naming no":       to("naming") + "?logiciel=" + hostile + "&achat=licences&libre=non&marque=oui&firmes=inconnu&objet=non",
		"licence adviser": to("licence-adviser"), "component fits": to("licence-adviser") + "?composant=MIT+OR+GPL-2.0-only&licence=EUPL-1.2&usage=linked",
		"licence": address.Of(lang, "licence", "GPL-3.0-or-later"), "licence non-free": address.Of(lang, "licence", "BUSL-1.1"), "licence-compare": to("licence-compare"), "licence-matrix": to("licence-matrix"), "licence-matrix all": to("licence-matrix") + "?usage=modified&composants=all", "licence-matrix one": to("licence-matrix") + "?usage=modified&composants=all&licence=GPL-3.0-or-later", "licence-compare four": to("licence-compare") + "?l=MIT&l=EUPL-1.2&l=MPL-2.0&l=AGPL-3.0-or-later",
		"opening": to("opening"), "opening must": to("opening") + "?mission=oui&droits=partie&secret=retirable&tiers=separable&version=oui", "openness": to("openness"),
		"openness d": to("openness") + "?publiable=non&reponses=oui&recherche=oui&duree=oui", "contributing": to("contributing"), "contributing agreement": to("contributing") + "?auteur=agent&licence=libre&contenu=propre&engagement=cla", "licence-choice": to("licence-choice"), "licence-choice network": to("licence-choice") + "?projet=non&objet=logiciel&but=reseau&langue=francais", "approval": to("approval"),
		"note": to("buy-note"), "note of a case": to("buy-note") + "?logiciel=Moodle&achat=services&libre=oui&marque=oui&firmes=oui&objet=non",
	} {
		all = append(all, state{string(lang) + " " + name, func(b *tab) { b.visit(path) }})
	}
	components := func(b *tab, status int, values map[string]string) {
		b.visit(to("components"))
		b.send(`form[method="post"]`, "", status, values)
	}
	all = append(all, state{string(lang) + " components", func(b *tab) { b.visit(to("components")) }},
		state{string(lang) + " components judged", func(b *tab) {
			components(b, http.StatusOK, map[string]string{"composants": "a, MIT\nb, GPL-3.0-only\nc, BSD\nd, LGPL-2.1-only\n" + `<b>x</b>, MIT`, "licence": "MIT"})
		}},
		state{string(lang) + " components refused", func(b *tab) {
			components(b, http.StatusBadRequest, map[string]string{"composants": "{\"bomFormat\":", "licence": "GPL"})
		}})
	publiccode := func(b *tab, status int, values map[string]string) {
		b.visit(to("publiccode"))
		b.send(`form[data-live]`, "", status, values)
	}
	all = append(all, state{string(lang) + " publiccode", func(b *tab) { b.visit(to("publiccode")) }},
		state{string(lang) + " publiccode refused", func(b *tab) {
			publiccode(b, http.StatusOK, map[string]string{"name": `<script>alert(1)</script>`, "url": "x", "platforms": "web", "reste": "a: [1"})
		}},
		state{string(lang) + " publiccode nothing to fill from", func(b *tab) {
			b.visit(to("publiccode"))
			b.send(`form[enctype]`, "", http.StatusBadRequest, nil)
		}},
		state{string(lang) + " publiccode valid", func(b *tab) { publiccode(b, http.StatusOK, validPubliccode) }})
	all = append(all, state{string(lang) + " repository", func(b *tab) { b.visit(to("repository")) }},
		state{string(lang) + " repository refused", func(b *tab) {
			b.visit(to("repository"))
			b.send(`form[method="post"]`, "", http.StatusBadRequest, nil)
		}})
	for name, path := range map[string]string{
		"clauses refused":         to("clauses") + "?v=2026-11-23&objet=rien&logiciel=" + strings.Repeat("x", 3000) + "&licence=GPL&clauses=" + hostile,
		"component refused":       to("licence-adviser") + "?composant=" + hostile + "&licence=&usage=x",
		"licence-matrix refused":  to("licence-matrix") + "?usage=worn&composants=zorglub&licence=" + hostile,
		"licence-compare refused": to("licence-compare") + "?l=Zorglub&l=MIT",
		"opening refused":         to("opening") + "?mission=x",
		"naming refused":          to("naming") + "?logiciel=x", "note refused": to("buy-note") + "?logiciel=x",
	} {
		all = append(all, state{string(lang) + " " + name, func(b *tab) { b.arrive(path, http.StatusBadRequest, chromedp.Navigate(h.url+path)) }})
	}
	return all
}

// validPubliccode fills the form in with all that the standard asks for.
var validPubliccode = map[string]string{
	"name": "Guichet", "url": "https://example.org/guichet", "legal.license": "EUPL-1.2", "softwareType": "standalone/web", "developmentStatus": "stable", "platforms": "web\nlinux",
	"description.fr.shortDescription": "Répond aux questions sur le logiciel libre", "description.fr.longDescription": strings.Repeat("Un guichet qui répond. ", 10), "description.fr.features": "Répondre",
	"maintenance.type": "internal", "maintenance.contacts": "Équipe ; equipe@example.org", "localisation.localisationReady": "true", "localisation.availableLanguages": "fr",
}

// writePubliccode writes a publiccode.yml: what is typed is examined without a button, and the file comes when it is valid.
func writePubliccode(b *tab) {
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{}); err != nil {
		b.Fatal(err) // journeys run without scripts; this one is what a script adds
	}
	b.visit("/fr/publier/publiccode")
	b.skip()
	b.tabTo(`input[name="name"]`)
	b.press("Guichet")
	if !b.until(`document.querySelector('[data-part="file"]').textContent.includes('name: Guichet')`) {
		b.Error("what is typed does not show in the file")
	}
	if ask[bool](b, `!!document.querySelector('[data-part="findings"] a[href="#f-name"]')`) {
		b.Error("the name that was typed is still asked for")
	}
	b.tabTo(`[data-part="findings"] a[href="#f-url"]`)
}

// composeClauses composes clauses by keyboard: a licence that nobody knows is refused beside its field, the mended one is composed, and the link
// restores what was chosen.
func composeClauses(b *tab) {
	b.visit("/fr/acheter/")
	b.skip()
	b.tabTo(`main a[href="/fr/acheter/clauses"]`)
	b.enter("the composer", http.StatusOK)
	b.skip()
	b.tabTo(`input[name="objet"]`)
	b.press(kb.ArrowDown)
	b.tabTo(`input[name="logiciel"]`)
	b.press("<b>PostgreSQL</b>")
	b.tabTo(`input[name="licence"]`)
	b.press("GPL")
	b.enter("an unknown licence", http.StatusBadRequest)
	if !b.until(`document.activeElement.matches('.error-summary')`) {
		b.Error("the faults do not have the focus")
	}
	b.tabTo(`.error-summary a[href="#f-licence"]`)
	if said := b.text("#f-licence-error"); !strings.Contains(said, "GPL-3.0-or-later") {
		b.Errorf("beside the field: %q", said)
	}
	b.tabTo(`input[name="licence"]`)
	b.press("GPL-3.0-or-later") // the tab key has selected what stood there
	b.enter("composing", http.StatusOK)
	clauses := b.text("main")
	for _, want := range []string{"<b>PostgreSQL</b>", "GPL-3.0-or-later", "quel que soit celui qui le publie", "Liste récapitulative des dérogations"} {
		if !strings.Contains(clauses, want) {
			b.Errorf("the clauses lack %q", want)
		}
	}
	b.skip()
	b.tabTo(`main a[href^="/fr/acheter/clauses?v="]`)
	b.enter("the link that keeps the choices", http.StatusOK)
	if again := b.text("main"); again != clauses {
		b.Error("the link does not compose the same clauses")
	}
	if !ask[bool](b, `document.querySelector('input[name="objet"][value="services"]').checked && document.querySelector('input[name="licence"]').value === 'GPL-3.0-or-later'`) {
		b.Error("the form does not show what was chosen")
	}
}
