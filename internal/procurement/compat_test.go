package procurement

import (
	"os"
	"strings"
	"testing"

	"guichet/internal/errs"
	"guichet/internal/i18n"
)

// Each line of the table is one component in one use under one outbound licence, with its verdict and the rule that gives it.
func TestCompatibilityTable(t *testing.T) {
	t.Parallel()
	table, err := os.ReadFile("testdata/compatibility.txt")
	if err != nil {
		t.Fatal(err)
	}
	cases := 0
	for line := range strings.Lines(string(table)) {
		f := strings.Fields(line)
		if strings.HasPrefix(line, "#") {
			continue
		}
		cases++
		a, err := Compatible(f[0], f[2], Use(f[1]))
		if err != nil || string(a.Verdict) != f[3] || len(a.Kept) != 1 || a.Kept[0].Rule != f[4] {
			t.Errorf("%s: got %+v, %v", strings.TrimSpace(line), a, err)
		}
		for _, lang := range i18n.Langs {
			if len(a.Kept) == 1 && !i18n.Has(lang, a.Kept[0].Label()) {
				t.Errorf("rule %s has no words in %s", a.Kept[0].Rule, lang)
			}
		}
	}
	if cases < 150 {
		t.Errorf("only %d cases", cases)
	}
}

func TestExpressions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in, out string
		use     Use
		verdict Verdict
		kept    string // licences that the verdict rests on
	}{
		{"MIT OR GPL-3.0-only", "MIT", Linked, Fits, "MIT"},
		{"GPL-3.0-only OR MIT", "MIT", Linked, Fits, "MIT"},
		{"MIT AND GPL-3.0-only", "MIT", Linked, Refused, "MIT, GPL-3.0-only"},
		{"MIT OR Apache-2.0 AND GPL-3.0-only", "Apache-2.0", Linked, Fits, "MIT"}, // AND binds first
		{"(MIT OR GPL-2.0-only) AND (Apache-2.0 OR BSD-3-Clause)", "GPL-2.0-only", Linked, Fits, "MIT, BSD-3-Clause"},
		{"EPL-2.0 OR GPL-2.0-or-later", "GPL-3.0-or-later", Linked, Fits, "GPL-2.0-or-later"}, // a secondary licence, as SPDX writes it
		{"GPL-2.0-only WITH Classpath-exception-2.0", "MIT", Linked, Conditions, "GPL-2.0-only WITH Classpath-exception-2.0"},
		{"GPL-2.0-only WITH Classpath-exception-2.0", "MIT", Modified, Refused, "GPL-2.0-only WITH Classpath-exception-2.0"},
		{"Apache-2.0 WITH LLVM-exception", "GPL-2.0-only", Linked, Fits, "Apache-2.0 WITH LLVM-exception"},
		{"GPL-2.0-only WITH Wibble-exception", "MIT", Linked, Undecided, "GPL-2.0-only WITH Wibble-exception"},
		{"GPL-2.0+", "GPL-3.0-only", Linked, Fits, "GPL-2.0-or-later"},
		{"gpl-3.0", "gpl-3.0-only", Linked, Fits, "GPL-3.0-only"},
		{"GPL", "MIT", Linked, Undecided, "GPL"},
		{"LicenseRef-scancode-x", "MIT", Linked, Undecided, "LicenseRef-scancode-x"},
		{"BUSL-1.1 OR GPL-3.0-only", "MIT", Service, Fits, "GPL-3.0-only"},
	} {
		a, err := Compatible(c.in, c.out, c.use)
		var kept []string
		for _, f := range a.Kept {
			kept = append(kept, f.Licence)
		}
		if err != nil || a.Verdict != c.verdict || strings.Join(kept, ", ") != c.kept {
			t.Errorf("%s into %s (%s): %+v, %v", c.in, c.out, c.use, a, err)
		}
	}
}

func TestBadExpressions(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"", "AND", "MIT AND", "MIT Apache-2.0", "(MIT", "MIT)", "MIT WITH", "<script>", "MIT OR OR MIT", strings.Repeat("(", 500) + "MIT", strings.Repeat("MIT OR ", 400) + "MIT"} {
		if _, err := Compatible(in, "MIT", Linked); !errs.Is(err, errs.Invalid) || errs.All(err)[0].Field != "component" {
			t.Errorf("%.20q: %v", in, err)
		}
	}
	if _, err := Compatible("MIT", "MIT OR ISC", Linked); !errs.Is(err, errs.Invalid) {
		t.Error("two outbound licences were taken:", err)
	}
	if _, err := Compatible("MIT", "MIT", "worn"); !errs.Is(err, errs.Invalid) {
		t.Error("an unknown use was taken:", err)
	}
}

// What the desk writes, it reads again, and in the same meaning.
func FuzzExpression(f *testing.F) {
	f.Add("(MIT OR GPL-2.0+) AND Apache-2.0 WITH LLVM-exception")
	f.Fuzz(func(t *testing.T, s string) {
		e, err := ParseExpression(s)
		if err != nil {
			return
		}
		again, err := ParseExpression(e.String())
		if err != nil && len(e.String()) <= MaxExpression {
			t.Fatalf("%q became %q: %v", s, e, err)
		}
		if err == nil && again.Assess("MIT", Linked).Verdict != e.Assess("MIT", Linked).Verdict {
			t.Fatalf("%q and %q differ", s, e)
		}
	})
}
