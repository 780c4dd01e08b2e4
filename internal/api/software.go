package api

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"guichet/internal/address"
	"guichet/internal/catalog"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/snapshot"
)

// Origin says where a value comes from and since when.
type Origin struct {
	Source  string `json:"source" doc:"id of the source, as /api/v1/sources lists it"`
	Checked string `json:"checked" doc:"day of the copy that was read; of the source editorial, the day on which it was written"`
}

func origin(m provenance.Mark) Origin { return Origin{m.Source, m.Checked.String()} }

func origins(marks []provenance.Mark) []Origin {
	out := []Origin{}
	for _, m := range marks {
		out = append(out, origin(m))
	}
	return out
}

// SoftwareSheet is all that is known of a software. A value stands beside its source and date, or has them in the member of its name that ends in "From".
type SoftwareSheet struct {
	SoftwareShort
	NameFrom      *Origin            `json:"nameFrom,omitempty"`
	CategoryFrom  *Origin            `json:"categoryFrom,omitempty"`
	Aliases       []string           `json:"aliases"`
	AliasesFrom   []Origin           `json:"aliasesFrom" doc:"of each alias, in their order"`
	Site          *Stated            `json:"site,omitempty"`
	Repository    *Stated            `json:"repository,omitempty"`
	MinVersion    *Stated            `json:"minVersion,omitempty"`
	Latest        *ReleaseEntry      `json:"latest,omitempty" doc:"the newest version that a source knows"`
	Status        *Stated            `json:"status,omitempty" doc:"a register's own state"`
	Archived      *Stated            `json:"archived,omitempty" doc:"nobody works on it any more"`
	Since         *Stated            `json:"since,omitempty" doc:"in a register since"`
	Logo          *Stated            `json:"logo,omitempty"`
	Platforms     []string           `json:"platforms"`
	PlatformsFrom *Origin            `json:"platformsFrom,omitempty"`
	IDs           map[string]string  `json:"ids,omitempty" doc:"in other registers"`
	IDsFrom       map[string]Origin  `json:"idsFrom,omitempty" doc:"who gives each identifier"`
	SILL          bool               `json:"sill" doc:"a source says that it is, or was, in the inter-ministerial catalogue: the one that gives its identifier there"`
	Compliance    []ComplianceEntry  `json:"compliance"`
	Withdrawals   []WithdrawalEntry  `json:"withdrawals"`
	Succession    *SuccessionEntry   `json:"succession,omitempty" doc:"what it became"`
	Follows       []SuccessionEntry  `json:"follows" doc:"what it comes from"`
	Uses          []UseEntry         `json:"uses" doc:"declared uses by organisation and source"`
	Instances     []InstanceEntry    `json:"instances" doc:"public services that run it"`
	Extends       *ParentEntry       `json:"extends,omitempty"`
	Extensions    []string           `json:"extensions" doc:"slugs of the software that extend it"`
	Support       []SupportEntry     `json:"support" doc:"its names in the lists of the support contract"`
	Lots          []LotEntry         `json:"lots" doc:"lots of the expertise contract whose title names it"`
	Replaces      []Alternative      `json:"replaces"`
	Providers     []SoftwareProvider `json:"providers"`
	From          []Origin           `json:"from" doc:"the sources that the sheet is joined from"`
}

// ReleaseEntry is a version with its day.
type ReleaseEntry struct {
	Value string `json:"value"`
	Date  string `json:"date,omitempty"`
	Origin
}

// ComplianceEntry is what a source says of one attribute, and what others say instead.
type ComplianceEntry struct {
	Name     string `json:"name" enum:"rgaa,french-public-service,support-market,self-hosted,security-policy"`
	State    string `json:"state" enum:"yes,no,not-applicable,unknown"`
	Date     string `json:"date,omitempty" doc:"of the examination"`
	Evidence string `json:"evidence,omitempty"`
	Origin
	Others []Stated `json:"others,omitempty"`
}

// WithdrawalEntry says that a register took the software out.
type WithdrawalEntry struct {
	Reason      string `json:"reason,omitempty"`
	Date        string `json:"date,omitempty"`
	LastVersion string `json:"lastVersion,omitempty" doc:"the last version that can still be recommended"`
	Origin
}

// SuccessionEntry is a software that came after, or before, another.
type SuccessionEntry struct {
	Change   string `json:"change" enum:"renamed,forked,absorbed"`
	Name     string `json:"name"`
	Software string `json:"software,omitempty" doc:"slug, where it has a sheet"`
	Date     string `json:"date,omitempty"`
	Origin
}

// UseEntry is what one source says of one organisation's use. It names no person.
type UseEntry struct {
	Organisation string `json:"organisation"`
	Users        int    `json:"users"`
	Referents    int    `json:"referents"`
	Origin
}

// InstanceEntry is a public service that runs the software.
type InstanceEntry struct {
	URL          string `json:"url"`
	Organisation string `json:"organisation,omitempty"`
	Audience     string `json:"audience,omitempty"`
	Origin
}

// ParentEntry is the software that another one extends.
type ParentEntry struct {
	Software string `json:"software" doc:"slug"`
	Origin
}

// SupportEntry is a name of the lists of the support contract.
type SupportEntry struct {
	Name   string `json:"name"`
	OnPage bool   `json:"onPage"`
	OnCSV  bool   `json:"onCSV"`
	Origin
}

// LotEntry is a lot of the expertise contract.
type LotEntry struct {
	Number int    `json:"number"`
	Scope  string `json:"scope"`
	Origin
}

// SoftwareProvider is a provider that serves the software, and the sources that say so.
type SoftwareProvider struct {
	ProviderShort
	ServesFrom []Origin `json:"servesFrom" doc:"the sources that say that it serves the software"`
}

func from(m provenance.Mark) *Origin {
	if m.IsZero() {
		return nil
	}
	o := origin(m)
	return &o
}

// worded states a value that is no text.
func worded[T comparable](v provenance.Value[T], words func(T) string) *Stated {
	if !v.Known() {
		return nil
	}
	s := &Stated{Value: words(v.V), Source: v.Source, Checked: v.Checked.String()}
	for _, o := range v.Others {
		s.Others = append(s.Others, Stated{Value: words(o.V), Source: o.Source, Checked: o.Checked.String()})
	}
	return s
}

// each shows every entry of a list; the result is never null.
func each[E, T any](list []E, show func(E) T) []T {
	out := make([]T, 0, len(list))
	for _, e := range list {
		out = append(out, show(e))
	}
	return out
}

func sheet(sw *catalog.Software, snap *snapshot.Snapshot, l i18n.Lang) SoftwareSheet {
	s := SoftwareSheet{
		SoftwareShort: short(sw, l), NameFrom: from(sw.Name.Mark), Aliases: orEmpty(sw.Aliases), AliasesFrom: origins(sw.AliasesOf), Site: stated(sw.Site), Repository: stated(sw.Repository), MinVersion: stated(sw.MinVersion),
		Status: stated(sw.Status), Archived: worded(sw.Archived, strconv.FormatBool), Since: worded(sw.Since, provenance.Date.String), Logo: worded(sw.Logo, func(p catalog.Picture) string { return p.URL }),
		Platforms: orEmpty(sw.Platforms), PlatformsFrom: from(sw.PlatformsOf), IDs: sw.IDs, SILL: sw.SILL, From: origins(sw.Marks),
		Compliance: each(sw.Compliance, func(c *catalog.Compliance) ComplianceEntry {
			v := worded(c.Value, func(s catalog.State) string { return string(s) })
			return ComplianceEntry{c.Name, v.Value, c.Date.String(), c.Evidence, origin(c.Mark), v.Others}
		}),
		Withdrawals: each(sw.Withdrawals, func(w catalog.Withdrawn) WithdrawalEntry {
			return WithdrawalEntry{w.Reason, w.Date.String(), w.LastVersion, origin(w.Mark)}
		}),
		Follows: each(sw.Follows, func(b *catalog.Software) SuccessionEntry {
			return SuccessionEntry{string(b.Succession.Change), b.Name.V, b.Slug, b.Succession.Date.String(), origin(b.Succession.Mark)}
		}),
		Uses: each(sw.Uses, func(u *catalog.Usage) UseEntry {
			return UseEntry{u.Organisation.Name, u.Users, u.Referents, origin(u.Mark)}
		}),
		Instances: each(sw.Instances, func(h catalog.Hosted) InstanceEntry {
			return InstanceEntry{h.URL, h.Organisation, h.Audience, origin(h.Mark)}
		}),
		Extensions: each(sw.Extensions, func(x *catalog.Software) string { return x.Slug }),
		Replaces:   each(sw.Replaces, func(r *catalog.Replacement) Alternative { return alternative(r, l) }),
		Providers: each(sw.Providers, func(v *catalog.Service) SoftwareProvider {
			return SoftwareProvider{providerShort(v.Provider, l), origins(v.Marks)}
		}),
		Support: []SupportEntry{}, Lots: []LotEntry{},
	}
	if sw.Category != nil {
		s.CategoryFrom = from(sw.CategoryOf)
	}
	if v := sw.Latest; v.Known() {
		s.Latest = &ReleaseEntry{v.V.Number, v.V.Date.String(), origin(v.Mark)}
	}
	if len(sw.IDs) > 0 {
		s.IDsFrom = make(map[string]Origin, len(sw.IDs))
		for scheme := range sw.IDs {
			s.IDsFrom[scheme] = origin(sw.IDsOf[scheme])
		}
	}
	if x := sw.Succession; x != nil {
		s.Succession = &SuccessionEntry{string(x.Change), x.Name, "", x.Date.String(), origin(x.Mark)}
		if x.Software != nil {
			s.Succession.Software = x.Software.Slug
		}
	}
	if sw.Parent != nil {
		s.Extends = &ParentEntry{sw.Parent.Slug, origin(sw.ParentOf)}
	}
	cov := snap.Market.Coverage(sw)
	for _, c := range cov.Support {
		s.Support = append(s.Support, SupportEntry{c.Name, c.OnPage, c.OnCSV, origin(c.Mark)})
	}
	for _, lot := range cov.Lots {
		s.Lots = append(s.Lots, LotEntry{lot.Number, lot.Scope.In(l), origin(lot.Mark)})
	}
	return s
}

// HistoryStep is one change of what one source says of a software.
type HistoryStep struct {
	At   time.Time `json:"at" doc:"when the desk recorded it"`
	What string    `json:"what" enum:"first,changed,again,withdrawn"`
	Origin
	Fields []HistoryField `json:"fields" doc:"what changed; of a first state, what was stated"`
}

// HistoryField is a value that changed.
type HistoryField struct {
	Field  string   `json:"field"`
	Before []string `json:"before"`
	After  []string `json:"after"`
}

// History is how the sheet of a software came to what it says, the newest change first.
type History struct {
	Software string        `json:"software" doc:"slug"`
	URL      string        `json:"url"`
	Steps    []HistoryStep `json:"steps"`
}

// history reads the database, and is therefore not kept.
func (a *API) history(w http.ResponseWriter, r *http.Request) {
	l := lang(r)
	sw, err := a.current().snap.Catalog.BySlug(r.PathValue("slug"))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	out := History{Software: sw.Slug, URL: address.Of(l, "software-history", sw.Slug), Steps: []HistoryStep{}}
	for _, e := range sw.Entries {
		versions, err := a.Changes.History(r.Context(), e.Source, catalog.KindSoftware, e.Key)
		if err != nil {
			a.fail(w, r, err)
			return
		}
		steps, err := catalog.Steps(versions)
		if err != nil {
			a.fail(w, r, err)
			return
		}
		for _, st := range steps {
			h := HistoryStep{At: st.At, What: st.What, Origin: origin(provenance.Mark{Source: st.Source, Checked: st.Checked}), Fields: []HistoryField{}}
			for _, d := range st.Differences(l) {
				h.Fields = append(h.Fields, HistoryField{d.Field, orEmpty(d.Before), orEmpty(d.After)})
			}
			out.Steps = append(out.Steps, h)
		}
	}
	slices.SortStableFunc(out.Steps, func(x, y HistoryStep) int { return y.At.Compare(x.At) })
	a.write(w, r, false, out)
}
