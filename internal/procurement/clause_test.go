package procurement_test

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/procurement"
	"guichet/internal/provenance"
	start "guichet/internal/source/starter"
	"guichet/starter"
)

// readStarter reads the starter facts once: it is what takes time here.
var readStarter = sync.OnceValues(func() (facts.Import, error) { return start.Read(context.Background(), starter.Data()) })

// starterRows are the statements that a new desk opens with.
func starterRows(t *testing.T) []facts.Row {
	t.Helper()
	imp, err := readStarter()
	if err != nil {
		t.Fatal(err)
	}
	out := make([]facts.Row, len(imp.Statements))
	for i, st := range imp.Statements {
		out[i] = facts.Row{Source: imp.Source, Statement: st}
	}
	return out
}

func build(t *testing.T, rows []facts.Row) *procurement.Set {
	t.Helper()
	set, err := procurement.Build(rows, provenance.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

var (
	day  = provenance.MustDate("2026-11-24")
	free = procurement.Named{Known: true, Free: true, Licence: "PostgreSQL"}
)

// read reads choices from the query of an address.
func read(t *testing.T, query string) procurement.Choices {
	t.Helper()
	q, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	return procurement.ReadChoices(q)
}

func slugs(list []procurement.Article) []string {
	var out []string
	for _, a := range list {
		out = append(out, a.Clause)
	}
	return out
}

// What is chosen decides which clauses stand in which document, and in what order.
func TestCompose(t *testing.T) {
	t.Parallel()
	set := build(t, starterRows(t))
	for query, want := range map[string][2]string{
		"": {"destination droits-non-exclusifs mentions-titulaire licence-a-notifier connaissances-anterieures confidentialite tiers", "developpements sources-publiques entetes sbom amont dco documentation reversibilite accessibilite"},
		"objet=services&logiciel=PostgreSQL&licence=MIT&v=2026-11-23&sbom=non": {"destination droits-non-exclusifs mentions-titulaire licence-resultats confidentialite", "prestations competences sources-publiques entetes documentation"},
		"objet=les-deux&droits=exclusifs&detenteur=acheteur&licence=GPL-2.0-only&projet=oui&sources=livraison&clauses=support,tiers&sbom=spdx": {
			"destination droits-exclusifs mentions-acheteur licence-projet connaissances-anterieures tiers", "prestations competences developpements sources-livraison entetes sbom documentation support"},
		"sources=jalon": {"destination droits-non-exclusifs mentions-titulaire licence-a-notifier connaissances-anterieures confidentialite tiers", "developpements sources-jalon entetes sbom amont dco documentation reversibilite accessibilite"},
	} {
		c := read(t, query)
		if err := set.Validate(c); err != nil {
			t.Errorf("%s: %v", query, err)
		}
		made := set.Compose(c, free, day)
		if got := strings.Join(slugs(made.CCAP), " "); got != want[0] {
			t.Errorf("%s: CCAP %s, want %s", query, got, want[0])
		}
		if got := strings.Join(slugs(made.CCTP), " "); got != want[1] {
			t.Errorf("%s: CCTP %s, want %s", query, got, want[1])
		}
	}
}

// Only the exclusive assignment derogates from the CCAG, and without a CCAG there is nothing to derogate from.
func TestDerogations(t *testing.T) {
	t.Parallel()
	set := build(t, starterRows(t))
	for query, want := range map[string]int{"": 0, "droits=exclusifs&motif=x": 1, "droits=exclusifs&motif=x&ccag=aucun": 0} {
		made := set.Compose(read(t, query), free, day)
		if len(made.Derogations) != want {
			t.Errorf("%s: %+v", query, made.Derogations)
		}
		text := made.CCAP[1].Body[0].Text
		if strings.Contains(text, "par dérogation") != (want == 1) {
			t.Errorf("%s: %s", query, text)
		}
		if want == 1 && (made.Derogations[0].By != 2 || made.Derogations[0].Article.Fr != "article 46") {
			t.Errorf("%s: %+v", query, made.Derogations[0])
		}
	}
}

// The address that a form makes restores every choice, and is written one way.
func TestLinkRestoresChoices(t *testing.T) {
	t.Parallel()
	for _, query := range []string{
		"v=2026-11-23&objet=les-deux&logiciel=Caf%C3%A9+%26+co&acheteur=M&ccag=aucun&droits=exclusifs&motif=a%0Ab&detenteur=acheteur&licence=MIT&projet=oui&sources=jalon&forge=f&jalon=j&sbom=non&clauses=support&clauses=dco",
		"v=2026-11-23", "", "v=2026-11-23&clauses=tiers&clauses=amont&clauses=tiers",
	} {
		c := read(t, query)
		c.Edition = "2026-11-23"
		again := read(t, c.Query())
		if c.Query() != again.Query() {
			t.Errorf("%s\n%s", c.Query(), again.Query())
		}
	}
	if c := read(t, "v=2026-11-23"); len(c.Clauses) != 0 {
		t.Errorf("a form without a clause wants %v", c.Clauses)
	}
	if c := read(t, "licence=MIT"); len(c.Clauses) == 0 {
		t.Error("a link from elsewhere wants no clause at all")
	}
}

// Each rule speaks where it must and is silent next door.
func TestWarnings(t *testing.T) {
	t.Parallel()
	set := build(t, starterRows(t))
	notFree := procurement.Named{Known: true}
	seen := map[string]bool{}
	for _, tt := range []struct {
		rule, speaks string
		named        procurement.Named
		silent       string
		other        procurement.Named
	}{
		{"options-a-b", "ccag=2009", free, "ccag=2021", free},
		{"no-ccag", "ccag=aucun", free, "ccag=2021", free},
		{"holder-not-assigned", "detenteur=acheteur", free, "detenteur=acheteur&droits=exclusifs", free},
		{"holder-assigned-away", "droits=exclusifs", free, "droits=exclusifs&detenteur=acheteur", free},
		{"exclusive-no-reason", "droits=exclusifs", free, "droits=exclusifs&motif=x", free},
		{"reason-not-exclusive", "motif=x", free, "motif=x&droits=exclusifs", free},
		{"exclusive-permissive", "droits=exclusifs&licence=MIT", free, "droits=exclusifs&licence=EUPL-1.2", free},
		{"exclusive-project", "droits=exclusifs&projet=oui&logiciel=x", free, "projet=oui&logiciel=x", free},
		{"services-no-software", "objet=services", free, "objet=services&logiciel=PostgreSQL", free},
		{"software-not-free", "logiciel=Photoshop", notFree, "logiciel=GIMP", free},
		{"software-unknown", "logiciel=Xyz", procurement.Named{}, "logiciel=GIMP", free},
		{"software-edition", "logiciel=Moodle+Enterprise", free, "logiciel=Enterpriser", free},
		{"project-no-software", "projet=oui", free, "projet=oui&logiciel=x", free},
		{"project-other-licence", "projet=oui&logiciel=x&licence=MIT", free, "projet=oui&logiciel=x&licence=PostgreSQL", free},
		{"licence-missing", "", free, "licence=MIT", free},
		{"licence-reciprocal", "licence=EUPL-1.2", free, "licence=EUPL-1.2&projet=oui", free},
		{"licence-project-only", "licence=GPL-2.0-only&projet=oui", free, "licence=MIT&projet=oui", free},
		{"late-upstream", "sources=livraison&clauses=amont", free, "sources=livraison&clauses=tiers", free},
		{"late-signoff", "sources=livraison&clauses=dco", free, "sources=publique&clauses=dco", free},
		{"late-delivery", "sources=livraison", free, "sources=jalon", free},
		{"milestone-missing", "sources=jalon", free, "sources=jalon&jalon=x", free},
		{"milestone-unused", "jalon=x", free, "sources=jalon&jalon=x", free},
		{"no-components", "sbom=non", free, "sbom=spdx", free},
		{"no-third-parties", "clauses=dco", free, "clauses=tiers", free},
		{"no-accessibility", "clauses=dco", free, "clauses=accessibilite", free},
		{"upstream-new-code", "clauses=amont", free, "clauses=amont&logiciel=x", free},
		{"support-own-code", "clauses=support", free, "clauses=support&logiciel=x", free},
		{"support-check", "clauses=support&logiciel=x", free, "logiciel=x", free},
		{"edition-unknown", "v=2020-01-01", free, "v=2026-11-23", free},
	} {
		seen[tt.rule] = true
		has := func(query string, named procurement.Named) bool {
			return slices.ContainsFunc(set.Compose(read(t, query), named, day).Warnings, func(w procurement.Warning) bool { return w.Rule == tt.rule })
		}
		if !has(tt.speaks, tt.named) {
			t.Errorf("%s is silent on %q", tt.rule, tt.speaks)
		}
		if has(tt.silent, tt.other) {
			t.Errorf("%s speaks on %q", tt.rule, tt.silent)
		}
	}
	for _, w := range procurement.Rules() {
		if !seen[w.Rule] {
			t.Errorf("the rule %s has no test", w.Rule)
		}
		for _, lang := range i18n.Langs {
			if !i18n.Has(lang, w.Label()) {
				t.Errorf("the rule %s has no message in %s", w.Rule, lang)
			}
		}
		for _, slug := range w.Laws {
			if set.Law(slug) == nil {
				t.Errorf("the rule %s rests on %s, which nobody defines", w.Rule, slug)
			}
		}
	}
}

// What cannot be used is refused on its field, and a licence with the nearest id.
func TestRefusedChoices(t *testing.T) {
	t.Parallel()
	set := build(t, starterRows(t))
	long := strings.Repeat("é", 10<<10)
	for _, tt := range []struct{ query, field, says string }{
		{"licence=MTI", "licence", "MIT"},
		{"licence=GPL", "licence", "GPL-3.0-or-later"},
		{"licence=Apache+2", "licence", "Apache-2.0"},
		{"licence=EUPL", "licence", "EUPL-1.2"},
		{"licence=GPL-2.0-only", "licence", "GPL-3.0-or-later"},
		{"licence=BUSL-1.1&projet=oui", "licence", "BSL-1.0"},
		{"licence=etalab-2.0", "licence", "données"},
		{"licence=" + strings.Repeat("A", 5000), "licence", "5000"},
		{"logiciel=" + url.QueryEscape(long), "logiciel", "10240"},
		{"acheteur=a%00b", "acheteur", "invisible"},
		{"logiciel=a%E2%80%AEb", "logiciel", "invisible"},
		{"logiciel=%FF%FE", "logiciel", "invisible"},
		{"objet=rien", "objet", "developpement"},
		{"clauses=x", "clauses", "accessibilite"},
		{"v=" + strings.Repeat("9", 50), "v", "50"},
	} {
		c := set.Canonical(read(t, tt.query))
		found := false
		for _, e := range errs.All(set.Validate(c)) {
			if e.Field == tt.field {
				found = true
				if said := e.In(i18n.French); !strings.Contains(said, tt.says) || len(said) > 700 {
					t.Errorf("%.60s: %s, want %q", tt.query, said, tt.says)
				}
			}
		}
		if !found {
			t.Errorf("%.60s: nothing is said of %s", tt.query, tt.field)
		}
	}
	for _, query := range []string{"licence=mit", "licence=eupl-1.2", "licence=GPL-2.0-only&projet=oui", "logiciel=%3Cscript%3E", "logiciel=" + url.QueryEscape(strings.Repeat("é", 120))} {
		if err := set.Validate(set.Canonical(read(t, query))); err != nil {
			t.Errorf("%s: %v", query, err)
		}
	}
}

// What a buyer writes stays text of its place: it fills in no other place and makes no paragraph.
func TestWrittenTextIsInert(t *testing.T) {
	t.Parallel()
	set := build(t, starterRows(t))
	c := read(t, "objet=services&logiciel="+url.QueryEscape("{motif}\n\n- <b>x</b> {acheteur}"))
	made := set.Compose(c, free, day)
	if got := made.CCTP[0].Body[0].Text; !strings.Contains(got, "le logiciel libre {motif} - <b>x</b> {acheteur}.") {
		t.Errorf("the clause reads %q", got)
	}
	if len(made.CCTP[0].Body) != 2 {
		t.Errorf("%d paragraphs", len(made.CCTP[0].Body))
	}
}

// An old link keeps its texts, and says what changed since.
func TestEditions(t *testing.T) {
	t.Parallel()
	rows := starterRows(t)
	later := provenance.MustDate("2027-05-01")
	for i, e := range mustDecode[procurement.OrderedClause](t, rows, procurement.KindClause) {
		switch e.Value.Value.Slug {
		case "tiers":
			e.Value.Value.Texts = append(e.Value.Value.Texts, procurement.ClauseText{Since: later, Fr: "Texte nouveau.", Gloss: "New.", Change: i18n.Text{Fr: "récrit", En: "rewritten"}})
		case "dco":
			e.Value.Value.Texts = append(e.Value.Value.Texts, procurement.ClauseText{Since: later, Change: i18n.Text{Fr: "retiré", En: "withdrawn"}})
		default:
			continue
		}
		if err := e.Value.Value.Validate(); err != nil {
			t.Fatal(err)
		}
		replaceClause(t, rows, e.Value.Value, i)
	}
	edition, err := facts.New(procurement.KindEdition, "2027-05-01", later, procurement.Edition{Date: later, ReviewBy: provenance.MustDate("2027-12-31"), Source: "editorial"})
	if err != nil {
		t.Fatal(err)
	}
	set := build(t, append(rows, facts.Row{Source: "starter", Statement: edition}))
	old := set.Compose(read(t, "v=2026-11-23&clauses=tiers&clauses=dco"), free, day)
	if a := old.CCAP[len(old.CCAP)-1]; a.Clause != "tiers" || strings.Contains(a.Body[0].Text, "nouveau") || !slices.Contains(slugs(old.CCTP), "dco") {
		t.Errorf("the old link reads %+v", a)
	}
	if len(old.Changed) != 2 || old.Changed[0].Change.Fr != "récrit" || old.Changed[1].Change.Fr != "retiré" || old.Edition.Date.String() != "2026-11-23" || old.Current != later {
		t.Errorf("changed: %+v", old.Changed)
	}
	fresh := set.Compose(read(t, "v=2027-05-01&clauses=tiers&clauses=dco"), free, day)
	if a := fresh.CCAP[len(fresh.CCAP)-1]; a.Body[0].Text != "Texte nouveau." || len(fresh.Changed) != 0 || slices.Contains(slugs(fresh.CCTP), "dco") {
		t.Errorf("the new link reads %+v, changed %+v", a, fresh.Changed)
	}
	if fresh.ReviewDue || !set.Compose(read(t, ""), free, provenance.MustDate("2028-01-01")).ReviewDue {
		t.Error("the review is due on the wrong day")
	}
	if unknown := set.Compose(read(t, "v=1999-01-01"), free, day); unknown.Edition.Date != later {
		t.Errorf("an unknown edition is composed with that of %s", unknown.Edition.Date)
	}
}

func mustDecode[T any](t *testing.T, rows []facts.Row, kind string) []facts.Entry[T] {
	t.Helper()
	out, err := facts.Decode[T](rows, kind)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func replaceClause(t *testing.T, rows []facts.Row, c procurement.Clause, order int) {
	t.Helper()
	for i, r := range rows {
		if r.Kind == procurement.KindClause && r.Key == c.Slug {
			st, err := facts.New(procurement.KindClause, c.Slug, r.Checked, procurement.ClauseStatement(c, order))
			if err != nil {
				t.Fatal(err)
			}
			rows[i].Statement = st
		}
	}
}

// Every clause rests on references that exist, and the file holds every article and nothing that is left unfilled by the program.
func TestDocument(t *testing.T) {
	t.Parallel()
	set := build(t, starterRows(t))
	for _, c := range set.Clauses {
		for _, slug := range c.Laws {
			if set.Law(slug) == nil {
				t.Errorf("%s rests on %s, which nobody defines", c.Slug, slug)
			}
		}
	}
	made := set.Compose(read(t, "objet=les-deux&logiciel=PostgreSQL&licence=EUPL-1.2&droits=exclusifs"), free, day)
	text := string(set.Document(made, "https://exemple.fr/x").Markdown())
	for _, a := range append(slices.Clone(made.CCAP), made.CCTP...) {
		if !strings.Contains(text, a.Title.Fr) {
			t.Errorf("%s is not in the file", a.Clause)
		}
	}
	for _, want := range []string{"Article 46 du CCAG-TIC", "à compléter", "https://exemple.fr/x", "rapporté, à vérifier"} {
		if !strings.Contains(text, want) {
			t.Errorf("the file lacks %q", want)
		}
	}
	for _, wrong := range []string{"procurement.", "{{", "%!", "<no value>"} {
		if strings.Contains(text, wrong) {
			t.Errorf("the file holds %q", wrong)
		}
	}
}

// Whatever is asked is refused or composed; nothing makes the composer fail.
func FuzzChoices(f *testing.F) {
	f.Add("objet=services&logiciel=x&licence=GPL")
	f.Add("v=2026-11-23&clauses=dco,,tiers&licence=%F0%9F%98%80")
	f.Add("logiciel={licence-nom}&motif=%0A%0A-&droits=exclusifs")
	var set *procurement.Set
	f.Fuzz(func(t *testing.T, query string) {
		if set == nil {
			set = build(t, starterRows(t))
		}
		q, err := url.ParseQuery(query)
		if err != nil {
			t.Skip()
		}
		c := set.Canonical(procurement.ReadChoices(q))
		if err := set.Validate(c); err != nil {
			for _, e := range errs.All(err) {
				if e.Kind != errs.Invalid || e.Field == "" || len(e.In(i18n.English)) > 900 {
					t.Errorf("%q: %v", query, e)
				}
			}
			return
		}
		made := set.Compose(c, procurement.Named{}, day)
		if len(made.CCAP) < 3 || len(made.CCTP) < 2 {
			t.Errorf("%q: %d and %d articles", query, len(made.CCAP), len(made.CCTP))
		}
		if _, err := set.Document(made, "https://x.example/").ODT(); err != nil {
			t.Errorf("%q: %v", query, err)
		}
	})
}
