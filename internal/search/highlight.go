package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Bounds of an excerpt, in bytes.
const (
	excerptBytes = 200
	excerptLead  = 50 // before the first word found
	maxMarks     = 64 // words found that are thought of
)

// stretch is a part of a text that the query found.
type stretch struct {
	start, end int
	groups     uint16
}

// page returns the hits of q's page.
func (s *searcher) page(q Query) []Hit {
	from := min(q.Offset, MaxWindow, len(s.top))
	to := min(q.Offset+q.Limit, MaxWindow, len(s.top))
	if from >= to {
		return nil
	}
	hits := make([]Hit, 0, to-from)
	for _, r := range s.top[from:to] {
		d := s.docs[r.doc]
		h := Hit{Document: d, Score: float64(r.score)}
		s.text.scan(d.Title)
		h.Marked = pieces(d.Title, 0, len(d.Title), s.marks())
		h.Excerpt = s.excerpt(d, q.Lang)
		hits = append(hits, h)
	}
	return hits
}

// excerpt returns what shows best why d was found: of its text in lang, the other text and those in other languages, the first that holds
// a word of the query.
func (s *searcher) excerpt(d *Document, lang string) []Piece {
	fallback := ""
	texts := s.texts[:0]
	for _, l := range d.Local {
		if l.Lang == lang {
			texts = append(texts, l.Text)
		}
	}
	texts = append(texts, d.Text)
	for _, l := range d.Local {
		if l.Lang != lang {
			texts = append(texts, l.Text)
		}
	}
	s.texts = texts
	for _, text := range texts {
		if len(text) > maxText {
			text = text[:maxText]
		}
		fallback = cmp.Or(fallback, text)
		if len(s.groups) == 0 || text == "" {
			continue
		}
		s.text.scan(text)
		if marks := s.marks(); len(marks) > 0 {
			return window(text, marks)
		}
	}
	if fallback == "" {
		return nil
	}
	return window(fallback, nil)
}

// marks returns where the words of the query stand in the text just scanned, in order.
func (s *searcher) marks() []stretch {
	marks := s.marked[:0]
	for _, t := range s.text.tokens {
		if groups := s.table.groups(&s.text, t); groups != 0 && len(marks) < maxMarks {
			marks = append(marks, stretch{int(t.start), int(t.end), groups})
		}
	}
	slices.SortStableFunc(marks, func(a, b stretch) int { return cmp.Compare(a.start, b.start) })
	merged := marks[:0]
	for _, m := range marks {
		if n := len(merged); n > 0 && m.start < merged[n-1].end {
			merged[n-1].end = max(merged[n-1].end, m.end)
			merged[n-1].groups |= m.groups
			continue
		}
		merged = append(merged, m)
	}
	s.marked = merged
	return merged
}

// window cuts out of text the stretch with the most different words found, then the most of them, then the first.
func window(text string, marks []stretch) []Piece {
	first, most := 0, -1
	for i, m := range marks {
		groups, n := uint16(0), 0
		for _, o := range marks[i:] {
			if o.end > m.start+excerptBytes-excerptLead {
				break
			}
			groups |= o.groups
			n++
		}
		different := 0
		for ; groups != 0; groups &= groups - 1 {
			different++
		}
		if v := different*maxMarks + min(n, maxMarks-1); v > most {
			first, most = i, v
		}
	}
	start := 0
	if len(marks) > 0 {
		start = wordStart(text, marks[first].start-excerptLead, marks[first].start)
	}
	end := wordEnd(text, start+excerptBytes)
	if len(marks) > 0 {
		end = max(end, marks[first].end)
	}
	out := pieces(text, start, end, marks)
	if start > 0 {
		out = slices.Insert(out, 0, Piece{Text: "… "})
	}
	if end < len(text) {
		out = append(out, Piece{Text: " …"})
	}
	return out
}

// pieces parts text[start:end] at its marks.
func pieces(text string, start, end int, marks []stretch) []Piece {
	out := make([]Piece, 0, 2*len(marks)+1)
	for _, m := range marks {
		if m.start < start || m.end > end {
			continue
		}
		if m.start > start {
			out = append(out, Piece{Text: text[start:m.start]})
		}
		out = append(out, Piece{Text: text[m.start:m.end], Match: true})
		start = m.end
	}
	if start < end {
		out = append(out, Piece{Text: text[start:end]})
	}
	return out
}

// wordStart returns the beginning of the first word at or after i, at most limit.
func wordStart(text string, i, limit int) int {
	if i <= 0 {
		return 0
	}
	if space := strings.IndexAny(text[i:limit], " \n"); space >= 0 {
		return i + space + 1
	}
	return limit
}

// wordEnd returns the end of the last word that ends at or before i, or a rune's end when the word is too long to leave out.
func wordEnd(text string, i int) int {
	if i >= len(text) {
		return len(text)
	}
	if space := strings.LastIndexAny(text[i-excerptLead:i], " \n"); space >= 0 {
		return i - excerptLead + space
	}
	for !utf8.RuneStart(text[i]) {
		i--
	}
	return i
}
