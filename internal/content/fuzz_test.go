package content

import (
	"os"
	"strings"
	"testing"
	"time"
)

// Whatever an author or a broken disk puts into a file, the page is safe, whole and says nothing of the engine.
func FuzzParse(f *testing.F) {
	fiche, err := os.ReadFile("testdata/fiche.md")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(fiche)
	for _, body := range []string{
		"# a\n\n<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "<a href=\"&#106;avascript:a\">b</a>", "{{ component('alert', {title: 'a', description: '<b>'}) }}", "{% set card = {title: `a`, url: 'javascript:a'} %}{% include \"components/card.njk\" %}", "{% imageContent \"a.png\", \"b\\\"\" %}",
		"{{ a }} {% raw %}{{ b }}{% endraw %}",
		"::::callout a\n:::info\n::::\n:::", ":::data figures\n:::", "<div title=\"\n\n:::info\n", "|a|\n|-|\n|{{|", "[^1] \n\n[^1]: <b>", "{{{{ }}}}", "{<!-- -->{ a", "<scr<script>ipt>",
		"<svg><style><img src=x onerror=a></style></svg>", "<math><mtext></form><form>", "<p/onclick=a>", "&#123;&#123;a", "<h2><p><h3>", "<table><li><td>", "## a {#b}\n## c {#b}", "<!--guichet:data x-->",
		"`\x00`", "\xff\xfe", "- - - a\n  :::quote\n> b", "<plaintext>a", "<textarea></p>", "![a](b \"c\"){.fr-x onload=a}", "<details><summary>", "<br/><hr/>a<br>",
	} {
		f.Add([]byte("---\ntitle: T\n---\n" + body))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		p, problems := Parse("fr/x.md", src, PlainComponents{}, Options{MaxFile: 1 << 16})
		for _, pr := range problems {
			if pr.Line < 0 || pr.String() == "" {
				t.Errorf("problem %+v", pr)
			}
		}
		if p == nil {
			if len(problems) == 0 {
				t.Fatal("refused without a word")
			}
			return
		}
		body := string(p.Body)
		wellFormed(t, body)
		if strings.Contains(strings.ToLower(body), "<script") || strings.Contains(body, "{{") || strings.Contains(body, "{%") || strings.Contains(p.Title, "{{") || strings.Contains(p.Title, "{%") {
			t.Errorf("unsafe or raw: title %q, body %s", p.Title, body)
		}
		joined := ""
		for _, part := range p.Parts() {
			if part.Data != "" && !dataName.MatchString(part.Data) {
				t.Errorf("data block %q", part.Data)
			}
			joined += string(part.HTML)
		}
		wellFormed(t, joined)
		seen := map[string]bool{}
		for _, h := range p.Headings {
			if seen[h.ID] || h.ID == "" || h.Text == "" || h.Level < 2 || h.Level > 6 || !p.HasID(h.ID) {
				t.Errorf("heading %+v", h)
			}
			seen[h.ID] = true
		}
	})
}

// Small files that cost goldmark or a careless engine minutes or gigabytes. The limit is that of a machine with much else to do: a file
// that is bounded takes less than a second, one that is not takes minutes.
func TestHostileFilesAreQuick(t *testing.T) {
	const size = 200_000
	of := func(s string) string { return strings.Repeat(s, size/len(s)) }
	for name, body := range map[string]string{
		"quotations": of("> ") + "a", "lists": of("- ") + "a", "numbers": of("1. ") + "a", "indented lists": of(strings.Repeat(" ", 1000) + "- a\n"),
		"link openings": of("[a]("), "link openings in brackets": of("[a](<b"), "titles": of("[a](b \"\n"), "references": of("[a]: b \"\n"),
		"wide table": "|" + strings.Repeat("a|", 300) + "\n|" + strings.Repeat("-|", 300) + "\n" + of("|a|\n"), "footnotes": of("[^1]") + "\n\n[^1]: a", "footnotes in footnotes": of("[^1]: "),
		"containers": of(":::info\n"), "fences": of(":::\n"), "template tags": of("{{"), "raw tags": of("{% raw %}"), "attributes": of("{.a}"), "equal headings": of("## a\n"), "HTML headings": of("<h2>a"),
		"open elements": of("<div>"), "open comments": of("<!--"), "open attributes": of("<a b=\""), "brackets": of("["), "stars": of("*a **b "), "damage": of("ÃƒÂ©"), "entities": of("&amp;amp;"),
	} {
		start := time.Now()
		p, problems := Parse("fr/x.md", []byte("---\ntitle: T\n---\n"+body), PlainComponents{}, Options{})
		if d := time.Since(start); d > 30*time.Second {
			t.Errorf("%s: %v", name, d)
		}
		if p == nil && len(problems) == 0 {
			t.Errorf("%s: refused without a word", name)
		}
		if p != nil && len(p.Body) > 20*size {
			t.Errorf("%s: %d bytes from %d", name, len(p.Body), size)
		}
	}
}
