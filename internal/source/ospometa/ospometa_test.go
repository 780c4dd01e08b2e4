package ospometa

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/ospo"
	"guichet/internal/provenance"
	"guichet/internal/testkit"
)

const sample = `# A register of two offices.
https://open.example.fr/ospo?lang=fr#top:
  name: "OSPO : l'exemple"
  country: FR
  description: {fr: "Un bureau: libre", en: An office}
  email: ospo@example.fr
  created: 2024-02-29
  pso_id: 6a7cd2a0-af32-4b55-9125-671b16df777b
  floss_policy: https://open.example.fr/p#a
  code:
    - https://forge.example.fr/org
https://bad.example.fr:
  name: Sans pays
  description: {fr: Un, en: One}
`

var day = provenance.MustDate("2025-09-23")

func TestImport(t *testing.T) {
	t.Parallel()
	imp, err := Read([]byte(sample), day)
	if err != nil || len(imp.Statements) != 2 || len(imp.Refused) != 1 {
		t.Fatalf("%d statements, refused %v, %v", len(imp.Statements), imp.Refused, err)
	}
	if r := imp.Refused[0]; r.Where != "line 12" || !strings.HasPrefix(r.Reason, "country: ") {
		t.Errorf("%+v", r)
	}
	db := testkit.SQLite(t)
	store := facts.NewStore(db, time.Now)
	for i, want := range []string{"read 3, new 2, changed 0, unchanged 0, refused 1", "read 3, new 0, changed 0, unchanged 2, refused 1"} {
		report, err := store.Apply(t.Context(), imp, false)
		if err != nil || report.String() != want {
			t.Errorf("run %d: %v %v", i+1, report, err)
		}
	}
}

// The public register itself, where it is at hand: every office is read, and written and read again without loss in both forms.
func TestTheRealRegister(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("GUICHET_DATA")
	if dir == "" {
		t.Skip("GUICHET_DATA names no folder")
	}
	body, err := os.ReadFile(filepath.Join(dir, "data", "fr-public-sector-ospo.yml"))
	if err != nil {
		t.Fatal(err)
	}
	imp, err := Read(body, day)
	if err != nil || len(imp.Refused) > 0 || len(imp.Statements) != 10 {
		t.Fatalf("%d statements, refused %v, %v", len(imp.Statements), imp.Refused, err)
	}
	entries, _, err := ospo.Parse(body)
	if err != nil {
		t.Fatal(err)
	}
	var offices []*ospo.Office
	for _, e := range entries {
		offices = append(offices, &e.Office)
	}
	again, problems, err := ospo.Parse(ospo.YAML(offices))
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	for i, e := range again {
		if d := cmp.Diff(*offices[i], e.Office); d != "" {
			t.Error(d)
		}
	}
	js, err := ospo.JSON(offices)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Read(js, day)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(imp.Statements, back.Statements); d != "" {
		t.Error(d)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte(`[{"url":"https://a.fr","name":"A"}]`))
	f.Add([]byte("a: &x [*x]\nb: !!binary x\n? [a]\n: b\n<<: *x\n"))
	f.Add([]byte("https://a.fr:\n  description: |\n    a\n  code: [[[1]]]\n  created: 2024-13-01\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		imp, err := Read(body, day)
		if err != nil {
			if errs.KindOf(err) == errs.Internal {
				t.Fatalf("%v", err)
			}
			return
		}
		var offices []*ospo.Office
		rows := make([]facts.Row, len(imp.Statements))
		for i, s := range imp.Statements {
			rows[i] = facts.Row{Source: Source, Statement: s}
		}
		set, err := ospo.Build(rows, provenance.Sources{})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range set.Offices {
			if err := o.Validate(); err != nil {
				t.Fatalf("%v was taken in", err)
			}
			offices = append(offices, o)
		}
		again, problems, err := ospo.Parse(ospo.YAML(offices))
		if err != nil || len(problems) > 0 || len(again) != len(offices) {
			t.Fatalf("what was written cannot be read: %v %v\n%s", err, problems, ospo.YAML(offices))
		}
		for _, e := range again {
			if !slices.ContainsFunc(offices, func(o *ospo.Office) bool {
				return o.URL == e.Office.URL && o.Name == e.Office.Name && o.Description == e.Office.Description
			}) {
				t.Fatalf("lost: %+v", e.Office)
			}
		}
	})
}
