package watch_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"guichet/internal/catalog"
	"guichet/internal/database"
	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/fetch"
	"guichet/internal/source/watch"
	"guichet/internal/testkit"
)

func runner(t *testing.T, db *database.DB, now func() time.Time) *watch.Runner {
	t.Helper()
	client := fetch.New(fetch.Options{Tries: 2, Backoff: time.Millisecond, MaxBytes: watch.MaxBytes, Timeout: 2 * time.Second, AnyPort: true, Allow: func(a netip.Addr) bool { return a.IsLoopback() }})
	return &watch.Runner{Store: facts.NewStore(db, now), Client: client, Log: slog.New(slog.DiscardHandler), Now: now}
}

const providers = `[{"nom":"Truc","sill_id":"66","prestataires":[{"nom":"Atelier","siren":"120001011","url":"https://annuaire.example/atelier"},{"nom":"Fabrique","url":""}]}]`

// A provider source that answers 500, takes too long, is cut, sends zeros without end, a page or an empty list, leaves yesterday's providers in
// place; that it fails, since when and why is stored, and the notice ends with the first good answer.
func TestFailingSourceKeepsItsLastGoodData(t *testing.T) {
	t.Parallel()
	var mode atomic.Value
	mode.Store("")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch mode.Load().(string) {
		case "":
			w.Header().Set("ETag", `"1"`)
			if r.Header.Get("If-None-Match") == `"1"` {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			fmt.Fprint(w, providers)
		case "500":
			w.WriteHeader(http.StatusInternalServerError)
		case "not found":
			http.NotFound(w, r)
		case "silence":
			select {
			case <-r.Context().Done():
			case <-time.After(4 * time.Second):
			}
		case "cut":
			w.Header().Set("Content-Length", fmt.Sprint(len(providers)))
			fmt.Fprint(w, providers[:len(providers)/2])
		case "cut clean":
			fmt.Fprint(w, providers[:len(providers)/2])
		case "zeros":
			block := make([]byte, 1<<20)
			for range 2048 {
				if _, err := w.Write(block); err != nil {
					return
				}
			}
		case "a few zeros":
			_, _ = w.Write(make([]byte, 1<<20))
		case "a page":
			fmt.Fprint(w, "<!doctype html><title>Maintenance</title>")
		case "empty":
			fmt.Fprint(w, "[]")
		}
	}))
	t.Cleanup(server.Close)
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	r := runner(t, testkit.SQLite(t), func() time.Time { return now })
	feed, err := watch.ParseFeed("annuaire=cnll 1d " + server.URL + "/prestataires-sill.json")
	if err != nil {
		t.Fatal(err)
	}
	known := func() string {
		rows, _, err := r.Store.All(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, row := range rows {
			fmt.Fprintln(&b, row.Source, row.Kind, row.Key, row.Checked, string(row.Body))
		}
		return b.String()
	}
	state := func() facts.Watch {
		list, err := r.Store.Watches(t.Context())
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		return list[0]
	}
	if report, err := r.Read(t.Context(), feed); err != nil || report.New != 2 {
		t.Fatalf("Read = %s, %v", report, err)
	}
	yesterday := known()
	if strings.Count(yesterday, " "+catalog.KindProvider+" ") != 2 {
		t.Fatalf("facts = %s", yesterday)
	}
	good := state()
	for i, m := range []string{"500", "not found", "silence", "cut", "cut clean", "zeros", "a few zeros", "a page", "empty"} {
		mode.Store(m)
		now = now.Add(24 * time.Hour)
		if _, err := r.Read(t.Context(), feed); err == nil {
			t.Errorf("%s: no error", m)
		}
		if got := known(); got != yesterday {
			t.Errorf("%s: the facts changed:\n%s", m, got)
		}
		w := state()
		if !w.Failing() || w.Failures != i+1 || w.Error == "" || !w.Succeeded.Equal(good.Succeeded) || !w.FailingSince.Equal(good.Tried.Add(24*time.Hour)) || w.Source != "cnll" || !w.Due.After(now) {
			t.Errorf("%s: state %+v", m, w)
		}
	}
	mode.Store("")
	now = now.Add(time.Hour)
	if _, err := r.Read(t.Context(), feed); err != nil {
		t.Error(err)
	}
	if w := state(); w.Failing() || w.Error != "" || !w.FailingSince.IsZero() || !w.Succeeded.Equal(now) || known() != yesterday {
		t.Errorf("healed: state %+v", w)
	}
}

// A second instance does not read what the first is reading.
func TestOneInstanceReads(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		inside, leave := make(chan struct{}), make(chan struct{})
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			close(inside)
			<-leave
			fmt.Fprint(w, providers)
		}))
		t.Cleanup(server.Close)
		one, two := runner(t, db, time.Now), runner(t, db, time.Now)
		feed, err := watch.ParseFeed("cnll 6h " + server.URL + "/x.json")
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() {
			_, err := one.Read(t.Context(), feed)
			done <- err
		}()
		<-inside
		if _, err := two.Read(t.Context(), feed); !errs.Is(err, errs.Conflict) {
			t.Errorf("the second instance: %v, want a conflict", err)
		}
		close(leave)
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestParseFeeds(t *testing.T) {
	t.Parallel()
	feeds, err := watch.ParseFeeds([]string{"comptoir 1d https://a.example/x.json", "autre=comptoir 6h /srv/x.json"})
	if err != nil || len(feeds) != 2 || feeds[0].Every != 24*time.Hour || feeds[1].Name != "autre" || feeds[1].Address != "/srv/x.json" {
		t.Errorf("ParseFeeds = %v, %v", feeds, err)
	}
	for _, bad := range []string{"", "comptoir", "comptoir 1s https://a.example", "nothing 1d https://a.example", "comptoir often https://a.example", "É=comptoir 1d x", "comptoir 900d x"} {
		if f, err := watch.ParseFeed(bad); !errs.Is(err, errs.Invalid) {
			t.Errorf("ParseFeed(%q) = %v, %v", bad, f, err)
		}
	}
	if _, err := watch.ParseFeeds([]string{"cnll 1d a", "cnll 2d b"}); !errs.Is(err, errs.Invalid) {
		t.Errorf("twice = %v", err)
	}
}
