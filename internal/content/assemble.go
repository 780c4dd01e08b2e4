package content

import (
	"html"
	"strconv"
	"strings"

	"guichet/internal/i18n"
)

// assembler turns the HTML that the policy let through into the body of a page: it balances the tags, so that nothing in a page can
// close what stands around it, puts the components around the containers, and notes headings, ids and text on the way.
//
// Its input is what bluemonday writes: lower-case tags, quoted attributes without ">" or "<", escaped text.
type assembler struct {
	lang       i18n.Lang
	components Components
	marks      *marks
	containers []*containerNode

	stack    []element
	out      *strings.Builder
	headings []Heading
	sections []Section
	text     strings.Builder // of the current section

	inHeading int             // number of elements in the stack up to the open heading and with it, or 0
	heading   strings.Builder // its text
	silent    int             // likewise for an element whose text is not for search
	ids       ids
	tables    int
	above     []int // levels, as their authors wrote them, of the headings that hold the current place
}

// element is an open element or, with an empty name, an open container that end tags cannot cross.
type element struct {
	name      string
	container int
	outer     *strings.Builder // where the content goes once the heading or container is closed
	attrs     string           // of a heading
	rank      int              // likewise: the level at which it is written
}

// maxDepth is the deepest that elements may stand in each other; browsers give up at 512.
const maxDepth = 200

var void = set("br hr img wbr col")

// implied lists, for a start tag, the open elements that it ends when they are innermost.
var implied = map[string]map[string]bool{
	"li": set("li p"), "dt": set("dt dd p"), "dd": set("dt dd p"), "tr": set("tr td th p"), "td": set("td th p"), "th": set("td th p"),
	"tbody": set("thead tbody tr td th p caption colgroup"), "tfoot": set("thead tbody tr td th p"), "thead": set("caption colgroup p"),
}

// assemble returns the body for the checked HTML s.
func (a *assembler) assemble(s string) HTML {
	a.out = &strings.Builder{}
	a.out.Grow(len(s) + len(s)/4)
	a.ids = newIDs()
	a.sections = []Section{{}}
	for s != "" {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			a.words(s)
			break
		}
		a.words(s[:i])
		end := strings.IndexByte(s[i:], '>')
		if end < 0 {
			break
		}
		a.tag(s[i+1 : i+end])
		s = s[i+end+1:]
	}
	for len(a.stack) > 0 {
		a.pop()
	}
	a.endSection()
	return HTML(hideTags.Replace(a.out.String()))
}

// words writes text and opens and closes the containers whose marks stand in it.
func (a *assembler) words(s string) {
	for {
		before, after, found := strings.Cut(s, a.marks.nonce)
		a.plain(before)
		if !found {
			return
		}
		number, rest, ok := strings.Cut(after, ";")
		if !ok || number == "" {
			return
		}
		kind := number[0]
		i, err := strconv.Atoi(number[1:])
		if err == nil && i >= 0 && i < len(a.containers) {
			if kind == markOpen {
				a.open(i)
			} else {
				a.closeContainer(i)
			}
		}
		s = strings.TrimPrefix(rest, "\n")
	}
}

func (a *assembler) plain(s string) {
	if s == "" {
		return
	}
	a.out.WriteString(s)
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	if a.silent > 0 {
		return
	}
	if a.inHeading > 0 {
		a.heading.WriteString(s)
	} else {
		a.text.WriteString(strings.ReplaceAll(s, "\n", " ")) // blocks are told apart by their tags
	}
}

func (a *assembler) open(i int) {
	a.leaveHeading()
	if len(a.stack) > 0 && a.top().name == "p" {
		a.pop()
	}
	a.stack = append(a.stack, element{container: i, outer: a.out})
	a.out = &strings.Builder{}
	if t := a.containers[i].title; t != "" && a.containers[i].name != "data" {
		a.text.WriteString("\n" + t + "\n")
	}
}

func (a *assembler) closeContainer(i int) {
	for at := len(a.stack) - 1; at >= 0; at-- {
		if a.stack[at].name == "" && a.stack[at].container == i {
			for len(a.stack) > at {
				a.pop()
			}
			return
		}
	}
}

// leaveHeading closes the open heading: neither a heading nor a container stands in one.
func (a *assembler) leaveHeading() {
	for a.inHeading > 0 && len(a.stack) >= a.inHeading {
		a.pop()
	}
}

func (a *assembler) top() *element { return &a.stack[len(a.stack)-1] }

// tag handles one tag without its angle brackets.
func (a *assembler) tag(s string) {
	if strings.HasPrefix(s, "/") {
		a.end(s[1:])
		return
	}
	s, closed := strings.CutSuffix(s, "/")
	name, attrs, _ := strings.Cut(s, " ")
	if attrs != "" {
		attrs = " " + attrs
	}
	if isHeading(name) {
		a.leaveHeading()
	}
	for len(a.stack) > 0 {
		if top := a.top().name; top == "p" && blocks[name] || implied[name][top] {
			a.pop()
			continue
		}
		break
	}
	if id := attribute(attrs, "id"); id != "" {
		if a.ids.has(id) {
			attrs = strings.Replace(attrs, ` id="`+html.EscapeString(id)+`"`, "", 1)
		}
		a.ids.take(id)
	}
	switch {
	case len(a.stack) >= maxDepth:
		return
	case isHeading(name) && closed:
		return
	case isHeading(name):
		a.stack = append(a.stack, element{name: name, outer: a.out, attrs: attrs, rank: a.rank(int(name[1] - '0'))})
		a.out = &strings.Builder{}
		a.inHeading = len(a.stack)
		return
	case name == "table":
		a.tables++
		a.out.WriteString(string(a.components.TableOpen(a.ids.free("table-" + strconv.Itoa(a.tables)))))
	case name == "img":
		attrs += ` loading="lazy" decoding="async"`
		if !strings.Contains(attrs, ` alt="`) {
			attrs += ` alt=""`
		}
	case name == "pre":
		attrs += ` tabindex="0"` // a block that scrolls must be reachable by keyboard
	}
	if blocks[name] || name == "br" || name == "li" || name == "td" || name == "th" || name == "tr" || name == "dt" || name == "dd" {
		a.text.WriteByte('\n')
	}
	a.out.WriteString("<" + name + attrs + ">")
	if void[name] {
		return
	}
	a.stack = append(a.stack, element{name: name})
	if note := attribute(attrs, "class"); a.silent == 0 && (name == "pre" || note == "footnote-ref" || note == "footnote-backref") {
		a.silent = len(a.stack) // code, a number or an arrow says nothing by itself
	}
	if closed { // authors write <a id="x"/> as XHTML allowed it
		a.pop()
	}
}

// end closes the innermost open element of that name with all that is open in it; it never closes a container.
func (a *assembler) end(name string) {
	for at := len(a.stack) - 1; at >= 0 && a.stack[at].name != ""; at-- {
		if a.stack[at].name == name {
			for len(a.stack) > at {
				a.pop()
			}
			return
		}
	}
}

// pop closes the innermost element or container.
func (a *assembler) pop() {
	e := *a.top()
	if len(a.stack) == a.silent {
		a.silent = 0
	}
	a.stack = a.stack[:len(a.stack)-1]
	switch {
	case e.name == "":
		body := HTML(a.out.String())
		a.out = e.outer
		a.out.WriteString(string(a.component(a.containers[e.container], body)))
	case isHeading(e.name):
		a.endHeading(e)
	default:
		a.out.WriteString("</" + e.name + ">")
		if e.name == "table" {
			a.out.WriteString(string(a.components.TableClose()))
		}
	}
}

// component draws a container around its body.
func (a *assembler) component(n *containerNode, body HTML) HTML {
	switch n.name {
	case "callout":
		return a.components.Callout(n.title, body)
	case "info", "warning", "error", "success":
		return a.components.Alert(n.name, n.title, body)
	case "quote":
		return a.components.Quote(n.title, body)
	case "accordion":
		a.ids.take(n.id)
		return a.components.Accordion(n.id, n.title, body)
	case "data":
		if n.title == "" {
			return ""
		}
		return HTML(dataOpen + n.title + dataClose)
	}
	return body
}

// rank returns the level at which a heading is written: the title of the page is level 1, and no level is left out below it. What the
// author wrote decides which heading stands under which.
func (a *assembler) rank(level int) int {
	for len(a.above) > 0 && a.above[len(a.above)-1] >= level {
		a.above = a.above[:len(a.above)-1]
	}
	return min(2+len(a.above), 6)
}

// endHeading writes a heading with its anchor and begins its section. A heading without text is not written.
func (a *assembler) endHeading(e element) {
	inner := strings.TrimSpace(a.out.String())
	text := strings.Join(strings.Fields(a.heading.String()), " ")
	a.out, a.inHeading = e.outer, 0
	a.heading.Reset()
	if text == "" {
		a.out.WriteString(inner) // an image, perhaps
		return
	}
	id := attribute(e.attrs, "id")
	if id == "" {
		id = a.ids.free(slug(text))
		e.attrs += ` id="` + html.EscapeString(id) + `"`
	}
	name := "h" + strconv.Itoa(e.rank)
	a.above = append(a.above, int(e.name[1]-'0'))
	a.out.WriteString("<" + name + e.attrs + ">" + inner)
	a.out.WriteString(` <a class="anchor" href="#` + html.EscapeString(id) + `" aria-label="` +
		html.EscapeString(anchorWords[a.lang].with(text)) + `">#</a></` + name + ">")
	a.headings = append(a.headings, Heading{Level: e.rank, ID: id, Text: text})
	a.endSection()
	a.sections = append(a.sections, Section{ID: id, Title: text})
}

func (a *assembler) endSection() {
	last := &a.sections[len(a.sections)-1]
	last.Text = squeeze(a.text.String())
	a.text.Reset()
}

// squeeze puts single spaces for spaces and single line breaks for the ends of blocks.
func squeeze(s string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(s, "\n") {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		for i, f := range fields {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(f)
		}
	}
	return b.String()
}

func isHeading(name string) bool {
	return len(name) == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6'
}

// attribute returns the value of an attribute of a tag that bluemonday wrote.
func attribute(attrs, name string) string {
	_, after, found := strings.Cut(attrs, " "+name+`="`)
	if !found {
		return ""
	}
	value, _, _ := strings.Cut(after, `"`)
	return html.UnescapeString(value)
}
