package web

import (
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"guichet/internal/content"
	"guichet/internal/edge"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/web/theme"
)

type markdownPage struct {
	theme.Shell
	Heading  string
	Notice   string // to those who prepare the pages: a draft
	Date     string // of publication, in words; for a page of a series
	Machine  string // the same date for machines
	Tags     []theme.Tag
	Image    content.Picture
	Contents theme.Contents
	Body     []template.HTML
	Media    []theme.Link
	List     *list
	Around   []theme.Card // the pages before and after it in its series
}

// markdown serves the Markdown pages, their redirections and the files beside them, and what nobody knows.
func (p *Portal) markdown(w http.ResponseWriter, r *http.Request) {
	kept := inPages
	if filtered(r.URL.Path) {
		kept = inSearches
	}
	p.get(langOf(r.URL.Path), kept, p.contentPage)(w, r)
}

func (p *Portal) contentPage(rq request) (*edge.Response, error) {
	site := rq.view.site
	pg, ok := site.Page(rq.URL.Path)
	l, listed := site.Listing(rq.URL.Path)
	if !ok && listed {
		pg, ok = l.Frame, l.Frame != nil
	}
	if !ok && listed {
		var page markdownPage
		p.listing(rq, &page, l)
		return p.render(rq, "page-content", page)
	}
	if !ok {
		if to, ok := site.Redirect(rq.URL.Path); ok {
			return moved(escaped(to)), nil
		}
		if fsys, name, ok := site.Asset(rq.URL.Path); ok {
			return contentAsset(fsys, name)
		}
		if rq.URL.Path == "/fr" || rq.URL.Path == "/en" {
			return moved(rq.URL.Path + "/"), nil
		}
		return nil, errNoPage
	}
	page := markdownPage{Shell: p.shell(rq, pg.Title, pg.Description), Heading: pg.Title}
	if page.Description == "" {
		page.Description = clipped(pg.Excerpt(), 155)
	}
	if pg.Translation != "" {
		page.Alternate.URL = pg.Translation
	}
	if pg.ShowBreadcrumb {
		page.Breadcrumb = []theme.Link{{Text: rq.t("web.home"), URL: page.Home}}
		for _, s := range pg.Segments {
			page.Breadcrumb = append(page.Breadcrumb, theme.Link{Text: s.Title, URL: s.URL})
		}
		if title, at := site.Home(pg); at != "" && len(pg.Segments) == 0 {
			page.Breadcrumb = append(page.Breadcrumb, theme.Link{Text: title, URL: at})
		}
		page.Breadcrumb = append(page.Breadcrumb, theme.Link{Text: pg.Title})
	}
	if pg.Contents {
		for _, h := range pg.Headings {
			if h.Level <= 3 {
				page.Contents.Items = append(page.Contents.Items, theme.ContentsItem{Level: h.Level, Text: h.Text, URL: "#" + h.ID})
			}
		}
	}
	for _, part := range pg.Parts() {
		if part.Data != "" {
			page.Body = append(page.Body, p.dataBlock(rq, part.Data))
			continue
		}
		page.Body = append(page.Body, template.HTML(part.HTML)) //nolint:gosec // package content sanitises what authors write
	}
	if pg.Draft {
		page.Notice = rq.t("web.draft-notice")
	}
	if p.Preview {
		for _, problem := range site.Kept(pg) {
			page.Notice = rq.t("web.last-good", "problem", problem.In(rq.lang))
		}
	}
	if pg.Series != "" {
		p.issue(rq, &page, pg)
	}
	for _, m := range pg.Media {
		page.Media = append(page.Media, theme.Link{Text: rq.t("web.media-"+m.Kind, "title", m.Title), URL: m.URL})
	}
	if listed {
		p.listing(rq, &page, l)
	}
	return p.render(rq, "page-content", page)
}

// issue fills in what a page of a series shows besides its text: its date, its picture, its tags, the pages around it.
func (p *Portal) issue(rq request, page *markdownPage, pg *content.Page) {
	site := rq.view.site
	if !pg.Date.IsZero() {
		page.Date, page.Machine = provenance.Day(pg.Date).In(rq.lang), pg.Date.Format(time.DateOnly)
	}
	page.Image = pg.Image
	for _, t := range site.Tags(pg) {
		page.Tags = append(page.Tags, theme.Tag{Text: t.Name, URL: t.Path})
	}
	previous, next := site.Neighbours(pg)
	for _, other := range []*content.Page{previous, next} {
		if other != nil {
			c := rq.pageCard(other)
			c.Level, c.Text = 3, ""
			page.Around = append(page.Around, c)
		}
	}
}

// escaped writes an address as it stands in a header: a file may have a name with accents.
func escaped(address string) string { return (&url.URL{Path: address}).EscapedPath() }

// maxAsset bounds a file beside the pages, in bytes.
const maxAsset = 20 << 20

// assetKinds are the types of the files that package content lets through. The machine's own table is not asked: it differs.
var assetKinds = map[string]string{
	".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif", ".svg": "image/svg+xml",
	".ico": "image/x-icon", ".pdf": "application/pdf", ".odt": "application/vnd.oasis.opendocument.text", ".ods": "application/vnd.oasis.opendocument.spreadsheet",
	".odp": "application/vnd.oasis.opendocument.presentation", ".csv": "text/csv; charset=utf-8", ".ics": "text/calendar; charset=utf-8", ".txt": "text/plain; charset=utf-8",
	".zip": "application/zip",
}

func contentAsset(fsys fs.FS, name string) (*edge.Response, error) {
	kind := assetKinds[strings.ToLower(path.Ext(name))]
	f, err := fsys.Open(name)
	if err != nil || kind == "" {
		return nil, errNoPage
	}
	defer f.Close()
	body, err := io.ReadAll(io.LimitReader(f, maxAsset+1))
	if err != nil || len(body) > maxAsset {
		return nil, errNoPage
	}
	resp := edge.New(http.StatusOK, kind, "max-age=3600", body, strings.HasPrefix(kind, "text/") || strings.Contains(kind, "svg"))
	if kind == "application/pdf" {
		return resp.Set("Content-Security-Policy", "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"), nil // browsers show it in a viewer of theirs
	}
	// An SVG is a document: alone in a window it may hold scripts, which this forbids.
	return resp.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"), nil
}

// drawing lets Markdown pages be drawn with the theme.
type drawing struct {
	theme *theme.Theme
	lang  i18n.Lang
}

// Components returns the theme's drawing of the parts of Markdown pages.
func Components(t *theme.Theme) content.Components { return drawing{t, i18n.French} }

// In returns the drawing for pages in the language lang.
func (c drawing) In(lang i18n.Lang) content.Components { return drawing{c.theme, lang} }

func (c drawing) draw(x any) content.HTML { return content.HTML(c.theme.Render(c.lang, x)) }

func (c drawing) Callout(title string, body content.HTML) content.HTML {
	return c.draw(theme.Callout{Title: title, Body: template.HTML(body)}) //nolint:gosec // sanitised by package content
}

func (c drawing) Alert(kind, title string, body content.HTML) content.HTML {
	return c.draw(theme.Alert{Kind: kind, Title: title, Body: template.HTML(body)}) //nolint:gosec // sanitised by package content
}

func (c drawing) Quote(author string, body content.HTML) content.HTML {
	return c.draw(theme.Quote{Author: author, Body: template.HTML(body)}) //nolint:gosec // sanitised by package content
}

func (c drawing) Accordion(id, title string, body content.HTML) content.HTML {
	return c.draw(theme.Accordion{ID: id, Title: title, Body: template.HTML(body)}) //nolint:gosec // sanitised by package content
}

func (c drawing) TableOpen(id string) content.HTML {
	return content.HTML(`<div class="table" tabindex="0" role="group" aria-label="` + template.HTMLEscapeString(i18n.T(c.lang, "theme.table", nil)) + `">`)
}

func (c drawing) TableClose() content.HTML { return "</div>\n" }
