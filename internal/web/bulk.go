package web

import (
	"bytes"
	"io"
	"io/fs"
	"net/http"
	"net/url"

	"guichet/internal/catalog"
	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/export"
	"guichet/internal/web/theme"
)

// bulkFiles are the field's own formats, at the addresses where programs look for them.
var bulkFiles = map[string]func(io.Writer, *catalog.Set) error{
	"/sill/api/sill.json":          export.Catalogi1,
	"/sill/api/catalogi.json":      export.Catalogi1,
	"/sill/api/v2/catalogi.json":   export.Catalogi2,
	"/data/sill-prestataires.json": export.Providers,
}

// bulkSchemas are the names of the JSON Schemas of files that programs read, under /schemas/.
var bulkSchemas = map[string]string{
	"/sill/api/sill.json": "sill.json", "/sill/api/catalogi.json": "sill.json", "/sill/api/v2/catalogi.json": "catalogi-v2.json", "/data/sill-prestataires.json": "sill-prestataires.json", "/data/fr-ospos.json": "fr-ospos.json",
}

// schema serves the JSON Schema of a bulk file.
func (p *Portal) schema(rq request) (*edge.Response, error) {
	body, err := fs.ReadFile(export.Schemas(), rq.PathValue("name"))
	if err != nil {
		return nil, errs.New(errs.NotFound, "web.no-page")
	}
	r := edge.New(http.StatusOK, "application/schema+json", "no-cache", body, true)
	return r.Set("Access-Control-Allow-Origin", "*").Set("Cross-Origin-Resource-Policy", "cross-origin"), nil
}

// bulk serves one of them; any site's script may read it. Its header leads to its schema.
func bulk(path string, write func(io.Writer, *catalog.Set) error) handler {
	return func(rq request) (*edge.Response, error) {
		var b bytes.Buffer
		if err := write(&b, rq.snap().Catalog); err != nil {
			return nil, err
		}
		r := edge.New(http.StatusOK, "application/json", "no-cache", b.Bytes(), true)
		r.Set("Link", "</schemas/"+bulkSchemas[path]+`>; rel="describedby"; type="application/schema+json"`)
		return r.Set("Access-Control-Allow-Origin", "*").Set("Cross-Origin-Resource-Policy", "cross-origin"), nil
	}
}

// downloads lead to the list as files, with the filters of the page.
func (rq request) downloads(f map[string]string) []theme.Link {
	q := url.Values{}
	for name, v := range f {
		q.Set(queryName(rq.lang, name), v)
	}
	var out []theme.Link
	for _, format := range []string{"csv", "ods", "json"} {
		q.Set("format", format)
		out = append(out, theme.Link{Text: rq.t("web.download-" + format), URL: rq.URL.Path + "?" + q.Encode()})
	}
	return out
}

// download writes a list as a file.
func (rq request) download(l export.List, format string) (*edge.Response, error) {
	kind, ok := export.Types[format]
	if !ok {
		return nil, errs.New(errs.Invalid, "catalog.no-format").With("format", format).On("format")
	}
	var b bytes.Buffer
	if err := l.Write(&b, format); err != nil {
		return nil, err
	}
	r := edge.New(http.StatusOK, kind, "no-cache", b.Bytes(), format != "ods")
	return r.Set("Content-Disposition", `attachment; filename="`+l.Name+"."+format+`"`), nil
}

// sheetAt returns the public address of a page of the desk, for files that leave it.
func (p *Portal) sheetAt(rq request, page string) func(string) string {
	return func(slug string) string { return p.BaseURL + rq.to(page, slug) }
}
