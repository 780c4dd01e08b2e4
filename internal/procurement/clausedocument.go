package procurement

import (
	"strings"
	"time"

	"guichet/internal/document"
	"guichet/internal/i18n"
)

// say returns a message in French: clauses, and the file that holds them, are in French by nature.
func say(key string, pairs ...any) string {
	values := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[pairs[i].(string)] = pairs[i+1]
	}
	return i18n.T(i18n.French, "procurement."+key, values)
}

// ValueLabel returns the key of the message that names a value of a choice, and false when the value is the buyer's own text.
func ValueLabel(choice, value string) (string, bool) {
	_, fixed := ChoiceValues[choice]
	switch {
	case fixed:
		return "procurement.value-" + choice + "-" + value, true
	case value == "oui":
		return "procurement.value-yes", true
	case value == "non":
		return "procurement.value-no", true
	case value == "":
		return "procurement.value-none", true
	}
	return "", false
}

// Reasons returns why a line of the table is as it is: the reasons of the clauses, or what leaving the clause out means.
func (e Explained) Reasons(lang i18n.Lang) []string {
	var out []string
	for _, w := range e.Why {
		out = append(out, w.In(lang)+".")
	}
	if len(out) == 0 {
		key := "procurement.without-" + e.Choice
		if e.Choice == "ccag" {
			key = "procurement.ccag-why"
		}
		if i18n.Has(lang, key) {
			out = append(out, i18n.T(lang, key, nil)+".")
		}
	}
	return out
}

// Document writes a composition as a text to be edited: both documents, the list of derogations, and an annex that explains them. link is the absolute
// address at which the choices are found again.
func (s *Set) Document(c *Composition, link string) document.Document {
	e := c.Edition
	d := document.Document{Lang: string(i18n.French), Title: say("doc-title"), Subject: say("doc-draft"), Author: say("doc-author"), Date: time.Date(e.Date.Year, time.Month(max(e.Date.Month, 1)), max(e.Date.Day, 1), 0, 0, 0, 0, time.UTC)}
	d.Blocks = []document.Block{
		document.Paragraph{Note: true, Runs: document.Text(say("doc-draft"))},
		document.Paragraph{Runs: []document.Run{{Text: say("doc-edition", "date", e.Date.In(i18n.French), "review", e.ReviewBy.In(i18n.French)) + " "}, {Text: say("doc-link"), URL: link}, {Text: "."}}},
		document.Heading{Level: 1, Text: say("doc-ccap")},
	}
	d.Blocks = append(d.Blocks, articles(c.CCAP)...)
	d.Blocks = append(d.Blocks, document.Heading{Level: 2, Text: say("doc-article", "number", len(c.CCAP)+1, "title", say("doc-derogations"))})
	d.Blocks = append(d.Blocks, derogations(c)...)
	d.Blocks = append(d.Blocks, document.Heading{Level: 1, Text: say("doc-cctp")})
	d.Blocks = append(d.Blocks, articles(c.CCTP)...)
	d.Blocks = append(d.Blocks, document.Heading{Level: 1, Text: say("doc-annex")})
	if len(c.Warnings) > 0 {
		var list document.List
		for _, w := range c.Warnings {
			list.Items = append(list.Items, []document.Run{{Text: say("level-"+w.Level) + ". ", Bold: true}, {Text: i18n.T(i18n.French, w.Label(), nil)}})
		}
		d.Blocks = append(d.Blocks, document.Heading{Level: 2, Text: say("doc-warnings")}, list)
	}
	d.Blocks = append(d.Blocks, document.Heading{Level: 2, Text: say("doc-explained")}, s.explained(c), document.Heading{Level: 2, Text: say("doc-texts")}, texts(c))
	return d
}

func articles(list []Article) []document.Block {
	var out []document.Block
	for _, a := range list {
		out = append(out, document.Heading{Level: 2, Text: say("doc-article", "number", a.Number, "title", a.Title.Fr)})
		for _, p := range a.Body {
			if p.Text != "" {
				out = append(out, document.Plain(p.Text))
			}
			if len(p.Items) > 0 {
				out = append(out, bullets(p.Items))
			}
		}
	}
	return out
}

func bullets(items []string) document.List {
	var l document.List
	for _, it := range items {
		l.Items = append(l.Items, document.Text(it))
	}
	return l
}

func derogations(c *Composition) []document.Block {
	line := func(list []Derogated) document.List {
		var l document.List
		for _, d := range list {
			l.Items = append(l.Items, document.Text(upperFirst(say("doc-derogation", "ccag", d.Article.Fr, "text", d.Text.Fr, "by", d.By))))
		}
		return l
	}
	if c.Choices.CCAG == "aucun" {
		return []document.Block{document.Plain(say("doc-derogations-nothing"))}
	}
	out := []document.Block{document.Plain(say("doc-derogations-none"))}
	if len(c.Derogations) > 0 {
		out = []document.Block{document.Plain(say("doc-derogations-lead")), line(c.Derogations)}
	}
	if len(c.Precisions) > 0 {
		out = append(out, document.Paragraph{Runs: []document.Run{{Text: say("doc-precisions"), Italic: true}}}, line(c.Precisions))
	}
	return out
}

func upperFirst(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

func (s *Set) explained(c *Composition) document.Table {
	t := document.Table{Columns: []string{say("doc-choice"), say("doc-why"), say("doc-laws")}}
	for _, e := range c.Explained {
		value := e.Value
		if key, ok := ValueLabel(e.Choice, e.Value); ok {
			value = i18n.T(i18n.French, key, nil)
		}
		var laws []string
		for _, slug := range e.Laws {
			if l := s.Law(slug); l != nil {
				laws = append(laws, l.Cite.Fr)
			}
		}
		t.Rows = append(t.Rows, [][]document.Run{{{Text: say("choice-"+e.Choice) + "\u00a0: ", Bold: true}, {Text: value}}, document.Text(strings.Join(e.Reasons(i18n.French), " ")), document.Text(strings.Join(laws, "\u202f; "))})
	}
	return t
}

func texts(c *Composition) document.Table {
	t := document.Table{Columns: []string{say("doc-laws"), say("doc-says"), say("doc-known")}}
	for _, l := range c.Laws {
		known := i18n.T(i18n.French, l.Certainty.Label(), nil) + ", " + l.Mark.Checked.On(i18n.French)
		if !l.Doubt.IsZero() {
			known += ". " + l.Doubt.Fr + "."
		}
		t.Rows = append(t.Rows, [][]document.Run{{{Text: l.Cite.Fr, URL: l.URL}}, document.Text(l.Says.Fr + "."), document.Text(known)})
	}
	return t
}
