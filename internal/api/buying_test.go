package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// A program gets what the page draws: articles, derogations, warnings in words, references with their certainty and date.
func TestClauses(t *testing.T) {
	t.Parallel()
	w := ask(http.MethodGet, "/api/v1/clauses?objet=les-deux&logiciel=Photoshop&droits=exclusifs&licence=mit")
	var doc struct {
		Choices map[string]any
		Edition struct{ Date string }
		CCAP    []struct {
			Number int
			Title  struct{ Fr, En string }
			Body   []struct{ Text string }
			Gloss  string
		}
		CCTP        []struct{ Clause string }
		Derogations []struct{ Article struct{ Fr string } }
		Warnings    []struct {
			Rule    string
			Message struct{ Fr, En string }
		}
		Laws []struct{ Slug, Certainty, Checked, URL string }
		Link struct{ Fr, En string }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil || w.Code != http.StatusOK {
		t.Fatalf("status %d, %v: %.300s", w.Code, err, w.Body)
	}
	if doc.Choices["licence"] != "MIT" || len(doc.CCAP) < 5 || len(doc.CCTP) < 5 || len(doc.Derogations) != 1 || doc.CCAP[1].Number != 2 || doc.CCAP[1].Gloss == "" {
		t.Errorf("%+v", doc)
	}
	if !strings.HasPrefix(doc.Link.Fr, "/fr/acheter/clauses?v="+doc.Edition.Date+"&") {
		t.Errorf("the link is %s", doc.Link.Fr)
	}
	rules := map[string]bool{}
	for _, x := range doc.Warnings {
		rules[x.Rule] = true
		if x.Message.Fr == "" || x.Message.En == "" || strings.HasPrefix(x.Message.Fr, "procurement.") {
			t.Errorf("%s says %+v", x.Rule, x.Message)
		}
	}
	if !rules["software-not-free"] || !rules["exclusive-permissive"] || !rules["exclusive-no-reason"] {
		t.Errorf("the warnings are %v", rules)
	}
	for _, l := range doc.Laws {
		if l.Certainty == "" || l.Checked == "" || l.URL == "" {
			t.Errorf("%+v", l)
		}
	}
}

func TestBuyingRefuses(t *testing.T) {
	t.Parallel()
	for target, want := range map[string][2]string{
		"/api/v1/clauses?licence=GPL":                              {"licence", "GPL-3.0-or-later"},
		"/api/v1/clauses?objet=x":                                  {"objet", "developpement"},
		"/api/v1/clauses?logiciel=" + strings.Repeat("x", 9000):    {"logiciel", "9000"},
		"/api/v1/naming?logiciel=Moodle&achat=services&libre=peut": {"libre", "réponse"},
		"/api/v1/compatibility-matrix?use=worn":                    {"use", "usage"},
		"/api/v1/compatibility-matrix?components=zorglub":          {"components", "groupe"},
		"/api/v1/compatibility-matrix?outbound=etalab-2.0":         {"outbound", "etalab-2.0"},
	} {
		w := ask(http.MethodGet, target)
		var problem struct{ Detail, Field string }
		if err := json.Unmarshal(w.Body.Bytes(), &problem); err != nil || w.Code != http.StatusBadRequest || problem.Field != want[0] || !strings.Contains(problem.Detail, want[1]) {
			t.Errorf("%.60s: %d %+v, want %v", target, w.Code, problem, want)
		}
	}
}

func TestLawsAndNaming(t *testing.T) {
	t.Parallel()
	for target, want := range map[string]string{
		"/api/v1/laws": `"slug":"ce-350431"`,
		"/api/v1/naming?achat=services&libre=oui&marque=non&firmes=oui&objet=non": `"verdict":"yes"`,
	} {
		if w := ask(http.MethodGet, target); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) || !strings.Contains(w.Body.String(), `"checked":"2026`) {
			t.Errorf("%s: %d %.300s", target, w.Code, w.Body)
		}
	}
}

// The table has a row a component and a column a licence of the whole; each cell's rule, each reason and each list that it names is in the document.
func TestCompatibilityMatrix(t *testing.T) {
	t.Parallel()
	var doc struct {
		Use                   string
		Components, Outbounds []string
		Rows                  [][]struct {
			Component, Outbound, Verdict, Rule string
			Published                          []struct{ List, Verdict, Use, Reason string }
		}
		Rules, Reasons map[string]struct{ Fr, En string }
		Lists          []struct{ ID, Name, Title, Address, Copy, Read string }
	}
	get(t, "/api/v1/compatibility-matrix?use=modified&components=all", &doc)
	if doc.Use != "modified" || len(doc.Outbounds) != 13 || len(doc.Components) < 80 || len(doc.Rows) != len(doc.Components) || len(doc.Lists) != 6 {
		t.Fatalf("%s: %d rows of %d components, %d licences of the whole, %d lists", doc.Use, len(doc.Rows), len(doc.Components), len(doc.Outbounds), len(doc.Lists))
	}
	lists := map[string]bool{}
	for _, l := range doc.Lists {
		lists[l.ID] = l.Name != "" && l.Title != "" && l.Address != "" && l.Copy != "" && l.Read != ""
	}
	spoken := 0
	for i, row := range doc.Rows {
		for j, c := range row {
			if c.Component != doc.Components[i] || c.Outbound != doc.Outbounds[j] || doc.Rules[c.Rule].Fr == "" || doc.Rules[c.Rule].En == "" {
				t.Errorf("row %d, column %d: %+v", i, j, c)
			}
			for _, p := range c.Published {
				if spoken++; !lists[p.List] || p.Reason != "" && doc.Reasons[p.Reason].Fr == "" {
					t.Errorf("%s in %s: %+v", c.Component, c.Outbound, p)
				}
			}
		}
	}
	if spoken < 400 {
		t.Errorf("lists speak of %d cells", spoken)
	}
	get(t, "/api/v1/compatibility-matrix?outbound=GPL-2.0-only&components=permissive", &doc)
	if len(doc.Outbounds) != 1 || len(doc.Rows) == 0 || len(doc.Rows[0]) != 1 {
		t.Errorf("one licence gives %d columns", len(doc.Outbounds))
	}
}
