package api

import (
	"context"
	"net/http"
	"time"

	"guichet/internal/archive"
	"guichet/internal/errs"
	"guichet/internal/readiness"
)

// repositoryTime bounds the examination of an archive.
const repositoryTime = 10 * time.Second

// repository is POST /api/v1/repository-check: whether the repository in an archive is ready to be published. Two run at the same time; another is told to come back.
func (a *API) repository(w http.ResponseWriter, r *http.Request, body []byte) {
	select {
	case a.examining <- struct{}{}:
		defer func() { <-a.examining }()
	default:
		w.Header().Set("Retry-After", "10")
		a.fail(w, r, errs.New(errs.Unavailable, "web.repository-busy"))
		return
	}
	tree, err := archive.Read(body)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	ctx, stop := context.WithTimeout(r.Context(), repositoryTime)
	defer stop()
	a.write(w, r, false, readiness.Examine(ctx, tree, a.current().snap.Procurement).Document(lang(r)))
}
