// Package search finds documents by the words that people type. It knows nothing of software or markets, save the words with which
// people ask for them (weakWords).
//
// An Index is built from documents once and never changes: whoever holds new facts builds a new one and swaps a pointer. It lives in
// memory. Its parts are a dictionary of words (a vellum transducer, which also runs the Levenshtein automata), postings in document
// order, one roaring bitmap for each value of a facet, and Snowball stems of French and English.
//
// # Words
//
// A text is cut into words (see scanner): lower case, without accents, œ and æ as two letters; an elided article (l', d', qu') is no
// word; "c++", "c#", ".net" and "3.5" are whole words; "LibreOffice" is also "libre" and "office", "Rocket.Chat" also "rocketchat",
// "ESXi 8.0" also "8". Words of grammar are not indexed in texts and count in a query only when it holds nothing else.
//
// A word of a query stands for a group of indexed words:
//
//   - itself, at 1;
//   - those with the same stem in the reader's language, at 0.85;
//   - when it is the last and unfinished, those that begin with it, at 0.7 (of more than 4,096 the 64 most frequent);
//   - what it is when written in one with its neighbour ("libre office"), at 1.
//
// An unknown word, of which the index knows neither itself nor a beginning, is mended: the 8 most frequent words at distance 1 join the
// group at 0.7. If that leaves it empty, a compound whose parts are all known ("MyPhotoShop") is taken apart; if not, words at distance 2
// count at 0.5. Distance 1 is thought of from 4 letters, 2 from 8; digits are never mended, nor more than 4 words of a query.
//
// # Which documents are found
//
// The weight of a group is its rarity, ln(1 + documents / holders), where each word of the group counts its holders; that of a word of
// asking ("alternative", "logiciel") is 0.15 of it. A document is found when the groups that it holds weigh at least half of all
// groups. So "gestion de bibliothèque" finds what speaks of libraries and not all that manages. When no document holds half, a quarter is
// enough, and so on. The rule does not depend on the page asked for or on filters; the total and the facets count exactly what it finds.
//
// # Score
//
// First, for each document found, the sum over groups of rarity times the best indexed word of the group in that document:
//
//	score = boost × (weight held / weight of all) × Σ rarity × max(factor × impact)
//
// The impact of a word in a document is fixed when the index is built, a sum over the three fields:
//
//	impact = Σ field weight × tf / (tf + 0.25 + 0.75 × length / usual length)
//
// with weights 8, 5 and 1 for title, other names and texts, of 2, 2 and 30 usual words; of several names the best one counts, so that many
// aliases are no advantage. tf counts a part of a compound word as a half. An impact is kept in one byte, within 1.5 %.
//
// Then the best 64 are looked at again with their texts at hand (see rank.go): a title that is the query, a name that is, words that
// follow each other or stand near. The rest follow in the order of the first score. Equal scores are ordered by kind, title and key: the
// order of two runs, and of two pages of one query, is the same.
//
// # Cost
//
// A query goes through the documents in chunks of 65,536. The postings of the rarest groups, of which a document must hold one, are poured
// into the chunk's accumulator; of the others only documents already there are looked up. Memory that grows with the documents is
// pooled: a query allocates for its page and its facets. The figures measured, of time and memory, are in doc/performance.md.
package search
