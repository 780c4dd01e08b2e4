package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"guichet/internal/i18n"
	"guichet/internal/ospo"
)

// checkCmd holds the checks.
type checkCmd struct {
	Page       checkPageCmd       `cmd:"" help:"Check a page, or all pages of a folder: encoding, front matter, Markdown, pictures, links between files."`
	OSPO       checkOSPOCmd       `cmd:"" name:"ospometa" help:"Check a register of OSPOs: each fault with its line, its field and what to do."`
	Links      checkLinksCmd      `cmd:"" help:"Follow every internal link of the whole desk."`
	Publiccode checkPubliccodeCmd `cmd:"" help:"Check a publiccode.yml, or every one in a folder: line, field, remedy."`
	Components checkComponentsCmd `cmd:"" help:"Check the licences of a list of components against the licence of the whole."`
	Repository checkRepositoryCmd `cmd:"" help:"Say whether a repository is ready to be published: licence, secrets, personal data, presentation."`
}

type checkOSPOCmd struct {
	File string `arg:"" help:"A register of OSPOs in the format of fr-public-sector-ospo.yml."`
	Fix  bool   `help:"Quote what YAML would misread and write countries in capitals, in the file on disk."`
}

// Run checks the register and says for each fault its line, its field and what to do.
func (c *checkOSPOCmd) Run(env *Env) error {
	info, err := os.Stat(c.File)
	switch {
	case err != nil:
		return fmt.Errorf("%w: give the path of a register", err)
	case !info.Mode().IsRegular() || info.Size() > ospo.MaxFile:
		return fmt.Errorf("%s is no file of at most %d bytes: give the path of a register", c.File, ospo.MaxFile)
	}
	body, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	if fixed, lines := ospo.Repair(body); c.Fix && len(lines) > 0 {
		if err := replaceFile(c.File, fixed, info.Mode()); err != nil {
			return fmt.Errorf("mending %s: %w", c.File, err)
		}
		body = fixed
		for _, line := range lines {
			fmt.Fprintln(env.Stdout, i18n.T(env.Lang, "check.ospo-mended", map[string]any{"file": c.File, "line": line}))
		}
	}
	entries, problems, err := ospo.Parse(body)
	if err != nil {
		fmt.Fprintf(env.Stdout, "%s: %s\n", c.File, env.message(err))
		return errFindings
	}
	for _, p := range problems {
		fmt.Fprintf(env.Stdout, "%s:%d: %s: %s (%s)\n", c.File, p.Line, p.Err.Field, p.Err.In(env.Lang), p.Entry)
	}
	fmt.Fprintln(env.Stdout, i18n.T(env.Lang, "check.ospo-count", map[string]any{"right": len(entries), "faults": len(problems)}))
	if len(problems) > 0 {
		return errFindings
	}
	return nil
}

// replaceFile writes the new content beside the file and puts it in its place in one step, so that the page is never half-written.
func replaceFile(name string, body []byte, mode os.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".guichet-*")
	if err != nil {
		return err
	}
	_, err = f.Write(body)
	err = errors.Join(err, f.Chmod(mode.Perm()), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

type checkLinksCmd struct {
	ServeSettings
}

// Run opens the desk in memory and follows every link from both home pages and the service page.
func (c *checkLinksCmd) Run(env *Env) error {
	if c.LogLevel == "info" {
		c.LogLevel = "warn"
	}
	h, stop, err := env.Handler(env.Ctx, c.ServeSettings, c.Logger(env.Stderr))
	if err != nil {
		return err
	}
	defer stop()
	report := Crawl(env.Ctx, h, []string{"/fr/", "/en/", "/fr/mission/offre-de-services/", "/sitemap.xml"})
	for _, b := range report.Broken {
		fmt.Fprintln(env.Stdout, b)
	}
	fmt.Fprintf(env.Stdout, "pages %d, links %d, broken %d\n", report.Pages, report.Links, len(report.Broken))
	if len(report.Broken) > 0 {
		return errFindings
	}
	return nil
}
