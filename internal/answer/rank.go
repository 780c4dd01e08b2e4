package answer

import (
	"cmp"
	"slices"

	"guichet/internal/catalog"
	"guichet/internal/provenance"
)

// Weights of what makes one replacement stand before another. They were set by leaving one public list out at a time and asking how often what it names stands
// first (TestRankLeavesOneListOut), not on any set of questions. How many other products a software replaces was tried, too: it sets the well known before the fitting,
// and makes the order worse.
var weigh = struct {
	Fit, Confidence, Lists, Place, SILL, Supported, Again float64
}{Fit: 6, Confidence: 3, Lists: 3, Place: 1, SILL: 1, Supported: 1, Again: 6}

// Bounds of what counts: more lists than that say nothing more, and the editors' order matters for the first few.
const (
	mostLists = 4
	mostPlace = 5
)

// rank sorts replacements, the best first, each software once.
func (c *composer) rank(rs []*catalog.Replacement) []*catalog.Replacement {
	return c.rankWithout(rs, "")
}

// rankWithout ranks as if a source had said nothing.
func (e *Engine) rankWithout(rs []*catalog.Replacement, left string) []*catalog.Replacement {
	type scored struct {
		r     *catalog.Replacement
		score float64
	}
	var list []scored
	seen := map[*catalog.Software]int{}
	for place, r := range rs {
		s := e.worth(r, place, left)
		if i, ok := seen[r.Software]; ok { // it replaces another of the products that are asked for, too
			list[i].score = max(list[i].score, s) + weigh.Again
			continue
		}
		seen[r.Software] = len(list)
		list = append(list, scored{r, s})
	}
	slices.SortStableFunc(list, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	out := make([]*catalog.Replacement, len(list))
	for i, s := range list {
		out[i] = s.r
	}
	return out
}

// worth is how well a replacement is founded: the editors' fit and how sure they are of it, the lists that agree, where
// the editors placed it, whether administrations rely on it.
func (e *Engine) worth(r *catalog.Replacement, place int, left string) float64 {
	s := weigh.Fit*float64(r.Fit.Score()) + weigh.Confidence*float64(r.Confidence.Score()) + weigh.Lists*float64(min(listing(r, left), mostLists)) - weigh.Place*float64(min(place, mostPlace))
	if r.Software.SILL {
		s += weigh.SILL
	}
	if e.facts.Market.Coverage(r.Software).Supported() {
		s += weigh.Supported
	}
	return s
}

// listing counts the public lists that name a replacement.
func listing(r *catalog.Replacement, left string) int {
	n := 0
	for _, m := range r.Marks {
		if m.Source != provenance.Editorial && m.Source != left {
			n++
		}
	}
	return n
}
