package source

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"guichet/internal/catalog"
	"guichet/internal/facts"
	"guichet/internal/provenance"
	"guichet/internal/search"
)

// Collector gathers what an importer finds.
type Collector struct {
	imp     facts.Import
	checked provenance.Date
	seen    map[[2]string]bool
	in      *Input

	carriers map[string]string // of an identifier of another catalogue: the key of its software, or several
	shared   map[string]bool   // keys of software that carry an identifier that others carry too
}

// Collect returns a collector for what the source named source says, with the date of the input's copy.
func Collect(in *Input, source string) *Collector {
	return &Collector{imp: facts.Import{Source: source}, checked: in.Checked, seen: map[[2]string]bool{}, in: in, carriers: map[string]string{}, shared: map[string]bool{}}
}

// Date sets the date of the copy, from the data itself; the zero date changes nothing. It holds for the statements that were added before, too.
func (c *Collector) Date(d provenance.Date) {
	if d.IsZero() {
		return
	}
	c.checked = d
	for i := range c.imp.Statements {
		c.imp.Statements[i].Checked = d
	}
}

// Latest sets the date of the copy to d when that is later than what is known from the data so far: a copy is not older than what it holds.
// It returns the later of the two.
func Latest(known, d provenance.Date) provenance.Date {
	if known.IsZero() || known.Before(d) {
		return d
	}
	return known
}

// Describe says what the source is: its title, publisher, address, licence. Its id and date are filled in.
func (c *Collector) Describe(s provenance.Source) error {
	s.ID, s.Checked = c.imp.Source, c.checked
	st, err := facts.New(provenance.KindSource, s.ID, c.checked, s)
	if err == nil {
		c.imp.About = []facts.Statement{st}
	}
	return err
}

// Refuse notes an entry that is not taken, and why.
func (c *Collector) Refuse(where, name, reason string) {
	c.imp.Refused = append(c.imp.Refused, facts.Refusal{Where: where, Name: Clip(name, maxShown), Reason: Clip(reason, maxReason)})
	c.step()
}

// Bounds of what a refusal keeps, in runes.
const (
	maxShown  = 80
	maxReason = 300
)

// Partial says that the source spoke of some things only.
func (c *Collector) Partial() { c.imp.Partial = true }

// Software adds what the source says of one software under its key. It fills in the statement's source and slug, and refuses one that is not valid.
func (c *Collector) Software(where, key string, st catalog.SoftwareStatement) error {
	st.Source = cmp.Or(st.Source, c.imp.Source)
	if st.Slug == "" {
		st.Slug = SlugOf(st.Name)
	}
	n := len(c.imp.Statements)
	err := c.add(catalog.KindSoftware, where, key, st.Name, st, st.Validate())
	if err == nil && len(c.imp.Statements) > n {
		c.carry(key, st.IDs)
	}
	return err
}

// Provider adds what the source says of one provider under its key.
func (c *Collector) Provider(where, key string, st catalog.ProviderStatement) error {
	st.Source = cmp.Or(st.Source, c.imp.Source)
	if st.Slug == "" {
		st.Slug = SlugOf(st.Name)
	}
	return c.add(catalog.KindProvider, where, key, st.Name, st, st.Validate())
}

// Distinct leaves out the identifiers of other catalogues that several software of the source carry: they name none of them. A suite and its parts
// share one, most often, and must not be taken for one software. It is called when all are added.
func (c *Collector) Distinct() error {
	for i := range c.imp.Statements {
		s := &c.imp.Statements[i]
		if s.Kind != catalog.KindSoftware || !c.shared[s.Key] {
			continue
		}
		var st catalog.SoftwareStatement
		if err := json.Unmarshal(s.Body, &st); err != nil {
			return err
		}
		for scheme, id := range st.IDs {
			if id != s.Key && c.carriers[scheme+":"+id] == several {
				delete(st.IDs, scheme)
			}
		}
		again, err := facts.New(s.Kind, s.Key, s.Checked, st)
		if err != nil {
			return err
		}
		*s = again
	}
	return nil
}

// several stands for the carriers of an identifier that more than one software carries.
const several = "\x00"

// carry notes who carries an identifier.
func (c *Collector) carry(key string, ids map[string]string) {
	for scheme, id := range ids {
		if id == key {
			continue
		}
		switch first := c.carriers[scheme+":"+id]; first {
		case "":
			c.carriers[scheme+":"+id] = key
		default:
			if first != several {
				c.shared[first] = true
			}
			c.shared[key] = true
			c.carriers[scheme+":"+id] = several
		}
	}
}

// Add adds a statement of another kind.
func (c *Collector) Add(kind, where, key, name string, body any, problem error) error {
	return c.add(kind, where, key, name, body, problem)
}

func (c *Collector) add(kind, where, key, name string, body any, problem error) error {
	switch {
	case strings.TrimSpace(key) == "":
		problem = errors.New("no identifier")
	case len(key) > maxKey:
		problem = fmt.Errorf("the identifier has %d bytes: %d at most", len(key), maxKey)
	case c.seen[[2]string{kind, key}]:
		problem = fmt.Errorf("%s stands twice", key)
	}
	if problem != nil {
		c.Refuse(where, name, oneLine(problem.Error()))
		return nil
	}
	s, err := facts.New(kind, key, c.checked, body)
	if err != nil {
		return err
	}
	c.seen[[2]string{kind, key}] = true
	c.imp.Statements = append(c.imp.Statements, s)
	c.step()
	return nil
}

// maxKey bounds the identifier of an entry, in bytes.
const maxKey = 400

func (c *Collector) step() {
	if c.in.Progress != nil {
		c.in.Progress(len(c.imp.Statements) + len(c.imp.Refused))
	}
}

// Import returns what was gathered.
func (c *Collector) Import() facts.Import { return c.imp }

// oneLine joins the words of s with one blank; a no-break space stays, since French punctuation needs it.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' }), " ")
}

// Name returns a name as the catalogue takes it: one line, single spaces.
func Name(s string) string { return oneLine(s) }

// SlugOf returns the slug of a name; a name without letters or digits of the Latin alphabet has none.
func SlugOf(name string) string {
	s := search.Slug(name)
	if len(s) > maxSlug {
		s = strings.TrimRight(s[:maxSlug], "-")
	}
	return s
}

const maxSlug = 90

// maxFunction is the bound of the catalogue for what a software is for, in runes.
const maxFunction = 160

// Function returns a description of one line within the bound of the catalogue: its first sentence when the whole is longer, whole words only.
func Function(s string) string {
	s = oneLine(s)
	if utf8.RuneCountInString(s) <= maxFunction {
		return s
	}
	if i := strings.Index(s, ". "); i > 20 && utf8.RuneCountInString(s[:i]) <= maxFunction {
		return s[:i+1]
	}
	return Clip(s, maxFunction)
}

// Clip cuts a text to at most bound runes, whole words where that is possible.
func Clip(s string, bound int) string {
	s = oneLine(s)
	if utf8.RuneCountInString(s) <= bound {
		return s
	}
	cut := string([]rune(s)[:bound-1])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return cut + "…"
}

// Web returns s when it is a web address, and nothing otherwise: exports sometimes hold a remark there.
func Web(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "www.") {
		s = "https://" + s
	}
	if (strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")) && !strings.ContainsAny(s, " <>\"\\\n\t") && catalog.IsURL(s) {
		return s
	}
	return ""
}

// Day reads the day of a time that is written from the year on, however precisely; what is none is the unknown date.
func Day(s string) provenance.Date {
	const day = len("2006-01-02")
	if len(s) > day {
		s = s[:day]
	}
	d, err := provenance.ParseDate(s)
	if err != nil {
		return provenance.Date{}
	}
	return d
}
