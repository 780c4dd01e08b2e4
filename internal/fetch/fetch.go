package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	"guichet/internal/errs"
)

// Options bound a client. The zero value of each is its default.
type Options struct {
	Agent     string                // User-Agent; "guichet"
	Timeout   time.Duration         // of one try, until its last byte; 20 s
	MaxBytes  int64                 // of a body, decompressed; 1 MiB
	Tries     int                   // the first one included; 1
	Backoff   time.Duration         // before the second try, doubled each time; 1 s
	MaxWait   time.Duration         // the longest pause that Retry-After may ask for; 30 s
	Redirects int                   // followed at most; 5
	AnyPort   bool                  // allow other ports than 80 and 443
	Allow     func(netip.Addr) bool // also ask these addresses, which are not public: tests, or a body's own network, on purpose
	Resolver  *net.Resolver         // names to addresses; the machine's
}

// Client asks addresses under the rules of this package. It is safe for concurrent use.
type Client struct {
	Options
	http *http.Client
}

// New returns a client.
func New(o Options) *Client {
	o.Agent = cmp.Or(o.Agent, "guichet")
	o.Timeout = cmp.Or(o.Timeout, 20*time.Second)
	o.MaxBytes = cmp.Or(o.MaxBytes, 1<<20)
	o.Tries = max(o.Tries, 1)
	o.Backoff = cmp.Or(o.Backoff, time.Second)
	o.MaxWait = cmp.Or(o.MaxWait, 30*time.Second)
	o.Redirects = cmp.Or(o.Redirects, 5)
	c := &Client{Options: o}
	dialer := &net.Dialer{Timeout: o.Timeout, Control: c.control, Resolver: o.Resolver}
	c.http = &http.Client{
		Timeout: o.Timeout,
		Transport: &http.Transport{
			Proxy: nil, DialContext: dialer.DialContext, TLSHandshakeTimeout: o.Timeout, ResponseHeaderTimeout: o.Timeout, MaxResponseHeaderBytes: 64 << 10,
			MaxIdleConns: 4, IdleConnTimeout: 10 * time.Second, ForceAttemptHTTP2: true,
		},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			r.Header.Del("Referer")
			if len(via) > o.Redirects {
				return errs.New(errs.Unavailable, "fetch.redirects").With("n", o.Redirects)
			}
			if via[len(via)-1].URL.Scheme == "https" && r.URL.Scheme == "http" {
				return errs.New(errs.Invalid, "fetch.downgrade").With("address", r.URL.Redacted())
			}
			return c.check(r.URL)
		},
	}
	return c
}

// Copy says which copy of a document one has: what its server said of it. The zero Copy is none.
type Copy struct {
	ETag     string
	Modified string // the Last-Modified header, as it was sent
}

// Result is what an address gave.
type Result struct {
	URL     string // the address in the end, after redirections
	Same    bool   // the server says that the caller's copy is still right; Body is nil
	Body    []byte
	Type    string // Content-Type
	Copy    Copy   // to be given the next time
	Took    time.Duration
	Tries   int
	Fetched time.Time
}

// Get asks an address, and returns what it gives. have is the copy from the time before.
//
// Errors have a kind and say what to do: errs.Invalid for an address that is not asked, errs.NotFound for 404 and 410, errs.TooLarge for a body past
// MaxBytes, errs.Unavailable for the rest. A body that ends before its announced length is an error, never a short result.
func (c *Client) Get(ctx context.Context, address string, have Copy) (Result, error) {
	u, err := url.Parse(address)
	if err != nil || len(address) > maxAddress {
		return Result{}, errs.New(errs.Invalid, "fetch.bad-address").With("address", clip(address))
	}
	if err := c.check(u); err != nil {
		return Result{}, err
	}
	start := time.Now()
	var last error
	for try := 1; ; try++ {
		res, wait, err := c.once(ctx, u, have)
		if err == nil {
			res.Took, res.Tries, res.Fetched = time.Since(start), try, time.Now()
			return res, nil
		}
		last = err
		if wait < 0 || try >= c.Tries || ctx.Err() != nil {
			return Result{}, last
		}
		pause := c.Backoff << (try - 1)
		pause += rand.N(pause/4 + 1) //nolint:gosec // spreads out retries, nothing secret
		if err := sleep(ctx, max(pause, wait)); err != nil {
			return Result{}, last
		}
	}
}

func clip(s string) string { return s[:min(len(s), 200)] }

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// never says that another try would change nothing.
const never = time.Duration(-1)

// once is one try; on failure it also returns how long to wait before the next one, or never.
func (c *Client) once(ctx context.Context, u *url.URL, have Copy) (Result, time.Duration, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return Result{}, never, errs.Wrap(err, errs.Invalid, "fetch.bad-address").With("address", u.Redacted())
	}
	req.Header.Set("User-Agent", c.Agent)
	req.Header.Set("Accept", "*/*")
	if have.ETag != "" {
		req.Header.Set("If-None-Match", have.ETag)
	}
	if have.Modified != "" {
		req.Header.Set("If-Modified-Since", have.Modified)
	}
	resp, err := c.http.Do(req) // the address is a stranger's: guard.go says which are asked
	if err != nil {
		if e, ok := errors.AsType[*errs.Error](err); ok && e.Kind != errs.Internal {
			return Result{}, never, e
		}
		return Result{}, 0, errs.Wrap(err, errs.Unavailable, "fetch.no-answer").With("host", u.Hostname()).With("why", plain(err))
	}
	defer resp.Body.Close()
	res := Result{URL: resp.Request.URL.String(), Type: resp.Header.Get("Content-Type"), Copy: Copy{resp.Header.Get("ETag"), resp.Header.Get("Last-Modified")}}
	switch s := resp.StatusCode; {
	case s == http.StatusNotModified && have != (Copy{}):
		res.Same = true
		res.Copy = Copy{cmp.Or(res.Copy.ETag, have.ETag), cmp.Or(res.Copy.Modified, have.Modified)}
		return res, 0, nil
	case s == http.StatusOK:
	case s == http.StatusNotFound || s == http.StatusGone:
		return Result{}, never, errs.New(errs.NotFound, "fetch.not-found").With("address", res.URL)
	case s == http.StatusTooManyRequests || s >= 500:
		return Result{}, c.retryAfter(resp), c.status(res.URL, s)
	default:
		return Result{}, never, c.status(res.URL, s)
	}
	if resp.ContentLength > c.MaxBytes {
		return Result{}, never, c.tooLarge(res.URL)
	}
	res.Body, err = io.ReadAll(io.LimitReader(resp.Body, c.MaxBytes+1))
	switch {
	case err != nil:
		return Result{}, 0, errs.Wrap(err, errs.Unavailable, "fetch.cut").With("address", res.URL).With("why", plain(err))
	case int64(len(res.Body)) > c.MaxBytes:
		return Result{}, never, c.tooLarge(res.URL)
	}
	return res, 0, nil
}

func (c *Client) status(address string, status int) error {
	return errs.New(errs.Unavailable, "fetch.status").With("address", address).With("status", status)
}

func (c *Client) tooLarge(address string) error {
	return errs.New(errs.TooLarge, "fetch.too-large").With("address", address).With("max", c.MaxBytes)
}

// retryAfter reads the pause that a server asks for (RFC 9110, 10.2.3), at most MaxWait.
func (c *Client) retryAfter(resp *http.Response) time.Duration {
	s := resp.Header.Get("Retry-After")
	if n, err := strconv.Atoi(s); err == nil && n >= 0 {
		return min(time.Duration(min(n, 1<<20))*time.Second, c.MaxWait)
	}
	if at, err := http.ParseTime(s); err == nil {
		return min(max(time.Until(at), 0), c.MaxWait)
	}
	return 0
}

// plain says in a few words why no answer came, without the machine's own addresses.
func plain(err error) string {
	if e, ok := errors.AsType[*net.DNSError](err); ok {
		if e.IsNotFound {
			return "no such host"
		}
		return "the name could not be resolved"
	}
	if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() {
		return "time-out"
	}
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	if e, ok := errors.AsType[*net.OpError](err); ok && e.Err != nil {
		return fmt.Sprintf("%s: %v", e.Op, e.Err)
	}
	return err.Error()
}
