package content

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"

	"guichet/internal/i18n"
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
	Framed     func(path string) bool // whether what the program serves there shows the page; may be nil
	Data       func(name string) bool // whether a data block of that name exists; nil accepts any well-formed name

	live     bool  // the pages will be loaded again: keep what the next load needs
	previous *Site // of the load before, or nil
}

// DefaultMaxFile is the largest page that is read, in bytes, when Options says nothing.
const DefaultMaxFile = 2 << 20

// source is one file that was read, before its body is rendered.
type source struct {
	layer   Layer
	file    string                  // path inside the layer
	data    map[string]*frontMatter // of the layer's folders
	body    []byte
	first   int // line of the body's first line
	front   *frontMatter
	page    *Page
	r       *reporter
	refused bool
	under   *source // what the same address shows in the layers below

	// For the next load.
	sum     [sha256.Size]byte // of the file
	dataSum [sha256.Size]byte // of the layer's folder data
	blank   Page              // the page before it was drawn
	parsed  int               // problems of the front matter
	own     int               // problems of the file, before it meets others
	drawn   bool              // at an earlier load
	done    bool              // drawn, at this load or an earlier one
	kept    bool              // an earlier version, for the file is bad
}

// Load reads the layers and renders their pages; where two have the same address, the page of the later layer is served. Every problem of
// every file is returned; an error is returned only when a layer cannot be walked at all.
func Load(layers []Layer, c Components, opt Options) (*Site, []Problem, error) {
	if opt.MaxFile <= 0 {
		opt.MaxFile = DefaultMaxFile
	}
	s := newSite()
	var all, templates []*source
	for _, l := range layers {
		w, err := walk(l, s)
		if err != nil {
			return nil, nil, fmt.Errorf("read the pages of %s: %w", l.Name, err)
		}
		w.digest()
		parallel(len(w.pages), func(i int) {
			src := w.pages[i]
			src.read(opt)
			if src.refused {
				src.lastGood(opt.previous)
			}
		})
		for _, t := range w.templates {
			if t.readTemplate() {
				templates = append(templates, t)
			}
		}
		all = append(all, w.pages...)
	}
	served := s.place(all, opt)
	if opt.live {
		if s.memory.around = s.surroundings(); opt.previous != nil && opt.previous.memory.around != s.memory.around {
			for _, src := range all {
				src.redraw(s)
			}
		}
	}
	s.translate(served)
	parallel(len(served), func(i int) { served[i].render(s, c, opt) })
	for _, src := range served { // a body that is refused uncovers the page of the layer below
		if bad := src.page; src.refused && src.lastGood(opt.previous) {
			if delete(s.pages, bad.Path); s.pages[src.page.Path] == nil {
				s.pages[src.page.Path] = src.page
			}
		}
		for ; src.refused; src = src.under {
			if src.under == nil {
				delete(s.pages, src.page.Path)
				break
			}
			s.pages[src.page.Path] = src.under.page
			src.under.render(s, c, opt)
		}
	}
	s.keep(all, opt)
	s.settle(all, opt)
	s.collect(templates, opt)
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
		s := newSite()
		s.alone = true
		src.render(s, c, opt)
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

// walked is what a layer holds.
type walked struct {
	pages, templates []*source
	data             map[string]*frontMatter // of folders and pages, by path without an end
	stamps           []string                // of the files of data
}

// digest tells the pages the state of their folder data.
func (w *walked) digest() {
	sum := sha256.Sum256([]byte(strings.Join(w.stamps, "\n")))
	for _, src := range w.pages {
		src.dataSum = sum
	}
}

// walk lists the pages of a layer, in order, and notes its other files as assets. Names that begin with a dot or an underscore are
// not content, nor is a README, which speaks to authors.
func walk(l Layer, s *Site) (*walked, error) {
	w := &walked{data: map[string]*frontMatter{}}
	err := fs.WalkDir(l.FS, ".", func(name string, e fs.DirEntry, err error) error {
		r := &reporter{file: shown(l, name)}
		defer func() { s.problems = append(s.problems, r.problems...) }()
		if err != nil {
			if name == "." {
				return err
			}
			r.fail(0, "file-unreadable", "error", cause(err))
			return nil
		}
		base := path.Base(name)
		if name != "." && (base[0] == '.' || base[0] == '_') {
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if !e.Type().IsRegular() && e.Type()&fs.ModeSymlink == 0 { // folders, and what would never end when read
			return nil
		}
		stem, isData := dataFor(name)
		switch ext := strings.ToLower(path.Ext(name)); {
		case isData:
			if f := readData(l, name, r); f != nil {
				w.data[stem] = f
				w.stamps = append(w.stamps, name+" "+stamp(e))
			}
		case ext == ".md":
			if !strings.EqualFold(base, "README.md") {
				w.pages = append(w.pages, &source{layer: l, file: name, data: w.data, r: &reporter{file: shown(l, name)}})
			}
		case templateTypes[ext]:
			r.warn(0, "file-ignored")
			w.templates = append(w.templates, &source{layer: l, file: name, data: w.data, r: &reporter{file: shown(l, name)}})
		case assetTypes[ext]:
			s.assets["/"+name] = asset{l.FS, name, stamp(e)}
		}
		return nil
	})
	return w, err
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
	if src.remember(b, opt.previous) {
		return
	}
	b = src.clean(b)
	fm, body, first := splitFrontMatter(b, src.r)
	src.body, src.first = body, first
	f := parseFrontMatter(fm, src.r)
	src.front = f
	f.inherit(cascade(src.data, src.file))
	address, lang, ok := src.address(f)
	switch {
	case !ok:
		src.refuse(0, "file-name")
	case f.broken:
		src.refused = true // reported where it broke
	case f.title == "" && !f.unserved:
		src.nameless(f)
	}
	p := &Page{
		Path: address, File: src.file, Layer: src.layer.Name, Lang: lang, shown: src.r.file, lines: f.lines,
		Title: f.title, Description: f.description, Layout: f.layout, ShowBreadcrumb: f.showBreadcrumb == nil || *f.showBreadcrumb,
		Translation: f.translation, Date: f.date, Tags: f.tags, Draft: f.draft, Redirects: f.redirects, Navigation: f.navigation,
		Series: f.series, Image: f.image, Media: f.media, list: f.listed, unlisted: f.unlisted,
	}
	if p.Series == "" && slices.Contains(f.tags, "posts") {
		p.Series = "posts"
	}
	if p.Layout == "" {
		p.Layout = "page"
	}
	for _, seg := range f.segments {
		p.Segments = append(p.Segments, Segment{seg.Title, inLang(seg.URL, lang)})
	}
	src.page, src.blank, src.parsed = p, *p, len(src.r.problems)
}

// address returns the address and the language of the page: its permalink's, or else its file's.
func (src *source) address(f *frontMatter) (address string, lang i18n.Lang, ok bool) {
	address, lang, date, ok := fileAddress(src.file)
	if f.date.IsZero() {
		f.date = date
	}
	permalink, line := f.permalink, f.lines["permalink"]
	if v := src.variables(f, string(lang)); permalink == "" && (f.template != "" || f.address != "") {
		var known bool
		if f.template != "" {
			permalink, known = v.expand(f.template)
		} else {
			permalink, known = v.call(f.address)
		}
		if !known {
			src.r.warn(line, "permalink-computed")
			permalink = ""
		} else if permalink != "" {
			if permalink, known = cleanAddress(permalink); !known {
				src.r.fail(line, "address-bad", "key", "permalink", "address", short(permalink))
			}
		}
	}
	if permalink != "" {
		return permalink, langOf(permalink), true
	}
	return address, lang, ok
}

// nameless gives a name to a page whose front matter has no title: that of its first heading, of its navigation entry, or of its file.
func (src *source) nameless(f *frontMatter) {
	for _, t := range []string{f.navigation.Title, f.navigation.Key, firstHeading(src.body)} {
		if f.title == "" {
			f.title = t
		}
	}
	if f.title == "" {
		src.refuse(1, "title-missing")
		return
	}
	src.r.fail(1, "title-found", "title", short(f.title))
}

// firstHeading returns the text of a heading of level 1 at the start of a body.
func firstHeading(body []byte) string {
	line, _, _ := bytes.Cut(bytes.TrimSpace(body), []byte("\n"))
	text, ok := bytes.CutPrefix(line, []byte("# "))
	if !ok {
		return ""
	}
	s, _ := withoutTemplateTags(string(text))
	return plainTitle(s)
}

// paged are the parts of a template's permalink that number the pages of a list.
var paged = regexp.MustCompile(`\{%-?\s*if[^%]*%\}.*?\{%-?\s*endif\s*-?%\}`)

// readTemplate reads the front matter of a file that the desk does not run, for its title and the list that it would make.
func (src *source) readTemplate() bool {
	b, err := readFile(src.layer.FS, src.file, DefaultMaxFile)
	if err != nil {
		return false
	}
	fm, _, _ := splitFrontMatter(src.clean(b), src.r)
	f := parseFrontMatter(fm, src.r)
	f.template = paged.ReplaceAllString(f.template, "")
	src.front = f
	f.inherit(cascade(src.data, src.file))
	address, lang, ok := src.address(f)
	if f.title == "" {
		f.title = f.navigation.Key
	}
	src.page = &Page{Path: address, Lang: lang, Title: f.title}
	return ok && !f.broken && !f.unserved && f.title != ""
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

// translate names the translation of the pages that name none. A page that readers already have is not changed.
func (s *Site) translate(served []*source) {
	for _, src := range served {
		if !src.drawn {
			src.page.Translation = s.translation(src.page)
		}
	}
}

// keep notes what the next load needs, and which pages are not as their files say.
func (s *Site) keep(all []*source, opt Options) {
	if !opt.live {
		return
	}
	s.memory.good, s.kept = map[string]*source{}, map[*Page]bool{}
	for _, src := range all {
		if src.kept {
			s.kept[src.page] = true
			src.own = 0
		} else if !src.refused {
			src.own = len(src.r.problems)
		}
		if !src.refused {
			s.memory.good[src.r.file] = src
			src.under = nil
		}
	}
}

// translation returns the address of the page in the other language: the one that the page names or, as in Eleventy, the file of the
// same path in the other language's folder. A page that is named by its translation need not name it.
func (s *Site) translation(p *Page) string {
	if p.Translation != "" {
		return p.Translation
	}
	own, rest, _ := strings.Cut(p.File, "/")
	if isLang(own) {
		return s.files[string(p.Lang.Other())+"/"+rest]
	}
	return ""
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
		if at := src.page.Path; opt.Known != nil && opt.Known(at) && (opt.Framed == nil || !opt.Framed(at)) {
			src.r.warn(src.front.lines["permalink"], "address-program", "address", src.page.Path)
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
