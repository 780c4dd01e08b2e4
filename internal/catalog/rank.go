package catalog

import (
	"cmp"
	"slices"
)

// Weights of what makes one replacement of a product stand before another. They were set by leaving one public list out at a time and asking how often what it
// names stands first (TestRankLeavesOneListOut), not on any set of questions; how far they hold is in doc/sources.md. Weights fitted to all lists at once
// did no better on products that were held back, and worse on some, so that these simple ones stay. How many other products a software replaces was tried, too: it
// sets the well known before the fitting, and makes the order worse; so do the number of registers, of providers and of lists that know the software at all.
const (
	weighFit        = 6.0 // a step of the fit that the editors gave
	weighConfidence = 3.0 // a step of how sure the pair is
	weighList       = 3.0 // a public list that names the pair, up to mostLists
	weighPlace      = 1.0 // a place in the editors' order, up to mostPlaces
	weighUse        = 1.0 // administrations use the software: it is in the SILL, or a body declared it
	weighRelied     = 1.0 // the support contract covers it
	weighAgain      = 6.0 // it replaces another of the products that are asked for, too
)

// Bounds of what counts: more lists than that say nothing more, and the editors' order matters for the first few.
const (
	mostLists  = 4
	mostPlaces = 5
)

// Rank sorts the replacements of each product, the best first, once and for all readers: pages, answers, exports and programs show one order. What is not free
// software any more comes last. relied reports whether administrations have support for a software by contract; it may be nil.
func (s *Set) Rank(relied func(*Software) bool) {
	for _, p := range s.Products {
		for _, r := range p.Alternatives {
			r.worth = r.weigh(relied)
		}
		p.Alternatives = Best(p.Alternatives)
	}
}

// weigh is how well a replacement is founded.
func (r *Replacement) weigh(relied func(*Software) bool) float64 {
	w := weighFit*float64(r.Fit.Score()) + weighConfidence*float64(r.Confidence.Score()) + weighList*float64(min(r.Lists(), mostLists)) - weighPlace*float64(min(r.place, mostPlaces))
	if r.Software.SILL || len(r.Software.Uses) > 0 {
		w += weighUse
	}
	if relied != nil && relied(r.Software) {
		w += weighRelied
	}
	return w
}

// Best sorts replacements of one product or of several, the best first and each software once. One that replaces several of the products gains by it.
func Best(rs []*Replacement) []*Replacement {
	type scored struct {
		r     *Replacement
		score float64
	}
	list := make([]scored, 0, len(rs))
	seen := make(map[*Software]int, len(rs))
	for _, r := range rs {
		if i, ok := seen[r.Software]; ok {
			list[i].score = max(list[i].score, r.worth) + weighAgain
			continue
		}
		seen[r.Software] = len(list)
		list = append(list, scored{r, r.worth})
	}
	slices.SortStableFunc(list, func(a, b scored) int {
		if f, g := a.r.Software.Free(), b.r.Software.Free(); f != g {
			if f {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.score, a.score)
	})
	out := make([]*Replacement, len(list))
	for i, s := range list {
		out[i] = s.r
	}
	return out
}

// Listed returns how many public lists name some replacement of the product: how many people ask for one.
func (p *Product) Listed() int {
	seen := map[string]bool{}
	for _, r := range p.Alternatives {
		for _, m := range r.listMarks() {
			seen[m.Source] = true
		}
	}
	return len(seen)
}
