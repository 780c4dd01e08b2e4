package content

import (
	"flag"
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile("testdata/"+name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	same(t, name, strings.Split(got, "\n"), strings.Split(string(want), "\n"))
}

// Everything that an author may write, once.
func TestGoldenPage(t *testing.T) {
	src, err := os.ReadFile("testdata/fiche.md")
	if err != nil {
		t.Fatal(err)
	}
	p, problems := Parse("fr/aide/preter.md", src, PlainComponents{}, Options{})
	same(t, "problems", brief(t, problems), []string{"66 warning html-attribute", "72 warning template-tag"})
	wellFormed(t, string(p.Body))
	golden(t, "fiche.html", string(p.Body))
}

// The page that the project implements, and the same page as it was received, give the same markup. The golden file holds its
// skeleton only: the sentences are not ours to copy.
func TestGoldenSeed(t *testing.T) {
	render := func(name string) *Page {
		s, problems := load(t, Options{}, layer("d", map[string]string{"fr/mission/offre-de-services.md": string(seed(t, name))}))
		var want []string
		if strings.HasSuffix(name, ".txt") {
			want = []string{"d/fr/mission/offre-de-services.md:10 warning encoding"}
		}
		same(t, "problems", problems, want)
		p, ok := s.Page("/fr/mission/offre-de-services/")
		if !ok {
			t.Fatal("not served")
		}
		return p
	}
	p, received := render("offre-de-services.md"), render("offre-de-services.as-received.txt")
	same(t, "received", received.Body, p.Body)
	same(t, "segments", p.Segments, []Segment{{"Mission", "/fr/mission/"}})
	if !p.ShowBreadcrumb || p.Layout != "page" || p.Title == "" || !p.Contents {
		t.Errorf("breadcrumb %v, layout %q, title %q, contents %v", p.ShowBreadcrumb, p.Layout, p.Title, p.Contents)
	}
	if !strings.Contains(string(p.Body), "🧢") || !strings.Contains(string(p.Body), "<br>") {
		t.Error("the hat or the line break is gone")
	}
	golden(t, "offre-de-services.skeleton", skeleton(string(p.Body)))
}

// skeleton returns the tags of s, one a line, without texts, ids and labels.
func skeleton(s string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.StartTagToken, html.EndTagToken:
			tok := z.Token()
			kept := tok.Attr[:0]
			for _, a := range tok.Attr {
				if a.Key == "id" || a.Key == "aria-label" || a.Key == "href" && strings.HasPrefix(a.Val, "#") {
					a.Val = "…"
				}
				kept = append(kept, a)
			}
			tok.Attr = kept
			b.WriteString(tok.String() + "\n")
		}
	}
}
