package web

import (
	"strings"

	"guichet/internal/address"
	"guichet/internal/content"
	"guichet/internal/i18n"
	"guichet/internal/search"
	"guichet/internal/snapshot"
)

// target is where a found document leads.
type target struct {
	kind    string // of the heading that it stands under
	title   i18n.Text
	text    i18n.Text
	url     i18n.Text
	oneLang i18n.Lang // set for a page that exists in one language
}

// kindOrder is the order of the groups of results.
var kindOrder = []string{"software", "product", "question", "page", "provider", "ospo", "space", "event", "training"}

func buildIndex(snap *snapshot.Snapshot, site *content.Site) (*search.Index, map[string]target) {
	var docs []*search.Document
	targets := map[string]target{}
	add := func(d search.Document, t target) {
		t.kind = d.Kind
		targets[d.Kind+" "+d.Key] = t
		docs = append(docs, &d)
	}
	both := func(page, slug string) i18n.Text {
		return i18n.Text{Fr: address.Of(i18n.French, page, slug), En: address.Of(i18n.English, page, slug)}
	}
	for _, sw := range snap.Catalog.Software {
		text := []string{sw.Licence.V}
		if sw.Category != nil {
			text = append(text, sw.Category.Fr, sw.Category.En, strings.Join(sw.Category.Names, " "))
		}
		boost := 1.0
		if sw.SILL {
			boost = 1.2
		}
		add(search.Document{Kind: "software", Key: sw.Slug, Title: sw.Name.V, Names: sw.Aliases, Text: strings.Join(text, " "), Local: local(sw.Function.V), Boost: boost},
			target{title: i18n.Same(sw.Name.V), text: sw.Function.V, url: both("software", sw.Slug)})
	}
	for _, pr := range snap.Catalog.Products {
		add(search.Document{Kind: "product", Key: pr.Slug, Title: pr.Name, Names: append([]string{pr.FullName()}, pr.Aliases...), Local: local(pr.Function)},
			target{title: i18n.Same(pr.Label()), text: pr.Function, url: both("product", pr.Slug)})
	}
	for _, q := range snap.Questions {
		add(search.Document{Kind: "question", Key: q.Slug, Title: q.Ask.Fr + " " + q.Ask.En, Names: q.Phrases, Local: local(q.Answer), Boost: 0.7},
			target{title: q.Ask, text: q.Answer, url: q.URL})
	}
	for _, pg := range site.Pages() {
		add(search.Document{Kind: "page", Key: pg.Path, Lang: string(pg.Lang), Title: pg.Title, Text: pg.Description + " " + pg.Text, Boost: 0.8},
			target{title: i18n.Same(pg.Title), text: i18n.Same(pg.Description), url: i18n.Same(pg.Path), oneLang: pg.Lang})
	}
	for _, pv := range snap.Catalog.Providers {
		var serves []string
		for _, s := range pv.Services {
			serves = append(serves, s.Software.Name.V)
		}
		add(search.Document{Kind: "provider", Key: pv.Slug, Title: pv.Name, Text: strings.Join(serves, " ")},
			target{title: i18n.Same(pv.Name), text: i18n.Same(strings.Join(serves, ", ")), url: both("provider", pv.Slug)})
	}
	for _, o := range snap.OSPO.Offices {
		add(search.Document{Kind: "ospo", Key: o.Slug, Title: o.Name, Text: officeWords(o)},
			target{title: i18n.Same(o.Name), text: o.Description, url: both("ospo", o.Slug)})
	}
	for _, s := range snap.Community.Spaces {
		add(search.Document{Kind: "space", Key: s.Slug, Title: s.Name.Fr + " " + s.Name.En, Names: s.Aliases, Text: s.Entry.Fr + " " + s.Entry.En},
			target{title: s.Name, text: s.Entry, url: i18n.Same(s.URL)})
	}
	for _, e := range snap.Community.Events {
		add(search.Document{Kind: "event", Key: e.Slug, Title: e.Title.Fr + " " + e.Title.En, Text: strings.Join(append(e.Speakers, e.Summary.Fr, e.Summary.En, e.Host, "BlueHats"), " "), Boost: 0.7},
			target{title: e.Title, text: e.Summary, url: both("event", e.Slug)})
	}
	for _, c := range snap.Community.Courses {
		at := both("trainer", c.Trainer.Slug)
		at.Fr, at.En = at.Fr+"#"+c.Anchor, at.En+"#"+c.Anchor
		add(search.Document{Kind: "training", Key: c.Trainer.Slug + " " + c.Anchor, Title: c.Title, Text: c.Trainer.Name + " formation training", Boost: 0.25},
			target{title: i18n.Same(c.Title), text: i18n.Same(c.Trainer.Name), url: at})
	}
	return search.NewIndex(docs), targets
}

func local(t i18n.Text) []search.Local {
	return []search.Local{{Lang: "fr", Text: t.Fr}, {Lang: "en", Text: t.En}}
}

// Find searches everything that the portal shows. told says what a document that was found is, and where it leads.
func (p *Portal) Find(q search.Query) (found search.Result, told func(kind, key string) (title, text, url i18n.Text)) {
	v := p.current()
	return v.index.Find(q), func(kind, key string) (title, text, url i18n.Text) {
		t := v.targets[kind+" "+key]
		return t.title, t.text, t.url
	}
}
