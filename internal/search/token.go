package search

// token is a word of a text, or what else the text can be found by at that place.
type token struct {
	start, end int32  // the bytes of the text that it covers
	a, b       int32  // its folded form, in the scanner's buffer
	hash       uint64 // of the folded form
	pos        int32  // its place among the words that are not of grammar
	kind       tokenKind
	stop       bool // a word of grammar
}

type tokenKind uint8

const (
	whole  tokenKind = iota // a word
	part                    // a part of the word before: "office" of "LibreOffice", "8" of "8.0"
	joined                  // words written together by a sign: "rocketchat" of "Rocket.Chat"
)

// Bounds of a word and of a compound.
const (
	maxWordBytes = 64 // the rest of a longer word is passed over
	maxParts     = 5
	maxJoined    = 3 // words
)

// scanner cuts texts into tokens. Its memory is used again for each text.
type scanner struct {
	buf    []byte
	tokens []token
	cuts   []cut // of the word being read
	chain  int   // first token of the words that signs join, -1 without
	links  int   // words in the chain
}

// cut is where a part of a word begins, in the text and in the buffer.
type cut struct{ at, a int32 }

func (s *scanner) folded(t token) []byte { return s.buf[t.a:t.b] }

// scan replaces the scanner's tokens by those of text.
func (s *scanner) scan(text string) {
	s.buf, s.tokens, s.chain, s.links = s.buf[:0], s.tokens[:0], -1, 0
	pos, prevEnd := int32(-1), -1
	for i := 0; i < len(text); {
		r, class, size := classAt(text, i)
		if class == other && !(r == '.' && dotWord(text, i)) || class == mark {
			i += size
			continue
		}
		if prevEnd < 0 || !joining(text[prevEnd:i]) {
			s.join()
			s.chain = len(s.tokens)
		}
		end := s.word(text, i)
		if elided(s.buf[s.tokens[len(s.tokens)-1].a:], text, i, end) {
			s.tokens = s.tokens[:len(s.tokens)-1]
			prevEnd, i = -1, end
			continue
		}
		t := &s.tokens[len(s.tokens)-1]
		t.stop = stopWord(t.hash)
		if !t.stop || pos < 0 {
			pos++
		}
		t.pos = pos
		s.links++
		s.parts()
		prevEnd, i = end, end
	}
	s.join()
}

// word reads the word that begins at i, appends its token and returns its end. It notes in s.cuts where its parts begin.
func (s *scanner) word(text string, i int) int {
	a := int32(len(s.buf))
	s.cuts = append(s.cuts[:0], cut{int32(i), a})
	start, prev := i, other
	run := 0                      // letters of the same case, or digits, so far
	hump, lower := cut{at: -1}, 0 // the last capital of several, which may begin a part ("LDAPServer"); small letters since
	var place, last cut           // of this rune and of the one before
	if text[i] == '.' {
		s.buf = append(s.buf, '.')
		i++
		s.cuts = append(s.cuts, cut{int32(i), a + 1})
	}
	for i < len(text) {
		r, class, size := classAt(text, i)
		if class == other {
			if !sign(text, i, r, start) {
				break
			}
			class = prev // "3.5" is one run of digits, "c++" one of letters
		} else if class == mark {
			i += size
			continue
		}
		last, place = place, cut{int32(i), int32(len(s.buf))}
		switch {
		case prev == other:
		case class == prev:
			run++
		case class == upperCase && prev == lowerCase, (class == digit) != (prev == digit):
			s.cut(place)
			hump.at = -1
		case class == lowerCase && prev == upperCase && run >= 3:
			hump, lower = last, 0
		}
		if class == lowerCase && hump.at >= 0 {
			if lower++; lower == 3 {
				s.cut(hump)
				hump.at = -1
			}
		}
		if class != prev {
			run = 1
		}
		prev = class
		if len(s.buf)-int(a) < maxWordBytes {
			s.buf = appendFolded(s.buf, r)
		}
		i += size
	}
	s.add(token{start: int32(start), end: int32(i), a: a, b: int32(len(s.buf))})
	return i
}

func (s *scanner) cut(c cut) {
	if len(s.cuts) < maxParts {
		s.cuts = append(s.cuts, c)
	}
}

func (s *scanner) add(t token) {
	t.hash = hash(s.buf[t.a:t.b])
	s.tokens = append(s.tokens, t)
}

// parts appends the parts of the last token: runs of two letters or more, numbers, and the first number of a version.
func (s *scanner) parts() {
	w := s.tokens[len(s.tokens)-1]
	for i, c := range s.cuts {
		end := cut{w.end, w.b}
		if i+1 < len(s.cuts) {
			end = s.cuts[i+1]
		}
		p := token{start: c.at, end: end.at, a: c.a, b: min(end.a, w.b), pos: w.pos, kind: part}
		if p.a >= p.b {
			break
		}
		number := s.buf[p.a]-'0' < 10
		if len(s.cuts) > 1 && s.buf[p.a] != '.' && (p.b-p.a >= 2 || number && p.a-w.a >= 3) {
			s.add(p)
		}
		if !number {
			continue
		}
		for j := p.a; j < p.b; j++ {
			if s.buf[j] == '.' {
				p.b = j
				s.add(p)
				break
			}
		}
	}
}

// join ends the chain of words that signs join and appends what they are in one: "7-Zip", "LemonLDAP::NG", "e-mail".
func (s *scanner) join() {
	chain, links := s.chain, s.links
	s.chain, s.links = -1, 0
	if links < 2 || links > maxJoined {
		return
	}
	first, a := s.tokens[chain], int32(len(s.buf))
	end := first.end
	for _, t := range s.tokens[chain:] {
		if t.kind == whole {
			s.buf = append(s.buf, s.buf[t.a:t.b]...)
			end = t.end
		}
	}
	if b := int32(len(s.buf)); b-a <= maxWordBytes {
		s.add(token{start: first.start, end: end, a: a, b: b, pos: first.pos, kind: joined})
	}
}

// dotWord reports whether the point at i begins a word, as in ".NET".
func dotWord(text string, i int) bool {
	if i > 0 && text[i-1] != ' ' && text[i-1] != '(' && text[i-1] != '\n' {
		return false
	}
	_, class, _ := classAt(text, i+1)
	return class == upperCase || class == lowerCase
}

// sign reports whether the sign r at i belongs to the word that began at start: + and # that end a word of letters, a point between digits.
func sign(text string, i int, r rune, start int) bool {
	if i == start {
		return false
	}
	prev := text[i-1]
	_, next, _ := classAt(text, i+1)
	switch r {
	case '+', '#':
		return prev == '+' || (prev|0x20 >= 'a' && prev|0x20 <= 'z') && (next == other || next == mark)
	case '.':
		return prev-'0' < 10 && next == digit
	}
	return false
}

// joining reports whether s, between two words, writes them together.
func joining(s string) bool {
	switch s {
	case "-", ".", "_", "/", "&", "::", "·", "‑":
		return true
	}
	return false
}

// elided reports whether the word text[i:end], folded in w, is an elided article ("l'", "qu'") or an English ending ("'s", "'t").
func elided(w []byte, text string, i, end int) bool {
	if len(w) <= 6 && apostrophe(text[end:]) > 0 {
		switch string(w) {
		case "l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu":
			_, class, _ := classAt(text, end+apostrophe(text[end:]))
			return class == upperCase || class == lowerCase
		}
	}
	if len(w) <= 2 && i > 1 && (text[i-1] == '\'' || i >= 3 && text[i-3:i] == "’") {
		switch string(w) {
		case "s", "t", "m", "ll", "re", "ve":
			return true
		}
	}
	return false
}

// apostrophe returns the length of the apostrophe that begins s, 0 without.
func apostrophe(s string) int {
	switch {
	case s == "":
	case s[0] == '\'':
		return 1
	case len(s) >= 3 && s[:3] == "’":
		return 3
	case len(s) >= 2 && s[:2] == "ʼ":
		return 2
	}
	return 0
}
