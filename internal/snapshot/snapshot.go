// Package snapshot holds the immutable picture of all public facts that readers share, and renews it.
//
// Reading is from memory: a page is a function of its address and of one Snapshot. A Holder keeps the current one behind an atomic
// pointer and builds the next one when the facts' revision has moved, whoever moved it: this process, a command beside it or another
// instance. A picture that cannot be built leaves the last good one in place, and says so.
package snapshot

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"guichet/internal/answer"
	"guichet/internal/catalog"
	"guichet/internal/community"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/market"
	"guichet/internal/ospo"
	"guichet/internal/procurement"
	"guichet/internal/provenance"
	"guichet/internal/question"
)

// Snapshot is all public facts at one revision. It never changes.
type Snapshot struct {
	Revision int64
	Built    time.Time
	Catalog  *catalog.Set
	Market   *market.Set
	// MarketChanges are the newest changes of the facts about the contracts; a snapshot made without a store has none.
	MarketChanges []facts.Change
	Procurement   *procurement.Set
	OSPO          *ospo.Set
	Community     *community.Set
	Questions     []*question.Question
	Sources       provenance.Sources
	Failing       map[string]facts.Watch // watched sources whose last reading failed, by import source: what they state is older than it should be
	Answers       *answer.Engine
	named         func() map[string]procurement.Named // names of the catalogue, listed when first asked for
}

// maxMarketChanges bounds the changes of the contracts that are kept in memory.
const maxMarketChanges = 200

// Addresses returns the address of a page of the desk; see answer.Facts.
type Addresses func(lang i18n.Lang, page, slug string) string

// Build makes the picture of the given statements.
func Build(rows []facts.Row, revision int64, addresses Addresses) (*Snapshot, error) {
	s := &Snapshot{Revision: revision, Built: time.Now(), Sources: provenance.Sources{}}
	sources, err := facts.Decode[provenance.Source](rows, provenance.KindSource)
	if err != nil {
		return nil, err
	}
	// What the starter says of a source wins: its titles are in both languages, and its date is that of the copy that its own facts come from. A
	// statement of an import bears its own date.
	for _, e := range sources {
		if _, ok := s.Sources[e.Value.ID]; !ok || e.Source == catalog.Precedence[0] {
			s.Sources[e.Value.ID] = e.Value
		}
	}
	if s.Catalog, err = catalog.Build(rows, s.Sources); err != nil {
		return nil, err
	}
	if s.Market, err = market.Build(rows, s.Sources, s.Catalog); err != nil {
		return nil, err
	}
	s.Catalog.Rank(func(sw *catalog.Software) bool { return s.Market.Coverage(sw).Supported() })
	if s.Procurement, err = procurement.Build(rows, s.Sources); err != nil {
		return nil, err
	}
	if s.OSPO, err = ospo.Build(rows, s.Sources); err != nil {
		return nil, err
	}
	if s.Community, err = community.Build(rows, s.Sources); err != nil {
		return nil, err
	}
	if s.Questions, err = question.Build(rows); err != nil {
		return nil, err
	}
	s.named = sync.OnceValue(func() map[string]procurement.Named { return namesOf(s.Catalog) })
	s.Answers = answer.New(answer.Facts{Catalog: s.Catalog, Market: s.Market, Procurement: s.Procurement, OSPO: s.OSPO, Community: s.Community,
		Questions: s.Questions, Sources: s.Sources, Address: addresses})
	return s, nil
}

// Holder gives readers the current snapshot and renews it.
type Holder struct {
	store     *facts.Store
	addresses Addresses
	log       *slog.Logger
	current   atomic.Pointer[Snapshot]
	building  sync.Mutex
	stale     atomic.Bool
}

// NewHolder returns a holder without a snapshot: call Renew before the first reader comes.
func NewHolder(store *facts.Store, addresses Addresses, log *slog.Logger) *Holder {
	return &Holder{store: store, addresses: addresses, log: log}
}

// Current returns the current snapshot.
func (h *Holder) Current() *Snapshot { return h.current.Load() }

// Stale reports whether the last renewal failed, so that readers see an older picture than the database holds.
func (h *Holder) Stale() bool { return h.stale.Load() }

// Renew builds a new snapshot when the facts have changed since the current one.
func (h *Holder) Renew(ctx context.Context) error {
	h.building.Lock()
	defer h.building.Unlock()
	err := h.renew(ctx)
	h.stale.Store(err != nil)
	return err
}

func (h *Holder) renew(ctx context.Context) error {
	revision, err := h.store.Revision(ctx)
	if err != nil {
		return fmt.Errorf("reading the revision of the facts: %w", err)
	}
	if cur := h.current.Load(); cur != nil && cur.Revision == revision {
		return nil
	}
	start := time.Now()
	defer debug.SetGCPercent(debug.SetGCPercent(renewalGC))
	rows, revision, err := h.store.All(ctx)
	if err != nil {
		return fmt.Errorf("reading the facts: %w", err)
	}
	s, err := Build(rows, revision, h.addresses)
	if err != nil {
		return fmt.Errorf("building the picture of the facts: %w", err)
	}
	watches, err := h.store.Watches(ctx)
	if err != nil {
		return fmt.Errorf("reading which sources fail: %w", err)
	}
	s.Failing = map[string]facts.Watch{}
	for _, w := range watches {
		if w.Failing() && w.Source != "" {
			s.Failing[w.Source] = w
		}
	}
	if s.MarketChanges, err = h.store.Changes(ctx, maxMarketChanges, market.PublicKinds...); err != nil {
		return fmt.Errorf("reading what changed: %w", err)
	}
	h.current.Store(s)
	h.log.Info("facts renewed", "revision", revision, "statements", len(rows), "software", len(s.Catalog.Software), "products", len(s.Catalog.Products), "took", time.Since(start).Round(time.Millisecond))
	return nil
}

// renewalGC is the garbage, in hundredths of what lives, at which memory is collected while a picture is built. Building leaves several times what it
// keeps behind, beside the old picture: at the usual 100 the process would hold for good what it needs for a second.
const renewalGC = 20

// Watch renews the snapshot each time the facts change, until ctx ends. It asks every second, so that a change made by another process shows
// within two.
func (h *Holder) Watch(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	debug.FreeOSMemory() // reading the facts took memory that is not needed again
	for failed := false; ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		before := h.Current()
		err := h.Renew(ctx)
		if before != h.Current() {
			debug.FreeOSMemory()
		}
		if err != nil && !failed && ctx.Err() == nil {
			h.log.Error("the facts cannot be renewed; the last good picture stays", "error", err)
		}
		failed = err != nil
	}
}
