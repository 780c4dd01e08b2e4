package readiness

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/go-git/go-git/v5"
)

// Tree is the files of a repository. Paths have slashes and are relative.
type Tree interface {
	Files() (paths []string, sizes []int64)
	Read(path string, most int) ([]byte, error) // the first most bytes
}

// maxFiles bounds the files of a folder that are looked at.
const maxFiles = 200_000

// Folder is a folder on this machine. In a git repository its files are those that git keeps, as they are on disk, and its history is known.
type Folder struct {
	root  *os.Root
	paths []string
	sizes []int64
	repo  *git.Repository // nil without git
}

// OpenFolder lists the files of a folder. Links are not followed out of it.
func OpenFolder(dir string) (*Folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	f := &Folder{root: root}
	if f.repo, err = git.PlainOpen(dir); err != nil && !errors.Is(err, git.ErrRepositoryNotExists) {
		root.Close()
		return nil, fmt.Errorf("reading the git repository in %s: %w", dir, err)
	}
	var names []string
	if f.repo != nil {
		index, err := f.repo.Storer.Index()
		if err != nil {
			root.Close()
			return nil, err
		}
		for _, e := range index.Entries {
			names = append(names, e.Name)
		}
	} else if names, err = walk(root.FS()); err != nil {
		root.Close()
		return nil, err
	}
	if len(names) > maxFiles {
		root.Close()
		return nil, fmt.Errorf("%s has more than %d files", dir, maxFiles)
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		info, err := root.Lstat(filepath.FromSlash(name))
		if err != nil || !info.Mode().IsRegular() {
			continue // removed from disk and not yet from git, a link, a submodule
		}
		f.paths, f.sizes = append(f.paths, name), append(f.sizes, info.Size())
	}
	return f, nil
}

// walk lists the files of a folder that git does not keep; what tools put beside the code is left out.
func walk(fsys fs.FS) ([]string, error) {
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains([]string{".git", ".hg", ".svn", "node_modules", "vendor", ".venv", "__pycache__"}, d.Name()):
			return fs.SkipDir
		case d.Type().IsRegular():
			names = append(names, name)
		}
		if len(names) > maxFiles {
			return fs.SkipAll
		}
		return nil
	})
	return names, err
}

// Files lists the paths with their sizes in bytes.
func (f *Folder) Files() ([]string, []int64) { return f.paths, f.sizes }

// Read returns the first most bytes of a file.
func (f *Folder) Read(name string, most int) ([]byte, error) {
	file, err := f.root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, int64(most)))
}

// Close ends the reading of the folder.
func (f *Folder) Close() error { return f.root.Close() }
