package app_test

import (
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"guichet/internal/app"
	"guichet/internal/cli"
	"guichet/internal/errs"
)

var sheetOf = regexp.MustCompile(`rel="stylesheet" href="([^"]+)"`)

// A reader chooses how pages look, without a script; those who chose nothing get the same page as before, kept or not.
func TestDisplaySettings(t *testing.T) {
	t.Parallel()
	base := desk(t, sqlite(t), nil)
	sheet := func(path, cookie string) string {
		t.Helper()
		r := get(t, base+path, "Cookie", cookie)
		m := sheetOf.FindStringSubmatch(r.body)
		if r.status != http.StatusOK || m == nil {
			t.Fatalf("%s with %q: status %d, no style sheet", path, cookie, r.status)
		}
		if style := get(t, base+m[1]); style.status != http.StatusOK {
			t.Errorf("%s: status %d", m[1], style.status)
		}
		return m[1]
	}
	for _, path := range []string{"/fr/", "/fr/recherche?q=photoshop"} {
		for range 2 { // drawn, then kept
			if got := sheet(path, "affichage=dark-contrast"); !strings.Contains(got, "plain-dark-contrast.") {
				t.Errorf("%s in dark with more contrast: %s", path, got)
			}
			for _, cookie := range []string{"", "affichage=", "affichage=../x", "other=dark"} {
				if got := sheet(path, cookie); !strings.Contains(got, "/plain.") {
					t.Errorf("%s with %q: %s", path, cookie, got)
				}
			}
		}
	}

	send := func(form url.Values) reply {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/fr/affichage/", strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return do(t, &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, req)
	}
	r := send(url.Values{"palette": {"dark"}})
	if got := r.header.Get("Set-Cookie"); r.status != http.StatusSeeOther || !strings.HasPrefix(got, "affichage=dark;") || !strings.Contains(got, "HttpOnly") {
		t.Errorf("choosing dark: status %d, cookie %q", r.status, got)
	}
	r = send(url.Values{"palette": {"system"}})
	if got := r.header.Get("Set-Cookie"); !strings.Contains(got, "Max-Age=0") {
		t.Errorf("going back to the system: cookie %q", got)
	}
	if r = send(url.Values{"palette": {"pink"}}); r.status != http.StatusBadRequest || r.header.Get("Set-Cookie") != "" {
		t.Errorf("an unknown palette: status %d, cookie %q", r.status, r.header.Get("Set-Cookie"))
	}
}

// A body's name, colours and mentions are settings, and so is the whole look.
func TestBrand(t *testing.T) {
	t.Parallel()
	base := desk(t, sqlite(t), func(s *cli.ServeSettings) {
		s.SiteName, s.Operator, s.Tagline = "Guichet de Trifouillis", "Ville de Trifouillis", "Pour les agents"
		s.Brand.Colour, s.FooterLink = "#17507f", []string{"Intranet|https://intranet.example/"}
		s.Legal.SIRET, s.Keep.Cases = "21000000000000", 400
	})
	for path, wants := range map[string][]string{
		"/fr/":                      {"Guichet de Trifouillis", "Pour les agents", `href="https://intranet.example/"`},
		"/fr/mentions-legales/":     {"21000000000000", "Ville de Trifouillis", "non renseigné"},
		"/en/legal-notice/":         {"21000000000000", "not given"},
		"/fr/donnees-personnelles/": {"400 jours", "sans limite de durée"},
		"/en/personal-data/":        {"400 days"},
	} {
		r := get(t, base+path)
		for _, want := range wants {
			if !strings.Contains(r.body, want) {
				t.Errorf("%s: no %q", path, want)
			}
		}
	}
	if css := get(t, base+sheetOf.FindStringSubmatch(get(t, base+"/fr/").body)[1]); !strings.Contains(css.body, "--accent:#17507f") {
		t.Error("the style sheet does not have the colour")
	}
}

// A look that cannot be is refused before the desk opens, with what to do.
func TestLookRefused(t *testing.T) {
	t.Parallel()
	for key, set := range map[string]func(*cli.ServeSettings){
		"app.bad-brand":       func(s *cli.ServeSettings) { s.Brand.Colour = "#ffcc00" },
		"app.no-logo":         func(s *cli.ServeSettings) { s.Brand.Logo = "nowhere.svg" },
		"app.no-official":     func(s *cli.ServeSettings) { s.Theme = "dsfr" },
		"app.no-dsfr":         func(s *cli.ServeSettings) { s.Theme, s.Operator, s.DSFRDir = "dsfr", "Ministère", t.TempDir() },
		"app.bad-footer-link": func(s *cli.ServeSettings) { s.FooterLink = []string{"Intranet|javascript:alert(1)"} },
	} {
		s := cli.ServeSettings{Common: cli.Common{Database: sqlite(t)}, Addr: ":8080"}
		set(&s)
		d, err := app.Open(t.Context(), s, slog.New(slog.DiscardHandler))
		if err == nil {
			d.Close()
		}
		if all := errs.All(err); len(all) != 1 || all[0].Key != key {
			t.Errorf("%s: got %v", key, err)
		}
	}
}

// Under the State's design system, whose files are here those of a test, every page is drawn by its markup, and its scripts may run while others may not.
func TestDSFR(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, body := range map[string]string{
		"package.json": `{"name":"@gouvfr/dsfr","version":"1.15.3"}`, "dist/dsfr.min.css": "a{}", "dist/utility/utility.min.css": "a{}",
		"dist/dsfr.module.min.js": "1", "dist/dsfr.nomodule.min.js": "1", "LICENSE.md": "terms",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	base := desk(t, sqlite(t), func(s *cli.ServeSettings) { s.Theme, s.Operator, s.DSFRDir = "dsfr", "Ministère des exemples", dir })
	for _, path := range []string{"/fr/", "/en/", "/fr/recherche?q=photoshop", "/fr/logiciels/gimp", "/fr/contact/", "/fr/questions/", "/fr/mentions-legales/", "/fr/affichage/"} {
		r := get(t, base+path)
		if r.status != http.StatusOK || !strings.Contains(r.body, `class="fr-footer"`) || !strings.Contains(r.body, "Ministère des exemples") {
			t.Errorf("%s: status %d, not by the design system", path, r.status)
		}
		if csp := r.header.Get("Content-Security-Policy"); !strings.Contains(csp, "script-src 'self';") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", path, csp)
		}
		for _, m := range regexp.MustCompile(`(?:href|src)="(/assets/dsfr/[^"]+)"`).FindAllStringSubmatch(r.body, -1) {
			if !strings.Contains(m[1], "/artwork/") && !strings.Contains(m[1], "/favicon/") && get(t, base+m[1]).status != http.StatusOK {
				t.Errorf("%s asks for %s, which is not there", path, m[1])
			}
		}
	}
	if r := get(t, base+"/assets/dsfr/1.15.3/LICENSE.md"); r.body != "terms" {
		t.Errorf("the notices: status %d", r.status)
	}
}
