package publiccode

import (
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/github/go-spdx/v2/spdxexp"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"guichet/internal/search"
)

// versions are those of the standard that are read, the current one last.
var versions = []string{"0", "0.2", "0.2.0", "0.2.1", "0.2.2", "0.3", "0.3.0", "0.4", "0.4.0", "0.5", "0.5.0", "0.7", "0.7.0"}

// The rules are those of the standard, https://github.com/publiccodeyml/publiccode.yml, version 0.7.0 of 24 June 2026, chapter "The standard (core)".
// What the Italian section asks of its own codes is not examined: it needs Italy's register of administrations.
var rootFields = map[string]rule{
	"publiccodeYmlVersion": {kind: text, required: true, of: versions},
	"name":                 {kind: text, required: true},
	"applicationSuite":     {kind: text},
	"url":                  {kind: text, required: true, check: anyURL},
	"landingURL":           {kind: text, check: webURL},
	"isBasedOn":            {kind: list, single: true, item: &rule{kind: text, check: anyURL}},
	"softwareVersion":      {kind: text},
	"releaseDate":          {kind: text, check: date},
	"logo":                 {kind: text, check: file},
	"monochromeLogo":       {kind: text, check: file, obsolete: "publiccode.obsolete-logo"},
	"organisation":         {kind: object, fields: map[string]rule{"name": {kind: text}, "uri": {kind: text, check: uri}}},
	"inputTypes":           {kind: list, item: &rule{kind: text, check: mimeType}, obsolete: "publiccode.obsolete"},
	"outputTypes":          {kind: list, item: &rule{kind: text, check: mimeType}, obsolete: "publiccode.obsolete"},
	"platforms":            {kind: list, required: true, min: 1, item: &rule{kind: text}},
	"categories":           {kind: list, item: &rule{kind: text, required: true, of: categories}},
	"usedBy":               {kind: list, item: &rule{kind: text}},
	"fundedBy":             {kind: list, item: &rule{kind: object, fields: funder}},
	"roadmap":              {kind: text, check: webURL},
	"developmentStatus":    {kind: text, required: true, of: []string{"concept", "development", "beta", "stable", "obsolete"}},
	"softwareType": {kind: text, required: true, of: []string{"standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web",
		"standalone/backend", "standalone/other", "addon", "library", "configurationFiles"}},
	"intendedAudience": {kind: object, fields: map[string]rule{
		"scope":                {kind: list, item: &rule{kind: text, required: true, of: scopes}},
		"countries":            {kind: list, item: &rule{kind: text, check: country}},
		"unsupportedCountries": {kind: list, item: &rule{kind: text, check: country}},
	}},
	"description": {kind: object, required: true, min: 1, keys: languageKey, item: &rule{kind: object, fields: description}},
	"legal": {kind: object, required: true, fields: map[string]rule{
		"license":            {kind: text, required: true, check: licence},
		"mainCopyrightOwner": {kind: text},
		"repoOwner":          {kind: text, obsolete: "publiccode.obsolete-owner"},
		"authorsFile":        {kind: text, check: file, obsolete: "publiccode.obsolete"},
	}},
	"maintenance": {kind: object, required: true, fields: map[string]rule{
		"type": {kind: text, required: true, of: []string{"internal", "contract", "community", "none"}},
		"contractors": {kind: list, item: &rule{kind: object, fields: map[string]rule{
			"name": {kind: text, required: true}, "email": {kind: text, check: email}, "website": {kind: text, check: webURL}, "until": {kind: text, required: true, check: date},
		}}},
		"contacts": {kind: list, item: &rule{kind: object, fields: map[string]rule{
			"name": {kind: text, required: true}, "email": {kind: text, check: email}, "affiliation": {kind: text}, "phone": {kind: text},
		}}},
	}},
	"localisation": {kind: object, required: true, fields: map[string]rule{
		"localisationReady":  {kind: boolean, required: true},
		"availableLanguages": {kind: list, required: true, min: 1, item: &rule{kind: text, required: true, check: languageTag}},
	}},
	"dependsOn": {kind: object, fields: map[string]rule{"open": dependencies, "proprietary": dependencies, "hardware": dependencies}},
	"supports":  {kind: list, item: &rule{kind: object, fields: map[string]rule{"id": {kind: text, required: true}}}},
	"IT":        {kind: object, fields: italy},
	"it":        {kind: object, fields: italy, obsolete: "publiccode.obsolete-it"},
}

var funder = map[string]rule{"name": {kind: text, required: true}, "uri": {kind: text, check: uri}}

var description = map[string]rule{
	"localisedName":    {kind: text},
	"genericName":      {kind: text, max: 35, obsolete: "publiccode.obsolete"},
	"shortDescription": {kind: text, required: true, max: 150},
	"longDescription":  {kind: text, required: true, min: 150, max: 10000},
	"documentation":    {kind: text, check: webURL},
	"apiDocumentation": {kind: text, check: webURL},
	"features":         {kind: list, required: true, min: 1, item: &rule{kind: text}},
	"screenshots":      {kind: list, item: &rule{kind: text, check: file}},
	"videos":           {kind: list, item: &rule{kind: text, check: webURL}},
	"awards":           {kind: list, item: &rule{kind: text}},
}

var dependencies = rule{kind: list, item: &rule{kind: object, fields: map[string]rule{
	"name": {kind: text, required: true}, "versionMin": {kind: text}, "versionMax": {kind: text}, "version": {kind: text}, "optional": {kind: boolean},
}}}

var italy = map[string]rule{
	"countryExtensionVersion": {kind: text, of: []string{"0.2", "1.0"}},
	"conforme": {kind: object, obsolete: "publiccode.obsolete", fields: map[string]rule{
		"lineeGuidaDesign": {kind: boolean}, "modelloInteroperabilita": {kind: boolean}, "misureMinimeSicurezza": {kind: boolean}, "gdpr": {kind: boolean},
	}},
	"riuso": {kind: object, fields: map[string]rule{"codiceIPA": {kind: text, obsolete: "publiccode.obsolete-ipa"}}},
	"piattaforme": {kind: object, fields: map[string]rule{
		"spid": {kind: boolean}, "pagopa": {kind: boolean}, "cie": {kind: boolean}, "anpr": {kind: boolean}, "io": {kind: boolean},
	}},
}

func anyURL(c *checker, at spot, v *value) {
	if u, err := url.Parse(v.text); err != nil || u.Scheme == "" || u.Host == "" && u.Opaque == "" && u.Path == "" {
		c.err(at, "publiccode.not-url", "value", clip(v.text))
	}
}

func webURL(c *checker, at spot, v *value) {
	if u, err := url.Parse(v.text); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		c.err(at, "publiccode.not-web", "value", clip(v.text))
	}
}

func uri(c *checker, at spot, v *value) {
	if v.text == "" {
		return
	}
	u, err := url.ParseRequestURI(v.text)
	if err != nil || u.Scheme == "" || !strings.EqualFold(u.Scheme, "urn") && u.Host == "" {
		c.err(at, "publiccode.not-uri", "value", clip(v.text))
	}
}

func date(c *checker, at spot, v *value) {
	if _, err := time.Parse(time.DateOnly, v.text); err != nil {
		c.err(at, "publiccode.not-date", "value", clip(v.text))
	}
}

// file examines the name of a file of the repository, or its address.
func file(c *checker, at spot, v *value) {
	switch {
	case v.text == "":
	case strings.HasPrefix(v.text, "/") || strings.HasPrefix(v.text, "file:"):
		c.err(at, "publiccode.absolute-path", "value", clip(v.text))
	case strings.HasPrefix(v.text, "http://") || strings.HasPrefix(v.text, "https://"):
	case c.exists != nil && !c.exists(strings.TrimPrefix(v.text, "./")):
		c.err(at, "publiccode.no-file", "value", clip(v.text))
	}
}

var mime = regexp.MustCompile(`^ *[A-Za-z0-9][A-Za-z0-9!#$&^_-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126} *$`)

func mimeType(c *checker, at spot, v *value) {
	if !mime.MatchString(v.text) {
		c.err(at, "publiccode.not-mime", "value", clip(v.text))
	}
}

func email(c *checker, at spot, v *value) {
	if v.text == "" {
		return
	}
	if a, err := mail.ParseAddress(v.text); err != nil || a.Address != v.text {
		c.err(at, "publiccode.not-email", "value", clip(v.text))
	}
}

func licence(c *checker, at spot, v *value) {
	if !Licence(v.text) {
		c.err(at, "publiccode.not-spdx", "value", clip(v.text))
	}
}

// Licence reports whether a text is an SPDX expression.
func Licence(s string) bool {
	ok, _ := spdxexp.ValidateLicenses([]string{s})
	return ok
}

// Language reports whether a text is the code of a language, as fr or pt-BR.
func Language(s string) bool { return knownLanguage(s) }

var twoLetters = regexp.MustCompile(`^([A-Z]{2}|[a-z]{2})$`)

func country(c *checker, at spot, v *value) {
	r, err := language.ParseRegion(v.text)
	switch {
	case err != nil || !twoLetters.MatchString(v.text) || !r.IsCountry():
		c.err(at, "publiccode.not-country", "value", clip(v.text))
	case v.text == strings.ToLower(v.text):
		c.warn(at, "publiccode.small-country", "value", strings.ToUpper(v.text))
	}
}

func languageKey(c *checker, at spot, k string) {
	if !knownLanguage(k) {
		c.err(at, "publiccode.not-language", "value", clip(k))
	}
}

func languageTag(c *checker, at spot, v *value) {
	if !knownLanguage(v.text) {
		c.err(at, "publiccode.not-language", "value", clip(v.text))
	}
}

func knownLanguage(s string) bool {
	if s == "" || strings.Contains(s, "_") {
		return false
	}
	_, err := language.Parse(s)
	return err == nil
}

// characters counts a text as readers do: a letter and the accent on it are one.
func characters(s string) int { return utf8.RuneCountInString(norm.NFC.String(s)) }

func clip(s string) string {
	if utf8.RuneCountInString(s) > 60 {
		return string([]rune(s)[:59]) + "…"
	}
	return s
}

// nearest returns the known key that an unknown one was most likely meant to be, or "".
func nearest(key string, rules map[string]rule) string {
	folded := strings.NewReplacer("-", "", "_", "", "z", "s").Replace(search.Fold(key))
	for k := range rules {
		if strings.NewReplacer("z", "s").Replace(search.Fold(k)) == folded {
			return k
		}
	}
	return ""
}

// The lists of the standard: categories-list.rst and scope-list.rst.
var (
	categories = strings.Fields(`accounting agile-project-management applicant-tracking application-development appointment-scheduling backup billing-and-invoicing blog
		budgeting business-intelligence business-process-management cad call-center-management cloud-management collaboration communications compliance-management
		contact-management content-management crm customer-service-and-support data-analytics data-collection data-visualization design design-system
		digital-asset-management digital-citizenship document-management donor-management e-commerce e-signature educational-content email-management email-marketing
		employee-management enterprise-project-management enterprise-social-networking erp event-management facility-management feedback-and-reviews-management
		financial-reporting fleet-management fundraising gamification geographic-information-systems grant-management graphic-design help-desk hr ide
		identity-management instant-messaging integrated-library-system inventory-management it-asset-management it-development it-management it-security
		it-service-management knowledge-management learning-management-system marketing mind-mapping mobile-marketing mobile-payment network-management office
		online-booking online-community payment-gateway payroll predictive-analysis procurement productivity-suite project-collaboration project-management
		property-management real-estate-management regulations-and-directives remote-support resource-management sales-management seo service-desk
		social-media-management survey talent-management task-management taxes-management test-management time-management time-tracking translation
		video-conferencing video-editing visitor-management voip warehouse-management web-collaboration web-conferencing whistleblowing website-builder
		workflow-management other`)
	scopes = strings.Fields(`agriculture culture defence education emergency-services employment energy environment finance-and-economic-development foreign-affairs
		government healthcare infrastructures justice local-authorities manufacturing research science-and-technology security society sport tourism transportation welfare`)
)
