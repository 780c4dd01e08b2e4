package app_test

import (
	"encoding/xml"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A value that an import changes, a withdrawal and a return stand in the history of the sheet, each with source and date.
func TestHistoryOfASheet(t *testing.T) {
	t.Parallel()
	dsn, file := sqlite(t), filepath.Join(t.TempDir(), "sill.json")
	for _, body := range []string{
		`[{"i":"Zorglub libre","id":"999001","l":"MIT"},{"i":"Autre","id":"999002","l":"ISC"}]`,
		`[{"i":"Zorglub libre","id":"999001","l":"ISC"},{"i":"Autre","id":"999002","l":"ISC"}]`,
		`[{"i":"Autre","id":"999002","l":"ISC"}]`,
		`[{"i":"Zorglub libre","id":"999001","l":"BSD-3-Clause"},{"i":"Autre","id":"999002","l":"ISC"}]`,
	} {
		if err := os.WriteFile(file, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		if status, out, stderr := run(t, "import", "sill-2022", file, "--database", dsn); status != 0 {
			t.Fatal(out, stderr)
		}
	}
	base := desk(t, dsn, nil)
	at := base + "/fr/logiciels/zorglub-libre"
	if r := get(t, at); r.status != http.StatusOK || !strings.Contains(r.body, "/fr/logiciels/zorglub-libre/historique") {
		t.Fatalf("the sheet: status %d, or no link to its history", r.status)
	}
	body := get(t, at+"/historique").body
	if _, main, ok := strings.Cut(body, "<main"); ok {
		body = main
	}
	rest := body
	for _, want := range []string{"De nouveau cité", "BSD-3-Clause", "Retrait enregistré", "Changement enregistré", "MIT", "ISC", "Premier état connu", "MIT"} {
		i := strings.Index(rest, want)
		if i < 0 {
			t.Fatalf("no %q in its place:\n%s", want, body)
		}
		rest = rest[i+len(want):]
	}
	if r := get(t, base+"/en/software/autre/history"); r.status != http.StatusOK || strings.Contains(r.body, "Change recorded") || !strings.Contains(r.body, "First state known") {
		t.Errorf("a sheet that never changed: status %d", r.status)
	}
	var feed struct {
		Entries []struct {
			ID    string `xml:"id"`
			Title string `xml:"title"`
			Link  struct {
				Href string `xml:"href,attr"`
			} `xml:"link"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal([]byte(get(t, base+"/feed/logiciels.xml").body), &feed); err != nil {
		t.Fatal(err)
	}
	var told []string
	ids := map[string]bool{}
	for _, e := range feed.Entries {
		ids[e.ID] = true
		told = append(told, e.Title)
		if !strings.HasSuffix(e.Link.Href, "/fr/logiciels/zorglub-libre/historique") {
			t.Errorf("%s leads to %s", e.Title, e.Link.Href)
		}
	}
	if want := []string{"entré", "sorti", "modifié"}; len(told) != len(want) || len(ids) != len(want) {
		t.Errorf("the feed tells %q", told)
	} else {
		for i, w := range want {
			if told[i] != "Zorglub libre\u00a0: "+w {
				t.Errorf("the feed tells %q, want %q", told[i], w)
			}
		}
	}
	if r := get(t, base+"/fr/logiciels/"); !strings.Contains(r.body, `type="application/atom+xml" title="Nouveautés du catalogue (Atom)" href="/feed/logiciels.xml"`) {
		t.Error("the catalogue does not name its feed")
	}
	if r := get(t, base+"/fr/logiciels/nulle-part/historique"); r.status != http.StatusNotFound {
		t.Errorf("an unknown sheet: status %d", r.status)
	}
}
