package engine

import (
	"context"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/char/asciifolding"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/fr"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"
	index "github.com/blevesearch/bleve_index_api"

	"guichet/bench/corpus"
	"guichet/internal/search"
)

// bleveEngine is bleve v2 with a scorch index on disk, closed and opened again once it is built.
//
// All text is folded to ASCII and elided; French and English texts lose their words of grammar and are stemmed with Snowball. As in our
// index, a word is looked for in all fields with weights 8, 5 and 1, the last also as a prefix, and with fuzziness only when no field
// holds it; half of the words are needed, or one when no document has half.
type bleveEngine struct {
	dir    string
	index  bleve.Index
	reader index.IndexReader
	fields []bleveField
}

// bleveField is a field, its weight, and how its words are made.
type bleveField struct {
	name     string
	weight   float64
	analyzer analysis.Analyzer
}

// Names of analyzers.
const plain, french, english = "plain", "french", "english"

func newBleve(dir string, docs []*search.Document) (Engine, error) {
	m, err := bleveMapping()
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "bleve")
	ix, err := bleve.NewUsing(path, m, scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, err
	}
	for part := range slices.Chunk(docs, 1000) {
		batch := ix.NewBatch()
		for _, d := range part {
			if err := batch.Index(ID(d), bleveDocument(d)); err != nil {
				return nil, err
			}
		}
		if err := ix.Batch(batch); err != nil {
			return nil, err
		}
	}
	if err := ix.Close(); err != nil {
		return nil, err
	}
	if ix, err = bleve.Open(path); err != nil {
		return nil, err
	}
	advanced, err := ix.Advanced()
	if err != nil {
		return nil, err
	}
	e := &bleveEngine{dir: path, index: ix}
	if e.reader, err = advanced.Reader(); err != nil {
		return nil, err
	}
	for _, f := range []bleveField{{"title", 8, m.AnalyzerNamed(plain)}, {"names", 5, m.AnalyzerNamed(plain)}, {"fr", 1, m.AnalyzerNamed(french)}, {"en", 1, m.AnalyzerNamed(english)}} {
		e.fields = append(e.fields, f)
	}
	return e, nil
}

func bleveMapping() (*mapping.IndexMappingImpl, error) {
	m := bleve.NewIndexMapping()
	for name, more := range map[string][]string{plain: nil, french: {fr.StopName, fr.SnowballStemmerName}, english: {en.StopName, en.SnowballStemmerName}} {
		if err := m.AddCustomAnalyzer(name, map[string]any{
			"type": custom.Name, "char_filters": []string{asciifolding.Name}, "tokenizer": unicode.Name,
			"token_filters": append([]string{lowercase.Name, fr.ElisionName}, more...),
		}); err != nil {
			return nil, err
		}
	}
	doc := bleve.NewDocumentStaticMapping()
	for name, analyzer := range map[string]string{"title": plain, "names": plain, "fr": french, "en": english} {
		f := bleve.NewTextFieldMapping()
		f.Analyzer, f.IncludeInAll, f.DocValues = analyzer, false, false
		doc.AddFieldMappingsAt(name, f)
	}
	for _, name := range Facets {
		f := bleve.NewKeywordFieldMapping()
		f.IncludeInAll, f.Store, f.IncludeTermVectors = false, false, false
		doc.AddFieldMappingsAt(name, f)
	}
	m.DefaultMapping = doc
	return m, nil
}

func bleveDocument(d *search.Document) map[string]any {
	out := map[string]any{"title": d.Title, "names": d.Names, search.KindFacet: d.Kind}
	for _, l := range d.Local {
		out[l.Lang] = l.Text
	}
	for _, f := range d.Facets {
		out[f.Name] = f.Value
	}
	return out
}

func (e *bleveEngine) Find(q corpus.Query) ([]string, error) {
	words := e.fields[0].analyzer.Analyze([]byte(q.Text))
	var all []query.Query
	for i, w := range words {
		any, err := e.word(string(w.Term), i == len(words)-1)
		if err != nil {
			return nil, err
		}
		all = append(all, any)
	}
	ids, err := e.page(all, (len(all)+1)/2)
	if err == nil && len(ids) == 0 && len(all) > 2 {
		return e.page(all, 1)
	}
	return ids, err
}

// page returns the documents for which at least so many of the queries hold.
func (e *bleveEngine) page(all []query.Query, least int) ([]string, error) {
	half := bleve.NewDisjunctionQuery(all...)
	half.SetMin(float64(least))
	r := bleve.NewSearchRequestOptions(half, Page, 0, false)
	r.Highlight = bleve.NewHighlightWithStyle("html")
	for _, f := range e.fields {
		r.Highlight.AddField(f.name)
	}
	for _, f := range Facets {
		r.AddFacet(f, bleve.NewFacetRequest(f, 1000))
	}
	found, err := e.index.Search(r)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, h := range found.Hits {
		ids = append(ids, h.ID)
	}
	return ids, nil
}

// word returns the query for one word.
func (e *bleveEngine) word(w string, last bool) (query.Query, error) {
	var any []query.Query
	for _, f := range e.fields {
		held := false
		for _, t := range f.analyzer.Analyze([]byte(w)) {
			r, err := e.reader.TermFieldReader(context.Background(), t.Term, f.name, false, false, false)
			if err != nil {
				return nil, err
			}
			held = held || r.Count() > 0
			if err := r.Close(); err != nil {
				return nil, err
			}
		}
		if held {
			m := bleve.NewMatchQuery(w)
			m.SetField(f.name)
			m.SetBoost(f.weight)
			any = append(any, m)
		}
		if last && len(w) > 1 {
			p := bleve.NewPrefixQuery(w)
			p.SetField(f.name)
			p.SetBoost(f.weight * 0.7)
			any = append(any, p)
		}
	}
	held := slices.ContainsFunc(any, func(q query.Query) bool { _, ok := q.(*query.MatchQuery); return ok })
	if !held && len(w) >= 4 && !(last && e.completes(w)) {
		for _, f := range e.fields {
			z := bleve.NewFuzzyQuery(w)
			z.SetField(f.name)
			z.SetBoost(f.weight * 0.7)
			z.SetFuzziness(1)
			if len(w) >= 8 {
				z.SetFuzziness(2)
			}
			any = append(any, z)
		}
	}
	return bleve.NewDisjunctionQuery(any...), nil
}

// completes reports whether some word begins with w.
func (e *bleveEngine) completes(w string) bool {
	for _, f := range e.fields {
		d, err := e.reader.FieldDictPrefix(f.name, []byte(w))
		if err != nil {
			return false
		}
		entry, err := d.Next()
		d.Close()
		if err == nil && entry != nil {
			return true
		}
	}
	return false
}

func (e *bleveEngine) Disk() int64 { return size(e.dir) }

func (e *bleveEngine) Close() error {
	e.reader.Close()
	return e.index.Close()
}

// size is the size of a file or of the files under a folder.
func size(path string) (n int64) {
	filepath.WalkDir(path, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			if info, err := d.Info(); err == nil {
				n += info.Size()
			}
		}
		return nil
	})
	return n
}
