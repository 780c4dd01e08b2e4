package content

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
)

// Layer is a folder of pages. Name is how problems name it: the folder as the operator wrote it.
type Layer struct {
	Name string
	FS   fs.FS
}

// Options are the settings of Load.
type Options struct {
	ShowDrafts bool                   // serve pages marked as drafts
	MaxFile    int64                  // bytes that a page may have; 0 means 2 MB
	Known      func(path string) bool // whether the program itself serves an address; may be nil
	Data       func(name string) bool // whether a data block of that name exists; nil accepts any well-formed name
}

// DefaultMaxFile is the largest page that is read, in bytes, when Options says nothing.
const DefaultMaxFile = 2 << 20

// source is one file that was read, before its body is rendered.
type source struct {
	layer   Layer
	file    string // path inside the layer
	body    []byte
	first   int // line of the body's first line
	front   *frontMatter
	page    *Page
	r       *reporter
	refused bool
	under   *source // what the same address shows in the layers below
}

// Load reads the layers and renders their pages; where two have the same address, the page of the later layer is served. Every problem of
// every file is returned; an error is returned only when a layer cannot be walked at all.
func Load(layers []Layer, c Components, opt Options) (*Site, []Problem, error) {
	if opt.MaxFile <= 0 {
		opt.MaxFile = DefaultMaxFile
	}
	s := &Site{pages: map[string]*Page{}, redirects: map[string]string{}, assets: map[string]asset{}, files: map[string]string{}}
	var all []*source
	for _, l := range layers {
		found, err := walk(l, s)
		if err != nil {
			return nil, nil, fmt.Errorf("read the pages of %s: %w", l.Name, err)
		}
		parallel(len(found), func(i int) { found[i].read(opt) })
		all = append(all, found...)
	}
	served := s.place(all, opt)
	parallel(len(served), func(i int) { served[i].render(s, c, opt) })
	for _, src := range served { // a body that is refused uncovers the page of the layer below
		for ; src.refused; src = src.under {
			if src.under == nil {
				delete(s.pages, src.page.Path)
				break
			}
			s.pages[src.page.Path] = src.under.page
			src.under.render(s, c, opt)
		}
	}
	s.settle(all, opt)
	return s, s.problems, nil
}

// Parse reads one page by itself: name is its path inside a layer. The page is nil when it is refused.
func Parse(name string, content []byte, c Components, opt Options) (*Page, []Problem) {
	if opt.MaxFile <= 0 {
		opt.MaxFile = DefaultMaxFile
	}
	src := &source{file: name, r: &reporter{file: name}}
	src.parse(content, opt)
	if !src.refused {
		src.render(&Site{}, c, opt)
	}
	sortProblems(src.r.problems)
	if src.refused {
		return nil, src.r.problems
	}
	return src.page, src.r.problems
}

// parallel calls f for 0 to n-1 on all processors.
func parallel(n int, f func(int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	wg.Wait()
}

// walk lists the pages of a layer, in order, and notes its other files as assets. Names that begin with a dot or an underscore are
// not content, nor is a README, which speaks to authors.
func walk(l Layer, s *Site) ([]*source, error) {
	var found []*source
	err := fs.WalkDir(l.FS, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			if name == "." {
				return err
			}
			s.problems = append(s.problems, Problem{File: shown(l, name), Severity: Error, Key: "content.file-unreadable",
				Args: map[string]any{"error": cause(err)}})
			return nil
		}
		base := path.Base(name)
		if name != "." && (base[0] == '.' || base[0] == '_') {
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		switch {
		case !e.Type().IsRegular() && e.Type()&fs.ModeSymlink == 0: // folders, and what would never end when read
		case strings.EqualFold(path.Ext(name), ".md"):
			if !strings.EqualFold(base, "README.md") {
				found = append(found, &source{layer: l, file: name, r: &reporter{file: shown(l, name)}})
			}
		case templateTypes[strings.ToLower(path.Ext(name))]:
			s.problems = append(s.problems, Problem{File: shown(l, name), Severity: Warning, Key: "content.file-ignored"})
		case assetTypes[strings.ToLower(path.Ext(name))]:
			s.assets["/"+name] = asset{l.FS, name}
		}
		return nil
	})
	return found, err
}

func shown(l Layer, name string) string {
	if l.Name == "" {
		return name
	}
	return strings.TrimRight(l.Name, "/") + "/" + name
}

// cause returns the last error of a chain: what went wrong, without the names that the report already gives.
func cause(err error) string {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err.Error()
	}
	return err.Error()
}

// read reads the file and parses its front matter.
func (src *source) read(opt Options) {
	f, err := src.layer.FS.Open(src.file)
	if err != nil {
		src.refuse(0, "file-unreadable", "error", cause(err))
		return
	}
	defer f.Close()
	b, err := readAtMost(f, opt.MaxFile)
	if err != nil {
		src.refuse(0, "file-unreadable", "error", cause(err))
		return
	}
	src.parse(b, opt)
}

func (src *source) refuse(line int, key string, args ...any) {
	src.refused = true
	src.r.fail(line, key, args...)
}

// parse checks the bytes of the file, reads its front matter and fills in what the page is before its body is drawn.
func (src *source) parse(b []byte, opt Options) {
	if int64(len(b)) > opt.MaxFile {
		src.refuse(0, "file-large", "max", opt.MaxFile)
		return
	}
	b = src.clean(b)
	fm, body, first := splitFrontMatter(b, src.r)
	src.body, src.first = body, first
	f := parseFrontMatter(fm, src.r)
	src.front = f
	address, lang, date, ok := fileAddress(src.file)
	if f.permalink != "" {
		address, lang, ok = f.permalink, langOf(f.permalink), true
	}
	switch {
	case !ok:
		src.refuse(0, "file-name")
	case f.broken:
		src.refused = true // reported where it broke
	case f.title == "" && !f.unserved:
		src.refuse(1, "title-missing")
	}
	if f.date.IsZero() {
		f.date = date
	}
	p := &Page{
		Path: address, File: src.file, Layer: src.layer.Name, Lang: lang, shown: src.r.file, lines: f.lines,
		Title: f.title, Description: f.description, Layout: f.layout, ShowBreadcrumb: f.showBreadcrumb == nil || *f.showBreadcrumb,
		Translation: f.translation, Date: f.date, Tags: f.tags, Draft: f.draft, Redirects: f.redirects, Navigation: f.navigation,
	}
	if p.Layout == "" {
		p.Layout = "page"
	}
	for _, seg := range f.segments {
		p.Segments = append(p.Segments, Segment{seg.Title, inLang(seg.URL, lang)})
	}
	src.page = p
}

// place decides which pages are served and at which addresses, before any link between files is resolved.
func (s *Site) place(all []*source, opt Options) []*source {
	byAddress := map[string]*source{}
	for _, src := range all {
		if src.refused {
			continue
		}
		p := src.page
		if src.front.unserved { // and hides the page of an earlier layer
			if old := byAddress[p.Path]; old != nil && old.layer.Name != src.layer.Name {
				delete(byAddress, p.Path)
			}
			continue
		}
		if p.Draft && !opt.ShowDrafts {
			continue
		}
		if old := byAddress[p.Path]; old != nil && old.layer.Name == src.layer.Name {
			src.refuse(src.front.lines["permalink"], "address-twice", "address", p.Path, "file", old.r.file)
			continue
		}
		src.under = byAddress[p.Path]
		byAddress[p.Path] = src
	}
	var served []*source
	for a, src := range byAddress {
		s.pages[a] = src.page
		served = append(served, src)
	}
	sort.Slice(served, func(i, j int) bool { return served[i].page.Path < served[j].page.Path })
	for _, src := range all { // later layers win here too
		if !src.refused && s.pages[src.page.Path] != nil {
			s.files[src.file] = src.page.Path
		}
	}
	return served
}

// settle notes the redirects and gathers the problems.
func (s *Site) settle(all []*source, opt Options) {
	for a := range s.pages {
		s.order = append(s.order, a)
	}
	sort.Strings(s.order)
	for _, src := range all {
		if src.refused || src.page == nil || s.pages[src.page.Path] != src.page {
			continue
		}
		for _, old := range src.front.redirects {
			line := src.front.lines["redirects"]
			switch to, taken := s.redirects[old]; {
			case s.pages[old] != nil || opt.Known != nil && opt.Known(old):
				src.r.fail(line, "redirect-page", "address", old)
			case taken && to != src.page.Path:
				src.r.fail(line, "redirect-twice", "address", old, "other", to)
			default:
				s.redirects[old] = src.page.Path
			}
		}
	}
	for _, src := range all {
		s.problems = append(s.problems, src.r.problems...)
	}
	sortProblems(s.problems)
}
