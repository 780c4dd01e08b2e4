// Package address is the one table of the desk's addresses, in both languages.
//
// Addresses are a contract: people keep them, other sites link to them. French ones are those that the public site had; English ones
// use English words. A page that exists only in French has no English address, and its French one is used.
package address

import (
	"net/url"
	"strings"

	"guichet/internal/i18n"
)

// pages maps the name of a page to its French and English addresses; a name with a slug after it has a {slug} there.
var pages = map[string]i18n.Text{
	"home":             {Fr: "/fr/", En: "/en/"},
	"services":         {Fr: "/fr/mission/offre-de-services/", En: "/en/mission/services/"},
	"mission":          {Fr: "/fr/mission/", En: "/en/mission/"},
	"search":           {Fr: "/fr/recherche?q={slug}", En: "/en/search?q={slug}"},
	"software-list":    {Fr: "/fr/logiciels/", En: "/en/software/"},
	"software":         {Fr: "/fr/logiciels/{slug}", En: "/en/software/{slug}"},
	"compare":          {Fr: "/fr/logiciels/comparer", En: "/en/software/compare"},
	"software-history": {Fr: "/fr/logiciels/{slug}/historique", En: "/en/software/{slug}/history"},
	"categories":       {Fr: "/fr/logiciels/categories/", En: "/en/software/categories/"},
	"category":         {Fr: "/fr/logiciels/categories/{slug}", En: "/en/software/categories/{slug}"},
	"products":         {Fr: "/fr/equivalents/", En: "/en/equivalents/"},
	"product":          {Fr: "/fr/equivalents/{slug}", En: "/en/equivalents/{slug}"},
	"providers":        {Fr: "/fr/prestataires/", En: "/en/providers/"},
	"provider":         {Fr: "/fr/prestataires/{slug}", En: "/en/providers/{slug}"},
	"absent":           {Fr: "/fr/prestataires/absent", En: "/en/providers/missing"},
	"use":              {Fr: "/fr/utiliser/", En: "/en/use/"},
	"contracts":        {Fr: "/fr/utiliser/marches-interministeriels-support-expertise-logiciels-libres/", En: "/en/use/markets/"},
	"beneficiaries":    {Fr: "/fr/utiliser/marches-logiciels-libres/", En: "/en/use/market-beneficiaries/"},
	"covered":          {Fr: "/fr/utiliser/marches-logiciels-libres-liste-logiciels/", En: "/en/use/market-software/"},
	"checker":          {Fr: "/fr/marches/verifier", En: "/en/contracts/check"},
	"delays":           {Fr: "/fr/marches/delais", En: "/en/contracts/delays"},
	"debian":           {Fr: "/fr/marches/debian", En: "/en/contracts/debian"},
	"gap":              {Fr: "/fr/marches/perimetre", En: "/en/contracts/perimeter"},
	"market-changes":   {Fr: "/fr/marches/changements", En: "/en/contracts/changes"},
	"covered-file":     {Fr: "/fr/marches/logiciels-couverts", En: "/en/contracts/covered-software"}, // and .csv or .ods
	"contributions":    {Fr: "/fr/utiliser/marches-logiciels-libres-liste-contributions/", En: "/en/use/market-contributions/"},
	"buy":              {Fr: "/fr/acheter/", En: "/en/buy/"},
	"naming":           {Fr: "/fr/acheter/nommer-un-logiciel", En: "/en/buy/naming-software"},
	"buy-note":         {Fr: "/fr/acheter/note", En: "/en/buy/note"},
	"clauses":          {Fr: "/fr/acheter/clauses", En: "/en/buy/clauses"},
	"licence-adviser":  {Fr: "/fr/acheter/licences", En: "/en/buy/licences"},
	"components":       {Fr: "/fr/acheter/licences/composants", En: "/en/buy/licences/components"},
	"repository":       {Fr: "/fr/publier/depot", En: "/en/publish/repository"},
	"publiccode":       {Fr: "/fr/publier/publiccode", En: "/en/publish/publiccode"},
	"licence":          {Fr: "/fr/acheter/licences/{slug}", En: "/en/buy/licences/{slug}"},
	"licence-compare":  {Fr: "/fr/acheter/licences/comparer", En: "/en/buy/licences/compare"},
	"licence-matrix":   {Fr: "/fr/acheter/licences/compatibilite", En: "/en/buy/licences/compatibility"},
	"licence-choice":   {Fr: "/fr/acheter/licences/choisir", En: "/en/buy/licences/choose"},
	"approval":         {Fr: "/fr/acheter/licences/homologation", En: "/en/buy/licences/approval"},
	"opening":          {Fr: "/fr/publier/decision", En: "/en/publish/decision"},
	"contributing":     {Fr: "/fr/publier/contribuer", En: "/en/publish/contribute"},
	"openness":         {Fr: "/fr/publier/degre", En: "/en/publish/degree"},
	"publish":          {Fr: "/fr/publier/", En: "/en/publish/"},
	"ospos":            {Fr: "/fr/ospos/", En: "/en/ospos/"},
	"ospo":             {Fr: "/fr/ospos/{slug}", En: "/en/ospos/{slug}"},
	"ospo-register":    {Fr: "/fr/ospos/referencer", En: "/en/ospos/register"},
	"contact":          {Fr: "/fr/contact/", En: "/en/contact/"},
	"case":             {Fr: "/fr/demandes/{slug}", En: "/en/requests/{slug}"},
	"spaces":           {Fr: "/fr/contact/espaces-communication-bluehats/", En: "/en/contact/bluehats-spaces/"},
	"bluehats":         {Fr: "/fr/bluehats/", En: "/en/bluehats/"},
	"events":           {Fr: "/fr/bluehats/evenements/", En: "/en/bluehats/events/"},
	"event":            {Fr: "/fr/bluehats/evenements/{slug}", En: "/en/bluehats/events/{slug}"},
	"event-calendar":   {Fr: "/fr/bluehats/evenements/{slug}/agenda.ics", En: "/en/bluehats/events/{slug}/calendar.ics"},
	"events-calendar":  {Fr: "/fr/bluehats/evenements.ics", En: "/en/bluehats/events.ics"},
	"news":             {Fr: "/fr/actualites/", En: "/en/news/"},
	"trainings":        {Fr: "/fr/formations/", En: "/en/training/"},
	"trainer":          {Fr: "/fr/formations/{slug}", En: "/en/training/{slug}"},
	"watch-studies":    {Fr: "/fr/utiliser/etudes-de-veille/", En: "/en/use/watch-studies/"},
	"docs":             {Fr: "/fr/doc/", En: "/en/docs/"},
	"catalogue-rules":  {Fr: "/fr/doc/sill/", En: "/en/docs/catalogue/"},
	"entry-rules":      {Fr: "/fr/doc/sill/verifier", En: "/en/docs/catalogue/check"},
	"licences":         {Fr: "/fr/doc/licences-libres-dinum/", En: "/en/docs/licences/"},
	"about":            {Fr: "/fr/a-propos/", En: "/en/about/"},
	"figures":          {Fr: "/fr/a-propos/chiffres/", En: "/en/about/figures/"},
	"questions":        {Fr: "/fr/questions/", En: "/en/questions/"},
	"accessibility":    {Fr: "/fr/accessibilite/", En: "/en/accessibility/"},
	"legal":            {Fr: "/fr/mentions-legales/", En: "/en/legal-notice/"},
	"privacy":          {Fr: "/fr/donnees-personnelles/", En: "/en/personal-data/"},
	"display":          {Fr: "/fr/affichage/", En: "/en/display/"},
	"sitemap":          {Fr: "/fr/plan-du-site/", En: "/en/site-map/"},
}

// Addresses of the feeds of news. The French ones are those that the public site had; feeds stand outside the languages' trees, so they are no pages.
var feeds = map[string]i18n.Text{
	"atom":     {Fr: "/feed/feed.xml", En: "/en/feed/feed.xml"},
	"software": {Fr: "/feed/logiciels.xml", En: "/en/feed/software.xml"},
	"json":     {Fr: "/feed/feed.json", En: "/en/feed/feed.json"},
}

// Feed returns the address of a feed: that of news in a format, "atom" or "json", or "software", what is new in the catalogue.
func Feed(lang i18n.Lang, format string) string { return feeds[format].In(lang) }

// Of returns the address of a page: "software" and "gimp" make /fr/logiciels/gimp. An unknown page is a defect of the program, and leads
// to the home page.
func Of(lang i18n.Lang, page, slug string) string {
	p := Pattern(lang, page)
	if p == "" {
		return Pattern(lang, "home")
	}
	if strings.Contains(p, "{slug}") {
		if strings.Contains(p, "?") {
			slug = url.QueryEscape(slug)
		} else {
			slug = url.PathEscape(slug)
		}
		return strings.Replace(p, "{slug}", slug, 1)
	}
	return p
}

// Pattern returns the address of a page with {slug} where a slug goes, or "" for an unknown page.
func Pattern(lang i18n.Lang, page string) string {
	t := pages[page]
	if lang == i18n.English {
		return t.En
	}
	return t.Fr
}

// Path returns the Pattern of a page without its query.
func Path(lang i18n.Lang, page string) string {
	p, _, _ := strings.Cut(Pattern(lang, page), "?")
	return p
}
