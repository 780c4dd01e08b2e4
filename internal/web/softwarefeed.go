package web

import (
	"cmp"
	"context"
	"encoding/xml"
	"net/http"
	"strconv"
	"time"

	"guichet/internal/address"
	"guichet/internal/catalog"
	"guichet/internal/edge"
	"guichet/internal/facts"
	"guichet/internal/web/theme"
)

// Changes tells what changed in the statements of some kinds since each source was first read; see facts.Store.Changes.
type Changes func(ctx context.Context, limit int, kinds ...string) ([]facts.Change, error)

// softwareAtom is the Atom feed of what entered, changed or left in the catalogue. The first reading of a source is no news.
func (p *Portal) softwareAtom(rq request) (*edge.Response, error) {
	changes, err := p.Changes(rq.Context(), feedEntries, catalog.KindSoftware)
	if err != nil {
		return nil, err
	}
	sheets := map[catalog.Entry]*catalog.Software{}
	for _, sw := range rq.snap().Catalog.Software {
		for _, e := range sw.Entries {
			sheets[e] = sw
		}
	}
	self, list := p.BaseURL+address.Feed(rq.lang, "software"), p.BaseURL+rq.to("software-list", "")
	feed := atomFeed{
		Lang: string(rq.lang), ID: self, Title: p.Site.Name + " – " + rq.t("web.software-feed"), Updated: rq.snap().Built.UTC().Format(time.RFC3339), Author: atomPerson{cmp.Or(p.Site.Operator, p.Site.Name)},
		Links: []atomLink{{"self", "application/atom+xml", self}, {"alternate", "text/html", list}},
	}
	if len(changes) > 0 {
		feed.Updated = changes[0].At.UTC().Format(time.RFC3339)
	}
	for _, c := range changes {
		name, at := changeName(c, rq.lang), list
		if sw := sheets[catalog.Entry{Source: c.Source, Key: c.Key}]; sw != nil {
			name, at = sw.Name.V, p.BaseURL+rq.to("software-history", sw.Slug)
		}
		when := c.At.UTC().Format(time.RFC3339)
		text := rq.t("web.software-feed-text", "name", name, "what", rq.t("web.changes-"+c.What), "source", rq.snap().Sources.Title(c.Source, rq.lang))
		id := self + "#" + query("source", c.Source, "entry", c.Key, "at", strconv.FormatInt(c.At.UnixMicro(), 10), "what", c.What)
		feed.Entries = append(feed.Entries, atomEntry{id, rq.t("web.software-feed-entry", "name", name, "what", rq.t("web.changes-"+c.What)), when, when, atomLink{"alternate", "text/html", at}, text, atomText{"text", text}})
	}
	body, err := xml.Marshal(feed)
	if err != nil {
		return nil, err
	}
	return edge.New(http.StatusOK, "application/atom+xml; charset=utf-8", "max-age=600", append([]byte(xml.Header), body...), true), nil
}

// catalogueFeed is the link to that feed.
func (rq request) catalogueFeed() theme.Link {
	return theme.Link{Text: rq.t("web.software-feed"), URL: address.Feed(rq.lang, "software")}
}
