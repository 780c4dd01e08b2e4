package web

import (
	"guichet/internal/edge"
	"guichet/internal/web/theme"
)

type questionsPage struct {
	theme.Shell
	Groups []questionGroup
}

type questionGroup struct {
	ID, Title string
	Questions []questionEntry
}

type questionEntry struct {
	ID, Ask, Answer string
	Read            theme.Link
	Facts           theme.Facts
}

// questions lists the common questions with their answers, by what they ask.
func (p *Portal) questions(rq request) (*edge.Response, error) {
	page := questionsPage{Shell: p.shell(rq, rq.t("web.questions-title"), rq.t("web.questions-description"))}
	rq.trail(&page.Shell, rq.t("web.questions-title"))
	rq.also(&page.Shell, "questions", "")
	place := map[string]int{}
	for _, q := range rq.snap().Questions {
		i, ok := place[q.Intent]
		if !ok {
			i = len(page.Groups)
			place[q.Intent] = i
			page.Groups = append(page.Groups, questionGroup{ID: q.Intent, Title: rq.t("web.intent-" + q.Intent)})
		}
		e := questionEntry{ID: q.Slug, Ask: q.Ask.In(rq.lang), Answer: q.Answer.In(rq.lang), Read: theme.Link{Text: rq.t("answer.next-read"), URL: q.URL.In(rq.lang)}}
		for _, f := range q.Facts {
			m := rq.snap().Sources.Mark(f.Source, f.Checked)
			fact := rq.fact("web.fact", f.Value.In(rq.lang), "", m)
			if law := rq.snap().Procurement.Law(f.Law); law != nil {
				fact = rq.fact("web.fact", law.Stated(rq.lang), law.URL, law.Mark)
			}
			fact.Label = f.Label.In(rq.lang)
			e.Facts.Items = append(e.Facts.Items, fact)
		}
		page.Groups[i].Questions = append(page.Groups[i].Questions, e)
	}
	return p.render(rq, "page-questions", page)
}
