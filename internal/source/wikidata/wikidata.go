// Package wikidata reads entities of Wikidata as JSON: the answer of Special:EntityData or wbgetentities ({"entities": {...}}), an array or lines of
// entities as in the dumps, or a folder of such files.
//
// Of an entity it takes the labels and aliases in French and English, the description, the official site (P856), the repository (P1324), the licence
// (P275), the newest version (P348 with its date P577), the file name of the logo (P154) and the Framalibre notice (P4107). A licence is an entity of
// its own: it is named by its SPDX id (P2479) or else by its label when the same file holds it, and left out otherwise; nothing is looked up from
// memory. An entity that only serves to name a licence becomes no software.
//
// The file name of a logo leads to Wikimedia Commons; its own licence is not in the entity, so the picture is noted and not shown.
package wikidata

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/source"
)

// Source is the name under which entities are imported.
const Source = "wikidata"

// Format is the format of the entities.
var Format = source.Format{Name: Source, Help: "Wikidata entities (JSON): an answer of the API, an array, or a folder of them", Read: Read}

type entity struct {
	ID           string                              `json:"id"`
	Modified     string                              `json:"modified"`
	Missing      *string                             `json:"missing"`
	Labels       source.Or[map[string]monolingual]   `json:"labels"`
	Descriptions source.Or[map[string]monolingual]   `json:"descriptions"`
	Aliases      source.Or[map[string][]monolingual] `json:"aliases"`
	Claims       source.Or[map[string][]claim]       `json:"claims"`
}

type monolingual struct {
	Value string `json:"value"`
}

type claim struct {
	Rank       string                       `json:"rank"`
	Main       snak                         `json:"mainsnak"`
	Qualifiers source.Or[map[string][]snak] `json:"qualifiers"`
}

type snak struct {
	Type  string `json:"snaktype"`
	Value struct {
		Value json.RawMessage `json:"value"`
	} `json:"datavalue"`
}

// reading is one reading of a file or folder.
type reading struct {
	entities []located
	licences map[string]string // entity of a licence: its SPDX id, or its label
	latest   provenance.Date
}

type located struct {
	where string
	entity
}

// Read reads the entities.
func Read(ctx context.Context, in *source.Input) (facts.Import, error) {
	r := &reading{licences: map[string]string{}}
	if err := in.Each(ctx, []string{".json"}, r.file); err != nil {
		return facts.Import{Source: Source}, err
	}
	c := source.Collect(in, Source)
	c.Date(r.latest)
	used := map[string]bool{}
	for _, e := range r.entities {
		for _, id := range e.items("P275") {
			used[id] = true
		}
	}
	for _, e := range r.entities {
		if e.Missing != nil {
			c.Refuse(e.where, e.ID, "Wikidata has no such entity")
			continue
		}
		if used[e.ID] || len(e.texts("P2479")) > 0 {
			continue // named a licence
		}
		if err := c.Software(e.where, e.ID, e.statement(r.licences)); err != nil {
			return facts.Import{}, err
		}
	}
	if err := c.Describe(provenance.Source{Title: i18n.Same("Wikidata"), Publisher: "Wikimedia", URL: "https://www.wikidata.org/", Licence: "CC0-1.0"}); err != nil {
		return facts.Import{}, err
	}
	if err := c.Distinct(); err != nil {
		return facts.Import{}, err
	}
	return c.Import(), nil
}

// file reads one file of any of the three shapes, told by its beginning.
func (r *reading) file(name string, body io.Reader) error {
	head := bufio.NewReaderSize(body, 4096)
	start, _ := head.Peek(4096)
	add := func(e source.Entry) error { return r.add(e.Where(), e) }
	if first := strings.TrimLeft(strings.TrimPrefix(string(start), "\ufeff"), " \t\r\n"); strings.HasPrefix(first, "[") {
		return source.Array(head, add)
	} else if _, after, ok := strings.Cut(first, `"`); !ok || !strings.HasPrefix(after, "entities") && !strings.Contains(first, `"entities"`) {
		return source.Lines(head, add)
	}
	return source.Members(head, "entities", func(key string, e source.Entry) error { return r.add(key, e) })
}

var number = regexp.MustCompile(`^Q[1-9][0-9]{0,11}$`)

func (r *reading) add(where string, raw source.Entry) error {
	e := located{where: where}
	if err := raw.Object(&e.entity); err != nil {
		return source.Wrong{Why: err.Error()}
	}
	if !number.MatchString(e.ID) {
		return source.Wrong{Why: fmt.Sprintf("id %q: an entity such as Q8038 was expected", source.Clip(e.ID, 40))}
	}
	r.latest = source.Latest(r.latest, source.Day(e.Modified))
	if spdx := e.texts("P2479"); len(spdx) > 0 {
		r.licences[e.ID] = spdx[0]
	} else if label := cmp.Or(e.Labels.V["en"].Value, e.Labels.V["fr"].Value); label != "" {
		r.licences[e.ID] = label
	}
	r.entities = append(r.entities, e)
	return nil
}

// values returns the values of a property: the preferred ones when there are any, never the deprecated.
func (e entity) values(property string) []claim {
	var preferred, normal []claim
	for _, c := range e.Claims.V[property] {
		switch {
		case c.Main.Type != "value" || c.Rank == "deprecated":
		case c.Rank == "preferred":
			preferred = append(preferred, c)
		default:
			normal = append(normal, c)
		}
	}
	if len(preferred) > 0 {
		return preferred
	}
	return normal
}

func (e entity) texts(property string) []string {
	var out []string
	for _, c := range e.values(property) {
		var s string
		if json.Unmarshal(c.Main.Value.Value, &s) == nil && s != "" {
			out = append(out, s)
		}
	}
	return out
}

func (e entity) items(property string) []string {
	var out []string
	for _, c := range e.values(property) {
		var v struct {
			ID string `json:"id"`
		}
		if json.Unmarshal(c.Main.Value.Value, &v) == nil && v.ID != "" {
			out = append(out, v.ID)
		}
	}
	return out
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

const maxAliases = 20

func (e entity) statement(licences map[string]string) catalog.SoftwareStatement {
	name := source.Name(cmp.Or(e.Labels.V["fr"].Value, e.Labels.V["en"].Value, e.Labels.V["mul"].Value))
	st := catalog.SoftwareStatement{
		Name: name, IDs: map[string]string{"wikidata": e.ID}, Site: source.Web(first(e.texts("P856"))), Repository: source.Web(first(e.texts("P1324"))),
		Function: i18n.Text{Fr: source.Function(e.Descriptions.V["fr"].Value), En: source.Function(e.Descriptions.V["en"].Value)},
	}
	if logo := first(e.texts("P154")); logo != "" {
		st.Logo = source.Web("https://commons.wikimedia.org/wiki/Special:FilePath/" + url.PathEscape(strings.ReplaceAll(logo, " ", "_")))
	}
	if f := first(e.texts("P4107")); f != "" {
		f = strings.TrimRight(f, "/")
		st.IDs["framalibre"] = f[strings.LastIndexByte(f, '/')+1:]
	}
	e.licence(&st, licences)
	e.release(&st)
	for _, lang := range []string{"fr", "en", "mul"} {
		names := []monolingual{e.Labels.V[lang]}
		for _, a := range append(names, e.Aliases.V[lang]...) {
			n := source.Name(a.Value)
			if n != "" && n != name && len(n) <= 120 && !slices.Contains(st.Aliases, n) && len(st.Aliases) < maxAliases {
				st.Aliases = append(st.Aliases, n)
			}
		}
	}
	return st
}

func (e entity) licence(st *catalog.SoftwareStatement, licences map[string]string) {
	var names []string
	for _, id := range e.items("P275") {
		if n := licences[id]; n != "" {
			names = append(names, n)
		}
	}
	if len(names) == 0 {
		return
	}
	if expr, ok := source.Licences(names); ok {
		st.Licence = expr
	} else {
		st.LicenceRaw = source.Clip(strings.Join(names, ", "), 120)
	}
}

// release takes the version with the latest date.
func (e entity) release(st *catalog.SoftwareStatement) {
	for _, c := range e.values("P348") {
		var v string
		if json.Unmarshal(c.Main.Value.Value, &v) != nil {
			continue
		}
		var when provenance.Date
		for _, q := range c.Qualifiers.V["P577"] {
			if d, err := day(q); err == nil {
				when = d
			}
		}
		if st.Latest.Number == "" || st.Latest.Date.Before(when) {
			st.Latest = catalog.Release{Number: source.Clip(v, 60), Date: when}
		}
	}
}

// day reads a time of Wikidata, "+2025-02-00T00:00:00Z" with its precision (11 day, 10 month, 9 year).
func day(s snak) (provenance.Date, error) {
	var v struct {
		Time      string `json:"time"`
		Precision int    `json:"precision"`
	}
	if err := json.Unmarshal(s.Value.Value, &v); err != nil {
		return provenance.Date{}, err
	}
	n, ok := map[int]int{11: 10, 10: 7, 9: 4}[v.Precision]
	if !ok || len(v.Time) < 1+n {
		return provenance.Date{}, errors.New("no day, month or year")
	}
	return provenance.ParseDate(v.Time[1 : 1+n])
}
