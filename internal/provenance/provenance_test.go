package provenance_test

import (
	"encoding/json"
	"testing"

	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

func TestDate(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][4]string{
		"2025-09-15": {"15\u00a0septembre\u00a02025", "le 15\u00a0septembre\u00a02025", "15\u00a0September\u00a02025", "on 15\u00a0September\u00a02025"},
		"2025-08-01": {"1er\u00a0août\u00a02025", "le 1er\u00a0août\u00a02025", "1\u00a0August\u00a02025", "on 1\u00a0August\u00a02025"},
		"2028-09":    {"septembre 2028", "en septembre 2028", "September 2028", "in September 2028"},
		"2022":       {"2022", "en 2022", "2022", "in 2022"},
	} {
		d, err := provenance.ParseDate(in)
		if err != nil {
			t.Fatal(err)
		}
		got := [4]string{d.In(i18n.French), d.On(i18n.French), d.In(i18n.English), d.On(i18n.English)}
		if got != want || d.String() != in {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
	for _, in := range []string{"", "20", "2025-13", "2025-02-30", "15/09/2025", "2025-9-1", "abcd"} {
		if d, err := provenance.ParseDate(in); err == nil {
			t.Errorf("%q is read as %s", in, d)
		}
	}
}

func TestBefore(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{{"2024", "2025-01-01", true}, {"2025", "2025-06-01", false}, {"2025-05", "2025-06", true}, {"2025-06", "2025-06-02", false}, {"2025-06-01", "2025-06-02", true}, {"2025-06-02", "2025-06-02", false}} {
		if got := provenance.MustDate(c.a).Before(provenance.MustDate(c.b)); got != c.want {
			t.Errorf("%s before %s: %t", c.a, c.b, got)
		}
	}
}

func TestMergeKeepsDisagreement(t *testing.T) {
	t.Parallel()
	mark := func(s string) provenance.Mark {
		return provenance.Mark{Source: s, Checked: provenance.MustDate("2022")}
	}
	var v provenance.Value[string]
	v.Merge(provenance.Of("MIT", mark("a")))
	v.Merge(provenance.Of("MIT", mark("b")))
	v.Merge(provenance.Of("Apache-2.0", mark("c")))
	v.Merge(provenance.Of("Apache-2.0", mark("d")))
	v.Merge(provenance.Of("BSD", mark("a"))) // a second reading of one copy
	if v.V != "MIT" || v.Source != "a" || len(v.Others) != 1 || v.Others[0].Source != "c" {
		t.Errorf("merged into %+v", v)
	}
	b, err := json.Marshal(v.Mark)
	if err != nil || string(b) != `{"source":"a","checked":"2022"}` {
		t.Errorf("%s, %v", b, err)
	}
}
