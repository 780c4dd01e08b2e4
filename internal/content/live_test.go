package content

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func write(t testing.TB, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func reload(t *testing.T, h *Holder) *Site {
	t.Helper()
	if err := h.Load(); err != nil {
		t.Fatal(err)
	}
	return h.Current()
}

func TestReload(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "fr/a.md", "---\ntitle: A\n---\nUn. [b](b.md)\n")
	write(t, dir, "fr/b.md", "---\ntitle: B\n---\nDeux.\n")
	write(t, dir, "fr/c.md", "---\ntitle: C\n---\nTrois.\n")
	var said []string
	h := NewHolder([]Layer{{"d", Folder(dir)}}, PlainComponents{}, Options{}, func(ps []Problem) { said = append(said, brief(t, ps)...) })
	s := reload(t, h)
	a, _ := s.Page("/fr/a/")

	write(t, dir, "fr/b.md", "---\ntitle: B\npermalink: /fr/ailleurs/\n---\nDeux et demi.\n")
	s = reload(t, h)
	if p, _ := s.Page("/fr/a/"); p == a || !strings.Contains(string(p.Body), `href="/fr/ailleurs/"`) {
		t.Error("a link keeps the address that its file had")
	}
	if !strings.Contains(string(a.Body), `href="/fr/b/"`) {
		t.Error("a page that readers have was changed")
	}

	c, _ := s.Page("/fr/c/")
	write(t, dir, "fr/a.md", "---\ntitle: A\n---\nUn nouveau texte.\n")
	s = reload(t, h)
	if p, _ := s.Page("/fr/c/"); p != c {
		t.Error("a page that nothing changed was drawn again")
	}
	if p, _ := s.Page("/fr/a/"); p.Text != "Un nouveau texte." {
		t.Errorf("a.md says %q", p.Text)
	}
	same(t, "problems", said, []string(nil))

	for name, bad := range map[string]string{"broken YAML": "---\ntitle: [A\n---\nPire.\n", "no title": "Pire.\n", "too deep": "---\ntitle: A\npermalink: /fr/z/\n---\n" + strings.Repeat("> ", 100) + "x\n"} {
		write(t, dir, "fr/a.md", bad)
		said = nil
		for range 2 { // the second load meets a page that was already kept
			s = reload(t, h)
		}
		p, ok := s.Page("/fr/a/")
		if !ok || p.Text != "Un nouveau texte." || len(s.Kept(p)) != 1 {
			t.Errorf("%s: %+v", name, p)
		}
		if all := strings.Join(said, " "); len(said) != 2 || !strings.Contains(all, "error") || !strings.Contains(all, "last-good") {
			t.Errorf("%s: said %q", name, said)
		}
		same(t, name, addresses(s), []string{"/fr/a/", "/fr/ailleurs/", "/fr/c/"})
		write(t, dir, "fr/a.md", "---\ntitle: A\n---\nUn nouveau texte.\n")
		reload(t, h)
	}

	write(t, dir, "fr/a.md", "---\ntitle: A\n---\nRéparé.\n")
	s = reload(t, h)
	if p, _ := s.Page("/fr/a/"); p.Text != "Réparé." || s.Kept(p) != nil {
		t.Errorf("after it was mended: %+v", p)
	}
	if err := os.Remove(filepath.Join(dir, "fr", "a.md")); err != nil {
		t.Fatal(err)
	}
	same(t, "after a removal", addresses(reload(t, h)), []string{"/fr/ailleurs/", "/fr/c/"})
}

// A change shows by itself; a folder that cannot be read leaves the pages as they are.
func TestWatch(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "fr/a.md", "---\ntitle: A\n---\nUn.\n")
	h := NewHolder([]Layer{{"d", Folder(dir)}}, PlainComponents{}, Options{}, nil)
	reload(t, h)
	ctx, cancel := context.WithCancel(t.Context())
	changes := make(chan error, 10)
	done := make(chan struct{})
	go func() { h.Watch(ctx, func(err error) { changes <- err }); close(done) }()
	defer func() { cancel(); <-done }()
	next := func() error {
		select {
		case err := <-changes:
			return err
		case <-time.After(30 * time.Second):
			t.Fatal("nothing was noticed")
			return nil
		}
	}
	write(t, dir, "fr/a.md", "---\ntitle: A\n---\nDeux et plus.\n")
	if err := next(); err != nil {
		t.Fatal(err)
	}
	if p, _ := h.Current().Page("/fr/a/"); p.Text != "Deux et plus." {
		t.Errorf("%q", p.Text)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	for err := next(); err == nil; err = next() {
		_ = err // it may be seen while it empties
	}
	if h.Current() == nil {
		t.Error("the pages are lost")
	}
}

// Nothing outside the folder is opened, nor what never ends.
func TestFolderKeepsInside(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	write(t, outside, "secret.png", "secret")
	write(t, dir, "fr/a.md", "---\ntitle: A\n---\n")
	for link, to := range map[string]string{"fr/s.png": filepath.Join(outside, "secret.png"), "fr/up.png": "../../" + filepath.Base(outside) + "/secret.png", "fr/dir": outside, "fr/null.png": "/dev/zero"} {
		if err := os.Symlink(to, filepath.Join(dir, filepath.FromSlash(link))); err != nil {
			t.Fatal(err)
		}
	}
	fsys := Folder(dir)
	for _, name := range []string{"fr/s.png", "fr/up.png", "fr/dir/secret.png", "fr/null.png", "../x", "/etc/passwd", "fr/../../x"} {
		if f, err := fsys.Open(name); err == nil {
			f.Close()
			t.Errorf("%s was opened", name)
		}
	}
	if f, err := fsys.Open("fr/a.md"); err != nil {
		t.Error(err)
	} else {
		f.Close()
	}
}

func BenchmarkReloadOneOf5000(b *testing.B) {
	dir := b.TempDir()
	for i := range 5000 {
		write(b, dir, "fr/fiches/fiche-"+strings.Repeat("i", i%3)+string(rune('a'+i%26))+"-"+time.Duration(i).String()+".md", string(samplePage(i)))
	}
	h := NewHolder([]Layer{{"d", Folder(dir)}}, PlainComponents{}, Options{}, nil)
	if err := h.Load(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		b.StopTimer()
		write(b, dir, "fr/fiches/une.md", "---\ntitle: Une\n---\n"+time.Now().String())
		b.StartTimer()
		if fingerprint(h.layers) == h.print {
			b.Fatal("not noticed")
		}
		if err := h.Load(); err != nil {
			b.Fatal(err)
		}
	}
}
