package codegouv_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"guichet/internal/catalog"
	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/ospo"
	"guichet/internal/provenance"
	"guichet/internal/source"
	"guichet/internal/source/codegouv"
	"guichet/internal/testkit"
)

// The samples are made by hand after the shapes of the public lists.
const (
	notable = `# Head
https://github.com/exemple/truc:
  default_branch: main
  added: 2023-11-30
https://gitlab.example.fr/groupe/outil/python:
  added: 2025-04-04
https://github.com/exemple:
  added: 2025-01-01
https://github.com/exemple/truc:
  added: 2025-01-01
Truc: 1
`
	accounts = `gitlab.com:
  forge: gitlab
  owners:
    exemple:
      pso_id: db2b74d4-4dbc-4d7d-ba1b-5762e2cb06b8
      floss_policy: https://exemple.fr/politique#a
    mauvais:
      pso_id: 12
    groupe/sous-groupe:
      pso_id: db2b74d4-4dbc-4d7d-ba1b-5762e2cb06b8
      ospo_url: https://exemple.fr/ospo
gitlab.exemple.fr:
  forge: gitlab
  ignored_since: 2024-08-09
  pso_id: db2b74d4-4dbc-4d7d-ba1b-5762e2cb06b8
git.exemple.fr:
  forge: gitea
  ignored_since: hier
"no forge":
  forge: gitlab
sans-logiciel.exemple.fr: {}
`
	bodies = `db2b74d4-4dbc-4d7d-ba1b-5762e2cb06b8: "Direction de l'exemple : Paris"
x: Premier ministre
3ed2f725-e077-4973-a531-498e13fc7861:
`
)

var day = provenance.MustDate("2025-09-23")

func read(ctx context.Context, f source.Format, text string) (facts.Import, error) {
	return f.Read(ctx, source.Bytes("list.yml", []byte(text), day))
}

// What each list gives, what is refused, and why.
func TestRead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		format  source.Format
		text    string
		bodies  []string
		refused []string
	}{
		{codegouv.Notable, notable, []string{
			`{"slug":"truc","name":"truc","repository":"https://github.com/exemple/truc","source":"awesome-codegouvfr"}`,
			`{"slug":"outil-python","name":"outil/python","repository":"https://gitlab.example.fr/groupe/outil/python","source":"awesome-codegouvfr"}`,
		}, []string{"line 7: the address of a repository was expected", "line 9: https://github.com/exemple/truc stands twice", "line 11: "}},
		{codegouv.Accounts, accounts, []string{
			`{"forge":"gitlab.com","software":"gitlab","owner":"exemple","psoId":"db2b74d4-4dbc-4d7d-ba1b-5762e2cb06b8","flossPolicy":"https://exemple.fr/politique#a","source":"codegouvfr-data"}`,
			`{"forge":"gitlab.com","software":"gitlab","owner":"groupe/sous-groupe","psoId":"db2b74d4-4dbc-4d7d-ba1b-5762e2cb06b8","ospo":"https://exemple.fr/ospo","source":"codegouvfr-data"}`,
			`{"forge":"gitlab.exemple.fr","software":"gitlab","psoId":"db2b74d4-4dbc-4d7d-ba1b-5762e2cb06b8","ignored":"2024-08-09","source":"codegouvfr-data"}`,
		}, []string{"line 7: pso_id: ", `line 16: ignored_since "hier"`, "line 19: forge: ", "line 21: software: "}},
		{codegouv.Bodies, bodies, []string{
			`{"psoId":"db2b74d4-4dbc-4d7d-ba1b-5762e2cb06b8","name":"Direction de l'exemple : Paris","source":"codegouvfr-data"}`,
		}, []string{"line 2: pso_id: ", "line 3: name: "}},
	} {
		imp, err := read(t.Context(), c.format, c.text)
		if err != nil || imp.Source != c.format.Name || len(imp.About) != 1 {
			t.Fatalf("%s: source %q, about %v, %v", c.format.Name, imp.Source, imp.About, err)
		}
		var got []string
		for _, s := range imp.Statements {
			if s.Checked != day {
				t.Errorf("%s: %s is dated %s, not as the copy", c.format.Name, s.Key, s.Checked)
			}
			got = append(got, string(s.Body))
		}
		if !slices.Equal(got, c.bodies) {
			t.Errorf("%s: statements\n%s\nwant\n%s", c.format.Name, strings.Join(got, "\n"), strings.Join(c.bodies, "\n"))
		}
		if len(imp.Refused) != len(c.refused) {
			t.Fatalf("%s: refused %+v", c.format.Name, imp.Refused)
		}
		for i, r := range imp.Refused {
			if said := r.Where + ": " + r.Reason; !strings.HasPrefix(said, c.refused[i]) {
				t.Errorf("%s: refused %q, want %q", c.format.Name, said, c.refused[i])
			}
		}
	}
}

// A file that is no map, is cut within a value, or holds what makes a small text large is refused whole.
func TestDamagedFiles(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"empty": "", "comments alone": "# a\n", "a list": "- a\n", "a text": "404 Not Found", "cut": "a.fr:\n  forge: \"git", "two documents": "a: b\n---\nc: d\n",
		"anchors": "a: &x b\nc: *x\n", "zeros": "\x00\x00", "not UTF-8": "a: \xff", "large": strings.Repeat("#", 1<<20) + "\na: b\n",
		"a page": "<!doctype html>\n<html><body>Not found</body></html>\n",
	} {
		for _, f := range []source.Format{codegouv.Notable, codegouv.Accounts, codegouv.Bodies} {
			imp, err := read(t.Context(), f, text)
			if !errs.Is(err, errs.Invalid) && !errs.Is(err, errs.TooLarge) || len(imp.Statements) > 0 {
				t.Errorf("%s, %s: %d statements, %v", f.Name, name, len(imp.Statements), err)
			}
		}
	}
}

// An account that the starter and an import both know stands once on the page of its office, as the newer of the two says.
func TestAccountOfTwoSources(t *testing.T) {
	t.Parallel()
	imp, err := read(t.Context(), codegouv.Accounts, accounts)
	if err != nil {
		t.Fatal(err)
	}
	office := ospo.Office{URL: "https://exemple.fr/ospo", Name: "Bureau", Country: "FR", PSOID: "db2b74d4-4dbc-4d7d-ba1b-5762e2cb06b8"}
	rows := []facts.Row{statement(t, "ospometa", ospo.KindOffice, "b", "2024", office),
		statement(t, "starter", ospo.KindAccount, "gitlab.com/exemple", "2024-01-01", ospo.Account{Forge: "gitlab.com", Software: "gitlab", Owner: "Exemple", PSOID: office.PSOID})}
	for _, s := range imp.Statements {
		rows = append(rows, facts.Row{Source: imp.Source, Statement: s})
	}
	set, err := ospo.Build(rows, provenance.Sources{})
	if err != nil || len(set.Offices) != 1 {
		t.Fatal(set, err)
	}
	var got []string
	for _, a := range set.Offices[0].Accounts {
		got = append(got, a.Key()+" "+a.Mark.Checked.String())
	}
	if want := []string{"gitlab.com/exemple 2025-09-23", "gitlab.com/groupe/sous-groupe 2025-09-23", "gitlab.exemple.fr 2025-09-23"}; !slices.Equal(got, want) {
		t.Errorf("accounts %q, want %q", got, want)
	}
}

func statement(t *testing.T, from, kind, key, checked string, body any) facts.Row {
	t.Helper()
	s, err := facts.New(kind, key, provenance.MustDate(checked), body)
	if err != nil {
		t.Fatal(err)
	}
	return facts.Row{Source: from, Statement: s}
}

// The lists themselves, where they are at hand: counts, nothing refused, and a second import that changes nothing.
func TestPublishedLists(t *testing.T) {
	t.Parallel()
	store := facts.NewStore(testkit.SQLite(t), time.Now)
	for _, c := range []struct {
		format source.Format
		file   string
		n      string
	}{{codegouv.Notable, "awesome-codegouvfr.yml", "20"}, {codegouv.Accounts, "comptes-organismes-publics.yml", "387"}, {codegouv.Bodies, "top_organizations.yml", "19"}} {
		text, err := os.ReadFile(testkit.Data(t, "data", c.file))
		if err != nil {
			t.Fatal(err)
		}
		imp, err := read(t.Context(), c.format, string(text))
		if err != nil || len(imp.Refused) > 0 {
			t.Errorf("%s: refused %+v, %v", c.file, imp.Refused, err)
		}
		for _, want := range []string{"read N, new N, changed 0, unchanged 0, refused 0", "read N, new 0, changed 0, unchanged N, refused 0"} {
			want = strings.ReplaceAll(want, "N", c.n)
			if r, err := store.Apply(t.Context(), imp, false); err != nil || r.String() != want {
				t.Errorf("%s: Apply = %s, %v; want %s", c.file, r, err, want)
			}
		}
	}
	rows, _, err := store.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	set, err := catalog.Build(rows, provenance.Sources{})
	if err != nil || len(set.Software) != 20 {
		t.Errorf("%d sheets, %v", len(set.Software), err)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{notable, accounts, bodies, "? [a]\n: b\n", "<<: {a: b}\n", "a: !!binary x\n", "a: |\n  b\n", "? a\n? b\n", "- a\n", "!x a: b\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, format := range []source.Format{codegouv.Notable, codegouv.Accounts, codegouv.Bodies} {
			imp, err := read(t.Context(), format, text)
			switch {
			case err != nil && (errs.KindOf(err) == errs.Internal || len(imp.Statements) > 0):
				t.Errorf("%s: %d statements, %v", format.Name, len(imp.Statements), err)
			case err == nil && len(imp.Statements)+len(imp.Refused) == 0:
				t.Errorf("%s: neither taken nor refused", format.Name)
			}
		}
	})
}
