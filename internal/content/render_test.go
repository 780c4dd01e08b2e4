package content

import (
	"strings"
	"testing"
)

func TestRender(t *testing.T) {
	for _, c := range []struct {
		name, body, html string
		problems         []string
	}{
		{"words that must survive", "Où ? *là*<br/>🧢 👷‍♀️ &amp; &lt;b&gt; &copy;", "<p>Où ? <em>là</em><br>🧢 👷‍♀️ &amp; &lt;b&gt; ©</p>", nil},
		{"strikethrough", "~~non~~", "<p><del>non</del></p>", nil},
		{"link with attributes", "[a](/fr/b/){.fr-link .fr-link--icon-right #ici target=_blank}.", `<p><a href="/fr/b/" id="ici" class="fr-link fr-link--icon-right">a</a>.</p>`, nil},
		{"class that is not allowed", "[a](/fr/b/){.menu .fr-link}", `<p><a href="/fr/b/" class="fr-link">a</a></p>`, nil},
		{"image", "![Un *chat*](/img/a.png \"Titre\"){.fr-responsive-img}", `<p><img src="/img/a.png" alt="Un chat" title="Titre" class="fr-responsive-img" loading="lazy" decoding="async"></p>`, nil},
		{"image without a text", "<img src=\"/a.png\">", `<img src="/a.png" loading="lazy" decoding="async" alt="">`, nil},
		{"image whose address is refused", "<img src=\"data:image/svg+xml;base64,AAAA\" alt=\"Un logo\">", `<em>Un logo</em>`, []string{"4 error link-scheme"}},
		{"attributes that nothing takes", "Texte{.fr-x} et *mot*{.fr-y}, fin. {.fr-z}", "<p>Texte et <em>mot</em>, fin.</p>", nil},
		{"attributes of a list item", "- un {.fr-x}\n- deux", "<ul><li>un</li><li>deux</li></ul>", nil},
		{"braces that are text", "{a} {} { .a } {1.5} ensemble {x, y}", "<p>{a} {}  {1.5} ensemble {x, y}</p>", nil},
		{"attributes in code", "`{.fr-x}`", "<p><code>{.fr-x}</code></p>", nil},
		{"table", "| Nom | Nombre | Mot |\n|:---|--:|:-:|\n| a | 1 | b |",
			`<div class="table" id="table-1"><table><thead><tr><th scope="col" class="align-left">Nom</th><th scope="col" class="align-right">Nombre</th><th scope="col" class="align-center">Mot</th></tr></thead>` +
				`<tbody><tr><td class="align-left">a</td><td class="align-right">1</td><td class="align-center">b</td></tr></tbody></table></div>`, nil},
		{"two tables", "| a |\n|---|\n\n<table><tr><td>b</td></tr></table>",
			`<div class="table" id="table-1"><table><thead><tr><th scope="col">a</th></tr></thead></table></div><div class="table" id="table-2"><table><tr><td>b</td></tr></table></div>`, nil},
		{"code", "```sh\nls <a>\n```", "<pre tabindex=\"0\"><code class=\"language-sh\">ls &lt;a&gt;\n</code></pre>", nil},
		{"automatic link", "<https://example.org/a?b=c&d>", `<p><a href="https://example.org/a?b=c&amp;d">https://example.org/a?b=c&amp;d</a></p>`, nil},
		{"bare address is text", "https://example.org", "<p>https://example.org</p>", nil},
		{"colons of a definition list are text", "Mot\n: sa définition", "<p>Mot\n: sa définition</p>", nil},
	} {
		p, problems := page(t, c.body)
		if got := compact(string(p.Body)); got != c.html {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.html)
		}
		if strings.Join(problems, "\n") != strings.Join(c.problems, "\n") {
			t.Errorf("%s: problems %q, want %q", c.name, problems, c.problems)
		}
	}
}

func TestHeadings(t *testing.T) {
	p, problems := page(t, `Début.

## Où ?
## L'œuvre d'*Ada* & co, « suite »
### {#vide}
## Où ?
### Explicite {#mon-id .fr-h3}
## Conway's Law
## 🧢
Titre souligné {#souligne}
--------------
# Trop grand
#### Trop bas
## Le lien [ici](/fr/)
## <b>Gras</b> `+"`code`"+`
### A \* b
## Explicite {#mon-id}
`)
	var got []string
	for _, h := range p.Headings {
		got = append(got, strings.Repeat("#", h.Level)+" "+h.Text+" "+h.ID)
	}
	same(t, "headings", got, []string{
		"## Où ? ou", "## L'œuvre d'Ada & co, « suite » l-oeuvre-d-ada-and-co-suite", "## Où ? ou-1", "### Explicite mon-id",
		"## Conway's Law conways-law", "## 🧢 section", "## Titre souligné souligne", "## Trop grand trop-grand", "### Trop bas trop-bas",
		"### Le lien ici le-lien-ici", "### Gras code gras-code", "#### A * b a-b", "### Explicite mon-id-1",
	})
	same(t, "problems", problems, []string{"8 warning heading-empty", "15 warning heading-one", "16 warning heading-jump", "20 warning id-twice"})
	same(t, "contents", p.Contents, true)
	if want := `<h2 id="ou">Où ? <a class="anchor" href="#ou" aria-label="Lien vers la section «` + "\u00a0Où ?\u00a0" + `»">#</a></h2>`; !strings.Contains(string(p.Body), want) {
		t.Errorf("no %s in %s", want, p.Body)
	}
	if strings.Contains(string(p.Body), "{#") || strings.Contains(string(p.Body), "<h1") {
		t.Errorf("raw attributes or a first level in %s", p.Body)
	}
	for _, h := range p.Headings {
		if !p.HasID(h.ID) || strings.Count(string(p.Body), ` id="`+h.ID+`"`) != 1 {
			t.Errorf("id %s is not there once", h.ID)
		}
	}
}

func TestHeadingsInEnglish(t *testing.T) {
	p, _ := Parse("en/x.md", []byte("---\ntitle: T\n---\n## Where?\n\nNote[^1].\n\n[^1]: Text.\n"), PlainComponents{}, Options{})
	for _, want := range []string{`aria-label="Link to the section “Where?”"`, `aria-label="Back to the text, note 1"`} {
		if !strings.Contains(string(p.Body), want) {
			t.Errorf("no %s in %s", want, p.Body)
		}
	}
}

func TestFootnotes(t *testing.T) {
	p, problems := page(t, "Un fait[^a], encore[^a], autre[^b].\n\n[^a]: Sa source.\n[^b]: Une *autre*.\n")
	same(t, "problems", problems, []string(nil))
	for _, want := range []string{
		`<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref" aria-label="Note 1">1</a></sup>`,
		`<sup id="fnref1:1">`, `<li id="fn:2">`,
		`<a href="#fnref1:1" class="footnote-backref" role="doc-backlink" aria-label="Retour au texte, note 1">`,
	} {
		if !strings.Contains(string(p.Body), want) {
			t.Errorf("no %s in %s", want, p.Body)
		}
	}
	same(t, "text", p.Text, "Un fait, encore, autre.\nSa source.\nUne autre.")
}

func TestAuthorHTML(t *testing.T) {
	for _, c := range []struct {
		name, body, html string
		problems         []string
	}{
		{"script", "a <script>alert(1)</script> b", "<p>a  b</p>", []string{"4 warning html-removed"}},
		{"script block", "<script>\nalert(1)\n</script>\n\nb", "<p>b</p>", []string{"4 warning html-removed"}},
		{"script left open", "a <script>alert(1)\n\nb", "<p>a </p><p>b</p>", []string{"4 warning html-removed"}},
		{"style and frame", "<style>p{}</style>\n\n<iframe src=\"https://example.org\">x</iframe>\n\nb", `<a href="https://example.org">example.org</a><p>b</p>`, []string{"4 warning html-removed", "6 warning html-removed"}},
		{"handlers", "<p onclick=\"a()\" class=\"fr-text\" style=\"color:red\">b</p>", `<p class="fr-text">b</p>`, []string{"4 warning html-attribute"}},
		{"hostile addresses", "[a](javascript:alert) <a href=\"JaVaScript:a()\">b</a> <img src=\"data:text/html,x\" alt=\"c\">", `<p>a b <em>c</em></p>`,
			[]string{"4 error link-scheme", "4 error link-scheme", "4 error link-scheme"}},
		{"unknown element keeps its content", "<center>a</center> <font>b</font>", "a b", []string{"4 warning html-removed", "4 warning html-removed"}},
		{"stray ends", "</div></main></body>\n\na</p></td> b", "<p>a</p> b", nil},
		{"left open", "<div class=\"fr-grid\">\n\ntexte", `<div class="fr-grid"><p>texte</p></div>`, nil},
		{"left open in a container", ":::info\n<div>\n\na\n:::\nb", `<div class="alert alert-info"><div><p>a</p></div></div><p>b</p>`, nil},
		{"an end that would close a container", ":::info\n</div></div>\n\na\n:::\nb", `<div class="alert alert-info"><p>a</p></div><p>b</p>`, nil},
		{"half a tag", "<div title=\"\n\n:::info\na\n:::\n", `<div class="alert alert-info"><p>a</p></div>`, nil},
		{"comment", "a <!-- b --> c\n\n<!--\n\nd\n\n-->\n\ne", "<p>a  c</p><p>e</p>", nil},
		{"implied ends", "<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>", nil},
		{"paragraph around blocks", "<p>a\n<div>b</div>\n</p>", "<p>a\n</p><div>b</div>", nil},
		{"anchors of old", "<a name=\"ici\"></a>a <a id=\"la\"/>b", `<p><a id="ici"></a>a <a id="la"></a>b</p>`, nil},
		{"heading in HTML", "<h1 id=\"a\">Un</h1>\n<h3>Deux</h3>", `<h2 id="a">Un</h2><h3 id="deux">Deux</h3>`, nil},
		{"heading in a heading", "<h2>a<h2>b</h2>", `<h2 id="a">a</h2><h2 id="b">b</h2>`, nil},
		{"details", "<details open><summary>a</summary>\n\nb\n\n</details>", "<details open=\"\"><summary>a</summary><p>b</p></details>", nil},
		{"the same id twice", "<span id=\"a\">b</span> <span id=\"a\">c</span>", `<p><span id="a">b</span> <span>c</span></p>`, []string{"4 warning id-twice"}},
		{"figure of the field", "<figure class=\"fr-content-media\" role=\"group\" aria-label=\"x\"><img src=\"/a.png\" alt=\"b\" /></figure>",
			`<figure class="fr-content-media" role="group" aria-label="x"><img src="/a.png" alt="b" loading="lazy" decoding="async"></figure>`, nil},
		{"form", "<form><input name=a><button>b</button></form>\n\nc", "<p>c</p>", []string{"4 warning html-removed"}},
		{"text area", "a <textarea> <b>b</b> </textarea> c", "<p>a  c</p>", []string{"4 warning html-removed"}},
	} {
		p, problems := page(t, c.body)
		if got := compact(string(p.Body)); got != c.html {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.html)
		}
		if strings.Join(problems, "\n") != strings.Join(c.problems, "\n") {
			t.Errorf("%s: problems %q, want %q", c.name, problems, c.problems)
		}
	}
}

func TestTemplateTags(t *testing.T) {
	for _, c := range []struct {
		name, body, html string
		problems         []string
	}{
		{"value", "Un {{ site.nom | upper }} deux.", "<p>Un  deux.</p>", []string{"4 warning template-tag"}},
		{"tags around text", "{% if a %}\nOui.\n{% endif %}", "<p>Oui.</p>", []string{"4 warning template-tag", "6 warning template-tag"}},
		{"over lines", "Un.\n\n{{ component('tile', {\n  a: \"b\"\n}) }}\n\nDeux.", "<p>Un.</p><p>Deux.</p>", []string{"6 warning template-tag"}},
		{"comment", "Un {# rien #} deux.", "<p>Un  deux.</p>", []string{"4 warning template-tag"}},
		{"in code", "`{{ x }}`", "<p>``</p>", []string{"4 warning template-tag"}},
		{"in an address", "[a]({{ url }})", `<p>a</p>`, []string{"4 warning template-tag", "4 warning link-empty"}},
		{"not ended", "Un {{ deux.", "<p>Un  deux.</p>", []string{"4 warning template-tag"}},
		{"raw", "{% raw %}\n`{{ x }}`\n{% endraw %}", "<p><code>&#123;&#123; x }}</code></p>", nil},
		{"written with escapes", `\{\{ x }}`, "<p>&#123;&#123; x }}</p>", nil},
		{"an attribute is no comment", "## Titre {#id}", `<h2 id="id">Titre</h2>`, nil},
		{"line numbers after a tag", "{% a\nb %}\n\n### Trop bas", `<h2 id="trop-bas">Trop bas</h2>`, []string{"4 warning template-tag", "7 warning heading-jump"}},
	} {
		p, problems := page(t, c.body)
		if got := compact(string(p.Body)); got != c.html {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.html)
		}
		if strings.Join(problems, "\n") != strings.Join(c.problems, "\n") {
			t.Errorf("%s: problems %q, want %q", c.name, problems, c.problems)
		}
	}
}

func TestSections(t *testing.T) {
	p, _ := page(t, "Début.\n\n## Un titre\n\nTexte *un*,\nsuite.\n\n- a\n- b\n\n### Deux\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n:::callout Encart\nDedans &amp; `code`.\n:::\n")
	same(t, "sections", p.Sections, []Section{
		{"", "", "Début."},
		{"un-titre", "Un titre", "Texte un, suite.\na\nb"},
		{"deux", "Deux", "x\ny\n1\n2\nEncart\nDedans & code."},
	})
	same(t, "text", p.Text, "Début.\nUn titre\nTexte un, suite.\na\nb\nDeux\nx\ny\n1\n2\nEncart\nDedans & code.")
}

func TestContentsFromFourHeadings(t *testing.T) {
	for body, want := range map[string]bool{
		"## A\n## B\n## C\n":                    false,
		"## A\n## B\n## C\n### D\n":             true,
		"## A\n### B\n#### C\n#### D\n#### E\n": false,
	} {
		p, _ := page(t, body)
		if p.Contents != want {
			t.Errorf("contents of %q: %v, want %v", body, p.Contents, want)
		}
	}
}
