package source

import (
	"cmp"
	"strings"

	"guichet/internal/catalog"
)

// Firms gathers providers from lists that name them under each software that they serve. A firm is told by its SIREN, then by its entry in a
// directory, then by its name.
type Firms struct {
	list []*found
	by   map[string]*found
}

type found struct {
	where, key string
	statement  catalog.ProviderStatement
}

// NewFirms returns an empty gathering.
func NewFirms() *Firms { return &Firms{by: map[string]*found{}} }

// Serve notes that a firm serves a software.
func (f *Firms) Serve(where string, p catalog.ProviderStatement, s catalog.ServiceStatement) {
	key := "siren:" + p.SIREN
	if p.SIREN == "" {
		key = "name:" + SlugOf(p.Name)
		if id := p.IDs["comptoir"]; id != "" {
			key = "comptoir:" + id
		}
	}
	x := f.by[key]
	if x == nil {
		x = &found{where: where, key: key, statement: p}
		f.by[key] = x
		f.list = append(f.list, x)
	}
	x.statement.Site = cmp.Or(x.statement.Site, p.Site)
	for scheme, id := range p.IDs {
		if x.statement.IDs == nil {
			x.statement.IDs = map[string]string{}
		}
		x.statement.IDs[scheme] = cmp.Or(x.statement.IDs[scheme], id)
	}
	x.statement.Services = append(x.statement.Services, s)
}

// AddTo adds the firms to a collector, in the order in which they came.
func (f *Firms) AddTo(c *Collector) error {
	for _, x := range f.list {
		if err := c.Provider(x.where, x.key, x.statement); err != nil {
			return err
		}
	}
	return nil
}

// SIREN returns the number of an enterprise, without the spaces and points that are written within it; of a SIRET, its first nine digits.
func SIREN(s string) string {
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ".", "").Replace(s)
	if len(s) == 14 {
		s = s[:9]
	}
	return s
}
