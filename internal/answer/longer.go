package answer

import (
	"slices"
	"strings"
	"unicode"

	"guichet/internal/search"
)

// A name may stand inside a longer one that nobody knows: "Google Workspace Directory" is not Google Workspace, "GOG Galaxy" not Galaxy, and "Topaz Photo AI"
// no question about photos. The longer name is what the question asks about; what its parts name is offered as a next step.

// connectors tie the words of one name.
var connectors = set("of for and the de du des d et")

// editionWords stand behind a name without making another one of it: editions, machines, ways to be sold.
var editionWords = set(`
pro professional professionnel professionnelle enterprise entreprise business premium plus standard ultimate home famille family student etudiant education academic basic starter essentials team
teams personal perso personnel community cloud online on-premise onpremise premises server serveur desktop bureau client mobile app application web suite edition version free gratuit lite light express classic
advanced expert corporate unlimited saas lts lt cc cs dc hd ce ee r2 sp ga beta alpha rc preview portable deluxe gold platinum silver max mini next new legacy current latest oem vl
windows mac macos os x osx linux unix android ios ipad iphone pc tablet tablette 32bits 64bits x64 x86 bits bit famille particulier particuliers licence license logiciel software tool plugin
`)

// dropParts forgets the names that are only a part of a longer one; it reports whether there were any. Beside who provides for a software, or who may use a
// contract, a name may be that of a place or a body ("prestataire PostgreSQL Bretagne"): only questions about a program itself are read so.
func (e *Engine) dropParts(r *reading) bool {
	switch r.intent {
	case Equivalent, Software, Unknown, Licensing:
	default:
		return false
	}
	dropped := false
	for again := true; again; {
		again = false
		for _, m := range slices.Clone(r.mentions) {
			if !e.partOfLonger(r, m) {
				continue
			}
			r.because("%q is only a part of a longer name", m.key)
			r.near = append(r.near, m.things...)
			r.release(m.from, m.to)
			dropped, again = true, true
		}
	}
	return dropped
}

// partOfLonger reports whether a word that belongs to the same name stands beside the mention.
func (e *Engine) partOfLonger(r *reading, m mention) bool {
	switch m.things[0].kind {
	case kProduct, kSoftware, kCategory, kCovered:
	default:
		return false
	}
	before := m.from > 0 && !r.words[m.from].apart && r.nameLike(e, m.from-1)
	to := m.to
	for to < len(r.words) && !r.words[to].used && !r.words[to].apart && (editionWords[r.words[to].fold] || isVersion(r.words[to].fold)) {
		to++ // "Photoshop Express Zorglub"
	}
	after := to < len(r.words) && !r.words[to].apart && r.nameLike(e, to)
	switch {
	case m.things[0].kind == kCategory:
		return r.capitalised(m.from) && (before || after)
	case m.guessed:
		return before || after || m.to < len(r.words) && !r.words[m.to].apart && r.words[m.to].upper && r.inCategory(m.to)
	}
	return after || before && e.weak(r, m) || e.otherUse(r, m)
}

// otherUse reports whether a word for another use than the product's own ends its name: "Google Workspace Directory" keeps identities, "Salesforce CRM" is
// Salesforce.
func (e *Engine) otherUse(r *reading, m mention) bool {
	if m.things[0].kind != kProduct || m.to >= len(r.words) || r.words[m.to].apart || !r.words[m.to].upper || r.sameCase() {
		return false
	}
	return slices.ContainsFunc(r.mentions, func(next mention) bool {
		return next.from == m.to && next.things[0].kind == kCategory && !slices.ContainsFunc(m.things, func(t thing) bool {
			return t.kind == kProduct && slices.ContainsFunc(next.things, func(u thing) bool { return u.category == t.product.Category })
		})
	})
}

// tiers are the editions whose word people leave out.
var tiers = set("pro professional professionnel enterprise entreprise ultimate premium business standard deluxe gold edition")

// withoutTier returns the name without the words of an edition at its end: people say "IntelliJ IDEA" for "IntelliJ IDEA Ultimate". It is "" where there
// are none, or where no name is left.
func withoutTier(name string) string {
	words := strings.Fields(name)
	n := len(words)
	for n > 1 && tiers[search.Fold(words[n-1])] {
		n--
	}
	if last := search.Fold(words[n-1]); n == len(words) || stopWords[last] || n == 1 && ordinary[last] {
		return ""
	}
	return strings.Join(words[:n], " ")
}

// weak reports whether the mention is a word that others use in their names too; before a distinctive name ("OpenText Documentum") stands its maker.
func (e *Engine) weak(r *reading, m mention) bool {
	w := r.words[m.from].fold
	return m.to-m.from == 1 && (ordinary[w] || e.lex.words[w] || m.things[0].kind == kSoftware && len(w) < 8)
}

// nameLike reports whether the word at i looks like a part of a name that nobody knows.
func (r *reading) nameLike(e *Engine, i int) bool {
	w := r.words[i]
	if w.used || stopWords[w.fold] || editionWords[w.fold] || e.isCueWord(w.fold) || isVersion(w.fold) || bodyWords[w.fold] || len(w.fold) < 2 {
		return false
	}
	if r.sameCase() { // a capital says nothing here: only a question that is nothing but words of a name is one
		return !e.lex.words[w.fold] && !slices.ContainsFunc(r.words, func(w word) bool { return stopWords[w.fold] || e.isCueWord(w.fold) })
	}
	if i == 0 && !w.upper {
		return unicode.IsUpper(firstRune(w.raw)) && !e.lex.words[w.fold] && !infinitive(w.fold)
	}
	return w.upper
}

// capitalised reports whether the word at i begins with a capital, be it the first of the question.
func (r *reading) capitalised(i int) bool {
	return r.words[i].upper || unicode.IsUpper(firstRune(r.words[i].raw))
}

// sameCase reports whether the question is written in small letters alone, or in capitals alone.
func (r *reading) sameCase() bool {
	upper, lower := false, false
	for _, w := range r.words {
		for _, c := range w.raw {
			upper, lower = upper || unicode.IsUpper(c), lower || unicode.IsLower(c)
		}
	}
	return !upper || !lower && len(r.words) > 1
}

// isVersion reports whether the word tells a version: "2016", "v8", "CS6", "R2", "XVI".
func isVersion(fold string) bool {
	digits := 0
	for _, c := range fold {
		if unicode.IsDigit(c) {
			digits++
		}
	}
	letters := len(search.Fold(fold)) - digits
	return digits > 0 && letters <= 2 || romans[fold]
}

var romans = set("ii iii iv vi vii viii ix xi xii xiii xiv xv xvi")

// infinitive reports whether the word may be a French verb that begins a request: "Installer Zoom".
func infinitive(w string) bool {
	return len(w) > 4 && (w[len(w)-2:] == "er" || w[len(w)-2:] == "ir" || w[len(w)-2:] == "re")
}
