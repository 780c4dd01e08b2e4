package browser

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"guichet/internal/app"
	"guichet/internal/cli"
	"guichet/internal/testkit"
)

// house is the desk and the browser that all tests share.
type house struct {
	url     string          // address of the desk, without a last slash
	axe     string          // script of axe-core
	browser context.Context // of Chromium; tabs are its children
	windows chan *window    // two, taken by one test after the other
}

// TestDesk reads one desk with one browser.
func TestDesk(t *testing.T) {
	h := open(t)
	t.Run("page", h.testPages)
	t.Run("journey", h.testJourneys)
	t.Run("wire", h.testWire)
	t.Run("media", h.testMedia)
	t.Run("markup", h.testMarkup)
	t.Run("paint", h.testPaint)
	if dir := os.Getenv("GUICHET_SHOTS"); dir != "" {
		t.Run("shots", func(t *testing.T) { h.shoot(t, dir) })
	}
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{axe: testkit.Axe(t), windows: make(chan *window, 2)}
	program := testkit.Chromium(t)

	server := httptest.NewUnstartedServer(nil)
	h.url = "http://" + server.Listener.Addr().String()
	settings := cli.ServeSettings{BaseURL: h.url, LookSettings: cli.LookSettings{SiteName: "Guichet libre"}}
	settings.Database = filepath.Join(t.TempDir(), "desk.db")
	testkit.Catalogue(t, settings.Database)
	desk, err := app.Open(t.Context(), settings, slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(desk.Close)
	mux := http.NewServeMux()
	mux.Handle("/", desk.Handler)
	storybook(t, mux)
	server.Config.Handler = mux
	server.Start()
	t.Cleanup(server.Close)

	h.browser = chromium(t, program)
	for range cap(h.windows) {
		h.windows <- h.window(t)
	}
	return h
}

// chromium starts the browser, which can reach this machine alone.
func chromium(t *testing.T, program string) context.Context {
	t.Helper()
	profile, err := os.MkdirTemp(t.TempDir(), "profile")
	if err != nil {
		t.Fatal(err)
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(program), chromedp.UserDataDir(profile), chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		chromedp.CombinedOutput(io.Discard), chromedp.Flag("headless", "new"),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
		chromedp.Flag("force-color-profile", "srgb"), chromedp.Flag("password-store", "basic"),
	}
	for _, flag := range []string{
		"disable-gpu", "disable-background-networking", "disable-component-update", "disable-sync", "disable-quic", "disable-extensions",
		"disable-default-apps", "disable-breakpad", "disable-dev-shm-usage", "disable-background-timer-throttling",
		"disable-backgrounding-occluded-windows", "disable-renderer-backgrounding", "hide-scrollbars", "mute-audio",
	} {
		options = append(options, chromedp.Flag(flag, true))
	}
	if os.Geteuid() == 0 { // Chromium refuses to run as root inside its sandbox
		options = append(options, chromedp.NoSandbox)
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	browser, stop := chromedp.NewContext(allocator)
	t.Cleanup(stop)
	if err := chromedp.Do(browser); err != nil {
		t.Fatalf("starting %s: %v", program, err)
	}
	t.Cleanup(func() {
		patience, done := context.WithTimeout(browser, 10*time.Second)
		defer done()
		if err := chromedp.Cancel(patience); err != nil {
			t.Logf("closing the browser: %v", err)
		}
	})
	return browser
}
