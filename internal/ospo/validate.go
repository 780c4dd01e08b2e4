package ospo

import (
	"errors"
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"guichet/internal/errs"
)

// Bounds of a record, in characters (bytes for addresses).
const (
	MaxName        = 200
	MaxDescription = 500
	MaxAddress     = 500
	MaxCode        = 30
)

var (
	uuid    = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	country = regexp.MustCompile(`^(?:[A-Z]{2}|INT)$`)
)

// Validate returns every fault of the record, joined, each an errs.Invalid that names its field as the format does: url, name, country,
// description.fr, description.en, email, created, pso_id, floss_policy, code.
func (o Office) Validate() error {
	var faults []error
	add := func(field, key string) { faults = append(faults, errs.New(errs.Invalid, key).On(field)) }
	line := func(field, s string, most int, required bool) {
		switch n := utf8.RuneCountInString(s); {
		case s == "" && required:
			add(field, "ospo.missing")
		case !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl):
			add(field, "ospo.control")
		case n > most:
			faults = append(faults, errs.New(errs.Invalid, "ospo.long").On(field).With("max", most))
		}
	}
	if !WebAddress(o.URL) {
		add("url", "ospo.bad-url")
	}
	line("name", o.Name, MaxName, true)
	if !country.MatchString(o.Country) {
		add("country", "ospo.bad-country")
	}
	line("description.fr", o.Description.Fr, MaxDescription, true)
	line("description.en", o.Description.En, MaxDescription, true)
	if o.Email != "" && !mailAddress(o.Email) {
		add("email", "ospo.bad-email")
	}
	if !o.Created.IsZero() && o.Created.Day == 0 {
		add("created", "ospo.bad-created")
	}
	if o.PSOID != "" && !uuid.MatchString(o.PSOID) {
		add("pso_id", "ospo.bad-pso")
	}
	if o.FLOSSPolicy != "" && !WebAddress(o.FLOSSPolicy) {
		add("floss_policy", "ospo.bad-url")
	}
	if len(o.Code) > MaxCode {
		faults = append(faults, errs.New(errs.Invalid, "ospo.many-code").On("code").With("max", MaxCode))
	}
	for _, u := range o.Code {
		if !WebAddress(u) {
			faults = append(faults, errs.New(errs.Invalid, "ospo.bad-code").On("code").With("address", clip(u)))
		}
	}
	return errors.Join(faults...)
}

// Validate refuses a kind of body or a region that does not exist.
func (p Place) Validate() error {
	_, known := RegionOf(p.Region)
	switch {
	case !slices.Contains(Levels, p.Level):
		return errs.New(errs.Invalid, "ospo.bad-level").On("level")
	case p.Region != "" && !known:
		return errs.New(errs.Invalid, "ospo.bad-region").On("region")
	}
	return nil
}

// Validate returns every fault of the account, joined, each an errs.Invalid that names its field as the public list does: forge, software, owner, pso_id,
// floss_policy, ospo_url.
func (a Account) Validate() error {
	var faults []error
	add := func(field, key string) { faults = append(faults, errs.New(errs.Invalid, key).On(field)) }
	if !WebAddress("https://"+a.Forge) || strings.ContainsAny(a.Forge, "/?#:") {
		add("forge", "ospo.bad-url")
	}
	if a.Software == "" {
		add("software", "ospo.missing")
	}
	if a.Owner != "" && (!WebAddress(a.URL()) || strings.ContainsAny(a.Owner, "?#")) {
		add("owner", "ospo.bad-code")
	}
	if a.PSOID != "" && !uuid.MatchString(a.PSOID) {
		add("pso_id", "ospo.bad-pso")
	}
	if a.FLOSSPolicy != "" && !WebAddress(a.FLOSSPolicy) {
		add("floss_policy", "ospo.bad-url")
	}
	if a.OSPO != "" && !WebAddress(a.OSPO) {
		add("ospo_url", "ospo.bad-url")
	}
	return errors.Join(faults...)
}

// Validate refuses a body without identifier or name.
func (b Body) Validate() error {
	switch {
	case !uuid.MatchString(b.PSOID):
		return errs.New(errs.Invalid, "ospo.bad-pso").On("pso_id")
	case b.Name == "":
		return errs.New(errs.Invalid, "ospo.missing").On("name")
	case utf8.RuneCountInString(b.Name) > MaxName:
		return errs.New(errs.Invalid, "ospo.long").On("name").With("max", MaxName)
	}
	return nil
}

func clip(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return s
}

// WebAddress reports whether s is a web address that may be published: http or https, a host with a name, with # and ? where they belong, without a
// user name, blanks or quotes.
func WebAddress(s string) bool {
	if len(s) > MaxAddress || strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsGraphic(r) || strings.ContainsRune(`"<>\`+"`", r)
	}) {
		return false
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil {
		return false
	}
	if _, err := netip.ParseAddr(u.Hostname()); err == nil {
		return false
	}
	return strings.Contains(strings.Trim(u.Hostname(), "."), ".")
}

func mailAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && len(s) <= 254 && strings.Contains(s[strings.LastIndexByte(s, '@'):], ".") && !strings.ContainsAny(s, " \"<>?&")
}
