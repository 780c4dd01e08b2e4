package corpus

import (
	"math/rand/v2"
	"strings"
	"unicode/utf8"

	"guichet/internal/search"
)

// Query is a query of the mix, with the document that it was made from.
type Query struct {
	Text, Lang string
	Class      string           // "exact", "prefix" or "typo"
	Target     *search.Document // the known answer of a query made from a name; nil when many documents are as good
}

// Queries returns n queries over docs, the same for the same documents: half exact, a quarter whose last word is unfinished, a quarter
// with one or two typos. Of each class, seven in ten are names, two are words of a description, one is a question that holds a name.
func Queries(docs []*search.Document, n int) []Query {
	r := rand.New(rand.NewPCG(uint64(len(docs)), 7))
	out := make([]Query, 0, n)
	for len(out) < n {
		d := docs[r.IntN(len(docs))]
		q := Query{Lang: "fr", Target: d}
		if r.IntN(3) == 0 {
			q.Lang = "en"
		}
		switch form := r.IntN(10); {
		case form < 7:
			q.Text = d.Title
		case form < 9:
			q.Text, q.Target = topic(r, d, q.Lang), nil
		case q.Lang == "fr":
			q.Text = "alternative libre à " + d.Title
		default:
			q.Text = "open source alternative to " + d.Title
		}
		ok := q.Text != ""
		switch class := len(out) % 4; class {
		case 0, 1:
			q.Class = "exact"
		case 2:
			q.Class = "prefix"
			q.Text, ok = unfinished(r, q.Text)
		case 3:
			q.Class = "typo"
			q.Text, ok = mistyped(r, q.Text, 1+r.IntN(2))
		}
		if ok {
			out = append(out, q)
		}
	}
	return out
}

// topic returns two or three words of length that follow each other in a description.
func topic(r *rand.Rand, d *search.Document, lang string) string {
	for _, l := range d.Local {
		if l.Lang != lang {
			continue
		}
		var words []string
		for _, w := range search.Words(l.Text) {
			if len(w) > 3 {
				words = append(words, w)
			}
		}
		if n := 2 + r.IntN(2); len(words) >= n {
			i := r.IntN(len(words) - n + 1)
			return strings.Join(words[i:i+n], " ")
		}
	}
	return ""
}

// unfinished cuts one to four letters off the last word, three staying.
func unfinished(r *rand.Rand, s string) (string, bool) {
	last := s[strings.LastIndexByte(s, ' ')+1:]
	n := utf8.RuneCountInString(last)
	if n < 4 {
		return "", false
	}
	cut := 1 + r.IntN(min(4, n-3))
	runes := []rune(s)
	return string(runes[:len(runes)-cut]), true
}

// mistyped makes one or two typing errors: one in a word of at least five letters; a second one in another such word, or in the same when
// it has at least nine.
func mistyped(r *rand.Rand, s string, errors int) (string, bool) {
	words := strings.Fields(s)
	done := map[int]bool{}
	for range errors {
		var fit []int
		for i, w := range words {
			n := utf8.RuneCountInString(w)
			if n >= 5 && !done[i] && !strings.ContainsAny(w, "0123456789") || n >= 9 && done[i] {
				fit = append(fit, i)
			}
		}
		if len(fit) == 0 {
			break
		}
		i := fit[r.IntN(len(fit))]
		words[i] = slip(r, words[i])
		done[i] = true
	}
	return strings.Join(words, " "), len(done) > 0
}

// slip makes one typing error in w, past its first letter: a letter lost, doubled, replaced, or swapped with the next.
func slip(r *rand.Rand, w string) string {
	runes := []rune(w)
	for {
		i := 1 + r.IntN(len(runes)-2)
		out := []rune(nil)
		switch r.IntN(4) {
		case 0:
			out = append(append(out, runes[:i]...), runes[i+1:]...)
		case 1:
			out = append(append(append(out, runes[:i]...), runes[i]), runes[i:]...)
		case 2:
			out = append(out, runes...)
			out[i] = 'a' + rune(r.IntN(26))
		case 3:
			out = append(out, runes...)
			out[i], out[i+1] = out[i+1], out[i]
		}
		if s := string(out); !strings.EqualFold(s, w) {
			return s
		}
	}
}
