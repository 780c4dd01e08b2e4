package i18n_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"guichet/internal/i18n"
)

// Each message exists in both languages, and no key of the code is missing.
func TestBothLanguages(t *testing.T) {
	t.Parallel()
	for _, l := range i18n.Langs {
		for key := range i18n.Keys(l) {
			if !i18n.Has(l.Other(), key) {
				t.Errorf("%s exists in %s only", key, l)
			}
		}
	}
}

var keyPattern = regexp.MustCompile(`"((?:web|answer|procurement|market|desk|catalog|ospo|community|import|database|app|api|check|content|theme)\.[a-z0-9.-]+)"`)

func TestKeysOfTheCodeExist(t *testing.T) {
	t.Parallel()
	used := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || filepath.Ext(path) != ".go" && filepath.Ext(path) != ".tmpl" {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range keyPattern.FindAllStringSubmatch(string(src), -1) {
			key := m[1]
			if strings.HasSuffix(key, "-") || strings.HasSuffix(key, ".") || strings.HasSuffix(key, ".go") || strings.HasSuffix(key, ".css") || strings.HasSuffix(key, ".xml") {
				continue // completed at run time, or a file
			}
			used++
			if !i18n.Has(i18n.French, key) {
				t.Errorf("%s: the message %s does not exist", path, key)
			}
		}
		return nil
	})
	if err != nil || used < 100 {
		t.Errorf("%d keys found, %v", used, err)
	}
}

// French puts a no-break space before double punctuation and inside guillemets.
func TestFrenchTypography(t *testing.T) {
	t.Parallel()
	wrong := regexp.MustCompile(`[^\x{a0}\x{202f}\s][;?!»]|[ ][:;?!»]|«[^\x{a0}\x{202f}]`)
	for key := range i18n.Keys(i18n.French) {
		values := map[string]any{"n": 2}
		text := i18n.T(i18n.French, key, values)
		text = regexp.MustCompile(`https?://\S+|&[a-z]+;|<[^>]*>|\?q=\S*|:::|:\d+`).ReplaceAllString(text, "")
		if m := wrong.FindString(text); m != "" {
			t.Errorf("%s: %q in %q", key, m, text)
		}
	}
}

func TestPlural(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0 jour ouvré", 1: "1 jour ouvré", 2: "2 jours ouvrés"} {
		if got := i18n.T(i18n.French, "market.working-days", map[string]any{"n": n}); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	if got := i18n.T(i18n.French, "no.such.key", nil); got != "no.such.key" {
		t.Errorf("an unknown key is %q", got)
	}
}

func TestElision(t *testing.T) {
	t.Parallel()
	for product, want := range map[string]string{"Oracle Database": "Équivalents libres d'Oracle Database", "SAP": "Équivalents libres de SAP", "Épinal": "Équivalents libres d'Épinal"} {
		if got := i18n.T(i18n.French, "web.product-title", map[string]any{"product": product}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
