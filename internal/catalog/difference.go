package catalog

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"guichet/internal/i18n"
)

// Difference is one value that two statements of one source give otherwise.
type Difference struct {
	Field  string   // one of Fields
	Before []string // empty: it was not stated
	After  []string // empty: it is no longer stated
}

// Fields are the values of a statement whose history a sheet tells, in this order. Of a list, only what came and what went is told.
var Fields = []string{"name", "function", "licence", "site", "repository", "category", "platforms", "latest", "min-version", "status", "since", "archived",
	"attributes", "withdrawal", "succession", "parent", "aliases", "ids", "uses", "instances", "similar", "keywords"}

// Differences compares what one source said of a software before and after, field by field, texts in lang where it is known in both. The zero
// statement stands for nothing: from it, every stated value is a difference.
func Differences(before, after SoftwareStatement, lang i18n.Lang) []Difference {
	old, now := before.told(lang), after.told(lang)
	var out []Difference
	for _, f := range Fields {
		d := Difference{Field: f, Before: without(old[f], now[f]), After: without(now[f], old[f])}
		if len(d.Before)+len(d.After) > 0 {
			out = append(out, d)
		}
	}
	return out
}

// without returns what of list is not in other.
func without(list, other []string) []string {
	var out []string
	for _, v := range list {
		if !slices.Contains(other, v) {
			out = append(out, v)
		}
	}
	return out
}

// told returns the values of the statement by field, as one reads them.
func (s SoftwareStatement) told(lang i18n.Lang) map[string][]string {
	out := map[string][]string{"platforms": s.Platforms, "aliases": s.Aliases, "similar": s.Similar, "keywords": s.Keywords}
	add := func(field string, values ...string) {
		for _, v := range values {
			if v != "" {
				out[field] = append(out[field], v)
			}
		}
	}
	add("name", s.Name)
	add("function", s.Function.In(lang))
	add("licence", s.Licence)
	if s.Licence == "" {
		add("licence", s.LicenceRaw)
	}
	add("site", s.Site)
	add("repository", s.Repository)
	add("category", s.Category)
	add("latest", joined(s.Latest.Number, s.Latest.Date.In(lang)))
	add("min-version", s.MinVersion)
	add("status", s.Status)
	add("since", s.Since.In(lang))
	if s.Archived {
		add("archived", string(Yes))
	}
	for _, name := range slices.Sorted(maps.Keys(s.Attributes)) {
		a := s.Attributes[name]
		add("attributes", joined(name+": "+string(a.State), a.Date.In(lang)))
	}
	if w := s.Withdrawal; w != nil {
		add("withdrawal", joined(w.Reason, w.Date.In(lang), w.LastVersion))
	}
	if x := s.Succession; x != nil {
		add("succession", joined(string(x.Change), x.To, x.Date.In(lang)))
	}
	add("parent", s.Parent)
	for _, scheme := range slices.Sorted(maps.Keys(s.IDs)) {
		title := scheme
		if known, ok := FindScheme(scheme); ok {
			title = known.Title
		}
		add("ids", title+" "+s.IDs[scheme])
	}
	for _, u := range s.Uses {
		add("uses", fmt.Sprintf("%s: %s + %s", u.Organisation, strconv.Itoa(u.Users), strconv.Itoa(u.Referents)))
	}
	for _, x := range s.Instances {
		add("instances", x.URL)
	}
	return out
}

// joined joins the parts that are known.
func joined(parts ...string) string {
	out := ""
	for _, p := range parts {
		if p != "" && out != "" {
			out += ", "
		}
		out += p
	}
	return out
}
