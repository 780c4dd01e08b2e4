package theme

import (
	"html/template"
	"strings"
	"time"

	"guichet/internal/figure"
	"guichet/internal/i18n"
)

// Story is one component in one state, for the test of the theme and for whoever wants to see it.
type Story struct {
	Name      string // unique: the component and its state
	Component any    // what Theme.Render takes
}

// Stories returns every component in every state that pages put it in: plain, empty, wrong, long.
func Stories(lang i18n.Lang) []Story {
	s := sampler{lang}
	var all []Story
	for _, family := range [][]Story{s.links(), s.blocks(), s.facts(), s.figures(), s.navigation(), s.forms()} {
		all = append(all, family...)
	}
	return all
}

// sampler writes the samples in one language.
type sampler struct{ lang i18n.Lang }

func (s sampler) say(fr, en string) string { return i18n.Text{Fr: fr, En: en}.In(s.lang) }

func (s sampler) body(fr, en string) template.HTML {
	return template.HTML("<p>" + template.HTMLEscapeString(s.say(fr, en)) + "</p>") //nolint:gosec // escaped, and a sample of our own
}

// A word that fits on no phone: nothing may overflow because of it.
var longWord = strings.Repeat("interministériel", 8)

func (s sampler) links() []Story {
	return []Story{
		{"link", Link{Text: s.say("Catalogue", "Catalogue"), URL: "/fr/logiciels/"}},
		{"link current", Link{Text: s.say("Catalogue", "Catalogue"), URL: "/fr/logiciels/", Current: true}},
		{"link external", Link{Text: "code.gouv.fr", URL: "https://code.gouv.fr/"}},
		{"link in the other language", Link{Text: "The catalogue", URL: "/en/software/", Lang: s.lang.Other()}},
		{"link without address", Link{Text: "2019/883"}},
		{"link current without address", Link{Text: "GIMP", Current: true, Lang: s.lang.Other()}},
		{"link in the other language without address", Link{Text: "GIMP", Lang: s.lang.Other()}},
		{"badge", Badge{Text: s.say("Bureautique", "Office")}},
		{"badge info", Badge{"info", s.say("Nouveau", "New")}},
		{"badge success", Badge{"success", s.say("Couvert par le marché", "Covered by the contract")}},
		{"badge warning", Badge{"warning", s.say("À vérifier", "To be checked")}},
		{"badge error", Badge{"error", s.say("Retiré", "Withdrawn")}},
		{"tag", Tag{Text: s.say("Image", "Image"), URL: "?categorie=image"}},
		{"tag pressed", Tag{Text: s.say("Image", "Image"), URL: "?", Pressed: true}},
		{"tag without address", Tag{Text: s.say("Image", "Image")}},
	}
}

func (s sampler) blocks() []Story {
	text := s.say("Créer et retoucher des images, les convertir d'un format à un autre.", "Create and retouch images, convert them between formats.")
	card := Card{
		Title: "GIMP", URL: "/fr/logiciels/gimp", Text: text, Level: 3,
		Badges: []Badge{{"success", s.say("Couvert par le marché", "Covered by the contract")}, {"info", "SILL"}},
		Meta:   []string{"GPL-3.0-or-later", s.say("12 référents", "12 referents"), "3.0.4"},
		Reason: s.say("Remplace Photoshop pour la retouche d'images.", "Replaces Photoshop to retouch images."),
	}
	long := card
	long.Title, long.Text, long.Reason, long.Level = longWord, longWord, longWord, 4
	for range 20 {
		long.Meta = append(long.Meta, "GPL-3.0-or-later")
		long.Badges = append(long.Badges, Badge{"neutral", longWord})
	}
	stories := []Story{
		{"card", card},
		{"card bare", Card{Title: "GIMP", Level: 2}},
		{"card without level", Card{Title: "GIMP"}},
		{"card long", long},
		{"tile long", Tile{Title: longWord, URL: "/fr/", Text: longWord, Level: 2}},
		{"tile bare", Tile{Title: s.say("Contact", "Contact"), URL: "/fr/contact/", Level: 3}},
		{"tile outside", Tile{Title: "code.gouv.fr", URL: "https://code.gouv.fr/", Icon: "code", Level: 3}},
	}
	for _, icon := range []string{"chat", "catalogue", "contract", "cart", "people", "hat", "code", "search", "mail"} {
		stories = append(stories, Story{"tile " + icon, Tile{s.say("Trouver un logiciel", "Find software"), "/fr/logiciels/", text, icon, 2}})
	}
	for _, kind := range []string{"info", "success", "warning", "error"} {
		stories = append(stories, Story{"alert " + kind, Alert{Kind: kind, Title: s.say("Demande 2026-00042", "Request 2026-00042"), Body: s.body("Une réponse vous sera envoyée sous deux jours ouvrés.", "An answer will be sent to you within two working days.")}})
	}
	return append(stories,
		Story{"alert live", Alert{Kind: "success", Title: s.say("Demande reçue", "Request received"), Live: true}},
		Story{"alert live error", Alert{Kind: "error", Title: longWord, Live: true}},
		Story{"callout", Callout{s.say("À savoir", "Good to know"), s.body("Un logiciel libre s'achète rarement : on achète le service.", "Free software is seldom bought: the service around it is."), 2}},
		Story{"callout without heading", Callout{Title: s.say("À savoir", "Good to know"), Body: s.body("Le titre n'est pas un titre de section.", "This title is no heading.")}},
		Story{"callout without title", Callout{Body: s.body("Sans titre.", "Without a title.")}},
		Story{"quote", Quote{s.say("Une référente", "A referent"), s.body("Nous avons changé d'outil en trois mois.", "We changed tools in three months.")}},
		Story{"quote anonymous", Quote{Body: s.body("Nous avons changé d'outil.", "We changed tools.")}},
		Story{"accordion", Accordion{ID: "delais", Title: s.say("Quels sont les délais ?", "How long does it take?"), Body: s.body("Ils sont au contrat.", "The contract says it.")}},
		Story{"accordion open", Accordion{Title: longWord, Body: s.body("Ouvert.", "Open."), Open: true}},
		Story{"empty", Empty{
			s.say("Aucun équivalent libre connu", "No free equivalent known"),
			s.say("La question est gardée : elle dira ce qui manque.", "The question is kept: it will tell what is missing."),
			[]Link{{Text: s.say("Poser la question à une personne", "Ask a person"), URL: "/fr/contact/"}, {Text: "code.gouv.fr", URL: "https://code.gouv.fr/"}},
		}},
		Story{"empty bare", Empty{Title: s.say("Aucun résultat", "No result")}},
		Story{"stat", Stat{"512", s.say("logiciels au catalogue", "pieces of software"), s.say("au 23 novembre 2026", "on 23 November 2026")}},
		Story{"stat bare", Stat{Value: "0", Label: s.say("demandes en retard", "late requests")}},
	)
}

func (s sampler) facts() []Story {
	fact := Fact{
		Label: s.say("Licence", "Licence"), Value: "GPL-3.0-or-later", URL: "https://spdx.org/licenses/GPL-3.0-or-later.html",
		Source: "Wikidata", SourceURL: "https://www.wikidata.org/wiki/Q8038", Checked: s.say("23 novembre 2026", "23 November 2026"),
	}
	disputed := fact
	disputed.Others = []Fact{{Value: "GPL-3.0-only", Source: "Comptoir du Libre", Checked: s.say("2 mars 2022", "2 March 2022")}, {Value: longWord, Source: longWord}}
	opinion := Fact{Label: s.say("Prise en main", "Ease"), Value: s.say("Demande une formation courte", "Asks for a short training"), Source: s.say("Rédaction", "Editors"), Checked: s.say("3 juin 2026", "3 June 2026"), Editorial: true}
	bare := Fact{Label: longWord, Value: longWord}
	table := Table{
		ID: "lots", Caption: s.say("Lots du marché d'expertise", "Lots of the expertise contract"),
		Columns: []Column{{Title: "Lot"}, {Title: s.say("Titulaire", "Holder")}, {Title: s.say("Jours", "Days"), Numeric: true}},
		Rows: [][]Cell{
			{{Text: "5"}, {Text: "Moodle", URL: "/fr/logiciels/moodle"}, {Text: "1 200", Note: s.say("Avis d'attribution, 2025", "Award notice, 2025")}},
			{{Text: "6"}, {Text: "Web server", Lang: s.lang.Other(), Badges: []Badge{{"warning", s.say("À vérifier", "To be checked")}}}, {Text: "80"}},
		},
		Note: s.say("Source : avis d'attribution.", "Source: award notice."),
	}
	wide := Table{Columns: []Column{{Title: longWord}, {Title: longWord}, {Title: longWord}}, Rows: [][]Cell{{{Text: longWord}, {Text: longWord, URL: "https://example.org/"}, {Text: longWord}}}}
	return []Story{
		{"fact", fact},
		{"fact bare", bare},
		{"facts", Facts{[]Fact{fact, disputed, opinion, bare}}},
		{"facts none", Facts{}},
		{"table", table},
		{"table wide", wide},
		{"table empty", Table{ID: "vide", Caption: s.say("Rien", "Nothing"), Columns: table.Columns}},
		{"source-note", SourceNote{Text: s.say("Avis d'attribution", "Award notice"), Link: Link{Text: "BOAMP", URL: "https://www.boamp.fr/"}, Date: s.say("23 novembre 2026", "23 November 2026")}},
		{"source-note editorial", SourceNote{Link: Link{Text: s.say("Rédaction", "Editors")}, Date: s.say("le 23 novembre 2026", "on 23 November 2026"), Editorial: true}},
		{"source-note bare", SourceNote{Text: s.say("déclaration de l'éditeur", "publisher's statement")}},
		{"source-note link", SourceNote{Link: Link{Text: "Wikidata", URL: "https://www.wikidata.org/"}}},
	}
}

func (s sampler) figures() []Story {
	day := func(y, m int) time.Time { return time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC) }
	bars := figure.Bars{
		Title: s.say("Entrées par source", "Entries by source"), Label: "Source", Series: []string{s.say("Entrées", "Entries")}, Lang: s.lang,
		Bars: []figure.Bar{{Label: "SILL 2022", URL: "/fr/logiciels/", Values: []int{1240}}, {Label: longWord, Values: []int{310}}, {Label: "<b>Comptoir</b>", Values: []int{0}}},
	}
	stacked := bars
	stacked.Series = []string{s.say("Avec réponse", "Answered"), s.say("Sans réponse", "Not answered")}
	stacked.Bars = []figure.Bar{{Label: s.say("Équivalent", "Equivalent"), Values: []int{120, 30}}, {Label: s.say("Achat", "Purchase"), Values: []int{12, 40}}}
	timeline := figure.Timeline{
		Title: s.say("Périodes de Debian", "Periods of Debian"), Description: s.say("De 2017 à 2030.", "From 2017 to 2030."), Lang: s.lang, Now: day(2026, 11),
		Columns: []string{"Version", s.say("Période", "Period"), s.say("Du", "From"), s.say("Au", "To")},
		Rows: []figure.Row{
			{Label: "Debian 11", Spans: []figure.Span{{From: day(2021, 8), To: day(2026, 7), What: s.say("communauté", "community")}, {From: day(2026, 7), To: day(2028, 9), What: s.say("étendue", "extended"), Tone: 1}}},
			{Label: longWord, Spans: []figure.Span{{From: day(2023, 6), What: s.say("publication", "release"), Tone: 2}, {From: day(2024, 1), To: day(2030, 6), What: longWord, Tone: 3}}},
		},
	}
	places := figure.Map{
		Title: s.say("OSPO par région", "OSPOs by region"), Description: s.say("Deux régions.", "Two regions."), Lang: s.lang,
		Columns: []string{s.say("Région", "Region"), s.say("Nombre", "Number"), "OSPO"},
		Places:  []figure.Place{{Name: "Île-de-France", URL: "/fr/ospos/", Lat: 48.86, Lon: 2.35, Count: 4, What: "DINUM, IGN"}, {Name: "La Réunion", Lat: -20.88, Lon: 55.45, Count: 1, What: longWord}},
	}
	return []Story{
		{"figure bars", Drawn("fig-bars", bars.Draw("fig-bars-i"), s.say("Source : catalogue du 23 novembre 2026.", "Source: catalogue of 23 November 2026."))},
		{"figure bars in two parts", Drawn("fig-stacked", stacked.Draw("fig-stacked-i"), "")},
		{"figure timeline", Drawn("fig-timeline", timeline.Draw("fig-timeline-i"), "")},
		{"figure map", Drawn("fig-map", places.Draw("fig-map-i"), "Natural Earth")},
		{"figure empty", Drawn("fig-empty", figure.Bars{Title: s.say("Rien", "Nothing"), Label: "Source", Lang: s.lang}.Draw("fig-empty-i"), "")},
	}
}

func (s sampler) navigation() []Story {
	many := Contents{Title: s.say("Dans cette page", "On this page")}
	for range 4 {
		many.Items = append(many.Items, ContentsItem{2, s.say("Comment choisir", "How to choose"), "#choisir"}, ContentsItem{3, s.say("Une exception utile", "A useful exception"), "#exception"}, ContentsItem{4, longWord, "#long"})
	}
	page := func(text string, current bool) Link { return Link{Text: text, URL: "?page=" + text, Current: current} }
	return []Story{
		{"search-bar", SearchBar{ID: "recherche", Action: "/fr/recherche", Name: "q", Label: s.say("Rechercher", "Search"), Button: s.say("Rechercher", "Search")}},
		{"search-bar filled", SearchBar{ID: "recherche-2", Action: "/fr/recherche", Name: "q", Value: `Photoshop "et" <b>`, Label: s.say("Rechercher un logiciel", "Search for software"), Placeholder: "GIMP", Button: s.say("Rechercher", "Search")}},
		{"search-bar large", SearchBar{ID: "question-large", Action: "/fr/recherche", Name: "q", Label: s.say("Quelle est votre question ?", "What is your question?"), Hint: s.say("Par exemple : existe-t-il un équivalent libre de Photoshop ?", "For instance: is there a free equivalent of Photoshop?"), Button: s.say("Demander", "Ask"), Large: true}},
		{"pagination", Pagination{
			Label: s.say("Pages de résultats", "Result pages"), Previous: Link{Text: s.say("Précédente", "Previous"), URL: "?page=1"}, Next: Link{Text: s.say("Suivante", "Next"), URL: "?page=3"},
			Pages: []Link{page("1", false), page("2", true), page("3", false), {Text: "…"}, page("42", false)},
		}},
		{"pagination first", Pagination{Next: Link{Text: s.say("Suivante", "Next"), URL: "?page=2"}, Pages: []Link{{Text: "1", Current: true}, page("2", false)}}},
		{"pagination none", Pagination{}},
		{"contents", Contents{Items: []ContentsItem{{2, s.say("Pour publier", "To publish"), "#publier"}, {3, "AGPL-3.0-only", "#agpl"}, {2, s.say("Pour choisir", "To choose"), "#choisir"}}}},
		{"contents many", many},
		{"contents orphan", Contents{Title: "Orphan", Items: []ContentsItem{{3, "A", "#a"}, {3, "B", "#b"}, {2, "C", "#c"}}}},
		{"contents none", Contents{}},
		{"stepper", Stepper{s.say("Votre logiciel", "Your software"), s.say("Vos coordonnées", "Your contact details"), 2, 4}},
		{"stepper last", Stepper{Title: s.say("Vérifier", "Check"), Step: 4, Steps: 4}},
	}
}

func (s sampler) forms() []Story {
	wrong := s.say("Écrivez une adresse nominative, par exemple prenom.nom@ville.fr.", "Give your own address, for instance first.last@town.fr.")
	hint := s.say("Celle de votre service. Pas d'adresse partagée.", "The one at work. Not a shared mailbox.")
	choices := []Option{
		{Value: "oui", Text: s.say("Oui", "Yes"), Hint: s.say("Le code est déjà publié.", "The code is published already."), Selected: true},
		{Value: "non", Text: s.say("Non", "No")},
	}
	email := Field{ID: "courriel", Name: "courriel", Type: "email", Label: s.say("Adresse électronique", "E-mail address"), Autocomplete: "email", Required: true}
	refused := email
	refused.ID, refused.Hint, refused.Error, refused.Value = "courriel-2", hint, wrong, "contact@ville.fr"
	onlyHint, onlyError := email, email
	onlyHint.ID, onlyHint.Hint, onlyHint.Required = "courriel-3", hint, false
	onlyError.ID, onlyError.Error = "courriel-4", wrong
	stories := []Story{
		{"field email", email},
		{"field email refused", refused},
		{"field email hint", onlyHint},
		{"field email error", onlyError},
		{"field hidden", Field{Name: "retour", Type: "hidden", Value: "/fr/"}},
		{"field textarea", Field{Name: "question", Type: "textarea", Label: "Question", MaxLength: 4000, Value: "<script>"}},
		{"field textarea refused", Field{Name: "question-2", Type: "textarea", Label: longWord, Rows: 3, Error: wrong, Hint: hint, Required: true}},
		{"field select", Field{Name: "sujet", Type: "select", Label: s.say("Sujet", "Subject"), Options: choices, Required: true}},
		{"field radio", Field{Name: "publie", Type: "radio", Label: s.say("Le code est-il publié ?", "Is the code published?"), Options: choices, Required: true}},
		{"field radio refused", Field{ID: "publie-3", Name: "publie3", Type: "radio", Label: s.say("Le code est-il publié ?", "Is the code published?"), Options: choices, Hint: hint, Error: wrong}},
		{"field checkbox", Field{Name: "accord", Type: "checkbox", Options: []Option{{Value: "1", Text: s.say("J'accepte que ma déclaration soit publiée", "I agree that my declaration is published")}}, Required: true}},
		{"field checkbox refused", Field{Name: "accord-2", Type: "checkbox", Error: wrong, Hint: hint, Label: s.say("J'accepte", "I agree")}},
		{"field checkboxes", Field{Name: "canaux", Type: "checkbox", Label: s.say("Canaux", "Channels"), Options: choices}},
		{"button", Button{Text: s.say("Envoyer", "Send")}},
		{"button secondary", Button{Text: s.say("Enregistrer le brouillon", "Save the draft"), Kind: "secondary", Name: "action", Value: "draft"}},
		{"button link", Button{Text: s.say("Faire une demande", "Make a request"), Kind: "primary", URL: "/fr/contact/"}},
		{"button link outside", Button{Text: "code.gouv.fr", Kind: "secondary", URL: "https://code.gouv.fr/"}},
		{"error-summary", ErrorSummary{s.say("Deux réponses sont à revoir", "Two answers need a change"), []Link{{Text: wrong, URL: "#courriel-2"}, {Text: wrong, URL: "#publie-3"}}}},
	}
	for _, kind := range []string{"text", "url", "date", "number", "password"} {
		stories = append(stories, Story{"field " + kind, Field{ID: "champ-" + kind, Name: kind, Type: kind, Label: s.say("Champ", "Field") + " " + kind}})
	}
	return stories
}
