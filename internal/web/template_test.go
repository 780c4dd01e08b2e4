package web

import (
	"html/template"
	"testing"

	"github.com/jba/templatecheck"

	"guichet/internal/i18n"
	"guichet/internal/web/theme"
)

// Every page's template is checked against the struct that it draws: a field that does not exist is found here and not by a reader.
func TestTemplatesFitTheirPages(t *testing.T) {
	t.Parallel()
	look, err := theme.Plain(theme.Brand{})
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Langs {
		pages, err := look.Templates(lang).ParseFS(pageFiles, "pages/*.tmpl")
		if err != nil {
			t.Fatal(err)
		}
		for name, page := range map[string]any{
			"page-home": homePage{}, "page-search": searchPage{}, "page-list": listPage{}, "page-categories": categoriesPage{}, "page-category": categoryPage{}, "page-software": softwarePage{}, "page-history": historyPage{}, "page-compare": comparePage{},
			"page-product": productPage{}, "page-provider": providerPage{}, "page-ospo": ospoPage{}, "page-ospos": osposPage{}, "page-register": registerPage{}, "page-figures": figuresPage{}, "page-content": markdownPage{},
			"page-questions": questionsPage{}, "page-sitemap": siteMapPage{}, "page-error": errorPage{}, "page-api": apiPage{}, "page-contact": contactPage{},
			"page-case": casePage{}, "page-follow": followPage{}, "page-checker": checkerPage{}, "page-delays": delaysPage{}, "page-debian": debianPage{}, "page-gap": gapPage{}, "page-market-changes": marketChangesPage{}, "market-filter": filterForm{},
			"page-clauses": clausesPage{}, "page-licences": licencePage{}, "page-naming": namingPage{}, "page-entry": entryPage{}, "page-buy-note": buyNotePage{}, "page-display": displayPage{}, "page-bluehats": bluehatsPage{}, "page-spaces": spacesPage{},
			"page-events": eventsPage{}, "page-event": eventPage{}, "page-trainer": trainerPage{}, "page-studies": studyPage{},
		} {
			checkTemplate(t, pages, name, page)
		}
	}
}

func checkTemplate(t *testing.T, pages *template.Template, name string, page any) {
	t.Helper()
	one := pages.Lookup(name)
	if one == nil {
		t.Errorf("no template %s", name)
		return
	}
	if err := templatecheck.CheckHTML(one, page); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}
