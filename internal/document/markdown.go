package document

import (
	"fmt"
	"strings"
)

// Markdown writes the document as CommonMark with tables (GFM).
func (d Document) Markdown() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", escapeMarkdown(d.Title))
	for _, block := range d.Blocks {
		b.WriteString("\n")
		switch x := block.(type) {
		case Heading:
			fmt.Fprintf(&b, "%s %s\n", strings.Repeat("#", x.depth()+1), escapeMarkdown(x.Text))
		case Paragraph:
			if x.Note {
				b.WriteString("> ")
			}
			b.WriteString(markdownRuns(x.Runs) + "\n")
		case List:
			for i, item := range x.Items {
				mark := "-"
				if x.Ordered {
					mark = fmt.Sprintf("%d.", i+1)
				}
				fmt.Fprintf(&b, "%s %s\n", mark, markdownRuns(item))
			}
		case Table:
			markdownTable(&b, x)
		}
	}
	return []byte(b.String())
}

func markdownTable(b *strings.Builder, t Table) {
	if t.Caption != "" {
		fmt.Fprintf(b, "**%s**\n\n", escapeMarkdown(t.Caption))
	}
	row := func(cells []string) { fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | ")) }
	titles, rule := make([]string, len(t.Columns)), make([]string, len(t.Columns))
	for i, c := range t.Columns {
		titles[i], rule[i] = escapeMarkdown(c), "---"
	}
	row(titles)
	row(rule)
	for _, r := range t.Rows {
		cells := make([]string, len(t.Columns))
		for i := range t.Columns {
			cells[i] = markdownRuns(cell(r, i))
		}
		row(cells)
	}
}

func markdownRuns(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		text := escapeMarkdown(r.Text)
		if strings.TrimSpace(text) == "" {
			b.WriteString(spaces(r.Text, true))
			continue
		}
		// Emphasis and links hold no space at their ends: it stands outside.
		lead, tail := "", ""
		if kept := spaces(r.Text, true); kept != text {
			if strings.HasPrefix(kept, " ") {
				lead = " "
			}
			if strings.HasSuffix(kept, " ") {
				tail = " "
			}
		}
		if r.Italic {
			text = "*" + text + "*"
		}
		if r.Bold {
			text = "**" + text + "**"
		}
		if u := r.link(); u != "" {
			text = "[" + text + "](<" + strings.ReplaceAll(u, "\\", "%5C") + ">)"
		}
		b.WriteString(lead + text + tail)
	}
	return strings.TrimSpace(b.String())
}

// markdownMarks are the characters that mean something to Markdown or to HTML within a line.
const markdownMarks = "\\`*_{}[]<>#|~&$"

// escapeMarkdown writes one line of text so that Markdown reads it as text.
func escapeMarkdown(s string) string {
	s = spaces(strings.ToValidUTF8(s, "\ufffd"), false)
	var b strings.Builder
	digits := true // only digits so far: "1." would open a list
	for i, r := range s {
		opens := i == 0 && (r == '-' || r == '+' || r == '=') || (r == '.' || r == ')') && digits && i > 0
		if opens || strings.ContainsRune(markdownMarks, r) {
			b.WriteByte('\\')
		}
		if r < ' ' || r == 0x7f {
			r = '\ufffd'
		}
		digits = digits && r >= '0' && r <= '9'
		b.WriteRune(r)
	}
	return b.String()
}
