package components

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of a list of components.
const (
	MaxFile       = 16 << 20 // bytes
	MaxComponents = 20_000
	maxText       = 200 // bytes kept of a name, a version or an address
)

// Scope says what a component is for, where the list tells.
type Scope string

// The scopes. A component whose list tells nothing is Required.
const (
	Required    Scope = "required"    // part of the program that runs
	Optional    Scope = "optional"    // part of it on some systems or at some people's choice
	Development Scope = "development" // builds or tests the program, and is not distributed with it
)

// Label is the message key of the scope's name.
func (s Scope) Label() string { return "components.scope-" + string(s) }

// Component is a part of a program as its list tells it.
type Component struct {
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
	PURL    string `json:"purl,omitempty"` // package URL, https://github.com/package-url/purl-spec
	Stated  string `json:"stated,omitempty"`
	Scope   Scope  `json:"scope"`
}

// List is what a file says.
type List struct {
	Format     Format      `json:"format"`
	Components []Component `json:"components"`
	Licensed   bool        `json:"-"` // the format states licences; otherwise all are unknown
}

// State sets the licence of the components of a name, whatever their version, and returns how many there are.
func (l *List) State(name, licence string) int {
	n := 0
	for i := range l.Components {
		if l.Components[i].Name == name {
			l.Components[i].Stated = licence
			n++
		}
	}
	return n
}

// add keeps a component with its fields bounded and on one line each. One without a name, and a second with the same name, version and licence, are left out.
func (r *reader) add(c Component) {
	c.Name, c.Version, c.PURL = line(c.Name, maxText), line(c.Version, maxText), line(c.PURL, 2*maxText)
	c.Stated = line(c.Stated, 2000)
	if c.Scope == "" {
		c.Scope = Required
	}
	if c.Name == "" || r.full {
		return
	}
	key := c
	key.PURL = ""
	if r.seen[key] {
		return
	}
	if len(r.list.Components) >= MaxComponents {
		r.full = true
		return
	}
	r.seen[key] = true
	r.list.Components = append(r.list.Components, c)
}

// line is s on one line, without what cannot be shown, of at most limit bytes.
func line(s string, limit int) string {
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, ""), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}
