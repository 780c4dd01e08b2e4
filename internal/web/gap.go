package web

import (
	"errors"
	"net/http"
	"strings"

	"guichet/internal/desk"
	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/web/theme"
)

type gapPage struct {
	theme.Shell
	Action  string
	Token   string
	Errors  *theme.ErrorSummary
	Fields  []theme.Field
	Privacy theme.Link
	Track   theme.Link
}

// gap shows the form by which a software or a version is asked to enter the perimeter of the support contract.
func (p *Portal) gap(rq request) (*edge.Response, error) {
	g := desk.Gap{Software: rq.param("logiciel"), Version: rq.param("version")}
	resp, err := p.gapForm(rq, http.StatusOK, desk.Request{Organisation: rq.param("etablissement"), Gap: &g}, "", nil)
	if err != nil {
		return nil, err
	}
	return resp.Set("Cache-Control", "no-store"), nil // the form carries a token of its own
}

func (p *Portal) gapForm(rq request, status int, r desk.Request, why string, faults error) (*edge.Response, error) {
	page := gapPage{Shell: p.shell(rq, rq.t("web.gap-title"), rq.t("web.gap-description")), Action: rq.to("gap", ""), Token: r.Token}
	rq.trail(&page.Shell, page.Title, "contracts")
	rq.also(&page.Shell, "gap", "")
	if page.Token == "" {
		page.Token = desk.NewToken()
	}
	wrong := map[string]string{}
	if faults != nil {
		for _, e := range errs.All(faults) {
			wrong[e.Field] = e.In(rq.lang)
		}
		page.Title = rq.t("web.error-prefix", "title", page.Title)
	}
	why0 := wrong["message"]
	if why0 == "" {
		why0 = wrong["token"] + wrong[""]
	}
	page.Fields = []theme.Field{
		{ID: "f-software", Name: "software", Type: "text", Label: rq.t("web.checker-software"), Value: r.Gap.Software, Required: true, MaxLength: desk.MaxGapSoftware, Error: wrong["software"]},
		{ID: "f-version", Name: "version", Type: "text", Label: rq.t("web.checker-version"), Hint: rq.t("web.optional"), Value: r.Gap.Version, MaxLength: desk.MaxGapVersion, Error: wrong["version"]},
		{ID: "f-organisation", Name: "organisation", Type: "text", Label: rq.t("web.checker-body"), Value: r.Organisation, Required: true, MaxLength: desk.MaxOrganisation, Autocomplete: "organization", Error: wrong["organisation"]},
		{ID: "f-why", Name: "why", Type: "textarea", Label: rq.t("web.gap-why"), Hint: rq.t("web.gap-why-hint"), Value: why, MaxLength: desk.MaxMessage - 400, Rows: 5, Error: why0},
		{ID: "f-email", Name: "email", Type: "email", Label: rq.t("web.contact-email"), Hint: rq.t("web.contact-email-hint"), Value: r.Email, MaxLength: desk.MaxEmail, Autocomplete: "email", Error: wrong["email"]},
	}
	page.Errors = rq.summary(page.Fields)
	page.Privacy = theme.Link{Text: rq.t("web.contact-privacy"), URL: rq.to("privacy", "")}
	page.Track = theme.Link{Text: rq.t("web.contact-track"), URL: strings.Replace(rq.to("case", "x"), "/x", "/", 1)}
	return p.renderStatus(rq, status, "page-gap", page)
}

// gapSend stores the demand as a case. A body and a software that the desk knows are written as it names them, so that demands can be merged.
func (p *Portal) gapSend(rq request) (*edge.Response, error) {
	form, err := rq.form()
	if err != nil {
		return nil, err
	}
	if form("website") != "" { // a field that people do not see: only a machine fills it in
		return see(rq.to("gap", "")), nil
	}
	why := strings.TrimSpace(form("why"))
	typed := desk.Gap{Software: strings.TrimSpace(form("software")), Version: strings.TrimSpace(form("version"))}
	r := desk.Request{Token: form("token"), Topic: desk.Market, Email: form("email"), Organisation: strings.TrimSpace(form("organisation")), Lang: rq.lang, Gap: &typed}
	var faults []error
	if r.Organisation == "" {
		faults = append(faults, errs.New(errs.Invalid, "market.check-no-body").On("organisation"))
	}
	named := typed
	switch c, product, ok := rq.snap().Market.FindSoftware(typed.Software); {
	case product != nil:
		faults = append(faults, errs.New(errs.Invalid, "market.check-software-not-free").On("software").With("software", product.FullName()))
	case ok && !c.Mended: // what is misspelt may be another software: it stays as typed
		named.Software = c.Title()
		if named.Version == "" {
			named.Version = c.Version
		}
	}
	stored := r
	stored.Gap = &named
	if b, ok := rq.snap().Market.FindBody(r.Organisation); ok && b.Beneficiary != nil && !b.Mended {
		stored.Organisation = b.Name // in whatever language the page is: the name is what demands are merged by
	}
	stored.Message = strings.TrimSpace(rq.t("web.gap-message", "software", strings.TrimSpace(named.Software+" "+named.Version)) + "\n\n" + why)
	if err := stored.Validate(); err != nil || len(faults) > 0 {
		for _, e := range errs.All(err) {
			faults = append(faults, e)
			if e.Field == "token" {
				r.Token = ""
			}
		}
		return p.gapForm(rq, http.StatusBadRequest, r, why, errors.Join(faults...))
	}
	c, secret, err := p.Desk.Open(rq.Context(), stored)
	if errs.Is(err, errs.Invalid) || errs.Is(err, errs.Conflict) {
		r.Token = ""
		return p.gapForm(rq, http.StatusConflict, r, why, err)
	}
	if errs.Is(err, errs.Unavailable) { // what was typed stays on the page
		p.Log.Error("a demand could not be stored", "error", err)
		return p.gapForm(rq, http.StatusServiceUnavailable, r, why, err)
	}
	if err != nil {
		return nil, err
	}
	return see(rq.to("case", c.Number) + "?cle=" + secret + "&nouveau=1"), nil
}
