// Package community holds what brings people together around free software in the administration: places to talk (space.go), events and
// their calendar (event.go, ical.go), and who teaches what (training.go, classify.go).
//
// All of it is facts like any other: each entry has a source and a date, and what was replaced is in the history. Who may enter a space is
// what its source publishes and nothing more: where the source is silent, the package says "ask", never "yes".
package community

import (
	"cmp"
	"slices"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/provenance"
)

// Kinds of the statements that this package reads.
const (
	KindSpace   = "space"
	KindEvent   = "event"
	KindTrainer = "trainer"
)

// Set is the known spaces, events and trainers. It never changes once it is built.
type Set struct {
	Spaces   []*Space   // as listed
	Events   []*Event   // the earliest first
	Trainers []*Trainer // by name
	Courses  []*Course  // by title
}

type ordered struct {
	Order int   `json:"order"`
	Value Space `json:"value"`
}

// Ordered returns the body of the statement of a space that stands at the place order of its list.
func Ordered(s Space, order int) any { return ordered{order, s} }

// Build reads the statements about spaces, events and trainers. Where two sources speak of the same event or trainer, the one that was read
// last is believed: a correction is newer than what it corrects.
func Build(rows []facts.Row, sources provenance.Sources) (*Set, error) {
	s := &Set{}
	entries, err := facts.Decode[ordered](rows, KindSpace)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(entries, func(a, b facts.Entry[ordered]) int { return cmp.Compare(a.Value.Order, b.Value.Order) })
	for _, e := range entries {
		sp := e.Value.Value
		sp.Mark = sources.Mark(sp.Source, e.Checked)
		s.Spaces = append(s.Spaces, &sp)
	}
	events, err := latest[Event](rows, KindEvent, func(e *Event) string { return e.Slug })
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		ev := e.Value
		ev.Mark = provenance.Mark{Source: ev.Source, Checked: e.Checked} // the copy that was read, which may be newer than the register's
		if !ev.Updated.IsZero() {
			ev.Mark.Checked = ev.Updated
		}
		s.Events = append(s.Events, &ev)
	}
	slices.SortFunc(s.Events, func(a, b *Event) int {
		return cmp.Or(a.Start.Instant().Compare(b.Start.Instant()), cmp.Compare(a.Slug, b.Slug))
	})
	trainers, err := latest[Trainer](rows, KindTrainer, func(t *Trainer) string { return t.Slug })
	if err != nil {
		return nil, err
	}
	for _, e := range trainers {
		t := e.Value
		t.Mark = provenance.Mark{Source: t.Source, Checked: e.Checked}
		t.list()
		s.Trainers = append(s.Trainers, &t)
		s.Courses = append(s.Courses, t.Courses...)
	}
	slices.SortFunc(s.Trainers, func(a, b *Trainer) int { return cmp.Or(compareFolded(a.Name, b.Name), cmp.Compare(a.Slug, b.Slug)) })
	slices.SortStableFunc(s.Courses, func(a, b *Course) int { return compareFolded(a.Title, b.Title) })
	return s, nil
}

// starter is the import of the facts that a new desk opens with: whatever somebody imports afterwards takes their place.
const starter = "starter"

// latest decodes the statements of a kind and keeps, for each slug, the one that was read last.
func latest[T any](rows []facts.Row, kind string, slug func(*T) string) ([]facts.Entry[T], error) {
	all, err := facts.Decode[T](rows, kind)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	var out []facts.Entry[T]
	for _, e := range all {
		k := slug(&e.Value)
		i, seen := at[k]
		switch {
		case !seen:
			at[k] = len(out)
			out = append(out, e)
		case out[i].Source == starter || e.Source != starter && out[i].Checked.Before(e.Checked):
			out[i] = e
		}
	}
	return out, nil
}

// Event returns the event of a slug, or errs.NotFound.
func (s *Set) Event(slug string) (*Event, error) {
	for _, e := range s.Events {
		if e.Slug == slug {
			return e, nil
		}
	}
	return nil, errs.New(errs.NotFound, "community.no-event").With("slug", slug)
}

// Trainer returns the trainer of a slug, or errs.NotFound.
func (s *Set) Trainer(slug string) (*Trainer, error) {
	for _, t := range s.Trainers {
		if t.Slug == slug {
			return t, nil
		}
	}
	return nil, errs.New(errs.NotFound, "community.no-trainer").With("slug", slug)
}
