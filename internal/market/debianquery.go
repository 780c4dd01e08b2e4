package market

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"guichet/internal/errs"
	"guichet/internal/provenance"
	"guichet/internal/search"
	"guichet/internal/worktime"
)

var debianVersion = regexp.MustCompile(`^(?:debian )?([0-9]{1,3})(?:\.[0-9]{1,3}){0,2}$`)

// DebianVersion reads a version of Debian as people type it: "12", "Debian 12", "12.5", "bookworm". ok is false for what names none.
func (s *Set) DebianVersion(text string) (version int, ok bool) {
	text = strings.Join(strings.Fields(strings.ToLower(text)), " ")
	if m := debianVersion.FindStringSubmatch(text); m != nil {
		n, err := strconv.Atoi(m[1])
		return n, err == nil && n > 0
	}
	name := search.Key(strings.TrimPrefix(text, "debian "))
	for _, d := range s.Debian {
		if name != "" && search.Key(d.Codename) == name {
			return d.Version, true
		}
	}
	for v, c := range debianClaims {
		if name != "" && c.Codename == name {
			return v, true
		}
	}
	return 0, false
}

// DebianOf is DebianSupport of a version and a day as people type them; an empty day is that of now. Faults are errs.Invalid, joined, each naming its field:
// version, date.
func (s *Set) DebianOf(version, date string, now time.Time) (DebianStatus, error) {
	var faults []error
	v, ok := s.DebianVersion(version)
	if !ok {
		faults = append(faults, errs.New(errs.Invalid, "market.debian-version-wrong").On("version"))
	}
	at := provenance.Day(now.In(worktime.Paris()))
	if strings.TrimSpace(date) != "" {
		d, ok := worktime.ParseDay(date)
		if !ok {
			faults = append(faults, errs.New(errs.Invalid, "web.delays-date-wrong").On("date"))
		}
		at = provenance.Date{Year: d.Year, Month: int(d.Month), Day: d.Day}
	}
	if len(faults) > 0 {
		return DebianStatus{}, errors.Join(faults...)
	}
	return s.DebianSupport(v, at)
}

// DebianVersions returns every version that a source speaks of, in order.
func (s *Set) DebianVersions() []int {
	var out []int
	for _, d := range s.Debian {
		out = append(out, d.Version)
	}
	for v := range debianClaims {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	slices.Sort(out)
	return out
}
