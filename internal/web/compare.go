package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/edge"
	"guichet/internal/i18n"
	"guichet/internal/market"
	"guichet/internal/provenance"
	"guichet/internal/web/theme"
)

// maxCompared is how many software or licences one page compares: more would not be read side by side.
const maxCompared = 4

// maxNames is how many products a cell names; the sheet has them all.
const maxNames = 8

type comparePage struct {
	theme.Shell
	Action string
	Errors *theme.ErrorSummary
	Fields []theme.Field
	Tables []theme.Table // one a domain of the grid
	Grid   theme.Link    // where the domains come from
}

// compareName is the name of the repeated parameter: a slug, or a name as people write it.
func compareName(lang i18n.Lang) string {
	if lang == i18n.French {
		return "logiciel"
	}
	return "software"
}

func compareQuery(lang i18n.Lang, list []*catalog.Software) string {
	q := url.Values{}
	for _, sw := range list {
		q.Add(compareName(lang), sw.Slug)
	}
	return "?" + q.Encode()
}

// compare sets two to four software side by side: a form whose answer is in its own address.
func (p *Portal) compare(rq request) (*edge.Response, error) {
	page := comparePage{Shell: p.shell(rq, rq.t("web.compare-title"), rq.t("web.compare-description")), Action: rq.to("compare", ""),
		Grid: theme.Link{Text: rq.t("web.compare-grid"), URL: "https://github.com/codegouvfr/floss-criteria"}}
	rq.trail(&page.Shell, page.Title, "software-list")
	rq.also(&page.Shell, "compare", "")
	chosen := rq.chosen(&page)
	page.Errors = rq.summary(page.Fields)
	switch {
	case page.Errors != nil:
		page.Title = rq.t("web.error-prefix", "title", page.Title)
	case len(chosen) > 1:
		names := make([]string, len(chosen))
		for i, sw := range chosen {
			names[i] = sw.Name.V
		}
		page.Title = rq.t("web.compare-of", "names", strings.Join(names, ", "))
		page.Alternate.URL += compareQuery(rq.lang.Other(), chosen)
		page.Tables = rq.grid(chosen)
	}
	page.NoIndex = rq.URL.RawQuery != ""
	return p.render(rq, "page-compare", page)
}

// chosen reads what is to be compared, and fills in the form with it and with what is wrong.
func (rq request) chosen(page *comparePage) []*catalog.Software {
	name := compareName(rq.lang)
	var asked []string
	for _, v := range rq.URL.Query()[name] {
		if v = strings.TrimSpace(v); v != "" && len(v) <= 400 {
			asked = append(asked, v)
		}
	}
	var out []*catalog.Software
	for i := range maxCompared {
		f := theme.Field{ID: "f-logiciel-" + strconv.Itoa(i+1), Name: name, Type: "text", Label: rq.t("web.compare-field", "place", i+1), Required: i < 2, MaxLength: 120}
		if i == 0 {
			f.Hint = rq.t("web.compare-hint")
		}
		if i < len(asked) {
			f.Value = asked[i]
			sw, candidates := rq.sheetOf(asked[i])
			switch {
			case sw == nil && len(candidates) > 0:
				f.Error = rq.t("web.compare-near", "name", asked[i], "names", strings.Join(candidates, ", "))
			case sw == nil:
				f.Error = rq.t("web.compare-unknown", "name", asked[i])
			case slices.Contains(out, sw):
				f.Error = rq.t("web.compare-twice", "name", sw.Name.V)
			default:
				f.Value = sw.Name.V
				out = append(out, sw)
			}
		}
		page.Fields = append(page.Fields, f)
	}
	if len(asked) == 1 && page.Fields[0].Error == "" && rq.URL.Query().Has("comparer") {
		page.Fields[1].Error = rq.t("web.compare-few")
	}
	if len(asked) > maxCompared {
		page.Fields[maxCompared-1].Error = rq.t("web.compare-many", "count", len(asked), "max", maxCompared)
	}
	return out
}

// sheetOf returns the sheet of a slug or a name; without one, the names that may be meant.
func (rq request) sheetOf(name string) (*catalog.Software, []string) {
	if sw, err := rq.snap().Catalog.BySlug(name); err == nil {
		return sw, nil
	}
	sw, candidates, _ := rq.snap().Catalog.Named(name)
	var names []string
	for _, c := range candidates {
		names = append(names, c.Name.V)
	}
	return sw, names
}

// grid draws the criteria that the catalogue can answer, by the domains of the public grid floss-criteria.
func (rq request) grid(list []*catalog.Software) []theme.Table {
	domains := []struct {
		name     string
		criteria []compared
	}{
		{"functional", []compared{{"web.field-function", criterionFunction}, {"web.fact-category", criterionCategory}, {"web.can-replace", criterionReplaces}}},
		{"use", []compared{{"web.fact-platforms", criterionPlatforms}, {"web.compliance-rgaa", attribute("rgaa")}, {"web.compliance-self-hosted", attribute("self-hosted")}, {"web.fact-latest", criterionLatest}}},
		{"technical", []compared{{"answer.fact-licence", criterionLicence}, {"web.fact-repository", criterionRepository}, {"web.compliance-security-policy", attribute("security-policy")}, {"web.fact-upkeep", criterionUpkeep}}},
		{"community", []compared{{"web.compare-sill", criterionSILL}, {"web.compliance-french-public-service", attribute("french-public-service")}, {"web.compare-users", criterionUsers},
			{"web.badge-supported", criterionSupport}, {"web.fact-expertise", criterionLots}, {"web.providers", criterionProviders}}},
	}
	var out []theme.Table
	for _, d := range domains {
		t := theme.Table{ID: "grille-" + d.name, Caption: rq.t("web.compare-" + d.name), Columns: []theme.Column{{Title: rq.t("web.compare-criterion")}}}
		for _, sw := range list {
			t.Columns = append(t.Columns, theme.Column{Title: sw.Name.V})
		}
		for _, c := range d.criteria {
			row := []theme.Cell{{Text: rq.t(c.label)}}
			for _, sw := range list {
				cell := c.cell(rq, sw)
				if cell.Text == "" {
					cell.Text = rq.t("web.state-unknown")
				}
				row = append(row, cell)
			}
			t.Rows = append(t.Rows, row)
		}
		out = append(out, t)
	}
	return out
}

// compared is one line of the grid; a cell without a text is unknown.
type compared struct {
	label string
	cell  func(rq request, sw *catalog.Software) theme.Cell
}

// sourced is a cell with the source and the date of its value.
func (rq request) sourced(text string, m provenance.Mark) theme.Cell {
	if text == "" || m.IsZero() {
		return theme.Cell{}
	}
	note := rq.snap().Sources.Title(m.Source, rq.lang)
	if !m.Checked.IsZero() {
		note = rq.t("web.sheet-dated", "name", note, "date", m.Checked.In(rq.lang))
	}
	return theme.Cell{Text: text, Note: note}
}

func criterionValue(rq request, v provenance.Value[string]) theme.Cell {
	c := rq.sourced(v.V, v.Mark)
	for _, o := range v.Others {
		c.Note += "\u00a0; " + rq.t("web.compare-other", "value", o.V, "source", rq.snap().Sources.Title(o.Source, rq.lang))
	}
	return c
}

func criterionFunction(rq request, sw *catalog.Software) theme.Cell {
	return rq.sourced(sw.Function.V.In(rq.lang), sw.Function.Mark)
}

func criterionCategory(rq request, sw *catalog.Software) theme.Cell {
	if sw.Category == nil {
		return theme.Cell{}
	}
	c := rq.sourced(sw.Category.Name().In(rq.lang), sw.CategoryOf)
	if c.Text != "" {
		c.URL = rq.to("category", sw.Category.Slug)
	}
	return c
}

func criterionReplaces(rq request, sw *catalog.Software) theme.Cell {
	var names, sources []string
	for _, r := range sw.Replaces {
		names = append(names, r.Product.Label())
		for _, m := range r.Marks {
			if c := rq.sourced("x", m); c.Note != "" && !slices.Contains(sources, c.Note) {
				sources = append(sources, c.Note)
			}
		}
	}
	text := strings.Join(names[:min(len(names), maxNames)], ", ")
	if more := len(names) - maxNames; more > 0 {
		text = rq.t("web.compare-more", "names", text, "count", more)
	}
	return theme.Cell{Text: text, Note: strings.Join(sources, "\u00a0; ")}
}

func criterionPlatforms(rq request, sw *catalog.Software) theme.Cell {
	names := make([]string, len(sw.Platforms))
	for i, pl := range sw.Platforms {
		names[i] = rq.t("web.platform-" + pl)
	}
	return rq.sourced(strings.Join(names, ", "), sw.PlatformsOf)
}

// attribute is the line of a compliance attribute.
func attribute(name string) func(request, *catalog.Software) theme.Cell {
	return func(rq request, sw *catalog.Software) theme.Cell {
		a := sw.Attribute(name)
		if a == nil || a.V == catalog.Unknown {
			return theme.Cell{}
		}
		return rq.sourced(rq.t("web.state-"+string(a.V)), a.Mark)
	}
}

func criterionLatest(rq request, sw *catalog.Software) theme.Cell {
	text := sw.Latest.V.Number
	if d := sw.Latest.V.Date; text != "" && !d.IsZero() {
		text = rq.t("web.sheet-released", "version", text, "date", d.On(rq.lang))
	}
	return rq.sourced(text, sw.Latest.Mark)
}

func criterionLicence(rq request, sw *catalog.Software) theme.Cell {
	return criterionValue(rq, sw.Licence)
}

func criterionRepository(rq request, sw *catalog.Software) theme.Cell {
	c := criterionValue(rq, sw.Repository)
	c.URL = webOnly(sw.Repository.V)
	return c
}

func criterionUpkeep(rq request, sw *catalog.Software) theme.Cell {
	if !sw.Archived.V {
		return theme.Cell{}
	}
	return rq.sourced(rq.t("web.sheet-archived"), sw.Archived.Mark)
}

func criterionSILL(rq request, sw *catalog.Software) theme.Cell {
	if !sw.SILL {
		return theme.Cell{Text: rq.t("web.no")}
	}
	text, m := rq.t("web.yes"), sw.Since.Mark
	if sw.Status.Known() {
		m = sw.Status.Mark
	}
	if c := rq.sourced(text, m); c.Text != "" {
		return c
	}
	for _, x := range sw.Marks {
		if strings.HasPrefix(x.Source, "sill") {
			return rq.sourced(text, x)
		}
	}
	return theme.Cell{Text: text}
}

func criterionUsers(rq request, sw *catalog.Software) theme.Cell {
	users, referents, bodies := sw.Users()
	if bodies == 0 {
		return theme.Cell{}
	}
	return rq.sourced(rq.t("web.sheet-uses", "bodies", number(rq.lang, bodies), "users", number(rq.lang, users), "referents", number(rq.lang, referents)), sw.Uses[0].Mark)
}

func criterionSupport(rq request, sw *catalog.Software) theme.Cell {
	cov := rq.snap().Market.Coverage(sw)
	if len(cov.Support) == 0 {
		return theme.Cell{Text: rq.t("web.compare-not-listed")}
	}
	x := cov.Support[0]
	return rq.sourced(rq.t("answer.listed-"+onList(x), "name", x.Name), x.Mark)
}

func criterionLots(rq request, sw *catalog.Software) theme.Cell {
	lots := rq.snap().Market.Coverage(sw).Lots
	if len(lots) == 0 {
		return theme.Cell{Text: rq.t("web.compare-no-lot")}
	}
	var texts []string
	for _, l := range lots {
		texts = append(texts, rq.t("answer.lot", "lot", l.Number, "scope", l.Scope.In(rq.lang))+rq.t("web.holder", "holder", market.HolderNames(l.Holders)))
	}
	return rq.sourced(strings.Join(texts, "\u00a0; "), lots[0].Mark)
}

func criterionProviders(rq request, sw *catalog.Software) theme.Cell {
	if len(sw.Providers) == 0 {
		return theme.Cell{Text: rq.t("web.compare-no-provider")}
	}
	names := make([]string, 0, len(sw.Providers))
	for _, v := range sw.Providers {
		names = append(names, v.Provider.Name)
	}
	return rq.sourced(strings.Join(names, ", "), sw.Providers[0].Mark)
}
