package starter_test

import (
	"testing"

	"guichet/internal/procurement"
	"guichet/internal/provenance"
)

// Each legal reference says how it is known and where it can be read, in both languages.
func TestLaws(t *testing.T) {
	t.Parallel()
	set, err := procurement.Build(rows(t), provenance.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Laws) < 15 {
		t.Errorf("%d legal references", len(set.Laws))
	}
	for _, l := range set.Laws {
		checkText(t, l.Slug, l.Cite, true)
		checkText(t, l.Slug, l.Says, true)
		checkText(t, l.Slug, l.Doubt, !l.Certainty.Sure() && l.Certainty != procurement.Reported)
		if l.Mark.Checked.IsZero() {
			t.Errorf("%s: no date", l.Slug)
		}
	}
	// The official text of article 46 was not read: nobody may come to believe that it was.
	if l := set.Law("ccag-tic-46"); l == nil || l.Certainty.Sure() || l.Doubt.IsZero() {
		t.Errorf("article 46: %+v", l)
	}
}
