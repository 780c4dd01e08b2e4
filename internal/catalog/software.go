package catalog

import (
	"slices"
	"strings"

	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/search"
)

// Software is the sheet of one free software, joined from what sources say.
type Software struct {
	Slug        string
	Name        provenance.Value[string]
	Aliases     []string
	AliasesOf   []provenance.Mark        // who writes each alias
	Keywords    []string                 // tags and words of the sources, to be found by
	Licence     provenance.Value[string] // SPDX expression, or what the source wrote where it is none
	Site        provenance.Value[string]
	Repository  provenance.Value[string]
	Function    provenance.Value[i18n.Text]
	MinVersion  provenance.Value[string]
	Status      provenance.Value[string]  // a register's own state: recommended, observed, leaving
	Latest      provenance.Value[Release] // the newest that a source knows
	Archived    provenance.Value[bool]    // nobody works on it any more
	Since       provenance.Value[provenance.Date]
	Logo        provenance.Value[Picture]
	Category    *Category // nil when no source says
	CategoryOf  provenance.Mark
	Platforms   []string
	PlatformsOf provenance.Mark
	IDs         map[string]string          // by register, see Schemes
	IDsOf       map[string]provenance.Mark // who gives each identifier
	Compliance  []*Compliance              // in the order of Attributes
	Withdrawals []Withdrawn
	Succession  *Successor // nil when no source says
	Follows     []*Software
	Uses        []*Usage  // by organisation
	Instances   []Hosted  // public services that run it
	Parent      *Software // the software that this one extends, or nil
	ParentOf    provenance.Mark
	Extensions  []*Software // by name
	Marks       []provenance.Mark
	Entries     []Entry // of the sources that the sheet is joined from, in the order of precedence
	SILL        bool    // a source says that it is, or was, in the SILL
	Replaces    []*Replacement
	Providers   []*Service
}

// Entry names one statement that a sheet is joined from.
type Entry struct{ Source, Key string }

// Picture is a logo whose licence is known: none other is shown.
type Picture struct{ URL, Terms string }

// Compliance is what sources say of one attribute.
type Compliance struct {
	Name string // one of Attributes
	provenance.Value[State]
	Date     provenance.Date // of the examination
	Evidence string
}

// Withdrawn is a withdrawal with the source that made it.
type Withdrawn struct {
	Withdrawal
	provenance.Mark
}

// Successor is the software that came after another.
type Successor struct {
	Change   Change
	Software *Software // nil when it has no sheet
	Name     string    // as the source writes it
	Date     provenance.Date
	provenance.Mark
}

// Usage is what one source says of one organisation's use.
type Usage struct {
	Organisation     *Organisation
	Software         *Software
	Users, Referents int
	provenance.Mark
}

// Hosted is a public instance with its source.
type Hosted struct {
	Instance
	provenance.Mark
}

// notFree are licences that forbid some uses or some fields, whatever their authors call them: none is on the lists of the OSI or the FSF.
var notFree = []string{"SSPL-1.0", "BUSL-1.1", "Elastic-2.0"}

// Free reports whether the software's licence, as the first source gives it, is a free one: some software of the SILL of 2022 has changed since.
func (sw *Software) Free() bool {
	return !slices.ContainsFunc(notFree, func(l string) bool { return strings.Contains(sw.Licence.V, l) })
}

// Attribute returns what is known of the attribute, or nil.
func (sw *Software) Attribute(name string) *Compliance {
	if i := slices.IndexFunc(sw.Compliance, func(c *Compliance) bool { return c.Name == name }); i >= 0 {
		return sw.Compliance[i]
	}
	return nil
}

// Users returns the declared users and referents of all organisations. Where two sources count the same organisation, the larger count stands, since
// both may count the same people.
func (sw *Software) Users() (users, referents, organisations int) {
	type most struct{ users, referents int }
	by := map[*Organisation]most{}
	for _, u := range sw.Uses {
		m := by[u.Organisation]
		by[u.Organisation] = most{max(m.users, u.Users), max(m.referents, u.Referents)}
	}
	for _, m := range by {
		users += m.users
		referents += m.referents
	}
	return users, referents, len(by)
}

// names returns the name and the other names.
func (sw *Software) names() []string { return append([]string{sw.Name.V}, sw.Aliases...) }

// alias notes another name, unless the sheet has it already.
func (sw *Software) alias(name string, m provenance.Mark) {
	if more := addName(sw.Aliases, sw.Name.V, name); len(more) > len(sw.Aliases) {
		sw.Aliases, sw.AliasesOf = more, append(sw.AliasesOf, m)
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

// Families returns the families of the licences in the sheet's expression, each once: GPL, AGPL, MIT.
func (sw *Software) Families() []string {
	var out []string
	for _, w := range strings.Fields(strings.NewReplacer("(", " ", ")", " ").Replace(sw.Licence.V)) {
		if w == "AND" || w == "OR" {
			continue
		}
		if w == "WITH" {
			break
		}
		if f := family(w); f != "" && f[0] >= 'A' && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}
