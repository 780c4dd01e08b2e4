package document_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"guichet/internal/document"
)

// hostile is text that means something to XML, to Markdown, to a spreadsheet, or to nobody.
var hostile = []string{
	"", " ", "<script>alert(1)</script>", "]]>", "<!-- -->", "&amp;", `"'`, "a\x00b\x1fc", "\xff\xfe", "été « à côté »", "1. un", "- deux", "# trois", "| a | b |", "*x* _y_ `z` [l](http://x)",
	"\u202e renversé", "a\nb\r\nc\td", "=1+1", "\ufffe\uffff", "![i](x)", "http://exemple.fr", strings.Repeat("long ", 2000), "😀", "~~x~~", "<b>", "\\", "x\u00a0: y",
}

// sample holds one block of each kind with the text s everywhere.
func sample(s string) document.Document {
	return document.Document{Lang: "fr", Title: "T" + s, Subject: s, Author: s, Date: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), Blocks: []document.Block{
		document.Heading{Level: 1, Text: s}, document.Heading{Level: 9, Text: s}, document.Plain(s), document.Paragraph{Note: true, Runs: []document.Run{{Text: s, Bold: true}, {Text: " et "}, {Text: s, Italic: true}}},
		document.Paragraph{Runs: []document.Run{{Text: s, URL: "https://exemple.fr/?a=1&b=<2>"}, {Text: "lien", URL: "https://exemple.fr/?a=1&b=2"}, {Text: "non", URL: "javascript:alert(1)"}}},
		document.List{Items: [][]document.Run{document.Text(s), document.Text("b")}}, document.List{Ordered: true, Items: [][]document.Run{document.Text(s)}}, document.List{Ordered: true, Items: [][]document.Run{document.Text("de nouveau un")}},
		document.Table{Caption: s, Columns: []string{s, "B"}, Rows: [][][]document.Run{{document.Text(s), document.Text("b")}, {document.Text("court")}, {nil, nil, document.Text("trop")}}},
		document.Table{Caption: "sans colonne"},
	}}
}

func parts(t *testing.T, file []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		if out[f.Name] != nil {
			t.Errorf("%s stands twice", f.Name)
		}
		out[f.Name] = body
	}
	return out
}

// wellFormed reads a part to its end and returns its text, and the values of the attributes by name.
func wellFormed(t *testing.T, name string, body []byte) (string, map[string][]string) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(body))
	var text strings.Builder
	attributes := map[string][]string{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return text.String(), attributes
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch x := token.(type) {
		case xml.CharData:
			text.Write(x)
		case xml.StartElement:
			for _, a := range x.Attr {
				attributes[a.Name.Local] = append(attributes[a.Name.Local], a.Value)
			}
		}
	}
}

// check holds what the two formats ask of a package, whatever the text.
func check(t *testing.T, d document.Document) {
	t.Helper()
	odt, err := d.ODT()
	if err != nil {
		t.Fatal(err)
	}
	// The media type stands uncompressed at byte 38, where programs that tell files apart look for it.
	if !bytes.HasPrefix(odt[38:], []byte(document.ODTType)) || !bytes.Equal(odt[30:38], []byte("mimetype")) {
		t.Errorf("the file begins with %q", odt[:60])
	}
	files := parts(t, odt)
	_, manifest := wellFormed(t, "manifest", files["META-INF/manifest.xml"])
	if want := len(files) - 2; len(manifest["full-path"])-1 != want {
		t.Errorf("the manifest names %v of %d parts", manifest["full-path"], want)
	}
	for _, name := range manifest["full-path"] {
		if name != "/" && files[name] == nil {
			t.Errorf("the manifest names %s, which is not there", name)
		}
	}
	for name, body := range files {
		if strings.HasSuffix(name, ".xml") {
			_, attributes := wellFormed(t, name, body)
			for _, u := range attributes["href"] {
				if !strings.HasPrefix(u, "https://") {
					t.Errorf("%s leads to %q", name, u)
				}
			}
		}
	}
	docx, err := d.DOCX()
	if err != nil {
		t.Fatal(err)
	}
	files = parts(t, docx)
	_, types := wellFormed(t, "types", files["[Content_Types].xml"])
	for _, name := range types["PartName"] {
		if files[strings.TrimPrefix(name, "/")] == nil {
			t.Errorf("the types name %s, which is not there", name)
		}
	}
	_, relations := wellFormed(t, "relations", files["word/_rels/document.xml.rels"])
	_, inText := wellFormed(t, "document", files["word/document.xml"])
	for _, id := range inText["id"] {
		if !strings.Contains(strings.Join(relations["Id"], " ")+" ", id+" ") {
			t.Errorf("the text refers to %s, which leads nowhere", id)
		}
	}
	for name, body := range files {
		wellFormed(t, name, body)
	}
	again, err := d.ODT()
	if err != nil || !bytes.Equal(again, odt) {
		t.Errorf("the same document makes another file (%v)", err)
	}
}

func TestHostileText(t *testing.T) {
	t.Parallel()
	for _, s := range hostile {
		check(t, sample(s))
	}
}

// rendered is what a reader of the Markdown sees.
func rendered(t *testing.T, source []byte) string {
	t.Helper()
	var b bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert(source, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// No text becomes markup: each of the pieces draws one paragraph and nothing else.
func TestMarkdownIsText(t *testing.T) {
	t.Parallel()
	for _, s := range hostile {
		html := rendered(t, document.Document{Title: "x", Blocks: []document.Block{document.Plain("a " + s), document.Plain(s)}}.Markdown())
		body := strings.TrimPrefix(html, "<h1>x</h1>\n")
		for _, tag := range []string{"<script", "<em", "<strong", "<a ", "<img", "<ul", "<ol", "<h1", "<table", "<code", "<del", "<b>", "<blockquote"} {
			if strings.Contains(body, tag) && !strings.HasPrefix(s, "http") { // a bare address is a link in GFM, and leads where it says
				t.Errorf("%q is drawn as %s", s, body)
			}
		}
	}
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	d := document.Document{Title: "Clauses", Blocks: []document.Block{
		document.Heading{Level: 1, Text: "CCAP"}, document.Paragraph{Note: true, Runs: document.Text("Projet")},
		document.Paragraph{Runs: []document.Run{{Text: "Voir "}, {Text: "le texte", URL: "https://exemple.fr/"}, {Text: " (lu)."}}},
		document.List{Ordered: true, Items: [][]document.Run{document.Text("un"), document.Text("deux")}},
		document.Table{Caption: "Choix", Columns: []string{"a", "b"}, Rows: [][][]document.Run{{document.Text("1|2")}}},
	}}
	want := "# Clauses\n\n## CCAP\n\n> Projet\n\nVoir [le texte](<https://exemple.fr/>) (lu).\n\n1. un\n2. deux\n\n**Choix**\n\n| a | b |\n| --- | --- |\n| 1\\|2 |  |\n"
	if got := string(d.Markdown()); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// LibreOffice opens both files and makes a PDF of them. Where it is not installed, the strict reading above stands alone: the gate does not install
// it, for it weighs about 500 MB.
func TestLibreOffice(t *testing.T) {
	t.Parallel()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("soffice is not installed: the files are read strictly, not opened")
	}
	d := sample("été <b> & « ok »")
	odt, err := d.ODT()
	if err != nil {
		t.Fatal(err)
	}
	docx, err := d.DOCX()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, body := range map[string][]byte{"a.odt": odt, "b.docx": docx} {
		if err := os.WriteFile(filepath.Join(dir, name), body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.CommandContext(t.Context(), soffice, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", "pdf", "--outdir", dir, filepath.Join(dir, "a.odt"), filepath.Join(dir, "b.docx")).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, name := range []string{"a.pdf", "b.pdf"} {
		body, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !bytes.HasPrefix(body, []byte("%PDF")) || len(body) < 4000 {
			t.Errorf("%s: %d bytes, %v; %s", name, len(body), err, out)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		check(t, sample(s))
		html := rendered(t, document.Document{Title: "x", Blocks: []document.Block{document.Plain("a " + s)}}.Markdown())
		for _, tag := range []string{"<script", "<em", "<strong", "<img", "<ul", "<ol", "<table", "<code", "<del", "<blockquote", "<hr"} {
			if strings.Contains(html, tag) {
				t.Errorf("%q is drawn as %s", s, html)
			}
		}
	})
}
