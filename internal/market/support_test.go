package market_test

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"guichet/internal/catalog"
	"guichet/internal/facts"
	"guichet/internal/market"
	"guichet/internal/provenance"
	"guichet/internal/search"
	start "guichet/internal/source/starter"
	"guichet/starter"
)

// The 357 names of the support contract are matched against the names that other sources use: the sheets that the editors wrote, some of them for the
// purpose, are left out, but for the name of what another register identifies. Some of the 357 are libraries that no other source at hand holds; a name is held
// when one of the names of its sheet stands in another source. Of those, nine in ten at least find their sheet.
func TestSupportListMatchesOtherSources(t *testing.T) {
	t.Parallel()
	data := os.Getenv("GUICHET_DATA")
	if data == "" {
		t.Skip("GUICHET_DATA names no folder of real data")
	}
	imp, err := start.Read(t.Context(), starter.Data())
	if err != nil {
		t.Fatal(err)
	}
	var all, others []facts.Row
	held := map[string]bool{}
	for _, st := range imp.Statements {
		row := facts.Row{Source: imp.Source, Statement: st}
		all = append(all, row)
		if st.Kind == catalog.KindSoftware {
			var s catalog.SoftwareStatement
			if err := json.Unmarshal(st.Body, &s); err != nil {
				t.Fatal(err)
			}
			if s.Source == provenance.Editorial {
				if len(s.IDs) == 0 {
					continue
				}
				// Another register knows it: of what the editors wrote, its name alone is taken.
				st, err := facts.New(catalog.KindSoftware, s.Slug, st.Checked, catalog.SoftwareStatement{Slug: s.Slug, Name: s.Name, Site: s.Site, IDs: s.IDs, Source: s.Sources["ids"]})
				if err != nil {
					t.Fatal(err)
				}
				row = facts.Row{Source: imp.Source, Statement: st}
				s.Aliases = nil
			}
			for _, n := range append([]string{s.Name}, s.Aliases...) {
				held[search.Key(n)] = true
			}
		}
		others = append(others, row)
	}
	for source, names := range otherNames(t, filepath.Join(data, "data")) {
		for _, n := range names {
			held[search.Key(n)] = true
			slug := search.Slug(n)
			if slug == "" || len(slug) > 100 {
				continue
			}
			st, err := facts.New(catalog.KindSoftware, n, provenance.Date{Year: 2026}, catalog.SoftwareStatement{Slug: slug, Name: n, Source: source})
			if err != nil {
				t.Fatal(err)
			}
			others = append(others, facts.Row{Source: source, Statement: st})
		}
	}
	whole, found := covered(t, all), covered(t, others)
	inOthers, matched, sheets := 0, 0, 0
	var missed, without []string
	for i, c := range whole {
		known := held[search.Key(c.Name)]
		if sw := c.Software; sw != nil {
			sheets++
			for _, n := range append([]string{sw.Name.V}, sw.Aliases...) {
				known = known || held[search.Key(n)]
			}
		} else {
			without = append(without, c.Name)
		}
		switch {
		case !known:
		case found[i].Software != nil:
			inOthers++
			matched++
		default:
			inOthers++
			missed = append(missed, c.Name)
		}
	}
	t.Logf("%d names; %d stand in another source, of which %d are matched and these are not: %s", len(whole), inOthers, matched, strings.Join(missed, ", "))
	t.Logf("with the editors' sheets %d are matched; without a sheet: %s", sheets, strings.Join(without, ", "))
	if matched*10 < inOthers*9 {
		t.Errorf("%d of %d names are matched, want 90 %%", matched, inOthers)
	}
}

// The names that no sheet stands for, of both support lists; doc/sources.md says why.
var withoutSheet = []string{"Castor", "datalift", "Display Tag", "dom4j", "FPDF", "func", "Gridlex", "JasperStudio", "Jfrog Artifactory", "MBeanMonitor", "mx4j", "nmap", "opensta", "OSWorkflow", "petals", "Terraform", "torque", "WinPT", "xmltask"}

// Nine in ten of the 357 names find a sheet without those that the editors wrote for the purpose: the editorial ones of support-market.yaml. What is left without
// any sheet is what the documentation lists.
func TestSupportListMatchesSheets(t *testing.T) {
	t.Parallel()
	imp, err := start.Read(t.Context(), starter.Data())
	if err != nil {
		t.Fatal(err)
	}
	file, err := fs.ReadFile(starter.Data(), "software/support-market.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var added []struct{ Slug, Source string }
	if err := yaml.Unmarshal(file, &added); err != nil || len(added) == 0 {
		t.Fatalf("%d sheets, %v", len(added), err)
	}
	purpose := map[string]bool{}
	for _, s := range added {
		purpose[s.Slug] = s.Source == provenance.Editorial
	}
	var all, others []facts.Row
	for _, st := range imp.Statements {
		row := facts.Row{Source: imp.Source, Statement: st}
		all = append(all, row)
		if st.Kind != catalog.KindSoftware || !purpose[st.Key] {
			others = append(others, row)
		}
	}
	var missing []string
	for _, c := range covered(t, all) {
		if c.Software == nil {
			missing = append(missing, c.Name)
		}
	}
	if !slices.Equal(missing, withoutSheet) {
		t.Errorf("without a sheet: %q, want %q", missing, withoutSheet)
	}
	names, matched := covered(t, others), 0
	for _, c := range names {
		if c.Software != nil {
			matched++
		}
	}
	t.Logf("%d of %d names are matched without %d sheets written for the purpose, %d with them", matched, len(names), len(all)-len(others), len(names)-len(missing))
	if len(names) != 357 || matched*10 < len(names)*9 {
		t.Errorf("%d of %d names are matched, want 90 %% of 357", matched, len(names))
	}
}

func covered(t *testing.T, rows []facts.Row) []*market.Covered {
	t.Helper()
	cat, err := catalog.Build(rows, provenance.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := market.Build(rows, provenance.Sources{}, cat)
	if err != nil {
		t.Fatal(err)
	}
	return m.Covered
}

// otherNames reads the names of the lists that the catalogue can import.
func otherNames(t *testing.T, dir string) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	seen := map[string]bool{}
	add := func(source, name string) {
		name = strings.Join(strings.Fields(name), " ")
		if k := source + search.Key(name); !seen[k] && name != "" {
			seen[k] = true
			out[source] = append(out[source], name)
		}
	}
	lines := func(file string, each func([]byte)) {
		b, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		sc := bufio.NewScanner(bytes.NewReader(b))
		sc.Buffer(nil, 4<<20)
		for sc.Scan() {
			each(sc.Bytes())
		}
	}
	lines("awesome-selfhosted.jsonl", func(b []byte) {
		var e struct{ YAML string }
		if json.Unmarshal(b, &e) == nil {
			name, _, _ := strings.Cut(strings.TrimPrefix(e.YAML, "name: "), "\n")
			add("awesome-selfhosted", strings.Trim(name, `'"`))
		}
	})
	lines("debian-appstream.jsonl", func(b []byte) {
		var e struct{ Name map[string]string }
		if json.Unmarshal(b, &e) == nil {
			add("debian-appstream", e.Name["C"])
		}
	})
	for file, column := range map[string]int{"sill-2020": 1, "sill-2019": 4, "sill-2018-sources": 4} {
		b, err := os.ReadFile(filepath.Join(dir, "sill", file+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		r := csv.NewReader(bytes.NewReader(b))
		r.FieldsPerRecord, r.LazyQuotes = -1, true
		records, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, rec := range records[1:] {
			if len(rec) > column {
				add(file, rec[column])
			}
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "providers", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var e struct {
			List []struct{ Title string } `json:"free_software_list"`
		}
		if json.Unmarshal(b, &e) == nil {
			for _, s := range e.List {
				add("publishers", s.Title)
			}
		}
	}
	return out
}
