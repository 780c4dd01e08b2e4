// Package provenance says where a value comes from and how old it is.
//
// The desk's first rule is that every fact has a source and a date; a value without both is not shown as a fact. A date is that of
// the copy of the source that was read, never that of the import.
package provenance

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"guichet/internal/i18n"
)

// Date is a calendar date of reduced precision, as ISO 8601 allows: a day, a month ("2028-09") or a year ("2022"). A source that
// only says its year gets only its year: precision is not invented. The zero Date is "unknown".
type Date struct {
	Year  int // 0 when unknown
	Month int // 0 when only the year is known
	Day   int // 0 when only the month is known
}

// Day returns the date of t in t's own location.
func Day(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, int(m), d}
}

// ParseDate reads YYYY, YYYY-MM or YYYY-MM-DD and refuses a day that does not exist.
func ParseDate(s string) (Date, error) {
	layouts := map[int]string{4: "2006", 7: "2006-01", 10: "2006-01-02"}
	layout, ok := layouts[len(s)]
	if !ok {
		return Date{}, fmt.Errorf("date %q: want YYYY, YYYY-MM or YYYY-MM-DD", s)
	}
	t, err := time.Parse(layout, s)
	if err != nil {
		return Date{}, fmt.Errorf("date %q: want YYYY, YYYY-MM or YYYY-MM-DD", s)
	}
	d := Day(t)
	switch len(s) {
	case 4:
		d.Month, d.Day = 0, 0
	case 7:
		d.Day = 0
	}
	return d, nil
}

// MustDate is ParseDate for constants; it panics on a date that is not one.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// IsZero reports whether the date is unknown.
func (d Date) IsZero() bool { return d.Year == 0 }

// String returns the date as ISO 8601, as precise as it is known, or "".
func (d Date) String() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Before reports whether d is certainly earlier than e: every day that d may stand for is before every day that e may.
func (d Date) Before(e Date) bool {
	if d.IsZero() || e.IsZero() {
		return false
	}
	if d.Year != e.Year {
		return d.Year < e.Year
	}
	if d.Month == 0 || e.Month == 0 || d.Month != e.Month {
		return d.Month != 0 && e.Month != 0 && d.Month < e.Month
	}
	return d.Day != 0 && e.Day != 0 && d.Day < e.Day
}

// MarshalText writes the date as String does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDate reads; an empty text is the unknown date.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	v, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// In writes the date in words: "15 septembre 2025", "September 2028", "2022".
func (d Date) In(lang i18n.Lang) string {
	if d.IsZero() {
		return ""
	}
	year := strconv.Itoa(d.Year)
	if d.Month == 0 {
		return year
	}
	month := i18n.Month(lang, time.Month(d.Month))
	if d.Day == 0 {
		return month + " " + year
	}
	day := strconv.Itoa(d.Day)
	if lang == i18n.French && d.Day == 1 {
		day = "1er"
	}
	return day + "\u00a0" + month + "\u00a0" + year
}

// On writes the date with its preposition: "le 15 septembre 2025", "en 2022"; "on 15 September 2025", "in 2022".
func (d Date) On(lang i18n.Lang) string {
	switch {
	case d.IsZero():
		return ""
	case lang == i18n.English && d.Day == 0:
		return "in " + d.In(lang)
	case lang == i18n.English:
		return "on " + d.In(lang)
	case d.Day == 0:
		return "en " + d.In(lang)
	}
	return "le " + d.In(lang)
}

// Source is where values come from: a document, a data set, or the editors' own judgement.
type Source struct {
	ID        string    `json:"id"`
	Title     i18n.Text `json:"title"`
	Publisher string    `json:"publisher,omitempty"`
	URL       string    `json:"url,omitempty"`
	Licence   string    `json:"licence,omitempty"` // of the source's data, SPDX id where there is one
	Checked   Date      `json:"checked"`           // date of the copy that was read
	Basis     i18n.Text `json:"basis,omitzero"`    // what a judgement rests on, for editorial sources
}

// Editorial is the source of what no document states: the editors' judgement, always shown as such.
const Editorial = "editorial"

// Mark is the source and the date of one value.
type Mark struct {
	Source  string `json:"source"`  // id of a Source
	Checked Date   `json:"checked"` // date of the copy that was read
}

// IsZero reports whether the mark names no source; such a value is not a fact.
func (m Mark) IsZero() bool { return m.Source == "" }

// Value is a value with its mark, and the values that other sources give where they differ.
type Value[T comparable] struct {
	V T `json:"value"`
	Mark
	Others []Value[T] `json:"others,omitempty"` // disagreeing values, in the order of precedence of their sources
}

// Of returns v as stated by the source of m.
func Of[T comparable](v T, m Mark) Value[T] { return Value[T]{V: v, Mark: m} }

// Known reports whether some source states the value.
func (v Value[T]) Known() bool { return !v.Mark.IsZero() }

// Merge adds what a source of lower precedence says: it fills an unknown value, is ignored where it agrees, and is kept beside
// where it differs.
func (v *Value[T]) Merge(o Value[T]) {
	switch {
	case !o.Known():
	case !v.Known():
		*v = o
	case v.V == o.V || v.Mark == o.Mark: // the same value, or two readings of one copy of one source
	default:
		for _, seen := range v.Others {
			if seen.V == o.V {
				return
			}
		}
		v.Others = append(v.Others, Value[T]{V: o.V, Mark: o.Mark})
	}
}

// KindSource is the kind of statement that describes a source.
const KindSource = "source"

// Sources is the register of sources, by id.
type Sources map[string]Source

// Mark returns the mark of the source id: the date of the source's copy, or the given date when the register does not hold it.
func (s Sources) Mark(id string, checked Date) Mark {
	if src, ok := s[id]; ok && !src.Checked.IsZero() {
		checked = src.Checked
	}
	return Mark{Source: id, Checked: checked}
}

// Stated returns the mark of a value that a statement gives: field is the source of that one value where it is another than the statement's own,
// and checked the date of the copy that the statement comes from. A statement bears its own date: the register may know another copy of its source.
func (s Sources) Stated(own, field string, checked Date) Mark {
	if field != "" && field != own || checked.IsZero() {
		return s.Mark(cmp.Or(field, own), checked)
	}
	return Mark{Source: own, Checked: checked}
}

// Title returns the source's title, or its id when the register does not hold it.
func (s Sources) Title(id string, lang i18n.Lang) string {
	if src, ok := s[id]; ok {
		return src.Title.In(lang)
	}
	return id
}
