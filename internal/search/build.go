package search

import (
	"cmp"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
	"golang.org/x/text/unicode/norm"
)

// Weights of the fields, and what they are measured against; see the package comment.
const (
	titleWeight = 8
	nameWeight  = 5
	textWeight  = 1

	titleLength = 2 // words, usual
	textLength  = 30

	maxText = 64 << 10 // bytes of each text that are indexed

	keyWords, keyBytes = 3, 20 // the longest title that is indexed in one word too
)

// builder gathers the words of documents.
type builder struct {
	scan  scanner
	known map[string]uint32 // folded word -> its number, in order of first sight
	words []string
	spelt map[uint32]string // words that are written with accents, as first seen, in lower case
	gathered
	cells   []buildCell // by word; all zero between documents
	touched []uint32    // words of the field being read
	held    []uint32    // words of the document being read
}

// buildCell is what is known of one word in the document being read.
type buildCell struct {
	tf   float32 // in the field
	best float32 // weight in the best of the names
	sum  float32 // weight in the other fields
}

// NewIndex builds the index of docs. It takes about 20 µs a document of 300 bytes, and memory of that order beside the documents themselves.
func NewIndex(docs []*Document) *Index {
	x := &Index{docs: sorted(docs), boost: make([]float32, len(docs))}
	b := &builder{known: map[string]uint32{}, spelt: map[uint32]string{}}
	for i, d := range x.docs {
		x.boost[i] = float32(cmp.Or(d.Boost, 1))
		b.document(d)
	}
	b.cells, b.known = nil, nil
	number := b.order(x)
	x.postings = newPostings(&b.gathered, number)
	x.stems = newStems(x.words, x.spelt)
	x.facets = newFacets(x.docs)
	x.readable = readable(x.docs)
	x.pool.New = func() any { return newSearcher(x) }
	return x
}

// sorted returns docs by kind, title and key: the order of documents with the same score.
func sorted(docs []*Document) []*Document {
	type keyed struct {
		title string
		place int
		*Document
	}
	list := make([]keyed, len(docs))
	for i, d := range docs {
		list[i] = keyed{Fold(d.Title), i, d}
	}
	slices.SortFunc(list, func(a, b keyed) int {
		return cmp.Or(strings.Compare(a.Kind, b.Kind), strings.Compare(a.title, b.title), strings.Compare(a.Key, b.Key), cmp.Compare(a.place, b.place))
	})
	out := make([]*Document, len(docs))
	for i := range list {
		out[i] = list[i].Document
	}
	return out
}

// readable returns, by language, the documents that its readers may find, for the languages in which they are not all.
func readable(docs []*Document) map[string]*roaring.Bitmap {
	out := map[string]*roaring.Bitmap{}
	for _, lang := range languages {
		b := roaring.New()
		for i, d := range docs {
			if d.Lang == "" || d.Lang == lang {
				b.Add(uint32(i))
			}
		}
		if b.GetCardinality() < uint64(len(docs)) {
			b.RunOptimize()
			out[lang] = b
		}
	}
	return out
}

// document gathers the words of d.
func (b *builder) document(d *Document) {
	add := func(c *buildCell, w float32) { c.sum += w }
	b.field(d.Title, titleWeight, titleLength, add)
	for _, n := range d.Names {
		b.field(n, nameWeight, titleLength, func(c *buildCell, w float32) { c.best = max(c.best, w) })
	}
	b.field(d.Text, textWeight, textLength, add)
	for _, l := range d.Local {
		b.field(l.Text, textWeight, textLength, add)
	}
	for _, w := range b.held {
		c := &b.cells[w]
		b.word = append(b.word, w)
		b.impact = append(b.impact, impactByte(c.sum+c.best))
		*c = buildCell{}
	}
	b.held = b.held[:0]
	b.end = append(b.end, uint32(len(b.word)))
}

// field gathers the words of one text and gives settle the weight of each.
func (b *builder) field(text string, weight, usual float32, settle func(*buildCell, float32)) {
	if len(text) > maxText {
		text = text[:maxText]
	}
	b.scan.scan(text)
	length := 0
	for _, t := range b.scan.tokens {
		if t.stop && weight == textWeight {
			continue
		}
		tf := float32(1)
		switch t.kind {
		case whole:
			length++
		case part:
			tf = 0.5
		}
		b.count(b.scan.folded(t), tf, text[t.start:t.end])
	}
	if weight != textWeight && length > 1 && length <= keyWords {
		if key := b.scan.key(keyBytes); key != nil {
			b.count(key, 1, "")
		}
	}
	for _, w := range b.touched {
		c := &b.cells[w]
		if c.sum+c.best == 0 {
			b.held = append(b.held, w)
		}
		settle(c, weight*c.tf/(c.tf+0.25+0.75*float32(length)/usual))
		c.tf = 0
	}
	b.touched = b.touched[:0]
}

// count counts an occurrence of word, which is written raw.
func (b *builder) count(word []byte, tf float32, raw string) {
	n, ok := b.known[string(word)]
	if !ok {
		n = uint32(len(b.words))
		w := string(word)
		b.known[w] = n
		b.words = append(b.words, w)
		b.cells = append(b.cells, buildCell{})
		if !ascii(raw) {
			b.spelt[n] = strings.ToLower(norm.NFC.String(raw))
		}
	}
	c := &b.cells[n]
	if c.tf == 0 {
		b.touched = append(b.touched, n)
	}
	c.tf += tf
}

// key returns all words of the scanned text in one, nil when that takes more than most bytes or is a token already.
func (s *scanner) key(most int) []byte {
	var key []byte
	for _, t := range s.tokens {
		if t.kind == joined && t.start == s.tokens[0].start && t.end == s.tokens[len(s.tokens)-1].end {
			return nil
		}
		if t.kind == whole {
			key = append(key, s.folded(t)...)
		}
	}
	if len(key) > most {
		return nil
	}
	return key
}

// order numbers the words in their sorted order, gives x the dictionary, and returns the number of each word by that of first sight.
func (b *builder) order(x *Index) []uint32 {
	order := make([]uint32, len(b.words))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(i, j uint32) int { return strings.Compare(b.words[i], b.words[j]) })
	number := make([]uint32, len(order))
	words := make([]string, len(order))
	x.spelt = make(map[uint32]string, len(b.spelt))
	for n, i := range order {
		number[i], words[n] = uint32(n), b.words[i]
		if s, ok := b.spelt[i]; ok {
			x.spelt[uint32(n)] = s
		}
	}
	x.words = newDictionary(words)
	return number
}
