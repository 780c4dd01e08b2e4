package content

import (
	"html"
	"regexp"
	"strconv"
	"strings"
)

// The tags that are drawn: the components and the pictures of the State's Eleventy starter (eleventy-dsfr, its _includes/components), and
// the values of the page itself. Their arguments are literals; a tag with anything else in it is not run.

// maxMade bounds what the tags of a page make, in bytes: a text that is set once can be drawn many times.
const maxMade = 1 << 20

// runner draws the tags of one page.
type runner struct {
	v          variables
	set        map[string]any // by {% set name = literal %}
	marks      *marks
	containers []*containerNode
	made       int
}

func newRunner(v variables, address string) *runner {
	v["page.url"] = address
	return &runner{v: v, set: map[string]any{}, marks: newMarks()}
}

var (
	setTag       = regexp.MustCompile(`(?s)^set\s+(\w+)\s*=\s*(.*)$`)
	includeTag   = regexp.MustCompile(`^include\s+["'](?:[\w./-]*/)?([\w-]+)\.njk["']$`)
	componentTag = regexp.MustCompile(`(?s)^component\(\s*["']([\w-]+)["']\s*,(.*)\)\s*(?:\|\s*safe)?$`)
	pictureTag   = regexp.MustCompile(`(?s)^(?:imageContent|imageSync|image)\s(.*)$`)
)

// run returns what a tag makes, in one line of HTML; ok is false when the tag is not known.
func (r *runner) run(tag, word string) (made string, ok bool) {
	inner := strings.TrimSpace(strings.Trim(tag[min(2, len(tag)):max(2, len(tag)-2)], "-"))
	switch {
	case strings.HasPrefix(tag, "{{"):
		made, ok = r.print(inner)
	case strings.HasPrefix(tag, "{%"):
		made, ok = r.do(inner, word)
	}
	made = strings.ReplaceAll(made, "\n", " ")
	if r.made += len(made); r.made > maxMade {
		return "", false
	}
	return made, ok
}

// print draws {{ expression }}.
func (r *runner) print(inner string) (string, bool) {
	if m := componentTag.FindStringSubmatch(inner); m != nil {
		args, err := parseLiteral(strings.TrimSpace(m[2]))
		if c, isCode := args.(code); isCode {
			args = r.set[string(c)]
		}
		object, ok := args.(map[string]any)
		if err != nil || !ok {
			return "", false
		}
		return r.component(m[1], object)
	}
	value, ok := r.v.value(inner)
	return html.EscapeString(value), ok
}

// do draws {% tag %}.
func (r *runner) do(inner, word string) (string, bool) {
	switch word {
	case "from", "import": // of macros: what they draw is drawn here
		return "", strings.Contains(inner, "component")
	case "set":
		m := setTag.FindStringSubmatch(inner)
		if m == nil {
			return "", false
		}
		v, err := parseLiteral(m[2])
		if _, isCode := v.(code); err != nil || isCode {
			delete(r.set, m[1])
			return "", false
		}
		r.set[m[1]] = v
		return "", true
	case "include":
		m := includeTag.FindStringSubmatch(inner)
		if m == nil {
			return "", false
		}
		name := m[1]
		if name == "breadcrumb" { // every page of the desk has its own
			return "", true
		}
		object, ok := r.set[name].(map[string]any)
		switch items := r.set["accordionItems"]; {
		case name == "accordionsgroup" && items != nil:
			object, ok = map[string]any{"items": items}, true
		case name == "imagecontent":
			object, ok = r.set["image"].(map[string]any)
		}
		if !ok {
			return "", false
		}
		return r.component(name, object)
	}
	if m := pictureTag.FindStringSubmatch(inner); m != nil {
		v, err := parseLiteral("[" + m[1] + "]")
		args, _ := v.([]any)
		if err != nil || len(args) == 0 {
			return "", false
		}
		src, ok := args[0].(string)
		alt := ""
		if len(args) > 1 {
			alt, _ = args[1].(string)
		}
		return figure(src, alt), ok && src != ""
	}
	return "", false
}

func figure(src, alt string) string {
	return `<figure class="fr-content-media" role="group"><img class="fr-responsive-img" src="` + html.EscapeString(src) + `" alt="` + html.EscapeString(alt) + `"></figure>`
}

// args are the arguments of a component.
type args map[string]any

// text returns the first of the arguments that is a text.
func (a args) text(names ...string) string {
	for _, n := range names {
		if s, ok := a[n].(string); ok && s != "" {
			return s
		}
	}
	return ""
}

// escaped is text, as HTML.
func (a args) escaped(names ...string) string { return html.EscapeString(a.text(names...)) }

// link returns a link to the address that the arguments give, around their title.
func (a args) link() string {
	text := a.escaped("title", "label", "text")
	to := a.text("url", "externalUrl", "href")
	if to == "" || text == "" {
		return text
	}
	return `<a href="` + html.EscapeString(to) + `">` + text + "</a>"
}

// objects returns the objects of a list.
func (a args) objects(name string) []args {
	list, _ := a[name].([]any)
	var out []args
	for _, e := range list {
		if m, ok := e.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

// component draws one component. Descriptions are HTML, as the starter's are; the policy sees them like all that authors write.
func (r *runner) component(name string, a args) (string, bool) {
	switch name {
	case "accordionsgroup", "accordion":
		items := a.objects("items")
		if name == "accordion" {
			items = []args{a}
		}
		var b strings.Builder
		for _, i := range items {
			b.WriteString(r.contain("accordion", i.text("title"), i.text("content", "description")))
		}
		return b.String(), len(items) > 0
	case "alert":
		kind := a.text("type")
		if !alertKinds[kind] {
			kind = "info"
		}
		return r.contain(kind, a.text("title"), a.text("description", "content")), true
	case "callout", "highlight":
		body := "<p>" + a.text("description", "text", "content") + "</p>"
		if m, ok := a["link"].(map[string]any); ok {
			body += "<p>" + args(m).link() + "</p>"
		}
		return r.contain("callout", a.text("title"), body), true
	case "quote":
		by := strings.Join(nonEmpty(a.text("author"), a.text("source")), ", ")
		return r.contain("quote", by, "<p>"+a.escaped("text")+"</p>"), true
	case "card", "tile":
		if a.text("title") == "" {
			return "", false
		}
		body := "<p>" + a.link() + "</p>"
		if d := a.text("description"); d != "" {
			body += "<p>" + d + "</p>"
		}
		return r.contain("callout", "", body), true
	case "button", "link", "download":
		return "<p>" + a.link() + "</p>", a.link() != ""
	case "tabnav":
		var b strings.Builder
		for _, i := range a.objects("items") {
			b.WriteString("<li>" + i.link() + "</li>")
		}
		return "<ul>" + b.String() + "</ul>", b.Len() > 0
	case "badge", "tag":
		return "<strong>" + a.escaped("label", "text", "title") + "</strong>", true
	case "imagecontent", "image", "contentmedia":
		src := a.text("path", "src", "url")
		return figure(src, a.text("alt")), src != ""
	case "table":
		return a.table()
	}
	return "", false
}

func nonEmpty(words ...string) []string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}

// table draws the arguments headers and data.
func (a args) table() (string, bool) {
	var b strings.Builder
	b.WriteString("<table>")
	if t := a.escaped("title", "caption"); t != "" {
		b.WriteString("<caption>" + t + "</caption>")
	}
	row := func(cells any, open, end string) {
		list, _ := cells.([]any)
		b.WriteString("<tr>")
		for _, c := range list {
			s, _ := c.(string)
			b.WriteString(open + s + end)
		}
		b.WriteString("</tr>")
	}
	if a["headers"] != nil {
		b.WriteString("<thead>")
		row(a["headers"], `<th scope="col">`, "</th>")
		b.WriteString("</thead>")
	}
	rows, ok := a["data"].([]any)
	b.WriteString("<tbody>")
	for _, cells := range rows {
		row(cells, "<td>", "</td>")
	}
	b.WriteString("</tbody></table>")
	return b.String(), ok
}

// contain returns body in a container of the desk. The element around it makes Markdown leave it alone.
func (r *runner) contain(name, title, body string) string {
	i := len(r.containers)
	if i >= 1000 {
		return ""
	}
	r.containers = append(r.containers, &containerNode{name: name, title: title, marks: r.marks, index: i, closed: true, id: strconv.Itoa(i)})
	return "<div>" + r.marks.write(markOpen, i) + body + r.marks.write(markClose, i) + "</div>"
}
