package api

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"guichet/internal/address"
	"guichet/internal/archive"
	"guichet/internal/components"
	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/i18n"
	"guichet/internal/procurement"
	"guichet/internal/provenance"
	"guichet/internal/readiness"
	"guichet/internal/worktime"
)

// lawJSON is a legal reference with the date on which its version was checked.
type lawJSON struct {
	*procurement.Law
	Checked provenance.Date `json:"checked"`
}

func lawsJSON(laws []*procurement.Law) []lawJSON {
	out := make([]lawJSON, len(laws))
	for i, l := range laws {
		out[i] = lawJSON{l, l.Mark.Checked}
	}
	return out
}

// warningJSON is a warning of the composer in words.
type warningJSON struct {
	procurement.Warning
	Message i18n.Text `json:"message"`
}

// buyingRoutes are the resources of buyers.
func (a *API) buyingRoutes() {
	a.raw("/api/v1/laws", "list-laws", "buying", Reading{}, lawsDocument{}, a.laws)
	a.raw("/api/v1/clauses", "compose-clauses", "buying", Reading{}, clausesDocument{}, a.clauses)
	a.raw("/api/v1/naming", "test-naming", "buying", NamingQuery{}, namingDocument{}, a.naming)
	a.take("/api/v1/components", "check-components", "buying", ComponentsQuery{}, componentsDocument{}, components.MaxFile, a.components)
	a.take("/api/v1/repository-check", "check-repository", "buying", Reading{}, readiness.Document{}, archive.MaxBytes, a.repository)
	a.take("/api/v1/publiccode", "check-publiccode", "buying", Reading{}, publiccodeDocument{}, archive.MaxBytes, a.publiccode)
	for _, name := range procurement.GuideNames {
		a.raw("/api/v1/"+name, "decide-"+name, "buying", guideQuery(name), guideDocument{}, a.guide(procurement.Guides[name]))
	}
	a.raw("/api/v1/compatibility-matrix", "licence-matrix", "buying", MatrixQuery{}, matrixDocument{}, a.matrix)
	a.raw("/api/v1/compatibility", "test-compatibility", "buying", CompatibilityQuery{}, compatibilityDocument{}, a.compatibility)
}

type (
	lawsDocument struct {
		Laws []lawJSON `json:"laws"`
	}
	clausesDocument struct {
		*procurement.Composition
		Warnings []warningJSON `json:"warnings"`
		Laws     []lawJSON     `json:"laws"`
		Link     i18n.Text     `json:"link"`
	}
	namingDocument struct {
		Asked   procurement.Naming `json:"asked"`
		Verdict string             `json:"verdict"`
		Favours string             `json:"favours,omitempty"`
		Summary i18n.Text          `json:"summary"`
		Reasons []i18n.Text        `json:"reasons"`
		Laws    []lawJSON          `json:"laws"`
	}
)

// laws is GET /api/v1/laws: every legal reference that the desk cites.
func (a *API) laws(w http.ResponseWriter, r *http.Request) {
	a.write(w, r, true, lawsDocument{lawsJSON(a.current().snap.Procurement.Laws)})
}

// clauses is GET /api/v1/clauses: the clauses of a contract. Its parameters are those of the page, whose address is link; what is not said takes the
// advised value.
func (a *API) clauses(w http.ResponseWriter, r *http.Request) {
	made, err := a.current().snap.Clauses(procurement.ReadChoices(r.URL.Query()), provenance.Day(time.Now().In(worktime.Paris())))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	warnings := make([]warningJSON, len(made.Warnings))
	for i, x := range made.Warnings {
		warnings[i] = warningJSON{x, both(x.Label())}
	}
	a.write(w, r, false, clausesDocument{made, warnings, lawsJSON(made.Laws), i18n.Text{Fr: address.Of(i18n.French, "clauses", "") + "?" + made.Choices.Query(), En: address.Of(i18n.English, "clauses", "") + "?" + made.Choices.Query()}})
}

// naming is GET /api/v1/naming: the two-step test of a contract that names software.
func (a *API) naming(w http.ResponseWriter, r *http.Request) {
	n := procurement.ReadNaming(r.URL.Query())
	known := a.current().snap.Named(n.Software)
	n.NotFree = known.Known && !known.Free
	got, err := n.Test()
	if err != nil {
		a.fail(w, r, err)
		return
	}
	reasons := make([]i18n.Text, len(got.Reasons))
	var laws []*procurement.Law
	for i, reason := range got.Reasons {
		reasons[i] = both("procurement.naming-reason-" + reason)
	}
	for _, slug := range got.Laws {
		if l := a.current().snap.Procurement.Law(slug); l != nil {
			laws = append(laws, l)
		}
	}
	a.write(w, r, true, namingDocument{n, got.Verdict, got.Favours, both("procurement.naming-text-" + got.Verdict), reasons, lawsJSON(laws)})
}

// ruleJSON is a rule of compatibility in words.
type ruleJSON struct {
	procurement.Finding
	Message i18n.Text `json:"message"`
}

// compatibilityDocument is an assessment, each finding with its rule in words.
type compatibilityDocument struct {
	procurement.Assessment
	Findings []ruleJSON `json:"findings"`
	Unused   []ruleJSON `json:"unused,omitempty"`
}

// matrixDocument is a table of compatibility: a row a component, a column a licence of the whole, with the words of each rule and each reason that it names.
type matrixDocument struct {
	Use        procurement.Use              `json:"use"`
	Components []string                     `json:"components"`
	Outbounds  []string                     `json:"outbounds"`
	Rows       [][]matrixCellJSON           `json:"rows"`
	Rules      map[string]i18n.Text         `json:"rules"`
	Reasons    map[string]i18n.Text         `json:"reasons"` // why the desk says something else than a published list
	Lists      []*procurement.PublishedList `json:"lists"`
}

// matrixCellJSON is a cell; a published verdict names its list by id.
type matrixCellJSON struct {
	Component string              `json:"component"`
	Outbound  string              `json:"outbound"`
	Verdict   procurement.Verdict `json:"verdict"`
	Rule      string              `json:"rule"`
	Published []publishedJSON     `json:"published,omitempty"`
}

type publishedJSON struct {
	List    string          `json:"list"`
	Verdict string          `json:"verdict"`
	Use     procurement.Use `json:"use"`
	Differs string          `json:"reason,omitempty"`
}

// MatrixQuery is the parameters of the table of compatibility.
type MatrixQuery struct {
	Use        string `query:"use" doc:"linked (default), modified, service or aggregate"`
	Components string `query:"components" doc:"decree (default), a family of licences, or all"`
	Outbound   string `query:"outbound" doc:"SPDX id of the licence of the whole; without one, those of the decree's list"`
}

// matrix is GET /api/v1/compatibility-matrix: the table of the page of that name.
func (a *API) matrix(w http.ResponseWriter, r *http.Request) {
	q, set := r.URL.Query(), a.current().snap.Procurement
	use, group, outbounds := procurement.Use(cmp.Or(q.Get("use"), string(procurement.Linked))), cmp.Or(q.Get("components"), procurement.GroupDecree), set.Group(procurement.GroupDecree)
	var bad []error
	if !slices.Contains(procurement.Uses, use) {
		bad = append(bad, errs.New(errs.Invalid, "procurement.use-bad").On("use"))
	}
	if !slices.Contains(procurement.Groups(), group) {
		bad = append(bad, errs.New(errs.Invalid, "procurement.group-bad").On("components"))
	}
	if o := q.Get("outbound"); o != "" {
		if outbounds = []string{o}; !slices.Contains(procurement.Outbounds(), o) {
			bad = append(bad, errs.New(errs.Invalid, "web.licence-none").On("outbound").With("licence", o))
		}
	}
	if err := errors.Join(bad...); err != nil {
		a.fail(w, r, err)
		return
	}
	doc := matrixDocument{Use: use, Components: set.Group(group), Outbounds: outbounds, Rules: map[string]i18n.Text{}, Reasons: map[string]i18n.Text{}, Lists: procurement.PublishedLists()}
	for _, row := range procurement.Matrix(doc.Components, outbounds, use) {
		line := make([]matrixCellJSON, len(row))
		for i, c := range row {
			line[i] = matrixCellJSON{Component: c.Component, Outbound: c.Outbound, Verdict: c.Verdict, Rule: c.Rule}
			doc.Rules[c.Rule] = both(c.Label())
			for _, p := range c.Published {
				line[i].Published = append(line[i].Published, publishedJSON{p.ID, p.Verdict, p.Use, p.Differs})
				if p.Differs != "" {
					doc.Reasons[p.Differs] = both(p.ReasonLabel())
				}
			}
		}
		doc.Rows = append(doc.Rows, line)
	}
	a.write(w, r, true, doc)
}

// CompatibilityQuery is the parameters of the test of a component.
type CompatibilityQuery struct {
	Component string `query:"component" required:"true" doc:"SPDX expression of the component's licence"`
	Outbound  string `query:"outbound" required:"true" doc:"SPDX id of the licence of the whole"`
	Use       string `query:"use" doc:"linked (default), modified, service or aggregate"`
}

// compatibility is GET /api/v1/compatibility: whether a component fits a program that is published under a licence.
func (a *API) compatibility(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	got, err := procurement.Compatible(q.Get("component"), q.Get("outbound"), procurement.Use(cmp.Or(q.Get("use"), string(procurement.Linked))))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	words := func(list []procurement.Finding) []ruleJSON {
		var out []ruleJSON
		for _, f := range list {
			out = append(out, ruleJSON{f, both(f.Label())})
		}
		return out
	}
	a.write(w, r, true, compatibilityDocument{got, words(got.Kept), words(got.Left)})
}

// both returns a message in both languages.
func both(key string) i18n.Text {
	return i18n.Text{Fr: i18n.T(i18n.French, key, nil), En: i18n.T(i18n.English, key, nil)}
}

// write answers with a document; keep says that it depends on the address and the facts alone, and not on the day.
func (a *API) write(w http.ResponseWriter, r *http.Request, keep bool, document any) {
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(document); err != nil {
		a.fail(w, r, err)
		return
	}
	resp := edge.New(http.StatusOK, "application/json", "no-cache", b.Bytes(), true)
	if keep && len(r.URL.RawQuery) < 512 {
		a.current().cache.Put(key(r), resp)
	}
	resp.ServeHTTP(w, r)
}

// NamingQuery is the parameters of the test of a name, in the words of the page's form.
type NamingQuery struct {
	Software string `query:"logiciel"`
	Purchase string `query:"achat" required:"true" doc:"services, gratuit or licences"`
	Free     string `query:"libre" required:"true" doc:"oui, non or inconnu"`
	Mark     string `query:"marque" required:"true" doc:"non or oui"`
	Firms    string `query:"firmes" required:"true" doc:"oui, non or inconnu"`
	Object   string `query:"objet" required:"true" doc:"non, oui or indescriptible"`
}
