package catalog

import (
	"cmp"
	"slices"

	"guichet/internal/facts"
	"guichet/internal/provenance"
	"guichet/internal/search"
)

// Provider is a firm or a body that provides services, joined from what sources say: by SIREN, then by its entry in a directory, then by site,
// then by name.
type Provider struct {
	Slug     string
	Name     string
	Aliases  []string
	Site     provenance.Value[string]
	Country  string
	SIREN    provenance.Value[string]
	Role     string
	IDs      map[string]string // by directory: comptoir, cnll
	Mark     provenance.Mark   // of the first source
	Marks    []provenance.Mark
	Services []*Service // by name of the software
	Unlisted []Unlisted // services whose software has no sheet
}

// Service says that a provider serves a software, and which sources say so.
type Service struct {
	Provider *Provider
	Software *Software
	URL      string // where the provider describes it; often empty
	Mark     provenance.Mark
	Marks    []provenance.Mark
}

// Unlisted is a service whose software has no sheet here.
type Unlisted struct {
	Name string
	provenance.Mark
}

func (s *Set) addProviders(rows []facts.Row, sources provenance.Sources) error {
	entries, err := facts.Decode[ProviderStatement](rows, KindProvider)
	if err != nil {
		return err
	}
	slices.SortStableFunc(entries, func(a, b facts.Entry[ProviderStatement]) int { return cmp.Compare(rank(a.Source), rank(b.Source)) })
	index := map[string]*Provider{}
	byID := map[string]*Software{}
	for _, sw := range s.Software {
		for scheme, id := range sw.IDs {
			byID[scheme+":"+id] = sw
		}
	}
	for _, e := range entries {
		st := e.Value
		mark := sources.Stated(cmp.Or(st.Source, e.Source), "", e.Checked)
		p := knownProvider(index, st)
		if p == nil {
			p = &Provider{Slug: freeOf(s.providers, st.Slug), Name: st.Name, Country: st.Country, Role: st.Role, Mark: mark, IDs: map[string]string{}}
			s.providers[p.Slug] = p
			s.Providers = append(s.Providers, p)
		}
		p.merge(st, mark, func(field string) provenance.Mark {
			return sources.Stated(cmp.Or(st.Source, e.Source), st.Sources[field], e.Checked)
		})
		for _, k := range providerKeys(st) {
			if index[k] == nil {
				index[k] = p
			}
		}
		for _, slug := range st.Software {
			if sw := cmp.Or(s.software[slug], s.moved[slug]); sw != nil {
				p.serve(sw, "", mark)
			}
		}
		for _, v := range st.Services {
			if sw := s.served(v, byID); sw != nil {
				p.serve(sw, v.URL, mark)
			} else {
				p.Unlisted = append(p.Unlisted, Unlisted{cmp.Or(v.Name, v.Software, firstID(v.IDs)), mark})
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

func freeOf[T any](taken map[string]T, want string) string {
	slug := want
	for i := 2; ; i++ {
		if _, ok := taken[slug]; !ok {
			return slug
		}
		slug = want + "-" + string(rune('0'+i%10))
	}
}

// providerKeys returns what a provider is known by, surest first. A name alone is enough for firms: a directory writes it as the firm does.
func providerKeys(st ProviderStatement) []string {
	var keys []string
	if st.SIREN != "" {
		keys = append(keys, "siren:"+st.SIREN)
	}
	for _, s := range Schemes {
		if id := st.IDs[s.ID]; id != "" {
			keys = append(keys, s.ID+":"+id)
		}
	}
	if k := siteKey(st.Site); k != "" {
		keys = append(keys, "site:"+k)
	}
	return append(keys, "name:"+search.Key(st.Name))
}

func knownProvider(index map[string]*Provider, st ProviderStatement) *Provider {
	for _, k := range providerKeys(st) {
		if p := index[k]; p != nil && (st.SIREN == "" || !p.SIREN.Known() || p.SIREN.V == st.SIREN) {
			return p
		}
	}
	return nil
}

func (p *Provider) merge(st ProviderStatement, mark provenance.Mark, of func(string) provenance.Mark) {
	p.Aliases = addName(p.Aliases, p.Name, st.Name)
	if st.Site != "" {
		p.Site.Merge(provenance.Of(st.Site, of("site")))
	}
	if st.SIREN != "" {
		p.SIREN.Merge(provenance.Of(st.SIREN, of("siren")))
	}
	p.Country, p.Role = cmp.Or(p.Country, st.Country), cmp.Or(p.Role, st.Role)
	for scheme, id := range st.IDs {
		if p.IDs[scheme] == "" {
			p.IDs[scheme] = id
		}
	}
	if !slices.Contains(p.Marks, mark) {
		p.Marks = append(p.Marks, mark)
	}
}

func (p *Provider) serve(sw *Software, address string, m provenance.Mark) {
	for _, v := range p.Services {
		if v.Software == sw {
			if !slices.Contains(v.Marks, m) {
				v.Marks = append(v.Marks, m)
			}
			v.URL = cmp.Or(v.URL, address)
			return
		}
	}
	v := &Service{Provider: p, Software: sw, URL: address, Mark: m, Marks: []provenance.Mark{m}}
	p.Services = append(p.Services, v)
	sw.Providers = append(sw.Providers, v)
}

// served finds the software of a service: by slug, by identifier, then by name.
func (s *Set) served(v ServiceStatement, byID map[string]*Software) *Software {
	if sw := cmp.Or(s.software[v.Software], s.moved[v.Software]); sw != nil {
		return sw
	}
	for _, scheme := range Schemes {
		if sw := byID[scheme.ID+":"+v.IDs[scheme.ID]]; sw != nil {
			return sw
		}
	}
	if v.Name == "" {
		return nil
	}
	sw, _, _ := s.Named(v.Name)
	return sw
}

func firstID(ids map[string]string) string {
	for _, s := range Schemes {
		if id := ids[s.ID]; id != "" {
			return s.Title + " " + id
		}
	}
	return "?"
}
