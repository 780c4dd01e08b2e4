package worktime

import (
	"fmt"
	"slices"
	"time"
)

// Pause is a time during which the holder waits for the requester and the count stands still.
type Pause struct {
	From time.Time
	To   time.Time // not before From; the zero time while the holder still waits
}

// pauses is a set of pauses in order, none touching another. A pause holds from just after From until To included: work done until
// the instant at which it begins is done.
type pauses []Pause

// forever ends a pause that has no end yet. It is after every instant that can be counted.
var forever = time.Date(LastYear+2, 1, 1, 0, 0, 0, 0, time.UTC)

// merge puts pauses in order, joins those that overlap and refuses one that ends before it begins or lies outside the range.
func merge(in []Pause) (pauses, error) {
	if len(in) == 0 {
		return nil, nil
	}
	sorted := make(pauses, len(in))
	for i, p := range in {
		if p.To.IsZero() {
			p.To = forever
		} else if !inRange(p.To) {
			return nil, fmt.Errorf("pause until %s: %w", p.To.Format(time.RFC3339), ErrRange)
		}
		if !inRange(p.From) {
			return nil, fmt.Errorf("pause from %s: %w", p.From.Format(time.RFC3339), ErrRange)
		}
		if p.To.Before(p.From) {
			return nil, fmt.Errorf("%w: from %s to %s", ErrPause, p.From.Format(time.RFC3339), p.To.Format(time.RFC3339))
		}
		sorted[i] = p
	}
	slices.SortFunc(sorted, func(a, b Pause) int { return a.From.Compare(b.From) })
	out := sorted[:1]
	for _, p := range sorted[1:] {
		last := &out[len(out)-1]
		switch {
		case p.From.After(last.To):
			out = append(out, p)
		case p.To.After(last.To):
			last.To = p.To
		}
	}
	return out, nil
}

// holdAt returns the pause that holds at t.
func (ps pauses) holdAt(t time.Time) (Pause, bool) {
	if i := ps.endingFrom(t); i < len(ps) && ps[i].From.Before(t) {
		return ps[i], true
	}
	return Pause{}, false
}

// endingFrom returns the place of the first pause that ends at t or later.
func (ps pauses) endingFrom(t time.Time) int {
	i, _ := slices.BinarySearchFunc(ps, t, func(p Pause, t time.Time) int { return p.To.Compare(t) })
	return i
}

// open reports whether the pause has no end yet.
func (p Pause) open() bool { return p.To.Equal(forever) }

// walk spends up to rest of the time between from and to that no pause takes. It returns when rest was spent, or what is left of
// it; stuck says that a pause without an end took the remainder.
func (ps pauses) walk(from, to time.Time, rest time.Duration) (due time.Time, left time.Duration, stuck bool) {
	at := from
	for _, p := range ps[ps.endingFrom(from):] {
		if !p.From.Before(to) {
			break
		}
		if free := p.From.Sub(at); free > 0 {
			if free >= rest {
				return at.Add(rest), 0, false
			}
			rest -= free
		}
		if at = p.To; !at.Before(to) {
			return time.Time{}, rest, p.open()
		}
	}
	if free := to.Sub(at); free >= rest {
		return at.Add(rest), 0, false
	} else if free > 0 {
		rest -= free
	}
	return time.Time{}, rest, false
}

func inRange(t time.Time) bool { return t.Year() >= FirstYear && t.Year() <= LastYear }
