package web

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"guichet/internal/desk"
	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/web/theme"
)

// maxForm bounds the body of a form, in bytes: the longest message takes four bytes a character.
const maxForm = 64 << 10

type contactPage struct {
	theme.Shell
	Action  string
	Intro   string
	Token   string
	Errors  *theme.ErrorSummary
	Fields  []theme.Field
	Answer  *answerBlock
	Shown   []desk.Shown
	Send    theme.Button
	Privacy theme.Link
	Track   theme.Link
}

// contact shows the form, with the question that a page passed on.
func (p *Portal) contact(rq request) (*edge.Response, error) {
	r := desk.Request{Message: rq.param("q"), Topic: desk.Topic(rq.param("topic"))}
	resp, err := p.contactForm(rq, http.StatusOK, r, nil, nil, nil)
	if err != nil {
		return nil, err
	}
	// The form carries a token of its own: it is never shared.
	return resp.Set("Cache-Control", "no-store"), nil
}

// contactForm draws the form: empty, with faults beside their fields, or with the answers that the desk already has.
func (p *Portal) contactForm(rq request, status int, r desk.Request, faults error, known *answerBlock, shown []desk.Shown) (*edge.Response, error) {
	page := contactPage{Shell: p.shell(rq, rq.t("web.contact-title"), rq.t("web.contact-description")), Action: rq.to("contact", ""), Intro: rq.t("web.contact-intro"), Token: r.Token, Answer: known, Shown: shown}
	rq.trail(&page.Shell, rq.t("web.contact-title"))
	rq.also(&page.Shell, "contact", "")
	page.Search.ID = "recherche"
	if page.Token == "" {
		page.Token = desk.NewToken()
	}
	page.Privacy = theme.Link{Text: rq.t("web.contact-privacy"), URL: rq.to("privacy", "")}
	page.Track = theme.Link{Text: rq.t("web.contact-track"), URL: strings.Replace(rq.to("case", "x"), "/x", "/", 1)}
	wrong := map[string]string{}
	if faults != nil {
		page.Title = rq.t("web.error-prefix", "title", page.Title)
		page.Errors = &theme.ErrorSummary{Title: rq.t("web.form-errors")}
		for _, e := range errs.All(faults) {
			wrong[e.Field] = e.In(rq.lang)
		}
		wrong["token"] = cmp.Or(wrong["token"], wrong[""]) // a fault of no field stands first
		if r.Topic == "" {
			wrong["topic"] = rq.t("web.contact-no-topic")
		}
		for _, field := range []string{"token", "message", "topic", "organisation", "email"} { // the order of the form
			if wrong[field] != "" {
				page.Errors.Items = append(page.Errors.Items, theme.Link{Text: wrong[field], URL: "#f-" + strings.Replace(field, "token", "message", 1)})
			}
		}
	}
	topics := []theme.Option{{Value: "", Text: rq.t("web.contact-choose")}}
	for _, t := range desk.Topics {
		topics = append(topics, theme.Option{Value: string(t), Text: rq.t(t.Label()), Selected: t == r.Topic})
	}
	page.Fields = []theme.Field{
		{ID: "f-message", Name: "message", Type: "textarea", Label: rq.t("web.contact-message"), Hint: rq.t("web.contact-message-hint"), Value: r.Message, Required: true, MaxLength: desk.MaxMessage, Rows: 8, Error: wrong["message"]},
		{ID: "f-topic", Name: "topic", Type: "select", Label: rq.t("web.contact-topic"), Options: topics, Required: true, Error: wrong["topic"]},
		{ID: "f-organisation", Name: "organisation", Type: "text", Label: rq.t("web.contact-organisation"), Hint: rq.t("web.optional"), Value: r.Organisation, MaxLength: desk.MaxOrganisation, Autocomplete: "organization", Error: wrong["organisation"]},
		{ID: "f-email", Name: "email", Type: "email", Label: rq.t("web.contact-email"), Hint: rq.t("web.contact-email-hint"), Value: r.Email, MaxLength: desk.MaxEmail, Autocomplete: "email", Error: wrong["email"]},
	}
	page.Send = theme.Button{Text: rq.t("web.contact-send"), Kind: "primary", Name: "step", Value: "ask"}
	if known != nil {
		page.Send = theme.Button{Text: rq.t("web.contact-send-anyway"), Kind: "primary", Name: "step", Value: "send"}
	}
	return p.renderStatus(rq, status, "page-contact", page)
}

// contactSend takes the form. Before the request is stored for the first time, the answers that the desk already has are shown; who still wants
// a person sends the form again, one press away.
func (p *Portal) contactSend(rq request) (*edge.Response, error) {
	form, err := rq.form()
	if err != nil {
		return nil, err
	}
	r := desk.Request{
		Token: form("token"), Topic: desk.Topic(form("topic")), Message: form("message"), Email: form("email"), Organisation: form("organisation"), Lang: rq.lang,
	}
	if form("website") != "" { // a field that people do not see: only a machine fills it in
		return see(rq.to("contact", "")), nil
	}
	if err := r.Validate(); err != nil {
		for _, e := range errs.All(err) {
			if e.Field == "token" {
				r.Token = ""
			}
		}
		return p.contactForm(rq, http.StatusBadRequest, r, err, nil, nil)
	}
	if form("step") != "send" {
		if known, shown := p.knownAnswers(rq, r.Message); known != nil {
			return p.contactForm(rq, http.StatusOK, r, nil, known, shown)
		}
	} else {
		_, r.Answers = p.knownAnswers(rq, r.Message)
	}
	c, secret, err := p.Desk.Open(rq.Context(), r)
	if errs.Is(err, errs.Invalid) || errs.Is(err, errs.Conflict) {
		r.Token = ""
		return p.contactForm(rq, http.StatusConflict, r, err, nil, nil)
	}
	if errs.Is(err, errs.Unavailable) { // what was typed stays on the page
		p.Log.Error("a request could not be stored", "error", err)
		return p.contactForm(rq, http.StatusServiceUnavailable, r, err, nil, nil)
	}
	if err != nil {
		return nil, err
	}
	return see(rq.to("case", c.Number) + "?cle=" + secret + "&nouveau=1"), nil
}

// knownAnswers returns what the desk would answer to the message, or nil when it does not know.
func (p *Portal) knownAnswers(rq request, message string) (*answerBlock, []desk.Shown) {
	a := rq.snap().Answers.Answer(message, rq.lang)
	if !a.Found {
		return nil, nil
	}
	b := p.answerBlock(rq, a)
	b.Heading = rq.t("web.contact-known")
	var shown []desk.Shown
	for _, it := range a.Items {
		shown = append(shown, desk.Shown{Title: it.Name, URL: it.URL})
	}
	return b, shown
}

// form reads the body of a form and returns its values by name; what is too large, or no text, is refused.
func (rq request) form() (func(string) string, error) { return rq.largeForm(maxForm) }

// largeForm is form with a bound of its own, in bytes of the body.
func (rq request) largeForm(most int64) (func(string) string, error) {
	rq.Body = http.MaxBytesReader(rq.w, rq.Body, most)
	if err := rq.ParseForm(); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return nil, errTooLarge
		}
		return nil, errs.Wrap(err, errs.Invalid, "web.bad-form")
	}
	for _, values := range rq.PostForm {
		for _, v := range values {
			if !edge.Text(v) {
				return nil, errs.New(errs.Invalid, "web.bad-form")
			}
		}
	}
	return rq.PostForm.Get, nil
}

type casePage struct {
	theme.Shell
	Case    desk.Case
	Number  string
	New     bool
	Link    string // whole tracking address, to be kept
	Status  theme.Badge
	Events  []caseEvent
	Action  string
	Key     string
	Open    bool
	Field   theme.Field
	Errors  *theme.ErrorSummary
	Notice  *theme.Alert
	Confirm theme.Field
	Export  theme.Link
	Facts   []theme.Fact

	Registration *registrationBlock // of the office that the case registers, or nil
}

type caseEvent struct {
	When, What, Text string
	Staff            bool
	Answers          []theme.Link
}

// follow shows a case to whoever holds its secret link.
func (p *Portal) follow(rq request) (*edge.Response, error) {
	number, key := rq.PathValue("slug"), rq.param("cle")
	if key == "" {
		return p.followForm(rq, http.StatusOK, number, nil)
	}
	if rq.param("export") != "" {
		body, err := p.Desk.Export(rq.Context(), number, key)
		if err != nil {
			return nil, err
		}
		return private(edge.New(http.StatusOK, "application/json", "no-store", body, false)).Set("Content-Disposition", `attachment; filename="`+safeName(number)+`.json"`), nil
	}
	c, err := p.Desk.Follow(rq.Context(), number, key)
	if errs.Is(err, errs.NotFound) {
		return p.followForm(rq, http.StatusNotFound, number, err)
	}
	if err != nil {
		return nil, err
	}
	return p.casePage(rq, http.StatusOK, c, key, nil)
}

func safeName(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, strings.ToUpper(s))
}

func (p *Portal) casePage(rq request, status int, c desk.Case, key string, fault error) (*edge.Response, error) {
	page := casePage{Shell: p.shell(rq, rq.t("web.case-title", "number", c.Number), rq.t("web.case-description")), Case: c, Number: c.Number, Key: key}
	rq.trail(&page.Shell, c.Number, "contact")
	page.NoIndex, page.Canonical = true, ""
	page.Alternate.URL = ""
	page.New = rq.param("nouveau") != ""
	page.Link = p.BaseURL + rq.to("case", c.Number) + "?cle=" + key
	page.Action = rq.to("case", c.Number)
	page.Status = theme.Badge{Kind: map[desk.Status]string{desk.Received: "info", desk.Answered: "success", desk.Waiting: "warning", desk.Closed: "neutral", desk.Erased: "neutral"}[c.Status], Text: rq.t(c.Status.Label())}
	page.Open = c.Status != desk.Erased
	page.Export = theme.Link{Text: rq.t("web.case-export"), URL: rq.to("case", c.Number) + "?cle=" + key + "&export=1"}
	var err error
	if page.Registration, err = p.registration(rq, c); err != nil {
		return nil, err
	}
	page.Field = theme.Field{ID: "f-message", Name: "message", Type: "textarea", Label: rq.t("web.case-add"), Required: true, MaxLength: desk.MaxMessage, Rows: 5}
	page.Confirm = theme.Field{ID: "f-confirm", Name: "confirm", Type: "checkbox", Required: true, Options: []theme.Option{{Value: "1", Text: rq.t("web.case-erase-confirm")}}}
	if fault != nil {
		page.Errors = &theme.ErrorSummary{Title: rq.t("web.form-errors")}
		for _, e := range errs.All(fault) {
			id := "#f-" + e.Field
			page.Errors.Items = append(page.Errors.Items, theme.Link{Text: e.In(rq.lang), URL: id})
			if e.Field == "confirm" {
				page.Confirm.Error = e.In(rq.lang)
			} else if e.Field != "check" {
				page.Field.Error, page.Field.Value = e.In(rq.lang), rq.PostForm.Get("message")
			}
		}
	}
	for _, f := range []struct{ label, value string }{{"web.contact-topic", rq.t(c.Topic.Label())}, {"web.contact-organisation", c.Organisation}, {"web.contact-email", c.Email}, {"web.case-opened", dateTime(c.OpenedAt, rq.lang)}} {
		if f.value != "" {
			page.Facts = append(page.Facts, theme.Fact{Label: rq.t(f.label), Value: f.value})
		}
	}
	for _, e := range c.Events {
		v := caseEvent{When: dateTime(e.At, rq.lang), What: rq.t(e.Kind.Label()), Text: e.Text, Staff: e.Kind == desk.StaffReplied}
		if e.Kind == desk.StatusChanged {
			v.What = rq.t("web.case-became", "status", rq.t(e.Status.Label()))
		}
		for _, a := range e.Answers {
			v.Answers = append(v.Answers, theme.Link{Text: a.Title, URL: a.URL})
		}
		page.Events = append(page.Events, v)
	}
	resp, err := p.renderStatus(rq, status, "page-case", page)
	if err != nil {
		return nil, err
	}
	return private(resp), nil
}

type followPage struct {
	theme.Shell
	Errors *theme.ErrorSummary
	Fields []theme.Field
	Action string
}

// followFind asks for the number and the secret, and leads to the case.
func (p *Portal) followFind(rq request) (*edge.Response, error) {
	if number := rq.param("numero"); number != "" {
		return private(see(rq.to("case", strings.ToUpper(number)) + "?cle=" + url.QueryEscape(rq.param("cle")))), nil
	}
	return p.followForm(rq, http.StatusOK, "", nil)
}

func (p *Portal) followForm(rq request, status int, number string, fault error) (*edge.Response, error) {
	page := followPage{Shell: p.shell(rq, rq.t("web.follow-title"), rq.t("web.follow-description")), Action: strings.Replace(rq.to("case", "x"), "/x", "/", 1)}
	rq.trail(&page.Shell, rq.t("web.follow-title"), "contact")
	page.NoIndex, page.Canonical = true, ""
	page.Alternate.URL = strings.Replace(rq.toOther("case", "x"), "/x", "/", 1)
	wrong := ""
	if fault != nil {
		wrong = errs.All(fault)[0].In(rq.lang)
		page.Errors = &theme.ErrorSummary{Title: rq.t("web.form-errors"), Items: []theme.Link{{Text: wrong, URL: "#f-numero"}}}
	}
	page.Fields = []theme.Field{
		{ID: "f-numero", Name: "numero", Type: "text", Label: rq.t("web.follow-number"), Hint: rq.t("web.follow-number-hint"), Value: number, Required: true, Error: wrong},
		{ID: "f-cle", Name: "cle", Type: "text", Label: rq.t("web.follow-key"), Hint: rq.t("web.follow-key-hint"), Required: true, Autocomplete: "off"},
	}
	resp, err := p.renderStatus(rq, status, "page-follow", page)
	if err != nil {
		return nil, err
	}
	return private(resp), nil
}

func (rq request) toOther(page, slug string) string {
	other := rq
	other.lang = rq.lang.Other()
	return other.to(page, slug)
}

// followSend takes what the holder of a case's link does with it: a further message, or taking it back.
func (p *Portal) followSend(rq request) (*edge.Response, error) {
	form, err := rq.form()
	if err != nil {
		return nil, err
	}
	number, key := rq.PathValue("slug"), form("cle")
	back := rq.to("case", number) + "?cle=" + key
	switch form("step") {
	case "erase":
		if form("confirm") != "1" {
			err = errs.New(errs.Invalid, "web.case-erase-unconfirmed").On("confirm")
		} else {
			err = p.Desk.Erase(rq.Context(), number, key)
		}
	case "ospo-check":
		_, err = p.OSPO.Check(rq.Context(), number, key)
	case "ospo-list-asked", "ospo-list-confirmed":
		_, err = p.OSPO.List(rq.Context(), number, key, form("step") == "ospo-list-confirmed")
	default:
		_, err = p.Desk.Add(rq.Context(), number, key, form("message"))
	}
	switch {
	case errs.Is(err, errs.Invalid), faultOf(err) == "check":
		c, followErr := p.Desk.Follow(rq.Context(), number, key)
		if followErr != nil {
			return nil, followErr
		}
		return p.casePage(rq, http.StatusBadRequest, c, key, err)
	case errs.Is(err, errs.NotFound):
		return p.followForm(rq, http.StatusNotFound, number, err)
	case err != nil:
		return nil, err
	}
	return see(back), nil
}

// faultOf returns the field that the first error names.
func faultOf(err error) string {
	if all := errs.All(err); len(all) > 0 {
		return all[0].Field
	}
	return ""
}
