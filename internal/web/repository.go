package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"guichet/internal/archive"
	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/readiness"
	"guichet/internal/web/theme"
)

type repositoryPage struct {
	theme.Shell
	Action string
	Errors *theme.ErrorSummary
	Fields []theme.Field
	Result *repositoryResult
	Bounds string
	Checks theme.Table
	Next   []theme.Link
}

type repositoryResult struct {
	Alert theme.Alert
	Notes []string
	Table theme.Table
	Todo  []repositoryTodo
}

// repositoryTodo is a check that found something.
type repositoryTodo struct {
	ID, Title, Why, Mend, More string
	Findings                   []repositoryFinding
}

type repositoryFinding struct{ At, Text string }

// repositoryTime bounds an examination, and repositoryAtOnce those that run at the same time: each holds its archive in memory.
const (
	repositoryTime   = 10 * time.Second
	repositoryAtOnce = 2
)

// repositoryTurn is held during an examination.
var repositoryTurn = make(chan struct{}, repositoryAtOnce)

// repository shows the form that takes an archive.
func (p *Portal) repository(rq request) (*edge.Response, error) {
	return p.repositoryPage(rq, http.StatusOK, nil, nil)
}

// repositoryExamine examines the archive of a repository. Nothing of it is kept, on disk or in memory.
func (p *Portal) repositoryExamine(rq request) (*edge.Response, error) {
	rq.Body = http.MaxBytesReader(rq.w, rq.Body, archive.MaxBytes+maxForm)
	select {
	case repositoryTurn <- struct{}{}:
		defer func() { <-repositoryTurn }()
	default:
		return nil, errs.New(errs.Unavailable, "web.repository-busy")
	}
	if err := rq.ParseMultipartForm(archive.MaxBytes + maxForm); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return p.repositoryPage(rq, http.StatusBadRequest, nil, errs.New(errs.Invalid, "archive.large").With("most", archive.MaxBytes>>20).On("file"))
		}
		return nil, errs.Wrap(err, errs.Invalid, "web.bad-form")
	}
	if rq.MultipartForm != nil {
		defer rq.MultipartForm.RemoveAll() //nolint:errcheck // temporary files of a request
	}
	var body []byte
	if file, _, err := rq.FormFile("archive"); err == nil {
		defer file.Close()
		if body, err = io.ReadAll(io.LimitReader(file, archive.MaxBytes+1)); err != nil {
			return nil, errs.Wrap(err, errs.Invalid, "web.bad-form")
		}
	}
	tree, err := archive.Read(body)
	if errs.Is(err, errs.Invalid) {
		return p.repositoryPage(rq, http.StatusBadRequest, nil, err)
	}
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeout(rq.Context(), repositoryTime)
	defer stop()
	r := readiness.Examine(ctx, tree, rq.snap().Procurement)
	var b bytes.Buffer
	file := func(name, kind string, err error) (*edge.Response, error) {
		if err != nil {
			return nil, err
		}
		return edge.New(http.StatusOK, kind, "no-store", b.Bytes(), true).Set("Content-Disposition", `attachment; filename="`+name+`"`), nil
	}
	switch rq.PostForm.Get("format") {
	case "json":
		return file("depot.json", "application/json", r.JSON(&b, rq.lang))
	case "sarif":
		return file("depot.sarif", "application/sarif+json", r.SARIF(&b, rq.lang, ""))
	case "md":
		return file("depot.md", "text/markdown; charset=utf-8", r.Markdown(&b, rq.lang))
	case "svg":
		return file("depot.svg", "image/svg+xml", r.Badge(&b, rq.lang))
	}
	return p.repositoryPage(rq, http.StatusOK, r, nil)
}

func (p *Portal) repositoryPage(rq request, status int, r *readiness.Report, fault error) (*edge.Response, error) {
	page := repositoryPage{Shell: p.shell(rq, rq.t("web.repository-title"), rq.t("web.repository-description")), Action: rq.to("repository", "")}
	rq.trail(&page.Shell, page.Title, "publish")
	rq.also(&page.Shell, "repository", "")
	wrong := rq.faults(fault, map[string]string{"file": "archive"})
	formats := theme.Field{ID: "f-format", Name: "format", Type: "select", Label: rq.t("web.repository-format")}
	for _, f := range []string{"", "md", "json", "sarif", "svg"} {
		key := "web.repository-format-" + f
		if f == "" {
			key = "web.repository-format-page"
		}
		formats.Options = append(formats.Options, theme.Option{Value: f, Text: rq.t(key)})
	}
	page.Fields = []theme.Field{{ID: "f-archive", Name: "archive", Type: "file", Label: rq.t("web.repository-archive"), Hint: rq.t("web.repository-archive-hint", "most", archive.MaxBytes>>20), Error: wrong["archive"], Required: true}, formats}
	page.Bounds = rq.t("web.repository-bounds", "files", archive.MaxFiles, "content", archive.MaxContent>>20, "seconds", int(repositoryTime/time.Second))
	page.Next = []theme.Link{{Text: rq.t("web.nav-publiccode"), URL: rq.to("publiccode", "")}, {Text: rq.t("web.nav-publish"), URL: rq.to("publish", "")}, {Text: rq.t("web.nav-components"), URL: rq.to("components", "")}, {Text: rq.t("web.nav-licence-adviser"), URL: rq.to("licence-adviser", "")}}
	if page.Errors = rq.summary(page.Fields); page.Errors != nil {
		page.Title = rq.t("web.error-prefix", "title", page.Title)
	}
	if r != nil {
		page.NoIndex = true
		page.Result = rq.repositoryResult(r)
	} else {
		page.Checks = theme.Table{ID: "controles-tableau", Caption: rq.t("web.repository-checks"), Columns: []theme.Column{{Title: rq.t("readiness.check")}, {Title: rq.t("web.repository-why")}, {Title: rq.t("readiness.points"), Numeric: true}}}
		for _, c := range readiness.Checks() {
			page.Checks.Rows = append(page.Checks.Rows, []theme.Cell{{Text: rq.t(c.Title())}, {Text: rq.t(c.Why())}, {Text: strconv.Itoa(c.Weight)}})
		}
	}
	return p.renderStatus(rq, status, "page-repository", page)
}

func (rq request) repositoryResult(r *readiness.Report) *repositoryResult {
	kind := "error"
	switch {
	case r.Vetoed():
	case r.Unsure():
		kind = "warning"
	case r.Score >= 90:
		kind = "success"
	case r.Score >= 60:
		kind = "warning"
	}
	out := &repositoryResult{Alert: theme.Alert{Kind: kind, Title: r.Line(rq.lang), Live: true}}
	if r.Licence != "" {
		out.Notes = append(out.Notes, rq.t("web.repository-licence", "licence", r.Licence))
	}
	if r.Partial {
		out.Notes = append(out.Notes, rq.t("readiness.partial"))
	}
	out.Notes = append(out.Notes, rq.t("web.repository-no-history"))
	out.Table = theme.Table{ID: "score-tableau", Caption: rq.t("web.repository-score"), Columns: []theme.Column{{Title: rq.t("readiness.check")}, {Title: rq.t("readiness.state")}, {Title: rq.t("readiness.points"), Numeric: true}}}
	badge := map[readiness.State]string{readiness.Done: "success", readiness.Partly: "warning", readiness.Missing: "error", readiness.Outside: "neutral", readiness.Unread: "neutral"}
	for _, c := range r.Checks {
		cell := theme.Cell{Text: rq.t(c.Title())}
		if len(c.Findings) > 0 {
			cell.URL = "#c-" + c.Check
		}
		out.Table.Rows = append(out.Table.Rows, []theme.Cell{cell, {Badges: []theme.Badge{{Kind: badge[c.State], Text: rq.t(c.State.Label())}}}, {Text: strconv.Itoa(c.Points) + "/" + strconv.Itoa(c.Weight)}})
	}
	for _, c := range r.Todo() {
		x := repositoryTodo{ID: "c-" + c.Check, Title: rq.t(c.Title()), Why: rq.t(c.Why()), Mend: rq.t(c.Mend())}
		if c.More > 0 {
			x.More = rq.t("readiness.more", "count", c.More)
		}
		for _, f := range c.Findings {
			x.Findings = append(x.Findings, repositoryFinding{f.At(), f.In(rq.lang)})
		}
		out.Todo = append(out.Todo, x)
	}
	return out
}
