package catalog

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"

	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// Step is one change of what one source says of a software.
type Step struct {
	At      time.Time // when the desk recorded it
	What    string    // first: the first state known; changed; again: stated anew after a withdrawal; withdrawn
	Source  string    // id of the provenance.Source of the statement
	Checked provenance.Date
	Before  SoftwareStatement // of a change
	Now     SoftwareStatement // the last good one, of a withdrawal
}

// Differences are the values that the step changed, texts in lang; of a first state those that were stated, of a withdrawal none.
func (s Step) Differences(lang i18n.Lang) []Difference {
	if s.What == "withdrawn" {
		return nil
	}
	return Differences(s.Before, s.Now, lang)
}

// Steps makes the changes of one source's statement out of its versions; both stand newest first.
func Steps(versions []facts.Version) ([]Step, error) {
	var out []Step
	for i, v := range versions {
		s := Step{At: v.From, What: "first", Checked: v.Checked}
		if err := json.Unmarshal(v.Body, &s.Now); err != nil {
			return nil, fmt.Errorf("reading a version of %s: %w", v.Key, err)
		}
		s.Source = cmp.Or(s.Now.Source, v.Source)
		if !v.To.IsZero() && (i == 0 || !versions[i-1].From.Equal(v.To)) {
			gone := s
			gone.At, gone.What = v.To, "withdrawn"
			out = append(out, gone)
		}
		switch {
		case i+1 == len(versions):
		case versions[i+1].To.Equal(v.From):
			s.What = "changed"
			if err := json.Unmarshal(versions[i+1].Body, &s.Before); err != nil {
				return nil, fmt.Errorf("reading a version of %s: %w", v.Key, err)
			}
		default:
			s.What = "again"
		}
		out = append(out, s)
	}
	return out, nil
}
