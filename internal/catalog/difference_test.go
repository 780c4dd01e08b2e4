package catalog_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"guichet/internal/catalog"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

func TestDifferences(t *testing.T) {
	t.Parallel()
	before := catalog.SoftwareStatement{Name: "Truc", Licence: "MIT", Platforms: []string{"linux", "web"}, IDs: map[string]string{"wikidata": "Q1"}, LicenceRaw: "not shown beside an expression"}
	after := catalog.SoftwareStatement{Name: "Truc", LicenceRaw: "Commercial", Platforms: []string{"web", "windows"}, IDs: map[string]string{"wikidata": "Q1"},
		Latest: catalog.Release{Number: "2.0", Date: provenance.MustDate("2026-05")}, Archived: true, Attributes: map[string]catalog.Attribute{"rgaa": {State: catalog.No}}}
	want := []catalog.Difference{
		{Field: "licence", Before: []string{"MIT"}, After: []string{"Commercial"}},
		{Field: "platforms", Before: []string{"linux"}, After: []string{"windows"}},
		{Field: "latest", After: []string{"2.0, mai 2026"}},
		{Field: "archived", After: []string{"yes"}},
		{Field: "attributes", After: []string{"rgaa: no"}},
	}
	if diff := cmp.Diff(want, catalog.Differences(before, after, i18n.French)); diff != "" {
		t.Error(diff)
	}
	if d := catalog.Differences(after, after, i18n.English); len(d) != 0 {
		t.Errorf("a statement differs from itself: %v", d)
	}
	if d := catalog.Differences(catalog.SoftwareStatement{}, before, i18n.English); len(d) != 4 {
		t.Errorf("a first state tells %v", d)
	}
}
