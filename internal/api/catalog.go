package api

import (
	"context"
	"slices"
	"strings"

	"guichet/internal/address"
	"guichet/internal/catalog"
	"guichet/internal/errs"
	"guichet/internal/i18n"
	"guichet/internal/market"
	"guichet/internal/provenance"
	"guichet/internal/search"
	"guichet/internal/snapshot"
)

// Stated is a value with its source and the date of the copy that was read.
type Stated struct {
	Value   string   `json:"value"`
	Source  string   `json:"source" doc:"id of the source, as /api/v1/sources lists it"`
	Checked string   `json:"checked" doc:"day of the copy that was read, ISO 8601, of reduced precision where the source has no better one; of the source editorial, the day on which it was written"`
	Others  []Stated `json:"others,omitempty" doc:"what other sources say instead"`
}

func stated(v provenance.Value[string]) *Stated {
	if !v.Known() || v.V == "" {
		return nil
	}
	s := &Stated{Value: v.V, Source: v.Source, Checked: v.Checked.String()}
	for _, o := range v.Others {
		s.Others = append(s.Others, Stated{Value: o.V, Source: o.Source, Checked: o.Checked.String()})
	}
	return s
}

func statedText(v provenance.Value[i18n.Text], l i18n.Lang) *Stated {
	return stated(provenance.Of(v.V.In(l), v.Mark))
}

// SoftwareShort is a software in a list.
type SoftwareShort struct {
	Slug     string  `json:"slug"`
	Name     string  `json:"name"`
	URL      string  `json:"url"`
	Function *Stated `json:"function,omitempty"`
	Licence  *Stated `json:"licence,omitempty" doc:"SPDX expression"`
	Category string  `json:"category,omitempty"`
	Free     bool    `json:"free"`
}

func short(sw *catalog.Software, l i18n.Lang) SoftwareShort {
	s := SoftwareShort{Slug: sw.Slug, Name: sw.Name.V, URL: address.Of(l, "software", sw.Slug), Function: statedText(sw.Function, l), Licence: stated(sw.Licence), Free: sw.Free()}
	if sw.Category != nil {
		s.Category = sw.Category.Slug
	}
	return s
}

// Alternative is a free software that can stand in for a product.
type Alternative struct {
	Software   SoftwareShort `json:"software"`
	Product    string        `json:"product" doc:"slug of the product"`
	Fit        string        `json:"fit" enum:"low,medium,high,listed" doc:"listed: public lists name the pair and the editors did not weigh it"`
	Confidence string        `json:"confidence" enum:"low,medium,high"`
	Limits     string        `json:"limits,omitempty"`
	Migration  string        `json:"migration,omitempty"`
	Basis      string        `json:"basis,omitempty" doc:"what the editors' judgement rests on"`
	Sources    []Stated      `json:"sources" doc:"who says so; editorial is the desk's own judgement"`
}

func alternative(r *catalog.Replacement, l i18n.Lang) Alternative {
	a := Alternative{Software: short(r.Software, l), Product: r.Product.Slug, Fit: string(r.Fit), Confidence: string(r.Confidence), Limits: r.Limits.In(l), Migration: r.Migration.In(l), Basis: r.Basis.In(l), Sources: []Stated{}}
	for _, m := range r.Marks {
		a.Sources = append(a.Sources, Stated{Value: r.Product.FullName(), Source: m.Source, Checked: m.Checked.String()})
	}
	return a
}

// ProductShort is a product in a list.
type ProductShort struct {
	Slug     string `json:"slug"`
	Name     string `json:"name"`
	Vendor   string `json:"vendor,omitempty"`
	URL      string `json:"url"`
	Function string `json:"function,omitempty"`
	Category string `json:"category,omitempty"`
	Source   string `json:"source"`
	Checked  string `json:"checked"`
	// Not named as the list of a ProductSheet is: a schema is made of the names of Go fields.
	AlternativeCount int `json:"alternativeCount"`
}

func productShort(p *catalog.Product, l i18n.Lang) ProductShort {
	s := ProductShort{Slug: p.Slug, Name: p.Name, Vendor: p.Vendor, URL: address.Of(l, "product", p.Slug), Function: p.Function.In(l), Source: p.Mark.Source, Checked: p.Mark.Checked.String(), AlternativeCount: len(p.Alternatives)}
	if p.Category != nil {
		s.Category = p.Category.Slug
	}
	return s
}

// ProductSheet is a product with its alternatives.
type ProductSheet struct {
	ProductShort
	Aliases      []string      `json:"aliases"`
	Alternatives []Alternative `json:"alternatives"`
}

// ProviderShort is a provider in a list.
type ProviderShort struct {
	Slug    string  `json:"slug"`
	Name    string  `json:"name"`
	URL     string  `json:"url"`
	Site    *Stated `json:"site,omitempty"`
	SIREN   *Stated `json:"siren,omitempty"`
	Source  string  `json:"source"`
	Checked string  `json:"checked"`
}

func providerShort(p *catalog.Provider, l i18n.Lang) ProviderShort {
	return ProviderShort{Slug: p.Slug, Name: p.Name, URL: address.Of(l, "provider", p.Slug), Site: stated(p.Site), SIREN: stated(p.SIREN), Source: p.Mark.Source, Checked: p.Mark.Checked.String()}
}

// Served is a software that a provider serves, and the sources that say so.
type Served struct {
	Software string   `json:"software,omitempty" doc:"slug; absent when it has no sheet here"`
	Name     string   `json:"name"`
	URL      string   `json:"url,omitempty" doc:"where the provider describes the service"`
	From     []Origin `json:"from"`
}

// ProviderSheet is a provider with what it serves.
type ProviderSheet struct {
	ProviderShort
	Country       string         `json:"country,omitempty"`
	Role          string         `json:"role,omitempty"`
	From          []Origin       `json:"from" doc:"the sources that name it"`
	Contracts     []HeldContract `json:"contracts" doc:"the inter-ministerial contracts that it holds, whole or by lots"`
	Services      []Served       `json:"services"`
	Contributions []Contributed  `json:"contributions" doc:"changes that it gave back to free projects under the contracts, as published"`
}

// HeldContract is a contract, or a lot of one, that a provider holds.
type HeldContract struct {
	Contract string   `json:"contract" doc:"slug"`
	Lot      int      `json:"lot,omitempty" doc:"number; absent for a contract without lots"`
	Scope    string   `json:"scope"`
	Software []string `json:"software" doc:"slugs of the software that the lot's own title names"`
	Origin
}

// Contributed is a change that a provider gave back to a project.
type Contributed struct {
	Software   string   `json:"software" doc:"as published"`
	Date       string   `json:"date"`
	Subject    string   `json:"subject"`
	References []string `json:"references"`
	Origin
}

// Listing is the parameters of a list of the catalogue.
type Listing struct {
	Reading
	Paging
	Q        string `query:"q" doc:"words of the name"`
	Category string `query:"category" doc:"slug of a category"`
	Licence  string `query:"licence" doc:"SPDX id that the licence holds"`
}

// Slugged is the parameters of one entry.
type Slugged struct {
	Reading
	Slug string `path:"slug" doc:"the name in the address"`
}

func named(name string, aliases []string, words string) bool {
	return words == "" || strings.Contains(search.Fold(name+" "+strings.Join(aliases, " ")), search.Fold(words))
}

func filter[T any](all []T, keep func(T) bool) []T {
	var out []T
	for _, x := range all {
		if keep(x) {
			out = append(out, x)
		}
	}
	return out
}

// category checks that the category of a list exists: an unknown one is an error, not an empty list.
func (in Listing) category(c *catalog.Set) error {
	if in.Category != "" && !slices.ContainsFunc(c.Categories, func(k *catalog.Category) bool { return k.Slug == in.Category }) {
		return errs.New(errs.Invalid, "api.no-category").On("category").With("category", in.Category)
	}
	return nil
}

func (a *API) describeCatalog() {
	a.describeCategories()
	read(a, "/api/v1/software", "list-software", "catalogue",
		func(_ context.Context, in Listing, l i18n.Lang) (*reply[List[SoftwareShort]], error) {
			c := a.current().snap.Catalog
			if err := in.category(c); err != nil {
				return nil, err
			}
			list := filter(c.Software, func(sw *catalog.Software) bool {
				return named(sw.Name.V, sw.Aliases, in.Q) && (in.Category == "" || sw.Category != nil && sw.Category.Slug == in.Category) && (in.Licence == "" || strings.Contains(sw.Licence.V, in.Licence))
			})
			return page(in.Paging, list, func(sw *catalog.Software) string { return sw.Slug }, func(sw *catalog.Software) SoftwareShort { return short(sw, l) })
		})
	read(a, "/api/v1/software/{slug}", "software", "catalogue",
		func(_ context.Context, in Slugged, l i18n.Lang) (*reply[SoftwareSheet], error) {
			sw, err := a.current().snap.Catalog.BySlug(in.Slug)
			if err != nil {
				return nil, err
			}
			return &reply[SoftwareSheet]{Body: sheet(sw, a.current().snap, l)}, nil
		})
	read(a, "/api/v1/products", "list-products", "catalogue",
		func(_ context.Context, in Listing, l i18n.Lang) (*reply[List[ProductShort]], error) {
			c := a.current().snap.Catalog
			if err := in.category(c); err != nil {
				return nil, err
			}
			list := filter(c.Products, func(p *catalog.Product) bool {
				return named(p.FullName(), p.Aliases, in.Q) && (in.Category == "" || p.Category != nil && p.Category.Slug == in.Category)
			})
			return page(in.Paging, list, func(p *catalog.Product) string { return p.Slug }, func(p *catalog.Product) ProductShort { return productShort(p, l) })
		})
	read(a, "/api/v1/products/{slug}", "product", "catalogue",
		func(_ context.Context, in Slugged, l i18n.Lang) (*reply[ProductSheet], error) {
			p, err := a.current().snap.Catalog.Product(in.Slug)
			if err != nil {
				return nil, err
			}
			s := ProductSheet{ProductShort: productShort(p, l), Aliases: orEmpty(p.Aliases), Alternatives: []Alternative{}}
			for _, r := range p.Alternatives {
				s.Alternatives = append(s.Alternatives, alternative(r, l))
			}
			return &reply[ProductSheet]{Body: s}, nil
		})
	read(a, "/api/v1/providers", "list-providers", "catalogue",
		func(_ context.Context, in Listing, l i18n.Lang) (*reply[List[ProviderShort]], error) {
			list := filter(a.current().snap.Catalog.Providers, func(p *catalog.Provider) bool { return named(p.Name, nil, in.Q) })
			return page(in.Paging, list, func(p *catalog.Provider) string { return p.Slug }, func(p *catalog.Provider) ProviderShort { return providerShort(p, l) })
		})
	read(a, "/api/v1/providers/{slug}", "provider", "catalogue",
		func(_ context.Context, in Slugged, l i18n.Lang) (*reply[ProviderSheet], error) {
			p, err := a.current().snap.Catalog.Provider(in.Slug)
			if err != nil {
				return nil, err
			}
			m := a.current().snap.Market
			held := m.HeldBy(p)
			s := ProviderSheet{ProviderShort: providerShort(p, l), Country: p.Country, Role: p.Role, From: origins(p.Marks), Contracts: []HeldContract{}, Services: []Served{},
				Contributions: each(m.ContributionsOf(p), func(c *market.Contribution) Contributed {
					return Contributed{c.Software, c.Date.String(), c.Subject, orEmpty(c.References), origin(c.Mark)}
				})}
			if held.Support != nil {
				s.Contracts = append(s.Contracts, HeldContract{m.Support.Slug, 0, m.Support.Name.In(l), []string{}, origin(m.Support.Mark)})
			}
			for _, lot := range held.Lots {
				s.Contracts = append(s.Contracts, HeldContract{lot.Contract.Slug, lot.Number, lot.Scope.In(l), each(lot.Software, func(sw *catalog.Software) string { return sw.Slug }), origin(lot.Mark)})
			}
			for _, v := range p.Services {
				s.Services = append(s.Services, Served{v.Software.Slug, v.Software.Name.V, v.URL, origins(v.Marks)})
			}
			for _, v := range p.Unlisted {
				s.Services = append(s.Services, Served{Name: v.Name, From: origins([]provenance.Mark{v.Mark})})
			}
			return &reply[ProviderSheet]{Body: s}, nil
		})
}

// CategoryShort is what software is for, in a list.
type CategoryShort struct {
	Slug          string   `json:"slug"`
	Name          string   `json:"name"`
	URL           string   `json:"url"`
	Words         []string `json:"words" doc:"other ways of asking for it, in French and in English"`
	SoftwareCount int      `json:"softwareCount"`
	ProductCount  int      `json:"productCount" doc:"products of the category, and those that one of its software replaces"`
	Source        string   `json:"source" doc:"whose classification it is"`
	Checked       string   `json:"checked"`
}

// CategorySheet is a category with what the catalogue holds for it.
type CategorySheet struct {
	CategoryShort
	Software []SoftwareShort `json:"software"`
	Products []ProductShort  `json:"products"`
}

func categoryShort(c *catalog.Category, snap *snapshot.Snapshot, l i18n.Lang) CategoryShort {
	in, m := snap.Catalog.In(c), snap.Sources.Mark(provenance.Editorial, provenance.Date{})
	return CategoryShort{c.Slug, c.Name().In(l), address.Of(l, "category", c.Slug), orEmpty(c.Words()), len(in.Software), len(in.Products), m.Source, m.Checked.String()}
}

func (a *API) describeCategories() {
	read(a, "/api/v1/categories", "list-categories", "catalogue",
		func(_ context.Context, in Plain, l i18n.Lang) (*reply[List[CategoryShort]], error) {
			snap := a.current().snap
			return page(in.Paging, snap.Catalog.Categories, func(c *catalog.Category) string { return c.Slug }, func(c *catalog.Category) CategoryShort { return categoryShort(c, snap, l) })
		})
	read(a, "/api/v1/categories/{slug}", "category", "catalogue",
		func(_ context.Context, in Slugged, l i18n.Lang) (*reply[CategorySheet], error) {
			snap := a.current().snap
			c, err := snap.Catalog.CategoryAt(in.Slug)
			if err != nil {
				return nil, err
			}
			held := snap.Catalog.In(c)
			s := CategorySheet{CategoryShort: categoryShort(c, snap, l), Software: []SoftwareShort{}, Products: []ProductShort{}}
			for _, sw := range held.Software {
				s.Software = append(s.Software, short(sw, l))
			}
			for _, p := range held.Products {
				s.Products = append(s.Products, productShort(p, l))
			}
			return &reply[CategorySheet]{Body: s}, nil
		})
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
