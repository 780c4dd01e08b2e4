package market

import (
	"guichet/internal/facts"
)

// Kinds of statements that are not public: covered versions, critical software, coordinators. facts.Store.All leaves them out, so that the picture of the public
// facts, and with it every page, answer and API, cannot hold them. facts.Store.Restricted gives them to staff.
const (
	KindPerimeter   = facts.RestrictedPrefix + "perimeter"
	KindCoordinator = facts.RestrictedPrefix + "coordinator"
)

// Perimeter is what the coordinators know of one covered name.
type Perimeter struct {
	Name     string   `json:"name"` // as in the lists
	Versions []string `json:"versions"`
	Critical bool     `json:"critical"`
}

// Coordinator is who speaks for a beneficiary.
type Coordinator struct {
	Organisation string `json:"organisation"`
	Name         string `json:"name"`
	Email        string `json:"email"`
}

// Staff is what only staff may read.
type Staff struct {
	Perimeter    []Perimeter
	Coordinators []Coordinator
}

// BuildPrivate reads the rows of facts.Store.Restricted.
func BuildPrivate(rows []facts.Row) (Staff, error) {
	var out Staff
	ps, err := facts.Decode[Perimeter](rows, KindPerimeter)
	if err != nil {
		return out, err
	}
	for _, p := range ps {
		out.Perimeter = append(out.Perimeter, p.Value)
	}
	cs, err := facts.Decode[Coordinator](rows, KindCoordinator)
	for _, c := range cs {
		out.Coordinators = append(out.Coordinators, c.Value)
	}
	return out, err
}
