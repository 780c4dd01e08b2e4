// Package errs holds the kinds of error that the program tells apart.
//
// An error that a person may see has a kind, which decides the HTTP status and the exit status, and a message key, which the
// edge translates. Anything else is Internal: it is logged whole and shown as a number.
package errs

import (
	"errors"
	"fmt"
	"maps"

	"guichet/internal/i18n"
)

// Kind tells what sort of failure an error is. The zero value is Internal, so that an error nobody classified is never shown.
type Kind uint8

// The kinds, with the HTTP status that the web edge answers.
const (
	Internal    Kind = iota // 500: a defect or a broken part; never shown in words
	Invalid                 // 400: what was sent cannot be used; Field and Key say what to mend
	NotFound                // 404
	Conflict                // 409: true a moment ago, not any more
	Forbidden               // 403
	Unavailable             // 503: a part that the program needs does not answer
	TooLarge                // 413
	TooMany                 // 429
)

var kindNames = [...]string{"internal", "invalid", "not-found", "conflict", "forbidden", "unavailable", "too-large", "too-many"}

// String returns the kind's stable name, as problem documents and logs carry it.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "internal"
}

// Error is an error with a kind and a message that is safe to show.
type Error struct {
	Kind  Kind
	Key   string         // message key of package i18n, for instance "contact.message-empty"
	Args  map[string]any // values for the message; never a secret, never another person's data
	Field string         // the form field or parameter at fault, when there is one
	Err   error          // the cause, for the log only
}

// New returns an error of the given kind whose message is key.
func New(kind Kind, key string) *Error { return &Error{Kind: kind, Key: key} }

// Wrap returns an error of the given kind whose message is key and whose cause is err.
func Wrap(err error, kind Kind, key string) *Error { return &Error{Kind: kind, Key: key, Err: err} }

// On returns a copy of e that names the field at fault.
func (e *Error) On(field string) *Error {
	c := *e
	c.Field = field
	return &c
}

// With returns a copy of e whose message has the value v under name.
func (e *Error) With(name string, v any) *Error {
	c := *e
	c.Args = make(map[string]any, len(e.Args)+1)
	maps.Copy(c.Args, e.Args)
	c.Args[name] = v
	return &c
}

// Error describes e for logs; people are shown the translated message instead.
func (e *Error) Error() string {
	s := e.Kind.String() + ": " + e.Key
	if e.Field != "" {
		s += " (" + e.Field + ")"
	}
	if len(e.Args) > 0 {
		s += fmt.Sprintf(" %v", e.Args)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// In returns the message that people read.
func (e *Error) In(lang i18n.Lang) string { return i18n.T(lang, e.Key, e.Args) }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of the first Error in err's chain, or Internal.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is of the given kind.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }

// All returns every Error in the tree of err, in order: a form with three wrong fields joins three.
func All(err error) []*Error {
	if err == nil {
		return nil
	}
	var out []*Error
	var walk func(error)
	walk = func(err error) {
		if e, ok := err.(*Error); ok { //nolint:errorlint // the walk looks at each error of the tree by itself
			out = append(out, e)
			return
		}
		switch u := err.(type) { //nolint:errorlint // as above
		case interface{ Unwrap() []error }:
			for _, e := range u.Unwrap() {
				walk(e)
			}
		case interface{ Unwrap() error }:
			if next := u.Unwrap(); next != nil {
				walk(next)
			}
		}
	}
	walk(err)
	return out
}
