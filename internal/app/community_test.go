package app_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"guichet/internal/cli"
	"guichet/internal/provenance"
	"guichet/internal/source"
	"guichet/internal/source/events"
	"guichet/internal/source/formations"
)

// hostile is what somebody may put into a title that strangers read.
const hostile = `</title><script>alert(1)</script><img src=x onerror=alert(2)>"' & ]]>`

// hostileDesk is a desk whose events, trainings and news all hold hostile titles.
func hostileDesk(t *testing.T) string {
	t.Helper()
	dsn := sqlite(t)
	_, store, err := cli.OpenStore(t.Context(), dsn, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	quoted, err := json.Marshal(hostile)
	if err != nil {
		t.Fatal(err)
	}
	q := string(quoted)
	for _, f := range []struct {
		format source.Format
		body   string
	}{
		{events.Format, "[{slug: hostile, kind: webinar, title: {fr: " + q + ", en: " + q + "}, summary: {fr: " + q + ", en: " + q + "}, host: " + q + ", speakers: [" + q + "], start: 2099-01-02, online: true, updated: 2026-11-20, join: 'https://x.example/\"><script>'}]"},
		{formations.Format, "[{organisme: " + q + ", description: " + q + ", adresse: " + q + ", formations: [" + q + "]}]"},
	} {
		imp, err := f.format.Read(t.Context(), source.Bytes("x.yaml", []byte(f.body), provenance.MustDate("2026-11-20")))
		if err != nil || len(imp.Statements) != 1 {
			t.Fatalf("%s: %v, %+v", f.format.Name, err, imp.Refused)
		}
		if _, err := store.Apply(t.Context(), imp, false); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "fr", "actualites"), 0o700); err != nil {
		t.Fatal(err)
	}
	post := "---\ntitle: " + q + "\ndescription: " + q + "\ndate: 2026-11-22\n---\n\n" + hostile + "\n\n[suite](/fr/contact/) [ici](#a) [là](//autre.example/) [mal](javascript:alert(3))\n"
	if err := os.WriteFile(filepath.Join(dir, "fr", "actualites", "hostile.md"), []byte(post), 0o600); err != nil {
		t.Fatal(err)
	}
	return desk(t, dsn, func(s *cli.ServeSettings) { s.Content, s.BaseURL = dir, "https://libre.example" })
}

// No title runs in the reader's browser, wherever it is shown.
func TestHostileTitles(t *testing.T) {
	t.Parallel()
	base := hostileDesk(t)
	for _, path := range []string{
		"/fr/bluehats/", "/en/bluehats/", "/fr/bluehats/evenements/", "/fr/bluehats/evenements/hostile", "/fr/actualites/", "/fr/actualites/hostile/", "/fr/formations/?q=script", "/en/training/",
		"/fr/formations/title-script-alert-1-script-img-src-x-onerror-alert-2", "/fr/recherche?q=onerror", "/fr/plan-du-site/", "/feed/feed.xml", "/feed/feed.json", "/fr/bluehats/evenements.ics", "/data/formations-logiciels-libres.json",
		"/fr/contact/espaces-communication-bluehats/?public=" + url.QueryEscape(hostile) + "&sujet=" + url.QueryEscape(hostile), "/fr/utiliser/etudes-de-veille/?q=" + url.QueryEscape(hostile), "/fr/formations/?lieu=" + url.QueryEscape(hostile),
	} {
		r := get(t, base+path)
		if r.status != http.StatusOK {
			t.Errorf("%s: status %d", path, r.status)
		}
		if !strings.HasPrefix(r.header.Get("Content-Type"), "text/html") {
			continue
		}
		if m := regexp.MustCompile(`(?i)<script|<img[^>]*onerror|href="javascript`).FindString(r.body); m != "" {
			t.Errorf("%s: %q", path, m)
		}
	}
}

// atomDocument is what RFC 4287 asks of a feed, read without the types that wrote it.
type atomDocument struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  string   `xml:"author>name"`
	Links   []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomEntry struct {
	ID      string `xml:"id"`
	Title   string `xml:"title"`
	Updated string `xml:"updated"`
	Content struct {
		Type string `xml:"type,attr"`
		Body string `xml:",chardata"`
	} `xml:"content"`
}

var foreign = regexp.MustCompile(`(?:href|src)="(?:/[^/]|#|\.)`)

func TestFeeds(t *testing.T) {
	t.Parallel()
	base := hostileDesk(t)
	r := get(t, base+"/feed/feed.xml")
	if r.header.Get("Content-Type") != "application/atom+xml; charset=utf-8" {
		t.Errorf("type %q", r.header.Get("Content-Type"))
	}
	var feed atomDocument
	dec := xml.NewDecoder(strings.NewReader(r.body))
	dec.Strict = true
	if err := dec.Decode(&feed); err != nil {
		t.Fatal(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		t.Errorf("something follows the feed: %v", err)
	}
	if feed.ID != "https://libre.example/feed/feed.xml" || feed.Title == "" || feed.Author == "" || len(feed.Links) != 2 || feed.Links[0].Href != feed.ID || len(feed.Entries) < 3 {
		t.Fatalf("%+v", feed)
	}
	last := ""
	for _, e := range feed.Entries {
		at, err := time.Parse(time.RFC3339, e.Updated)
		if err != nil || at.IsZero() || last != "" && e.Updated > last {
			t.Errorf("%s: updated %q after %q", e.ID, e.Updated, last)
		}
		last = e.Updated
		if !strings.HasPrefix(e.ID, "https://libre.example/fr/actualites/") || e.Title == "" || e.Content.Type != "html" || foreign.MatchString(e.Content.Body) || strings.Contains(e.Content.Body, "<script") {
			t.Errorf("%+v", e)
		}
	}
	if feed.Updated != feed.Entries[0].Updated || !slices.ContainsFunc(feed.Entries, func(e atomEntry) bool { return e.Title == hostile }) {
		t.Errorf("updated %s, or no entry has the hostile title as it was written", feed.Updated)
	}
	if again := get(t, base+"/feed/feed.xml", "If-None-Match", r.header.Get("Etag")); again.status != http.StatusNotModified || again.body != "" {
		t.Errorf("a reader that has the feed gets %d, %d bytes", again.status, len(again.body))
	}
	var doc struct {
		Version string `json:"version"`
		URL     string `json:"feed_url"`
		Items   []struct {
			ID        string `json:"id"`
			URL       string `json:"url"`
			Content   string `json:"content_html"`
			Published string `json:"date_published"`
		} `json:"items"`
	}
	j := get(t, base+"/en/feed/feed.json")
	if err := json.Unmarshal([]byte(j.body), &doc); err != nil || j.header.Get("Content-Type") != "application/feed+json" {
		t.Fatal(err, j.header.Get("Content-Type"))
	}
	if doc.Version != "https://jsonfeed.org/version/1.1" || doc.URL != "https://libre.example/en/feed/feed.json" || len(doc.Items) < 2 {
		t.Errorf("%+v", doc)
	}
	for _, it := range doc.Items {
		if it.ID != it.URL || !strings.HasPrefix(it.URL, "https://libre.example/en/news/") || it.Content == "" || foreign.MatchString(it.Content) {
			t.Errorf("%+v", it)
		}
	}
	page := get(t, base+"/fr/bluehats/").body
	for _, want := range []string{`type="application/atom+xml"`, `href="/feed/feed.xml"`, `type="application/feed+json"`, `href="/feed/feed.json"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page's head lacks %s", want)
		}
	}
}

// The finder says what is open and what is not, by who asks.
func TestSpacesFinder(t *testing.T) {
	t.Parallel()
	base := desk(t, sqlite(t), nil)
	const at = "/fr/contact/espaces-communication-bluehats/"
	for query, want := range map[string][]string{
		"?public=agent&sujet=software": {"Ouvert à vous, agent public", "Salon Tchap SILL"},
		"?public=elected":              {"Ouvert à vous, élue ou élu", "Liste BlueHats", "Réservé à d&#39;autres", "liste bluehats"},
		"?public=student&sujet=ospo":   {"Aucun espace de ce sujet ne vous est ouvert", "Liste OSPO-fr", "Écrire au guichet"},
		"?public=agent&sujet=ospo":     {"si vous êtes membre d&#39;un OSPO public"},
		"?public=nonsense&sujet=&x=1":  {"Ouvert à tout le monde"},
	} {
		r := get(t, base+at+query)
		for _, w := range want {
			if r.status != http.StatusOK || !strings.Contains(strings.ToLower(r.body), strings.ToLower(w)) {
				t.Errorf("%s: status %d, no %q", query, r.status, w)
			}
		}
	}
	if a, b := get(t, base+at+"?public=agent").body, get(t, base+at).body; a == b {
		t.Error("who asks makes no difference")
	}
}

// A proposal that lacks something keeps what was typed; a whole one becomes a case.
func TestProposeStudy(t *testing.T) {
	t.Parallel()
	base := desk(t, sqlite(t), nil)
	const at = "/fr/utiliser/etudes-de-veille/"
	token := regexp.MustCompile(`name="token" value="([^"]+)"`)
	m := token.FindStringSubmatch(get(t, base+at).body)
	if m == nil {
		t.Fatal("the form has no token")
	}
	send := func(f url.Values) reply {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+at, strings.NewReader(f.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return do(t, &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, req)
	}
	form := url.Values{"token": {m[1]}, "domain": {"gestion des secrets"}, "need": {"court"}}
	r := send(form)
	if r.status != http.StatusBadRequest {
		t.Errorf("status %d", r.status)
	}
	for _, want := range []string{`value="gestion des secrets"`, ">court<", `href="#f-kind"`, `href="#f-need"`, `href="#f-organisation"`, `id="f-kind"`, `value="` + m[1] + `"`} {
		if !strings.Contains(r.body, want) {
			t.Errorf("the refused form lacks %s", want)
		}
	}
	form.Set("kind", "strategic")
	form.Set("need", "Choisir un coffre de secrets pour nos trois directions avant juin.")
	form.Set("organisation", "Commune de X")
	form.Set("email", "pas une adresse")
	if r := send(form); r.status != http.StatusBadRequest || !strings.Contains(r.body, `href="#f-email"`) {
		t.Errorf("a wrong address: status %d", r.status)
	}
	form.Del("email")
	r = send(form)
	if r.status != http.StatusSeeOther || !strings.HasPrefix(r.header.Get("Location"), "/fr/demandes/GL-") {
		t.Fatalf("status %d to %q", r.status, r.header.Get("Location"))
	}
	page := get(t, base+r.header.Get("Location"))
	for _, want := range []string{"Étude de veille\u00a0: gestion des secrets", "Stratégique", "coffre de secrets", "Commune de X"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the case lacks %q", want)
		}
	}
}

// The directory is filtered by its address, and goes out in the format of the public list.
func TestTrainings(t *testing.T) {
	t.Parallel()
	base := desk(t, sqlite(t), nil)
	r := get(t, base+"/fr/formations/?sujet=databases&niveau=advanced&q=postgresql")
	if r.status != http.StatusOK || !strings.Contains(r.body, "Dalibo") || strings.Contains(r.body, "Inkscape") {
		t.Errorf("status %d", r.status)
	}
	for path, want := range map[string]int{"/fr/formations/?page=2": 200, "/fr/formations/?page=99": 404, "/fr/formations/dalibo": 200, "/fr/formations/nobody": 404, "/fr/bluehats/evenements/nothing": 404, "/fr/formations/?q=zorglub": 200} {
		if r := get(t, base+path); r.status != want {
			t.Errorf("%s: status %d, want %d", path, r.status, want)
		}
	}
	var list []map[string]any
	if err := json.Unmarshal([]byte(get(t, base+"/data/formations-logiciels-libres.json").body), &list); err != nil || len(list) != 21 {
		t.Fatalf("%v, %d", err, len(list))
	}
	for _, key := range []string{"organisme", "formations", "site_web"} {
		if list[0][key] == nil {
			t.Errorf("no %s in %v", key, list[0])
		}
	}
}
