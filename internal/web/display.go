package web

import (
	"net/http"
	"slices"

	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/web/theme"
)

// displayCookie holds how its reader asked to see the pages, as theme.Display writes it. It is set when they ask, and says nothing else of them.
const displayCookie = "affichage"

// displayDays is how long a browser keeps a reader's choice.
const displayDays = 365

// displayOf returns how the sender of r asked to see the pages. Nearly nobody did, and finding that out costs nothing.
func displayOf(r *http.Request) theme.Display {
	if len(r.Header["Cookie"]) == 0 {
		return theme.Display{}
	}
	c, err := r.Cookie(displayCookie)
	if err != nil {
		return theme.Display{}
	}
	return theme.ParseDisplay(c.Value)
}

// cacheKey is the key under which a page is kept: its address, and the display when it is not the usual one. An address begins with a slash, so that
// no address is another's key.
func cacheKey(d theme.Display, address string) string {
	if d == (theme.Display{}) {
		return address
	}
	return d.String() + address
}

type displayPage struct {
	theme.Shell
	Saved  *theme.Alert
	Errors *theme.ErrorSummary
	Fields []theme.Field
	Action string
	Send   theme.Button
	Note   string
}

// displaySettings shows the choice of a palette and of more contrast.
func (p *Portal) displaySettings(rq request) (*edge.Response, error) {
	return p.displayForm(rq, http.StatusOK, nil)
}

func (p *Portal) displayForm(rq request, status int, fault *errs.Error) (*edge.Response, error) {
	page := displayPage{
		Shell: p.shell(rq, rq.t("web.display-title"), rq.t("web.display-description")), Action: rq.to("display", ""),
		Send: theme.Button{Text: rq.t("web.display-send")}, Note: rq.t("web.display-note", "days", displayDays),
	}
	rq.trail(&page.Shell, page.Title)
	rq.also(&page.Shell, "display", "")
	page.NoIndex = true
	if rq.param("enregistre") != "" {
		page.Saved = &theme.Alert{Kind: "success", Title: rq.t("web.display-saved"), Live: true}
	}
	palette := theme.Field{ID: "f-palette", Name: "palette", Type: "radio", Label: rq.t("web.display-palette")}
	for _, name := range theme.Palettes {
		value, key := name, name
		if name == "" {
			value, key = "system", "system"
		}
		palette.Options = append(palette.Options, theme.Option{Value: value, Text: rq.t("web.display-" + key), Selected: rq.display.Palette == name})
	}
	palette.Options[0].Hint = rq.t("web.display-system-hint")
	if fault != nil {
		palette.Error = fault.In(rq.lang)
		page.Errors = &theme.ErrorSummary{Title: rq.t("web.form-errors"), Items: []theme.Link{{Text: palette.Error, URL: "#f-palette"}}}
	}
	page.Fields = []theme.Field{palette, {
		ID: "f-contrast", Name: "contrast", Type: "checkbox",
		Options: []theme.Option{{Value: "1", Text: rq.t("web.display-contrast"), Selected: rq.display.Contrast}},
	}}
	resp, err := p.renderStatus(rq, status, "page-display", page)
	if err != nil {
		return nil, err
	}
	return resp.Set("Cache-Control", "no-store"), nil
}

// displaySend keeps the choice in a cookie; the system's display needs none, so the cookie is then taken away.
func (p *Portal) displaySend(rq request) (*edge.Response, error) {
	form, err := rq.form()
	if err != nil {
		return nil, err
	}
	palette := form("palette")
	if palette == "system" {
		palette = ""
	}
	if !slices.Contains(theme.Palettes, palette) {
		return p.displayForm(rq, http.StatusBadRequest, errs.New(errs.Invalid, "web.display-unknown").On("palette"))
	}
	d := theme.Display{Palette: palette, Contrast: form("contrast") == "1"}
	c := http.Cookie{Name: displayCookie, Value: d.String(), Path: "/", MaxAge: displayDays * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: p.secure()} //nolint:gosec // a desk tried without TLS has no secure cookies
	if d == (theme.Display{}) {
		c.MaxAge = -1
	}
	return see(rq.to("display", "")+"?enregistre=1").Set("Set-Cookie", c.String()), nil
}
