package cli

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"guichet/internal/i18n"
	"guichet/internal/source/publiccode"
)

// checkPubliccodeCmd checks what a repository says of its software.
type checkPubliccodeCmd struct {
	Path string `arg:"" placeholder:"PATH" help:"A publiccode.yml, or a folder: its publiccode.yml, or else every .yml and .yaml file in it. Files that it names are looked for beside it."`
}

// Run checks the files; nothing is fetched.
func (c *checkPubliccodeCmd) Run(env *Env) error {
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
