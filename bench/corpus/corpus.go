// Package corpus makes the documents and the queries of the benchmarks: the records of the starter data, repeated with variation, the same
// for the same size.
package corpus

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"guichet/internal/search"
	"guichet/starter"
)

// record is what the benchmark reads of a software or a product.
type record struct {
	Slug, Name, Vendor, Licence, Category string
	Aliases, Platforms                    []string
	Function                              local
	Alternatives                          []struct {
		Software          string
		Limits, Migration local
	}
}

type local struct{ FR, EN string }

type category struct {
	Slug, FR, EN string
	Names        []string
}

// Documents returns n documents, the same for the same n: the starter's own in an order drawn once, then variants of them under made-up
// names.
func Documents(n int) ([]*search.Document, error) {
	base, err := records()
	if err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(2026, 11))
	r.Shuffle(len(base), func(i, j int) { base[i], base[j] = base[j], base[i] })
	docs := base[:min(n, len(base)):min(n, len(base))]
	titles := map[string]bool{}
	for _, d := range base {
		titles[search.Key(d.Title)] = true
	}
	for len(docs) < n {
		docs = append(docs, variant(r, base, titles, len(docs)))
	}
	return docs, nil
}

// variant returns a document like one of base, under another name and with some words of another.
func variant(r *rand.Rand, base []*search.Document, titles map[string]bool, number int) *search.Document {
	from, other := base[r.IntN(len(base))], base[r.IntN(len(base))]
	d := &search.Document{Kind: from.Kind, Key: fmt.Sprintf("%s-%d", from.Key, number), Facets: from.Facets}
	surname := ""
	for {
		surname = invent(r)
		if r.IntN(3) == 0 {
			surname = fmt.Sprint(surname, " ", 1+r.IntN(20))
		}
		d.Title = from.Title + " " + surname
		if k := search.Key(d.Title); !titles[k] {
			titles[k] = true
			break
		}
	}
	for _, name := range from.Names {
		if r.IntN(2) == 0 {
			d.Names = append(d.Names, name+" "+surname)
		}
	}
	for i, l := range from.Local {
		d.Local = append(d.Local, search.Local{Lang: l.Lang, Text: mix(r, l.Text, other.Local[i].Text)})
	}
	return d
}

// mix returns a with about a fifth of its words replaced by words of b.
func mix(r *rand.Rand, a, b string) string {
	words, others := strings.Fields(a), strings.Fields(b)
	for i := range words {
		if len(others) > 0 && r.IntN(5) == 0 {
			words[i] = others[r.IntN(len(others))]
		}
	}
	return strings.Join(words, " ")
}

var syllables = strings.Fields(`ba be bo bra ca co cri da del do dra fa fen fi ga gal go gra han jo ka kel ki lan le lo lum ma mer mi mo na nel no
nor o pa pel pi pra qua ra ren ri ro sa sel si so stra ta tel ti tor tra u val ven vi vo xen za zo`)

// invent returns a made-up name of two to four syllables.
func invent(r *rand.Rand) string {
	var b strings.Builder
	for range 2 + r.IntN(3) {
		b.WriteString(syllables[r.IntN(len(syllables))])
	}
	s := b.String()
	return strings.ToUpper(s[:1]) + s[1:]
}

// records returns the software and products of the starter as documents, in the order of their files.
func records() ([]*search.Document, error) {
	data := starter.Data()
	var list []category
	if err := read(data, "categories.yaml", &list); err != nil {
		return nil, err
	}
	categories := map[string]category{}
	for _, c := range list {
		categories[c.Slug] = c
	}
	var docs []*search.Document
	for _, kind := range []string{"software", "product"} {
		folder := map[string]string{"software": "software", "product": "products"}[kind]
		files, err := fs.Glob(data, path.Join(folder, "*.yaml"))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			var records []record
			if err := read(data, file, &records); err != nil {
				return nil, err
			}
			for _, rec := range records {
				docs = append(docs, document(kind, rec, categories[rec.Category]))
			}
		}
	}
	return docs, nil
}

func read(data fs.FS, file string, into any) error {
	b, err := fs.ReadFile(data, file)
	if err != nil {
		return err
	}
	if err := yaml.Unmarshal(b, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

func document(kind string, rec record, c category) *search.Document {
	d := &search.Document{Kind: kind, Key: rec.Slug, Title: rec.Name, Names: rec.Aliases}
	if rec.Vendor != "" {
		d.Names = append(slices.Clip(d.Names), rec.Vendor+" "+rec.Name)
	}
	fr, en := []string{rec.Function.FR, c.FR}, []string{rec.Function.EN, c.EN}
	for _, a := range rec.Alternatives {
		fr = append(fr, a.Software, a.Limits.FR, a.Migration.FR)
		en = append(en, a.Software, a.Limits.EN, a.Migration.EN)
	}
	d.Local = []search.Local{{Lang: "fr", Text: sentence(fr)}, {Lang: "en", Text: sentence(en)}}
	facet := func(name, value string) {
		if value != "" {
			d.Facets = append(d.Facets, search.Facet{Name: name, Value: value})
		}
	}
	facet("category", rec.Category)
	facet("licence", rec.Licence)
	for _, p := range rec.Platforms {
		facet("platform", p)
	}
	return d
}

func sentence(parts []string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ". ")
}
