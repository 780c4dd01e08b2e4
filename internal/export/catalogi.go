package export

import (
	"cmp"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"time"

	"guichet/internal/catalog"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

type catalogi1 struct {
	ID           int64           `json:"id"`
	Name         string          `json:"name"`
	Description  string          `json:"description"`
	Since        *int64          `json:"referencedSinceTime"` // milliseconds since 1970; null when no source says
	Updated      *int64          `json:"updateTime"`
	Withdrawn    *dereferencing  `json:"dereferencing,omitempty"`
	Observed     bool            `json:"isStillInObservation"`
	Licence      string          `json:"license"`
	Systems      systems         `json:"operatingSystems"`
	Runtime      []string        `json:"runtimePlatforms"`
	Categories   []string        `json:"categories"`
	Image        string          `json:"image,omitempty"`
	Keywords     []string        `json:"keywords"`
	Custom       map[string]any  `json:"customAttributes"`
	Providers    []organisation  `json:"serviceProviders"`
	External     *external       `json:"softwareExternalData,omitempty"`
	Similar      []labelled      `json:"similarExternalSoftwares"`
	Latest       *latest1        `json:"latestVersion,omitempty"`
	Uses         map[string]uses `json:"userAndReferentCountByOrganization"`
	HasReferents bool            `json:"hasExpertReferent"`
	Instances    []instance      `json:"instances"`
}

type dereferencing struct {
	Reason      string `json:"reason,omitempty"`
	Time        *int64 `json:"time"`
	LastVersion string `json:"lastRecommendedVersion,omitempty"`
}

type systems struct {
	Windows bool `json:"windows"`
	Linux   bool `json:"linux"`
	Mac     bool `json:"mac"`
	Android bool `json:"android"`
	IOS     bool `json:"ios"`
}

type external struct {
	ID         string `json:"externalId,omitempty"`
	Slug       string `json:"sourceSlug,omitempty"`
	Website    string `json:"websiteUrl,omitempty"`
	Repository string `json:"sourceUrl,omitempty"`
}

type labelled struct {
	Label map[string]string `json:"label"`
}

type latest1 struct {
	Number    string `json:"semVer"`
	Published *int64 `json:"publicationTime"`
}

type uses struct {
	Users     int `json:"userCount"`
	Referents int `json:"referentCount"`
}

type instance struct {
	ID           int    `json:"id"`
	Organisation string `json:"organization"`
	Audience     string `json:"targetAudience"`
	URL          string `json:"publicUrl"`
}

type organisation struct {
	Name        string       `json:"name"`
	URL         string       `json:"url,omitempty"`
	Identifiers []identifier `json:"identifiers"`
}

type identifier struct {
	Type    string `json:"@type"`
	Value   string `json:"value"`
	Subject struct {
		Kind string `json:"additionalType,omitempty"`
		URL  string `json:"url"`
	} `json:"subjectOf"`
}

type catalogi2 struct {
	ID          int64             `json:"id"`
	Name        map[string]string `json:"name"`
	Description map[string]string `json:"description"`
	Added       string            `json:"addedTime"` // ISO 8601; empty when no source says, as importers tell the version by this member
	Updated     string            `json:"updateTime,omitempty"`
	Licence     string            `json:"license"`
	URL         string            `json:"url,omitempty"`
	Repository  string            `json:"codeRepositoryUrl,omitempty"`
	Image       string            `json:"image,omitempty"`
	Systems     systems           `json:"operatingSystems"`
	Runtime     []string          `json:"runtimePlatforms"`
	Categories  []string          `json:"applicationCategories"`
	Keywords    []string          `json:"keywords"`
	Languages   []string          `json:"programmingLanguages"`
	Authors     []string          `json:"authors"`
	Providers   []organisation    `json:"providers"`
	Custom      map[string]any    `json:"customAttributes"`
	Withdrawn   *dereferencing2   `json:"dereferencing,omitempty"`
	Uses        map[string]uses   `json:"userAndReferentCountByOrganization"`
	Similar     []named           `json:"similarSoftwares"`
	Latest      *latest2          `json:"latestVersion,omitempty"`
	Identifiers []identifier      `json:"identifiers"`
}

type dereferencing2 struct {
	Reason      string `json:"reason,omitempty"`
	Time        string `json:"time,omitempty"`
	LastVersion string `json:"lastRecommendedVersion,omitempty"`
}

type named struct {
	Name map[string]string `json:"name"`
}

type latest2 struct {
	Number   string `json:"version"`
	Released string `json:"releaseDate,omitempty"`
}

// SILL returns the software that the exports of the catalogue hold: those with an identifier of the SILL, by that identifier. Where two sheets
// carry one, the first stands.
func SILL(set *catalog.Set) []*catalog.Software {
	seen := map[int64]bool{}
	var out []*catalog.Software
	for _, sw := range set.Software {
		if id := sillID(sw); id > 0 && !seen[id] {
			seen[id] = true
			out = append(out, sw)
		}
	}
	slices.SortFunc(out, func(a, b *catalog.Software) int { return cmp.Compare(sillID(a), sillID(b)) })
	return out
}

func sillID(sw *catalog.Software) int64 {
	id, err := strconv.ParseInt(sw.IDs["sill"], 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// Catalogi1 writes version 1 of Catalogi's export.
func Catalogi1(w io.Writer, set *catalog.Set) error {
	out := []catalogi1{}
	for _, sw := range SILL(set) {
		e := catalogi1{ID: sillID(sw), Name: sw.Name.V, Description: cmp.Or(sw.Function.V.Fr, sw.Function.V.En), Since: milliseconds(sw.Since.V), Updated: milliseconds(checked(sw)),
			Licence: sw.Licence.V, Systems: operatingSystems(sw), Runtime: runtime(sw), Categories: categories(sw, i18n.French), Image: sw.Logo.V.URL, Keywords: list(sw.Keywords), Custom: custom(sw),
			Providers: providers(sw), Similar: []labelled{}, Uses: declared(sw), Instances: []instance{}, Observed: sw.Status.V == "observed"}
		if sw.Site.Known() || sw.Repository.Known() || sw.IDs["wikidata"] != "" {
			e.External = &external{ID: sw.IDs["wikidata"], Website: sw.Site.V, Repository: sw.Repository.V}
			if e.External.ID != "" {
				e.External.Slug = "wikidata"
			}
		}
		if len(sw.Withdrawals) > 0 {
			x := sw.Withdrawals[0]
			e.Withdrawn = &dereferencing{x.Reason, milliseconds(x.Date), x.LastVersion}
		}
		if sw.Latest.Known() {
			e.Latest = &latest1{sw.Latest.V.Number, milliseconds(sw.Latest.V.Date)}
		}
		for _, r := range sw.Replaces {
			e.Similar = append(e.Similar, labelled{map[string]string{"fr": r.Product.FullName(), "en": r.Product.FullName()}})
		}
		_, referents, _ := sw.Users()
		e.HasReferents = referents > 0
		for i, x := range sw.Instances {
			e.Instances = append(e.Instances, instance{i + 1, x.Organisation, x.Audience, x.URL})
		}
		out = append(out, e)
	}
	return write(w, out)
}

// Catalogi2 writes version 2 of Catalogi's export.
func Catalogi2(w io.Writer, set *catalog.Set) error {
	out := []catalogi2{}
	for _, sw := range SILL(set) {
		e := catalogi2{ID: sillID(sw), Name: map[string]string{"fr": sw.Name.V}, Description: words(sw.Function.V), Added: iso(sw.Since.V), Updated: iso(checked(sw)), Licence: sw.Licence.V,
			URL: sw.Site.V, Repository: sw.Repository.V, Image: sw.Logo.V.URL, Systems: operatingSystems(sw), Runtime: runtime(sw), Categories: categories(sw, i18n.French), Keywords: list(sw.Keywords),
			Languages: []string{}, Authors: []string{}, Providers: providers(sw), Custom: custom(sw), Uses: declared(sw), Similar: []named{}, Identifiers: []identifier{}}
		if len(sw.Withdrawals) > 0 {
			x := sw.Withdrawals[0]
			e.Withdrawn = &dereferencing2{x.Reason, iso(x.Date), x.LastVersion}
		}
		if sw.Latest.Known() {
			e.Latest = &latest2{sw.Latest.V.Number, sw.Latest.V.Date.String()}
		}
		for _, r := range sw.Replaces {
			e.Similar = append(e.Similar, named{map[string]string{"fr": r.Product.FullName(), "en": r.Product.FullName()}})
		}
		for _, x := range []struct{ scheme, kind, url string }{{"wikidata", "Wikidata", "https://www.wikidata.org"}, {"comptoir", "cdl", "https://comptoir-du-libre.org"}, {"framalibre", "FramaLibre", "https://framalibre.org"}} {
			if id := sw.IDs[x.scheme]; id != "" {
				e.Identifiers = append(e.Identifiers, identify(id, x.kind, x.url))
			}
		}
		out = append(out, e)
	}
	return write(w, out)
}

func identify(value, kind, url string) identifier {
	id := identifier{Type: "PropertyValue", Value: value}
	id.Subject.Kind, id.Subject.URL = kind, url
	return id
}

func write(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// milliseconds returns the start of the day in universal time; null for the unknown date.
func milliseconds(d provenance.Date) *int64 {
	if d.IsZero() {
		return nil
	}
	ms := start(d).UnixMilli()
	return &ms
}

func iso(d provenance.Date) string {
	if d.IsZero() {
		return ""
	}
	return start(d).Format("2006-01-02T15:04:05.000Z")
}

func start(d provenance.Date) time.Time {
	return time.Date(d.Year, time.Month(max(1, d.Month)), max(1, d.Day), 0, 0, 0, 0, time.UTC)
}

// checked returns the date of the newest copy that the sheet is made of.
func checked(sw *catalog.Software) provenance.Date {
	var newest provenance.Date
	for _, m := range sw.Marks {
		if newest.IsZero() || newest.Before(m.Checked) {
			newest = m.Checked
		}
	}
	return newest
}

func operatingSystems(sw *catalog.Software) systems {
	has := func(p string) bool { return slices.Contains(sw.Platforms, p) }
	return systems{has("windows"), has("linux"), has("macos"), has("android"), has("ios")}
}

func runtime(sw *catalog.Software) []string {
	out := []string{}
	for _, x := range []struct {
		name string
		any  []string
	}{{"cloud", []string{"web", "server"}}, {"desktop", []string{"windows", "linux", "macos"}}, {"mobile", []string{"android", "ios"}}} {
		if slices.ContainsFunc(x.any, func(p string) bool { return slices.Contains(sw.Platforms, p) }) {
			out = append(out, x.name)
		}
	}
	return out
}

func categories(sw *catalog.Software, lang i18n.Lang) []string {
	if sw.Category == nil {
		return []string{}
	}
	return []string{sw.Category.Name().In(lang)}
}

// custom returns the attributes that the SILL adds to Catalogi; what is unknown or does not apply is null.
func custom(sw *catalog.Software) map[string]any {
	out := map[string]any{"versionMin": nil}
	if sw.MinVersion.Known() {
		out["versionMin"] = sw.MinVersion.V
	}
	for key, name := range map[string]string{"isPresentInSupportMarket": "support-market", "isFromFrenchPublicService": "french-public-service", "doRespectRgaa": "rgaa"} {
		out[key] = nil
		if a := sw.Attribute(name); a != nil && (a.V == catalog.Yes || a.V == catalog.No) {
			out[key] = a.V == catalog.Yes
		}
	}
	return out
}

func providers(sw *catalog.Software) []organisation {
	out := []organisation{}
	for _, v := range sw.Providers {
		o := organisation{Name: v.Provider.Name, URL: v.Provider.Site.V, Identifiers: []identifier{}}
		if v.Provider.SIREN.Known() {
			o.Identifiers = append(o.Identifiers, identify(v.Provider.SIREN.V, "", "https://annuaire-entreprises.data.gouv.fr"))
		}
		if id := v.Provider.IDs["comptoir"]; id != "" {
			o.Identifiers = append(o.Identifiers, identify(id, "cdl", "https://comptoir-du-libre.org"))
		}
		out = append(out, o)
	}
	return out
}

func declared(sw *catalog.Software) map[string]uses {
	out := map[string]uses{}
	for _, u := range sw.Uses {
		x := out[u.Organisation.Name]
		out[u.Organisation.Name] = uses{max(x.Users, u.Users), max(x.Referents, u.Referents)}
	}
	return out
}

func words(t i18n.Text) map[string]string {
	out := map[string]string{}
	if t.Fr != "" {
		out["fr"] = t.Fr
	}
	if t.En != "" {
		out["en"] = t.En
	}
	return out
}

func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
