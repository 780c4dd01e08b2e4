package market

import (
	"fmt"
	"io"
	"slices"

	"guichet/internal/search"
)

// The names under which the official lists are imported. What one of them says replaces what the starter says of that list.
const (
	SourceCSV  = "support-csv"
	SourcePage = "support-page"
)

// Renamed is a name that stands for what another one stood for.
type Renamed struct{ From, To string }

// Bulletin is what a new official list would change. Names are in order.
type Bulletin struct {
	Enter, Leave []string
	Renamed      []Renamed
	NoSheet      []string // in the new list, without a sheet of the catalogue
}

// Compare says what the list on ("page" or "csv") changes from before to after. A name that leaves and one that enters are one renamed when they have the same
// sheet, the same key, or differ by one or two letters.
func Compare(before, after *Set, on string) Bulletin {
	names := func(s *Set) map[string]*Covered {
		out := map[string]*Covered{}
		for _, c := range s.Covered {
			if on == "page" && c.OnPage || on == "csv" && c.OnCSV {
				out[c.Name] = c
			}
		}
		return out
	}
	was, is := names(before), names(after)
	var b Bulletin
	var leave, enter []*Covered
	for _, c := range before.Covered {
		if was[c.Name] == c && is[c.Name] == nil {
			leave = append(leave, c)
		}
	}
	for _, c := range after.Covered {
		if is[c.Name] != c {
			continue
		}
		if c.Software == nil {
			b.NoSheet = append(b.NoSheet, c.Name)
		}
		if was[c.Name] == nil {
			enter = append(enter, c)
		}
	}
	for _, c := range enter {
		i := slices.IndexFunc(leave, func(old *Covered) bool { return sameThing(old, c) })
		if i < 0 {
			b.Enter = append(b.Enter, c.Name)
			continue
		}
		b.Renamed = append(b.Renamed, Renamed{leave[i].Name, c.Name})
		leave = slices.Delete(leave, i, i+1)
	}
	for _, c := range leave {
		b.Leave = append(b.Leave, c.Name)
	}
	return b
}

func sameThing(a, b *Covered) bool {
	x, y := search.Key(a.Name), search.Key(b.Name)
	return a.Software != nil && b.Software != nil && a.Software.Slug == b.Software.Slug || x == y || nearest(x, []string{y}, 5) != ""
}

// Write writes the bulletin, one change a line.
func (b Bulletin) Write(w io.Writer) {
	for _, n := range b.Enter {
		fmt.Fprintf(w, "enters:    %s\n", n)
	}
	for _, n := range b.Leave {
		fmt.Fprintf(w, "leaves:    %s\n", n)
	}
	for _, r := range b.Renamed {
		fmt.Fprintf(w, "renamed:   %s -> %s\n", r.From, r.To)
	}
	for _, n := range b.NoSheet {
		fmt.Fprintf(w, "no sheet:  %s\n", n)
	}
	fmt.Fprintf(w, "enter %d, leave %d, renamed %d, no sheet %d\n", len(b.Enter), len(b.Leave), len(b.Renamed), len(b.NoSheet))
}
