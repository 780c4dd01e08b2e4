package content

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// Folder data gives the pages of a folder what their front matter does not say: gazettes/gazettes.11tydata.js holds the tags, the
// layout and the address of every page under gazettes/, and page.11tydata.json those of page.md. The data of a folder wins over that
// of the folder around it, a page's own front matter over both, and tags add up.

// dataExts are the ends of folder data files, after the name of their folder or page.
var dataExts = []string{".11tydata.js", ".11tydata.cjs", ".11tydata.mjs", ".11tydata.json", ".11tydata.yaml", ".11tydata.yml", ".json"}

// dataKeys are the keys of folder data that mean something to a page; the others feed templates, which the desk does not run.
var dataKeys = set("description layout segments showBreadcrumb toc tags draft permalink redirects lang image eleventyExcludeFromCollections eleventyComputed badges start duration location")

// dataFor returns what a file holds data for, as a path without an end: "fr/bluehats/gazettes" for a folder, "fr/bluehats/x" for a page.
func dataFor(name string) (stem string, ok bool) {
	for _, ext := range dataExts {
		if s, ok := strings.CutSuffix(name, ext); ok {
			if dir, base := path.Split(s); base == path.Base(dir) {
				return path.Clean(dir), true
			}
			return s, ext != ".json" // any other JSON file is data of its own
		}
	}
	return "", false
}

// readData reads a folder data file; nil when it cannot be read, which is reported.
func readData(l Layer, name string, r *reporter) *frontMatter {
	b, err := readFile(l.FS, name, maxLiteral)
	if err != nil {
		r.warn(0, "data-unread")
		return nil
	}
	if strings.HasSuffix(name, "js") {
		v, err := exported(string(b))
		m, ok := v.(map[string]any)
		if err != nil || !ok {
			r.warn(0, "data-unread")
			return nil
		}
		return frontOf(m, r)
	}
	f := &frontMatter{lines: map[string]int{}}
	d := decoder{f, r}
	if tooDeep(b) {
		r.warn(0, "data-unread")
		return nil
	}
	file, err := parseYAML(b)
	if err != nil || len(file.Docs) == 0 {
		r.warn(0, "data-unread")
		return nil
	}
	entries, ok := mapping(file.Docs[0].Body)
	if !ok {
		return nil
	}
	for _, e := range entries {
		if dataKeys[keyOf(e)] {
			d.entry(e)
		}
	}
	return f
}

// readFile reads a file of at most limit bytes.
func readFile(fsys fs.FS, name string, limit int64) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := readAtMost(f, limit)
	if err == nil && int64(len(b)) > limit {
		err = fs.ErrInvalid
	}
	return b, err
}

// frontOf turns a JavaScript object into front matter. Code is not run: of functions, only permalink is read.
func frontOf(m map[string]any, r *reporter) *frontMatter {
	plain := map[string]any{}
	var address code
	computed, _ := m["eleventyComputed"].(map[string]any)
	for _, part := range []map[string]any{m, computed} {
		for key, v := range part {
			if c, isCode := v.(code); isCode {
				if key == "permalink" {
					address = c
				}
				continue
			}
			if key != "eleventyComputed" && (dataKeys[key] || key == "title" || key == "date" || key == "pagination" || key == "eleventyNavigation") {
				plain[key] = withoutCode(v)
			}
		}
	}
	b, err := yaml.Marshal(plain)
	f := &frontMatter{lines: map[string]int{}}
	if err == nil && len(plain) > 0 {
		f = parseFrontMatter(b, &reporter{file: r.file})
	}
	if address != "" {
		f.address, f.lines["permalink"] = address, 1
	}
	return f
}

// withoutCode returns v without what is code in it.
func withoutCode(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, e := range v {
			if _, isCode := e.(code); !isCode {
				out[k] = withoutCode(e)
			}
		}
		return out
	case []any:
		var out []any
		for _, e := range v {
			if _, isCode := e.(code); !isCode {
				out = append(out, withoutCode(e))
			}
		}
		return out
	}
	return v
}

// cascade returns the data that holds for a file: its folders' from the outermost to its own.
func cascade(data map[string]*frontMatter, file string) []*frontMatter {
	var out []*frontMatter
	stem := strings.TrimSuffix(file, path.Ext(file))
	for i := 0; ; {
		j := strings.IndexByte(stem[i:], '/')
		if j < 0 {
			break
		}
		if f := data[stem[:i+j]]; f != nil {
			out = append(out, f)
		}
		i += j + 1
	}
	if f := data[stem]; f != nil {
		out = append(out, f)
	}
	return out
}

// inherit fills in what the front matter does not say from the data of its folders, innermost last in from. The first tag of the
// innermost folder that has tags names the series that the page is one of.
func (f *frontMatter) inherit(from []*frontMatter) {
	said := func(key string) bool { _, ok := f.lines[key]; return ok }
	var tags []string
	for i := len(from) - 1; i >= 0; i-- {
		d := from[i]
		for key, line := range d.lines {
			if said(key) || line == 0 {
				continue
			}
			switch key {
			case "description":
				f.description = d.description
			case "layout":
				f.layout = d.layout
			case "segments":
				f.segments = d.segments
			case "showBreadcrumb":
				f.showBreadcrumb = d.showBreadcrumb
			case "toc":
				f.toc = d.toc
			case "draft":
				f.draft = d.draft
			case "image":
				f.image = d.image
			case "permalink":
				f.permalink, f.template, f.address, f.unserved = d.permalink, d.template, d.address, d.unserved
			}
			f.lines[key] = 1
		}
		if len(d.tags) > 0 {
			if f.series == "" {
				f.series = d.tags[0]
			}
			tags = append(slices.Clone(d.tags), tags...)
		}
	}
	for _, t := range f.tags {
		if !slices.Contains(tags, t) {
			tags = append(tags, t)
		}
	}
	f.tags = tags
}
