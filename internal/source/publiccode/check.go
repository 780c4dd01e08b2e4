package publiccode

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"guichet/internal/i18n"
)

// Finding is something that is wrong with a file, or that will be.
type Finding struct {
	Line, Column int
	Field        string // "description.en.features[2]"; empty for a fault of the whole file
	Warning      bool   // the file is valid, and should be changed all the same
	Key          string // message that says what is wrong and what to do
	Args         map[string]any
}

// In writes the finding on one line: place, field, what is wrong and what to do.
func (f Finding) In(lang i18n.Lang) string {
	level := "publiccode.error"
	if f.Warning {
		level = "publiccode.warning"
	}
	where := fmt.Sprintf("%d:%d: %s: ", f.Line, f.Column, i18n.T(lang, level, nil))
	if f.Field != "" {
		where += f.Field + ": "
	}
	return where + i18n.T(lang, f.Key, f.Args)
}

// maxFile bounds a file, in bytes; the largest of the real files has 40 kB.
const maxFile = 512 << 10

// Check examines a publiccode.yml against version 0.7 of the standard; earlier versions of 0 are read as that, as the standard says. exists tells
// whether a file stands beside it; without it, files are not looked for. Findings come in the order of the file. Nothing is fetched.
func Check(body []byte, exists func(name string) bool) []Finding {
	_, findings := examine(body, exists)
	return findings
}

// Valid reports whether no finding is an error.
func Valid(findings []Finding) bool {
	return !slices.ContainsFunc(findings, func(f Finding) bool { return !f.Warning })
}

func examine(body []byte, exists func(string) bool) (*value, []Finding) {
	if len(body) > maxFile {
		return nil, []Finding{{Line: 1, Column: 1, Key: "publiccode.too-large", Args: map[string]any{"kb": maxFile >> 10}}}
	}
	root, fault := parse(body)
	if fault != nil {
		return nil, []Finding{*fault}
	}
	c := &checker{root: root, exists: exists}
	c.version()
	c.fields("", root, rootFields)
	c.together()
	slices.SortStableFunc(c.found, func(a, b Finding) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column)) })
	return root, c.found
}

// checker examines one document.
type checker struct {
	root   *value
	exists func(string) bool
	found  []Finding
}

// spot is a place of the document.
type spot struct {
	field        string
	line, column int
}

func (c *checker) err(at spot, key string, args ...any)  { c.add(at, false, key, args) }
func (c *checker) warn(at spot, key string, args ...any) { c.add(at, true, key, args) }

func (c *checker) add(at spot, warning bool, key string, args []any) {
	m := map[string]any{}
	for i := 0; i+1 < len(args); i += 2 {
		m[args[i].(string)] = args[i+1]
	}
	c.found = append(c.found, Finding{Line: at.line, Column: at.column, Field: at.field, Warning: warning, Key: key, Args: m})
}

// rule says how one field must be.
type rule struct {
	kind     kind
	required bool
	min      int                                 // of a list: entries; of a text: characters
	max      int                                 // of a text: characters
	of       []string                            // the values that a text may have
	check    func(c *checker, at spot, v *value) // what else is asked of a text
	fields   map[string]rule                     // of an object, or of the objects of a list
	keys     func(c *checker, at spot, k string) // of an object whose keys are free: how they must be
	item     *rule                               // of the entries of a list, or of the members of an object whose keys are free
	obsolete string                              // message: the field is to be dropped or replaced
	single   bool                                // of a list: one entry may stand without the list
}

// fields examines an object whose keys are known.
func (c *checker) fields(path string, v *value, rules map[string]rule) {
	for _, key := range v.keys {
		at := spot{join(path, key), v.places[key][0], v.places[key][1]}
		r, ok := rules[key]
		if !ok {
			c.err(at, "publiccode.unknown", "near", nearest(key, rules))
			continue
		}
		c.value(at, v.members[key], r)
	}
	for _, key := range slices.Sorted(maps.Keys(rules)) {
		if r := rules[key]; r.required && v.members[key] == nil {
			c.err(spot{join(path, key), v.line, v.column}, "publiccode.required")
		}
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func (c *checker) value(at spot, v *value, r rule) {
	if r.obsolete != "" && v.kind != null {
		c.warn(at, r.obsolete)
	}
	switch {
	case v.kind == null:
		if r.required {
			c.err(at, "publiccode.required")
		}
	case r.kind == text:
		c.text(at, v, r)
	case r.kind == boolean:
		if v.kind != boolean {
			c.err(at, "publiccode.not-boolean")
		}
	case r.kind == list:
		c.list(at, v, r)
	case r.kind == object:
		c.object(at, v, r)
	}
}

func (c *checker) text(at spot, v *value, r rule) {
	if v.kind == list || v.kind == object {
		c.err(at, "publiccode.not-text")
		return
	}
	n := characters(v.text)
	switch {
	case v.text == "" && r.required:
		c.err(at, "publiccode.required")
	case v.text == "" && r.check == nil:
	case len(r.of) > 0 && !slices.Contains(r.of, v.text):
		c.err(at, "publiccode.not-one-of", "value", clip(v.text), "values", strings.Join(r.of, ", "))
	case r.min > 0 && n < r.min:
		c.err(at, "publiccode.too-short", "n", n, "min", r.min)
	case r.max > 0 && n > r.max:
		c.err(at, "publiccode.too-long", "n", n, "max", r.max)
	case r.check != nil:
		r.check(c, at, v)
	}
}

func (c *checker) list(at spot, v *value, r rule) {
	if r.single && v.kind != list && v.kind != object {
		c.value(at, v, *r.item)
		return
	}
	if v.kind != list {
		c.err(at, "publiccode.not-list")
		return
	}
	if len(v.items) < r.min {
		c.err(at, "publiccode.too-few", "min", r.min)
	}
	for i, x := range v.items {
		c.value(spot{fmt.Sprintf("%s[%d]", at.field, i), x.line, x.column}, x, *r.item)
	}
}

func (c *checker) object(at spot, v *value, r rule) {
	if v.kind != object {
		c.err(at, "publiccode.not-object")
		return
	}
	if r.fields != nil {
		c.fields(at.field, v, r.fields)
		return
	}
	if len(v.keys) < r.min {
		c.err(at, "publiccode.too-few", "min", r.min)
	}
	for _, k := range v.keys {
		inner := spot{join(at.field, k), v.places[k][0], v.places[k][1]}
		if r.keys != nil {
			r.keys(c, inner, k)
		}
		c.value(inner, v.members[k], *r.item)
	}
}

// version examines what version of the standard the file says it follows.
func (c *checker) version() {
	v := c.root.get("publiccodeYmlVersion")
	if v == nil || v.str() == "" || slices.Contains(versions[len(versions)-2:], v.str()) || !slices.Contains(versions, v.str()) {
		return // missing, current or unknown: the rules of the field say it
	}
	p := c.root.places["publiccodeYmlVersion"]
	c.warn(spot{"publiccodeYmlVersion", p[0], p[1]}, "publiccode.old-version", "version", v.str(), "latest", versions[len(versions)-1])
}

// together examines what fields ask of each other.
func (c *checker) together() {
	m := c.root.get("maintenance")
	kind := m.get("type").str()
	if x := m.get("contractors"); kind != "" && kind != "contract" && x != nil && x.kind != null {
		p := m.places["contractors"]
		c.err(spot{"maintenance.contractors", p[0], p[1]}, "publiccode.contractors-unasked", "type", kind)
	}
	need := map[string]string{"contract": "contractors", "internal": "contacts", "community": "contacts"}[kind]
	if x := m.get(need); need != "" && (x == nil || x.kind == null) {
		c.err(spot{"maintenance." + need, m.line, m.column}, "publiccode.maintenance-needs", "type", kind, "field", need)
	}
	if a, b := c.root.get("IT"), c.root.get("it"); a != nil && b != nil {
		p := c.root.places["it"]
		c.err(spot{"it", p[0], p[1]}, "publiccode.it-twice")
	}
}
