package main

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"time"

	"guichet/bench/engine"
)

// Size of the plot and of its margins, in pixels.
const (
	width, height            = 720, 400
	left, right, top, bottom = 70, 110, 30, 50
)

// plot draws the median (full line) and the 99th percentile (dashed) against the number of documents, both scales logarithmic.
func plot(results []Result) []byte {
	least, most := math.Inf(1), math.Inf(-1)
	fewest, all := math.MaxInt, 0
	for _, r := range results {
		least, most = min(least, float64(r.P50)), max(most, float64(r.P99))
		fewest, all = min(fewest, r.Docs), max(all, r.Docs)
	}
	low, high := math.Floor(math.Log10(least)), math.Ceil(math.Log10(most))
	x := func(docs int) float64 {
		if fewest == all {
			return (left + width - right) / 2
		}
		return left + (width-left-right)*math.Log(float64(docs)/float64(fewest))/math.Log(float64(all)/float64(fewest))
	}
	y := func(d time.Duration) float64 {
		return height - bottom - (height-top-bottom)*(math.Log10(float64(d))-low)/max(1, high-low)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12" role="img">
<title>Time of a query against the number of documents: median (full line) and 99th percentile (dashed)</title>
<rect width="100%%" height="100%%" fill="#fff"/>
`, width, height)
	for e := low; e <= high; e++ {
		d := time.Duration(math.Pow(10, e))
		fmt.Fprintf(&b, `<path d="M%d %.0fH%d" stroke="#ddd"/><text x="%d" y="%.0f" text-anchor="end">%s</text>`+"\n", left, y(d), width-right, left-6, y(d)+4, d)
	}
	var sizes []int
	for _, r := range results {
		if !slices.Contains(sizes, r.Docs) {
			sizes = append(sizes, r.Docs)
			fmt.Fprintf(&b, `<text x="%.0f" y="%d" text-anchor="middle">%d</text>`+"\n", x(r.Docs), height-bottom+20, r.Docs)
		}
	}
	fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="middle">documents</text>`+"\n", (left+width-right)/2, height-10)
	for i, name := range engine.Names {
		colour := []string{"#00579c", "#b34000", "#4a6b2a"}[i%3]
		for _, line := range []struct {
			dash string
			of   func(Result) time.Duration
		}{{"", func(r Result) time.Duration { return r.P50 }}, {"5 4", func(r Result) time.Duration { return r.P99 }}} {
			path, pen, last := "", "M", 0.0
			for _, r := range results {
				if r.Engine == name {
					path += fmt.Sprintf("%s%.1f %.1f", pen, x(r.Docs), y(line.of(r)))
					pen, last = "L", y(line.of(r))
				}
			}
			if path == "" {
				continue
			}
			fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="%s" stroke-width="2" stroke-dasharray="%s"/>`+"\n", path, colour, line.dash)
			label := name + " p50"
			if line.dash != "" {
				label = name + " p99"
			}
			fmt.Fprintf(&b, `<text x="%d" y="%.0f" fill="%s">%s</text>`+"\n", width-right+6, last+4, colour, label)
		}
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}
