package desk

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestStrip(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		// What the desk is asked about stays.
		{"Existe-t-il un équivalent libre de Photoshop ?", "existe-t-il un équivalent libre de photoshop ?"},
		{"  Deux\u00a0 espaces\r\n et ﬁn ", "deux espaces et fin"},
		{"PostgreSQL 16.2 sur Debian 12.5 (bookworm)", "postgresql 16.2 sur debian 12.5 (bookworm)"},
		{"la loi n° 2016-1321 et la loi 78-753", "la loi n° 2016-1321 et la loi 78-753"},
		{"CVE-2021-44228 dans log4j 2.14.1", "cve-2021-44228 dans log4j 2.14.1"},
		{"article L. 2123-1 et R2122-8 du CCP", "article l. 2123-1 et r2122-8 du ccp"},
		{"marché de 143 000 € ou de 5 538 000 €", "marché de 143 000 € ou de 5 538 000 €"},
		{"iso 27001:2022, RGAA 4.1.2", "iso 27001:2022, rgaa 4.1.2"},
		{"c# ou c++ ?", "c# ou c++ ?"},
		{"qui contacter à Paris 75007 en 2025-2026", "qui contacter à paris 75007 en 2025-2026"},
		{"https://code.gouv.fr/sill/detail?", "https://code.gouv.fr/sill/detail?"},
		{"deux\u00adieme", "deuxieme"},
		// Mail and social addresses.
		{"écrivez à Jean.Dupont@interieur.gouv.fr, merci", "écrivez à «…» merci"},
		{"jean＠exemple.fr", "«…»"},
		{"jean\u200b@\u200bexemple.fr", "«…»"},
		{"jean.dupont (at) exemple.fr svp", "«…» svp"},
		{"jean.dupont[at]exemple.fr", "«…»"},
		{"jean.dupont @ exemple.fr merci", "«…» merci"},
		{"jean.dupont@ exemple.fr merci", "«…» merci"},
		{"jean.dupont @exemple.fr merci", "«…» merci"},
		{"dupont arobase exemple.fr", "«…»"},
		{"comment taper arobase", "comment taper arobase"},
		{"suivre @codegouvfr sur mastodon", "suivre «…» sur mastodon"},
		{"@bluehats@social.numerique.gouv.fr", "«…»"},
		{"a@b.fr c@d.fr", "«…»"},
		{"mailto:a@b.fr?subject=x", "«…»"},
		{"@", "«…»"},
		// Telephones.
		{"appelez le 06 12 34 56 78 demain", "appelez le «…» demain"},
		{"+33 (0)1 23 45 67 89", "«…»"},
		{"0612345678", "«…»"},
		{"06.12.34.56.78 ou 06-12-34-56-78", "«…» ou «…»"},
		{"０６ １２ ３４ ５６ ７８", "«…»"},
		{"٠٦١٢٣٤٥٦٧٨", "«…»"},
		{"00 33 6 12 34 56 78", "«…»"},
		// Other numbers of persons.
		{"né le 12/03/1985 à Lyon", "né le «…» à lyon"},
		{"NIR 1 85 05 78 006 084 36", "nir «…»"},
		{"nir 1 85 05 2A 006 084 36 fin", "nir «…» fin"},
		{"185052a00608436", "«…»"},
		{"IBAN FR76 3000 6000 0112 3456 7890 189", "iban «…»"},
		{"iban fr7630006000011234567890189.", "iban «…»."},
		{"iban DE89 3704 0044 0532 0130 00 ici", "iban «…» ici"},
		{"carte 4970 1012 3456 7890", "carte «…»"},
		{"siret 130 025 265 00013", "siret «…»"},
		// Addresses of pages.
		{"https://jean:secret@example.fr/x", "«…»"},
		{"https://desk.fr/fr/demandes/GL-2026-000123?cle=abcdef", "https://desk.fr/fr/demandes/gl-«…»"},
		{"voir www.exemple.fr/p?nom=Dupont&x=1 merci", "voir www.exemple.fr/p«…» merci"},
		{"https://exemple.fr/#session", "https://exemple.fr/«…»"},
		// Keys.
		{"ma clé 7h3k9qz0w2m5x8c1v4b6n7t2r5y8p1ab", "ma clé «…»"},
		{"anticonstitutionnellement", "anticonstitutionnellement"},
		// Damage.
		{"a\x00b\x1bc", "a b c"},
		{"d\xe9mat", "d mat"},
		{"", ""},
		{" \t\u200b ", ""},
		{strings.Repeat("é", 300), strings.Repeat("é", 200)},
		{strings.Repeat("a ", 90) + "bon jean.dupont@exemple.fr", strings.Repeat("a ", 90) + "bon «…»"},
	} {
		if got := Strip(c.in); got != c.want {
			t.Errorf("Strip(%q)\n got %q\nwant %q", c.in, got, c.want)
		}
	}
}

var longNumber = regexp.MustCompile(`\p{Nd}{7}`)

func FuzzStrip(f *testing.F) {
	for _, s := range []string{"jean@exemple.fr", "a @ b.fr", "(at)(at)", "06 12 34 56 78", "FR76 3000 6000 0112 3456 7890 189", "x?#=/",
		"«…»@«…»", "\xff＠\u200b", strings.Repeat("jean.dupont@exemple.fr ", 300), strings.Repeat("1", 5000), "ﷺ", "İ@"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Strip(s)
		if strings.Contains(got, "@") {
			t.Errorf("Strip(%q) = %q keeps an address", s, got)
		}
		if longNumber.MatchString(got) {
			t.Errorf("Strip(%q) = %q keeps a long number", s, got)
		}
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > maxQuestion || strings.ContainsFunc(got, unicode.IsControl) || got != strings.TrimSpace(got) {
			t.Errorf("Strip(%q) = %q is not fit to store", s, got)
		}
	})
}
