// Package events reads the events that the office announces: a YAML file in the form of starter/data/events.yaml, kept by the office and imported
// whole. An event that is no more in the file goes to the history. Where an event has the slug of one of the starter, it takes its place.
//
// `updated`, the day on which the announcement was checked, is asked of each event: there is no fact without a date. `source` may be left out: it
// is then the organiser's announcement.
package events

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/goccy/go-yaml"

	"guichet/internal/community"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/source"
)

// Source is the name under which the office's events are imported.
const Source = "events"

// announcement is the id of the organiser's announcement in the register of sources.
const announcement = "announcement"

// Format is the format of the office's events.
var Format = source.Format{Name: Source, Help: "the events that the office announces, YAML", Read: Read}

// Read reads the file.
func Read(ctx context.Context, in *source.Input) (facts.Import, error) {
	c := source.Collect(in, Source)
	err := in.Each(ctx, []string{".yml", ".yaml"}, func(name string, r io.Reader) error {
		body, err := source.Whole(name, r)
		if err != nil {
			return err
		}
		var list []community.Event
		if err := source.YAML(body, &list, yaml.Strict()); err != nil {
			return source.Damage(body, 0, err.Error())
		}
		if len(list) == 0 {
			return source.Damage(body, 0, "the list has no entry")
		}
		for i, e := range list {
			fault := e.Validate()
			if fault == nil && e.Updated.IsZero() {
				fault = errors.New("updated: the day on which the announcement was checked, YYYY-MM-DD")
			}
			if e.Source == "" {
				e.Source = announcement
			}
			if err := c.Add(community.KindEvent, fmt.Sprintf("entry %d", i+1), e.Slug, e.Title.In(i18n.French), e, fault); err != nil {
				return err
			}
		}
		return nil
	})
	return c.Import(), err
}
