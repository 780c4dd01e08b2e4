package content

import (
	"strings"
	"testing"
)

func TestContainers(t *testing.T) {
	for _, c := range []struct {
		name, body, html string
		problems         []string
	}{
		{"callout", ":::callout Un **titre** & co\nTexte.\n:::\nSuite.",
			`<div class="callout"><p>Un titre &amp; co</p><p>Texte.</p></div><p>Suite.</p>`, nil},
		{"space after the colons", "::: info Titre\nTexte.\n:::", `<div class="alert alert-info"><p>Titre</p><p>Texte.</p></div>`, nil},
		{"no title", ":::warning\nTexte.\n:::", `<div class="alert alert-warning"><p>Texte.</p></div>`, nil},
		{"alert with a kind", ":::alert error Panne\nTexte.\n:::", `<div class="alert alert-error"><p>Panne</p><p>Texte.</p></div>`, nil},
		{"alert without a kind", ":::alert Bon à savoir\nTexte.\n:::", `<div class="alert alert-info"><p>Bon à savoir</p><p>Texte.</p></div>`, nil},
		{"quote", ":::quote Ada\nDes mots.\n:::", `<figure><blockquote><p>Des mots.</p></blockquote><figcaption>Ada</figcaption></figure>`, nil},
		{"accordions", ":::accordion Où ?\nUn.\n:::\n:::accordion Où ?\nDeux.\n:::",
			`<details id="ou"><summary>Où ?</summary><p>Un.</p></details><details id="ou-1"><summary>Où ?</summary><p>Deux.</p></details>`, nil},
		{"group, more colons outside", "::::accordionsgroup\n:::accordion A\nUn.\n:::\n::::\nSuite.",
			`<details id="a"><summary>A</summary><p>Un.</p></details><p>Suite.</p>`, nil},
		{"group, as many colons", ":::accordionsgroup\n:::accordion A\nUn.\n:::\n:::accordion B\nDeux.\n:::\n:::\nSuite.",
			`<details id="a"><summary>A</summary><p>Un.</p></details><details id="b"><summary>B</summary><p>Deux.</p></details><p>Suite.</p>`, nil},
		{"the outer fence closes the inner container", "::::callout A\n:::info B\nTexte.\n::::\nSuite.",
			`<div class="callout"><p>A</p><div class="alert alert-info"><p>B</p><p>Texte.</p></div></div><p>Suite.</p>`, []string{"5 warning fence-open"}},
		{"after a paragraph and a list", "Un.\n:::info\n- a\n- b\n:::\nDeux.", `<p>Un.</p><div class="alert alert-info"><ul><li>a</li><li>b</li></ul></div><p>Deux.</p>`, nil},
		{"in a list", "- a\n\n  :::info\n  Texte.\n  :::\n- b", `<ul><li><p>a</p><div class="alert alert-info"><p>Texte.</p></div></li><li><p>b</p></li></ul>`, nil},
		{"in a list, closed outside", "- a\n\n  :::info\n  Texte.\n:::\nSuite.", `<ul><li><p>a</p><div class="alert alert-info"><p>Texte.</p></div></li></ul><p>Suite.</p>`, nil},
		{"in a quotation", "> :::info\n> Texte.\n> :::\n\nSuite.", `<blockquote><div class="alert alert-info"><p>Texte.</p></div></blockquote><p>Suite.</p>`, nil},
		{"code keeps its colons", "````\n:::info\n:::\n````", "<pre tabindex=\"0\"><code>:::info\n:::\n</code></pre>", nil},
		{"code in a container keeps its colons", ":::info\n```\n:::\n```\nTexte.\n:::", "<div class=\"alert alert-info\"><pre tabindex=\"0\"><code>:::\n</code></pre><p>Texte.</p></div>", nil},
		{"not closed", ":::info\nTexte.\n\n## Titre", `<div class="alert alert-info"><p>Texte.</p><h2 id="titre">Titre</h2></div>`, []string{"4 warning fence-open"}},
		{"stray fence", "Un.\n:::\nDeux.", `<p>Un.</p><p>Deux.</p>`, []string{"5 warning fence-stray"}},
		{"unknown", ":::tuile Titre\nTexte.\n:::", `<p>Texte.</p>`, []string{"4 warning container-unknown"}},
		{"pandoc's attributes", "::: {.info}\nTexte.\n:::", `<p>Texte.</p>`, []string{"4 warning container-unknown"}},
		{"attributes after a title", ":::info Titre {.fr-x #y}\nTexte.\n:::", `<div class="alert alert-info"><p>Titre</p><p>Texte.</p></div>`, nil},
		{"accordion without a title", ":::accordion\nTexte.\n:::", `<details id="section"><p>Texte.</p></details>`, []string{"4 warning accordion-title"}},
		{"highlight", ":::highlight\nTexte.\n:::", `<div class="callout"><p>Texte.</p></div>`, nil},
		{"question marks", "????accordionsgroup\n\n??? Où ?\n\nUn.\n\n???\n\n????\nSuite.", `<details id="ou"><summary>Où ?</summary><p>Un.</p></details><p>Suite.</p>`, nil},
		{"a puzzled author", "Quoi\n??? Vraiment\n\n???", "<p>Quoi\n??? Vraiment</p><p>???</p>", nil},
		{"empty", ":::info\n:::", `<div class="alert alert-info"></div>`, nil},
		{"two colons are text", "::info\n", "<p>::info</p>", nil},
		{"a line of four spaces is code", "    :::info", "<pre tabindex=\"0\"><code>:::info\n</code></pre>", nil},
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

// compact takes line breaks between tags and the anchors of headings out of s.
func compact(s string) string {
	for {
		before, after, found := strings.Cut(s, ` <a class="anchor"`)
		if !found {
			break
		}
		_, after, _ = strings.Cut(after, "</a>")
		s = before + after
	}
	for _, pair := range [][2]string{{">\n\n<", "><"}, {">\n<", "><"}} {
		s = strings.ReplaceAll(s, pair[0], pair[1])
	}
	return strings.TrimSpace(s)
}

func TestContainersAreBounded(t *testing.T) {
	p, problems := page(t, strings.Repeat(":::info\n", maxNesting+2)+"Texte.\n")
	if got := strings.Count(string(p.Body), `class="alert`); got != maxNesting {
		t.Errorf("%d containers, want %d", got, maxNesting)
	}
	deep := 0
	for _, s := range problems {
		if strings.HasSuffix(s, "error fence-deep") {
			deep++
		}
	}
	same(t, "reports", deep, 2)
}

func TestDataBlocks(t *testing.T) {
	p, problems := page(t, "Avant.\n\n:::data figures\n:::\n\n:::callout Titre\n:::data support-contract\n:::\nAprès.\n:::\n")
	same(t, "problems", problems, []string(nil))
	var got []string
	joined := ""
	for _, part := range p.Parts() {
		if (part.HTML == "") == (part.Data == "") {
			t.Errorf("part %+v", part)
		}
		got = append(got, part.Data)
		joined += string(part.HTML)
	}
	same(t, "parts", got, []string{"", "figures", "", "support-contract", ""})
	wellFormed(t, joined)
	if !strings.Contains(joined, "<p>Après.</p>\n</div>") {
		t.Errorf("the callout does not go on after its data block: %s", joined)
	}

	_, problems = page(t, ":::data\n:::\n\n:::data Pas un nom\n:::\n\n:::data figures\ntexte\n:::\n")
	same(t, "problems", problems, []string{"4 error data-unknown", "7 error data-unknown", "10 warning data-filled"})

	_, ps := Parse("fr/x.md", []byte("---\ntitle: T\n---\n:::data figures\n:::\n:::data lots\n:::\n"), PlainComponents{}, Options{Data: func(n string) bool { return n == "lots" }})
	same(t, "problems", brief(t, ps), []string{"4 error data-unknown"})
}

// Authors cannot write what stands for a data block or a container.
func TestDataBlocksCannotBeForged(t *testing.T) {
	p, _ := page(t, "<!--guichet:data figures-->\n\nTexte <!--guichet:data figures--> ici.\n\n`<!--guichet:data figures-->`\n")
	for _, part := range p.Parts() {
		if part.Data != "" {
			t.Errorf("a comment became the data block %q", part.Data)
		}
	}
}
