package search

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// spell writes the tokens of text: parts follow their word after +, words joined by a sign after =, words of grammar have !.
func spell(text string) string {
	var s scanner
	s.scan(text)
	var b strings.Builder
	for _, t := range s.tokens {
		b.WriteString([]string{" ", "+", "="}[t.kind])
		b.Write(s.folded(t))
		if t.stop {
			b.WriteByte('!')
		}
	}
	return strings.TrimPrefix(b.String(), " ")
}

func TestScan(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		// Elision and accents.
		{"l’Œuvre d'Æsop, qu'on lise", "oeuvre aesop on! lise"},
		{"Qu'Ubuntu jusqu'à C'est", "ubuntu a! est!"},
		{"l'", "l"},
		{"ÉTÉ e\u0301te\u0301", "ete ete"},
		{"don't; what's; O'Reilly", "don what! o reilly"},
		{"Ａｄｏｂｅ ﬁchier", "adobe fichier"},
		// Signs that belong to names.
		{"C++, C# et .NET 3.5", "c++ c# et! .net+net 3.5+3"},
		{"Notepad++.", "notepad++"},
		{"R, le langage", "r le! langage"},
		{"++ . .. .5 3. #", "5 3"},
		{"a+b", "a! b"},
		// Compound and camel-case names.
		{"LibreOffice", "libreoffice+libre+office"},
		{"OpenLDAP PostgreSQL", "openldap+open+ldap postgresql+postgre+sql"},
		{"LDAPServer ERPNext", "ldapserver+ldap+server erpnext+erp+next"},
		{"VMware PDFs iPhone", "vmware pdfs iphone+phone"},
		{"Paint.NET 7-Zip", "paint net=paintnet 7 zip=7zip"},
		{"LemonLDAP::NG", "lemonldap+lemon+ldap ng=lemonldapng"},
		{"un e-mail", "un! e mail=email"},
		{"R&D TCP/IP", "r d=rd tcp ip=tcpip"},
		{"a-b-c-d", "a! b c d"},
		{"fin. Début", "fin debut"},
		// Versions and numbers.
		{"VMware ESXi 8.0.3", "vmware esxi 8.0.3+8"},
		{"v19.00 Office365 S²LOW 7zip", "v19.00+19.00+19 office365+office+365 s2low+low 7zip+zip"},
		{"Office 2016", "office 2016"},
		// Not words.
		{"", ""},
		{" \t\n?!…«»", ""},
		{"\xff\xfeabc\xc3", "abc"},
		{strings.Repeat("x", 1000), strings.Repeat("x", maxWordBytes)},
	} {
		if got := spell(c.in); got != c.want {
			t.Errorf("tokens of %.60q:\n got %s\nwant %s", c.in, got, c.want)
		}
	}
}

// Words of grammar take no place, so that "gestion de projets" is a phrase for "gestion projets"; parts stand where their word does.
func TestPositions(t *testing.T) {
	t.Parallel()
	var s scanner
	s.scan("la gestion des projets dans LibreOffice")
	var got []string
	for _, tok := range s.tokens {
		if !tok.stop {
			got = append(got, fmt.Sprint(string(s.folded(tok)), tok.pos))
		}
	}
	if want := "[gestion1 projets2 libreoffice3 libre3 office3]"; fmt.Sprint(got) != want {
		t.Errorf("positions %v, want %s", got, want)
	}
}

func TestStems(t *testing.T) {
	t.Parallel()
	st := newStemmer()
	for lang, classes := range map[int][][]string{
		0: {{"formulaire", "formulaires"}, {"sécurité", "sécurités"}, {"bureautique", "bureautiques"}, {"national", "nationale", "nationaux"}, {"signer", "signé", "signée"}},
		1: {{"form", "forms"}, {"editing", "edited", "edits"}, {"library", "libraries"}},
	} {
		for _, class := range classes {
			want, _ := st.stem(lang, class[0])
			for _, w := range class {
				if got, ok := st.stem(lang, w); !ok || got != want {
					t.Errorf("stem of %q in %s is %q, that of %q %q", w, languages[lang], got, class[0], want)
				}
			}
		}
	}
	for _, w := range []string{"pdf", "esxi8", "日本語テスト", "україна", "c++", ""} {
		if stem, ok := st.stem(0, w); ok {
			t.Errorf("%q has the stem %q", w, stem)
		}
	}
}

func TestSameDigits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{{"office2016", "offce2016", true}, {"office2016", "office2019", false}, {"windows", "windows7", false}, {"web2py", "wb2py", true}, {"", "", true}} {
		if got := sameDigits(c.a, []byte(c.b)); got != c.want {
			t.Errorf("sameDigits(%q, %q) = %v", c.a, c.b, got)
		}
	}
}

// An impact survives its byte within 1.5 %.
func TestImpactByte(t *testing.T) {
	t.Parallel()
	for w := float32(0.02); w < mostImpact; w *= 1.1 {
		if got := impacts[impactByte(w)]; got < w*0.985 || got > w*1.015 {
			t.Errorf("impact %g is read as %g", w, got)
		}
	}
}

func FuzzScan(f *testing.F) {
	for _, s := range []string{"a.b", "++", "#", ".net", "é\u0301", "\xff", "3.", "c++++", "LDAPServer", "l’œ", "a-b_c", "S²", "İstanbul"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var s scanner
		s.scan(text)
		for _, tok := range s.tokens {
			w := s.folded(tok)
			if len(w) == 0 || !utf8.Valid(w) || tok.hash != hash(w) {
				t.Errorf("token %q of %q", w, text)
			}
			if tok.start < 0 || tok.start >= tok.end || int(tok.end) > len(text) {
				t.Errorf("token %q of %q stands at %d to %d", w, text, tok.start, tok.end)
			}
		}
	})
}
