package browser

import (
	"html/template"
	"net/http"
	"strings"
	"testing"

	"guichet/internal/i18n"
	"guichet/internal/web/theme"
)

// storybook serves every component of the theme in every state that it has, one page a language.
func storybook(t *testing.T) http.Handler {
	look, err := theme.Plain(theme.Brand{})
	if err != nil {
		t.Fatal(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lang := i18n.Parse(r.PathValue("lang"))
		var body strings.Builder
		body.WriteString(`<div class="wrap"><h1>Storybook</h1>`)
		for _, s := range theme.Stories(lang) {
			body.WriteString("<h2>" + template.HTMLEscapeString(s.Name) + "</h2>" + string(look.Render(lang, s.Component)))
		}
		body.WriteString("</div>")
		frame := template.Must(look.Templates(lang).New("page").Parse(`{{template "open" .Shell}}{{.Body}}{{template "close" .Shell}}`))
		shell := theme.Shell{
			Lang: lang, Site: theme.Site{Name: "Guichet libre"}, Title: "Storybook", Home: "/", Style: look.StyleURL(theme.Display{}), Icon: look.IconURL(),
			Nav: []theme.Link{{Text: "Storybook", URL: r.URL.Path, Current: true}}, Breadcrumb: []theme.Link{{Text: "Guichet libre", URL: "/"}, {Text: "Storybook"}},
		}
		err := frame.Execute(w, struct {
			Shell theme.Shell
			Body  template.HTML
		}{shell, template.HTML(body.String())})
		if err != nil {
			t.Errorf("drawing the storybook: %v", err)
		}
	})
}
