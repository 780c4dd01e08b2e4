package market

import (
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"guichet/internal/catalog"
	"guichet/internal/errs"
	"guichet/internal/i18n"
)

// Need is the nature of a need, as the contracts' page tells them apart; "market.need-" and its value is the key of its name.
type Need string

// The natures of a need. The first three are requests under the support contract; the others are orders under the expertise contract, whose page lists
// studies, help to set up and to run, audits, developments and coaching.
const (
	NeedAny         Need = "" // not said
	NeedInformation Need = "information"
	NeedFault       Need = "fault"
	NeedAdaptation  Need = "adaptation" // minor, imposed by the environment, limited to the software's interfaces
	NeedChange      Need = "change"
	NeedStudy       Need = "study"
	NeedSetup       Need = "setup"
	NeedOperation   Need = "operation"
	NeedAudit       Need = "audit"
	NeedTraining    Need = "training"
)

// Needs lists the natures in the order of a form.
var Needs = []Need{NeedInformation, NeedFault, NeedAdaptation, NeedChange, NeedStudy, NeedSetup, NeedOperation, NeedAudit, NeedTraining}

// In names the need.
func (n Need) In(lang i18n.Lang) string { return i18n.T(lang, "market.need-"+string(n), nil) }

// Request returns the kind of request that the need is under the support contract, or "" when it is none.
func (n Need) Request() RequestKind {
	switch n {
	case NeedInformation:
		return InformationRequest
	case NeedFault, NeedAdaptation:
		return SupportRequest
	}
	return ""
}

// Route is where a need goes; "market.route-" and its value is the key of its words.
type Route string

// The routes.
const (
	RouteSupport   Route = "support"
	RouteExpertise Route = "expertise"
	RouteBoth      Route = "both" // only without a need, which would tell
	RouteNone      Route = "none"
	RouteAsk       Route = "ask" // what is published leaves it open; the notes say why
)

// Query is what the checker reads, as people type it. Software, Version and Need may be empty.
type Query struct {
	Organisation, Software, Version string
	Need                            Need
}

// maxVersion bounds a version, in characters.
const maxVersion = 40

// Check is what the checker answers.
type Check struct {
	Query
	Body       Body
	Beneficial Entitlement // by the published line, before doubts; zero for a body outside
	Coverage   Coverage
	Support    Verdict // for the need, doubts counted
	Expertise  Verdict
	Route      Route
	Request    RequestKind // under the support contract, when Route is RouteSupport or the need says it
	// Keys of messages, for In: why, in order; what to have confirmed or to know before; what to prepare.
	Reasons, Conditions, Prepare []string
	Owed                         []DelayRow // of the kind Request: one row a gravity; empty when nothing is owed under the support contract
	Gap                          bool       // the software is in neither list, and its entry can be asked for
	set                          *Set
}

// Check answers "may we, by which contract, and what now?". Faults are errs.Invalid, joined, each naming its field: organisation, software, version, need.
func (s *Set) Check(q Query) (Check, error) {
	c := Check{Query: q, set: s}
	var faults []error
	wrong := func(field, key string, values ...any) {
		e := errs.New(errs.Invalid, key).On(field)
		for i := 0; i+1 < len(values); i += 2 {
			e = e.With(values[i].(string), values[i+1])
		}
		faults = append(faults, e)
	}
	switch body, ok := s.FindBody(q.Organisation); {
	case strings.TrimSpace(q.Organisation) == "":
		wrong("organisation", "market.check-no-body")
	case !ok:
		wrong("organisation", "market.check-body-unknown", "body", clip(q.Organisation))
	default:
		c.Body = body
	}
	if strings.TrimSpace(q.Software) != "" {
		cov, product, ok := s.FindSoftware(q.Software)
		switch {
		case !ok:
			wrong("software", "market.check-software-unknown", "software", clip(q.Software))
		case product != nil:
			wrong("software", "market.check-software-not-free", "software", product.FullName())
		}
		c.Coverage = cov
		if strings.TrimSpace(q.Version) == "" {
			c.Version = cov.Version
		}
	}
	if utf8.RuneCountInString(q.Version) > maxVersion || strings.ContainsFunc(q.Version, func(r rune) bool { return !unicode.IsGraphic(r) }) {
		wrong("version", "market.check-version-wrong", "max", maxVersion)
	}
	if q.Need != NeedAny && !slices.Contains(Needs, q.Need) {
		wrong("need", "market.check-need-wrong")
	}
	if len(faults) > 0 {
		return Check{}, errors.Join(faults...)
	}
	c.decide()
	return c, nil
}

// clip shortens what a person typed, for a message.
func clip(s string) string {
	if r := []rune(strings.TrimSpace(s)); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return strings.TrimSpace(s)
}

func (c *Check) decide() {
	if c.Body.Outside != "" {
		c.Support, c.Expertise, c.Route = No, No, RouteNone
		c.Reasons = []string{"market.reason-outside"}
		c.Conditions = []string{"market.outside-next"}
		return
	}
	e := c.set.Entitlement(c.Body.Beneficiary, c.Coverage)
	c.Beneficial, c.Support, c.Expertise = e, e.Support, e.Expertise
	supportReason, expertiseReason := e.SupportReason, e.ExpertiseReason
	c.Request = c.Need.Request()
	if c.Request == InformationRequest && c.Body.Beneficiary.Support {
		c.Support = Yes // on any software: "autre demande d'information"
		if supportReason == "market.reason-support-no-software" {
			supportReason = "market.reason-information-outside"
		}
	}
	if c.Body.Unclear() { // a right that the published line gives is given to another name
		doubt := "market.reason-unclear"
		if c.Body.Successor != nil {
			doubt = "market.reason-successor"
		}
		c.Reasons = append(c.Reasons, doubt)
		if c.Support == Yes {
			c.Support = Ask
		}
		if c.Expertise == Yes {
			c.Expertise = Ask
		}
	}
	if c.Need == NeedAny || c.Request != "" {
		c.Reasons = append(c.Reasons, supportReason)
	}
	if c.Need == NeedAny || c.Request == "" {
		c.Reasons = append(c.Reasons, expertiseReason)
	}
	c.Route = c.route()
	if c.Request != "" && c.Support == No && !c.Body.Beneficiary.Support && c.Body.Beneficiary.Expertise {
		c.Route = RouteAsk
		c.Reasons = append(c.Reasons, "market.reason-only-expertise")
	}
	c.Gap = c.Coverage.Named() && !c.Coverage.Supported() && c.Body.Beneficiary.Support
	c.conditions()
	c.prepare()
	if c.Route == RouteSupport || c.Route == RouteBoth {
		c.Owed = c.set.Delays
	}
}

// route chooses by the verdicts of the contracts that the need can go to.
func (c *Check) route() Route {
	verdict, yes := c.Support, RouteSupport
	switch {
	case c.Need == NeedAny:
		switch {
		case c.Support == Yes && c.Expertise == Yes:
			return RouteBoth
		case c.Support == Yes:
			return RouteSupport
		case c.Expertise == Yes:
			return RouteExpertise
		case c.Support == Ask || c.Expertise == Ask:
			return RouteAsk
		}
		return RouteNone
	case c.Request == "":
		verdict, yes = c.Expertise, RouteExpertise
	}
	switch verdict {
	case Yes:
		return yes
	case Ask:
		return RouteAsk
	}
	return RouteNone
}

// conditions lists what to have confirmed, or to know, before asking.
func (c *Check) conditions() {
	add := func(when bool, key string) {
		if when {
			c.Conditions = append(c.Conditions, key)
		}
	}
	cov := c.Coverage
	support := c.Support != No && (c.Need == NeedAny || c.Request != "") // an order under the expertise contract knows no list
	add(c.Body.Mended, "market.condition-mended")
	add(cov.Mended, "market.condition-software-mended")
	add(c.Body.Member != nil && !c.Body.Member.Unclear, "market.condition-member")
	add(support && cov.Supported() && !c.Coverage.OnBoth(), "market.condition-one-list")
	add(support && cov.Supported() && c.Request != InformationRequest && c.Version != "", "market.condition-this-version")
	add(support && cov.Supported() && c.Request != InformationRequest && c.Version == "", "market.condition-version")
	add(c.Gap && c.Request == SupportRequest, "market.condition-gap")
	add(c.Need == NeedAdaptation, "market.condition-minor")
	add(c.Route == RouteExpertise && !cov.Named(), "market.condition-which-lot")
	add(support && !cov.Named() && c.Request == SupportRequest, "market.condition-which-software")
}

// prepare lists what to have at hand, by the route.
func (c *Check) prepare() {
	if c.Route == RouteNone {
		return
	}
	c.Prepare = []string{"market.prepare-software"}
	switch {
	case c.Request == SupportRequest:
		c.Prepare = append(c.Prepare, "market.prepare-symptom", "market.prepare-gravity")
	case c.Request == InformationRequest:
		c.Prepare = append(c.Prepare, "market.prepare-question")
	case c.Need == NeedAny:
		c.Prepare = append(c.Prepare, "market.prepare-symptom", "market.prepare-gravity")
	default:
		c.Prepare = append(c.Prepare, "market.prepare-order")
	}
	c.Prepare = append(c.Prepare, "market.prepare-coordinator")
}

// In writes one of the check's messages.
func (c Check) In(lang i18n.Lang, key string) string {
	values := map[string]any{"body": c.Body.Name, "software": c.Coverage.Title(), "version": c.Version, "line": c.Line(lang)}
	if o := c.Body.Outside; o != "" {
		values["sort"] = i18n.T(lang, "market.outside-"+string(o), nil)
	}
	if b := c.Body.Beneficiary; b != nil {
		values["beneficiary"] = b.Name.In(lang)
		values["restriction"] = c.set.LotNames(lang, b.OnlyLots)
		doubt := key == "market.reason-unclear" || key == "market.reason-successor"
		if c.Body.Member == nil && c.Body.Successor == nil || c.Body.Unclear() && !doubt { // the list names the beneficiary, and not a body in doubt
			values["body"] = b.Name.In(lang)
		}
	}
	if h := c.Body.Successor; h != nil {
		values["since"] = h.Since.In(lang)
	}
	return i18n.T(lang, key, values)
}

// Line writes the line of the published list that the answer rests on: "INRIA : support oui, expertise non", or "" when none does.
func (c Check) Line(lang i18n.Lang) string {
	if c.Body.Beneficiary == nil {
		return ""
	}
	return c.set.Line(lang, c.Body.Beneficiary)
}

// Line writes a line of the published list.
func (s *Set) Line(lang i18n.Lang, b *Beneficiary) string {
	word := func(yes bool) string {
		if yes {
			return i18n.T(lang, "market.line-yes", nil)
		}
		return i18n.T(lang, "market.line-no", nil)
	}
	key := "market.line"
	if len(b.OnlyLots) > 0 {
		key = "market.line-restricted"
	}
	return i18n.T(lang, key, map[string]any{"name": b.Name.In(lang), "support": word(b.Support), "expertise": word(b.Expertise), "restriction": s.LotNames(lang, b.OnlyLots)})
}

// LotNames writes lots by number and scope.
func (s *Set) LotNames(lang i18n.Lang, numbers []int) string {
	var out []string
	for _, n := range numbers {
		name := i18n.T(lang, "answer.lot-number", map[string]any{"lot": n})
		if s.Expertise != nil {
			for _, l := range s.Expertise.Lots {
				if l.Number == n {
					name = i18n.T(lang, "answer.lot", map[string]any{"lot": n, "scope": l.Scope.In(lang)})
				}
			}
		}
		out = append(out, name)
	}
	return strings.Join(out, ", ")
}

// Lots returns the lots through which an order may pass.
func (c Check) Lots() []*Lot { return c.Beneficial.Lots }

// Sheet returns the software's sheet, or nil.
func (c Check) Sheet() *catalog.Software { return c.Coverage.Software }
