// Package catalogi reads the public exports of Catalogi, the program behind the SILL: version 1 (sill.json, catalogi.json; times in milliseconds)
// and version 2 (v2/catalogi.json; times in ISO 8601, localised texts). Both are one array; an entry of version 2 is told by its addedTime.
//
// The identifier of an entry is that of the SILL. Use is counted by organisation, as the export counts it: no person is named.
package catalogi

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"guichet/internal/catalog"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/source"
)

// Source is the name under which the exports are imported.
const Source = "catalogi-sill"

// Format is the format of both exports.
var Format = source.Format{Name: "catalogi", Help: "Catalogi (SILL), versions 1 and 2 of its export (JSON)", Read: Read}

// software is an entry of either version.
type software struct {
	ID          source.Text                `json:"id"`
	Name        localised                  `json:"name"`
	Description localised                  `json:"description"`
	Licence     source.Text                `json:"license"`
	Image       source.Text                `json:"image"`
	Keywords    source.Or[[]any]           `json:"keywords"`
	Systems     source.Or[map[string]bool] `json:"operatingSystems"`
	Platforms   []string                   `json:"runtimePlatforms"`
	Uses        source.Or[map[string]struct {
		Users     int `json:"userCount"`
		Referents int `json:"referentCount"`
	}] `json:"userAndReferentCountByOrganization"`
	Withdrawn *struct {
		Reason      source.Text `json:"reason"`
		Time        moment      `json:"time"`
		LastVersion source.Text `json:"lastRecommendedVersion"`
	} `json:"dereferencing"`
	Attributes source.Or[map[string]json.RawMessage] `json:"customAttributes"`
	Updated    moment                                `json:"updateTime"`

	// Version 1.
	Since      moment         `json:"referencedSinceTime"`
	Observed   bool           `json:"isStillInObservation"`
	Categories []string       `json:"categories"`
	Providers1 []organisation `json:"serviceProviders"`
	External   *struct {
		ID         source.Text `json:"externalId"`
		Slug       source.Text `json:"sourceSlug"`
		Website    source.Text `json:"websiteUrl"`
		Repository source.Text `json:"sourceUrl"`
	} `json:"softwareExternalData"`
	Instances []struct {
		Organisation source.Text `json:"organization"`
		Audience     source.Text `json:"targetAudience"`
		URL          source.Text `json:"publicUrl"`
	} `json:"instances"`
	Similar1 []struct {
		Label localised `json:"label"`
		Name  localised `json:"name"`
	} `json:"similarExternalSoftwares"`

	// Version 2.
	Added       *moment        `json:"addedTime"`
	URL         source.Text    `json:"url"`
	Repository  source.Text    `json:"codeRepositoryUrl"`
	Functions   []string       `json:"applicationCategories"`
	Providers2  []organisation `json:"providers"`
	ExternalID  source.Text    `json:"externalId"`
	SourceSlug  source.Text    `json:"sourceSlug"`
	Identifiers []identifier   `json:"identifiers"`
	Similar2    []struct {
		Name localised `json:"name"`
	} `json:"similarSoftwares"`
	Latest *struct {
		SemVer    source.Text `json:"semVer"`          // version 1
		Published moment      `json:"publicationTime"` // version 1
		Version   source.Text `json:"version"`         // version 2
		Released  source.Text `json:"releaseDate"`     // version 2
	} `json:"latestVersion"`
}

type organisation struct {
	Name        source.Text  `json:"name"`
	URL         source.Text  `json:"url"`
	Identifiers []identifier `json:"identifiers"`
}

type identifier struct {
	Value   source.Text `json:"value"`
	URL     source.Text `json:"url"`
	Subject *struct {
		URL  source.Text `json:"url"`
		Kind source.Text `json:"additionalType"`
	} `json:"subjectOf"`
}

// localised is a text, or texts by language.
type localised struct{ i18n.Text }

// UnmarshalJSON reads either; a plain text is taken for French, the language of the catalogue.
func (l *localised) UnmarshalJSON(b []byte) error {
	var t source.Text
	if t.UnmarshalJSON(b) == nil {
		l.Fr = t.String()
		return nil
	}
	return json.Unmarshal(b, &l.Text)
}

// moment is a time in milliseconds or in ISO 8601.
type moment struct{ provenance.Date }

// UnmarshalJSON reads either; null is the unknown date.
func (m *moment) UnmarshalJSON(b []byte) error {
	var t source.Text
	if err := t.UnmarshalJSON(b); err != nil {
		return err
	}
	var ms int64
	if json.Unmarshal([]byte(t), &ms) == nil && ms > 0 && ms < 1<<43 {
		m.Date = provenance.Day(time.UnixMilli(ms).UTC())
		return nil
	}
	m.Date = source.Day(t.String())
	return nil
}

// Read reads an export of either version.
func Read(ctx context.Context, in *source.Input) (facts.Import, error) {
	c := source.Collect(in, Source)
	firms := source.NewFirms()
	var latest provenance.Date
	err := in.Each(ctx, []string{".json"}, func(_ string, r io.Reader) error {
		return source.Array(r, func(e source.Entry) error {
			var sw software
			if err := e.Object(&sw); err != nil {
				return source.Wrong{Why: err.Error()}
			}
			if sw.ID == "" && sw.Name.IsZero() {
				return source.Wrong{Why: "an entry with an id and a name was expected"}
			}
			st := sw.statement()
			latest = source.Latest(latest, sw.Updated.Date)
			for _, p := range append(sw.Providers1, sw.Providers2...) {
				firms.Serve(e.Where(), p.statement(), catalog.ServiceStatement{Name: st.Name, IDs: map[string]string{"sill": sw.ID.String()}})
			}
			return c.Software(e.Where(), sw.ID.String(), st)
		})
	})
	if err != nil {
		return facts.Import{Source: Source}, err
	}
	c.Date(latest)
	if err := firms.AddTo(c); err != nil {
		return facts.Import{}, err
	}
	about := provenance.Source{Title: i18n.Text{Fr: "Socle interministériel de logiciels libres (Catalogi)", En: "Inter-ministerial free software catalogue (Catalogi)"},
		Publisher: "DINUM", URL: "https://code.gouv.fr/sill/", Licence: "etalab-2.0"}
	if err := c.Describe(about); err != nil {
		return facts.Import{}, err
	}
	if err := c.Distinct(); err != nil {
		return facts.Import{}, err
	}
	return c.Import(), nil
}

var (
	item   = regexp.MustCompile(`^Q[1-9][0-9]{0,11}$`)
	digits = regexp.MustCompile(`^[0-9]{1,9}$`)
)

func (sw software) statement() catalog.SoftwareStatement {
	st := catalog.SoftwareStatement{
		Name: source.Name(cmp.Or(sw.Name.Fr, sw.Name.En)), Function: i18n.Text{Fr: source.Function(sw.Description.Fr), En: source.Function(sw.Description.En)},
		Site: source.Web(sw.URL.String()), Repository: source.Web(sw.Repository.String()), Logo: source.Web(sw.Image.String()), Since: sw.Since.Date,
		IDs: map[string]string{"sill": sw.ID.String()}, Status: "recommended", Platforms: sw.platforms(), Keywords: sw.keywords(),
	}
	if en := source.Name(sw.Name.En); en != "" && en != st.Name {
		st.Aliases = []string{en}
	}
	if sw.Added != nil {
		st.Since = sw.Added.Date
	}
	if sw.Observed {
		st.Status = "observed"
	}
	source.SetLicence(&st, sw.Licence.String())
	if x := sw.External; x != nil {
		st.Site, st.Repository = cmp.Or(st.Site, source.Web(x.Website.String())), cmp.Or(st.Repository, source.Web(x.Repository.String()))
		external(&st, x.Slug.String(), x.ID.String())
	}
	external(&st, sw.SourceSlug.String(), sw.ExternalID.String())
	for _, id := range sw.Identifiers {
		if id.Subject != nil {
			external(&st, cmp.Or(id.Subject.Kind.String(), id.Subject.URL.String()), id.Value.String())
		}
	}
	if w := sw.Withdrawn; w != nil {
		st.Withdrawal = &catalog.Withdrawal{Reason: source.Clip(w.Reason.String(), 500), Date: w.Time.Date, LastVersion: w.LastVersion.String()}
	}
	if l := sw.Latest; l != nil {
		st.Latest = catalog.Release{Number: source.Clip(cmp.Or(l.SemVer, l.Version).String(), 60), Date: l.Published.Date}
		if l.Released != "" {
			st.Latest.Date = source.Day(l.Released.String())
		}
	}
	sw.attributes(&st)
	sw.use(&st)
	return st
}

// external notes an identifier of another catalogue, which the export names in several ways ("wikidata", "Wikidata", "https://www.wikidata.org").
func external(st *catalog.SoftwareStatement, catalogue, id string) {
	id = strings.TrimRight(id, "/")
	id = id[strings.LastIndexByte(id, '/')+1:]
	switch name := strings.ToLower(catalogue); {
	case strings.Contains(name, "wikidata") && item.MatchString(id):
		st.IDs["wikidata"] = id
	case (strings.Contains(name, "cdl") || strings.Contains(name, "comptoir")) && digits.MatchString(id):
		st.IDs["comptoir"] = id
	case strings.Contains(name, "framalibre") && id != "":
		st.IDs["framalibre"] = strings.TrimSuffix(id, ".html")
	}
}

func (sw software) platforms() []string {
	var out []string
	for _, p := range []struct{ key, name string }{{"windows", "windows"}, {"linux", "linux"}, {"mac", "macos"}, {"android", "android"}, {"ios", "ios"}} {
		if sw.Systems.V[p.key] {
			out = append(out, p.name)
		}
	}
	if slices.Contains(sw.Platforms, "cloud") {
		out = append(out, "server")
	}
	return out
}

// keywords leaves out what is no text: old entries hold references to Wikidata there.
func (sw software) keywords() []string {
	var out []string
	add := func(s string) {
		if s = source.Clip(s, 80); s != "" && len(out) < 60 && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for _, k := range append(sw.Categories, sw.Functions...) {
		add(k)
	}
	for _, k := range sw.Keywords.V {
		if s, ok := k.(string); ok {
			add(s)
		}
	}
	return out
}

// attributes reads the attributes that the SILL adds; what is neither true nor false is unknown, and left out.
func (sw software) attributes(st *catalog.SoftwareStatement) {
	for key, name := range map[string]string{"isPresentInSupportMarket": "support-market", "isPresentInSupportContract": "support-market", "isFromFrenchPublicService": "french-public-service",
		"doRespectRgaa": "rgaa"} {
		var yes bool
		raw, ok := sw.Attributes.V[key]
		if !ok || json.Unmarshal(raw, &yes) != nil || string(raw) == "null" {
			continue
		}
		state := catalog.No
		if yes {
			state = catalog.Yes
		}
		if st.Attributes == nil {
			st.Attributes = map[string]catalog.Attribute{}
		}
		st.Attributes[name] = catalog.Attribute{State: state}
	}
	st.Support = st.Attributes["support-market"].State == catalog.Yes
	var v source.Text
	if raw, ok := sw.Attributes.V["versionMin"]; ok && v.UnmarshalJSON(raw) == nil {
		st.MinVersion = v.String()
	}
}

func (sw software) use(st *catalog.SoftwareStatement) {
	for _, name := range slices.Sorted(maps.Keys(sw.Uses.V)) {
		if n := source.Clip(name, 120); n != "" {
			st.Uses = append(st.Uses, catalog.Use{Organisation: n, Users: sw.Uses.V[name].Users, Referents: sw.Uses.V[name].Referents})
		}
	}
	for _, x := range sw.Instances {
		if url := source.Web(x.URL.String()); url != "" {
			st.Instances = append(st.Instances, catalog.Instance{Organisation: source.Clip(x.Organisation.String(), 120), Audience: source.Clip(x.Audience.String(), 500), URL: url})
		}
	}
	for _, x := range sw.Similar1 {
		st.Similar = append(st.Similar, cmp.Or(x.Label.Fr, x.Label.En, x.Name.Fr, x.Name.En))
	}
	for _, x := range sw.Similar2 {
		st.Similar = append(st.Similar, cmp.Or(x.Name.Fr, x.Name.En))
	}
	st.Similar = slices.DeleteFunc(st.Similar, func(s string) bool { return s == "" })
}

// statement reads a provider; a SIREN that cannot be is left out rather than losing the provider.
func (o organisation) statement() catalog.ProviderStatement {
	p := catalog.ProviderStatement{Name: source.Name(o.Name.String()), Site: source.Web(o.URL.String())}
	for _, id := range o.Identifiers {
		kind := strings.ToLower(id.URL.String())
		if id.Subject != nil {
			kind = strings.ToLower(id.Subject.Kind.String() + " " + id.Subject.URL.String())
		}
		v := source.SIREN(id.Value.String())
		switch {
		case len(v) == 9 && (catalog.ProviderStatement{Slug: "x", Name: "x", SIREN: v}).Validate() == nil:
			p.SIREN = v
		case digits.MatchString(v) && (strings.Contains(kind, "cdl") || strings.Contains(kind, "comptoir")):
			p.IDs = map[string]string{"comptoir": v}
		}
	}
	return p
}
