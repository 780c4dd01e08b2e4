package web

import (
	"errors"
	"html/template"
	"net/http"
	"strings"
	"unicode/utf8"

	"guichet/internal/desk"
	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/web/theme"
)

// studyKinds are the two kinds of study that the support contract knows, and the honest third.
var studyKinds = []string{"strategic", "technical", "unsure"}

type studyPage struct {
	theme.Shell
	Action  string
	Token   string
	Errors  *theme.ErrorSummary
	Fields  []theme.Field
	Body    []template.HTML
	Privacy theme.Link
}

// study is what a person proposes.
type study struct {
	token, domain, kind, need, software, organisation, email string
}

// studies says what watch studies are and takes proposals.
func (p *Portal) studies(rq request) (*edge.Response, error) {
	resp, err := p.studyForm(rq, http.StatusOK, study{domain: rq.param("q")}, nil)
	if err != nil {
		return nil, err
	}
	return resp.Set("Cache-Control", "no-store"), nil // the form carries a token of its own
}

func (p *Portal) studyForm(rq request, status int, s study, faults error) (*edge.Response, error) {
	page := studyPage{Shell: p.shell(rq, rq.t("web.studies-title"), rq.t("web.studies-description")), Action: rq.to("watch-studies", ""), Token: s.token}
	rq.trail(&page.Shell, rq.t("web.nav-watch-studies"), "contracts")
	rq.also(&page.Shell, "watch-studies", "")
	if page.Token == "" {
		page.Token = desk.NewToken()
	}
	page.Body = p.prose(rq, "watch-studies")
	page.Privacy = theme.Link{Text: rq.t("web.contact-privacy"), URL: rq.to("privacy", "")}
	wrong := map[string]string{}
	if faults != nil {
		page.Title = rq.t("web.error-prefix", "title", page.Title)
		for _, e := range errs.All(faults) {
			field := e.Field
			switch field {
			case "", "token", "subject", "topic":
				field = "domain" // a fault of no field of this form stands first
			case "message":
				field = "need"
			}
			wrong[field] = e.In(rq.lang)
		}
	}
	kind := theme.Field{ID: "f-kind", Name: "kind", Type: "radio", Label: rq.t("web.study-kind"), Required: true, Error: wrong["kind"]}
	for _, k := range studyKinds {
		kind.Options = append(kind.Options, theme.Option{Value: k, Text: rq.t("web.study-kind-" + k), Hint: rq.t("web.study-kind-" + k + "-hint"), Selected: k == s.kind})
	}
	page.Fields = []theme.Field{
		{ID: "f-domain", Name: "domain", Type: "text", Label: rq.t("web.study-domain"), Hint: rq.t("web.study-domain-hint"), Value: s.domain, Required: true, MaxLength: maxDomain, Error: wrong["domain"]},
		kind,
		{ID: "f-need", Name: "need", Type: "textarea", Label: rq.t("web.study-need"), Hint: rq.t("web.study-need-hint"), Value: s.need, Required: true, MaxLength: maxNeed, Rows: 6, Error: wrong["need"]},
		{ID: "f-software", Name: "software", Type: "text", Label: rq.t("web.study-software"), Hint: rq.t("web.optional"), Value: s.software, MaxLength: maxStudySoftware, Error: wrong["software"]},
		{ID: "f-organisation", Name: "organisation", Type: "text", Label: rq.t("web.study-organisation"), Hint: rq.t("web.study-organisation-hint"), Value: s.organisation, Required: true, MaxLength: desk.MaxOrganisation, Autocomplete: "organization", Error: wrong["organisation"]},
		{ID: "f-email", Name: "email", Type: "email", Label: rq.t("web.contact-email"), Hint: rq.t("web.contact-email-hint"), Value: s.email, MaxLength: desk.MaxEmail, Autocomplete: "email", Error: wrong["email"]},
	}
	page.Errors = rq.summary(page.Fields)
	return p.renderStatus(rq, status, "page-studies", page)
}

// Bounds of a proposal, in characters: the whole fits in a request.
const (
	maxDomain        = 120
	maxNeed          = 4000
	maxStudySoftware = 300
)

// fault returns everything that the form lacks, each with its field.
func (s study) fault() error {
	var faults []error
	add := func(field, key string) { faults = append(faults, errs.New(errs.Invalid, key).On(field)) }
	long := func(field, value string, most int) {
		if n := utf8.RuneCountInString(value); n > most {
			faults = append(faults, errs.New(errs.Invalid, "desk.text-long").On(field).With("max", most).With("size", n))
		}
	}
	if s.domain == "" {
		add("domain", "web.study-no-domain")
	}
	if known(s.kind, studyKinds) == "" {
		add("kind", "web.study-no-kind")
	}
	if utf8.RuneCountInString(s.need) < desk.MinMessage {
		add("need", "web.study-no-need")
	}
	if s.organisation == "" {
		add("organisation", "web.study-no-organisation")
	}
	long("domain", s.domain, maxDomain)
	long("need", s.need, maxNeed)
	long("software", s.software, maxStudySoftware)
	return errors.Join(faults...)
}

// studySend opens a case of a proposal, for the office to bring to the contract's coordinators.
func (p *Portal) studySend(rq request) (*edge.Response, error) {
	form, err := rq.form()
	if err != nil {
		return nil, err
	}
	value := func(name string) string { return strings.TrimSpace(form(name)) }
	s := study{token: form("token"), domain: value("domain"), kind: value("kind"), need: value("need"), software: value("software"), organisation: value("organisation"), email: value("email")}
	if form("website") != "" { // a field that people do not see: only a machine fills it in
		return see(rq.to("watch-studies", "")), nil
	}
	lines := []string{rq.t("web.study-line-domain", "value", s.domain), rq.t("web.study-line-kind", "value", rq.t("web.study-kind-"+known(s.kind, studyKinds)))}
	if s.software != "" {
		lines = append(lines, rq.t("web.study-line-software", "value", s.software))
	}
	r := desk.Request{
		Token: s.token, Topic: desk.Market, Subject: rq.t("web.study-subject", "domain", s.domain), Message: strings.Join(lines, "\n") + "\n\n" + s.need,
		Email: s.email, Organisation: s.organisation, Lang: rq.lang,
	}
	fault := s.fault()
	if err := r.Validate(); err != nil {
		for _, e := range errs.All(err) {
			if e.Field == "token" {
				s.token = ""
			}
			if fault == nil || e.Field == "email" || e.Field == "token" { // what the form itself found is said better there
				fault = errors.Join(fault, e)
			}
		}
	}
	if fault != nil {
		return p.studyForm(rq, http.StatusBadRequest, s, fault)
	}
	c, secret, err := p.Desk.Open(rq.Context(), r)
	switch {
	case errs.Is(err, errs.Invalid), errs.Is(err, errs.Conflict):
		s.token = ""
		return p.studyForm(rq, http.StatusConflict, s, err)
	case errs.Is(err, errs.Unavailable): // what was typed stays on the page
		p.Log.Error("a proposal could not be stored", "error", err)
		return p.studyForm(rq, http.StatusServiceUnavailable, s, err)
	case err != nil:
		return nil, err
	}
	return see(rq.to("case", c.Number) + "?cle=" + secret + "&nouveau=1"), nil
}
