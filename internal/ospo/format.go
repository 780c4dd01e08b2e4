package ospo

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"guichet/internal/bounds"
	"guichet/internal/errs"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// Bounds of a file in the format ospometa.
const (
	MaxFile    = 2 << 20 // bytes; the public register has 6,000
	maxEntries = 5000
	maxNesting = 40     // levels: deeper is no register
	maxBeside  = 10_000 // keys or entries of one map or list
)

// Problem is something wrong in a file. Err names the field; Line is 1 for the first line.
type Problem struct {
	Line  int
	Entry string // address or name of the office at fault
	Err   *errs.Error
}

// Entry is one office in a file.
type Entry struct {
	Line   int
	Office Office
}

// fields are the keys of an entry.
var fields = []string{"name", "country", "description", "email", "created", "pso_id", "floss_policy", "code"}

// Parse reads a file in the format ospometa. Entries with faults are in the problems and not in the entries. The error, with its line, is for a file
// that cannot be read as a whole: no UTF-8, no YAML, no map, too large, too deep.
func Parse(body []byte) (entries []Entry, problems []Problem, err error) {
	damaged := func(line int, why string) error {
		return errs.New(errs.Invalid, "import.damaged").With("line", line).With("why", why)
	}
	if len(body) > MaxFile {
		return nil, nil, errs.New(errs.TooLarge, "ospo.file-large").With("max", MaxFile)
	}
	if !utf8.Valid(body) || bytes.IndexByte(body, 0) >= 0 {
		return nil, nil, damaged(1, "the text is not UTF-8")
	}
	if err := bounds.YAML(body, maxNesting, maxBeside); err != nil {
		line := 1
		if e, ok := errors.AsType[*bounds.Error](err); ok {
			line = e.Line
		}
		return nil, nil, damaged(line, err.Error())
	}
	defer func() {
		if r := recover(); r != nil { // the parser of YAML panics on some texts that are none
			entries, problems, err = nil, nil, damaged(1, fmt.Sprint(r))
		}
	}()
	file, err := parser.ParseBytes(body, 0)
	if err != nil {
		line, _, why := bounds.Fault(err)
		return nil, nil, damaged(line, why)
	}
	seen := map[string]int{}
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		values, ok := pairs(doc.Body)
		if !ok {
			return nil, nil, damaged(doc.Body.GetToken().Position.Line, "a map of addresses was expected")
		}
		if len(values) > maxEntries {
			return nil, nil, damaged(1, fmt.Sprintf("more than %d entries", maxEntries))
		}
		for _, v := range values {
			line := v.Key.GetToken().Position.Line
			url, _ := scalar(v.Key)
			o, found := entry(url, v.Value)
			if before, twice := seen[Same(url)]; twice {
				found = append(found, Problem{line, url, errs.New(errs.Invalid, "ospo.twice").On("url").With("line", before)})
			}
			seen[Same(url)] = line
			lines := linesOf(line, v.Value)
			for _, e := range errs.All(o.Validate()) {
				found = append(found, Problem{lineOf(lines, e.Field, line), url, e})
			}
			problems = append(problems, found...)
			if len(found) == 0 {
				entries = append(entries, Entry{line, o})
			}
		}
	}
	return entries, problems, nil
}

func pairs(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch m := n.(type) {
	case *ast.MappingNode:
		return m.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{m}, true
	}
	return nil, false
}

// scalar returns the text of a plain, quoted or folded value. Anchors, aliases and tags are no part of the format.
func scalar(n ast.Node) (string, bool) {
	switch v := n.(type) {
	case *ast.StringNode:
		return v.Value, true
	case *ast.LiteralNode:
		return strings.TrimSpace(v.Value.Value), true
	case *ast.NullNode:
		return "", true
	case ast.MapKeyNode:
		if t := v.GetToken(); t != nil && n.Type() != ast.AnchorType && n.Type() != ast.AliasType && n.Type() != ast.TagType && n.Type() != ast.MergeKeyType {
			return t.Value, true
		}
	}
	return "", false
}

// entry reads the fields of one office.
func entry(url string, n ast.Node) (Office, []Problem) {
	o := Office{URL: url}
	values, ok := pairs(n)
	if !ok {
		return o, []Problem{{n.GetToken().Position.Line, url, errs.New(errs.Invalid, "ospo.no-map").On("url")}}
	}
	var found []Problem
	wrong := func(n ast.Node, field, key string) {
		found = append(found, Problem{n.GetToken().Position.Line, url, errs.New(errs.Invalid, key).On(field)})
	}
	text := func(field string, n ast.Node, to *string) {
		s, ok := scalar(n)
		if !ok {
			wrong(n, field, "ospo.no-text")
		}
		*to = strings.TrimSpace(s)
	}
	for _, v := range values {
		key, _ := scalar(v.Key)
		switch key {
		case "name":
			text(key, v.Value, &o.Name)
		case "country":
			text(key, v.Value, &o.Country)
		case "email":
			text(key, v.Value, &o.Email)
		case "pso_id":
			text(key, v.Value, &o.PSOID)
		case "floss_policy":
			text(key, v.Value, &o.FLOSSPolicy)
		case "created":
			var s string
			text(key, v.Value, &s)
			d, err := provenance.ParseDate(s)
			if err != nil && s != "" {
				wrong(v.Value, key, "ospo.bad-created")
			}
			o.Created = d
		case "description":
			two, ok := pairs(v.Value)
			if !ok {
				wrong(v.Value, key, "ospo.no-languages")
			}
			for _, d := range two {
				switch lang, _ := scalar(d.Key); lang {
				case "fr":
					text("description.fr", d.Value, &o.Description.Fr)
				case "en":
					text("description.en", d.Value, &o.Description.En)
				default:
					wrong(d.Key, "description."+clip(lang), "ospo.unknown-language")
				}
			}
		case "code":
			list, ok := v.Value.(*ast.SequenceNode)
			if !ok {
				wrong(v.Value, key, "ospo.no-list")
				continue
			}
			for _, item := range list.Values {
				var s string
				text(key, item, &s)
				o.Code = append(o.Code, s)
			}
		default:
			found = append(found, Problem{v.Key.GetToken().Position.Line, url, errs.New(errs.Invalid, "ospo.unknown-field").On(clip(key)).With("fields", strings.Join(fields, ", "))})
		}
	}
	return o, found
}

// linesOf returns the line of each field of an entry.
func linesOf(line int, n ast.Node) map[string]int {
	lines := map[string]int{"url": line}
	values, _ := pairs(n)
	for _, v := range values {
		key, _ := scalar(v.Key)
		lines[key] = v.Key.GetToken().Position.Line
		if two, ok := pairs(v.Value); ok && key == "description" {
			for _, d := range two {
				lang, _ := scalar(d.Key)
				lines["description."+lang] = d.Key.GetToken().Position.Line
			}
		}
	}
	return lines
}

func lineOf(lines map[string]int, field string, entry int) int {
	if l, ok := lines[field]; ok {
		return l
	}
	parent, _, _ := strings.Cut(field, ".")
	if l, ok := lines[parent]; ok {
		return l
	}
	return entry
}

// YAML writes offices in the format ospometa: every text quoted, so that a colon or a number sign in it changes nothing, and dates as dates.
func YAML(offices []*Office) []byte {
	var b bytes.Buffer
	for i, o := range offices {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%s:\n", quote(o.URL))
		field := func(name, value string) {
			if value != "" {
				fmt.Fprintf(&b, "  %s: %s\n", name, quote(value))
			}
		}
		field("name", o.Name)
		field("country", o.Country)
		fmt.Fprintf(&b, "  description:\n    fr: %s\n    en: %s\n", quote(o.Description.Fr), quote(o.Description.En))
		field("email", o.Email)
		if !o.Created.IsZero() {
			fmt.Fprintf(&b, "  created: %s\n", o.Created)
		}
		field("pso_id", o.PSOID)
		field("floss_policy", o.FLOSSPolicy)
		if len(o.Code) > 0 {
			b.WriteString("  code:\n")
			for _, u := range o.Code {
				fmt.Fprintf(&b, "    - %s\n", quote(u))
			}
		}
	}
	return b.Bytes()
}

// quote writes a text as YAML takes it between double quotes, which is how JSON writes it.
func quote(s string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string is always written
	return strings.TrimSuffix(b.String(), "\n")
}

// public is an office as the JSON of the public register has it.
type public struct {
	URL         string            `json:"url"`
	Name        string            `json:"name"`
	Country     string            `json:"country,omitempty"`
	Description map[string]string `json:"description,omitempty"`
	Email       string            `json:"email,omitempty"`
	Created     provenance.Date   `json:"created,omitzero"`
	PSOID       string            `json:"pso_id,omitempty"`
	FLOSSPolicy string            `json:"floss_policy,omitempty"`
	Code        []string          `json:"code,omitempty"`
}

// JSON writes offices as the public file fr-ospos.json does: an array of the maps of the YAML, each with its address.
func JSON(offices []*Office) ([]byte, error) {
	out := make([]public, 0, len(offices))
	for _, o := range offices {
		p := public{o.URL, o.Name, o.Country, map[string]string{}, o.Email, o.Created, o.PSOID, o.FLOSSPolicy, o.Code}
		for lang, text := range map[i18n.Lang]string{i18n.French: o.Description.Fr, i18n.English: o.Description.En} {
			if text != "" {
				p.Description[string(lang)] = text
			}
		}
		out = append(out, p)
	}
	return json.MarshalIndent(out, "", "  ")
}

// ParseJSON reads what JSON writes.
func ParseJSON(body []byte) ([]*Office, error) {
	if len(body) > MaxFile {
		return nil, errs.New(errs.TooLarge, "ospo.file-large").With("max", MaxFile)
	}
	var in []public
	if err := json.Unmarshal(body, &in); err != nil {
		return nil, errs.Wrap(err, errs.Invalid, "import.damaged").With("line", 1).With("why", err.Error())
	}
	var out []*Office
	for _, p := range in {
		out = append(out, &Office{URL: p.URL, Name: p.Name, Country: p.Country, Description: i18n.Text{Fr: p.Description["fr"], En: p.Description["en"]},
			Email: p.Email, Created: p.Created, PSOID: p.PSOID, FLOSSPolicy: p.FLOSSPolicy, Code: p.Code})
	}
	return out, nil
}
