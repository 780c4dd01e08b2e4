package catalog_test

import (
	"testing"

	"guichet/internal/catalog"
	"guichet/internal/facts"
	"guichet/internal/provenance"
)

// A list marks the pair that the editors weighed and leaves their fit; a pair that lists alone name stands after it, surer with each list;
// an unknown product or program is passed over.
func TestListingsMarkPairs(t *testing.T) {
	t.Parallel()
	rows := []facts.Row{
		row(t, "starter", catalog.KindSoftware, "gimp", catalog.SoftwareStatement{Slug: "gimp", Name: "GIMP", Licence: "GPL-3.0-or-later", Source: "editorial"}),
		row(t, "starter", catalog.KindSoftware, "krita", catalog.SoftwareStatement{Slug: "krita", Name: "Krita", Licence: "GPL-3.0-or-later", Source: "editorial"}),
		row(t, "starter", catalog.KindProduct, "photoshop", catalog.ProductStatement{Slug: "photoshop", Name: "Photoshop", Source: "editorial",
			Alternatives: []catalog.AlternativeStatement{{Software: "gimp", Fit: catalog.Medium, Confidence: catalog.Low}}}),
	}
	for _, list := range []string{"a", "b", "c"} {
		rows = append(rows, row(t, "starter", catalog.KindListing, list, catalog.ListingStatement{Source: list, Products: []catalog.Listing{
			{Product: "photoshop", Software: []string{"krita", "gimp", "nobody"}}, {Product: "nothing", Software: []string{"gimp"}},
		}}))
	}
	for lists, want := range []catalog.Level{catalog.Low, catalog.Medium, catalog.High} {
		set, err := catalog.Build(rows[:4+lists], provenance.Sources{})
		if err != nil {
			t.Fatal(err)
		}
		p, err := set.Product("photoshop")
		if err != nil || len(p.Alternatives) != 2 {
			t.Fatalf("%d alternatives, %v", len(p.Alternatives), err)
		}
		gimp, krita := p.Alternatives[0], p.Alternatives[1]
		if gimp.Software.Slug != "gimp" || gimp.Fit != catalog.Medium || gimp.Confidence != want || len(gimp.Marks) != lists+2 || gimp.Editorial() {
			t.Errorf("%d lists: the weighed pair is %s, fit %s, confidence %s, %d marks", lists+1, gimp.Software.Slug, gimp.Fit, gimp.Confidence, len(gimp.Marks))
		}
		if krita.Fit != catalog.Listed || krita.Confidence != want || krita.Lists() != lists+1 || krita.Editorial() {
			t.Errorf("%d lists: the listed pair has fit %s, confidence %s, %d lists", lists+1, krita.Fit, krita.Confidence, krita.Lists())
		}
	}
}

func TestListingValidate(t *testing.T) {
	t.Parallel()
	of := func(l ...catalog.Listing) catalog.ListingStatement {
		return catalog.ListingStatement{Source: "a", Products: l}
	}
	good := catalog.Listing{Product: "a", Software: []string{"b"}}
	if err := of(good).Validate(); err != nil {
		t.Error(err)
	}
	for _, l := range []catalog.ListingStatement{
		of(), of(good, good), of(catalog.Listing{Product: "a"}), of(catalog.Listing{Product: "A", Software: []string{"b"}}),
		of(catalog.Listing{Product: "a", Software: []string{"b", "b"}}), of(catalog.Listing{Product: "a", Software: []string{"B c"}}),
	} {
		if l.Validate() == nil {
			t.Errorf("%+v passes", l)
		}
	}
}
