package app_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"guichet/internal/cli"
)

// A running desk reads a watched source by itself; when the source fails, its facts stay and the pages that show them say so, as does the list for staff.
func TestWatchedSource(t *testing.T) {
	t.Parallel()
	var broken atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if broken.Load() {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		fmt.Fprint(w, `[{"nom":"GIMP","prestataires":[{"nom":"Atelier du Guichet","siren":"120001011","url":"https://annuaire.example/atelier"}]}]`)
	}))
	t.Cleanup(server.Close)
	dsn := sqlite(t)
	feed := "cnll 1d " + server.URL + "/x.json"
	base := desk(t, dsn, func(s *cli.ServeSettings) { s.Source, s.FetchPrivate = []string{feed}, true })
	page := base + "/fr/prestataires/atelier-du-guichet"
	wait := func(what string, ok func() bool) {
		t.Helper()
		for deadline := time.Now().Add(15 * time.Second); !ok(); time.Sleep(50 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatal(what)
			}
		}
	}
	wait("the desk does not show what the source says", func() bool { return get(t, page).status == http.StatusOK })
	const notice = "Une source ne répond plus"
	if strings.Contains(get(t, page).body, notice) {
		t.Error("a good source has a notice")
	}
	broken.Store(true)
	if status, _, stderr := run(t, "source", "run", "cnll", "--source", feed, "--fetch-private", "--database", dsn); status != 2 || !strings.Contains(stderr, "400") {
		t.Errorf("a failing source: status %d, %s", status, stderr)
	}
	wait("the page does not say that its source fails", func() bool { r := get(t, page); return r.status == http.StatusOK && strings.Contains(r.body, notice) })
	if status, out, _ := run(t, "source", "list", "--source", feed, "--database", dsn); status != 1 || !strings.Contains(out, "failing since") || !strings.Contains(out, "400") {
		t.Errorf("source list: status %d, %s", status, out)
	}
	broken.Store(false)
	if status, out, stderr := run(t, "source", "run", "cnll", "--source", feed, "--fetch-private", "--database", dsn); status != 0 || !strings.HasSuffix(out, "unchanged 1, refused 0\n") {
		t.Errorf("a healed source: status %d, %s %s", status, out, stderr)
	}
	wait("the notice stays", func() bool { return !strings.Contains(get(t, page).body, notice) })
}

// The same document by file and by address; private addresses are refused unless asked for.
func TestImportFromAnAddress(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `[{"i":"Truc du guichet","id":"999"}]`)
	}))
	t.Cleanup(server.Close)
	dsn := sqlite(t)
	if status, _, stderr := run(t, "import", "sill-2022", server.URL, "--database", dsn); status != 2 {
		t.Errorf("a private address: status %d, %s", status, stderr)
	}
	status, out, stderr := run(t, "import", "sill-2022", server.URL, "--fetch-private", "--database", dsn)
	if status != 0 || !strings.HasSuffix(out, "read 1, new 1, changed 0, unchanged 0, refused 0\n") {
		t.Errorf("status %d, %s %s", status, out, stderr)
	}
}

// killImport is set for the child of TestKillDuringImport.
const killImport = "GUICHET_KILL_IMPORT"

// TestKillImportChild is the program that TestKillDuringImport kills: it imports the file again and again, each time with other licences.
func TestKillImportChild(t *testing.T) {
	dir := os.Getenv(killImport)
	if dir == "" {
		t.Skip("only as a child of TestKillDuringImport")
	}
	for i := 0; ; i++ {
		if status, out, stderr := run(t, "import", "sill-2022", filepath.Join(dir, fmt.Sprintf("%d.json", i%2)), "--database", filepath.Join(dir, "kill.db")); status != 0 {
			t.Fatal(out, stderr)
		}
		fmt.Println("imported")
	}
}

// Killed at any moment of an import, the desk holds what the file before said, or what the new one says, never some of each.
func TestKillDuringImport(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("kills processes")
	}
	dir := t.TempDir()
	licences := []string{"MIT", "ISC"}
	for i, licence := range licences {
		var b strings.Builder
		b.WriteString("[")
		for n := range 3000 {
			if n > 0 {
				b.WriteString(",\n")
			}
			fmt.Fprintf(&b, `{"i":"Truc %d","id":"%d","l":%q}`, n, 100000+n, licence)
		}
		b.WriteString("]")
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.json", i)), []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db := filepath.Join(dir, "kill.db")
	if status, _, stderr := run(t, "import", "sill-2022", filepath.Join(dir, "0.json"), "--database", db); status != 0 {
		t.Fatal(stderr)
	}
	rounds := 6 // GUICHET_TEST_KILLS=200 tries more moments
	if n, err := strconv.Atoi(os.Getenv("GUICHET_TEST_KILLS")); err == nil {
		rounds = n
	}
	for round := range rounds {
		child := exec.Command(os.Args[0], "-test.run=^TestKillImportChild$")
		child.Env = append(os.Environ(), killImport+"="+dir)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(100+round%20*37) * time.Millisecond)
		_ = child.Process.Kill()
		_ = child.Wait()
		counts := map[string]int{}
		for i := range licences {
			status, out, stderr := run(t, "import", "sill-2022", filepath.Join(dir, fmt.Sprintf("%d.json", i)), "--dry-run", "--database", db)
			if status != 0 {
				t.Fatal(out, stderr)
			}
			lines := strings.Split(strings.TrimSpace(out), "\n")
			counts[lines[len(lines)-1]]++
		}
		if counts["read 3000, new 0, changed 0, unchanged 3000, refused 0"] != 1 || counts["read 3000, new 0, changed 3000, unchanged 0, refused 0"] != 1 {
			t.Fatalf("round %d: neither the old state nor the new one: %v", round, counts)
		}
	}
}
