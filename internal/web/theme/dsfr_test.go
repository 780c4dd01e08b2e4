package theme

import (
	"errors"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/jba/templatecheck"

	"guichet/internal/i18n"
)

// markup returns the theme without the files of the design system, which are in nobody's repository.
func markup(t *testing.T) *Theme {
	t.Helper()
	th, err := DSFR(nil, Brand{})
	if err != nil {
		t.Fatal(err)
	}
	return th
}

// Every component is drawn in both languages, safe and well formed, by the same structs as in the plain theme.
func TestDSFRStories(t *testing.T) {
	th := markup(t)
	for _, lang := range i18n.Langs {
		for _, s := range Stories(lang) {
			examine(t, string(lang)+" "+s.Name, string(th.Render(lang, s.Component)))
		}
	}
	for name := range components {
		if err := templatecheck.CheckHTML(th.Templates(i18n.French).Lookup(name), zero(name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

var opensAWindow = regexp.MustCompile(`<a [^>]*target="_blank"[^>]*>`)

// The frame has what the design system makes mandatory: the official name, the four links in their order, the display settings, and scripts that are
// files of the desk.
func TestDSFRFrame(t *testing.T) {
	th := markup(t)
	for _, lang := range i18n.Langs {
		shell := sampleShell(th, lang)
		shell.Assets, shell.Site.Official = th.Prefix(), "Ministère|des exemples"
		page := frame(t, th, shell, `<h1>Logiciels</h1>`)
		order := []string{
			`role="banner" class="fr-header"`, "Ministère<br>des exemples", "fr-header__service-title", `role="search"`, `class="fr-nav"`, "fr-breadcrumb", `role="main"`,
			`role="contentinfo"`, `href="https://info.gouv.fr"`, `href="https://service-public.gouv.fr"`, `href="https://legifrance.gouv.fr"`, `href="https://data.gouv.fr"`,
			"fr-footer__bottom-list", "/fr/accessibilite/", "fr-footer__bottom-copy", `<dialog id="fr-theme-modal"`, `value="light"`, `value="dark"`, `value="system"`,
			`<script type="module" src="/assets/dsfr/`,
		}
		rest := page
		for _, want := range order {
			_, after, found := strings.Cut(rest, want)
			if !found {
				t.Errorf("%s: no %s where it belongs", lang, want)
			}
			rest = after
		}
		for _, a := range opensAWindow.FindAllString(page, -1) {
			if !strings.Contains(a, i18n.T(lang, "theme.window", nil)+`"`) || !strings.Contains(a, "noopener") {
				t.Errorf("%s: a new window that is not announced: %s", lang, a)
			}
		}
		if strings.Contains(page, "<script>") || strings.Contains(page, " style=") {
			t.Errorf("%s: a script or a style within the page", lang)
		}
		// The rest holds as for every page, scripts and windows apart.
		plainer := opensAWindow.ReplaceAllString(regexp.MustCompile(`<script[^>]*></script>`).ReplaceAllString(page, ""), `<a href="/x">`)
		examine(t, string(lang)+" frame", plainer)
	}
}

// The design system is served from its own package, whole or not at all, with its notices, and nothing else of the machine.
func TestDSFRPackage(t *testing.T) {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	whole := fstest.MapFS{
		"package.json": file(`{"name":"@gouvfr/dsfr","version":"1.15.3"}`), "dist/dsfr.min.css": file("css"), "dist/utility/utility.min.css": file("css"),
		"dist/dsfr.module.min.js": file("js"), "dist/dsfr.nomodule.min.js": file("js"), "LICENSE.md": file("terms"), "secret.txt": file("secret"), "dist/x.html": file("page"),
	}
	th, err := DSFR(whole, Brand{})
	if err != nil {
		t.Fatal(err)
	}
	if th.Prefix() != "/assets/dsfr/1.15.3/" || !th.Scripted() {
		t.Errorf("prefix %q", th.Prefix())
	}
	for name, want := range map[string]string{"dsfr.min.css": "css", "dsfr.module.min.js": "js", "LICENSE.md": "terms"} {
		if body, kind, ok := th.Package(name); !ok || string(body) != want || kind == "" {
			t.Errorf("%s: %q %q", name, body, kind)
		}
	}
	for _, name := range []string{"", "secret.txt", "../secret.txt", "x.html", "../package.json", "/etc/passwd.txt", "dsfr.min.css/../../secret.txt"} {
		if body, _, ok := th.Package(name); ok {
			t.Errorf("%s is served: %q", name, body)
		}
	}
	for name := range whole {
		if name == "LICENSE.md" || name == "secret.txt" || name == "dist/x.html" {
			continue
		}
		part := fstest.MapFS{}
		for n, f := range whole {
			if n != name {
				part[n] = f
			}
		}
		if _, err := DSFR(part, Brand{}); !errors.Is(err, ErrNoDSFR) {
			t.Errorf("without %s: %v", name, err)
		}
	}
}

// Nothing of the design system is in the program: templates and a sheet of ours.
func TestNothingOfDSFRIsEmbedded(t *testing.T) {
	total := 0
	err := fs.WalkDir(dsfrFiles, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(dsfrFiles, name)
		total += len(body)
		return err
	})
	if err != nil || total > 40_000 {
		t.Errorf("%d bytes, %v", total, err)
	}
}
