package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/provenance"
)

// Bounds of what is read, in bytes.
const (
	MaxFile  = 512 << 20 // of one file: the largest known export has 4 MB
	MaxEntry = 1 << 20   // of one entry of an array or one line
	MaxSmall = 4 << 20   // of a file that is read whole
)

// maxFiles bounds how many files of a folder are read.
const maxFiles = 100_000

// Format is one format that can be imported.
type Format struct {
	Name string // of the command's argument
	Help string // one line: what is read
	Read func(ctx context.Context, in *Input) (facts.Import, error)
}

// Input is what an importer reads: one file, or the files of a folder.
type Input struct {
	Name     string          // a path or an address, for messages
	Checked  provenance.Date // of the copy, where the data says none
	Progress func(entries int)

	folder bool
	files  fs.FS
	one    string                        // name of the one file within files
	open   func() (io.ReadCloser, error) // instead of files
}

// Open returns the input at the path name: a file, or a folder. Its date is that of the last change of the file, or of the newest in the folder:
// the day when the copy was made, as far as the file system knows.
func Open(name string) (*Input, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("%w: give the path of a file or folder that can be read", err)
	}
	in := &Input{Name: name, Checked: provenance.Day(info.ModTime())}
	switch {
	case info.IsDir():
		in.folder, in.files = true, os.DirFS(name)
		newest, err := newestOf(in.files)
		if err != nil {
			return nil, err
		}
		in.Checked = provenance.Day(newest)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is neither a file nor a folder", name)
	default:
		in.files, in.one = os.DirFS(filepath.Dir(name)), filepath.Base(name)
	}
	return in, nil
}

func newestOf(fsys fs.FS) (time.Time, error) {
	var newest time.Time
	err := fs.WalkDir(fsys, ".", func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil && info.ModTime().After(newest) {
			newest = info.ModTime()
		}
		return err
	})
	return newest, err
}

// Bytes returns an input that holds body, as it was read at the date checked.
func Bytes(name string, body []byte, checked provenance.Date) *Input {
	return &Input{Name: name, Checked: checked, one: path.Base(name), open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }}
}

// Folder returns an input that holds the files of fsys.
func Folder(name string, fsys fs.FS, checked provenance.Date) *Input {
	return &Input{Name: name, Checked: checked, folder: true, files: fsys}
}

// IsFolder reports whether the input is a folder.
func (in *Input) IsFolder() bool { return in.folder }

// Each calls f with each file of a folder whose name ends with one of exts, by name, or with the one file that the input is, whatever its name.
// The reader ends with errs.TooLarge behind MaxFile bytes.
func (in *Input) Each(ctx context.Context, exts []string, f func(name string, r io.Reader) error) error {
	if !in.folder {
		return in.read(ctx, in.one, f)
	}
	var names []string
	err := fs.WalkDir(in.files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !slices.Contains(exts, path.Ext(name)) {
			return err
		}
		if names = append(names, name); len(names) > maxFiles {
			return errs.New(errs.Invalid, "import.too-many-files").With("n", maxFiles)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return errs.New(errs.Invalid, "import.no-file").With("name", in.Name).With("ext", fmt.Sprint(exts))
	}
	for _, name := range names {
		if err := in.read(ctx, name, f); err != nil {
			return err
		}
	}
	return nil
}

func (in *Input) read(ctx context.Context, name string, f func(string, io.Reader) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	var r io.ReadCloser
	var err error
	if in.open != nil {
		r, err = in.open()
	} else {
		r, err = in.files.Open(name)
	}
	if err != nil {
		return fmt.Errorf("%w: give the path of a file that can be read", err)
	}
	defer r.Close()
	return f(name, &bounded{r: r, left: MaxFile, name: in.Name})
}

// Exists reports whether a file stands beside the input's, or within its folder.
func (in *Input) Exists(name string) bool {
	if in.files == nil || !fs.ValidPath(name) {
		return false
	}
	info, err := fs.Stat(in.files, name)
	return err == nil && !info.IsDir()
}

// bounded is a reader that refuses to go on behind a bound.
type bounded struct {
	r    io.Reader
	left int64
	name string
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		// One more byte decides whether the bound is reached or passed.
		var one [1]byte
		if n, err := io.ReadFull(b.r, one[:]); n == 0 {
			return 0, err
		}
		return 0, errs.New(errs.TooLarge, "import.too-large").With("name", b.name).With("mb", MaxFile>>20)
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.r.Read(p)
	b.left -= int64(n)
	return n, err
}

// Whole reads a file that is small by its nature, without its byte order mark. One that is not UTF-8 is damaged; one larger than MaxSmall is errs.TooLarge.
func Whole(name string, r io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, MaxSmall+1))
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, Damage(body, int64(len(body)), "the file ends too early")
	case err != nil:
		return nil, err
	case len(body) > MaxSmall:
		return nil, errs.New(errs.TooLarge, "import.too-large").With("name", name).With("mb", MaxSmall>>20)
	}
	body = bytes.TrimPrefix(body, bom)
	if i := badUTF8(body); i >= 0 {
		return nil, Damage(body, int64(i), "the text is not UTF-8")
	}
	return body, nil
}

var bom = []byte("\ufeff")
