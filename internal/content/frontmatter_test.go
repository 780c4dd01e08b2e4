package content

import (
	"strings"
	"testing"
	"time"

	"guichet/internal/i18n"
)

func TestFrontMatterOfTheServicePage(t *testing.T) {
	p, problems := Parse("fr/mission/offre.md", []byte(`---
title: "Une offre : d'essai"
description: Ce qu'elle offre
layout: layouts/page.njk
segments:
  - url: /mission/
    title: Mission
  - title: Sans adresse
showBreadcrumb: false
translation: /en/mission/offer
toc: true
date: 2024-09-27
tags: OSPO
draft: false
redirects:
  - /ancienne-offre
eleventyNavigation:
  key: Offre
  parent: Mission
  order: 4
eleventyExcludeFromCollections: true
---
## Un titre
`), PlainComponents{}, Options{})
	same(t, "problems", brief(t, problems), []string(nil))
	if p == nil {
		t.Fatal("refused")
	}
	got := *p
	same(t, "title", got.Title, "Une offre : d'essai")
	same(t, "description", got.Description, "Ce qu'elle offre")
	same(t, "address", got.Path, "/fr/mission/offre/")
	same(t, "language", got.Lang, i18n.French)
	same(t, "layout", got.Layout, "page")
	same(t, "segments", got.Segments, []Segment{{"Mission", "/fr/mission/"}, {"Sans adresse", ""}})
	same(t, "breadcrumb", got.ShowBreadcrumb, false)
	same(t, "translation", got.Translation, "/en/mission/offer/")
	same(t, "contents", got.Contents, true)
	same(t, "date", got.Date, time.Date(2024, 9, 27, 0, 0, 0, 0, time.UTC))
	same(t, "tags", got.Tags, []string{"OSPO"})
	same(t, "redirects", got.Redirects, []string{"/ancienne-offre/"})
	same(t, "navigation", got.Navigation, Navigation{Key: "Offre", Parent: "Mission", Order: 4})
}

func TestFrontMatterDefaults(t *testing.T) {
	p, problems := page(t, "Rien de plus.")
	same(t, "problems", problems, []string(nil))
	same(t, "layout", p.Layout, "page")
	same(t, "breadcrumb", p.ShowBreadcrumb, true)
	same(t, "contents", p.Contents, false)
}

// Each line: the front matter and what is said of it. The page is served unless the last problem refuses it.
func TestFrontMatterProblems(t *testing.T) {
	for _, c := range []struct {
		name, front string
		problems    []string
		refused     bool
	}{
		{"unknown key", "---\ntitle: T\nauthor: X\n---\n", []string{"3 warning key-unknown"}, false},
		{"unknown keys inside", "---\ntitle: T\nsegments:\n  - url: /a/\n    title: A\n    icon: x\neleventyNavigation:\n  key: K\n  colour: red\n---\n",
			[]string{"6 warning key-unknown", "9 warning key-unknown"}, false},
		{"wrong types", "---\ntitle: T\nshowBreadcrumb: oui\nsegments: /mission/\ntags: {a: b}\ndate: demain\ndescription: [a]\ntoc: 1\n---\n",
			[]string{"3 error key-type", "4 error key-type", "5 error key-type", "6 error key-type", "7 error key-type", "8 error key-type"}, false},
		{"a number for a title is served", "---\ntitle: 2024\n---\n", []string{"2 error key-type"}, false},
		{"a list for a title is not", "---\ntitle: [a]\n---\n", []string{"1 error title-missing", "2 error key-type"}, true},
		{"a navigation entry that is no page", "---\npermalink: false\neleventyNavigation:\n  key: K\n---\n", nil, false},
		{"no title but a heading", "---\nlayout: page\n---\n# Un *titre*\n\n", []string{"1 error title-found"}, false},
		{"no title", "---\nlayout: page\n---\n", []string{"1 error title-missing"}, true},
		{"no front matter", "## Un titre\n", []string{"1 error title-missing"}, true},
		{"empty front matter", "---\n---\n", []string{"1 error title-missing"}, true},
		{"broken YAML", "---\ntitle: T\nsegments: [a\n---\n", []string{"3 error front-yaml"}, true},
		{"not a map", "---\n- a\n- b\n---\n", []string{"2 error front-shape"}, true},
		{"the same key twice", "---\ntitle: T\ntitle: U\n---\n", []string{"3 error front-yaml"}, true},
		{"TOML", "+++\ntitle = \"T\"\n+++\n", []string{"1 error front-toml", "1 error title-missing"}, true},
		{"JSON", "---json\n{\"title\": \"T\"}\n---\n", nil, false},
		{"JavaScript", "---js\n{\n  title: \"T\", // one\n  tags: ['a', `b`],\n  f: function(x) { return \"}\"; },\n}\n---\n", nil, false},
		{"JavaScript that is no object", "---js\nrequire('x')\n---\n", []string{"1 error front-json", "1 error title-missing"}, true},
		{"JSON by itself", "{\n\"title\": \"T\"\n}\n", []string{"1 error front-json", "1 error title-missing"}, true},
		{"never closed", "---\ntitle: T\n", []string{"1 error front-open", "1 error title-missing"}, true},
		{"segment without a title", "---\ntitle: T\nsegments:\n  - url: /a/\n---\n", []string{"4 error segment-title"}, false},
		{"segment that is a text", "---\ntitle: T\nsegments:\n  - /a/\n---\n", []string{"4 error key-type"}, false},
		{"computed permalink", "---\ntitle: T\npermalink: \"/{{ lang }}/{{ page.fileSlug | slugify }}/\"\n---\n", nil, false},
		{"permalink that needs a program", "---\ntitle: T\npermalink: \"/{{ page.date | f }}/\"\n---\n", []string{"3 warning permalink-computed"}, false},
		{"impossible permalink", "---\ntitle: T\npermalink: /a/../b/\n---\n", []string{"3 error address-bad"}, false},
		{"permalink elsewhere", "---\ntitle: T\npermalink: //example.org/\n---\n", []string{"3 error address-bad"}, false},
		{"impossible redirect", "---\ntitle: T\nredirects: [/a/, 'https://example.org/']\n---\n", []string{"3 error address-bad"}, false},
		{"template in the title", "---\ntitle: \"T {{ nom }}\"\n---\n", []string{"2 warning template-tag"}, false},
		{"long description", "---\ntitle: T\ndescription: " + strings.Repeat("é", 161) + "\n---\n", []string{"3 warning description-long"}, false},
		{"Eleventy's dates", "---\ntitle: T\ndate: git Last Modified\n---\n", nil, false},
		{"an anchor is no text", "---\ntitle: &a T\nlayout: *a\n---\n", []string{"1 error title-missing", "2 error key-type", "3 error key-type"}, true},
		{"deep", "---\ntitle: T\ntags: " + strings.Repeat("[", 60) + "\n---\n", []string{"1 error front-large"}, true},
		{"Windows line ends and a byte order mark", "\ufeff---\r\ntitle: T\r\nfoo: 1\r\n---\r\n", []string{"3 warning key-unknown"}, false},
		{"a rule is no front matter", "---- \n", []string{"1 error title-missing"}, true},
	} {
		p, problems := Parse("fr/x.md", []byte(c.front+"Corps.\n"), PlainComponents{}, Options{})
		if got := brief(t, problems); strings.Join(got, "\n") != strings.Join(c.problems, "\n") {
			t.Errorf("%s: problems %q, want %q", c.name, got, c.problems)
		}
		if (p == nil) != c.refused {
			t.Errorf("%s: refused %v, want %v", c.name, p == nil, c.refused)
		}
		if p != nil && !strings.Contains(string(p.Body), "<p>Corps.</p>") {
			t.Errorf("%s: body %q", c.name, p.Body)
		}
	}
}

func TestDates(t *testing.T) {
	for in, want := range map[string]string{
		"2024-09-27": "2024-09-27 00:00", "'2024-09-27'": "2024-09-27 00:00", "2024-09-27T10:30:00Z": "2024-09-27 10:30",
		"2024-09-27 10:30": "2024-09-27 10:30", "2024": "2024-01-01 00:00", "2024-9-7": "2024-09-07 00:00", "2024-09-27T10:30:00+00:00": "2024-09-27 10:30",
	} {
		p, problems := Parse("fr/x.md", []byte("---\ntitle: T\ndate: "+in+"\n---\n"), PlainComponents{}, Options{})
		if len(problems) > 0 || p.Date.Format("2006-01-02 15:04") != want {
			t.Errorf("date %s: %v, problems %v; want %s", in, p.Date, problems, want)
		}
	}
}

func TestProblemString(t *testing.T) {
	_, problems := Parse("dossier/fr/x.md", []byte("---\ntitle: T\nsegments: 1\n---\n"), PlainComponents{}, Options{})
	if got, want := problems[0].String(), "dossier/fr/x.md:3: error: clé segments\u00a0: la valeur doit être une liste"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := problems[0].In(i18n.English), "dossier/fr/x.md:3: error: key segments: the value must be a list"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
