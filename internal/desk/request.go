package desk

import (
	"encoding/json"
	"errors"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"guichet/internal/errs"
	"guichet/internal/i18n"
)

// Bounds of a request, in characters (code points), and of a case.
const (
	MinMessage      = 10
	MaxMessage      = 5000
	MaxSubject      = 150
	MaxEmail        = 254 // RFC 5321: a path of 256 octets less its brackets; bytes
	MaxOrganisation = 200
	MaxReply        = 20000

	maxAnswers    = 10
	maxTitle      = 200
	maxURL        = 500
	madeSubject   = 80
	maxEvents     = 1000 // a case longer than this is not a conversation
	tokenAndLinks = 32   // characters of a token and of a secret
)

// Request is what a person sends. Optional: Subject, Email, Organisation, Answers; Lang is French when empty.
type Request struct {
	Token        string // from NewToken, put in the form and never taken from an address; see links.go
	Topic        Topic
	Subject      string
	Message      string
	Email        string
	Organisation string
	Lang         i18n.Lang
	Answers      []Shown
	Form         *Form // made by a feature, never typed
	Gap          *Gap  // what is asked to enter the perimeter of the support contract, or nil
}

// Validate returns every fault of the request, joined, each an errs.Invalid that names its field: token, topic, subject, message, email,
// organisation. Spaces at both ends do not count.
func (r Request) Validate() error {
	r = r.clean()
	var faults []error
	add := func(err error) {
		if err != nil {
			faults = append(faults, err)
		}
	}
	if !isKey(r.Token) {
		add(invalid("token", "desk.form-stale"))
	}
	if r.Gap != nil {
		faults = append(faults, r.Gap.Validate()...)
	}
	if !r.Topic.Valid() {
		add(invalid("topic", "desk.topic-unknown"))
	}
	add(checkLine("subject", r.Subject, MaxSubject))
	add(checkBody("message", r.Message, MinMessage, MaxMessage))
	if r.Email != "" && !isEmail(r.Email) {
		add(invalid("email", "desk.email-invalid"))
	}
	add(checkLine("organisation", r.Organisation, MaxOrganisation))
	if r.Form != nil && (len(r.Form.Body) > MaxForm || !json.Valid(r.Form.Body)) {
		add(invalid("message", "desk.form-large"))
	}
	return errors.Join(faults...)
}

// clean returns the request as it is stored. It drops the shown answers that the form could not have held: nobody typed them, so nobody
// can mend them.
func (r Request) clean() Request {
	r.Token = readKey(r.Token)
	r.Subject = cleanText(r.Subject)
	r.Message = cleanText(r.Message)
	r.Email = strings.TrimSpace(r.Email)
	r.Organisation = cleanText(r.Organisation)
	r.Lang = i18n.Parse(string(r.Lang))
	if r.Subject == "" {
		r.Subject = firstWords(r.Message, madeSubject)
	}
	var kept []Shown
	for _, a := range r.Answers {
		if a = (Shown{cleanText(a.Title), strings.TrimSpace(a.URL)}); a.fit() && len(kept) < maxAnswers {
			kept = append(kept, a)
		}
	}
	r.Answers = kept
	return r
}

func (a Shown) fit() bool {
	local := strings.HasPrefix(a.URL, "/") && !strings.HasPrefix(a.URL, "//") && !strings.HasPrefix(a.URL, `/\`)
	remote := strings.HasPrefix(a.URL, "https://") || strings.HasPrefix(a.URL, "http://")
	return a.Title != "" && (local || remote) && checkLine("", a.Title, maxTitle) == nil && checkLine("", a.URL, maxURL) == nil
}

// cleanText composes letters and their accents (NFC), so that two forms of one word are one text, and writes new lines one way.
func cleanText(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return norm.NFC.String(strings.TrimSpace(s))
}

// checkBody checks a text of several lines.
func checkBody(field, s string, least, most int) error {
	n := utf8.RuneCountInString(s)
	switch {
	case s == "":
		return invalid(field, "desk.text-empty")
	case !utf8.ValidString(s):
		return invalid(field, "desk.text-encoding")
	case hasControl(s, "\n\t"):
		return invalid(field, "desk.text-control")
	case n < least:
		return errs.New(errs.Invalid, "desk.text-short").On(field).With("min", least)
	case n > most:
		return errs.New(errs.Invalid, "desk.text-long").On(field).With("max", most).With("size", n)
	}
	return nil
}

// checkLine checks an optional text of one line.
func checkLine(field, s string, most int) error {
	if strings.Contains(s, "\n") {
		return invalid(field, "desk.text-control")
	}
	if s == "" {
		return nil
	}
	return checkBody(field, s, 1, most)
}

func hasControl(s, allowed string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune(allowed, r) })
}

// isEmail accepts a bare address on a named domain: net/mail alone would also take "Jean <jean@example.org>" and "jean@localhost".
func isEmail(s string) bool {
	if len(s) > MaxEmail || !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsGraphic(r) || unicode.IsSpace(r) }) {
		return false
	}
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s {
		return false
	}
	domain := s[strings.LastIndexByte(s, '@')+1:]
	return strings.Contains(strings.Trim(domain, "."), ".") && !strings.HasPrefix(domain, "[")
}

// firstWords makes a subject of at most most characters out of a message.
func firstWords(message string, most int) string {
	if !utf8.ValidString(message) || hasControl(message, "\n\t") {
		return "" // the message is refused for it, once
	}
	out := ""
	for word := range strings.FieldsSeq(message) {
		next := strings.TrimSpace(out + " " + word)
		if utf8.RuneCountInString(next) >= most {
			if out == "" {
				out = string([]rune(word)[:most-1])
			}
			return out + "…"
		}
		out = next
	}
	return out
}

func invalid(field, key string) *errs.Error { return errs.New(errs.Invalid, key).On(field) }
