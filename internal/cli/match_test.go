package cli_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"guichet/internal/catalog"
	"guichet/internal/cli"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// A doubtful entry is listed, a person settles it, the decision holds when the source is imported again.
func TestMatchSettle(t *testing.T) {
	t.Parallel()
	file := t.TempDir() + "/desk.db"
	run := func(args ...string) (int, string) {
		var out, errs bytes.Buffer
		status := cli.Main(&cli.Env{Ctx: t.Context(), Stdout: &out, Stderr: &errs, Lang: i18n.English}, append(args, "--database", file, "--log-level", "error"))
		return status, out.String() + errs.String()
	}
	imported := func(function string) {
		t.Helper()
		st, err := facts.New(catalog.KindSoftware, "x", provenance.MustDate("2026"), catalog.SoftwareStatement{Slug: "gimp-server", Name: "GIMP Server", MinVersion: function})
		if err != nil {
			t.Fatal(err)
		}
		store(t, file, func(ctx context.Context, s *facts.Store) error {
			_, err := s.Apply(ctx, facts.Import{Source: "other", Statements: []facts.Statement{st}}, false)
			return err
		})
	}
	imported("1")
	if status, out := run("match", "list", "--source", "other"); status != cli.ExitFindings || !strings.Contains(out, `other software "x"`) || !strings.Contains(out, "gimp") {
		t.Fatalf("status %d\n%s", status, out)
	}
	for _, wrong := range [][]string{
		{"match", "settle", "other", "x", "--software", "nowhere", "--author", "A"},
		{"match", "settle", "other", "y", "--software", "gimp", "--author", "A"},
		{"match", "settle", "other", "x", "--author", "A"},
		{"match", "settle", "other", "x", "--none"},
	} {
		if status, out := run(wrong...); status != cli.ExitFailed {
			t.Errorf("%v: status %d\n%s", wrong, status, out)
		}
	}
	if status, out := run("match", "settle", "other", "x", "--software", "gimp", "--author", "M. Dupont", "--note", "same vendor"); status != cli.ExitDone {
		t.Fatalf("status %d\n%s", status, out)
	}
	imported("2")
	if status, out := run("match", "list", "--source", "other"); status != cli.ExitDone {
		t.Errorf("after the decision: status %d\n%s", status, out)
	}
	today := provenance.Day(time.Now()).String()
	if _, out := run("match", "decided"); !strings.Contains(out, today) || !strings.Contains(out, `-> gimp  M. Dupont  same vendor`) {
		t.Errorf("decided: %s", out)
	}
}

func store(t *testing.T, file string, f func(context.Context, *facts.Store) error) {
	t.Helper()
	db, s, err := cli.OpenStore(t.Context(), file, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := f(t.Context(), s); err != nil {
		t.Fatal(err)
	}
}
