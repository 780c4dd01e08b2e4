package starter_test

import (
	"strings"
	"testing"

	"guichet/internal/procurement"
	"guichet/internal/provenance"
	"guichet/internal/question"
)

// Each legal reference says how it is known and where it can be read, in both languages.
func TestLaws(t *testing.T) {
	t.Parallel()
	set, err := procurement.Build(rows(t), provenance.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Laws) < 15 {
		t.Errorf("%d legal references", len(set.Laws))
	}
	for _, l := range set.Laws {
		checkText(t, l.Slug, l.Cite, true)
		checkText(t, l.Slug, l.Says, true)
		checkText(t, l.Slug, l.Doubt, !l.Certainty.Sure() && l.Certainty != procurement.Reported)
		if l.Mark.Checked.IsZero() {
			t.Errorf("%s: no date", l.Slug)
		}
	}
	// The official text of article 46 was not read: nobody may come to believe that it was.
	if l := set.Law("ccag-tic-46"); l == nil || l.Certainty.Sure() || l.Doubt.IsZero() {
		t.Errorf("article 46: %+v", l)
	}
}

// A fact of an answer is a legal reference that exists, or a value with its source; the composer answers those who ask for clauses.
func TestQuestionsRestOnLaws(t *testing.T) {
	t.Parallel()
	all := rows(t)
	set, err := procurement.Build(all, provenance.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	questions, err := question.Build(all)
	if err != nil {
		t.Fatal(err)
	}
	laws, composer := 0, 0
	for _, q := range questions {
		if strings.HasPrefix(q.URL.Fr, "/fr/acheter/clauses") && strings.HasPrefix(q.URL.En, "/en/buy/clauses") {
			composer++
		}
		for _, f := range q.Facts {
			switch {
			case f.Law == "" && (f.Value.IsZero() || f.Source == ""):
				t.Errorf("%s: a fact without a value or a source", q.Slug)
			case f.Law != "" && (set.Law(f.Law) == nil || !f.Value.IsZero() || f.Source != ""):
				t.Errorf("%s: the reference %q is unknown, or stands beside a value", q.Slug, f.Law)
			case f.Law != "":
				laws++
			}
		}
	}
	if laws < 18 || composer < 5 {
		t.Errorf("%d facts are legal references, %d questions lead to the composer", laws, composer)
	}
}
