package desk

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"guichet/internal/errs"
	"guichet/internal/i18n"
)

// Topic is what a request is about: the service of the office that it is for.
type Topic string

// The topics: the six services, and the rest.
const (
	ProductTeam Topic = "product-team" // help for a team that builds a product
	Catalogue   Topic = "catalogue"    // which software, list mine
	Market      Topic = "market"       // support and expertise contracts
	Purchase    Topic = "purchase"     // buying and licensing
	OSPO        Topic = "ospo"         // free-software offices of administrations
	Community   Topic = "community"    // spaces, events
	OtherTopic  Topic = "other"
)

// Topics lists the topics in the order of a form.
var Topics = []Topic{ProductTeam, Catalogue, Market, Purchase, OSPO, Community, OtherTopic}

// Valid reports whether t is a topic of the desk.
func (t Topic) Valid() bool { return slices.Contains(Topics, t) }

// Label is the message key of the topic's name.
func (t Topic) Label() string { return "desk.topic." + string(t) }

// Status is where a case stands.
type Status string

// The statuses.
const (
	Received Status = "received" // the office owes an answer
	Answered Status = "answered"
	Waiting  Status = "waiting" // the office asked its sender something
	Closed   Status = "closed"
	Erased   Status = "erased" // its sender took it back; no text is left
)

// Statuses lists the statuses in the order of a case's life.
var Statuses = []Status{Received, Answered, Waiting, Closed, Erased}

// Valid reports whether s is a status of the desk.
func (s Status) Valid() bool { return slices.Contains(Statuses, s) }

// Label is the message key of the status's name.
func (s Status) Label() string { return "desk.status." + string(s) }

// EventKind is what happened to a case.
type EventKind string

// The kinds of event.
const (
	AnswersShown    EventKind = "answers-shown" // what the desk offered before the request was sent
	RequestReceived EventKind = "received"
	RequesterWrote  EventKind = "message" // a further message from the sender
	StaffReplied    EventKind = "reply"   // public
	StaffNoted      EventKind = "note"    // never shown to the sender
	StatusChanged   EventKind = "status"
	FormAdvanced    EventKind = "step" // of the feature that works on the case's form
	CaseErased      EventKind = "erased"
)

// Label is the message key of the kind's name.
func (k EventKind) Label() string { return "desk.event." + string(k) }

// Event is one thing that happened to a case.
type Event struct {
	Kind    EventKind `json:"kind"`
	At      time.Time `json:"at"`
	Status  Status    `json:"status,omitempty"` // what the case became, when the event changed it
	Text    string    `json:"text,omitempty"`
	Answers []Shown   `json:"answers,omitempty"`
}

// Shown is an answer that was offered to the sender before they sent their request.
type Shown struct {
	Title string `json:"title"`
	URL   string `json:"url"` // a path of the desk, or an http(s) address
}

// Case is a request and what became of it. An erased case has no text left.
type Case struct {
	Number       string    `json:"number"` // GL-2026-000123
	Topic        Topic     `json:"topic"`
	Subject      string    `json:"subject"`
	Message      string    `json:"message"`
	Email        string    `json:"email,omitempty"`
	Organisation string    `json:"organisation,omitempty"`
	Lang         i18n.Lang `json:"lang"`
	Status       Status    `json:"status"`
	OpenedAt     time.Time `json:"openedAt"`
	UpdatedAt    time.Time `json:"updatedAt"` // of the last change that its sender can see
	Form         *Form     `json:"form,omitempty"`
	Events       []Event   `json:"events,omitempty"`
}

// public returns the case as its sender may see it.
func (c Case) public() Case {
	c.Events = slices.DeleteFunc(slices.Clone(c.Events), func(e Event) bool { return e.Kind == StaffNoted })
	return c
}

var numberShape = regexp.MustCompile(`^GL-[0-9]{4}-[0-9]{6,9}$`)

func formatNumber(year int, serial int64) string { return fmt.Sprintf("GL-%04d-%06d", year, serial) }

// parseNumber reads a number as people type it. What cannot be a number is not found, like a number that was never given.
func parseNumber(s string) (string, error) {
	s = strings.ToUpper(strings.TrimSpace(s))
	if !numberShape.MatchString(s) {
		return "", errNotFound()
	}
	return s, nil
}

func errNotFound() error { return errs.New(errs.NotFound, "desk.not-found") }

func errErased() error { return errs.New(errs.Conflict, "desk.erased") }
