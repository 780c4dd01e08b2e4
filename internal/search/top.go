package search

import "cmp"

// ranked is a document and its score.
type ranked struct {
	score float32
	doc   uint32
}

// compareRanked orders by score, the best first, then by document.
func compareRanked(a, b ranked) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.doc, b.doc))
}

// offer keeps r if it is among the most best so far. s.top is a heap with the worst on top. Documents are offered in order, so that of
// equals the later is worse.
func (s *searcher) offer(r ranked, most int) {
	if len(s.top) < most {
		s.top = append(s.top, r)
		for i := len(s.top) - 1; i > 0; {
			up := (i - 1) / 2
			if compareRanked(s.top[i], s.top[up]) <= 0 {
				return
			}
			s.top[i], s.top[up] = s.top[up], s.top[i]
			i = up
		}
		return
	}
	if r.score <= s.top[0].score {
		return
	}
	s.top[0] = r
	for i := 0; ; {
		worst := i
		for down := 2*i + 1; down <= 2*i+2 && down < len(s.top); down++ {
			if compareRanked(s.top[down], s.top[worst]) > 0 {
				worst = down
			}
		}
		if worst == i {
			return
		}
		s.top[i], s.top[worst] = s.top[worst], s.top[i]
		i = worst
	}
}
