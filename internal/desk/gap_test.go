package desk_test

import (
	"fmt"
	"testing"
	"time"

	"guichet/internal/database"
	"guichet/internal/desk"
	"guichet/internal/errs"
	"guichet/internal/testkit"
)

// Demands are merged by software and version, counted by organisation, and those that were taken back do not count.
func TestGaps(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		s := desk.New(db, func() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) })
		open := func(organisation, software, version string) (desk.Case, string) {
			t.Helper()
			c, secret, err := s.Open(t.Context(), desk.Request{Token: desk.NewToken(), Topic: desk.Market, Message: "Nous en avons besoin.", Organisation: organisation, Gap: &desk.Gap{Software: software, Version: version}})
			if err != nil {
				t.Fatal(err)
			}
			return c, secret
		}
		open("CNRS", "Krita", "5.2")
		open("cnrs", "krita", "5.2")
		open("INRIA", "Krita", "5.2")
		open("CNRS", "Krita", "")
		gone, secret := open("ANSES", "Stellarium", "")
		if err := s.Erase(t.Context(), gone.Number, secret); err != nil {
			t.Fatal(err)
		}
		gaps, err := s.Gaps(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, g := range gaps {
			got += fmt.Sprintln(g.Software, g.Version, g.Cases, g.Organisations)
		}
		if want := "Krita 5.2 3 [{CNRS 2} {INRIA 1}]\nKrita  1 [{CNRS 1}]\n"; got != want {
			t.Errorf("gaps\n%s\nwant\n%s", got, want)
		}
		_, _, err = s.Open(t.Context(), desk.Request{Token: desk.NewToken(), Topic: desk.Market, Message: "Nous en avons besoin.", Gap: &desk.Gap{Version: "1\n2"}})
		if all := errs.All(err); len(all) != 2 || all[0].Field != "software" || all[1].Field != "version" {
			t.Errorf("a gap without a software: %v", err)
		}
	})
}
