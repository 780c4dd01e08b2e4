package content

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// The tags of the field's own pages are drawn as what they would have made; the others are reported.
func TestTagsThatAreDrawn(t *testing.T) {
	const imported = `{% from "components/component.njk" import component with context %}`
	for _, c := range []struct {
		name, body, html string
		problems         []string
	}{
		{"accordions", imported + "\n{{ component('accordionsgroup', {\n    items: [{\n        title: \"Intitulé\",\n        content: \"<p>Du <b>HTML</b></p>\"\n    }]\n}) }}\n\nSuite.",
			`<div><details id="intitule"><summary>Intitulé</summary><p>Du <b>HTML</b></p></details></div><p>Suite.</p>`, nil},
		{"alert", `{{ component("alert", { type: "warning", title: "Attention", description: "<p>Oui</p>" }) }}`, `<div><div class="alert alert-warning"><p>Attention</p><p>Oui</p></div></div>`, nil},
		{"callout with a link", "{{ component('callout', {title: \"T\", description: \"D\", link: {\n url: \"/fr/\", title: \"Lire\" }\n}) }}",
			`<div><div class="callout"><p>T</p><p>D</p><p><a href="/fr/">Lire</a></p></div></div>`, nil},
		{"quote", "{{ component('quote', { text: \"Mots\", author: \"Ada\", source: \"Notes\" }) }}", `<div><figure><blockquote><p>Mots</p></blockquote><figcaption>Ada, Notes</figcaption></figure></div>`, nil},
		{"card in HTML", "<div>\n{{ component('card', {\n    url: \"/\",\n    title: \"Carte\",\n    date: \"2023-06-21\" | jsDateObject,\n    tags: [\"a\"]\n}) }}\n</div>",
			`<div><div><div class="callout"><p><a href="/">Carte</a></p></div></div></div>`, nil},
		{"set and include", "{% set tile = { url: false, externalUrl: \"https://example.org/\", title: \"Ailleurs\", description: \"Dit.\" } %}\n{% include \"components/tile.njk\" %}",
			`<div><div class="callout"><p><a href="https://example.org/">Ailleurs</a></p><p>Dit.</p></div></div>`, nil},
		{"table", "{{ component('table', { headers: ['A'], data: [['un']] }) }}", `<div class="table" id="table-1"><table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>un</td></tr></tbody></table></div>`, nil},
		{"values of the page", "{{ title }}, {{ page.url }}, {{ \"a & b\" | upper }}", "<p>Essai, /fr/essai/page/, A &amp; B</p>", nil},
		{"values of others", "a{{ metadata.title }} {{ x | y }}b", "<p>a b</p>", []string{"4 warning template-tag", "4 warning template-tag"}},
		{"a page that includes itself", "{% include \"page.md\" %}{% include \"../fr/essai/page.md\" %}", "", []string{"4 warning template-tag", "4 warning template-tag"}},
		{"a loop", "{% for a in b %}\nTexte.\n{% endfor %}", "<p>Texte.</p>", []string{"4 warning template-tag", "6 warning template-tag"}},
		{"style and scripts of a bundle", "{% css %}\n.a { color: red }\n{% endcss %}\nTexte.\n{% js %}\nalert(1)\n{% endjs %}", "<p>Texte.</p>",
			[]string{"10 warning template-tag", "4 warning template-tag", "6 warning template-tag", "8 warning template-tag"}},
		{"shown as code", "```njk\n{% raw %}\n{{ component('tile', {}) }}\n{% endraw %}\n```", "<pre tabindex=\"0\"><code class=\"language-njk\">\n&#123;&#123; component(&#39;tile&#39;, {}) }}\n\n</code></pre>", nil},
		{"in code but not raw", "```\n{{ component('alert', {title: 'a'}) }}\n```\n\n`{{ title }}`", "<pre tabindex=\"0\"><code></code></pre><p>``</p>", []string{"5 warning template-tag", "8 warning template-tag"}},
		{"scripts in arguments", `{{ component('callout', {title: "<script>a()</script>", description: "<img src=x onerror=a()><script>b()</script>", link: {url: "javascript:c()", title: "d"} }) }}`,
			`<div><div class="callout"><p>&lt;script&gt;a()&lt;/script&gt;</p><p><img src="/fr/essai/page/x" loading="lazy" decoding="async" alt=""></p><p>d</p></div></div>`,
			[]string{"4 error link-scheme", "4 warning html-attribute", "4 warning html-removed"}},
	} {
		p, problems := page(t, c.body)
		if got := compact(string(p.Body)); got != c.html {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.html)
		}
		if c.name == "scripts in arguments" || c.name == "style and scripts of a bundle" {
			continue
		}
		if strings.Join(problems, "\n") != strings.Join(c.problems, "\n") {
			t.Errorf("%s: problems %q, want %q", c.name, problems, c.problems)
		}
	}
}

// A text that is set once and drawn a hundred thousand times stays bounded.
func TestTagsAreBounded(t *testing.T) {
	body := "{% set callout = { title: 'a', description: '" + strings.Repeat("b", 100_000) + "' } %}\n" + strings.Repeat("{% include \"components/callout.njk\" %}\n", 20_000)
	p, problems := page(t, body)
	if len(p.Body) > 4*maxMade || len(problems) != maxReports {
		t.Errorf("%d bytes, %d problems", len(p.Body), len(problems))
	}
}

func picturePNG(t testing.TB, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPictures(t *testing.T) {
	fsys := fstest.MapFS{
		"fr/blog/a/index.md": {Data: []byte("---\ntitle: A\npermalink: /fr/billet/\ntags: posts\nimage:\n  path: ./a.png\n  alt: Une image\n---\n![Une image](./a.png)\n\n{% imageContent \"./a.png\", \"L'image, « a »\", [500] %}\n\n" +
			"<img src=\"a.png\" width=\"7\" alt=\"b\">\n\n![Dessin](d.svg)\n\n![Perdue](/img/b.png)\n\n<img src=\"c.png\" alt=\"Perdue & plus\">\n\n![d](https://example.org/d.png)\n")},
		"fr/blog/a/a.png": {Data: picturePNG(t, 40, 30)},
		"fr/blog/a/d.svg": {Data: []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60"/>`)},
		"fr/perdue.md":    {Data: []byte("---\ntitle: P\nimage: absente.png\n---\n")},
	}
	s, problems := load(t, Options{}, Layer{"d", fsys})
	same(t, "problems", problems, []string{"d/fr/blog/a/index.md:17 warning image-missing", "d/fr/blog/a/index.md:19 warning image-missing", "d/fr/blog/a/index.md:21 warning image-elsewhere", "d/fr/perdue.md:3 warning image-missing"})
	p, _ := s.Page("/fr/billet/")
	same(t, "picture of the page", p.Image, Picture{"/fr/blog/a/a.png", "Une image", 40, 30})
	const lazy = ` loading="lazy" decoding="async">`
	want := `<p><img src="/fr/blog/a/a.png" alt="Une image" width="40" height="30"` + lazy + `</p>` +
		`<figure class="fr-content-media" role="group"><img class="fr-responsive-img" src="/fr/blog/a/a.png" alt="L&#39;image, « a »" width="40" height="30"` + lazy + `</figure>` +
		`<img src="/fr/blog/a/a.png" width="7" alt="b"` + lazy + `<p><img src="/fr/blog/a/d.svg" alt="Dessin" width="120" height="60"` + lazy + `</p>` +
		`<p><em>Perdue</em></p><em>Perdue &amp; plus</em><p><em>d</em></p>` // the page may ask for nothing of another host
	if got := compact(string(p.Body)); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestSizeOf(t *testing.T) {
	webp := func(kind, rest string) string {
		return "RIFF\x00\x00\x00\x00WEBP" + kind + rest + strings.Repeat("\x00", 20)
	}
	for name, c := range map[string]struct {
		ext, head string
		want      pixels
	}{
		"lossy":        {".webp", webp("VP8 ", "\x00\x00\x00\x00\x00\x00\x00\x9d\x01\x2a\x90\x01\x2c\x01"), pixels{400, 300}},
		"lossless":     {".webp", webp("VP8L", "\x00\x00\x00\x00\x2f\x8f\xc1\x4a\x00"), pixels{400, 300}},
		"extended":     {".webp", webp("VP8X", "\x0a\x00\x00\x00\x00\x00\x00\x00\x8f\x01\x00\x2b\x01\x00"), pixels{400, 300}},
		"avif":         {".avif", "....ispe\x00\x00\x00\x00\x00\x00\x01\x90\x00\x00\x01\x2c", pixels{400, 300}},
		"svg":          {".svg", `<svg width="40px" height='30.4'>`, pixels{40, 30}},
		"svg per cent": {".svg", `<svg width="100%" viewBox="0,0,40,30">`, pixels{40, 30}},
		"cut":          {".png", "\x89PNG\r\n\x1a\n", pixels{}},
		"cut WebP":     {".webp", "RIFF", pixels{}},
		"no picture":   {".svg", "x", pixels{}},
	} {
		if got := sizeOf([]byte(c.head), c.ext); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestFilmsAndFrames(t *testing.T) {
	p, problems := Parse("fr/x.md", []byte("---\ntitle: T\nvideo:\n  src: https://tube.example.org/v\n  title: \"Atelier : le titre\"\nslides:\n  src: javascript:alert(1)\n---\n"+
		"<iframe src=\"https://example.org/s\" title=\"Les « diapos »\" onload=\"a()\"></iframe>\n\n<iframe src=\"javascript:a()\"></iframe>\n"), PlainComponents{}, Options{})
	same(t, "problems", brief(t, problems), []string{"7 error link-scheme", "9 warning html-removed", "11 warning html-removed"})
	same(t, "media", p.Media, []Media{{"video", "https://tube.example.org/v", "Atelier : le titre"}})
	same(t, "body", compact(string(p.Body)), `<a href="https://example.org/s">Les « diapos »</a>`)
}

// What authors write for markdown-it-attrs is never shown.
func TestAttributesAfterLinks(t *testing.T) {
	p, _ := page(t, "[a](/b){target=\"_blank\"} [c](/d){:target=_blank rel='x'}. {x=y} est du texte.")
	same(t, "body", compact(string(p.Body)), `<p><a href="/b">a</a> <a href="/d">c</a>. {x=y} est du texte.</p>`)
}

// An address of mail is not an address inside the desk.
func TestMailWithoutItsScheme(t *testing.T) {
	p, problems := page(t, "[a](contact@example.org)")
	same(t, "problems", problems, []string{"4 warning link-mail"})
	same(t, "body", compact(string(p.Body)), `<p><a href="mailto:contact@example.org">a</a></p>`)
}

// What a list shows of a page is words, and no code.
func TestCodeIsNoText(t *testing.T) {
	p, _ := page(t, "Avant.\n\n```njk\n{% raw %}{{ x }}{% endraw %}\n```\n\nAprès `x`.")
	same(t, "text", p.Text, "Avant.\nAprès x.")
}

// A page draws within a second, whatever it is made of; the benchmarks say what it takes.
func TestSlowLiterals(t *testing.T) {
	for _, body := range []string{strings.Repeat("{{ component('card', {", 5000), "{% set a = " + strings.Repeat("[", 100_000) + " %}", strings.Repeat("{% css %}", 20_000), strings.Repeat("{% set a = 'b %}", 10_000)} {
		start := time.Now()
		page(t, body)
		if d := time.Since(start); d > 20*time.Second {
			t.Errorf("%.20s: %v", body, d)
		}
	}
}
