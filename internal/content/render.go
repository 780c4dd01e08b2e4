package content

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// render draws the body of the page.
func (src *source) render(s *Site, c Components, opt Options) {
	if src.drawn {
		return
	}
	p := src.page
	run := newRunner(src.variables(src.front, string(p.Lang)), p.Path)
	body, tags := replaceTemplateTags(src.body, run.run)
	line, at := src.first, 0
	for _, t := range tags[:min(len(tags), maxReports)] {
		line += bytes.Count(src.body[at:t.pos], []byte("\n"))
		at = t.pos
		src.r.warn(line, "template-tag", "tag", short(t.text))
	}
	if line, ok := tooHard(body); !ok {
		src.refuse(src.first+line, "body-deep")
		return
	}
	md := markdown[p.Lang]
	pc := parser.NewContext()
	t := newTree(body, src.first, src.r, opt.Data)
	t.title, t.marks, t.containers = p.Title, run.marks, run.containers
	t.resolve = func(target string) string { return s.resolve(p, target) }
	t.pictureAt = func(address string) (picture, pixels) {
		size := s.pictureSize(address)
		return s.pictureAt(address, opt.Known), size
	}
	t.absent = func(target string) bool { return s.absent(p, target) }
	src.settlePicture(s, opt)
	doc := md.Parser().Parse(text.NewReader(body), parser.WithContext(pc))
	if !t.settle(doc, pc) {
		src.refused = true
		return
	}
	var out bytes.Buffer
	if err := md.Renderer().Render(&out, body, doc); err != nil {
		src.refuse(0, "file-unreadable", "error", err.Error())
		return
	}
	if l, ok := c.(Localized); ok {
		c = l.In(p.Lang)
	}
	a := &assembler{lang: p.Lang, components: c, marks: t.marks, containers: t.containers}
	p.Body = a.assemble(policy.SanitizeReader(&out).String())
	if len(a.headings) > maxHeadings { // in author HTML
		src.refuse(src.first, "headings-many", "count", len(a.headings), "max", maxHeadings)
		return
	}
	p.parts = cut(p.Body)
	p.Headings, p.Links, p.ids = a.headings, t.links, a.ids.taken
	p.Sections, p.Text = a.content()
	p.Contents = wantsContents(src.front, p.Headings)
	src.done = true
}

// contentsFrom is the number of headings from which a page has a table of contents of its own accord.
const contentsFrom = 4

func wantsContents(f *frontMatter, hs []Heading) bool {
	n := 0
	for _, h := range hs {
		if h.Level <= 3 {
			n++
		}
	}
	if f.toc != nil {
		return *f.toc && n > 0
	}
	return n >= contentsFrom
}

// content returns the sections that hold something, and their text together.
func (a *assembler) content() ([]Section, string) {
	var b strings.Builder
	kept := a.sections[:0]
	for _, s := range a.sections {
		if s.Title == "" && s.Text == "" {
			continue
		}
		kept = append(kept, s)
		for _, part := range []string{s.Title, s.Text} {
			if part != "" {
				if b.Len() > 0 {
					b.WriteByte('\n')
				}
				b.WriteString(part)
			}
		}
	}
	return kept, b.String()
}
