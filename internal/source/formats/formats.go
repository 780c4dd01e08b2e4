// Package formats lists the formats that can be imported: what `guichet import` and the schedule of a running desk know.
package formats

import (
	"slices"
	"strings"

	"guichet/internal/source"
	"guichet/internal/source/appstream"
	"guichet/internal/source/catalogi"
	"guichet/internal/source/cnll"
	"guichet/internal/source/codegouv"
	"guichet/internal/source/comptoir"
	"guichet/internal/source/events"
	"guichet/internal/source/formations"
	"guichet/internal/source/lists"
	"guichet/internal/source/ospometa"
	"guichet/internal/source/prestataires"
	"guichet/internal/source/publiccode"
	"guichet/internal/source/selfhosted"
	"guichet/internal/source/sill"
	"guichet/internal/source/wikidata"
)

// All are the formats, by name. The starter facts are read by package source/starter, from the folder that is part of the program.
var All = []source.Format{
	appstream.Format,
	selfhosted.Format,
	catalogi.Format,
	cnll.Format,
	codegouv.Notable,
	codegouv.Accounts,
	codegouv.Bodies,
	comptoir.Format,
	ospometa.Format,
	prestataires.Format,
	publiccode.Format,
	sill.Export,
	sill.Table,
	wikidata.Format,
	formations.Format,
	events.Format,
	lists.SupportCSV,
	lists.SupportPage,
	lists.Perimeter,
	lists.Coordinators,
}

// Find returns the format of that name.
func Find(name string) (source.Format, bool) {
	i := slices.IndexFunc(All, func(f source.Format) bool { return f.Name == name })
	if i < 0 {
		return source.Format{}, false
	}
	return All[i], true
}

// Names returns the names of the formats, parted by commas.
func Names() string {
	names := make([]string, len(All))
	for i, f := range All {
		names[i] = f.Name
	}
	return strings.Join(names, ", ")
}
