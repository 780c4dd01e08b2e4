package procurement_test

import (
	"slices"
	"testing"

	"guichet/internal/i18n"
	"guichet/internal/procurement"
)

// The matrix says of each pair what Compatible says, shows the published lists that speak of it, and its groups together are the licences that the desk has read.
func TestMatrix(t *testing.T) {
	t.Parallel()
	set := build(t, starterRows(t))
	decree := set.Group(procurement.GroupDecree)
	if len(decree) != 13 {
		t.Fatalf("the decree lists %v", decree)
	}
	shown := 0
	for _, use := range procurement.Uses {
		for _, row := range procurement.Matrix(set.Group(procurement.GroupAll), decree, use) {
			if len(row) != len(decree) {
				t.Fatalf("a row of %d cells", len(row))
			}
			for _, c := range row {
				a, err := procurement.Compatible(c.Component, c.Outbound, use)
				if err != nil || a.Verdict != c.Verdict || a.Kept[0].Rule != c.Rule {
					t.Errorf("%+v, and Compatible says %+v, %v", c, a, err)
				}
				for _, p := range c.Published {
					shown++
					if p.Name == "" || !i18n.Has(i18n.French, p.Label()) || !i18n.Has(i18n.English, p.Label()) {
						t.Errorf("%s in %s: %+v", c.Component, c.Outbound, p)
					}
				}
			}
		}
	}
	if shown < 1000 {
		t.Errorf("published lists speak of %d cells only", shown)
	}
	var all []string
	for _, g := range procurement.Groups() {
		if !i18n.Has(i18n.French, procurement.GroupLabel(g)) || !i18n.Has(i18n.English, procurement.GroupLabel(g)) || len(set.Group(g)) == 0 {
			t.Errorf("group %s: %v", g, set.Group(g))
		}
		if g != procurement.GroupDecree && g != procurement.GroupAll {
			all = append(all, set.Group(g)...)
		}
	}
	if slices.Sort(all); !slices.Equal(all, procurement.RatedLicences()) || len(set.Group("zorglub")) != 0 {
		t.Errorf("the families hold %d licences of %d", len(all), len(procurement.RatedLicences()))
	}
	fsf := procurement.PublishedOn("Apache-2.0", "GPL-2.0-only", procurement.Linked)
	if i := slices.IndexFunc(fsf, func(p procurement.Published) bool { return p.ID == "fsf" }); i < 0 || fsf[i].Verdict != "no" || fsf[i].Use != procurement.Linked || fsf[i].Differs != "" {
		t.Errorf("Apache-2.0 in GPL-2.0-only: %+v", fsf)
	}
}
