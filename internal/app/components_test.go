package app_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
)

// sendList sends the form of component lists, with a file when there is one.
func sendList(t *testing.T, address string, fields map[string]string, file string) (int, string) {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for name, value := range fields {
		if err := form.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	if file != "" {
		w, err := form.CreateFormFile("fichier", "list.txt")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, file); err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	resp, err := http.Post(address, form.FormDataContentType(), &b)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, readable(string(body))
}

func TestComponentsPage(t *testing.T) {
	t.Parallel()
	base := catalogueDesk(t)
	page := base + "/fr/acheter/licences/composants"
	for name, x := range map[string]struct {
		fields map[string]string
		file   string
		status int
		want   []string
	}{
		"pasted":        {map[string]string{"composants": "a, MIT\nb, GPL-3.0-only\n", "licence": "EUPL-1.2", "usage": "linked"}, "", 200, []string{"Des composants sont incompatibles", "GPL-3.0-only"}},
		"a file":        {map[string]string{"composants": "b, GPL-3.0-only", "licence": "MIT", "usage": "service"}, "a, Apache-2.0\n", 200, []string{"Tous les composants distribués conviennent"}},
		"nothing":       {map[string]string{"licence": "MIT", "usage": "linked"}, "", 400, []string{`href="#f-composants"`, "Collez une liste"}},
		"two faults":    {map[string]string{"licence": "", "usage": "linked"}, "", 400, []string{`href="#f-composants"`, `href="#f-licence"`}},
		"no use":        {map[string]string{"composants": "a, MIT", "licence": "MIT", "usage": "x"}, "", 400, []string{`href="#f-usage"`}},
		"damaged":       {map[string]string{"licence": "MIT", "usage": "linked"}, "{\n\"bomFormat\":", 400, []string{"à la ligne 2", `value="MIT"`}},
		"no licence id": {map[string]string{"composants": "a, MIT", "licence": "MIT OR ISC", "usage": "linked"}, "", 400, []string{`value="MIT OR ISC"`, `href="#f-licence"`}},
	} {
		status, body := sendList(t, page, x.fields, x.file)
		if status != x.status {
			t.Errorf("%s: status %d, want %d", name, status, x.status)
		}
		for _, w := range x.want {
			if !strings.Contains(body, w) {
				t.Errorf("%s: the page lacks %q", name, w)
			}
		}
	}
	if status, body := sendList(t, page, map[string]string{"composants": "a, BSD", "licence": "MIT", "usage": "linked", "format": "csv"}, ""); status != 200 || !strings.HasPrefix(body, "Composant,Version") || !strings.Contains(body, "Non vérifié") {
		t.Errorf("the file: %d %.80s", status, body)
	}
	if r := get(t, page+"?licence=EUPL-1.2"); r.status != 200 || !strings.Contains(r.body, `value="EUPL-1.2"`) || !strings.Contains(r.body, `enctype="multipart/form-data"`) {
		t.Errorf("the empty form: %d", r.status)
	}
}
