package community

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"guichet/internal/provenance"
	"guichet/internal/search"
)

// Trainer is who teaches free software, as the public list of trainings gives it. Titles is what that list calls "formations".
type Trainer struct {
	Slug        string          `json:"slug" yaml:"slug"`
	Name        string          `json:"name" yaml:"name"`
	Description string          `json:"description,omitempty" yaml:"description"` // the trainer's own words; the starter has none
	Titles      []string        `json:"courses" yaml:"courses"`
	Site        string          `json:"site,omitempty" yaml:"site"`
	Email       string          `json:"email,omitempty" yaml:"email"`
	Address     string          `json:"address,omitempty" yaml:"address"`
	Remote      bool            `json:"remote,omitempty" yaml:"remote"`     // the list says that one may follow from afar
	Qualiopi    bool            `json:"qualiopi,omitempty" yaml:"qualiopi"` // the list says that it holds that certificate of quality
	Source      string          `json:"source" yaml:"source"`
	Mark        provenance.Mark `json:"-" yaml:"-"`
	Courses     []*Course       `json:"-" yaml:"-"` // made of Titles
}

// Course is one training. Subject, Level and Days are read from its title, which is all that the public list gives (classify.go).
type Course struct {
	Title   string
	Subject string // of CourseSubjects
	Level   string // "beginner", "advanced", or "" when the title does not say it
	Days    int    // 0 when the title does not say it
	Trainer *Trainer
	Anchor  string // fragment of the course in the page of its trainer
}

// Bounds of a trainer.
const (
	maxCourses     = 1000
	maxCourseTitle = 500
	maxDescription = 5000
)

// Validate returns everything that is wrong with the trainer, joined.
func (t *Trainer) Validate() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if !slugShape.MatchString(t.Slug) || len(t.Slug) > maxSlug {
		fault("the name makes no address: it needs a letter or a digit")
	}
	if t.Name == "" || !line(t.Name, maxTitle) {
		fault("organisme: one line of 1 to %d characters", maxTitle)
	}
	if len(t.Titles) == 0 || len(t.Titles) > maxCourses {
		fault("formations: 1 to %d titles", maxCourses)
	}
	for i, title := range t.Titles {
		if title == "" || !line(title, maxCourseTitle) {
			fault("formations: title %d: one line of 1 to %d characters", i+1, maxCourseTitle)
			break
		}
	}
	if !line(strings.NewReplacer("\n", " ", "\t", " ").Replace(t.Description), maxDescription) {
		fault("description: at most %d characters", maxDescription)
	}
	if t.Site != "" && !webAddress(t.Site) {
		fault("site_web: a whole address that begins with https:// or http://")
	}
	if t.Email != "" && (!line(t.Email, 254) || strings.Count(t.Email, "@") != 1 || strings.ContainsAny(t.Email, " <>\"?&")) {
		fault("courriel: one address")
	}
	if !line(t.Address, maxTitle) {
		fault("adresse: one line of at most %d characters", maxTitle)
	}
	return errors.Join(faults...)
}

// list makes the courses of the titles.
func (t *Trainer) list() {
	seen := map[string]bool{}
	for _, title := range t.Titles {
		if seen[title] {
			continue
		}
		seen[title] = true
		t.Courses = append(t.Courses, &Course{
			Title: title, Subject: subjectOf(title), Level: levelOf(title), Days: daysOf(title), Trainer: t, Anchor: "f-" + strconv.Itoa(len(t.Courses)+1),
		})
	}
}

var postcode = regexp.MustCompile(`\b(\d{5})\s+(\p{L}[\p{L}' -]*)`)

// Town is the town of the trainer's address, or "" when it gives none.
func (t *Trainer) Town() string {
	if m := postcode.FindStringSubmatch(t.Address); m != nil {
		town, _, _ := strings.Cut(m[2], " - ")
		town = strings.TrimSpace(town)
		if town == strings.ToUpper(town) {
			town = town[:1] + strings.ToLower(town[1:])
		}
		return town
	}
	if !strings.ContainsAny(t.Address, "0123456789,") {
		return t.Address
	}
	return ""
}

// CourseFilter chooses courses; empty fields choose all.
type CourseFilter struct {
	Words   string // every word of it stands in the title or in the trainer's name, accents and case apart
	Subject string // of CourseSubjects
	Level   string // beginner, advanced or unsaid
	Place   string // a town, or "remote"
}

// Find returns the courses that a filter chooses, by title.
func (s *Set) Find(f CourseFilter) []*Course {
	words := strings.Fields(folded(f.Words))
	var out []*Course
	for _, c := range s.Courses {
		text := folded(c.Title + " " + c.Trainer.Name)
		switch {
		case f.Subject != "" && c.Subject != f.Subject,
			f.Level != "" && c.Level != f.Level && (f.Level != "unsaid" || c.Level != ""),
			f.Place == "remote" && !c.Trainer.Remote,
			f.Place != "" && f.Place != "remote" && c.Trainer.Town() != f.Place,
			slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }):
		default:
			out = append(out, c)
		}
	}
	return out
}

// Towns lists the towns of the trainers.
func (s *Set) Towns() []string {
	var out []string
	for _, t := range s.Trainers {
		if town := t.Town(); town != "" && !slices.Contains(out, town) {
			out = append(out, town)
		}
	}
	slices.SortFunc(out, compareFolded)
	return out
}

// folded writes s as it is compared.
func folded(s string) string { return search.Fold(s) }

func compareFolded(a, b string) int { return cmp.Compare(folded(a), folded(b)) }
