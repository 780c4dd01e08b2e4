package api

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/i18n"
	"guichet/internal/search"
)

// describe registers every operation; the OpenAPI document is made of what is registered.
func (a *API) describe() {
	config := huma.DefaultConfig("Guichet libre", "1")
	config.Info.Description = "Answers and facts of the free-software desk. Each value has its source and the date of the copy that was read. " +
		"Reading needs no account; texts are in French, and in English with lang=en."
	config.Info.License = &huma.License{Name: "Licence Ouverte 2.0", Identifier: "etalab-2.0"}
	config.DocsPath, config.OpenAPIPath, config.SchemasPath, config.CreateHooks = "", "", "", nil
	if a.BaseURL != "" {
		config.Servers = []*huma.Server{{URL: a.BaseURL}}
	}
	inner := http.NewServeMux()
	a.api = humago.New(inner, config)
	a.describeAnswers()
	a.describeCatalog()
	a.describeMarkets()
	a.describeDirectories()
	doc, err := json.MarshalIndent(a.api.OpenAPI(), "", " ")
	if err != nil {
		panic(err) // a defect of the declarations, seen by every test
	}
	doc = append(doc, '\n')
	a.openapi = doc
	for path := range a.api.OpenAPI().Paths {
		if a.written[path] {
			continue
		}
		a.mux.HandleFunc(path, a.keep(inner))
	}
	a.mux.HandleFunc("/api/v1/openapi.json", func(w http.ResponseWriter, r *http.Request) {
		edge.New(http.StatusOK, "application/vnd.oai.openapi+json;version=3.1", "no-cache", a.openapi, true).ServeHTTP(w, r)
	})
}

// Reading is what every operation reads.
type Reading struct {
	Lang   string `query:"lang" doc:"language of texts: fr (default) or en"`
	Accept string `header:"Accept-Language" hidden:"true"`
}

func (in Reading) lang() (i18n.Lang, error) {
	switch {
	case in.Lang == "en" || in.Lang == "" && strings.HasPrefix(in.Accept, "en"):
		return i18n.English, nil
	case in.Lang == "fr" || in.Lang == "":
		return i18n.French, nil
	}
	return i18n.French, errs.New(errs.Invalid, "api.bad-lang").On("lang")
}

// reader is the parameters of an operation.
type reader interface{ lang() (i18n.Lang, error) }

// reply is the response of an operation.
type reply[T any] struct {
	Link            string `header:"Link" doc:"the next page, rel=next"`
	ContentLanguage string `header:"Content-Language"`
	Body            T
}

// read declares an operation that reads: its address, what it is for, and the function that makes its result.
func read[In reader, Out any](a *API, path, name, tag string, find func(ctx context.Context, in In, l i18n.Lang) (*reply[Out], error)) {
	huma.Register(a.api, huma.Operation{
		OperationID: name, Method: http.MethodGet, Path: path, Summary: i18n.T(i18n.English, "api.op-"+name, nil), Tags: []string{tag},
		SkipValidateParams: true, Responses: map[string]*huma.Response{"default": a.problems()},
	}, func(ctx context.Context, p *In) (*reply[Out], error) {
		in := *p
		l, err := in.lang()
		if err != nil {
			return nil, a.problemOf(err, l, path)
		}
		out, err := find(ctx, in, l)
		if err != nil {
			return nil, a.problemOf(err, l, path)
		}
		if out.ContentLanguage == "" {
			out.ContentLanguage = string(l)
		}
		return out, nil
	})
}

// problems describes the response of every error.
func (a *API) problems() *huma.Response {
	schema := a.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
	return &huma.Response{Description: "What is wrong, and what to do", Content: map[string]*huma.MediaType{"application/problem+json": {Schema: schema}}}
}

// raw declares an operation whose handler writes by itself: it reads more parameters than one struct says, or depends on the day.
func (a *API) raw(path, name, tag string, in, out any, h http.HandlerFunc) {
	a.mux.HandleFunc(path, h)
	doc := a.api.OpenAPI()
	op := &huma.Operation{OperationID: name, Method: http.MethodGet, Path: path, Summary: i18n.T(i18n.English, "api.op-"+name, nil), Tags: []string{tag}, Responses: map[string]*huma.Response{
		"200":     {Description: "OK", Content: map[string]*huma.MediaType{"application/json": {Schema: doc.Components.Schemas.Schema(reflect.TypeOf(out), true, name+"Response")}}},
		"default": a.problems(),
	}}
	for _, f := range reflect.VisibleFields(reflect.TypeOf(in)) {
		if name := f.Tag.Get("path"); name != "" {
			op.Parameters = append(op.Parameters, &huma.Param{Name: name, In: "path", Description: f.Tag.Get("doc"), Required: true, Schema: &huma.Schema{Type: huma.TypeString}})
		}
		if q := f.Tag.Get("query"); q != "" {
			op.Parameters = append(op.Parameters, &huma.Param{Name: q, In: "query", Description: f.Tag.Get("doc"), Required: f.Tag.Get("required") == "true", Schema: &huma.Schema{Type: huma.TypeString}})
		}
	}
	doc.AddOperation(op)
	a.written[path] = true
}

// take declares an operation that reads a body of at most most bytes and gives its verdict on it; nothing is kept. The body is the file itself.
func (a *API) take(path, name, tag string, in, out any, most int64, h func(w http.ResponseWriter, r *http.Request, body []byte)) {
	a.raw(path, name, tag, in, out, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
		if err != nil {
			a.fail(w, r, errs.New(errs.Invalid, "api.body").On("body").With("most", most>>20))
			return
		}
		h(w, r, body)
	})
	item := a.api.OpenAPI().Paths[path]
	item.Post, item.Get = item.Get, nil
	item.Post.Method = http.MethodPost
	item.Post.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}
	a.takes[path] = true
}

// Paging is a part of a list. The order of a list is stable, and a cursor stays good as long as the entry it names exists.
type Paging struct {
	Limit  string `query:"limit" doc:"how many entries, 1 to 100; 20 when it is not said"`
	Cursor string `query:"cursor" doc:"the next of the page before"`
}

// List is one part of a list.
type List[T any] struct {
	Total int    `json:"total" doc:"entries of the whole list"`
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"cursor of the next part; absent on the last one"`
}

const (
	defaultLimit = 20
	maxLimit     = 100
)

// part returns the limit and the offset that a numeric cursor says.
func (p Paging) part() (limit, from int, err error) {
	limit = defaultLimit
	if p.Limit != "" {
		if limit, err = strconv.Atoi(p.Limit); err != nil || limit < 1 || limit > maxLimit {
			return 0, 0, errs.New(errs.Invalid, "api.bad-limit").On("limit").With("max", maxLimit)
		}
	}
	if p.Cursor != "" {
		if from, err = strconv.Atoi(p.Cursor); err != nil || from < 0 || from > search.MaxWindow {
			return 0, 0, errs.New(errs.Invalid, "api.bad-cursor").On("cursor")
		}
	}
	return limit, from, nil
}

// page cuts a list: key names an entry, and a cursor is the key of the last entry that was sent.
func page[E, T any](p Paging, all []E, key func(E) string, show func(E) T) (*reply[List[T]], error) {
	limit, _, err := Paging{Limit: p.Limit}.part()
	if err != nil {
		return nil, err
	}
	from := 0
	if p.Cursor != "" {
		from = -1
		for i, e := range all {
			if key(e) == p.Cursor {
				from = i + 1
				break
			}
		}
		if from < 0 {
			return nil, errs.New(errs.Invalid, "api.bad-cursor").On("cursor")
		}
	}
	part := all[from:min(from+limit, len(all))]
	out := List[T]{Total: len(all), Items: []T{}}
	for _, e := range part {
		out.Items = append(out.Items, show(e))
	}
	if from+limit < len(all) {
		out.Next = key(part[len(part)-1])
	}
	return &reply[List[T]]{Body: out}, nil
}

type noteKey struct{}

func withNote(ctx context.Context, note *func()) context.Context {
	return context.WithValue(ctx, noteKey{}, note)
}

// onServed sets what happens each time the response is served, from the kept ones too.
func onServed(ctx context.Context, f func()) {
	if note, ok := ctx.Value(noteKey{}).(*func()); ok {
		*note = f
	}
}

// Operation is one operation of the API, for the page that documents it.
type Operation struct {
	Name, Tag, Method, Path string
	Params                  []Param
}

// Param is one parameter of an Operation.
type Param struct {
	Name     string
	Required bool
}

// Operations returns the operations of the API by tag, in the order in which they are declared, and by address.
func (a *API) Operations() []Operation {
	var out []Operation
	tags := []string{"answers", "search", "catalogue", "markets", "buying", "directories"}
	for path, item := range a.api.OpenAPI().Paths {
		described := cmp.Or(item.Get, item.Post)
		op := Operation{Name: described.OperationID, Tag: described.Tags[0], Method: described.Method, Path: path}
		for _, p := range described.Parameters {
			if p.In != "header" {
				op.Params = append(op.Params, Param{p.Name, p.Required})
			}
		}
		out = append(out, op)
	}
	slices.SortFunc(out, func(x, y Operation) int {
		return cmp.Or(cmp.Compare(slices.Index(tags, x.Tag), slices.Index(tags, y.Tag)), strings.Compare(x.Path, y.Path))
	})
	return out
}
