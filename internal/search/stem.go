package search

import (
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
)

// languages are those that words have stems in; a language is its place here.
var languages = [...]string{"fr", "en"}

// stemmer finds stems. It is not safe for use by several at once.
type stemmer struct{ env *snowballstem.Env }

func newStemmer() stemmer { return stemmer{snowballstem.NewEnv("")} }

// stem returns the folded stem of word in a language, and whether it has one: words of fewer than four letters, with digits or in other
// scripts than Latin have none. Word is in lower case with its accents, because the rules of French read them.
func (s stemmer) stem(lang int, word string) (string, bool) {
	letters := 0
	for _, r := range word {
		if int(r) >= 0x250 || classes[r] != lowerCase {
			return "", false
		}
		letters++
	}
	if letters < 4 || len(word) > maxWordBytes {
		return "", false
	}
	s.env.SetCurrent(word)
	if lang == 0 {
		french.Stem(s.env)
	} else {
		english.Stem(s.env)
	}
	return Fold(s.env.Current()), true
}

// stopWords are the words of grammar of both languages, folded. "son" (sound), "as" and single letters that name languages (C, D, R) are
// not here.
const stopWords = `a au aux avec ce ces cet cette comment dans de des du elle en est et eux existe il ils je la le les leur leurs lui ma mais me
mes moi mon ne nos notre nous on ou par pas pour qu que quel quelle quelles quels qui sa sans se ses si sont sur ta te toi tu un une
vos votre vous y t an and are at be by does for from how i in is it its of or that the their there this to was what where which who with`

// stopTable holds the hashes of stopWords, open addressing.
var stopTable = func() (t [1024]uint64) {
	for _, w := range strings.Fields(stopWords) {
		h := hash(w)
		i := h % uint64(len(t))
		for t[i] != 0 {
			i = (i + 1) % uint64(len(t))
		}
		t[i] = h
	}
	return t
}()

// weakWords are those that people ask with rather than for, folded. They count for little beside others.
const weakWords = `alternative alternatives alternatif besoin cherche chercher equivalent equivalents equivalente free gratuit gratuite libre libres
logiciel logiciels need open outil outils proposer remplace remplacement remplacer replace replacement similaire software solution solutions source
tool tools trouver use utiliser veux vs`

var weakTable = func() map[string]bool {
	t := map[string]bool{}
	for _, w := range strings.Fields(weakWords) {
		t[w] = true
	}
	return t
}()

func weakWord(w []byte) bool { return weakTable[string(w)] }

func stopWord(h uint64) bool {
	for i := h % uint64(len(stopTable)); stopTable[i] != 0; i = (i + 1) % uint64(len(stopTable)) {
		if stopTable[i] == h {
			return true
		}
	}
	return false
}
