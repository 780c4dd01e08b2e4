package search

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// facet is a property that documents have values of.
type facet struct {
	values []string // sorted
	// By document: its values are value[start[doc]:start[doc+1]].
	start, value []uint32
	having       []*roaring.Bitmap // by value: the documents
}

// newFacets returns the facets of docs by name.
func newFacets(docs []*Document) map[string]*facet {
	names := map[string]map[string]uint32{}
	note := func(name, value string) {
		if names[name] == nil {
			names[name] = map[string]uint32{}
		}
		names[name][value] = 0
	}
	for _, d := range docs {
		note(KindFacet, d.Kind)
		for _, f := range d.Facets {
			note(f.Name, f.Value)
		}
	}
	out := make(map[string]*facet, len(names))
	for name, numbers := range names {
		f := &facet{start: make([]uint32, len(docs)+1)}
		for v := range numbers {
			f.values = append(f.values, v)
		}
		slices.Sort(f.values)
		for i, v := range f.values {
			numbers[v] = uint32(i)
			f.having = append(f.having, roaring.New())
		}
		for i, d := range docs {
			f.start[i] = uint32(len(f.value))
			if name == KindFacet {
				f.add(numbers[d.Kind], i)
			}
			for _, fv := range d.Facets {
				if fv.Name == name && name != KindFacet {
					f.add(numbers[fv.Value], i)
				}
			}
		}
		f.start[len(docs)] = uint32(len(f.value))
		for _, b := range f.having {
			b.RunOptimize()
		}
		out[name] = f
	}
	return out
}

// add gives document doc, the last so far, a value once.
func (f *facet) add(value uint32, doc int) {
	if !slices.Contains(f.value[f.start[doc]:], value) {
		f.value = append(f.value, value)
		f.having[value].Add(uint32(doc))
	}
}

// keep returns the documents that have one of values.
func (f *facet) keep(values []string) *roaring.Bitmap {
	var held []*roaring.Bitmap
	for _, v := range values {
		if i, ok := slices.BinarySearch(f.values, v); ok {
			held = append(held, f.having[i])
		}
	}
	return roaring.FastOr(held...)
}

// count returns how often each value occurs among the documents of set, most frequent first, then by value.
func (f *facet) count(set bitset, counts []uint32) []Count {
	counts = append(counts[:0], make([]uint32, len(f.values))...)
	for doc := range set.all() {
		for _, v := range f.value[f.start[doc]:f.start[doc+1]] {
			counts[v]++
		}
	}
	var out []Count
	for v, n := range counts {
		if n > 0 {
			out = append(out, Count{f.values[v], int(n)})
		}
	}
	slices.SortFunc(out, func(a, b Count) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Value, b.Value)) })
	return out
}

// filter is the documents that the filter of one facet lets pass.
type filter struct {
	facet string
	set   bitset
}

// filter prepares the filters of q.
func (s *searcher) filter(q Query) {
	s.filters = s.filters[:0]
	for name, values := range q.Filters {
		set := roaring.New()
		if f := s.facets[name]; f != nil {
			set = f.keep(values)
		}
		n := len(s.filters)
		s.filters = slices.Grow(s.filters, 1)[:n+1] // with the memory of an earlier query
		s.filters[n].facet = name
		s.filters[n].set = s.filters[n].set.resized(len(s.docs))
		set.WriteDenseTo(s.filters[n].set)
	}
	if len(s.filters) > 0 {
		s.pass = append(s.pass[:0], s.filters[0].set...)
		for _, f := range s.filters[1:] {
			s.pass.and(f.set)
		}
	}
}

// foundByAll counts the documents found that pass the filters.
func (s *searcher) foundByAll() int {
	if len(s.filters) == 0 {
		return s.matches.len()
	}
	n := 0
	for i, w := range s.matches {
		n += bits.OnesCount64(w & s.pass[i])
	}
	return n
}

// countFacets counts the facets of q.
func (s *searcher) countFacets(q Query) map[string][]Count {
	if len(q.Facets) == 0 {
		return nil
	}
	out := make(map[string][]Count, len(q.Facets))
	for _, name := range q.Facets {
		f := s.facets[name]
		if f == nil {
			continue
		}
		set := s.matches
		if len(s.filters) > 0 {
			s.counted = append(s.counted[:0], set...)
			set = s.counted
			for _, other := range s.filters {
				if other.facet != name {
					set.and(other.set)
				}
			}
		}
		if cap(s.counts) < len(f.values) {
			s.counts = make([]uint32, len(f.values))
		}
		out[name] = f.count(set, s.counts)
	}
	return out
}
