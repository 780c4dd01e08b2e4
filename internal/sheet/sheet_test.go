package sheet_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"guichet/internal/sheet"
)

var sample = sheet.Table{Name: "Logiciels & listes", Columns: []string{"Nom", "Nombre", "Date", "Lien"}, Rows: [][]sheet.Cell{
	{sheet.Text("Éditeur « <a> »"), sheet.Int(-42), sheet.Date(2026, 11, 23), sheet.Link("GIMP", "https://www.gimp.org/?a=1&b=2")},
	{sheet.Text("=HYPERLINK(\"https://example.org\")"), sheet.Int(7)},
	{sheet.Text("deux\nlignes"), {}, {}, sheet.Link("sans lien", "javascript:alert(1)")},
}}

func TestCSV(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := sheet.WriteCSV(&b, sample); err != nil {
		t.Fatal(err)
	}
	want := "Nom,Nombre,Date,Lien\r\nÉditeur « <a> »,-42,2026-11-23,GIMP\r\n\"'=HYPERLINK(\"\"https://example.org\"\")\",7,,\r\n\"deux\r\nlignes\",,,sans lien\r\n"
	if b.String() != want {
		t.Errorf("CSV:\n%q\nwant\n%q", b.String(), want)
	}
}

// Every way to begin a formula is made harmless; texts that only look alike stay.
func TestFormulas(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in      string
		guarded bool
	}{
		{"=1+1", true}, {"+33 1 23", true}, {"-2", true}, {"@SUM(A1)", true}, {"\t=1", true}, {"\r=1", true}, {"  =1", true}, {"\u00a0=1", true},
		{"\ufeff=1", true}, {"＝1", true}, {"＠a", true}, {"\n=1", true},
		{"C++", false}, {"a=b", false}, {"", false}, {"389 Directory Server", false}, {"floss@numerique.gouv.fr", false},
	} {
		var b bytes.Buffer
		if err := sheet.WriteCSV(&b, sheet.Table{Columns: []string{"a"}, Rows: [][]sheet.Cell{{sheet.Text(c.in)}}}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(b.String(), "'"); got != c.guarded {
			t.Errorf("%q: guarded %v, want %v", c.in, got, c.guarded)
		}
	}
}

// odsCell is what a reader of the format sees.
type odsCell struct {
	Type  string `xml:"value-type,attr"`
	Value string `xml:"value,attr"`
	Date  string `xml:"date-value,attr"`
	Lines []struct {
		Text string `xml:",chardata"`
		Link struct {
			Href string `xml:"href,attr"`
			Text string `xml:",chardata"`
		} `xml:"a"`
	} `xml:"p"`
}

type odsTable struct {
	Name   string `xml:"name,attr"`
	Header struct {
		Cells []odsCell `xml:"table-row>table-cell"`
	} `xml:"table-header-rows"`
	Rows []struct {
		Cells []odsCell `xml:"table-cell"`
	} `xml:"table-row"`
}

func readODS(t *testing.T, b []byte) []odsTable {
	t.Helper()
	// A reader tells the file by its first bytes: the name "mimetype" at 30 and the type at 38, uncompressed.
	if len(b) < 38 || string(b[30:38]) != "mimetype" || !bytes.HasPrefix(b[38:], []byte(sheet.ODSType)) {
		t.Fatalf("the file does not begin as OpenDocument does: %q", b[:min(90, len(b))])
	}
	pack, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(pack.File, func(f *zip.File) bool { return f.Name == "META-INF/manifest.xml" }) {
		t.Fatal("no manifest")
	}
	f, err := pack.Open("content.xml")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Tables []odsTable `xml:"body>spreadsheet>table"`
	}
	if err := xml.Unmarshal(body, &doc); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return doc.Tables
}

func TestODS(t *testing.T) {
	t.Parallel()
	var b, again bytes.Buffer
	other := sheet.Table{Name: "Source", Columns: []string{"Titre"}}
	if err := sheet.WriteODS(&b, sample, other); err != nil {
		t.Fatal(err)
	}
	if err := sheet.WriteODS(&again, sample, other); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("the same table makes two files: %v", err)
	}
	tables := readODS(t, b.Bytes())
	if len(tables) != 2 || tables[0].Name != "Logiciels & listes" || tables[1].Name != "Source" {
		t.Fatalf("tables %+v", tables)
	}
	head, rows := tables[0].Header.Cells, tables[0].Rows
	if len(head) != 4 || head[3].Lines[0].Text != "Lien" || len(rows) != 3 || len(rows[1].Cells) != 4 {
		t.Fatalf("header %+v, rows %+v", head, rows)
	}
	first := rows[0].Cells
	if first[0].Lines[0].Text != "Éditeur « <a> »" || first[1].Type != "float" || first[1].Value != "-42" || first[2].Date != "2026-11-23" || first[3].Lines[0].Link.Href != "https://www.gimp.org/?a=1&b=2" {
		t.Errorf("first row %+v", first)
	}
	if formula := rows[1].Cells[0]; formula.Type != "string" || formula.Lines[0].Text != `=HYPERLINK("https://example.org")` {
		t.Errorf("a formula is %+v, want the text as it is", formula)
	}
	if last := rows[2].Cells; len(last[0].Lines) != 2 || last[3].Lines[0].Link.Href != "" {
		t.Errorf("last row %+v", last)
	}
	if name := os.Getenv("GUICHET_ODS"); name != "" { // to open it in an office
		if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// Whatever people typed, both files can be read again, and no CSV cell begins a formula.
func FuzzWrite(f *testing.F) {
	for _, s := range []string{"", "a", "=1", "\x00\x01", "]]>", "\xff", "\r\n", "a\"b", "\u2028", "\ufffe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		table := sheet.Table{Name: "t", Columns: []string{"a", "b"}, Rows: [][]sheet.Cell{{sheet.Text(s), sheet.Link(s, "https://example.org/"+s)}}}
		var b bytes.Buffer
		if err := sheet.WriteODS(&b, table); err != nil {
			t.Fatal(err)
		}
		readODS(t, b.Bytes())
		b.Reset()
		if err := sheet.WriteCSV(&b, table); err != nil {
			t.Fatal(err)
		}
		records, err := csv.NewReader(&b).ReadAll()
		if err != nil || len(records) != 2 || len(records[1]) != 2 {
			t.Fatalf("%q: %v, %v", s, records, err)
		}
		if strings.IndexAny(records[1][0], "=+-@\t\r") == 0 {
			t.Errorf("%q begins a formula", records[1][0])
		}
	})
}
