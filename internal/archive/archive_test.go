package archive_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"testing"

	"guichet/internal/archive"
	"guichet/internal/errs"
)

type entry struct {
	name, body, link string
	kind             byte
}

func tarOf(t testing.TB, list ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, e := range list {
		kind := e.kind
		if kind == 0 {
			kind = tar.TypeReg
		}
		if err := w.WriteHeader(&tar.Header{Name: e.name, Size: int64(len(e.body)), Typeflag: kind, Linkname: e.link, Mode: 0o644}); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, e.body); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gz(t testing.TB, body []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zipOf(t testing.TB, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, n := range names {
		f, err := w.Create(n)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, "body of "+n); err != nil && !strings.HasSuffix(n, "/") {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRead(t *testing.T) {
	t.Parallel()
	files := tarOf(t, entry{name: "app-1.0/", kind: tar.TypeDir}, entry{name: "app-1.0/README.md", body: "hello"}, entry{name: "app-1.0/out", link: "/etc/passwd", kind: tar.TypeSymlink}, entry{name: "app-1.0/dir/a.go", body: "package a"})
	for name, body := range map[string][]byte{"tar": files, "tar.gz": gz(t, files)} {
		tree, err := archive.Read(body)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		paths, sizes := tree.Files()
		if fmt.Sprint(paths, sizes, tree.Links) != "[README.md dir/a.go] [5 9] 1" {
			t.Errorf("%s: %v %v %d", name, paths, sizes, tree.Links)
		}
		if b, err := tree.Read("README.md", 4); string(b) != "hell" || err != nil {
			t.Errorf("%s: %q, %v", name, b, err)
		}
		if _, err := tree.Read("out", 4); !errs.Is(err, errs.NotFound) {
			t.Errorf("%s: a link is read: %v", name, err)
		}
	}
	tree, err := archive.Read(zipOf(t, "a.txt", "dir/", "dir/b.txt"))
	if err != nil || len(tree.Entries) != 2 || tree.Entries[1].Path != "dir/b.txt" {
		t.Errorf("zip: %v, %v", tree, err)
	}
}

// zeros is a reader of n zeros.
type zeros struct{ n int64 }

func (z *zeros) Read(p []byte) (int, error) {
	if z.n <= 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), z.n))
	clear(p[:n])
	z.n -= int64(n)
	return n, nil
}

func zipBomb(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create("bomb")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(f, &zeros{archive.MaxContent + 1}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// gzipBomb is a tar.gz of one file that is larger than the bound: one compressed piece of zeros, again and again.
func gzipBomb(t testing.TB) []byte {
	t.Helper()
	var head bytes.Buffer
	w := tar.NewWriter(&head)
	if err := w.WriteHeader(&tar.Header{Name: "bomb", Size: archive.MaxContent + 1<<20, Typeflag: tar.TypeReg, Mode: 0o644}); err != nil {
		t.Fatal(err)
	}
	return append(gz(t, head.Bytes()), bytes.Repeat(gz(t, make([]byte, 1<<20)), archive.MaxContent>>20+1)...)
}

// millions is a tar.gz of n empty files: one compressed piece of a thousand, again and again.
func millions(t testing.TB, n int) []byte {
	t.Helper()
	var one bytes.Buffer
	w := tar.NewWriter(&one)
	if err := w.WriteHeader(&tar.Header{Name: "f", Typeflag: tar.TypeReg, Mode: 0o644}); err != nil {
		t.Fatal(err)
	}
	return bytes.Repeat(gz(t, bytes.Repeat(one.Bytes(), 1000)), n/1000)
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	many := make([]string, archive.MaxFiles+1)
	for i := range many {
		many[i] = fmt.Sprintf("f%d", i)
	}
	for name, x := range map[string]struct {
		body []byte
		key  string
	}{
		"empty":              {nil, "archive.empty"},
		"text":               {[]byte("hello"), "archive.format"},
		"too large":          {append([]byte("PK"), make([]byte, archive.MaxBytes)...), "archive.large"},
		"damaged zip":        {zipOf(t, "a")[:40], "archive.damaged"},
		"damaged gzip":       {gz(t, tarOf(t, entry{name: "a", body: strings.Repeat("x", 5000)}))[:60], "archive.damaged"},
		"no file":            {tarOf(t, entry{name: "d/", kind: tar.TypeDir}), "archive.none"},
		"zip climbs":         {zipOf(t, "../../etc/passwd"), "archive.name"},
		"zip absolute":       {zipOf(t, "/etc/passwd"), "archive.name"},
		"zip of Windows":     {zipOf(t, `..\..\x`), "archive.name"},
		"drive":              {zipOf(t, `C:\x`), "archive.name"},
		"tar climbs":         {tarOf(t, entry{name: "a/../../x", body: "x"}), "archive.name"},
		"control":            {tarOf(t, entry{name: "a\x1b[2J", body: "x"}), "archive.name"},
		"deep":               {tarOf(t, entry{name: strings.Repeat("d/", 100) + "x", body: "x"}), "archive.name"},
		"only links":         {tarOf(t, entry{name: "a", link: "/etc/passwd", kind: tar.TypeSymlink}, entry{name: "b", link: "a", kind: tar.TypeLink}, entry{name: "c", kind: tar.TypeChar}), "archive.none"},
		"zip bomb":           {zipBomb(t), "archive.bomb"},
		"gzip bomb":          {gzipBomb(t), "archive.bomb"},
		"many in zip":        {zipOf(t, many...), "archive.many"},
		"ten million in tar": {millions(t, 100_000), "archive.many"}, // as many as one likes: reading stops at the bound
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := archive.Read(x.body)
			all := errs.All(err)
			if len(all) != 1 || all[0].Key != x.key || all[0].Field != "file" {
				t.Errorf("got %v, want %s", err, x.key)
			}
		})
	}
}

// BenchmarkHostile holds what the worst archives cost before they are refused. Ten million files in one stream fit in the bound of what is sent.
func BenchmarkHostile(b *testing.B) {
	for name, body := range map[string][]byte{"bomb": zipBomb(b), "ten-million-files": millions(b, 10_000_000)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.ReportMetric(float64(len(body)), "bytes-sent")
			for b.Loop() {
				if _, err := archive.Read(body); err == nil {
					b.Fatal("taken")
				}
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(zipOf(f, "a/b", "c"))
	f.Add(tarOf(f, entry{name: "a", body: "x"}))
	f.Add(gz(f, tarOf(f, entry{name: "a", body: "x"})))
	f.Fuzz(func(t *testing.T, body []byte) {
		tree, err := archive.Read(body)
		if err != nil {
			if !errs.Is(err, errs.Invalid) {
				t.Fatal(err)
			}
			return
		}
		paths, _ := tree.Files()
		for _, p := range paths {
			if strings.HasPrefix(p, "/") || strings.HasPrefix(p, "../") || strings.Contains(p, "/../") {
				t.Fatalf("path %q", p)
			}
			if _, err := tree.Read(p, 10); err != nil {
				t.Fatal(err)
			}
		}
	})
}
