package api

import (
	"context"
	"strconv"
	"strings"

	"guichet/internal/answer"
	"guichet/internal/desk"
	"guichet/internal/errs"
	"guichet/internal/i18n"
	"guichet/internal/search"
)

// maxQuestion bounds a question, in characters.
const maxQuestion = 1000

// Asking is the parameters of an answer.
type Asking struct {
	Reading
	Q string `query:"q" required:"true" doc:"the question, in French or English, at most 1,000 characters"`
}

func (in Asking) text(empty string) (string, error) {
	q := strings.TrimSpace(in.Q)
	switch {
	case q == "":
		return "", errs.New(errs.Invalid, empty).On("q")
	case len([]rune(q)) > maxQuestion:
		return "", errs.New(errs.Invalid, "api.long-question").On("q")
	}
	return q, nil
}

// Hit is one thing that a search found.
type Hit struct {
	Kind  string `json:"kind" doc:"software, product, provider, page, question, ospo, space..."`
	Slug  string `json:"slug"`
	Title string `json:"title"`
	Text  string `json:"text,omitempty" doc:"what it is, in one line"`
	URL   string `json:"url"`
}

// Found is the result of a search.
type Found struct {
	Total      int            `json:"total"`
	Items      []Hit          `json:"items"`
	Kinds      map[string]int `json:"kinds" doc:"how many of each kind"`
	Suggestion string         `json:"suggestion,omitempty" doc:"the words as they are perhaps meant"`
	Next       string         `json:"next,omitempty" doc:"cursor of the next part"`
}

// Searching is the parameters of a search.
type Searching struct {
	Asking
	Paging
	Kind string `query:"kind" doc:"only this kind"`
}

func (a *API) describeAnswers() {
	// The language of an answer is that of the question's words; lang decides where they do not tell. What is not known is a 200 whose found is false:
	// the desk did its work.
	read(a, "/api/v1/answers", "answer", "answers",
		func(ctx context.Context, in Asking, l i18n.Lang) (*reply[answer.Answer], error) {
			q, err := in.text("api.no-question")
			if err != nil {
				return nil, err
			}
			got := a.current().snap.Answers.Answer(q, l)
			if a.Demand != nil {
				asked := desk.Question{Text: q, Lang: got.Lang, Intent: string(got.Intent), Found: got.Found}
				onServed(ctx, func() { a.Demand.Note(asked) })
			}
			return &reply[answer.Answer]{ContentLanguage: string(got.Lang), Body: got}, nil
		})
	if a.Find == nil {
		return
	}
	read(a, "/api/v1/search", "search", "search",
		func(_ context.Context, in Searching, l i18n.Lang) (*reply[Found], error) {
			q, err := in.text("api.no-words")
			if err != nil {
				return nil, err
			}
			limit, from, err := in.part()
			if err != nil {
				return nil, err
			}
			res, hit := a.Find(query(q, in.Kind, l, from, limit))
			out := Found{Total: res.Total, Items: []Hit{}, Kinds: map[string]int{}, Suggestion: res.Suggestion}
			for _, h := range res.Hits {
				out.Items = append(out.Items, hit(h.Kind, h.Key))
			}
			for _, k := range res.Facets[search.KindFacet] {
				out.Kinds[k.Value] = k.N
			}
			if from+limit < res.Total {
				out.Next = strconv.Itoa(from + limit)
			}
			return &reply[Found]{Body: out}, nil
		})
}

func query(text, kind string, l i18n.Lang, from, limit int) search.Query {
	q := search.Query{Text: text, Lang: string(l), Offset: from, Limit: limit, Facets: []string{search.KindFacet}}
	if kind != "" {
		q.Filters = map[string][]string{search.KindFacet: {kind}}
	}
	return q
}
