package desk

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"guichet/internal/database"
	"guichet/internal/errs"
)

// MaxForm bounds the body of a form, in bytes.
const MaxForm = 32 << 10

// Form is what a request holds beside its message, for a feature that works on it: an office that registers itself, for instance. The feature
// owns Body and State and knows what they mean; the desk keeps them with the case, shows them to its sender and erases them with it.
type Form struct {
	Kind  string          `json:"kind"`
	Body  json.RawMessage `json:"body,omitempty"`  // what was sent
	State json.RawMessage `json:"state,omitempty"` // how far the feature is with it
}

// Advance writes the state of a case's form and appends the event, in one transaction. It refuses a case without a form (errs.NotFound) and an
// erased one (errs.Conflict). The caller decides who may do so.
func (s *Service) Advance(ctx context.Context, number string, state any, e Event) (Case, error) {
	number, err := parseNumber(number)
	if err != nil {
		return Case{}, err
	}
	body, err := json.Marshal(state)
	if err != nil {
		return Case{}, err
	}
	e.Text = cleanText(e.Text)
	if err := checkBody("text", e.Text, 1, MaxReply); err != nil {
		return Case{}, err
	}
	var c Case
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		row, err := lock(ctx, tx, number)
		if err != nil {
			return err
		}
		if row.Status == string(Erased) {
			return errErased()
		}
		if row.LastEvent >= maxEvents {
			return errs.New(errs.TooMany, "desk.too-many-messages")
		}
		res, err := tx.NewRaw("UPDATE desk_form SET state = ? WHERE number = ?", string(body), number).Exec(ctx)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, errNotFound())
		}
		e.At = s.now().UTC()
		if err := record(ctx, tx, &row, e); err != nil {
			return err
		}
		c, err = load(ctx, tx, number)
		return err
	})
	if err != nil {
		return Case{}, fmt.Errorf("advancing %s: %w", number, err)
	}
	return c, nil
}

// Derive returns 160 bits that only this desk can compute for the purpose, the same each time: a token that proves something, for instance.
func (s *Service) Derive(ctx context.Context, purpose string) (string, error) {
	key, err := s.linkKey(ctx)
	if err != nil {
		return "", err
	}
	m := hmac.New(sha256.New, key)
	m.Write([]byte("guichet desk derived 1\x00" + purpose))
	return keyEncoding.EncodeToString(m.Sum(nil)[:keyBytes]), nil
}

// keepForm stores the form of a case, or what a second sending of it changed. A form that a feature began to work on stays as it was.
func keepForm(ctx context.Context, tx bun.Tx, number string, f *Form) error {
	if f == nil {
		return nil
	}
	_, err := tx.NewRaw(`INSERT INTO desk_form (number, kind, body, state) VALUES (?, ?, ?, '')
		ON CONFLICT (number) DO UPDATE SET body = excluded.body WHERE desk_form.state = ''`, number, f.Kind, string(f.Body)).Exec(ctx)
	return err
}

func loadForm(ctx context.Context, db bun.IDB, number string) (*Form, error) {
	var kind, body, state string
	err := db.NewRaw("SELECT kind, body, state FROM desk_form WHERE number = ?", number).Scan(ctx, &kind, &body, &state)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil //nolint:nilnil // most cases have no form
	}
	if err != nil {
		return nil, database.Classify(err)
	}
	f := &Form{Kind: kind}
	if body != "" {
		f.Body = json.RawMessage(body)
	}
	if state != "" {
		f.State = json.RawMessage(state)
	}
	return f, nil
}
