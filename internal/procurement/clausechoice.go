package procurement

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"guichet/internal/errs"
)

// Choices is what a buyer chooses in the clause composer. The zero value of a field means that nothing was said; Defaults says what the desk advises.
type Choices struct {
	Edition   string   `json:"v"`         // date of the edition of the texts; empty: the current one
	Object    string   `json:"objet"`     // developpement, services or les-deux
	Software  string   `json:"logiciel"`  // name of the free software that the services are about
	Buyer     string   `json:"acheteur"`  // name under which the buyer appears in notices
	CCAG      string   `json:"ccag"`      // general clauses that the contract refers to: 2021, 2009 or aucun
	Rights    string   `json:"droits"`    // non-exclusifs or exclusifs
	Reason    string   `json:"motif"`     // of exclusivity
	Holder    string   `json:"detenteur"` // who holds the rights on the results: titulaire or acheteur
	Licence   string   `json:"licence"`   // SPDX id; empty: to be notified later
	Project   string   `json:"projet"`    // oui when the code goes to an existing project, whose licence it takes; else non
	Sources   string   `json:"sources"`   // publique, jalon or livraison
	Forge     string   `json:"forge"`     // where the repository is
	Milestone string   `json:"jalon"`     // when it becomes public
	SBOM      string   `json:"sbom"`      // non, cyclonedx, spdx or au-choix
	Clauses   []string `json:"clauses"`   // of extraClauses, in their order
}

// choiceOrder lists the choices in the order of the table that explains them.
var choiceOrder = []string{"objet", "ccag", "droits", "detenteur", "licence", "sources", "sbom", "amont", "dco", "tiers", "reversibilite", "accessibilite", "support"}

// ExtraClauses are the clauses that are asked for one by one.
var ExtraClauses = []string{"amont", "dco", "tiers", "reversibilite", "accessibilite", "support"}

// ChoiceValues lists the values of the choices that are made from a list, the advised one first.
var ChoiceValues = map[string][]string{
	"objet": {"developpement", "services", "les-deux"}, "ccag": {"2021", "2009", "aucun"}, "droits": {"non-exclusifs", "exclusifs"}, "detenteur": {"titulaire", "acheteur"},
	"projet": {"non", "oui"}, "sources": {"publique", "jalon", "livraison"}, "sbom": {"cyclonedx", "spdx", "au-choix", "non"},
}

// Lengths of what is written freely, in characters.
var choiceLengths = map[string]int{"logiciel": 120, "acheteur": 200, "motif": 1000, "licence": 64, "forge": 200, "jalon": 200, "v": 10}

// MaxChoice returns the greatest length of a choice that is written freely, in characters.
func MaxChoice(name string) int { return choiceLengths[name] }

// fields ties the names of the choices to their values.
func (c *Choices) fields() map[string]*string {
	return map[string]*string{"v": &c.Edition, "objet": &c.Object, "logiciel": &c.Software, "acheteur": &c.Buyer, "ccag": &c.CCAG, "droits": &c.Rights, "motif": &c.Reason,
		"detenteur": &c.Holder, "licence": &c.Licence, "projet": &c.Project, "sources": &c.Sources, "forge": &c.Forge, "jalon": &c.Milestone, "sbom": &c.SBOM}
}

// choiceNames is the order of the parameters in an address.
var choiceNames = []string{"v", "objet", "logiciel", "acheteur", "ccag", "droits", "motif", "detenteur", "licence", "projet", "sources", "forge", "jalon", "sbom"}

// ReadChoices reads choices from the parameters of an address. What is not said takes the advised value; what is not written stays empty. An address
// that names an edition was made by the form: there, an extra clause that is not named was not wanted.
func ReadChoices(q url.Values) Choices {
	var c Choices
	fields := c.fields()
	for name, field := range fields {
		*field = oneLine(q.Get(name))
		if values := ChoiceValues[name]; *field == "" && len(values) > 0 {
			*field = values[0]
		}
	}
	wanted := q["clauses"]
	if len(wanted) == 0 && !q.Has("v") {
		wanted = []string{"amont", "dco", "tiers", "reversibilite", "accessibilite"}
	}
	for _, v := range wanted {
		for _, name := range strings.Split(v, ",") {
			if name = oneLine(name); name != "" && !slices.Contains(c.Clauses, name) {
				c.Clauses = append(c.Clauses, name)
			}
		}
	}
	slices.SortStableFunc(c.Clauses, func(a, b string) int { return slices.Index(ExtraClauses, a) - slices.Index(ExtraClauses, b) })
	return c
}

// Query returns the choices as the query of an address, always written the same way: names in their order, empty values left out.
func (c Choices) Query() string {
	var parts []string
	fields := c.fields()
	for _, name := range choiceNames {
		if v := *fields[name]; v != "" {
			parts = append(parts, name+"="+url.QueryEscape(v))
		}
	}
	for _, v := range c.Clauses {
		parts = append(parts, "clauses="+url.QueryEscape(v))
	}
	return strings.Join(parts, "&")
}

// oneLine folds white space, so that what was written stays one line of text.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Has reports whether an extra clause is wanted.
func (c Choices) Has(clause string) bool { return slices.Contains(c.Clauses, clause) }

// names reports whether services around named software are bought.
func (c Choices) names() bool { return c.Object == "services" || c.Object == "les-deux" }

// Validate reports every choice that cannot be used, each on its field: a value that is not in the list, a text that is too long or is no text, a
// licence that nobody knows, or one that the decree does not list where the buyer is the one who sets it.
func (s *Set) Validate(c Choices) error {
	var wrong []error
	fields := c.fields()
	for _, name := range choiceNames {
		v := *fields[name]
		values, fixed := ChoiceValues[name]
		switch {
		case fixed && !slices.Contains(values, v):
			wrong = append(wrong, errs.New(errs.Invalid, "procurement.choice-unknown").With("value", clip(v)).With("values", strings.Join(values, ", ")).On(name))
		case utf8.RuneCountInString(v) > choiceLengths[name] && !fixed:
			wrong = append(wrong, errs.New(errs.Invalid, "procurement.choice-long").With("size", utf8.RuneCountInString(v)).With("max", choiceLengths[name]).On(name))
		case !utf8.ValidString(v) || strings.ContainsFunc(v, unseen):
			wrong = append(wrong, errs.New(errs.Invalid, "procurement.choice-text").On(name))
		case name == "licence" && v != "":
			if err := s.checkLicence(v, c.Project == "oui"); err != nil {
				wrong = append(wrong, err)
			}
		}
	}
	for _, v := range c.Clauses {
		if !slices.Contains(ExtraClauses, v) {
			wrong = append(wrong, errs.New(errs.Invalid, "procurement.choice-unknown").With("value", clip(v)).With("values", strings.Join(ExtraClauses, ", ")).On("clauses"))
			break
		}
	}
	return errors.Join(wrong...)
}

// Canonical returns the choices with the licence written as SPDX writes it: ids differ by more than their case.
func (s *Set) Canonical(c Choices) Choices {
	if s.bySPDX[c.Licence] == nil {
		for _, l := range s.Licences {
			if strings.EqualFold(l.SPDX, c.Licence) {
				c.Licence = l.SPDX
			}
		}
	}
	return c
}

// unseen reports whether a character is neither seen nor a space: it could hide or turn what a reader of the contract sees.
func unseen(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u00ad' && r != '\u200d' || r == utf8.RuneError || unicode.Is(unicode.Co, r)
}

// clip shortens a value for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// checkLicence reports why a licence cannot be chosen: nobody knows it, or the buyer sets it and article D.323-2-1 does not list it for software. The
// message names the nearest id that would do.
func (s *Set) checkLicence(id string, project bool) error {
	l := s.bySPDX[id]
	if l != nil && (l.Publish != "" || project && l.Data == "") {
		return nil
	}
	nearest := s.nearestLicence(id, project)
	key := "procurement.licence-unknown"
	switch {
	case l != nil && l.Data != "":
		key = "procurement.licence-data"
	case l != nil:
		key = "procurement.licence-not-listed"
	}
	return errs.New(errs.Invalid, key).With("licence", clip(id)).With("nearest", nearest).On("licence")
}

// far is farther than any name that is like another.
const far = 1 << 20

// nearestLicence returns "" where no id is like it, and else the id that is least far from what was written: by the letters that differ, which count less within one family, as "GPL" and
// GPL-3.0-or-later.
func (s *Set) nearestLicence(id string, project bool) string {
	fold := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, strings.ToLower(s))
	}
	if r := []rune(id); len(r) > choiceLengths["licence"] {
		id = string(r[:choiceLengths["licence"]])
	}
	asked, best, least := fold(id), "", 0
	for _, l := range s.Licences {
		if l.Publish == "" && (!project || l.Data != "") {
			continue
		}
		for _, name := range []string{l.SPDX, l.Name} {
			n := fold(name)
			d := 3 * distance(asked, n)
			if d > 6 { // two letters: another word is no misspelling
				d = far
			}
			if rest := strings.TrimLeft(asked, "abcdefghijklmnopqrstuvwxyz"); len(asked)-len(rest) > 2 && strings.HasPrefix(n, asked[:len(asked)-len(rest)]) {
				d = distance(asked, n) / 2
			}
			if len(asked) == len(strings.TrimRight(asked, "0123456789")) && strings.HasPrefix(n, asked) && !strings.ContainsAny(n, "0123456789") && n != asked {
				continue // "CeCILL" is not CECILL-B
			}
			if d < far && (best == "" || d < least) {
				best, least = l.SPDX, d
			}
		}
	}
	return best
}

// distance is the number of letters to insert, delete or change to make b of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal, row[j+1] = row[j+1], min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// knownCondition reports whether some choice can meet a condition.
func knownCondition(name, values string) bool {
	if name == "clauses" {
		return slices.Contains(ExtraClauses, values)
	}
	if name == "licence" {
		return values == "" || values == "*"
	}
	for _, v := range strings.Split(values, "|") {
		if !slices.Contains(ChoiceValues[name], v) {
			return false
		}
	}
	return true
}

// holds reports whether a condition holds: "droits=exclusifs", "objet=services|les-deux", "clauses=dco", "licence=*" for any and "licence=" for none.
func (c Choices) holds(condition string) bool {
	name, values, _ := strings.Cut(condition, "=")
	if name == "clauses" {
		return c.Has(values)
	}
	field, ok := c.fields()[name]
	switch {
	case !ok:
		return false
	case values == "*":
		return *field != ""
	}
	return slices.Contains(strings.Split(values, "|"), *field)
}
