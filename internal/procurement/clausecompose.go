package procurement

import (
	"regexp"
	"slices"
	"strings"

	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// Composition is what the composer makes of choices: the articles of both documents, the list that ends the CCAP, an explanation, and warnings.
type Composition struct {
	Choices     Choices         `json:"choices"`
	Edition     Edition         `json:"edition"`           // of the texts used
	Current     provenance.Date `json:"current"`           // latest edition
	ReviewDue   bool            `json:"reviewDue"`         // the texts should have been read again by now
	Changed     []Change        `json:"changed,omitempty"` // what is different in the latest edition
	CCAP        []Article       `json:"ccap"`
	CCTP        []Article       `json:"cctp"`
	Derogations []Derogated     `json:"derogations"`
	Precisions  []Derogated     `json:"precisions"` // a lawyer may find some of them to be derogations
	Explained   []Explained     `json:"explained"`
	Warnings    []Warning       `json:"warnings"`
	Blanks      []string        `json:"blanks,omitempty"` // names of the choices that the text leaves to fill in
	Laws        []*Law          `json:"laws"`             // that the composition rests on, in the order of their list
}

// Article is one article of a document.
type Article struct {
	Number int       `json:"number"`
	Clause string    `json:"clause"`
	Title  i18n.Text `json:"title"`
	Body   []Part    `json:"body"`  // French
	Gloss  string    `json:"gloss"` // what it says, in English
	Laws   []string  `json:"laws"`
}

// Part is a paragraph, or a list when it has items.
type Part struct {
	Text  string   `json:"text,omitempty"`
	Items []string `json:"items,omitempty"`
}

// Derogated is one line of the list that ends the CCAP.
type Derogated struct {
	Article i18n.Text `json:"article"` // of the CCAG
	Text    i18n.Text `json:"text"`
	By      int       `json:"by"` // number of the article of the CCAP
}

// Explained is one line of the table: what was chosen, why, and on which texts it rests.
type Explained struct {
	Choice string      `json:"choice"`
	Value  string      `json:"value"` // empty: nothing was chosen
	Why    []i18n.Text `json:"why"`
	Laws   []string    `json:"laws"`
}

// Change is a clause that is not the same in the latest edition.
type Change struct {
	Clause string    `json:"clause"`
	Title  i18n.Text `json:"title"`
	Change i18n.Text `json:"change"`
}

// Compose makes the clauses of choices, which Validate found good. named is what the catalogue knows of the software; today decides whether the texts
// should have been reviewed. The articles depend on the choices and their edition alone.
func (s *Set) Compose(c Choices, named Named, today provenance.Date) *Composition {
	current := s.Edition()
	out := &Composition{Choices: c, Edition: current, Current: current.Date, Derogations: []Derogated{}, Precisions: []Derogated{}}
	known := c.Edition == ""
	for _, e := range s.Editions {
		if e.Date.String() == c.Edition {
			out.Edition, known = e, true
		}
	}
	out.Choices.Edition = out.Edition.Date.String()
	out.ReviewDue = current.Due(today)
	values := s.values(c)
	laws := map[string]bool{}
	left := map[string]bool{}
	why := map[string]*Explained{}
	for _, clause := range s.Clauses {
		if !slices.ContainsFunc(clause.When, func(w string) bool { return !c.holds(w) }) {
			s.compose(out, clause, values, left, why)
		}
	}
	for _, name := range choiceOrder {
		line := Explained{Choice: name, Value: c.chosen(name)}
		if w := why[name]; w != nil {
			line.Why, line.Laws = w.Why, w.Laws
		}
		if name == "ccag" {
			line.Laws = []string{"ccag-tic-2021", "ccag-tic-1"}
		}
		for _, slug := range line.Laws {
			laws[slug] = true
		}
		out.Explained = append(out.Explained, line)
	}
	for _, name := range choiceNames {
		if left[name] {
			out.Blanks = append(out.Blanks, name)
		}
	}
	out.Warnings = s.warn(c, named, known)
	for _, w := range out.Warnings {
		for _, slug := range w.Laws {
			laws[slug] = true
		}
	}
	for _, l := range s.Laws {
		if laws[l.Slug] {
			out.Laws = append(out.Laws, l)
		}
	}
	return out
}

// compose adds one clause whose conditions hold.
func (s *Set) compose(out *Composition, clause *Clause, values map[string]string, left map[string]bool, why map[string]*Explained) {
	text, ok := clause.at(out.Edition.Date)
	if latest, now := clause.at(out.Current); latest.Since != text.Since {
		change := Change{clause.Slug, clause.Title, latest.Change}
		if now || ok {
			out.Changed = append(out.Changed, change)
		}
	}
	if !ok {
		return
	}
	place := &out.CCAP
	if clause.Place == "cctp" {
		place = &out.CCTP
	}
	a := Article{Number: len(*place) + 1, Clause: clause.Slug, Title: clause.Title, Gloss: text.Gloss, Laws: clause.Laws, Body: parts(text.Fr, values, left)}
	*place = append(*place, a)
	for _, d := range clause.Derogations {
		line := Derogated{d.Article, d.Text, a.Number}
		switch {
		case out.Choices.CCAG == "aucun": // there is nothing to derogate from
		case d.Kind == "derogation":
			out.Derogations = append(out.Derogations, line)
		default:
			out.Precisions = append(out.Precisions, line)
		}
	}
	e := why[clause.Choice]
	if e == nil {
		e = &Explained{}
		why[clause.Choice] = e
	}
	e.Why = append(e.Why, clause.Why)
	for _, slug := range clause.Laws {
		if !slices.Contains(e.Laws, slug) {
			e.Laws = append(e.Laws, slug)
		}
	}
}

// chosen returns the value of a line of the table: that of a choice, or oui and non for an extra clause.
func (c Choices) chosen(name string) string {
	if slices.Contains(ExtraClauses, name) {
		return map[bool]string{true: "oui", false: "non"}[c.Has(name)]
	}
	return *c.fields()[name]
}

// blank finds a place in a clause's text that is filled with what the buyer wrote.
var blank = regexp.MustCompile(`\{[a-z0-9-]+\}`)

// blanks says what to fill in where nothing was written; "" where the text goes on without it.
var blanks = map[string]string{
	"logiciel": "nom du logiciel libre", "acheteur": "nom de l'acheteur", "motif": "raison pour laquelle des droits non exclusifs ne suffisent pas",
	"forge": "adresse de la forge", "jalon": "événement et date", "licence": "", "licence-nom": "", "sbom": "", "derogation-46": "",
}

// values returns what stands in the places of the clauses' texts.
func (s *Set) values(c Choices) map[string]string {
	v := map[string]string{"logiciel": c.Software, "acheteur": c.Buyer, "motif": c.Reason, "forge": c.Forge, "jalon": c.Milestone, "licence": c.Licence, "licence-nom": c.Licence}
	if l := s.bySPDX[c.Licence]; l != nil {
		v["licence-nom"] = l.Name
	}
	v["sbom"] = map[string]string{"cyclonedx": "CycloneDX", "spdx": "SPDX", "au-choix": "CycloneDX ou SPDX"}[c.SBOM]
	if c.CCAG != "aucun" {
		v["derogation-46"] = " et par dérogation à l'article 46 du CCAG-TIC"
	}
	return v
}

// parts cuts a text into paragraphs and lists, then fills in values: what a buyer wrote never makes a paragraph or a list of its own. The names of the
// places that nobody filled are noted in left.
func parts(text string, values map[string]string, left map[string]bool) []Part {
	fill := func(s string) string {
		return blank.ReplaceAllStringFunc(s, func(m string) string {
			name := strings.Trim(m, "{}")
			if v := values[name]; v != "" || blanks[name] == "" {
				return v
			}
			left[name] = true
			return "[à compléter\u00a0: " + blanks[name] + "]"
		})
	}
	var out []Part
	for _, block := range strings.Split(strings.TrimSpace(text), "\n\n") {
		var p Part
		for _, line := range strings.Split(block, "\n") {
			if item, ok := strings.CutPrefix(line, "- "); ok {
				p.Items = append(p.Items, fill(item))
			} else {
				p.Text = strings.TrimSpace(p.Text + " " + fill(line))
			}
		}
		out = append(out, p)
	}
	return out
}
