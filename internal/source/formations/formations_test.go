package formations

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"guichet/internal/community"
	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/provenance"
	"guichet/internal/source"
	"guichet/internal/testkit"
)

func read(body string) (facts.Import, error) {
	return Format.Read(context.Background(), source.Bytes("formations.yml", []byte(body), provenance.MustDate("2025-09-23")))
}

func TestReadsAList(t *testing.T) {
	t.Parallel()
	imp, err := read("- organisme: Élan & Cie\n  formations:\n    - Gimp : animations\n    - 'Linux (4 jours)'\n  site_web: elan.example\n- organisme: '?'\n  formations: [x]\n- organisme: Sans rien\n")
	if err != nil || len(imp.Statements) != 1 || len(imp.Refused) != 2 {
		t.Fatalf("%v: %d taken, %+v", err, len(imp.Statements), imp.Refused)
	}
	var got community.Trainer
	if err := json.Unmarshal(imp.Statements[0].Body, &got); err != nil {
		t.Fatal(err)
	}
	if got.Slug != "elan-cie" || got.Titles[0] != "Gimp : animations" || got.Site != "https://elan.example" {
		t.Errorf("%+v", got)
	}
}

// What is no list, would grow, or is cut is refused whole.
func TestRefusesDamage(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"nothing": "", "no list": "organisme: x\n", "cut": "- organisme: \"x\n", "alias": "- &a\n  organisme: x\n- *a\n", "alias of a list": "- organisme: x\n  formations: &f [a]\n- organisme: y\n  formations: *f\n",
		"deep": "- organisme: x\n  formations: " + strings.Repeat("[", 5000) + "\n", "bytes": "- organisme: \xff\n", "objects": "- organisme: x\n  formations:\n    - {a: b, c: d}\n",
	} {
		if imp, err := read(body); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v, %d taken", name, err, len(imp.Statements))
		}
	}
}

// The public list is read whole, and what is written of it reads the same.
func TestPublicList(t *testing.T) {
	t.Parallel()
	body, err := os.ReadFile(testkit.Data(t, "data", "formations-logiciels-libres.yml"))
	if err != nil {
		t.Fatal(err)
	}
	imp, err := read(string(body))
	if err != nil || len(imp.Statements) != 21 || len(imp.Refused) != 0 {
		t.Fatalf("%v: %d taken, %+v", err, len(imp.Statements), imp.Refused)
	}
	rows := make([]facts.Row, len(imp.Statements))
	for i, st := range imp.Statements {
		rows[i] = facts.Row{Source: Source, Statement: st}
	}
	set, err := community.Build(rows, provenance.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	other := 0
	for _, c := range set.Courses {
		if c.Subject == "other" {
			other++
		}
	}
	t.Logf("%d courses, %d under no subject", len(set.Courses), other)
	if len(set.Courses) != 475 || other > len(set.Courses)/5 {
		t.Errorf("%d courses, %d under no subject", len(set.Courses), other)
	}
	var out bytes.Buffer
	if err := Write(&out, set.Trainers); err != nil {
		t.Fatal(err)
	}
	again, err := read(out.String())
	if err != nil {
		t.Fatal(err)
	}
	bodies := map[string]string{}
	for _, st := range imp.Statements {
		bodies[st.Key] = string(st.Body)
	}
	for _, st := range again.Statements {
		if bodies[st.Key] != string(st.Body) {
			t.Errorf("%s reads otherwise:\n%s\n%s", st.Key, bodies[st.Key], st.Body)
		}
	}
	if len(again.Statements) != len(imp.Statements) {
		t.Errorf("%d of %d come back", len(again.Statements), len(imp.Statements))
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"- organisme: x\n  formations: [a]\n", "[{\"organisme\":\"x\",\"formations\":[\"a\"]}]", "- &a [*a]", "- organisme: x\n  formations:\n   - a: b\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		imp, err := read(s)
		if err == nil && len(imp.Statements)+len(imp.Refused) == 0 {
			t.Error("neither taken nor refused")
		}
	})
}
