package bounds_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml/parser"
	"github.com/pelletier/go-toml/v2"

	"guichet/internal/bounds"
	"guichet/internal/testkit"
)

// What passes is parsed in time and room that its size lets expect; what does not is refused as quickly.
func TestHostileYAML(t *testing.T) { //nolint:paralleltest // it measures memory
	for name, text := range testkit.HostileYAML(512 << 10) {
		testkit.Bounded(t, name, 2*time.Second, 400, func() {
			if err := bounds.YAML([]byte(text), 20, 3000); err != nil {
				if e, ok := errors.AsType[*bounds.Error](err); !ok || e.Line < 1 || e.Most < 1 || e.Kind == "" {
					t.Errorf("%s: %v", name, err)
				}
				return
			}
			defer func() { _ = recover() }() // it is no YAML, and every reader of the desk catches that
			_, _ = parser.ParseBytes([]byte(text), 0, parser.AllowDuplicateMapKey())
		})
	}
}

func TestYAML(t *testing.T) {
	t.Parallel()
	wide := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "k%d: v\n", i)
		}
		return b.String()
	}
	for name, c := range map[string]struct {
		text string
		kind string
		line int
	}{
		"plain":            {"a:\n  - c: [1, {d: e}]\n    f: |\n        [[[[[[[[[[[[\n# ]]]\n", "", 0},
		"prose":            {"a: \"[[[[[[[[[[[[[[\"\nb: see [1], [2]\nc: '{{{{{{{{{{{{{'\n", "", 0},
		"levels":           {"a:\n b:\n  c:\n   d:\n    e:\n     f: g\n", bounds.Deep, 6},
		"levels at most":   {"a:\n b:\n  c:\n   d:\n    e: f\n", "", 0},
		"brackets":         {"a: [[[[[", bounds.Deep, 1},
		"side by side":     {"a:\n b:\n  c: d\ne:\n f:\n  g: h\n" + strings.Repeat("i:\n j:\n  k: l\n", 3), "", 0},
		"a list":           {"- - - - - - a", bounds.Deep, 1},
		"wide":             {wide(11), bounds.Wide, 11},
		"wide at most":     {wide(10), "", 0},
		"wide in brackets": {"a: [" + strings.Repeat("1,", 30) + "]", bounds.Wide, 1},
		"many narrow maps": {strings.Repeat("-\n  a: b\n  c: [d, e]\n", 9), "", 0},
		"documents":        {strings.Repeat("---\n", 11), bounds.Wide, 11},
		"marks":            {"a: !!str !!str !!str !!str !!str !!str !!str b", bounds.Marks, 1},
		"a tag each":       {strings.Repeat("- !!str b\n", 9), "", 0},
		"an anchor":        {"a: &b c\nd: *b\n", "", 0},
	} {
		err := bounds.YAML([]byte(c.text), 5, 10)
		e, _ := errors.AsType[*bounds.Error](err)
		if (err == nil) != (c.kind == "") || e != nil && (e.Kind != c.kind || e.Line != c.line) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// JSON is read without a check of its own; TOML after its brackets were counted.
func TestJSONAndTOML(t *testing.T) { //nolint:paralleltest // it measures memory
	size := testkit.Size(1 << 20)
	fill := func(unit string) string { return strings.Repeat(unit, size/len(unit)) }
	for name, text := range map[string]string{"arrays": fill("["), "objects": fill(`{"a":`), "closed": strings.Repeat("[", 9000) + strings.Repeat("]", 9000), "wide": "[" + fill("1,") + "1]", "keys": "{" + fill(`"a":1,`) + `"a":1}`} {
		testkit.Bounded(t, "JSON "+name, 2*time.Second, 400, func() {
			var v any
			_ = json.Unmarshal([]byte(text), &v)
		})
	}
	for name, text := range map[string]string{"arrays": "a = " + fill("["), "tables": "a = " + fill("{a="), "dotted": fill("a.") + "a = 1", "header": "[" + fill("a.") + "a]", "headers": fill("[[a]]\n"), "entries": "a = [" + fill("1,") + "]"} {
		testkit.Bounded(t, "TOML "+name, 4*time.Second, 1200, func() {
			if bounds.Brackets([]byte(text), 100) {
				var v any
				_ = toml.Unmarshal([]byte(text), &v)
			} else if name != "arrays" && name != "tables" && name != "dotted" && name != "header" {
				t.Errorf("%s was refused", name)
			}
		})
	}
	if !bounds.Brackets([]byte("a = [[1], [2]]\n[b]\nc = {d = [1]}"), 2) || bounds.Brackets([]byte("a = [[[1]]]"), 2) || bounds.Brackets([]byte("a.b.c.d = 1"), 2) || !bounds.Brackets([]byte("a.b.c = 1.5\nb.c.d = 'e.f'"), 2) {
		t.Error("brackets are counted wrong")
	}
}

func TestXML(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"": true, "a": true, "<a b='c'/>": true, "<a " + strings.Repeat("b='c' ", 20) + ">": false, "<!-- " + strings.Repeat("x", 200) + " --><a>": true, "<![CDATA[" + strings.Repeat("x", 200) + "]]><a>": true,
		"<a " + strings.Repeat("b", 200): false, "<!-- " + strings.Repeat("x", 200): true, strings.Repeat("<a>", 200): true,
	} {
		if got := bounds.XML([]byte(text), 100); got != want {
			t.Errorf("%.20q: %t", text, got)
		}
	}
}

// Any text is either refused or parsed, quickly, whatever it is.
func FuzzYAML(f *testing.F) {
	for _, text := range testkit.HostileYAML(60) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 100_000 {
			return
		}
		start := time.Now()
		if bounds.YAML([]byte(text), 20, 3000) == nil {
			func() {
				defer func() { _ = recover() }()
				_, _ = parser.ParseBytes([]byte(text), 0, parser.AllowDuplicateMapKey())
			}()
		}
		if took := time.Since(start); took > 3*time.Second {
			t.Errorf("%v for %d bytes", took, len(text))
		}
	})
}
