package catalog

import (
	"cmp"
	"slices"

	"guichet/internal/facts"
	"guichet/internal/search"
)

// Doubt is an entry of a source that may speak of a sheet that the desk has, and may not: a person decides. Until then it stands apart.
type Doubt struct {
	Source, Kind, Key string // of the entry
	Name              string
	Reason            string      // key of a message: catalog.match-same-name and its like
	Candidates        []*Software // sheets that it may speak of, at most 5
	Own               *Software   // the sheet that it makes meanwhile; nil for a name of a list and for what only adds to sheets
}

// Settled is a decision with what it leads to.
type Settled struct {
	Decision
	Target  *Software // nil when the decision is "none of them", or when it leads nowhere
	Dangles bool      // the entry or the sheet is not there any more
}

// group is the entries that speak of one software.
type group struct {
	entries []*facts.Entry[SoftwareStatement]
	sources map[string]bool
	ids     map[string]string
	sheet   *Software // once it is made
}

func (g *group) head() *facts.Entry[SoftwareStatement] { return g.entries[0] }

// matcher finds the group of an entry: by a person's decision, then by identifier, then by repository, then by name.
type matcher struct {
	groups    []*group
	byID      map[string]*group
	byRepo    map[string][]*group
	byName    map[string][]*group // of names and other names
	byLoose   map[string][]*group
	table     map[string]string // the alias table, from key to key
	decisions map[string]Decision
	doubts    []pending
}

type pending struct {
	entry  *facts.Entry[SoftwareStatement]
	own    *group
	others []*group
	reason string
}

func newMatcher(rows []facts.Row) (*matcher, error) {
	m := &matcher{byID: map[string]*group{}, byRepo: map[string][]*group{}, byName: map[string][]*group{}, byLoose: map[string][]*group{}}
	var err error
	if m.table, err = aliasTable(rows); err != nil {
		return nil, err
	}
	decisions, err := facts.Decode[Decision](rows, KindDecision)
	if err != nil {
		return nil, err
	}
	m.decisions = make(map[string]Decision, len(decisions))
	for _, d := range decisions {
		m.decisions[d.Value.ID()] = d.Value
	}
	return m, nil
}

func aliasTable(rows []facts.Row) (map[string]string, error) {
	names, err := facts.Decode[NameStatement](rows, KindName)
	if err != nil {
		return nil, err
	}
	table := make(map[string]string, len(names))
	for _, n := range names {
		table[search.Key(n.Value.Name)] = search.Key(n.Value.Software)
	}
	return table, nil
}

// assign gives every entry, ordered by precedence, to a group. An entry that a person has decided about comes last, when all sheets are there.
func (m *matcher) assign(entries []facts.Entry[SoftwareStatement]) {
	var decided []*facts.Entry[SoftwareStatement]
	for i := range entries {
		e := &entries[i]
		d, ok := m.decisions[Decision{Source: e.Source, Kind: KindSoftware, Key: e.Key}.ID()]
		if d.Software != "" {
			decided = append(decided, e)
			continue
		}
		var g *group
		var doubt []*group
		var reason string
		if !ok {
			g, doubt, reason = m.find(e)
		}
		if g == nil && !e.Value.Supplement {
			g = m.open()
		}
		if len(doubt) > 0 {
			m.doubts = append(m.doubts, pending{e, g, doubt[:min(len(doubt), 5)], reason})
		}
		if g != nil {
			m.join(g, e)
		}
	}
	slugs := map[string]*group{}
	for _, g := range m.groups {
		for _, e := range g.entries {
			if slugs[e.Value.Slug] == nil {
				slugs[e.Value.Slug] = g
			}
		}
	}
	for _, e := range decided {
		g := slugs[m.decisions[Decision{Source: e.Source, Kind: KindSoftware, Key: e.Key}.ID()].Software]
		if g == nil && e.Value.Supplement {
			continue
		}
		if g == nil {
			g = m.open()
		}
		m.join(g, e)
		slices.SortStableFunc(g.entries, func(a, b *facts.Entry[SoftwareStatement]) int { return cmp.Compare(rank(a.Source), rank(b.Source)) })
	}
}

func (m *matcher) open() *group {
	g := &group{sources: map[string]bool{}, ids: map[string]string{}}
	m.groups = append(m.groups, g)
	return g
}

func (m *matcher) join(g *group, e *facts.Entry[SoftwareStatement]) {
	g.entries = append(g.entries, e)
	g.sources[e.Source] = true
	for scheme, id := range e.Value.IDs {
		if g.ids[scheme] == "" {
			g.ids[scheme] = id
		}
		if k := scheme + ":" + id; m.byID[k] == nil {
			m.byID[k] = g
		}
	}
	if k := e.Value.repository(); k != "" {
		note(m.byRepo, k, g)
	}
	for _, n := range append([]string{e.Value.Name}, e.Value.Aliases...) {
		note(m.byName, m.key(n), g)
		note(m.byLoose, looseKey(n), g)
	}
}

func (s SoftwareStatement) repository() string {
	return cmp.Or(repositoryKey(s.Repository, true), repositoryKey(s.Site, false))
}

// maxShared bounds the sheets that one name, loose name or repository may stand for: one that more of them share ("Logiciel 1", "Logiciel 2") tells nothing, and
// looking at each of them for each entry would take the square of their number.
const maxShared = 50

func note(index map[string][]*group, key string, g *group) {
	if key != "" && len(index[key]) <= maxShared && !slices.Contains(index[key], g) {
		index[key] = append(index[key], g)
	}
}

// key returns a name as it is compared, read through the alias table.
func (m *matcher) key(name string) string {
	k := search.Key(name)
	return cmp.Or(m.table[k], k)
}

// relation is what identifiers say of an entry and a group: the first register, in the order of Schemes, that names both decides.
type relation int

const (
	unrelated relation = iota
	same
	different
)

func relate(a, b map[string]string) relation {
	if len(a) == 0 || len(b) == 0 {
		return unrelated
	}
	for _, s := range Schemes {
		if x, y := a[s.ID], b[s.ID]; x != "" && y != "" {
			if x == y {
				return same
			}
			return different
		}
	}
	return unrelated
}

// find returns the group that an entry speaks of, or the groups that it may speak of and why that is not sure, or nothing.
func (m *matcher) find(e *facts.Entry[SoftwareStatement]) (*group, []*group, string) {
	st := e.Value
	var byID []*group
	for _, s := range Schemes {
		if id := st.IDs[s.ID]; id != "" {
			if g := m.byID[s.ID+":"+id]; g != nil && relate(st.IDs, g.ids) == same && !slices.Contains(byID, g) {
				byID = append(byID, g)
			}
		}
	}
	switch len(byID) {
	case 0:
	case 1:
		return byID[0], nil, ""
	default:
		return nil, byID, "catalog.match-two-identifiers"
	}
	open := func(gs []*group) []*group { // those that no identifier sets apart; a source that lists two things means two things
		if len(gs) > maxShared {
			return nil
		}
		var out []*group
		for _, g := range gs {
			if !g.sources[e.Source] && relate(st.IDs, g.ids) != different {
				out = append(out, g)
			}
		}
		return out
	}
	if gs := open(m.byRepo[st.repository()]); len(gs) == 1 {
		return gs[0], nil, ""
	}
	named := open(m.byName[m.key(st.Name)])
	for _, a := range st.Aliases {
		for _, g := range open(m.byName[m.key(a)]) {
			if !slices.Contains(named, g) && m.calls(g, a) {
				named = append(named, g)
			}
		}
	}
	switch {
	case len(named) == 1 && !atOdds(st, named[0]):
		return named[0], nil, ""
	case len(named) == 1:
		return nil, named, "catalog.match-same-name"
	case len(named) > 1:
		if agreeing := filter(named, func(g *group) bool { return agree(st, g) }); len(agreeing) == 1 {
			return agreeing[0], nil, ""
		}
		// A sheet of that name comes before one that is only also called so.
		if own := filter(named, func(g *group) bool { return m.key(g.head().Value.Name) == m.key(st.Name) }); len(own) == 1 && !atOdds(st, own[0]) {
			return own[0], nil, ""
		}
		return nil, named, "catalog.match-several"
	}
	loose := open(m.byLoose[looseKey(st.Name)])
	if agreeing := filter(loose, func(g *group) bool { return agree(st, g) }); len(agreeing) == 1 {
		return agreeing[0], nil, ""
	}
	return nil, filter(loose, func(g *group) bool { return !atOdds(st, g) }), "catalog.match-edition"
}

// calls reports whether a group's own name, not one of its other names, is the name given.
func (m *matcher) calls(g *group, name string) bool {
	k := m.key(name)
	return slices.ContainsFunc(g.entries, func(e *facts.Entry[SoftwareStatement]) bool { return m.key(e.Value.Name) == k })
}

func filter(gs []*group, ok func(*group) bool) []*group {
	var out []*group
	for _, g := range gs {
		if ok(g) {
			out = append(out, g)
		}
	}
	return out
}

// agree reports whether the entry and the group share a repository or a site.
func agree(st SoftwareStatement, g *group) bool {
	return slices.ContainsFunc(g.entries, func(e *facts.Entry[SoftwareStatement]) bool {
		o := e.Value
		if r := st.repository(); r != "" && r == o.repository() {
			return true
		}
		return st.Site != "" && o.Site != "" && (siteKey(st.Site) == siteKey(o.Site) || domain(st.Site) == domain(o.Site) && repositoryKey(st.Site, false) == "")
	})
}

// atOdds reports whether an entry and a group that share a name look like two software: no site or repository in common, though both have some, and
// licences of two families.
func atOdds(st SoftwareStatement, g *group) bool {
	if agree(st, g) {
		return false
	}
	known, licences := false, false
	for _, e := range g.entries {
		o := e.Value
		known = known || (st.Site != "" || st.Repository != "") && (o.Site != "" || o.Repository != "")
		if st.Licence == "" || o.Licence == "" || family(st.Licence) == family(o.Licence) {
			continue
		}
		licences = true
	}
	return known && licences
}

// Named returns the sheet of a name that an official list writes: read through the alias table, then without makers and editions where that leaves
// one sheet. Where it does not tell, it returns the sheets that may be meant and the reason for doubt.
func (s *Set) Named(name string) (sw *Software, candidates []*Software, reason string) {
	k := search.Key(name)
	if found := s.byKey[cmp.Or(s.table[k], k)]; len(found) > 0 {
		return s.first(found, name)
	}
	l := looseKey(name)
	if found := s.byLoose[l]; len(found) > 0 && l != "" {
		return s.first(found, name)
	}
	for _, other := range s.keys {
		if near(k, other) {
			for _, sw := range s.byKey[other] {
				if len(candidates) < 5 && !slices.Contains(candidates, sw) {
					candidates = append(candidates, sw)
				}
			}
		}
	}
	if len(candidates) > 0 {
		return nil, candidates, "catalog.match-near-name"
	}
	return nil, nil, ""
}

// first returns the only sheet, or the only one whose own name it is.
func (s *Set) first(found []*Software, name string) (*Software, []*Software, string) {
	if len(found) == 1 {
		return found[0], nil, ""
	}
	k := search.Key(name)
	k = cmp.Or(s.table[k], k)
	var own []*Software
	for _, sw := range found {
		if search.Key(sw.Name.V) == k {
			own = append(own, sw)
		}
	}
	if len(own) == 1 {
		return own[0], nil, ""
	}
	if sure := slices.DeleteFunc(slices.Clone(own), func(sw *Software) bool { return s.doubtful[sw] }); len(sure) == 1 {
		return sure[0], nil, ""
	}
	return nil, found[:min(5, len(found))], "catalog.match-several"
}
