package procurement

import (
	"bufio"
	"cmp"
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"guichet/internal/provenance"
)

// publishedFiles hold what others published about pairs of licences: facts alone (pair, verdict), each file with the list that it comes from and the copy that was read.
//
//go:embed published/*.txt
var publishedFiles embed.FS

// PublishedList is a published list of compatible licences, of which a copy was read.
type PublishedList struct {
	ID      string          `json:"id"` // asf, eupl, fsf, gnu-faq, joinup or osadl
	Name    string          `json:"name"`
	Title   string          `json:"title"`
	Address string          `json:"address"`     // where its publisher keeps it
	Copy    string          `json:"copy"`        // the copy that was read, at one state
	Of      provenance.Date `json:"of,omitzero"` // the date of the copy, where it says so
	Read    provenance.Date `json:"read"`
	verdict map[publishedKey]string
}

type publishedKey struct {
	component, outbound string
	use                 Use
}

// Published is what a list says of a pair: yes, conditions, check (it depends on what else is in the work), other (the whole takes another licence), no, or unknown.
type Published struct {
	*PublishedList
	Verdict string `json:"verdict"`
	Use     Use    `json:"use"`                  // that the list speaks of
	Differs string `json:"difference,omitempty"` // why the desk's verdict is another: the key of a reason in words is "procurement.difference-" and this
}

// Label is the message key of the verdict.
func (p Published) Label() string { return "procurement.published-" + p.Verdict }

// ReasonLabel is the message key of why the desk says something else.
func (p Published) ReasonLabel() string { return "procurement.difference-" + p.Differs }

// publishedLists reads the files once.
var publishedLists = sync.OnceValues(func() ([]*PublishedList, error) {
	entries, err := publishedFiles.ReadDir("published")
	if err != nil {
		return nil, err
	}
	var out []*PublishedList
	for _, e := range entries {
		raw, err := publishedFiles.ReadFile(path.Join("published", e.Name()))
		if err != nil {
			return nil, err
		}
		l, err := readPublished(strings.TrimSuffix(e.Name(), ".txt"), string(raw))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.Name(), err)
		}
		out = append(out, l)
	}
	return out, nil
})

// readPublished reads one file: lines "name value" for what the list is, then "use USE" and lines "OUTBOUND VERDICT COMPONENT…".
func readPublished(id, text string) (*PublishedList, error) {
	l := &PublishedList{ID: id, verdict: map[publishedKey]string{}}
	var use Use
	lines := bufio.NewScanner(strings.NewReader(text))
	for lines.Scan() {
		f := strings.Fields(lines.Text())
		if len(f) < 2 || f[0] == "#" {
			continue
		}
		value := strings.Join(f[1:], " ")
		var err error
		switch f[0] {
		case "name":
			l.Name = value
		case "title":
			l.Title = value
		case "address":
			l.Address = value
		case "copy":
			l.Copy = value
		case "of":
			l.Of, err = provenance.ParseDate(value)
		case "read":
			l.Read, err = provenance.ParseDate(value)
		case "use":
			if use = Use(value); !slices.Contains(Uses, use) {
				return nil, fmt.Errorf("use %q", value)
			}
		default:
			err = l.add(use, f[0], f[1], f[2:])
		}
		if err != nil {
			return nil, err
		}
	}
	if l.Name == "" || l.Title == "" || l.Address == "" || l.Copy == "" || l.Read.IsZero() {
		return nil, fmt.Errorf("name, title, address, copy and read are wanted")
	}
	return l, lines.Err()
}

func (l *PublishedList) add(use Use, outbound, verdict string, components []string) error {
	if use == "" || !slices.Contains([]string{"yes", "conditions", "check", "other", "no", "unknown"}, verdict) {
		return fmt.Errorf("%s %s: no such use or verdict", outbound, verdict)
	}
	for _, c := range components {
		k := publishedKey{c, outbound, use}
		if FamilyOf(c) == "" || FamilyOf(outbound) == "" || l.verdict[k] != "" {
			return fmt.Errorf("%s %s %s: not a licence that the desk has read, or twice", outbound, verdict, c)
		}
		l.verdict[k] = verdict
	}
	return nil
}

// PublishedOn returns what the published lists say of a component's licence in a program under outbound, in the use that each list speaks of, or in use when it
// speaks of several. A difference from the desk's verdict bears its reason.
func PublishedOn(component, outbound string, use Use) []Published {
	lists, err := publishedLists()
	if err != nil {
		return nil // a test reads the files: they are part of the program
	}
	var out []Published
	for _, l := range lists {
		for _, u := range slices.Compact([]Use{use, Modified, Linked}) {
			if v := l.verdict[publishedKey{component, outbound, u}]; v != "" {
				out = append(out, Published{l, v, u, differs(l.ID, v, component, outbound, u)})
				break
			}
		}
	}
	return out
}

// PublishedLists returns the lists in the order of their ids.
func PublishedLists() []*PublishedList {
	lists, _ := publishedLists()
	return lists
}

// Pair is what a list says of one component in one program.
type Pair struct {
	Component, Outbound string
	Published
}

// Pairs returns what the list says, by licence of the whole, then by component.
func (l *PublishedList) Pairs() []Pair {
	out := make([]Pair, 0, len(l.verdict))
	for k, v := range l.verdict {
		out = append(out, Pair{k.component, k.outbound, Published{l, v, k.use, differs(l.ID, v, k.component, k.outbound, k.use)}})
	}
	slices.SortFunc(out, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(a.Outbound, b.Outbound), cmp.Compare(a.Component, b.Component), cmp.Compare(a.Use, b.Use))
	})
	return out
}

// differs returns why the desk's verdict on a pair is not the published one; it is empty when they agree, and when one of them does not conclude. Whether there are conditions
// counts as agreement: the lists draw that line in different places.
func differs(list, verdict, component, outbound string, use Use) string {
	ours, rule := decide(component, outbound, use)
	theirs := map[string]Verdict{"yes": Fits, "conditions": Fits, "check": Fits, "other": Fits, "no": Refused}[verdict]
	if ours == Conditions {
		ours = Fits
	}
	if theirs == "" || ours == Undecided || ours == theirs {
		return ""
	}
	for _, d := range differences {
		if (d.list == "" || d.list == list) && d.verdict == theirs && slices.Contains(strings.Fields(d.rules), rule) {
			return d.reason
		}
	}
	return "unexplained"
}
