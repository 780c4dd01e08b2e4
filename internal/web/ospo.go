package web

import (
	"guichet/internal/edge"
	"guichet/internal/ospo"
	"guichet/internal/web/theme"
)

// ospos is the directory of public Open Source Programme Offices.
func (p *Portal) ospos(rq request) (*edge.Response, error) {
	page := listPage{Shell: p.shell(rq, rq.t("web.ospos-title"), rq.t("web.ospos-description")), Heading: rq.t("web.ospos-title"), Lead: rq.t("web.ospos-lead")}
	rq.trail(&page.Shell, page.Heading)
	rq.also(&page.Shell, "ospos", "")
	offices := rq.snap().OSPO.Offices
	for _, o := range offices {
		c := theme.Card{Title: o.Name, URL: rq.to("ospo", o.Slug), Text: o.Description.In(rq.lang), Level: 2, Meta: []string{rq.snap().Sources.Title(o.Mark.Source, rq.lang), rq.t("web.checked", "date", o.Mark.Checked.On(rq.lang))}}
		page.Cards = append(page.Cards, c)
	}
	page.Count = rq.t("answer.ospos", "n", len(offices))
	page.Empty = theme.Empty{Title: rq.t("web.list-empty"), Links: []theme.Link{{Text: rq.t("web.nav-contact"), URL: rq.to("contact", "")}}}
	page.Links = []theme.Link{{Text: rq.t("answer.next-ospo-new"), URL: rq.to("contact", "")}, {Text: rq.t("web.ospo-list"), URL: "https://groupes.renater.fr/sympa/info/ospo-fr"}, {Text: rq.t("answer.next-spaces"), URL: rq.to("spaces", "")}}
	return p.render(rq, "page-list", page)
}

type ospoPage struct {
	theme.Shell
	Office *ospo.Office
	Text   string
	Facts  theme.Facts
	Links  []theme.Link
}

// ospo is the record of one office.
func (p *Portal) ospo(rq request) (*edge.Response, error) {
	o, err := rq.snap().OSPO.Office(rq.PathValue("slug"))
	if err != nil {
		return nil, err
	}
	page := ospoPage{Shell: p.shell(rq, o.Name, clipped(o.Description.In(rq.lang), 158)), Office: o, Text: o.Description.In(rq.lang)}
	rq.trail(&page.Shell, o.Name, "ospos")
	rq.also(&page.Shell, "ospo", o.Slug)
	add := func(label, value, url string) {
		if value != "" {
			page.Facts.Items = append(page.Facts.Items, rq.fact(label, value, url, o.Mark))
		}
	}
	add("answer.fact-site", o.URL, o.URL)
	if o.Email != "" {
		add("answer.fact-email", o.Email, "mailto:"+o.Email)
	}
	add("answer.fact-created", o.Created.In(rq.lang), "")
	add("web.fact-policy", o.FLOSSPolicy, o.FLOSSPolicy)
	for _, u := range o.Code {
		add("web.fact-code", u, u)
	}
	add("web.fact-pso", o.PSOID, "")
	page.Links = []theme.Link{{Text: rq.t("answer.next-ospos"), URL: rq.to("ospos", "")}, {Text: rq.t("web.correct-record"), URL: rq.to("contact", "")}}
	return p.render(rq, "page-ospo", page)
}
