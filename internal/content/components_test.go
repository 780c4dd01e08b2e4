package content

import "html"

// PlainComponents is the least that a theme draws.
type PlainComponents struct{}

func titled(tag, title string) string {
	if title == "" {
		return ""
	}
	return "<" + tag + ">" + html.EscapeString(title) + "</" + tag + ">"
}

func (PlainComponents) Callout(title string, body HTML) HTML {
	return HTML(`<div class="callout">`+titled("p", title)) + body + "</div>\n"
}

func (PlainComponents) Alert(kind, title string, body HTML) HTML {
	return HTML(`<div class="alert alert-`+kind+`">`+titled("p", title)) + body + "</div>\n"
}

func (PlainComponents) Quote(author string, body HTML) HTML {
	return "<figure><blockquote>" + body + HTML("</blockquote>"+titled("figcaption", author)) + "</figure>\n"
}

func (PlainComponents) Accordion(id, title string, body HTML) HTML {
	return HTML(`<details id="`+html.EscapeString(id)+`">`+titled("summary", title)) + body + "</details>\n"
}

func (PlainComponents) TableOpen(id string) HTML { return HTML(`<div class="table" id="` + id + `">`) }
func (PlainComponents) TableClose() HTML         { return "</div>" }
