package theme

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

//go:embed dsfr/*.tmpl dsfr/assets/*
var dsfrFiles embed.FS

// dsfrNeeds are the files of the design system that every page asks for; "make dsfr" puts them there.
var dsfrNeeds = []string{"dist/dsfr.min.css", "dist/utility/utility.min.css", "dist/dsfr.module.min.js", "dist/dsfr.nomodule.min.js"}

// ErrNoDSFR says that the folder does not hold the design system.
var ErrNoDSFR = errors.New("the State's design system is not there")

var dsfrVersion = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+$`)

// DSFR returns the theme that follows the State's design system, which its terms reserve to the State's administrations. files is its package,
// @gouvfr/dsfr, as its publisher made it: nothing of it is in this program, and it is served unmodified with its notices. Without files (nil) the
// theme has the markup alone, for tests. What the design system has no component for is drawn as in the plain theme.
func DSFR(files fs.FS, b Brand) (*Theme, error) {
	version := "0.0.0"
	if files != nil {
		for _, name := range dsfrNeeds {
			if info, err := fs.Stat(files, name); err != nil || !info.Mode().IsRegular() {
				return nil, fmt.Errorf("%w: no %s", ErrNoDSFR, name)
			}
		}
		var manifest struct {
			Name    string `json:"name"`
			Version string `json:"version"`
		}
		body, err := fs.ReadFile(files, "package.json")
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNoDSFR, err)
		}
		if err := json.Unmarshal(body, &manifest); err != nil || manifest.Name != "@gouvfr/dsfr" || !dsfrVersion.MatchString(manifest.Version) {
			return nil, fmt.Errorf("%w: package.json is not that of @gouvfr/dsfr", ErrNoDSFR)
		}
		version = manifest.Version
	}
	th, err := load("dsfr", dsfrFiles, b)
	if err != nil {
		return nil, err
	}
	th.files, th.prefix = files, "/assets/dsfr/"+version+"/"
	th.urls["icon.svg"] = th.prefix + "favicon/favicon.svg"
	return th, nil
}

// Prefix returns the address under which the files of the design system are, with a last slash; "" for a theme that has none. It holds their
// version, so that what is under it never changes.
func (th *Theme) Prefix() string { return th.prefix }

// Scripted reports whether the theme's pages load scripts, which are files of their own.
func (th *Theme) Scripted() bool { return th.prefix != "" }

// packageTypes are the kinds of file of the design system that a page may ask for.
var packageTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon",
	".woff": "font/woff", ".woff2": "font/woff2", ".webmanifest": "application/manifest+json", ".md": "text/plain; charset=utf-8", ".txt": "text/plain; charset=utf-8",
}

// Package returns a file of the design system by its name under Prefix, with its media type. It never leaves the package, and serves its notices
// beside its files.
func (th *Theme) Package(name string) (body []byte, contentType string, ok bool) {
	contentType = packageTypes[path.Ext(name)]
	if th.files == nil || contentType == "" || !fs.ValidPath(name) {
		return nil, "", false
	}
	if !strings.HasPrefix(name, "LICENSE") && !strings.HasPrefix(name, "doc/legal/") {
		name = "dist/" + name
	}
	body, err := fs.ReadFile(th.files, name)
	return body, contentType, err == nil
}
