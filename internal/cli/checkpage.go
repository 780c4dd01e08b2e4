package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"guichet/internal/content"
	"guichet/internal/errs"
	"guichet/internal/i18n"
)

type checkPageCmd struct {
	File string `arg:"" help:"The page, a Markdown file, or a folder of pages."`
	Fix  bool   `help:"Mend the encoding of the file on disk."`
}

// maxPage bounds the page that is read, in bytes.
const maxPage = content.DefaultMaxFile

// Run checks the page, and mends its encoding where that is asked. A page that stands in a folder of pages is checked with what is
// around it: the files that it links to, its pictures, the data of its folders.
func (c *checkPageCmd) Run(env *Env) error {
	info, err := os.Stat(c.File)
	switch {
	case err != nil:
		return fmt.Errorf("%w: give the path of a page", err)
	case info.IsDir() && !c.Fix:
		return c.around(env, c.File, "")
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is not a file: give the path of a page", c.File)
	case info.Size() > maxPage:
		return fmt.Errorf("%s has %d bytes: a page has at most %d", c.File, info.Size(), maxPage)
	}
	body, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	fixed, damaged, line, lost := content.Repair(body)
	if damaged && c.Fix && !bytes.Equal(fixed, body) {
		if err := replaceFile(c.File, fixed, info.Mode()); err != nil {
			return fmt.Errorf("mending %s: %w", c.File, err)
		}
		body = fixed
		fmt.Fprintln(env.Stdout, errs.New(errs.Invalid, "check.mended").With("file", c.File).With("line", line).With("lost", lost).In(env.Lang))
	}
	if root, name, ok := rootOf(c.File); ok {
		return c.around(env, root, name)
	}
	name := filepath.Base(c.File)
	if filepath.Ext(name) != ".md" {
		name += ".md"
	}
	_, problems := content.Parse("fr/"+name, body, bareComponents{}, content.Options{ShowDrafts: true})
	for i := range problems {
		problems[i].File = c.File
	}
	return report(env, problems)
}

// around checks the pages of the folder root, or of them the file name alone.
func (c *checkPageCmd) around(env *Env, root, name string) error {
	_, problems, err := content.Load([]content.Layer{{Name: root, FS: content.Folder(root)}}, bareComponents{}, content.Options{ShowDrafts: true})
	if err != nil {
		return err
	}
	kept := problems[:0]
	for _, p := range problems {
		if name == "" {
			kept = append(kept, p)
		} else if p.File == strings.TrimRight(root, "/")+"/"+name {
			p.File = c.File
			kept = append(kept, p)
		}
	}
	return report(env, kept)
}

func report(env *Env, problems []content.Problem) error {
	for _, p := range problems {
		fmt.Fprintln(env.Stdout, p.In(env.Lang))
	}
	if len(problems) > 0 {
		return errFindings
	}
	return nil
}

// rootOf returns the folder of pages that a page stands in, the one that holds the folders of the languages, and the page's path in it.
// ok is false for a page that stands in no such folder, or under a name that is no page's.
func rootOf(file string) (root, name string, ok bool) {
	abs, err := filepath.Abs(file)
	if err != nil || filepath.Ext(abs) != ".md" || strings.EqualFold(filepath.Base(abs), "README.md") {
		return "", "", false
	}
	for dir := filepath.Dir(abs); filepath.Dir(dir) != dir; dir = filepath.Dir(dir) {
		switch base := filepath.Base(dir); {
		case base[0] == '.' || base[0] == '_': // such folders hold no pages
			return "", "", false
		case base == string(i18n.French) || base == string(i18n.English):
			root = filepath.Dir(dir)
			name, err = filepath.Rel(root, abs)
			return root, filepath.ToSlash(name), err == nil
		}
	}
	return "", "", false
}

// bareComponents draw nothing of their own: a check looks at the page, not at the theme.
type bareComponents struct{}

func (bareComponents) Callout(_ string, body content.HTML) content.HTML      { return body }
func (bareComponents) Alert(_, _ string, body content.HTML) content.HTML     { return body }
func (bareComponents) Quote(_ string, body content.HTML) content.HTML        { return body }
func (bareComponents) Accordion(_, _ string, body content.HTML) content.HTML { return body }
func (bareComponents) TableOpen(string) content.HTML                         { return "" }
func (bareComponents) TableClose() content.HTML                              { return "" }
