package export

import (
	"embed"
	"io/fs"
)

//go:embed schemas/*.json
var schemas embed.FS

// Schemas holds the JSON Schema (draft 2020-12) of each bulk file, under the file's own name: sill.json and catalogi-v2.json of the
// catalogue, sill-prestataires.json, fr-ospos.json. They are strict: a member that they do not name is none of the format.
func Schemas() fs.FS {
	sub, err := fs.Sub(schemas, "schemas")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}
