package app_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

var tags = regexp.MustCompile(`</?[a-z][^>]*>`)

// A category has a page with its software, the products that they replace and the figures; it leads to files, to the filters and to the other language. Sheets and
// the list lead to it. A category that does not exist is not found, and what stands below a sheet keeps its address.
func TestCategories(t *testing.T) {
	t.Parallel()
	base := desk(t, sqlite(t), nil)
	for _, c := range []struct {
		path string
		want []string
		not  string
	}{
		{"/fr/logiciels/categories/", []string{"Logiciels libres par besoin", "/fr/logiciels/categories/office-suite", "Suite bureautique", "/en/software/categories/", "format=ods", `"@type":"CollectionPage"`}, "NaN"},
		{"/en/software/categories/", []string{"Free software by need", "Office suite"}, "Suite bureautique"},
		{"/fr/logiciels/categories/office-suite", []string{"<h1>Suite bureautique</h1>", "/fr/logiciels/libreoffice", "Microsoft 365", "?categorie=office-suite", "?format=csv", "/en/software/categories/office-suite", `"@type":"ItemList"`}, "Aucun produit"},
		{"/en/software/categories/office-suite", []string{"<h1>Office suite</h1>", "Products that they replace"}, "Logiciels"},
		{"/fr/logiciels/gimp", []string{"/fr/logiciels/categories/image-editing"}, ""},
		{"/fr/logiciels/", []string{`href="/fr/logiciels/categories/"`}, ""},
		{"/fr/logiciels/?categorie=office-suite", []string{`href="/fr/logiciels/categories/office-suite"`}, ""},
		{"/fr/logiciels/gimp/historique", []string{"GIMP"}, ""},
		{"/fr/plan-du-site/", []string{"/fr/logiciels/categories/"}, ""},
		{"/sitemap.xml", []string{"/fr/logiciels/categories/office-suite<", "/en/software/categories/<"}, ""},
	} {
		r := get(t, base+c.path)
		if r.status != http.StatusOK {
			t.Errorf("%s: status %d", c.path, r.status)
		}
		for _, w := range c.want {
			if !strings.Contains(r.body, w) {
				t.Errorf("%s lacks %q", c.path, w)
			}
		}
		if c.not != "" && strings.Contains(r.body, c.not) {
			t.Errorf("%s has %q", c.path, c.not)
		}
	}
	for path, status := range map[string]int{"/fr/logiciels/categories/zorglub": 404, "/fr/logiciels/gimp/zorglub": 404, "/fr/logiciels/categories/office-suite?page=99": 404, "/fr/logiciels/categories/office-suite?format=exe": 400} {
		if r := get(t, base+path); r.status != status {
			t.Errorf("%s: status %d, want %d", path, r.status, status)
		}
	}
	var lines []map[string]string
	if err := json.Unmarshal([]byte(get(t, base+"/fr/logiciels/categories/office-suite?format=json").body), &lines); err != nil || len(lines) == 0 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	for _, l := range lines {
		if l["category"] != "Suite bureautique" {
			t.Errorf("%s is of %q", l["slug"], l["category"])
		}
	}
	if r := get(t, base+"/fr/logiciels/categories/?format=csv"); !strings.Contains(r.body, "office-suite") {
		t.Errorf("the file of the categories: %.200s", r.body)
	}
}

// What the editors judge was written on a day; nobody read it anywhere, and no page says so.
func TestEditorsJudgementIsWritten(t *testing.T) {
	t.Parallel()
	base := desk(t, sqlite(t), nil)
	written := 0
	for _, path := range []string{"/fr/logiciels/gimp", "/fr/equivalents/photoshop", "/fr/recherche?q=photoshop", "/fr/prestataires/dalibo", "/fr/logiciels/categories/", "/fr/logiciels/categories/office-suite", "/en/equivalents/photoshop", "/en/software/gimp"} {
		text := tags.ReplaceAllString(get(t, base+path).body, "")
		for _, part := range strings.Split(text, "Rédaction de Guichet libre, ")[1:] {
			if !strings.HasPrefix(part, "écrit le") {
				t.Errorf("%s: %.60q", path, part)
			}
			written++
		}
		for _, part := range strings.Split(text, "Guichet libre editors, ")[1:] {
			if !strings.HasPrefix(part, "written on ") {
				t.Errorf("%s: %.60q", path, part)
			}
			written++
		}
	}
	if written < 20 {
		t.Errorf("%d judgements seen: the wording changed, and this test sees nothing", written)
	}
}
