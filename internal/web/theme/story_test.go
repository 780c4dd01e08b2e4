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
	dark := strings.NewReplacer("(prefers-color-scheme: dark)", "all", "(prefers-color-scheme:dark)", "all", "color-scheme:light dark", "color-scheme:dark", "color-scheme: light dark", "color-scheme: dark").Replace(string(css))
	icon, _, _, _ := th.Asset("icon.svg")
	write(t, dir, "light.css", string(css))
	write(t, dir, "dark.css", dark)
	write(t, dir, "icon.svg", string(icon))
	for _, lang := range i18n.Langs {
		var b strings.Builder
		b.WriteString(`<div class="wrap"><h1>Storybook</h1>`)
		for _, s := range Stories(lang) {
			fmt.Fprintf(&b, "<h2>%s</h2>\n%s\n", template.HTMLEscapeString(s.Name), th.Render(lang, s.Component))
		}
		b.WriteString("</div>")
		pages := map[string]string{"stories": b.String(), "home": fakeHome(th, lang), "sheet": fakeSheet(th, lang), "prose": fakeProse, "list": fakeList(th, lang), "form": fakeForm(th, lang)}
		for name, body := range pages {
			for _, style := range []string{"light", "dark"} {
				shell := sampleShell(th, lang)
				shell.Style, shell.Icon = style+".css", "icon.svg"
				if name == "home" {
					shell.Search, shell.Breadcrumb = SearchBar{}, nil
				}
				write(t, dir, fmt.Sprintf("%s-%s-%s.html", name, lang, style), frame(t, th, shell, body))
			}
		}
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func fakeHome(th *Theme, lang i18n.Lang) string {
	r := func(c any) string { return string(th.Render(lang, c)) }
	out := `<div class="hero"><div class="wrap"><h1>Une question sur les logiciels libres ?</h1><p class="lead">Écrivez-la comme vous la diriez. La réponse cite sa source et sa date ; si elle n'est pas connue, une personne répond.</p>`
	out += r(SearchBar{ID: "question", Action: "/fr/recherche", Name: "q", Label: "Votre question", Hint: "Par exemple : existe-t-il un équivalent libre de Photoshop ?", Button: "Demander", Large: true})
	out += `</div></div><div class="wrap"><h2>Ce que fait le guichet</h2><ul class="grid">`
	for _, x := range []Tile{
		{"Trouver un logiciel", "/fr/logiciels/", "512 logiciels libres employés dans l'administration, avec leurs référents.", "catalogue", 3},
		{"Remplacer un logiciel", "/fr/equivalents/", "L'équivalent libre d'un produit que vous utilisez, et qui l'a déjà adopté.", "search", 3},
		{"Obtenir du support", "/fr/marches/", "Deux marchés interministériels : logiciels couverts, bénéficiaires, délais.", "contract", 3},
		{"Acheter", "/fr/acheter/", "Vérifier un droit, composer des clauses, choisir une licence.", "cart", 3},
		{"Publier du code", "/fr/publier/", "Puis-je l'ouvrir, mon dépôt est-il prêt ?", "code", 3},
		{"Rejoindre les BlueHats", "/fr/contact/", "Salons, listes et rencontres des agents qui font et utilisent du libre.", "hat", 3},
	} {
		out += "<li>" + r(x) + "</li>"
	}
	out += `</ul><h2>Questions courantes</h2><div class="with-aside"><div>`
	for _, q := range []string{"Ai-je le droit d'acheter une prestation pour un logiciel libre précis ?", "Sous quelle licence publier notre code ?", "Comment devenir référent d'un logiciel ?"} {
		out += r(Accordion{Title: q, Body: "<p>Oui. Un marché peut nommer un logiciel libre, car toute entreprise peut proposer un service autour de lui.</p>"})
	}
	out += `</div><aside class="stack">` + r(Stat{"512", "logiciels au catalogue", "au 23 novembre 2026"}) + r(Stat{"163", "couverts par le marché de support", "au 2 novembre 2026"}) + `</aside></div></div>`
	return out
}

func fakeSheet(th *Theme, lang i18n.Lang) string {
	r := func(c any) string { return string(th.Render(lang, c)) }
	out := `<div class="wrap"><h1>GIMP</h1><p class="lead">Créer et retoucher des images, les convertir d'un format à un autre.</p>`
	out += `<p class="badges">` + r(Badge{"success", "Couvert par le marché de support"}) + " " + r(Badge{"info", "Catalogue"}) + " " + r(Badge{"neutral", "Poste de travail"}) + `</p>`
	out += `<div class="with-aside"><div><h2 id="bref">En bref <a class="anchor" href="#bref" aria-label="Lien vers cette section">#</a></h2>`
	for _, s := range Stories(lang) {
		if s.Name == "facts" {
			out += r(Facts{s.Component.(Facts).Items[:3]})
		}
	}
	out += `<h2>Qui peut vous aider</h2>` + r(Table{ID: "m", Caption: "Prestataires déclarés", Columns: []Column{{Title: "Prestataire"}, {Title: "Service"}, {Title: "Marché"}, {Title: "Délai (jours)", Numeric: true}},
		Rows: [][]Cell{{{Text: "Logilibre", URL: "/fr/prestataires/logilibre"}, {Text: "Support, formation"}, {Text: "Support", Badges: []Badge{{"success", "Couvert"}}}, {Text: "3"}}, {{Text: "Atelier du code", URL: "/x"}, {Text: "Développement"}, {Text: "Hors marché"}, {Text: "12"}}}, Note: "Source : déclarations des prestataires."})
	out += r(Callout{Title: "Vous utilisez GIMP ?", Body: `<p>Déclarez-le : d'autres administrations pourront vous poser une question.</p>`, Level: 2}) + `<p class="cluster">` + r(Button{Text: "Je l'utilise", URL: "/x"}) + r(Button{Text: "Poser une question", Kind: "secondary", URL: "/y"}) + `</p>`
	out += `</div><aside>` + r(Contents{Items: []ContentsItem{{2, "En bref", "#bref"}, {2, "Qui peut vous aider", "#m"}, {3, "Prestataires déclarés", "#m"}, {2, "Référents", "#r"}}}) + `</aside></div></div>`
	return out
}

func fakeList(th *Theme, lang i18n.Lang) string {
	r := func(c any) string { return string(th.Render(lang, c)) }
	out := `<div class="wrap"><h1>Recherche : photoshop</h1><section class="answer"><p class="lead">GIMP remplace Photoshop pour la retouche d'images ; Krita, pour le dessin.</p><p>Ni l'un ni l'autre n'ouvre tous les fichiers <code>PSD</code> récents.</p>`
	out += r(SourceNote{Text: "Wikidata", Date: "23 novembre 2026"}) + `<p class="cluster">` + r(Button{Text: "Voir GIMP", URL: "/x"}) + r(Button{Text: "Demander à une personne", Kind: "secondary", URL: "/y"}) + `</p></section>`
	out += `<div class="with-aside start"><aside><h2>Filtrer</h2><ul class="cluster">`
	for i, x := range []string{"Image", "Bureautique", "Poste de travail", "Serveur", "Couvert par le marché"} {
		out += "<li>" + r(Tag{x, "?x", i == 1}) + "</li>"
	}
	out += `</ul></aside><div><p class="muted">42 logiciels</p><ul class="cards">`
	for i, n := range []string{"GIMP", "Krita", "Inkscape"} {
		c := Card{Title: n, URL: "/fr/logiciels/gimp", Text: "Créer et retoucher des images, les convertir d'un format à un autre.", Level: 2, Badges: []Badge{{"success", "Couvert par le marché"}, {"info", "Nouveau"}}, Meta: []string{"GPL-3.0-or-later", "12 référents", "version 3.0.4"}}
		if i == 0 {
			c.Reason = "Remplace Photoshop pour la retouche d'images."
		}
		out += "<li>" + r(c) + "</li>"
	}
	for _, s := range Stories(lang) {
		if s.Name == "pagination" {
			out += "</ul>" + r(s.Component)
		}
	}
	return out + `</div></div></div>`
}

func fakeForm(th *Theme, lang i18n.Lang) string {
	out := `<div class="wrap"><h1>Faire une demande</h1><form class="form" novalidate>`
	for _, name := range []string{"error-summary", "stepper", "field email refused", "field select", "field textarea", "field radio", "field checkbox", "field checkbox refused", "button"} {
		for _, s := range Stories(lang) {
			if s.Name == name {
				out += string(th.Render(lang, s.Component))
			}
		}
	}
	return out + `</form></div>`
}

const fakeProse = `<div class="wrap"><h1>Licences libres acceptées</h1><div class="prose"><p class="lead">Quelle licence pour publier un code public.</p>
<p><strong>En bref.</strong> Vous publiez un code dont votre <a href="/fr/">administration</a> fixe la licence : choisissez dans la <a href="https://www.data.gouv.fr/licences">liste du décret</a>, une licence permissive par défaut.</p>
<h2 id="a">Pour publier un code source <a class="anchor" href="#a">#</a></h2><ul><li>une liste</li><li>avec <code>AGPL-3.0-only</code><ul><li>imbriquée</li></ul></li></ul><ol><li>Un</li><li>Deux</li></ol>
<table><thead><tr><th>Question</th><th>Liste</th></tr></thead><tbody><tr><td>Sous quelle licence <strong>publier</strong> notre code ?</td><td><a href="#a">Licences pour publier</a></td></tr><tr><td>Entrer au catalogue ?</td><td>Oui</td></tr></tbody></table>
<h3>Une différence</h3><blockquote><p>Une citation de la loi, sur deux lignes pour voir ce que donne la marge à gauche et sa règle dorée.</p></blockquote><pre><code>guichet serve --addr :8080 --database guichet.db --base-url https://guichet.example.gouv.fr</code></pre><h4>Détail</h4><p>Texte avec <mark>surligné</mark> et <small>petit</small>.</p><hr><details><summary>Détails</summary><p>Dedans.</p></details></div></div>`
