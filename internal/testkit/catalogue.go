package testkit

import (
	"context"
	"testing"
	"time"

	"guichet/internal/catalog"
	"guichet/internal/database"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// Slugs of the made-up entries of Catalogue.
const (
	FullSoftware = "essai-complet"    // of which everything is known
	FullProvider = "atelier-des-bois" // which serves FullSoftware, and a software without a sheet
	FullSIREN    = "120001011"        // of FullProvider

	EmptyCategory = "essai-vide" // which no software is for
)

// Catalogue writes made-up statements of two sources into the database named by dsn: a software of which everything that the catalogue can hold is
// known, what it came from and what came from it, a provider, and a category that nothing is for.
func Catalogue(t testing.TB, dsn string) {
	t.Helper()
	ctx := context.Background()
	db, err := database.Open(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	day := provenance.MustDate("2026-03-04")
	examined := provenance.MustDate("2025-12-01")
	full := catalog.SoftwareStatement{
		Slug: FullSoftware, Name: "Essai complet", Aliases: []string{"Tout Essai"}, Licence: "MIT", Site: "https://essai.example", Repository: "https://forge.example/essai",
		Function: i18n.Text{Fr: "Tout montrer d'une fiche", En: "Show all of a sheet"}, IDs: map[string]string{"sill": "99999", "wikidata": "Q999999999", "cnll": "essai"}, Platforms: []string{"linux"},
		Status: "observed", Since: provenance.MustDate("2021"), Latest: catalog.Release{Number: "4.2", Date: provenance.MustDate("2026-01-02")}, Archived: true,
		Attributes: map[string]catalog.Attribute{
			"rgaa": {State: catalog.Yes, Date: examined, Evidence: "https://essai.example/accessibilite"}, "french-public-service": {State: catalog.No},
			"self-hosted": {State: catalog.NotApplicable}, "security-policy": {State: catalog.Unknown}},
		Withdrawal: &catalog.Withdrawal{Reason: "Le code n'est plus <b>publié</b>.", Date: provenance.MustDate("2026-02-03"), LastVersion: "4.1"},
		Succession: &catalog.Succession{Change: catalog.Forked, To: "Essai suivant", Date: provenance.MustDate("2026-02")},
		Uses:       []catalog.Use{{Organisation: "Ministère des Essais", Users: 1200, Referents: 3}, {Organisation: "Ville de Trifouillis", Users: 4}},
		Instances:  []catalog.Instance{{Organisation: "Ville de Trifouillis", Audience: "tous les agents", URL: "https://essai.trifouillis.example"}},
		Logo:       "https://logos.example/essai.svg", LogoTerms: "CC0-1.0",
	}
	before := catalog.SoftwareStatement{Slug: "essai-ancien", Name: "Essai ancien", Licence: "MIT", Succession: &catalog.Succession{Change: catalog.Renamed, To: FullSoftware}}
	after := catalog.SoftwareStatement{Slug: "essai-suivant", Name: "Essai suivant", Licence: "SSPL-1.0"}
	other := catalog.SoftwareStatement{Slug: FullSoftware, Name: "Essai complet", IDs: full.IDs, Attributes: map[string]catalog.Attribute{"rgaa": {State: catalog.No}}}
	firm := catalog.ProviderStatement{Slug: FullProvider, Name: "Atelier des Bois", SIREN: FullSIREN, Software: []string{FullSoftware},
		Services: []catalog.ServiceStatement{{Name: "Zorglub 3000"}, {IDs: map[string]string{"sill": "99999"}, URL: "https://atelier.example/essai"}}}
	source := func(id, fr, en string) provenance.Source {
		return provenance.Source{ID: id, Title: i18n.Text{Fr: fr, En: en}, URL: "https://" + id + ".example", Checked: day}
	}
	apply := func(src provenance.Source, bodies map[string]any) {
		t.Helper()
		imp := facts.Import{Source: src.ID}
		add := func(list *[]facts.Statement, kind, key string, body any) {
			st, err := facts.New(kind, key, day, body)
			if err != nil {
				t.Fatal(err)
			}
			*list = append(*list, st)
		}
		add(&imp.About, provenance.KindSource, src.ID, src)
		for key, body := range bodies {
			switch v := body.(type) {
			case catalog.ProviderStatement:
				err = v.Validate()
				add(&imp.Statements, catalog.KindProvider, key, v)
			case catalog.Category:
				add(&imp.Statements, catalog.KindCategory, v.Slug, catalog.OrderedCategory(v, 1000))
			case catalog.SoftwareStatement:
				err = v.Validate()
				add(&imp.Statements, catalog.KindSoftware, key, v)
			}
			if err != nil {
				t.Fatalf("%s: %v", key, err)
			}
		}
		if _, err := facts.NewStore(db, time.Now).Apply(ctx, imp, false); err != nil {
			t.Fatal(err)
		}
	}
	apply(source("premier-essai", "Registre d'essai", "Trial register"), map[string]any{"1": full, "2": before, "3": after})
	apply(source("second-essai", "Annuaire d'essai", "Trial directory"), map[string]any{"1": other, "2": firm, "3": catalog.Category{Slug: EmptyCategory, Fr: "Essai vide", En: "Empty trial"}})
}
