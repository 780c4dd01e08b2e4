package search

import (
	"bytes"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/blevesearch/vellum"
	"github.com/blevesearch/vellum/levenshtein"
)

// dictionary numbers words in their sorted order, so that the words with one beginning are a range of numbers.
type dictionary struct {
	fst  *vellum.FST
	text string   // all words, one after the other
	at   []uint32 // where each begins in text, and the end
}

// newDictionary returns the dictionary of words, which are sorted and differ.
func newDictionary(words []string) *dictionary {
	d := &dictionary{text: strings.Join(words, ""), at: make([]uint32, len(words)+1)}
	var fst bytes.Buffer
	b, err := vellum.New(&fst, nil)
	for i, w := range words {
		if err == nil {
			err = b.Insert([]byte(w), uint64(i))
		}
		d.at[i+1] = d.at[i] + uint32(len(w))
	}
	if err == nil {
		err = b.Close()
	}
	if err == nil {
		d.fst, err = vellum.Load(slices.Clip(fst.Bytes()))
	}
	if err != nil {
		panic(fmt.Sprintf("search: dictionary: %v", err)) // memory does not fail to be written, and words are in order
	}
	return d
}

func (d *dictionary) len() int { return len(d.at) - 1 }

func (d *dictionary) word(n uint32) string { return d.text[d.at[n]:d.at[n+1]] }

// reader looks words up; it belongs to one user at a time.
func (d *dictionary) reader() *vellum.Reader {
	r, _ := d.fst.Reader() // never fails
	return r
}

// find returns the number of w.
func find(r *vellum.Reader, w []byte) (uint32, bool) {
	n, ok, err := r.Get(w)
	return uint32(n), ok && err == nil
}

// withPrefix returns the numbers of the words that begin with p, from lo up to hi without it.
func (d *dictionary) withPrefix(p string) (lo, hi uint32) {
	first := sort.Search(d.len(), func(i int) bool { return d.word(uint32(i)) >= p })
	more := sort.Search(d.len()-first, func(i int) bool { return !strings.HasPrefix(d.word(uint32(first+i)), p) })
	return uint32(first), uint32(first + more)
}

// Bounds of mending: the letters from which one and two changes are thought of, and the longest word that is mended.
const (
	mendOne, mendTwo, mendLongest = 4, 8, 30
)

// automata build Levenshtein automata for one and two changes, of which a swap of neighbours is one.
var automata = sync.OnceValue(func() (b [2]*levenshtein.LevenshteinAutomatonBuilder) {
	for i := range b {
		var err error
		if b[i], err = levenshtein.NewLevenshteinAutomatonBuilder(uint8(i+1), true); err != nil {
			panic(fmt.Sprintf("search: automaton: %v", err)) // depends on constants alone
		}
	}
	return b
})

// near calls yield with the words at a distance of 1 or 2 from w, or less. A word of fewer letters than the distance asks for has none
// near. Words whose digits differ from those of w are left out: another version is another thing.
func (d *dictionary) near(w string, distance int, yield func(n uint32)) {
	letters := utf8.RuneCountInString(w)
	if letters > mendLongest || letters < mendOne || distance == 2 && letters < mendTwo {
		return
	}
	dfa, err := automata()[distance-1].BuildDfa(w, uint8(distance))
	if err != nil {
		return // more states than vellum's bound: not a word that people type
	}
	it, err := d.fst.Search(dfa, nil, nil)
	for ; err == nil; err = it.Next() {
		if key, n := it.Current(); sameDigits(w, key) && utf8.RuneCount(key) >= mendOne-1 {
			yield(uint32(n))
		}
	}
}

func sameDigits(a string, b []byte) bool {
	j := 0
	for i := range len(a) {
		if a[i]-'0' >= 10 {
			continue
		}
		for j < len(b) && b[j]-'0' >= 10 {
			j++
		}
		if j == len(b) || a[i] != b[j] {
			return false
		}
		j++
	}
	for ; j < len(b); j++ {
		if b[j]-'0' < 10 {
			return false
		}
	}
	return true
}
