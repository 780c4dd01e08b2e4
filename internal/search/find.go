package search

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/vellum"
)

// enough is the share of the weight of a query that a document must hold to be found. When no document does, the share is halved, down to
// least.
const enough, least = 0.5, 0.05

// searcher answers one query at a time for its index; its memory is used again for the next one.
type searcher struct {
	*Index
	query, text        scanner
	stemmer            stemmer
	reader, stemReader *vellum.Reader

	// The query as read.
	words      []queryWord
	groups     []group
	members    []member
	mended     []mending
	suggestion string
	patience   int // unknown words that are still mended
	pair       []byte
	key        []byte // its words in one, as mended
	found      []uint32

	// The evaluation.
	order   []int   // groups, heaviest first
	total   float32 // weight of all groups
	cells   []cell  // by document of the chunk, zero between chunks
	best    []float32
	inGroup bitset // documents of the chunk that hold the group being read
	matches bitset // documents found, before filters
	pass    bitset // documents that all filters let pass
	counted bitset // documents that a facet counts
	filters []filter
	top     []ranked
	counts  []uint32
	table   wordTable
	textKey []byte
	texts   []string
	marked  []stretch
}

// cell gathers the score of one document.
type cell struct{ score, held float32 }

func newSearcher(x *Index) *searcher {
	chunk := min(len(x.docs), chunkSize)
	return &searcher{Index: x, stemmer: newStemmer(), reader: x.words.reader(), stemReader: x.stems.names.reader(),
		cells: make([]cell, chunk), best: make([]float32, chunk), inGroup: bitset(nil).resized(chunk)}
}

func (s *searcher) answer(q Query) Result {
	q.Offset, q.Limit = min(max(0, q.Offset), MaxWindow), min(max(0, q.Limit), MaxWindow)
	if !slices.Contains(languages[:], q.Lang) {
		q.Lang = ""
	}
	s.read(q)
	s.filter(q)
	s.top = s.top[:0]
	s.table.fill(s)
	if strings.TrimSpace(q.Text) == "" {
		s.everything(q)
	} else {
		s.evaluate(q)
		s.rank()
	}
	r := Result{Suggestion: s.suggestion, Facets: s.countFacets(q)}
	r.Total = s.foundByAll()
	r.Hits = s.page(q)
	return r
}

// everything finds all documents that the reader may see.
func (s *searcher) everything(q Query) {
	s.matches = s.matches.resized(len(s.docs))
	if r := s.readable[q.Lang]; r != nil {
		r.WriteDenseTo(s.matches)
	} else {
		for i := range s.docs {
			s.matches.add(uint32(i))
		}
	}
	for doc := range s.matches.all() {
		if len(s.top) == min(q.Offset+q.Limit, MaxWindow) {
			break
		}
		if len(s.filters) == 0 || s.pass.has(doc) {
			s.top = append(s.top, ranked{doc: doc})
		}
	}
}

// evaluate finds the documents that hold enough of the query, and keeps the best of them in s.top, best first.
func (s *searcher) evaluate(q Query) {
	s.order, s.total = s.order[:0], 0
	for i, g := range s.groups {
		s.order = append(s.order, i)
		s.total += g.weight
	}
	slices.SortStableFunc(s.order, func(a, b int) int { return cmp.Compare(s.groups[b].weight, s.groups[a].weight) })
	most := max(rescored, min(q.Offset+q.Limit, MaxWindow))
	s.matches = s.matches.resized(len(s.docs))
	for share := enough; share > least && len(s.groups) > 0; share /= 2 {
		if s.holding(float32(share), most, q.Lang); s.matches.any() {
			break
		}
	}
	slices.SortFunc(s.top, compareRanked)
}

// holding finds the documents that hold a share of the query.
func (s *searcher) holding(share float32, most int, lang string) {
	need := s.total * (share - 1e-5) // a sum in another order may differ in its last bits
	// A document that holds only groups from essential on does not hold enough.
	essential, rest := len(s.order), float32(0)
	for essential > 1 && rest+s.groups[s.order[essential-1]].weight < need {
		essential--
		rest += s.groups[s.order[essential]].weight
	}
	for i := range s.members {
		s.members[i].next = s.postings.first[s.members[i].word]
	}
	readable := s.readable[lang]
	for base := 0; base < len(s.docs); base += chunkSize {
		set := s.matches[base>>6 : min(base+chunkSize, len(s.docs)+63)>>6]
		for i, n := range s.order {
			if i < essential {
				s.pour(&s.groups[n], uint32(base>>chunkBits), set)
			} else {
				s.sift(&s.groups[n], uint32(base>>chunkBits), set)
			}
		}
		s.collect(set, base, need, most, readable)
	}
}

// pour adds what group g gives to the documents of a chunk, and adds these to set.
func (s *searcher) pour(g *group, chunk uint32, set bitset) {
	if g.to-g.from == 1 {
		low, impact, factor := s.list(&s.members[g.from], chunk)
		factor *= g.weight
		for i, doc := range low {
			c := &s.cells[doc]
			c.score += factor * impacts[impact[i]]
			c.held += g.weight
			set.add(uint32(doc))
		}
		return
	}
	for i := g.from; i < g.to; i++ {
		low, impact, factor := s.list(&s.members[i], chunk)
		for i, doc := range low {
			if v := factor * impacts[impact[i]]; v > s.best[doc] {
				s.best[doc] = v
			}
			s.inGroup.add(uint32(doc))
		}
	}
	s.settle(g, set)
}

// sift adds what group g gives to the documents of set, all in one chunk.
func (s *searcher) sift(g *group, chunk uint32, set bitset) {
	there := set.len()
	for i := g.from; i < g.to; i++ {
		low, impact, factor := s.list(&s.members[i], chunk)
		if there == 0 || len(low) == 0 {
			continue
		}
		if there*16 < len(low) { // look each document up
			for doc := range set.all() {
				n := gallop(low, uint16(doc))
				low, impact = low[n:], impact[n:]
				if len(low) == 0 {
					break
				}
				if uint32(low[0]) == doc {
					s.best[doc] = max(s.best[doc], factor*impacts[impact[0]])
					s.inGroup.add(doc)
				}
			}
			continue
		}
		for i, doc := range low {
			if set.has(uint32(doc)) {
				s.best[doc] = max(s.best[doc], factor*impacts[impact[i]])
				s.inGroup.add(uint32(doc))
			}
		}
	}
	s.settle(g, set)
}

// settle gives the documents of s.inGroup the best that a word of g gave them.
func (s *searcher) settle(g *group, set bitset) {
	for i := range set {
		w := s.inGroup[i]
		if w == 0 {
			continue
		}
		set[i] |= w
		s.inGroup[i] = 0
		for ; w != 0; w &= w - 1 {
			doc := i<<6 + bits.TrailingZeros64(w)
			c := &s.cells[doc]
			c.score += g.weight * s.best[doc]
			c.held += g.weight
			s.best[doc] = 0
		}
	}
}

// list returns the postings of m in a chunk, chunks being asked for in order, and the factor of m.
func (s *searcher) list(m *member, chunk uint32) ([]uint16, []uint8, float32) {
	if m.next < s.postings.first[m.word+1] && s.postings.runs[m.next].chunk == chunk {
		m.next++
		low, impact := s.postings.list(m.next - 1)
		return low, impact, m.factor
	}
	return nil, nil, 0
}

// gallop returns the place of the first element of low that is at least doc.
func gallop(low []uint16, doc uint16) int {
	step := 1
	for step < len(low) && low[step] < doc {
		step *= 2
	}
	n, _ := slices.BinarySearch(low[step/2:min(step+1, len(low))], doc)
	return step/2 + n
}

// collect takes the documents that hold too little, or are not readable, out of set, the chunk from base on, and offers the others to
// s.top. readable is nil when all are.
func (s *searcher) collect(set bitset, base int, need float32, most int, readable *roaring.Bitmap) {
	for i, w := range set {
		for ; w != 0; w &= w - 1 {
			bit := bits.TrailingZeros64(w)
			c := s.cells[i<<6+bit]
			s.cells[i<<6+bit] = cell{}
			doc := uint32(base + i<<6 + bit)
			if c.held < need || readable != nil && !readable.Contains(doc) {
				set[i] &^= 1 << bit
				continue
			}
			if len(s.filters) > 0 && !s.pass.has(doc) {
				continue
			}
			s.offer(ranked{c.score * c.held / s.total * s.boost[doc], doc}, most)
		}
	}
}
