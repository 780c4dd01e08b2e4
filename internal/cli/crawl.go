package cli

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// CrawlReport is what following every link found.
type CrawlReport struct {
	Pages, Links int
	Broken       []string // one line each: the page, the link and what is wrong
}

// maxCrawl bounds the pages that are followed, so that a calendar without end cannot hold the check for ever.
const maxCrawl = 50000

// Crawl asks h for every page that can be reached from starts and reports the internal links that lead nowhere: an address that is not answered by
// 200, or a fragment that the page does not have. Forms are not sent.
func Crawl(ctx context.Context, h http.Handler, starts []string) CrawlReport {
	return CrawlSample(ctx, h, starts, 0)
}

// CrawlSample is Crawl, but follows at most family pages of one folder when family is not 0: among thousands of sheets of one shape, some
// dozens stand for all.
func CrawlSample(ctx context.Context, h http.Handler, starts []string, family int) CrawlReport {
	c := &crawler{h: h, ids: map[string]map[string]bool{}, status: map[string]int{}, refs: map[string][]string{}, family: family, seen: map[string]int{}}
	for _, s := range starts {
		c.push(s, "(start)")
	}
	for len(c.queue) > 0 && c.visited < maxCrawl && ctx.Err() == nil {
		next := c.queue[0]
		c.queue = c.queue[1:]
		c.visit(ctx, next)
	}
	for _, f := range c.fragments {
		if ids := c.ids[f.to]; ids != nil && !ids[f.id] {
			c.broken(f.from, f.to+"#"+f.id, "no such place in the page")
		}
	}
	for to, status := range c.status {
		if status >= 400 {
			for _, from := range c.refs[to] {
				c.broken(from, to, fmt.Sprint("status ", status))
			}
		}
	}
	slices.Sort(c.report.Broken)
	c.report.Broken = slices.Compact(c.report.Broken)
	return c.report
}

type crawler struct {
	h         http.Handler
	queue     []string
	visited   int
	family    int
	seen      map[string]int      // pages of each folder
	refs      map[string][]string // the pages that lead to an address, some of them
	status    map[string]int
	ids       map[string]map[string]bool
	fragments []fragment
	report    CrawlReport
}

type fragment struct{ from, to, id string }

func (c *crawler) push(to, from string) {
	if len(c.refs[to]) < maxRefs {
		c.refs[to] = append(c.refs[to], from)
	}
	if _, ok := c.status[to]; ok {
		return
	}
	if c.family > 0 {
		folder := path.Dir(strings.TrimSuffix(strings.SplitN(to, "?", 2)[0], "/")) + strings.Repeat("?", strings.Count(to, "?"))
		if c.seen[folder]++; c.seen[folder] > c.family {
			return
		}
	}
	c.status[to] = 0
	c.queue = append(c.queue, to)
}

// maxRefs bounds the pages that are named for one broken address: a link of the frame stands on all of them.
const maxRefs = 20

func (c *crawler) broken(from, to, why string) {
	c.report.Broken = append(c.report.Broken, fmt.Sprintf("%s -> %s: %s", from, to, why))
}

func (c *crawler) visit(ctx context.Context, to string) {
	c.visited++
	w := httptest.NewRecorder()
	c.h.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, to, nil))
	c.status[to] = w.Code
	switch {
	case w.Code >= 300 && w.Code < 400:
		if next, ok := internal(to, w.Header().Get("Location")); ok {
			c.push(next, to)
		}
		return
	case w.Code != http.StatusOK:
		return
	}
	kind := w.Header().Get("Content-Type")
	switch {
	case strings.HasPrefix(kind, "text/html"):
		c.report.Pages++
		c.page(to, w.Body.String())
	case strings.Contains(kind, "xml"):
		for _, part := range strings.Split(w.Body.String(), "<loc>")[1:] {
			loc, _, _ := strings.Cut(part, "</loc>")
			if u, err := url.Parse(html.UnescapeString(loc)); err == nil {
				c.push(u.RequestURI(), to)
			}
		}
	}
}

func (c *crawler) page(address, body string) {
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		c.broken(address, address, "no HTML")
		return
	}
	ids := map[string]bool{}
	c.ids[address] = ids
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			switch a.Key {
			case "id":
				ids[a.Val] = true
			case "href", "src":
				c.link(address, a.Val)
			}
		}
	}
}

func (c *crawler) link(from, target string) {
	to, ok := internal(from, target)
	if !ok {
		return
	}
	c.report.Links++
	to, id, _ := strings.Cut(to, "#")
	if id != "" {
		if id, err := url.PathUnescape(id); err == nil {
			c.fragments = append(c.fragments, fragment{from, to, id})
		}
	}
	c.push(to, from)
}

// internal resolves target as a link of the page from; ok is false for what leaves the desk.
func internal(from, target string) (string, bool) {
	base, err := url.Parse(from)
	if err != nil {
		return "", false
	}
	u, err := base.Parse(target)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Opaque != "" {
		return "", false
	}
	to := u.RequestURI()
	if u.Fragment != "" {
		to += "#" + u.EscapedFragment()
	}
	return to, true
}
