// Package starter holds what a new desk opens with: pages and facts, embedded in the program.
package starter

import (
	"embed"
	"io/fs"
)

//go:embed content data
var files embed.FS

// Content returns the starter pages: fr/ and en/, Markdown with front matter.
func Content() fs.FS { return sub("content") }

// Data returns the starter facts, YAML; README.md there says how they are written.
func Data() fs.FS { return sub("data") }

func sub(dir string) fs.FS {
	f, err := fs.Sub(files, dir)
	if err != nil {
		panic(err) // the name of an embedded folder is a constant
	}
	return f
}
