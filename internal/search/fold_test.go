package search_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"guichet/internal/search"
)

func TestWords(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Existe-t-il un équivalent libre de Photoshop ?": "existe t il un equivalent libre de photoshop",
		"l’Œuvre d'Æsop":                                 "l oeuvre d aesop",
		"C++, C# et .NET 3.5":                            "c++ c# et .net 3.5",
		"Notepad++":                                      "notepad++",
		"Paint.NET":                                      "paint net",
		"LemonLDAP::NG":                                  "lemonldap ng",
		"  \t\n":                                         "",
		"fin. Début":                                     "fin debut",
		"Ａｄｏｂｅ ﬁchier":                                   "adobe fichier",
		"7-Zip v19.00":                                   "7 zip v19.00",
		"R&D":                                            "r d",
		"Qu'est-ce que l'OSPO ?":                         "qu est ce que l ospo",
	} {
		if got := strings.Join(search.Words(in), " "); got != want {
			t.Errorf("Words(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestKeyAndSlug(t *testing.T) {
	t.Parallel()
	for _, same := range [][]string{{"Paint.NET", "paint net", "PaintNet"}, {"7-Zip", "7zip"}, {"Rocket.Chat", "rocketchat"}, {"LemonLDAP::NG", "LemonLDAP NG"}} {
		for _, s := range same {
			if got, want := search.Key(s), search.Key(same[0]); got != want {
				t.Errorf("Key(%q) = %q, want %q", s, got, want)
			}
		}
	}
	for in, want := range map[string]string{"Notepad++": "notepad-plus-plus", "C#": "c-sharp", "Démarches simplifiées": "demarches-simplifiees", "日本": "", "GNU Emacs 29.1": "gnu-emacs-29-1"} {
		if got := search.Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"a.b", "++", "#", ".net", "é\u0301", "\xff", "3.", "c++++"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		words := search.Words(s)
		if slices.Contains(words, "") {
			t.Errorf("Words(%q) holds an empty word", s)
		}
		if utf8.ValidString(s) && !utf8.ValidString(strings.Join(words, " ")) {
			t.Errorf("Words(%q) is not UTF-8", s)
		}
		for _, r := range search.Slug(s) {
			if r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') {
				t.Errorf("Slug(%q) holds %q", s, r)
			}
		}
	})
}
