package community

import (
	"slices"

	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// Space is a list, a room, a forum or a feed.
type Space struct {
	Slug     string          `json:"slug" yaml:"slug"`
	Name     i18n.Text       `json:"name" yaml:"name"`
	URL      string          `json:"url" yaml:"url"`
	Kind     string          `json:"kind" yaml:"kind"`                   // mailing-list, chat, forum, news
	Audience []string        `json:"audience" yaml:"audience"`           // everyone, agents, ospos
	Entry    i18n.Text       `json:"entry" yaml:"entry"`                 // how one gets in
	About    []string        `json:"about,omitempty" yaml:"about"`       // subjects, of Subjects; the editors' choice
	Language []i18n.Lang     `json:"language,omitempty" yaml:"language"` // what is spoken there; empty when no source says it
	Activity i18n.Text       `json:"activity,omitzero" yaml:"activity"`  // what can be known of how alive it is
	Aliases  []string        `json:"aliases,omitempty" yaml:"aliases"`
	Source   string          `json:"source" yaml:"source"`
	Mark     provenance.Mark `json:"-" yaml:"-"`
}

// Open reports whether anyone may enter.
func (s *Space) Open() bool { return slices.Contains(s.Audience, "everyone") }

// People lists who may look for a space, in the order of the form.
var People = []string{"agent", "ospo", "contractor", "elected", "student", "citizen"}

// Subjects lists what one may want to talk about, in the order of the form.
var Subjects = []string{"general", "software", "publish", "buy", "ospo", "news"}

// Admission says whether somebody may enter a space.
type Admission string

// The admissions.
const (
	Admitted   Admission = "yes"
	AdmittedIf Admission = "if" // on a condition that Space.Audience names
	NotOpen    Admission = "no" // not with this standing, as far as the source says
)

// Admits says whether somebody of the given standing, one of People, may enter. The rule is what the spaces' own page publishes: an
// audience each, and nothing about mixed cases. So a member of a public office is a public agent, and anybody else enters a space for agents only
// if they are one as well.
func (s *Space) Admits(who string) Admission {
	switch {
	case s.Open():
		return Admitted
	case slices.Contains(s.Audience, "agents") && (who == "agent" || who == "ospo"):
		return Admitted
	case slices.Contains(s.Audience, "ospos") && who == "ospo":
		return Admitted
	case slices.Contains(s.Audience, "ospos") && who == "agent":
		return AdmittedIf
	}
	return NotOpen
}

// Choice is the spaces on one subject, by whether somebody may enter.
type Choice struct {
	Open, If, Closed []*Space
}

// Choose returns the spaces on a subject for somebody. An empty or unknown subject means every space, an empty or unknown standing is nobody's:
// then only what is open to everyone is open.
func (s *Set) Choose(who, about string) Choice {
	var c Choice
	for _, sp := range s.Spaces {
		if slices.Contains(Subjects, about) && !slices.Contains(sp.About, about) {
			continue
		}
		switch sp.Admits(who) {
		case Admitted:
			c.Open = append(c.Open, sp)
		case AdmittedIf:
			c.If = append(c.If, sp)
		case NotOpen:
			c.Closed = append(c.Closed, sp)
		}
	}
	return c
}
