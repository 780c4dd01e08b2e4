package worktime

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
	"time"
	_ "time/tzdata" // a server image may hold no time zones, and a wrong one would be silent

	"guichet/internal/i18n"
)

// Holiday is a public holiday.
type Holiday struct {
	ID   string    `json:"id"`
	Name i18n.Text `json:"name"`
	Law  string    `json:"law"` // article of the Code du travail that makes it one
}

// holidayRule says when a holiday falls: on a fixed day, or some days after Easter Sunday where month is zero.
type holidayRule struct {
	Holiday
	month  time.Month
	day    int
	easter int
}

func (r holidayRule) in(year int) Date {
	if r.month != 0 {
		return Date{year, r.month, r.day}
	}
	return Easter(year).AddDays(r.easter)
}

const (
	lawNational = "L.3133-1"
	lawAlsace   = "L.3134-13"
	lawOverseas = "L.3422-2"
)

func fixed(id, fr, en, law string, m time.Month, day int) holidayRule {
	return holidayRule{Holiday: Holiday{id, i18n.Text{Fr: fr, En: en}, law}, month: m, day: day}
}

func movable(id, fr, en, law string, afterEaster int) holidayRule {
	return holidayRule{Holiday: Holiday{id, i18n.Text{Fr: fr, En: en}, law}, easter: afterEaster}
}

// national are the eleven days of Code du travail L.3133-1, in the order of the article. Fixed days stand before movable ones of the
// same date: 1 May 2008 is Labour Day, and also Ascension.
var national = []holidayRule{
	fixed("new-year", "Jour de l'An", "New Year's Day", lawNational, time.January, 1),
	fixed("labour-day", "Fête du Travail", "Labour Day", lawNational, time.May, 1),
	fixed("victory-1945", "Victoire de 1945", "Victory in Europe Day", lawNational, time.May, 8),
	fixed("national-day", "Fête nationale", "Bastille Day", lawNational, time.July, 14),
	fixed("assumption", "Assomption", "Assumption", lawNational, time.August, 15),
	fixed("all-saints", "Toussaint", "All Saints' Day", lawNational, time.November, 1),
	fixed("armistice-1918", "Armistice de 1918", "Armistice Day", lawNational, time.November, 11),
	fixed("christmas", "Noël", "Christmas Day", lawNational, time.December, 25),
	movable("easter-monday", "Lundi de Pâques", "Easter Monday", lawNational, 1),
	movable("ascension", "Ascension", "Ascension Day", lawNational, 39),
	movable("whit-monday", "Lundi de Pentecôte", "Whit Monday", lawNational, 50),
}

func abolition(m time.Month, day int) []holidayRule {
	return []holidayRule{fixed("abolition", "Abolition de l'esclavage", "Abolition of slavery", lawOverseas, m, day)}
}

// Territory is a part of the country with its own holidays and its own clock.
type Territory struct {
	ID   string    `json:"id"`
	Name i18n.Text `json:"name"`
	Zone string    `json:"zone"` // name in the IANA time zone database

	holidays []holidayRule // beside the national ones
	location func() (*time.Location, error)
}

// Metropole is the territory that stands when nobody says another: metropolitan France without Alsace-Moselle.
const Metropole = "metropole"

// AlsaceMoselle is the territory of local law (Code du travail L.3134-13).
const AlsaceMoselle = "alsace-moselle"

var territories = []Territory{
	territory(Metropole, "France métropolitaine", "Metropolitan France", "Europe/Paris", nil),
	territory(AlsaceMoselle, "Alsace-Moselle", "Alsace-Moselle", "Europe/Paris", []holidayRule{
		movable("good-friday", "Vendredi saint", "Good Friday", lawAlsace, -2),
		fixed("second-christmas", "Saint-Étienne", "Second day of Christmas", lawAlsace, time.December, 26),
	}),
	territory("guadeloupe", "Guadeloupe", "Guadeloupe", "America/Guadeloupe", abolition(time.May, 27)),
	territory("martinique", "Martinique", "Martinique", "America/Martinique", abolition(time.May, 22)),
	territory("guyane", "Guyane", "French Guiana", "America/Cayenne", abolition(time.June, 10)),
	territory("reunion", "La Réunion", "Réunion", "Indian/Reunion", abolition(time.December, 20)),
	territory("mayotte", "Mayotte", "Mayotte", "Indian/Mayotte", abolition(time.April, 27)),
}

func territory(id, fr, en, zone string, extra []holidayRule) Territory {
	return Territory{ID: id, Name: i18n.Text{Fr: fr, En: en}, Zone: zone, holidays: extra,
		location: sync.OnceValues(func() (*time.Location, error) { return time.LoadLocation(zone) })}
}

// Paris returns the clock of metropolitan France: the day that it is there, which is not that of a server's own clock for some hours of the night, is
// what "today" means to the desk.
func Paris() *time.Location {
	loc, err := territories[0].location()
	if err != nil { // the time zones are embedded
		return time.UTC
	}
	return loc
}

// Territories returns the territories, metropolitan France first.
func Territories() []Territory { return slices.Clone(territories) }

// FindTerritory returns the territory named id, or an error that is ErrTerritory.
func FindTerritory(id string) (Territory, error) {
	for _, t := range territories {
		if t.ID == id {
			return t, nil
		}
	}
	return Territory{}, fmt.Errorf("%w: %q", ErrTerritory, id)
}

// IsHoliday reports whether d is a public holiday of the territory, and which: the fixed one when two fall together. It applies
// today's rules to any year.
func (t Territory) IsHoliday(d Date) (Holiday, bool) {
	var sinceEaster int // computed at most once: most days are far from Easter
	known := false
	for _, rules := range [2][]holidayRule{national, t.holidays} {
		for _, r := range rules {
			if r.month != 0 {
				if r.month == d.Month && r.day == d.Day {
					return r.Holiday, true
				}
				continue
			}
			if d.Month < time.March || d.Month > time.June {
				continue
			}
			if !known {
				sinceEaster, known = daysBetween(Easter(d.Year), d), true
			}
			if r.easter == sinceEaster {
				return r.Holiday, true
			}
		}
	}
	return Holiday{}, false
}

// DatedHoliday is a holiday on its day.
type DatedHoliday struct {
	Date Date `json:"date"`
	Holiday
}

// Holidays returns the public holidays of a year, in order. Two that fall on one day are both there.
func (t Territory) Holidays(year int) []DatedHoliday {
	var out []DatedHoliday
	for _, r := range slices.Concat(national, t.holidays) {
		out = append(out, DatedHoliday{r.in(year), r.Holiday})
	}
	slices.SortStableFunc(out, func(a, b DatedHoliday) int {
		return cmp.Or(cmp.Compare(a.Date.Month, b.Date.Month), cmp.Compare(a.Date.Day, b.Date.Day))
	})
	return out
}

// Easter returns Easter Sunday of a year of the Gregorian calendar (1583 or later), by the anonymous algorithm that Nature printed
// in 1876 (Meeus, Astronomical Algorithms, chapter 8).
func Easter(year int) Date {
	golden := year % 19
	century, rest := year/100, year%100
	moonShift := (century - (century+8)/25 + 1) / 3
	epact := (19*golden + century - century/4 - moonShift + 15) % 30
	sunday := (32 + 2*(century%4) + 2*(rest/4) - epact - rest%4) % 7
	late := (golden + 11*epact + 22*sunday) / 451
	n := epact + sunday - 7*late + 114
	return Date{year, time.Month(n / 31), n%31 + 1}
}

func daysBetween(from, to Date) int {
	a := time.Date(from.Year, from.Month, from.Day, 0, 0, 0, 0, time.UTC)
	b := time.Date(to.Year, to.Month, to.Day, 0, 0, 0, 0, time.UTC)
	return int(b.Sub(a) / (24 * time.Hour))
}
