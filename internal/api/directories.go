package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"guichet/internal/address"
	"guichet/internal/catalog"
	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/market"
	"guichet/internal/ospo"
	"guichet/internal/procurement"
	"guichet/internal/provenance"
)

// Changes tells what changed since a time, and what a source has said of a thing, the newest first: facts.Store is one.
type Changes interface {
	History(ctx context.Context, source, kind, key string) ([]facts.Version, error)
	Since(ctx context.Context, since time.Time, kinds []string, cursor string, limit int) ([]facts.Step, string, error)
}

// OSPO is a public Open Source Programme Office.
type OSPO struct {
	Slug        string   `json:"slug"`
	Name        string   `json:"name"`
	URL         string   `json:"url" doc:"its page on this desk"`
	Site        string   `json:"site"`
	Country     string   `json:"country" doc:"ISO 3166-1 alpha-2, or INT"`
	Description string   `json:"description"`
	Email       string   `json:"email,omitempty"`
	Code        []string `json:"code" doc:"accounts on forges"`
	Source      string   `json:"source"`
	Checked     string   `json:"checked"`
}

// Licence is a licence that an official list names.
type Licence struct {
	SPDX      string `json:"spdx"`
	Name      string `json:"name"`
	Publish   string `json:"publish,omitempty" doc:"permissive or reciprocal when article D.323-2-1 of the CRPA lists it for software"`
	Data      string `json:"data,omitempty" doc:"the same for data"`
	Catalogue bool   `json:"catalogue" doc:"accepted for a software of the catalogue"`
	Note      string `json:"note,omitempty"`
	Source    string `json:"source"`
	Checked   string `json:"checked"`
}

// SourceEntry is where values come from.
type SourceEntry struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Publisher string `json:"publisher,omitempty"`
	URL       string `json:"url,omitempty"`
	Licence   string `json:"licence,omitempty" doc:"of the source's data"`
	Checked   string `json:"checked"`
}

// ChangeEntry says that what a source states of a thing began, changed or ended.
type ChangeEntry struct {
	At     time.Time `json:"at" doc:"when the desk recorded it"`
	What   string    `json:"what" enum:"entered,changed,withdrawn"`
	Kind   string    `json:"kind"`
	Key    string    `json:"key"`
	Source string    `json:"source"`
}

// ChangeList is one part of what changed.
type ChangeList struct {
	Items []ChangeEntry `json:"items"`
	Next  string        `json:"next,omitempty" doc:"cursor of the next part; absent on the last one"`
}

// Plain is the parameters of a list that is short.
type Plain struct {
	Reading
	Paging
}

// Since is the parameters of the changes.
type Since struct {
	Reading
	Paging
	Since string `query:"since" required:"true" doc:"a date or a time, ISO 8601: what was recorded after it"`
	Kind  string `query:"kind" doc:"only these kinds of statement, comma between: software, product, provider, ospo, covered..."`
}

func (a *API) describeDirectories() {
	read(a, "/api/v1/ospos", "list-ospos", "directories",
		func(_ context.Context, in Plain, l i18n.Lang) (*reply[List[OSPO]], error) {
			return page(in.Paging, a.current().snap.OSPO.Offices, func(o *ospo.Office) string { return o.Slug }, func(o *ospo.Office) OSPO { return office(o, l) })
		})
	read(a, "/api/v1/ospos/{slug}", "ospo", "directories",
		func(_ context.Context, in Slugged, l i18n.Lang) (*reply[OSPO], error) {
			o, err := a.current().snap.OSPO.Office(in.Slug)
			if err != nil {
				return nil, err
			}
			return &reply[OSPO]{Body: office(o, l)}, nil
		})
	read(a, "/api/v1/licences", "list-licences", "directories",
		func(_ context.Context, in Plain, l i18n.Lang) (*reply[List[Licence]], error) {
			return page(in.Paging, a.current().snap.Procurement.Licences, func(x *procurement.Licence) string { return x.SPDX }, func(x *procurement.Licence) Licence {
				return Licence{x.SPDX, x.Name, x.Publish, x.Data, x.Catalogue, x.Note.In(l), x.Mark.Source, x.Mark.Checked.String()}
			})
		})
	read(a, "/api/v1/sources", "list-sources", "directories",
		func(_ context.Context, in Plain, l i18n.Lang) (*reply[List[SourceEntry]], error) {
			var all []provenance.Source
			for _, s := range a.current().snap.Sources {
				all = append(all, s)
			}
			slices.SortFunc(all, func(x, y provenance.Source) int { return strings.Compare(x.ID, y.ID) })
			return page(in.Paging, all, func(s provenance.Source) string { return s.ID }, func(s provenance.Source) SourceEntry {
				return SourceEntry{s.ID, s.Title.In(l), s.Publisher, s.URL, s.Licence, s.Checked.String()}
			})
		})
	if a.Changes == nil {
		return
	}
	a.raw("/api/v1/software/{slug}/history", "software-history", "catalogue", Slugged{}, History{}, a.history)
	a.raw("/api/v1/changes", "changes", "directories", Since{}, ChangeList{}, a.changes)
}

func office(o *ospo.Office, l i18n.Lang) OSPO {
	return OSPO{o.Slug, o.Name, address.Of(l, "ospo", o.Slug), o.URL, o.Country, o.Description.In(l), o.Email, orEmpty(o.Code), o.Mark.Source, o.Mark.Checked.String()}
}

// changes reads the database, and is therefore not kept.
func (a *API) changes(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	since, err := parseSince(q.Get("since"))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	limit, _, err := Paging{Limit: q.Get("limit")}.part()
	if err != nil {
		a.fail(w, r, err)
		return
	}
	var kinds []string
	for k := range strings.SplitSeq(q.Get("kind"), ",") {
		if k = strings.TrimSpace(k); k != "" && len(kinds) < 20 {
			kinds = append(kinds, k)
		}
	}
	found, next, err := a.Changes.Since(r.Context(), since, kinds, q.Get("cursor"), limit)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	out := ChangeList{Items: []ChangeEntry{}, Next: next}
	for _, c := range found {
		out.Items = append(out.Items, ChangeEntry{c.At, c.What, c.Kind, c.Key, c.Source})
	}
	a.write(w, r, false, out)
}

func parseSince(s string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return t, errs.New(errs.Invalid, "api.bad-since").On("since")
	}
	return t, nil
}

// Contract is one of the two inter-ministerial contracts.
type Contract struct {
	Slug        string          `json:"slug"`
	Kind        string          `json:"kind" enum:"support,expertise"`
	Name        string          `json:"name"`
	URL         string          `json:"url"`
	Holders     []ProviderShort `json:"holders"`
	Since       string          `json:"since,omitempty"`
	ExpectedEnd string          `json:"expectedEnd,omitempty" doc:"if it is renewed each time"`
	Lots        []Lot           `json:"lots"`
	Source      string          `json:"source"`
	Checked     string          `json:"checked"`
}

// Lot is a part of the expertise contract.
type Lot struct {
	Number   int             `json:"number"`
	Scope    string          `json:"scope"`
	Holders  []ProviderShort `json:"holders"`
	Notified string          `json:"notified,omitempty"`
	Software []string        `json:"software" doc:"slugs of the software that the lot's own title names"`
}

// Beneficiary is a body that may use the contracts, as published.
type Beneficiary struct {
	Slug      string `json:"slug"`
	Name      string `json:"name"`
	Support   bool   `json:"support"`
	Expertise bool   `json:"expertise"`
	OnlyLots  []int  `json:"onlyLots,omitempty"`
	Doubt     string `json:"doubt,omitempty" doc:"what the published page leaves open"`
	Source    string `json:"source"`
	Checked   string `json:"checked"`
}

// Covered is a name of the support contract's two published lists, which differ.
type Covered struct {
	Name     string `json:"name" doc:"as published"`
	OnPage   bool   `json:"onPage"`
	OnCSV    bool   `json:"onCSV"`
	Software string `json:"software,omitempty" doc:"slug of the sheet that it stands for"`
	Source   string `json:"source"`
	Checked  string `json:"checked"`
}

func (a *API) describeMarkets() {
	read(a, "/api/v1/markets", "list-markets", "markets",
		func(_ context.Context, in Plain, l i18n.Lang) (*reply[List[Contract]], error) {
			var all []*market.Contract
			for _, c := range []*market.Contract{a.current().snap.Market.Support, a.current().snap.Market.Expertise} {
				if c != nil {
					all = append(all, c)
				}
			}
			return page(in.Paging, all, func(c *market.Contract) string { return c.Slug }, func(c *market.Contract) Contract {
				out := Contract{c.Slug, c.Kind, c.Name.In(l), c.URL, holders(c.Holders, l), c.Since.String(), c.ExpectedEnd.String(), []Lot{}, c.Mark.Source, c.Mark.Checked.String()}
				for _, lot := range c.Lots {
					out.Lots = append(out.Lots, Lot{lot.Number, lot.Scope.In(l), holders(lot.Holders, l), lot.Notified.String(), orEmpty(lot.LotStatement.Software)})
				}
				return out
			})
		})
	read(a, "/api/v1/markets/beneficiaries", "list-beneficiaries", "markets",
		func(_ context.Context, in Plain, l i18n.Lang) (*reply[List[Beneficiary]], error) {
			return page(in.Paging, a.current().snap.Market.Beneficiaries, func(b *market.Beneficiary) string { return b.Slug }, func(b *market.Beneficiary) Beneficiary {
				return Beneficiary{b.Slug, b.Name.In(l), b.Support, b.Expertise, b.OnlyLots, b.Doubt.In(l), b.Mark.Source, b.Mark.Checked.String()}
			})
		})
	read(a, "/api/v1/markets/covered", "list-covered", "markets",
		func(_ context.Context, in Plain, _ i18n.Lang) (*reply[List[Covered]], error) {
			return page(in.Paging, a.current().snap.Market.Covered, func(c *market.Covered) string { return c.Name }, func(c *market.Covered) Covered {
				out := Covered{Name: c.Name, OnPage: c.OnPage, OnCSV: c.OnCSV, Source: c.Mark.Source, Checked: c.Mark.Checked.String()}
				if c.Software != nil {
					out.Software = c.Software.Slug
				}
				return out
			})
		})
	a.marketRoutes()
	a.buyingRoutes()
	a.raw("/api/v1/entry-rules", "entry-rules", "catalogue", EntryQuery{}, entryDocument{}, a.entryRules)
}

func holders(ps []*catalog.Provider, l i18n.Lang) []ProviderShort {
	out := []ProviderShort{}
	for _, p := range ps {
		out = append(out, providerShort(p, l))
	}
	return out
}
