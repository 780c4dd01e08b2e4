package browser

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// tab is one tab of the browser in the hands of one test. What it hears on the way is held against the test when it ends.
type tab struct {
	*testing.T
	house *house
	ctx   context.Context

	mu       sync.Mutex
	refusals bool     // the test asks for pages that are refused: the console may say so
	asked    []string // addresses
	noises   []string // of the console
	loads    int      // answers that came to their end
	weight   int      // their bytes, headers included
}

// window is where tabs are: one after the other, tests have it.
type window struct {
	ctx  context.Context
	user atomic.Pointer[tab]
}

// patience bounds the work of one test in its tab.
const patience = 40 * time.Second

// window opens a window that lasts as long as t.
func (h *house) window(t *testing.T, options ...chromedp.ContextOption) *window {
	t.Helper()
	w := &window{}
	ctx, stop := chromedp.NewContext(h.browser, append(options, chromedp.WithListener(func(event any) {
		if b := w.user.Load(); b != nil {
			b.hear(event)
		}
	}))...)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("opening a window: %v", err)
	}
	// Two windows cannot both have the keyboard; each believes that it does.
	if _, err := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		t.Fatal(err)
	}
	w.ctx = ctx
	return w
}

// tab gives the test a window that others had before it: style sheets are in its cache.
func (h *house) tab(t *testing.T) *tab {
	t.Helper()
	w := <-h.windows
	t.Cleanup(func() { h.windows <- w })
	return h.hand(t, w)
}

// freshTab opens a window that has seen nothing and is closed after the test. Meanwhile one of the others rests.
func (h *house) freshTab(t *testing.T) *tab {
	t.Helper()
	resting := <-h.windows
	t.Cleanup(func() { h.windows <- resting })
	return h.hand(t, h.window(t, chromedp.WithNewBrowserContext()))
}

func (h *house) hand(t *testing.T, w *window) *tab {
	t.Helper()
	ctx, stop := context.WithTimeout(w.ctx, patience)
	t.Cleanup(stop)
	b := &tab{T: t, house: h, ctx: ctx}
	w.user.Store(b)
	t.Cleanup(func() {
		w.user.Store(nil)
		b.judge()
	})
	return b
}

// hear takes what the browser reports; it must be quick and call nothing.
func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.asked = append(b.asked, e.Request.URL)
	case *network.EventLoadingFinished:
		b.loads++
		b.weight += int(e.EncodedDataLength)
	case *runtime.EventConsoleAPICalled:
		b.noises = append(b.noises, "console."+string(e.Type))
	case *runtime.EventExceptionThrown:
		b.noises = append(b.noises, e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		refusal := b.refusals && e.Entry.Source == log.EntrySourceNetwork && strings.Contains(e.Entry.Text, "status of 4")
		if !refusal && (e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning) {
			b.noises = append(b.noises, string(e.Entry.Level)+": "+e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

// loaded returns how many answers came to their end.
func (b *tab) loaded() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.loads
}

// judge holds what every test of a tab must leave true.
func (b *tab) judge() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, noise := range b.noises {
		b.Errorf("the console says: %s", noise)
	}
	for _, address := range b.asked {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "data" && u.Scheme != "about" && "http://"+u.Host != b.house.url {
			b.Errorf("the page asks for %s, which is not ours", address)
		}
	}
}

// call runs actions; a failure ends the test.
func (b *tab) call(actions ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.Fatal(err)
	}
}

// ask evaluates an expression in the tab's page. DevTools does it, so neither the page's policy nor switched-off scripts stand against it.
func ask[T any](b *tab, expression string) T {
	b.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatalf("%.200s: %v", expression, err)
	}
	return v
}

// visit opens an address of the desk.
func (b *tab) visit(path string) {
	b.Helper()
	b.arrive(path, http.StatusOK, chromedp.Navigate(b.house.url+path))
}

// arrive does what leads to another page, waits for that page and checks its status.
func (b *tab) arrive(where string, status int, act ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	b.mu.Lock()
	b.refusals = b.refusals || status >= 400
	b.mu.Unlock()
	resp, err := chromedp.RunResponse(b.ctx, act...)
	if err != nil {
		b.Fatalf("%s: %v", where, err)
	}
	if resp == nil || resp.Status != int64(status) {
		b.Fatalf("%s: got %+v, want status %d", where, resp, status)
	}
}

// screen sets the width of the window, in CSS pixels, and the palette, "light" or "dark".
func (b *tab) screen(width int64, palette string) {
	b.Helper()
	b.call(chromedp.EmulateViewport(width, 800))
	b.media("", "prefers-color-scheme", palette)
}

// media sets the medium ("" for the screen, "print") and features of it, as names and values.
func (b *tab) media(medium string, features ...string) {
	b.Helper()
	p := emulation.SetEmulatedMediaParams{Media: medium}
	for i := 0; i < len(features); i += 2 {
		p.Features = append(p.Features, &emulation.MediaFeature{Name: features[i], Value: features[i+1]})
	}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, p); err != nil {
		b.Fatal(err)
	}
}

// until waits for an expression to be true, for 3 seconds at most: some things happen a frame after the page is there.
func (b *tab) until(expression string) bool {
	b.Helper()
	for range 60 {
		if ask[bool](b, expression) {
			return true
		}
		time.Sleep(50 * time.Millisecond)
	}
	return false
}

// press sends a key, or a text letter by letter.
func (b *tab) press(keys string) {
	b.Helper()
	if keys == kb.Enter {
		b.call(enter)
		return
	}
	b.call(chromedp.KeyEvent(keys))
}

// enter is the Enter key as a keyboard sends it: the letter does not come when the key already did something. Sent as chromedp does, a link to a field
// would move the focus there, and the letter would then send the form.
var enter = chromedp.KeyEvent(kb.Enter, func(p *input.DispatchKeyEventParams) {
	if p.Type == kb.KeyDown {
		p.Type = input.DispatchKeyEventTypeRawKeyDown
	}
})

// enter presses Enter on what leads to another page.
func (b *tab) enter(where string, status int) {
	b.Helper()
	b.arrive(where, status, enter)
}

// quoted writes s as a string of JavaScript.
func quoted(s string) string {
	text, _ := json.Marshal(s) // a string can always be written
	return string(text)
}

// text returns the text of the first element that the selector names.
func (b *tab) text(selector string) string {
	b.Helper()
	return ask[string](b, `(document.querySelector(`+quoted(selector)+`)?.innerText ?? "nothing is "+`+quoted(selector)+`).trim()`)
}
