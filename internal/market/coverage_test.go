package market_test

import (
	"testing"

	"guichet/internal/catalog"
	"guichet/internal/market"
)

// What the published lists and the seven lots give to each sort of beneficiary; the lot of a software that no lot names is to be asked, never guessed.
func TestEntitlement(t *testing.T) {
	t.Parallel()
	moodle, postgres, glpi, unknown := &catalog.Software{Slug: "moodle"}, &catalog.Software{Slug: "postgresql"}, &catalog.Software{Slug: "glpi"}, &catalog.Software{Slug: "krita"}
	lot := func(n int) *market.Lot { return &market.Lot{LotStatement: market.LotStatement{Number: n}} }
	listed := []*market.Covered{{Name: "as published", OnPage: true, OnCSV: true}}
	cover := map[*catalog.Software]market.Coverage{
		moodle:   {Software: moodle, Support: listed, Lots: []*market.Lot{lot(5)}},
		postgres: {Software: postgres, Support: listed, Lots: []*market.Lot{lot(3)}},
		glpi:     {Software: glpi, Support: listed},
		unknown:  {Software: unknown},
		nil:      {},
	}
	cnrs := &market.Beneficiary{Slug: "cnrs", Support: true, Expertise: true}
	anses := &market.Beneficiary{Slug: "anses", Support: true}
	comptes := &market.Beneficiary{Slug: "cour-des-comptes", Expertise: true}
	canope := &market.Beneficiary{Slug: "reseau-canope", Expertise: true, OnlyLots: []int{5}}
	spm := &market.Beneficiary{Slug: "services-du-premier-ministre", Support: true}
	spm.Doubt.Fr = "La page publiée ne tranche pas."
	for _, c := range []struct {
		body               *market.Beneficiary
		software           *catalog.Software
		support, expertise market.Verdict
		lots               int
	}{
		{cnrs, postgres, market.Yes, market.Yes, 1},
		{cnrs, moodle, market.Yes, market.Yes, 1},
		{cnrs, glpi, market.Yes, market.Ask, 0},
		{cnrs, unknown, market.No, market.Ask, 0},
		{cnrs, nil, market.Yes, market.Yes, 0},
		{anses, postgres, market.Yes, market.No, 0},
		{anses, unknown, market.No, market.No, 0},
		{comptes, postgres, market.No, market.Yes, 1},
		{comptes, glpi, market.No, market.Ask, 0},
		{canope, moodle, market.No, market.Yes, 1},
		{canope, postgres, market.No, market.No, 0},
		{canope, glpi, market.No, market.No, 0},
		{spm, postgres, market.Yes, market.Ask, 0},
		{spm, glpi, market.Yes, market.Ask, 0},
	} {
		name := "the contracts"
		if c.software != nil {
			name = c.software.Slug
		}
		e := (&market.Set{}).Entitlement(c.body, cover[c.software])
		if e.Support != c.support || e.Expertise != c.expertise || len(e.Lots) != c.lots || e.SupportReason == "" || e.ExpertiseReason == "" {
			t.Errorf("%s and %s: support %s, expertise %s, %d lots; want %s, %s, %d", c.body.Slug, name, e.Support, e.Expertise, len(e.Lots), c.support, c.expertise, c.lots)
		}
	}
}
