package address

import (
	"strings"
	"testing"

	"guichet/internal/i18n"
)

// Every page has an address in both languages, below its language, and no two pages share one.
func TestTable(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for name, both := range pages {
		for lang, a := range map[i18n.Lang]string{i18n.French: both.Fr, i18n.English: both.En} {
			if !strings.HasPrefix(a, "/"+string(lang)+"/") {
				t.Errorf("%s in %s: %q", name, lang, a)
			}
			if other, ok := seen[a]; ok {
				t.Errorf("%s and %s share %s", name, other, a)
			}
			seen[a] = name
		}
	}
}

func TestOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang       i18n.Lang
		page, slug string
		want       string
	}{
		{i18n.French, "software", "gimp", "/fr/logiciels/gimp"},
		{i18n.English, "product", "photoshop", "/en/equivalents/photoshop"},
		{i18n.French, "search", "où ? & 100 %", "/fr/recherche?q=o%C3%B9+%3F+%26+100+%25"},
		{i18n.French, "case", "a/b", "/fr/demandes/a%2Fb"},
		{i18n.French, "category", "cms", "/fr/logiciels/categories/cms"},
		{i18n.English, "no such page", "", "/en/"},
	} {
		if got := Of(c.lang, c.page, c.slug); got != c.want {
			t.Errorf("Of(%s, %s, %q) = %s, want %s", c.lang, c.page, c.slug, got, c.want)
		}
	}
	if got := Path(i18n.French, "search"); got != "/fr/recherche" {
		t.Errorf("Path = %s", got)
	}
}
