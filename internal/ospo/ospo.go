package ospo

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/search"
)

// The kinds of statement that this package reads.
const (
	KindOffice  = "ospo"
	KindPlace   = "ospo-place"
	KindAccount = "forge-account"
	KindBody    = "public-body"
)

// Office is one Open Source Programme Office, as one source describes it.
type Office struct {
	Slug        string          `json:"slug,omitempty" yaml:"slug"` // empty in sources that have none: it is made from the name
	URL         string          `json:"url" yaml:"url"`             // its main address, which names it in the register
	Name        string          `json:"name" yaml:"name"`
	Country     string          `json:"country" yaml:"country"` // ISO 3166-1 alpha-2, or INT
	Description i18n.Text       `json:"description" yaml:"description"`
	Email       string          `json:"email,omitempty" yaml:"email"`
	Created     provenance.Date `json:"created,omitzero" yaml:"created"`
	PSOID       string          `json:"psoId,omitempty" yaml:"pso_id"` // of the body in the directory lannuaire.service-public.fr
	FLOSSPolicy string          `json:"flossPolicy,omitempty" yaml:"floss_policy"`
	Code        []string        `json:"code,omitempty" yaml:"code"` // addresses of forge accounts
	Source      string          `json:"source,omitempty" yaml:"source"`
	Mark        provenance.Mark `json:"-" yaml:"-"`

	Place    Place      `json:"-" yaml:"-"`
	Body     Body       `json:"-" yaml:"-"` // that PSOID names; its zero value when no source does
	Accounts []*Account `json:"-" yaml:"-"` // of the body on forges, beside Code
	Older    []*Office  `json:"-" yaml:"-"` // what other sources say of the same office, newest first
}

// Place says where an office is, and what kind of body it belongs to.
type Place struct {
	Office string          `json:"office" yaml:"office"` // the office's address
	Level  string          `json:"level" yaml:"level"`   // one of Levels
	Region string          `json:"region,omitempty" yaml:"region"`
	Source string          `json:"source" yaml:"source"`
	Mark   provenance.Mark `json:"-" yaml:"-"`
}

// Account is a public body's account on a forge, or a whole forge of that body when Owner is empty.
type Account struct {
	Forge       string          `json:"forge" yaml:"forge"` // host name
	Software    string          `json:"software" yaml:"software"`
	Owner       string          `json:"owner,omitempty" yaml:"owner"`
	PSOID       string          `json:"psoId,omitempty" yaml:"pso_id"`
	FLOSSPolicy string          `json:"flossPolicy,omitempty" yaml:"floss_policy"`
	OSPO        string          `json:"ospo,omitempty" yaml:"ospo_url"`
	Ignored     provenance.Date `json:"ignored,omitzero" yaml:"ignored_since"` // since when the public list leaves it aside
	Source      string          `json:"source" yaml:"source"`
	Mark        provenance.Mark `json:"-" yaml:"-"`
}

// URL is the account's address.
func (a *Account) URL() string {
	if a.Owner == "" {
		return "https://" + a.Forge
	}
	return "https://" + a.Forge + "/" + a.Owner
}

// Key names the account: its forge and owner.
func (a *Account) Key() string { return strings.TrimSuffix(a.Forge+"/"+a.Owner, "/") }

// Body is a public body, by its identifier in the directory of public services.
type Body struct {
	PSOID  string          `json:"psoId" yaml:"pso_id"`
	Name   string          `json:"name" yaml:"name"`
	Source string          `json:"source" yaml:"source"`
	Mark   provenance.Mark `json:"-" yaml:"-"`
}

// Set is the directory. It never changes once it is built.
type Set struct {
	Offices []*Office // by name
}

// Build reads the statements about offices, their places, the forge accounts and the bodies.
func Build(rows []facts.Row, sources provenance.Sources) (*Set, error) {
	offices, err1 := facts.Decode[Office](rows, KindOffice)
	places, err2 := facts.Decode[Place](rows, KindPlace)
	accounts, err3 := facts.Decode[Account](rows, KindAccount)
	bodies, err4 := facts.Decode[Body](rows, KindBody)
	if err := cmp.Or(err1, err2, err3, err4); err != nil {
		return nil, err
	}
	said := map[string][]*Office{}
	for _, e := range offices {
		o := e.Value
		o.Mark = sources.Mark(cmp.Or(o.Source, e.Source), e.Checked)
		said[Same(o.URL)] = append(said[Same(o.URL)], &o)
	}
	s := &Set{}
	for _, all := range said {
		s.Offices = append(s.Offices, join(all))
	}
	slices.SortFunc(s.Offices, func(a, b *Office) int {
		return cmp.Or(cmp.Compare(search.Fold(a.Name), search.Fold(b.Name)), cmp.Compare(a.URL, b.URL))
	})
	s.name()
	byURL := map[string]*Office{}
	for _, o := range s.Offices {
		byURL[Same(o.URL)] = o
	}
	for _, e := range places {
		if o := byURL[Same(e.Value.Office)]; o != nil {
			e.Value.Mark = sources.Mark(e.Value.Source, e.Checked)
			if o.Place.Office == "" || o.Place.Mark.Checked.Before(e.Value.Mark.Checked) {
				o.Place = e.Value
			}
		}
	}
	for _, e := range bodies {
		for _, o := range s.Offices {
			if o.PSOID != "" && o.PSOID == e.Value.PSOID && (o.Body.PSOID == "" || o.Body.Mark.Checked.Before(e.Checked)) {
				o.Body = e.Value
				o.Body.Mark = sources.Mark(e.Value.Source, e.Checked)
			}
		}
	}
	for _, e := range newest(accounts) {
		a := e.Value
		a.Mark = sources.Mark(a.Source, e.Checked)
		for _, o := range s.Offices {
			if o.PSOID != "" && o.PSOID == a.PSOID || a.OSPO != "" && Same(a.OSPO) == Same(o.URL) {
				o.Accounts = append(o.Accounts, &a)
			}
		}
	}
	return s, nil
}

// newest keeps of each account what the newest source says of it: the starter and an import of the list speak of the same ones.
func newest(accounts []facts.Entry[Account]) []facts.Entry[Account] {
	at := make(map[string]int, len(accounts))
	var out []facts.Entry[Account]
	for _, e := range accounts {
		key := strings.ToLower(e.Value.Key())
		i, known := at[key]
		switch {
		case !known:
			at[key] = len(out)
			out = append(out, e)
		case out[i].Checked.Before(e.Checked):
			out[i] = e
		}
	}
	return out
}

// join makes one office of what several sources say: the newest statement, with the others beside. The slug is that of the source that gives one,
// so that an address stays when a newer source speaks.
func join(all []*Office) *Office {
	slices.SortStableFunc(all, func(a, b *Office) int {
		switch {
		case b.Mark.Checked.Before(a.Mark.Checked):
			return -1
		case a.Mark.Checked.Before(b.Mark.Checked):
			return 1
		}
		return 0
	})
	o := all[0]
	o.Older = all[1:]
	for _, older := range o.Older {
		o.Slug = cmp.Or(o.Slug, older.Slug)
	}
	return o
}

// name gives a slug to each office that has none.
func (s *Set) name() {
	taken := map[string]bool{"referencer": true, "register": true}
	for _, o := range s.Offices {
		if o.Slug != "" {
			taken[o.Slug] = true
		}
	}
	for _, o := range s.Offices {
		if o.Slug != "" {
			continue
		}
		base := cmp.Or(search.Slug(o.Name), "ospo")
		o.Slug = base
		for n := 2; taken[o.Slug]; n++ {
			o.Slug = base + "-" + strconv.Itoa(n)
		}
		taken[o.Slug] = true
	}
}

// Same returns the form of an address by which two spellings of it are one: without a last slash, the host in lower case.
func Same(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return strings.TrimSpace(address)
	}
	u.Scheme, u.Host = "https", strings.ToLower(u.Host)
	return strings.TrimSuffix(u.String(), "/")
}

// Office returns the office at slug, or errs.NotFound.
func (s *Set) Office(slug string) (*Office, error) {
	for _, o := range s.Offices {
		if o.Slug == slug {
			return o, nil
		}
	}
	return nil, errs.New(errs.NotFound, "ospo.no-office").With("slug", slug)
}

// Filter chooses offices. Its zero value chooses all of them.
type Filter struct {
	Words  string // each must be in the name, the description, the region or the body; accents and case do not count
	Level  string
	Region string
	Forge  bool // has a forge account, of its own or of its body
	Policy bool // has published a policy
}

// Find returns the offices that the filter chooses, by name.
func (s *Set) Find(f Filter) []*Office {
	words := strings.Fields(search.Fold(f.Words))
	var out []*Office
	for _, o := range s.Offices {
		if (f.Level == "" || o.Place.Level == f.Level) && (f.Region == "" || o.Place.Region == f.Region) &&
			(!f.Forge || len(o.Code)+len(o.Accounts) > 0) && (!f.Policy || o.FLOSSPolicy != "") && o.says(words) {
			out = append(out, o)
		}
	}
	return out
}

func (o *Office) says(words []string) bool {
	if len(words) == 0 {
		return true
	}
	region, _ := RegionOf(o.Place.Region)
	text := search.Fold(strings.Join([]string{o.Name, o.Description.Fr, o.Description.En, region.Name.Fr, region.Name.En, o.Body.Name, o.URL}, " "))
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
