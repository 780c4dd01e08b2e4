package answer_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"guichet/internal/answer"
	"guichet/internal/i18n"
)

// asked are words that questions are made of: ways of asking, names as they are, names misspelt, bodies, signs.
var asked = strings.Fields(`équivalent libre de alternative à prestataire support marché délai bloquant licence référent OSPO logiciel pour gérer remplacer qui coordonne droit au the of for free
 Photoshop photosohp Microsoft Excel exell Teams Google Workspace Directory GLPI PostgreSQL postgresqll Nextcloud CNRS INSERM IGN Canopé ministère Culture GPL-3.0 MIT cimetière visio Zorglub Brintasol Pro Enterprise
 2016 v8 C++ .NET R l'e d'a qu'un - / , ( « » ' é œ 日本 𝕏 \x00 a b Qwxzq asdfghjkl`)

// hostile returns a question that means harm, or nothing.
func hostile(r *rand.Rand) string {
	var b strings.Builder
	switch r.IntN(7) {
	case 0: // bytes
		for range r.IntN(200) {
			b.WriteByte(byte(r.IntN(256)))
		}
	case 1: // runes of any script
		for range r.IntN(100) {
			b.WriteRune(rune(r.IntN(0x3000)))
		}
	case 2, 3: // words that mean something, in any order, as many as are read
		for range r.IntN(90) {
			b.WriteString(asked[r.IntN(len(asked))] + " ")
		}
	case 4: // unknown words written as names, each worth mending, and names that lack or have a letter too much
		for range r.IntN(40) {
			w := []byte(asked[r.IntN(len(asked))])
			w[r.IntN(len(w))] = byte('a' + r.IntN(26))
			b.WriteString(strings.ToUpper(string(w[:1])) + string(w[1:]) + " ")
		}
	case 5: // letters
		for range r.IntN(60) {
			for range 3 + r.IntN(12) {
				b.WriteByte(byte('a' + r.IntN(26)))
			}
			b.WriteByte(' ')
		}
	case 6: // one long thing
		b.WriteString(strings.Repeat([]string{"a", "A ", "aB", "é", "\xff", "1.", "l'", "a-", "e\u0301", "de ", "Pro ", "Microsoft ", "lot 3 "}[r.IntN(13)], r.IntN(3000)))
	}
	return b.String()
}

// 3,000 hostile or random questions: no panic, and each answer has its shape. How long they take is measured by BenchmarkHostile.
func TestHostile(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 6))
	for range 3_000 {
		q := hostile(r)
		if a := engine().Answer(q, i18n.French); a.Items == nil || a.Next == nil || a.Summary == "" || a.Found != (len(a.Items) > 0) {
			t.Errorf("%q: found %t, %d items, %d next, %q", q, a.Found, len(a.Items), len(a.Next), a.Summary)
		}
	}
}

// BenchmarkHostile reports the slowest of 50,000 hostile or random questions, the quickest of three runs of each, because other work may interrupt one:
//
//	go test -run '^$' -bench Hostile -benchtime 1x ./internal/answer
func BenchmarkHostile(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 8))
	e := engine()
	slowest, total := time.Duration(0), time.Duration(0)
	worst := ""
	var a answer.Answer
	for b.Loop() {
		for range 50_000 {
			q := hostile(r)
			took := time.Hour
			for range 3 {
				start := time.Now()
				a = e.Answer(q, i18n.French)
				took = min(took, time.Since(start))
			}
			total += took
			if took > slowest {
				slowest, worst = took, q
			}
		}
	}
	b.ReportMetric(float64(slowest.Microseconds())/1000, "ms-slowest")
	b.ReportMetric(float64(total.Microseconds())/50_000/float64(b.N), "µs-mean")
	b.Logf("slowest: %q, answered %s", worst, a.Intent)
}
