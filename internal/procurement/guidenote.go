package procurement

import (
	"time"

	"guichet/internal/document"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// GuideNote writes an outcome as a dated note to be kept with the file: what was answered, what follows, why, and the texts with how sure each is. link is the absolute
// address that restores the answers.
func (s *Set) GuideNote(o Outcome, lang i18n.Lang, day provenance.Date, link string) document.Document {
	g := Guides[o.Guide]
	t := func(key string, args map[string]any) string { return i18n.T(lang, key, args) }
	d := document.Document{Lang: string(lang), Title: t(g.Label("title"), nil), Subject: t("guide.draft", nil), Author: t("procurement.doc-author", nil), Date: time.Date(day.Year, time.Month(max(day.Month, 1)), max(day.Day, 1), 0, 0, 0, 0, time.UTC)}
	answers := document.Table{Columns: []string{t("guide.question", nil), t("guide.answer", nil)}}
	for _, q := range g.Questions {
		answers.Rows = append(answers.Rows, [][]document.Run{document.Text(t(g.Label(q.Name), nil)), document.Text(t(g.Label(q.Name+"-"+o.Answers[q.Name]), nil))})
	}
	reasons := document.List{}
	for _, r := range o.Reasons {
		reasons.Items = append(reasons.Items, document.Text(t(r, nil)))
	}
	d.Blocks = []document.Block{
		document.Paragraph{Note: true, Runs: document.Text(t("guide.draft", nil))},
		document.Paragraph{Runs: []document.Run{{Text: t("guide.dated", map[string]any{"date": day.In(lang)}) + " "}, {Text: t("guide.link", nil), URL: link}, {Text: "."}}},
		document.Heading{Level: 1, Text: t("guide.conclusion", nil)},
		document.Paragraph{Runs: []document.Run{{Text: t(g.Label("verdict-"+o.Verdict), nil), Bold: true}}},
		reasons,
	}
	if len(o.Licences) > 0 {
		list := document.List{Ordered: true}
		for _, id := range o.Licences {
			list.Items = append(list.Items, document.Text(s.licenceLine(id)))
		}
		d.Blocks = append(d.Blocks, document.Heading{Level: 1, Text: t("guide.licences", nil)}, list)
	}
	if o.Justify {
		d.Blocks = append(d.Blocks, document.Heading{Level: 1, Text: t("guide.justify", nil)})
		for _, p := range o.Justification(lang) {
			d.Blocks = append(d.Blocks, document.Plain(p))
		}
	}
	d.Blocks = append(d.Blocks, document.Heading{Level: 1, Text: t("guide.answers", nil)}, answers, document.Heading{Level: 1, Text: t("guide.laws", nil)}, s.lawTable(s.lawsOf(o.Laws), lang))
	return d
}

func (s *Set) licenceLine(id string) string {
	if l := s.BySPDX(id); l != nil {
		return id + " – " + l.Name
	}
	return id
}

// lawsOf are the legal references of slugs, in their order.
func (s *Set) lawsOf(slugs []string) []*Law {
	var out []*Law
	for _, slug := range slugs {
		if l := s.Law(slug); l != nil {
			out = append(out, l)
		}
	}
	return out
}

// LawsOf lists the legal references that an outcome rests on.
func (s *Set) LawsOf(o Outcome) []*Law { return s.lawsOf(o.Laws) }

func (s *Set) lawTable(laws []*Law, lang i18n.Lang) document.Table {
	t := document.Table{Columns: []string{i18n.T(lang, "guide.law", nil), i18n.T(lang, "guide.says", nil), i18n.T(lang, "guide.sure", nil)}}
	for _, l := range laws {
		sure := i18n.T(lang, l.Certainty.Label(), nil)
		if !l.Doubt.IsZero() {
			sure += ". " + l.Doubt.In(lang)
		}
		t.Rows = append(t.Rows, [][]document.Run{{{Text: l.Cite.In(lang), URL: l.URL}}, document.Text(l.Says.In(lang)), document.Text(sure)})
	}
	return t
}

// Justification is the text to be completed and kept when a licence with reciprocity is chosen: the risk, the general interest, the proportion.
func (o Outcome) Justification(lang i18n.Lang) []string {
	if !o.Justify {
		return nil
	}
	var out []string
	for _, k := range []string{"risk", "interest", "proportion"} {
		out = append(out, i18n.T(lang, "guide.justify-"+k, map[string]any{"licence": o.Licences[0]}))
	}
	return out
}
