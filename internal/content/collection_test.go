package content

import (
	"fmt"
	"testing"

	"guichet/internal/i18n"
)

// The folders of a site in the manner of the State's Eleventy starter: data files give the pages of a folder their tags, layout and address.
func blog() Layer {
	files := map[string]string{
		"fr/fr.11tydata.js":                         "module.exports = { lang: 'fr', permalink: function (data) { if (data.slugOverride) { return `/${data.lang}/${this.slugify(data.slugOverride)}/`; } } };",
		"fr/about/about.11tydata.js":                "module.exports = {\n    permalink: function (data) {\n        return `/fr/mission/${this.slugify(data.page.fileSlug)}/`;\n    }\n};",
		"fr/about/Conseil Libre.md":                 "---\ntitle: Autre\npermalink: /fr/autre-conseil/\n---\n",
		"fr/about/conseil_libre.md":                 "---\ntitle: Conseil\n---\n",
		"fr/acces/index.md":                         "---\ntitle: Accès\nslugOverride: Accès à tous\n---\n",
		"en/acces/index.md":                         "---\ntitle: Access\n---\n",
		"fr/blog/index.njk":                         "---js\n{\n  title: \"Actualités\",\n  pagination: {\n    data: \"collections.posts\",\n    size: 10,\n    reverse: true,\n    before: function(d, f) { return this.x(d, f.lang); }\n  },\n  permalink: \"/{{ lang }}/blog/{% if pagination.pageNumber %}{{ pagePrefix }}{{ pagination.pageNumber + 1 }}/{% endif %}\"\n}\n---\n{% include \"x.njk\" %}\n",
		"fr/blog/posts/posts.11tydata.js":           "const x = require(\"x\");\nmodule.exports = {\n    tags: [\"posts\"],\n    layout: \"layouts/post.njk\",\n    permalink: function (data) { return `/${data.lang}/blog/${data.page.fileSlug}/`; },\n    eleventyComputed: { segments: [{ url: \"/blog/\", title: \"Blog\" }], image: data => { return { path: x(`${a}`) } } }\n};",
		"fr/bluehats/gazettes/gazettes.11tydata.js": "module.exports = { tags: [ \"bluehats_posts\", \"gazette\" ], permalink: data => `/${data.lang}/bluehats/${data.page.fileSlug}/` };",
		"fr/bluehats/index.njk":                     "---\ntitle: Les initiatives\n---\n<div>{% for a in b %}{% endfor %}</div>",
		"fr/bluehats/gazettes/bluehats_2.md":        "---\ntitle: Gazette 2\ndate: 2024-02-01\n---\n",
		"fr/bluehats/gazettes/bluehats_1.md":        "---\ntitle: Gazette 1\ndate: 2024-01-01\n---\n",
		"fr/seule.md":                               "---\ntitle: Seule\ntags: OSPO\n---\n",
	}
	for i := range 12 {
		files[fmt.Sprintf("fr/blog/posts/billet-%d/index.md", i)] = fmt.Sprintf("---\ntitle: Billet %d\ndate: 2024-01-%02d\ntags: [OSPO, \"n° %d\"]\n---\nTexte.", i, i+1, i%2)
	}
	files["fr/blog/posts/brouillon.md"] = "---\ntitle: Brouillon\ndate: 2025-01-01\ndraft: true\ntags: OSPO\n---\n"
	return layer("d", files)
}

func titles(pages []*Page) []string {
	var out []string
	for _, p := range pages {
		out = append(out, p.Title)
	}
	return out
}

func TestFolderData(t *testing.T) {
	s, problems := load(t, Options{}, blog())
	same(t, "problems", problems, []string{"d/fr/blog/index.njk:0 warning file-ignored", "d/fr/bluehats/index.njk:0 warning file-ignored"})
	for _, a := range []string{"/fr/mission/conseil-libre/", "/fr/autre-conseil/", "/fr/acces-a-tous/", "/fr/blog/billet-3/", "/fr/bluehats/bluehats_1/", "/fr/seule/"} {
		if _, ok := s.Page(a); !ok {
			t.Errorf("no %s among %v", a, addresses(s))
		}
	}
	p, _ := s.Page("/fr/blog/billet-3/")
	same(t, "tags", p.Tags, []string{"posts", "OSPO", "n° 1"})
	same(t, "layout", p.Layout, "post")
	same(t, "breadcrumb", p.Segments, []Segment{{"Blog", "/fr/blog/"}})
	same(t, "series", p.Series, "posts")
	fr, _ := s.Page("/fr/acces-a-tous/")
	same(t, "the same file in English", fr.Translation, "/en/acces/")
}

func TestCollections(t *testing.T) {
	s, _ := load(t, Options{}, blog())
	same(t, "newest first", titles(s.Collection(i18n.French, "posts"))[:2], []string{"Billet 11", "Billet 10"})
	same(t, "of both folders", len(s.Collection(i18n.French, "OSPO")), 13)
	same(t, "in English", s.Collection(i18n.English, "posts"), []*Page(nil))
	p, _ := s.Page("/fr/blog/billet-11/")
	previous, next := s.Neighbours(p)
	if previous == nil || previous.Title != "Billet 10" || next != nil {
		t.Errorf("around the newest: %v, %v", previous, next)
	}
	alone, _ := s.Page("/fr/seule/")
	if previous, next := s.Neighbours(alone); previous != nil || next != nil {
		t.Error("a page that stands alone has neighbours")
	}
	drafts, _ := load(t, Options{ShowDrafts: true}, blog())
	same(t, "with drafts", titles(drafts.Collection(i18n.French, "posts"))[0], "Brouillon")
}

func TestListings(t *testing.T) {
	s, _ := load(t, Options{Known: func(a string) bool { return a == "/fr/" }}, blog())
	var got []string
	for _, l := range s.Listings() {
		got = append(got, fmt.Sprintf("%s %q %d/%d", l.Path, l.Title, l.Total, l.Last))
	}
	same(t, "lists", got, []string{`/fr/blog/ "Actualités" 12/2`, `/fr/blog/tags/ "" 0/1`, `/fr/blog/tags/n-0/ "n° 0" 6/1`, `/fr/blog/tags/n-1/ "n° 1" 6/1`, `/fr/blog/tags/ospo/ "OSPO" 12/2`,
		`/fr/bluehats/ "Les initiatives" 2/1`, `/fr/bluehats/tags/ "" 0/1`, `/fr/bluehats/tags/gazette/ "gazette" 2/1`, `/fr/tags/ "" 0/1`, `/fr/tags/ospo/ "OSPO" 1/1`})
	two, ok := s.Listing("/fr/blog/page-2/")
	if !ok {
		t.Fatal("no second page")
	}
	same(t, "second page", titles(two.Entries), []string{"Billet 1", "Billet 0"})
	same(t, "addresses", []string{two.PageAt(1), two.PageAt(2)}, []string{"/fr/blog/", "/fr/blog/page-2/"})
	if to, ok := s.Redirect("/fr/blog/page-2"); !ok || to != "/fr/blog/page-2/" {
		t.Errorf("without its last slash: %q, %v", to, ok)
	}
	p, _ := s.Page("/fr/blog/billet-1/")
	same(t, "tags of a page", s.Tags(p), []Tag{{"OSPO", "/fr/blog/tags/ospo/", 12}, {"n° 1", "/fr/blog/tags/n-1/", 6}})
}

// A page of Markdown introduces the list that its front matter asks for, in the order and by the number that it asks for.
func TestPageThatLists(t *testing.T) {
	files := map[string]string{"fr/nouvelles/index.md": "---\ntitle: Nouvelles\npagination:\n  data: collections.nouvelle\n  size: 2\n---\nIntroduction.\n",
		"fr/x.md": "---\ntitle: X\npagination:\n  data: autre\n---\n"}
	for i := range 3 {
		files[fmt.Sprintf("fr/nouvelles/n%d.md", i)] = fmt.Sprintf("---\ntitle: N%d\ndate: 2024-01-0%d\ntags: nouvelle\n---\n", i, i+1)
	}
	s, problems := load(t, Options{}, layer("d", files))
	same(t, "problems", problems, []string{"d/fr/x.md:4 warning pagination-unknown"})
	l, ok := s.Listing("/fr/nouvelles/")
	if !ok || l.Frame == nil || l.Frame.Title != "Nouvelles" || l.Last != 2 {
		t.Fatalf("%+v", l)
	}
	same(t, "oldest first, as Eleventy", titles(l.Entries), []string{"N0", "N1"})
}

// What is no data is not run, and never stops the load.
func TestHostileFolderData(t *testing.T) {
	for _, js := range []string{"", "module.exports =", "module.exports = {", "module.exports = {a:", "module.exports = { tags: [ `", "module.exports = " + fmt.Sprint(make([]int, 5000)),
		"module.exports = {permalink: function(d) { return process.env; }, [x]: 1, ...y, tags: [a, b()], z() { }, \"q\": 'w'};", "export default {tags: \"x\"}", "module.exports = {{{{", "module.exports = function() {}"} {
		s, _ := load(t, Options{}, layer("d", map[string]string{"fr/a/a.11tydata.js": js, "fr/a/b.md": "Corps."}))
		if _, ok := s.Page("/fr/a/b/"); !ok {
			t.Errorf("%q: the page is lost", js)
		}
	}
}
