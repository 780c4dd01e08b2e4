package browser

import (
	"html/template"
	"net/http"
	"path"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"guichet/internal/i18n"
	"guichet/internal/web/theme"
)

// storybook serves every component in every state that it has, one page a language and a theme: /storybook/fr, /storybook/fr/dsfr. The State's design
// system is here without its files, which only those may have who accepted its terms: its markup is examined, not its colours.
func storybook(t *testing.T, mux *http.ServeMux) {
	plain, err := theme.Plain(theme.Brand{})
	if err != nil {
		t.Fatal(err)
	}
	dsfr, err := theme.DSFR(nil, theme.Brand{})
	if err != nil {
		t.Fatal(err)
	}
	mux.HandleFunc("/storybook/{lang}", stories(t, plain))
	mux.HandleFunc("/storybook/{lang}/dsfr", stories(t, dsfr))
	mux.HandleFunc("/assets/"+path.Base(dsfr.StyleURL(theme.Display{})), func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "text/css") })
	mux.HandleFunc(dsfr.Prefix(), func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", map[string]string{".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}[path.Ext(r.URL.Path)])
	})
}

func stories(t *testing.T, look *theme.Theme) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		lang := i18n.Parse(r.PathValue("lang"))
		var body strings.Builder
		body.WriteString(`<div class="wrap"><h1>Storybook</h1>`)
		for _, s := range theme.Stories(lang) {
			body.WriteString("<h2>" + template.HTMLEscapeString(s.Name) + "</h2>" + string(look.Render(lang, s.Component)))
		}
		body.WriteString("</div>")
		frame := template.Must(look.Templates(lang).New("page").Parse(`{{template "open" .Shell}}{{.Body}}{{template "close" .Shell}}`))
		shell := theme.Shell{
			Lang: lang, Site: theme.Site{Name: "Guichet libre", Operator: "Ville de Trifouillis"}, Title: "Storybook", Home: "/", Style: look.StyleURL(theme.Display{}), Icon: look.IconURL(), Assets: look.Prefix(),
			Nav: []theme.Link{{Text: "Storybook", URL: r.URL.Path, Current: true}}, Breadcrumb: []theme.Link{{Text: "Guichet libre", URL: "/"}, {Text: "Storybook"}},
			Footer: []theme.Link{{Text: "Accessibilité", URL: "/fr/accessibilite/"}},
		}
		err := frame.Execute(w, struct {
			Shell theme.Shell
			Body  template.HTML
		}{shell, template.HTML(body.String())})
		if err != nil {
			t.Errorf("drawing the storybook: %v", err)
		}
	}
}

// testMarkup examines the components of the State's design system by their markup: everything of axe-core but what style sheets decide.
func (h *house) testMarkup(t *testing.T) {
	for _, lang := range i18n.Langs {
		t.Run(string(lang), func(t *testing.T) {
			t.Parallel()
			b := h.tab(t)
			b.screen(1280, "light")
			b.visit("/storybook/" + string(lang) + "/dsfr")
			b.call(chromedp.Evaluate[chromedp.Void](b.house.axe))
			b.axe("dsfr", strings.Replace(whole, "rules: {", "rules: {'heading-order': off, 'landmark-unique': off, 'color-contrast': off, 'target-size': off, 'link-in-text-block': off, ", 1))
		})
	}
}
