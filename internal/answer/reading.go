package answer

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"guichet/internal/i18n"
	"guichet/internal/search"
)

// word is one word of a question.
type word struct {
	fold  string
	raw   string
	upper bool // written with a capital or a digit, and not merely because it begins the question
	used  bool // part of a name that was found
	cue   bool // part of a cue
	apart bool // a comma, a bracket or another sign stands between it and the word before
}

// mention is a name found in a question.
type mention struct {
	things   []thing
	from, to int // words
	key      string
	guessed  bool // the spelling was mended
}

// reading is a question understood.
type reading struct {
	lang     i18n.Lang
	words    []word
	mentions []mention
	intent   Intent
	strength int    // what speaks for the intent
	text     string // as it was asked
	reasons  []string
	unknown  string  // the name that the question holds and that nobody knows
	near     []thing // what parts of that name name by themselves
}

func (r *reading) because(format string, args ...any) {
	r.reasons = append(r.reasons, fmt.Sprintf(format, args...))
}

// read understands a question. The language is that of its words; hint decides where they do not tell.
func (e *Engine) read(question string, hint i18n.Lang) *reading {
	question = clip(question, maxQuestion)
	r := &reading{words: split(question), text: question}
	r.lang = language(r.words, hint)
	e.mendCues(r)
	e.findNames(r)
	r.weigh(e)
	if e.dropParts(r) {
		r.weigh(e)
	}
	r.findUnknown(e)
	return r
}

func split(question string) []word {
	var out []word
	raws, apart := rawWords(question)
	for i, raw := range raws {
		// The first word of a question has a capital anyway, unless the question says something of it: "Nextcloud est-il couvert ?".
		subject := i > 0 || len(raws) > 1 && (raws[1] == "est" || raws[1] == "is")
		for k, f := range search.Words(raw) {
			first := firstRune(raw)
			mixed := strings.ContainsFunc(string([]rune(raw)[1:]), func(c rune) bool { return unicode.IsUpper(c) || unicode.IsDigit(c) })
			out = append(out, word{fold: f, raw: raw, upper: mixed || unicode.IsDigit(first) || unicode.IsUpper(first) && subject, apart: apart[i] && k == 0})
		}
	}
	return out
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// rawWords cuts at spaces, hyphens and apostrophes and at the punctuation that is no part of a name; of each word it says whether such punctuation, or
// the end of a sentence, parts it from the one before.
func rawWords(s string) (words []string, apart []bool) {
	start, sign := -1, false
	end := func(i int) {
		if start >= 0 {
			words, apart = append(words, s[start:i]), append(apart, sign)
			sign = strings.HasSuffix(s[start:i], ".")
			start = -1
		}
	}
	for i, r := range s {
		switch {
		case strings.ContainsRune(",;:!?()[]{}«»\"“”/\\|–—", r):
			end(i)
			sign = true
		case unicode.IsSpace(r) || strings.ContainsRune("-'’ʼ", r) || !unicode.IsGraphic(r):
			end(i)
		case start < 0:
			start = i
		}
	}
	end(len(s))
	return words, apart
}

func language(words []word, hint i18n.Lang) i18n.Lang {
	fr, en := 0, 0
	for _, w := range words {
		if frenchWords[w.fold] {
			fr++
		}
		if englishWords[w.fold] {
			en++
		}
	}
	switch {
	case fr > en:
		return i18n.French
	case en > fr:
		return i18n.English
	}
	return hint
}

// mendCues replaces a misspelt word of a cue ("equivallent", "prestatiare") by the right one.
func (e *Engine) mendCues(r *reading) {
	for i, w := range r.words {
		if len(w.fold) < 6 || w.upper || e.lex.words[w.fold] || len(e.lex.names[w.fold]) > 0 || len(e.matcher.holds[stem(w.fold)]) > 0 {
			continue
		}
		if _, ok := e.lex.cues[w.fold]; ok {
			continue
		}
		for _, right := range e.cueWords {
			if right[0] == w.fold[0] && len(right) > 5 && search.Distance(w.fold, right, 1+len(w.fold)/9) <= 1+len(w.fold)/9 && !strings.HasPrefix(w.fold, right) {
				r.because("%q is read as %q", w.fold, right)
				r.words[i].fold = right
				break
			}
		}
	}
}

// findNames finds the names in the question: the longest first, as they are written, then with mended spelling.
func (e *Engine) findNames(r *reading) {
	n := len(r.words)
	for size := min(n, e.lex.longest); size >= 1; size-- {
		for i := 0; i+size <= n; i++ {
			if r.taken(i, i+size) {
				continue
			}
			if size > 1 && elided[r.words[i].fold] && !r.words[i].upper {
				continue // "n'est" is not Nest
			}
			if last := r.words[i+size-1]; size > 1 && last.fold == "a" && !last.upper {
				continue // "may a" is not Maya
			}
			key := e.lex.plural(r.key(i, i+size), size)
			things := e.lex.names[key]
			if len(things) == 0 {
				continue
			}
			if !r.acceptable(e, i, i+size, things) { // "un logiciel de visio pour la DINUM" is about visio, not about Visio
				things = slices.DeleteFunc(slices.Clone(things), func(t thing) bool { return t.kind != kCategory })
			}
			if len(things) > 0 {
				r.take(mention{things: things, from: i, to: i + size, key: key})
			}
		}
	}
	for size := min(n, 4); size >= 1; size-- {
		for i := 0; i+size <= n; i++ {
			if size == 1 && r.taken(i, i+1) || !r.strange(e, i, i+size) {
				continue
			}
			if !r.capital(i, i+size) && !r.onlyContent(e, i, i+size) {
				continue // among other words, a word without a capital is a word
			}
			if key := e.lex.misspelt(r.key(i, i+size)); key != "" {
				r.release(i, i+size)
				r.because("%q is read as %q", r.key(i, i+size), key)
				r.take(mention{things: e.lex.names[key], from: i, to: i + size, key: key, guessed: true})
			}
		}
	}
	slices.SortFunc(r.mentions, func(a, b mention) int { return cmp.Compare(a.from, b.from) })
}

func (r *reading) key(from, to int) string {
	var b strings.Builder
	for _, w := range r.words[from:to] {
		b.WriteString(strings.TrimPrefix(w.fold, "."))
	}
	return b.String()
}

func (r *reading) taken(from, to int) bool {
	return slices.ContainsFunc(r.words[from:to], func(w word) bool { return w.used })
}

func (r *reading) take(m mention) {
	for i := m.from; i < m.to; i++ {
		r.words[i].used = true
	}
	r.mentions = append(r.mentions, m)
	r.because("%q names %s %s", r.key(m.from, m.to), kindNames[m.things[0].kind], m.things[0].name())
}

// elided are the words that an apostrophe follows.
var elided = set("l d n s j m t c qu")

// release forgets the names found within words[from:to]: the longer name that was misspelt holds them ("googel drive").
func (r *reading) release(from, to int) {
	r.mentions = slices.DeleteFunc(r.mentions, func(m mention) bool { return m.from < to && m.to > from })
	for i := from; i < to; i++ {
		r.words[i].used = false
	}
}

// acceptable reports whether words that spell a name are meant as it. A name that is an everyday word must be written as a name, or be all that
// the question is about; a name of stop words only ("Solution") is none.
func (r *reading) acceptable(e *Engine, from, to int, things []thing) bool {
	stops := true
	for _, w := range r.words[from:to] {
		stops = stops && (stopWords[w.fold] || isNumber(w.fold))
	}
	if stops && !r.capital(from, to) {
		return len(r.words) == to-from
	}
	if to-from > 1 || things[0].kind == kCategory {
		return true
	}
	w := r.words[from]
	if len(w.fold) == 1 && !w.upper {
		return len(r.words) == 1
	}
	if !ordinary[w.fold] || w.upper {
		return true
	}
	if from == 0 && to < len(r.words) && r.capitalised(0) && r.words[to].upper && (editionWords[r.words[to].fold] || isVersion(r.words[to].fold)) {
		return true // "Slack Enterprise"
	}
	return r.onlyContent(e, from, to)
}

func (r *reading) capital(from, to int) bool {
	return slices.ContainsFunc(r.words[from:to], func(w word) bool { return w.upper })
}

// onlyContent reports whether nothing but words of asking stands around words[from:to].
func (r *reading) onlyContent(e *Engine, from, to int) bool {
	for i, w := range r.words {
		if (i < from || i >= to) && !stopWords[w.fold] && !e.isCueWord(w.fold) && !isNumber(w.fold) {
			return false
		}
	}
	return true
}

// strange reports whether some word of the span belongs to no text that the desk knows, so that it may be a misspelt name, and none of its ends
// is a stop word, a cue or a number.
func (r *reading) strange(e *Engine, from, to int) bool {
	for _, i := range []int{from, to - 1} {
		f := r.words[i].fold
		if stopWords[f] || e.isCueWord(f) || isNumber(f) {
			return false
		}
	}
	return slices.ContainsFunc(r.words[from:to], func(w word) bool { return !w.used && !e.lex.words[w.fold] && len(w.fold) > 3 })
}

func isNumber(s string) bool {
	digits := strings.TrimPrefix(s, "v")
	return digits != "" && strings.Trim(digits, "0123456789.") == ""
}

// weigh chooses the intent: the cues speak, then the kinds of the names that were found.
func (r *reading) weigh(e *Engine) {
	score := map[Intent]int{}
	for i := range r.words {
		for _, c := range cues {
			if c.matches(r.words, i) && !r.insideName(i, i+len(c.words)) {
				score[c.intent] += c.weight
				for k := i; k < i+len(c.words); k++ {
					r.words[k].cue = true
				}
				r.because("%q speaks for %s (%d)", strings.Join(c.words, " "), c.intent, c.weight)
			}
		}
	}
	product, software, body := r.first(kProduct), r.first(kSoftware), r.first(kBody)
	vague := r.first(kCategory)
	switch {
	case product != nil && score[Equivalent] > 0:
		score[Equivalent] += 3
	case product != nil:
		score[Equivalent] += 2
	}
	if product != nil && slices.ContainsFunc(r.words, func(w word) bool { return wantsFree[w.fold] && !w.used }) {
		score[Equivalent] += 5
		r.because("a product is named, and a free one is asked for: equivalent (5)")
	}
	if r.first(kVendor) != nil && product == nil && software == nil {
		score[Equivalent] += 2
	}
	if (r.first(kProvider) != nil && software == nil && product == nil && body == nil) || r.lot() > 0 {
		score[Providing] += 12
		r.because("a provider or a lot is named: provider (12)")
	}
	if name := r.bodyWord(); name != "" && (software != nil || r.first(kCovered) != nil || r.unnamed(name)) {
		score[Covering] += 4
		r.because("a body that is not on the list is named: coverage (4)")
	}
	if body != nil && (score[Covering] > 0 || r.nothingElse(e)) && (software != nil || r.first(kCovered) != nil || product != nil || score[Covering] > 0) {
		score[Covering] += 4
		r.because("a body is named: coverage (4)")
	}
	if software != nil {
		score[Software] += 2
		if score[Covering] > 0 {
			score[Covering]++
		}
	}
	if vague != nil && software == nil && product == nil && score[Equivalent] == 0 {
		score[Software] += 2
	}
	if r.first(kLicence) != nil && (software == nil && product == nil || score[Licensing] > 0) {
		score[Licensing] += 4
		r.because("a licence is named: licence (4)")
	}
	if r.first(kOffice) != nil {
		score[Office] += 4
	}
	best := Unknown
	// The order settles a draw: the more particular intent first.
	for _, i := range []Intent{Referent, Listing, Delay, Purchase, Office, Covering, Providing, Equivalent, Licensing, Community, Software} {
		if score[i] > score[best] {
			best = i
		}
	}
	if best == Covering && body == nil && software == nil && product == nil && r.first(kCovered) == nil && score[Covering] < 4 {
		best = Unknown
	}
	r.intent, r.strength = best, score[best]
	r.because("the intent is %s (%d)", best, score[best])
}

// wantsFree are the words that ask for free software beside the name of a product.
var wantsFree = set("libre libres free gratuit opensource alternative equivalent")

// coordinator reports whether the question asks who coordinates the contracts for a body.
func (r *reading) coordinator() bool {
	return slices.ContainsFunc(r.words, func(w word) bool {
		return w.cue && (strings.HasPrefix(w.fold, "coordinat") || strings.HasPrefix(w.fold, "coordonn"))
	})
}

// lot returns the number of the lot of the expertise contract that the question names ("lot 3"), or 0.
func (r *reading) lot() int {
	for i, w := range r.words[:max(len(r.words)-1, 0)] {
		if n, err := strconv.Atoi(r.words[i+1].fold); w.fold == "lot" && err == nil && n > 0 {
			return n
		}
	}
	return 0
}

// bodyWords begin the names of bodies that the published list of beneficiaries does not hold: it names State bodies one by one.
var bodyWords = set("mairie ville commune region departement metropole agglomeration intercommunalite communaute universite chu chru hopital lycee college ecole chambre sdis collectivite collectivites epci city university hospital municipality")

// bodyNames are public bodies by the names that people call them by, so that a question about one is known to be about a body; whether the list holds them,
// the list says. Those of few letters, which are words of other things too, must be written in capitals.
var bodyNames = set(`inserm insee inrae ifremer brgm cirad onera andra cstb ineris cerema ademe shom meteo cnes inrap ofb onf bpifrance arcep arcom urssaf cpam cnam cnav carsat msa acoss cnfpt
cnous crous onisep cned atih ensam insa insep aphp sncf ratp vnf afpa anah anct ancols cea cnc ens ign ina ird has ars ofpra ofii bnf bnu ehess ephe inalco ined inha`)

// bodyWord returns the first words of the question that name a body that is not on the list, or "".
func (r *reading) bodyWord() string {
	for i, w := range r.words {
		if w.used || !bodyWords[w.fold] && !(bodyNames[w.fold] && (len(w.fold) > 4 || w.raw == strings.ToUpper(w.raw) || w.upper)) {
			continue
		}
		last := i
		for k := i + 1; k < len(r.words) && (r.words[k].upper || stopWords[r.words[k].fold]) && !r.words[k].used && !r.words[k].cue && !r.words[k].apart; k++ {
			if verbs[r.words[k].fold] {
				break
			}
			if r.words[k].upper {
				last = k
			}
		}
		var parts []string
		for k := i; k <= last; k++ {
			parts = append(parts, r.words[k].raw)
		}
		return strings.Join(parts, " ")
	}
	return ""
}

// verbs end the name that they follow.
var verbs = set("et and a est peut doit is can may has")

// nothingElse reports whether the question holds names and words of asking only: "Canopé et PostgreSQL".
func (r *reading) nothingElse(e *Engine) bool {
	return !slices.ContainsFunc(r.words, func(w word) bool {
		return !w.used && !w.cue && !stopWords[w.fold] && !e.isCueWord(w.fold) && !isNumber(w.fold)
	})
}

// unnamed reports whether the question is about the body alone: nothing else is named or asked for.
func (r *reading) unnamed(body string) bool {
	rest := len(search.Words(body))
	for _, w := range r.words {
		if w.used || !stopWords[w.fold] && !w.cue {
			rest--
		}
	}
	return rest >= 0 && len(r.mentions) == 0
}

// insideName reports whether all the words of a cue are part of a name: "Support" in a product's name asks nothing.
func (r *reading) insideName(from, to int) bool {
	for _, w := range r.words[from:to] {
		if !w.used {
			return false
		}
	}
	return true
}

// first returns the first mention that can stand for a thing of the kind k, as that thing.
func (r *reading) first(k kind) *thing {
	if all := r.all(k); len(all) > 0 {
		return &all[0]
	}
	return nil
}

// all returns the things of the kind k that the question names, in its order; a mention that also names a thing of a better kind counts only
// for that one: the order of thing kinds is product, software, and the rest.
func (r *reading) all(k kind) []thing {
	var out []thing
	for _, m := range r.mentions {
		for _, t := range m.things {
			if t.kind == k && !slices.Contains(out, t) {
				out = append(out, t)
				if k != kLicence { // a family's name stands for all its licences
					break
				}
			}
		}
	}
	return out
}

// findUnknown finds the name that the question is about when nobody knows it: the run of words that are neither asking nor known.
func (r *reading) findUnknown(e *Engine) {
	best, from := 0, -1
	start := -1
	for i := 0; i <= len(r.words); i++ {
		content := i < len(r.words) && !r.words[i].used && !r.words[i].cue &&
			(start >= 0 && (r.words[i].upper || isNumber(r.words[i].fold) || r.joins(e, i)) || !stopWords[r.words[i].fold])
		if content && start >= 0 && r.words[i].apart && r.words[i].upper {
			if i-start > best {
				best, from = i-start, start
			}
			start = i // another name begins
			continue
		}
		if content {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 && i-start > best {
			best, from = i-start, start
		}
		start = -1
	}
	if from < 0 {
		return
	}
	var parts []string
	for i := from; i < from+best; i++ {
		if i == from || r.words[i].raw != r.words[i-1].raw {
			parts = append(parts, r.words[i].raw)
		}
	}
	r.unknown = strings.Trim(strings.Join(parts, " "), ".")
}

// joins reports whether the word at i ties two parts of one unknown name: "Web of Science".
func (r *reading) joins(e *Engine, i int) bool {
	return i > 0 && i+1 < len(r.words) && connectors[r.words[i].fold] && !r.words[i].apart && !r.words[i+1].apart && r.nameLike(e, i+1) && r.capitalised(i-1)
}
