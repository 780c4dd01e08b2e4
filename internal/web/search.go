package web

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"guichet/internal/answer"
	"guichet/internal/desk"
	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/search"
	"guichet/internal/web/theme"
)

type searchPage struct {
	theme.Shell
	Question string
	Ask      theme.SearchBar
	Answer   *answerBlock
	Meant    theme.Link // the words as they are perhaps meant
	Groups   []resultGroup
	Common   []theme.Link

	Pagination theme.Pagination // of one kind
	Everything theme.Link       // back from one kind
	Empty      theme.Empty
}

// answerBlock is an answer as pages show it.
type answerBlock struct {
	Heading string
	Summary string
	Found   bool
	Lang    i18n.Lang
	Items   []answerItem
	Next    []theme.Link
}

type answerItem struct {
	Card    theme.Card
	Facts   theme.Facts
	Sources string // titles and dates of the facts' sources, each once, in sight without opening anything
}

type resultGroup struct {
	Title string
	Count int
	Hits  []resultHit
	More  theme.Link // to all of the kind, when the page does not show them
}

type resultHit struct {
	Link    theme.Link
	Excerpt []search.Piece
}

// search answers a question, then lists what the words find, by kind.
func (p *Portal) search(rq request) (*edge.Response, error) {
	q := rq.param("q")
	title := rq.t("web.search-title")
	if q != "" {
		title = rq.t("web.search-title-q", "q", clipped(q, 80))
	}
	page := searchPage{Shell: p.shell(rq, title, rq.t("web.search-description")), Question: q}
	rq.trail(&page.Shell, rq.t("web.search-title"))
	rq.also(&page.Shell, "search", q)
	page.Search = theme.SearchBar{}
	page.NoIndex = true
	page.Ask = theme.SearchBar{ID: "question", Action: rq.URL.Path, Name: "q", Value: q, Label: rq.t("web.ask-label"), Button: rq.t("web.ask-button"), Large: true}
	for _, c := range rq.snap().Questions {
		if c.Home {
			page.Common = append(page.Common, theme.Link{Text: c.Ask.In(rq.lang), URL: rq.to("search", c.Ask.In(rq.lang))})
		}
	}
	if q == "" {
		return p.render(rq, "page-search", page)
	}
	if err := p.results(rq, &page, q); err != nil {
		return nil, err
	}
	if page.Everything.URL != "" { // the answer stands on the page of all kinds
		return p.render(rq, "page-search", page)
	}
	a := rq.snap().Answers.Answer(q, rq.lang)
	page.Answer = p.answerBlock(rq, a)
	resp, err := p.render(rq, "page-search", page)
	if err == nil && p.Demand != nil {
		asked := desk.Question{Text: q, Lang: a.Lang, Intent: string(a.Intent), Found: a.Found}
		resp.Note = func() { p.Demand.Note(asked) }
	}
	return resp, err
}

func clipped(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

func (p *Portal) answerBlock(rq request, a answer.Answer) *answerBlock {
	b := &answerBlock{Heading: i18n.T(rq.lang, "web.answer", nil), Summary: a.Summary, Found: a.Found, Lang: a.Lang}
	if !a.Found {
		b.Heading = rq.t("web.answer-none")
	}
	for _, it := range a.Items {
		item := answerItem{Card: theme.Card{Title: it.Name, URL: it.URL, Reason: it.Why, Level: 3}}
		for _, f := range it.Facts {
			item.Facts.Items = append(item.Facts.Items, theme.Fact{Label: f.Label, Value: f.Value, URL: webOnly(f.Value), Source: f.Source, Checked: dateInWords(f.Checked, rq.lang), Editorial: f.Source == rq.snap().Sources.Title(provenance.Editorial, rq.lang)})
		}
		item.Sources = rq.sourcesOf(item.Facts)
		b.Items = append(b.Items, item)
	}
	for _, n := range a.Next {
		b.Next = append(b.Next, theme.Link{Text: n.Label, URL: n.URL})
	}
	return b
}

// sourcesOf names the sources of facts with their dates, each once.
func (rq request) sourcesOf(f theme.Facts) string {
	var seen []string
	for _, x := range f.Items {
		if s := x.Source + " (" + x.Checked + ")"; !slices.Contains(seen, s) {
			seen = append(seen, s)
		}
	}
	if len(seen) == 0 {
		return ""
	}
	return rq.t("web.sources-of", "sources", strings.Join(seen, ", "))
}

// Bounds of results: of each kind on the first page, and on a page of one kind.
const (
	perKind  = 6
	onePage  = 20
	lastPage = search.MaxWindow / onePage
)

// results lists what the words find: some of each kind, or one kind by pages.
func (p *Portal) results(rq request, page *searchPage, q string) error {
	kind := rq.param("genre")
	if kind != "" && !slices.Contains(kindOrder, kind) {
		return errs.New(errs.NotFound, "web.no-kind")
	}
	to := func(kind string, n int) string {
		u := rq.to("search", q)
		if kind != "" {
			u += "&genre=" + kind
		}
		if n > 1 {
			u += "&page=" + strconv.Itoa(n)
		}
		return u
	}
	find := func(kind string, offset, limit int) search.Result {
		return rq.view.index.Find(search.Query{Text: q, Lang: string(rq.lang), Filters: map[string][]string{search.KindFacet: {kind}}, Offset: offset, Limit: limit})
	}
	all := rq.view.index.Find(search.Query{Text: q, Lang: string(rq.lang), Facets: []string{search.KindFacet}, Limit: 1})
	if all.Suggestion != "" {
		page.Meant = theme.Link{Text: all.Suggestion, URL: rq.to("search", all.Suggestion)}
	}
	counts := map[string]int{}
	for _, c := range all.Facets[search.KindFacet] {
		counts[c.Value] = c.N
	}
	if kind != "" {
		at, last := 1, max(1, min((counts[kind]+onePage-1)/onePage, lastPage))
		if n, err := strconv.Atoi(rq.param("page")); err == nil {
			at = n
		}
		if at < 1 || at > last {
			return errs.New(errs.NotFound, "web.no-page")
		}
		page.Groups = []resultGroup{{Title: rq.t("web.kind-" + kind), Count: counts[kind], Hits: rq.hits(find(kind, (at-1)*onePage, onePage))}}
		page.Pagination = rq.pagination(at, last, func(n int) string { return to(kind, n) })
		page.Everything = theme.Link{Text: rq.t("web.results-all"), URL: to("", 1)}
		return nil
	}
	for _, k := range kindOrder {
		if counts[k] == 0 {
			continue
		}
		g := resultGroup{Title: rq.t("web.kind-" + k), Count: counts[k], Hits: rq.hits(find(k, 0, perKind))}
		if counts[k] > perKind {
			g.More = theme.Link{Text: rq.t("web.results-more", "n", counts[k], "kind", lowerFirst(g.Title)), URL: to(k, 1)}
		}
		page.Groups = append(page.Groups, g)
	}
	return nil
}

// hits turns what was found into lines, the words that were found marked.
func (rq request) hits(found search.Result) []resultHit {
	var out []resultHit
	for _, h := range found.Hits {
		t := rq.view.targets[h.Kind+" "+h.Key]
		hit := resultHit{Link: theme.Link{Text: t.title.In(rq.lang), URL: t.url.In(rq.lang)}, Excerpt: h.Excerpt}
		if len(h.Local) == 0 && h.Kind != "page" { // its text is for finding, not for reading
			hit.Excerpt = []search.Piece{{Text: t.text.In(rq.lang)}}
		}
		out = append(out, hit)
	}
	return out
}

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if next, _ := utf8.DecodeRuneInString(s[n:]); unicode.IsUpper(next) {
		return s // OSPO
	}
	return string(unicode.ToLower(r)) + s[n:]
}
