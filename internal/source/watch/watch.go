// Package watch reads sources again by itself, and keeps the last good data when one fails.
//
// A Feed is a line of the settings: a name, a format, how often, and where from. Runner reads the feeds that are due, one at a time; of several
// instances on one database, one reads (facts.Store.Claim). A reading is the same import as the command's: whole or not at all. What fails, whatever
// fails (no answer, 500, a cut or damaged document, one that is too large or suddenly empty), changes no fact: the failure is stored with its time,
// pages and staff say so, and the next try comes sooner than the next regular reading, later each time.
package watch

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/fetch"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/source"
	"guichet/internal/source/formats"
)

// Feed is a source that is read again by itself.
type Feed struct {
	Name    string
	Format  source.Format
	Every   time.Duration
	Address string // http or https, or the path of a file or folder
}

// Bounds of how often a feed is read.
const (
	minEvery = 10 * time.Minute
	maxEvery = 90 * 24 * time.Hour
)

// MaxBytes bounds a document that is fetched: the largest known export has 4 MB.
const MaxBytes = 64 << 20

var feedName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// ParseFeed reads a feed as it is set: "FORMAT EVERY ADDRESS" or "NAME=FORMAT EVERY ADDRESS". EVERY is a duration of Go, or days: "6h", "1d".
func ParseFeed(s string) (Feed, error) {
	words := strings.Fields(s)
	if len(words) != 3 {
		return Feed{}, errs.New(errs.Invalid, "source.bad-setting").With("setting", s)
	}
	name, format, named := strings.Cut(words[0], "=")
	if !named {
		format = name
	}
	f, ok := formats.Find(format)
	if !ok || !feedName.MatchString(name) {
		return Feed{}, errs.New(errs.Invalid, "source.bad-format").With("setting", s).With("formats", formats.Names())
	}
	every, err := duration(words[1])
	if err != nil || every < minEvery || every > maxEvery {
		return Feed{}, errs.New(errs.Invalid, "source.bad-interval").With("setting", s)
	}
	return Feed{Name: name, Format: f, Every: every, Address: words[2]}, nil
}

func duration(s string) (time.Duration, error) {
	if days, ok := strings.CutSuffix(s, "d"); ok {
		d, err := time.ParseDuration(days + "h")
		return 24 * d, err
	}
	return time.ParseDuration(s)
}

// ParseFeeds reads the feeds of the settings; two of one name are an error.
func ParseFeeds(settings []string) ([]Feed, error) {
	var feeds []Feed
	for _, s := range settings {
		f, err := ParseFeed(s)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(feeds, func(o Feed) bool { return o.Name == f.Name }) {
			return nil, errs.New(errs.Invalid, "source.twice").With("name", f.Name)
		}
		feeds = append(feeds, f)
	}
	return feeds, nil
}

// Runner reads feeds.
type Runner struct {
	Store  *facts.Store
	Client *fetch.Client
	Feeds  []Feed
	Log    *slog.Logger
	Now    func() time.Time
}

// tick is how often Run looks for feeds that are due.
const tick = 30 * time.Second

// lease is how long a claim holds: longer than the longest reading, so that another instance takes over only from one that died.
const lease = 30 * time.Minute

// Run reads the feeds that are due, one at a time, until ctx ends.
func (r *Runner) Run(ctx context.Context) {
	if len(r.Feeds) == 0 {
		return
	}
	for {
		for _, f := range r.Feeds {
			if ctx.Err() != nil {
				return
			}
			switch report, ran, err := r.read(ctx, f, true); {
			case ctx.Err() != nil:
				return
			case err != nil:
				r.Log.Error("a source could not be read; its last good data stay", "source", f.Name, "address", f.Address, "error", err)
			case ran:
				r.Log.Info("source read", "source", f.Name, "new", report.New, "changed", report.Changed, "withdrawn", report.Withdrawn, "refused", len(report.Refused), "took", report.Took.Round(time.Millisecond))
			}
		}
		t := time.NewTimer(tick)
		select {
		case <-ctx.Done():
			t.Stop()
			return
		case <-t.C:
		}
	}
}

// Read reads a feed now, due or not. The error is errs.Conflict when another instance is reading it.
func (r *Runner) Read(ctx context.Context, f Feed) (facts.Report, error) {
	report, ran, err := r.read(ctx, f, false)
	if err == nil && !ran {
		err = errs.New(errs.Conflict, "source.claimed").With("name", f.Name)
	}
	return report, err
}

func (r *Runner) read(ctx context.Context, f Feed, due bool) (facts.Report, bool, error) {
	if err := r.Store.Watch(ctx, f.Name, f.Format.Name, f.Address); err != nil {
		return facts.Report{}, false, err
	}
	if ok, err := r.Store.Claim(ctx, f.Name, r.Now().Add(lease), due); err != nil || !ok {
		return facts.Report{}, false, err
	}
	w, err := r.state(ctx, f.Name)
	if err != nil {
		return facts.Report{}, false, err
	}
	report, err := r.take(ctx, f, &w)
	if ctx.Err() == nil {
		r.judge(&w, f, err)
	}
	// The outcome is stored even when the program is being stopped: the claim must be given back.
	if settled := r.Store.Settle(context.WithoutCancel(ctx), w); err == nil {
		err = settled
	}
	return report, true, err
}

func (r *Runner) state(ctx context.Context, name string) (facts.Watch, error) {
	list, err := r.Store.Watches(ctx)
	if err != nil {
		return facts.Watch{}, err
	}
	i := slices.IndexFunc(list, func(w facts.Watch) bool { return w.Name == name })
	if i < 0 {
		return facts.Watch{}, errs.New(errs.NotFound, "source.unknown").With("name", name)
	}
	return list[i], nil
}

// take fetches and imports; it notes the copy and the source in w when that went well.
func (r *Runner) take(ctx context.Context, f Feed, w *facts.Watch) (facts.Report, error) {
	in, have, same, err := Open(ctx, r.Client, f.Address, fetch.Copy{ETag: w.ETag, Modified: w.Changed}, r.Now())
	if err != nil || same {
		return facts.Report{Source: w.Source}, err
	}
	imp, err := f.Format.Read(ctx, in)
	if err != nil {
		return facts.Report{}, err
	}
	report, err := r.Store.Apply(ctx, imp, false)
	if err == nil {
		w.Source, w.ETag, w.Changed = imp.Source, have.ETag, have.Modified
	}
	return report, err
}

// judge notes how a reading went, and when the next one is.
func (r *Runner) judge(w *facts.Watch, f Feed, err error) {
	now := r.Now()
	w.Tried = now
	pause := f.Every
	if err == nil {
		w.Succeeded, w.Failures, w.Error, w.FailingSince = now, 0, "", time.Time{}
	} else {
		if w.Failures == 0 {
			w.FailingSince = now
		}
		w.Failures++
		w.Error = Words(err)
		pause = min(f.Every, minEvery<<min(w.Failures-1, 10))
	}
	// Some jitter, so that many desks do not ask one source at the same second.
	w.Due = now.Add(pause + rand.N(pause/10+1)) //nolint:gosec // spreads out requests, nothing secret
}

// Words says what is wrong in French, the first language of the desk; what nobody put in words is said as it is.
func Words(err error) string {
	all := errs.All(err)
	if len(all) == 0 {
		return source.Clip(err.Error(), 500)
	}
	parts := make([]string, len(all))
	for i, e := range all {
		parts[i] = e.In(i18n.French)
	}
	return source.Clip(strings.Join(parts, " "), 500)
}

// Remote reports whether an address is one of the web rather than a path.
func Remote(address string) bool {
	return strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
}

// Open opens an address or a path for an importer. same is set when the server says that the copy that one has is still right. What was fetched bears
// the day on which it was fetched, where the data itself has no date.
func Open(ctx context.Context, c *fetch.Client, address string, have fetch.Copy, now time.Time) (in *source.Input, copied fetch.Copy, same bool, err error) {
	if !Remote(address) {
		in, err = source.Open(address)
		return in, fetch.Copy{}, false, err
	}
	res, err := c.Get(ctx, address, have)
	if err != nil || res.Same {
		return nil, have, res.Same, err
	}
	name := cmp.Or(path.Base(strings.TrimRight(address, "/")), "document")
	return source.Bytes(name, res.Body, provenance.Day(now)), res.Copy, false, nil
}

// String describes the feed as it is set.
func (f Feed) String() string {
	return fmt.Sprintf("%s=%s %s %s", f.Name, f.Format.Name, f.Every, f.Address)
}
