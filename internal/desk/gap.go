package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"guichet/internal/database"
	"guichet/internal/search"
)

// Gap is a software, or a version of one, that is asked to enter the perimeter of the support contract. A request may carry one.
type Gap struct {
	Software string // as the desk names it, or as it was typed; required
	Version  string // optional
}

// Bounds of a Gap, in characters.
const (
	MaxGapSoftware = 120
	MaxGapVersion  = 40
)

// Validate returns the faults of the gap, each an errs.Invalid that names its field: software, version.
func (g Gap) Validate() []error {
	var faults []error
	if g.Software == "" {
		faults = append(faults, invalid("software", "desk.gap-no-software"))
	} else if err := checkLine("software", g.Software, MaxGapSoftware); err != nil {
		faults = append(faults, err)
	}
	if utf8.RuneCountInString(g.Version) > 0 {
		if err := checkLine("version", g.Version, MaxGapVersion); err != nil {
			faults = append(faults, err)
		}
	}
	return faults
}

func insertGap(ctx context.Context, tx bun.Tx, number string, g *Gap) error {
	if g == nil {
		return nil
	}
	_, err := tx.NewRaw("INSERT INTO desk_gap (number, software, version) VALUES (?, ?, ?) ON CONFLICT (number) DO UPDATE SET software = excluded.software, version = excluded.version",
		number, g.Software, g.Version).Exec(ctx)
	return err
}

// GapDemand is one demand, merged from all the cases that make it.
type GapDemand struct {
	Software, Version string
	Cases             int
	Organisations     []GapOrganisation // the most cases first; "" for cases that name none
	First, Last       time.Time
}

// GapOrganisation counts the cases of one organisation.
type GapOrganisation struct {
	Name  string
	Cases int
}

// Gaps returns what was asked to enter the perimeter, the most organisations first. Names that differ by accents, case or punctuation are one. A case that its
// sender took back does not count.
func (s *Service) Gaps(ctx context.Context) ([]GapDemand, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT g.software, g.version, c.organisation, c.opened_at FROM desk_gap g JOIN desk_case c ON c.number = g.number
		WHERE c.status <> ? ORDER BY g.number`, string(Erased))
	if err != nil {
		return nil, fmt.Errorf("reading the gaps: %w", database.Classify(err))
	}
	defer rows.Close()
	merged := map[[2]string]*GapDemand{}
	var order []*GapDemand
	for rows.Next() {
		var software, version, organisation, opened string
		if err := rows.Scan(&software, &version, &organisation, &opened); err != nil {
			return nil, err
		}
		at, err := database.ParseTime(opened)
		if err != nil {
			return nil, err
		}
		k := [2]string{search.Key(software), strings.Join(search.Words(version), " ")}
		d := merged[k]
		if d == nil {
			d = &GapDemand{Software: software, Version: version, First: at}
			merged[k], order = d, append(order, d)
		}
		d.Cases++
		d.Last = at
		i := slices.IndexFunc(d.Organisations, func(o GapOrganisation) bool { return search.Key(o.Name) == search.Key(organisation) })
		if i < 0 {
			d.Organisations = append(d.Organisations, GapOrganisation{organisation, 0})
			i = len(d.Organisations) - 1
		}
		d.Organisations[i].Cases++
	}
	out := make([]GapDemand, len(order))
	for i, d := range order {
		slices.SortStableFunc(d.Organisations, func(a, b GapOrganisation) int { return cmp.Compare(b.Cases, a.Cases) })
		out[i] = *d
	}
	slices.SortStableFunc(out, func(a, b GapDemand) int {
		return cmp.Or(cmp.Compare(len(b.Organisations), len(a.Organisations)), cmp.Compare(b.Cases, a.Cases), strings.Compare(a.Software, b.Software))
	})
	return out, rows.Err()
}
