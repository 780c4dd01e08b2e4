package sheet

import (
	"archive/zip"
	"bufio"
	"io"
	"strings"
)

// The parts of an OpenDocument 1.3 package beside its content.
const (
	xmlHead  = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
	manifest = xmlHead + `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">` +
		`<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="` + ODSType + `"/>` +
		`<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`
	contentHead = xmlHead + `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"` +
		` xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"` +
		` xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"` +
		` xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3">` +
		`<office:automatic-styles>` +
		`<number:date-style style:name="iso"><number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style>` +
		`<style:style style:name="date" style:family="table-cell" style:data-style-name="iso"/>` +
		`<style:style style:name="head" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>` +
		`<style:style style:name="wide" style:family="table-column"><style:table-column-properties style:column-width="6cm"/></style:style>` +
		`</office:automatic-styles><office:body><office:spreadsheet>`
	contentTail = `</office:spreadsheet></office:body></office:document-content>`
)

// WriteODS writes a spreadsheet with one sheet a table; sheets need different names. The error is that of w.
func WriteODS(w io.Writer, tables ...Table) error {
	pack := zip.NewWriter(w)
	// The standard wants the media type first and stored as it is, so that a file can be told by its first bytes.
	part, err := pack.CreateHeader(&zip.FileHeader{Name: "mimetype", Method: zip.Store})
	if err != nil {
		return err
	}
	if _, err := io.WriteString(part, ODSType); err != nil {
		return err
	}
	if part, err = pack.Create("META-INF/manifest.xml"); err != nil {
		return err
	}
	if _, err := io.WriteString(part, manifest); err != nil {
		return err
	}
	if part, err = pack.Create("content.xml"); err != nil {
		return err
	}
	out := writer{bufio.NewWriter(part)}
	out.say(contentHead)
	for _, t := range tables {
		writeTable(out, t)
	}
	out.say(contentTail)
	if err := out.Flush(); err != nil {
		return err
	}
	return pack.Close()
}

// writer keeps its first error for Flush.
type writer struct{ *bufio.Writer }

func (w writer) say(s string) { _, _ = w.WriteString(s) }

func writeTable(out writer, t Table) {
	out.say(`<table:table table:name="` + escape(t.Name) + `">`)
	for range t.Columns {
		out.say(`<table:table-column table:style-name="wide"/>`)
	}
	out.say(`<table:table-header-rows><table:table-row>`)
	for _, c := range t.Columns {
		writeCell(out, Cell{shown: c}, ` table:style-name="head"`)
	}
	out.say(`</table:table-row></table:table-header-rows>`)
	for _, row := range t.Rows {
		out.say(`<table:table-row>`)
		for i := range t.Columns {
			var c Cell
			if i < len(row) {
				c = row[i]
			}
			writeCell(out, c, "")
		}
		out.say(`</table:table-row>`)
	}
	out.say(`</table:table>`)
}

func writeCell(out writer, c Cell, style string) {
	switch {
	case c.shown == "":
		out.say(`<table:table-cell/>`)
		return
	case c.kind == number:
		out.say(`<table:table-cell office:value-type="float" office:value="` + c.shown + `">`)
	case c.kind == date:
		out.say(`<table:table-cell table:style-name="date" office:value-type="date" office:date-value="` + c.shown + `">`)
	default:
		out.say(`<table:table-cell` + style + ` office:value-type="string">`)
	}
	for line := range strings.SplitSeq(c.shown, "\n") {
		out.say(`<text:p>`)
		if strings.HasPrefix(c.url, "https://") || strings.HasPrefix(c.url, "http://") {
			out.say(`<text:a xlink:type="simple" xlink:href="` + escape(c.url) + `">` + escape(line) + `</text:a>`)
		} else {
			out.say(escape(line))
		}
		out.say(`</text:p>`)
	}
	out.say(`</table:table-cell>`)
}

var entities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// escape writes a text for XML 1.0, without the characters that no XML document can hold.
func escape(s string) string {
	return entities.Replace(strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r >= 0x20 && r <= 0xd7ff, r >= 0xe000 && r <= 0xfffd, r >= 0x10000 && r <= 0x10ffff:
			return r
		}
		return -1
	}, strings.ToValidUTF8(s, "\ufffd")))
}
