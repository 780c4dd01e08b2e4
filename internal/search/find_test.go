package search_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guichet/internal/search"
)

func facets(pairs ...string) (out []search.Facet) {
	for _, p := range pairs {
		name, value, _ := strings.Cut(p, "=")
		out = append(out, search.Facet{Name: name, Value: value})
	}
	return out
}

func fr(s string) search.Local { return search.Local{Lang: "fr", Text: s} }
func en(s string) search.Local { return search.Local{Lang: "en", Text: s} }

// sample is a small desk.
func sample() []*search.Document {
	return []*search.Document{
		{Kind: "software", Key: "gimp", Title: "GIMP", Names: []string{"GNU Image Manipulation Program"}, Local: []search.Local{fr("Retouche et création d'images"), en("Image editing and creation")}, Facets: facets("licence=GPL-3.0-or-later", "platform=linux", "platform=windows")},
		{Kind: "software", Key: "krita", Title: "Krita", Local: []search.Local{fr("Peinture numérique, images"), en("Digital painting")}, Facets: facets("licence=GPL-3.0-only", "platform=linux", "platform=windows")},
		{Kind: "product", Key: "photoshop", Title: "Photoshop", Names: []string{"Adobe Photoshop", "Toshop"}, Local: []search.Local{fr("Retouche d'images"), en("Image editing")}},
		{Kind: "product", Key: "photoshop-elements", Title: "Photoshop Elements", Names: []string{"Adobe Photoshop Elements"}},
		{Kind: "product", Key: "office", Title: "Microsoft Office", Names: []string{"Office 2016", "Office 2019", "Office 365"}},
		{Kind: "software", Key: "libreoffice", Title: "LibreOffice", Local: []search.Local{fr("Suite bureautique complète"), en("Office suite")}, Facets: facets("licence=MPL-2.0", "platform=linux", "platform=windows", "platform=macos")},
		{Kind: "software", Key: "r", Title: "R", Local: []search.Local{fr("Calcul statistique et graphiques"), en("Statistics and graphics")}, Facets: facets("licence=GPL-2.0-or-later")},
		{Kind: "software", Key: "gcc", Title: "GCC", Local: []search.Local{fr("Compilateur C et C++"), en("C and C++ compiler")}},
		{Kind: "product", Key: "dotnet", Title: ".NET Framework", Local: []search.Local{fr("Environnement d'exécution")}},
		{Kind: "product", Key: "paint-net", Title: "Paint.NET", Local: []search.Local{fr("Dessin")}},
		{Kind: "product", Key: "esxi", Title: "VMware ESXi 8.0", Local: []search.Local{fr("Hyperviseur")}},
		{Kind: "product", Key: "esxi7", Title: "VMware ESXi 7.0", Local: []search.Local{fr("Hyperviseur")}},
		{Kind: "software", Key: "lemonldap", Title: "LemonLDAP::NG", Local: []search.Local{fr("Authentification unique"), en("Single sign-on")}},
		{Kind: "software", Key: "koha", Title: "Koha", Local: []search.Local{fr("Logiciel de gestion de bibliothèque"), en("Library software")}},
		{Kind: "software", Key: "gantt", Title: "GanttProject", Local: []search.Local{fr("Gestion de projets et diagrammes de Gantt"), en("Project management")}},
		{Kind: "software", Key: "openproject", Title: "OpenProject", Local: []search.Local{fr("Projets : planification, gestion des coûts"), en("Project planning")}},
		{Kind: "software", Key: "oeuvres", Title: "Œuvres & Cie", Local: []search.Local{fr("Catalogue d'œuvres d'art")}},
		{Kind: "page", Key: "forms", Lang: "fr", Title: "Formulaires en ligne", Local: []search.Local{fr("Enquêtes et formulaires nationaux")}},
		{Kind: "page", Key: "forms-en", Lang: "en", Title: "Online forms", Local: []search.Local{en("Surveys and forms")}},
	}
}

func keys(hits []search.Hit) []string {
	out := []string{}
	for _, h := range hits {
		out = append(out, h.Key)
	}
	return out
}

// What people type, and what must come first.
func TestFirst(t *testing.T) {
	t.Parallel()
	x := search.NewIndex(sample())
	for _, c := range []struct{ query, lang, want string }{
		{"gimp", "fr", "gimp"},
		{"GIMP ?", "", "gimp"},
		{"l'équivalent libre de Photoshop", "fr", "photoshop"}, // the exact title before the longer one
		{"photoshop elements", "fr", "photoshop-elements"},
		{"toshop", "fr", "photoshop"},
		{"image manipulation", "en", "gimp"},
		{"R", "fr", "r"},
		{"logiciel r", "fr", "r"},
		{"c++", "fr", "gcc"},
		{".net", "fr", "dotnet"},
		{"paintnet", "fr", "paint-net"},
		{"paint net", "fr", "paint-net"},
		{"libre office", "fr", "libreoffice"},
		{"libre off", "fr", "libreoffice"},
		{"Office 2016", "fr", "office"},
		{"ESXi 8", "fr", "esxi"},
		{"esxi 7.0.3", "fr", "esxi7"},
		{"lemon ldap ng", "fr", "lemonldap"},
		{"lemonldapng", "fr", "lemonldap"},
		{"oeuvre", "fr", "oeuvres"},
		{"d'ŒUVRES", "fr", "oeuvres"},
		{"formulaire", "fr", "forms"},
		{"enquete nationale", "fr", "forms"},
		{"survey", "en", "forms-en"},
		{"logiciel de peinture", "fr", "krita"},
		{"logiciel pour la gestion d'une bibliothèque", "fr", "koha"},
		{"gestion de projets", "fr", "gantt"}, // a phrase there, far apart elsewhere
		{"MyPhotoshop", "fr", "photoshop"},
		// Typing errors.
		{"photoshp", "fr", "photoshop"},
		{"phtooshop", "fr", "photoshop"},
		{"fotoshop", "fr", "photoshop"},
		{"krta", "fr", "krita"},
		{"libreofice", "fr", "libreoffice"},
		{"bureautqiue", "fr", "libreoffice"},
		{"bibliotheqe", "fr", "koha"},
		// Unfinished words.
		{"phot", "fr", "photoshop"},
		{"suite bureau", "fr", "libreoffice"},
		{"kr", "fr", "krita"},
		// Nothing but words of grammar, or of asking.
		{"en ligne", "fr", "forms"},
		{"logiciel libre", "fr", "koha"},
	} {
		r := x.Find(search.Query{Text: c.query, Lang: c.lang, Limit: 5})
		if len(r.Hits) == 0 || r.Hits[0].Key != c.want {
			t.Errorf("%q found %v, want %s first", c.query, keys(r.Hits), c.want)
		}
	}
}

// What must not be found at all.
func TestNothing(t *testing.T) {
	t.Parallel()
	x := search.NewIndex(sample())
	for _, query := range []string{"zorglub", "?!", "\x00", "gmp7", "xyz", "的", "<script>"} {
		if r := x.Find(search.Query{Text: query + " ", Limit: 5}); r.Total != 0 {
			t.Errorf("%q found %v", query, keys(r.Hits))
		}
	}
	if hits := x.Search(" ", 5); len(hits) != 0 {
		t.Errorf("an empty search found %v", keys(hits))
	}
	empty := search.NewIndex(nil)
	if r := empty.Find(search.Query{Text: "gimp", Facets: []string{"kind"}, Limit: 5}); r.Total != 0 || len(r.Hits) != 0 {
		t.Errorf("an empty index found %v", r)
	}
	if r := empty.Find(search.Query{Limit: 5}); r.Total != 0 {
		t.Errorf("an empty index holds %d documents", r.Total)
	}
}

// A word that documents hold is never taken for a slip: distance counts only where the exact word is absent, 1 from four letters, 2 from eight.
func TestTypos(t *testing.T) {
	t.Parallel()
	var docs []*search.Document
	for _, title := range []string{"Nagios", "Magios", "Zimbra", "Kubernetes", "Git", "Debian 12"} {
		docs = append(docs, &search.Document{Kind: "software", Key: title, Title: title})
	}
	x := search.NewIndex(docs)
	for _, c := range []struct {
		query      string
		want       []string
		suggestion string
	}{
		{"nagios ", []string{"Nagios"}, ""},           // not Magios
		{"nagos ", []string{"Nagios"}, "nagios"},      // one letter lost
		{"gagios ", []string{"Magios", "Nagios"}, ""}, // both as near; which one is meant is checked apart
		{"ziimbra ", []string{"Zimbra"}, "zimbra"},
		{"zmibra ", []string{"Zimbra"}, "zimbra"},
		{"zmbar ", []string{}, ""}, // two changes in five letters
		{"kubrentes ", []string{"Kubernetes"}, "kubernetes"},
		{"kbernetse", []string{"Kubernetes"}, "kubernetes"},
		{"kbrntes ", []string{}, ""},             // three changes
		{"gti ", []string{}, ""},                 // three letters
		{"debian13 ", []string{"Debian 12"}, ""}, // taken apart, not mended to another number
		{"Zimbar et Kubernetse", []string{"Kubernetes", "Zimbra"}, "zimbra et kubernetes"},
	} {
		r := x.Find(search.Query{Text: c.query, Limit: 5})
		got := keys(r.Hits)
		slices.Sort(got)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.query, diff)
		}
		if c.suggestion != "" && r.Suggestion != c.suggestion {
			t.Errorf("%q suggests %q, want %q", c.query, r.Suggestion, c.suggestion)
		}
		if len(c.want) == 0 && r.Suggestion != "" {
			t.Errorf("%q suggests %q", c.query, r.Suggestion)
		}
	}
}

// A suggestion is written as documents write it, accents included, and keeps what was right.
func TestSuggestion(t *testing.T) {
	t.Parallel()
	x := search.NewIndex(sample())
	for query, want := range map[string]string{
		"logiciel de bibliotheqque": "logiciel de bibliothèque",
		"«enquetess» en ligne":      "«enquêtes» en ligne",
		"photoshop":                 "",
		"gimp zorglub":              "",
	} {
		if r := x.Find(search.Query{Text: query, Lang: "fr"}); r.Suggestion != want {
			t.Errorf("%q suggests %q, want %q", query, r.Suggestion, want)
		}
	}
}

// A document is found when it holds half of the query by weight; when none does, the share falls.
func TestShare(t *testing.T) {
	t.Parallel()
	x := search.NewIndex(sample())
	r := x.Find(search.Query{Text: "logiciel gestion bibliothèque ", Lang: "fr", Limit: 5})
	if got := keys(r.Hits); !slices.Equal(got, []string{"koha"}) {
		t.Errorf("gestion alone is not enough beside bibliothèque: found %v", got)
	}
	r = x.Find(search.Query{Text: "gimp krita koha gcc photoshop ", Lang: "fr", Limit: 9})
	if got := keys(r.Hits); len(got) < 5 {
		t.Errorf("when no document has half of the words, one is enough: found %v", got)
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	x := search.NewIndex(sample())
	for _, c := range []struct {
		lang string
		want []string
	}{{"fr", []string{"forms"}}, {"en", []string{"forms-en"}}, {"", []string{"forms-en", "forms"}}, {"de", []string{"forms-en", "forms"}}} {
		r := x.Find(search.Query{Text: "formulaires forms", Lang: c.lang, Limit: 5, Facets: []string{"kind"}})
		got := keys(r.Hits)
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) || r.Total != len(c.want) || r.Facets["kind"][0].N != len(c.want) {
			t.Errorf("in %q found %v of %d, %v", c.lang, got, r.Total, r.Facets)
		}
	}
	if r := x.Find(search.Query{Lang: "fr", Limit: 50}); slices.Contains(keys(r.Hits), "forms-en") || r.Total != 18 {
		t.Errorf("a French reader browses %d documents: %v", r.Total, keys(r.Hits))
	}
}

func TestFacets(t *testing.T) {
	t.Parallel()
	x := search.NewIndex(sample())
	type counts = map[string][]search.Count
	for _, c := range []struct {
		name  string
		query search.Query
		total int
		keys  []string
		want  counts
	}{
		{"counts are of all found, on any page", search.Query{Text: "images", Facets: []string{"kind", "platform", "unknown"}, Limit: 1},
			3, []string{"gimp"}, counts{"kind": {{"software", 2}, {"product", 1}}, "platform": {{"linux", 2}, {"windows", 2}}}},
		{"a filter keeps documents; its own facet counts the other choices", search.Query{Text: "images", Filters: map[string][]string{"kind": {"software"}}, Facets: []string{"kind", "licence"}, Limit: 9},
			2, []string{"gimp", "krita"}, counts{"kind": {{"software", 2}, {"product", 1}}, "licence": {{"GPL-3.0-only", 1}, {"GPL-3.0-or-later", 1}}}},
		{"several values of a facet are any of them, several facets all of them", search.Query{Filters: map[string][]string{"licence": {"MPL-2.0", "GPL-3.0-only", "none"}, "platform": {"macos", "windows"}}, Facets: []string{"licence", "platform"}, Limit: 9},
			2, []string{"krita", "libreoffice"}, counts{"licence": {{"GPL-3.0-only", 1}, {"GPL-3.0-or-later", 1}, {"MPL-2.0", 1}}, "platform": {{"linux", 2}, {"windows", 2}, {"macos", 1}}}},
		{"an unknown value finds nothing", search.Query{Filters: map[string][]string{"kind": {"x"}}, Limit: 9}, 0, []string{}, nil},
		{"nor does an unknown facet", search.Query{Text: "gimp", Filters: map[string][]string{"x": {"y"}}, Limit: 9}, 0, []string{}, nil},
	} {
		r := x.Find(c.query)
		if r.Total != c.total || !slices.Equal(keys(r.Hits), c.keys) {
			t.Errorf("%s: found %d, %v; want %d, %v", c.name, r.Total, keys(r.Hits), c.total, c.keys)
		}
		if diff := cmp.Diff(c.want, r.Facets); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// Pages of one query hold every document found, once, in the order of one long page; without text that order is by kind and title.
func TestPages(t *testing.T) {
	t.Parallel()
	var docs []*search.Document
	for i := range 300 {
		docs = append(docs, &search.Document{Kind: "software", Key: fmt.Sprint(i), Title: fmt.Sprintf("Outil %03d", (i*7)%300), Names: []string{"forge"}, Boost: float64(1 + i%3)})
	}
	x := search.NewIndex(docs)
	for _, text := range []string{"forge", "outil forge", ""} {
		long := x.Find(search.Query{Text: text, Limit: 1000})
		if long.Total != 300 || len(long.Hits) != 300 {
			t.Fatalf("%q found %d, %d on one page", text, long.Total, len(long.Hits))
		}
		var pages []string
		for offset := 0; offset < 320; offset += 20 {
			r := x.Find(search.Query{Text: text, Offset: offset, Limit: 20})
			if r.Total != 300 {
				t.Errorf("%q at %d: total %d", text, offset, r.Total)
			}
			pages = append(pages, keys(r.Hits)...)
		}
		if diff := cmp.Diff(keys(long.Hits), pages); diff != "" {
			t.Errorf("%q: pages differ from one long page:\n%s", text, diff)
		}
	}
	if got := keys(x.Find(search.Query{Limit: 2}).Hits); got[0] != "0" || docs[0].Title != "Outil 000" {
		t.Errorf("browsing begins with %v", got)
	}
	for _, q := range []search.Query{{Text: "forge", Offset: -5, Limit: -1}, {Text: "forge", Offset: search.MaxWindow, Limit: 10}, {Text: "forge", Offset: 1 << 60, Limit: 1 << 60}} {
		if r := x.Find(q); len(r.Hits) != 0 || r.Total != 300 {
			t.Errorf("%+v found %d of %d", q, len(r.Hits), r.Total)
		}
	}
}

func marked(p []search.Piece) string {
	var b strings.Builder
	for _, piece := range p {
		if piece.Match {
			b.WriteString("[" + piece.Text + "]")
		} else {
			b.WriteString(piece.Text)
		}
	}
	return b.String()
}

func TestHighlights(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Rien à signaler ici. ", 30) + "La retouche d’images, l'image même. " + strings.Repeat("Encore du texte. ", 30)
	x := search.NewIndex([]*search.Document{
		{Kind: "software", Key: "1", Title: "L'Éditeur <b>Images</b> LibreOffice", Local: []search.Local{en("Nothing about it"), fr(long)}},
		{Kind: "software", Key: "2", Title: "Autre", Text: "Éditeurs, sans plus"},
		{Kind: "software", Key: "3", Title: "Zut", Local: []search.Local{fr("Édition d'images"), en("An editor of images")}},
	})
	for _, c := range []struct{ query, lang, key, title, excerpt string }{
		{"retouche image", "fr", "1", "L'Éditeur <b>[Images]</b> LibreOffice", "… Rien à signaler ici. Rien à signaler ici. La [retouche] d’[images], l'[image] même. Encore du texte. Encore du texte. Encore du texte. Encore du texte. Encore du texte. Encore du texte. Encore du …"},
		{"office ", "fr", "1", "L'Éditeur <b>Images</b> Libre[Office]", ""},
		{"libreoff", "fr", "1", "L'Éditeur <b>Images</b> [LibreOffice]", ""},
		{"editeur", "fr", "2", "Autre", "[Éditeurs], sans plus"},
		{"images ", "en", "3", "Zut", "An editor of [images]"},
		{"images ", "fr", "3", "Zut", "Édition d'[images]"},
		{"zut", "en", "3", "[Zut]", "An editor of images"},
	} {
		r := x.Find(search.Query{Text: c.query, Lang: c.lang, Limit: 5})
		i := slices.Index(keys(r.Hits), c.key)
		if i < 0 {
			t.Errorf("%q did not find %s", c.query, c.key)
			continue
		}
		if got := marked(r.Hits[i].Marked); got != c.title {
			t.Errorf("%q marks the title %s, want %s", c.query, got, c.title)
		}
		if got := marked(r.Hits[i].Excerpt); c.excerpt != "" && got != c.excerpt {
			t.Errorf("%q shows\n%s, want\n%s", c.query, got, c.excerpt)
		}
	}
}

// A boost multiplies the score: it orders equals and does not lift what fits badly.
func TestBoost(t *testing.T) {
	t.Parallel()
	x := search.NewIndex([]*search.Document{
		{Kind: "software", Key: "a", Title: "Forge X", Boost: 1},
		{Kind: "software", Key: "b", Title: "Forge Y", Boost: 1.2},
		{Kind: "software", Key: "c", Title: "Autre chose", Text: "une forge", Boost: 1.3},
	})
	if got := keys(x.Search("forge ", 5)); !slices.Equal(got, []string{"b", "a", "c"}) {
		t.Errorf("found %v", got)
	}
}

// Many readers share one index.
func TestConcurrent(t *testing.T) {
	t.Parallel()
	x := search.NewIndex(sample())
	queries := []string{"photoshp", "gestion de projets", "libre off", "images", "R", "esxi 7.0.3"}
	want := map[string][]string{}
	for _, q := range queries {
		want[q] = keys(x.Search(q, 5))
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 300 {
				q := queries[i%len(queries)]
				if got := keys(x.Search(q, 5)); !slices.Equal(got, want[q]) {
					t.Errorf("%q found %v, want %v", q, got, want[q])
				}
			}
		})
	}
	wg.Wait()
}
