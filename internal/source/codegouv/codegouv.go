// Package codegouv reads three lists of codegouvfr-data, the public data of code.gouv.fr:
//
//	awesome-codegouvfr           notable projects, by the address of their repository
//	comptes-organismes-publics   forges and accounts on forges where public bodies publish code
//	top-organizations            names of the bodies at the top of the directory of public services
//
// Each is a YAML map. A file that is not whole is refused whole, with its line; an entry that cannot be used is refused by itself. None of them carries a
// date: theirs is that of the copy. The fourth list, of offices, is read by package ospometa, the fifth, of trainings, by package formations.
//
// The list of notable projects says neither name nor licence: a project is named after its repository, with the group when the forge nests groups
// ("heimdall/python"), and its licence stays unknown until another source states it. The list's own criteria are in the head of the file.
package codegouv

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/ospo"
	"guichet/internal/provenance"
	"guichet/internal/source"
)

// The names under which the lists are imported.
const (
	NotableSource  = "awesome-codegouvfr"
	AccountsSource = "comptes-organismes-publics"
	BodiesSource   = "top-organizations"
)

// origin is the id in the register of sources of what accounts and bodies come from.
const origin = "codegouvfr-data"

// The formats.
var (
	Notable  = source.Format{Name: NotableSource, Help: "notable projects of public administrations, codegouvfr-data YAML", Read: reader(NotableSource, notable)}
	Accounts = source.Format{Name: AccountsSource, Help: "accounts of public bodies on forges, codegouvfr-data YAML", Read: reader(AccountsSource, forge)}
	Bodies   = source.Format{Name: BodiesSource, Help: "names of public bodies (top_organizations.yml), codegouvfr-data YAML", Read: reader(BodiesSource, body)}
)

// titles name the lists in both languages.
var titles = map[string]i18n.Text{
	NotableSource:  {Fr: "Projets notables de code.gouv.fr (awesome-codegouvfr)", En: "Notable projects of code.gouv.fr (awesome-codegouvfr)"},
	AccountsSource: {Fr: "Comptes d’organismes publics sur les forges (code.gouv.fr)", En: "Accounts of public bodies on forges (code.gouv.fr)"},
	BodiesSource:   {Fr: "Organismes publics de premier rang (code.gouv.fr)", En: "Leading public bodies (code.gouv.fr)"},
}

// reader returns the reader of one list, whose pairs add takes.
func reader(from string, add func(*source.Collector, source.Pair) error) func(context.Context, *source.Input) (facts.Import, error) {
	return func(ctx context.Context, in *source.Input) (facts.Import, error) {
		c := source.Collect(in, from)
		err := in.Each(ctx, []string{".yml", ".yaml"}, func(name string, r io.Reader) error {
			text, err := source.Whole(name, r)
			if err != nil {
				return err
			}
			return source.YAMLMap(name, text, func(p source.Pair) error { return add(c, p) })
		})
		if err != nil {
			return facts.Import{Source: from}, err
		}
		err = c.Describe(provenance.Source{Title: titles[from], Publisher: "DINUM", URL: "https://github.com/codegouvfr/codegouvfr-data", Licence: "etalab-2.0"})
		return c.Import(), err
	}
}

// notable adds one project.
func notable(c *source.Collector, p source.Pair) error {
	var entry struct {
		Added string `yaml:"added"`
	}
	if err := p.Into(&entry); err != nil {
		c.Refuse(p.Where(), p.Key, err.Error())
		return nil
	}
	repository := source.Web(p.Key)
	name := nameOf(repository)
	if repository == "" || name == "" {
		c.Refuse(p.Where(), p.Key, "the address of a repository was expected")
		return nil
	}
	return c.Software(p.Where(), repository, catalog.SoftwareStatement{Name: source.Clip(name, maxName), Repository: repository})
}

// maxName bounds the name of a project, in runes.
const maxName = 80

// nameOf returns the name of a project from the address of its repository: the last part of the path, with the part before it when groups are nested.
func nameOf(repository string) string {
	u, err := url.Parse(repository)
	if err != nil {
		return ""
	}
	parts := strings.FieldsFunc(strings.TrimSuffix(u.Path, ".git"), func(r rune) bool { return r == '/' })
	if len(parts) < 2 {
		return ""
	}
	return source.Name(strings.Join(parts[max(len(parts)-2, 1):], "/"))
}

// holder is what the list says of a forge or of an account.
type holder struct {
	Software string `yaml:"forge"`
	PSOID    string `yaml:"pso_id"`
	Policy   string `yaml:"floss_policy"`
	OSPO     string `yaml:"ospo_url"`
	Ignored  string `yaml:"ignored_since"`
}

// forge adds a forge: the accounts that it lists, or the whole forge when it lists none.
func forge(c *source.Collector, p source.Pair) error {
	var whole holder
	if err := p.Into(&whole); err != nil {
		c.Refuse(p.Where(), p.Key, err.Error())
		return nil
	}
	owners := p.Under("owners")
	if len(owners) == 0 {
		return account(c, p, p.Key, "", whole, whole.Software)
	}
	for _, o := range owners {
		var of holder
		if err := o.Into(&of); err != nil {
			c.Refuse(o.Where(), o.Key, err.Error())
			continue
		}
		if err := account(c, o, p.Key, o.Key, of, whole.Software); err != nil {
			return err
		}
	}
	return nil
}

func account(c *source.Collector, p source.Pair, host, owner string, of holder, software string) error {
	ignored, err := provenance.ParseDate(of.Ignored)
	if err != nil && of.Ignored != "" {
		err = fmt.Errorf("ignored_since %q: a date as 2024-08-09 was expected", of.Ignored)
	} else {
		err = nil
	}
	a := ospo.Account{Forge: host, Software: software, Owner: owner, PSOID: of.PSOID, FLOSSPolicy: of.Policy, OSPO: of.OSPO, Ignored: ignored, Source: origin}
	return c.Add(ospo.KindAccount, p.Where(), a.Key(), a.Key(), a, reason(err, a.Validate()))
}

// reason joins what is wrong with an entry: each fault with its field, in words.
func reason(err, faults error) error {
	all := []error{err}
	for _, e := range errs.All(faults) {
		all = append(all, fmt.Errorf("%s: %s", e.Field, e.In(i18n.English)))
	}
	return errors.Join(all...)
}

// body adds a public body: its identifier in the directory of public services, and its name.
func body(c *source.Collector, p source.Pair) error {
	var name string
	if err := p.Into(&name); err != nil {
		c.Refuse(p.Where(), p.Key, err.Error())
		return nil
	}
	b := ospo.Body{PSOID: p.Key, Name: source.Name(name), Source: origin}
	return c.Add(ospo.KindBody, p.Where(), b.PSOID, cmp.Or(b.Name, b.PSOID), b, reason(nil, b.Validate()))
}
