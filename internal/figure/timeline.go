package figure

import (
	"fmt"
	"strconv"
	"time"

	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// Timeline shows periods and moments on one axis of time, one line a row.
type Timeline struct {
	Title       string
	Description string   // what there is to see, in a sentence
	Columns     []string // headings of the table: row, what, from, to; four of them
	Rows        []Row
	Now         time.Time // marked with a line when it lies within the periods
	Lang        i18n.Lang
	// Format writes a moment in the table; a day in words when nil.
	Format func(time.Time) string
}

// Row is one line of a timeline.
type Row struct {
	Label string
	URL   string // where the label leads, in the table
	Spans []Span
}

// Span is a period, or a moment where To is zero. From is not after To.
type Span struct {
	From, To time.Time
	What     string // in the table
	Tone     int    // 0 to 3
}

const axisRow = 24

// Draw draws the timeline; id is unique in the page.
func (t Timeline) Draw(id string) Drawing {
	t.Lang = i18n.Parse(string(t.Lang))
	d := Drawing{Title: t.Title}
	for _, c := range t.Columns {
		d.Columns = append(d.Columns, Column{Title: c})
	}
	from, to := t.bounds()
	whole := to.Sub(from).Seconds()
	at := func(m time.Time) string { return percent(m.Sub(from).Seconds(), whole) }
	height := len(t.Rows)*barRow + axisRow
	var c canvas
	for _, tick := range ticks(from, to, t.Lang) {
		anchor := "middle"
		switch part := tick.at.Sub(from).Seconds() / max(whole, 1); {
		case part < .08:
			anchor = "start"
		case part > .92:
			anchor = "end"
		}
		c.add(`<line class="fig-line" stroke="currentColor" stroke-opacity=".3" x1="%[1]s" x2="%[1]s" y1="0" y2="%[2]d"/>`, at(tick.at), height-axisRow+4)
		c.text(at(tick.at), height-4, anchor, tick.label)
	}
	for i, row := range t.Rows {
		y := i * barRow
		c.text("0", y+14, "start", clip(row.Label, barLabel+8))
		for _, s := range row.Spans {
			cells := []Cell{{row.Label, row.URL}, {Text: s.What}, {Text: t.format(s.From)}, {Text: t.format(s.To)}}
			d.Rows = append(d.Rows, cells)
			if s.To.IsZero() {
				c.add(`<circle class="%s" cx="%s" cy="%d" r="7"/>`, tone(s.Tone), at(s.From), y+28)
				continue
			}
			c.add(`<rect class="%s" x="%s" y="%d" width="%s" height="%d"/>`, tone(s.Tone), at(s.From), y+21, percent(s.To.Sub(s.From).Seconds(), whole), barHeight)
		}
	}
	if !t.Now.IsZero() && t.Now.After(from) && t.Now.Before(to) {
		c.add(`<line class="fig-now" stroke="currentColor" stroke-width="2" stroke-dasharray="4 3" x1="%[1]s" x2="%[1]s" y1="0" y2="%[2]d"/>`, at(t.Now), height-axisRow)
	}
	d.SVG = c.image(id, t.Title, t.Description, fmt.Sprintf(`width="100%%" height="%d"`, height))
	return d
}

func (t Timeline) format(m time.Time) string {
	switch {
	case m.IsZero():
		return ""
	case t.Format != nil:
		return t.Format(m)
	}
	return provenance.Day(m).In(t.Lang)
}

// bounds returns the first and the last moment of all rows.
func (t Timeline) bounds() (from, to time.Time) {
	for _, row := range t.Rows {
		for _, s := range row.Spans {
			for _, m := range []time.Time{s.From, s.To} {
				if m.IsZero() {
					continue
				}
				if from.IsZero() || m.Before(from) {
					from = m
				}
				if to.IsZero() || m.After(to) {
					to = m
				}
			}
		}
	}
	return from, to
}

type tick struct {
	at    time.Time
	label string
}

// maxTicks is how many labels fit on 320 px.
const maxTicks = 5

// ticks chooses round moments between from and to: hours, days, months or years, as few as stay readable.
func ticks(from, to time.Time, lang i18n.Lang) []tick {
	if !to.After(from) {
		return nil
	}
	y, m, d := from.Date()
	loc := from.Location()
	short := func(t time.Time) string {
		name := []rune(i18n.Month(lang, t.Month()))
		return strconv.Itoa(t.Day()) + "\u00a0" + string(name[:min(len(name), 4)])
	}
	steps := []struct {
		next  func(i int) time.Time
		label func(time.Time) string
	}{
		{func(i int) time.Time { return time.Date(y, m, d, i, 0, 0, 0, loc) }, func(t time.Time) string { return t.Format("15:04") }},
		{func(i int) time.Time { return time.Date(y, m, d, 3*i, 0, 0, 0, loc) }, func(t time.Time) string { return t.Format("15:04") }},
		{func(i int) time.Time { return time.Date(y, m, d+i, 0, 0, 0, 0, loc) }, short},
		{func(i int) time.Time { return time.Date(y, m, d+2*i, 0, 0, 0, 0, loc) }, short},
		{func(i int) time.Time { return time.Date(y, m, d+7*i, 0, 0, 0, 0, loc) }, short},
		{func(i int) time.Time { return time.Date(y, m, d+14*i, 0, 0, 0, 0, loc) }, short},
		{func(i int) time.Time { return time.Date(y, m+time.Month(i), 1, 0, 0, 0, 0, loc) }, short},
		{func(i int) time.Time { return time.Date(y, 1+time.Month(3*i), 1, 0, 0, 0, 0, loc) }, short},
	}
	years := func(n int) func(int) time.Time {
		return func(i int) time.Time { return time.Date(y-y%n+n*i, 1, 1, 0, 0, 0, 0, loc) }
	}
	for _, n := range []int{1, 2, 5, 10, 20, 50, 100, 1000} {
		steps = append(steps, struct {
			next  func(i int) time.Time
			label func(time.Time) string
		}{years(n), func(t time.Time) string { return strconv.Itoa(t.Year()) }})
	}
	for _, s := range steps {
		var out []tick
		for i := 0; len(out) <= maxTicks; i++ {
			at := s.next(i)
			if at.After(to) {
				break
			}
			if !at.Before(from) {
				out = append(out, tick{at, s.label(at)})
			}
			if i > 100 {
				break
			}
		}
		if len(out) >= 1 && len(out) <= maxTicks {
			return out
		}
	}
	return nil
}
