package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"

	"guichet/internal/database"
	"guichet/internal/errs"
)

// Service is the desk. It is safe for concurrent use, also by several programs on one database.
type Service struct {
	db  *database.DB
	now func() time.Time
	key atomic.Pointer[[]byte]
}

// New returns the desk kept in db; now is the clock.
func New(db *database.DB, now func() time.Time) *Service { return &Service{db: db, now: now} }

// Open stores the request as a case and returns it with the secret of its link, which is shown once and cannot be read back. When Open
// returns without an error the case is committed. It refuses what Request.Validate refuses.
//
// A token that was used before gives its case again, with the same secret. Sent with a changed form, it also adds the new message to the
// case and takes over its other fields: people go back, mend their text and send it again. When that case was erased it is errs.Conflict.
func (s *Service) Open(ctx context.Context, r Request) (Case, string, error) {
	if err := r.Validate(); err != nil {
		return Case{}, "", err
	}
	r = r.clean()
	key, err := s.linkKey(ctx)
	if err != nil {
		return Case{}, "", err
	}
	secret := linkSecret(key, r.Token)
	var c Case
	open := func(ctx context.Context, tx bun.Tx) error {
		number, err := numberOfToken(ctx, tx, hashKey(r.Token))
		if err != nil {
			return err
		}
		if number == "" {
			number, err = s.insert(ctx, tx, r, secret)
		} else {
			err = s.again(ctx, tx, number, r, secret)
		}
		if err != nil {
			return err
		}
		c, err = load(ctx, tx, number)
		return err
	}
	err = s.db.Tx(ctx, open)
	if database.IsUnique(err) {
		// The same form, sent twice at once on PostgreSQL: the other one is committed by now, and this one's number went back.
		err = s.db.Tx(ctx, open)
	}
	if err != nil {
		return Case{}, "", fmt.Errorf("opening a case: %w", err)
	}
	return c.public(), secret, nil
}

func (s *Service) insert(ctx context.Context, tx bun.Tx, r Request, secret string) (string, error) {
	at := s.now().UTC()
	serial, err := nextSerial(ctx, tx, at.Year())
	if err != nil {
		return "", err
	}
	row := caseRow{
		Number: formatNumber(at.Year(), serial), TokenHash: hashKey(r.Token), SecretHash: hashKey(secret),
		Topic: string(r.Topic), Subject: r.Subject, Message: r.Message, Email: r.Email, Organisation: r.Organisation,
		Lang: string(r.Lang), Status: string(Received), OpenedAt: database.Time(at), UpdatedAt: database.Time(at),
	}
	if err := insertCase(ctx, tx, row); err != nil {
		return "", err
	}
	if err := keepForm(ctx, tx, row.Number, r.Form); err != nil {
		return "", err
	}
	if err := insertGap(ctx, tx, row.Number, r.Gap); err != nil {
		return "", err
	}
	if len(r.Answers) > 0 {
		if err := record(ctx, tx, &row, Event{Kind: AnswersShown, At: at, Answers: r.Answers}); err != nil {
			return "", err
		}
	}
	return row.Number, record(ctx, tx, &row, Event{Kind: RequestReceived, At: at, Status: Received})
}

// again is the second sending of a form.
func (s *Service) again(ctx context.Context, tx bun.Tx, number string, r Request, secret string) error {
	row, err := lock(ctx, tx, number)
	if err != nil {
		return err
	}
	if !sameSecret(row.SecretHash, secret) { // the desk's key was replaced: the old link is still good, but cannot be shown
		return errs.New(errs.Conflict, "desk.already-received").With("number", number)
	}
	if row.Status == string(Erased) {
		return errErased()
	}
	c, err := load(ctx, tx, number)
	if err != nil {
		return err
	}
	said := c.Message == r.Message || slices.ContainsFunc(c.Events, func(e Event) bool {
		return e.Kind == RequesterWrote && e.Text == r.Message
	})
	if err := keepForm(ctx, tx, number, r.Form); err != nil {
		return err
	}
	at := s.now().UTC()
	if !said {
		if err := record(ctx, tx, &row, Event{Kind: RequesterWrote, At: at, Status: Received, Text: r.Message}); err != nil {
			return err
		}
	}
	if r.Topic == c.Topic && r.Subject == c.Subject && r.Email == c.Email && r.Organisation == c.Organisation {
		return nil
	}
	return describe(ctx, tx, number, r, at)
}

// Follow returns the case to the holder of its link. A number that does not exist and a wrong secret are the same errs.NotFound.
func (s *Service) Follow(ctx context.Context, number, secret string) (Case, error) {
	number, err := s.admit(ctx, number, secret)
	if err != nil {
		return Case{}, err
	}
	c, err := load(ctx, s.db, number)
	return c.public(), err
}

// Add appends a message of the case's sender, of 1 to MaxMessage characters, and asks the office for an answer again if it had
// given one. The same message twice in a row is one message. An erased case is errs.Conflict.
func (s *Service) Add(ctx context.Context, number, secret, message string) (Case, error) {
	message = cleanText(message)
	if err := checkBody("message", message, 1, MaxMessage); err != nil {
		return Case{}, err
	}
	number, err := s.admit(ctx, number, secret)
	if err != nil {
		return Case{}, err
	}
	c, err := s.change(ctx, number, Event{Kind: RequesterWrote, Status: Received, Text: message})
	return c.public(), err
}

// Erase overwrites every text of the case: subject, message, address, organisation, and the texts of its history, the office's replies
// and notes among them, because they quote. Number, topic, language, dates and statuses stay, for counting, and so do the hashes of token and
// secret, so that the link says "erased" and a reload of the old form does not bring the message back. Erasing twice is no error.
func (s *Service) Erase(ctx context.Context, number, secret string) error {
	number, err := s.admit(ctx, number, secret)
	if err != nil {
		return err
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		row, err := lock(ctx, tx, number)
		if err != nil || row.Status == string(Erased) {
			return err
		}
		if err := blank(ctx, tx, number); err != nil {
			return err
		}
		return record(ctx, tx, &row, Event{Kind: CaseErased, At: s.now().UTC(), Status: Erased})
	})
	if err != nil {
		return fmt.Errorf("erasing %s: %w", number, err)
	}
	return nil
}

// Export returns everything that the desk holds of the case and its sender may see, as JSON.
func (s *Service) Export(ctx context.Context, number, secret string) ([]byte, error) {
	c, err := s.Follow(ctx, number, secret)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false) // a text to read, never put inside a page
	enc.SetIndent("", "  ")
	err = enc.Encode(struct {
		Format     string    `json:"format"`
		ExportedAt time.Time `json:"exportedAt"`
		Case       Case      `json:"case"`
	}{"guichet-case/1", s.now().UTC(), c})
	return out.Bytes(), err
}

// admit returns the number of the case that number and secret open together.
func (s *Service) admit(ctx context.Context, number, secret string) (string, error) {
	number, err := parseNumber(number)
	if err != nil {
		return "", err
	}
	hash, err := secretHash(ctx, s.db, number)
	if err != nil {
		return "", fmt.Errorf("reading %s: %w", number, err)
	}
	if !sameSecret(hash, secret) {
		return "", errNotFound()
	}
	return number, nil
}

// change appends an event to a case that is not erased, unless it says again what was just said.
func (s *Service) change(ctx context.Context, number string, e Event) (Case, error) {
	var c Case
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		row, err := lock(ctx, tx, number)
		if err != nil {
			return err
		}
		if row.Status == string(Erased) {
			return errErased()
		}
		if c, err = load(ctx, tx, number); err != nil {
			return err
		}
		last := c.Events[len(c.Events)-1]
		same := e.Kind == StatusChanged || last.Kind == e.Kind && last.Text == e.Text
		if same && (e.Status == "" || e.Status == c.Status) {
			return nil
		}
		e.At = s.now().UTC()
		if err := record(ctx, tx, &row, e); err != nil {
			return err
		}
		c, err = load(ctx, tx, number)
		return err
	})
	if err != nil {
		return Case{}, fmt.Errorf("changing %s: %w", number, err)
	}
	return c, nil
}
