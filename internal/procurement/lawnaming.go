package procurement

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"guichet/internal/errs"
)

// Naming is what a buyer says of a contract that would name software.
type Naming struct {
	Software string `json:"logiciel"`
	Purchase string `json:"achat"`  // services, gratuit (getting it free of charge) or licences (buying licences or a subscription)
	Free     string `json:"libre"`  // oui, non or inconnu: its source code is public under a free licence
	Mark     string `json:"marque"` // non or oui: the name is also a trade mark, or that of a paid edition
	Firms    string `json:"firmes"` // oui, non or inconnu: several firms can answer
	NotFree  bool   `json:"-"`      // the catalogue knows the name as that of a product that is not free: set by whoever can look it up
	Object   string `json:"objet"`  // non, oui (the object of the contract justifies the name) or indescriptible (the need cannot be described otherwise)
}

// NamingValues lists what may be answered to each question of the test, in the order of the form.
var NamingValues = []struct {
	Name   string
	Values []string
}{
	{"achat", []string{"services", "gratuit", "licences"}},
	{"libre", []string{"oui", "non", "inconnu"}},
	{"marque", []string{"non", "oui"}},
	{"firmes", []string{"oui", "non", "inconnu"}},
	{"objet", []string{"non", "oui", "indescriptible"}},
}

func (n *Naming) fields() map[string]*string {
	return map[string]*string{"logiciel": &n.Software, "achat": &n.Purchase, "libre": &n.Free, "marque": &n.Mark, "firmes": &n.Firms, "objet": &n.Object}
}

// ReadNaming reads the answers from the parameters of an address.
func ReadNaming(q url.Values) Naming {
	var n Naming
	for name, field := range n.fields() {
		*field = oneLine(q.Get(name))
	}
	return n
}

// Query returns the answers as the query of an address, always written the same way.
func (n Naming) Query() string {
	fields := n.fields()
	parts := []string{"logiciel=" + url.QueryEscape(n.Software)}
	for _, v := range NamingValues {
		parts = append(parts, v.Name+"="+url.QueryEscape(*fields[v.Name]))
	}
	return strings.Join(parts, "&")
}

// Validate reports each question that is not answered, and a name that is too long or no text.
func (n Naming) Validate() error {
	var wrong []error
	switch {
	case utf8.RuneCountInString(n.Software) > choiceLengths["logiciel"]:
		wrong = append(wrong, errs.New(errs.Invalid, "procurement.choice-long").With("size", utf8.RuneCountInString(n.Software)).With("max", choiceLengths["logiciel"]).On("logiciel"))
	case !utf8.ValidString(n.Software) || strings.ContainsFunc(n.Software, unseen):
		wrong = append(wrong, errs.New(errs.Invalid, "procurement.choice-text").On("logiciel"))
	}
	fields := n.fields()
	for _, v := range NamingValues {
		if !slices.Contains(v.Values, *fields[v.Name]) {
			wrong = append(wrong, errs.New(errs.Invalid, "procurement.naming-choose").On(v.Name))
		}
	}
	return errors.Join(wrong...)
}

// NamingResult is what the two-step test of the Conseil d'État gives: does the mention favour or remove firms, and only if so, is it justified?
type NamingResult struct {
	Verdict string   `json:"verdict"` // outside, yes, yes-if, justified, equivalent, check or no
	Favours string   `json:"favours"` // answer to the first question: oui, non or inconnu; empty where it is not asked
	Reasons []string `json:"reasons"` // keys of what made it so, without their prefix
	Laws    []string `json:"laws"`
}

// Test applies the test. It refuses incomplete answers.
//
// Source: Conseil d'État, 30 September 2011, no. 350431 (the method, and why free software removes nobody); article R.2111-7 of the code de la commande
// publique (the rule, and its two exceptions). That a doubt leads to "check", and a trade mark to a condition, is the desk's own prudence.
func (n Naming) Test() (NamingResult, error) {
	if err := n.Validate(); err != nil {
		return NamingResult{}, err
	}
	disagrees := n.Free == "oui" && n.NotFree // the answer and the catalogue
	if n.Purchase == "gratuit" && n.Free == "oui" && !disagrees {
		return NamingResult{Verdict: "outside", Reasons: []string{"gratuit"}, Laws: []string{"dinum-hors-marche"}}, nil
	}
	r := NamingResult{Favours: "non", Laws: []string{"ce-350431", "ccp-r2111-7"}}
	doubt := false
	note := func(reason string, answer string) {
		r.Reasons = append(r.Reasons, reason)
		if answer == "inconnu" {
			doubt = true
		} else {
			r.Favours = "oui"
		}
	}
	if n.Purchase == "licences" {
		note("licences", "non")
	}
	if n.Free != "oui" {
		note("libre-"+n.Free, n.Free)
	}
	if disagrees {
		note("catalogue", "inconnu")
	}
	if n.Firms != "oui" {
		note("firmes-"+n.Firms, n.Firms)
	}
	switch {
	case r.Favours == "oui" && n.Object == "oui":
		r.Verdict = "justified"
	case r.Favours == "oui" && n.Object == "indescriptible":
		r.Verdict = "equivalent"
	case r.Favours == "oui":
		r.Verdict = "no"
	case doubt:
		r.Verdict, r.Favours = "check", "inconnu"
	case n.Mark == "oui":
		r.Verdict, r.Reasons = "yes-if", []string{"ouvert", "marque"}
	default:
		r.Verdict, r.Reasons = "yes", []string{"ouvert"}
	}
	return r, nil
}
