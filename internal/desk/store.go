package desk

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"guichet/internal/database"
	"guichet/internal/errs"
	"guichet/internal/i18n"
)

// caseRow is a row of desk_case. LastEvent is the number of the case's last event.
type caseRow struct {
	Number, TokenHash, SecretHash                string
	Topic, Subject, Message, Email, Organisation string
	Lang, Status, OpenedAt, UpdatedAt            string
	LastEvent                                    int64
}

const caseColumns = "number, token_hash, secret_hash, topic, subject, message, email, organisation, lang, status, opened_at, updated_at, last_event"

// eventRow is a row of desk_event. Status is "" when the event changed none; Answers is JSON, or "".
type eventRow struct {
	Number           string
	Seq              int64
	Kind, HappenedAt string
	Status, Body     string
	Answers          string
}

// nextSerial returns the next number of the year. The row stays locked until the transaction ends, so numbers are given in the order in
// which cases are committed, and one that is not committed goes back.
func nextSerial(ctx context.Context, tx bun.Tx, year int) (int64, error) {
	var n int64
	err := tx.NewRaw(`INSERT INTO desk_counter (year, value) VALUES (?, 1)
		ON CONFLICT (year) DO UPDATE SET value = desk_counter.value + 1 RETURNING value`, year).Scan(ctx, &n)
	return n, err
}

func insertCase(ctx context.Context, tx bun.Tx, r caseRow) error {
	_, err := tx.NewRaw("INSERT INTO desk_case ("+caseColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
		r.Number, r.TokenHash, r.SecretHash, r.Topic, r.Subject, r.Message, r.Email, r.Organisation,
		r.Lang, r.Status, r.OpenedAt, r.UpdatedAt).Exec(ctx)
	return err
}

// numberOfToken returns the number of the case that the token opened, or "".
func numberOfToken(ctx context.Context, db bun.IDB, tokenHash string) (string, error) {
	return text(ctx, db, "SELECT number FROM desk_case WHERE token_hash = ?", tokenHash)
}

// secretHash returns the hash of the case's secret, or "" when there is no such case.
func secretHash(ctx context.Context, db bun.IDB, number string) (string, error) {
	return text(ctx, db, "SELECT secret_hash FROM desk_case WHERE number = ?", number)
}

func text(ctx context.Context, db bun.IDB, query string, args ...any) (string, error) {
	var s string
	err := db.NewRaw(query, args...).Scan(ctx, &s)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return s, database.Classify(err)
}

// keepKey returns the key of that name, which is fresh when there was none.
func keepKey(ctx context.Context, db bun.IDB, name, fresh string) (string, error) {
	const query = "SELECT value FROM desk_key WHERE name = ?"
	if k, err := text(ctx, db, query, name); err != nil || k != "" {
		return k, err
	}
	_, err := db.NewRaw("INSERT INTO desk_key (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", name, fresh).Exec(ctx)
	if err != nil {
		return "", database.Classify(err)
	}
	return text(ctx, db, query, name)
}

// lock returns the case and keeps others from changing it until the transaction ends. SQLite has no SELECT FOR UPDATE.
func lock(ctx context.Context, tx bun.Tx, number string) (caseRow, error) {
	var r caseRow
	err := tx.NewRaw("UPDATE desk_case SET last_event = last_event WHERE number = ? RETURNING "+caseColumns, number).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return r, errNotFound()
	}
	return r, err
}

// record appends the event to the case's history and brings its status and date up to date. It refuses a sender's message to a case that
// has maxEvents events already.
func record(ctx context.Context, tx bun.Tx, r *caseRow, e Event) error {
	if e.Kind == RequesterWrote && r.LastEvent >= maxEvents {
		return errs.New(errs.TooMany, "desk.too-many-messages")
	}
	r.LastEvent++
	if e.Status == Status(r.Status) && e.Kind != RequestReceived {
		e.Status = ""
	}
	if e.Status != "" {
		r.Status = string(e.Status)
	}
	if e.Kind != StaffNoted {
		r.UpdatedAt = database.Time(e.At)
	}
	answers := ""
	if len(e.Answers) > 0 {
		b, err := json.Marshal(e.Answers)
		if err != nil {
			return err
		}
		answers = string(b)
	}
	_, err := tx.NewRaw("INSERT INTO desk_event (number, seq, kind, happened_at, status, body, answers) VALUES (?, ?, ?, ?, ?, ?, ?)",
		r.Number, r.LastEvent, string(e.Kind), database.Time(e.At), string(e.Status), e.Text, answers).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = tx.NewRaw("UPDATE desk_case SET status = ?, updated_at = ?, last_event = ? WHERE number = ?",
		r.Status, r.UpdatedAt, r.LastEvent, r.Number).Exec(ctx)
	return err
}

// describe replaces what a case says of itself, its message excepted.
func describe(ctx context.Context, tx bun.Tx, number string, r Request, at time.Time) error {
	_, err := tx.NewRaw("UPDATE desk_case SET topic = ?, subject = ?, email = ?, organisation = ?, updated_at = ? WHERE number = ?",
		string(r.Topic), r.Subject, r.Email, r.Organisation, database.Time(at), number).Exec(ctx)
	return err
}

// blank overwrites every text of a case and of its history.
func blank(ctx context.Context, tx bun.Tx, number string) error {
	_, err := tx.NewRaw("UPDATE desk_case SET subject = '', message = '', email = '', organisation = '' WHERE number = ?", number).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = tx.NewRaw("UPDATE desk_event SET body = '', answers = '' WHERE number = ?", number).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = tx.NewRaw("UPDATE desk_form SET body = '', state = '' WHERE number = ?", number).Exec(ctx)
	return err
}

// load returns the case with its whole history.
func load(ctx context.Context, db bun.IDB, number string) (Case, error) {
	var r caseRow
	err := db.NewRaw("SELECT "+caseColumns+" FROM desk_case WHERE number = ?", number).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Case{}, errNotFound()
	}
	if err != nil {
		return Case{}, fmt.Errorf("reading %s: %w", number, database.Classify(err))
	}
	var rows []eventRow
	err = db.NewRaw("SELECT number, seq, kind, happened_at, status, body, answers FROM desk_event WHERE number = ? ORDER BY seq", number).Scan(ctx, &rows)
	if err != nil {
		return Case{}, fmt.Errorf("reading the history of %s: %w", number, database.Classify(err))
	}
	c, err := r.toCase()
	if err != nil {
		return Case{}, err
	}
	if c.Form, err = loadForm(ctx, db, number); err != nil {
		return Case{}, fmt.Errorf("reading the form of %s: %w", number, err)
	}
	for _, er := range rows {
		e, err := er.toEvent()
		if err != nil {
			return Case{}, fmt.Errorf("event %d of %s: %w", er.Seq, number, err)
		}
		c.Events = append(c.Events, e)
	}
	return c, nil
}

// list relies on numbers that sort as text: up to 999,999 cases a year.
func list(ctx context.Context, db bun.IDB, f Filter) ([]Case, error) {
	where, args := []string{"1 = 1"}, []any{}
	for column, v := range map[string]string{"status = ?": string(f.Status), "topic = ?": string(f.Topic), "number < ?": f.Before} {
		if v != "" {
			where, args = append(where, column), append(args, v)
		}
	}
	var rows []caseRow
	err := db.NewRaw("SELECT "+caseColumns+" FROM desk_case WHERE "+strings.Join(where, " AND ")+" ORDER BY number DESC LIMIT ?",
		append(args, f.Limit)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("listing cases: %w", database.Classify(err))
	}
	cases := make([]Case, 0, len(rows))
	for _, r := range rows {
		c, err := r.toCase()
		if err != nil {
			return nil, err
		}
		cases = append(cases, c)
	}
	return cases, nil
}

func (r caseRow) toCase() (Case, error) {
	opened, err1 := database.ParseTime(r.OpenedAt)
	updated, err2 := database.ParseTime(r.UpdatedAt)
	if err := errors.Join(err1, err2); err != nil {
		return Case{}, fmt.Errorf("dates of %s: %w", r.Number, err)
	}
	return Case{
		Number: r.Number, Topic: Topic(r.Topic), Subject: r.Subject, Message: r.Message, Email: r.Email, Organisation: r.Organisation,
		Lang: i18n.Lang(r.Lang), Status: Status(r.Status), OpenedAt: opened, UpdatedAt: updated,
	}, nil
}

func (r eventRow) toEvent() (Event, error) {
	at, err := database.ParseTime(r.HappenedAt)
	if err != nil {
		return Event{}, err
	}
	e := Event{Kind: EventKind(r.Kind), At: at, Status: Status(r.Status), Text: r.Body}
	if r.Answers != "" {
		if err := json.Unmarshal([]byte(r.Answers), &e.Answers); err != nil {
			return Event{}, err
		}
	}
	return e, nil
}
