package procurement

import (
	"slices"
	"strings"

	"github.com/github/go-spdx/v2/spdxexp"

	"guichet/internal/errs"
)

// Bounds of an SPDX expression: the longest known to the desk has 300 bytes.
const (
	MaxExpression = 2000 // bytes
	maxDepth      = 20   // open parentheses
)

// Expression is an SPDX licence expression (annex D of SPDX 2.3). Either Op is AND or OR and Parts holds two or more expressions, or ID names one licence.
type Expression struct {
	Op        string        `json:"op,omitempty"`
	Parts     []*Expression `json:"parts,omitempty"`
	ID        string        `json:"id,omitempty"`        // in the spelling of the SPDX list, or as it was written when the list lacks it
	Exception string        `json:"exception,omitempty"` // of WITH
	Known     bool          `json:"known,omitempty"`     // the SPDX list holds ID
}

// deprecated are the ids that the SPDX list withdrew, and what they mean: without a suffix, that version only.
var deprecated = map[string]string{
	"AGPL-1.0": "AGPL-1.0-only", "AGPL-3.0": "AGPL-3.0-only", "GPL-1.0": "GPL-1.0-only", "GPL-2.0": "GPL-2.0-only", "GPL-3.0": "GPL-3.0-only",
	"LGPL-2.0": "LGPL-2.0-only", "LGPL-2.1": "LGPL-2.1-only", "LGPL-3.0": "LGPL-3.0-only", "GFDL-1.2": "GFDL-1.2-only", "GFDL-1.3": "GFDL-1.3-only",
}

// ParseExpression reads an SPDX expression. Operators are in capitals or in small letters; WITH binds before AND, and AND before OR. An id that the
// SPDX list lacks is kept, not known. Its error (errs.Invalid) names no field: the caller knows which one it read.
func ParseExpression(s string) (*Expression, error) {
	if len(s) > MaxExpression {
		return nil, errs.New(errs.Invalid, "procurement.expression-long").With("most", MaxExpression)
	}
	p := &expressionParser{words: strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ").Replace(s))}
	if len(p.words) == 0 {
		return nil, errs.New(errs.Invalid, "procurement.expression-empty")
	}
	e := p.or()
	if p.bad == "" && len(p.words) > 0 {
		p.bad = p.words[0]
	}
	if p.bad != "" {
		return nil, errs.New(errs.Invalid, "procurement.expression-bad").With("word", p.bad)
	}
	return e, nil
}

type expressionParser struct {
	words []string
	depth int
	bad   string // the first word that does not fit
}

func (p *expressionParser) next(word string) bool {
	if len(p.words) > 0 && (p.words[0] == word || p.words[0] == strings.ToLower(word)) {
		p.words = p.words[1:]
		return true
	}
	return false
}

func (p *expressionParser) or() *Expression  { return p.joined("OR", p.and) }
func (p *expressionParser) and() *Expression { return p.joined("AND", p.one) }

func (p *expressionParser) joined(op string, part func() *Expression) *Expression {
	parts := []*Expression{part()}
	for p.bad == "" && p.next(op) {
		parts = append(parts, part())
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return &Expression{Op: op, Parts: parts}
}

func (p *expressionParser) one() *Expression {
	if p.next("(") {
		if p.depth++; p.depth > maxDepth {
			p.bad = "("
			return nil
		}
		e := p.or()
		if p.bad == "" && !p.next(")") {
			p.bad = "("
		}
		p.depth--
		return e
	}
	word := p.id()
	if p.bad != "" {
		return nil
	}
	e := &Expression{}
	e.ID, e.Known = canonical(word)
	if p.next("WITH") {
		e.Exception = p.id()
	}
	return e
}

// id takes a word that may name a licence: letters, digits and the marks of SPDX ids.
func (p *expressionParser) id() string {
	if len(p.words) == 0 {
		p.bad = "…"
		return ""
	}
	word := p.words[0]
	foreign := strings.ContainsFunc(word, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune(".-+:", r)
	})
	if foreign || slices.Contains([]string{"and", "or", "with"}, strings.ToLower(word)) {
		p.bad = word
		return ""
	}
	p.words = p.words[1:]
	return word
}

// canonical returns the spelling of the SPDX list; a deprecated id becomes the one that replaced it.
func canonical(word string) (string, bool) {
	base, later := strings.CutSuffix(word, "+")
	active, id := spdxexp.ActiveLicense(base)
	if !active {
		for old, now := range deprecated {
			if strings.EqualFold(old, base) {
				id, active = now, true
			}
		}
	}
	if !active {
		return word, false
	}
	if later {
		if version, ok := strings.CutSuffix(id, "-only"); ok {
			return version + "-or-later", true
		}
	}
	return id, true
}

// String writes the expression with the fewest parentheses.
func (e *Expression) String() string {
	if e.Op == "" {
		if e.Exception != "" {
			return e.ID + " WITH " + e.Exception
		}
		return e.ID
	}
	parts := make([]string, len(e.Parts))
	for i, part := range e.Parts {
		if parts[i] = part.String(); e.Op == "AND" && part.Op == "OR" {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return strings.Join(parts, " "+e.Op+" ")
}
