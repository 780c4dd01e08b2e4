package app

import (
	"io"
	"net/url"
	"os"
	"strings"

	"guichet/internal/cli"
	"guichet/internal/errs"
	"guichet/internal/web"
	"guichet/internal/web/theme"
)

// look returns the theme that the settings ask for. What is wrong with it is said before anything is opened.
func look(s cli.ServeSettings) (*theme.Theme, error) {
	b := theme.Brand{Colour: s.Brand.Colour, DarkColour: s.Brand.DarkColour}
	if s.Brand.Logo != "" {
		f, err := os.Open(s.Brand.Logo)
		if err != nil {
			return nil, errs.Wrap(err, errs.Invalid, "app.no-logo").With("file", s.Brand.Logo)
		}
		defer f.Close()
		if b.Logo, err = io.ReadAll(io.LimitReader(f, theme.MaxLogo+1)); err != nil {
			return nil, errs.Wrap(err, errs.Invalid, "app.no-logo").With("file", s.Brand.Logo)
		}
	}
	if s.Theme != "dsfr" {
		th, err := theme.Plain(b)
		if err != nil {
			return nil, errs.Wrap(err, errs.Invalid, "app.bad-brand").With("reason", err.Error())
		}
		return th, nil
	}
	if s.Operator == "" && s.Brand.Official == "" {
		return nil, errs.New(errs.Invalid, "app.no-official")
	}
	th, err := theme.DSFR(os.DirFS(s.DSFRDir), b)
	if err != nil {
		return nil, errs.Wrap(err, errs.Invalid, "app.no-dsfr").With("dir", s.DSFRDir)
	}
	return th, nil
}

// site returns what the settings say of the desk.
func site(s cli.ServeSettings, th *theme.Theme) theme.Site {
	return theme.Site{Name: s.SiteName, Tagline: s.Tagline, Operator: s.Operator, Official: s.Brand.Official, Logo: th.Logo(), Version: cli.Version()}
}

// footerLinks reads the further links of the footer, each "text|address".
func footerLinks(s cli.ServeSettings) ([]theme.Link, error) {
	var links []theme.Link
	for _, one := range s.FooterLink {
		text, address, ok := strings.Cut(one, "|")
		text, address = strings.TrimSpace(text), strings.TrimSpace(address)
		u, err := url.Parse(address)
		inside := strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//")
		if !ok || text == "" || err != nil || !inside && (u.Scheme != "https" && u.Scheme != "http" || u.Host == "") {
			return nil, errs.New(errs.Invalid, "app.bad-footer-link").With("link", one)
		}
		links = append(links, theme.Link{Text: text, URL: address})
	}
	return links, nil
}

// legal returns what the pages that the law asks for say of the body.
func legal(s cli.ServeSettings) web.Legal {
	l := s.Legal
	return web.Legal{
		Operator: s.Operator, Address: l.Address, Phone: l.Phone, Email: l.Email, SIRET: l.SIRET, Director: l.Director,
		Host: l.Host, HostAddress: l.HostAddress, HostPhone: l.HostPhone, DPO: l.DPO, KeepQuestions: s.Keep.Questions, KeepCases: s.Keep.Cases,
	}
}
