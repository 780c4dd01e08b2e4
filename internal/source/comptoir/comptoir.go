// Package comptoir reads the public export of the Comptoir du Libre: one JSON object with the date of the export, the number of software, and the
// software with their providers and the administrations that declare to use them. An empty object comes as an empty list.
//
// An export that holds fewer software than it counts was cut: the file is refused whole. People are not read: a provider or a user of the type
// "person" is left out.
package comptoir

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/source"
)

// Source is the name under which the export is imported.
const Source = "comptoir"

// Format is the format of the export.
var Format = source.Format{Name: Source, Help: "Comptoir du Libre, its public export (JSON)", Read: Read}

type software struct {
	ID        source.Text         `json:"id"`
	Name      source.Text         `json:"name"`
	Licence   source.Text         `json:"licence"`
	External  source.Or[external] `json:"external_resources"`
	Providers source.Or[[]party]  `json:"providers"`
	Users     source.Or[[]party]  `json:"users"`
}

// external holds what leads to other catalogues: each is an address, an identifier, or an object with either.
type external struct {
	Website    source.Text `json:"website"`
	Repository source.Text `json:"repository"`
	Wikidata   reference   `json:"wikidata"`
	SILL       reference   `json:"sill"`
	CNLL       reference   `json:"cnll"`
	Framalibre reference   `json:"framalibre"`
}

// party is a provider or a user.
type party struct {
	ID       source.Text `json:"id"`
	Name     source.Text `json:"name"`
	Type     source.Text `json:"type"`
	External source.Or[struct {
		Website source.Text `json:"website"`
	}] `json:"external_resources"`
}

// reference is an identifier in another catalogue, however it is written: "Q8038", an address that ends with it, or {"id": ..., "url": ...}.
type reference string

// UnmarshalJSON reads any of these; what is none of them is no reference.
func (r *reference) UnmarshalJSON(b []byte) error {
	var t source.Text
	if t.UnmarshalJSON(b) == nil {
		*r = reference(lastPart(t.String()))
		return nil
	}
	var o map[string]json.RawMessage
	if err := json.Unmarshal(b, &o); err != nil {
		return nil //nolint:nilerr // a list, for instance: it refers to nothing
	}
	for _, key := range []string{"id", "slug", "identifier", "url"} {
		if v, ok := o[key]; ok && t.UnmarshalJSON(v) == nil && t != "" {
			*r = reference(lastPart(t.String()))
			return nil
		}
	}
	return nil
}

func lastPart(s string) string {
	s = strings.TrimRight(strings.TrimSpace(s), "/")
	return s[strings.LastIndexAny(s, "/=")+1:]
}

// Read reads a whole export.
func Read(ctx context.Context, in *source.Input) (facts.Import, error) {
	x := &export{c: source.Collect(in, Source), providers: map[string]*catalog.ProviderStatement{}, expected: -1}
	err := in.Each(ctx, []string{".json"}, func(_ string, r io.Reader) error {
		if err := source.Member(r, "softwares", x.head, x.software); err != nil {
			return err
		}
		if x.expected >= 0 && x.expected != x.n {
			return errs.New(errs.Invalid, "import.incomplete").With("n", x.n).With("expected", x.expected)
		}
		return nil
	})
	if err != nil {
		return facts.Import{Source: Source}, err
	}
	x.c.Date(x.date)
	for _, key := range slices.Sorted(maps.Keys(x.providers)) {
		if err := x.c.Provider("provider "+key, key, *x.providers[key]); err != nil {
			return facts.Import{}, err
		}
	}
	if err := x.c.Describe(provenance.Source{Title: i18n.Same("Comptoir du Libre"), Publisher: "ADULLACT", URL: "https://comptoir-du-libre.org/"}); err != nil {
		return facts.Import{}, err
	}
	if err := x.c.Distinct(); err != nil {
		return facts.Import{}, err
	}
	return x.c.Import(), nil
}

// export is one reading.
type export struct {
	c         *source.Collector
	providers map[string]*catalog.ProviderStatement
	date      provenance.Date
	expected  int // number of software that the export says it holds; below zero when it does not say
	n         int
}

func (x *export) head(key string, raw json.RawMessage) error {
	var t source.Text
	switch key {
	case "date_of_export":
		if t.UnmarshalJSON(raw) != nil {
			return errors.New("date_of_export: a text was expected")
		}
		x.date = source.Day(t.String())
	case "number_of_software":
		if t.UnmarshalJSON(raw) == nil {
			if n, err := strconv.Atoi(t.String()); err == nil {
				x.expected = n
			}
		}
	}
	return nil
}

func (x *export) software(e source.Entry) error {
	x.n++
	var sw software
	if err := e.Object(&sw); err != nil {
		return source.Wrong{Why: err.Error()}
	}
	st := sw.statement()
	if st.Name != "" && sw.ID != "" {
		x.serve(sw, st)
	}
	return x.c.Software(e.Where(), sw.ID.String(), st)
}

var (
	entity = regexp.MustCompile(`^Q[1-9][0-9]{0,11}$`)
	number = regexp.MustCompile(`^[0-9]{1,9}$`)
	word   = regexp.MustCompile(`^[0-9A-Za-z_-]{1,60}$`)
)

func (sw software) statement() catalog.SoftwareStatement {
	ext := sw.External.V
	st := catalog.SoftwareStatement{Name: source.Name(sw.Name.String()), Site: source.Web(ext.Website.String()), Repository: source.Web(ext.Repository.String()),
		IDs: map[string]string{}}
	for scheme, id := range map[string]struct {
		v    reference
		form *regexp.Regexp
	}{"comptoir": {reference(sw.ID), number}, "wikidata": {ext.Wikidata, entity}, "sill": {ext.SILL, number}, "cnll": {ext.CNLL, word}, "framalibre": {ext.Framalibre, word}} {
		if id.form.MatchString(string(id.v)) {
			st.IDs[scheme] = string(id.v)
		}
	}
	source.SetLicence(&st, sw.Licence.String())
	uses := map[string]int{}
	for _, u := range sw.Users.V {
		if name := source.Clip(u.Name.String(), 120); name != "" && !strings.EqualFold(u.Type.String(), "person") {
			uses[name]++
		}
	}
	for _, name := range slices.Sorted(maps.Keys(uses)) {
		st.Uses = append(st.Uses, catalog.Use{Organisation: name, Users: uses[name]})
	}
	return st
}

// serve notes the providers of a software.
func (x *export) serve(sw software, st catalog.SoftwareStatement) {
	for _, p := range sw.Providers.V {
		if p.ID == "" || strings.EqualFold(p.Type.String(), "person") {
			continue
		}
		key := p.ID.String()
		if x.providers[key] == nil {
			x.providers[key] = &catalog.ProviderStatement{Name: source.Name(p.Name.String()), Site: source.Web(p.External.V.Website.String()), IDs: map[string]string{"comptoir": key}}
		}
		x.providers[key].Services = append(x.providers[key].Services, catalog.ServiceStatement{Name: st.Name, IDs: map[string]string{"comptoir": sw.ID.String()}})
	}
}
