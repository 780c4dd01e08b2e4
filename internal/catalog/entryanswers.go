package catalog

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"guichet/internal/errs"
)

// EntryAnswers is what somebody answers to the questions on the rules of entry, in the words of the form's address. What is not answered is not known.
type EntryAnswers struct {
	Software string `json:"logiciel"`
	Licence  string `json:"licence"` // SPDX expression or usual name, as it was typed
	Sources  string `json:"sources"` // oui, non or inconnu: they are published when the binaries are
	Use      string `json:"usage"`   // oui, non or inconnu: a public body deployed it, or an agent installed it
	Service  string `json:"service"` // installe (it is no service), administration (in charge of its servers), tiers (somebody else is) or inconnu
	Agent    string `json:"agent"`   // oui, non or inconnu: a public agent proposes it
}

// EntryValues lists what may be answered to each question, in the order of the form. The first two questions take words.
var EntryValues = []struct {
	Name   string
	Values []string
}{
	{"sources", []string{"oui", "non", "inconnu"}},
	{"usage", []string{"oui", "non", "inconnu"}},
	{"service", []string{"installe", "administration", "tiers", "inconnu"}},
	{"agent", []string{"oui", "non", "inconnu"}},
}

// MaxEntryWords bounds the name and the licence, in runes.
const MaxEntryWords = 120

func (a *EntryAnswers) fields() map[string]*string {
	return map[string]*string{"logiciel": &a.Software, "licence": &a.Licence, "sources": &a.Sources, "usage": &a.Use, "service": &a.Service, "agent": &a.Agent}
}

// ReadEntryAnswers reads the answers from the parameters of an address.
func ReadEntryAnswers(q url.Values) EntryAnswers {
	var a EntryAnswers
	for name, field := range a.fields() {
		*field = strings.TrimSpace(q.Get(name))
	}
	return a
}

// Query returns the answers that are given as the query of an address, always written the same way.
func (a EntryAnswers) Query() string {
	q := url.Values{}
	for name, field := range a.fields() {
		if *field != "" {
			q.Set(name, *field)
		}
	}
	return q.Encode()
}

// Answer returns what is answered to a question of EntryValues.
func (a EntryAnswers) Answer(name string) string {
	if field := a.fields()[name]; field != nil {
		return *field
	}
	return ""
}

// Validate reports words that are too long or no text, and each answer that the form does not offer.
func (a EntryAnswers) Validate() error {
	var wrong []error
	fields := a.fields()
	for _, name := range []string{"logiciel", "licence"} {
		if s := *fields[name]; !utf8.ValidString(s) || utf8.RuneCountInString(s) > MaxEntryWords {
			wrong = append(wrong, errs.New(errs.Invalid, "catalog.entry-words").With("max", MaxEntryWords).On(name))
		}
	}
	for _, v := range EntryValues {
		if s := *fields[v.Name]; s != "" && !slices.Contains(v.Values, s) {
			wrong = append(wrong, errs.New(errs.Invalid, "catalog.entry-choose").On(v.Name))
		}
	}
	return errors.Join(wrong...)
}

// Candidate returns what the answers tell of a software of the given licence, an SPDX expression or "".
func (a EntryAnswers) Candidate(licence string) Candidate {
	states := map[string]State{"oui": Yes, "non": No}
	c := Candidate{Licence: licence, Release: told(states[a.Sources]), Deployment: told(states[a.Use]), Service: Unknown, InCharge: Unknown, ByAgent: told(states[a.Agent])}
	switch a.Service {
	case "installe":
		c.Service, c.InCharge = No, NotApplicable
	case "administration":
		c.Service, c.InCharge = Yes, Yes
	case "tiers":
		c.Service, c.InCharge = Yes, No
	}
	return c
}
