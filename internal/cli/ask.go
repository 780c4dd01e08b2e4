package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"guichet/internal/answer"
	"guichet/internal/desk"
	"guichet/internal/errs"
	"guichet/internal/i18n"
	"guichet/internal/snapshot"
)

// askCmd answers one question, or one a line from standard input.
type askCmd struct {
	Common
	Question string `arg:"" help:"The question, in French or English; - reads one question a line from standard input."`
	Lang     string `default:"fr" enum:"fr,en" help:"Language where the question's words do not tell: fr or en."`
	JSON     bool   `name:"json" help:"Print the JSON of the REST API."`
	Explain  bool   `help:"Print how the question was understood."`
}

// Run prints the answer; an answer that is not known is a finding.
func (c *askCmd) Run(env *Env) (err error) {
	if c.LogLevel == "info" {
		c.LogLevel = "warn" // the answer is what is wanted
	}
	db, snap, err := openSnapshot(env.Ctx, c.Common, c.Logger(env.Stderr))
	if err != nil {
		return err
	}
	defer db.Close()
	// A question asked here is demand like any other.
	demand := desk.NewDemand(db, time.Now)
	defer func() { err = errors.Join(err, demand.Flush(env.Ctx)) }()
	if c.Question != "-" {
		return c.one(env, snap, demand, c.Question)
	}
	lines := bufio.NewScanner(os.Stdin)
	var found error
	for lines.Scan() {
		if q := strings.TrimSpace(lines.Text()); q != "" {
			if err := c.one(env, snap, demand, q); errors.Is(err, errFindings) {
				found = err
			} else if err != nil {
				return err
			}
		}
	}
	return errors.Join(found, lines.Err())
}

func (c *askCmd) one(env *Env, snap *snapshot.Snapshot, demand *desk.Demand, question string) error {
	if strings.ContainsRune(question, 0) || !validText(question) {
		return errs.New(errs.Invalid, "web.bad-text")
	}
	a := snap.Answers.Answer(question, i18n.Parse(c.Lang))
	demand.Note(desk.Question{Text: question, Lang: a.Lang, Intent: string(a.Intent), Found: a.Found})
	if c.JSON {
		enc := json.NewEncoder(env.Stdout)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(a); err != nil {
			return err
		}
	} else {
		printAnswer(env.Stdout, a)
	}
	if c.Explain {
		out := env.Stdout
		if c.JSON {
			out = env.Stderr
		}
		for _, r := range a.Reasons {
			fmt.Fprintln(out, "  #", r)
		}
	}
	if !a.Found {
		return errFindings
	}
	return nil
}

func validText(s string) bool { return strings.ToValidUTF8(s, "") == s }

func printAnswer(w io.Writer, a answer.Answer) {
	fmt.Fprintln(w, a.Summary)
	for _, it := range a.Items {
		fmt.Fprintf(w, "\n  %s\n", it.Name)
		if it.Why != "" {
			fmt.Fprintf(w, "    %s\n", it.Why)
		}
		for _, f := range it.Facts {
			fmt.Fprintf(w, "    %s: %s  [%s, %s]\n", f.Label, f.Value, f.Source, f.Checked)
		}
		fmt.Fprintf(w, "    %s\n", it.URL)
	}
	if len(a.Next) > 0 {
		fmt.Fprintln(w)
	}
	for _, n := range a.Next {
		fmt.Fprintf(w, "  → %s: %s\n", n.Label, n.URL)
	}
}
