package search

import (
	"bytes"
	"slices"
)

// The second look. It reads the texts of the best documents of the first score and multiplies that score by
//
//	1 + exact + 0.5 × near
//
// where exact is 1 when the title holds the words of the query and no other, 0.6 when another name does, and a quarter of these when it
// begins with the query, whose last word is unfinished; near, from 0 to 1, is the mean over the neighbouring words of the query of how near
// they stand to each other in one field: 1 for one after the other, 1/distance in the same order, half of that in the other order, times
// 1, 0.9 and 0.6 in the title, a name and a text. Words of grammar are not counted in distances: "gestion de projets" is a phrase for
// "gestion projets". A word that was mended stands for what it was mended to.
const (
	rescored   = 64      // documents that are looked at again; those after them keep their order
	rankedText = 4 << 10 // bytes of each text that are read
	maxNames   = 24      // names that are read

	exactTitle, exactName = 1, 0.6
	beginning             = 0.25
	nearBonus             = 0.5
	farthest              = 10 // words
)

// wordTable finds the groups of a word by its hash: open addressing, 0 for an empty place.
type wordTable struct {
	slots [2048]struct {
		hash   uint64
		groups uint16
	}
	used     []uint64
	beginsBy string // the unfinished word
	begun    uint16 // its group
}

// fill makes the table of the groups of s.
func (t *wordTable) fill(s *searcher) {
	for _, i := range t.used {
		t.slots[i].hash, t.slots[i].groups = 0, 0
	}
	t.used, t.beginsBy, t.begun = t.used[:0], "", 0
	for n, g := range s.groups {
		to := g.to
		if g.begun >= 0 {
			t.beginsBy, t.begun, to = g.beginsBy, 1<<n, g.begun
		}
		for _, m := range s.members[g.from:to] {
			t.add(hash(s.Index.words.word(m.word)), 1<<n)
		}
	}
}

func (t *wordTable) add(h uint64, groups uint16) {
	for i := h % uint64(len(t.slots)); len(t.used) < len(t.slots)/2; i = (i + 1) % uint64(len(t.slots)) {
		slot := &t.slots[i]
		if slot.groups == 0 {
			slot.hash = h
			t.used = append(t.used, i)
		}
		if slot.hash == h {
			slot.groups |= groups
			return
		}
	}
}

// groups returns the groups that token tok of sc belongs to, as bits.
func (t *wordTable) groups(sc *scanner, tok token) uint16 {
	found := uint16(0)
	for i := tok.hash % uint64(len(t.slots)); t.slots[i].groups != 0; i = (i + 1) % uint64(len(t.slots)) {
		if t.slots[i].hash == tok.hash {
			found = t.slots[i].groups
			break
		}
	}
	if t.begun != 0 && bytes.HasPrefix(sc.folded(tok), []byte(t.beginsBy)) {
		found |= t.begun
	}
	return found
}

// rank gives the best documents of the first score their last one.
func (s *searcher) rank() {
	s.setKey()
	best := s.top[:min(rescored, len(s.top))]
	for i := range best {
		best[i].score *= s.bonus(s.docs[best[i].doc])
	}
	slices.SortFunc(best, compareRanked)
}

func (s *searcher) bonus(d *Document) float32 {
	var near nearness
	s.text.scan(d.Title)
	exact := s.exact() * exactTitle
	near.read(s, 1)
	for _, name := range d.Names[:min(len(d.Names), maxNames)] {
		s.text.scan(name)
		exact = max(exact, s.exact()*exactName)
		near.read(s, 0.9)
	}
	if len(s.groups) > 1 {
		near.text(s, d.Text)
		for _, l := range d.Local {
			near.text(s, l.Text)
		}
	}
	return 1 + exact + nearBonus*near.mean(len(s.groups))
}

// nearness is how near each group comes to the next one.
type nearness [maxGroups]float32

func (n *nearness) text(s *searcher, text string) {
	if len(text) > rankedText {
		text = text[:rankedText]
	}
	s.text.scan(text)
	n.read(s, 0.6)
}

// read takes note of the text just scanned, in a field worth factor.
func (n *nearness) read(s *searcher, factor float32) {
	groups := len(s.groups)
	if groups < 2 {
		return
	}
	var last [maxGroups]int32 // 1 + position last seen at
	for _, t := range s.text.tokens {
		for set, g := s.table.groups(&s.text, t), 0; set != 0; set, g = set>>1, g+1 {
			if set&1 == 0 {
				continue
			}
			last[g] = t.pos + 1
			if g > 0 && last[g-1] > 0 {
				n.note(g-1, t.pos+1-last[g-1], factor)
			}
			if g+1 < groups && last[g+1] > 0 {
				n.note(g, last[g+1]-t.pos-1, factor)
			}
		}
	}
}

// note takes note that the group after g stands distance words after g; before it, when the distance is negative.
func (n *nearness) note(g int, distance int32, factor float32) {
	switch {
	case distance < 0:
		distance, factor = -distance, factor/2
	case distance == 0: // both in one compound word
		distance = 1
	}
	if distance <= farthest {
		n[g] = max(n[g], factor/float32(distance))
	}
}

// mean is the mean over the pairs of neighbours of so many groups.
func (n *nearness) mean(groups int) float32 {
	sum := float32(0)
	for _, v := range n[:max(0, groups-1)] {
		sum += v
	}
	return sum / float32(max(1, groups-1))
}

// appendKey appends the words of the scanned text to key, without those of grammar unless there are no others, and without what stands
// between them.
func (s *scanner) appendKey(key []byte) []byte {
	start := len(key)
	for _, t := range s.tokens {
		if t.kind == whole && !t.stop {
			key = append(key, bytes.TrimPrefix(s.folded(t), []byte("."))...)
		}
	}
	if len(key) > start {
		return key
	}
	for _, t := range s.tokens {
		if t.kind == whole {
			key = append(key, s.folded(t)...)
		}
	}
	return key
}

// setKey makes the key of the query as mended.
func (s *searcher) setKey() {
	s.key = s.query.appendKey(s.key[:0])
	if len(s.mended) == 0 {
		return
	}
	s.key = s.key[:0]
	for _, w := range s.words {
		t := s.query.tokens[w.token]
		word := s.query.folded(t)
		for _, m := range s.mended {
			if m.start == t.start {
				word = []byte(s.Index.words.word(m.word))
			}
		}
		if !t.stop {
			s.key = append(s.key, bytes.TrimPrefix(word, []byte("."))...)
		}
	}
}

// exact says how much of the text just scanned is the query: all of it, 1; its beginning, while the last word is unfinished, 0.25; 0
// otherwise.
func (s *searcher) exact() float32 {
	s.textKey = s.text.appendKey(s.textKey[:0])
	switch {
	case len(s.key) == 0 || !bytes.HasPrefix(s.textKey, s.key):
		return 0
	case len(s.key) == len(s.textKey):
		return 1
	case s.table.begun != 0:
		return beginning
	}
	return 0
}
