package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// What a word of a query may stand for, and what that is worth; see the package comment.
const (
	stemFactor     = 0.85
	prefixFactor   = 0.7
	partFactor     = 0.7
	mendOneFactor  = 0.7
	mendTwoFactor  = 0.5
	weakFactor     = 0.15 // of a word of asking
	minPrefix      = 2    // bytes from which the last word is also a beginning
	minPairPrefix  = 5    // bytes from which it is one together with the word before it
	maxCompletions = 4096 // words that a beginning stands for; of more, the maxFrequent in most documents
	maxFrequent    = 64
	maxNear        = 8 // words that an unknown word is mended to: those in most documents
)

// Bounds of a query.
const (
	maxQuery  = 512 // bytes
	maxGroups = 12  // words
	maxMended = 4   // unknown words
)

// group is what one word of the query stands for.
type group struct {
	from, to int     // members
	weight   float32 // rarity
	beginsBy string  // where the word is also a beginning: the members from begun on begin so
	begun    int
}

// member is an indexed word of a group. next is the run that the evaluation has come to.
type member struct {
	word, next uint32
	factor     float32
}

// queryWord is a word of the query: a token and its parts.
type queryWord struct {
	token int // in the scanner
	parts int // tokens after it
}

// read makes the groups of a query, in the order of its words, and its suggestion.
func (s *searcher) read(q Query) {
	text := q.Text
	if len(text) > maxQuery {
		text = strings.ToValidUTF8(text[:maxQuery], "")
	}
	s.words, s.groups, s.members, s.mended = s.words[:0], s.groups[:0], s.members[:0], s.mended[:0]
	s.query.scan(text)
	content := false
	for i, t := range s.query.tokens {
		switch t.kind {
		case whole:
			s.words = append(s.words, queryWord{token: i})
			content = content || !t.stop
		case part:
			s.words[len(s.words)-1].parts++
		}
	}
	s.patience = maxMended
	for i := range s.words {
		if t := s.query.tokens[s.words[i].token]; (!t.stop || !content) && len(s.groups) < maxGroups && !s.seen(i) {
			s.readWord(i, text, q.Lang)
		}
	}
	s.suggestion = s.spell(text)
}

// readWord makes the group of word i of text, none when the index has nothing for it, or several when the word is taken apart.
func (s *searcher) readWord(i int, text, lang string) {
	w := s.words[i]
	t := s.query.tokens[w.token]
	from := len(s.members)
	unfinished := i == len(s.words)-1 && int(t.end) == len(text)
	exact := s.known(t, text, lang)
	s.neighbours(i, unfinished)
	g := group{from: from, begun: -1}
	if unfinished && t.b-t.a >= minPrefix {
		begun, w := len(s.members), string(s.query.folded(t))
		if s.complete(w, maxCompletions) {
			g.beginsBy, g.begun, exact = w, begun, true
		}
	}
	if !exact && !s.asking(t) {
		s.patience--
		sure := len(s.members) == from // a word with a known stem is perhaps right
		switch {
		case s.mend(t, 1, sure), !sure:
		case s.takeApart(w, true):
			return
		case s.mend(t, 2, sure):
		default:
			s.takeApart(w, false)
			return
		}
	}
	if len(s.members) > from {
		s.group(g, weakWord(s.query.folded(t)))
	}
}

// seen reports whether word i of the query is said before.
func (s *searcher) seen(i int) bool {
	h := s.query.tokens[s.words[i].token].hash
	return slices.ContainsFunc(s.words[:i], func(w queryWord) bool { return s.query.tokens[w.token].hash == h })
}

// known adds what the index knows t as: itself, and words with its stem. It reports whether it knows the word itself.
func (s *searcher) known(t token, text, lang string) bool {
	w := s.query.folded(t)
	n, ok := find(s.reader, w)
	if ok {
		s.add(n, 1)
	}
	for i, l := range languages {
		if lang != "" && lang != l {
			continue
		}
		if ok {
			s.addAll(s.stems.members(s.stems.classOf[i][n]), stemFactor)
			continue
		}
		for _, form := range []string{strings.ToLower(text[t.start:t.end]), string(w)} {
			if stem, ok := s.stemmer.stem(i, form); ok {
				s.addAll(s.stems.named(s.stemReader, i, stem), stemFactor)
				if n, ok := find(s.reader, []byte(stem)); ok {
					s.add(n, stemFactor)
				}
			}
		}
	}
	return ok
}

// complete adds the words that begin with w, at most some of them, and reports whether there are any. Of more, the most frequent are taken.
func (s *searcher) complete(w string, most int) bool {
	lo, hi := s.Index.words.withPrefix(w)
	if int(hi-lo) > most {
		s.addAll(s.frequent(maxFrequent, func(yield func(uint32)) {
			for n := lo; n < hi; n++ {
				yield(n)
			}
		}), prefixFactor)
		return true
	}
	there := s.open() // completions differ from each other: only these must be looked through
	for n := lo; n < hi; n++ {
		if !slices.ContainsFunc(there, func(m member) bool { return m.word == n }) {
			s.members = append(s.members, member{n, s.postings.first[n], prefixFactor})
		}
	}
	return lo < hi
}

// neighbours adds what word i is when written in one with the word before or after it: "libre office", and "libre off" when the last is
// unfinished.
func (s *searcher) neighbours(i int, unfinished bool) {
	for _, j := range [...]int{i - 1, i} {
		if j < 0 || j+1 >= len(s.words) {
			continue
		}
		a, b := s.query.tokens[s.words[j].token], s.query.tokens[s.words[j+1].token]
		if a.stop && b.stop {
			continue
		}
		s.pair = append(append(s.pair[:0], s.query.folded(a)...), s.query.folded(b)...)
		if n, ok := find(s.reader, s.pair); ok {
			s.add(n, 1)
		}
		if unfinished && len(s.pair) >= minPairPrefix {
			s.complete(string(s.pair), maxFrequent)
		}
	}
}

// takeApart makes a group of each part of w that the index knows, and reports whether it did: with all, when the index knows every part;
// without, when it knows one that is no number.
func (s *searcher) takeApart(w queryWord, all bool) bool {
	parts := s.query.tokens[w.token+1 : w.token+1+w.parts]
	known, letters := 0, false
	for _, p := range parts {
		if _, ok := find(s.reader, s.query.folded(p)); ok {
			known++
			letters = letters || s.query.buf[p.a]-'0' >= 10
		}
	}
	if known == 0 || all && known < len(parts) || !all && !letters {
		return false
	}
	for _, p := range parts {
		if n, ok := find(s.reader, s.query.folded(p)); ok && len(s.groups) < maxGroups {
			from := len(s.members)
			s.add(n, partFactor)
			s.group(group{from: from, begun: -1}, false)
		}
	}
	return true
}

// asking reports whether t is, perhaps with a slip, a word of asking: what the index lacks of those is not looked for.
func (s *searcher) asking(t token) bool {
	w := string(s.query.folded(t))
	most := 0
	switch {
	case len(w) >= mendTwo:
		most = 2
	case len(w) >= mendOne:
		most = 1
	}
	for weak := range weakTable {
		if Distance(w, weak, most) <= most {
			return true
		}
	}
	return false
}

// mend adds the words at a distance from t and reports whether there were any; when it is sure that the word is wrong, it suggests the
// most frequent. Nothing is mended when patience is out.
func (s *searcher) mend(t token, distance int, sure bool) bool {
	if s.patience < 0 {
		return false
	}
	near := s.frequent(maxNear, func(yield func(uint32)) { s.Index.words.near(string(s.query.folded(t)), distance, yield) })
	if len(near) == 0 {
		return false
	}
	s.addAll(near, [...]float32{1, mendOneFactor, mendTwoFactor}[distance])
	if sure {
		s.mended = append(s.mended, mending{t, near[0]})
	}
	return true
}

// mending is a word of the query and what it was probably meant to be.
type mending struct {
	token
	word uint32
}

// spell returns the query with its mended words, "" when there are none.
func (s *searcher) spell(text string) string {
	if len(s.mended) == 0 {
		return ""
	}
	var b strings.Builder
	done := int32(0)
	for _, m := range s.mended {
		b.WriteString(text[done:m.start])
		b.WriteString(cmp.Or(s.spelt[m.word], s.Index.words.word(m.word)))
		done = m.end
	}
	b.WriteString(text[done:])
	return strings.Join(strings.Fields(strings.ToValidUTF8(b.String(), "")), " ")
}

// frequent returns, of the words that each yields, the most that occur in most documents; the most frequent comes first.
func (s *searcher) frequent(most int, each func(yield func(uint32))) []uint32 {
	type counted struct{ word, count uint32 }
	var list [maxFrequent]counted
	n := 0
	each(func(w uint32) {
		c := uint32(s.postings.count(w))
		if n == most && c <= list[n-1].count {
			return
		}
		if n < most {
			n++
		}
		i := n - 1
		for ; i > 0 && list[i-1].count < c; i-- {
			list[i] = list[i-1]
		}
		list[i] = counted{w, c}
	})
	s.found = s.found[:0]
	for _, c := range list[:n] {
		s.found = append(s.found, c.word)
	}
	return s.found
}

func (s *searcher) addAll(words []uint32, factor float32) {
	for _, n := range words {
		s.add(n, factor)
	}
}

// open returns the members of the group being made.
func (s *searcher) open() []member {
	if len(s.groups) == 0 {
		return s.members
	}
	return s.members[s.groups[len(s.groups)-1].to:]
}

// add adds a word to the group being made; a word that is there already keeps its greater factor.
func (s *searcher) add(n uint32, factor float32) {
	there := s.open()
	for i := range there {
		if m := &there[i]; m.word == n {
			m.factor = max(m.factor, factor)
			return
		}
	}
	s.members = append(s.members, member{n, s.postings.first[n], factor})
}

// group closes g, the members added last. Weak is a word of asking.
func (s *searcher) group(g group, weak bool) {
	g.to = len(s.members)
	holding := 0
	for _, m := range s.members[g.from:] {
		holding += s.postings.count(m.word)
	}
	docs := len(s.docs)
	g.weight = float32(math.Log(1 + float64(docs)/float64(max(1, min(docs, holding)))))
	if weak {
		g.weight *= weakFactor
	}
	s.groups = append(s.groups, g)
}
