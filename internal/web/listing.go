package web

import (
	"strconv"

	"guichet/internal/content"
	"guichet/internal/provenance"
	"guichet/internal/web/theme"
)

// list is a list of pages below the text of the page that introduces it, if one does.
type list struct {
	Cards      []theme.Card
	Pagination theme.Pagination
	Empty      string
	Tags       []theme.Tag
}

// listing fills the page with a list of pages.
func (p *Portal) listing(rq request, page *markdownPage, l *content.Listing) {
	if l.Frame == nil {
		page.Shell = p.shell(rq, l.Title, "")
		switch {
		case l.Tag != "":
			page.Title = rq.t("web.tagged", "tag", l.Tag)
			page.Description = rq.t("web.tagged-description", "tag", l.Tag, "n", l.Total)
		case l.Title == "":
			page.Title = rq.t("web.tags")
			page.Description = rq.t("web.tags-description")
		default:
			page.Description = rq.t("web.listed-description", "title", l.Title, "n", l.Total)
		}
		page.Heading = page.Title
		page.Breadcrumb = []theme.Link{{Text: rq.t("web.home"), URL: page.Home}}
		if up, ok := rq.view.site.Listing(l.Up); ok && l.Up != "" {
			page.Breadcrumb = append(page.Breadcrumb, theme.Link{Text: up.Title, URL: up.Path})
		} else if up, ok := rq.view.site.Page(l.Up); ok {
			page.Breadcrumb = append(page.Breadcrumb, theme.Link{Text: up.Title, URL: up.Path})
		}
		page.Breadcrumb = append(page.Breadcrumb, theme.Link{Text: page.Title})
	}
	page.List = &list{Pagination: rq.pagination(l.Number, l.Last, l.PageAt)}
	if l.Number > 1 {
		page.Title = rq.t("web.page-title", "title", page.Title, "n", l.Number)
		page.Body, page.Contents = nil, theme.Contents{} // the introduction stands on the first page
	}
	for _, e := range l.Entries {
		page.List.Cards = append(page.List.Cards, rq.pageCard(e))
	}
	if len(l.Entries) == 0 && l.Title != "" {
		page.List.Empty = rq.t("web.listed-empty")
	}
	for _, t := range l.Tags {
		page.List.Tags = append(page.List.Tags, theme.Tag{Text: t.Name, URL: t.Path, Pressed: t.Name == l.Tag})
	}
}

// pageCard shows a page in a list.
func (rq request) pageCard(pg *content.Page) theme.Card {
	c := theme.Card{Title: pg.Title, URL: pg.Path, Text: pg.Description, Level: 2}
	if c.Text == "" {
		c.Text = clipped(pg.Excerpt(), 155)
	}
	if !pg.Date.IsZero() {
		c.Meta = []string{provenance.Day(pg.Date).In(rq.lang)}
	}
	if pg.Draft {
		c.Badges = []theme.Badge{{Kind: "warning", Text: rq.t("web.draft")}}
	}
	return c
}

// pagination leads through a list of last pages, of which page at is shown; address gives that of page n.
func (rq request) pagination(at, last int, address func(n int) string) theme.Pagination {
	if last < 2 {
		return theme.Pagination{}
	}
	p := theme.Pagination{Label: rq.t("web.pages")}
	if at > 1 {
		p.Previous = theme.Link{Text: rq.t("web.previous"), URL: address(at - 1)}
	}
	if at < last {
		p.Next = theme.Link{Text: rq.t("web.next-page"), URL: address(at + 1)}
	}
	for n := 1; n <= last; n++ {
		switch {
		case n == 1 || n == last || n >= at-2 && n <= at+2:
			p.Pages = append(p.Pages, theme.Link{Text: strconv.Itoa(n), URL: address(n), Current: n == at})
		case p.Pages[len(p.Pages)-1].Text != "…":
			p.Pages = append(p.Pages, theme.Link{Text: "…"})
		}
	}
	return p
}
