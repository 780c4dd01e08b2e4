// Package market holds the two inter-ministerial contracts: who may use them, for which software, who answers and when.
//
// Its rules are those of the pages that the DINUM publishes (code.gouv.fr, "marchés interministériels de support et d'expertise
// logiciels libres"). What those pages do not say, the package does not guess: the software of an expertise lot is known only where the
// lot's own title names it, and the verdict for any other is Ask. The two official lists of supported software differ; both are kept.
package market

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/search"
)

// Kinds of statement that this package reads.
const (
	KindContract     = "contract"
	KindBeneficiary  = "beneficiary"
	KindCovered      = "covered"
	KindDelay        = "delay"
	KindDebian       = "debian"
	KindContribution = "contribution"
)

// ContractStatement is one of the contracts, as its source describes it.
type ContractStatement struct {
	Slug            string          `json:"slug" yaml:"slug"`
	Kind            string          `json:"kind" yaml:"kind"` // support, expertise
	Name            i18n.Text       `json:"name" yaml:"name"`
	Pilot           string          `json:"pilot" yaml:"pilot"`
	Holders         []string        `json:"holders,omitempty" yaml:"holders"` // slugs of providers
	Since           provenance.Date `json:"since,omitzero" yaml:"since"`
	TermMonths      int             `json:"termMonths,omitempty" yaml:"term_months"`
	Renewals        int             `json:"renewals,omitempty" yaml:"renewals"`
	ExpectedEnd     provenance.Date `json:"expectedEnd,omitzero" yaml:"expected_end"`
	Slots           int             `json:"slots,omitempty" yaml:"slots"` // software that the flat fee covers
	VersionsPerSlot int             `json:"versionsPerSlot,omitempty" yaml:"versions_per_slot"`
	CriticalSlots   int             `json:"criticalSlots,omitempty" yaml:"critical_slots"`
	URL             string          `json:"url" yaml:"url"`
	Lots            []LotStatement  `json:"lots,omitempty" yaml:"lots"`
	Services        []i18n.Text     `json:"services,omitempty" yaml:"services"`
	Source          string          `json:"source" yaml:"source"`
}

// LotStatement is one lot of the expertise contract.
type LotStatement struct {
	Number   int             `json:"number" yaml:"number"`
	Scope    i18n.Text       `json:"scope" yaml:"scope"`
	Software []string        `json:"software,omitempty" yaml:"software"` // slugs named by the lot's own title
	Holders  []string        `json:"holders" yaml:"holders"`
	Notified provenance.Date `json:"notified" yaml:"notified"`
}

// Beneficiary is a body that may use the contracts, as published.
type Beneficiary struct {
	Slug       string          `json:"slug" yaml:"slug"`
	Name       i18n.Text       `json:"name" yaml:"name"`
	Aliases    []string        `json:"aliases,omitempty" yaml:"aliases"`
	Support    bool            `json:"support" yaml:"support"`
	Expertise  bool            `json:"expertise" yaml:"expertise"`
	OnlyLots   []int           `json:"onlyLots,omitempty" yaml:"only_lots"` // restricts the expertise contract
	Doubt      i18n.Text       `json:"doubt,omitzero" yaml:"doubt"`         // what the published page leaves open
	Successors []Successor     `json:"successors,omitempty" yaml:"successors"`
	Members    []Member        `json:"members,omitempty" yaml:"members"`
	Portfolio  []string        `json:"portfolio,omitempty" yaml:"portfolio"` // words that may follow "ministère"; see bodies.go
	Source     string          `json:"source" yaml:"source"`
	Mark       provenance.Mark `json:"-" yaml:"-"`
}

// Member is a body inside a beneficiary, which the published list does not name.
type Member struct {
	Name    string   `json:"name" yaml:"name"`
	Aliases []string `json:"aliases,omitempty" yaml:"aliases"`
	Unclear bool     `json:"unclear,omitempty" yaml:"unclear"` // the published name may or may not mean it
	Source  string   `json:"source" yaml:"source"`
}

// Successor is a body that took over the tasks of a beneficiary; whether it may use the contracts is not published.
type Successor struct {
	Name    string          `json:"name" yaml:"name"`
	Aliases []string        `json:"aliases,omitempty" yaml:"aliases"`
	Since   provenance.Date `json:"since" yaml:"since"`
	Source  string          `json:"source" yaml:"source"`
}

// CoveredStatement is one name of the support contract's lists.
type CoveredStatement struct {
	Name   string   `json:"name" yaml:"name"` // as published
	On     []string `json:"on" yaml:"on"`     // page, csv
	Source string   `json:"source" yaml:"source"`
}

// DelayStatement is a contract's table of delays.
type DelayStatement struct {
	Contract string     `json:"contract" yaml:"contract"`
	Rows     []DelayRow `json:"rows" yaml:"rows"`
	Source   string     `json:"source" yaml:"source"`
}

// DelayRow is what the holder owes for one sort of request. Each value is a Span.
type DelayRow struct {
	Critical    bool `json:"critical" yaml:"critical"`
	Blocking    bool `json:"blocking" yaml:"blocking"`
	Callback    Span `json:"callback" yaml:"callback"`
	Information Span `json:"information" yaml:"information"`
	Workaround  Span `json:"workaround" yaml:"workaround"`
	Fix         Span `json:"fix" yaml:"fix"`
}

// Span is a time that the contract grants: "1 HO" is one working hour, "10 JO" ten working days.
type Span string

// In writes the span in words.
func (s Span) In(lang i18n.Lang) string {
	var n int
	var unit string
	if _, err := fmt.Sscanf(string(s), "%d %s", &n, &unit); err != nil {
		return string(s)
	}
	switch unit {
	case "HO":
		return i18n.T(lang, "market.working-hours", map[string]any{"n": n})
	case "JO":
		return i18n.T(lang, "market.working-days", map[string]any{"n": n})
	}
	return string(s)
}

// Debian is the support of one version of Debian, as the contract's page gives it.
type Debian struct {
	Version      int             `json:"version" yaml:"version"`
	Codename     string          `json:"codename" yaml:"codename"`
	Released     provenance.Date `json:"released" yaml:"released"`
	CommunityEnd provenance.Date `json:"communityEnd" yaml:"community_end"`
	ExtendedFrom provenance.Date `json:"extendedFrom" yaml:"extended_from"`
	ExtendedTo   string          `json:"extendedTo" yaml:"extended_to"` // a date, or "end-of-contract"
	Source       string          `json:"source" yaml:"source"`
	Mark         provenance.Mark `json:"-" yaml:"-"`
}

// Contribution is a change that a holder sent to the software's own project.
type Contribution struct {
	Company    string          `json:"company" yaml:"company"`
	Software   string          `json:"software" yaml:"software"`
	Date       provenance.Date `json:"date" yaml:"date"`
	Subject    string          `json:"subject" yaml:"subject"`
	References []string        `json:"references,omitempty" yaml:"references"`
	Dead       provenance.Date `json:"dead,omitzero" yaml:"dead"` // when a person found that the references lead nowhere
	Source     string          `json:"source" yaml:"source"`
	Mark       provenance.Mark `json:"-" yaml:"-"`
}

// IsTicket reports whether a reference leads to a ticket, which does not prove that a change was taken.
func IsTicket(reference string) bool {
	return strings.Contains(reference, "/issues/") || strings.Contains(reference, "show_bug.cgi") || strings.Contains(reference, "/work_items/")
}

// PublicKinds are the kinds of statements about the contracts whose history is shown.
var PublicKinds = []string{KindContract, KindBeneficiary, KindCovered, KindDelay, KindDebian, KindContribution}

// Contract is one of the two contracts.
type Contract struct {
	ContractStatement
	Holders []*catalog.Provider
	Lots    []*Lot
	Mark    provenance.Mark
}

// Lot is a part of the expertise contract.
type Lot struct {
	LotStatement
	Contract *Contract
	Holders  []*catalog.Provider
	Software []*catalog.Software // named by the lot's own title
	Mark     provenance.Mark
}

// HolderNames returns the names of the holders, joined.
func HolderNames(ps []*catalog.Provider) string {
	names := make([]string, len(ps))
	for i, p := range ps {
		names[i] = p.Name
	}
	return strings.Join(names, ", ")
}

// Covered is one name of the support contract's lists.
type Covered struct {
	Name     string
	OnPage   bool
	OnCSV    bool
	Software *catalog.Software // the sheet that the name was matched to, or nil
	Mark     provenance.Mark
}

// Set is everything known of the contracts. It never changes once it is built.
type Set struct {
	Support       *Contract // nil when no source describes it
	Expertise     *Contract
	Beneficiaries []*Beneficiary // as published
	Covered       []*Covered     // by name
	Delays        []DelayRow
	DelayMark     provenance.Mark
	Debian        []*Debian // by version
	Contributions []*Contribution
	Doubts        []catalog.Doubt // names of the lists whose sheet waits for a person's decision

	covered map[*catalog.Software][]*Covered
	lots    map[*catalog.Software][]*Lot
	names   names
}

// Build joins the statements about the contracts with the sheets of the catalogue.
func Build(rows []facts.Row, sources provenance.Sources, cat *catalog.Set) (*Set, error) {
	s := &Set{covered: map[*catalog.Software][]*Covered{}, lots: map[*catalog.Software][]*Lot{}}
	if err := s.addContracts(rows, sources, cat); err != nil {
		return nil, err
	}
	if err := s.addCovered(rows, sources, cat); err != nil {
		return nil, err
	}
	if err := s.addRest(rows, sources); err != nil {
		return nil, err
	}
	s.names = s.allNames(cat)
	return s, nil
}

func (s *Set) addContracts(rows []facts.Row, sources provenance.Sources, cat *catalog.Set) error {
	entries, err := facts.Decode[ContractStatement](rows, KindContract)
	if err != nil {
		return err
	}
	for _, e := range entries {
		c := &Contract{ContractStatement: e.Value, Mark: sources.Mark(e.Value.Source, e.Checked), Holders: providers(cat, e.Value.Holders)}
		for _, l := range e.Value.Lots {
			lot := &Lot{LotStatement: l, Contract: c, Holders: providers(cat, l.Holders), Mark: c.Mark}
			for _, slug := range l.Software {
				if sw, err := cat.BySlug(slug); err == nil {
					lot.Software = append(lot.Software, sw)
					s.lots[sw] = append(s.lots[sw], lot)
				}
			}
			c.Lots = append(c.Lots, lot)
		}
		switch c.Kind {
		case "support":
			s.Support = c
		case "expertise":
			s.Expertise = c
		}
	}
	return nil
}

func providers(cat *catalog.Set, slugs []string) []*catalog.Provider {
	var out []*catalog.Provider
	for _, slug := range slugs {
		if p, err := cat.Provider(slug); err == nil {
			out = append(out, p)
		}
	}
	return out
}

func (s *Set) addCovered(rows []facts.Row, sources provenance.Sources, cat *catalog.Set) error {
	entries, err := facts.Decode[CoveredStatement](rows, KindCovered)
	if err != nil {
		return err
	}
	imported := map[string]bool{}
	for _, e := range entries {
		imported[e.Source] = true
	}
	byName := map[string]*Covered{}
	for _, e := range entries {
		on := e.Value.On
		if e.Source != SourceCSV && e.Source != SourcePage { // a list that was imported replaces what the starter says of it
			on = slices.DeleteFunc(slices.Clone(on), func(l string) bool { return l == "csv" && imported[SourceCSV] || l == "page" && imported[SourcePage] })
		}
		if len(on) == 0 {
			continue
		}
		c := byName[e.Value.Name]
		if c == nil {
			c = &Covered{Name: e.Value.Name, Mark: sources.Mark(e.Value.Source, e.Checked)}
			if sw, decided := cat.Decided(e.Source, KindCovered, e.Key); decided {
				c.Software = sw
			} else if sw, candidates, reason := cat.Named(c.Name); sw != nil {
				c.Software = sw
			} else if len(candidates) > 0 {
				s.Doubts = append(s.Doubts, catalog.Doubt{Source: e.Source, Kind: KindCovered, Key: e.Key, Name: c.Name, Reason: reason, Candidates: candidates})
			}
			byName[c.Name] = c
			if c.Software != nil {
				s.covered[c.Software] = append(s.covered[c.Software], c)
			}
			s.Covered = append(s.Covered, c)
		}
		c.OnPage, c.OnCSV = c.OnPage || slices.Contains(on, "page"), c.OnCSV || slices.Contains(on, "csv")
	}
	slices.SortStableFunc(s.Covered, func(a, b *Covered) int { return cmp.Compare(search.Fold(a.Name), search.Fold(b.Name)) })
	return nil
}

func (s *Set) addRest(rows []facts.Row, sources provenance.Sources) error {
	bens, err := facts.Decode[ordered[Beneficiary]](rows, KindBeneficiary)
	if err != nil {
		return err
	}
	slices.SortStableFunc(bens, func(a, b facts.Entry[ordered[Beneficiary]]) int { return cmp.Compare(a.Value.Order, b.Value.Order) })
	for _, e := range bens {
		b := e.Value.Value
		b.Mark = sources.Mark(b.Source, e.Checked)
		s.Beneficiaries = append(s.Beneficiaries, &b)
	}
	delays, err := facts.Decode[DelayStatement](rows, KindDelay)
	if err != nil {
		return err
	}
	for _, e := range delays {
		s.Delays, s.DelayMark = e.Value.Rows, sources.Mark(e.Value.Source, e.Checked)
	}
	debs, err := facts.Decode[Debian](rows, KindDebian)
	if err != nil {
		return err
	}
	for _, e := range debs {
		d := e.Value
		d.Mark = sources.Mark(d.Source, e.Checked)
		s.Debian = append(s.Debian, &d)
	}
	slices.SortFunc(s.Debian, func(a, b *Debian) int { return cmp.Compare(a.Version, b.Version) })
	contribs, err := facts.Decode[ordered[Contribution]](rows, KindContribution)
	if err != nil {
		return err
	}
	slices.SortStableFunc(contribs, func(a, b facts.Entry[ordered[Contribution]]) int { return cmp.Compare(a.Value.Order, b.Value.Order) })
	for _, e := range contribs {
		c := e.Value.Value
		c.Mark = sources.Mark(c.Source, e.Checked)
		s.Contributions = append(s.Contributions, &c)
	}
	return nil
}

// ordered keeps the place of an entry in a published list.
type ordered[T any] struct {
	Order int `json:"order"`
	Value T   `json:"value"`
}

// Ordered returns the body of a statement of a beneficiary or a contribution that stands at the place order of its list.
func Ordered[T Beneficiary | Contribution](v T, order int) any { return ordered[T]{order, v} }
