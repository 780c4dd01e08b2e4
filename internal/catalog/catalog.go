package catalog

import (
	"cmp"
	"slices"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/provenance"
	"guichet/internal/search"
)

// Set is the whole catalogue as readers see it. It never changes once it is built.
type Set struct {
	Software      []*Software     // by name
	Products      []*Product      // by name
	Categories    []*Category     // as declared
	Providers     []*Provider     // by name
	Organisations []*Organisation // by name
	Doubts        []Doubt         // matches that wait for a person's decision
	Decisions     []Settled       // those that were made

	software   map[string]*Software
	products   map[string]*Product
	categories map[string]*Category
	providers  map[string]*Provider
	moved      map[string]*Software   // by a slug that an entry proposed and that another sheet does not have
	byKey      map[string][]*Software // by name, see Named
	byLoose    map[string][]*Software
	keys       []string          // of byKey
	table      map[string]string // the alias table
	contents   map[*Category]Contents
	doubtful   map[*Software]bool // sheets of entries that may belong to another one
	decisions  map[string]Decision
}

// BySlug returns the sheet at slug, or errs.NotFound. The sheet's own slug is another one when slug is what a source proposed for it.
func (s *Set) BySlug(slug string) (*Software, error) {
	if sw := cmp.Or(s.software[slug], s.moved[slug]); sw != nil {
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
	s := &Set{software: map[string]*Software{}, products: map[string]*Product{}, categories: map[string]*Category{}, providers: map[string]*Provider{},
		moved: map[string]*Software{}, byKey: map[string][]*Software{}, byLoose: map[string][]*Software{}, doubtful: map[*Software]bool{}}
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
	s.sortIntoCategories()
	return s, s.addOrganisations(rows, sources)
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

// sortByName sorts a list by folded names, each folded once.
func sortByName[T any](list []T, name func(T) string) {
	type keyed struct {
		key   string
		value T
	}
	if len(list) < 2 {
		return
	}
	keys := make([]keyed, len(list))
	for i, v := range list {
		keys[i] = keyed{search.Fold(name(v)), v}
	}
	slices.SortStableFunc(keys, func(a, b keyed) int { return cmp.Compare(a.key, b.key) })
	for i, k := range keys {
		list[i] = k.value
	}
}
