package api_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func get(t *testing.T, target string, into any) *httptest.ResponseRecorder {
	t.Helper()
	w := ask(http.MethodGet, target)
	if into != nil {
		if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
			t.Fatalf("%s: %v in %.200s", target, err, w.Body)
		}
	}
	return w
}

// The OpenAPI document describes what is served: each operation answers at its address, with the members that its schema requires.
func TestOperationsAreDescribed(t *testing.T) {
	t.Parallel()
	var doc struct {
		OpenAPI string `json:"openapi"`
		Paths   map[string]map[string]struct {
			Summary    string
			Parameters []struct{ Name, In string }
			Responses  map[string]struct {
				Content map[string]struct{ Schema map[string]any }
			}
		} `json:"paths"`
		Components struct {
			Schemas map[string]struct {
				Required   []string
				Properties map[string]any
			}
		} `json:"components"`
	}
	get(t, "/api/v1/openapi.json", &doc)
	if doc.OpenAPI != "3.1.0" || len(doc.Paths) < 15 {
		t.Fatalf("version %s, %d paths", doc.OpenAPI, len(doc.Paths))
	}
	samples := map[string]string{
		"/api/v1/answers": "?q=photoshop", "/api/v1/software/{slug}": "gimp", "/api/v1/categories/{slug}": "office-suite", "/api/v1/products/{slug}": "photoshop", "/api/v1/providers/{slug}": "dalibo",
		"/api/v1/market/check": "?organisation=CNRS&software=GLPI", "/api/v1/market/delays": "?date=2026-04-30&time=17:59&critical=1&blocking=1", "/api/v1/market/debian": "?version=12",
		"/api/v1/compatibility": "?component=MIT&outbound=EUPL-1.2",
		"/api/v1/naming":        "?logiciel=PostgreSQL&achat=services&libre=oui&marque=non&firmes=oui&objet=non",
		"/api/v1/entry-rules":   "?licence=MIT&agent=oui",
	}
	samples["/api/v1/opening"] = "?mission=oui&droits=oui&secret=non&tiers=non&version=oui"
	samples["/api/v1/openness"] = "?publiable=oui&reponses=oui&recherche=non&duree=oui"
	samples["/api/v1/licence-choice"] = "?projet=non&objet=logiciel&but=reseau&langue=indifferent"
	samples["/api/v1/contributing"] = "?auteur=agent&licence=libre&contenu=propre&engagement=dco"
	samples["/api/v1/components"] = "?outbound=MIT"
	bodies := map[string]string{"/api/v1/components": "a, MIT\nb, BSD\n", "/api/v1/repository-check": zipped(t), "/api/v1/publiccode": "name: Truc\n"} // of the operations that read a file
	var first map[string]any
	get(t, "/api/v1/ospos?limit=1", &first)
	samples["/api/v1/ospos/{slug}"] = first["items"].([]any)[0].(map[string]any)["slug"].(string)
	for path, item := range doc.Paths {
		op, posted := item["post"]
		if !posted {
			op = item["get"]
		}
		if op.Summary == "" || len(op.Responses["default"].Content["application/problem+json"].Schema) == 0 {
			t.Errorf("%s: no summary, or no problem document", path)
		}
		target := strings.TrimSuffix(path, "{slug}") + samples[path]
		var body map[string]any
		var w *httptest.ResponseRecorder
		if posted {
			w = httptest.NewRecorder()
			rest().ServeHTTP(w, httptest.NewRequest(http.MethodPost, target, strings.NewReader(bodies[path])))
			if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
				t.Errorf("%s: %v", target, err)
			}
		} else {
			w = get(t, target, &body)
		}
		if w.Code != http.StatusOK || w.Header().Get("ETag") == "" {
			t.Errorf("%s: status %d, tag %q: %.200s", target, w.Code, w.Header().Get("ETag"), w.Body)
			continue
		}
		ref, _ := op.Responses["200"].Content["application/json"].Schema["$ref"].(string)
		schema := doc.Components.Schemas[strings.TrimPrefix(ref, "#/components/schemas/")]
		for _, member := range schema.Required {
			if _, ok := body[member]; !ok {
				t.Errorf("%s: no member %s", target, member)
			}
		}
		for member := range body {
			if len(schema.Properties) > 0 && schema.Properties[member] == nil {
				t.Errorf("%s: the schema does not tell of %s", target, member)
			}
		}
	}
}

// Following the cursors of a list gives each entry once.
func TestCursorsWalkAList(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/api/v1/software", "/api/v1/categories", "/api/v1/products", "/api/v1/licences"} {
		seen := map[string]bool{}
		total, cursor := 0, ""
		for range 100 {
			var part struct {
				Total int
				Next  string
				Items []map[string]any
			}
			get(t, path+"?limit=100&cursor="+url.QueryEscape(cursor), &part)
			total = part.Total
			for _, it := range part.Items {
				k, ok := it["slug"].(string)
				if !ok {
					k = it["spdx"].(string)
				}
				if seen[k] {
					t.Fatalf("%s: %s twice", path, k)
				}
				seen[k] = true
			}
			if cursor = part.Next; cursor == "" {
				break
			}
		}
		if len(seen) != total || total == 0 {
			t.Errorf("%s: %d entries seen of %d", path, len(seen), total)
		}
	}
}

// What is wrong with a request is said in the reader's language, with the parameter that is wrong.
func TestProblemsOfOperations(t *testing.T) {
	t.Parallel()
	for target, want := range map[string]struct {
		status int
		field  string
	}{
		"/api/v1/software?limit=0":              {400, "limit"},
		"/api/v1/software?limit=x&lang=en":      {400, "limit"},
		"/api/v1/software?cursor=%3Cscript%3E":  {400, "cursor"},
		"/api/v1/software?category=nothing":     {400, "category"},
		"/api/v1/software/%2e%2e":               {404, ""},
		"/api/v1/products/nothing":              {404, ""},
		"/api/v1/categories/nothing":            {404, ""},
		"/api/v1/answers?q=":                    {400, "q"},
		"/api/v1/answers?q=x&lang=de":           {400, "lang"},
		"/api/v1/market/check":                  {400, "organisation"},
		"/api/v1/market/delays?date=9999-99-99": {400, "date"},
	} {
		var p struct {
			Status        int
			Detail, Field string
		}
		w := get(t, target, &p)
		if w.Code != want.status || p.Status != want.status || p.Field != want.field || p.Detail == "" || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s %s", target, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
		if strings.Contains(target, "lang=en") && !strings.Contains(p.Detail, "number") {
			t.Errorf("%s: not in English: %s", target, p.Detail)
		}
	}
}

// A machine that floods is told when to come back.
func TestRateLimit(t *testing.T) {
	t.Parallel()
	desk := rest()
	for i := range 700 {
		r := httptest.NewRequest(http.MethodGet, "/api/v1/software?q="+strings.Repeat("x", i%7)+"&n="+url.QueryEscape(strings.Repeat("y", i)), nil)
		r.RemoteAddr = "203.0.113.9:1234"
		w := httptest.NewRecorder()
		desk.ServeHTTP(w, r)
		if w.Code == http.StatusTooManyRequests {
			if i < 500 || w.Header().Get("Retry-After") == "" {
				t.Fatalf("refused after %d, Retry-After %q", i, w.Header().Get("Retry-After"))
			}
			return
		}
	}
	t.Error("700 requests were taken")
}

// zipped is an archive of one file.
func zipped(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	if _, err := w.Create("README.md"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
