package components

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"
)

// stated is what SPDX writes for "nobody says".
func stated(values ...string) string {
	for _, v := range values {
		if v != "" && v != "NOASSERTION" && v != "NONE" {
			return v
		}
	}
	return ""
}

// spdx2 reads SPDX 2.2 and 2.3. A concluded licence wins over a declared one; the package that the document describes is the program itself, no component of it.
func (r *reader) spdx2(body []byte) error {
	var doc struct {
		Describes []string `json:"documentDescribes"`
		Packages  []struct {
			ID        string `json:"SPDXID"`
			Name      string `json:"name"`
			Version   string `json:"versionInfo"`
			Concluded string `json:"licenseConcluded"`
			Declared  string `json:"licenseDeclared"`
			Refs      []struct {
				Type    string `json:"referenceType"`
				Locator string `json:"referenceLocator"`
			} `json:"externalRefs"`
		} `json:"packages"`
		Relationships []struct {
			From string `json:"spdxElementId"`
			Type string `json:"relationshipType"`
			To   string `json:"relatedSpdxElement"`
		} `json:"relationships"`
		Extracted []struct {
			ID   string `json:"licenseId"`
			Name string `json:"name"`
		} `json:"hasExtractedLicensingInfos"`
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		return err
	}
	root, scope := map[string]bool{}, map[string]Scope{}
	for _, id := range doc.Describes {
		root[id] = true
	}
	for _, rel := range doc.Relationships {
		switch rel.Type {
		case "DESCRIBES":
			root[rel.To] = true
		case "DESCRIBED_BY":
			root[rel.From] = true
		case "DEV_DEPENDENCY_OF", "TEST_DEPENDENCY_OF", "BUILD_DEPENDENCY_OF", "BUILD_TOOL_OF", "DEV_TOOL_OF", "TEST_TOOL_OF":
			scope[rel.From] = Development
		case "OPTIONAL_DEPENDENCY_OF":
			scope[rel.From] = Optional
		}
	}
	names := map[string]string{} // of licences that the document defines
	for _, x := range doc.Extracted {
		names[x.ID] = stated(x.Name)
	}
	for _, p := range doc.Packages {
		if root[p.ID] && len(doc.Packages) > len(root) {
			continue
		}
		c := Component{Name: p.Name, Version: stated(p.Version), Stated: stated(p.Concluded, p.Declared), Scope: scope[p.ID]}
		if name := names[c.Stated]; name != "" {
			c.Stated = name
		}
		for _, ref := range p.Refs {
			if ref.Type == "purl" {
				c.PURL = ref.Locator
			}
		}
		r.add(c)
	}
	return nil
}

// spdx3 reads SPDX 3.0: packages and licences are elements of one graph, tied by relationships.
func (r *reader) spdx3(body []byte) error {
	var doc struct {
		Graph []struct {
			Type       string          `json:"type"`
			ID         string          `json:"spdxId"`
			IDLD       string          `json:"@id"`
			Name       string          `json:"name"`
			Version    string          `json:"software_packageVersion"`
			PURL       string          `json:"software_packageUrl"`
			Expression string          `json:"simplelicensing_licenseExpression"`
			From       string          `json:"from"`
			To         json.RawMessage `json:"to"`
			Relation   string          `json:"relationshipType"`
			Scope      string          `json:"scope"`
			Root       json.RawMessage `json:"rootElement"`
		} `json:"@graph"`
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		return err
	}
	ids := func(raw json.RawMessage) []string {
		var many []string
		if json.Unmarshal(raw, &many) == nil {
			return many
		}
		var one string
		if json.Unmarshal(raw, &one) == nil && one != "" {
			return []string{one}
		}
		return nil
	}
	licence, concluded, declared, root, scope := map[string]string{}, map[string][]string{}, map[string][]string{}, map[string]bool{}, map[string]Scope{}
	packages, roots := 0, map[string]bool{} // SPDX documents and SBOMs have root elements, too
	for _, e := range doc.Graph {
		id := e.ID + e.IDLD
		switch {
		case e.Expression != "":
			licence[id] = e.Expression
		case e.Type == "software_Package":
			packages++
		case e.Relation == "hasConcludedLicense":
			concluded[e.From] = append(concluded[e.From], ids(e.To)...)
		case e.Relation == "hasDeclaredLicense":
			declared[e.From] = append(declared[e.From], ids(e.To)...)
		case strings.HasPrefix(e.Relation, "has") && strings.HasSuffix(e.Relation, "Dependency") && e.Relation != "hasOptionalDependency" && e.Relation != "hasProvidedDependency",
			e.Relation == "dependsOn" && (e.Scope == "development" || e.Scope == "build" || e.Scope == "test"):
			for _, to := range ids(e.To) {
				scope[to] = Development
			}
		case e.Relation == "hasOptionalDependency":
			for _, to := range ids(e.To) {
				scope[to] = Optional
			}
		}
		if e.Type == "SpdxDocument" || e.Type == "software_Sbom" || e.Type == "Bom" {
			for _, to := range ids(e.Root) {
				roots[to] = true
			}
		}
	}
	for _, e := range doc.Graph {
		if id := e.ID + e.IDLD; e.Type == "software_Package" && roots[id] {
			root[id] = true
		}
	}
	read := func(to []string) string {
		var out []string
		for _, id := range to {
			l := licence[id]
			if l == "" {
				l = strings.TrimPrefix(strings.TrimPrefix(id, "https://spdx.org/licenses/"), "http://spdx.org/licenses/")
				if l == id || strings.HasPrefix(l, "NoAssertion") {
					continue
				}
			}
			if l = stated(l); l != "" {
				out = append(out, l)
			}
		}
		return all(out)
	}
	for _, e := range doc.Graph {
		id := e.ID + e.IDLD
		if e.Type != "software_Package" || root[id] && packages > len(root) {
			continue
		}
		r.add(Component{Name: e.Name, Version: e.Version, PURL: e.PURL, Stated: stated(read(concluded[id]), read(declared[id])), Scope: scope[id]})
	}
	return nil
}

// all joins licences that hold together; each is put in brackets where it holds an operator of its own.
func all(licences []string) string { return joined(licences, " AND ") }

func joined(licences []string, by string) string {
	if len(licences) == 1 {
		return licences[0]
	}
	for i, l := range licences {
		if strings.Contains(l, " ") {
			licences[i] = "(" + l + ")"
		}
	}
	return strings.Join(licences, by)
}

// cycloneComponent is a component of CycloneDX in either writing; components nest.
type cycloneComponent struct {
	Group      string             `json:"group" xml:"group"`
	Name       string             `json:"name" xml:"name"`
	Version    string             `json:"version" xml:"version"`
	PURL       string             `json:"purl" xml:"purl"`
	Scope      string             `json:"scope" xml:"scope"`
	Licences   []cycloneLicence   `json:"licenses" xml:"-"`
	Wrapped    *cycloneWrapper    `json:"-" xml:"licenses"`
	Components []cycloneComponent `json:"components" xml:"components>component"`
}

type cycloneLicence struct {
	Licence *struct {
		ID   string `json:"id" xml:"id"`
		Name string `json:"name" xml:"name"`
		URL  string `json:"url" xml:"url"`
	} `json:"license" xml:"license"`
	Expression string `json:"expression" xml:"expression"`
}

type cycloneWrapper struct {
	Licences []struct {
		ID   string `xml:"id"`
		Name string `xml:"name"`
		URL  string `xml:"url"`
	} `xml:"license"`
	Expressions []string `xml:"expression"`
}

// licence joins what a component states: CycloneDX does not say whether several licences are to be chosen from or hold together, so all are held to.
func (c *cycloneComponent) licence() string {
	var out []string
	for _, l := range c.Licences {
		out = append(out, l.Expression)
		if l.Licence != nil {
			out[len(out)-1] = stated(l.Licence.ID, l.Licence.Name, l.Licence.URL)
		}
	}
	if c.Wrapped != nil {
		out = append(out, c.Wrapped.Expressions...)
		for _, l := range c.Wrapped.Licences {
			out = append(out, stated(l.ID, l.Name, l.URL))
		}
	}
	var kept []string
	for _, l := range out {
		if l = strings.TrimSpace(stated(l)); l != "" {
			kept = append(kept, l)
		}
	}
	if len(kept) == 1 {
		return kept[0]
	}
	return all(kept)
}

func (r *reader) cyclone(list []cycloneComponent) {
	for i := range list {
		c := &list[i]
		name := c.Name
		if c.Group != "" {
			name = c.Group + "/" + c.Name
		}
		scope := map[string]Scope{"optional": Optional, "excluded": Development}[strings.TrimSpace(c.Scope)]
		r.add(Component{Name: name, Version: c.Version, PURL: c.PURL, Stated: c.licence(), Scope: scope})
		if !r.full {
			r.cyclone(c.Components)
		}
	}
}

func (r *reader) cycloneJSON(body []byte) error {
	var doc struct {
		Components []cycloneComponent `json:"components"`
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		return err
	}
	r.cyclone(doc.Components)
	return nil
}

func (r *reader) cycloneXML(body []byte) error {
	var doc struct {
		Components []cycloneComponent `xml:"components>component"`
	}
	if err := xml.NewDecoder(bytes.NewReader(body)).Decode(&doc); err != nil {
		return err
	}
	r.cyclone(doc.Components)
	return nil
}
