package answer

import (
	"guichet/internal/catalog"
	"guichet/internal/i18n"
	"guichet/internal/market"
)

// Check answers "may this body use the contracts for this software?" from a form, where each name stands by itself. bodyKnown and softwareKnown tell
// which of the two the desk recognised; an empty software asks about the contracts alone.
func (e *Engine) Check(lang i18n.Lang, body, software string) (a Answer, bodyKnown, softwareKnown bool) {
	who, cov := e.body(body, lang), market.Coverage{}
	softwareKnown = software == ""
	if software != "" {
		cov, softwareKnown = e.covered(software, lang)
	}
	a = Answer{Lang: lang, Intent: Covering}
	if who == nil || !softwareKnown {
		return a, who != nil, softwareKnown
	}
	r := &reading{lang: lang}
	r.because("the body is %s", who.name())
	c := &composer{Engine: e, r: r, lang: lang}
	c.entitlement(&a, who, e.facts.Market.Entitlement(who.body, cov))
	return c.finish(a), true, true
}

// body finds a beneficiary by any of its names, or by that of its successor.
func (e *Engine) body(name string, lang i18n.Lang) *thing {
	return e.read(name, lang).first(kBody)
}

// covered finds a software of the catalogue or of the support lists. A name that is not free software, or that nobody knows, is not found.
func (e *Engine) covered(name string, lang i18n.Lang) (market.Coverage, bool) {
	r := e.read(name, lang)
	if sw := r.first(kSoftware); sw != nil {
		return e.facts.Market.Coverage(sw.software), true
	}
	if x := r.first(kCovered); x != nil {
		return market.Coverage{Support: []*market.Covered{x.covered}, Software: &catalog.Software{Name: nameOf(x.covered)}}, true
	}
	return market.Coverage{}, false
}
