package content

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"guichet/internal/i18n"
)

// page renders body under the least front matter; the body's first line is line 4 of the file.
func page(t testing.TB, body string) (*Page, []string) {
	t.Helper()
	p, problems := Parse("fr/essai/page.md", []byte("---\ntitle: Essai\n---\n"+body), PlainComponents{}, Options{})
	if p == nil {
		return nil, brief(t, problems)
	}
	wellFormed(t, string(p.Body))
	return p, brief(t, problems)
}

// brief writes problems as "line severity key" and checks that each has a message in both languages.
func brief(t testing.TB, problems []Problem) []string {
	t.Helper()
	var out []string
	for _, p := range problems {
		for _, l := range i18n.Langs {
			if m := p.Message(l); m == p.Key || strings.Contains(m, "<no value>") || strings.Contains(m, "content.") {
				t.Errorf("message of %s in %s: %q", p.Key, l, m)
			}
		}
		out = append(out, fmt.Sprintf("%d %s %s", p.Line, p.Severity, strings.TrimPrefix(p.Key, "content.")))
	}
	return out
}

func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

// wellFormed checks that every tag of s is closed, in order, and that nothing of the engine's own marks is left.
func wellFormed(t testing.TB, s string) {
	t.Helper()
	var open []string
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("left open: %v in %s", open, s)
			}
			return
		case html.StartTagToken:
			tok := z.Token()
			if !void[tok.Data] {
				open = append(open, tok.Data)
			}
			seen := map[string]bool{}
			for _, a := range tok.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || seen[a.Key] {
					t.Errorf("attribute %s in %s", a.Key, s)
				}
				if v := strings.ToLower(strings.TrimSpace(a.Val)); (a.Key == "href" || a.Key == "src") && strings.HasPrefix(v, "javascript") {
					t.Errorf("address %q in %s", a.Val, s)
				}
				seen[a.Key] = true
			}
			if !allowed[tok.Data] {
				t.Errorf("element %s in %s", tok.Data, s)
			}
		case html.EndTagToken:
			name := z.Token().Data
			if len(open) == 0 || open[len(open)-1] != name {
				t.Fatalf("</%s> closes %v in %s", name, open, s)
			}
			open = open[:len(open)-1]
		case html.CommentToken:
			if raw := string(z.Raw()); !strings.HasPrefix(raw, dataOpen) {
				t.Errorf("comment %s", raw)
			}
		}
	}
}
