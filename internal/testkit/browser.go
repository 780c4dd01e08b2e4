package testkit

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Chromium returns the program at GUICHET_CHROMIUM, or the machine's own Chromium.
func Chromium(t testing.TB) string {
	t.Helper()
	if program := os.Getenv("GUICHET_CHROMIUM"); program != "" {
		path, err := exec.LookPath(program)
		if err != nil {
			t.Fatalf("GUICHET_CHROMIUM: %v", err)
		}
		return path
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	Missing(t, "Chromium (install it, or set GUICHET_CHROMIUM)")
	return ""
}

// Axe returns the script of axe-core, the examiner of accessibility, in the version that tools/npm pins.
func Axe(t testing.TB) string {
	t.Helper()
	script, err := os.ReadFile(filepath.Join(root(t), "tools", "npm", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		Missing(t, "axe-core (run `npm ci` in tools/npm)")
	}
	return string(script)
}

// root returns the folder of the module: the first above the test's own that holds go.mod.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("no go.mod above the test")
		}
		dir = parent
	}
}
