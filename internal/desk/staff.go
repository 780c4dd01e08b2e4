package desk

import (
	"context"

	"guichet/internal/errs"
)

// Filter chooses cases. Its zero value is the newest cases of every status and topic.
type Filter struct {
	Status Status
	Topic  Topic
	Before string // a number: only cases opened before that one, to go on with a list
	Limit  int    // DefaultLimit when 0, MaxLimit at most
}

// Bounds of a list of cases.
const (
	DefaultLimit = 50
	MaxLimit     = 500
)

// List returns the cases that the filter chooses, the newest first, without their events.
func (s *Service) List(ctx context.Context, f Filter) ([]Case, error) {
	if f.Status != "" && !f.Status.Valid() {
		return nil, invalid("status", "desk.status-unknown").With("status", string(f.Status))
	}
	if f.Topic != "" && !f.Topic.Valid() {
		return nil, invalid("topic", "desk.topic-unknown")
	}
	if f.Before != "" {
		number, err := parseNumber(f.Before)
		if err != nil {
			return nil, errs.Wrap(err, errs.Invalid, "desk.number-invalid").On("before")
		}
		f.Before = number
	}
	if f.Limit <= 0 {
		f.Limit = DefaultLimit
	}
	f.Limit = min(f.Limit, MaxLimit)
	return list(ctx, s.db, f)
}

// Get returns the case with its whole history, notes included: for the office.
func (s *Service) Get(ctx context.Context, number string) (Case, error) {
	number, err := parseNumber(number)
	if err != nil {
		return Case{}, err
	}
	return load(ctx, s.db, number)
}

// Reply answers the sender, in 1 to MaxReply characters. The case becomes answered, also when it was closed; an erased one is
// errs.Conflict. The same reply twice in a row is one reply.
func (s *Service) Reply(ctx context.Context, number, text string) (Case, error) {
	return s.write(ctx, number, text, Event{Kind: StaffReplied, Status: Answered})
}

// Ask is Reply with a question: the case waits for its sender.
func (s *Service) Ask(ctx context.Context, number, text string) (Case, error) {
	return s.write(ctx, number, text, Event{Kind: StaffReplied, Status: Waiting})
}

// Note keeps a text for the office, never shown to the sender. It changes neither the status nor UpdatedAt.
func (s *Service) Note(ctx context.Context, number, text string) (Case, error) {
	return s.write(ctx, number, text, Event{Kind: StaffNoted})
}

// Close ends the case. Closing twice is no error; an erased case is errs.Conflict.
func (s *Service) Close(ctx context.Context, number string) (Case, error) {
	number, err := parseNumber(number)
	if err != nil {
		return Case{}, err
	}
	return s.change(ctx, number, Event{Kind: StatusChanged, Status: Closed})
}

func (s *Service) write(ctx context.Context, number, text string, e Event) (Case, error) {
	number, err := parseNumber(number)
	if err != nil {
		return Case{}, err
	}
	e.Text = cleanText(text)
	if err := checkBody("text", e.Text, 1, MaxReply); err != nil {
		return Case{}, err
	}
	return s.change(ctx, number, e)
}
