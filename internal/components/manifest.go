package components

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
)

// goMod reads the modules that a go.mod requires, its replacements applied. Since Go 1.17 it names every module of the build.
func (r *reader) goMod(body []byte) error {
	f, err := modfile.ParseLax("go.mod", body, nil)
	if err != nil {
		return err
	}
	for _, q := range f.Require {
		r.add(Component{Name: q.Mod.Path, Version: q.Mod.Version, PURL: "pkg:golang/" + q.Mod.Path + "@" + q.Mod.Version})
	}
	return nil
}

// ranges is a table of names and versions as npm and Composer write it. Its values are texts; anything else is left out.
type ranges map[string]json.RawMessage

func (r *reader) ranges(kind string, list ranges, scope Scope) {
	for _, name := range slices.Sorted(maps.Keys(list)) {
		var version string
		if json.Unmarshal(list[name], &version) != nil {
			continue
		}
		r.add(Component{Name: name, Version: version, PURL: purl(kind, name, ""), Scope: scope})
	}
}

// purl makes a package URL; the @ of an npm scope is escaped, its slash is not.
func purl(kind, name, version string) string {
	parts := strings.Split(name, "/")
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(url.PathEscape(p), "@", "%40")
	}
	s := "pkg:" + kind + "/" + strings.Join(parts, "/")
	if version != "" {
		s += "@" + url.PathEscape(version)
	}
	return s
}

func (r *reader) packageJSON(body []byte) error {
	var doc struct {
		Runtime  ranges `json:"dependencies"`
		Optional ranges `json:"optionalDependencies"`
		Peer     ranges `json:"peerDependencies"`
		Build    ranges `json:"devDependencies"`
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		return err
	}
	for name := range doc.Optional { // npm repeats them among dependencies
		delete(doc.Runtime, name)
	}
	r.ranges("npm", doc.Runtime, Required)
	r.ranges("npm", doc.Peer, Required)
	r.ranges("npm", doc.Optional, Optional)
	r.ranges("npm", doc.Build, Development)
	return nil
}

// packageLock reads versions 2 and 3, which state licences, and the names of version 1.
func (r *reader) packageLock(body []byte) error {
	type locked struct {
		Name     string          `json:"name"`
		Version  string          `json:"version"`
		Licence  json.RawMessage `json:"license"`
		Dev      bool            `json:"dev"`
		Optional bool            `json:"optional"`
		Link     bool            `json:"link"`
	}
	var doc struct {
		Packages     map[string]locked `json:"packages"`
		Dependencies map[string]locked `json:"dependencies"`
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		return err
	}
	list := doc.Packages
	if list == nil {
		list = doc.Dependencies
	}
	for _, at := range slices.Sorted(maps.Keys(list)) {
		p := list[at]
		name := at
		if _, after, ok := cutLast(at, "node_modules/"); ok {
			name = after
		} else if doc.Packages != nil {
			continue // the program itself, or a workspace of it
		}
		if p.Name != "" {
			name = p.Name
		}
		if p.Link {
			continue
		}
		scope := Required
		switch {
		case p.Dev:
			scope = Development
		case p.Optional:
			scope = Optional
		}
		r.add(Component{Name: name, Version: p.Version, PURL: purl("npm", name, p.Version), Stated: npmLicence(p.Licence), Scope: scope})
	}
	return nil
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// npmLicence reads the ways in which npm has stated licences: a text, an object with a type, a list of either to be chosen from.
func npmLicence(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return strings.TrimPrefix(text, "SEE LICENSE IN ")
	}
	var typed struct {
		Type string `json:"type"`
	}
	if json.Unmarshal(raw, &typed) == nil {
		return typed.Type
	}
	var many []json.RawMessage
	if json.Unmarshal(raw, &many) == nil && len(many) > 0 && len(many) < 20 {
		var out []string
		for _, one := range many {
			if json.Unmarshal(one, &typed) == nil || json.Unmarshal(one, &text) == nil {
				if s := stated(typed.Type, text); s != "" {
					out = append(out, s)
				}
			}
			typed.Type, text = "", ""
		}
		return joined(out, " OR ")
	}
	return ""
}

// pom reads the dependencies of a Maven project; properties of the project are put in their places, those of a parent stay as they are written.
func (r *reader) pom(body []byte) error {
	type dependency struct {
		Group    string `xml:"groupId"`
		Artifact string `xml:"artifactId"`
		Version  string `xml:"version"`
		Scope    string `xml:"scope"`
		Optional string `xml:"optional"`
	}
	var doc struct {
		Version    string `xml:"version"`
		Properties struct {
			Each []struct {
				XMLName xml.Name
				Value   string `xml:",chardata"`
			} `xml:",any"`
		} `xml:"properties"`
		Dependencies []dependency `xml:"dependencies>dependency"`
		Managed      []dependency `xml:"dependencyManagement>dependencies>dependency"`
	}
	if err := xml.NewDecoder(bytes.NewReader(body)).Decode(&doc); err != nil {
		return err
	}
	properties := map[string]string{"project.version": doc.Version}
	for _, p := range doc.Properties.Each {
		properties[p.XMLName.Local] = strings.TrimSpace(p.Value)
	}
	property := func(s string) string {
		s = strings.TrimSpace(s)
		if name, ok := strings.CutPrefix(s, "${"); ok {
			if v := properties[strings.TrimSuffix(name, "}")]; v != "" {
				return v
			}
		}
		return s
	}
	managed := map[string]string{}
	for _, d := range doc.Managed {
		managed[property(d.Group)+"/"+property(d.Artifact)] = property(d.Version)
	}
	for _, d := range doc.Dependencies {
		name := property(d.Group) + "/" + property(d.Artifact)
		version := property(d.Version)
		if version == "" {
			version = managed[name]
		}
		scope := Required
		switch {
		case strings.TrimSpace(d.Scope) == "test":
			scope = Development
		case strings.TrimSpace(d.Optional) == "true":
			scope = Optional
		}
		r.add(Component{Name: strings.Trim(name, "/"), Version: version, PURL: purl("maven", name, version), Scope: scope})
	}
	return nil
}

// platform is a requirement of Composer that names PHP itself or an extension of it.
var platform = regexp.MustCompile(`^(php(-.*)?|hhvm|(ext|lib)-.*|composer(-.*)?)$`)

func (r *reader) composerJSON(body []byte) error {
	var doc struct {
		Require ranges `json:"require"`
		Build   ranges `json:"require-dev"`
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		return err
	}
	for _, list := range []ranges{doc.Require, doc.Build} {
		maps.DeleteFunc(list, func(name string, _ json.RawMessage) bool { return platform.MatchString(name) })
	}
	r.ranges("composer", doc.Require, Required)
	r.ranges("composer", doc.Build, Development)
	return nil
}

// composerLock reads the packages with their licences. Several licences are to be chosen from (getcomposer.org, the schema of composer.json, "license").
func (r *reader) composerLock(body []byte) error {
	type locked struct {
		Name    string   `json:"name"`
		Version string   `json:"version"`
		Licence []string `json:"license"`
	}
	var doc struct {
		Packages []locked `json:"packages"`
		Build    []locked `json:"packages-dev"`
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		return err
	}
	for i, list := range [][]locked{doc.Packages, doc.Build} {
		for _, p := range list {
			r.add(Component{Name: p.Name, Version: p.Version, PURL: purl("composer", p.Name, p.Version), Stated: joined(p.Licence, " OR "), Scope: []Scope{Required, Development}[i]})
		}
	}
	return nil
}

// wanted is a line of a requirements.txt (PEP 508): a name, extras, a version.
var wanted = regexp.MustCompile(`^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(.*)$`)

// pypiMarks are what Python takes for one in a name.
var pypiMarks = regexp.MustCompile(`[-_.]+`)

func (r *reader) requirements(body []byte) error {
	for text := range strings.Lines(string(body)) {
		if r.full {
			break
		}
		text = strings.TrimSpace(text)
		if i := strings.Index(text, " #"); i >= 0 {
			text = text[:i]
		}
		if text == "" || strings.HasPrefix(text, "#") || strings.HasPrefix(text, "-") { // a comment, or an option of pip
			continue
		}
		text, _, _ = strings.Cut(text, ";")
		text, _, _ = strings.Cut(text, " --")
		m := wanted.FindStringSubmatch(strings.TrimSpace(strings.TrimSuffix(text, `\`)))
		if m == nil {
			continue
		}
		version := strings.TrimSpace(m[2])
		exact := ""
		if v, ok := strings.CutPrefix(version, "=="); ok && !strings.ContainsAny(v, ",*=") {
			exact = strings.TrimSpace(v)
			version = exact
		}
		name := strings.ToLower(pypiMarks.ReplaceAllString(m[1], "-"))
		r.add(Component{Name: m[1], Version: version, PURL: purl("pypi", name, exact)})
	}
	return nil
}

// expressions reads lines that a person typed: an expression, or a name, then a comma, a semicolon or a tabulation, and an expression.
func (r *reader) expressions(body []byte) error {
	for text := range strings.Lines(string(body)) {
		text = strings.TrimSpace(text)
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		name, licence := text, text
		if i := strings.IndexAny(text, ",;\t"); i >= 0 {
			name, licence = strings.TrimSpace(text[:i]), strings.TrimSpace(text[i+1:])
		}
		r.add(Component{Name: name, Stated: licence})
	}
	return nil
}
