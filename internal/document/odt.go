package document

import (
	"fmt"
	"strings"
	"time"
)

const (
	odfNames = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ` +
		`xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
		`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" office:version="1.3"`
	odtManifest = xmlHead + `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">` +
		`<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="` + ODTType + `"/>` +
		`<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>` +
		`<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>` +
		`<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>`
	// Styles of single pieces of the text, which only content.xml uses.
	odtAutomatic = `<office:automatic-styles>` +
		`<style:style style:name="b" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>` +
		`<style:style style:name="i" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>` +
		`<style:style style:name="bi" style:family="text"><style:text-properties fo:font-weight="bold" fo:font-style="italic"/></style:style>` +
		`<style:style style:name="tbl" style:family="table"><style:table-properties style:width="17cm" table:align="margins" fo:margin-bottom="0.4cm"/></style:style>` +
		`<style:style style:name="row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>` +
		`<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #6f7d78" fo:padding="0.1cm"/></style:style>` +
		`<style:style style:name="head" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #6f7d78" fo:padding="0.1cm" fo:background-color="#eef3ef"/></style:style>` +
		`<text:list-style style:name="ul"><text:list-level-style-bullet text:level="1" text:bullet-char="•"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment">` +
		`<style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.5cm" fo:margin-left="1cm"/></style:list-level-properties></text:list-level-style-bullet></text:list-style>` +
		`<text:list-style style:name="ol"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment">` +
		`<style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.6cm" fo:margin-left="1cm"/></style:list-level-properties></text:list-level-style-number></text:list-style>` +
		`</office:automatic-styles>`
)

// ODT writes the document as OpenDocument Text 1.3.
func (d Document) ODT() ([]byte, error) {
	return pack([]part{{"mimetype", ODTType}, {"META-INF/manifest.xml", odtManifest}, {"content.xml", d.odtContent()}, {"styles.xml", d.odtStyles()}, {"meta.xml", d.odtMeta()}}, true)
}

func (d Document) odtMeta() string {
	return xmlHead + `<office:document-meta ` + odfNames + `><office:meta><meta:generator>Guichet libre</meta:generator><dc:title>` + escape(d.Title, false) + `</dc:title><dc:subject>` + escape(d.Subject, false) +
		`</dc:subject><meta:initial-creator>` + escape(d.Author, false) + `</meta:initial-creator><dc:creator>` + escape(d.Author, false) + `</dc:creator><meta:creation-date>` + stamp(d.Date) +
		`</meta:creation-date><dc:date>` + stamp(d.Date) + `</dc:date><dc:language>` + escape(d.Lang, false) + `</dc:language></office:meta></office:document-meta>`
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

func (d Document) odtStyles() string {
	country := map[string]string{"fr": "FR", "en": "GB"}[d.Lang]
	style := func(name, display, parent, extra, paragraph, text string) string {
		return `<style:style style:name="` + name + `" style:display-name="` + display + `" style:family="paragraph"` + parent + extra + `><style:paragraph-properties ` + paragraph + `/><style:text-properties ` + text + `/></style:style>`
	}
	var b strings.Builder
	b.WriteString(xmlHead + `<office:document-styles ` + odfNames + `><office:styles>`)
	fmt.Fprintf(&b, `<style:default-style style:family="paragraph"><style:paragraph-properties fo:orphans="2" fo:widows="2"/><style:text-properties fo:font-family="'Liberation Sans', Arial, sans-serif" fo:font-size="10.5pt" fo:language="%s" fo:country="%s"/></style:default-style>`, escape(d.Lang, false), country)
	b.WriteString(style("Standard", "Standard", "", ` style:class="text"`, `fo:margin-bottom="0.2cm" fo:line-height="125%"`, ``))
	in := ` style:parent-style-name="Standard"`
	b.WriteString(style("Title", "Title", in, ` style:class="chapter"`, `fo:margin-bottom="0.4cm" fo:keep-with-next="always"`, `fo:font-size="19pt" fo:font-weight="bold" fo:color="#0b4f4a"`))
	for i, size := range []string{"15pt", "12.5pt", "11pt"} {
		b.WriteString(style(fmt.Sprintf("Heading_20_%d", i+1), fmt.Sprintf("Heading %d", i+1), in, fmt.Sprintf(` style:class="text" style:default-outline-level="%d"`, i+1),
			`fo:margin-top="0.5cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"`, `fo:font-size="`+size+`" fo:font-weight="bold" fo:color="#07332f"`))
	}
	b.WriteString(style("Note", "Note", in, "", `fo:padding="0.2cm" fo:border="1pt solid #794700" fo:background-color="#fcf0d6" fo:margin-bottom="0.4cm"`, ``))
	b.WriteString(style("Caption", "Caption", in, "", `fo:keep-with-next="always"`, `fo:font-weight="bold"`))
	b.WriteString(style("Table_20_Heading", "Table Heading", in, "", `fo:margin-bottom="0cm"`, `fo:font-weight="bold" fo:font-size="9pt"`))
	b.WriteString(style("Table_20_Contents", "Table Contents", in, "", `fo:margin-bottom="0cm"`, `fo:font-size="9pt"`))
	b.WriteString(style("Footer", "Footer", in, "", `fo:text-align="end"`, `fo:font-size="9pt"`))
	b.WriteString(`</office:styles><office:automatic-styles><style:page-layout style:name="page"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2cm"/><style:footer-style><style:header-footer-properties fo:margin-top="0.4cm"/></style:footer-style></style:page-layout></office:automatic-styles>` +
		`<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="page"><style:footer><text:p text:style-name="Footer"><text:page-number text:select-page="current">1</text:page-number>/<text:page-count>1</text:page-count></text:p></style:footer></style:master-page></office:master-styles></office:document-styles>`)
	return b.String()
}

func (d Document) odtContent() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<office:document-content ` + odfNames + `>` + odtAutomatic + `<office:body><office:text><text:p text:style-name="Title">` + escape(d.Title, false) + `</text:p>`)
	for i, block := range d.Blocks {
		switch x := block.(type) {
		case Heading:
			fmt.Fprintf(&b, `<text:h text:style-name="Heading_20_%d" text:outline-level="%d">%s</text:h>`, x.depth(), x.depth(), escape(x.Text, false))
		case Paragraph:
			style := "Standard"
			if x.Note {
				style = "Note"
			}
			fmt.Fprintf(&b, `<text:p text:style-name="%s">%s</text:p>`, style, odtRuns(x.Runs))
		case List:
			style := "ul"
			if x.Ordered {
				style = "ol"
			}
			fmt.Fprintf(&b, `<text:list text:style-name="%s">`, style)
			for _, item := range x.Items {
				fmt.Fprintf(&b, `<text:list-item><text:p text:style-name="Standard">%s</text:p></text:list-item>`, odtRuns(item))
			}
			b.WriteString(`</text:list>`)
		case Table:
			odtTable(&b, x, i)
		}
	}
	b.WriteString(`</office:text></office:body></office:document-content>`)
	return b.String()
}

func odtTable(b *strings.Builder, t Table, place int) {
	if t.Caption != "" {
		fmt.Fprintf(b, `<text:p text:style-name="Caption">%s</text:p>`, escape(t.Caption, false))
	}
	if len(t.Columns) == 0 {
		return
	}
	fmt.Fprintf(b, `<table:table table:name="t%d" table:style-name="tbl"><table:table-column table:number-columns-repeated="%d"/><table:table-header-rows><table:table-row>`, place, len(t.Columns))
	for _, c := range t.Columns {
		fmt.Fprintf(b, `<table:table-cell table:style-name="head" office:value-type="string"><text:p text:style-name="Table_20_Heading">%s</text:p></table:table-cell>`, escape(c, false))
	}
	b.WriteString(`</table:table-row></table:table-header-rows>`)
	for _, r := range t.Rows {
		b.WriteString(`<table:table-row table:style-name="row">`)
		for i := range t.Columns {
			fmt.Fprintf(b, `<table:table-cell table:style-name="cell" office:value-type="string"><text:p text:style-name="Table_20_Contents">%s</text:p></table:table-cell>`, odtRuns(cell(r, i)))
		}
		b.WriteString(`</table:table-row>`)
	}
	b.WriteString(`</table:table>`)
}

func odtRuns(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		text := escape(r.Text, true)
		// One space at an end would be dropped: OpenDocument has an element for it.
		if strings.HasPrefix(text, " ") {
			text = `<text:s/>` + text[1:]
		}
		if strings.HasSuffix(text, " ") {
			text = text[:len(text)-1] + `<text:s/>`
		}
		style := ""
		if r.Bold {
			style = "b"
		}
		if r.Italic {
			style += "i"
		}
		if style != "" {
			text = `<text:span text:style-name="` + style + `">` + text + `</text:span>`
		}
		if u := r.link(); u != "" {
			text = `<text:a xlink:type="simple" xlink:href="` + escape(u, false) + `">` + text + `</text:a>`
		}
		b.WriteString(text)
	}
	return b.String()
}
