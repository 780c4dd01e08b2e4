package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"guichet/internal/database"
	"guichet/internal/errs"
	"guichet/internal/i18n"
	"guichet/internal/testkit"
)

// clock is a clock that moves one second at each look.
func clock() func() time.Time {
	var mu sync.Mutex
	t := time.Date(2026, 11, 23, 9, 0, 0, 123, time.UTC)
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		t = t.Add(time.Second)
		return t
	}
}

func request() Request {
	return Request{
		Token: NewToken(), Topic: Market, Message: "Bonjour, notre établissement peut-il demander du support pour PostgreSQL ?",
		Email: "camille.martin@example.fr", Organisation: "Université d'Exemple", Lang: i18n.French,
		Answers: []Shown{{"PostgreSQL est couvert par le marché de support", "/fr/logiciels/postgresql"}},
	}
}

func mustOpen(t *testing.T, s *Service, r Request) (Case, string) {
	t.Helper()
	c, secret, err := s.Open(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return c, secret
}

func wantKind(t *testing.T, what string, err error, k errs.Kind, key string) {
	t.Helper()
	all := errs.All(err)
	if len(all) != 1 || all[0].Kind != k || all[0].Key != key {
		t.Errorf("%s = %v, want %v %s", what, err, k, key)
	}
}

func kinds(c Case) []EventKind {
	var out []EventKind
	for _, e := range c.Events {
		out = append(out, e.Kind)
	}
	return out
}

func TestCaseFromOpeningToClosing(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		s, ctx := New(db, clock()), t.Context()
		r := request()
		c, secret := mustOpen(t, s, r)
		want := Case{
			Number: "GL-2026-000001", Topic: Market, Subject: "Bonjour, notre établissement peut-il demander du support pour PostgreSQL ?",
			Message: r.Message, Email: r.Email, Organisation: r.Organisation, Lang: i18n.French, Status: Received,
			Events: []Event{{Kind: AnswersShown, Answers: r.Answers}, {Kind: RequestReceived, Status: Received}},
		}
		noDates := cmp.Options{cmpopts.IgnoreFields(Case{}, "OpenedAt", "UpdatedAt"), cmpopts.IgnoreFields(Event{}, "At")}
		if diff := cmp.Diff(want, c, noDates); diff != "" {
			t.Fatalf("Open (-want +got):\n%s", diff)
		}
		if len(secret) != 32 || strings.Trim(secret, alphabet) != "" {
			t.Errorf("secret %q is not 32 characters of %s", secret, alphabet)
		}
		got, err := s.Follow(ctx, " gl-2026-000001 ", strings.ToUpper(secret))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c, got); diff != "" {
			t.Errorf("Follow (-opened +followed):\n%s", diff)
		}

		steps := []struct {
			name   string
			do     func() (Case, error)
			status Status
		}{
			{"note", func() (Case, error) { return s.Note(ctx, c.Number, "À voir avec l'équipe du marché.") }, Received},
			{"ask", func() (Case, error) { return s.Ask(ctx, c.Number, "Quelle version ?") }, Waiting},
			{"add", func() (Case, error) { return s.Add(ctx, c.Number, secret, "La 16.") }, Received},
			{"add again", func() (Case, error) { return s.Add(ctx, c.Number, secret, "La 16.\r\n") }, Received},
			{"reply", func() (Case, error) { return s.Reply(ctx, c.Number, "Oui : lot 1.") }, Answered},
			{"reply again", func() (Case, error) { return s.Reply(ctx, c.Number, "Oui : lot 1.") }, Answered},
			{"same text, asked", func() (Case, error) { return s.Ask(ctx, c.Number, "Oui : lot 1.") }, Waiting},
			{"close", func() (Case, error) { return s.Close(ctx, c.Number) }, Closed},
			{"close again", func() (Case, error) { return s.Close(ctx, c.Number) }, Closed},
			{"add to a closed case", func() (Case, error) { return s.Add(ctx, c.Number, secret, "Encore une question.") }, Received},
		}
		for _, step := range steps {
			c, err := step.do()
			if err != nil || c.Status != step.status {
				t.Fatalf("%s: status %q, %v; want %q", step.name, c.Status, err, step.status)
			}
		}
		got, err = s.Follow(ctx, c.Number, secret)
		if err != nil {
			t.Fatal(err)
		}
		history := []EventKind{AnswersShown, RequestReceived, StaffReplied, RequesterWrote, StaffReplied, StaffReplied, StatusChanged, RequesterWrote}
		if diff := cmp.Diff(history, kinds(got)); diff != "" {
			t.Errorf("what the sender sees (-want +got):\n%s", diff)
		}
		if !got.UpdatedAt.After(got.OpenedAt) || !got.UpdatedAt.Equal(got.Events[len(got.Events)-1].At) {
			t.Errorf("updated at %v, last event at %v", got.UpdatedAt, got.Events[len(got.Events)-1].At)
		}
		whole, err := s.Get(ctx, c.Number)
		if err != nil || len(whole.Events) != len(history)+1 || whole.Events[2].Kind != StaffNoted {
			t.Errorf("Get = %v, %v; want the note too", kinds(whole), err)
		}
	})
}

// Nobody can find out which cases exist, and no method with a secret returns a note.
func TestWrongNumberAndWrongSecretAreOneAnswer(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		s, ctx := New(db, clock()), t.Context()
		c, secret := mustOpen(t, s, request())
		_, other := mustOpen(t, s, request())
		for _, w := range []struct{ name, number, secret string }{
			{"another case's secret", c.Number, other},
			{"no secret", c.Number, ""},
			{"a cut secret", c.Number, secret[:31]},
			{"no such number", "GL-2026-000099", secret},
			{"not a number", "GL-26-1", secret},
			{"a NUL", "GL-2026-000001\x00", secret},
			{"SQL", "' OR 1 = 1 --", secret},
			{"empty", "", ""},
		} {
			_, err := s.Follow(ctx, w.number, w.secret)
			wantKind(t, "Follow with "+w.name, err, errs.NotFound, "desk.not-found")
			_, err = s.Add(ctx, w.number, w.secret, "bonjour")
			wantKind(t, "Add with "+w.name, err, errs.NotFound, "desk.not-found")
			_, err = s.Export(ctx, w.number, w.secret)
			wantKind(t, "Export with "+w.name, err, errs.NotFound, "desk.not-found")
			wantKind(t, "Erase with "+w.name, s.Erase(ctx, w.number, w.secret), errs.NotFound, "desk.not-found")
		}
		for _, do := range []func(string) (Case, error){
			func(n string) (Case, error) { return s.Get(ctx, n) },
			func(n string) (Case, error) { return s.Close(ctx, n) },
			func(n string) (Case, error) { return s.Reply(ctx, n, "texte") },
			func(n string) (Case, error) { return s.Note(ctx, n, "texte") },
		} {
			for _, n := range []string{"GL-2026-000099", "x"} {
				_, err := do(n)
				wantKind(t, "staff on "+n, err, errs.NotFound, "desk.not-found")
			}
		}
		if _, err := s.Note(ctx, c.Number, "SECRET-DU-BUREAU"); err != nil {
			t.Fatal(err)
		}
		followed, err1 := s.Follow(ctx, c.Number, secret)
		added, err2 := s.Add(ctx, c.Number, secret, "Un message.")
		exported, err3 := s.Export(ctx, c.Number, secret)
		if err1 != nil || err2 != nil || err3 != nil {
			t.Fatal(err1, err2, err3)
		}
		if all := fmt.Sprint(followed, added, string(exported)); strings.Contains(all, "SECRET-DU-BUREAU") {
			t.Errorf("a note reached its sender: %s", all)
		}
	})
}

// A form sent twice is one case; changed and sent again, it loses neither text.
func TestSameTokenIsOneCase(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		s, ctx := New(db, clock()), t.Context()
		r := request()
		first, secret := mustOpen(t, s, r)
		// Another program on the same database knows the same link.
		second, again := mustOpen(t, New(db, clock()), r)
		if diff := cmp.Diff(first, second); diff != "" || again != secret {
			t.Errorf("second Open: same secret %v (-first +second):\n%s", again == secret, diff)
		}

		mended := r
		mended.Message, mended.Email = r.Message+" Merci de répondre vite.", "c.martin@example.fr"
		for range 2 {
			c, again := mustOpen(t, s, mended)
			if c.Number != first.Number || again != secret || c.Message != r.Message || c.Email != mended.Email {
				t.Errorf("mended form: %+v", c)
			}
			if last := c.Events[len(c.Events)-1]; len(c.Events) != 3 || last.Kind != RequesterWrote || last.Text != mended.Message {
				t.Errorf("mended form: events %+v", c.Events)
			}
		}

		if err := s.Erase(ctx, first.Number, secret); err != nil {
			t.Fatal(err)
		}
		_, _, err := s.Open(ctx, r)
		wantKind(t, "Open with the token of an erased case", err, errs.Conflict, "desk.erased")
		if _, err := db.NewRaw("UPDATE desk_key SET value = ?", strings.Repeat("ab", 32)).Exec(ctx); err != nil {
			t.Fatal(err)
		}
		_, _, err = New(db, clock()).Open(ctx, r)
		wantKind(t, "Open after the key was replaced", err, errs.Conflict, "desk.already-received")
		if _, err := s.Follow(ctx, first.Number, secret); err != nil {
			t.Errorf("an old link after the key was replaced: %v", err)
		}
	})
}

func TestListPagesThroughCases(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		s, ctx := New(db, clock()), t.Context()
		for i := range 7 {
			r := request()
			if i%2 == 1 {
				r.Topic = Community
			}
			mustOpen(t, s, r)
		}
		if _, err := s.Close(ctx, "GL-2026-000004"); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			f    Filter
			want string
		}{
			{Filter{}, "7 6 5 4 3 2 1"},
			{Filter{Limit: 3}, "7 6 5"},
			{Filter{Limit: 3, Before: "gl-2026-000005"}, "4 3 2"},
			{Filter{Topic: Community}, "6 4 2"},
			{Filter{Topic: Community, Status: Received}, "6 2"},
			{Filter{Status: Closed}, "4"},
			{Filter{Status: Erased}, ""},
			{Filter{Before: "GL-2020-000001"}, ""},
		} {
			cases, err := s.List(ctx, c.f)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, k := range cases {
				got = append(got, strings.TrimLeft(k.Number[8:], "0"))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("List(%+v) = %v, want %s", c.f, got, c.want)
			}
		}
		for key, f := range map[string]Filter{"desk.status-unknown": {Status: "lost"}, "desk.topic-unknown": {Topic: "x"}, "desk.number-invalid": {Before: "x"}} {
			_, err := s.List(ctx, f)
			wantKind(t, "List", err, errs.Invalid, key)
		}
	})
}

func TestNumbersStartAgainEachYear(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		at := time.Date(2026, 12, 31, 23, 59, 59, 0, time.UTC)
		s := New(db, func() time.Time { return at })
		mustOpen(t, s, request())
		at = at.Add(time.Second)
		if c, _ := mustOpen(t, s, request()); c.Number != "GL-2027-000001" {
			t.Errorf("first case of 2027 is %s", c.Number)
		}
	})
}

func TestExportIsTheCase(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		s := New(db, clock())
		r := request()
		r.Message = "Un texte <avec> des signes & un émoji 🦉, et\nune seconde ligne."
		c, secret := mustOpen(t, s, r)
		b, err := s.Export(t.Context(), c.Number, secret)
		if err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Format string
			Case   Case
		}
		if err := json.Unmarshal(b, &doc); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c, doc.Case); diff != "" || doc.Format != "guichet-case/1" {
			t.Errorf("format %q; export (-case +exported):\n%s", doc.Format, diff)
		}
		if strings.Contains(string(b), secret) || !strings.Contains(string(b), "<avec> des signes & un émoji 🦉") {
			t.Errorf("export: %s", b)
		}
	})
}

// Nothing that the sender or the office wrote is left in any column of any table.
func TestErasureLeavesNoText(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		s, ctx := New(db, clock()), t.Context()
		r := Request{Token: NewToken(), Topic: OSPO, Subject: "zebre-sujet", Message: "zebre-message de dix signes", Email: "zebre@example.fr",
			Organisation: "zebre-organisation", Answers: []Shown{{"zebre-titre", "/fr/zebre"}}}
		c, secret := mustOpen(t, s, r)
		kept, keptSecret := mustOpen(t, s, request())
		_, err1 := s.Add(ctx, c.Number, secret, "zebre-suite")
		_, err2 := s.Reply(ctx, c.Number, "zebre-réponse")
		_, err3 := s.Note(ctx, c.Number, "zebre-note")
		if err1 != nil || err2 != nil || err3 != nil {
			t.Fatal(err1, err2, err3)
		}
		if n := strings.Count(dump(t, db), "zebre"); n < 9 {
			t.Fatalf("the scan finds %d traces before erasure, want 9", n)
		}
		for range 2 {
			if err := s.Erase(ctx, c.Number, secret); err != nil {
				t.Fatal(err)
			}
		}
		all := dump(t, db)
		for _, trace := range []string{"zebre", secret, r.Token} {
			if strings.Contains(all, trace) {
				t.Errorf("%q is still in the database:\n%s", trace, all)
			}
		}
		got, err := s.Follow(ctx, c.Number, secret)
		if err != nil {
			t.Fatal(err)
		}
		want := Case{Number: c.Number, Topic: OSPO, Lang: i18n.French, Status: Erased, OpenedAt: c.OpenedAt}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Case{}, "UpdatedAt", "Events")); diff != "" {
			t.Errorf("an erased case (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]EventKind{AnswersShown, RequestReceived, RequesterWrote, StaffReplied, CaseErased}, kinds(got)); diff != "" {
			t.Errorf("its history (-want +got):\n%s", diff)
		}
		_, err = s.Add(ctx, c.Number, secret, "Encore moi")
		wantKind(t, "Add to an erased case", err, errs.Conflict, "desk.erased")
		_, err = s.Reply(ctx, c.Number, "Bonjour")
		wantKind(t, "Reply to an erased case", err, errs.Conflict, "desk.erased")
		_, err = s.Close(ctx, c.Number)
		wantKind(t, "Close an erased case", err, errs.Conflict, "desk.erased")
		if other, err := s.Follow(ctx, kept.Number, keptSecret); err != nil || other.Message == "" {
			t.Errorf("another case after an erasure: %+v, %v", other, err)
		}
	})
}

// dump returns every value of every table.
func dump(t *testing.T, db *database.DB) string {
	t.Helper()
	ctx := context.Background()
	query := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if db.Postgres() {
		query = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
	}
	var tables []string
	if err := db.NewRaw(query).Scan(ctx, &tables); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, table := range tables {
		var rows []map[string]any
		if err := db.NewRaw("SELECT * FROM "+table).Scan(ctx, &rows); err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for column, v := range row {
				if b, ok := v.([]byte); ok {
					v = string(b)
				}
				fmt.Fprintf(&out, "%s.%s = %v\n", table, column, v)
			}
		}
	}
	return out.String()
}

// A conversation has an end: a link in wrong hands cannot fill the disk.
func TestCaseIsBounded(t *testing.T) {
	t.Parallel()
	testkit.Databases(t, func(t *testing.T, db *database.DB) {
		s, ctx := New(db, clock()), t.Context()
		c, secret := mustOpen(t, s, request())
		if _, err := db.NewRaw("UPDATE desk_case SET last_event = ?", maxEvents).Exec(ctx); err != nil {
			t.Fatal(err)
		}
		_, err := s.Add(ctx, c.Number, secret, "Encore.")
		wantKind(t, "Add", err, errs.TooMany, "desk.too-many-messages")
		if _, err := s.Reply(ctx, c.Number, "Réponse."); err != nil {
			t.Errorf("Reply to a long case: %v", err)
		}
	})
}
