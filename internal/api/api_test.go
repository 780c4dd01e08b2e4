package api_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"guichet/internal/address"
	"guichet/internal/api"
	"guichet/internal/facts"
	"guichet/internal/snapshot"
	start "guichet/internal/source/starter"
	"guichet/starter"
)

var rest = sync.OnceValue(func() *api.API {
	imp, err := start.Read(context.Background(), starter.Data())
	if err != nil {
		panic(err)
	}
	rows := make([]facts.Row, len(imp.Statements))
	for i, st := range imp.Statements {
		rows[i] = facts.Row{Source: imp.Source, Statement: st}
	}
	snap, err := snapshot.Build(rows, 1, address.Of)
	if err != nil {
		panic(err)
	}
	return api.New(api.Config{Facts: func() *snapshot.Snapshot { return snap }, Log: slog.New(slog.DiscardHandler)})
})

func ask(method, target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	rest().ServeHTTP(w, httptest.NewRequest(method, target, nil))
	return w
}

// The document's members are a contract: programs read them by these names.
func TestAnswerDocument(t *testing.T) {
	t.Parallel()
	w := ask(http.MethodGet, "/api/v1/answers?q=Par+quoi+remplacer+Photoshop+%3F")
	var doc map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil || w.Code != http.StatusOK {
		t.Fatalf("status %d, %v", w.Code, err)
	}
	for _, member := range []string{"question", "lang", "intent", "entity", "found", "summary", "items", "next"} {
		if _, ok := doc[member]; !ok {
			t.Errorf("no member %s", member)
		}
	}
	item, ok := doc["items"].([]any)[0].(map[string]any)
	if !ok || item["slug"] != "gimp" || item["url"] != "/fr/logiciels/gimp" || item["kind"] != "software" {
		t.Errorf("first item %v", item)
	}
	fact, ok := item["facts"].([]any)[0].(map[string]any)
	if !ok || fact["source"] == "" || fact["checked"] == "" || fact["label"] == "" || fact["value"] == "" {
		t.Errorf("first fact %v", fact)
	}
}

// What is not known has empty lists, never null, so that a program's loop needs no special case.
func TestNotKnown(t *testing.T) {
	t.Parallel()
	w := ask(http.MethodGet, "/api/v1/answers?q=Zorglub+3000")
	var doc struct {
		Found *bool
		Items []any
		Next  []any
	}
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil || w.Code != http.StatusOK || doc.Found == nil || *doc.Found || doc.Items == nil || len(doc.Items) > 0 || len(doc.Next) == 0 {
		t.Errorf("status %d, %v, %s", w.Code, err, w.Body)
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		method, target string
		status         int
		field          string
	}{
		{http.MethodGet, "/api/v1/answers", 400, "q"},
		{http.MethodGet, "/api/v1/answers?q=x&lang=de", 400, "lang"},
		{http.MethodGet, "/api/v1/nothing", 404, ""},
		{http.MethodPost, "/api/v1/answers?q=x", 405, ""},
	} {
		w := ask(c.method, c.target)
		var doc struct {
			Status        int
			Detail, Field string
		}
		err := json.Unmarshal(w.Body.Bytes(), &doc)
		if err != nil || w.Code != c.status || doc.Status != c.status || doc.Detail == "" || doc.Field != c.field || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s: status %d, %s", c.method, c.target, w.Code, w.Body)
		}
	}
}

func TestAnyoneMayReadFromAPage(t *testing.T) {
	t.Parallel()
	if w := ask(http.MethodOptions, "/api/v1/answers"); w.Code != http.StatusNoContent || w.Header().Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("status %d, %v", w.Code, w.Header())
	}
}
