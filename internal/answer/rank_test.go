package answer_test

import (
	"testing"

	"guichet/internal/answer"
	"guichet/internal/catalog"
	"guichet/internal/provenance"
)

// leaveOneOut ranks the replacements of each product that a public list names as if that list were not there, and returns how often what it names stands first, and among
// the first five, with the number of products: those where the list names software that something else says, too.
func leaveOneOut(e *answer.Engine) (first, five float64, n int) {
	sources := map[string]bool{}
	for _, p := range e.Catalog().Products {
		for _, r := range p.Alternatives {
			for _, m := range r.Marks {
				if m.Source != provenance.Editorial {
					sources[m.Source] = true
				}
			}
		}
	}
	for left := range sources {
		for _, p := range e.Catalog().Products {
			var rest []*catalog.Replacement
			named, others := map[*catalog.Software]bool{}, 0
			for _, r := range p.Alternatives {
				says, alone := false, len(r.Marks) == 1
				for _, m := range r.Marks {
					says = says || m.Source == left
				}
				if says && alone || !r.Software.Free() {
					continue // without the list nothing would name it
				}
				if says {
					named[r.Software] = true
				} else {
					others++
				}
				rest = append(rest, r)
			}
			if len(named) == 0 || others == 0 {
				continue // nothing to find, or nothing to go wrong
			}
			n++
			for i, r := range e.RankWithout(rest, left)[:min(5, len(rest))] {
				if named[r.Software] {
					five++
					if i == 0 {
						first++
					}
					break
				}
			}
		}
	}
	return first / float64(n), five / float64(n), n
}

// TestRankLeavesOneListOut holds the order of replacements against what each public list says when it has no say itself.
func TestRankLeavesOneListOut(t *testing.T) {
	t.Parallel()
	first, five, n := leaveOneOut(engine())
	t.Logf("over %d pairs of a list and a product, what the list names is first in %.3f and among five in %.3f", n, first, five)
	if n < 300 || first < 0.70 || five < 0.97 {
		t.Errorf("first %.3f, among five %.3f of %d; want 0.70 and 0.97 of 300 at least", first, five, n)
	}
}
