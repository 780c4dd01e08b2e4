package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/errs"
	"guichet/internal/search"
	"guichet/internal/web/theme"
)

// softwareFacet is one property by which the catalogue can be narrowed down.
type softwareFacet struct {
	name   string
	check  bool // one value, chosen by ticking it
	values func(rq request, sw *catalog.Software) []string
	label  func(rq request, value string) string
}

// softwareFacets are the filters of the catalogue, in the order of the form. The counts beside a value say what choosing it would find.
var softwareFacets = []softwareFacet{
	{"category", false, func(_ request, sw *catalog.Software) []string {
		if sw.Category == nil {
			return nil
		}
		return []string{sw.Category.Slug}
	}, func(rq request, v string) string { return rq.snap().Catalog.Category(v).Name().In(rq.lang) }},
	{"licence", false, func(_ request, sw *catalog.Software) []string { return sw.Families() }, func(_ request, v string) string { return v }},
	{"platform", false, func(_ request, sw *catalog.Software) []string { return sw.Platforms }, func(rq request, v string) string { return rq.t("web.platform-" + v) }},
	{"source", false, func(_ request, sw *catalog.Software) []string {
		out := make([]string, len(sw.Marks))
		for i, m := range sw.Marks {
			out[i] = m.Source
		}
		return out
	}, func(rq request, v string) string { return rq.snap().Sources.Title(v, rq.lang) }},
	{"sill", true, func(_ request, sw *catalog.Software) []string { return when(sw.SILL) }, func(rq request, _ string) string { return rq.t("web.filter-sill") }},
	{"supported", true, func(rq request, sw *catalog.Software) []string {
		return when(rq.snap().Market.Coverage(sw).Supported())
	}, func(rq request, _ string) string { return rq.t("web.filter-supported") }},
	{"lot", true, func(rq request, sw *catalog.Software) []string {
		return when(len(rq.snap().Market.Coverage(sw).Lots) > 0)
	}, func(rq request, _ string) string { return rq.t("web.filter-lot") }},
	{"served", true, func(_ request, sw *catalog.Software) []string { return when(len(sw.Providers) > 0) }, func(rq request, _ string) string { return rq.t("web.filter-served") }},
}

func when(yes bool) []string {
	if yes {
		return []string{"1"}
	}
	return nil
}

// sorts of the catalogue; the first is by name, or by how well the words fit.
var softwareSorts = []string{"", "replaces", "newest"}

// softwareFilters reads the filters of the address. A value that no software has is not found: an address that answers everything to a misspelt filter
// would lie.
func (rq request) softwareFilters() (map[string]string, error) {
	names := []string{"q", "sort"}
	for _, f := range softwareFacets {
		names = append(names, f.name)
	}
	given := rq.filters(names...)
	if !slices.Contains(softwareSorts, given["sort"]) {
		return nil, errs.New(errs.NotFound, "catalog.no-filter").With("value", given["sort"])
	}
	for _, f := range softwareFacets {
		v, ok := given[f.name]
		known := !ok || slices.ContainsFunc(rq.snap().Catalog.Software, func(sw *catalog.Software) bool { return slices.Contains(f.values(rq, sw), v) })
		if f.name == "category" && ok && rq.snap().Catalog.Category(v) != nil || f.check && v == "1" {
			known = true
		}
		if !known {
			return nil, errs.New(errs.NotFound, "catalog.no-filter").With("value", v)
		}
	}
	return given, nil
}

// softwareOf returns the software of the filters in the order asked for, and the counts of each facet's values with all other filters on.
func (rq request) softwareOf(given map[string]string) ([]*catalog.Software, []map[string]int) {
	order := rq.snap().Catalog.Software
	if given["q"] != "" {
		order = nil
		for _, h := range rq.view.index.Search(given["q"], 5000) {
			if h.Kind == "software" {
				if sw, err := rq.snap().Catalog.BySlug(h.Key); err == nil {
					order = append(order, sw)
				}
			}
		}
	}
	counts := make([]map[string]int, len(softwareFacets))
	for i := range counts {
		counts[i] = map[string]int{}
	}
	var out []*catalog.Software
	values := make([][]string, len(softwareFacets))
	for _, sw := range order {
		failed, missing := 0, -1
		for i, f := range softwareFacets {
			values[i] = f.values(rq, sw)
			if v, ok := given[f.name]; ok && !slices.Contains(values[i], v) {
				failed++
				missing = i
			}
		}
		for i, vs := range values {
			if failed == 0 || failed == 1 && missing == i {
				for _, v := range vs {
					counts[i][v]++
				}
			}
		}
		if failed == 0 {
			out = append(out, sw)
		}
	}
	switch given["sort"] {
	case "replaces":
		slices.SortStableFunc(out, func(a, b *catalog.Software) int { return cmp.Compare(len(b.Replaces), len(a.Replaces)) })
	case "newest":
		slices.SortStableFunc(out, func(a, b *catalog.Software) int {
			return cmp.Compare(b.Latest.V.Date.String(), a.Latest.V.Date.String())
		})
	}
	return out, counts
}

// softwareForm draws the filters.
func (rq request) softwareForm(given map[string]string, counts []map[string]int) []theme.Field {
	fields := []theme.Field{{ID: "f-q", Name: "q", Type: "text", Label: rq.t("web.filter-words"), Value: given["q"]}}
	for i, f := range softwareFacets {
		field := theme.Field{ID: "f-" + f.name, Name: queryName(rq.lang, f.name)}
		label := func(v string) string { return f.label(rq, v) + " (" + strconv.Itoa(counts[i][v]) + ")" }
		if f.check {
			field.Type, field.Options = "checkbox", []theme.Option{{Value: "1", Text: label("1"), Selected: given[f.name] != ""}}
			fields = append(fields, field)
			continue
		}
		field.Type, field.Label = "select", rq.t("web.filter-"+f.name)
		if _, ok := counts[i][given[f.name]]; !ok && given[f.name] != "" {
			counts[i][given[f.name]] = 0
		}
		for v := range counts[i] {
			field.Options = append(field.Options, theme.Option{Value: v, Text: label(v), Selected: v == given[f.name]})
		}
		slices.SortFunc(field.Options, func(a, b theme.Option) int { return strings.Compare(search.Fold(a.Text), search.Fold(b.Text)) })
		field.Options = append([]theme.Option{{Text: rq.t("web.any-" + f.name)}}, field.Options...)
		fields = append(fields, field)
	}
	order := theme.Field{ID: "f-sort", Name: queryName(rq.lang, "sort"), Type: "select", Label: rq.t("web.sort")}
	for _, s := range softwareSorts {
		order.Options = append(order.Options, theme.Option{Value: s, Text: rq.t("web.sort-" + cmp.Or(s, "name")), Selected: s == given["sort"]})
	}
	return append(fields, order)
}
