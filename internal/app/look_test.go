package app_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

var sheetOf = regexp.MustCompile(`rel="stylesheet" href="([^"]+)"`)

// A reader chooses how pages look, without a script; those who chose nothing get the same page as before, kept or not.
func TestDisplaySettings(t *testing.T) {
	t.Parallel()
	base := desk(t, sqlite(t), nil)
	sheet := func(path, cookie string) string {
		t.Helper()
		r := get(t, base+path, "Cookie", cookie)
		m := sheetOf.FindStringSubmatch(r.body)
		if r.status != http.StatusOK || m == nil {
			t.Fatalf("%s with %q: status %d, no style sheet", path, cookie, r.status)
		}
		if style := get(t, base+m[1]); style.status != http.StatusOK {
			t.Errorf("%s: status %d", m[1], style.status)
		}
		return m[1]
	}
	for _, path := range []string{"/fr/", "/fr/recherche?q=photoshop"} {
		for range 2 { // drawn, then kept
			if got := sheet(path, "affichage=dark-contrast"); !strings.Contains(got, "plain-dark-contrast.") {
				t.Errorf("%s in dark with more contrast: %s", path, got)
			}
			for _, cookie := range []string{"", "affichage=", "affichage=../x", "other=dark"} {
				if got := sheet(path, cookie); !strings.Contains(got, "/plain.") {
					t.Errorf("%s with %q: %s", path, cookie, got)
				}
			}
		}
	}

	send := func(form url.Values) reply {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/fr/affichage/", strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return do(t, &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, req)
	}
	r := send(url.Values{"palette": {"dark"}})
	if got := r.header.Get("Set-Cookie"); r.status != http.StatusSeeOther || !strings.HasPrefix(got, "affichage=dark;") || !strings.Contains(got, "HttpOnly") {
		t.Errorf("choosing dark: status %d, cookie %q", r.status, got)
	}
	r = send(url.Values{"palette": {"system"}})
	if got := r.header.Get("Set-Cookie"); !strings.Contains(got, "Max-Age=0") {
		t.Errorf("going back to the system: cookie %q", got)
	}
	if r = send(url.Values{"palette": {"pink"}}); r.status != http.StatusBadRequest || r.header.Get("Set-Cookie") != "" {
		t.Errorf("an unknown palette: status %d, cookie %q", r.status, r.header.Get("Set-Cookie"))
	}
}
