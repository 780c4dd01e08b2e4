package lists_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guichet/internal/catalog"
	"guichet/internal/facts"
	"guichet/internal/market"
	"guichet/internal/provenance"
	"guichet/internal/source"
	"guichet/internal/source/lists"
	start "guichet/internal/source/starter"
	"guichet/starter"
)

func read(t testing.TB, f source.Format, body string) (facts.Import, error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(name, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := source.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	return f.Read(t.Context(), in)
}

func names(imp facts.Import) string {
	var out []string
	for _, st := range imp.Statements {
		out = append(out, st.Key)
	}
	return strings.Join(out, "|")
}

func TestLists(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		format  source.Format
		body    string
		want    string
		refused int
	}{
		"names":        {lists.SupportPage, "PostgreSQL\n\n  GLPI \nApache HTTP Server\n", "PostgreSQL|GLPI|Apache HTTP Server", 0},
		"CSV":          {lists.SupportCSV, "\ufeffid;Logiciel\n1;PostgreSQL\n2;\"Log; un\"\n", "PostgreSQL|Log; un", 0},
		"twice":        {lists.SupportCSV, "nom\nA\nA\n", "A", 1},
		"long":         {lists.SupportCSV, "nom\n" + strings.Repeat("a", 301) + "\nB\n", "B", 1},
		"perimeter":    {lists.Perimeter, "logiciel;versions;critique\nPostgreSQL;15, 16;oui\nGLPI;10.0;\nX;1;peut-être\n", "PostgreSQL|GLPI", 1},
		"coordinators": {lists.Coordinators, "organisme,nom,courriel\nCNRS,Jeanne Martin,jeanne.martin@example.org\n", "CNRS", 0},
	} {
		imp, err := read(t, c.format, c.body)
		if err != nil || names(imp) != c.want || len(imp.Refused) != c.refused {
			t.Errorf("%s: %q, %v, %v; want %q and %d refused", name, names(imp), imp.Refused, err, c.want, c.refused)
		}
	}
	for name, body := range map[string]string{"no heading": "PostgreSQL;15;oui\n", "no text": "logiciel;versions;critique\n\xff;1;oui\n"} {
		if imp, err := read(t, lists.Perimeter, body); err == nil {
			t.Errorf("%s: %d statements, want an error", name, len(imp.Statements))
		}
	}
}

// What a list leaves, gains and renames is said before it is taken, and it replaces what the starter says of that list alone.
func TestBulletin(t *testing.T) {
	t.Parallel()
	imp, err := start.Read(t.Context(), starter.Data())
	if err != nil {
		t.Fatal(err)
	}
	var rows []facts.Row
	var list strings.Builder
	list.WriteString("Logiciel\n")
	for _, st := range imp.Statements {
		rows = append(rows, facts.Row{Source: imp.Source, Statement: st})
	}
	build := func(rows []facts.Row) *market.Set {
		cat, err := catalog.Build(rows, provenance.Sources{})
		if err != nil {
			t.Fatal(err)
		}
		set, err := market.Build(rows, provenance.Sources{}, cat)
		if err != nil {
			t.Fatal(err)
		}
		return set
	}
	before := build(rows)
	for _, c := range before.Covered {
		switch {
		case !c.OnCSV, c.Name == "389 Directory Server": // it leaves
		case c.Name == "Alfresco community":
			list.WriteString("Alfresco Comunity\n")
		default:
			list.WriteString("\"" + c.Name + "\"\n")
		}
	}
	list.WriteString("Krita\nZorglub Office\n")
	fresh, err := read(t, lists.SupportCSV, list.String())
	if err != nil {
		t.Fatal(err)
	}
	for _, st := range fresh.Statements {
		rows = append(rows, facts.Row{Source: fresh.Source, Statement: st})
	}
	after := build(rows)
	b := market.Compare(before, after, "csv")
	if strings.Join(b.Enter, "|") != "Krita|Zorglub Office" || strings.Join(b.Leave, "|") != "389 Directory Server" || len(b.Renamed) != 1 || b.Renamed[0] != (market.Renamed{From: "Alfresco community", To: "Alfresco Comunity"}) {
		t.Errorf("enter %v, leave %v, renamed %v", b.Enter, b.Leave, b.Renamed)
	}
	var out bytes.Buffer
	b.Write(&out)
	if !strings.Contains(out.String(), "no sheet:  Zorglub Office\n") || !strings.Contains(out.String(), "renamed:   Alfresco community -> Alfresco Comunity\n") {
		t.Errorf("the bulletin says\n%s", out.String())
	}
	page, _, _, _ := before.Differences()
	if again, _, _, _ := after.Differences(); again != page {
		t.Errorf("the page had %d names and has %d after an import of the other list", page, again)
	}
	if same := market.Compare(after, after, "csv"); len(same.Enter)+len(same.Leave)+len(same.Renamed) != 0 {
		t.Errorf("a list compared with itself changes %+v", same)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "nom\nA\n", "logiciel;versions;critique\nA;1;oui\n", "\"", "a\x00b", "\xff", "organisme,nom,courriel\n,,\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, format := range []source.Format{lists.SupportCSV, lists.Perimeter, lists.Coordinators} {
			imp, err := read(t, format, s)
			if err == nil && len(imp.Statements)+len(imp.Refused) > strings.Count(s, "\n")+strings.Count(s, "\r")+1 {
				t.Errorf("%d entries of %q", len(imp.Statements), s)
			}
		}
	})
}
