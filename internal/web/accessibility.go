package web

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/web/theme"
)

//go:embed accessibility.yaml
var accessibilityFile []byte

// criterion is one of the 106 criteria of the RGAA 4.1, the State's reference for accessibility, and what is known of it.
type criterion struct {
	Number string `yaml:"number"` // "12.5"; what stands before the point is its theme
	Title  string `yaml:"title"`  // in French, in our words
	State  string `yaml:"state"`  // one of criterionStates
	How    string `yaml:"how"`
}

// criterionStates: met, not met, does not apply, not examined.
var criterionStates = []string{"c", "nc", "na", "ne"}

// themeSizes are how many criteria each theme of the RGAA 4.1 has: 106 in all.
var themeSizes = []int{9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12}

type checklist struct {
	Audit    string      `yaml:"audit"`
	Checked  string      `yaml:"checked"`
	Criteria []criterion `yaml:"criteria"`
}

// accessibility reads the checklist; a test holds that the embedded one is whole.
var accessibility = sync.OnceValues(func() (checklist, error) {
	var l checklist
	if err := yaml.UnmarshalWithOptions(accessibilityFile, &l, yaml.Strict()); err != nil {
		return l, fmt.Errorf("accessibility.yaml: %w", err)
	}
	i := 0
	for t, n := range themeSizes {
		for c := range n {
			if want := strconv.Itoa(t+1) + "." + strconv.Itoa(c+1); i >= len(l.Criteria) || l.Criteria[i].Number != want {
				return l, fmt.Errorf("accessibility.yaml: no criterion %s in its place", want)
			}
			i++
		}
	}
	if i != len(l.Criteria) {
		return l, fmt.Errorf("accessibility.yaml: %d criteria, want %d", len(l.Criteria), i)
	}
	return l, nil
})

// blockAccessibility shows the state of the criteria by theme, then those that are not met.
func (p *Portal) blockAccessibility(rq request) []any {
	l, err := accessibility()
	if err != nil {
		p.Log.Error("the accessibility checklist", "error", err)
		return []any{theme.Empty{Title: rq.t("web.block-empty")}}
	}
	count := map[string]map[string]int{}
	known := theme.Table{ID: "criteres-non-respectes", Caption: rq.t("web.rgaa-known"), Columns: []theme.Column{{Title: rq.t("web.rgaa-criterion")}, {Title: rq.t("web.rgaa-why")}}}
	for _, c := range l.Criteria {
		name, _, _ := strings.Cut(c.Number, ".")
		if count[name] == nil {
			count[name] = map[string]int{}
		}
		count[name][c.State]++
		if c.State == "nc" {
			known.Rows = append(known.Rows, []theme.Cell{{Text: c.Number + " " + c.Title, Lang: french(rq)}, {Text: c.How, Lang: french(rq)}})
		}
	}
	date, err := provenance.ParseDate(l.Checked)
	if err != nil {
		p.Log.Error("the accessibility checklist", "error", err)
	}
	states := theme.Table{ID: "criteres", Caption: rq.t("web.rgaa-states"), Columns: []theme.Column{{Title: rq.t("web.rgaa-theme")}}, Note: rq.t("web.rgaa-note", "date", date.In(rq.lang))}
	for _, s := range criterionStates {
		states.Columns = append(states.Columns, theme.Column{Title: rq.t("web.rgaa-" + s), Numeric: true})
	}
	for t := range themeSizes {
		name := strconv.Itoa(t + 1)
		row := []theme.Cell{{Text: name + ". " + rq.t("web.rgaa-theme-"+name)}}
		for _, s := range criterionStates {
			row = append(row, theme.Cell{Text: strconv.Itoa(count[name][s])})
		}
		states.Rows = append(states.Rows, row)
	}
	if len(known.Rows) == 0 {
		return []any{states}
	}
	return []any{states, known}
}

// french marks what stands in French on a page in another language.
func french(rq request) i18n.Lang {
	if rq.lang == i18n.French {
		return ""
	}
	return i18n.French
}
