package publiccode

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// Form is a publiccode.yml taken apart for whoever fills it in.
type Form struct {
	Values map[string]string // what each Entry holds, by its path; lists have one item a line
	Rest   string            // YAML: what the file says in fields that have no Entry
}

// Shape is how an Entry is filled in.
type Shape string

// The shapes. People are written one a line, their columns apart by semicolons, in the order of Columns.
const (
	Line      Shape = "line"
	Lines     Shape = "lines"
	Paragraph Shape = "paragraph"
	Choice    Shape = "choice"
	Flag      Shape = "flag"
	People    Shape = "people"
)

// Entry is a field of the standard that the form asks for.
type Entry struct {
	Path     string // "description.fr.shortDescription"
	Shape    Shape
	Columns  []string // of People
	Required bool     // every file has it
	Most     int      // characters of a text; 0 when the standard sets no bound
	Of       []string // the values of a Choice
}

// Languages are those in which the form asks for a description. What a file says in others stays in Form.Rest.
var Languages = []string{"fr", "en"}

// Entries are the fields of the form in its order.
var Entries = entries()

func entries() []Entry {
	out := []Entry{{Path: "name"}, {Path: "url"}, {Path: "landingURL"}, {Path: "legal.license"}, {Path: "legal.mainCopyrightOwner"},
		{Path: "softwareType", Shape: Choice}, {Path: "developmentStatus", Shape: Choice}, {Path: "softwareVersion"}, {Path: "releaseDate"},
		{Path: "platforms", Shape: Lines}, {Path: "categories", Shape: Lines}, {Path: "logo"}}
	for _, lang := range Languages {
		d := "description." + lang + "."
		out = append(out, Entry{Path: d + "localisedName"}, Entry{Path: d + "shortDescription"}, Entry{Path: d + "longDescription", Shape: Paragraph}, Entry{Path: d + "features", Shape: Lines}, Entry{Path: d + "documentation"})
	}
	out = append(out, Entry{Path: "organisation.name"}, Entry{Path: "organisation.uri"}, Entry{Path: "usedBy", Shape: Lines},
		Entry{Path: "maintenance.type", Shape: Choice},
		Entry{Path: "maintenance.contacts", Shape: People, Columns: []string{"name", "email", "affiliation", "phone"}},
		Entry{Path: "maintenance.contractors", Shape: People, Columns: []string{"name", "until", "email", "website"}},
		Entry{Path: "localisation.localisationReady", Shape: Flag}, Entry{Path: "localisation.availableLanguages", Shape: Lines})
	for i := range out {
		e := &out[i]
		e.Shape = cmp.Or(e.Shape, Line)
		r, required := ruleAt(strings.Split(e.Path, "."))
		e.Required, e.Most, e.Of = required, r.max, r.of
	}
	return out
}

// ruleAt finds the rule of a field, and whether every file must have it: a description is owed in one language only.
func ruleAt(path []string) (r rule, required bool) {
	r, required = rule{fields: rootFields}, true
	for _, key := range path {
		if r.fields == nil && r.item != nil {
			r, required = *r.item, false
			continue
		}
		r = r.fields[key]
		required = required && r.required
	}
	return r, required
}

// At returns the path of the entry that a finding is about, and "" when it is about the rest.
func (f Finding) At() string {
	field := f.Field
	for _, e := range Entries {
		if field == e.Path || strings.HasPrefix(field, e.Path+"[") || strings.HasPrefix(field, e.Path+".") {
			return e.Path
		}
	}
	for _, e := range Entries { // an object that lacks, or the whole of a list's objects
		if field != "" && strings.HasPrefix(e.Path, field+".") {
			if field == "description" {
				return "description." + Languages[0] + ".shortDescription"
			}
			return e.Path
		}
	}
	return ""
}

// Open takes a file apart. A file that is no YAML gives the finding that says so, and an empty form. What a file says in a way that the form could
// not give back, as a list where a text is expected, stays in Rest.
func Open(body []byte) (Form, []Finding) {
	f := Form{Values: map[string]string{}}
	if len(body) > maxFile {
		return f, []Finding{{Line: 1, Column: 1, Key: "publiccode.too-large", Args: map[string]any{"kb": maxFile >> 10}}}
	}
	root, fault := parse(body)
	if fault != nil {
		return f, []Finding{*fault}
	}
	root.drop("publiccodeYmlVersion")
	for _, e := range Entries {
		path := strings.Split(e.Path, ".")
		if text, ok := e.read(root.at(path...)); ok {
			f.Values[e.Path] = text
			root.remove(path)
		}
	}
	if len(root.keys) > 0 {
		rest, err := write(root)
		if err != nil {
			return Form{Values: map[string]string{}}, []Finding{{Line: 1, Column: 1, Key: "publiccode.syntax", Args: map[string]any{"why": err.Error()}}}
		}
		f.Rest = string(rest)
	}
	return f, nil
}

// read returns what a value of the file is in the form, and false when the form could not give it back.
func (e Entry) read(v *value) (string, bool) {
	if v == nil || v.kind == null {
		return "", v != nil
	}
	switch e.Shape {
	case Line, Choice, Paragraph:
		s := tidy(v.text)
		return s, v.kind != list && v.kind != object && (e.Shape == Paragraph || !strings.Contains(s, "\n"))
	case Flag:
		return v.text, v.kind == boolean
	case Lines:
		if v.kind != list {
			return "", false
		}
		var out []string
		for _, x := range v.items {
			s := tidy(x.text)
			if x.kind == list || x.kind == object || s == "" {
				return "", false
			}
			out = append(out, strings.Join(strings.Fields(s), " "))
		}
		return strings.Join(out, "\n"), true
	case People:
		if v.kind != list {
			return "", false
		}
		var out []string
		for _, x := range v.items {
			if x.kind != object {
				return "", false
			}
			var line []string
			for _, c := range e.Columns {
				line = append(line, strings.Join(strings.Fields(tidy(x.get(c).str())), " "))
			}
			for _, k := range x.keys {
				if y := x.get(k); !slices.Contains(e.Columns, k) || y.kind == list || y.kind == object || strings.Contains(y.text, ";") {
					return "", false
				}
			}
			out = append(out, strings.TrimRight(strings.Join(line, " ; "), " ;"))
		}
		return strings.Join(out, "\n"), true
	}
	return "", false
}

// value returns what the text of the form is in a file, and nil for nothing.
func (e Entry) value(s string) *value {
	s = tidy(s)
	if s == "" {
		return nil
	}
	switch e.Shape {
	case Flag:
		if s == "true" || s == "false" {
			return &value{kind: boolean, text: s}
		}
		return &value{kind: text, text: s}
	case Lines:
		out := &value{kind: list}
		for line := range strings.Lines(s) {
			if line = strings.Join(strings.Fields(line), " "); line != "" {
				out.items = append(out.items, &value{kind: text, text: line})
			}
		}
		return out
	case People:
		out := &value{kind: list}
		for line := range strings.Lines(s) {
			if strings.TrimSpace(line) == "" {
				continue
			}
			who := &value{kind: object}
			for i, part := range strings.SplitN(line, ";", len(e.Columns)) {
				if part = strings.Join(strings.Fields(part), " "); part != "" {
					who.set([]string{e.Columns[i]}, &value{kind: text, text: part})
				}
			}
			out.items = append(out.items, who)
		}
		return out
	case Line, Choice:
		s = strings.Join(strings.Fields(s), " ")
	case Paragraph:
	}
	return &value{kind: text, text: s}
}

// tidy drops what no reader sees: spaces at the ends of lines and around the whole, characters that no file may hold.
func tidy(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ", "\ufeff", "").Replace(s)
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' || r == '\ufffd' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \u00a0")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// File writes the form as a publiccode.yml of the current version of the standard, and examines it as Check does. The places of the findings are
// those of the file. When Rest is no YAML there is no file, and the finding says why.
func (f Form) File(exists func(name string) bool) ([]byte, []Finding) {
	root := &value{kind: object}
	if strings.TrimSpace(f.Rest) != "" {
		if len(f.Rest) > maxFile {
			return nil, []Finding{{Line: 1, Column: 1, Key: "publiccode.too-large", Args: map[string]any{"kb": maxFile >> 10}}}
		}
		rest, fault := parse([]byte(strings.ReplaceAll(f.Rest, "\r\n", "\n")))
		if fault != nil {
			return nil, []Finding{*fault}
		}
		root = rest
	}
	root.set([]string{"publiccodeYmlVersion"}, &value{kind: text, text: versions[len(versions)-1]})
	for _, e := range Entries {
		if v := e.value(f.Values[e.Path]); v != nil {
			root.set(strings.Split(e.Path, "."), v)
		}
	}
	body, err := write(root)
	if err != nil {
		return nil, []Finding{{Line: 1, Column: 1, Key: "publiccode.syntax", Args: map[string]any{"why": err.Error()}}}
	}
	return body, Check(body, exists)
}

// drop takes a member out of an object.
func (v *value) drop(key string) {
	delete(v.members, key)
	v.keys = slices.DeleteFunc(v.keys, func(k string) bool { return k == key })
}

// remove takes a field out, and the objects that are empty without it.
func (v *value) remove(path []string) {
	if len(path) > 1 {
		if inner := v.get(path[0]); inner != nil && inner.kind == object {
			if inner.remove(path[1:]); len(inner.keys) > 0 {
				return
			}
		}
	}
	v.drop(path[0])
}

// set puts a field in. What stands in the way of its path is replaced.
func (v *value) set(path []string, x *value) {
	if v.members == nil {
		v.members = map[string]*value{}
	}
	key := path[0]
	if v.members[key] == nil {
		v.keys = append(v.keys, key)
	}
	if len(path) == 1 {
		v.members[key] = x
		return
	}
	inner := v.members[key]
	if inner == nil || inner.kind != object {
		inner = &value{kind: object}
		v.members[key] = inner
	}
	inner.set(path[1:], x)
}

// order is the order in which a file has its fields; those of the standard that are not named here, and others, follow as they came.
var order = strings.Fields(`publiccodeYmlVersion name applicationSuite url landingURL isBasedOn softwareVersion releaseDate logo organisation platforms categories usedBy fundedBy roadmap
	developmentStatus softwareType intendedAudience description localisedName shortDescription longDescription documentation apiDocumentation features legal license mainCopyrightOwner
	maintenance type contractors contacts localisation localisationReady availableLanguages dependsOn supports IT`)

func rank(key string) int {
	if i := slices.Index(order, key); i >= 0 {
		return i
	}
	return len(order)
}

// write writes a document in UTF-8, long texts as blocks.
func write(root *value) ([]byte, error) {
	var b bytes.Buffer
	if err := yaml.NewEncoder(&b, yaml.IndentSequence(true), yaml.UseLiteralStyleIfMultiline(true)).Encode(root.plain(true)); err != nil {
		return nil, err
	}
	if again, fault := parse(b.Bytes()); fault == nil && again.same(root) {
		return b.Bytes(), nil
	}
	b.Reset() // a text that a block cannot hold, as one that begins with a space: all texts in quotes
	if err := yaml.NewEncoder(&b, yaml.IndentSequence(true), yaml.JSON()).Encode(root.plain(true)); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// plain is the value for the encoder. Numbers are texts in this standard.
func (v *value) plain(sorted bool) any {
	switch v.kind {
	case null:
		return nil
	case boolean:
		return v.text == "true"
	case list:
		out := make([]any, len(v.items))
		for i, x := range v.items {
			out[i] = x.plain(true)
		}
		return out
	case object:
		keys := slices.Clone(v.keys)
		if sorted {
			slices.SortStableFunc(keys, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
		}
		out := yaml.MapSlice{}
		for _, k := range keys {
			out = append(out, yaml.MapItem{Key: k, Value: v.members[k].plain(k != "description")})
		}
		return out
	case text, numeric:
	}
	return v.text
}

// same compares two documents by what they say.
func (v *value) same(o *value) bool {
	if v.str() != o.str() || len(v.items) != len(o.items) || len(v.keys) != len(o.keys) {
		return false
	}
	for i := range v.items {
		if !v.items[i].same(o.items[i]) {
			return false
		}
	}
	for _, k := range v.keys {
		if o.members[k] == nil || !v.members[k].same(o.members[k]) {
			return false
		}
	}
	return true
}
