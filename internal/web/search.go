package web

import (
	"slices"
	"strings"

	"guichet/internal/answer"
	"guichet/internal/desk"
	"guichet/internal/edge"
	"guichet/internal/i18n"
	"guichet/internal/web/theme"
)

type searchPage struct {
	theme.Shell
	Question string
	Ask      theme.SearchBar
	Answer   *answerBlock
	Groups   []resultGroup
	Common   []theme.Link
	Empty    theme.Empty
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
	Cards []theme.Card
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
	a := rq.snap().Answers.Answer(q, rq.lang)
	page.Answer = p.answerBlock(rq, a)
	page.Groups = p.results(rq, q)
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
			item.Facts.Items = append(item.Facts.Items, theme.Fact{Label: f.Label, Value: f.Value, URL: webOnly(f.Value), Source: f.Source, Checked: dateInWords(f.Checked, rq.lang)})
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

// results lists what the words find, in groups.
func (p *Portal) results(rq request, q string) []resultGroup {
	byKind := map[string][]theme.Card{}
	const perKind = 6
	for _, h := range rq.view.index.Search(q, 60) {
		t := rq.view.targets[h.Kind+" "+h.Key]
		if t.oneLang != "" && t.oneLang != rq.lang || len(byKind[h.Kind]) >= perKind {
			continue
		}
		byKind[h.Kind] = append(byKind[h.Kind], theme.Card{Title: t.title.In(rq.lang), URL: t.url.In(rq.lang), Text: t.text.In(rq.lang), Level: 3})
	}
	var groups []resultGroup
	for _, k := range kindOrder {
		if len(byKind[k]) > 0 {
			groups = append(groups, resultGroup{rq.t("web.kind-" + k), byKind[k]})
		}
	}
	return groups
}
