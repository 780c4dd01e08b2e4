package starter_test

import (
	"context"
	"regexp"
	"sync"
	"testing"

	"guichet/internal/catalog"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/market"
	"guichet/internal/provenance"
	"guichet/internal/question"
	"guichet/internal/search"
	start "guichet/internal/source/starter"
	"guichet/starter"
)

func decode[T any](t *testing.T, rows []facts.Row, kind string) []T {
	t.Helper()
	entries, err := facts.Decode[T](rows, kind)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]T, len(entries))
	for i, e := range entries {
		out[i] = e.Value
	}
	return out
}

// readOnce reads the starter facts once: it is what takes time here.
var readOnce = sync.OnceValues(func() (facts.Import, error) { return start.Read(context.Background(), starter.Data()) })

func rows(t *testing.T) []facts.Row {
	t.Helper()
	imp, err := readOnce()
	if err != nil {
		t.Fatal(err)
	}
	out := make([]facts.Row, len(imp.Statements))
	for i, st := range imp.Statements {
		out[i] = facts.Row{Source: imp.Source, Statement: st}
	}
	return out
}

// frenchSpace finds double punctuation that no no-break space precedes.
var frenchSpace = regexp.MustCompile(`[^\x{a0}\x{202f}\d/pst»):?!][;:?!](\s|$)| [;:?!»](\s|$)|«[^\x{a0}\x{202f}]`)

func checkText(t *testing.T, where string, text i18n.Text, needed bool) {
	t.Helper()
	if (text.Fr == "") != (text.En == "") || needed && text.Fr == "" {
		t.Errorf("%s: French %q, English %q", where, text.Fr, text.En)
	}
	if m := frenchSpace.FindString(text.Fr); m != "" {
		t.Errorf("%s: no no-break space at %q in %q", where, m, text.Fr)
	}
}

// Nothing of the starter facts refers to what is not there, stands twice, lacks a language, or calls free software a product to replace.
func TestWholeSet(t *testing.T) {
	t.Parallel()
	all := rows(t)
	categories, software, free, ids, sources := map[string]bool{}, map[string]bool{}, map[string]string{}, map[string]string{}, map[string]bool{}
	for _, s := range decode[provenance.Source](t, all, provenance.KindSource) {
		sources[s.ID] = true
	}
	for _, c := range decode[catalog.Category](t, all, catalog.KindCategory) {
		categories[c.Slug] = true
	}
	for _, s := range decode[catalog.SoftwareStatement](t, all, catalog.KindSoftware) {
		software[s.Slug] = true
		for _, n := range append([]string{s.Name}, s.Aliases...) {
			k := search.Key(n)
			if other, ok := free[k]; ok && other != s.Slug {
				t.Errorf("%s and %s are both named %q", s.Slug, other, n)
			}
			free[k] = s.Slug
		}
		if !categories[s.Category] || s.Licence == "" || s.Site == "" {
			t.Errorf("%s: category %q, licence %q, site %q", s.Slug, s.Category, s.Licence, s.Site)
		}
		checkText(t, s.Slug, s.Function, true)
		for field, src := range s.Sources {
			if !sources[src] {
				t.Errorf("%s: the source %q of %s is not in sources.yaml", s.Slug, src, field)
			}
		}
		if s.Source == provenance.Editorial && len(s.IDs) > 0 && (s.Sources["ids"] == "" || s.Sources["ids"] == provenance.Editorial) {
			t.Errorf("%s: an identifier that no source gives: %v", s.Slug, s.IDs)
		}
		for scheme, id := range s.IDs {
			if other := ids[scheme+":"+id]; other != "" {
				t.Errorf("%s and %s have one identifier: %s %s", s.Slug, other, scheme, id)
			}
			ids[scheme+":"+id] = s.Slug
		}
	}
	named, products := map[string]string{}, map[string]bool{}
	for _, p := range decode[catalog.ProductStatement](t, all, catalog.KindProduct) {
		for _, n := range append([]string{p.Name}, p.Aliases...) {
			k := search.Key(n)
			if other, ok := named[k]; ok && other != p.Slug {
				t.Errorf("%s and %s are both named %q", p.Slug, other, n)
			}
			if sw, ok := free[k]; ok {
				t.Errorf("the product %s is named %q, as the free software %s", p.Slug, n, sw)
			}
			named[k] = p.Slug
		}
		products[p.Slug] = true
		if !categories[p.Category] {
			t.Errorf("%s: category %q", p.Slug, p.Category)
		}
		checkText(t, p.Slug, p.Function, true)
		for _, a := range p.Alternatives {
			if !software[a.Software] {
				t.Errorf("%s is replaced by %s, which nobody defines", p.Slug, a.Software)
			}
			checkText(t, p.Slug+", limits of "+a.Software, a.Limits, false)
			checkText(t, p.Slug+", migration to "+a.Software, a.Migration, false)
		}
	}
	for _, l := range decode[catalog.ListingStatement](t, all, catalog.KindListing) {
		for _, p := range l.Products {
			if !products[p.Product] {
				t.Errorf("the list %s names the product %s, which nobody defines", l.Source, p.Product)
			}
			for _, sw := range p.Software {
				if !software[sw] {
					t.Errorf("the list %s names %s, which nobody defines", l.Source, sw)
				}
			}
		}
	}
	providers := map[string]bool{}
	for _, p := range decode[catalog.ProviderStatement](t, all, catalog.KindProvider) {
		providers[p.Slug] = true
		for _, s := range p.Software {
			if !software[s] {
				t.Errorf("%s serves %s, which nobody defines", p.Slug, s)
			}
		}
	}
	for _, c := range decode[market.ContractStatement](t, all, market.KindContract) {
		for _, l := range c.Lots {
			for _, s := range l.Software {
				if !software[s] {
					t.Errorf("lot %d names %s, which nobody defines", l.Number, s)
				}
			}
			for _, h := range l.Holders {
				if !providers[h] {
					t.Errorf("lot %d is held by %s, which nobody defines", l.Number, h)
				}
			}
		}
	}
}

// The two official lists of the support contract are kept apart: 324 names on the page, 311 in the file, 357 in all.
func TestBothSupportLists(t *testing.T) {
	t.Parallel()
	all := rows(t)
	cat, err := catalog.Build(all, provenance.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := market.Build(all, provenance.Sources{}, cat)
	if err != nil {
		t.Fatal(err)
	}
	onPage, onCSV, pageOnly, csvOnly := m.Differences()
	if onPage != 324 || onCSV != 311 || pageOnly != 46 || csvOnly != 33 {
		t.Errorf("page %d, file %d, page only %d, file only %d; want 324, 311, 46, 33", onPage, onCSV, pageOnly, csvOnly)
	}
	matched := 0
	for _, c := range m.Covered {
		if c.Software != nil {
			matched++
		}
	}
	t.Logf("%d of %d names have a sheet", matched, len(m.Covered))
	if matched < 280 {
		t.Errorf("%d of %d names have a sheet", matched, len(m.Covered))
	}
}

func TestCommonQuestionsHaveASource(t *testing.T) {
	t.Parallel()
	qs, err := question.Build(rows(t))
	if err != nil {
		t.Fatal(err)
	}
	home := 0
	for _, q := range qs {
		if q.Home {
			home++
		}
		checkText(t, q.Slug, q.Ask, true)
		checkText(t, q.Slug, q.Answer, true)
		if q.URL.Fr == "" || q.URL.En == "" || len(q.Facts) == 0 {
			t.Errorf("%s: addresses %q, %q, %d facts", q.Slug, q.URL.Fr, q.URL.En, len(q.Facts))
		}
	}
	if home != 6 {
		t.Errorf("%d questions stand on the home page, want 6", home)
	}
}
