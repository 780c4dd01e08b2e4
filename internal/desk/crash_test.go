package desk

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"guichet/internal/database"
	"guichet/internal/testkit"
)

// together runs n copies of f at once.
func together(n int, f func(i int)) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() { <-start; f(i) })
	}
	close(start)
	wg.Wait()
}

// wantWhole checks that the database holds want cases (any number when negative), that their numbers leave no hole, and that each has its history.
func wantWhole(t *testing.T, db *database.DB, want int) {
	t.Helper()
	ctx := context.Background()
	var n, counter, histories int
	var last string
	row := db.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM desk_case), (SELECT coalesce(max(value), 0) FROM desk_counter),
		(SELECT count(DISTINCT number) FROM desk_event WHERE kind = 'received'), (SELECT coalesce(max(number), '') FROM desk_case)`)
	if err := row.Scan(&n, &counter, &histories, &last); err != nil {
		t.Fatal(err)
	}
	if want >= 0 && n != want || counter != n || histories != n || n > 0 && last != formatNumber(2026, int64(n)) {
		t.Errorf("%d cases (want %d), counter %d, %d histories, last number %q", n, want, counter, histories, last)
	}
}

func TestOneTokenSentTwentyTimesAtOnce(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		r := request()
		services := []*Service{New(db, clock()), New(db, clock())} // two instances, neither with the key yet
		seen := sync.Map{}
		together(20, func(i int) {
			c, secret, err := services[i%2].Open(t.Context(), r)
			if err != nil {
				t.Error(err)
			}
			seen.Store(c.Number+" "+secret, true)
		})
		n := 0
		seen.Range(func(k, _ any) bool { n++; return true })
		if n != 1 {
			t.Errorf("%d different answers to one form", n)
		}
		wantWhole(t, db, 1)
	})
}

// A mended form sent many times at once is one more message.
func TestOneMendedFormSentTwentyTimesAtOnce(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		s, r := New(db, clock()), request()
		c, secret := mustOpen(t, s, r)
		r.Message = "Un autre texte, tout aussi long."
		together(20, func(int) {
			if _, _, err := s.Open(t.Context(), r); err != nil {
				t.Error(err)
			}
		})
		if c, err := s.Follow(t.Context(), c.Number, secret); err != nil || len(c.Events) != 3 {
			t.Errorf("events %v, %v; want one message more", kinds(c), err)
		}
	})
}

func TestFiftyCasesAtOnceAreNumberedWithoutHole(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		s := New(db, clock())
		seen := sync.Map{}
		together(50, func(int) {
			c, _, err := s.Open(t.Context(), request())
			if err != nil {
				t.Error(err)
			}
			if _, twice := seen.LoadOrStore(c.Number, true); twice {
				t.Errorf("%s was given twice", c.Number)
			}
		})
		wantWhole(t, db, 50)
	})
}

func TestMessagesAtOnceAreAllKept(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		s := New(db, clock())
		c, secret := mustOpen(t, s, request())
		together(20, func(i int) {
			var err error
			if i%2 == 0 {
				_, err = s.Add(t.Context(), c.Number, secret, fmt.Sprint("message ", i))
			} else {
				_, err = s.Reply(t.Context(), c.Number, fmt.Sprint("réponse ", i))
			}
			if err != nil {
				t.Error(err)
			}
		})
		if c, err := s.Follow(t.Context(), c.Number, secret); err != nil || len(c.Events) != 22 {
			t.Errorf("%d events, %v; want 22", len(c.Events), err)
		}
	})
}

// A request whose transaction stops at any step leaves nothing, not even a number.
func TestStoppedTransactionLeavesNothing(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		s := New(db, clock())
		if _, err := s.linkKey(t.Context()); err != nil {
			t.Fatal(err)
		}
		stop := errors.New("stop")
		steps := []func(ctx context.Context, tx bun.Tx, cancel func()) error{
			func(ctx context.Context, tx bun.Tx, cancel func()) error { cancel(); return nil },
			func(ctx context.Context, tx bun.Tx, cancel func()) error { return stop },
			func(ctx context.Context, tx bun.Tx, cancel func()) error {
				cancel()
				_, err := s.insert(ctx, tx, request(), "x")
				return err
			},
		}
		for i, after := range steps {
			ctx, cancel := context.WithCancel(t.Context())
			err := db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
				if _, err := s.insert(ctx, tx, request().clean(), "secret"); err != nil {
					t.Fatal(err)
				}
				return after(ctx, tx, cancel)
			})
			cancel()
			if err == nil {
				t.Errorf("step %d: no error", i)
			}
			wantWhole(t, db, 0)
		}
	})
}

// Whenever a request is cut off, what was acknowledged is there, and what was not is whole or absent.
func TestCutRequests(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		s := New(db, clock())
		start := time.Now()
		together(8, func(int) {
			if _, _, err := s.Open(t.Context(), request()); err != nil {
				t.Error(err)
			}
		})
		longest := 2 * time.Since(start) // so that some are cut and some are not, on a slow machine too
		var mu sync.Mutex
		acknowledged := map[string]string{}
		together(8, func(int) {
			for range 15 {
				ctx, cancel := context.WithTimeout(t.Context(), rand.N(longest))
				c, secret, err := s.Open(ctx, request())
				cancel()
				if err == nil {
					mu.Lock()
					acknowledged[c.Number] = secret
					mu.Unlock()
				}
			}
		})
		t.Logf("%d of 120 acknowledged", len(acknowledged))
		wantWhole(t, db, -1)
		for number, secret := range acknowledged {
			if c, err := s.Follow(t.Context(), number, secret); err != nil || len(c.Events) != 2 {
				t.Errorf("%s was acknowledged: %v, %v", number, kinds(c), err)
			}
		}
	})
}

// TestKillChild is the program that TestAcknowledgedSurvivesKill kills: it opens cases and prints each one that was acknowledged.
func TestKillChild(t *testing.T) {
	dsn := os.Getenv("GUICHET_DESK_KILL")
	if dsn == "" {
		t.Skip("only as a child of TestAcknowledgedSurvivesKill")
	}
	db, err := database.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	s := New(db, clock())
	var mu sync.Mutex
	together(4, func(int) {
		for range 10_000 {
			c, secret, err := s.Open(t.Context(), request())
			mu.Lock()
			if err == nil {
				fmt.Printf("acknowledged %s %s\n", c.Number, secret)
			} else {
				fmt.Printf("failed %v\n", err)
			}
			mu.Unlock()
		}
	})
}

func TestAcknowledgedSurvivesKill(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		killAndCheck(t, filepath.Join(t.TempDir(), "kill.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		killAndCheck(t, testkit.PostgresURL(t))
	})
}

func killAndCheck(t *testing.T, dsn string) {
	db, err := database.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	acknowledged := map[string]string{}
	for range 4 {
		child := exec.Command(os.Args[0], "-test.run=^TestKillChild$", "-test.v")
		child.Env = append(os.Environ(), "GUICHET_DESK_KILL="+dsn)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		after := 5 + rand.IntN(30)
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); {
			words := strings.Fields(lines.Text())
			if len(words) == 3 && words[0] == "acknowledged" {
				acknowledged[words[1]] = words[2]
				if n++; n == after {
					_ = child.Process.Kill()
				}
			} else if len(words) > 0 && words[0] == "failed" {
				t.Error(lines.Text())
			}
		}
		_ = child.Wait()
	}
	if len(acknowledged) < 20 {
		t.Fatalf("only %d cases were acknowledged", len(acknowledged))
	}
	s := New(db, clock())
	for number, secret := range acknowledged {
		if c, err := s.Follow(t.Context(), number, secret); err != nil || len(c.Events) != 2 {
			t.Errorf("%s was acknowledged: %v, %v", number, kinds(c), err)
		}
	}
	wantWhole(t, db, -1)
}
