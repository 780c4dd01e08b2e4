package catalog_test

import (
	"testing"

	"guichet/internal/catalog"
	"guichet/internal/facts"
	"guichet/internal/provenance"
)

var sources = provenance.Sources{
	"sill-2022": {ID: "sill-2022", Checked: provenance.MustDate("2022")},
	"list":      {ID: "list", Checked: provenance.MustDate("2026-08-21")},
}

func row(t *testing.T, source, kind, key string, body any) facts.Row {
	t.Helper()
	st, err := facts.New(kind, key, provenance.MustDate("2022"), body)
	if err != nil {
		t.Fatal(err)
	}
	return facts.Row{Source: source, Statement: st}
}

func software(t *testing.T, source string, s catalog.SoftwareStatement) facts.Row {
	t.Helper()
	return row(t, source, catalog.KindSoftware, source+s.Slug, s)
}

// Two sources that carry one identifier speak of one software; where they differ both values stay, the first source's in front.
func TestJoinByIdentifier(t *testing.T) {
	t.Parallel()
	set, err := catalog.Build([]facts.Row{
		software(t, "sill-2022", catalog.SoftwareStatement{Slug: "apache-httpd", Name: "Apache httpd", Licence: "MIT", IDs: map[string]string{"sill": "7", "comptoir": "3"}, Source: "sill-2022"}),
		software(t, "starter", catalog.SoftwareStatement{Slug: "apache", Name: "Apache HTTP Server", Licence: "Apache-2.0", IDs: map[string]string{"sill": "7"}, Source: "list"}),
	}, sources)
	if err != nil || len(set.Software) != 1 {
		t.Fatalf("%d sheets, %v; want one", len(set.Software), err)
	}
	sw := set.Software[0]
	if sw.Slug != "apache" || sw.Licence.V != "Apache-2.0" || sw.Licence.Checked.String() != "2022" /* the statement's own date */ || len(sw.Licence.Others) != 1 || sw.Licence.Others[0].Source != "sill-2022" {
		t.Errorf("%+v", sw)
	}
	if sw.IDs["comptoir"] != "3" || !sw.SILL || len(sw.Aliases) != 1 || sw.Aliases[0] != "Apache httpd" || len(sw.Marks) != 2 {
		t.Errorf("%+v", sw)
	}
}

func TestJoinByName(t *testing.T) {
	t.Parallel()
	set, err := catalog.Build([]facts.Row{
		software(t, "starter", catalog.SoftwareStatement{Slug: "7-zip", Name: "7-Zip", Aliases: []string{"p7zip"}, Source: "list"}),
		software(t, "sill-2022", catalog.SoftwareStatement{Slug: "7zip", Name: "7zip", IDs: map[string]string{"sill": "1"}, Source: "sill-2022"}),
		software(t, "other", catalog.SoftwareStatement{Slug: "p7zip", Name: "P7ZIP", Site: "https://p7zip.example", Source: "list"}),
	}, sources)
	if err != nil || len(set.Software) != 1 || set.Software[0].Site.V != "https://p7zip.example" {
		t.Fatalf("%d sheets, %v; want one with the site", len(set.Software), err)
	}
}

// One name and two identifiers of one register are two software, with two addresses.
func TestSameNameTwoSoftware(t *testing.T) {
	t.Parallel()
	set, err := catalog.Build([]facts.Row{
		software(t, "sill-2022", catalog.SoftwareStatement{Slug: "grammalecte", Name: "Grammalecte", IDs: map[string]string{"sill": "56"}, Source: "sill-2022"}),
		row(t, "sill-2022", catalog.KindSoftware, "57", catalog.SoftwareStatement{Slug: "grammalecte", Name: "Grammalecte", IDs: map[string]string{"sill": "57"}, Source: "sill-2022"}),
	}, sources)
	if err != nil || len(set.Software) != 2 || set.Software[0].Slug == set.Software[1].Slug {
		t.Fatalf("%v, %v; want two sheets", set.Software, err)
	}
}

func TestReplacements(t *testing.T) {
	t.Parallel()
	set, err := catalog.Build([]facts.Row{
		software(t, "starter", catalog.SoftwareStatement{Slug: "gimp", Name: "GIMP", Source: "list"}),
		software(t, "starter", catalog.SoftwareStatement{Slug: "gimp-plugin", Name: "Plug-in", Parent: "gimp", Source: "list"}),
		row(t, "starter", catalog.KindProduct, "photoshop", catalog.ProductStatement{Slug: "photoshop", Name: "Photoshop", Vendor: "Adobe", Source: "editorial",
			Alternatives: []catalog.AlternativeStatement{{Software: "gimp", Fit: catalog.High, Confidence: catalog.High}, {Software: "nobody", Fit: catalog.Low, Confidence: catalog.Low}}}),
		row(t, "starter", catalog.KindProvider, "firm", catalog.ProviderStatement{Slug: "firm", Name: "Firm", Software: []string{"gimp"}, Source: "list"}),
	}, sources)
	if err != nil {
		t.Fatal(err)
	}
	p, err := set.Product("photoshop")
	if err != nil || len(p.Alternatives) != 1 || !p.Alternatives[0].Editorial() || p.FullName() != "Adobe Photoshop" || p.Label() != "Photoshop (Adobe)" {
		t.Fatalf("%+v, %v", p, err)
	}
	gimp, err := set.BySlug("gimp")
	if err != nil || len(gimp.Replaces) != 1 || len(gimp.Extensions) != 1 || gimp.Extensions[0].Parent != gimp || len(gimp.Providers) != 1 {
		t.Fatalf("%+v, %v", gimp, err)
	}
	if _, err := set.BySlug("nobody"); err == nil {
		t.Error("a software that nobody states was found")
	}
}

func TestValidate(t *testing.T) {
	t.Parallel()
	good := catalog.SoftwareStatement{Slug: "a", Name: "A", Licence: "GPL-2.0-or-later WITH Classpath-exception-2.0", Site: "https://a.example"}
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*catalog.SoftwareStatement){
		"slug":     func(s *catalog.SoftwareStatement) { s.Slug = "Not A Slug" },
		"name":     func(s *catalog.SoftwareStatement) { s.Name = " A" },
		"licence":  func(s *catalog.SoftwareStatement) { s.Licence = "Freeware" },
		"site":     func(s *catalog.SoftwareStatement) { s.Site = "javascript:alert(1)" },
		"platform": func(s *catalog.SoftwareStatement) { s.Platforms = []string{"minitel"} },
	} {
		bad := good
		change(&bad)
		if bad.Validate() == nil {
			t.Errorf("a wrong %s is taken", name)
		}
	}
	for siren, ok := range map[string]bool{"732829320": true, "732829321": false, "7328": false, "73282932A": false, "": true} {
		if err := (catalog.ProviderStatement{Slug: "a", Name: "A", SIREN: siren}).Validate(); (err == nil) != ok {
			t.Errorf("SIREN %q: %v", siren, err)
		}
	}
}
