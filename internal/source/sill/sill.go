// Package sill reads the export of the SILL of 2022: a JSON array of objects with short keys (i name, id, l licence, v- minimal version,
// f function, c category, st status, su support market, y years, co id in the Comptoir du Libre, frama, p parent, fr-desc, en-desc,
// website, sources, logo).
//
// A file that is not whole is refused whole, with the line. An entry that cannot be used is refused by itself, with the reason.
package sill

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/github/go-spdx/v2/spdxexp"

	"guichet/internal/catalog"
	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/search"
)

// Source is the name under which this export is imported; it is also the id of its provenance.
const Source = "sill-2022"

// edition is the only date that the export carries.
var edition = provenance.Date{Year: 2022}

// entry is one object of the export. Fields that are sometimes null or absent are read as empty.
type entry struct {
	ID         string `json:"id"`
	Name       string `json:"i"`
	Licence    string `json:"l"`
	MinVersion string `json:"v-"`
	Function   string `json:"f"`
	Category   string `json:"c"`
	Status     string `json:"st"`
	Support    string `json:"su"`
	Comptoir   string `json:"co"`
	Parent     string `json:"p"`
	English    string `json:"en-desc"`
	Website    string `json:"website"`
	Repository string `json:"sources"`
	Logo       string `json:"logo"`
	Framalibre struct {
		Encoded string `json:"encoded-name"`
	} `json:"frama"`
}

// Read reads a whole export. The error is errs.Invalid with the line at fault when the file is not a whole JSON array of objects.
func Read(body []byte) (facts.Import, error) {
	imp := facts.Import{Source: Source}
	entries, err := decode(body)
	if err != nil {
		return imp, err
	}
	seen := map[string]bool{}
	for _, e := range entries {
		where := fmt.Sprintf("line %d", e.line)
		st := statement(e.entry)
		if err := cmpErr(check(e.entry, seen), st.Validate()); err != nil {
			imp.Refused = append(imp.Refused, facts.Refusal{Where: where, Name: e.Name, Reason: err.Error()})
			continue
		}
		seen[e.ID] = true
		s, err := facts.New(catalog.KindSoftware, e.ID, edition, st)
		if err != nil {
			return imp, err
		}
		imp.Statements = append(imp.Statements, s)
	}
	return imp, nil
}

func cmpErr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

type located struct {
	entry
	line int
}

func decode(body []byte) ([]located, error) {
	if !utf8.Valid(body) {
		line := 1
		for rest := body; len(rest) > 0; {
			r, n := utf8.DecodeRune(rest)
			if r == utf8.RuneError && n == 1 {
				break
			}
			if r == '\n' {
				line++
			}
			rest = rest[n:]
		}
		return nil, damaged(line, "the text is not UTF-8")
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	lineAt := lineCounter(body)
	fail := func(err error) error {
		at := dec.InputOffset()
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			at = syntax.Offset
		}
		why := err.Error()
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			why, at = "the file ends before its last bracket", int64(len(body))
		}
		return damaged(lineAt(at), why)
	}
	if tok, err := dec.Token(); err != nil {
		return nil, fail(err)
	} else if tok != json.Delim('[') {
		return nil, damaged(1, "an array of entries was expected")
	}
	var out []located
	for dec.More() {
		at := dec.InputOffset()
		var raw map[string]json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return nil, fail(err)
		}
		// The decoder stands before the comma that parts two entries.
		e := located{line: lineAt(at + int64(leading(body[at:])))}
		if err := e.fill(raw); err != nil {
			return nil, damaged(e.line, err.Error())
		}
		out = append(out, e)
	}
	if _, err := dec.Token(); err != nil {
		return nil, fail(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, damaged(lineAt(dec.InputOffset()), "something follows the last bracket")
	}
	return out, nil
}

func leading(b []byte) int {
	return len(b) - len(bytes.TrimLeft(b, ", \t\r\n"))
}

// lineCounter returns a function that tells the line of an offset; offsets must come in growing order to be told fast.
func lineCounter(body []byte) func(int64) int {
	line, done := 1, int64(0)
	return func(at int64) int {
		at = min(at, int64(len(body)))
		if at < done {
			return 1 + bytes.Count(body[:at], []byte{'\n'})
		}
		line += bytes.Count(body[done:at], []byte{'\n'})
		done = at
		return line
	}
}

func damaged(line int, why string) error {
	return errs.New(errs.Invalid, "import.damaged").With("line", line).With("why", why)
}

// fill reads the known keys; null is empty, and a number is taken where the export writes a text.
func (e *located) fill(raw map[string]json.RawMessage) error {
	texts := map[string]*string{"id": &e.ID, "i": &e.Name, "l": &e.Licence, "v-": &e.MinVersion, "f": &e.Function, "c": &e.Category, "st": &e.Status,
		"su": &e.Support, "co": &e.Comptoir, "p": &e.Parent, "en-desc": &e.English, "website": &e.Website, "sources": &e.Repository, "logo": &e.Logo}
	for key, to := range texts {
		v, ok := raw[key]
		if !ok || string(v) == "null" {
			continue
		}
		var n json.Number
		if err := json.Unmarshal(v, to); err != nil {
			if json.Unmarshal(v, &n) != nil {
				return fmt.Errorf("key %q: a text was expected", key)
			}
			*to = n.String()
		}
		*to = strings.TrimSpace(*to)
	}
	if v, ok := raw["frama"]; ok {
		_ = json.Unmarshal(v, &e.Framalibre) // an empty object comes as a list
	}
	return nil
}

func check(e entry, seen map[string]bool) error {
	switch {
	case e.ID == "":
		return errors.New("no id")
	case e.Name == "":
		return errors.New("no name")
	case seen[e.ID]:
		return fmt.Errorf("id %s stands twice", e.ID)
	}
	return nil
}

var statuses = map[string]string{"R": "recommended", "O": "observed", "FR": "leaving"}

func statement(e entry) catalog.SoftwareStatement {
	st := catalog.SoftwareStatement{
		Slug: search.Slug(e.Name), Name: strings.Join(strings.Fields(e.Name), " "), MinVersion: e.MinVersion, Parent: e.Parent, Logo: web(e.Logo),
		Site: web(e.Website), Repository: web(e.Repository), IDs: map[string]string{"sill": e.ID}, Source: Source,
		Support: strings.EqualFold(e.Support, "oui"), Status: statuses[e.Status],
	}
	if e.Comptoir != "" {
		st.IDs["comptoir"] = e.Comptoir
	}
	if e.Framalibre.Encoded != "" {
		st.IDs["framalibre"] = e.Framalibre.Encoded
	}
	if e.Function != "" {
		st.Function = i18n.Text{Fr: clip(e.Function), En: clip(e.English)}
	}
	if l, ok := Licence(e.Licence); ok {
		st.Licence = l
	} else {
		st.LicenceRaw = e.Licence
	}
	return st
}

// clip keeps a function within the bound of the catalogue, whole words only.
func clip(s string) string {
	const bound = 160
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= bound {
		return s
	}
	r := []rune(s)[:bound-1]
	if i := strings.LastIndexByte(string(r), ' '); i > 0 {
		return string(r)[:i] + "…"
	}
	return string(r) + "…"
}

// web returns s when it is a web address, and nothing otherwise: the export sometimes holds a remark there.
func web(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "www.") {
		s = "https://" + s
	}
	if (strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")) && !strings.ContainsAny(s, " <>\"") {
		return s
	}
	return ""
}

// aliases are spellings of the export that are no SPDX ids and leave no doubt.
var aliases = map[string]string{
	"GPL V2.0": "GPL-2.0-only", "LGPL-v2.1": "LGPL-2.1-only", "AGPL-3": "AGPL-3.0-only", "GPL-3": "GPL-3.0-only", "GPL-3.0+": "GPL-3.0-or-later",
	"GPL-2.0+": "GPL-2.0-or-later", "LGPL-2": "LGPL-2.0-only", "LGPL-3": "LGPL-3.0-only", "BSD-3.0": "BSD-3-Clause",
	"GPL-2.0": "GPL-2.0-only", "GPL-3.0": "GPL-3.0-only", "AGPL-3.0": "AGPL-3.0-only", "LGPL-2.0": "LGPL-2.0-only", "LGPL-2.1": "LGPL-2.1-only", "LGPL-3.0": "LGPL-3.0-only",
}

// Licence reads the export's licence field as an SPDX expression. Several licences are joined by AND: the export's comma does not say
// whether one may choose, so the stricter reading is kept. The deprecated ids without a suffix mean "only", as SPDX says.
func Licence(s string) (string, bool) {
	var parts []string
	for _, p := range strings.FieldsFunc(strings.NewReplacer(" / ", ",", " et ", ",").Replace(s), func(r rune) bool { return r == ',' || r == ';' }) {
		p = strings.TrimSpace(p)
		p = cmp.Or(aliases[p], strings.ReplaceAll(p, "MPL 2.0", "MPL-2.0"))
		p = strings.ReplaceAll(p, "EPL 1.0", "EPL-1.0")
		if ok, _ := spdxexp.ValidateLicenses([]string{p}); !ok {
			return "", false
		}
		if !slices.Contains(parts, p) {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, " AND "), len(parts) > 0
}
