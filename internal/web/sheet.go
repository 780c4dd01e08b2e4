package web

import (
	"net/url"
	"slices"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/provenance"
	"guichet/internal/web/theme"
)

// maxUsesShown bounds the rows of the table of uses: the sum above it counts all of them.
const maxUsesShown = 40

// softwareKnown adds to a sheet what only some sources say: versions, compliance, uses, public services, successors, withdrawals. What no source
// says is not there.
func (rq request) softwareKnown(page *softwarePage, sw *catalog.Software) {
	for _, w := range sw.Withdrawals {
		page.Warnings = append(page.Warnings, rq.withdrawal(w))
	}
	items := &page.Facts.Items
	if v := sw.Latest; v.Known() {
		text := v.V.Number
		if !v.V.Date.IsZero() {
			text = rq.t("web.sheet-released", "version", v.V.Number, "date", v.V.Date.On(rq.lang))
		}
		*items = append(*items, rq.fact("web.fact-latest", text, "", v.Mark))
	}
	*items = append(*items, shown(rq, "web.fact-status", sw.Status, rq.registerStatus)...)
	*items = append(*items, shown(rq, "web.fact-since", sw.Since, func(d provenance.Date) string { return d.In(rq.lang) })...)
	*items = append(*items, shown(rq, "web.fact-upkeep", sw.Archived, func(bool) string { return rq.t("web.sheet-archived") })...)
	*items = append(*items, rq.succession(sw)...)
	for _, c := range sw.Compliance {
		page.Compliance.Items = append(page.Compliance.Items, rq.compliance(c))
	}
	for _, i := range sw.Instances {
		label := strings.Join(slices.DeleteFunc([]string{i.Organisation, i.Audience}, func(s string) bool { return s == "" }), ", ")
		f := rq.fact("web.sheet-instance", i.URL, webOnly(i.URL), i.Mark)
		if label != "" {
			f.Label = label
		}
		page.Instances.Items = append(page.Instances.Items, f)
	}
	rq.uses(page, sw)
}

// shown draws a value and what other sources say instead, each in words.
func shown[T comparable](rq request, label string, v provenance.Value[T], words func(T) string) []theme.Fact {
	if !v.Known() {
		return nil
	}
	f := rq.fact(label, words(v.V), "", v.Mark)
	for _, o := range v.Others {
		f.Others = append(f.Others, rq.fact(label, words(o.V), "", o.Mark))
	}
	return []theme.Fact{f}
}

// registerStatus is a register's state in words; one that is not known stands as the source writes it.
func (rq request) registerStatus(s string) string {
	if slices.Contains([]string{"recommended", "observed", "leaving"}, s) {
		return rq.t("web.sheet-status-" + s)
	}
	return s
}

func (rq request) withdrawal(w catalog.Withdrawn) theme.Alert {
	say := []string{w.Reason}
	if !w.Date.IsZero() {
		say = append(say, rq.t("web.sheet-withdrawn-on", "date", w.Date.On(rq.lang)))
	}
	if w.LastVersion != "" {
		say = append(say, rq.t("web.sheet-last-good", "version", w.LastVersion))
	}
	say = append(say, rq.t("web.sheet-said-by", "source", rq.snap().Sources.Title(w.Source, rq.lang), "date", w.Checked.On(rq.lang)))
	return theme.Alert{Kind: "warning", Title: rq.t("web.sheet-withdrawn"), Body: paragraph(strings.TrimSpace(strings.Join(say, " ")))}
}

// succession says what the software became, and what it comes from.
func (rq request) succession(sw *catalog.Software) []theme.Fact {
	var out []theme.Fact
	say := func(direction string, s *catalog.Successor, name string, to *catalog.Software) {
		address := ""
		if to != nil {
			address = rq.to("software", to.Slug)
		}
		if !s.Date.IsZero() {
			name = rq.t("web.sheet-dated", "name", name, "date", s.Date.On(rq.lang))
		}
		out = append(out, rq.fact("web.sheet-"+direction+"-"+string(s.Change), name, address, s.Mark))
	}
	if s := sw.Succession; s != nil {
		say("became", s, s.Name, s.Software)
	}
	for _, before := range sw.Follows {
		say("from", before.Succession, before.Name.V, before)
	}
	return out
}

// compliance draws one attribute with its four states, the date of the examination and what it rests on.
func (rq request) compliance(c *catalog.Compliance) theme.Fact {
	words := func(s catalog.State) string { return rq.t("web.state-" + string(s)) }
	f := shown(rq, "web.compliance-"+c.Name, c.Value, words)[0]
	if !c.Date.IsZero() {
		f.Value = rq.t("web.sheet-examined", "state", f.Value, "date", c.Date.On(rq.lang))
	}
	if f.URL = webOnly(c.Evidence); f.URL == "" && c.Evidence != "" {
		f.Value += rq.t("answer.colon") + c.Evidence
	}
	return f
}

// uses draws the declared uses by organisation; see catalog.Software.Users for how they are summed up.
func (rq request) uses(page *softwarePage, sw *catalog.Software) {
	if len(sw.Uses) == 0 {
		return
	}
	users, referents, bodies := sw.Users()
	page.UsesText = rq.t("web.sheet-uses", "bodies", number(rq.lang, bodies), "users", number(rq.lang, users), "referents", number(rq.lang, referents))
	t := theme.Table{ID: "usages-tableau", Caption: rq.t("web.sheet-uses-caption"), Columns: []theme.Column{
		{Title: rq.t("web.sheet-uses-body")}, {Title: rq.t("web.sheet-uses-users"), Numeric: true}, {Title: rq.t("web.sheet-uses-referents"), Numeric: true}, {Title: rq.t("web.sheet-uses-source")}}}
	for _, u := range sw.Uses[:min(len(sw.Uses), maxUsesShown)] {
		src := rq.snap().Sources[u.Source]
		t.Rows = append(t.Rows, []theme.Cell{{Text: u.Organisation.Name}, {Text: number(rq.lang, u.Users)}, {Text: number(rq.lang, u.Referents)},
			{Text: rq.snap().Sources.Title(u.Source, rq.lang) + ", " + rq.dated(u.Mark), URL: src.URL}})
	}
	if more := len(sw.Uses) - maxUsesShown; more > 0 {
		t.Note = rq.t("web.sheet-uses-more", "count", number(rq.lang, more))
	}
	page.Uses = &t
}

// identifiers are the entries of the software in other registers, as links where the register's addresses are known.
func (rq request) identifiers(sw *catalog.Software) []theme.Fact {
	var out []theme.Fact
	for _, s := range catalog.Schemes {
		if id := sw.IDs[s.ID]; id != "" {
			f := rq.fact("web.identifiers", id, "", sw.IDsOf[s.ID])
			if f.Label = s.Title; s.URL != "" {
				f.URL = s.URL + url.PathEscape(id)
			}
			out = append(out, f)
		}
	}
	return out
}
