package procurement_test

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"guichet/internal/i18n"
	"guichet/internal/procurement"
)

var update = flag.Bool("update", false, "write the part of doc/licences.md that follows from the published lists")

// Every verdict of the desk that differs from a published one has its reason in words, no reason is left over, and doc/licences.md has the counts and every difference.
func TestAgreementWithPublishedLists(t *testing.T) {
	t.Parallel()
	lists := procurement.PublishedLists()
	if len(lists) != 6 {
		t.Fatalf("%d lists were read", len(lists))
	}
	reasons := map[string]bool{}
	for _, l := range lists {
		for _, p := range l.Pairs() {
			if p.Differs == "" {
				continue
			}
			reasons[p.ReasonLabel()] = true
			if p.Differs == "unexplained" {
				a, _ := procurement.Compatible(p.Component, p.Outbound, p.Use)
				t.Errorf("%s says %s of %s in %s (%s), the desk %s, and nobody said why", l.ID, p.Verdict, p.Component, p.Outbound, p.Use, a.Verdict)
			}
		}
	}
	for _, lang := range i18n.Langs {
		for k := range i18n.Keys(lang) {
			if strings.HasPrefix(k, "procurement.difference-") && !reasons[k] {
				t.Errorf("%s: no difference has this reason any more", k)
			}
		}
		for k := range reasons {
			if !i18n.Has(lang, k) {
				t.Errorf("%s has no words in %s", k, lang)
			}
		}
	}
	const begin, end = "<!-- what follows is written by go test ./internal/procurement -update -->\n", "<!-- end -->\n"
	file := filepath.Join("..", "..", "doc", "licences.md")
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(raw), begin)
	kept, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatal("doc/licences.md has no part for the published lists")
	}
	want := agreementDocument(t, lists)
	if *update {
		if err := os.WriteFile(file, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if kept != want {
		t.Error("doc/licences.md is stale: run this test with -update")
	}
}

// agreementDocument is the counts, what nobody compared, and the differences.
func agreementDocument(t *testing.T, lists []*procurement.PublishedList) string {
	var b, differences strings.Builder
	b.WriteString("\n| List, and the copy that was read on 24 November 2026 | pairs | agree | differ | desk does not conclude | list does not conclude |\n|---|---:|---:|---:|---:|---:|\n")
	compared := map[[2]string]bool{}
	for _, l := range lists {
		var agree, differ, open, silent int
		byReason := map[string]map[string][]string{}
		for _, p := range l.Pairs() {
			a, err := procurement.Compatible(p.Component, p.Outbound, p.Use)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case p.Verdict == "unknown":
				silent++
				continue
			case a.Verdict == procurement.Undecided:
				open++
			case p.Differs == "":
				agree++
			default:
				differ++
				if byReason[p.Differs] == nil {
					byReason[p.Differs] = map[string][]string{}
				}
				in := fmt.Sprintf("%s, %s (list: %s, desk: %s)", p.Outbound, p.Use, p.Verdict, a.Verdict)
				byReason[p.Differs][in] = append(byReason[p.Differs][in], p.Component)
			}
			compared[[2]string{p.Component, p.Outbound}] = true
		}
		of := cmp.Or(l.Of.String(), "at a commit")
		fmt.Fprintf(&b, "| [%s](%s), [copy](%s) (%s) | %d | %d | %d | %d | %d |\n", l.Title, l.Address, l.Copy, of, agree+differ+open+silent, agree, differ, open, silent)
		for _, reason := range slices.Sorted(maps.Keys(byReason)) {
			fmt.Fprintf(&differences, "\n**%s**: %s\n\n", l.ID, i18n.T(i18n.English, "procurement.difference-"+reason, nil))
			for _, in := range slices.Sorted(maps.Keys(byReason[reason])) {
				fmt.Fprintf(&differences, "- in %s: %s\n", in, strings.Join(byReason[reason][in], ", "))
			}
		}
	}
	var pairs, checked, undecided int
	for _, o := range build(t, starterRows(t)).ForSoftware() {
		for _, c := range procurement.RatedLicences() {
			if c == o.SPDX {
				continue
			}
			pairs++
			if compared[[2]string{c, o.SPDX}] {
				checked++
			} else if a, err := procurement.Compatible(c, o.SPDX, procurement.Linked); err == nil && a.Verdict == procurement.Undecided {
				undecided++
			}
		}
	}
	fmt.Fprintf(&b, "\nOf the %d pairs of a licence that the desk has read with a licence of article D.323-2-1, %d stand in one of these lists; %d do not and are unchecked, of which the desk itself answers \"not checked\" for %d.\n\n### Every difference, and why\n", pairs, checked, pairs-checked, undecided)
	return b.String() + differences.String() + "\n"
}
