package catalog_test

import (
	"context"
	"slices"
	"testing"

	"guichet/internal/catalog"
	"guichet/internal/facts"
	"guichet/internal/market"
	"guichet/internal/provenance"
	start "guichet/internal/source/starter"
	"guichet/starter"
)

// starterRows are the starter's statements of software, products and contracts.
func starterRows(t *testing.T) []facts.Row {
	t.Helper()
	imp, err := start.Read(context.Background(), starter.Data())
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]facts.Row, len(imp.Statements))
	for i, st := range imp.Statements {
		rows[i] = facts.Row{Source: imp.Source, Statement: st}
	}
	return rows
}

// ranked is the catalogue of rows, ordered as a running desk orders it.
func ranked(t *testing.T, rows []facts.Row) *catalog.Set {
	t.Helper()
	set, err := catalog.Build(rows, provenance.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	contracts, err := market.Build(rows, provenance.Sources{}, set)
	if err != nil {
		t.Fatal(err)
	}
	set.Rank(func(sw *catalog.Software) bool { return contracts.Coverage(sw).Supported() })
	return set
}

// TestRankLeavesOneListOut holds the order of replacements against each public list in turn: the catalogue is built without it, and what it names is looked
// for in the order that the rest gives. A product counts where something that the list names is known from elsewhere, and so is something that it does not name.
func TestRankLeavesOneListOut(t *testing.T) {
	t.Parallel()
	rows := starterRows(t)
	lists, err := facts.Decode[catalog.ListingStatement](rows, catalog.KindListing)
	if err != nil {
		t.Fatal(err)
	}
	first, five, n := 0, 0, 0
	for _, list := range lists {
		set := ranked(t, slices.DeleteFunc(slices.Clone(rows), func(r facts.Row) bool { return r.Kind == catalog.KindListing && r.Key == list.Value.Source }))
		f, v, m := 0, 0, 0
		for _, l := range list.Value.Products {
			p, err := set.Product(l.Product)
			if err != nil {
				continue
			}
			var order []bool // whether the list names each, the best first
			for _, r := range p.Alternatives {
				if r.Software.Free() {
					order = append(order, slices.Contains(l.Software, r.Software.Slug))
				}
			}
			if !slices.Contains(order, true) || !slices.Contains(order, false) {
				continue // nothing to find, or nothing to go wrong
			}
			m++
			if order[0] {
				f++
			}
			if slices.Contains(order[:min(5, len(order))], true) {
				v++
			}
		}
		if m > 0 {
			t.Logf("%-30s %4d products: first %.3f, among five %.3f", list.Value.Source, m, float64(f)/float64(m), float64(v)/float64(m))
		}
		first, five, n = first+f, five+v, n+m
	}
	s1, s5 := float64(first)/float64(n), float64(five)/float64(n)
	t.Logf("%-30s %4d products: first %.3f, among five %.3f", "all lists", n, s1, s5)
	if n < 500 || s1 < 0.70 || s5 < 0.97 {
		t.Errorf("first %.3f, among five %.3f of %d; want 0.70 and 0.97 of 500 at least", s1, s5, n)
	}
}

// The order is by fit, then by the lists that agree and the use in administrations; what is no longer free software is last, and a software that stands in for two of
// the products that are asked for comes before one that stands in for one.
func TestRank(t *testing.T) {
	t.Parallel()
	sw := func(slug, licence string) facts.Row {
		return row(t, "starter", catalog.KindSoftware, slug, catalog.SoftwareStatement{Slug: slug, Name: slug, Licence: licence, Source: "editorial"})
	}
	rows := []facts.Row{
		sw("fitting", "MIT"), sw("listed", "MIT"), sw("partial", "MIT"), sw("lost", "SSPL-1.0"), sw("both", "MIT"),
		row(t, "starter", catalog.KindProduct, "one", catalog.ProductStatement{Slug: "one", Name: "One", Source: "editorial", Alternatives: []catalog.AlternativeStatement{
			{Software: "lost", Fit: catalog.High, Confidence: catalog.High}, {Software: "partial", Fit: catalog.Low, Confidence: catalog.Medium},
			{Software: "fitting", Fit: catalog.High, Confidence: catalog.Medium}, {Software: "both", Fit: catalog.Medium, Confidence: catalog.Medium},
		}}),
		row(t, "starter", catalog.KindProduct, "two", catalog.ProductStatement{Slug: "two", Name: "Two", Source: "editorial", Alternatives: []catalog.AlternativeStatement{{Software: "both", Fit: catalog.High, Confidence: catalog.Medium}}}),
	}
	for _, list := range []string{"a", "b", "c"} {
		rows = append(rows, row(t, "starter", catalog.KindListing, list, catalog.ListingStatement{Source: list, Products: []catalog.Listing{{Product: "one", Software: []string{"listed"}}}}))
	}
	set, err := catalog.Build(rows, provenance.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	names := func(rs []*catalog.Replacement) []string {
		var out []string
		for _, r := range rs {
			out = append(out, r.Software.Slug)
		}
		return out
	}
	one, _ := set.Product("one")
	two, _ := set.Product("two")
	if got, want := names(one.Alternatives), []string{"fitting", "listed", "both", "partial", "lost"}; !slices.Equal(got, want) {
		t.Errorf("one: %v, want %v", got, want)
	}
	if got := names(catalog.Best(slices.Concat(one.Alternatives, two.Alternatives))); got[0] != "both" || len(got) != 5 {
		t.Errorf("one and two: %v, want both first, each once", got)
	}
	if one.Listed() != 3 || two.Listed() != 0 {
		t.Errorf("%d and %d lists name the products, want 3 and 0", one.Listed(), two.Listed())
	}
	set.Rank(func(sw *catalog.Software) bool { return sw.Slug == "partial" })
	if again := names(one.Alternatives); !slices.Equal(again, []string{"fitting", "listed", "both", "partial", "lost"}) {
		t.Errorf("ranked again: %v", again)
	}
}
