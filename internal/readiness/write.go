package readiness

import (
	"encoding/json"
	"fmt"
	"html"
	"io"
	"strings"

	"guichet/internal/i18n"
)

// Markdown writes the report as a text that goes into a ticket.
func (r *Report) Markdown(w io.Writer, lang i18n.Lang) error {
	var b strings.Builder
	say := func(key string, args map[string]any) string { return i18n.T(lang, key, args) }
	fmt.Fprintf(&b, "# %s\n\n%s\n", say("readiness.heading", nil), r.Line(lang))
	if r.Partial {
		fmt.Fprintf(&b, "\n%s\n", say("readiness.partial", nil))
	}
	fmt.Fprintf(&b, "\n| %s | %s | %s |\n|---|---|---:|\n", say("readiness.check", nil), say("readiness.state", nil), say("readiness.points", nil))
	for _, c := range r.Checks {
		fmt.Fprintf(&b, "| %s | %s | %d/%d |\n", say(c.Title(), nil), say(c.State.Label(), nil), c.Points, c.Weight)
	}
	for _, c := range r.Checks {
		if len(c.Findings) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n", say(c.Title(), nil), say(c.Why(), nil))
		for _, f := range c.Findings {
			at := ""
			if f.Path != "" {
				at = "`" + strings.ReplaceAll(f.At(), "`", "'") + "` – "
			}
			fmt.Fprintf(&b, "- %s%s\n", at, escape(f.In(lang)))
		}
		if c.More > 0 {
			fmt.Fprintf(&b, "- %s\n", say("readiness.more", map[string]any{"count": c.More}))
		}
		fmt.Fprintf(&b, "\n%s\n", say(c.Mend(), nil))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// escape keeps what a stranger wrote from being markup.
func escape(s string) string {
	return strings.NewReplacer("<", "&lt;", "|", `\|`, "`", "'", "[", `\[`, "*", `\*`).Replace(s)
}

// At is where the finding is, as compilers write it.
func (f Finding) At() string {
	if f.Line > 0 {
		return fmt.Sprintf("%s:%d", f.Path, f.Line)
	}
	return f.Path
}

// Line is the score in one sentence.
func (r *Report) Line(lang i18n.Lang) string {
	key := "readiness.line"
	switch {
	case r.Vetoed():
		key = "readiness.line-vetoed"
	case r.Unsure():
		key = "readiness.line-unsure"
	}
	return i18n.T(lang, key, map[string]any{"score": r.Score, "points": r.Points, "of": r.Of, "files": r.Files})
}

// JSON writes the report, each finding in words.
func (r *Report) JSON(w io.Writer, lang i18n.Lang) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r.Document(lang))
}

// Document is the report as programs read it.
type Document struct {
	*Report
	Checks []DocumentCheck `json:"checks"`
}

// DocumentCheck is a check in words.
type DocumentCheck struct {
	Result
	Title    string            `json:"title"`
	Why      string            `json:"why"`
	Mend     string            `json:"mend"`
	Findings []DocumentFinding `json:"findings"`
}

// DocumentFinding is a finding in words.
type DocumentFinding struct {
	Finding
	Message string `json:"message"`
}

// Document puts the report in words.
func (r *Report) Document(lang i18n.Lang) Document {
	d := Document{Report: r}
	for _, c := range r.Checks {
		x := DocumentCheck{Result: c, Title: i18n.T(lang, c.Title(), nil), Why: i18n.T(lang, c.Why(), nil), Mend: i18n.T(lang, c.Mend(), nil), Findings: []DocumentFinding{}}
		for _, f := range c.Findings {
			x.Findings = append(x.Findings, DocumentFinding{f, f.In(lang)})
		}
		d.Checks = append(d.Checks, x)
	}
	return d
}

// SARIF writes the findings in the format of static analysis (OASIS SARIF 2.1.0), which forges show beside the code. A finding of the whole repository stands at its root.
func (r *Report) SARIF(w io.Writer, lang i18n.Lang, version string) error {
	type text struct {
		Text string `json:"text"`
	}
	type object = map[string]any
	rules, results := []object{}, []object{}
	for _, c := range r.Checks {
		if len(c.Findings) == 0 {
			continue
		}
		rules = append(rules, object{"id": c.Check, "shortDescription": text{i18n.T(lang, c.Title(), nil)}, "fullDescription": text{i18n.T(lang, c.Why(), nil)}, "help": text{i18n.T(lang, c.Mend(), nil)}})
		level := "warning"
		if c.State == Missing && c.Weight >= 10 {
			level = "error"
		}
		for _, f := range c.Findings {
			where := object{"artifactLocation": object{"uri": uri(f.Path), "uriBaseId": "%SRCROOT%"}}
			if f.Line > 0 {
				where["region"] = object{"startLine": f.Line}
			}
			results = append(results, object{"ruleId": c.Check, "ruleIndex": len(rules) - 1, "level": level, "message": text{f.In(lang)}, "locations": []object{{"physicalLocation": where}}})
		}
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(object{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
		"runs": []object{{"tool": object{"driver": object{"name": "guichet check repository", "version": version, "rules": rules}}, "results": results}}})
}

// uri is a path as a relative reference: no part of it reads as a scheme or holds what an address may not.
func uri(p string) string {
	if p == "" {
		return "./"
	}
	const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"
	var b strings.Builder
	for i := range len(p) {
		if strings.IndexByte(plain, p[i]) >= 0 {
			b.WriteByte(p[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", p[i])
		}
	}
	return b.String()
}

// Badge draws the score as a small picture (SVG) for a README. Its text is also its name for whoever does not see it.
func (r *Report) Badge(w io.Writer, lang i18n.Lang) error {
	colour := "#8a1f11"
	switch {
	case r.Score >= 90:
		colour = "#1b6b3a"
	case r.Score >= 60:
		colour = "#7a4a00"
	}
	label, score := i18n.T(lang, "readiness.badge", nil), fmt.Sprintf("%d/100", r.Score)
	switch {
	case r.Vetoed():
		colour, score = "#8a1f11", i18n.T(lang, "readiness.badge-vetoed", nil)
	case r.Unsure():
		colour, score = "#5a5a5a", i18n.T(lang, "readiness.badge-unsure", nil)
	}
	left, right := 7*len([]rune(label))+14, 7*len(score)+14
	name := html.EscapeString(label + " " + score)
	_, err := fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="20" role="img" aria-label="%s"><title>%s</title><rect width="%d" height="20" rx="3" fill="#3a3a3a"/><rect x="%d" width="%d" height="20" rx="3" fill="%s"/>`+
		`<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle"><text x="%d" y="14">%s</text><text x="%d" y="14">%s</text></g></svg>`+"\n",
		left+right, name, name, left+right, left, right, colour, left/2, html.EscapeString(label), left+right/2, score)
	return err
}
