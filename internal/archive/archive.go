// Package archive reads an archive that a stranger sent (zip, tar, tar.gz) into memory, within bounds of size, number and depth.
//
// Nothing is written to disk. Only regular files are kept: links and devices are left out, since a link may lead anywhere. A name that is absolute, climbs out of the archive
// or is no text is a refusal of the whole, for it is no accident. Bombs are stopped by what they unpack to, and not by what they claim.
package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"guichet/internal/errs"
)

// Bounds of an archive.
const (
	MaxBytes   = 20 << 20 // of the archive as it is sent
	MaxContent = 64 << 20 // of all files together
	MaxFiles   = 20_000   // entries, directories and links included
	maxName    = 1000     // bytes
	maxDepth   = 60       // folders above a file
)

// File is a regular file of an archive.
type File struct {
	Path string // slashes, relative, clean
	Body []byte
}

// Tree is the files of an archive by path. A folder that holds everything, as forges make them, is taken off.
type Tree struct {
	Entries []File
	Links   int // symbolic and hard links and devices that were left out
}

// Files lists the paths with their sizes in bytes.
func (t *Tree) Files() (paths []string, sizes []int64) {
	for _, f := range t.Entries {
		paths, sizes = append(paths, f.Path), append(sizes, int64(len(f.Body)))
	}
	return paths, sizes
}

// Read returns the first most bytes of a file.
func (t *Tree) Read(name string, most int) ([]byte, error) {
	i, ok := slices.BinarySearchFunc(t.Entries, name, func(f File, name string) int { return strings.Compare(f.Path, name) })
	if !ok {
		return nil, errs.New(errs.NotFound, "archive.no-file")
	}
	return t.Entries[i].Body[:min(most, len(t.Entries[i].Body))], nil
}

// Is reports whether bytes begin as an archive of a format that Read knows.
func Is(body []byte) bool {
	return bytes.HasPrefix(body, []byte("PK")) || bytes.HasPrefix(body, []byte{0x1f, 0x8b}) || len(body) > 262 && string(body[257:262]) == "ustar"
}

// Read reads an archive; its format is told by its first bytes. It refuses (errs.Invalid on "file") what is too large, damaged, no archive, or hostile.
func Read(body []byte) (*Tree, error) {
	b := &builder{tree: &Tree{}}
	var err error
	switch {
	case len(body) == 0:
		return nil, refuse("archive.empty")
	case len(body) > MaxBytes:
		return nil, refuse("archive.large").With("most", MaxBytes>>20)
	case bytes.HasPrefix(body, []byte("PK")):
		err = b.zip(body)
	case bytes.HasPrefix(body, []byte{0x1f, 0x8b}):
		var z *gzip.Reader
		if z, err = gzip.NewReader(bytes.NewReader(body)); err == nil {
			err = b.tar(z)
		}
	case len(body) > 262 && string(body[257:262]) == "ustar":
		err = b.tar(bytes.NewReader(body))
	default:
		return nil, refuse("archive.format")
	}
	if err != nil {
		if known, ok := errors.AsType[*errs.Error](err); ok {
			return nil, known
		}
		return nil, refuse("archive.damaged")
	}
	if len(b.tree.Entries) == 0 {
		return nil, refuse("archive.none")
	}
	b.strip()
	slices.SortStableFunc(b.tree.Entries, func(x, y File) int { return strings.Compare(x.Path, y.Path) })
	b.tree.Entries = slices.CompactFunc(b.tree.Entries, func(x, y File) bool { return x.Path == y.Path })
	return b.tree, nil
}

func refuse(key string) *errs.Error { return errs.New(errs.Invalid, key).On("file") }

type builder struct {
	tree    *Tree
	entries int
	left    int64 // bytes that may still come; 0 before the first file
	started bool
}

// count counts an entry of any kind.
func (b *builder) count() error {
	if b.entries++; b.entries > MaxFiles {
		return refuse("archive.many").With("most", MaxFiles)
	}
	return nil
}

// safe checks a name and returns it clean. Backslashes are separators on some systems, so they count as such.
func safe(name string) (string, error) {
	bad := !utf8.ValidString(name) || len(name) > maxName || strings.ContainsFunc(name, unicode.IsControl)
	slashed := strings.ReplaceAll(name, `\`, "/")
	bad = bad || strings.HasPrefix(slashed, "/") || len(slashed) > 1 && slashed[1] == ':' || slices.Contains(strings.Split(slashed, "/"), "..") || strings.Count(slashed, "/") > maxDepth
	if bad {
		return "", refuse("archive.name").With("name", clip(name))
	}
	return path.Clean(slashed), nil
}

func clip(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return '?'
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// add keeps a file; what it says of its own size is not believed.
func (b *builder) add(name string, r io.Reader) error {
	if !b.started {
		b.left, b.started = MaxContent, true
	}
	body, err := io.ReadAll(io.LimitReader(r, b.left+1))
	if err != nil {
		return err
	}
	if b.left -= int64(len(body)); b.left < 0 {
		return refuse("archive.bomb").With("most", MaxContent>>20)
	}
	b.tree.Entries = append(b.tree.Entries, File{name, slices.Clip(body)})
	return nil
}

func (b *builder) zip(body []byte) error {
	// The directory is read whole by the library before a single entry can be counted: so its entries are counted first, whatever their number claims to be.
	if bytes.Count(body, []byte("PK\x01\x02")) > MaxFiles {
		return refuse("archive.many").With("most", MaxFiles)
	}
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return err
	}
	for _, f := range z.File {
		if err := b.count(); err != nil {
			return err
		}
		name, err := safe(f.Name)
		switch {
		case err != nil:
			return err
		case f.FileInfo().IsDir():
			continue
		case !f.Mode().IsRegular():
			b.tree.Links++
			continue
		case f.Flags&1 != 0:
			return refuse("archive.locked")
		}
		r, err := f.Open()
		if err != nil {
			return err
		}
		err = b.add(name, r)
		r.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// tar reads a stream of which nothing is kept but its files; headers and the bodies of what is left out count, too.
func (b *builder) tar(r io.Reader) error {
	bounded := &io.LimitedReader{R: r, N: 2 * MaxContent}
	t := tar.NewReader(bounded)
	for {
		h, err := t.Next()
		if bounded.N <= 0 {
			return refuse("archive.bomb").With("most", MaxContent>>20)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			return err
		}
		if h.Typeflag == tar.TypeXGlobalHeader {
			continue
		}
		if err := b.count(); err != nil {
			return err
		}
		name, err := safe(h.Name)
		switch {
		case err != nil:
			return err
		case h.Typeflag == tar.TypeDir:
			continue
		case h.Typeflag != tar.TypeReg:
			b.tree.Links++
			continue
		}
		if err := b.add(name, t); err != nil {
			return err
		}
	}
}

// strip takes off the folder that all files share.
func (b *builder) strip() {
	top, _, ok := strings.Cut(b.tree.Entries[0].Path, "/")
	for _, f := range b.tree.Entries {
		ok = ok && strings.HasPrefix(f.Path, top+"/")
	}
	if ok {
		for i := range b.tree.Entries {
			b.tree.Entries[i].Path = b.tree.Entries[i].Path[len(top)+1:]
		}
	}
}
