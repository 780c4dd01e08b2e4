package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Entry is one entry of a file: where it stands, and its text.
type Entry struct {
	Line int
	Raw  json.RawMessage // valid until the next entry is read
}

// Where names the entry's place for a report.
func (e Entry) Where() string { return fmt.Sprintf("line %d", e.Line) }

// Object reads the entry as a JSON object into v. The error says which field is wrong.
func (e Entry) Object(v any) error {
	if b := bytes.TrimSpace(e.Raw); len(b) == 0 || b[0] != '{' {
		return errors.New("an object was expected")
	}
	err := json.Unmarshal(e.Raw, v)
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("key %q: a %s was not expected", wrong.Field, wrong.Value)
	}
	return err
}

// Array reads r as a JSON array and calls f with each of its entries, one at a time. A file that is not whole gives errs.Invalid, "import.damaged".
func Array(r io.Reader, f func(Entry) error) error {
	t := newText(r, MaxEntry)
	dec := json.NewDecoder(t)
	if tok, err := dec.Token(); err != nil {
		return jsonDamage(t, dec, err)
	} else if tok != json.Delim('[') {
		return t.damage(0, "an array of entries was expected")
	}
	if err := entries(t, dec, f); err != nil {
		return err
	}
	return end(t, dec)
}

// Member reads r as one JSON object and calls f with each entry of the array that it holds under the key list; head gets the text of each other
// member. The list may come before or behind them.
func Member(r io.Reader, list string, head func(key string, raw json.RawMessage) error, f func(Entry) error) error {
	t := newText(r, MaxEntry)
	dec := json.NewDecoder(t)
	if tok, err := dec.Token(); err != nil {
		return jsonDamage(t, dec, err)
	} else if tok != json.Delim('{') {
		return t.damage(0, "an object was expected")
	}
	found := false
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return jsonDamage(t, dec, err)
		}
		if key != list {
			var raw json.RawMessage
			if err := dec.Decode(&raw); err != nil {
				return jsonDamage(t, dec, err)
			}
			if err := head(fmt.Sprint(key), raw); err != nil {
				return t.damage(dec.InputOffset(), err.Error())
			}
			t.forget(dec.InputOffset())
			continue
		}
		found = true
		switch tok, err := dec.Token(); {
		case err != nil:
			return jsonDamage(t, dec, err)
		case tok != json.Delim('['):
			return t.damage(dec.InputOffset(), fmt.Sprintf("key %q: an array was expected", list))
		}
		if err := entries(t, dec, f); err != nil {
			return err
		}
	}
	if err := end(t, dec); err != nil {
		return err
	}
	if !found {
		return t.damage(0, fmt.Sprintf("there is no key %q", list))
	}
	return nil
}

// Members reads r as one JSON object and calls f with each member of the object that it holds under the key object; other members are passed over.
func Members(r io.Reader, object string, f func(key string, e Entry) error) error {
	t := newText(r, MaxEntry)
	dec := json.NewDecoder(t)
	if tok, err := dec.Token(); err != nil {
		return jsonDamage(t, dec, err)
	} else if tok != json.Delim('{') {
		return t.damage(0, "an object was expected")
	}
	found := false
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return jsonDamage(t, dec, err)
		}
		if key != object {
			var raw json.RawMessage
			if err := dec.Decode(&raw); err != nil {
				return jsonDamage(t, dec, err)
			}
			t.forget(dec.InputOffset())
			continue
		}
		found = true
		switch tok, err := dec.Token(); {
		case err != nil:
			return jsonDamage(t, dec, err)
		case tok != json.Delim('{'):
			return t.damage(dec.InputOffset(), fmt.Sprintf("key %q: an object was expected", object))
		}
		for dec.More() {
			key, err := dec.Token()
			if err != nil {
				return jsonDamage(t, dec, err)
			}
			if err := entry(t, dec, func(e Entry) error { return f(fmt.Sprint(key), e) }); err != nil {
				return err
			}
		}
		if _, err := dec.Token(); err != nil {
			return jsonDamage(t, dec, err)
		}
	}
	if err := end(t, dec); err != nil {
		return err
	}
	if !found {
		return t.damage(0, fmt.Sprintf("there is no key %q", object))
	}
	return nil
}

// entries reads an array up to its last bracket.
func entries(t *text, dec *json.Decoder, f func(Entry) error) error {
	for dec.More() {
		if err := entry(t, dec, f); err != nil {
			return err
		}
	}
	if _, err := dec.Token(); err != nil {
		return jsonDamage(t, dec, err)
	}
	return nil
}

// entry reads one value.
func entry(t *text, dec *json.Decoder, f func(Entry) error) error {
	var raw json.RawMessage
	if err := dec.Decode(&raw); err != nil {
		return jsonDamage(t, dec, err)
	}
	at := dec.InputOffset()
	start := at - int64(len(raw))
	if len(raw) > MaxEntry {
		return t.damage(start, "an entry is larger than 1 MiB")
	}
	if i := badUTF8(raw); i >= 0 {
		return t.damage(start+int64(i), "the text is not UTF-8")
	}
	if err := f(Entry{Line: t.lineAt(start), Raw: raw}); err != nil {
		return entryError(t, start, err)
	}
	t.forget(at)
	return nil
}

// end reads the last bracket of an object, when one is open, and makes sure that nothing follows.
func end(t *text, dec *json.Decoder) error {
	for {
		tok, err := dec.Token()
		switch {
		case errors.Is(err, io.EOF) && t.failed == nil:
			return nil
		case err != nil:
			return jsonDamage(t, dec, err)
		case tok != json.Delim('}'):
			return t.damage(dec.InputOffset(), "something follows the last bracket")
		}
	}
}

// Wrong is the error of an entry that shows that the file is not of the format at all: the file is refused whole.
type Wrong struct{ Why string }

// Error tells why.
func (w Wrong) Error() string { return w.Why }

func entryError(t *text, at int64, err error) error {
	if w, ok := errors.AsType[Wrong](err); ok {
		return t.damage(at, w.Why)
	}
	return err
}

func badUTF8(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

func jsonDamage(t *text, dec *json.Decoder, err error) error {
	at, why := dec.InputOffset(), err.Error()
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = syntax.Offset - 1
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || strings.Contains(why, "unexpected end of JSON input") {
		at, why = t.from+int64(len(t.kept)), "the file ends before its last bracket"
	}
	return t.damage(at, why)
}

// Lines reads r as JSON Lines, one object a line, and calls f with each. Empty lines are passed over. A line that is no JSON object gives
// errs.Invalid, "import.damaged".
func Lines(r io.Reader, f func(Entry) error) error {
	t := newText(r, 0)
	buf := make([]byte, 64<<10)
	for done := false; !done; {
		n, err := t.Read(buf)
		done = err != nil
		if t.failed != nil {
			return t.damage(0, "")
		}
		if !bytes.Contains(buf[:n], []byte{'\n'}) && !done {
			if len(t.kept) > MaxEntry {
				return t.damage(t.from, "a line is larger than 1 MiB")
			}
			continue
		}
		if err := lines(t, done, f); err != nil {
			return err
		}
	}
	return nil
}

// lines calls f with each whole line of what is kept; the last one may lack its end when done.
func lines(t *text, done bool, f func(Entry) error) error {
	at := 0
	line := t.line
	for at < len(t.kept) {
		n := bytes.IndexByte(t.kept[at:], '\n')
		if n < 0 {
			if !done {
				break
			}
			n = len(t.kept) - at
		}
		raw := bytes.TrimSpace(t.kept[at : at+n])
		start := t.from + int64(at)
		switch {
		case len(raw) == 0:
		case len(raw) > MaxEntry:
			return t.damage(start, "a line is larger than 1 MiB")
		default:
			if i := badUTF8(t.kept[at : at+n]); i >= 0 {
				return t.damage(start+int64(i), "the text is not UTF-8")
			}
			if raw[0] != '{' {
				return t.damage(start, "an object was expected")
			}
			if err := syntaxOf(raw); err != nil {
				return t.damage(start+err.Offset-1, err.Error())
			}
			if err := f(Entry{Line: line, Raw: raw}); err != nil {
				return entryError(t, start, err)
			}
		}
		line++
		at += n + 1
	}
	t.forget(t.from + int64(min(at, len(t.kept))))
	return nil
}

func syntaxOf(raw []byte) *json.SyntaxError {
	if json.Valid(raw) {
		return nil
	}
	var whole json.RawMessage
	syntax, ok := errors.AsType[*json.SyntaxError](json.Unmarshal(raw, &whole))
	if !ok {
		syntax = &json.SyntaxError{Offset: 1}
	}
	return syntax
}

// Text is a text that an export may also write as a number, or leave out as null, false or an empty list.
type Text string

// UnmarshalJSON reads a text, a number, null, false, [] or {}.
func (t *Text) UnmarshalJSON(b []byte) error {
	switch s := string(b); {
	case s == "null" || s == "[]" || s == "{}" || s == "false":
		*t = ""
	case b[0] == '"':
		var v string
		if err := json.Unmarshal(b, &v); err != nil {
			return err
		}
		*t = Text(strings.TrimSpace(v))
	case b[0] == '-' || b[0] >= '0' && b[0] <= '9':
		*t = Text(s)
	default:
		return errors.New("a list or an object stands where a text was expected")
	}
	return nil
}

// String returns the text.
func (t Text) String() string { return string(t) }

// Or is a value that an export writes as an empty list when it is empty: PHP knows no empty object.
type Or[T any] struct{ V T }

// UnmarshalJSON reads the value, or [] and null as its zero.
func (o *Or[T]) UnmarshalJSON(b []byte) error {
	if s := string(b); s == "[]" || s == "null" || s == "" {
		return nil
	}
	return json.Unmarshal(b, &o.V)
}

// JSONDamage returns the error of a whole JSON text that could not be read.
func JSONDamage(body []byte, err error) error {
	at, why := int64(len(body)), err.Error()
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = syntax.Offset - 1
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		at, why = wrong.Offset, fmt.Sprintf("key %q: a %s was not expected", wrong.Field, wrong.Value)
	}
	return Damage(body, at, why)
}
