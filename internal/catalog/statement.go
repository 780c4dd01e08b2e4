package catalog

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/github/go-spdx/v2/spdxexp"

	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// Kinds of statement that this package reads.
const (
	KindSoftware = "software"
	KindProduct  = "product"
	KindCategory = "category"
	KindProvider = "provider"
	KindListing  = "listing"

	KindOrganisation = "organisation"
)

// Bounds of what a statement may hold.
const (
	maxName     = 120 // runes
	maxFunction = 160 // runes, in each language
	maxURL      = 2048
	maxAliases  = 60
)

// SoftwareStatement is what one source says of one free software.
type SoftwareStatement struct {
	Slug       string            `json:"slug" yaml:"slug"` // proposed address; another source's slug of the same software wins by precedence
	Name       string            `json:"name" yaml:"name"`
	Aliases    []string          `json:"aliases,omitempty" yaml:"aliases"`
	Licence    string            `json:"licence,omitempty" yaml:"licence"` // SPDX expression
	LicenceRaw string            `json:"licenceRaw,omitempty" yaml:"-"`    // as the source writes it, where that is no SPDX expression
	Site       string            `json:"site,omitempty" yaml:"site"`
	Repository string            `json:"repository,omitempty" yaml:"repository"`
	Category   string            `json:"category,omitempty" yaml:"category"` // slug of a Category
	Platforms  []string          `json:"platforms,omitempty" yaml:"platforms"`
	Function   i18n.Text         `json:"function,omitzero" yaml:"function"`
	IDs        map[string]string `json:"ids,omitempty" yaml:"ids"`           // by register: see Schemes
	Parent     string            `json:"parent,omitempty" yaml:"parent"`     // slug of the software that this one extends
	Keywords   []string          `json:"keywords,omitempty" yaml:"keywords"` // tags and words of the source, to be found by
	Logo       string            `json:"logo,omitempty" yaml:"-"`            // address of a picture
	LogoTerms  string            `json:"logoTerms,omitempty" yaml:"-"`       // SPDX id of the picture's own licence; without it the picture is not shown
	Supplement bool              `json:"supplement,omitempty" yaml:"-"`      // adds to sheets that other sources made, and makes none by itself
	Source     string            `json:"source,omitempty" yaml:"source"`     // id of the provenance.Source of the entry
	Sources    map[string]string `json:"sources,omitempty" yaml:"sources"`   // of single values, where it is another one
	Basis      i18n.Text         `json:"basis,omitzero" yaml:"basis"`
	Confidence string            `json:"confidence,omitempty" yaml:"confidence"`
	Support    bool              `json:"support,omitempty" yaml:"-"`    // the source says that the support market covered it
	MinVersion string            `json:"minVersion,omitempty" yaml:"-"` // the source's minimal recommended version
	Status     string            `json:"status,omitempty" yaml:"-"`     // the source's own state: recommended, observed, leaving

	Since      provenance.Date      `json:"since,omitzero" yaml:"since"`   // in the source's register since
	Latest     Release              `json:"latest,omitzero" yaml:"latest"` // newest version that the source knows
	Archived   bool                 `json:"archived,omitempty" yaml:"-"`   // the source says that nobody works on it any more
	Attributes map[string]Attribute `json:"attributes,omitempty" yaml:"attributes"`
	Withdrawal *Withdrawal          `json:"withdrawal,omitempty" yaml:"withdrawal"`
	Succession *Succession          `json:"succession,omitempty" yaml:"succession"`
	Uses       []Use                `json:"uses,omitempty" yaml:"-"`
	Instances  []Instance           `json:"instances,omitempty" yaml:"-"`
	Similar    []string             `json:"similar,omitempty" yaml:"-"` // what the source likens it to, free or not: slugs or names
}

// ProductStatement is what one source says of one product that is not free software.
type ProductStatement struct {
	Slug         string                 `json:"slug" yaml:"slug"`
	Name         string                 `json:"name" yaml:"name"` // without the vendor
	Vendor       string                 `json:"vendor,omitempty" yaml:"vendor"`
	Aliases      []string               `json:"aliases,omitempty" yaml:"aliases"`
	Category     string                 `json:"category" yaml:"category"`
	Function     i18n.Text              `json:"function,omitzero" yaml:"function"`
	Site         string                 `json:"site,omitempty" yaml:"site"`
	Source       string                 `json:"source" yaml:"source"`
	Basis        i18n.Text              `json:"basis,omitzero" yaml:"basis"`
	Alternatives []AlternativeStatement `json:"alternatives,omitempty" yaml:"alternatives"` // best first
}

// AlternativeStatement says that a free software can stand in for a product.
type AlternativeStatement struct {
	Software   string    `json:"software" yaml:"software"`         // slug
	Fit        Level     `json:"fit" yaml:"fit"`                   // how much of the product's use it covers
	Confidence Level     `json:"confidence" yaml:"confidence"`     // how sure the statement is
	Sources    []string  `json:"sources,omitempty" yaml:"sources"` // that say so; none: the editors' judgement
	Limits     i18n.Text `json:"limits,omitzero" yaml:"limits"`
	Migration  i18n.Text `json:"migration,omitzero" yaml:"migration"`
	Basis      i18n.Text `json:"basis,omitzero" yaml:"basis"`
}

// Level is high, medium or low.
type Level string

// The levels.
const (
	High   Level = "high"
	Medium Level = "medium"
	Low    Level = "low"

	// Listed is the fit of a replacement that public lists name and the editors did not weigh.
	Listed Level = "listed"
)

// Score orders levels: 3 for high, 2 for medium, 1 for low and for listed, 0 for none.
func (l Level) Score() int {
	return map[Level]int{High: 3, Medium: 2, Low: 1, Listed: 1}[l]
}

// Category is what software is for.
type Category struct {
	Slug  string   `json:"slug" yaml:"slug"`
	Fr    string   `json:"fr" yaml:"fr"`
	En    string   `json:"en" yaml:"en"`
	Names []string `json:"names,omitempty" yaml:"names"` // words people type for the need
}

// Name returns the category's name in both languages.
func (c Category) Name() i18n.Text { return i18n.Text{Fr: c.Fr, En: c.En} }

// ProviderStatement is what one source says of one firm or body that provides services.
type ProviderStatement struct {
	Slug     string             `json:"slug" yaml:"slug"`
	Name     string             `json:"name" yaml:"name"`
	Site     string             `json:"site,omitempty" yaml:"site"`
	Country  string             `json:"country,omitempty" yaml:"country"` // ISO 3166-1 alpha-2, capitals
	SIREN    string             `json:"siren,omitempty" yaml:"siren"`
	Software []string           `json:"software,omitempty" yaml:"software"` // slugs of what it serves
	Services []ServiceStatement `json:"services,omitempty" yaml:"services"` // what it serves, where the source has no slugs of ours
	IDs      map[string]string  `json:"ids,omitempty" yaml:"ids"`           // comptoir, cnll: its entry there
	Role     string             `json:"role,omitempty" yaml:"role"`         // publisher, integrator
	Source   string             `json:"source" yaml:"source"`
	Sources  map[string]string  `json:"sources,omitempty" yaml:"sources"` // of single values, where it is another one
}

var (
	slugPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	platforms   = []string{"windows", "linux", "macos", "android", "ios", "web", "server"}
)

// Validate reports everything that is wrong with the statement.
func (s SoftwareStatement) Validate() error {
	return errors.Join(
		checkSlug(s.Slug), checkName(s.Name), checkAliases(s.Aliases), checkLicence(s.Licence),
		checkURL("site", s.Site), checkURL("repository", s.Repository),
		checkFunction(s.Function), checkPlatforms(s.Platforms), s.checkDetails())
}

// Validate reports everything that is wrong with the statement.
func (p ProductStatement) Validate() error {
	problems := []error{checkSlug(p.Slug), checkName(p.Name), checkAliases(p.Aliases), checkURL("site", p.Site), checkFunction(p.Function)}
	seen := map[string]bool{}
	for _, a := range p.Alternatives {
		if seen[a.Software] {
			problems = append(problems, fmt.Errorf("alternative %q stands twice", a.Software))
		}
		seen[a.Software] = true
		if a.Fit.Score() == 0 || a.Fit == Listed || a.Confidence.Score() == 0 || a.Confidence == Listed {
			problems = append(problems, fmt.Errorf("alternative %q: fit and confidence are high, medium or low", a.Software))
		}
	}
	return errors.Join(problems...)
}

// Validate reports everything that is wrong with the statement.
func (p ProviderStatement) Validate() error {
	problems := []error{checkSlug(p.Slug), checkName(p.Name), checkURL("site", p.Site), checkSIREN(p.SIREN)}
	if len(p.Software)+len(p.Services) > maxServices {
		problems = append(problems, fmt.Errorf("%d services: %d at most", len(p.Software)+len(p.Services), maxServices))
	}
	for _, s := range p.Services {
		if s.Software == "" && s.Name == "" && len(s.IDs) == 0 {
			problems = append(problems, errors.New("a service names no software"))
		}
		problems = append(problems, checkIDs(s.IDs), checkURL("service", s.URL))
	}
	return errors.Join(problems...)
}

// Validate reports everything that is wrong with the category.
func (c Category) Validate() error {
	return errors.Join(checkSlug(c.Slug), checkName(c.Fr), checkName(c.En))
}

func checkSlug(s string) error {
	if !slugPattern.MatchString(s) || len(s) > 100 {
		return fmt.Errorf("slug %q: lower-case letters and digits joined by hyphens", s)
	}
	return nil
}

func checkName(s string) error {
	if strings.TrimSpace(s) != s || s == "" || utf8.RuneCountInString(s) > maxName {
		return fmt.Errorf("name %q: 1 to %d characters, no space around", s, maxName)
	}
	return nil
}

func checkAliases(a []string) error {
	if len(a) > maxAliases {
		return fmt.Errorf("%d aliases: %d at most", len(a), maxAliases)
	}
	for _, s := range a {
		if err := checkName(s); err != nil {
			return fmt.Errorf("alias: %w", err)
		}
	}
	return nil
}

func checkLicence(expr string) error {
	if expr == "" {
		return nil
	}
	if ok, _ := spdxexp.ValidateLicenses([]string{expr}); !ok {
		return fmt.Errorf("licence %q is not an SPDX expression", expr)
	}
	return nil
}

// IsURL reports whether s is a web address that a statement may hold.
func IsURL(s string) bool { return s != "" && checkURL("address", s) == nil }

func checkURL(field, s string) error {
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "git" && u.Scheme != "svn" || len(s) > maxURL {
		return fmt.Errorf("%s %q is not a web address", field, s)
	}
	return nil
}

func checkFunction(t i18n.Text) error {
	for _, s := range []string{t.Fr, t.En} {
		if utf8.RuneCountInString(s) > maxFunction {
			return fmt.Errorf("function %q: %d characters at most", s, maxFunction)
		}
	}
	return nil
}

func checkPlatforms(ps []string) error {
	for _, p := range ps {
		if !slices.Contains(platforms, p) {
			return fmt.Errorf("platform %q: one of %s", p, strings.Join(platforms, ", "))
		}
	}
	return nil
}

// checkSIREN tests the nine digits and their Luhn sum, the rule of the French register of enterprises.
func checkSIREN(s string) error {
	if s == "" {
		return nil
	}
	sum := 0
	for i, r := range s {
		d := int(r - '0')
		if d < 0 || d > 9 {
			return fmt.Errorf("SIREN %q: nine digits", s)
		}
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	if len(s) != 9 || sum%10 != 0 {
		return fmt.Errorf("SIREN %q: nine digits whose control sum is right", s)
	}
	return nil
}
