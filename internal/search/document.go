package search

// Document is one thing that can be found. The index keeps the pointer: a document must not change once it is indexed.
type Document struct {
	Kind   string
	Key    string   // with Kind, names the document to the caller
	Lang   string   // "fr" or "en": hidden from a query in another language; "" is for every reader
	Title  string   // weighs most
	Names  []string // other names
	Text   string   // the rest, in no single language; the first 64 KiB are indexed
	Local  []Local  // the rest, by language
	Facets []Facet  // values to filter by and to count; the kind is a facet without being listed
	Boost  float64  // multiplies the score; 0 means 1
}

// Local is text in one language. All are indexed for every reader; an excerpt is cut from the reader's own.
type Local struct {
	Lang string // "fr" or "en"
	Text string
}

// Facet is one value of a document in one facet, such as licence, MIT. A document may have several values in a facet.
type Facet struct {
	Name, Value string
}

// KindFacet is the name of the facet that every document has by its kind.
const KindFacet = "kind"

// Query asks for one page of documents.
type Query struct {
	Text string // as typed; the first 512 bytes and 12 words count. Without any text every document is found, by kind and title.
	Lang string // "fr" or "en": the reader's language; with any other, stems of both and documents of both
	// Filters keeps the documents that have, in each facet named, at least one of the values.
	Filters map[string][]string
	// Facets names the facets to count. The counts of a facet that is also filtered leave its own filter out: they say what choosing
	// another value would find.
	Facets []string
	// Offset and Limit are the page, in documents. No document is returned beyond MaxWindow; the total is still right.
	Offset, Limit int
}

// MaxWindow bounds Offset+Limit.
const MaxWindow = 10_000

// Result is a page of documents with what was counted on the way.
type Result struct {
	Hits       []Hit
	Total      int                // documents found, on all pages
	Facets     map[string][]Count // by facet of the query, most frequent value first, no zero
	Suggestion string             // what was typed with unknown words mended ("did you mean"), not escaped; "" when nothing was mended
}

// Count is how many of the documents found have a value.
type Count struct {
	Value string
	N     int
}

// Hit is a document that was found.
type Hit struct {
	*Document
	Score   float64 // comparable within one query only
	Marked  []Piece // the title
	Excerpt []Piece // at most about 200 bytes of text around the words found, or its beginning
}

// Piece is a run of text of a hit, as the document has it: whoever writes it as HTML escapes it. Joined, pieces are the title or the excerpt.
type Piece struct {
	Text  string
	Match bool // the words of the query
}
