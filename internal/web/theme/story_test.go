package theme

import (
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guichet/internal/i18n"
)

// To see the theme: GUICHET_STORY=/tmp/story go test -run TestStorybook ./internal/web/theme, then open the files of that folder.
func TestStorybook(t *testing.T) {
	dir := os.Getenv("GUICHET_STORY")
	if dir == "" {
		t.Skip("GUICHET_STORY names no folder")
	}
	th := plain(t)
	css, _, _, _ := th.Asset("plain.css")
	dark, _, _, _ := th.Asset("plain-dark.css")
	icon, _, _, _ := th.Asset("icon.svg")
	write(t, dir, "light.css", string(css))
	write(t, dir, "dark.css", string(dark))
	write(t, dir, "icon.svg", string(icon))
	for _, lang := range i18n.Langs {
		var b strings.Builder
		b.WriteString(`<div class="wrap"><h1>Storybook</h1>`)
		for _, s := range Stories(lang) {
			fmt.Fprintf(&b, "<h2>%s</h2>\n%s\n", template.HTMLEscapeString(s.Name), th.Render(lang, s.Component))
		}
		b.WriteString("</div>")
		for _, style := range []string{"light", "dark"} {
			shell := sampleShell(th, lang)
			shell.Style, shell.Icon = style+".css", "icon.svg"
			write(t, dir, fmt.Sprintf("stories-%s-%s.html", lang, style), frame(t, th, shell, b.String()))
		}
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
