package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"guichet/internal/edge"
	"guichet/internal/figure"
	"guichet/internal/i18n"
	"guichet/internal/ospo"
	"guichet/internal/provenance"
	"guichet/internal/web/theme"
)

// ospoList is where the members of public OSPOs write to each other; who may join is for its owners to decide.
const ospoList = "https://groupes.renater.fr/sympa/info/ospo-fr"

type osposPage struct {
	listPage
	Map      *theme.Figure
	Register theme.Button
	Data     []theme.Link
}

// ospos is the directory of public Open Source Programme Offices, with its filters in the address, and where they are.
func (p *Portal) ospos(rq request) (*edge.Response, error) {
	page := osposPage{listPage: listPage{Shell: p.shell(rq, rq.t("web.ospos-title"), rq.t("web.ospos-description")), Heading: rq.t("web.ospos-title"), Lead: rq.t("web.ospos-lead")}}
	rq.trail(&page.Shell, page.Heading)
	rq.also(&page.Shell, "ospos", "")
	set := rq.snap().OSPO
	names := map[string]string{"level": "nature", "region": "region", "forge": "forge", "policy": "politique"}
	if rq.lang == i18n.English {
		names = map[string]string{"level": "level", "region": "region", "forge": "forge", "policy": "policy"}
	}
	f := ospo.Filter{Words: rq.param("q"), Level: rq.param(names["level"]), Region: rq.param(names["region"]), Forge: rq.param(names["forge"]) != "", Policy: rq.param(names["policy"]) != ""}
	levels := []theme.Option{{Text: rq.t("web.any-level")}}
	for _, l := range ospo.Levels {
		if n := len(set.Find(ospo.Filter{Level: l})); n > 0 || l == f.Level {
			levels = append(levels, theme.Option{Value: l, Text: rq.t("web.option-count", "name", rq.t(ospo.LevelLabel(l)), "count", n), Selected: l == f.Level})
		}
	}
	regions := []theme.Option{{Text: rq.t("web.any-region")}}
	for _, r := range ospo.Regions {
		if n := len(set.Find(ospo.Filter{Region: r.Code})); n > 0 || r.Code == f.Region {
			regions = append(regions, theme.Option{Value: r.Code, Text: rq.t("web.option-count", "name", r.Name.In(rq.lang), "count", n), Selected: r.Code == f.Region})
		}
	}
	page.FilterTo, page.FilterName = rq.URL.Path, rq.t("web.filter")
	page.Filter = []theme.Field{
		{ID: "f-q", Name: "q", Type: "text", Label: rq.t("web.filter-words"), Value: f.Words},
		{ID: "f-level", Name: names["level"], Type: "select", Label: rq.t("web.ospo-level"), Options: levels},
		{ID: "f-region", Name: names["region"], Type: "select", Label: rq.t("web.ospo-region"), Options: regions},
		{ID: "f-forge", Name: names["forge"], Type: "checkbox", Options: []theme.Option{{Value: "1", Text: rq.t("web.ospo-with-forge"), Selected: f.Forge}}},
		{ID: "f-policy", Name: names["policy"], Type: "checkbox", Options: []theme.Option{{Value: "1", Text: rq.t("web.ospo-with-policy"), Selected: f.Policy}}},
	}
	if f != (ospo.Filter{}) {
		page.Reset = theme.Link{Text: rq.t("web.reset"), URL: rq.URL.Path}
	}
	found := set.Find(f)
	for _, o := range found {
		region, _ := ospo.RegionOf(o.Place.Region)
		c := theme.Card{Title: o.Name, URL: rq.to("ospo", o.Slug), Text: o.Description.In(rq.lang), Level: 2}
		for _, s := range []string{levelName(rq, o), region.Name.In(rq.lang), rq.snap().Sources.Title(o.Mark.Source, rq.lang), rq.dated(o.Mark)} {
			if s != "" {
				c.Meta = append(c.Meta, s)
			}
		}
		page.Cards = append(page.Cards, c)
	}
	page.Map = rq.officeMap(found)
	page.Count = rq.t("answer.ospos", "n", len(found))
	page.Empty = theme.Empty{Title: rq.t("web.list-empty"), Text: rq.t("web.ospos-none"), Links: []theme.Link{{Text: rq.t("web.reset"), URL: rq.URL.Path}, {Text: rq.t("web.register-title"), URL: rq.to("ospo-register", "")}}}
	page.Register = theme.Button{Text: rq.t("web.register-title"), Kind: "primary", URL: rq.to("ospo-register", "")}
	page.Data = []theme.Link{{Text: rq.t("web.ospos-json"), URL: "/data/fr-ospos.json"}, {Text: rq.t("web.ospos-yaml"), URL: "/data/fr-public-sector-ospo.yml"}}
	page.Links = []theme.Link{{Text: rq.t("web.ospo-list"), URL: ospoList}, {Text: rq.t("answer.next-spaces"), URL: rq.to("spaces", "")}}
	return p.render(rq, "page-ospos", page)
}

func levelName(rq request, o *ospo.Office) string {
	if o.Place.Level == "" {
		return ""
	}
	return rq.t(ospo.LevelLabel(o.Place.Level))
}

// officeMap shows where the offices are, a marker a region; nil when no region of any is known.
func (rq request) officeMap(offices []*ospo.Office) *theme.Figure {
	m := figure.Map{Title: rq.t("web.ospo-map"), Lang: rq.lang, Columns: []string{rq.t("web.ospo-region"), rq.t("web.ospo-number"), "OSPO"}}
	var said []string
	var mark provenance.Mark
	for _, r := range ospo.Regions {
		var names []string
		for _, o := range offices {
			if o.Place.Region == r.Code {
				names = append(names, o.Name)
				mark = o.Place.Mark
			}
		}
		if len(names) == 0 {
			continue
		}
		name := r.Name.In(rq.lang)
		m.Places = append(m.Places, figure.Place{Name: name, URL: rq.to("ospos", "") + "?region=" + r.Code, Lat: r.Lat, Lon: r.Lon, Count: len(names), What: strings.Join(names, " ; ")})
		said = append(said, rq.t("web.option-count", "name", name, "count", len(names)))
	}
	if len(m.Places) == 0 {
		return nil
	}
	m.Description = strings.Join(said, ", ")
	f := theme.Drawn("carte-ospo", m.Draw("carte-ospo-image"), rq.t("web.ospo-map-note", "source", rq.snap().Sources.Title(mark.Source, rq.lang), "date", mark.Checked.On(rq.lang)))
	return &f
}

type ospoPage struct {
	theme.Shell
	Office   *ospo.Office
	Text     string
	Facts    theme.Facts
	Accounts *theme.Table
	Source   theme.SourceNote
	Record   string // as the public register writes it
	Links    []theme.Link
}

// ospo is the record of one office: everything that is known of it.
func (p *Portal) ospo(rq request) (*edge.Response, error) {
	o, err := rq.snap().OSPO.Office(rq.PathValue("slug"))
	if err != nil {
		return nil, err
	}
	page := ospoPage{Shell: p.shell(rq, o.Name, clipped(o.Description.In(rq.lang), 158)), Office: o, Text: o.Description.In(rq.lang)}
	rq.trail(&page.Shell, o.Name, "ospos")
	rq.also(&page.Shell, "ospo", o.Slug)
	add := func(label string, m provenance.Mark, link string, value func(*ospo.Office) string) {
		v := value(o)
		if v == "" {
			return
		}
		at := func(s string) string {
			if link == "mailto:" || link == "" {
				return cmp.Or(map[bool]string{true: link + s}[link != ""], "")
			}
			return webOnly(s)
		}
		f := rq.fact(label, v, at(v), m)
		for _, older := range o.Older {
			if w := value(older); w != "" && w != v && label != "web.ospo-level" && label != "web.ospo-region" {
				f.Others = append(f.Others, rq.fact(label, w, at(w), older.Mark))
			}
		}
		page.Facts.Items = append(page.Facts.Items, f)
	}
	region, _ := ospo.RegionOf(o.Place.Region)
	add("answer.fact-site", o.Mark, "web", func(o *ospo.Office) string { return o.URL })
	add("answer.fact-email", o.Mark, "mailto:", func(o *ospo.Office) string { return o.Email })
	add("answer.fact-created", o.Mark, "", func(o *ospo.Office) string { return o.Created.In(rq.lang) })
	add("web.fact-body", o.Body.Mark, "", func(*ospo.Office) string { return o.Body.Name })
	add("web.ospo-level", o.Place.Mark, "", func(*ospo.Office) string { return levelName(rq, o) })
	add("web.ospo-region", o.Place.Mark, "", func(*ospo.Office) string { return region.Name.In(rq.lang) })
	add("web.fact-policy", o.Mark, "web", func(o *ospo.Office) string { return o.FLOSSPolicy })
	for i := range o.Code {
		add("web.fact-code", o.Mark, "web", func(x *ospo.Office) string {
			if x != o {
				return ""
			}
			return o.Code[i]
		})
	}
	add("web.fact-pso", o.Mark, "", func(o *ospo.Office) string { return o.PSOID })
	page.Accounts, page.Source = rq.accounts(o)
	page.Record = string(ospo.YAML([]*ospo.Office{o}))
	page.Links = []theme.Link{{Text: rq.t("answer.next-ospos"), URL: rq.to("ospos", "")}, {Text: rq.t("web.register-correct"), URL: rq.to("ospo-register", "") + "?ospo=" + o.Slug}}
	return p.render(rq, "page-ospo", page)
}

// accounts lists what the public list of forge accounts has for the office's body.
func (rq request) accounts(o *ospo.Office) (*theme.Table, theme.SourceNote) {
	if len(o.Accounts) == 0 {
		return nil, theme.SourceNote{}
	}
	t := &theme.Table{ID: "comptes", Caption: rq.t("web.ospo-accounts"), Columns: []theme.Column{{Title: rq.t("web.ospo-account")}, {Title: rq.t("web.ospo-forge")}, {Title: rq.t("web.fact-policy")}, {Title: rq.t("web.table-note")}}}
	for _, a := range o.Accounts {
		note := ""
		if !a.Ignored.IsZero() {
			note = rq.t("web.ospo-ignored", "date", a.Ignored.In(rq.lang))
		}
		t.Rows = append(t.Rows, []theme.Cell{{Text: cmp.Or(a.Owner, a.Forge), URL: webOnly(a.URL())}, {Text: a.Forge + " (" + a.Software + ")"}, {Text: a.FLOSSPolicy, URL: webOnly(a.FLOSSPolicy)}, {Text: note}})
	}
	return t, rq.sourceNote(o.Accounts[0].Mark)
}

// osposJSON and osposYAML give the directory in the forms that the field reads.
func (p *Portal) osposJSON(rq request) (*edge.Response, error) {
	body, err := ospo.JSON(rq.snap().OSPO.Offices)
	if err != nil {
		return nil, err
	}
	return edge.New(http.StatusOK, "application/json", "no-cache", append(body, '\n'), true).Set("Access-Control-Allow-Origin", "*"), nil
}

func (p *Portal) osposYAML(rq request) (*edge.Response, error) {
	head := "# " + rq.t("web.ospos-yaml-head", "address", p.BaseURL+rq.to("ospos", "")) + "\n\n"
	return edge.New(http.StatusOK, "application/yaml; charset=utf-8", "no-cache", append([]byte(head), ospo.YAML(rq.snap().OSPO.Offices)...), true).Set("Access-Control-Allow-Origin", "*"), nil
}

// officeWords are what a reader may look an office up by, beside its name.
func officeWords(o *ospo.Office) string {
	region, _ := ospo.RegionOf(o.Place.Region)
	return strings.Join(slices.Concat([]string{o.Description.Fr, o.Description.En, region.Name.Fr, region.Name.En, o.Body.Name, "OSPO"}, o.Code), " ")
}
