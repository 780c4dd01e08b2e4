package export

import (
	"io"
	"strconv"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/sheet"
)

// List is a list of the catalogue on its way to a file.
type List struct {
	Name    string   // of the sheet in a spreadsheet
	Columns []string // names of the values, in order; the same in both languages, for programs
	Rows    [][]string
}

// Software makes the list of the given sheets. of gives the address of a sheet on it.
func Software(lang i18n.Lang, sheets []*catalog.Software, of func(slug string) string, sources provenance.Sources) List {
	l := List{Name: "software", Columns: []string{"slug", "name", "function", "category", "licence", "site", "repository", "platforms", "sill", "wikidata", "comptoir", "users", "replaces", "providers", "url", "source", "checked"}}
	for _, sw := range sheets {
		replaces := make([]string, len(sw.Replaces))
		for i, r := range sw.Replaces {
			replaces[i] = r.Product.FullName()
		}
		served := make([]string, len(sw.Providers))
		for i, v := range sw.Providers {
			served[i] = v.Provider.Name
		}
		category := ""
		if sw.Category != nil {
			category = sw.Category.Name().In(lang)
		}
		users := ""
		if n, _, organisations := sw.Users(); organisations > 0 {
			users = strconv.Itoa(n)
		}
		l.Rows = append(l.Rows, []string{sw.Slug, sw.Name.V, sw.Function.V.In(lang), category, sw.Licence.V, sw.Site.V, sw.Repository.V, strings.Join(sw.Platforms, " "), sw.IDs["sill"], sw.IDs["wikidata"], sw.IDs["comptoir"],
			users, strings.Join(replaces, " | "), strings.Join(served, " | "), of(sw.Slug), titles(lang, sw.Marks, sources), checked(sw).String()})
	}
	return l
}

// Products makes the list of products with what replaces them, a line a pair; a product without equivalent has one line.
func Products(lang i18n.Lang, products []*catalog.Product, of func(slug string) string, sources provenance.Sources) List {
	l := List{Name: "equivalents", Columns: []string{"slug", "product", "vendor", "function", "category", "software", "fit", "confidence", "limits", "migration", "url", "source", "checked"}}
	for _, p := range products {
		category := ""
		if p.Category != nil {
			category = p.Category.Name().In(lang)
		}
		head := []string{p.Slug, p.Name, p.Vendor, p.Function.In(lang), category}
		if len(p.Alternatives) == 0 {
			l.Rows = append(l.Rows, append(head, "", "", "", "", "", of(p.Slug), titles(lang, []provenance.Mark{p.Mark}, sources), p.Mark.Checked.String()))
		}
		for _, r := range p.Alternatives {
			row := append(append([]string(nil), head...), r.Software.Name.V, string(r.Fit), string(r.Confidence), r.Limits.In(lang), r.Migration.In(lang), of(p.Slug))
			l.Rows = append(l.Rows, append(row, titles(lang, r.Marks, sources), r.Marks[0].Checked.String()))
		}
	}
	return l
}

// ProviderList makes the list of providers.
func ProviderList(lang i18n.Lang, providers []*catalog.Provider, of func(slug string) string, sources provenance.Sources) List {
	l := List{Name: "providers", Columns: []string{"slug", "name", "siren", "country", "role", "site", "software", "url", "source", "checked"}}
	for _, p := range providers {
		names := make([]string, len(p.Services))
		for i, v := range p.Services {
			names[i] = v.Software.Name.V
		}
		l.Rows = append(l.Rows, []string{p.Slug, p.Name, p.SIREN.V, p.Country, p.Role, p.Site.V, strings.Join(names, " | "), of(p.Slug), titles(lang, p.Marks, sources), p.Mark.Checked.String()})
	}
	return l
}

func titles(lang i18n.Lang, marks []provenance.Mark, sources provenance.Sources) string {
	out := make([]string, len(marks))
	for i, m := range marks {
		out[i] = sources.Title(m.Source, lang)
	}
	return strings.Join(out, " | ")
}

// Types are the media types of the files that Write makes.
var Types = map[string]string{"csv": sheet.CSVType, "ods": sheet.ODSType, "json": "application/json"}

// Write writes the list as csv, ods or json: an array of objects whose members are the columns.
func (l List) Write(w io.Writer, format string) error {
	if format == "json" {
		out := make([]map[string]string, len(l.Rows))
		for i, r := range l.Rows {
			out[i] = make(map[string]string, len(r))
			for j, v := range r {
				out[i][l.Columns[j]] = v
			}
		}
		return write(w, out)
	}
	t := sheet.Table{Name: l.Name, Columns: l.Columns, Rows: make([][]sheet.Cell, len(l.Rows))}
	for i, r := range l.Rows {
		t.Rows[i] = make([]sheet.Cell, len(r))
		for j, v := range r {
			t.Rows[i][j] = sheet.Text(v)
		}
	}
	if format == "ods" {
		return sheet.WriteODS(w, t)
	}
	return sheet.WriteCSV(w, t)
}

// Categories makes the list of categories with what the catalogue holds for each. Their names and what belongs to them is the word of one source, which is
// named in each line.
func Categories(lang i18n.Lang, categories []*catalog.Category, set *catalog.Set, of func(slug string) string, source string, written provenance.Date) List {
	l := List{Name: "categories", Columns: []string{"slug", "name", "words", "software", "products", "url", "source", "checked"}}
	for _, c := range categories {
		in := set.In(c)
		l.Rows = append(l.Rows, []string{c.Slug, c.Name().In(lang), strings.Join(c.Words(), " | "), strconv.Itoa(len(in.Software)), strconv.Itoa(len(in.Products)), of(c.Slug), source, written.String()})
	}
	return l
}
