package catalog

import (
	"cmp"
	"fmt"
	"slices"

	"guichet/internal/facts"
	"guichet/internal/provenance"
	"guichet/internal/search"
)

// Precedence lists import sources from the one that wins to the one that yields; a source that is not listed yields to all of them.
var Precedence = []string{"starter", "catalogi-sill", "sill-2022", "sill-2020", "sill-2019", "sill-2018", "comptoir", "wikidata", "publiccode", "awesome-codegouvfr", "cnll", "prestataires", "awesome-free-software-providers",
	"awesome-selfhosted", "debian-appstream"}

func rank(source string) int {
	if i := slices.Index(Precedence, source); i >= 0 {
		return i
	}
	return len(Precedence)
}

func supplements(st SoftwareStatement) int {
	if st.Supplement {
		return 1
	}
	return 0
}

// maxMerged bounds the keywords of a sheet.
const maxMerged = 40

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
	m, err := newMatcher(rows)
	if err != nil {
		return err
	}
	m.assign(entries)
	for _, g := range m.groups {
		sw := &Software{Slug: s.freeSlug(g.head().Value.Slug), IDs: g.ids, IDsOf: make(map[string]provenance.Mark, len(g.ids))}
		g.sheet = sw
		s.software[sw.Slug] = sw
		s.Software = append(s.Software, sw)
		for _, e := range g.entries {
			s.merge(sw, *e, sources)
		}
	}
	for _, g := range m.groups {
		for _, e := range g.entries {
			if s.software[e.Value.Slug] == nil {
				s.moved[e.Value.Slug] = g.sheet
			}
		}
	}
	sortByName(s.Software, func(sw *Software) string { return sw.Name.V })
	s.table = m.table
	for _, d := range m.doubts {
		if d.own != nil {
			s.doubtful[d.own.sheet] = true
		}
	}
	s.index()
	s.relate(m.groups, sources)
	s.settle(m, entries)
	return nil
}

// freeSlug returns want, or want with a number when another software has it.
func (s *Set) freeSlug(want string) string {
	slug := want
	for i := 2; s.software[slug] != nil; i++ {
		slug = fmt.Sprintf("%s-%d", want, i)
	}
	return slug
}

// index notes the names of all sheets, so that lists of names can be read; see Named.
func (s *Set) index() {
	put := func(index map[string][]*Software, k string, sw *Software) {
		if k != "" && !slices.Contains(index[k], sw) {
			index[k] = append(index[k], sw)
		}
	}
	for _, sw := range s.Software {
		for _, n := range sw.names() {
			put(s.byKey, search.Key(n), sw)
			put(s.byLoose, looseKey(n), sw)
		}
		put(s.byKey, search.Key(sw.Slug), sw)
	}
	s.keys = make([]string, 0, len(s.byKey))
	for k := range s.byKey {
		s.keys = append(s.keys, k)
	}
	slices.Sort(s.keys)
}

func (s *Set) merge(sw *Software, e facts.Entry[SoftwareStatement], sources provenance.Sources) {
	st := e.Value
	mark := func(field string) provenance.Mark {
		return sources.Stated(cmp.Or(st.Source, e.Source), st.Sources[field], e.Checked)
	}
	ours := func(field string) provenance.Mark { // the starter's editors sort software and add names, whatever register the entry comes from
		if e.Source == Precedence[0] && st.Sources[field] == "" {
			return sources.Mark(provenance.Editorial, e.Checked)
		}
		return mark(field)
	}
	text := func(v *provenance.Value[string], field, value string) {
		if value != "" {
			v.Merge(provenance.Of(value, mark(field)))
		}
	}
	if sw.Name.Known() && search.Key(sw.Name.V) != search.Key(st.Name) {
		sw.alias(st.Name, mark("name"))
	} else if !sw.Name.Known() {
		text(&sw.Name, "name", st.Name)
	}
	for _, a := range st.Aliases {
		sw.alias(a, ours("aliases"))
	}
	text(&sw.Licence, "licence", cmp.Or(st.Licence, st.LicenceRaw))
	text(&sw.Site, "site", st.Site)
	text(&sw.Repository, "repository", st.Repository)
	text(&sw.MinVersion, "minVersion", st.MinVersion)
	text(&sw.Status, "status", st.Status)
	if !st.Function.IsZero() && !sw.Function.Known() {
		// A second source's wording of the same function is no disagreement.
		sw.Function = provenance.Of(st.Function, mark("function"))
	}
	if c := s.categories[st.Category]; c != nil && sw.Category == nil {
		sw.Category, sw.CategoryOf = c, ours("category")
	}
	if len(sw.Platforms) == 0 && len(st.Platforms) > 0 {
		sw.Platforms, sw.PlatformsOf = st.Platforms, mark("platforms")
	}
	for _, k := range st.Keywords {
		if len(sw.Keywords) < maxMerged && !slices.Contains(sw.Keywords, k) {
			sw.Keywords = append(sw.Keywords, k)
		}
	}
	if st.Latest.Number != "" && (!sw.Latest.Known() || sw.Latest.V.Date.Before(st.Latest.Date)) {
		sw.Latest = provenance.Of(st.Latest, mark("latest")) // an older release is no disagreement
	}
	if st.Archived {
		sw.Archived.Merge(provenance.Of(true, mark("archived")))
	}
	if !st.Since.IsZero() {
		sw.Since.Merge(provenance.Of(st.Since, mark("since")))
	}
	if st.Logo != "" && st.LogoTerms != "" && !sw.Logo.Known() {
		sw.Logo = provenance.Of(Picture{st.Logo, st.LogoTerms}, mark("logo"))
	}
	mergeAttributes(sw, st.Attributes, mark("attributes"))
	if st.Withdrawal != nil {
		sw.Withdrawals = append(sw.Withdrawals, Withdrawn{*st.Withdrawal, mark("withdrawal")})
	}
	for _, i := range st.Instances {
		if !slices.ContainsFunc(sw.Instances, func(h Hosted) bool { return siteKey(h.URL) == siteKey(i.URL) }) {
			sw.Instances = append(sw.Instances, Hosted{i, mark("instances")})
		}
	}
	for scheme, id := range st.IDs {
		if _, ok := sw.IDsOf[scheme]; !ok && sw.IDs[scheme] == id {
			sw.IDsOf[scheme] = mark("ids")
		}
	}
	sw.SILL = sw.SILL || st.IDs["sill"] != ""
	sw.Entries = append(sw.Entries, Entry{e.Source, e.Key})
	if m := sources.Stated(cmp.Or(st.Source, e.Source), "", e.Checked); !slices.Contains(sw.Marks, m) {
		sw.Marks = append(sw.Marks, m)
	}
}

func mergeAttributes(sw *Software, given map[string]Attribute, m provenance.Mark) {
	for _, name := range Attributes {
		a, ok := given[name]
		if !ok {
			continue
		}
		c := sw.Attribute(name)
		switch {
		case c == nil:
			sw.Compliance = append(sw.Compliance, &Compliance{Name: name, Value: provenance.Of(a.State, m), Date: a.Date, Evidence: a.Evidence})
		case c.V == Unknown && a.State != Unknown: // to know is no disagreement with not to know
			*c = Compliance{Name: name, Value: provenance.Of(a.State, m), Date: a.Date, Evidence: a.Evidence}
		case a.State != Unknown:
			c.Merge(provenance.Of(a.State, m))
		}
	}
	slices.SortStableFunc(sw.Compliance, func(a, b *Compliance) int {
		return cmp.Compare(slices.Index(Attributes, a.Name), slices.Index(Attributes, b.Name))
	})
}

// relate draws what leads from one sheet to another: extensions, successions.
func (s *Set) relate(groups []*group, sources provenance.Sources) {
	for _, g := range groups {
		for _, e := range g.entries {
			sw, st := g.sheet, e.Value
			if p := s.lookup(st.Parent); p != nil && p != sw && sw.Parent == nil {
				sw.Parent, sw.ParentOf = p, sources.Stated(cmp.Or(st.Source, e.Source), st.Sources["parent"], e.Checked)
				p.Extensions = append(p.Extensions, sw)
			}
			if x := st.Succession; x != nil && sw.Succession == nil {
				to := s.lookup(x.To)
				if to == sw {
					continue
				}
				sw.Succession = &Successor{Change: x.Change, Software: to, Name: x.To, Date: x.Date, Mark: sources.Stated(cmp.Or(st.Source, e.Source), st.Sources["succession"], e.Checked)}
				if to != nil {
					sw.Succession.Name = to.Name.V
					to.Follows = append(to.Follows, sw)
				}
			}
		}
	}
	for _, sw := range s.Software {
		sortByName(sw.Extensions, func(x *Software) string { return x.Name.V })
		sortByName(sw.Follows, func(x *Software) string { return x.Name.V })
	}
}

// lookup returns the sheet of a slug or of a name, or nil.
func (s *Set) lookup(name string) *Software {
	if name == "" {
		return nil
	}
	if sw := cmp.Or(s.software[name], s.moved[name]); sw != nil {
		return sw
	}
	if found := s.byKey[search.Key(name)]; len(found) > 0 {
		sw, _, _ := s.first(found, name)
		return sw
	}
	return nil
}

// settle lists the doubts that are left, and the decisions that were made.
func (s *Set) settle(m *matcher, entries []facts.Entry[SoftwareStatement]) {
	for _, d := range m.doubts {
		out := Doubt{Source: d.entry.Source, Kind: KindSoftware, Key: d.entry.Key, Name: d.entry.Value.Name, Reason: d.reason}
		if d.own != nil {
			out.Own = d.own.sheet
		}
		for _, g := range d.others {
			out.Candidates = append(out.Candidates, g.sheet)
		}
		s.Doubts = append(s.Doubts, out)
	}
	s.decisions = m.decisions
	there := make(map[string]bool, len(m.decisions))
	for i := range entries {
		id := Decision{Source: entries[i].Source, Kind: KindSoftware, Key: entries[i].Key}.ID()
		if _, ok := m.decisions[id]; ok {
			there[id] = true
		}
	}
	for id, d := range m.decisions {
		target := cmp.Or(s.software[d.Software], s.moved[d.Software])
		s.Decisions = append(s.Decisions, Settled{d, target, d.Kind == KindSoftware && !there[id] || d.Software != "" && target == nil})
	}
	slices.SortFunc(s.Decisions, func(a, b Settled) int { return cmp.Compare(a.ID(), b.ID()) })
}

// Decided returns what a person decided about a name of a list: the sheet, nil for "none of them", and whether there is a decision.
func (s *Set) Decided(source, kind, key string) (*Software, bool) {
	d, ok := s.decisions[Decision{Source: source, Kind: kind, Key: key}.ID()]
	if !ok {
		return nil, false
	}
	return cmp.Or(s.software[d.Software], s.moved[d.Software]), true
}
