package testkit

import (
	"runtime"
	"strings"
	"testing"
	"time"
)

// HostileYAML returns texts of about size bytes that cost a careless reader of YAML much more than their size: nested in each way that YAML has, wide, or full of marks.
//
// Under the race detector they have an eighth of the size.
func HostileYAML(size int) map[string]string {
	size = Size(size)
	fill := func(unit string) string { return strings.Repeat(unit, size/len(unit)) }
	steps := func(unit string) string { // each line a blank further to the right
		var b strings.Builder
		for i := 0; b.Len() < size; i++ {
			b.WriteString(strings.Repeat(" ", i) + unit + "\n")
		}
		return b.String()
	}
	var keys, items strings.Builder
	for i := 0; keys.Len() < size; i++ {
		keys.WriteString("k" + strings.Repeat("i", i%7) + strings.ToLower(strings.Repeat("x", i%11)) + letters(i) + ": v\n")
		items.WriteString("- " + letters(i) + "\n")
	}
	var maps strings.Builder
	for i := 0; maps.Len() < size; i++ {
		if i%900 == 0 {
			maps.WriteString(letters(i) + ":\n")
		}
		maps.WriteString(" " + letters(i) + ": v\n")
	}
	return map[string]string{
		"maps of many keys": maps.String(),
		"brackets":          fill("["), "brackets closed": fill("[")[:size/2] + fill("]")[:size/2], "braces": fill("{a: "), "brackets in a key": "a: " + fill("["), "braces in a key": fill("a: {"),
		"lists in lists": fill("- ") + "a", "keys of keys": fill("? "), "colons": fill(": "), "maps in maps": steps("a:"), "lists by steps": steps("-"), "both by steps": steps("- a:"),
		"tags": fill("!!str ") + "a", "anchors": fill("&a ") + "b", "aliases": fill("*a "), "merges": fill("<<: "), "laughs": "a: &a [x]\n" + fill("b: &b [*a, *a, *a, *a]\n"),
		"one key": fill("a: b\n"), "keys": keys.String(), "entries": items.String(), "entries in brackets": "a: [" + fill("a,") + "]", "pairs in braces": "a: {" + fill("a: b,") + "}",
		"literals": fill("a: |\n"), "folded": "a: >\n" + fill("  a\n\n"), "documents": fill("---\n"), "documents with maps": fill("---\na: b\n"), "comments": fill("# a\n") + "a: b",
		"quotes": fill("'\n"), "escapes": "a: \"" + fill("\\\"") + "\"", "blanks": strings.Repeat(" ", size) + "a: b", "one long key": fill("a") + ": b", "lines": fill("\n"), "json": `{"a":` + fill("["), "json objects": fill(`{"a":`),
		"lists at the column of their key": fill("a:\n- b\n"), "directives": fill("%YAML 1.2\n"), "tabs": fill("\t"), "carriage returns": fill("\r"), "commas": fill(","), "percents": fill("%"),
	}
}

// letters writes a number in letters, so that keys differ.
func letters(n int) string {
	var b []byte
	for ; n > 0; n /= 26 {
		b = append(b, byte('a'+n%26))
	}
	return "z" + string(b)
}

// Size is the size of a hostile text: an eighth of what is asked for under the race detector, and never too small to be hostile.
func Size(n int) int {
	if Race && n > 4096 {
		return n / 8
	}
	return n
}

// patience is how many times longer than on a quiet machine something may take in a test: a test catches what takes minutes instead of a second, on a busy machine, too.
const patience = 8

// Bounded runs f and fails the test when it allocated more than mb megabytes or took much longer than most, the time that a quiet machine needs at the worst. The test must
// not be parallel: others would be counted. Under the race detector f runs and nothing is judged.
func Bounded(t *testing.T, name string, most time.Duration, mb int, f func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	f()
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if got := int((after.TotalAlloc - before.TotalAlloc) >> 20); !Race && (took > patience*most || got > mb) {
		t.Errorf("%s: %v and %d MB, at most %v and %d MB", name, took.Round(time.Millisecond), got, most, mb)
	}
}
