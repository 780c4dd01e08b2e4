package starter_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	start "guichet/internal/source/starter"
	"guichet/starter"
)

func TestEmbeddedFactsAreRead(t *testing.T) {
	t.Parallel()
	imp, err := start.Read(t.Context(), starter.Data())
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, st := range imp.Statements {
		counts[st.Kind]++
	}
	t.Log(counts)
	for kind, least := range map[string]int{"software": 150, "product": 100, "covered": 357, "contract": 2, "beneficiary": 15, "delay": 1, "ospo": 9, "space": 9, "event": 16, "trainer": 21, "licence": 66, "contribution": 46, "provider": 8} {
		if counts[kind] < least {
			t.Errorf("%d statements of kind %s, want %d at least", counts[kind], kind, least)
		}
	}
}

// A file that is not right is refused whole, and the message says where.
func TestBadFilesAreNamed(t *testing.T) {
	t.Parallel()
	sources := "- {id: s, title: {fr: S, en: S}, checked: 2025}\n"
	for name, c := range map[string]struct{ file, body, want string }{
		"unknown key":    {"software/a.yaml", "- slug: a\n  name: A\n  colour: red\n  source: s\n", "colour"},
		"unknown source": {"software/a.yaml", "- slug: a\n  name: A\n  source: t\n", `source "t" is not in sources.yaml`},
		"bad licence":    {"software/a.yaml", "- slug: a\n  name: A\n  licence: Nope-1.0\n  source: s\n", "Nope-1.0"},
		"bad address":    {"software/a.yaml", "- slug: a\n  name: A\n  site: javascript:alert(1)\n  source: s\n", "site"},
		"twice":          {"software/a.yaml", "- {slug: a, name: A, source: s}\n- {slug: a, name: B, source: s}\n", "twice"},
		"unknown kind":   {"nonsense.yaml", "- a\n", "no kind"},
		"not YAML":       {"products/a.yaml", "- slug: [\n", "products/a.yaml"},
		"no date":        {"sources.yaml", "- {id: s, title: {fr: S, en: S}}\n", "needs a title and a date"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fsys := fstest.MapFS{"sources.yaml": {Data: []byte(sources)}}
			fsys[c.file] = &fstest.MapFile{Data: []byte(c.body)}
			_, err := start.Read(t.Context(), fsys)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("Read = %v, want a message with %q", err, c.want)
			}
		})
	}
}

// A long file is read in blocks; an error still tells where.
func TestLongFile(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&b, "- slug: s%d\n  name: Name %d\n  source: s\n", i, i)
	}
	fsys := fstest.MapFS{"sources.yaml": {Data: []byte("- {id: s, title: {fr: S, en: S}, checked: 2025}\n")}, "software/a.yaml": {Data: []byte(b.String())}}
	imp, err := start.Read(t.Context(), fsys)
	if err != nil || len(imp.Statements) != 2001 {
		t.Fatalf("Read = %d statements, %v; want 2001", len(imp.Statements), err)
	}
	fsys["software/a.yaml"].Data = append(fsys["software/a.yaml"].Data, "- slug: bad\n  colour: red\n"...)
	if _, err := start.Read(t.Context(), fsys); err == nil || !strings.Contains(err.Error(), "after line 5") || !strings.Contains(err.Error(), "colour") {
		t.Errorf("Read = %v, want the place of the bad entry", err)
	}
}

func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		if _, err := start.Read(b.Context(), starter.Data()); err != nil {
			b.Fatal(err)
		}
	}
}
