package desk

import (
	"context"
	"fmt"
	"sync"
	"time"

	"guichet/internal/database"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// Question is a question that was asked, and whether the desk knew.
type Question struct {
	Text   string
	Lang   i18n.Lang
	Intent string // of package answer, for instance "equivalent" or "unknown"
	Found  bool
}

// Row is a question as it was counted.
type Row struct {
	Text   string          `json:"text"` // stripped; see Strip
	Lang   i18n.Lang       `json:"lang"`
	Intent string          `json:"intent"`
	Found  bool            `json:"found"`
	Count  int64           `json:"count"`
	First  provenance.Date `json:"first"` // days, in UTC
	Last   provenance.Date `json:"last"`
}

// Bounds of the counts: what is past them is counted without its text.
const (
	maxPending = 5000    // distinct questions between two flushes
	maxRows    = 200_000 // distinct questions in the database, some 40 MB
)

// Demand counts the questions asked: in memory, and in the database at each Flush. What was counted since the last flush is lost with the
// process, which nobody was told is kept. It is safe for concurrent use.
type Demand struct {
	db  *database.DB
	now func() time.Time

	flushing sync.Mutex // held by Flush throughout

	mu       sync.Mutex
	pending  map[question]*tally
	overflow tally // questions past maxPending
}

// question is what is counted as one.
type question struct {
	text, lang, intent string
	found              bool
}

// overflowed is the question that stands for all those whose text was not kept. Its text is empty, as no question's is.
var overflowed = question{intent: "overflow"}

// tally counts one question. Days since 1970 and not times: a count must not say at what hour somebody asked.
type tally struct {
	n           int64
	first, last int64
}

func (t *tally) add(u tally) {
	if u.n == 0 {
		return
	}
	if t.n == 0 {
		*t = u
		return
	}
	t.n += u.n
	t.first, t.last = min(t.first, u.first), max(t.last, u.last)
}

// NewDemand returns a count that is kept in db; now is the clock.
func NewDemand(db *database.DB, now func() time.Time) *Demand {
	return &Demand{db: db, now: now, pending: map[question]*tally{}}
}

// Note counts the question. It neither waits nor fails: no answer may be late for being counted. An empty question is not one.
func (d *Demand) Note(q Question) {
	k := question{text: Strip(q.Text), lang: string(i18n.Parse(string(q.Lang))), intent: clip(normal(q.Intent), 40), found: q.Found}
	if k.text == "" {
		return
	}
	day := d.now().Unix() / 86400
	d.mu.Lock()
	d.count(k, tally{1, day, day})
	d.mu.Unlock()
}

// count adds t to the question's tally, within the bound. The caller holds mu.
func (d *Demand) count(k question, t tally) {
	if have := d.pending[k]; have != nil {
		have.add(t)
	} else if len(d.pending) < maxPending {
		fresh := t // t itself would be allocated at each call
		d.pending[k] = &fresh
	} else {
		d.overflow.add(t)
	}
}

// Flush writes what was counted, in one transaction. When it fails the counts are kept for the next time, within the bound.
func (d *Demand) Flush(ctx context.Context) error {
	d.flushing.Lock()
	defer d.flushing.Unlock()
	d.mu.Lock()
	pending, overflow := d.pending, d.overflow
	d.pending, d.overflow = make(map[question]*tally, len(pending)), tally{}
	d.mu.Unlock()
	if len(pending) == 0 && overflow.n == 0 {
		return nil
	}
	err := storeDemand(ctx, d.db, pending, overflow, maxRows)
	if err == nil {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for k, t := range pending {
		d.count(k, *t)
	}
	d.overflow.add(overflow)
	return fmt.Errorf("writing the questions asked (kept for the next time): %w", err)
}

// Run flushes at each interval, and once more, for ten seconds at most, when ctx ends. It returns the error of that last flush: those before it
// were tried again.
func (d *Demand) Run(ctx context.Context, every time.Duration) error {
	tick := time.NewTicker(max(every, time.Second))
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			_ = d.Flush(ctx)
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
			defer cancel()
			return d.Flush(last)
		}
	}
}

// Top returns the questions asked most, at most limit of them (1,000 when limit is out of 1..1,000): all, or only those that the desk
// could not answer. It reads the database: what was not flushed yet is not there, and what was counted without its text is in Overflow.
func (d *Demand) Top(ctx context.Context, onlyUnknown bool, limit int) ([]Row, error) {
	if limit < 1 || limit > 1000 {
		limit = 1000
	}
	return topDemand(ctx, d.db, onlyUnknown, limit)
}

// Overflow returns how many questions were counted without their text, for lack of room.
func (d *Demand) Overflow(ctx context.Context) (int64, error) { return overflowDemand(ctx, d.db) }

// Forget removes the questions that nobody asked since the day of before, and returns how many there were.
func (d *Demand) Forget(ctx context.Context, before time.Time) (int64, error) {
	return forgetDemand(ctx, d.db, before)
}

// Total is how often people asked about one thing.
type Total struct {
	Intent          string // of package answer
	Found, NotFound int64  // questions that the desk could answer, and could not
	First, Last     provenance.Date
}

// Totals counts the questions by what they are about, the most asked first. Those whose text was not kept are not among them: see Overflow.
func (d *Demand) Totals(ctx context.Context) ([]Total, error) { return totalDemand(ctx, d.db) }
