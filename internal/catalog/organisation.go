package catalog

import (
	"cmp"
	"slices"

	"guichet/internal/facts"
	"guichet/internal/provenance"
	"guichet/internal/search"
)

// Organisation is a public body that uses software or publishes it.
type Organisation struct {
	Slug    string
	Name    string
	Aliases []string
	SIREN   string
	Site    string
	IDs     map[string]string
	Forges  []string
	Marks   []provenance.Mark
	Uses    []*Usage // by name of the software
}

// addOrganisations reads the bodies that sources describe, then those that they only name as users of a software.
func (s *Set) addOrganisations(rows []facts.Row, sources provenance.Sources) error {
	entries, err := facts.Decode[OrganisationStatement](rows, KindOrganisation)
	if err != nil {
		return err
	}
	slices.SortStableFunc(entries, func(a, b facts.Entry[OrganisationStatement]) int { return cmp.Compare(rank(a.Source), rank(b.Source)) })
	byName := map[string]*Organisation{}
	for _, e := range entries {
		st := e.Value
		o := cmp.Or(byName["pso:"+st.IDs["pso"]], byName["siren:"+st.SIREN], byName[search.Key(st.Name)])
		if o == nil {
			o = s.organisation(byName, st.Name, cmp.Or(st.Slug, search.Slug(st.Name)))
			o.IDs = st.IDs
		}
		o.SIREN, o.Site = cmp.Or(o.SIREN, st.SIREN), cmp.Or(o.Site, st.Site)
		o.Forges = append(o.Forges, st.Forges...)
		o.Marks = append(o.Marks, sources.Stated(cmp.Or(st.Source, e.Source), "", e.Checked))
		for _, a := range append([]string{st.Name}, st.Aliases...) {
			o.Aliases = addName(o.Aliases, o.Name, a)
			if k := search.Key(a); byName[k] == nil {
				byName[k] = o
			}
		}
		for k, v := range map[string]string{"pso:": st.IDs["pso"], "siren:": st.SIREN} {
			if v != "" {
				byName[k+v] = o
			}
		}
	}
	statements, err := facts.Decode[SoftwareStatement](rows, KindSoftware)
	if err != nil {
		return err
	}
	sheets := map[Entry]*Software{}
	for _, sw := range s.Software {
		for _, e := range sw.Entries {
			sheets[e] = sw
		}
	}
	for _, e := range statements {
		sw := sheets[Entry{e.Source, e.Key}]
		if sw == nil {
			continue // it would only have added to a sheet
		}
		for _, u := range e.Value.Uses {
			o := byName[search.Key(u.Organisation)]
			if o == nil {
				o = s.organisation(byName, u.Organisation, search.Slug(u.Organisation))
			}
			use := &Usage{Organisation: o, Software: sw, Users: u.Users, Referents: u.Referents, Mark: sources.Stated(cmp.Or(e.Value.Source, e.Source), e.Value.Sources["uses"], e.Checked)}
			o.Uses = append(o.Uses, use)
			sw.Uses = append(sw.Uses, use)
		}
	}
	sortByName(s.Organisations, func(o *Organisation) string { return o.Name })
	for _, o := range s.Organisations {
		sortByName(o.Uses, func(u *Usage) string { return u.Software.Name.V })
	}
	for _, sw := range s.Software {
		sortByName(sw.Uses, func(u *Usage) string { return u.Organisation.Name })
	}
	return nil
}

func (s *Set) organisation(byName map[string]*Organisation, name, slug string) *Organisation {
	o := &Organisation{Slug: slug, Name: name}
	s.Organisations = append(s.Organisations, o)
	byName[search.Key(name)] = o
	return o
}
