package catalog

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/search"
)

// Precedence lists import sources from the one that wins to the one that yields; a source that is not listed yields to all of them.
var Precedence = []string{"starter", "sill-2022"}

// Set is the whole catalogue as readers see it. It never changes once it is built.
type Set struct {
	Software   []*Software // by name
	Products   []*Product  // by name
	Categories []*Category // as declared
	Providers  []*Provider // by name

	software   map[string]*Software
	products   map[string]*Product
	categories map[string]*Category
	providers  map[string]*Provider
}

// Software is the sheet of one free software, joined from what sources say.
type Software struct {
	Slug       string
	Name       provenance.Value[string]
	Aliases    []string
	Licence    provenance.Value[string] // SPDX expression, or what the source wrote where it is none
	Site       provenance.Value[string]
	Repository provenance.Value[string]
	Function   provenance.Value[i18n.Text]
	MinVersion provenance.Value[string]
	Category   *Category // nil when no source says
	Platforms  []string
	IDs        map[string]string
	Parent     *Software   // the software that this one extends, or nil
	Extensions []*Software // by name
	Marks      []provenance.Mark
	SILL       bool // a source says that it is, or was, in the SILL
	Replaces   []*Replacement
	Providers  []*Service
}

// notFree are licences that forbid some uses or some fields, whatever their authors call them: none is on the lists of the OSI or the FSF.
var notFree = []string{"SSPL-1.0", "BUSL-1.1", "Elastic-2.0"}

// Free reports whether the software's licence, as the first source gives it, is a free one: some software of the SILL of 2022 has changed since.
func (sw *Software) Free() bool {
	return !slices.ContainsFunc(notFree, func(l string) bool { return strings.Contains(sw.Licence.V, l) })
}

// Product is something that people have today and that is not free software.
type Product struct {
	Slug         string
	Name         string
	Vendor       string
	Aliases      []string
	Category     *Category
	Function     i18n.Text
	Site         string
	Mark         provenance.Mark
	Alternatives []*Replacement // best first
}

// FullName returns the vendor and the name, unless one begins with the other: "SAP" by SAP SE is SAP.
func (p *Product) FullName() string {
	name, vendor := search.Fold(p.Name), search.Fold(p.Vendor)
	if vendor == "" || strings.HasPrefix(name, vendor) || strings.HasPrefix(vendor, name) {
		return p.Name
	}
	return p.Vendor + " " + p.Name
}

// Label returns the name with the vendor behind it, as lists show it: "Photoshop (Adobe)".
func (p *Product) Label() string {
	if p.FullName() == p.Name {
		return p.Name
	}
	return p.Name + " (" + p.Vendor + ")"
}

// Replacement is one free software that can stand in for one product.
type Replacement struct {
	Product    *Product
	Software   *Software
	Fit        Level
	Confidence Level
	Marks      []provenance.Mark // the sources that say so; one editorial mark when it is the editors' judgement
	Limits     i18n.Text
	Migration  i18n.Text
	Basis      i18n.Text
}

// Editorial reports whether the replacement is the editors' judgement alone.
func (r *Replacement) Editorial() bool {
	return len(r.Marks) == 1 && r.Marks[0].Source == provenance.Editorial
}

// Provider is a firm or a body that provides services.
type Provider struct {
	Slug     string
	Name     string
	Site     provenance.Value[string]
	Country  string
	SIREN    string
	Role     string
	Mark     provenance.Mark
	Services []*Service // by name of the software
}

// Service says that a provider serves a software.
type Service struct {
	Provider *Provider
	Software *Software
	Mark     provenance.Mark
}

// BySlug returns the sheet at slug, or errs.NotFound.
func (s *Set) BySlug(slug string) (*Software, error) {
	if sw := s.software[slug]; sw != nil {
		return sw, nil
	}
	return nil, errs.New(errs.NotFound, "catalog.no-software").With("slug", slug)
}

// Product returns the product at slug, or errs.NotFound.
func (s *Set) Product(slug string) (*Product, error) {
	if p := s.products[slug]; p != nil {
		return p, nil
	}
	return nil, errs.New(errs.NotFound, "catalog.no-product").With("slug", slug)
}

// Category returns the category at slug, or nil.
func (s *Set) Category(slug string) *Category { return s.categories[slug] }

// Provider returns the provider at slug, or errs.NotFound.
func (s *Set) Provider(slug string) (*Provider, error) {
	if p := s.providers[slug]; p != nil {
		return p, nil
	}
	return nil, errs.New(errs.NotFound, "catalog.no-provider").With("slug", slug)
}

// Build joins the statements of all sources.
func Build(rows []facts.Row, sources provenance.Sources) (*Set, error) {
	s := &Set{software: map[string]*Software{}, products: map[string]*Product{}, categories: map[string]*Category{}, providers: map[string]*Provider{}}
	if err := s.addCategories(rows); err != nil {
		return nil, err
	}
	if err := s.addSoftware(rows, sources); err != nil {
		return nil, err
	}
	if err := s.addProducts(rows, sources); err != nil {
		return nil, err
	}
	if err := s.addProviders(rows, sources); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Set) addCategories(rows []facts.Row) error {
	entries, err := facts.Decode[orderedCategory](rows, KindCategory)
	if err != nil {
		return err
	}
	slices.SortStableFunc(entries, func(a, b facts.Entry[orderedCategory]) int { return cmp.Compare(a.Value.Order, b.Value.Order) })
	for _, e := range entries {
		if s.categories[e.Value.Slug] == nil {
			c := e.Value.Category
			s.categories[c.Slug] = &c
			s.Categories = append(s.Categories, &c)
		}
	}
	return nil
}

type orderedCategory struct {
	Category
	Order int `json:"order"`
}

// OrderedCategory returns the body of the statement of a category that stands at the place order of its list.
func OrderedCategory(c Category, order int) any { return orderedCategory{c, order} }

func (s *Set) addSoftware(rows []facts.Row, sources provenance.Sources) error {
	entries, err := facts.Decode[SoftwareStatement](rows, KindSoftware)
	if err != nil {
		return err
	}
	slices.SortStableFunc(entries, func(a, b facts.Entry[SoftwareStatement]) int {
		if a.Value.Supplement != b.Value.Supplement {
			return cmp.Compare(supplements(a.Value), supplements(b.Value)) // when all sheets are made
		}
		return cmp.Compare(rank(a.Source), rank(b.Source))
	})
	byID, byName := map[string]*Software{}, map[string]*Software{}
	parents := map[*Software]string{}
	for _, e := range entries {
		sw := match(e.Value, byID, byName)
		if sw == nil && e.Value.Supplement {
			continue
		}
		if sw == nil {
			sw = &Software{Slug: s.freeSlug(e.Value.Slug), IDs: map[string]string{}}
			s.software[sw.Slug] = sw
			s.Software = append(s.Software, sw)
		}
		s.merge(sw, e, sources)
		if e.Value.Parent != "" && parents[sw] == "" {
			parents[sw] = e.Value.Parent
		}
		for scheme, id := range sw.IDs {
			byID[scheme+":"+id] = sw
		}
		for _, n := range append([]string{sw.Name.V}, sw.Aliases...) {
			if k := search.Key(n); byName[k] == nil {
				byName[k] = sw
			}
		}
	}
	for _, sw := range s.Software {
		p := s.software[parents[sw]]
		if p == nil && parents[sw] != "" {
			p = byName[search.Key(parents[sw])]
		}
		if p != nil && p != sw {
			sw.Parent = p
			p.Extensions = append(p.Extensions, sw)
		}
	}
	sortByName(s.Software, func(sw *Software) string { return sw.Name.V })
	for _, sw := range s.Software {
		sortByName(sw.Extensions, func(x *Software) string { return x.Name.V })
	}
	return nil
}

func supplements(st SoftwareStatement) int {
	if st.Supplement {
		return 1
	}
	return 0
}

func rank(source string) int {
	if i := slices.Index(Precedence, source); i >= 0 {
		return i
	}
	return len(Precedence)
}

// match finds the sheet that a statement speaks of: by an identifier that both carry, then by name, unless their identifiers of one
// scheme differ, which makes them two software of one name.
func match(st SoftwareStatement, byID, byName map[string]*Software) *Software {
	for _, scheme := range slices.Sorted(maps.Keys(st.IDs)) {
		if sw := byID[scheme+":"+st.IDs[scheme]]; sw != nil {
			return sw
		}
	}
	for _, n := range append([]string{st.Name}, st.Aliases...) {
		if sw := byName[search.Key(n)]; sw != nil && !contradict(st.IDs, sw.IDs) {
			return sw
		}
	}
	return nil
}

func contradict(a, b map[string]string) bool {
	for scheme, id := range a {
		if other, ok := b[scheme]; ok && other != id {
			return true
		}
	}
	return false
}

// freeSlug returns want, or want with a number when another software has it.
func (s *Set) freeSlug(want string) string {
	slug := want
	for i := 2; s.software[slug] != nil; i++ {
		slug = fmt.Sprintf("%s-%d", want, i)
	}
	return slug
}

func (s *Set) merge(sw *Software, e facts.Entry[SoftwareStatement], sources provenance.Sources) {
	st := e.Value
	mark := func(field string) provenance.Mark {
		id := cmp.Or(st.Sources[field], st.Source, e.Source)
		return sources.Mark(id, e.Checked)
	}
	text := func(v *provenance.Value[string], field, value string) {
		if value != "" {
			v.Merge(provenance.Of(value, mark(field)))
		}
	}
	if sw.Name.Known() && search.Key(sw.Name.V) != search.Key(st.Name) {
		sw.Aliases = addName(sw.Aliases, sw.Name.V, st.Name)
	} else if !sw.Name.Known() {
		text(&sw.Name, "name", st.Name)
	}
	for _, a := range st.Aliases {
		sw.Aliases = addName(sw.Aliases, sw.Name.V, a)
	}
	text(&sw.Licence, "licence", cmp.Or(st.Licence, st.LicenceRaw))
	text(&sw.Site, "site", st.Site)
	text(&sw.Repository, "repository", st.Repository)
	text(&sw.MinVersion, "minVersion", st.MinVersion)
	if !st.Function.IsZero() && !sw.Function.Known() {
		// A second source's wording of the same function is no disagreement.
		sw.Function = provenance.Of(st.Function, mark("function"))
	}
	if c := s.categories[st.Category]; c != nil && sw.Category == nil {
		sw.Category = c
	}
	if len(sw.Platforms) == 0 {
		sw.Platforms = st.Platforms
	}
	for scheme, id := range st.IDs {
		if sw.IDs[scheme] == "" {
			sw.IDs[scheme] = id
		}
	}
	sw.SILL = sw.SILL || st.IDs["sill"] != ""
	m := sources.Mark(cmp.Or(st.Source, e.Source), e.Checked)
	if !slices.Contains(sw.Marks, m) {
		sw.Marks = append(sw.Marks, m)
	}
}

// addName adds a name to the aliases unless the sheet has it already, spelling apart.
func addName(aliases []string, name, alias string) []string {
	k := search.Key(alias)
	if k == "" || k == search.Key(name) {
		return aliases
	}
	for _, a := range aliases {
		if search.Key(a) == k {
			return aliases
		}
	}
	return append(aliases, alias)
}

func (s *Set) addProducts(rows []facts.Row, sources provenance.Sources) error {
	entries, err := facts.Decode[ProductStatement](rows, KindProduct)
	if err != nil {
		return err
	}
	for _, e := range entries {
		st := e.Value
		if s.products[st.Slug] != nil {
			continue // the source of higher precedence has spoken; rows come ordered by source
		}
		p := &Product{Slug: st.Slug, Name: st.Name, Vendor: st.Vendor, Aliases: st.Aliases, Category: s.categories[st.Category],
			Function: st.Function, Site: st.Site, Mark: sources.Mark(st.Source, e.Checked)}
		for _, a := range st.Alternatives {
			sw := s.software[a.Software]
			if sw == nil {
				continue
			}
			r := &Replacement{Product: p, Software: sw, Fit: a.Fit, Confidence: a.Confidence, Limits: a.Limits, Migration: a.Migration, Basis: a.Basis}
			for _, src := range a.Sources {
				r.Marks = append(r.Marks, sources.Mark(src, e.Checked))
			}
			if len(r.Marks) == 0 {
				r.Marks = []provenance.Mark{sources.Mark(provenance.Editorial, e.Checked)}
			}
			p.Alternatives = append(p.Alternatives, r)
			sw.Replaces = append(sw.Replaces, r)
		}
		s.products[p.Slug] = p
		s.Products = append(s.Products, p)
	}
	sortByName(s.Products, func(p *Product) string { return p.Name })
	for _, sw := range s.Software {
		sortByName(sw.Replaces, func(r *Replacement) string { return r.Product.Name })
	}
	return nil
}

func (s *Set) addProviders(rows []facts.Row, sources provenance.Sources) error {
	entries, err := facts.Decode[ProviderStatement](rows, KindProvider)
	if err != nil {
		return err
	}
	for _, e := range entries {
		st := e.Value
		p := s.providers[st.Slug]
		mark := sources.Mark(st.Source, e.Checked)
		if p == nil {
			p = &Provider{Slug: st.Slug, Name: st.Name, Country: st.Country, SIREN: st.SIREN, Role: st.Role, Mark: mark}
			if st.Site != "" {
				p.Site = provenance.Of(st.Site, sources.Mark(cmp.Or(st.Sources["site"], st.Source), e.Checked))
			}
			s.providers[p.Slug] = p
			s.Providers = append(s.Providers, p)
		}
		for _, slug := range st.Software {
			if sw := s.software[slug]; sw != nil {
				v := &Service{Provider: p, Software: sw, Mark: mark}
				p.Services = append(p.Services, v)
				sw.Providers = append(sw.Providers, v)
			}
		}
	}
	sortByName(s.Providers, func(p *Provider) string { return p.Name })
	for _, p := range s.Providers {
		sortByName(p.Services, func(v *Service) string { return v.Software.Name.V })
	}
	for _, sw := range s.Software {
		sortByName(sw.Providers, func(v *Service) string { return v.Provider.Name })
	}
	return nil
}

func sortByName[T any](list []T, name func(T) string) {
	slices.SortStableFunc(list, func(a, b T) int { return cmp.Compare(search.Fold(name(a)), search.Fold(name(b))) })
}
