package theme

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"reflect"
	"strings"
	"unicode"

	"github.com/tdewolff/minify/v2"
	cssmin "github.com/tdewolff/minify/v2/css"

	"guichet/internal/i18n"
)

//go:embed plain/*.tmpl plain/assets/*
var plainFiles embed.FS

// sharedFiles are the scripts of pages, whatever the theme.
//
//go:embed shared/*
var sharedFiles embed.FS

// Theme is a set of component templates, one set a language, and the assets that they need. It never changes once made.
type Theme struct {
	name      string
	templates map[i18n.Lang]*template.Template // never executed, so that they can always be cloned
	drawing   map[i18n.Lang]*template.Template // the same, for Render
	assets    map[string]asset                 // by name with and without digest
	urls      map[string]string                // by name without digest
	logo      Picture                          // of the brand
	files     fs.FS                            // package of the design system; nil for a theme without one
	prefix    string                           // of its addresses
}

type asset struct {
	body              []byte
	contentType, etag string
}

// Plain returns the default theme: our own, without a script, a web font or a request to another host.
// The brand's colours stand over its own, once they are known to be readable.
func Plain(b Brand) (*Theme, error) { return load("plain", plainFiles, b) }

// load reads the theme in the folder name of files: *.tmpl and assets/*.
func load(name string, files fs.FS, b Brand) (*Theme, error) {
	th := &Theme{
		name:      name,
		templates: map[i18n.Lang]*template.Template{},
		drawing:   map[i18n.Lang]*template.Template{},
	}
	for _, lang := range i18n.Langs {
		set, err := parse(lang, files, name)
		if err != nil {
			return nil, fmt.Errorf("theme %s: %w", name, err)
		}
		th.templates[lang] = set
		if th.drawing[lang], err = set.Clone(); err != nil {
			return nil, fmt.Errorf("theme %s: %w", name, err)
		}
	}
	if err := th.loadAssets(files, b); err != nil {
		return nil, fmt.Errorf("theme %s: %w", name, err)
	}
	return th, nil
}

// parse reads the files one by one, so that an error names the file and the line.
func parse(lang i18n.Lang, files fs.FS, dir string) (*template.Template, error) {
	set := template.New("").Funcs(funcs(lang))
	if dir == "dsfr" { // over the plain theme: what it does not draw is drawn plainly
		if err := parseInto(set, plainFiles, "plain"); err != nil {
			return nil, err
		}
	}
	if err := parseInto(set, files, dir); err != nil {
		return nil, err
	}
	for component := range components {
		if set.Lookup(component) == nil {
			return nil, fmt.Errorf("no template %q", component)
		}
	}
	return set, nil
}

func parseInto(set *template.Template, files fs.FS, dir string) error {
	names, err := fs.Glob(files, path.Join(dir, "*.tmpl"))
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		if _, err := set.New(name).Parse(string(text)); err != nil {
			return err
		}
	}
	return nil
}

// contentTypes holds the kinds of asset that a theme may have.
var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
	".png": "image/png",
}

func (th *Theme) loadAssets(files fs.FS, b Brand) error {
	th.assets, th.urls = map[string]asset{}, map[string]string{}
	dir := path.Join(th.name, "assets")
	entries, err := fs.ReadDir(files, dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		body, err := fs.ReadFile(files, path.Join(dir, e.Name()))
		if err != nil {
			return err
		}
		ext := path.Ext(e.Name())
		if contentTypes[ext] == "" {
			return fmt.Errorf("asset %s: unknown kind of file", e.Name())
		}
		if ext == ".css" {
			if body, err = minified(body); err != nil {
				return fmt.Errorf("asset %s: %w", e.Name(), err)
			}
		}
		if ext == ".css" && th.name == "plain" {
			if err := th.addDisplays(e.Name(), body, b); err != nil {
				return fmt.Errorf("asset %s: %w", e.Name(), err)
			}
			continue
		}
		th.add(e.Name(), body)
	}
	for _, name := range []string{"live.js"} {
		body, err := sharedFiles.ReadFile("shared/" + name)
		if err != nil {
			return err
		}
		th.add(name, body)
	}
	if b.Logo == nil {
		return nil
	}
	ext, width, height, err := b.logo()
	if err != nil {
		return err
	}
	th.add("logo"+ext, b.Logo)
	th.logo = Picture{th.URL("logo" + ext), width, height}
	return nil
}

// addDisplays adds a style sheet for each display: "plain.css", "plain-dark.css", "plain-dark-contrast.css".
func (th *Theme) addDisplays(name string, css []byte, b Brand) error {
	css, err := b.branded(css)
	if err != nil {
		return err
	}
	for _, d := range displays {
		sheet, err := displayed(css, d)
		if err != nil {
			return err
		}
		if d == (Display{}) {
			th.add(name, sheet)
		} else {
			th.add(strings.TrimSuffix(name, ".css")+"-"+d.String()+".css", sheet)
		}
	}
	return nil
}

// add takes a file under its name and under its name with its digest.
func (th *Theme) add(name string, body []byte) {
	ext := path.Ext(name)
	sum := sha256.Sum256(body)
	digest := hex.EncodeToString(sum[:4])
	hashed := strings.TrimSuffix(name, ext) + "." + digest + ext
	a := asset{body, contentTypes[ext], `"` + digest + `"`}
	th.assets[name], th.assets[hashed] = a, a
	th.urls[name] = "/assets/" + hashed
}

// minified takes comments and blanks out of a style sheet of ours, so that it can be written to be read.
func minified(css []byte) ([]byte, error) {
	m := minify.New()
	m.AddFunc("text/css", cssmin.Minify)
	return m.Bytes("text/css", css)
}

// Name returns the name of the theme, as the setting --theme takes it.
func (th *Theme) Name() string { return th.name }

// Templates returns a fresh set that holds every component under its name ("search-bar" for SearchBar), the frame of a page ("open",
// "close"), and the functions that they use. A page adds its own templates to it.
func (th *Theme) Templates(lang i18n.Lang) *template.Template {
	// Clone fails on a set that was executed, and this one never is.
	return template.Must(th.templates[i18n.Parse(string(lang))].Clone())
}

// Render draws one component, given by value or by pointer. It panics on a value that is no component: that is a mistake in the
// program, which no visitor can cause.
func (th *Theme) Render(lang i18n.Lang, component any) template.HTML {
	v := reflect.Indirect(reflect.ValueOf(component))
	name := dashed(v.Type().Name())
	if components[name] != v.Type() {
		panic(fmt.Sprintf("theme: %T is no component", component))
	}
	var b bytes.Buffer
	if err := th.drawing[i18n.Parse(string(lang))].ExecuteTemplate(&b, name, v.Interface()); err != nil {
		panic(fmt.Sprintf("theme: %v", err))
	}
	return template.HTML(b.String()) //nolint:gosec // html/template wrote it, just above
}

// Asset returns the file name of the theme, with its media type and its strong ETag. The name with its digest
// ("plain.1a2b3c4d.css") may be cached for ever, the one without may not.
func (th *Theme) Asset(name string) (body []byte, contentType, etag string, ok bool) {
	a, ok := th.assets[name]
	return a.body, a.contentType, a.etag, ok
}

// URL returns the address of an asset, with its digest, or "" when the theme has no such asset.
func (th *Theme) URL(name string) string { return th.urls[name] }

// StyleURL returns the address of the style sheet for a display.
func (th *Theme) StyleURL(d Display) string {
	if d == (Display{}) || th.Scripted() { // the design system keeps the reader's choice itself
		return th.URL(th.name + ".css")
	}
	return th.URL(th.name + "-" + d.String() + ".css")
}

// Logo returns the logo of the brand; its address is empty where the brand has none.
func (th *Theme) Logo() Picture { return th.logo }

// IconURL returns the address of the site's icon.
func (th *Theme) IconURL() string { return th.URL("icon.svg") }

// components lists what Render draws, by template name.
var components = byName(
	Link{}, Tile{}, Card{}, Badge{}, Tag{}, Callout{}, Alert{}, Quote{}, Accordion{}, Table{}, Figure{}, Fact{}, Facts{}, SourceNote{},
	Pagination{}, SearchBar{}, Field{}, Button{}, ErrorSummary{}, Contents{}, Stepper{}, Empty{}, Stat{},
)

func byName(values ...any) map[string]reflect.Type {
	m := map[string]reflect.Type{}
	for _, v := range values {
		t := reflect.TypeOf(v)
		m[dashed(t.Name())] = t
	}
	return m
}

// dashed turns the name of a type into that of its template: SearchBar, search-bar.
func dashed(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
