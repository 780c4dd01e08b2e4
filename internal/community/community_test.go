package community

import (
	"strings"
	"testing"
	"time"

	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

func moment(t *testing.T, s string) Moment {
	t.Helper()
	m, err := ParseMoment(s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// The spaces' own page names an audience each; nobody is told "yes" where it does not.
func TestAdmission(t *testing.T) {
	t.Parallel()
	everyone, agents, ospos := &Space{Audience: []string{"everyone"}}, &Space{Audience: []string{"agents"}}, &Space{Audience: []string{"ospos"}}
	for _, c := range []struct {
		space *Space
		who   string
		want  Admission
	}{
		{everyone, "citizen", Admitted}, {everyone, "", Admitted}, {everyone, "nobody-knows", Admitted},
		{agents, "agent", Admitted}, {agents, "ospo", Admitted}, {agents, "contractor", NotOpen}, {agents, "elected", NotOpen}, {agents, "student", NotOpen}, {agents, "", NotOpen},
		{ospos, "ospo", Admitted}, {ospos, "agent", AdmittedIf}, {ospos, "citizen", NotOpen}, {ospos, "<script>", NotOpen},
	} {
		if got := c.space.Admits(c.who); got != c.want {
			t.Errorf("%v admits %q: %s, want %s", c.space.Audience, c.who, got, c.want)
		}
	}
}

func TestChooseBySubject(t *testing.T) {
	t.Parallel()
	s := &Set{Spaces: []*Space{
		{Slug: "all", Audience: []string{"everyone"}, About: []string{"general"}}, {Slug: "ours", Audience: []string{"agents"}, About: []string{"general"}},
		{Slug: "ospo", Audience: []string{"ospos"}, About: []string{"ospo"}},
	}}
	if c := s.Choose("agent", "general"); len(c.Open) != 2 || len(c.If)+len(c.Closed) != 0 {
		t.Errorf("agent, general: %+v", c)
	}
	if c := s.Choose("elected", "ospo"); len(c.Open)+len(c.If) != 0 || len(c.Closed) != 1 {
		t.Errorf("elected, ospo: %+v", c)
	}
	if c := s.Choose("agent", "no such subject"); len(c.Open) != 2 || len(c.If) != 1 {
		t.Errorf("a subject that nobody knows hides spaces: %+v", c)
	}
}

// A day ends at midnight of Paris, an hour at its end, or after two hours when no end is known.
func TestOver(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		start, end, now string
		want            bool
	}{
		{"2026-12-09", "2026-12-10", "2026-12-10T22:59:00Z", false},
		{"2026-12-09", "2026-12-10", "2026-12-10T23:00:00Z", true},
		{"2026-12-09", "", "2026-12-09T22:59:59Z", false},
		{"2025-07-11T11:00", "2025-07-11T12:00", "2025-07-11T09:59:00Z", false}, // summer time
		{"2025-07-11T11:00", "2025-07-11T12:00", "2025-07-11T10:00:00Z", true},
		{"2025-12-11T11:00", "", "2025-12-11T11:59:00Z", false},
		{"2025-12-11T11:00", "", "2025-12-11T12:00:00Z", true},
	} {
		e := &Event{Start: moment(t, c.start)}
		if c.end != "" {
			e.End = moment(t, c.end)
		}
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Over(now); got != c.want {
			t.Errorf("%s–%s at %s: over %t, want %t", c.start, c.end, c.now, got, c.want)
		}
	}
}

func TestWhen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ start, end, fr, en string }{
		{"2026-12-09", "", "9 décembre 2026", "9 December 2026"},
		{"2026-12-09", "2026-12-10", "du 9 au 10 décembre 2026", "9 to 10 December 2026"},
		{"2025-01-28", "2025-02-04", "du 28 janvier 2025 au 4 février 2025", "28 January 2025 to 4 February 2025"},
		{"2025-09-05T11:00", "2025-09-05T12:30", "5 septembre 2025, de 11 h à 12 h 30 (heure de Paris)", "5 September 2025, 11:00 to 12:30 (Paris time)"},
	} {
		e := &Event{Start: moment(t, c.start)}
		if c.end != "" {
			e.End = moment(t, c.end)
		}
		for lang, want := range map[i18n.Lang]string{i18n.French: c.fr, i18n.English: c.en} {
			if got := strings.ReplaceAll(e.When(lang), "\u00a0", " "); got != want {
				t.Errorf("%s: %q, want %q", lang, got, want)
			}
		}
	}
}

func TestEventFaults(t *testing.T) {
	t.Parallel()
	good := func() Event {
		return Event{Slug: "a-b", Kind: "webinar", Title: i18n.Same("T"), Start: moment(t, "2026-12-09"), Online: true, Source: "s"}
	}
	e := good()
	if err := e.Validate(); err != nil {
		t.Fatal(err)
	}
	for field, spoil := range map[string]func(*Event){
		"slug": func(e *Event) { e.Slug = "../x" }, "kind": func(e *Event) { e.Kind = "party" }, "title.fr": func(e *Event) { e.Title.Fr = "a\r\nATTENDEE:x" },
		"start": func(e *Event) { e.Start = Moment{} }, "end": func(e *Event) { e.End = moment(t, "2026-12-08") }, "audience": func(e *Event) { e.Audience = []string{"friends"} },
		"join": func(e *Event) { e.Join = "javascript:alert(1)" }, "summary.en": func(e *Event) { e.Summary.En = strings.Repeat("x", 3000) }, "speakers": func(e *Event) { e.Speakers = []string{""} },
		"url": func(e *Event) { e.URL = "//evil.example" }, "title.en": func(e *Event) { e.Title.En = "\xff" },
	} {
		e := good()
		spoil(&e)
		if err := e.Validate(); err == nil || !strings.Contains(err.Error(), field+":") {
			t.Errorf("%s is spoiled and the fault is %v", field, err)
		}
	}
}

func TestReadsTitles(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		title, subject, level string
		days                  int
	}{
		{"QGIS1 : Introduction à QGIS", "maps", "beginner", 0}, {"PostgreSQL Administration", "databases", "", 0}, {"DBA2 : Administration PosgreSQL Avancée", "databases", "advanced", 0},
		{"Linux Administration Système (5 jours)", "systems", "", 5}, {"Retouche d'images avec GIMP", "graphics", "", 0}, {"Gimp perfectionnement", "graphics", "advanced", 0},
		{"Git pour débutants", "development", "beginner", 0}, {"Libreoffice et Collabora Calc", "office", "", 0}, {"Licences libres et open source", "law", "", 0}, {"Zorglub", "other", "", 0},
		{"Formation R (niveau 2a) - pour la statistique avancée", "data", "advanced", 0}, {"C avancé : programmation système sous Linux", "systems", "advanced", 0},
	} {
		if s, l, d := subjectOf(c.title), levelOf(c.title), daysOf(c.title); s != c.subject || l != c.level || d != c.days {
			t.Errorf("%q: %s, %q, %d days; want %s, %q, %d", c.title, s, l, d, c.subject, c.level, c.days)
		}
	}
}

func TestTown(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"107 rue Caulaincourt, 75018 Paris - France": "Paris", "Oslandia, Tour de l'horloge, 4 Pl Louis Armand, 75012 PARIS": "Paris", "319-321, route de Vannes, 44800 Saint-Herblain - France": "Saint-Herblain",
		"2 route de Miserey 25115 Pouilley-les-Vignes": "Pouilley-les-Vignes", "Bordeaux": "Bordeaux", "": "", "12345": "",
	} {
		if got := (&Trainer{Address: address}).Town(); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}

// What somebody imported takes the place of the starter's word, in whatever order the rows come.
func TestImportWins(t *testing.T) {
	t.Parallel()
	row := func(source, title, day string) facts.Row {
		st, err := facts.New(KindEvent, "x", provenance.MustDate(day), Event{Slug: "x", Title: i18n.Same(title), Start: moment(t, "2026-12-09"), Source: "announcement"})
		if err != nil {
			t.Fatal(err)
		}
		return facts.Row{Source: source, Statement: st}
	}
	old, fresh := row("starter", "starter", "2026"), row("events", "office", "2026-11-20")
	for _, rows := range [][]facts.Row{{old, fresh}, {fresh, old}} {
		s, err := Build(rows, provenance.Sources{})
		if err != nil || len(s.Events) != 1 || s.Events[0].Title.Fr != "office" || s.Events[0].Mark.Checked.String() != "2026-11-20" {
			t.Errorf("%v, %+v", err, s)
		}
	}
}
