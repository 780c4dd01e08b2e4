package content

import (
	"io/fs"
	"net/url"
	"path"
	"strings"
	"sync"
)

// Site is every page that is served. It never changes after Load and may be shared.
type Site struct {
	pages     map[string]*Page
	order     []string          // addresses, sorted
	redirects map[string]string // old address -> address
	assets    map[string]asset
	files     map[string]string // path inside a layer -> address
	problems  []Problem
	sizes     sync.Map // address of a picture -> pixels
	memory    memory
	kept      map[*Page]bool // pages whose file has become bad
	alone     bool           // there is but one page, and what stands beside it is not known

	collections map[inCollection][]*Page
	listings    map[string]*Listing
	bases       map[inCollection]string // where a series is listed
	of          map[string]string       // address of a list -> its collection
}

func newSite() *Site {
	return &Site{pages: map[string]*Page{}, redirects: map[string]string{}, assets: map[string]asset{}, files: map[string]string{}, of: map[string]string{}}
}

type asset struct {
	fs    fs.FS
	name  string
	stamp string // of the file, when its pages may be renewed
}

// assetTypes are the kinds of file that may stand beside pages and are served as they are.
var assetTypes = set(".png .jpg .jpeg .gif .webp .avif .svg .ico .pdf .odt .ods .odp .csv .ics .txt .zip")

// templateTypes are the files of an Eleventy site that the desk cannot run. They are reported, since a page may be missed.
var templateTypes = set(".njk .liquid .html .htm .js .cjs .mjs .mdx .hbs .webc")

// Page returns the page at an address, which ends with a slash.
func (s *Site) Page(path string) (*Page, bool) {
	p, ok := s.pages[path]
	return p, ok
}

// Pages returns every page, sorted by address.
func (s *Site) Pages() []*Page {
	out := make([]*Page, len(s.order))
	for i, a := range s.order {
		out[i] = s.pages[a]
	}
	return out
}

// Redirect returns the address that an old address moved to; an address without its last slash, or with one too many, moves to
// the page's own.
func (s *Site) Redirect(path string) (string, bool) {
	slash := strings.TrimRight(path, "/") + "/"
	for _, a := range []string{path, slash} {
		if to, ok := s.redirects[a]; ok {
			return to, true
		}
	}
	if slash != path && (s.pages[slash] != nil || s.listings[slash] != nil) {
		return slash, true
	}
	if bare := strings.TrimRight(path, "/"); bare != path && s.pages[bare] != nil {
		return bare, true
	}
	return "", false
}

// Asset returns the file system and the name in it of a file that stands beside the pages: an image, a document.
func (s *Site) Asset(path string) (fs.FS, string, bool) {
	a, ok := s.assets[path]
	return a.fs, a.name, ok
}

// Problems returns what is wrong with the files, in the order of files and lines.
func (s *Site) Problems() []Problem { return s.problems }

// absent reports whether a link of page p leads to the file of a page, and there is no such file.
func (s *Site) absent(p *Page, target string) bool {
	u, err := url.Parse(strings.TrimSpace(target))
	if err != nil || s.alone || u.Scheme != "" || u.Host != "" || !strings.EqualFold(path.Ext(u.Path), ".md") {
		return false
	}
	file := path.Join("/", u.Path)
	if !strings.HasPrefix(u.Path, "/") {
		file = path.Join("/", path.Dir(p.File), u.Path)
	}
	_, ok := s.files[file[1:]]
	return !ok
}

// resolve returns the address that a link of page p leads to. A path to a file of the layers becomes that file's address, and
// a relative address becomes an absolute one, so that the link works wherever the page's body is shown.
func (s *Site) resolve(p *Page, target string) string {
	target = strings.TrimSpace(target)
	u, err := url.Parse(target)
	if err != nil || target == "" || u.IsAbs() || u.Host != "" || u.Path == "" || strings.HasPrefix(target, "//") {
		return target
	}
	file := strings.TrimPrefix(u.Path, "/")
	if !strings.HasPrefix(u.Path, "/") {
		file = strings.TrimPrefix(path.Join("/", path.Dir(p.File), u.Path), "/")
	}
	switch {
	case strings.EqualFold(path.Ext(file), ".md"):
		a, ok := s.files[file]
		if !ok {
			if a, _, _, ok = fileAddress(file); !ok {
				return target
			}
		}
		u.Path = a
	case strings.HasPrefix(u.Path, "/"):
		return target
	case s.assets["/"+file].fs != nil:
		u.Path = "/" + file
	default:
		u = (&url.URL{Path: p.Path}).ResolveReference(u)
	}
	u.RawPath = ""
	return u.String()
}
