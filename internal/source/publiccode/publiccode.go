// Package publiccode reads publiccode.yml, the file in which public bodies describe their software, in version 0.7 and earlier ones of 0.
//
// Check examines a file for whoever writes it: each finding names line, field and remedy. Format imports one file or a folder of them. An import
// takes less than Check asks for: a file that names the software, its repository and its licence states facts, though its description be too short.
package publiccode

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/source"
)

// Source is the name under which the files are imported.
const Source = "publiccode"

// Format is the format of the files.
var Format = source.Format{Name: Source, Help: "publiccode.yml 0.7 and earlier: a file, or a folder of them", Read: Read}

// Read reads one file, or all .yml and .yaml files of a folder. The key of a software is the address of its repository; of two files of one address
// the second is refused. One file says nothing of the others.
func Read(ctx context.Context, in *source.Input) (facts.Import, error) {
	c := source.Collect(in, Source)
	if !in.IsFolder() {
		c.Partial()
	}
	err := in.Each(ctx, []string{".yml", ".yaml"}, func(name string, r io.Reader) error {
		body, err := source.Whole(name, r)
		if err != nil {
			if in.IsFolder() {
				c.Refuse(name, "", err.Error())
				return nil
			}
			return err
		}
		root, findings := examine(body, nil)
		if root == nil {
			if !in.IsFolder() {
				return source.DamageAt(findings[0].Line, i18n.T(i18n.English, findings[0].Key, findings[0].Args))
			}
			c.Refuse(name, "", findings[0].In(i18n.English))
			return nil
		}
		if why := unusable(root); why != "" {
			c.Refuse(name, root.get("name").str(), why)
			return nil
		}
		st := statement(root)
		return c.Software(name, st.Repository, st)
	})
	if err != nil {
		return facts.Import{Source: Source}, err
	}
	err = c.Describe(provenance.Source{Title: i18n.Text{Fr: "Fichiers publiccode.yml des dépôts", En: "publiccode.yml files of repositories"}, URL: "https://yml.publiccode.tools/"})
	return c.Import(), err
}

// unusable says why a file states no fact about a software.
func unusable(root *value) string {
	licence := strings.TrimSpace(root.at("legal", "license").str())
	switch {
	case source.Name(root.get("name").str()) == "":
		return "no name"
	case repository(root) == "":
		return "url is not the address of a repository"
	case licence == "":
		return "no licence (legal.license)"
	case source.NotFree(licence) != "":
		return "not free software: licence " + licence
	case root.get("developmentStatus").str() == "concept":
		return "a concept: there is no software yet"
	}
	return ""
}

func repository(root *value) string {
	return strings.TrimSuffix(strings.TrimRight(source.Web(root.get("url").str()), "/"), ".git")
}

var platforms = map[string]string{"web": "web", "linux": "linux", "windows": "windows", "mac": "macos", "macos": "macos", "android": "android", "ios": "ios"}

func statement(root *value) catalog.SoftwareStatement {
	st := catalog.SoftwareStatement{
		Name: source.Name(root.get("name").str()), Repository: repository(root), Site: source.Web(root.get("landingURL").str()),
		Archived: root.get("developmentStatus").str() == "obsolete",
		Latest:   catalog.Release{Number: source.Clip(root.get("softwareVersion").str(), 60), Date: source.Day(root.get("releaseDate").str())},
	}
	if st.Latest.Number == "" {
		st.Latest = catalog.Release{}
	}
	source.SetLicence(&st, root.at("legal", "license").str())
	description := root.get("description")
	short := func(lang string) string {
		d := description.get(lang)
		return source.Function(cmp.Or(d.get("shortDescription").str(), d.get("genericName").str()))
	}
	st.Function = i18n.Text{Fr: short("fr"), En: short("en")}
	for _, lang := range []string{"fr", "en"} {
		if n := source.Clip(description.at(lang, "localisedName").str(), 120); n != "" && n != st.Name && !slices.Contains(st.Aliases, n) {
			st.Aliases = append(st.Aliases, n)
		}
	}
	for _, p := range texts(root.get("platforms")) {
		if known := platforms[strings.ToLower(p)]; known != "" && !slices.Contains(st.Platforms, known) {
			st.Platforms = append(st.Platforms, known)
		}
	}
	for _, k := range texts(root.get("categories")) {
		if len(st.Keywords) < 20 && !slices.Contains(st.Keywords, k) {
			st.Keywords = append(st.Keywords, k)
		}
	}
	for _, u := range texts(root.get("usedBy")) {
		if n := source.Clip(u, 120); n != "" && len(st.Uses) < 200 && !slices.ContainsFunc(st.Uses, func(o catalog.Use) bool { return o.Organisation == n }) {
			st.Uses = append(st.Uses, catalog.Use{Organisation: n})
		}
	}
	return st
}

func texts(v *value) []string {
	if v == nil {
		return nil
	}
	var out []string
	for _, x := range v.items {
		if s := x.str(); s != "" {
			out = append(out, s)
		}
	}
	return out
}
