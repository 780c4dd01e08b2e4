package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"guichet/internal/answer"
	"guichet/internal/app"
	"guichet/internal/cli"
	"guichet/internal/testkit"
)

// desk opens a desk on the database named by dsn and returns its address.
func desk(t testing.TB, dsn string, set func(*cli.ServeSettings)) string {
	t.Helper()
	s := cli.ServeSettings{Common: cli.Common{Database: dsn}, Addr: ":8080", LookSettings: cli.LookSettings{Theme: "plain", SiteName: "Guichet libre"}}
	if set != nil {
		set(&s)
	}
	d, err := app.Open(t.Context(), s, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	srv := httptest.NewServer(d.Handler)
	t.Cleanup(srv.Close)
	return srv.URL
}

// sqlite returns the path of a database that holds the starter facts already: reading them once is enough for all tests. The first start is tried by
// tests that name a file of their own.
func sqlite(t testing.TB) string {
	t.Helper()
	body, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "guichet.db")
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// loaded is the file of a desk that was opened once.
var loaded = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "guichet-loaded-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "guichet.db")
	d, err := app.Open(context.Background(), cli.ServeSettings{Common: cli.Common{Database: path}, Addr: ":8080"}, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	d.Close()
	return os.ReadFile(path)
})

type reply struct {
	status int
	header http.Header
	body   string
}

func get(t testing.TB, address string, header ...string) reply {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	return do(t, &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, req)
}

func do(t testing.TB, c *http.Client, req *http.Request) reply {
	t.Helper()
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header, string(body)}
}

// A new desk on an empty database of either engine answers at once, and every internal link of it leads somewhere.
func TestNewDesk(t *testing.T) {
	t.Parallel()
	for name, dsn := range map[string]func() string{"sqlite": func() string { return sqlite(t) }, "postgres": func() string { return testkit.PostgresURL(t) }} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := desk(t, dsn(), nil)
			for path, want := range map[string]string{
				"/fr/": "Une question sur les logiciels libres", "/en/": "A question about free software", "/fr/recherche?q=photoshop": "GIMP",
				"/fr/mission/offre-de-services/": "Offre de services", "/healthz": "ok", "/readyz": "ready", "/sitemap.xml": "/fr/logiciels/gimp", "/robots.txt": "Sitemap:",
				"/.well-known/security.txt": "Contact:", "/api/v1/answers?q=photoshop": `"slug":"gimp"`,
			} {
				if r := get(t, base+path); r.status != 200 || !strings.Contains(r.body, want) {
					t.Errorf("GET %s: status %d, no %q", path, r.status, want)
				}
			}
		})
	}
}

func TestNoBrokenLink(t *testing.T) {
	t.Parallel()
	d, err := app.Open(t.Context(), cli.ServeSettings{Common: cli.Common{Database: sqlite(t)}, Addr: ":8080"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	report := cli.CrawlSample(ctx, d.Handler, []string{"/fr/", "/en/", "/fr/mission/offre-de-services/"}, 40)
	for _, b := range report.Broken {
		t.Error(b)
	}
	if report.Pages < 150 {
		t.Errorf("only %d pages were reached", report.Pages)
	}
}

// What no page can mean is refused with a page of the site, never with a fault of the program.
func TestBadRequests(t *testing.T) {
	t.Parallel()
	base := desk(t, sqlite(t), nil)
	for path, want := range map[string]int{
		"/fr/nulle-part": 404, "/nulle-part/": 404, "/fr/logiciels/zorglub": 404, "/fr/logiciels/?page=0": 404, "/fr/logiciels/?page=99999": 404, "/fr/logiciels/?page=x": 404, "/fr/logiciels/?categorie=zorglub": 404, "/en/software/?category=chat": 200, "/fr/logiciels/?licence=AGPL&format=csv": 200, "/fr/logiciels/?format=doc": 400, "/fr/equivalents/?categorie=zorglub": 404, "/fr/prestataires/?format=ods": 200, "/sill/api/sill.json": 200, "/sill/api/v2/catalogi.json": 200, "/data/sill-prestataires.json": 200, "/schemas/sill.json": 200, "/schemas/catalogi-v2.json": 200, "/schemas/zorglub.json": 404, "/schemas/": 404,
		"/fr/recherche?q=%00": 400, "/fr/recherche?q=%FF": 400, "/fr/recherche?q=%": 400, "/fr/%00": 400, "/fr/%FF/": 400, "/api/v1/answers?q=%00": 400, "/api/v1/answers": 400,
		"/api/v1/answers?q=x&lang=de": 400, "/api/v1/nothing": 404, "/fr/demandes/GL-2026-000001?cle=faux": 404, "/fr/demandes/%22%3E%3Cscript%3E?cle=x": 404, "/assets/nothing.css": 404,
		"/fr/logiciels": 301, "/fr/logiciels/gimp/": 301, "/fr": 301, "/": 302,
		"/fr/recherche?q=" + strings.Repeat("a", 20000): 200,
	} {
		r := get(t, base+path)
		if r.status != want {
			t.Errorf("GET %.60s: status %d, want %d", path, r.status, want)
		}
		if strings.Contains(r.body, "goroutine") || strings.Contains(r.body, "<script>") {
			t.Errorf("GET %.60s: a stack trace or what the visitor sent is shown", path)
		}
		if r.status >= 400 && !strings.HasPrefix(path, "/api/") && !strings.Contains(r.body, "<main") {
			t.Errorf("GET %.60s: the refusal is no page of the site", path)
		}
		if r.status >= 400 && strings.HasPrefix(path, "/api/") && !strings.HasPrefix(r.header.Get("Content-Type"), "application/problem+json") {
			t.Errorf("GET %.60s: %s is no problem document", path, r.header.Get("Content-Type"))
		}
		if r.header.Get("Content-Security-Policy") == "" || strings.Contains(r.header.Get("Content-Security-Policy"), "unsafe") {
			t.Errorf("GET %.60s: policy %q", path, r.header.Get("Content-Security-Policy"))
		}
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, "BREW"} {
		req, err := http.NewRequestWithContext(t.Context(), method, base+"/fr/logiciels/", nil)
		if err != nil {
			t.Fatal(err)
		}
		if r := do(t, http.DefaultClient, req); r.status != 405 || r.header.Get("Allow") == "" {
			t.Errorf("%s: status %d, Allow %q", method, r.status, r.header.Get("Allow"))
		}
	}
}

// What a visitor writes is shown as text.
func TestNothingIsReflected(t *testing.T) {
	t.Parallel()
	base := desk(t, sqlite(t), nil)
	attack := `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	for _, path := range []string{"/fr/recherche?q=", "/fr/logiciels/?q=", "/fr/equivalents/?q=", "/fr/contact/?q=", "/fr/demandes/?numero="} {
		if r := get(t, base+path+url.QueryEscape(attack)); strings.Contains(r.body, "<script>") || strings.Contains(r.body, "<img src=x") {
			t.Errorf("GET %s: what was sent is run", path)
		}
	}
}

func TestConditionalAndCompressed(t *testing.T) {
	t.Parallel()
	base := desk(t, sqlite(t), nil)
	first := get(t, base+"/fr/logiciels/gimp")
	again := get(t, base+"/fr/logiciels/gimp", "If-None-Match", first.header.Get("Etag"))
	if first.status != 200 || again.status != 304 || again.body != "" {
		t.Errorf("status %d then %d, want 200 then 304", first.status, again.status)
	}
	if z := get(t, base+"/fr/logiciels/gimp", "Accept-Encoding", "gzip"); z.header.Get("Content-Encoding") != "gzip" || len(z.body) > len(first.body)/2 {
		t.Errorf("%d bytes compressed, %d not", len(z.body), len(first.body))
	}
}

// A person writes, is shown what the desk knows, sends all the same, follows the answer, writes again and takes the request back: with forms alone.
func TestContact(t *testing.T) {
	t.Parallel()
	base := desk(t, sqlite(t), nil)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	form := get(t, base+"/fr/contact/?q=Par+quoi+remplacer+Photoshop+%3F")
	token := between(form.body, `name="token" value="`, `"`)
	if token == "" || !strings.Contains(form.body, "remplacer Photoshop") {
		t.Fatal("the form has no token, or lost the question")
	}
	values := url.Values{"token": {token}, "message": {"Par quoi remplacer Photoshop dans notre service ?"}, "topic": {"catalogue"}, "email": {"pas une adresse"}, "step": {"ask"}}
	post := func(path string) reply {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+path, strings.NewReader(values.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return do(t, client, req)
	}
	if r := post("/fr/contact/"); r.status != 400 || !strings.Contains(r.body, `aria-invalid="true"`) || !strings.Contains(r.body, "dans notre service") {
		t.Fatalf("a wrong address: status %d, or the message was lost", r.status)
	}
	values.Set("email", "agent@example.org")
	if r := post("/fr/contact/"); r.status != 200 || !strings.Contains(r.body, "GIMP") || !strings.Contains(r.body, "Envoyer quand même") {
		t.Fatalf("the known answer is not shown before sending: status %d", r.status)
	}
	values.Set("step", "send")
	sent := post("/fr/contact/")
	number := regexp.MustCompile(`GL-\d{4}-\d{6}`).FindString(sent.body)
	key := between(sent.body, `name="cle" value="`, `"`)
	if sent.status != 200 || number == "" || key == "" || sent.header.Get("Cache-Control") != "no-store" || sent.header.Get("Referrer-Policy") != "no-referrer" {
		t.Fatalf("status %d, number %q, key %q, headers %v", sent.status, number, key, sent.header)
	}
	if r := post("/fr/contact/"); !strings.Contains(r.body, number) {
		t.Error("the same form sent twice opened two cases")
	}
	if r := get(t, base+"/fr/demandes/"+number); r.status != 200 || strings.Contains(r.body, "dans notre service") {
		t.Error("a case is shown without its key")
	}
	values = url.Values{"cle": {key}, "step": {"add"}, "message": {"Nous sommes douze agents, merci."}}
	if r := post("/fr/demandes/" + number); r.status != 200 || !strings.Contains(r.body, "douze agents") {
		t.Errorf("the further message is not shown: status %d", r.status)
	}
	if r := get(t, base+"/fr/demandes/"+number+"?cle="+key+"&export=1"); !json.Valid([]byte(r.body)) || !strings.Contains(r.body, "douze agents") {
		t.Error("the export is not the whole case")
	}
	values = url.Values{"cle": {key}, "step": {"erase"}}
	if r := post("/fr/demandes/" + number); r.status != 400 {
		t.Errorf("erased without confirmation: status %d", r.status)
	}
	values.Set("confirm", "1")
	if r := post("/fr/demandes/" + number); strings.Contains(r.body, "douze agents") || !strings.Contains(r.body, "effacée") {
		t.Error("the case was not erased")
	}
}

func between(s, before, after string) string {
	_, rest, _ := strings.Cut(s, before)
	out, _, _ := strings.Cut(rest, after)
	return out
}

func TestForeignFormIsRefused(t *testing.T) {
	t.Parallel()
	base := desk(t, sqlite(t), nil)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/fr/contact/", strings.NewReader("message=x"))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", "https://elsewhere.example")
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	if r := do(t, http.DefaultClient, req); r.status != 403 {
		t.Errorf("status %d, want 403", r.status)
	}
}

// run runs one command as main does.
func run(t testing.TB, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // a command that should fail and serves instead must not hang the test
	defer cancel()
	status = app.Run(ctx, args, &out, &errs, func(string) string { return "" })
	return status, out.String(), errs.String()
}

func TestCommands(t *testing.T) {
	t.Parallel()
	dsn := sqlite(t)
	status, out, _ := run(t, "ask", "--database", dsn, "--json", "Le CNRS a-t-il droit au support de GLPI ?")
	var a answer.Answer
	if err := json.Unmarshal([]byte(out), &a); status != 0 || err != nil || a.Intent != answer.Covering || !a.Found {
		t.Errorf("ask: status %d, %v, %s", status, err, out)
	}
	if status, out, _ := run(t, "ask", "--database", dsn, "Zorglub 3000"); status != 1 || !strings.Contains(out, "Zorglub 3000") {
		t.Errorf("ask for what is not known: status %d, %s", status, out)
	}
	if status, out, _ := run(t, "demand", "--database", dsn, "--unknown"); status != 0 || !strings.Contains(out, "zorglub 3000") {
		t.Errorf("demand: status %d, %s", status, out)
	}
	if status, out, _ := run(t, "version"); status != 0 || !strings.HasPrefix(out, "guichet ") {
		t.Errorf("version: status %d, %s", status, out)
	}
	if status, out, _ := run(t, "--help"); status != 0 || !strings.Contains(out, "serve") {
		t.Errorf("--help: status %d, %s", status, out)
	}
}

// What cannot be done ends with status 2 and one line that says what to do.
func TestCommandsThatCannotBeDone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	damaged := filepath.Join(dir, "sill.json")
	if err := os.WriteFile(damaged, []byte(`[{"i":"A","id":"1"},`), 0o600); err != nil {
		t.Fatal(err)
	}
	settings := filepath.Join(dir, "settings.yaml")
	if err := os.WriteFile(settings, []byte("adress: :9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"no such command":     {[]string{"frobnicate"}, "frobnicate"},
		"no such flag":        {[]string{"serve", "--colour", "red"}, "--colour"},
		"a misspelt setting":  {[]string{"--settings", settings, "version"}, "adress"},
		"a damaged import":    {[]string{"import", "sill-2022", damaged, "--database", filepath.Join(dir, "a.db")}, "line 1"},
		"a missing import":    {[]string{"import", "sill-2022", filepath.Join(dir, "nothing"), "--database", filepath.Join(dir, "a.db")}, "nothing"},
		"a missing folder":    {[]string{"ask", "--database", filepath.Join(dir, "no", "a.db"), "x"}, "--database"},
		"a used port":         {[]string{"serve", "--addr", l.Addr().String(), "--database", filepath.Join(dir, "b.db")}, "--addr"},
		"a bad port":          {[]string{"serve", "--addr", "nonsense", "--database", filepath.Join(dir, "b.db")}, "--addr"},
		"a bad public URL":    {[]string{"serve", "--addr", "127.0.0.1:0", "--base-url", "ftp://x", "--database", filepath.Join(dir, "b.db")}, "--base-url"},
		"no content folder":   {[]string{"serve", "--addr", "127.0.0.1:0", "--content", filepath.Join(dir, "no"), "--database", filepath.Join(dir, "b.db")}, "--content"},
		"a page not there":    {[]string{"check", "page", filepath.Join(dir, "no.md")}, "no.md"},
		"a case not there":    {[]string{"case", "show", "GL-2020-000001", "--database", filepath.Join(dir, "b.db")}, ""},
		"nobody at the other": {[]string{"ask", "--database", "postgres://u:secret@127.0.0.1:1/x?connect_timeout=1", "x"}, "127.0.0.1:1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, _, stderr := run(t, c.args...)
			if status != 2 || !strings.Contains(stderr, c.says) || strings.Contains(stderr, "goroutine") || strings.Contains(stderr, "secret") {
				t.Errorf("status %d, %s", status, stderr)
			}
			if lines := strings.Count(strings.TrimSpace(stderr), "\n"); lines > 0 && !strings.Contains(stderr, "Usage") {
				t.Errorf("more than one line: %s", stderr)
			}
		})
	}
}

// The published export of the SILL is taken whole; a second run changes nothing; the running desk shows it without a restart.
func TestImportBesideARunningDesk(t *testing.T) {
	t.Parallel()
	file := testkit.Data(t, "data", "sill", "sill-2022.json")
	dsn := sqlite(t)
	base := desk(t, dsn, nil)
	before := get(t, base+"/fr/logiciels/gimp").header.Get("Etag")
	for i, want := range []string{"read 240, new 240, changed 0, unchanged 0, refused 0\n", "read 240, new 0, changed 0, unchanged 240, refused 0\n"} {
		status, out, stderr := run(t, "import", "sill-2022", file, "--database", dsn)
		if status != 0 || !strings.HasSuffix(out, want) {
			t.Fatalf("run %d: status %d, %s %s", i+1, status, out, stderr)
		}
	}
	deadline := time.Now().Add(time.Minute) // far more than the two seconds that are promised: the machine may be busy
	for get(t, base+"/fr/logiciels/gimp").header.Get("Etag") == before {
		if time.Now().After(deadline) {
			t.Fatal("the running desk does not show the import after a minute")
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// The service page as the office wrote it, and as it came through a wrong encoding, takes the place of the starter's.
func TestServicePageFromAFolder(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"offre-de-services.md", "offre-de-services.as-received.txt"} {
		body, err := os.ReadFile(testkit.Data(t, "seed", name))
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		page := filepath.Join(dir, "fr", "mission", "offre-de-services.md")
		if err := os.MkdirAll(filepath.Dir(page), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(page, body, 0o600); err != nil {
			t.Fatal(err)
		}
		base := desk(t, sqlite(t), func(s *cli.ServeSettings) { s.Content = dir })
		r := get(t, base+"/fr/mission/offre-de-services/")
		for _, want := range []string{"Accompagnement des équipes produit de l&#39;opérateur", "N&#39;hésitez pas à", "🧢"} {
			if !strings.Contains(strings.ReplaceAll(r.body, "'", "&#39;"), want) {
				t.Errorf("%s: %q is not in the page", name, want)
			}
		}
	}
}

// Told to stop, the desk finishes what is under way and leaves nothing behind.
func TestStop(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	ctx, cancel := context.WithCancel(t.Context())
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	s := cli.ServeSettings{Common: cli.Common{Database: sqlite(t)}, Addr: ":8080"}
	go func() { done <- app.Serve(ctx, l, s, slog.New(slog.DiscardHandler)) }()
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	deadline := time.Now().Add(20 * time.Second)
	for {
		resp, err := client.Get(fmt.Sprintf("http://%s/readyz", l.Addr()))
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				break
			}
		}
		if time.Now().After(deadline) {
			t.Fatal("the desk did not open")
		}
		time.Sleep(20 * time.Millisecond)
	}
	client.CloseIdleConnections()
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}
