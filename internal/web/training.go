package web

import (
	"bytes"
	"net/http"
	"strconv"

	"guichet/internal/community"
	"guichet/internal/edge"
	"guichet/internal/source/formations"
	"guichet/internal/web/theme"
)

// levels are the choices of the filter by level; what a title does not say is a choice too.
var levels = []string{"beginner", "advanced", "unsaid"}

// trainings is the directory of courses with its filters, all in the address.
func (p *Portal) trainings(rq request) (*edge.Response, error) {
	page := listPage{Shell: p.shell(rq, rq.t("web.trainings-title"), rq.t("web.trainings-description")), Heading: rq.t("web.trainings-title"), Lead: rq.t("web.trainings-lead")}
	rq.trail(&page.Shell, rq.t("web.nav-trainings"), "bluehats")
	rq.also(&page.Shell, "trainings", "")
	set := rq.snap().Community
	f := rq.filters("q", "subject", "level", "place")
	found := set.Find(community.CourseFilter{Words: f["q"], Subject: f["subject"], Level: f["level"], Place: f["place"]})
	subjects := []theme.Option{{Text: rq.t("web.trainings-any-subject")}}
	for _, s := range community.CourseSubjects {
		if n := len(set.Find(community.CourseFilter{Subject: s})); n > 0 {
			subjects = append(subjects, theme.Option{Value: s, Text: rq.t("community.course-"+s) + " (" + strconv.Itoa(n) + ")", Selected: s == f["subject"]})
		}
	}
	places := []theme.Option{{Text: rq.t("web.trainings-any-place")}, {Value: "remote", Text: rq.t("web.trainings-remote"), Selected: f["place"] == "remote"}}
	for _, town := range set.Towns() {
		places = append(places, theme.Option{Value: town, Text: town, Selected: town == f["place"]})
	}
	level := rq.choice(queryName(rq.lang, "level"), "web.trainings-level", "web.trainings-any-level", "community.level-", levels, f["level"])
	level.ID = "f-n"
	page.Filter = []theme.Field{
		{ID: "f-q", Name: queryName(rq.lang, "q"), Type: "text", Label: rq.t("web.filter-words"), Value: f["q"]},
		{ID: "f-s", Name: queryName(rq.lang, "subject"), Type: "select", Label: rq.t("web.trainings-subject"), Options: subjects},
		level,
		{ID: "f-p", Name: queryName(rq.lang, "place"), Type: "select", Label: rq.t("web.trainings-place"), Hint: rq.t("web.trainings-place-hint"), Options: places},
	}
	shown, err := rq.paginate(&page, len(found), f)
	if err != nil {
		return nil, err
	}
	for _, c := range found[shown.from:shown.to] {
		page.Cards = append(page.Cards, rq.courseCard(c))
	}
	page.Count = rq.t("web.count-courses", "n", len(found), "count", number(rq.lang, len(found)))
	page.Empty = theme.Empty{Title: rq.t("web.list-empty"), Text: rq.t("web.list-empty-text"), Links: []theme.Link{{Text: rq.t("web.reset"), URL: rq.URL.Path}, rq.write("web.trainings-ask", "web.trainings-message")}}
	page.Note = rq.t("web.trainings-note")
	page.Links = []theme.Link{{Text: rq.t("web.trainings-json"), URL: "/data/formations-logiciels-libres.json"}, rq.write("web.trainings-propose", "web.trainings-propose-message"), {Text: rq.t("web.trainings-list"), URL: "https://github.com/codegouvfr/codegouvfr-data"}}
	return p.render(rq, "page-list", page)
}

func (rq request) courseCard(c *community.Course) theme.Card {
	card := theme.Card{Title: c.Title, URL: rq.to("trainer", c.Trainer.Slug) + "#" + c.Anchor, Level: 2, Badges: rq.courseBadges(c)}
	card.Meta = append(card.Meta, c.Trainer.Name)
	card.Meta = append(card.Meta, nonEmpty(c.Trainer.Town())...)
	card.Meta = append(card.Meta, rq.sources(c.Trainer.Mark)...)
	return card
}

func (rq request) courseBadges(c *community.Course) []theme.Badge {
	out := []theme.Badge{{Kind: "neutral", Text: rq.t("community.course-" + c.Subject)}}
	if c.Level != "" {
		out = append(out, theme.Badge{Kind: "info", Text: rq.t("community.level-" + c.Level)})
	}
	if c.Days > 0 {
		out = append(out, theme.Badge{Kind: "info", Text: rq.t("community.days", "n", c.Days)})
	}
	if c.Trainer.Remote {
		out = append(out, theme.Badge{Kind: "success", Text: rq.t("community.remote")})
	}
	return out
}

type trainerPage struct {
	theme.Shell
	Trainer     *community.Trainer
	Facts       theme.Facts
	Description string
	Courses     []courseRow
	Note        string
	Links       []theme.Link
}

type courseRow struct {
	ID, Title string
	Badges    []theme.Badge
}

// trainer is the record of who teaches, with all courses.
func (p *Portal) trainer(rq request) (*edge.Response, error) {
	t, err := rq.snap().Community.Trainer(rq.PathValue("slug"))
	if err != nil {
		return nil, err
	}
	page := trainerPage{Shell: p.shell(rq, rq.t("web.trainer-title", "name", t.Name), rq.t("web.trainer-description", "name", t.Name, "n", len(t.Courses))), Trainer: t, Description: t.Description, Note: rq.t("web.trainings-note")}
	rq.trail(&page.Shell, t.Name, "bluehats", "trainings")
	rq.also(&page.Shell, "trainer", t.Slug)
	add := func(label, value, at string) {
		if value != "" {
			page.Facts.Items = append(page.Facts.Items, rq.fact(label, value, at, t.Mark))
		}
	}
	add("answer.fact-site", t.Site, webOnly(t.Site))
	if t.Email != "" {
		add("answer.fact-email", t.Email, "mailto:"+t.Email)
	}
	add("web.trainer-address", t.Address, "")
	if t.Remote {
		add("web.trainer-remote", rq.t("web.yes"), "")
	}
	if t.Qualiopi {
		add("web.trainer-qualiopi", rq.t("web.trainer-qualiopi-yes"), "")
	}
	for _, c := range t.Courses {
		page.Courses = append(page.Courses, courseRow{c.Anchor, c.Title, rq.courseBadges(c)})
	}
	page.Links = []theme.Link{{Text: rq.t("web.trainings-all"), URL: rq.to("trainings", "")}, rq.write("web.correct-record", "web.trainer-message")}
	return p.render(rq, "page-trainer", page)
}

// trainingsJSON is the directory in the format of the public list.
func (p *Portal) trainingsJSON(rq request) (*edge.Response, error) {
	var b bytes.Buffer
	if err := formations.Write(&b, rq.snap().Community.Trainers); err != nil {
		return nil, err
	}
	return edge.New(http.StatusOK, "application/json", "max-age=3600", b.Bytes(), true).Set("Access-Control-Allow-Origin", "*"), nil
}
