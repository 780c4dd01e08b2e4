package content

import (
	"fmt"
	"maps"
	"sort"

	"guichet/internal/i18n"
)

// Severity tells whether a problem spoils a page.
type Severity uint8

// The severities.
const (
	Warning Severity = iota // the page is served as its author meant it, or nearly
	Error                   // something of the page is lost, or the page is refused
)

// String returns "warning" or "error", as compilers write it.
func (s Severity) String() string {
	if s == Error {
		return "error"
	}
	return "warning"
}

// Problem is something wrong with a file, in words for its author.
type Problem struct {
	File     string // as the operator would open it: the layer's name and the path inside it
	Line     int    // from 1; 0 when the whole file is meant
	Severity Severity
	Key      string         // message of package i18n
	Args     map[string]any // values for the message
}

// Message returns what is wrong in the language lang.
func (p Problem) Message(lang i18n.Lang) string {
	args := p.Args
	if want, ok := args["want"].(string); ok { // the name of a kind of value, itself a message
		args = maps.Clone(args)
		args["want"] = i18n.T(lang, "content.want-"+want, nil)
	}
	return i18n.T(lang, p.Key, args)
}

// String returns "file:line: severity: message", in French, the desk's first language.
func (p Problem) String() string { return p.In(i18n.French) }

// In is String in the language lang.
func (p Problem) In(lang i18n.Lang) string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s: %s", p.File, p.Severity, p.Message(lang))
	}
	return fmt.Sprintf("%s:%d: %s: %s", p.File, p.Line, p.Severity, p.Message(lang))
}

// maxReports bounds what one file can say, so that a hostile or broken file cannot fill the log.
const maxReports = 200

// reporter collects the problems of one file.
type reporter struct {
	file     string
	problems []Problem
}

func (r *reporter) add(line int, s Severity, key string, args ...any) {
	if len(r.problems) >= maxReports {
		return
	}
	p := Problem{File: r.file, Line: line, Severity: s, Key: "content." + key}
	if len(args) > 0 {
		p.Args = make(map[string]any, len(args)/2)
		for i := 0; i+1 < len(args); i += 2 {
			p.Args[args[i].(string)] = args[i+1]
		}
	}
	r.problems = append(r.problems, p)
}

func (r *reporter) warn(line int, key string, args ...any) { r.add(line, Warning, key, args...) }
func (r *reporter) fail(line int, key string, args ...any) { r.add(line, Error, key, args...) }

// sortProblems puts the problems in the order of files and lines.
func sortProblems(ps []Problem) {
	sort.SliceStable(ps, func(i, j int) bool {
		if ps[i].File != ps[j].File {
			return ps[i].File < ps[j].File
		}
		return ps[i].Line < ps[j].Line
	})
}
