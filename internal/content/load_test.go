package content

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"guichet/internal/i18n"
)

// layer makes a layer of files; a value without front matter is a body, and gets the file's name as title.
func layer(name string, files map[string]string) Layer {
	m := fstest.MapFS{}
	for f, s := range files {
		if strings.HasSuffix(f, ".md") && !strings.HasPrefix(s, "---") {
			s = "---\ntitle: " + f + "\n---\n" + s
		}
		m[f] = &fstest.MapFile{Data: []byte(s)}
	}
	return Layer{name, m}
}

func load(t *testing.T, opt Options, layers ...Layer) (*Site, []string) {
	t.Helper()
	s, problems, err := Load(layers, PlainComponents{}, opt)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for i, p := range problems {
		out = append(out, p.File+":"+brief(t, problems)[i])
	}
	return s, out
}

func addresses(s *Site) []string {
	var out []string
	for _, p := range s.Pages() {
		out = append(out, p.Path)
	}
	return out
}

func TestAddresses(t *testing.T) {
	for file, want := range map[string]string{
		"fr/mission/offre-de-services.md": "/fr/mission/offre-de-services/",
		"fr/mission/index.md":             "/fr/mission/",
		"fr/mission/mission.md":           "/fr/mission/", // Eleventy's folder page
		"fr/index.md":                     "/fr/",
		"index.md":                        "/fr/",
		"foo.md":                          "/fr/foo/",
		"aide/foo.md":                     "/fr/aide/foo/",
		"en/foo.md":                       "/en/foo/",
		"fr/2024-09-27-gazette.md":        "/fr/gazette/",
		"fr/2024-99-99-gazette.md":        "/fr/2024-99-99-gazette/",
		"fr/Été_1.5.md":                   "/fr/Été_1.5/",
		"fr/a b.md":                       "",
		"fr/a?b.md":                       "",
		"fr/a%2fb.md":                     "",
	} {
		got, lang, _, ok := fileAddress(file)
		if got != want || ok != (want != "") {
			t.Errorf("%s: %q, %v; want %q", file, got, ok, want)
		}
		if wantLang := langOf(want); lang != wantLang {
			t.Errorf("%s: language %s", file, lang)
		}
	}
}

func TestOverlay(t *testing.T) {
	starter := layer("starter", map[string]string{
		"fr/mission/index.md": "Du départ.", "fr/mission/offre-de-services.md": "Du départ.", "fr/a.md": "Du départ.", "en/a.md": "Of the starter.",
		"fr/cachee.md": "Du départ.", "README.md": "# Pour les auteurs", "fr/_brouillon.md": "x", ".git/x.md": "x",
	})
	dir := layer("dossier", map[string]string{
		"fr/mission/offre-de-services.md": "De l'opérateur.", "foo.md": "Sans langue.",
		"fr/ailleurs.md": "---\ntitle: A\npermalink: /fr/a/\n---\nPar permalink.",
		"fr/cachee.md":   "---\ntitle: C\npermalink: false\n---\n",
		"fr/projet.md":   "---\ntitle: P\ndraft: true\n---\nÀ venir.",
		"fr/sans.md":     "---\nlayout: page\n---\nSans titre.",
	})
	s, problems := load(t, Options{}, starter, dir)
	same(t, "addresses", addresses(s), []string{"/en/a/", "/fr/a/", "/fr/foo/", "/fr/mission/", "/fr/mission/offre-de-services/"})
	same(t, "problems", problems, []string{"dossier/fr/sans.md:1 error title-missing"})
	for address, want := range map[string]string{"/fr/mission/": "Du départ", "/fr/mission/offre-de-services/": "De l&#39;opérateur", "/fr/a/": "Par permalink", "/en/a/": "Of the starter"} {
		p, ok := s.Page(address)
		if !ok || !strings.Contains(string(p.Body), want) {
			t.Errorf("%s: %v, want %q", address, p, want)
		}
	}
	if p, _ := s.Page("/fr/foo/"); p.Lang != i18n.French || p.File != "foo.md" || p.Layer != "dossier" {
		t.Errorf("foo.md: %+v", p)
	}
	s, _ = load(t, Options{ShowDrafts: true}, starter, dir)
	if p, ok := s.Page("/fr/projet/"); !ok || !p.Draft {
		t.Error("the draft is not shown")
	}
}

// permalink: false takes a page out of the site, and with it the page of a lower layer at the same address.
func TestPermalinkFalseHides(t *testing.T) {
	s, _ := load(t, Options{}, layer("a", map[string]string{"fr/x.md": "x"}), layer("b", map[string]string{"fr/x.md": "---\ntitle: X\npermalink: false\n---\n"}))
	same(t, "addresses", addresses(s), []string(nil))
}

func TestSameAddressTwice(t *testing.T) {
	s, problems := load(t, Options{}, layer("d", map[string]string{"fr/a.md": "Première.", "fr/b.md": "---\ntitle: B\npermalink: /fr/a/\n---\nSeconde."}))
	same(t, "problems", problems, []string{"d/fr/b.md:3 error address-twice"})
	if p, _ := s.Page("/fr/a/"); p.File != "fr/a.md" {
		t.Errorf("%s is served", p.File)
	}
}

// A body that is refused uncovers the page below.
func TestRefusedBodyUncovers(t *testing.T) {
	s, problems := load(t, Options{}, layer("a", map[string]string{"fr/x.md": "Dessous."}), layer("b", map[string]string{"fr/x.md": strings.Repeat("> ", 100) + "x"}))
	same(t, "problems", problems, []string{"b/fr/x.md:4 error body-deep"})
	if p, ok := s.Page("/fr/x/"); !ok || p.Layer != "a" || !strings.Contains(string(p.Body), "Dessous.") {
		t.Errorf("%+v", p)
	}
}

func TestRedirects(t *testing.T) {
	s, problems := load(t, Options{Known: func(a string) bool { return a == "/fr/contact/" }}, layer("d", map[string]string{
		"fr/a.md":    "---\ntitle: A\nredirects:\n  - /vieux/\n  - /fr/b/\n  - /fr/contact/\n  - /a.html\n---\n",
		"fr/b.md":    "---\ntitle: B\nredirects: /vieux\n---\n",
		"fr/flux.md": "---\ntitle: F\npermalink: /fr/flux.xml\n---\n",
	}))
	same(t, "problems", problems, []string{"d/fr/a.md:3 error redirect-page", "d/fr/a.md:3 error redirect-page", "d/fr/b.md:3 error redirect-twice"})
	for old, want := range map[string]string{
		"/vieux/": "/fr/a/", "/vieux": "/fr/a/", "/a.html": "/fr/a/", "/fr/a": "/fr/a/", "/fr/flux.xml/": "/fr/flux.xml", "/fr/a/": "", "/fr/c": "", "/fr/contact/": "",
	} {
		if got, ok := s.Redirect(old); got != want || ok != (want != "") {
			t.Errorf("Redirect(%s) = %q, %v; want %q", old, got, ok, want)
		}
	}
}

// A page at an address of the program would be shown to nobody: its author is told.
func TestAddressOfTheProgram(t *testing.T) {
	_, problems := load(t, Options{Known: func(a string) bool { return a == "/fr/contact/" }}, layer("d", map[string]string{"fr/contact/index.md": "x", "fr/contact/y.md": "x"}))
	same(t, "problems", problems, []string{"d/fr/contact/index.md:0 warning address-program"})
}

func TestAssets(t *testing.T) {
	s, problems := load(t, Options{}, layer("a", map[string]string{"fr/img/a.png": "un", "fr/b.PDF": "b"}),
		layer("b", map[string]string{"fr/img/a.png": "deux", "fr/x.html": "<script>", "fr/x.js": "x", "fr/.secret.png": "x"}))
	same(t, "problems", problems, []string{"b/fr/x.html:0 warning file-ignored", "b/fr/x.js:0 warning file-ignored"})
	for address, want := range map[string]string{"/fr/img/a.png": "deux", "/fr/b.PDF": "b", "/fr/x.html": "", "/fr/x.js": "", "/fr/.secret.png": "", "/fr/../fr/img/a.png": ""} {
		fsys, name, ok := s.Asset(address)
		got := ""
		if ok {
			b, err := fs.ReadFile(fsys, name)
			if err != nil {
				t.Fatal(err)
			}
			got = string(b)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

func TestLinksBetweenFiles(t *testing.T) {
	s, _ := load(t, Options{}, layer("d", map[string]string{
		"fr/guide/index.md": "[a](../foo.md) [b](./bar/index.md) [c](foo.md#x) [d](/fr/foo.md?q=1#y) [e](absent.md) ![f](img/a.png) [g](bar/) [h](?q=1) [i](#z) [j](mailto:a@example.org) " +
			"[k](//example.org/x.md) [l](https://example.org/x.md) <a href=\"../foo.md\">m</a> [n](ailleurs.md) [o](../../../../etc/x.md)",
		"fr/foo.md": "x", "fr/guide/foo.md": "x", "fr/guide/bar/index.md": "x", "fr/guide/img/a.png": "x",
		"fr/guide/ailleurs.md": "---\ntitle: A\npermalink: /fr/autre-part/\n---\n",
	}))
	p, _ := s.Page("/fr/guide/")
	var got []string
	for _, l := range p.Links {
		got = append(got, l.URL)
		if l.Line != 4 {
			t.Errorf("line %d of %s", l.Line, l.URL)
		}
		if u := strings.ReplaceAll(l.URL, "&", "&amp;"); !strings.Contains(string(p.Body), `"`+u+`"`) {
			t.Errorf("%s is not in the body: %s", u, p.Body)
		}
	}
	same(t, "links", got, []string{"/fr/foo/", "/fr/guide/bar/", "/fr/guide/foo/#x", "/fr/foo/?q=1#y", "/fr/guide/absent/", "/fr/guide/img/a.png", "/fr/guide/bar/",
		"?q=1", "#z", "mailto:a@example.org", "//example.org/x.md", "https://example.org/x.md", "/fr/autre-part/", "/fr/etc/x/", "/fr/foo/"})
}

func TestCheckLinks(t *testing.T) {
	s, _ := load(t, Options{}, layer("d", map[string]string{
		"fr/a.md": "---\ntitle: A\nsegments:\n  - url: /nulle-part/\n    title: N\n  - url: /b/\n    title: B\ntranslation: /en/a/\nredirects: /vieux/\n---\n## Titre\n\n" +
			"[1](/fr/b/) [2](/fr/b/#titre) [3](/fr/b/#absent) [4](/fr/absent/)\n[5](#titre) [6](#absent) [7](/vieux/) [8](/vieux/#titre) [9](/vieux/#absent)\n\n" +
			"[10](/fr/contact/#x) [11](/fr/b) [12](/img.png) ![13](/absent.png) [14](https://example.org/x) [15](/fr/b/#fait) <a href=\"/fr/absent/\">16</a>\n\n![17](img.png)\n",
		"fr/b.md": "## Titre\n", "img.png": "x",
	}))
	var got []string
	for _, p := range s.CheckLinks(func(a string) bool { return a == "/fr/contact/" || a == "/fr/b/#fait" }) {
		brief(t, []Problem{p})
		got = append(got, strings.TrimPrefix(p.String(), "d/fr/a.md"))
	}
	same(t, "problems", got, []string{
		":3: error: étape du fil d'Ariane qui ne mène nulle part\u00a0: /fr/nulle-part/",
		":8: error: traduction introuvable\u00a0: /en/a/",
		":13: error: la page /fr/b/ n'a pas de section «\u00a0absent\u00a0»",
		":13: error: lien qui ne mène nulle part\u00a0: /fr/absent/",
		":14: error: la page /fr/a/ n'a pas de section «\u00a0absent\u00a0»",
		":14: error: la page /fr/a/ n'a pas de section «\u00a0absent\u00a0»",
		":16: error: lien qui ne mène nulle part\u00a0: /absent.png",
		":16: error: lien qui ne mène nulle part\u00a0: /fr/absent/",
		":18: error: lien qui ne mène nulle part\u00a0: /fr/a/img.png",
	})
}

func TestDamagedPageIsServedMended(t *testing.T) {
	src := "---\ntitle: Déjà\n---\nL’été à l’œuvre 🧢\n"
	s, problems := load(t, Options{}, layer("d", map[string]string{"fr/x.md": string(misread([]byte(src), macRoman))}))
	same(t, "problems", problems, []string{"d/fr/x.md:2 warning encoding"})
	p, _ := s.Page("/fr/x/")
	same(t, "title", p.Title, "Déjà")
	same(t, "text", p.Text, "L’été à l’œuvre 🧢")
}

func TestBytesThatAreNoText(t *testing.T) {
	p, problems := Parse("fr/x.md", []byte("---\ntitle: T\n---\na\xffb\n\nc\x00d\x0ce\n\nf\ufffdg\n"), PlainComponents{}, Options{})
	same(t, "problems", brief(t, problems), []string{"4 warning bytes-invalid", "6 warning bytes-nul", "8 warning replacement"})
	same(t, "text", p.Text, "a\ufffdb\nc\ufffdd e\nf\ufffdg")
}

func TestFileBounds(t *testing.T) {
	s, problems := load(t, Options{MaxFile: 100}, layer("d", map[string]string{"fr/a.md": strings.Repeat("a", 200), "fr/b.md": "b"}))
	same(t, "problems", problems, []string{"d/fr/a.md:0 error file-large"})
	same(t, "addresses", addresses(s), []string{"/fr/b/"})
}

func TestUnreadable(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "fr"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("nowhere.md", filepath.Join(dir, "fr", "x.md")); err != nil {
		t.Fatal(err)
	}
	_, problems := load(t, Options{}, Layer{dir, os.DirFS(dir)})
	same(t, "problems", problems, []string{dir + "/fr/x.md:0 error file-unreadable"})
	if _, _, err := Load([]Layer{{"absent", os.DirFS(filepath.Join(dir, "absent"))}}, PlainComponents{}, Options{}); err == nil {
		t.Error("a folder that is not there was read")
	}
}

// inLanguage draws tables with a word of the page's language.
type inLanguage struct {
	PlainComponents
	lang i18n.Lang
}

func (c inLanguage) In(lang i18n.Lang) Components { return inLanguage{lang: lang} }
func (c inLanguage) TableOpen(string) HTML        { return HTML("<div lang=\"" + string(c.lang) + "\">") }

func TestComponentsInTheLanguageOfThePage(t *testing.T) {
	for _, lang := range i18n.Langs {
		p, _ := Parse(string(lang)+"/x.md", []byte("---\ntitle: T\n---\n|a|\n|-|\n"), inLanguage{}, Options{})
		if !strings.Contains(string(p.Body), `<div lang="`+string(lang)+`"><table>`) {
			t.Errorf("%s: %s", lang, p.Body)
		}
	}
}
