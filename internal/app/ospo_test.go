package app_test

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"guichet/internal/app"
	"guichet/internal/ospo"
)

// The directory is filtered by its address; what it gives out is read back as it is shown.
func TestDirectory(t *testing.T) {
	t.Parallel()
	base := desk(t, sqlite(t), nil)
	all := get(t, base+"/fr/ospos/").body
	if n := strings.Count(all, `class="card-title"`); n != 9 || !strings.Contains(all, `role="img"`) {
		t.Errorf("%d offices, or no map", n)
	}
	for query, want := range map[string]int{"region=84": 2, "nature=local": 3, "nature=local&region=11": 1, "q=strasbourg": 1, "politique=1&forge=1": 4, "q=zorglub": 0, "region=zz": 0} {
		if n := strings.Count(get(t, base+"/fr/ospos/?"+query).body, `class="card-title"`); n != want {
			t.Errorf("%s: %d offices, want %d", query, n, want)
		}
	}
	entries, problems, err := ospo.Parse([]byte(get(t, base+"/data/fr-public-sector-ospo.yml").body))
	if err != nil || len(problems) > 0 || len(entries) != 9 {
		t.Errorf("%d entries, %v, %v", len(entries), problems, err)
	}
	js, err := ospo.ParseJSON([]byte(get(t, base+"/data/fr-ospos.json").body))
	if err != nil || len(js) != 9 {
		t.Error(len(js), err)
	}
	for _, page := range []string{"/fr/ospos/pcll", "/en/about/figures/"} {
		if r := get(t, base+page); r.status != http.StatusOK || !strings.Contains(r.body, "<table") {
			t.Errorf("%s: status %d", page, r.status)
		}
	}
}

// An office registers itself: faults beside their fields, the record shown, the case followed, the directory changed only when the staff accept.
func TestRegisterAnOffice(t *testing.T) {
	t.Parallel()
	dsn := sqlite(t)
	base := desk(t, dsn, nil)
	const at = "/fr/ospos/referencer"
	send := func(to string, f url.Values) reply {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+to, strings.NewReader(f.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return do(t, &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, req)
	}
	m := regexp.MustCompile(`name="token" value="([^"]+)"`).FindStringSubmatch(get(t, base+at).body)
	if m == nil {
		t.Fatal("the form has no token")
	}
	form := url.Values{"token": {m[1]}, "url": {"javascript:alert(1)"}, "name": {hostile}, "fr": {"Un: bureau # libre"}, "created": {"hier"}, "code": {"https://a.example/x ftp://b"}, "country": {"fr"}, "contact": {"x"}, "step": {"send"}}
	r := send(at, form)
	if r.status != http.StatusBadRequest {
		t.Errorf("status %d", r.status)
	}
	for _, want := range []string{`href="#f-url"`, `href="#f-en"`, `href="#f-level"`, `href="#f-created"`, `href="#f-code"`, `href="#f-contact"`, `value="hier"`, `value="javascript:alert(1)"`, ">Un: bureau # libre<", `value="` + m[1] + `"`} {
		if !strings.Contains(r.body, want) {
			t.Errorf("the refused form lacks %s", want)
		}
	}
	for name, value := range map[string]string{"url": "https://open.example.fr/a?b=c&d#e", "en": "An office", "created": "2024-02-29", "code": "https://a.example/x\r\nhttps://a.example/y", "contact": "", "level": "local", "region": "84", "step": "preview"} {
		form.Set(name, value)
	}
	r = send(at, form)
	if r.status != http.StatusOK || !strings.Contains(r.body, "fr: &#34;Un: bureau # libre&#34;") || !strings.Contains(r.body, "open.example.fr/a?b=c&amp;d#e") {
		t.Errorf("the record is not shown: status %d", r.status)
	}
	if strings.Contains(r.body, "<script>alert") || strings.Contains(r.body, "<img src=x") {
		t.Error("what was typed is drawn as markup")
	}
	form.Set("step", "send")
	r = send(at, form)
	to := r.header.Get("Location")
	if r.status != http.StatusSeeOther || !strings.HasPrefix(to, "/fr/demandes/GL-") {
		t.Fatalf("status %d to %q", r.status, to)
	}
	if again := send(at, form); again.header.Get("Location") != to {
		t.Error("a form sent twice made two cases")
	}
	u, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	page := get(t, base+to).body
	for _, want := range []string{"_guichet-ospo.open.example.fr", "https://open.example.fr/.well-known/guichet-ospo.txt", "SUBSCRIBE ospo-fr", "n&#39;a pas encore été trouvée", "Aucune demande d&#39;inscription"} {
		if !strings.Contains(page, want) {
			t.Errorf("the case lacks %q", want)
		}
	}
	key := u.Query().Get("cle")
	if r := send(u.Path, url.Values{"cle": {key}, "step": {"ospo-list-asked"}}); r.status != http.StatusSeeOther {
		t.Errorf("noting the request: status %d", r.status)
	}
	if page := get(t, base+to).body; !strings.Contains(page, "Demande faite, d&#39;après vous") {
		t.Error("the request to the list is not followed")
	}
	if n := strings.Count(get(t, base+"/fr/ospos/").body, `class="card-title"`); n != 9 {
		t.Errorf("%d offices before the decision", n)
	}
	number := u.Path[strings.LastIndexByte(u.Path, '/')+1:]
	run := func(args ...string) (int, string) {
		var out, problems bytes.Buffer
		status := app.Run(t.Context(), append(args, "--database", dsn), &out, &problems, func(string) string { return "" })
		return status, out.String() + problems.String()
	}
	if status, out := run("case", "accept", number); status != 2 || !strings.Contains(out, "--unproven") {
		t.Errorf("accepted without a proof: %d %s", status, out)
	}
	if status, out := run("case", "accept", "--unproven", number); status != 0 {
		t.Fatalf("%d %s", status, out)
	}
	for end := time.Now().Add(10 * time.Second); strings.Count(get(t, base+"/fr/ospos/").body, `class="card-title"`) != 10; time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the accepted office does not enter the directory")
		}
	}
	for _, path := range []string{"/fr/ospos/", "/en/ospos/?q=script", "/fr/ospos/script-alert-1-script-img-src-x-onerror-alert-2"} {
		body := get(t, base+path).body
		if strings.Contains(body, "<script>alert") || strings.Contains(body, "<img src=x") {
			t.Errorf("%s draws what was typed as markup", path)
		}
	}
	if entries, _, err := ospo.Parse([]byte(get(t, base+"/data/fr-public-sector-ospo.yml").body)); err != nil || len(entries) != 10 {
		t.Errorf("%d entries, %v", len(entries), err)
	}
}
