package web

import "guichet/internal/web/theme"

// Legal is what the legal notice and the page on personal data say of the body that runs the desk. What is empty is shown as missing.
type Legal struct {
	Operator, Address, Phone, Email, SIRET, Director string
	Host, HostAddress, HostPhone                     string
	DPO                                              string
	KeepQuestions, KeepCases                         int // days; 0 for without end
}

// blockPublisher says who answers for the site.
func (p *Portal) blockPublisher(rq request) []any {
	l := p.Legal
	return rq.mentions([][2]string{
		{"name", l.Operator}, {"address", l.Address}, {"phone", l.Phone}, {"email", l.Email}, {"siret", l.SIRET}, {"director", l.Director},
	})
}

// blockHost says who hosts it.
func (p *Portal) blockHost(rq request) []any {
	l := p.Legal
	return rq.mentions([][2]string{{"name", l.Host}, {"address", l.HostAddress}, {"phone", l.HostPhone}})
}

// blockController says who answers for personal data.
func (p *Portal) blockController(rq request) []any {
	return rq.mentions([][2]string{{"controller", p.Legal.Operator}, {"dpo", p.Legal.DPO}})
}

// blockRetention says for how long the desk keeps what people wrote: the very settings that it erases by.
func (p *Portal) blockRetention(rq request) []any {
	days := func(what string, n int) string {
		if n == 0 {
			return rq.t("web.keep-" + what + "-always")
		}
		return rq.t("web.keep-"+what+"-days", "days", n)
	}
	return rq.mentions([][2]string{
		{"cases", days("cases", p.Legal.KeepCases)}, {"questions", days("questions", p.Legal.KeepQuestions)}, {"display", rq.t("web.keep-display-days", "days", displayDays)},
	})
}

// mentions are facts about the body itself: the settings are their source.
func (rq request) mentions(rows [][2]string) []any {
	var f theme.Facts
	for _, row := range rows {
		value := row[1]
		if value == "" {
			value = rq.t("web.legal-missing")
		}
		f.Items = append(f.Items, theme.Fact{Label: rq.t("web.legal-" + row[0]), Value: value})
	}
	return []any{f}
}
