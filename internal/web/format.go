package web

import (
	"strconv"
	"strings"
	"time"

	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/snapshot"
	"guichet/internal/web/theme"
	"guichet/internal/worktime"
)

// number writes n with its thousands apart: a narrow no-break space in French, a comma in English.
func number(lang i18n.Lang, n int) string {
	s := strconv.Itoa(n)
	sep := "\u202f"
	if lang == i18n.English {
		sep = ","
	}
	var parts []string
	for len(s) > 3 {
		parts = append([]string{s[len(s)-3:]}, parts...)
		s = s[:len(s)-3]
	}
	return strings.Join(append([]string{s}, parts...), sep)
}

func coveredDate(snap *snapshot.Snapshot, lang i18n.Lang) string {
	if len(snap.Market.Covered) == 0 {
		return ""
	}
	return snap.Market.Covered[0].Mark.Checked.On(lang)
}

// dated says since when something is said: a source's copy was read on a day; what the editors judge was written on one, and nobody else checked it.
func (rq request) dated(m provenance.Mark) string {
	key := "web.checked"
	if m.Source == provenance.Editorial {
		key = "web.written"
	}
	return rq.t(key, "date", m.Checked.On(rq.lang))
}

// fact draws a value with its source; the zero Fact when the value is unknown.
func (rq request) fact(label, value, url string, m provenance.Mark) theme.Fact {
	src := rq.snap().Sources[m.Source]
	return theme.Fact{Label: rq.t(label), Value: value, URL: url, Source: rq.snap().Sources.Title(m.Source, rq.lang), SourceURL: src.URL,
		Checked: m.Checked.On(rq.lang), Editorial: m.Source == provenance.Editorial}
}

// valueFact draws a value with its source and with what other sources say.
func (rq request) valueFact(label string, v provenance.Value[string], link bool) []theme.Fact {
	if !v.Known() {
		return nil
	}
	at := func(s string) string {
		if link {
			return s
		}
		return ""
	}
	f := rq.fact(label, v.V, at(v.V), v.Mark)
	for _, o := range v.Others {
		f.Others = append(f.Others, rq.fact(label, o.V, at(o.V), o.Mark))
	}
	return []theme.Fact{f}
}

// sourceNote says where a table's rows come from.
func (rq request) sourceNote(m provenance.Mark) theme.SourceNote {
	src := rq.snap().Sources[m.Source]
	return theme.SourceNote{Link: theme.Link{Text: rq.snap().Sources.Title(m.Source, rq.lang), URL: src.URL}, Date: m.Checked.On(rq.lang), Editorial: m.Source == provenance.Editorial}
}

// webOnly returns s when it is a web address, so that a fact that is one is a link.
func webOnly(s string) string {
	if strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") {
		return s
	}
	return ""
}

func dateInWords(iso string, lang i18n.Lang) string {
	d, err := provenance.ParseDate(iso)
	if err != nil {
		return iso
	}
	return d.On(lang)
}

// dateTime writes a time of day in Paris, where the office works.
func dateTime(t time.Time, lang i18n.Lang) string {
	t = t.In(paris)
	day := provenance.Day(t).In(lang)
	if lang == i18n.English {
		return day + ", " + t.Format("15:04")
	}
	return day + " à " + t.Format("15") + "\u00a0h\u00a0" + t.Format("04")
}

// paris is the office's time zone.
var paris = worktime.Paris()
