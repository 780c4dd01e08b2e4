package document

import (
	"fmt"
	"strings"
)

const (
	wordNames     = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	relationNames = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	relationType  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	wordMedia     = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	docxTypes     = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="` + wordMedia + `document.main+xml"/><Override PartName="/word/styles.xml" ContentType="` + wordMedia + `styles+xml"/>` +
		`<Override PartName="/word/numbering.xml" ContentType="` + wordMedia + `numbering+xml"/><Override PartName="/word/footer1.xml" ContentType="` + wordMedia + `footer+xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`
	docxRelations = xmlHead + `<Relationships ` + relationNames + `><Relationship Id="rId1" Type="` + relationType + `officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`
	docxFooter = xmlHead + `<w:ftr ` + wordNames + `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>`
)

// docx gathers what the text needs beside it: the addresses of its links, and one numbering for each ordered list.
type docx struct {
	strings.Builder
	links []string
	lists int
}

// DOCX writes the document as Office Open XML (ECMA-376, transitional).
func (d Document) DOCX() ([]byte, error) {
	var x docx
	x.text(d)
	return pack([]part{
		{"[Content_Types].xml", docxTypes}, {"_rels/.rels", docxRelations}, {"word/document.xml", x.String()}, {"word/_rels/document.xml.rels", x.relations()},
		{"word/styles.xml", d.docxStyles()}, {"word/numbering.xml", x.numbering()}, {"word/footer1.xml", docxFooter}, {"docProps/core.xml", d.docxCore()},
	}, false)
}

func (d Document) docxCore() string {
	return xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escape(d.Title, false) + `</dc:title><dc:subject>` + escape(d.Subject, false) + `</dc:subject><dc:creator>` + escape(d.Author, false) + `</dc:creator><dc:language>` + escape(d.Lang, false) + `</dc:language>` +
		`<dcterms:created xsi:type="dcterms:W3CDTF">` + stamp(d.Date) + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + stamp(d.Date) + `</dcterms:modified></cp:coreProperties>`
}

func (d Document) docxStyles() string {
	lang := map[string]string{"fr": "fr-FR", "en": "en-GB"}[d.Lang]
	if lang == "" {
		lang = d.Lang
	}
	var b strings.Builder
	fmt.Fprintf(&b, xmlHead+`<w:styles %s><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Liberation Sans" w:hAnsi="Liberation Sans" w:cs="Liberation Sans"/><w:sz w:val="21"/><w:lang w:val="%s"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="110" w:line="300" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`, wordNames, escape(lang, false))
	style := func(id, name, next, paragraph, text string) {
		based := `<w:basedOn w:val="Normal"/>`
		if id == "Normal" {
			based = ""
		}
		fmt.Fprintf(&b, `<w:style w:type="paragraph" w:styleId="%s"%s><w:name w:val="%s"/>%s%s<w:qFormat/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>`,
			id, map[bool]string{true: ` w:default="1"`}[id == "Normal"], name, based, next, paragraph, text)
	}
	style("Normal", "Normal", "", "", "")
	then := `<w:next w:val="Normal"/>`
	style("Title", "Title", then, `<w:keepNext/><w:spacing w:after="220"/>`, `<w:b/><w:color w:val="0B4F4A"/><w:sz w:val="38"/>`)
	for i, size := range []int{30, 25, 22} {
		style(fmt.Sprintf("Heading%d", i+1), fmt.Sprintf("heading %d", i+1), then, fmt.Sprintf(`<w:keepNext/><w:spacing w:before="280" w:after="110"/><w:outlineLvl w:val="%d"/>`, i), fmt.Sprintf(`<w:b/><w:color w:val="07332F"/><w:sz w:val="%d"/>`, size))
	}
	side := func(name string) string {
		return `<w:` + name + ` w:val="single" w:sz="8" w:space="4" w:color="794700"/>`
	}
	style("Note", "Note", then, `<w:pBdr>`+side("top")+side("left")+side("bottom")+side("right")+`</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="FCF0D6"/><w:spacing w:after="220"/>`, "")
	style("Caption", "caption", then, `<w:keepNext/>`, `<w:b/>`)
	style("TableHeading", "Table Heading", "", `<w:spacing w:after="0"/>`, `<w:b/><w:sz w:val="18"/>`)
	style("TableContents", "Table Contents", "", `<w:spacing w:after="0"/>`, `<w:sz w:val="18"/>`)
	style("ListParagraph", "List Paragraph", "", `<w:contextualSpacing/>`, "")
	style("Footer", "footer", "", `<w:jc w:val="right"/>`, `<w:sz w:val="18"/>`)
	b.WriteString(`<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="0B4F4A"/><w:u w:val="single"/></w:rPr></w:style></w:styles>`)
	return b.String()
}

// relations ties the text to its styles, its lists, its footer and the targets of its links.
func (x *docx) relations() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships ` + relationNames + `>`)
	for i, name := range []string{"styles", "numbering", "footer"} {
		target := name
		if name == "footer" {
			target = "footer1"
		}
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s%s" Target="%s.xml"/>`, i+1, relationType, name, target)
	}
	for i, u := range x.links {
		fmt.Fprintf(&b, `<Relationship Id="link%d" Type="%shyperlink" Target="%s" TargetMode="External"/>`, i+1, relationType, escape(u, false))
	}
	return b.String() + `</Relationships>`
}

// numbering defines the bullets (1) and one count for each ordered list (2 and on), so that each starts at 1.
func (x *docx) numbering() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:numbering ` + wordNames + `>`)
	for i, kind := range [][2]string{{"bullet", "•"}, {"decimal", "%1."}} {
		fmt.Fprintf(&b, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="567" w:hanging="283"/></w:pPr></w:lvl></w:abstractNum>`, i, kind[0], kind[1])
	}
	b.WriteString(`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`)
	for i := range x.lists {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`, i+2)
	}
	return b.String() + `</w:numbering>`
}

func (x *docx) text(d Document) {
	x.WriteString(xmlHead + `<w:document ` + wordNames + `><w:body>`)
	x.paragraph(`<w:pStyle w:val="Title"/>`, Text(d.Title))
	for _, block := range d.Blocks {
		switch v := block.(type) {
		case Heading:
			x.paragraph(fmt.Sprintf(`<w:pStyle w:val="Heading%d"/>`, v.depth()), Text(v.Text))
		case Paragraph:
			style := ""
			if v.Note {
				style = `<w:pStyle w:val="Note"/>`
			}
			x.paragraph(style, v.Runs)
		case List:
			number := 1
			if v.Ordered {
				x.lists++
				number = x.lists + 1
			}
			for _, item := range v.Items {
				x.paragraph(fmt.Sprintf(`<w:pStyle w:val="ListParagraph"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="%d"/></w:numPr>`, number), item)
			}
		case Table:
			x.table(v)
		}
	}
	x.WriteString(`<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`)
}

func (x *docx) paragraph(style string, runs []Run) {
	x.WriteString(`<w:p>`)
	if style != "" {
		x.WriteString(`<w:pPr>` + style + `</w:pPr>`)
	}
	for _, r := range runs {
		x.run(r)
	}
	x.WriteString(`</w:p>`)
}

func (x *docx) run(r Run) {
	var look string
	u := r.link()
	if u != "" {
		x.links = append(x.links, u)
		fmt.Fprintf(x, `<w:hyperlink r:id="link%d" w:history="1">`, len(x.links))
		look = `<w:rStyle w:val="Hyperlink"/>`
	}
	if r.Bold {
		look += `<w:b/>`
	}
	if r.Italic {
		look += `<w:i/>`
	}
	if look != "" {
		look = `<w:rPr>` + look + `</w:rPr>`
	}
	fmt.Fprintf(x, `<w:r>%s<w:t xml:space="preserve">%s</w:t></w:r>`, look, escape(r.Text, true))
	if u != "" {
		x.WriteString(`</w:hyperlink>`)
	}
}

// tableWidth is the width of the text on the page, in twentieths of a point.
const tableWidth = 9638

func (x *docx) table(t Table) {
	if t.Caption != "" {
		x.paragraph(`<w:pStyle w:val="Caption"/>`, Text(t.Caption))
	}
	if len(t.Columns) == 0 {
		return
	}
	width := tableWidth / len(t.Columns)
	x.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="` + fmt.Sprint(tableWidth) + `" w:type="dxa"/><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		x.WriteString(`<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="6F7D78"/>`)
	}
	x.WriteString(`</w:tblBorders><w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="100" w:type="dxa"/><w:bottom w:w="60" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar><w:tblLook w:firstRow="1" w:val="0020"/></w:tblPr><w:tblGrid>`)
	for range t.Columns {
		fmt.Fprintf(x, `<w:gridCol w:w="%d"/>`, width)
	}
	x.WriteString(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for _, c := range t.Columns {
		fmt.Fprintf(x, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:shd w:val="clear" w:color="auto" w:fill="EEF3EF"/></w:tcPr>`, width)
		x.paragraph(`<w:pStyle w:val="TableHeading"/>`, Text(c))
		x.WriteString(`</w:tc>`)
	}
	x.WriteString(`</w:tr>`)
	for _, r := range t.Rows {
		x.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i := range t.Columns {
			fmt.Fprintf(x, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, width)
			x.paragraph(`<w:pStyle w:val="TableContents"/>`, cell(r, i))
			x.WriteString(`</w:tc>`)
		}
		x.WriteString(`</w:tr>`)
	}
	x.WriteString(`</w:tbl>`)
	x.paragraph("", nil) // Word joins two tables that nothing parts
}
