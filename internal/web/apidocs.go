package web

import (
	"maps"
	"slices"
	"strings"

	"guichet/internal/edge"
	"guichet/internal/i18n"
	"guichet/internal/web/theme"
)

// Operation is one operation of the API, as its page shows it.
type Operation struct {
	Name, Tag, Method, Path string
	Params                  []Param
}

// Param is one parameter of an Operation.
type Param struct {
	Name     string
	Required bool
}

// DocumentAPI tells the portal what the API serves. It is called once, before the first request.
func (p *Portal) DocumentAPI(ops []Operation) { p.operations = ops }

type apiPage struct {
	theme.Shell
	Heading, Lead string
	Rules         []string
	OpenAPI       theme.Link
	Files         theme.Table // read whole, with their schemas
	Groups        []apiGroup
}

type apiGroup struct {
	ID, Title  string
	Operations []apiOperation
}

type apiOperation struct {
	ID, Method, Path, Summary string
	Params                    *theme.Table
	Try                       theme.Link
}

// tries are addresses that show what an operation gives; they are real requests.
var tries = map[string]string{
	"answer": "?q=photoshop", "search": "?q=cartographie", "list-software": "?limit=3", "software": "gimp", "list-products": "?q=office&limit=3", "product": "photoshop",
	"list-providers": "?limit=3", "provider": "dalibo", "list-ospos": "?limit=3", "ospo": "", "list-licences": "?limit=3", "list-sources": "?limit=3", "changes": "?since=2026-01-01&limit=3",
	"list-markets": "", "list-beneficiaries": "?limit=3", "list-covered": "?limit=3", "check-entitlement": "?organisation=CNRS&software=GLPI", "count-delays": "?date=2026-04-30&time=17:59&critical=1&blocking=1",
	"debian": "?version=12", "list-laws": "", "compose-clauses": "", "test-naming": "?logiciel=PostgreSQL&achat=services&libre=oui&marque=non&firmes=oui&objet=non",
}

// knownParams are the parameters that have a text of their own; others are those of a page's form.
var knownParams = []string{"lang", "q", "limit", "cursor", "kind", "category", "licence", "slug", "since", "organisation", "software", "version", "need", "date", "time"}

// apiDocs documents the API, from what the API says of itself.
func (p *Portal) apiDocs(rq request) (*edge.Response, error) {
	page := apiPage{Shell: p.shell(rq, rq.t("api.docs-title"), rq.t("api.docs-lead")), Heading: rq.t("api.docs-title"), Lead: rq.t("api.docs-lead")}
	rq.trail(&page.Shell, page.Heading)
	page.Alternate.URL = "/api/docs"
	if rq.lang == i18n.French {
		page.Alternate.URL += "?lang=en"
	}
	for _, rule := range []string{"lists", "cache", "errors", "limit"} {
		page.Rules = append(page.Rules, rq.t("api.docs-rule-"+rule))
	}
	page.OpenAPI = theme.Link{Text: rq.t("api.docs-openapi"), URL: "/api/v1/openapi.json"}
	page.Files = theme.Table{ID: "fichiers-tableau", Caption: rq.t("api.docs-files"), Columns: []theme.Column{{Title: rq.t("api.docs-file")}, {Title: rq.t("api.docs-schema")}}}
	for _, path := range slices.Sorted(maps.Keys(bulkSchemas)) {
		page.Files.Rows = append(page.Files.Rows, []theme.Cell{{Text: path, URL: path}, {Text: bulkSchemas[path], URL: "/schemas/" + bulkSchemas[path]}})
	}
	for _, op := range p.operations {
		if n := len(page.Groups); n == 0 || page.Groups[n-1].ID != "tag-"+op.Tag {
			page.Groups = append(page.Groups, apiGroup{ID: "tag-" + op.Tag, Title: rq.t("api.tag-" + op.Tag)})
		}
		o := apiOperation{ID: "op-" + op.Name, Method: op.Method, Path: op.Path, Summary: rq.t("api.op-" + op.Name)}
		if len(op.Params) > 0 {
			o.Params = &theme.Table{ID: op.Name + "-params", Caption: rq.t("api.docs-params") + " — " + op.Path, Columns: []theme.Column{{Title: rq.t("api.docs-param")}, {Title: rq.t("api.docs-meaning")}}}
			for _, param := range op.Params {
				o.Params.Rows = append(o.Params.Rows, []theme.Cell{{Text: param.Name}, {Text: rq.meaning(param)}})
			}
		}
		if try, ok := tries[op.Name]; ok && (try != "" || !strings.Contains(op.Path, "{")) {
			if bare, ok := strings.CutSuffix(op.Path, "{slug}"); ok {
				try = bare + try
			} else {
				try = op.Path + try
			}
			o.Try = theme.Link{Text: rq.t("api.docs-try") + i18n.T(rq.lang, "answer.colon", nil) + try, URL: try}
		}
		g := &page.Groups[len(page.Groups)-1]
		g.Operations = append(g.Operations, o)
	}
	return p.render(rq, "page-api", page)
}

func (rq request) meaning(param Param) string {
	key := "api.param-other"
	if slices.Contains(knownParams, param.Name) {
		key = "api.param-" + param.Name
	}
	text := rq.t(key)
	if param.Required {
		text += " (" + rq.t("api.docs-required") + ")"
	}
	return text
}
