package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"guichet/internal/i18n"
	"guichet/internal/readiness"
	"guichet/internal/source/publiccode"
)

// checkPubliccodeCmd checks what a repository says of its software.
type checkPubliccodeCmd struct {
	Path string `arg:"" placeholder:"PATH" help:"A publiccode.yml, or a folder: its publiccode.yml, or else every .yml and .yaml file in it. Files that it names are looked for beside it."`
	Fix  bool   `help:"Write the publiccode.yml of a folder from what the repository says, or bring a file to the current version of the standard, on disk. A file with comments is left as it is: they would be lost."`
}

// Run checks the files; nothing is fetched.
func (c *checkPubliccodeCmd) Run(env *Env) error {
	if c.Fix {
		if err := c.fix(env); err != nil {
			return err
		}
	}
	files, err := publiccodeFiles(c.Path)
	if err != nil {
		return err
	}
	valid := true
	for _, name := range files {
		body, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("%w: give the path of a publiccode.yml that can be read", err)
		}
		beside := os.DirFS(filepath.Dir(name))
		findings := publiccode.Check(body, func(file string) bool {
			if !fs.ValidPath(file) {
				return false
			}
			_, err := fs.Stat(beside, file)
			return err == nil
		})
		warnings := 0
		for _, f := range findings {
			if f.Warning {
				warnings++
			}
			fmt.Fprintf(env.Stdout, "%s:%s\n", name, f.In(env.Lang))
		}
		key := "publiccode.valid"
		if !publiccode.Valid(findings) {
			valid, key = false, "publiccode.invalid"
		}
		fmt.Fprintln(env.Stdout, i18n.T(env.Lang, key, map[string]any{"file": name, "warnings": warnings, "errors": len(findings) - warnings}))
	}
	if !valid {
		return errFindings
	}
	return nil
}

// fix writes the file of a repository, or mends the file that is named.
func (c *checkPubliccodeCmd) fix(env *Env) error {
	info, err := os.Stat(c.Path)
	if err != nil {
		return fmt.Errorf("%w: give the path of a publiccode.yml or of a folder", err)
	}
	name, mode := c.Path, fs.FileMode(0o644)
	var d readiness.Draft
	var findings []publiccode.Finding
	if info.IsDir() {
		tree, err := readiness.OpenFolder(c.Path)
		if err != nil {
			return err
		}
		defer tree.Close()
		name = filepath.Join(c.Path, "publiccode.yml")
		if yaml := filepath.Join(c.Path, "publiccode.yaml"); !exists(name) && exists(yaml) {
			name = yaml
		}
		d, findings = readiness.DraftPubliccode(tree)
	}
	old, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	default:
		if info, err = os.Stat(name); err != nil {
			return err
		}
		mode = info.Mode()
	}
	if d.Values == nil {
		d.Form, findings = publiccode.Open(old)
	}
	switch {
	case findings != nil:
		return nil // it is no YAML: the check that follows says where
	case comment.Match(old):
		fmt.Fprintln(env.Stdout, i18n.T(env.Lang, "publiccode.commented", map[string]any{"file": name}))
		return nil
	}
	body, _ := d.File(nil)
	if body == nil || bytes.Equal(body, old) {
		return nil
	}
	if err := replaceFile(name, body, mode); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	fmt.Fprintln(env.Stdout, i18n.T(env.Lang, "publiccode.written", map[string]any{"file": name}))
	for _, e := range publiccode.Entries {
		if from := d.From[e.Path]; from != "" && from != filepath.Base(name) {
			fmt.Fprintln(env.Stdout, i18n.T(env.Lang, "publiccode.taken", map[string]any{"file": name, "field": e.Path, "from": from}))
		}
	}
	return nil
}

// comment is a comment of YAML; a text that looks like one is taken for one: the file is then left as it is.
var comment = regexp.MustCompile(`(?m)(^|[ \t])#`)

// publiccodeFiles returns the files that a path stands for.
func publiccodeFiles(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("%w: give the path of a publiccode.yml or of a folder", err)
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	for _, name := range []string{"publiccode.yml", "publiccode.yaml"} {
		if one := filepath.Join(path, name); exists(one) {
			return []string{one}, nil
		}
	}
	var files []string
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if ext := filepath.Ext(e.Name()); !e.IsDir() && (ext == ".yml" || ext == ".yaml") && !strings.HasPrefix(e.Name(), ".") {
			files = append(files, filepath.Join(path, e.Name()))
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s holds no publiccode.yml: give the folder of a repository, or the file itself", path)
	}
	return files, nil
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
