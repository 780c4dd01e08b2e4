package web

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"guichet/internal/address"
	"guichet/internal/content"
	"guichet/internal/edge"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/web/theme"
)

// feedEntries is how many posts a feed holds: a reader that comes once a month misses none.
const feedEntries = 30

// posts returns the news of a language, the latest first: the dated Markdown pages below the address of the news, and those that a site brought along
// calls posts.
func posts(v *view, lang i18n.Lang) []*content.Page {
	below := address.Of(lang, "news", "")
	var out []*content.Page
	for _, pg := range v.site.Collection(lang, "posts") {
		if !pg.Date.IsZero() && !pg.Draft && !strings.HasPrefix(pg.Path, below) {
			out = append(out, pg)
		}
	}
	for _, pg := range v.site.Pages() {
		if pg.Lang == lang && pg.Path != below && strings.HasPrefix(pg.Path, below) && !pg.Date.IsZero() && !pg.Draft {
			out = append(out, pg)
		}
	}
	slices.SortFunc(out, func(a, b *content.Page) int { return cmp.Or(b.Date.Compare(a.Date), cmp.Compare(a.Path, b.Path)) })
	return out
}

func latestPosts(v *view, lang i18n.Lang, most int) []*content.Page {
	all := posts(v, lang)
	return all[:min(len(all), most)]
}

func (rq request) postCard(pg *content.Page, level int) theme.Card {
	return theme.Card{Title: pg.Title, URL: pg.Path, Text: cmp.Or(pg.Description, clipped(pg.Text, 200)), Level: level, Meta: []string{provenance.Day(pg.Date).In(rq.lang)}}
}

// news lists the news of the desk.
func (p *Portal) news(rq request) (*edge.Response, error) {
	page := listPage{Shell: p.shell(rq, rq.t("web.news-title"), rq.t("web.news-description")), Heading: rq.t("web.news-title"), Lead: rq.t("web.news-lead")}
	rq.trail(&page.Shell, rq.t("web.nav-news"), "bluehats")
	rq.also(&page.Shell, "news", "")
	all := posts(rq.view, rq.lang)
	shown, err := rq.paginate(&page, len(all), nil)
	if err != nil {
		return nil, err
	}
	for _, pg := range all[shown.from:shown.to] {
		page.Cards = append(page.Cards, rq.postCard(pg, 2))
	}
	page.Count = rq.t("web.count-news", "n", len(all))
	page.Empty = theme.Empty{Title: rq.t("web.news-none"), Links: []theme.Link{{Text: rq.t("web.nav-bluehats"), URL: rq.to("bluehats", "")}}}
	page.Links = []theme.Link{{Text: rq.t("web.news-atom"), URL: address.Feed(rq.lang, "atom")}, {Text: rq.t("web.news-json"), URL: address.Feed(rq.lang, "json")}, {Text: rq.t("web.events-follow"), URL: rq.to("events-calendar", "")}, {Text: rq.t("web.news-spaces"), URL: rq.to("spaces", "") + "?" + query(paramAbout, "news")}}
	return p.render(rq, "page-list", page)
}

// atomFeed is RFC 4287. Every address in it is absolute.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomPerson  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID        string   `xml:"id"`
	Title     string   `xml:"title"`
	Published string   `xml:"published"`
	Updated   string   `xml:"updated"`
	Link      atomLink `xml:"link"`
	Summary   string   `xml:"summary"`
	Content   atomText `xml:"content"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Body string `xml:",chardata"`
}

// atom is the Atom feed of the news. An entry's identifier is its address, which never changes.
func (p *Portal) atom(rq request) (*edge.Response, error) {
	feed := atomFeed{
		Lang: string(rq.lang), ID: p.BaseURL + address.Feed(rq.lang, "atom"), Title: p.feedTitle(rq), Updated: p.feedDate(rq), Author: atomPerson{cmp.Or(p.Site.Operator, p.Site.Name)},
		Links: []atomLink{{"self", "application/atom+xml", p.BaseURL + address.Feed(rq.lang, "atom")}, {"alternate", "text/html", p.BaseURL + rq.to("news", "")}},
	}
	for _, pg := range latestPosts(rq.view, rq.lang, feedEntries) {
		day, at := pg.Date.UTC().Format(time.RFC3339), p.BaseURL+pg.Path
		feed.Entries = append(feed.Entries, atomEntry{at, pg.Title, day, day, atomLink{"alternate", "text/html", at}, pg.Description, atomText{"html", p.feedBody(pg)}})
	}
	body, err := xml.Marshal(feed)
	if err != nil {
		return nil, err
	}
	return edge.New(http.StatusOK, "application/atom+xml; charset=utf-8", "max-age=600", append([]byte(xml.Header), body...), true), nil
}

type jsonFeed struct {
	Version  string       `json:"version"`
	Title    string       `json:"title"`
	Home     string       `json:"home_page_url"`
	URL      string       `json:"feed_url"`
	Language string       `json:"language"`
	Authors  []jsonAuthor `json:"authors"`
	Items    []jsonItem   `json:"items"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

type jsonItem struct {
	ID        string   `json:"id"`
	URL       string   `json:"url"`
	Title     string   `json:"title"`
	Summary   string   `json:"summary,omitempty"`
	Content   string   `json:"content_html"`
	Published string   `json:"date_published"`
	Tags      []string `json:"tags,omitempty"`
}

// jsonNews is the news as JSON Feed 1.1.
func (p *Portal) jsonNews(rq request) (*edge.Response, error) {
	feed := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: p.feedTitle(rq), Home: p.BaseURL + rq.to("news", ""), URL: p.BaseURL + address.Feed(rq.lang, "json"), Language: string(rq.lang),
		Authors: []jsonAuthor{{cmp.Or(p.Site.Operator, p.Site.Name)}}, Items: []jsonItem{},
	}
	for _, pg := range latestPosts(rq.view, rq.lang, feedEntries) {
		at := p.BaseURL + pg.Path
		feed.Items = append(feed.Items, jsonItem{at, at, pg.Title, pg.Description, p.feedBody(pg), pg.Date.UTC().Format(time.RFC3339), pg.Tags})
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	if err := enc.Encode(feed); err != nil {
		return nil, err
	}
	return edge.New(http.StatusOK, "application/feed+json", "max-age=600", b.Bytes(), true), nil
}

func (p *Portal) feedTitle(rq request) string { return p.Site.Name + " – " + rq.t("web.news-title") }

// feedDate is the date of the latest post; without any, that of the facts.
func (p *Portal) feedDate(rq request) string {
	if latest := latestPosts(rq.view, rq.lang, 1); len(latest) > 0 {
		return latest[0].Date.UTC().Format(time.RFC3339)
	}
	return rq.snap().Built.UTC().Format(time.RFC3339)
}

var (
	dataComment  = regexp.MustCompile(`<!--.*?-->`)
	localAddress = regexp.MustCompile(`( (?:href|src)=")/([^/"][^"]*)?"`)
	fragment     = regexp.MustCompile(`( href=")(#[^"]*")`)
)

// feedBody is the body of a post as it may be read elsewhere: no data blocks, no relative address. It is safe markup, made by package content.
func (p *Portal) feedBody(pg *content.Page) string {
	s := dataComment.ReplaceAllString(string(pg.Body), "")
	s = localAddress.ReplaceAllString(s, "${1}"+strings.ReplaceAll(p.BaseURL, "$", "$$")+`/$2"`)
	return fragment.ReplaceAllString(s, "${1}"+strings.ReplaceAll(p.BaseURL+pg.Path, "$", "$$")+"$2")
}
