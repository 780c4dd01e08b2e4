package market

import (
	"errors"
	"regexp"
	"strings"
	"time"

	"guichet/internal/errs"
	"guichet/internal/worktime"
)

// DelayQuery is what the calculator reads, as people type it.
type DelayQuery struct {
	Date, Time         string // in the territory's own clock; see worktime.ParseDay and ParseClock
	Kind               string // a RequestKind; empty: support
	Critical, Blocking string // "1" or "0"
	Territory          string // empty: metropolitan France
	Pause, Resume      string // days, or days with a time: "23/11/2026 à 9h30"; both optional, Resume only after a Pause
	// Settings that the contract does not publish; empty: those of worktime.Default.
	Open, Close string
	Start, Days string // a worktime.Start and a worktime.DayRule
}

// DelaysOf says when the holder owes what. Faults are errs.Invalid, joined, each naming its field: date, time, kind, critical, blocking, territory, pause, resume, open,
// close, start, days.
func (s *Set) DelaysOf(q DelayQuery) (Deadlines, error) {
	r := delayReader{}
	cal, ok := r.calendar(q)
	if !ok {
		return Deadlines{}, errors.Join(r.faults...)
	}
	day, ok := worktime.ParseDay(q.Date)
	if !ok {
		r.wrong("date", "web.delays-date-wrong")
	}
	clock, ok := worktime.ParseClock(q.Time)
	if !ok {
		r.wrong("time", "web.delays-heure-wrong")
	}
	opened := at(day, clock, cal)
	kind := RequestKind(q.Kind)
	if q.Kind == "" {
		kind = SupportRequest
	}
	if kind != SupportRequest && kind != InformationRequest {
		r.wrong("kind", "web.delays-choose")
	}
	for _, f := range []struct{ field, value string }{{"critical", q.Critical}, {"blocking", q.Blocking}} {
		if f.value != "0" && f.value != "1" {
			r.wrong(f.field, "web.delays-choose")
		}
	}
	pauses := r.pauses(q, clock, cal)
	if len(r.faults) > 0 {
		return Deadlines{}, errors.Join(r.faults...)
	}
	row, ok := s.Delay(q.Critical == "1", q.Blocking == "1")
	if !ok {
		return Deadlines{}, errs.New(errs.NotFound, "market.no-delays")
	}
	d, err := Due(opened, row, kind, cal, pauses)
	switch {
	case errors.Is(err, ErrPauseEarly):
		return Deadlines{}, errs.New(errs.Invalid, "web.delays-pause-early").On("pause")
	case errors.Is(err, worktime.ErrPause):
		return Deadlines{}, errs.New(errs.Invalid, "web.delays-reprise-early").On("resume")
	case errors.Is(err, worktime.ErrRange):
		return Deadlines{}, errs.New(errs.Invalid, "web.delays-date-wrong").On("date")
	}
	return d, err
}

// dayThenClock is a day in digits with a time after a space or the T of ISO 8601: "25/11/2026 9:30", "2026-11-25T09:30".
var dayThenClock = regexp.MustCompile(`^\s*([0-9]+[-/.][0-9]+[-/.][0-9]+)[\st]+([0-9].*)$`)

type delayReader struct{ faults []error }

func (r *delayReader) wrong(field, key string) {
	r.faults = append(r.faults, errs.New(errs.Invalid, key).On(field))
}

func (r *delayReader) calendar(q DelayQuery) (worktime.Calendar, bool) {
	s := worktime.Default()
	for _, f := range []struct {
		field, value string
		to           *time.Duration
	}{{"open", q.Open, &s.Open}, {"close", q.Close, &s.Close}} {
		if f.value == "" {
			continue
		}
		v, ok := worktime.ParseClock(f.value)
		if !ok {
			r.wrong(f.field, "web.delays-heure-wrong")
			continue
		}
		*f.to = v
	}
	if len(r.faults) == 0 && s.Validate() != nil {
		r.wrong("close", "web.delays-hours-wrong")
	}
	if q.Start != "" {
		s.Rule.Start = worktime.Start(q.Start)
	}
	if len(r.faults) == 0 && s.Validate() != nil {
		r.wrong("start", "web.delays-choose")
	}
	if q.Days != "" {
		s.Rule.Days = worktime.DayRule(q.Days)
	}
	if len(r.faults) == 0 && s.Validate() != nil {
		r.wrong("days", "web.delays-choose")
	}
	territory := q.Territory
	if territory == "" {
		territory = worktime.Metropole
	}
	if len(r.faults) > 0 {
		return worktime.Calendar{}, false
	}
	cal, err := worktime.New(territory, s)
	if err != nil {
		r.wrong("territory", "web.delays-territory-unknown")
	}
	return cal, err == nil
}

// pauses reads the time during which the holder waits; without a time of day it is that of the request.
func (r *delayReader) pauses(q DelayQuery, clock time.Duration, cal worktime.Calendar) []worktime.Pause {
	read := func(field, text, key string) time.Time {
		day, rest, _ := strings.Cut(strings.ToLower(text), " à ")
		if rest == "" {
			day, rest, _ = strings.Cut(day, ", ")
		}
		if m := dayThenClock.FindStringSubmatch(day); rest == "" && m != nil {
			day, rest = m[1], m[2]
		}
		d, ok := worktime.ParseDay(day)
		c := clock
		if ok && rest != "" {
			c, ok = worktime.ParseClock(rest)
		}
		if !ok {
			r.wrong(field, key)
			return time.Time{}
		}
		return at(d, c, cal)
	}
	switch {
	case q.Pause == "" && q.Resume == "":
		return nil
	case q.Pause == "":
		r.wrong("pause", "web.delays-pause-wrong")
		return nil
	}
	p := worktime.Pause{From: read("pause", q.Pause, "web.delays-pause-wrong")}
	if q.Resume != "" {
		p.To = read("resume", q.Resume, "web.delays-reprise-wrong")
	}
	return []worktime.Pause{p}
}

func at(d worktime.Date, clock time.Duration, cal worktime.Calendar) time.Time {
	m := int(clock / time.Minute)
	return time.Date(d.Year, d.Month, d.Day, m/60, m%60, 0, 0, cal.Location())
}
