package catalog_test

import (
	"slices"
	"testing"

	"guichet/internal/catalog"
	"guichet/internal/facts"
)

// A category holds its software, its own products and those that its software replaces, each once.
func TestCategoryContents(t *testing.T) {
	t.Parallel()
	set, err := catalog.Build([]facts.Row{
		row(t, "starter", catalog.KindCategory, "image", catalog.OrderedCategory(catalog.Category{Slug: "image", Fr: "Images", En: "Images", Names: []string{"photo | picture", "dessin"}}, 1)),
		row(t, "starter", catalog.KindCategory, "void", catalog.OrderedCategory(catalog.Category{Slug: "void", Fr: "Vide", En: "Void"}, 2)),
		software(t, "starter", catalog.SoftwareStatement{Slug: "gimp", Name: "GIMP", Category: "image", Source: "list"}),
		row(t, "starter", catalog.KindProduct, "photoshop", catalog.ProductStatement{Slug: "photoshop", Name: "Photoshop", Category: "image", Source: "editorial",
			Alternatives: []catalog.AlternativeStatement{{Software: "gimp", Fit: catalog.High, Confidence: catalog.High}}}),
		row(t, "starter", catalog.KindProduct, "suite", catalog.ProductStatement{Slug: "suite", Name: "Suite", Source: "editorial",
			Alternatives: []catalog.AlternativeStatement{{Software: "gimp", Fit: catalog.Low, Confidence: catalog.Low}}}),
	}, sources)
	if err != nil {
		t.Fatal(err)
	}
	c, err := set.CategoryAt("image")
	if err != nil {
		t.Fatal(err)
	}
	if in := set.In(c); len(in.Software) != 1 || len(in.Products) != 2 || in.Products[1].Slug != "suite" {
		t.Errorf("%+v", in)
	}
	if !slices.Equal(c.Words(), []string{"photo", "picture", "dessin"}) {
		t.Errorf("words %q", c.Words())
	}
	if in := set.In(set.Category("void")); in.Software != nil || in.Products != nil {
		t.Errorf("%+v", in)
	}
	if _, err := set.CategoryAt("zorglub"); err == nil {
		t.Error("a category that nobody states was found")
	}
}
