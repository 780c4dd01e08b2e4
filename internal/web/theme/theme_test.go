package theme

import (
	"bytes"
	"html/template"
	"io/fs"
	"path"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/jba/templatecheck"
	"golang.org/x/net/html"

	"guichet/internal/i18n"
)

func plain(t *testing.T) *Theme {
	t.Helper()
	th, err := Plain(Brand{})
	if err != nil {
		t.Fatal(err)
	}
	return th
}

// Every component has a story, and every template is given what it reads.
func TestComponents(t *testing.T) {
	told := map[reflect.Type]bool{}
	for _, s := range Stories(i18n.French) {
		told[reflect.TypeOf(s.Component)] = true
	}
	set := plain(t).Templates(i18n.French)
	for name, typ := range components {
		if !told[typ] {
			t.Errorf("%s has no story", name)
		}
		if err := templatecheck.CheckHTML(set.Lookup(name), reflect.Zero(typ).Interface()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	parts := map[string]any{
		"open": Shell{}, "close": Shell{}, "sign": Site{}, "breadcrumb": []Link{}, "heading": heading{}, "badges": []Badge{}, "icon": "",
		"fact-item": Fact{}, "cell": Cell{},
	}
	for name, value := range parts {
		if err := templatecheck.CheckHTML(set.Lookup(name), value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Every story is drawn in both languages, safe and well formed, and says no message key.
func TestStories(t *testing.T) {
	th := plain(t)
	for _, lang := range i18n.Langs {
		seen := map[string]bool{}
		for _, s := range Stories(lang) {
			if seen[s.Name] {
				t.Errorf("two stories %q", s.Name)
			}
			seen[s.Name] = true
			examine(t, string(lang)+" "+s.Name, string(th.Render(lang, s.Component)))
		}
	}
}

func TestRenderTakesAPointer(t *testing.T) {
	th := plain(t)
	if got, want := th.Render(i18n.French, &Badge{"info", "SILL"}), th.Render(i18n.French, Badge{"info", "SILL"}); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRenderRefusesWhatIsNoComponent(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	plain(t).Render(i18n.French, Column{})
}

// The frame is a whole document, with and without what is optional.
func TestShell(t *testing.T) {
	th := plain(t)
	for _, lang := range i18n.Langs {
		for name, s := range map[string]Shell{"full": sampleShell(th, lang), "bare": {Lang: lang, Site: Site{Name: "Guichet libre"}, Home: "/fr/", Style: "/s", Icon: "/i"}} {
			page := frame(t, th, s, `<div class="wrap"><h1>Logiciels</h1></div>`)
			examine(t, string(lang)+" shell "+name, page)
			doc, err := html.Parse(strings.NewReader(page))
			if err != nil {
				t.Fatal(err)
			}
			count := map[string]int{}
			for n := range doc.Descendants() {
				count[n.Data]++
			}
			if count["main"] != 1 || count["header"] != 1 || count["footer"] != 1 || count["title"] != 1 {
				t.Errorf("%s %s: landmarks %v", lang, name, count)
			}
			if !strings.Contains(page, `<html lang="`+string(lang)+`">`) {
				t.Errorf("%s %s: no language", lang, name)
			}
		}
	}
}

// The title of a document names the page, then the site, once.
func TestTitle(t *testing.T) {
	th := plain(t)
	for title, want := range map[string]string{
		"GIMP":          "<title>GIMP - Guichet libre</title>",
		"Guichet libre": "<title>Guichet libre</title>",
		"":              "<title>Guichet libre</title>",
	} {
		if page := frame(t, th, Shell{Site: Site{Name: "Guichet libre"}, Title: title}, ""); !strings.Contains(page, want) {
			t.Errorf("%q: no %s", title, want)
		}
	}
}

func sampleShell(th *Theme, lang i18n.Lang) Shell {
	s := sampler{lang}
	return Shell{
		Lang: lang, Title: s.say("Logiciels", "Software"), Description: s.say("Le catalogue", "The catalogue"), Home: "/" + string(lang) + "/",
		Site:      Site{Name: "Guichet libre", Tagline: s.say("Logiciels libres du secteur public", "Free software in the public sector"), Operator: "Ville de Trifouillis", Version: "1.0"},
		Canonical: "https://guichet.example/fr/", Alternate: Link{Text: s.say("English", "Français"), URL: "/en/", Lang: lang.Other()},
		Style: th.StyleURL(Display{}), Icon: th.IconURL(), NoIndex: true, Feed: Link{Text: "Atom", URL: "/feed.xml"},
		Nav: []Link{
			{Text: s.say("Logiciels", "Software"), URL: "/fr/logiciels/", Current: true}, {Text: s.say("Équivalents", "Equivalents"), URL: "/fr/equivalents/"},
			{Text: s.say("Marchés", "Contracts"), URL: "/fr/marches/"}, {Text: s.say("Acheter", "Buy"), URL: "/fr/acheter/"},
			{Text: s.say("Publier", "Publish"), URL: "/fr/publier/"}, {Text: "OSPO", URL: "/fr/ospos/"}, {Text: s.say("Nous écrire", "Write to us"), URL: "/fr/contact/"},
		},
		Breadcrumb: []Link{{Text: s.say("Accueil", "Home"), URL: "/fr/"}, {Text: s.say("Logiciels", "Software")}},
		Search:     SearchBar{ID: "recherche", Action: "/fr/recherche", Name: "q", Label: s.say("Rechercher", "Search"), Placeholder: s.say("Logiciel, licence, marché…", "Software, licence, contract…"), Button: s.say("Rechercher", "Search")},
		Footer:     []Link{{Text: s.say("Accessibilité : non conforme", "Accessibility: not compliant"), URL: "/fr/accessibilite/"}, {Text: s.say("Mentions légales", "Legal notice"), URL: "/fr/mentions-legales/"}, {Text: s.say("Données personnelles", "Personal data"), URL: "/fr/donnees-personnelles/"}, {Text: s.say("Plan du site", "Site map"), URL: "/fr/plan-du-site/"}, {Text: s.say("Code source", "Source code"), URL: "https://example.org/guichet"}},
		Licence:    template.HTML(s.say("Textes et données sous Licence Ouverte 2.0, sauf mention contraire.", "Texts and data under Licence Ouverte 2.0, unless said otherwise.")),
	}
}

// frame draws a page around body.
func frame(t *testing.T, th *Theme, s Shell, body string) string {
	t.Helper()
	set := template.Must(th.Templates(s.Lang).New("page").Parse(`{{template "open" .Shell}}{{.Body}}{{template "close" .Shell}}`))
	var b bytes.Buffer
	err := set.Execute(&b, struct {
		Shell Shell
		Body  template.HTML
	}{s, template.HTML(body)})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// examine holds what every piece of HTML of the theme must be.
func examine(t *testing.T, name, text string) {
	t.Helper()
	for _, bad := range []string{"<no value>", "ZgotmplZ", "theme.", "&lt;p&gt;", "target="} {
		if strings.Contains(text, bad) {
			t.Errorf("%s: has %q:\n%s", name, bad, text)
		}
	}
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	ids, refs := map[string]bool{}, []string{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "script" || n.Data == "style" {
			t.Errorf("%s: has <%s>", name, n.Data)
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
				t.Errorf("%s: has %s=%q", name, a.Key, a.Val)
			case a.Key == "id":
				if a.Val == "" || ids[a.Val] {
					t.Errorf("%s: id %q is empty or used twice", name, a.Val)
				}
				ids[a.Val] = true
			case a.Key == "for" || a.Key == "aria-labelledby" || a.Key == "aria-describedby":
				refs = append(refs, strings.Fields(a.Val)...)
			case a.Key == "href" && a.Val == "":
				t.Errorf("%s: a link that leads nowhere", name)
			case a.Key == "class" && strings.TrimSpace(a.Val) != a.Val:
				t.Errorf("%s: class %q", name, a.Val)
			}
		}
	}
	for _, ref := range refs {
		if !ids[ref] {
			t.Errorf("%s: nothing has the id %q", name, ref)
		}
	}
	balanced(t, name, text)
}

var void = map[string]bool{"input": true, "meta": true, "link": true, "br": true, "hr": true, "img": true}

// balanced checks that every tag is closed in its order: the parser repairs what is not, and so would a browser, each its own way.
func balanced(t *testing.T, name, text string) {
	t.Helper()
	var open []string
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("%s: %v stay open", name, open)
			}
			return
		case html.StartTagToken:
			if tag, _ := z.TagName(); !void[string(tag)] {
				open = append(open, string(tag))
			}
		case html.EndTagToken:
			tag, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(tag) {
				t.Fatalf("%s: </%s> closes %v", name, tag, open)
			}
			open = open[:len(open)-1]
		}
	}
}

var keyInTemplate = regexp.MustCompile(`\(?\bt "([^"]+)"`)

// Every message of the theme exists in both languages, and none is left over.
func TestMessages(t *testing.T) {
	used := map[string]bool{}
	texts := map[string]string{}
	for dir, files := range map[string]fs.FS{"plain": plainFiles, "dsfr": dsfrFiles} {
		names, _ := fs.Glob(files, dir+"/*.tmpl")
		for _, name := range names {
			text, err := fs.ReadFile(files, name)
			if err != nil {
				t.Fatal(err)
			}
			texts[name] = string(text)
		}
	}
	for file, text := range texts {
		for _, m := range keyInTemplate.FindAllStringSubmatch(text, -1) {
			used[m[1]] = true
			for _, lang := range i18n.Langs {
				if !i18n.Has(lang, m[1]) {
					t.Errorf("%s: %q has no message in %q", path.Base(file), m[1], lang)
				}
			}
		}
	}
	for key := range i18n.Keys(i18n.French) {
		if strings.HasPrefix(key, "theme.") && !used[key] {
			t.Errorf("message %q is not used", key)
		}
	}
}

func TestAssets(t *testing.T) {
	th := plain(t)
	url := th.StyleURL(Display{})
	if !regexp.MustCompile(`^/assets/plain\.[0-9a-f]{8}\.css$`).MatchString(url) {
		t.Errorf("style sheet at %q", url)
	}
	body, contentType, etag, ok := th.Asset(path.Base(url))
	if !ok || contentType != "text/css; charset=utf-8" || !strings.Contains(url, strings.Trim(etag, `"`)) {
		t.Errorf("style sheet: %v %q %q", ok, contentType, etag)
	}
	if other, _, _, _ := th.Asset("plain.css"); !bytes.Equal(body, other) {
		t.Error("plain.css is not the same under its two names")
	}
	if limit := 15_000; len(body) > limit {
		t.Errorf("style sheet: %d bytes, at most %d", len(body), limit)
	}
	if text := string(body); strings.Contains(text, "url(") || strings.Contains(text, "@import") || strings.Contains(text, "@font-face") {
		t.Error("the style sheet asks for another file")
	}
	if _, contentType, _, ok := th.Asset(path.Base(th.IconURL())); !ok || contentType != "image/svg+xml" {
		t.Errorf("icon: %v %q", ok, contentType)
	}
	for _, name := range []string{"", "plain.00000000.css", "../theme.go", "assets/plain.css"} {
		if _, _, _, ok := th.Asset(name); ok {
			t.Errorf("there is an asset %q", name)
		}
	}
}

// A theme that is not whole is refused at start, with the name of what is wrong.
func TestLoadRefuses(t *testing.T) {
	for want, files := range map[string]fstest.MapFS{
		"card.tmpl:1":   {"x/card.tmpl": {Data: []byte("{{define")}},
		`no template "`: {"x/card.tmpl": {Data: []byte(`{{define "card"}}{{end}}`)}},
	} {
		if _, err := load("x", files, Brand{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
	}
}

// Under the last entry of a higher rank.
func TestOutline(t *testing.T) {
	items := []ContentsItem{{3, "a", ""}, {3, "b", ""}, {2, "c", ""}, {3, "d", ""}, {4, "e", ""}, {2, "f", ""}}
	var got []string
	for _, s := range outline(items) {
		line := s.Text
		for _, b := range s.Below {
			line += ">" + b.Text
		}
		got = append(got, line)
	}
	if want := "a b c>d>e f"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

// zero returns the zero value of a component.
func zero(name string) any { return reflect.Zero(components[name]).Interface() }
