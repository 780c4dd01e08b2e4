package app_test

import (
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"guichet/internal/app"
	"guichet/internal/cli"
	"guichet/internal/source"
	"guichet/internal/source/lists"
)

// keeper keeps what a handler answers.
type keeper struct {
	http.Handler
	mu     sync.Mutex
	bodies map[string]string
}

func (k *keeper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rec := httptest.NewRecorder()
	k.Handler.ServeHTTP(rec, r)
	k.mu.Lock()
	k.bodies[r.URL.RequestURI()] = rec.Body.String()
	k.mu.Unlock()
	maps.Copy(w.Header(), rec.Header())
	w.WriteHeader(rec.Code)
	_, _ = w.Write(rec.Body.Bytes())
}

// Covered versions, critical software and coordinators that were imported stand in no page, answer or API.
func TestRestrictedFactsAreShownNowhere(t *testing.T) {
	t.Parallel()
	dsn := sqlite(t)
	db, store, err := cli.OpenStore(t.Context(), dsn, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for name, list := range map[string]struct {
		format source.Format
		body   string
	}{
		"perimeter.csv":    {lists.Perimeter, "logiciel;versions;critique\nPostgreSQL;77.88.99;oui\nZorblattix;1.0;oui\n"},
		"coordinators.csv": {lists.Coordinators, "organisme;nom;courriel\nCNRS;Zoé Sécrète;zoe.secrete@example.org\n"},
	} {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, []byte(list.body), 0o600); err != nil {
			t.Fatal(err)
		}
		in, err := source.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		imp, err := list.format.Read(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		if r, err := store.Apply(t.Context(), imp, false); err != nil || r.New == 0 {
			t.Fatalf("%s: %v, %v", name, r, err)
		}
	}
	if rows, err := store.Restricted(t.Context()); err != nil || len(rows) != 3 {
		t.Fatalf("%d restricted statements are stored, %v; want 3", len(rows), err)
	}
	db.Close()
	d, err := app.Open(t.Context(), cli.ServeSettings{Common: cli.Common{Database: dsn}, Addr: ":8080", LookSettings: cli.LookSettings{Theme: "plain", SiteName: "Guichet libre"}}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	k := &keeper{Handler: d.Handler, bodies: map[string]string{}}
	starts := []string{"/fr/", "/en/", "/sitemap.xml", "/fr/marches/logiciels-couverts.csv", "/fr/marches/changements", "/api/v1/market/check?organisation=CNRS&software=PostgreSQL&version=77.88&lang=fr",
		"/fr/marches/verifier?etablissement=CNRS&logiciel=PostgreSQL&besoin=fault", "/fr/utiliser/marches-logiciels-libres-liste-logiciels/?nom=postgresql"}
	for _, q := range []string{"Zorblattix", "version de PostgreSQL couverte par le support", "coordinateur du CNRS", "PostgreSQL est-il critique ?", "Zoé Sécrète"} {
		starts = append(starts, "/api/v1/answers?q="+url.QueryEscape(q), "/fr/recherche?q="+url.QueryEscape(q))
	}
	cli.CrawlSample(t.Context(), k, starts, 8)
	if len(k.bodies) < 100 {
		t.Fatalf("only %d addresses were read", len(k.bodies))
	}
	for address, body := range k.bodies {
		for _, secret := range []string{"77.88.99", "zoe.secrete", "Zoé Sécrète", "Zorblattix"} {
			asked, _ := url.QueryUnescape(address)
			if strings.Contains(body, secret) && !strings.Contains(asked, secret) {
				t.Errorf("%s shows %q", address, secret)
			}
		}
	}
	// A question is shown again to whoever asked it; nothing is known of it.
	if body := k.bodies["/api/v1/answers?q=Zorblattix"]; !strings.Contains(body, `"found":false`) {
		t.Errorf("the answer about a restricted name is %s", body)
	}
}

// marketPages are the checker and the calculator in the states that have the most to show.
var marketPages = []string{
	"/fr/marches/verifier", "/fr/marches/verifier?etablissement=CNRS&logiciel=PostgreSQL", "/fr/marches/verifier?etablissement=DINUM&logiciel=Alma+Linux&version=9&besoin=fault",
	"/fr/marches/verifier?etablissement=ma+mairie&logiciel=GLPI", "/en/contracts/check?etablissement=ASNR&logiciel=Moodle&besoin=training", "/fr/marches/delais",
	"/fr/marches/delais?date=30%2F04%2F2026&heure=17h59&critique=0&bloquant=0&demande=support&territoire=alsace-moselle&pause=4%2F5%2F2026&reprise=6%2F5%2F2026",
	"/fr/marches/delais?date=9999&heure=25h&critique=&bloquant=&territoire=mars&pause=x&reprise=y&ouverture=z", "/en/contracts/delays?date=2026-05-21&heure=9h30&critique=1&bloquant=1&demande=information&territoire=martinique",
}

func TestMarketPagesAreSmall(t *testing.T) {
	t.Parallel()
	base := desk(t, sqlite(t), nil)
	for _, path := range marketPages {
		r := get(t, base+path)
		t.Logf("%6d bytes %s", len(r.body), path)
		if r.status != http.StatusOK || len(r.body) > 15_000 {
			t.Errorf("%s: status %d, %d bytes; want 200 and 15,000 at most", path, r.status, len(r.body))
		}
	}
}

// What is wrong stands beside its field, and what was typed stays.
func TestMarketFormsKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	base := desk(t, sqlite(t), nil)
	for _, c := range []struct {
		path          string
		fields, typed []string
	}{
		{"/fr/marches/verifier?etablissement=&logiciel=", []string{"etablissement"}, nil},
		{"/fr/marches/verifier?etablissement=Minist%C3%A8re+de+la+Magie&logiciel=Zorglub", []string{"etablissement", "logiciel"}, []string{"Ministère de la Magie", "Zorglub"}},
		{"/fr/marches/verifier?etablissement=CNRS&logiciel=Photoshop&besoin=vol", []string{"logiciel", "besoin"}, []string{"Photoshop", "CNRS"}},
		{"/fr/marches/delais?date=&heure=", []string{"date", "heure", "critique", "bloquant"}, nil},
		{"/fr/marches/delais?date=31%2F02%2F2026&heure=24h30&critique=1&bloquant=0", []string{"date", "heure"}, []string{"31/02/2026", "24h30"}},
		{"/fr/marches/delais?date=01%2F01%2F9999&heure=9h30&critique=1&bloquant=0", []string{"date"}, []string{"01/01/9999", "9h30"}},
		{"/fr/marches/delais?date=04%2F05%2F2026&heure=9h30&critique=1&bloquant=0&pause=01%2F05%2F2026", []string{"pause"}, []string{"04/05/2026", "01/05/2026"}},
		{"/fr/marches/delais?date=04%2F05%2F2026&heure=9h30&critique=1&bloquant=0&ouverture=18h&fermeture=9h", []string{"fermeture"}, []string{"18h"}},
		{"/fr/marches/debian?version=potato+2&date=hier", []string{"version", "date"}, []string{"potato 2", "hier"}},
	} {
		body := get(t, base+c.path).body
		for _, f := range c.fields {
			if !strings.Contains(body, `id="f-`+f+`-error"`) || !strings.Contains(body, `href="#f-`+f+`"`) {
				t.Errorf("%s: no message beside %s, or none above that leads there", c.path, f)
			}
		}
		if n := strings.Count(body, `class="field-error"`); n != len(c.fields) {
			t.Errorf("%s: %d messages beside fields, want %d", c.path, n, len(c.fields))
		}
		for _, v := range c.typed {
			if !strings.Contains(body, `value="`+v+`"`) {
				t.Errorf("%s: %q is gone", c.path, v)
			}
		}
	}
}

// BenchmarkMarketPages draws each page anew: a query that was never asked is in no cache. The median is what a reader waits for.
//
//	go test -run '^$' -bench MarketPages -benchtime 2000x ./internal/app
func BenchmarkMarketPages(b *testing.B) {
	d, err := app.Open(b.Context(), cli.ServeSettings{Common: cli.Common{Database: sqlite(b)}, Addr: ":8080", LookSettings: cli.LookSettings{Theme: "plain", SiteName: "Guichet libre"}}, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(d.Close)
	for name, path := range map[string]string{"checker": marketPages[2], "delays": marketPages[6]} {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				r := httptest.NewRequest(http.MethodGet, path+"&n="+strconv.Itoa(i), nil)
				w := httptest.NewRecorder()
				start := time.Now()
				d.Handler.ServeHTTP(w, r)
				took = append(took, time.Since(start))
				if w.Code != http.StatusOK {
					b.Fatal(w.Code)
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
		})
	}
}
