package content

import (
	"path"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"guichet/internal/i18n"
)

// Bounds of a page of a listing, in entries.
const (
	defaultListSize = 10
	maxListSize     = 200
)

// pagination is what a page's front matter asks to list. It is zero for a page that lists nothing.
type pagination struct {
	collection string
	size       int
	reverse    bool
	alias      string // set by templates that make a page of each tag
}

// Listing is one page of a list of pages: a collection, or those of its pages that have a tag. It never changes.
type Listing struct {
	Path    string // "/fr/blog/", "/fr/blog/page-2/", "/fr/blog/tags/ospo/"
	Lang    i18n.Lang
	Title   string  // of the list; the tag's name for a tag
	Tag     string  // empty for a whole collection
	Frame   *Page   // the page whose front matter asked for the list, which introduces it; nil for a list of the desk's own
	Up      string  // address of the whole collection, for a tag's list; empty when there is none
	Entries []*Page // on this page, in order
	Total   int     // entries of the whole list
	Number  int     // of this page, from 1
	Last    int     // number of the last page
	Tags    []Tag   // of the collection
}

// Tag is a word that pages have in common, with the address of the list of those pages.
type Tag struct {
	Name  string
	Path  string
	Count int
}

// PageAt returns the address of page n of the list.
func (l *Listing) PageAt(n int) string {
	first := l.Path
	if l.Number > 1 {
		first = path.Dir(strings.TrimSuffix(l.Path, "/")) + "/"
	}
	return listAddress(first, n)
}

// listAddress is that of page n of the list at base, as the field writes it.
func listAddress(base string, n int) string {
	if n == 1 {
		return base
	}
	return base + "page-" + strconv.Itoa(n) + "/"
}

// technical are the tags that name a kind of page and not a subject: no reader looks for them.
var technical = set("all nav post posts bluehats_post bluehats_posts event events")

// Collection returns the pages in the language lang that carry tag, the newest first; pages without a date come last. Callers must not
// change the slice.
func (s *Site) Collection(lang i18n.Lang, tag string) []*Page {
	return s.collections[inCollection{lang, tag}]
}

type inCollection struct {
	lang i18n.Lang
	tag  string
}

// Neighbours returns the pages before and after p in time in its series; nil where there is none, or when p is in no series.
func (s *Site) Neighbours(p *Page) (previous, next *Page) {
	all := s.Collection(p.Lang, p.Series)
	i := slices.Index(all, p)
	if p.Series == "" || i < 0 {
		return nil, nil
	}
	if i > 0 {
		next = all[i-1]
	}
	if i+1 < len(all) {
		previous = all[i+1]
	}
	return previous, next
}

// Listing returns the page of a list at an address.
func (s *Site) Listing(path string) (*Listing, bool) {
	l, ok := s.listings[path]
	return l, ok
}

// Listings returns the first page of every list, sorted by address.
func (s *Site) Listings() []*Listing {
	var out []*Listing
	for _, l := range s.listings {
		if l.Number == 1 {
			out = append(out, l)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Path < out[j].Path })
	return out
}

// Tags returns the tags of page p that readers may follow, in order.
func (s *Site) Tags(p *Page) []Tag {
	var out []Tag
	base := s.base(p)
	for _, name := range p.Tags {
		at := base + "tags/" + slug(name) + "/"
		if l := s.listings[at]; l != nil && !hidden(p.Series, name) {
			out = append(out, Tag{Name: name, Path: at, Count: l.Total})
		}
	}
	return out
}

func hidden(series, tag string) bool { return tag == series || tag == "" || technical[tag] }

// Home returns the title and the address of the list of the series of p; empty when p is in none, or when the list has no page.
func (s *Site) Home(p *Page) (title, path string) {
	at := s.bases[inCollection{p.Lang, p.Series}]
	if up := s.pages[at]; up != nil {
		return up.Title, at
	}
	if l := s.listings[at]; l != nil {
		return l.Title, at
	}
	return "", ""
}

// base returns the address under which the series of p is listed, or the language's root.
func (s *Site) base(p *Page) string {
	if b := s.bases[inCollection{p.Lang, p.Series}]; p.Series != "" && b != "" {
		return b
	}
	return "/" + string(p.Lang) + "/"
}

// collect makes the collections and the lists of the pages that are served. templates are the files that would list a collection if the
// desk ran them: the desk's own list stands where they stood.
func (s *Site) collect(templates []*source, opt Options) {
	s.collections, s.listings, s.bases = map[inCollection][]*Page{}, map[string]*Listing{}, map[inCollection]string{}
	for _, a := range s.order {
		p := s.pages[a]
		if p.unlisted {
			continue
		}
		for _, t := range p.Tags {
			k := inCollection{p.Lang, t}
			if all := s.collections[k]; len(all) == 0 || all[len(all)-1] != p {
				s.collections[k] = append(all, p)
			}
		}
	}
	for _, all := range s.collections {
		sort.SliceStable(all, func(i, j int) bool { return all[i].Date.After(all[j].Date) })
	}
	titles := map[string]string{} // of lists, by address, from the templates that stood there
	for _, t := range templates {
		p := t.page
		titles[p.Path] = p.Title
		if t.front.listed.collection != "" && t.front.listed.alias == "" && s.pages[p.Path] == nil {
			s.list(&Listing{Path: p.Path, Lang: p.Lang, Title: p.Title}, t.front.listed, opt)
		}
	}
	for _, a := range s.order {
		if p := s.pages[a]; p.list.collection != "" {
			s.list(&Listing{Path: p.Path, Lang: p.Lang, Title: p.Title, Frame: p}, p.list, opt)
		}
	}
	s.series(titles, opt)
	s.tags(opt)
}

// series finds where each series is listed, and lists it there when no page does.
func (s *Site) series(titles map[string]string, opt Options) {
	for _, l := range s.Listings() {
		for k, all := range s.collections {
			if k.lang == l.Lang && len(l.Entries) > 0 && s.of[l.Path] == k.tag && len(all) > 0 {
				s.bases[k] = l.Path
			}
		}
	}
	for _, a := range s.order {
		p := s.pages[a]
		k := inCollection{p.Lang, p.Series}
		if p.Series == "" || s.bases[k] != "" {
			continue
		}
		base := folderOfMost(s.collections[k])
		if base == "" || base == "/"+string(p.Lang)+"/" {
			continue
		}
		s.bases[k] = base
		title := titles[base]
		if title == "" {
			first, size := utf8.DecodeRuneInString(p.Series)
			title = string(unicode.ToUpper(first)) + strings.ReplaceAll(p.Series[size:], "_", " ")
		}
		s.list(&Listing{Path: base, Lang: p.Lang, Title: title}, pagination{collection: p.Series, size: defaultListSize, reverse: true}, opt)
	}
}

// folderOfMost returns the address above those of most pages.
func folderOfMost(pages []*Page) string {
	count, most := map[string]int{}, ""
	for _, p := range pages {
		up := strings.TrimSuffix(path.Dir(strings.TrimSuffix(p.Path, "/")), "/") + "/"
		if count[up]++; count[up] > count[most] {
			most = up
		}
	}
	return most
}

// tags makes the list of each tag, and that of all tags.
func (s *Site) tags(opt Options) {
	type group struct {
		lang i18n.Lang
		base string
	}
	pages := map[group]map[string][]*Page{} // by slug of the tag
	names := map[group]map[string]string{}
	for _, a := range s.order {
		p := s.pages[a]
		if p.unlisted {
			continue
		}
		g := group{p.Lang, s.base(p)}
		for _, name := range p.Tags {
			if hidden(p.Series, name) {
				continue
			}
			if pages[g] == nil {
				pages[g], names[g] = map[string][]*Page{}, map[string]string{}
			}
			k := slug(name)
			if all := pages[g][k]; len(all) > 0 && all[len(all)-1] == p {
				continue // "OSPO" and "ospo"
			}
			pages[g][k] = append(pages[g][k], p)
			if names[g][k] == "" {
				names[g][k] = name
			}
		}
	}
	for g, bySlug := range pages {
		var all []Tag
		for k, entries := range bySlug {
			all = append(all, Tag{Name: names[g][k], Path: g.base + "tags/" + k + "/", Count: len(entries)})
		}
		sort.Slice(all, func(i, j int) bool { return all[i].Path < all[j].Path })
		up := ""
		if s.listings[g.base] != nil || s.pages[g.base] != nil {
			up = g.base
		}
		for _, t := range all {
			entries := bySlug[path.Base(t.Path)]
			sort.SliceStable(entries, func(i, j int) bool { return entries[i].Date.After(entries[j].Date) })
			s.pageList(&Listing{Path: t.Path, Lang: g.lang, Title: t.Name, Tag: t.Name, Up: up, Tags: all}, entries, defaultListSize, opt)
		}
		s.pageList(&Listing{Path: g.base + "tags/", Lang: g.lang, Up: up, Tags: all}, nil, defaultListSize, opt)
		for _, l := range s.listings {
			if l.Path == g.base || strings.HasPrefix(l.Path, g.base+"page-") {
				l.Tags = all
			}
		}
	}
}

// list lists a collection from address l.Path on.
func (s *Site) list(l *Listing, p pagination, opt Options) {
	all := s.Collection(l.Lang, p.collection)
	if !p.reverse { // Eleventy's order is the oldest first
		all = slices.Clone(all)
		slices.Reverse(all)
	}
	s.of[l.Path] = p.collection
	s.pageList(l, all, p.size, opt)
}

// pageList cuts entries into pages. A page of the site, or of the program, at one of the addresses wins, unless it frames the list.
func (s *Site) pageList(l *Listing, entries []*Page, size int, opt Options) {
	last := max(1, (len(entries)+size-1)/size)
	for n := 1; n <= last; n++ {
		at := listAddress(l.Path, n)
		if p := s.pages[at]; p != nil && p != l.Frame || s.listings[at] != nil || l.Frame == nil && opt.Known != nil && opt.Known(at) {
			if n == 1 { // what stands there lists the pages in its own way
				return
			}
			continue
		}
		one := *l
		one.Path, one.Number, one.Last, one.Total = at, n, last, len(entries)
		one.Entries = entries[min(len(entries), (n-1)*size):min(len(entries), n*size)]
		s.listings[at] = &one
	}
}
