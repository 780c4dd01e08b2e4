package search

import (
	"cmp"
	"slices"
	"strings"

	"github.com/blevesearch/vellum"
)

// stems says which words of the dictionary share a stem, in each language. Words with the same stem are a class.
type stems struct {
	classOf [len(languages)][]uint32 // by word; noClass when the word is alone and is its own stem
	first   []uint32                 // by class: where its members begin; one more at the end
	member  []uint32                 // words
	names   *dictionary              // stemKey -> class
}

const noClass = ^uint32(0)

// maxMembers bounds the words of one stem that a query takes; real stems have at most about twenty forms.
const maxMembers = 32

// newStems groups the words of d. spelt has the accents of those that have any.
func newStems(d *dictionary, spelt map[uint32]string) *stems {
	type entry struct {
		stem string
		word uint32
	}
	s, st := &stems{}, newStemmer()
	var keys []string
	for lang := range languages {
		var list []entry
		for n := range uint32(d.len()) {
			w := d.word(n)
			if accents, ok := spelt[n]; ok {
				w = accents
			}
			if stem, ok := st.stem(lang, w); ok {
				list = append(list, entry{stem, n})
			}
		}
		slices.SortFunc(list, func(a, b entry) int { return cmp.Or(strings.Compare(a.stem, b.stem), cmp.Compare(a.word, b.word)) })
		of := slices.Repeat([]uint32{noClass}, d.len())
		for i := 0; i < len(list); {
			j := i
			for j < len(list) && list[j].stem == list[i].stem {
				j++
			}
			if j-i > 1 || list[i].stem != d.word(list[i].word) {
				s.first = append(s.first, uint32(len(s.member)))
				keys = append(keys, stemKey(lang, list[i].stem))
				for _, e := range list[i:min(j, i+maxMembers)] {
					s.member = append(s.member, e.word)
					of[e.word] = uint32(len(s.first) - 1)
				}
			}
			i = j
		}
		s.classOf[lang] = of
	}
	s.first = append(s.first, uint32(len(s.member)))
	s.names = newDictionary(keys)
	return s
}

func stemKey(lang int, stem string) string { return string(rune('0'+lang)) + stem }

// members returns the words of a class.
func (s *stems) members(class uint32) []uint32 {
	if class == noClass {
		return nil
	}
	return s.member[s.first[class]:s.first[class+1]]
}

// named returns the words that have a stem; r reads s.names.
func (s *stems) named(r *vellum.Reader, lang int, stem string) []uint32 {
	if class, ok := find(r, []byte(stemKey(lang, stem))); ok {
		return s.members(class)
	}
	return nil
}
