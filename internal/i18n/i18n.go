// Package i18n holds the two languages of the desk and every message that it shows.
//
// French is the first language: a message that lacks an English text is a defect that a test reports. Messages live in fr.yaml and
// en.yaml; facts carry their own two texts (Text).
package i18n

import (
	"embed"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"go.yaml.in/yaml/v3"
	"golang.org/x/text/language"
)

// Lang is a language of the desk.
type Lang string

// The languages of the desk.
const (
	French  Lang = "fr"
	English Lang = "en"
)

// Langs lists the languages, the first one first.
var Langs = []Lang{French, English}

// Parse returns the language named s, or French when the desk does not speak it.
func Parse(s string) Lang {
	if s == string(English) {
		return English
	}
	return French
}

// Other returns the other language.
func (l Lang) Other() Lang {
	if l == English {
		return French
	}
	return English
}

// Text is a text in both languages.
type Text struct {
	Fr string `json:"fr" yaml:"fr"`
	En string `json:"en" yaml:"en"`
}

// Same returns a Text that reads the same in both languages: a proper name, for instance.
func Same(s string) Text { return Text{s, s} }

// In returns the text in the language l, or in the other one when it is missing.
func (t Text) In(l Lang) string {
	if l == English && t.En != "" || t.Fr == "" {
		return t.En
	}
	return t.Fr
}

// IsZero reports whether the text is empty in both languages.
func (t Text) IsZero() bool { return t.Fr == "" && t.En == "" }

//go:embed fr.yaml en.yaml
var messageFiles embed.FS

var (
	localizers = map[Lang]*goi18n.Localizer{}
	keys       = map[Lang]map[string]bool{}
)

// The embedded messages are part of the program: a file that cannot be read is a build that cannot run.
func init() {
	bundle := goi18n.NewBundle(language.French)
	bundle.RegisterUnmarshalFunc("yaml", yaml.Unmarshal)
	for _, l := range Langs {
		f, err := bundle.LoadMessageFileFS(messageFiles, string(l)+".yaml")
		if err != nil {
			panic(fmt.Sprintf("i18n: %s.yaml: %v", l, err))
		}
		keys[l] = map[string]bool{}
		for _, m := range f.Messages {
			keys[l][m.ID] = true
		}
		localizers[l] = goi18n.NewLocalizer(bundle, string(l))
	}
}

// T returns the message key in the language l with values put in place of {{.name}}. A whole number under "n" chooses between singular
// and plural. An unknown key returns itself, so that a missing message is seen and never an empty label.
func T(l Lang, key string, values map[string]any) string {
	if len(values) > 0 {
		return compose(l, key, values)
	}
	type message struct {
		lang Lang
		key  string
	}
	if s, ok := plain.Load(message{l, key}); ok {
		return s.(string)
	}
	s := compose(l, key, nil)
	if keys[l][key] { // an unknown key is whatever a caller made up: there is no end to them
		plain.Store(message{l, key}, s)
	}
	return s
}

// plain keeps the messages that were composed without values: a page has dozens.
var plain sync.Map

func compose(l Lang, key string, values map[string]any) string {
	cfg := &goi18n.LocalizeConfig{MessageID: key, TemplateData: values}
	if n, ok := values["n"].(int); ok {
		cfg.PluralCount = n
	}
	s, err := localizers[l].Localize(cfg)
	if err != nil || s == "" {
		return key
	}
	if l == French && len(values) > 0 && (strings.Contains(s, "de ") || strings.Contains(s, "De ")) {
		s = elide.ReplaceAllString(s, "$1$2'$3")
	}
	return s
}

// elide finds "de" before a vowel, which a value put into a French message brings about: "équivalents de Oracle" reads "d'Oracle".
var elide = regexp.MustCompile(`(^|[\s\x{a0}(])([Dd])e ([AEIOUÀÂÉÈÊÎÔaeiouàâéèêîô])`)

// Has reports whether the message exists in the language l.
func Has(l Lang, key string) bool { return keys[l][key] }

// Keys returns the set of message keys of the language l; callers must not change it.
func Keys(l Lang) map[string]bool { return keys[l] }

var months = map[Lang][]string{
	French:  {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	English: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

// Month returns the name of the month m.
func Month(l Lang, m time.Month) string { return months[l][m-1] }
