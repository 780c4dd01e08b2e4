package catalog_test

import (
	"fmt"
	"testing"

	"guichet/internal/catalog"
	"guichet/internal/facts"
	"guichet/internal/provenance"
)

func build(t *testing.T, rows ...facts.Row) *catalog.Set {
	t.Helper()
	set, err := catalog.Build(rows, sources)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func name(t *testing.T, name, of, reason string) facts.Row {
	t.Helper()
	return row(t, "starter", catalog.KindName, name, catalog.NameStatement{Name: name, Software: of, Reason: reason, Source: "list"})
}

func decision(t *testing.T, d catalog.Decision) facts.Row {
	t.Helper()
	if err := d.Validate(); err != nil {
		t.Fatal(err)
	}
	return row(t, catalog.DecisionSource, catalog.KindDecision, d.ID(), d)
}

// Official lists write names in their own ways.
func TestNamed(t *testing.T) {
	t.Parallel()
	set := build(t,
		name(t, "Sl4j", "SLF4J", "misspelling"), name(t, "httpd", "Apache HTTP Server", "package"),
		software(t, "starter", catalog.SoftwareStatement{Slug: "slf4j", Name: "SLF4J"}),
		software(t, "starter", catalog.SoftwareStatement{Slug: "apache", Name: "Apache HTTP Server"}),
		software(t, "starter", catalog.SoftwareStatement{Slug: "collabora", Name: "Collabora Online"}),
		software(t, "starter", catalog.SoftwareStatement{Slug: "tomcat", Name: "Apache Tomcat"}),
		software(t, "starter", catalog.SoftwareStatement{Slug: "prometheus", Name: "Prometheus"}),
		software(t, "starter", catalog.SoftwareStatement{Slug: "openfire", Name: "Openfire"}),
		software(t, "starter", catalog.SoftwareStatement{Slug: "hive", Name: "Apache Hive"}),
		software(t, "starter", catalog.SoftwareStatement{Slug: "vue", Name: "Vue.js"}))
	for _, x := range []struct{ name, slug, reason string }{
		{"Sl4j", "slf4j", ""}, {"httpd", "apache", ""}, {"COLLABORA online", "collabora", ""}, {"Tomcat", "tomcat", ""}, {"Tomcat 9", "tomcat", ""},
		{"Openfire (anciennement Wildfire)", "openfire", ""}, {"Vue", "vue", ""}, {"Promotheus", "", "catalog.match-near-name"}, {"The Hive", "", ""}, {"Zorglub", "", ""}, {"", "", ""},
	} {
		sw, candidates, reason := set.Named(x.name)
		if got := slug(sw); got != x.slug || reason != x.reason || (reason != "") != (len(candidates) > 0) {
			t.Errorf("%q: sheet %q, %d candidates, %q; want %q, %q", x.name, got, len(candidates), reason, x.slug, x.reason)
		}
	}
}

func slug(sw *catalog.Software) string {
	if sw == nil {
		return ""
	}
	return sw.Slug
}

func TestMatching(t *testing.T) {
	t.Parallel()
	base := catalog.SoftwareStatement{Slug: "element", Name: "Element", Site: "https://element.io/", Repository: "https://github.com/element-hq/element-web.git", Licence: "AGPL-3.0-only", IDs: map[string]string{"wikidata": "Q1", "sill": "7"}}
	for title, x := range map[string]struct {
		other  catalog.SoftwareStatement
		sheets int
		doubt  string
	}{
		"one identifier":                           {catalog.SoftwareStatement{Name: "Riot", IDs: map[string]string{"wikidata": "Q1"}}, 1, ""},
		"the surest register decides":              {catalog.SoftwareStatement{Name: "Element", IDs: map[string]string{"wikidata": "Q1", "sill": "8"}}, 2, ""},
		"one repository, written otherwise":        {catalog.SoftwareStatement{Name: "Riot", Repository: "https://www.github.com/Element-HQ/element-web/tree/develop"}, 1, ""},
		"a site that is the repository":            {catalog.SoftwareStatement{Name: "Riot", Site: "https://github.com/element-hq/element-web"}, 1, ""},
		"one name":                                 {catalog.SoftwareStatement{Name: "ELEMENT"}, 1, ""},
		"one name, another site, another licence":  {catalog.SoftwareStatement{Name: "Element", Site: "https://element.example/", Licence: "MIT"}, 2, "catalog.match-same-name"},
		"one name, another site, the same licence": {catalog.SoftwareStatement{Name: "Element", Site: "https://element.example/", Licence: "AGPL-3.0-or-later"}, 1, ""},
		"an edition on the same site":              {catalog.SoftwareStatement{Name: "Element Desktop", Site: "https://www.element.io/fr/"}, 1, ""},
		"an edition":                               {catalog.SoftwareStatement{Name: "Element Server"}, 2, "catalog.match-edition"},
		"another software":                         {catalog.SoftwareStatement{Name: "Zulip"}, 2, ""},
	} {
		x.other.Slug = "other"
		set := build(t, software(t, "starter", base), software(t, "zz", x.other))
		doubt := ""
		if len(set.Doubts) > 0 {
			doubt = set.Doubts[0].Reason
		}
		if len(set.Software) != x.sheets || doubt != x.doubt {
			t.Errorf("%s: %d sheets, doubt %q; want %d, %q", title, len(set.Software), doubt, x.sheets, x.doubt)
		}
		// The address that the other source proposed leads to the sheet in any case.
		if sw, err := set.BySlug("other"); err != nil || x.sheets == 1 && sw.Slug != "element" {
			t.Errorf("%s: /other leads to %v, %v", title, sw, err)
		}
	}
}

// An identifier of one sheet and an identifier of another leave a person to decide.
func TestTwoIdentifiers(t *testing.T) {
	t.Parallel()
	set := build(t,
		software(t, "starter", catalog.SoftwareStatement{Slug: "a", Name: "A1", IDs: map[string]string{"wikidata": "Q1"}}),
		software(t, "starter", catalog.SoftwareStatement{Slug: "b", Name: "B1", IDs: map[string]string{"comptoir": "2"}}),
		software(t, "zz", catalog.SoftwareStatement{Slug: "c", Name: "C1", IDs: map[string]string{"wikidata": "Q1", "comptoir": "2"}}))
	if len(set.Software) != 3 || len(set.Doubts) != 1 || len(set.Doubts[0].Candidates) != 2 || set.Doubts[0].Own.Slug != "c" {
		t.Fatalf("%d sheets, doubts %+v", len(set.Software), set.Doubts)
	}
}

// A person's decision joins or keeps apart, outlives a change of the entry, and says when it leads nowhere any more.
func TestDecisions(t *testing.T) {
	t.Parallel()
	sheet := software(t, "starter", catalog.SoftwareStatement{Slug: "element", Name: "Element", Site: "https://element.io/"})
	doubtful := software(t, "zz", catalog.SoftwareStatement{Slug: "element-server", Name: "Element Server", Licence: "MIT"})
	d := catalog.Decision{Source: "zz", Kind: catalog.KindSoftware, Key: doubtful.Key, Author: "M. Dupont", Date: provenance.MustDate("2026-11-23")}
	joined, apart, lost := d, d, d
	joined.Software, lost.Software = "element", "nowhere"

	set := build(t, sheet, doubtful, decision(t, joined))
	if len(set.Software) != 1 || len(set.Doubts) != 0 || set.Software[0].Licence.V != "MIT" || set.Decisions[0].Target != set.Software[0] || set.Decisions[0].Dangles {
		t.Errorf("joined: %d sheets, %d doubts, %+v", len(set.Software), len(set.Doubts), set.Decisions)
	}
	set = build(t, sheet, doubtful, decision(t, apart))
	if len(set.Software) != 2 || len(set.Doubts) != 0 || set.Decisions[0].Dangles {
		t.Errorf("apart: %d sheets, %d doubts, %+v", len(set.Software), len(set.Doubts), set.Decisions)
	}
	set = build(t, sheet, doubtful, decision(t, lost))
	if len(set.Software) != 2 || !set.Decisions[0].Dangles {
		t.Errorf("lost: %d sheets, %+v", len(set.Software), set.Decisions)
	}
	set = build(t, sheet, decision(t, joined))
	if !set.Decisions[0].Dangles {
		t.Error("the entry is gone, and the decision does not say so")
	}
}

// Providers of two directories are one by SIREN; two numbers are two firms.
func TestProvidersBySIREN(t *testing.T) {
	t.Parallel()
	set := build(t,
		software(t, "starter", catalog.SoftwareStatement{Slug: "gimp", Name: "GIMP", IDs: map[string]string{"sill": "70"}}),
		row(t, "comptoir", catalog.KindProvider, "1", catalog.ProviderStatement{Slug: "firm", Name: "Firm", SIREN: "732829320", Source: "comptoir", Services: []catalog.ServiceStatement{{Name: "Gimp"}, {Name: "Zorglub"}}}),
		row(t, "cnll", catalog.KindProvider, "1", catalog.ProviderStatement{Slug: "firm-sas", Name: "FIRM SAS", SIREN: "732829320", Site: "https://firm.example/", Source: "cnll", Services: []catalog.ServiceStatement{{IDs: map[string]string{"sill": "70"}}}}),
		row(t, "cnll", catalog.KindProvider, "2", catalog.ProviderStatement{Slug: "firm", Name: "Firm", SIREN: "356000000", Source: "cnll"}))
	if len(set.Providers) != 2 {
		t.Fatalf("%d providers, want 2", len(set.Providers))
	}
	p, err := set.Provider("firm")
	if err != nil || len(p.Services) != 1 || len(p.Services[0].Marks) != 2 || p.Site.V != "https://firm.example/" || len(p.Unlisted) != 1 || p.Unlisted[0].Name != "Zorglub" {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestDetailsMerge(t *testing.T) {
	t.Parallel()
	day := provenance.MustDate
	set := build(t,
		software(t, "starter", catalog.SoftwareStatement{Slug: "a", Name: "Alpha", Latest: catalog.Release{Number: "1", Date: day("2020")}, Logo: "https://a.example/logo.svg",
			Attributes: map[string]catalog.Attribute{"rgaa": {State: catalog.Unknown}, "self-hosted": {State: catalog.Yes}}, Uses: []catalog.Use{{Organisation: "CNRS", Users: 2}},
			Succession: &catalog.Succession{Change: catalog.Renamed, To: "Beta"}}),
		software(t, "starter", catalog.SoftwareStatement{Slug: "b", Name: "Beta"}),
		software(t, "zz", catalog.SoftwareStatement{Slug: "a", Name: "alpha", Latest: catalog.Release{Number: "2", Date: day("2024-05-01")}, Source: "list",
			Attributes: map[string]catalog.Attribute{"rgaa": {State: catalog.NotApplicable, Evidence: "https://a.example/rgaa"}, "self-hosted": {State: catalog.No}}, Uses: []catalog.Use{{Organisation: "cnrs", Users: 5, Referents: 1}},
			Withdrawal: &catalog.Withdrawal{Reason: "Unmaintained", LastVersion: "1.4"}}))
	a, err := set.BySlug("a")
	if err != nil {
		t.Fatal(err)
	}
	if a.Latest.V.Number != "2" || len(a.Latest.Others) != 0 || a.Logo.Known() {
		t.Errorf("latest %+v, logo %+v: the newest stands, and a picture without a licence is not shown", a.Latest, a.Logo)
	}
	if r := a.Attribute("rgaa"); r == nil || r.V != catalog.NotApplicable || len(r.Others) != 0 || r.Evidence == "" {
		t.Errorf("rgaa %+v: what is known replaces what is not", r)
	}
	if h := a.Attribute("self-hosted"); h == nil || h.V != catalog.Yes || len(h.Others) != 1 || h.Others[0].V != catalog.No {
		t.Errorf("self-hosted %+v: disagreement stays in sight", h)
	}
	if users, referents, organisations := a.Users(); users != 5 || referents != 1 || organisations != 1 {
		t.Errorf("%d users, %d referents, %d organisations; want 5, 1, 1", users, referents, organisations)
	}
	b, err := set.BySlug("b")
	if err != nil || a.Succession == nil || a.Succession.Software != b || len(b.Follows) != 1 || len(a.Withdrawals) != 1 {
		t.Errorf("succession %+v, follows %v, withdrawals %v, %v", a.Succession, b.Follows, a.Withdrawals, err)
	}
}

// However names and identifiers fall, no entry is lost, joined twice, or joined with another of its own source without an identifier.
func FuzzMatching(f *testing.F) {
	f.Add("Apache Tomcat", "tomcat", "https://github.com/apache/tomcat", "Q1", "Q2")
	f.Add("(x)", "", "::", "", "Q1")
	f.Add("a.js", "A.JS 2.x", "https://gitlab.com/", "Q1", "Q1")
	f.Fuzz(func(t *testing.T, a, b, address, x, y string) {
		ids := func(v string) map[string]string {
			if v == "" {
				return nil
			}
			return map[string]string{"wikidata": v}
		}
		set := build(t, software(t, "starter", catalog.SoftwareStatement{Slug: "a", Name: a, Repository: address, IDs: ids(x)}),
			software(t, "zz", catalog.SoftwareStatement{Slug: "b", Name: b, Site: address, IDs: ids(y)}))
		n := 0
		for _, sw := range set.Software {
			n += len(sw.Entries)
		}
		if n != 2 {
			t.Errorf("%d entries, want 2", n)
		}
		set.Named(a)
	})
}

// A name, another name or a repository that thousands of entries share ties none of them together, and takes no time that grows with the square of their number.
func TestSharedByThousands(t *testing.T) {
	t.Parallel()
	const n = 4_000
	for name, shape := range map[string]func(st *catalog.SoftwareStatement){
		"name":       func(st *catalog.SoftwareStatement) { st.Name = "Same" },
		"other name": func(st *catalog.SoftwareStatement) { st.Aliases = []string{"Same"} },
		"repository": func(st *catalog.SoftwareStatement) { st.Repository = "https://forge.example.org/same/same" },
	} {
		rows := make([]facts.Row, n)
		for i := range rows {
			st := catalog.SoftwareStatement{Slug: fmt.Sprintf("s-%d", i), Name: fmt.Sprintf("Name %d x", i), Licence: "MIT", Source: "editorial"}
			shape(&st)
			rows[i] = row(t, []string{"one", "two"}[i%2], catalog.KindSoftware, st.Slug, st)
		}
		set, err := catalog.Build(rows, provenance.Sources{})
		if err != nil {
			t.Fatal(err)
		}
		if len(set.Software) < n*9/10 || len(set.Doubts) > n/10 {
			t.Errorf("%s: %d sheets of %d entries, %d doubts", name, len(set.Software), n, len(set.Doubts))
		}
	}
}
