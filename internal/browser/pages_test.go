package browser

import (
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"guichet/internal/address"
	"guichet/internal/desk"
	"guichet/internal/i18n"
	"guichet/internal/testkit"
	"guichet/starter"
)

// state is a page of the desk in one state, and the way to it.
type state struct {
	name  string
	reach func(b *tab)
}

// testPages examines every page in every state that it has.
func (h *house) testPages(t *testing.T) {
	for _, p := range h.pages(t) {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			b := h.tab(t)
			b.screen(1280, "light")
			p.reach(b)
			b.examine(strings.HasPrefix(p.name, "storybook"))
		})
	}
}

func (h *house) pages(t *testing.T) []state {
	var all []state
	at := func(name, path string) {
		all = append(all, state{name, func(b *tab) { b.visit(path) }})
	}
	refused := func(name, path string, status int) {
		all = append(all, state{name, func(b *tab) { b.arrive(path, status, chromedp.Navigate(h.url+path)) }})
	}
	for _, lang := range i18n.Langs {
		l := string(lang) + " "
		to := func(name, slug string) string { return address.Of(lang, name, slug) }
		for _, path := range h.markdown(t, lang) {
			at("content "+path, path)
		}
		for _, name := range []string{"home", "software-list", "categories", "products", "providers", "ospos", "questions", "sitemap", "contact", "display"} {
			at(l+name, to(name, ""))
		}
		at(l+"software-list page 2", to("software-list", "")+"?page=2")
		at(l+"software-list filtered", h.firstOption(t, lang))
		at(l+"software-list empty", to("software-list", "")+"?q=zorglub")
		at(l+"category", to("category", "office-suite"))
		at(l+"category empty", to("category", testkit.EmptyCategory))
		at(l+"category page 2", to("category", "development")+"?page=2")
		at(l+"products empty", to("products", "")+"?q=zorglub")
		at(l+"software", to("software", "gimp"))
		at(l+"software known whole", to("software", testkit.FullSoftware))
		at(l+"software in the contracts", to("software", "postgresql"))
		chosen := map[i18n.Lang]string{i18n.French: "logiciel", i18n.English: "software"}[lang]
		at(l+"compare", to("compare", ""))
		at(l+"compare four", to("compare", "")+"?"+url.Values{chosen: {"gimp", "krita", "inkscape", "libreoffice"}}.Encode())
		at(l+"compare errors", to("compare", "")+"?"+url.Values{chosen: {"gimp", "zorglub"}}.Encode())
		at(l+"software history", to("software-history", "gimp"))
		at(l+"product", to("product", "photoshop"))
		at(l+"provider", h.first(t, to("providers", "")))
		at(l+"provider of a lot", to("provider", "arawa"))
		at(l+"ospo", h.first(t, to("ospos", "")))
		for name, query := range map[string]string{
			"checker": "", "checker answer": "?etablissement=CNRS&logiciel=PostgreSQL&besoin=fault", "checker errors": "?etablissement=Minist%C3%A8re+de+la+Magie&logiciel=Photoshop",
			"delays": "", "delays answer": "?date=30/04/2026&heure=17h59&critique=0&bloquant=0&pause=4/5/2026&reprise=6/5/2026", "delays errors": "?date=&heure=25h",
			"entry-rules": "", "entry-rules answer": "?licence=BUSL-1.1&sources=oui&service=tiers&logiciel=GIMP",
			"absent": "", "absent found": "?nom=dalibo", "absent not": "?nom=Zorglub&siren=",
			"debian": "", "debian answer": "?version=11&date=15/07/2026", "gap": "?logiciel=Krita", "market-changes": "",
			"covered filtered": "?nom=apache&liste=both", "contributions filtered": "?annee=2022", "beneficiaries empty": "?nom=zorglub",
		} {
			page, _, _ := strings.Cut(name, " ")
			at(l+name, to(page, "")+query)
		}
		for name, question := range map[string]string{
			"empty": "", "product": "Existe-t-il un équivalent libre de Photoshop ?", "provider": "Où trouver des prestataires pour PostgreSQL ?",
			"entitlement": "Le CNRS a-t-il droit au support de GLPI ?", "delay": "délai de correction bloquant logiciel critique",
			"in the other language": "alternative to Microsoft Teams", "unknown": "Existe-t-il un équivalent libre pour Zorglub 3000 ?",
		} {
			at(l+"search "+name, to("search", question))
		}
		for _, name := range []string{"bluehats", "spaces", "events", "news", "trainings", "watch-studies"} {
			at(l+name, to(name, ""))
		}
		at(l+"spaces chosen", to("spaces", "")+"?public=student&sujet=ospo")
		at(l+"event past", to("event", "okdp-2025"))
		at(l+"event conference", to("event", "open-source-experience-2026"))
		at(l+"trainer", to("trainer", "dalibo"))
		at(l+"trainings empty", to("trainings", "")+"?q=zorglub")
		all = append(all, state{l + "watch-studies with errors", func(b *tab) {
			b.visit(to("watch-studies", ""))
			b.send(`form[method="post"]`, "", http.StatusBadRequest, map[string]string{"domain": "x"})
		}})
		refused(l+"entry-rules errors", to("entry-rules", "")+"?licence=GPL&agent=x", http.StatusBadRequest)
		refused(l+"absent errors", to("absent", "")+"?nom=&siren=123456789", http.StatusBadRequest)
		refused(l+"404", to("home", "")+"nulle-part", http.StatusNotFound)
		all = append(all, state{l + "405", func(b *tab) {
			b.visit(to("home", ""))
			b.send(`form[role="search"]`, "", http.StatusMethodNotAllowed, nil)
		}})
		all = append(all, h.casePages(t, lang)...)
		all = append(all, h.buyingPages(lang)...)
		all = append(all, h.officePages(t, lang)...)
		at("storybook "+string(lang), "/storybook/"+string(lang))
	}
	return all
}

// casePages returns the states of the contact form and of what becomes of it.
func (h *house) casePages(t *testing.T, lang i18n.Lang) []state {
	l, contact := string(lang)+" ", address.Of(lang, "contact", "")
	question := map[string]string{"message": "Existe-t-il un équivalent libre de Photoshop ?", "topic": "catalogue", "email": "agent@ville.example"}
	open, erased := h.openCase(t, lang), h.openCase(t, lang)
	h.post(t, erased.Path, url.Values{"cle": {erased.Query().Get("cle")}, "step": {"erase"}, "confirm": {"1"}})
	form := strings.Replace(address.Of(lang, "case", "x"), "/x", "/", 1)
	return []state{
		{l + "contact with errors", func(b *tab) {
			b.visit(contact)
			b.send("form.form", "ask", http.StatusBadRequest, map[string]string{"email": "agent"})
		}},
		{l + "contact with known answers", func(b *tab) {
			b.visit(contact)
			b.send("form.form", "ask", http.StatusOK, question)
		}},
		{l + "case sent", func(b *tab) { b.visit(open.RequestURI()) }},
		{l + "case with errors", func(b *tab) {
			b.visit(open.RequestURI())
			b.send("form.form", "erase", http.StatusBadRequest, nil)
		}},
		{l + "case erased", func(b *tab) { b.visit(erased.RequestURI()) }},
		{l + "follow", func(b *tab) { b.visit(form) }},
		{l + "follow with a wrong key", func(b *tab) {
			path := open.Path + "?cle=faux"
			b.arrive(path, http.StatusNotFound, chromedp.Navigate(h.url+path))
		}},
	}
}

// send fills in the first form that the selector names (the one whose step is the given one, where it has steps) and sends it by POST.
func (b *tab) send(selector, step string, status int, values map[string]string) {
	b.Helper()
	var fill strings.Builder
	for name, value := range values {
		fill.WriteString("form.elements[" + quoted(name) + "].value = " + quoted(value) + ";")
	}
	b.arrive("sending "+selector+" "+step, status, chromedp.Evaluate[chromedp.Void](`(() => {
		const step = `+quoted(step)+`, forms = [...document.querySelectorAll(`+quoted(selector)+`)];
		const form = forms.find(f => !step || f.querySelector('[name="step"][value="' + step + '"]'));
		`+fill.String()+`
		form.method = 'post';
		form.noValidate = true;
		form.requestSubmit(form.querySelector('button'));
	})()`))
}

// openCase sends a request by the form's own address, and returns the tracking address that it leads to.
func (h *house) openCase(t *testing.T, lang i18n.Lang) *url.URL {
	t.Helper()
	return h.post(t, address.Of(lang, "contact", ""), url.Values{
		"token": {desk.NewToken()}, "topic": {string(desk.Market)}, "organisation": {"Ville de Trifouillis"}, "email": {"agent@ville.example"},
		"message": {"Nous avons droit au support de PostgreSQL.\n\nÀ qui écrire ? https://exemple.example/" + strings.Repeat("interministeriel", 6)}, "step": {"send"},
	})
}

func (h *house) post(t *testing.T, path string, form url.Values) *url.URL {
	t.Helper()
	resp, err := http.PostForm(h.url+path, form)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("POST %s: %s", path, resp.Status)
	}
	return resp.Request.URL
}

func (h *house) get(t *testing.T, path string) string {
	t.Helper()
	resp, err := http.Get(h.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s %v", path, resp.Status, err)
	}
	return string(body)
}

var (
	cardLink = regexp.MustCompile(`class="card-title"><a href="([^"]+)"`)
	mainLink = regexp.MustCompile(`<li><a href="(/[^"]*)"`)
	choice   = regexp.MustCompile(`<option value="([a-z-]+)"`)
)

// first returns the address of the first entry of a list.
func (h *house) first(t *testing.T, list string) string {
	t.Helper()
	m := cardLink.FindStringSubmatch(h.get(t, list))
	if m == nil {
		t.Fatalf("%s lists nothing", list)
	}
	return m[1]
}

// firstOption returns the address of the catalogue, filtered by a need.
func (h *house) firstOption(t *testing.T, lang i18n.Lang) string {
	t.Helper()
	m := choice.FindStringSubmatch(h.get(t, address.Of(lang, "software-list", "")))
	if m == nil {
		t.Fatal("the catalogue has no need to filter by")
	}
	return address.Of(lang, "software-list", "") + "?" + map[i18n.Lang]string{i18n.French: "categorie", i18n.English: "category"}[lang] + "=" + m[1]
}

// markdown returns the addresses of the Markdown pages of one language, as the site map lists them, and checks that none is missing.
func (h *house) markdown(t *testing.T, lang i18n.Lang) []string {
	t.Helper()
	_, body, _ := strings.Cut(h.get(t, address.Of(lang, "sitemap", "")), "<main")
	body, _, _ = strings.Cut(body, "</main>")
	var paths []string
	for _, m := range mainLink.FindAllStringSubmatch(body[strings.LastIndex(body, "<h2"):], -1) {
		paths = append(paths, m[1])
	}
	files := 0
	err := fs.WalkDir(starter.Content(), string(lang), func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".md") {
			files++
		}
		return err
	})
	if err != nil || len(paths) == 0 || len(paths) > files { // a page of the program stands before a file of the same address
		t.Fatalf("the site map lists %d Markdown pages in %q, there are %d files: %v", len(paths), lang, files, err)
	}
	return paths
}
