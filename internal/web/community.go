package web

import (
	"html/template"
	"slices"
	"time"

	"guichet/internal/address"
	"guichet/internal/community"
	"guichet/internal/edge"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/web/theme"
)

// now is the portal's clock; tests set it.
func (p *Portal) now() time.Time {
	if p.Now != nil {
		return p.Now()
	}
	return time.Now()
}

// write leads to the contact form, about the community, with the first words of a message.
func (rq request) write(text, message string) theme.Link {
	return theme.Link{Text: rq.t(text), URL: rq.to("contact", "") + "?" + query("topic", "community", "q", rq.t(message))}
}

// framed are the pages of the program that show the Markdown page of their address (prose).
var framed = []string{"bluehats", "spaces", "watch-studies"}

// Framed reports whether the program's page at an address shows the Markdown page of that address.
func Framed(path string) bool {
	for _, l := range i18n.Langs {
		for _, name := range framed {
			if address.Path(l, name) == path {
				return true
			}
		}
	}
	return false
}

// prose returns the body of the Markdown page at the address of this request, so that what editors write stands below what the program makes.
func (p *Portal) prose(rq request, page string) []template.HTML {
	pg, ok := rq.view.site.Page(rq.to(page, ""))
	if !ok {
		return nil
	}
	var out []template.HTML
	for _, part := range pg.Parts() {
		if part.Data != "" {
			out = append(out, p.dataBlock(rq, part.Data))
			continue
		}
		out = append(out, template.HTML(part.HTML)) //nolint:gosec // package content sanitises what authors write
	}
	return out
}

type bluehatsPage struct {
	theme.Shell
	SpacesTo string
	Who      theme.Field
	Greeting string
	Meet     theme.Link
	Next     []theme.Card
	NoEvent  theme.Empty
	News     []theme.Card
	NewsAll  theme.Link
	Tiles    []theme.Tile
	Body     []template.HTML
}

// bluehats is the way into the community: what it is, three steps, what comes next.
func (p *Portal) bluehats(rq request) (*edge.Response, error) {
	page := bluehatsPage{Shell: p.shell(rq, rq.t("web.bluehats-title"), rq.t("web.bluehats-description")), SpacesTo: rq.to("spaces", "")}
	rq.trail(&page.Shell, rq.t("web.nav-bluehats"))
	rq.also(&page.Shell, "bluehats", "")
	page.Who = rq.standing("")
	page.Greeting = rq.t("web.bluehats-greeting")
	page.Meet = theme.Link{Text: rq.t("web.bluehats-calendar"), URL: rq.to("events", "")}
	if next := rq.snap().Community.Upcoming(p.now()); len(next) > 0 {
		page.Meet = theme.Link{Text: next[0].Title.In(rq.lang), URL: rq.to("event", next[0].Slug)}
		page.Next = []theme.Card{rq.eventCard(next[0])}
	}
	page.NoEvent = rq.noEvent()
	for _, post := range latestPosts(rq.view, rq.lang, 3) {
		page.News = append(page.News, rq.postCard(post, 3))
	}
	page.NewsAll = theme.Link{Text: rq.t("web.news-all"), URL: rq.to("news", "")}
	for _, s := range []struct{ name, icon string }{{"spaces", "chat"}, {"events", "people"}, {"trainings", "catalogue"}, {"ospos", "hat"}, {"watch-studies", "search"}, {"contact", "mail"}} {
		page.Tiles = append(page.Tiles, theme.Tile{Title: rq.t("web.nav-" + s.name), Text: rq.t("web.bluehats-tile-" + s.name), URL: rq.to(s.name, ""), Icon: s.icon, Level: 3})
	}
	page.Body = p.prose(rq, "bluehats")
	return p.render(rq, "page-bluehats", page)
}

// Names of the two parameters of the finder, in both languages: an address can be translated by its path alone.
const (
	paramWho   = "public"
	paramAbout = "sujet"
)

type spacesPage struct {
	theme.Shell
	Action    string
	Fields    []theme.Field
	Open      []theme.Card
	OpenTitle string
	If        []theme.Card
	Closed    []theme.Card
	Empty     theme.Empty
	Links     []theme.Link
	Source    theme.SourceNote
	Body      []template.HTML
}

// spaces answers "where can I speak?": by who one is and what about, in an address that can be shared.
func (p *Portal) spaces(rq request) (*edge.Response, error) {
	who, about := known(rq.param(paramWho), community.People), known(rq.param(paramAbout), community.Subjects)
	page := spacesPage{Shell: p.shell(rq, rq.t("web.spaces-title"), rq.t("web.spaces-description")), Action: rq.to("spaces", "")}
	rq.trail(&page.Shell, rq.t("web.nav-spaces"), "bluehats")
	rq.also(&page.Shell, "spaces", "")
	page.Fields = []theme.Field{rq.standing(who), rq.choice(paramAbout, "web.spaces-about", "web.spaces-any", "community.subject-", community.Subjects, about)}
	choice := rq.snap().Community.Choose(who, about)
	page.OpenTitle = rq.t("web.spaces-open-everyone")
	if who != "" {
		page.OpenTitle = rq.t("web.spaces-open-" + who)
		page.Title = rq.t("web.spaces-title-who", "who", rq.t("community.person-"+who))
	}
	page.Open, page.If, page.Closed = rq.spaceCards(choice.Open), rq.spaceCards(choice.If), rq.spaceCards(choice.Closed)
	page.Empty = theme.Empty{Title: rq.t("web.spaces-empty"), Text: rq.t("web.spaces-empty-text"), Links: []theme.Link{{Text: rq.t("web.spaces-all"), URL: page.Action}, rq.write("web.spaces-ask", "web.spaces-message")}}
	page.Links = rq.afterSpaces(who, about)
	for _, s := range rq.snap().Community.Spaces {
		page.Source = rq.sourceNote(s.Mark)
		break
	}
	page.Body = p.prose(rq, "spaces")
	return p.render(rq, "page-spaces", page)
}

// afterSpaces is the next step: there is always one, whatever is open.
func (rq request) afterSpaces(who, about string) []theme.Link {
	var out []theme.Link
	switch about {
	case "software":
		out = append(out, theme.Link{Text: rq.t("web.spaces-next-software"), URL: rq.to("software-list", "")})
	case "publish":
		out = append(out, theme.Link{Text: rq.t("web.nav-publish"), URL: rq.to("publish", "")})
	case "buy":
		out = append(out, theme.Link{Text: rq.t("web.spaces-next-buy"), URL: rq.to("buy", "")})
	case "ospo":
		out = append(out, theme.Link{Text: rq.t("web.spaces-next-ospos"), URL: rq.to("ospos", "")})
	case "news":
		out = append(out, theme.Link{Text: rq.t("web.nav-news"), URL: rq.to("news", "")})
	}
	if who != "agent" && who != "ospo" {
		out = append(out, rq.write("web.spaces-next-introduce", "web.spaces-message"))
	}
	return append(out, theme.Link{Text: rq.t("web.spaces-next-events"), URL: rq.to("events", "")}, rq.write("web.spaces-ask", "web.spaces-message"))
}

func (rq request) spaceCards(spaces []*community.Space) []theme.Card {
	var out []theme.Card
	for _, s := range spaces {
		c := theme.Card{Title: s.Name.In(rq.lang), URL: s.URL, Text: s.Entry.In(rq.lang), Level: 3, Badges: []theme.Badge{{Kind: "neutral", Text: rq.t("community.kind-" + s.Kind)}}}
		c.Meta = append(c.Meta, rq.t("web.spaces-for", "audience", rq.audience(s.Audience)))
		for _, l := range s.Language {
			c.Meta = append(c.Meta, rq.t("community.language-"+string(l)))
		}
		c.Meta = append(c.Meta, rq.sources(s.Mark)...)
		if activity := s.Activity.In(rq.lang); activity != "" {
			c.Reason = rq.t("web.spaces-activity", "text", activity)
		}
		out = append(out, c)
	}
	return out
}

// sources writes where an entry comes from and since when, as two short facts.
func (rq request) sources(m provenance.Mark) []string {
	return []string{rq.snap().Sources.Title(m.Source, rq.lang), rq.dated(m)}
}

func (rq request) standing(who string) theme.Field {
	return rq.choice(paramWho, "web.spaces-who", "web.spaces-anyone", "community.person-", community.People, who)
}

// choice is a list of values with a first entry that chooses none of them.
func (rq request) choice(name, label, none, prefix string, values []string, chosen string) theme.Field {
	options := []theme.Option{{Text: rq.t(none)}}
	for _, v := range values {
		options = append(options, theme.Option{Value: v, Text: rq.t(prefix + v), Selected: v == chosen})
	}
	return theme.Field{ID: "f-" + name, Name: name, Type: "select", Label: rq.t(label), Options: options}
}

// known returns value where it is one of values, and "" otherwise: an address that somebody changed by hand still shows the page.
func known(value string, values []string) string {
	if slices.Contains(values, value) {
		return value
	}
	return ""
}
