package market

import (
	"slices"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/search"
)

// ContributionsOf returns the changes that a provider gave back to projects, alone or with another firm, the newest first. The public page writes two firms
// as "Arawa/Collabora".
func (s *Set) ContributionsOf(p *catalog.Provider) []*Contribution {
	names := map[string]bool{search.Key(p.Name): true}
	for _, a := range p.Aliases {
		names[search.Key(a)] = true
	}
	var out []*Contribution
	for _, c := range s.Contributions {
		if slices.ContainsFunc(strings.Split(c.Company, "/"), func(firm string) bool { return names[search.Key(firm)] }) {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b *Contribution) int { return strings.Compare(b.Date.String(), a.Date.String()) })
	return out
}
