package search

import (
	"strings"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
)

// Index finds documents by their words; see the package comment. It never changes once it is built and is safe for use by many at once.
type Index struct {
	docs     []*Document // by kind, title and key
	boost    []float32
	words    *dictionary
	spelt    map[uint32]string // words that are written with accents
	postings *postings
	stems    *stems
	facets   map[string]*facet
	readable map[string]*roaring.Bitmap // by language, where it is not all documents
	pool     sync.Pool                  // of *searcher
}

// Len is the number of documents.
func (x *Index) Len() int { return len(x.docs) }

// Search returns the best documents for query in every language, at most limit; none for an empty query.
func (x *Index) Search(query string, limit int) []Hit {
	if strings.TrimSpace(query) == "" {
		return nil
	}
	return x.Find(Query{Text: query, Limit: limit}).Hits
}

// Find answers q. It never fails: what it does not understand finds nothing.
func (x *Index) Find(q Query) Result {
	s := x.pool.Get().(*searcher)
	defer x.pool.Put(s)
	return s.answer(q)
}
