package catalog

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"guichet/internal/provenance"
)

// Bounds of the details of a statement.
const (
	maxKeywords  = 100
	maxUses      = 2000
	maxInstances = 200
	maxServices  = 2000
	maxText      = 500 // runes of a reason, an audience or a piece of evidence
)

// Scheme is a register that gives identifiers to software, providers or organisations.
type Scheme struct {
	ID    string // "wikidata"; the key in an entry's IDs
	Title string // the register's own name
	URL   string // what leads to an entry when its identifier follows; empty when no address is known
	valid *regexp.Regexp
}

// Schemes are the registers that sources refer to, in the order in which matching believes them and pages show them. Two entries with the same
// identifier of one register are one thing; with two identifiers of one register they are two.
var Schemes = []Scheme{
	{"sill", "SILL", "", regexp.MustCompile(`^[0-9]{1,9}$`)},
	{"wikidata", "Wikidata", "https://www.wikidata.org/wiki/", regexp.MustCompile(`^Q[1-9][0-9]{0,11}$`)},
	{"comptoir", "Comptoir du Libre", "https://comptoir-du-libre.org/fr/softwares/", regexp.MustCompile(`^[0-9]{1,9}$`)},
	{"cnll", "CNLL", "", regexp.MustCompile(`^[0-9A-Za-z_-]{1,60}$`)},
	{"framalibre", "Framalibre", "https://framalibre.org/notices/", nil},
	{"awesome-selfhosted", "awesome-selfhosted", "", nil},
	{"appstream", "AppStream", "", nil},
	{"debian", "Debian", "https://packages.debian.org/", nil},
	{"catalogi", "Catalogi", "", nil},
}

// FindScheme returns the register of that id.
func FindScheme(id string) (Scheme, bool) {
	i := slices.IndexFunc(Schemes, func(s Scheme) bool { return s.ID == id })
	if i < 0 {
		return Scheme{}, false
	}
	return Schemes[i], true
}

// State is what is known of a compliance attribute. What nobody examined is Unknown, and that is not No.
type State string

// The states.
const (
	Yes           State = "yes"
	No            State = "no"
	NotApplicable State = "not-applicable" // the rule does not bear on this software: RGAA on a library without interface, for instance
	Unknown       State = "unknown"
)

// Attributes are the compliance attributes that a sheet shows, in this order.
var Attributes = []string{"rgaa", "french-public-service", "support-market", "self-hosted", "security-policy"}

// Attribute is what a source says of one compliance attribute.
type Attribute struct {
	State    State           `json:"state" yaml:"state"`
	Date     provenance.Date `json:"date,omitzero" yaml:"date"`          // of the examination; unknown when the source gives none
	Evidence string          `json:"evidence,omitempty" yaml:"evidence"` // address of the examination or what it rests on
}

// Withdrawal says that a source's register took the software out.
type Withdrawal struct {
	Reason      string          `json:"reason" yaml:"reason"`
	Date        provenance.Date `json:"date,omitzero" yaml:"date"`
	LastVersion string          `json:"lastVersion,omitempty" yaml:"last_version"` // last version that can still be recommended
}

// Change is how one software came from another.
type Change string

// The changes.
const (
	Renamed  Change = "renamed"  // the same project under another name
	Forked   Change = "forked"   // another project that started from its code
	Absorbed Change = "absorbed" // its code went into another software
)

// Succession says what became of a software.
type Succession struct {
	Change Change          `json:"change" yaml:"change"`
	To     string          `json:"to" yaml:"to"` // slug or name of the software that comes after
	Date   provenance.Date `json:"date,omitzero" yaml:"date"`
}

// Use is how many people of one organisation declared that they use the software or answer questions about it. It names no person.
type Use struct {
	Organisation string `json:"organisation" yaml:"organisation"` // name as the source writes it
	Users        int    `json:"users,omitempty" yaml:"users"`
	Referents    int    `json:"referents,omitempty" yaml:"referents"`
}

// Instance is a public service that runs the software.
type Instance struct {
	Organisation string `json:"organisation,omitempty" yaml:"organisation"`
	Audience     string `json:"audience,omitempty" yaml:"audience"` // for whom it is open
	URL          string `json:"url" yaml:"url"`
}

// Release is a version of the software.
type Release struct {
	Number string          `json:"number" yaml:"number"`
	Date   provenance.Date `json:"date,omitzero" yaml:"date"`
}

// ServiceStatement is one software that a provider serves, as a source writes it: by identifiers, by the slug of a sheet, or by name. It is matched
// like any other mention of a software.
type ServiceStatement struct {
	Software string            `json:"software,omitempty" yaml:"software"` // slug of a sheet
	Name     string            `json:"name,omitempty" yaml:"name"`
	IDs      map[string]string `json:"ids,omitempty" yaml:"ids"`
	URL      string            `json:"url,omitempty" yaml:"url"` // where the provider describes the service
}

// OrganisationStatement is what one source says of a public body.
type OrganisationStatement struct {
	Slug    string            `json:"slug" yaml:"slug"`
	Name    string            `json:"name" yaml:"name"`
	Aliases []string          `json:"aliases,omitempty" yaml:"aliases"`
	SIREN   string            `json:"siren,omitempty" yaml:"siren"`
	Site    string            `json:"site,omitempty" yaml:"site"`
	IDs     map[string]string `json:"ids,omitempty" yaml:"ids"` // pso: its entry in the directory of the public service
	Forges  []string          `json:"forges,omitempty" yaml:"forges"`
	Source  string            `json:"source" yaml:"source"`
}

// Validate reports everything that is wrong with the statement.
func (o OrganisationStatement) Validate() error {
	return errors.Join(checkSlug(o.Slug), checkName(o.Name), checkAliases(o.Aliases), checkSIREN(o.SIREN), checkURL("site", o.Site))
}

// Validate reports everything that is wrong with the attribute.
func (a Attribute) Validate() error {
	if !slices.Contains([]State{Yes, No, NotApplicable, Unknown}, a.State) {
		return fmt.Errorf("state %q: yes, no, not-applicable or unknown", a.State)
	}
	return checkText("evidence", a.Evidence)
}

func (s SoftwareStatement) checkDetails() error {
	problems := []error{checkIDs(s.IDs), checkURL("logo", s.Logo)}
	if len(s.Keywords) > maxKeywords || len(s.Uses) > maxUses || len(s.Instances) > maxInstances {
		problems = append(problems, fmt.Errorf("%d keywords, %d uses, %d instances: %d, %d and %d at most", len(s.Keywords), len(s.Uses), len(s.Instances), maxKeywords, maxUses, maxInstances))
	}
	for _, name := range slices.Sorted(maps.Keys(s.Attributes)) {
		if !slices.Contains(Attributes, name) {
			problems = append(problems, fmt.Errorf("attribute %q: one of %s", name, strings.Join(Attributes, ", ")))
		}
		if err := s.Attributes[name].Validate(); err != nil {
			problems = append(problems, fmt.Errorf("attribute %q: %w", name, err))
		}
	}
	if w := s.Withdrawal; w != nil {
		problems = append(problems, checkText("reason of the withdrawal", w.Reason))
	}
	if x := s.Succession; x != nil && (x.To == "" || !slices.Contains([]Change{Renamed, Forked, Absorbed}, x.Change)) {
		problems = append(problems, fmt.Errorf("succession %q to %q: renamed, forked or absorbed, and the software that comes after", x.Change, x.To))
	}
	for _, u := range s.Uses {
		if u.Users < 0 || u.Referents < 0 {
			problems = append(problems, fmt.Errorf("use by %q: a count below zero", u.Organisation))
		}
		problems = append(problems, checkName(u.Organisation))
	}
	for _, i := range s.Instances {
		problems = append(problems, checkURL("instance", i.URL), checkText("audience", i.Audience))
	}
	return errors.Join(problems...)
}

func checkIDs(ids map[string]string) error {
	for _, scheme := range slices.Sorted(maps.Keys(ids)) {
		s, ok := FindScheme(scheme)
		if !ok {
			return fmt.Errorf("identifier of %q: that register is not known", scheme)
		}
		if v := ids[scheme]; v == "" || len(v) > 200 || s.valid != nil && !s.valid.MatchString(v) {
			return fmt.Errorf("identifier %q is none of %s", v, s.Title)
		}
	}
	return nil
}

func checkText(field, s string) error {
	if utf8.RuneCountInString(s) > maxText {
		return fmt.Errorf("%s: %d characters at most", field, maxText)
	}
	return nil
}
