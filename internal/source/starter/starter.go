// Package starter reads the starter facts: YAML files, one file or one folder a kind.
//
// The format is that of starter/data/README.md. Reading is strict: an unknown key, a wrong type, an entry without a source, or a slug that
// another entry refers to and nobody defines is an error that names the file and the line. Starter data is part of the program, so
// it is taken whole or not at all.
package starter

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"runtime"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"guichet/internal/catalog"
	"guichet/internal/community"
	"guichet/internal/facts"
	"guichet/internal/market"
	"guichet/internal/ospo"
	"guichet/internal/procurement"
	"guichet/internal/provenance"
	"guichet/internal/question"
)

// Source is the name under which starter facts are imported.
const Source = "starter"

// file is one YAML file on its way to statements.
type file struct {
	name string
	body []byte
	// read decodes the file; the statements are made once every file is read, when all sources are known.
	entries func(provenance.Sources) ([]facts.Statement, error)
}

// kinds says how the file or folder of each name is read.
var kinds = map[string]func(*file) error{
	"sources": list(provenance.KindSource, func(s provenance.Source, _ int) row { return row{s.ID, ownWord, s, nil} }),
	"categories": list(catalog.KindCategory, func(c catalog.Category, i int) row {
		return row{c.Slug, ownWord, catalog.OrderedCategory(c, i), c.Validate()}
	}),
	"names":            list(catalog.KindName, func(n catalog.NameStatement, _ int) row { return row{n.Name, n.Source, n, n.Validate()} }),
	"software":         list(catalog.KindSoftware, func(s catalog.SoftwareStatement, _ int) row { return row{s.Slug, s.Source, s, s.Validate()} }),
	"products":         list(catalog.KindProduct, func(p catalog.ProductStatement, _ int) row { return row{p.Slug, p.Source, p, p.Validate()} }),
	"lists":            listings,
	"providers":        list(catalog.KindProvider, func(p catalog.ProviderStatement, _ int) row { return row{p.Slug, p.Source, p, p.Validate()} }),
	"contracts":        list(market.KindContract, func(c market.ContractStatement, _ int) row { return row{c.Slug, c.Source, c, nil} }),
	"beneficiaries":    list(market.KindBeneficiary, func(b market.Beneficiary, i int) row { return row{b.Slug, b.Source, market.Ordered(b, i), nil} }),
	"support-software": list(market.KindCovered, func(c market.CoveredStatement, _ int) row { return row{c.Name, c.Source, c, nil} }),
	"delays":           list(market.KindDelay, func(d market.DelayStatement, _ int) row { return row{d.Contract, d.Source, d, nil} }),
	"debian":           list(market.KindDebian, func(d market.Debian, _ int) row { return row{fmt.Sprint(d.Version), d.Source, d, nil} }),
	"contributions": list(market.KindContribution, func(c market.Contribution, i int) row {
		return row{fmt.Sprintf("%03d", i), c.Source, market.Ordered(c, i), nil}
	}),
	"licences": list(procurement.KindLicence, func(l procurement.Licence, _ int) row { return row{l.SPDX, l.Source, l, nil} }),
	"laws": list(procurement.KindLaw, func(l procurement.Law, i int) row {
		return row{l.Slug, l.Source, procurement.LawStatement(l, i), l.Validate()}
	}),
	"clauses": list(procurement.KindClause, func(c procurement.Clause, i int) row {
		return row{c.Slug, provenance.Editorial, procurement.ClauseStatement(c, i), c.Validate()}
	}),
	"clause-editions": list(procurement.KindEdition, func(e procurement.Edition, _ int) row { return row{e.Date.String(), e.Source, e, e.Validate()} }),
	"ospos":           list(ospo.KindOffice, func(o ospo.Office, _ int) row { return row{o.Slug, o.Source, o, o.Validate()} }),
	"ospo-places":     list(ospo.KindPlace, func(p ospo.Place, _ int) row { return row{p.Office, p.Source, p, p.Validate()} }),
	"forge-accounts": list(ospo.KindAccount, func(a ospo.Account, _ int) row {
		return row{a.Key(), a.Source, a, a.Validate()}
	}),
	"public-bodies": list(ospo.KindBody, func(b ospo.Body, _ int) row { return row{b.PSOID, b.Source, b, b.Validate()} }),
	"questions":     list(question.Kind, func(q question.Question, i int) row { return row{q.Slug, q.Source, question.Ordered(q, i), nil} }),
	"spaces":        list(community.KindSpace, func(s community.Space, i int) row { return row{s.Slug, s.Source, community.Ordered(s, i), nil} }),
	"events":        list(community.KindEvent, func(e community.Event, _ int) row { return row{e.Slug, e.Source, e, e.Validate()} }),
	"trainers":      list(community.KindTrainer, func(t community.Trainer, _ int) row { return row{t.Slug, t.Source, t, t.Validate()} }),
}

// listings reads what one public list says, as one statement: the file is named after the list's source.
func listings(f *file) error {
	l := catalog.ListingStatement{Source: strings.TrimSuffix(path.Base(f.name), ".yaml")}
	var err error
	if l.Products, err = decode[catalog.Listing](f); err != nil {
		return err
	}
	f.entries = func(sources provenance.Sources) ([]facts.Statement, error) {
		st, err := statement(f, sources, catalog.KindListing, row{l.Source, l.Source, l, l.Validate()})
		return []facts.Statement{st}, err
	}
	return nil
}

// ownWord stands for the source of what is no fact about the world: the list of categories, the list of sources.
const ownWord = "-"

// row is one entry: its key, the source that states it, the body of its statement and what is wrong with it.
type row struct {
	key, source string
	body        any
	problem     error
}

// list returns the reader of files that hold a list of T, each of which makes one statement.
func list[T any](kind string, entry func(v T, place int) row) func(*file) error {
	return func(f *file) error {
		values, err := decode[T](f)
		if err != nil {
			return err
		}
		f.entries = func(sources provenance.Sources) ([]facts.Statement, error) {
			out := make([]facts.Statement, 0, len(values))
			for i, v := range values {
				st, err := statement(f, sources, kind, entry(v, i))
				if err != nil {
					return nil, err
				}
				out = append(out, st)
			}
			return out, nil
		}
		return nil
	}
}

// decode reads a file that holds a list of T.
func decode[T any](f *file) ([]T, error) {
	var values []T
	for _, b := range blocks(f.body) {
		var some []T
		if err := yaml.UnmarshalWithOptions(b.text, &some, yaml.Strict()); err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%s: after line %d: %s", f.name, b.line, oneLine(yaml.FormatError(err, false, false)))
		}
		values = append(values, some...)
	}
	return values, nil
}

// statement makes an entry of the file a statement, dated by its source.
func statement(f *file, sources provenance.Sources, kind string, r row) (facts.Statement, error) {
	if r.problem != nil {
		return facts.Statement{}, fmt.Errorf("%s: %s: %w", f.name, r.key, r.problem)
	}
	src, ok := sources[r.source]
	if !ok && r.source != ownWord {
		return facts.Statement{}, fmt.Errorf("%s: %s: source %q is not in sources.yaml", f.name, r.key, r.source)
	}
	return facts.New(kind, r.key, src.Checked, r.body)
}

// block is some entries of a list in block style, and the line before its first one.
type block struct {
	text []byte
	line int
}

// blockSize is about how many bytes of a file are decoded at once: the library's trees take fifty times the room of the text, and are let go
// after each block.
const blockSize = 8 << 10

// blocks cuts a file before lines that begin an entry: in a list in block style, nothing else begins with a hyphen in the first column.
func blocks(body []byte) []block {
	var out []block
	line, from, at := 0, 0, 0 // at: lines before from
	for i := 0; i < len(body); {
		if i-from > blockSize && bytes.HasPrefix(body[i:], []byte("- ")) {
			out = append(out, block{body[from:i], at})
			from, at = i, line
		}
		n := bytes.IndexByte(body[i:], '\n')
		if n < 0 {
			break
		}
		i += n + 1
		line++
	}
	return append(out, block{body[from:], at})
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Digest returns a digest of the files of fsys: where it did not change, there is nothing to read.
func Digest(fsys fs.FS) (string, error) {
	h := sha256.New()
	err := walk(fsys, func(name string, body []byte) error {
		fmt.Fprintf(h, "%s %d\n", name, len(body))
		h.Write(body)
		return nil
	})
	return hex.EncodeToString(h.Sum(nil)[:16]), err
}

// Read reads every file of fsys.
func Read(ctx context.Context, fsys fs.FS) (facts.Import, error) {
	imp := facts.Import{Source: Source}
	var files []*file
	err := walk(fsys, func(name string, body []byte) error {
		files = append(files, &file{name: name, body: body})
		return nil
	})
	if err != nil {
		return imp, err
	}
	if err := readAll(ctx, files); err != nil {
		return imp, err
	}
	sources, err := registerOf(files)
	if err != nil {
		return imp, err
	}
	for _, f := range files {
		sts, err := f.entries(sources)
		if err != nil {
			return imp, err
		}
		imp.Statements = append(imp.Statements, sts...)
	}
	if err := unique(imp.Statements); err != nil {
		return imp, err
	}
	imp.Digest, err = Digest(fsys)
	return imp, err
}

// readAll decodes the files side by side: reading YAML is what takes time at the first start.
func readAll(ctx context.Context, files []*file) error {
	problems := make([]error, len(files))
	var wg sync.WaitGroup
	turn := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, f := range files {
		wg.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			if problems[i] = ctx.Err(); problems[i] != nil {
				return
			}
			read, ok := kinds[kindOf(f.name)]
			if !ok {
				problems[i] = fmt.Errorf("%s: no kind of starter facts has this name", f.name)
				return
			}
			problems[i] = read(f)
		})
	}
	wg.Wait()
	return errors.Join(problems...)
}

// kindOf returns the kind of a file: its folder's name, or its own.
func kindOf(name string) string {
	if dir := path.Dir(name); dir != "." {
		return dir
	}
	return strings.TrimSuffix(name, ".yaml")
}

func registerOf(files []*file) (provenance.Sources, error) {
	sources := provenance.Sources{}
	for _, f := range files {
		if f.name != "sources.yaml" {
			continue
		}
		var list []provenance.Source
		if err := yaml.UnmarshalWithOptions(f.body, &list, yaml.Strict()); err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
		for _, s := range list {
			if s.Checked.IsZero() || s.Title.IsZero() {
				return nil, fmt.Errorf("%s: source %q needs a title and a date", f.name, s.ID)
			}
			sources[s.ID] = s
		}
	}
	return sources, nil
}

func unique(sts []facts.Statement) error {
	seen := map[[2]string]bool{}
	for _, st := range sts {
		k := [2]string{st.Kind, st.Key}
		if seen[k] {
			return fmt.Errorf("%s %q stands twice", st.Kind, st.Key)
		}
		seen[k] = true
	}
	return nil
}

func walk(fsys fs.FS, f func(name string, body []byte) error) error {
	return fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".yaml" {
			return err
		}
		body, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		return f(name, bytes.TrimPrefix(body, []byte("\ufeff")))
	})
}
