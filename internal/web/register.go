package web

import (
	"cmp"
	"errors"
	"net/http"
	"strings"

	"guichet/internal/desk"
	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/i18n"
	"guichet/internal/ospo"
	"guichet/internal/provenance"
	"guichet/internal/web/theme"
)

type registerPage struct {
	theme.Shell
	Action  string
	Token   string
	Errors  *theme.ErrorSummary
	Fields  []theme.Field
	Record  string // the record to be sent, shown before it is
	Check   theme.Button
	Send    theme.Button
	Stepper theme.Stepper
	Privacy theme.Link
}

// registration is what the form holds.
type registration struct {
	ospo.Application
	created string // as it was typed
	token   string
	contact string
}

// registerFields is the order of the form: the field of the record, and its name in the form.
var registerFields = []struct{ field, name string }{
	{"url", "url"}, {"name", "name"}, {"description.fr", "fr"}, {"description.en", "en"}, {"country", "country"}, {"level", "level"}, {"region", "region"},
	{"email", "email"}, {"created", "created"}, {"pso_id", "pso"}, {"floss_policy", "policy"}, {"code", "code"}, {"contact", "contact"},
}

// register shows the form, empty or with the record that is to be corrected.
func (p *Portal) register(rq request) (*edge.Response, error) {
	var r registration
	r.Office.Country = "FR"
	if slug := rq.param("ospo"); slug != "" {
		o, err := rq.snap().OSPO.Office(slug)
		if err != nil {
			return nil, err
		}
		r.Office, r.Level, r.Region, r.created = *o, o.Place.Level, o.Place.Region, o.Created.String()
	}
	resp, err := p.registerForm(rq, http.StatusOK, r, nil, false)
	if err != nil {
		return nil, err
	}
	return resp.Set("Cache-Control", "no-store"), nil // it carries a token of its own
}

func (p *Portal) registerForm(rq request, status int, r registration, faults error, shown bool) (*edge.Response, error) {
	page := registerPage{Shell: p.shell(rq, rq.t("web.register-title"), rq.t("web.register-description")), Action: rq.to("ospo-register", ""), Token: cmp.Or(r.token, desk.NewToken())}
	rq.trail(&page.Shell, page.Title, "ospos")
	rq.also(&page.Shell, "ospo-register", "")
	page.Privacy = theme.Link{Text: rq.t("web.contact-privacy"), URL: rq.to("privacy", "")}
	page.Stepper = theme.Stepper{Title: rq.t("web.register-step-1"), Next: rq.t("web.register-step-2"), Step: 1, Steps: 3}
	wrong := map[string]string{}
	for _, e := range errs.All(faults) {
		if wrong[e.Field] == "" {
			wrong[e.Field] = e.In(rq.lang)
		}
	}
	if faults != nil {
		page.Title = rq.t("web.error-prefix", "title", page.Title)
		page.Errors = &theme.ErrorSummary{Title: rq.t("web.form-errors")}
		known := map[string]bool{}
		for _, f := range registerFields {
			if known[f.field] = true; wrong[f.field] != "" {
				page.Errors.Items = append(page.Errors.Items, theme.Link{Text: rq.t("web.register-"+f.name) + " – " + wrong[f.field], URL: "#f-" + f.name})
			}
		}
		for field, text := range wrong {
			if !known[field] {
				page.Errors.Items = append(page.Errors.Items, theme.Link{Text: text, URL: "#f-url"})
			}
		}
	}
	o := r.Office
	levels, regions := []theme.Option{{Text: rq.t("web.contact-choose")}}, []theme.Option{{Text: rq.t("web.register-no-region")}}
	for _, l := range ospo.Levels {
		levels = append(levels, theme.Option{Value: l, Text: rq.t(ospo.LevelLabel(l)), Selected: l == r.Level})
	}
	for _, x := range ospo.Regions {
		regions = append(regions, theme.Option{Value: x.Code, Text: x.Name.In(rq.lang), Selected: x.Code == r.Region})
	}
	text := func(name, kind, value string, most int, required bool) theme.Field {
		f := theme.Field{ID: "f-" + name, Name: name, Type: kind, Label: rq.t("web.register-" + name), Value: value, MaxLength: most, Required: required}
		if hint := "web.register-" + name + "-hint"; i18n.Has(rq.lang, hint) {
			f.Hint = rq.t(hint)
		}
		return f
	}
	page.Fields = []theme.Field{
		text("url", "url", o.URL, ospo.MaxAddress, true),
		text("name", "text", o.Name, ospo.MaxName, true),
		text("fr", "textarea", o.Description.Fr, ospo.MaxDescription, true),
		text("en", "textarea", o.Description.En, ospo.MaxDescription, true),
		text("country", "text", o.Country, 3, true),
		text("level", "select", "", 0, true),
		text("region", "select", "", 0, false),
		text("email", "email", o.Email, desk.MaxEmail, false),
		text("created", "text", cmp.Or(r.created, o.Created.String()), 10, false),
		text("pso", "text", o.PSOID, 36, false),
		text("policy", "url", o.FLOSSPolicy, ospo.MaxAddress, false),
		text("code", "textarea", strings.Join(o.Code, "\n"), ospo.MaxCode*ospo.MaxAddress, false),
		text("contact", "email", r.contact, desk.MaxEmail, false),
	}
	for i, f := range registerFields {
		page.Fields[i].Error = wrong[f.field]
	}
	page.Fields[2].Rows, page.Fields[3].Rows = 3, 3
	page.Fields[5].Options, page.Fields[6].Options = levels, regions
	page.Fields[12].Autocomplete = "email"
	page.Check = theme.Button{Text: rq.t("web.register-preview"), Kind: "primary", Name: "step", Value: "preview"}
	if shown {
		page.Stepper = theme.Stepper{Title: rq.t("web.register-step-2"), Next: rq.t("web.register-step-3"), Step: 2, Steps: 3}
		page.Record = r.YAML()
		page.Check = theme.Button{Text: rq.t("web.register-again"), Kind: "secondary", Name: "step", Value: "preview"}
		page.Send = theme.Button{Text: rq.t("web.register-send"), Kind: "primary", Name: "step", Value: "send"}
	}
	return p.renderStatus(rq, status, "page-register", page)
}

// registerSend takes the form: first it shows the record as it would be sent, then it keeps it as a case.
func (p *Portal) registerSend(rq request) (*edge.Response, error) {
	form, err := rq.form()
	if err != nil {
		return nil, err
	}
	if form("website") != "" { // only a machine fills it in
		return see(rq.to("ospo-register", "")), nil
	}
	line := func(name string) string { return strings.Join(strings.Fields(form(name)), " ") }
	r := registration{token: form("token"), contact: strings.TrimSpace(form("contact")), created: strings.TrimSpace(form("created"))}
	r.Level, r.Region = form("level"), form("region")
	r.Office = ospo.Office{
		URL: strings.TrimSpace(form("url")), Name: line("name"), Country: strings.ToUpper(strings.TrimSpace(form("country"))), Description: i18n.Text{Fr: line("fr"), En: line("en")},
		Email: strings.TrimSpace(form("email")), PSOID: strings.ToLower(strings.TrimSpace(form("pso"))), FLOSSPolicy: strings.TrimSpace(form("policy")), Code: strings.Fields(form("code")),
	}
	var faults error
	if r.created != "" {
		if r.Office.Created, err = provenance.ParseDate(r.created); err != nil {
			faults = errs.New(errs.Invalid, "ospo.bad-created").On("created")
		}
	}
	faults = errors.Join(faults, r.Validate())
	req := desk.Request{Token: r.token, Topic: desk.OSPO, Message: "0123456789", Email: r.contact, Organisation: r.Office.Name, Lang: rq.lang}
	for _, e := range errs.All(req.Validate()) {
		if e.Field == "email" {
			faults = errors.Join(faults, e.On("contact"))
		}
		if e.Field == "token" {
			r.token = ""
			faults = errors.Join(faults, e)
		}
	}
	if faults != nil {
		return p.registerForm(rq, http.StatusBadRequest, r, faults, false)
	}
	if form("step") != "send" {
		return p.registerForm(rq, http.StatusOK, r, nil, true)
	}
	c, secret, err := p.OSPO.Open(rq.Context(), r.Application, req)
	switch {
	case errs.Is(err, errs.Unavailable): // what was typed stays on the page
		p.Log.Error("a registration could not be stored", "error", err)
		return p.registerForm(rq, http.StatusServiceUnavailable, r, err, false)
	case errs.Is(err, errs.Invalid), errs.Is(err, errs.Conflict):
		r.token = ""
		return p.registerForm(rq, http.StatusConflict, r, err, false)
	case err != nil:
		return nil, err
	}
	return see(rq.to("case", c.Number) + "?cle=" + secret + "&nouveau=1"), nil
}

// registrationBlock is what the page of a case shows of a registration.
type registrationBlock struct {
	Stepper theme.Stepper
	State   theme.Alert
	Proof   ospo.Proof
	Wait    bool // a decision is still to come
	Checked string
	Results []theme.Fact
	Check   theme.Button
	List    theme.Link
	Command string
	Asked   string
	Answer  string
	Buttons []theme.Button
}

// registration returns what the page of a case shows of the registration that the case holds, or nil.
func (p *Portal) registration(rq request, c desk.Case) (*registrationBlock, error) {
	_, state, err := ospo.Read(c)
	if errs.Is(err, errs.NotFound) {
		return nil, nil //nolint:nilnil // most cases hold none
	}
	if err != nil {
		return nil, err
	}
	b := &registrationBlock{Wait: state.Decision == "", Check: theme.Button{Text: rq.t("web.register-check"), Kind: "primary", Name: "step", Value: "ospo-check"}}
	if b.Proof, err = p.OSPO.Proof(rq.Context(), c); err != nil {
		return nil, err
	}
	kind, key := "warning", "web.register-state-unproven"
	switch {
	case state.Decision == ospo.Accepted:
		kind, key = "success", "web.register-state-accepted"
	case state.Decision == ospo.Refused:
		kind, key = "info", "web.register-state-refused"
	case state.Proof != nil:
		kind, key = "info", "web.register-state-proven"
	}
	b.State = theme.Alert{Kind: kind, Title: rq.t(key)}
	b.Stepper = theme.Stepper{Title: rq.t("web.register-step-3"), Step: 3, Steps: 3}
	if a := state.Last; a != nil {
		b.Checked = rq.t("web.register-checked", "date", dateTime(a.At, rq.lang))
		for _, x := range []struct{ label, why string }{{"web.register-file", a.WellKnown}, {"web.register-dns", a.DNS}} {
			b.Results = append(b.Results, theme.Fact{Label: rq.t(x.label), Value: cmp.Or(x.why, rq.t("web.register-proof-there"))})
		}
	}
	b.List = theme.Link{Text: rq.t("web.ospo-list"), URL: ospoList}
	b.Command = "SUBSCRIBE ospo-fr " + rq.t("web.register-list-name")
	b.Asked = rq.t("web.register-list-none")
	switch {
	case !state.ListConfirmed.IsZero():
		b.Asked = rq.t("web.register-list-confirmed", "date", dateTime(state.ListConfirmed, rq.lang))
	case !state.ListAsked.IsZero():
		b.Asked = rq.t("web.register-list-asked", "date", dateTime(state.ListAsked, rq.lang))
		b.Buttons = append(b.Buttons, theme.Button{Text: rq.t("web.register-list-confirm"), Kind: "secondary", Name: "step", Value: "ospo-list-confirmed"})
	default:
		b.Buttons = append(b.Buttons, theme.Button{Text: rq.t("web.register-list-ask"), Kind: "secondary", Name: "step", Value: "ospo-list-asked"})
	}
	return b, nil
}
