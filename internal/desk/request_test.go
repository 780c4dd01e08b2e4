package desk

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"guichet/internal/errs"
	"guichet/internal/i18n"
)

func TestRequestValidate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		set  func(*Request)
		want string // "field key", one a fault, in order
	}{
		{"a good one", func(r *Request) {}, ""},
		{"only what is needed", func(r *Request) { *r = Request{Token: r.Token, Topic: OtherTopic, Message: "0123456789"} }, ""},
		{"several lines and a tab", func(r *Request) { r.Message = "une ligne\r\n\tune autre\n\nfin" }, ""},
		{"spaces do not count", func(r *Request) { r.Message = "   court   \n\n" }, "message desk.text-short"},
		{"nothing", func(r *Request) { *r = Request{} }, "token desk.form-stale, topic desk.topic-unknown, message desk.text-empty"},
		{"message of 9", func(r *Request) { r.Message = "éééééé789" }, "message desk.text-short"},
		{"message of 10", func(r *Request) { r.Message = "éééééé7890" }, ""},
		{"message of 5000", func(r *Request) { r.Message = strings.Repeat("é", 5000) }, ""},
		{"message of 5001", func(r *Request) { r.Message = strings.Repeat("é", 5001) }, "message desk.text-long"},
		{"decomposed letters count once", func(r *Request) { r.Message = strings.Repeat("e\u0301", 5000) }, ""},
		{"message with NUL", func(r *Request) { r.Message = "0123456789\x00" }, "message desk.text-control"},
		{"message with escape", func(r *Request) { r.Message = "0123456789\x1b[31m" }, "message desk.text-control"},
		{"message with C1", func(r *Request) { r.Message = "0123456789\u0085x" }, "message desk.text-control"},
		{"message with a lone return", func(r *Request) { r.Message = "0123456789\rx" }, "message desk.text-control"},
		{"message in Latin-1", func(r *Request) { r.Message = "d\xe9mat\xe9rialisation" }, "message desk.text-encoding"},
		{"subject of 150", func(r *Request) { r.Subject = strings.Repeat("à", 150) }, ""},
		{"subject of 151", func(r *Request) { r.Subject = strings.Repeat("à", 151) }, "subject desk.text-long"},
		{"subject of two lines", func(r *Request) { r.Subject = "a\nBcc: x@example.org" }, "subject desk.text-control"},
		{"subject not UTF-8", func(r *Request) { r.Subject = "\xff" }, "subject desk.text-encoding"},
		{"organisation of 200", func(r *Request) { r.Organisation = strings.Repeat("à", 200) }, ""},
		{"organisation of 201", func(r *Request) { r.Organisation = strings.Repeat("à", 201) }, "organisation desk.text-long"},
		{"organisation with NUL", func(r *Request) { r.Organisation = "a\x00b" }, "organisation desk.text-control"},
		{"no e-mail", func(r *Request) { r.Email = "" }, ""},
		{"e-mail with a plus", func(r *Request) { r.Email = " jean+sll@interieur.gouv.fr " }, ""},
		{"e-mail without @", func(r *Request) { r.Email = "jean" }, "email desk.email-invalid"},
		{"e-mail without a domain", func(r *Request) { r.Email = "jean@" }, "email desk.email-invalid"},
		{"e-mail on localhost", func(r *Request) { r.Email = "jean@localhost" }, "email desk.email-invalid"},
		{"e-mail ending in a dot", func(r *Request) { r.Email = "jean@fr." }, "email desk.email-invalid"},
		{"e-mail with a name", func(r *Request) { r.Email = "Jean <jean@example.fr>" }, "email desk.email-invalid"},
		{"two e-mails", func(r *Request) { r.Email = "a@example.fr, b@example.fr" }, "email desk.email-invalid"},
		{"e-mail with a new line", func(r *Request) { r.Email = "a@example.fr\nBcc: b@example.fr" }, "email desk.email-invalid"},
		{"e-mail with a hidden sign", func(r *Request) { r.Email = "a\u202eb@example.fr" }, "email desk.email-invalid"},
		{"e-mail with NUL", func(r *Request) { r.Email = "a\x00@example.fr" }, "email desk.email-invalid"},
		{"e-mail not UTF-8", func(r *Request) { r.Email = "\xff@example.fr" }, "email desk.email-invalid"},
		{"e-mail on a number", func(r *Request) { r.Email = "a@[127.0.0.1]" }, "email desk.email-invalid"},
		{"e-mail of 255", func(r *Request) { r.Email = strings.Repeat("a", 244) + "@example.fr" }, "email desk.email-invalid"},
		{"e-mail of 254", func(r *Request) { r.Email = strings.Repeat("a", 243) + "@example.fr" }, ""},
		{"unknown topic", func(r *Request) { r.Topic = "support" }, "topic desk.topic-unknown"},
		{"a token of one's own", func(r *Request) { r.Token = "1" }, "token desk.form-stale"},
		{"a token with NUL", func(r *Request) { r.Token = strings.Repeat("\x00", 32) }, "token desk.form-stale"},
		{"three faults", func(r *Request) { r.Topic, r.Message, r.Email = "", "", "x" }, "topic desk.topic-unknown, message desk.text-empty, email desk.email-invalid"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := request()
			c.set(&r)
			var got []string
			for _, e := range errs.All(r.Validate()) {
				if e.Kind != errs.Invalid {
					t.Errorf("kind of %v is %v", e, e.Kind)
				}
				got = append(got, e.Field+" "+e.Key)
			}
			if strings.Join(got, ", ") != c.want {
				t.Errorf("Validate = %q, want %q", strings.Join(got, ", "), c.want)
			}
		})
	}
}

func TestSubjectIsMadeFromTheMessage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ message, want string }{
		{"Bonjour, où\n\ntrouver  LibreOffice ?", "Bonjour, où trouver LibreOffice ?"},
		{strings.Repeat("mot ", 40), strings.TrimSpace(strings.Repeat("mot ", 20)) + "…"},
		{strings.Repeat("é", 300), strings.Repeat("é", 79) + "…"},
	} {
		r := Request{Message: c.message}.clean()
		if r.Subject != c.want || utf8.RuneCountInString(r.Subject) > madeSubject {
			t.Errorf("subject of %q = %q, want %q", c.message, r.Subject, c.want)
		}
	}
}

// Shown answers come from hidden fields: what the desk cannot have put there is dropped, and never becomes a link.
func TestShownAnswersAreSifted(t *testing.T) {
	t.Parallel()
	good := []Shown{{"GIMP", "/fr/logiciels/gimp"}, {"Code", "https://code.gouv.fr/fr/"}}
	bad := []Shown{{"", "/fr/"}, {"x", ""}, {"x", "javascript:alert(1)"}, {"x", "//evil.example"}, {"x", `/\evil.example`}, {"x\x00", "/fr/"},
		{"x", "/fr/\nx"}, {strings.Repeat("x", 201), "/fr/"}, {"x", "/" + strings.Repeat("x", 500)}, {"\xff", "/fr/"}, {"a\nb", "/fr/"}}
	r := Request{Answers: append(bad, good...)}.clean()
	if diff := cmp.Diff(good, r.Answers); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
	for range 20 {
		r.Answers = append(r.Answers, good[0])
	}
	if n := len(r.clean().Answers); n != maxAnswers {
		t.Errorf("%d answers kept, want %d", n, maxAnswers)
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	a, b := NewToken(), NewToken()
	if a == b || !isKey(a) {
		t.Errorf("tokens %q and %q", a, b)
	}
	if readKey(" O"+strings.ToUpper("il23")) != "01123" {
		t.Errorf("readKey does not mend what a person copies: %q", readKey(" Oil23"))
	}
	k1, k2 := []byte("one key"), []byte("another")
	if linkSecret(k1, a) == linkSecret(k2, a) || linkSecret(k1, a) == linkSecret(k1, b) || linkSecret(k1, a) != linkSecret(k1, a) { //nolint:staticcheck // the same secret twice is what is tested
		t.Error("a secret depends on the key and on the token, and on nothing else")
	}
	if sameSecret("", "") || sameSecret("", a) || !sameSecret(hashKey(a), a) || sameSecret(hashKey(a), b) {
		t.Error("sameSecret is wrong")
	}
}

// Every message that this package names exists in both languages, its labels included.
func TestMessagesExist(t *testing.T) {
	t.Parallel()
	keys := map[string]bool{}
	for _, x := range Topics {
		keys[x.Label()] = true
	}
	for _, x := range Statuses {
		keys[x.Label()] = true
	}
	for _, x := range []EventKind{AnswersShown, RequestReceived, RequesterWrote, StaffReplied, StaffNoted, StatusChanged, FormAdvanced, CaseErased} {
		keys[x.Label()] = true
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(desk\.[a-z-]+)"`).FindAllStringSubmatch(string(b), -1) {
			keys[m[1]] = true
		}
	}
	for k := range keys {
		for _, l := range i18n.Langs {
			if !i18n.Has(l, k) {
				t.Errorf("no message %s in %s", k, l)
			}
		}
	}
	for k := range i18n.Keys(i18n.French) {
		if strings.HasPrefix(k, "desk.") && !keys[k] {
			t.Errorf("message %s is used nowhere", k)
		}
	}
}
