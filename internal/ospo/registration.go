package ospo

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"guichet/internal/desk"
	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/fetch"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// FormKind is the kind of the form that a registration leaves with its case.
const FormKind = "ospo-registration"

// RegisterSource is the source of what offices said of themselves and the staff accepted.
const RegisterSource = "ospo-registrations"

// Application is what an office says of itself.
type Application struct {
	Office Office `json:"office"`
	Level  string `json:"level,omitempty"`
	Region string `json:"region,omitempty"`
}

// Validate returns every fault, joined; fields are those of Office.Validate, and level and region.
func (a Application) Validate() error {
	faults := []error{a.Office.Validate()}
	if err := (Place{Level: a.Level, Region: a.Region}).Validate(); err != nil {
		faults = append(faults, err)
	}
	if n := utf8.RuneCountInString(a.YAML()); n > desk.MaxMessage {
		faults = append(faults, errs.New(errs.Invalid, "ospo.record-long").On("code").With("max", desk.MaxMessage).With("size", n))
	}
	return errors.Join(faults...)
}

// YAML writes the record as the public register does.
func (a Application) YAML() string { return strings.TrimSpace(string(YAML([]*Office{&a.Office}))) }

// The decisions of the staff.
const (
	Accepted = "accepted"
	Refused  = "refused"
)

// State is how far a registration is. What is not in it was not done.
type State struct {
	Proof         *Attempt  `json:"proof,omitempty"` // the first check that found the token
	Last          *Attempt  `json:"last,omitempty"`  // the last check
	ListAsked     time.Time `json:"listAsked,omitzero"`
	ListConfirmed time.Time `json:"listConfirmed,omitzero"` // says the sender
	Decision      string    `json:"decision,omitempty"`
	DecidedAt     time.Time `json:"decidedAt,omitzero"`
}

// Attempt is one check of the proof of ownership.
type Attempt struct {
	At        time.Time `json:"at"`
	WellKnown string    `json:"wellKnown"` // empty when the token was found there, otherwise why not
	DNS       string    `json:"dns"`       // the same
}

// Found reports whether the token was found in one of the two places.
func (a Attempt) Found() bool { return a.WellKnown == "" || a.DNS == "" }

// Proof is what the body that owns a domain publishes, in one of two places, to show that the registration is theirs.
type Proof struct {
	Token  string
	Domain string // of the office's address
	File   string // address of a text file that holds the token on a line of its own
	Record string // name of a TXT record
	Value  string // of that record
}

// Registrations takes in the offices that register themselves.
type Registrations struct {
	Desk     *desk.Service
	Facts    *facts.Store
	Fetch    *fetch.Client
	Resolver *net.Resolver // names of records; the machine's when nil
	Now      func() time.Time
	// Scheme of the proof's file: https, unless a test says otherwise.
	Scheme string
}

// Limits of a check.
const (
	checkTime  = 12 * time.Second
	checkPause = 10 * time.Second // between two checks of one registration
)

// Open stores the registration as a case. Token, contact and organisation come in the request; see desk.Service.Open.
func (r *Registrations) Open(ctx context.Context, a Application, req desk.Request) (desk.Case, string, error) {
	if err := a.Validate(); err != nil {
		return desk.Case{}, "", err
	}
	body, err := json.Marshal(a)
	if err != nil {
		return desk.Case{}, "", err
	}
	req.Topic, req.Message = desk.OSPO, a.YAML()
	req.Subject = clip(i18n.T(req.Lang, "ospo.subject", map[string]any{"name": a.Office.Name}))
	req.Form = &desk.Form{Kind: FormKind, Body: body}
	return r.Desk.Open(ctx, req)
}

// Read returns the registration that a case holds, and how far it is; errs.NotFound when it holds none.
func Read(c desk.Case) (Application, State, error) {
	var a Application
	var s State
	if c.Form == nil || c.Form.Kind != FormKind || c.Form.Body == nil {
		return a, s, errs.New(errs.NotFound, "ospo.no-registration").With("number", c.Number)
	}
	err := json.Unmarshal(c.Form.Body, &a)
	if err == nil && c.Form.State != nil {
		err = json.Unmarshal(c.Form.State, &s)
	}
	if err != nil {
		return a, s, fmt.Errorf("the registration of %s: %w", c.Number, err)
	}
	return a, s, nil
}

// Proof says what the body publishes to prove that the registration is theirs.
func (r *Registrations) Proof(ctx context.Context, c desk.Case) (Proof, error) {
	a, _, err := Read(c)
	if err != nil {
		return Proof{}, err
	}
	u, err := url.Parse(a.Office.URL)
	if err != nil {
		return Proof{}, err
	}
	domain := strings.ToLower(u.Hostname())
	token, err := r.Desk.Derive(ctx, "ospo proof "+c.Number+" "+domain)
	if err != nil {
		return Proof{}, err
	}
	return Proof{
		Token: token, Domain: domain, File: cmp.Or(r.Scheme, "https") + "://" + u.Host + "/.well-known/guichet-ospo.txt",
		Record: "_guichet-ospo." + domain, Value: "guichet-ospo=" + token,
	}, nil
}

// Check looks for the proof in both places, for whoever holds the case's link, and keeps what it found with its date. A check so soon after the last
// one is errs.TooMany; one of a registration that was decided is errs.Conflict.
func (r *Registrations) Check(ctx context.Context, number, secret string) (desk.Case, error) {
	c, err := r.Desk.Follow(ctx, number, secret)
	if err != nil {
		return c, err
	}
	_, state, err := Read(c)
	if err != nil {
		return c, err
	}
	now := r.Now().UTC()
	switch {
	case state.Decision != "":
		return c, errs.New(errs.Conflict, "ospo.decided").On("check")
	case state.Last != nil && now.Sub(state.Last.At) < checkPause:
		return c, errs.New(errs.TooMany, "ospo.check-soon").On("check").With("seconds", int(checkPause/time.Second))
	}
	p, err := r.Proof(ctx, c)
	if err != nil {
		return c, err
	}
	limited, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	attempt := Attempt{At: now}
	done := make(chan string, 1)
	go func() { done <- r.lookUp(limited, c.Lang, p) }()
	attempt.WellKnown = r.fetchFile(limited, c.Lang, p)
	attempt.DNS = <-done
	key := "ospo.proof-missing"
	if attempt.Found() {
		key = "ospo.proof-found"
		if state.Proof == nil {
			state.Proof = &attempt
		}
	}
	state.Last = &attempt
	c, err = r.Desk.Advance(ctx, number, state, desk.Event{Kind: desk.FormAdvanced, Text: i18n.T(c.Lang, key, map[string]any{"domain": p.Domain})})
	return c, err
}

// fetchFile looks for the token in the file; it returns "" when it is there, and otherwise why not.
func (r *Registrations) fetchFile(ctx context.Context, lang i18n.Lang, p Proof) string {
	res, err := r.Fetch.Get(ctx, p.File, fetch.Copy{})
	if err != nil {
		if all := errs.All(err); len(all) > 0 {
			return all[0].In(lang)
		}
		return i18n.T(lang, "ospo.proof-no-file", nil)
	}
	if end, err := url.Parse(res.URL); err != nil || strings.ToLower(end.Hostname()) != p.Domain {
		return i18n.T(lang, "ospo.proof-elsewhere", map[string]any{"domain": p.Domain})
	}
	for line := range strings.Lines(string(res.Body)) {
		if strings.TrimSpace(line) == p.Token {
			return ""
		}
	}
	return i18n.T(lang, "ospo.proof-no-token", map[string]any{"address": p.File})
}

func (r *Registrations) lookUp(ctx context.Context, lang i18n.Lang, p Proof) string {
	resolver := r.Resolver
	if resolver == nil {
		resolver = net.DefaultResolver
	}
	values, err := resolver.LookupTXT(ctx, p.Record+".")
	if err != nil {
		return i18n.T(lang, "ospo.proof-no-record", map[string]any{"record": p.Record})
	}
	for _, v := range values {
		if strings.TrimSpace(v) == p.Value {
			return ""
		}
	}
	return i18n.T(lang, "ospo.proof-other-record", map[string]any{"record": p.Record})
}

// List keeps what the sender says of their request to join the private list OSPO-fr: that they asked, or that its owners confirmed. The desk does
// neither for them.
func (r *Registrations) List(ctx context.Context, number, secret string, confirmed bool) (desk.Case, error) {
	c, err := r.Desk.Follow(ctx, number, secret)
	if err != nil {
		return c, err
	}
	_, state, err := Read(c)
	if err != nil {
		return c, err
	}
	now, key := r.Now().UTC(), "ospo.list-said-asked"
	if confirmed {
		key, state.ListConfirmed = "ospo.list-said-confirmed", now
	}
	if state.ListAsked.IsZero() {
		state.ListAsked = now
	}
	return r.Desk.Advance(ctx, number, state, desk.Event{Kind: desk.FormAdvanced, Text: i18n.T(c.Lang, key, nil)})
}

// Accept lets the office into the directory: for the staff. Without a proof of ownership it is errs.Conflict, unless unproven says that the staff know
// by other means. It may be called again after a failure: the directory holds the office once.
func (r *Registrations) Accept(ctx context.Context, number string, unproven bool) (desk.Case, error) {
	c, a, state, err := r.undecided(ctx, number)
	if err != nil {
		return c, err
	}
	if state.Proof == nil && !unproven {
		return c, errs.New(errs.Conflict, "ospo.unproven").With("number", c.Number)
	}
	if err := a.Validate(); err != nil {
		return c, err
	}
	now := r.Now()
	imp, err := a.statements(provenance.Day(now))
	if err != nil {
		return c, err
	}
	if _, err := r.Facts.Apply(ctx, imp, false); err != nil {
		return c, fmt.Errorf("letting %s into the directory: %w", c.Number, err)
	}
	state.Decision, state.DecidedAt = Accepted, now.UTC()
	return r.Desk.Advance(ctx, number, state, desk.Event{Kind: desk.StaffReplied, Status: desk.Closed, Text: i18n.T(c.Lang, "ospo.accepted", map[string]any{"name": a.Office.Name})})
}

// Refuse ends the registration with the reason, which its sender reads: for the staff.
func (r *Registrations) Refuse(ctx context.Context, number, reason string) (desk.Case, error) {
	c, _, state, err := r.undecided(ctx, number)
	if err != nil {
		return c, err
	}
	if strings.TrimSpace(reason) == "" {
		return c, errs.New(errs.Invalid, "ospo.no-reason").On("reason")
	}
	state.Decision, state.DecidedAt = Refused, r.Now().UTC()
	return r.Desk.Advance(ctx, number, state, desk.Event{Kind: desk.StaffReplied, Status: desk.Closed, Text: i18n.T(c.Lang, "ospo.refused", map[string]any{"reason": reason})})
}

func (r *Registrations) undecided(ctx context.Context, number string) (desk.Case, Application, State, error) {
	c, err := r.Desk.Get(ctx, number)
	if err != nil {
		return c, Application{}, State{}, err
	}
	a, state, err := Read(c)
	if err == nil && state.Decision != "" {
		err = errs.New(errs.Conflict, "ospo.decided")
	}
	return c, a, state, err
}

// statements are what enters the directory.
func (a Application) statements(day provenance.Date) (facts.Import, error) {
	imp := facts.Import{Source: RegisterSource, Partial: true}
	source := provenance.Source{ID: RegisterSource, Title: i18n.Text{Fr: "Déclaration de l'OSPO, acceptée par le guichet", En: "Statement of the OSPO, accepted by the desk"}}
	a.Office.Source = RegisterSource
	for _, st := range []struct {
		kind, key string
		body      any
	}{
		{provenance.KindSource, RegisterSource, source},
		{KindOffice, Same(a.Office.URL), a.Office},
		{KindPlace, Same(a.Office.URL), Place{Office: a.Office.URL, Level: a.Level, Region: a.Region, Source: RegisterSource}},
	} {
		date := day
		if st.kind == provenance.KindSource {
			date = provenance.Date{}
		}
		s, err := facts.New(st.kind, st.key, date, st.body)
		if err != nil {
			return imp, err
		}
		imp.Statements = append(imp.Statements, s)
	}
	return imp, nil
}
