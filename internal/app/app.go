// Package app puts the program together. It is the only package that imports everything, and it decides nothing else.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"

	"guichet/internal/address"
	"guichet/internal/api"
	"guichet/internal/cli"
	"guichet/internal/content"
	"guichet/internal/database"
	"guichet/internal/desk"
	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/search"
	"guichet/internal/snapshot"
	"guichet/internal/source/watch"
	"guichet/internal/web"
	"guichet/internal/web/theme"
	"guichet/starter"
)

// Run runs one command and returns the exit status.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer, getenv func(string) string) int {
	env := &cli.Env{Ctx: ctx, Stdout: stdout, Stderr: stderr, Lang: cli.LangOf(getenv), Serve: serve, Handler: handler}
	return cli.Main(env, args)
}

// Desk is an open desk: its handler, and what must be closed.
type Desk struct {
	Handler http.Handler
	holder  *snapshot.Holder
	pages   *content.Holder
	store   *facts.Store
	demand  *desk.Demand
	db      *database.DB
	log     *slog.Logger
	stop    context.CancelFunc
	work    sync.WaitGroup
}

// Open opens the desk of the settings: database, facts, pages, handler, and the work behind them.
func Open(ctx context.Context, s cli.ServeSettings, log *slog.Logger) (*Desk, error) {
	return open(ctx, s, log, true)
}

// open is Open; without count, the questions asked are not counted: a check that follows links asks none.
func open(ctx context.Context, s cli.ServeSettings, log *slog.Logger, count bool) (*Desk, error) {
	// What is wrong with the settings is said before anything is opened or written.
	base, err := baseURL(s)
	if err != nil {
		return nil, err
	}
	layers, err := layersOf(s)
	if err != nil {
		return nil, err
	}
	feeds, err := watch.ParseFeeds(s.Source)
	if err != nil {
		return nil, err
	}
	theme, err := look(s)
	if err != nil {
		return nil, err
	}
	footer, err := footerLinks(s)
	if err != nil {
		return nil, err
	}
	dsn, err := s.DSN()
	if err != nil {
		return nil, err
	}
	db, store, err := cli.OpenStore(ctx, dsn, log)
	if err != nil {
		return nil, err
	}
	d := &Desk{db: db, store: store, log: log, holder: snapshot.NewHolder(store, address.Of, log)}
	if count {
		d.demand = desk.NewDemand(db, time.Now)
	}
	if err := d.open(ctx, s, base, layers, theme, footer); err != nil {
		db.Close()
		return nil, err
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	d.stop = stop
	d.work.Go(func() { d.holder.Watch(background) })
	if s.Content != "" { // the embedded pages never change
		d.work.Go(func() { d.watchPages(background) })
	}
	if !count {
		return d, nil
	}
	sources := &watch.Runner{Store: store, Client: s.Client(), Feeds: feeds, Log: log, Now: time.Now}
	d.work.Go(func() { sources.Run(background) })
	keep := desk.Retention{Cases: desk.New(db, time.Now), Questions: d.demand, CaseDays: s.Keep.Cases, QuestionDays: s.Keep.Questions, Now: time.Now, Log: log}
	d.work.Go(func() { keep.Run(background) })
	d.work.Go(func() {
		if err := d.demand.Run(background, 5*time.Second); err != nil {
			log.Error("questions that were counted could not be stored", "error", err)
		}
	})
	return d, nil
}

func (d *Desk) open(ctx context.Context, s cli.ServeSettings, base string, layers []content.Layer, look *theme.Theme, footer []theme.Link) error {
	if err := d.holder.Renew(ctx); err != nil {
		return err
	}
	service := desk.New(d.db, time.Now)
	// The pages and the portal need each other: a page may link to what the portal serves, and the portal serves the pages.
	var pages *content.Holder
	portal, err := web.New(web.Config{
		Theme: look, Site: site(s, look), FooterLinks: footer, Legal: legal(s), BaseURL: base, Facts: d.holder.Current, History: d.store.History, Changes: d.store.Changes,
		Content: func() *content.Site { return pages.Current() }, Preview: s.Drafts, Desk: service, OSPO: cli.NewRegistrations(service, d.store), Demand: d.demand, Log: d.log,
	})
	if err != nil {
		return err
	}
	pages = content.NewHolder(layers, web.Components(look), content.Options{ShowDrafts: s.Drafts, Known: known(portal), Framed: web.Framed, Data: web.HasDataBlock}, func(problems []content.Problem) {
		for _, p := range problems {
			d.log.Warn("page", "problem", p.String())
		}
	})
	if err := pages.Load(); err != nil {
		return err
	}
	d.pages = pages
	portal.Warm()
	rest := api.New(api.Config{Facts: d.holder.Current, Find: finder(portal), Changes: d.store, Demand: d.demand, BaseURL: base, Log: d.log})
	documentAPI(portal, rest)
	mux := http.NewServeMux()
	mux.Handle("/", portal)
	mux.Handle("/api/", rest)
	mux.Handle("/api/docs", portal)
	mux.HandleFunc("/healthz", d.healthz)
	mux.HandleFunc("/readyz", d.readyz)
	refuse := func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/") {
			rest.Fail(w, r, errs.New(errs.Invalid, "web.bad-address"))
			return
		}
		portal.Refuse(w, r)
	}
	fail := func(w http.ResponseWriter, r *http.Request, err error) {
		if strings.HasPrefix(r.URL.Path, "/api/") {
			rest.Fail(w, r, err)
			return
		}
		portal.Broken(w, r, err)
	}
	d.Handler = edge.Harden(mux, d.log, strings.HasPrefix(base, "https://"), refuse, fail)
	return nil
}

// known reports whether the program itself answers an address: the portal, or what stands beside it.
func known(portal *web.Portal) func(path string) bool {
	return func(path string) bool {
		return strings.HasPrefix(path, "/api/") || path == "/healthz" || path == "/readyz" || portal.Known(path)
	}
}

// documentAPI shows the operations of the API on the portal's page about it.
func documentAPI(portal *web.Portal, rest *api.API) {
	var ops []web.Operation
	for _, op := range rest.Operations() {
		o := web.Operation{Name: op.Name, Tag: op.Tag, Method: op.Method, Path: op.Path}
		for _, p := range op.Params {
			o.Params = append(o.Params, web.Param(p))
		}
		ops = append(ops, o)
	}
	portal.DocumentAPI(ops)
}

// finder lets the API search what the portal shows.
func finder(portal *web.Portal) func(q search.Query) (search.Result, func(kind, key string) api.Hit) {
	return func(q search.Query) (search.Result, func(kind, key string) api.Hit) {
		found, told := portal.Find(q)
		l := i18n.Parse(q.Lang)
		return found, func(kind, key string) api.Hit {
			title, text, url := told(kind, key)
			return api.Hit{Kind: kind, Slug: key, Title: title.In(l), Text: text.In(l), URL: url.In(l)}
		}
	}
}

// layersOf returns the folders of pages: the starter's, then the operator's, whose pages win.
func layersOf(s cli.ServeSettings) ([]content.Layer, error) {
	layers := []content.Layer{{Name: "starter/content", FS: starter.Content()}}
	if s.Content != "" {
		info, err := os.Stat(s.Content)
		if err != nil || !info.IsDir() {
			return nil, errs.Wrap(err, errs.Invalid, "app.no-content").With("dir", s.Content)
		}
		layers = append(layers, content.Layer{Name: s.Content, FS: content.Folder(s.Content)})
	}
	return layers, nil
}

// watchPages reads the pages again when the operator changes them.
func (d *Desk) watchPages(ctx context.Context) {
	d.pages.Watch(ctx, func(err error) {
		if err != nil {
			d.log.Error("the pages cannot be read; the last good ones stay", "error", err)
			return
		}
		d.log.Info("pages renewed", "pages", len(d.pages.Current().Pages()))
	})
}

// baseURL returns the public address without a last slash.
func baseURL(s cli.ServeSettings) (string, error) {
	if s.BaseURL == "" {
		_, port, err := net.SplitHostPort(s.Addr)
		if err != nil {
			return "", errs.Wrap(err, errs.Invalid, "app.bad-addr").With("addr", s.Addr)
		}
		return "http://localhost:" + port, nil
	}
	u, err := url.Parse(s.BaseURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || strings.Trim(u.Path, "/") != "" {
		return "", errs.New(errs.Invalid, "app.bad-base-url").With("url", s.BaseURL)
	}
	return u.Scheme + "://" + u.Host, nil
}

// healthz says that the process runs.
func (d *Desk) healthz(w http.ResponseWriter, r *http.Request) {
	edge.New(http.StatusOK, "text/plain; charset=utf-8", "no-store", []byte("ok\n"), false).ServeHTTP(w, r)
}

// readyz says whether the desk can take requests: its database answers, and its facts are those of the database.
func (d *Desk) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	status, body := http.StatusOK, "ready\n"
	if err := d.db.Alive(ctx); err != nil {
		status, body = http.StatusServiceUnavailable, "the database does not answer\n"
	} else if d.holder.Stale() {
		status, body = http.StatusServiceUnavailable, "the facts could not be renewed\n"
	}
	edge.New(status, "text/plain; charset=utf-8", "no-store", []byte(body), false).ServeHTTP(w, r)
}

// Close ends the background work, stores what was counted and closes the database.
func (d *Desk) Close() {
	d.stop()
	d.work.Wait()
	if err := d.db.Close(); err != nil {
		d.log.Error("closing the database", "error", err)
	}
}

func handler(ctx context.Context, s cli.ServeSettings, log *slog.Logger) (http.Handler, func(), error) {
	d, err := open(ctx, s, log, false)
	if err != nil {
		return nil, nil, err
	}
	return d.Handler, d.Close, nil
}

// patience is how long requests under way may take once the program is told to stop.
const patience = 10 * time.Second

func serve(ctx context.Context, s cli.ServeSettings, log *slog.Logger) error {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", s.Addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return errs.Wrap(err, errs.Unavailable, "app.port-used").With("addr", s.Addr)
	case errors.Is(err, syscall.EACCES):
		return errs.Wrap(err, errs.Unavailable, "app.port-denied").With("addr", s.Addr)
	case err != nil:
		return errs.Wrap(err, errs.Invalid, "app.bad-addr").With("addr", s.Addr)
	}
	return Serve(ctx, l, s, log)
}

// Serve opens the desk and serves it on l until ctx ends; requests under way are then finished.
func Serve(ctx context.Context, l net.Listener, s cli.ServeSettings, log *slog.Logger) error {
	defer l.Close()
	start := time.Now()
	d, err := Open(ctx, s, log)
	if err != nil {
		return err
	}
	defer d.Close()
	server := &http.Server{
		Handler: d.Handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 60 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	log.Info("the desk is open", "address", l.Addr().String(), "database", d.db.Where(), "version", cli.Version(), "took", time.Since(start).Round(time.Millisecond))
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	log.Info("closing; requests under way are finished first")
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if err := server.Shutdown(stop); err != nil {
		log.Warn("some requests were cut off", "error", err)
	}
	return nil
}
