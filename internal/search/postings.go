package search

import "math"

// chunkBits is the size of a chunk of documents, 65,536: within one, a document is named by two bytes.
const (
	chunkBits = 16
	chunkSize = 1 << chunkBits
)

// postings says which documents hold each word, and with what impact. They take three bytes a posting, and eight for each chunk in which a
// word occurs.
type postings struct {
	first  []uint32 // by word: its first run; one more at the end
	runs   []run    // by word, then by chunk; one more at the end
	low    []uint16 // the documents, within their chunk, in order
	impact []uint8  // see impacts
}

// run is the postings of one word in one chunk: those up to the start of the next run.
type run struct{ start, chunk uint32 }

// count returns how many documents hold word n.
func (p *postings) count(n uint32) int {
	return int(p.runs[p.first[n+1]].start - p.runs[p.first[n]].start)
}

// list returns the postings of run r.
func (p *postings) list(r uint32) ([]uint16, []uint8) {
	a, b := p.runs[r].start, p.runs[r+1].start
	return p.low[a:b], p.impact[a:b]
}

// Impacts are kept as the logarithm of their share of mostImpact, a step being 2.9 %.
const (
	mostImpact  = titleWeight + nameWeight + textWeight
	impactSteps = 24 // to a half
)

// impacts is what each byte stands for.
var impacts = func() (t [256]float32) {
	for i := range t {
		t[i] = float32(mostImpact * math.Exp2(float64(i-255)/impactSteps))
	}
	return t
}()

func impactByte(w float32) uint8 {
	return uint8(max(0, min(255, math.Round(255+impactSteps*math.Log2(float64(w)/mostImpact)))))
}

// gathered is what the builder read, in the order of documents: for each posting its word, numbered in order of first sight, and its impact.
type gathered struct {
	word   []uint32
	impact []uint8
	end    []uint32 // by document
}

// newPostings orders g by word. number gives each word its number in the dictionary.
func newPostings(g *gathered, number []uint32) *postings {
	words := len(number)
	runs, count := make([]uint32, words+1), make([]uint32, words+1)
	g.walk(number, func(n, _ uint32, _ uint8, fresh bool) {
		count[n+1]++
		if fresh {
			runs[n+1]++
		}
	})
	for n := range words {
		runs[n+1] += runs[n]
		count[n+1] += count[n]
	}
	p := &postings{first: make([]uint32, words+1), runs: make([]run, runs[words]+1), low: make([]uint16, len(g.word)), impact: make([]uint8, len(g.word))}
	copy(p.first, runs)
	p.runs[runs[words]].start = count[words]
	g.walk(number, func(n, doc uint32, impact uint8, fresh bool) {
		at := count[n]
		count[n]++
		if fresh {
			p.runs[runs[n]] = run{at, doc >> chunkBits}
			runs[n]++
		}
		p.low[at], p.impact[at] = uint16(doc), impact
	})
	return p
}

// walk calls f for each posting; fresh says that it is the first of its word in its chunk.
func (g *gathered) walk(number []uint32, f func(n, doc uint32, impact uint8, fresh bool)) {
	last := make([]uint32, len(number)) // 1 + the chunk that a word was last seen in
	i := uint32(0)
	for doc, end := range g.end {
		chunk := uint32(doc)>>chunkBits + 1
		for ; i < end; i++ {
			n := number[g.word[i]]
			f(n, uint32(doc), g.impact[i], last[n] != chunk)
			last[n] = chunk
		}
	}
}
