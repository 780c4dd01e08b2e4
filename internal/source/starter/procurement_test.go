package starter_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"guichet/internal/procurement"
	"guichet/internal/provenance"
	"guichet/internal/question"
	"guichet/starter"
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

// cited finds articles of codes, decisions and articles of the CCAG in a page's prose.
var cited = regexp.MustCompile(`[LRD]\.\d{3,4}-\d+(?:-\d+)?|n°\x{a0}?\s?350431|no\. 350431`)

// The pages on buying cite nothing that the table of legal references does not hold, save what they name to say that it is wrong.
func TestPagesCiteKnownLaws(t *testing.T) {
	t.Parallel()
	set, err := procurement.Build(rows(t), provenance.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	known := "R.2122-3" // the wrong reference that circulates
	for _, l := range set.Laws {
		known += " " + l.Cite.Fr + " " + l.Cite.En
	}
	found := 0
	for _, page := range []string{"fr/acheter/index.md", "en/buy/index.md"} {
		body, err := fs.ReadFile(starter.Content(), page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range cited.FindAllString(string(body), -1) {
			found++
			if !strings.Contains(strings.ReplaceAll(known, "\u00a0", " "), strings.ReplaceAll(m, "\u00a0", " ")) {
				t.Errorf("%s cites %s, which laws.yaml does not hold", page, m)
			}
		}
	}
	if found < 8 {
		t.Errorf("%d references found", found)
	}
}
