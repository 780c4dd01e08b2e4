package ospo

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"guichet/internal/desk"
	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/fetch"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/testkit"
)

// peer is a body's domain on this machine: its web site and its name server.
type peer struct {
	mu    sync.Mutex
	file  string // what the well-known file holds; "" is 404
	to    string // where the file is redirected to
	txt   string
	site  string // http://open.example.test:port
	names *net.Resolver
}

func (p *peer) set(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f()
}

func newPeer(t *testing.T) *peer {
	t.Helper()
	p := &peer{}
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		switch {
		case p.to != "" && r.Host != strings.TrimPrefix(p.to, "http://"):
			http.Redirect(w, r, p.to, http.StatusFound)
		case p.file == "" || p.to == "" && r.URL.Path != "/.well-known/guichet-ospo.txt":
			http.NotFound(w, r)
		default:
			fmt.Fprint(w, p.file)
		}
	}))
	t.Cleanup(web.Close)
	p.site = "http://open.example.test" + web.URL[strings.LastIndexByte(web.URL, ':'):]
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go p.answerNames(conn)
	p.names = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
	return p
}

// answerNames is a name server that gives every name this machine's address, and the TXT record of the test.
func (p *peer) answerNames(conn net.PacketConn) {
	buf := make([]byte, 1500)
	for {
		n, from, err := conn.ReadFrom(buf)
		if err != nil {
			return
		}
		var m dnsmessage.Message
		if m.Unpack(buf[:n]) != nil || len(m.Questions) == 0 {
			continue
		}
		q := m.Questions[0]
		m.Header.Response, m.Header.RecursionAvailable, m.Additionals = true, true, nil
		head := dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, Type: q.Type}
		p.mu.Lock()
		txt := p.txt
		p.mu.Unlock()
		switch {
		case q.Type == dnsmessage.TypeA:
			m.Answers = []dnsmessage.Resource{{Header: head, Body: &dnsmessage.AResource{A: [4]byte{127, 0, 0, 1}}}}
		case q.Type == dnsmessage.TypeTXT && txt != "" && q.Name.String() == "_guichet-ospo.open.example.test.":
			m.Answers = []dnsmessage.Resource{{Header: head, Body: &dnsmessage.TXTResource{TXT: []string{"other"}}}, {Header: head, Body: &dnsmessage.TXTResource{TXT: []string{txt}}}}
		}
		out, err := m.Pack()
		if err == nil {
			_, _ = conn.WriteTo(out, from)
		}
	}
}

type registering struct {
	*Registrations
	*peer
	clock time.Time
}

func newRegistering(t *testing.T) *registering {
	t.Helper()
	db := testkit.SQLite(t)
	r := &registering{peer: newPeer(t), clock: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	now := func() time.Time { return r.clock }
	r.Registrations = &Registrations{
		Desk: desk.New(db, now), Facts: facts.NewStore(db, now), Now: now, Resolver: r.names, Scheme: "http",
		Fetch: fetch.New(fetch.Options{AnyPort: true, Resolver: r.names, Allow: func(a netip.Addr) bool { return a.IsLoopback() }, Timeout: 3 * time.Second}),
	}
	return r
}

func (r *registering) application() Application {
	o := *office()
	o.Slug, o.URL = "", r.site+"/ospo?b=c#d"
	return Application{Office: o, Level: "local", Region: "84"}
}

func (r *registering) open(t *testing.T) (desk.Case, string) {
	t.Helper()
	c, secret, err := r.Open(t.Context(), r.application(), desk.Request{Token: desk.NewToken(), Lang: i18n.French, Email: "a@example.fr"})
	if err != nil {
		t.Fatal(err)
	}
	return c, secret
}

func stateOf(t *testing.T, c desk.Case) State {
	t.Helper()
	_, s, err := Read(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The whole way: sent, not proven, proven by a file, accepted, in the directory with its source and date.
func TestRegistration(t *testing.T) {
	t.Parallel()
	r := newRegistering(t)
	c, secret := r.open(t)
	entries, problems, err := Parse([]byte(c.Message))
	if err != nil || len(problems) > 0 || entries[0].Office.Name != office().Name || entries[0].Office.URL != r.site+"/ospo?b=c#d" {
		t.Fatal("the record of the case cannot be read", entries, problems, err)
	}
	c, err = r.Check(t.Context(), c.Number, secret)
	if s := stateOf(t, c); err != nil || s.Proof != nil || s.Last.WellKnown == "" || s.Last.DNS == "" || c.Status != desk.Received {
		t.Errorf("%+v %v", s, err)
	}
	if _, err := r.Check(t.Context(), c.Number, secret); !errs.Is(err, errs.TooMany) {
		t.Errorf("checked again at once: %v", err)
	}
	if _, err := r.Accept(t.Context(), c.Number, false); !errs.Is(err, errs.Conflict) {
		t.Errorf("accepted without a proof: %v", err)
	}
	p, err := r.Proof(t.Context(), c)
	if err != nil || p.Domain != "open.example.test" || p.File != r.site+"/.well-known/guichet-ospo.txt" {
		t.Fatal(p, err)
	}
	r.set(func() { r.file = "# proofs\r\n" + p.Token + "\r\n" })
	r.clock = r.clock.Add(time.Minute)
	c, err = r.Check(t.Context(), c.Number, secret)
	if s := stateOf(t, c); err != nil || s.Proof == nil || !s.Proof.At.Equal(r.clock) || s.Last.DNS == "" {
		t.Errorf("%+v %v", s, err)
	}
	c, err = r.Accept(t.Context(), c.Number, false)
	if err != nil || c.Status != desk.Closed || stateOf(t, c).Decision != Accepted {
		t.Fatal(c, err)
	}
	rows, _, err := r.Facts.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	set, err := Build(rows, provenance.Sources{})
	if err != nil || len(set.Offices) != 1 {
		t.Fatal(set, err)
	}
	o := set.Offices[0]
	if o.Mark.Source != RegisterSource || o.Mark.Checked.String() != "2026-11-23" || o.Place.Region != "84" || o.Name != office().Name {
		t.Errorf("%+v", o)
	}
	for name, f := range map[string]func() error{
		"accept": func() error { _, err := r.Accept(t.Context(), c.Number, true); return err },
		"refuse": func() error { _, err := r.Refuse(t.Context(), c.Number, "no"); return err },
		"check":  func() error { _, err := r.Check(t.Context(), c.Number, secret); return err },
	} {
		if err := f(); !errs.Is(err, errs.Conflict) {
			t.Errorf("%s after the decision: %v", name, err)
		}
	}
}

func TestProofByDNS(t *testing.T) {
	t.Parallel()
	r := newRegistering(t)
	c, secret := r.open(t)
	p, err := r.Proof(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	r.set(func() { r.txt = "guichet-ospo=wrong" })
	c, err = r.Check(t.Context(), c.Number, secret)
	if s := stateOf(t, c); err != nil || s.Proof != nil || !strings.Contains(s.Last.DNS, "valeur attendue") {
		t.Errorf("%+v %v", s, err)
	}
	r.set(func() { r.txt = p.Value })
	r.clock = r.clock.Add(time.Minute)
	c, err = r.Check(t.Context(), c.Number, secret)
	if s := stateOf(t, c); err != nil || s.Proof == nil || s.Proof.DNS != "" || s.Proof.WellKnown == "" {
		t.Errorf("%+v %v", s, err)
	}
}

// A token found by way of another host proves nothing, and neither does one inside of a longer line.
func TestWhatIsNoProof(t *testing.T) {
	t.Parallel()
	r := newRegistering(t)
	c, secret := r.open(t)
	p, err := r.Proof(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	r.set(func() { r.file, r.to = p.Token, strings.Replace(r.site, "open.", "other.", 1) })
	c, err = r.Check(t.Context(), c.Number, secret)
	if s := stateOf(t, c); err != nil || s.Proof != nil || !strings.Contains(s.Last.WellKnown, "hors du domaine") {
		t.Errorf("%+v %v", s, err)
	}
	r.set(func() { r.file, r.to = "x"+p.Token, "" })
	r.clock = r.clock.Add(time.Minute)
	if c, err = r.Check(t.Context(), c.Number, secret); err != nil || stateOf(t, c).Proof != nil {
		t.Errorf("%+v %v", stateOf(t, c), err)
	}
	second, _ := r.open(t)
	if q, err := r.Proof(t.Context(), second); err != nil || q.Token == p.Token {
		t.Error("two registrations share a token", err)
	}
	if _, err := r.Check(t.Context(), c.Number, "wrong"); !errs.Is(err, errs.NotFound) {
		t.Errorf("checked with a wrong secret: %v", err)
	}
}

func TestRefusal(t *testing.T) {
	t.Parallel()
	r := newRegistering(t)
	c, secret := r.open(t)
	if _, err := r.Refuse(t.Context(), c.Number, " "); !errs.Is(err, errs.Invalid) {
		t.Error(err)
	}
	if _, err := r.Refuse(t.Context(), c.Number, "Ce n'est pas un organisme public."); err != nil {
		t.Fatal(err)
	}
	c, err := r.Desk.Follow(t.Context(), c.Number, secret)
	last := c.Events[len(c.Events)-1]
	if err != nil || c.Status != desk.Closed || !strings.Contains(last.Text, "organisme public") {
		t.Error(c, err)
	}
	if rows, _, err := r.Facts.All(t.Context()); err != nil || len(rows) > 0 {
		t.Error("a refused office left facts", err)
	}
}

// What is said of the list is the sender's word, with its date; nothing is said before.
func TestList(t *testing.T) {
	t.Parallel()
	r := newRegistering(t)
	c, secret := r.open(t)
	if s := stateOf(t, c); !s.ListAsked.IsZero() || !s.ListConfirmed.IsZero() {
		t.Error("the list is claimed before anybody asked")
	}
	c, err := r.List(t.Context(), c.Number, secret, false)
	if s := stateOf(t, c); err != nil || !s.ListAsked.Equal(r.clock) || !s.ListConfirmed.IsZero() {
		t.Errorf("%+v %v", s, err)
	}
	c, err = r.List(t.Context(), c.Number, secret, true)
	if s := stateOf(t, c); err != nil || s.ListConfirmed.IsZero() {
		t.Errorf("%+v %v", s, err)
	}
}

// Erasing the case erases what was registered; a form sent twice is one case.
func TestRegistrationErased(t *testing.T) {
	t.Parallel()
	r := newRegistering(t)
	req := desk.Request{Token: desk.NewToken(), Lang: i18n.English}
	c, secret, err := r.Open(t.Context(), r.application(), req)
	if err != nil {
		t.Fatal(err)
	}
	changed := r.application()
	changed.Office.Name = "Another name"
	again, _, err := r.Open(t.Context(), changed, req)
	if err != nil || again.Number != c.Number {
		t.Fatal(again, err)
	}
	if a, _, err := Read(again); err != nil || a.Office.Name != "Another name" {
		t.Errorf("%+v %v", a, err)
	}
	if err := r.Desk.Erase(t.Context(), c.Number, secret); err != nil {
		t.Fatal(err)
	}
	left, err := r.Desk.Get(t.Context(), c.Number)
	text, _ := json.Marshal(left)
	if err != nil || strings.Contains(string(text), "Another") || strings.Contains(string(text), "open.example") {
		t.Errorf("%s %v", text, err)
	}
	if _, err := r.Accept(t.Context(), c.Number, true); err == nil {
		t.Error("an erased registration was accepted")
	}
	bad := r.application()
	bad.Office.URL, bad.Level = "javascript:alert(1)", "x"
	if _, _, err := r.Open(t.Context(), bad, desk.Request{Token: desk.NewToken()}); len(errs.All(err)) != 2 {
		t.Error(err)
	}
}
