package catalog

import (
	"errors"
	"fmt"

	"guichet/internal/provenance"
)

// Kinds of statement that steer the joining of sources.
const (
	KindName     = "name"     // an entry of the alias table
	KindDecision = "decision" // what a person decided about a doubtful match
)

// DecisionSource is the source under which decisions are stored. It is imported in part only: a decision stays until another replaces it.
const DecisionSource = "decisions"

// NameStatement is an entry of the alias table: a way of writing a software's name that no rule of spelling leads to.
type NameStatement struct {
	Name     string `json:"name" yaml:"name"`
	Software string `json:"software" yaml:"software"` // the name that sheets know
	Reason   string `json:"reason" yaml:"reason"`     // misspelling, abbreviation, former-name, edition, package
	Source   string `json:"source" yaml:"source"`     // where the name is written so
}

// Validate reports everything that is wrong with the entry.
func (n NameStatement) Validate() error {
	problems := []error{checkName(n.Name), checkName(n.Software)}
	switch n.Reason {
	case "misspelling", "abbreviation", "former-name", "edition", "package":
	default:
		problems = append(problems, fmt.Errorf("reason %q: misspelling, abbreviation, former-name, edition or package", n.Reason))
	}
	return errors.Join(problems...)
}

// Decision is a person's word on whether an entry of a source speaks of a software. It outlives every import of that source, because an entry keeps
// its key.
type Decision struct {
	Source   string          `json:"source"`             // of the entry
	Kind     string          `json:"kind"`               // of the entry: KindSoftware, or that of another list of names
	Key      string          `json:"key"`                // of the entry within its source and kind
	Software string          `json:"software,omitempty"` // slug of the sheet that it speaks of; empty: it is none of those that were doubtful
	Author   string          `json:"author"`
	Date     provenance.Date `json:"date"`
	Note     string          `json:"note,omitempty"`
}

// ID is the key of the decision's own statement: one decision an entry.
func (d Decision) ID() string { return d.Source + "/" + d.Kind + "/" + d.Key }

// Validate reports everything that is wrong with the decision.
func (d Decision) Validate() error {
	problems := []error{checkName(d.Author), checkText("note", d.Note)}
	if d.Source == "" || d.Kind == "" || d.Key == "" || d.Date.IsZero() {
		problems = append(problems, errors.New("a decision names the source, the kind and the key of an entry, and its day"))
	}
	if d.Software != "" {
		problems = append(problems, checkSlug(d.Software))
	}
	return errors.Join(problems...)
}
