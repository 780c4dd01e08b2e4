// Package engine puts search engines behind one interface, each set up as its own documentation advises for this use.
package engine

import (
	"fmt"

	"guichet/bench/corpus"
	"guichet/internal/search"
)

// Page is the number of documents that a query asks for, and Facets what it has counted.
const Page = 10

var Facets = []string{search.KindFacet, "category", "licence"}

// Engine answers queries over one set of documents.
type Engine interface {
	// Find returns the kinds and keys (see ID) of the best documents, with highlights and facets made, though not returned.
	Find(q corpus.Query) ([]string, error)
	// Disk is what the engine keeps on disk, in bytes.
	Disk() int64
	Close() error
}

// ID names a document to every engine.
func ID(d *search.Document) string { return d.Kind + "/" + d.Key }

// Names are the engines in the order of the report.
var Names = []string{"guichet", "bleve", "sqlite"}

// New builds the index of docs in the named engine; dir is an empty folder for engines with files.
func New(name, dir string, docs []*search.Document) (Engine, error) {
	switch name {
	case "guichet":
		return ours{search.NewIndex(docs)}, nil
	case "bleve":
		return newBleve(dir, docs)
	case "sqlite":
		return newSQLite(dir, docs)
	}
	return nil, fmt.Errorf("no engine is named %q", name)
}

// ours is the index of the desk.
type ours struct{ index *search.Index }

func (o ours) Find(q corpus.Query) ([]string, error) {
	r := o.index.Find(search.Query{Text: q.Text, Lang: q.Lang, Facets: Facets, Limit: Page})
	ids := make([]string, 0, Page)
	for _, h := range r.Hits {
		ids = append(ids, ID(h.Document))
	}
	return ids, nil
}

func (o ours) Disk() int64  { return 0 }
func (o ours) Close() error { return nil }
