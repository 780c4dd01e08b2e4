package answer

import (
	"guichet/internal/i18n"
)

// Intent is what a question asks.
type Intent string

// The intents.
const (
	Equivalent Intent = "equivalent" // what free software stands in for a product
	Providing  Intent = "provider"   // who provides services for a software
	Covering   Intent = "coverage"   // may this body use the contracts for this software
	Delay      Intent = "delay"      // how fast the support contract answers
	Referent   Intent = "referent"   // how to become the referent of a software
	Listing    Intent = "listing"    // how a software gets into the catalogue
	Purchase   Intent = "purchase"   // rights and duties of a buyer
	Licensing  Intent = "licence"    // which licence
	Office     Intent = "ospo"       // which Open Source Programme Offices exist
	Community  Intent = "community"  // where to talk to peers
	Software   Intent = "software"   // what is this software, or which software does this
	Unknown    Intent = "unknown"
)

// Answer is what the desk says to a question; its JSON is a contract of the REST API and of the command line.
type Answer struct {
	Question string    `json:"question"`
	Lang     i18n.Lang `json:"lang"`
	Intent   Intent    `json:"intent"`
	Entity   Entity    `json:"entity"`
	Found    bool      `json:"found"`   // false: the desk does not know; Items is empty
	Summary  string    `json:"summary"` // one sentence
	Items    []Item    `json:"items"`
	Next     []Link    `json:"next"` // what to do now
	Reasons  []string  `json:"-"`    // how the question was understood, for Explain
}

// Entity is what the question is about.
type Entity struct {
	Kind string `json:"kind"` // product, software, organisation, topic; empty when there is none
	Name string `json:"name"`
	Slug string `json:"slug"`
}

// Item is one part of an answer.
type Item struct {
	Kind  string `json:"kind"` // software, product, provider, market, lot, organisation, licence, page, ospo, space, training
	Name  string `json:"name"`
	Slug  string `json:"slug"`
	URL   string `json:"url"`
	Why   string `json:"why"` // why it answers the question
	Facts []Fact `json:"facts"`
}

// Fact is one value with its source and its date.
type Fact struct {
	Label   string `json:"label"`
	Value   string `json:"value"`
	Source  string `json:"source"`  // title of the source
	Checked string `json:"checked"` // date of the copy of the source, ISO 8601, as precise as it is known
}

// Link is a next step.
type Link struct {
	Label string `json:"label"`
	URL   string `json:"url"`
}

// maxQuestion bounds the runes of a question that are read; nobody types more, and a machine that does learns nothing by it.
const maxQuestion = 400

func clip(s string, n int) string {
	r := []rune(s)
	if len(r) > n {
		return string(r[:n])
	}
	return s
}
