// Package cli holds the commands of guichet: what they read, what they print, and their exit status.
//
// Exit status: 0 when it is done and nothing was found wrong; 1 for findings (a check), refused entries (an import) or "not known" (ask);
// 2 when it could not be done, with one line on standard error that says what to do. Every flag can also be set by an environment variable,
// GUICHET_ and its name, and in a settings file; the command line wins over the environment, and that over the file.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"guichet/internal/errs"
	"guichet/internal/i18n"
	"guichet/internal/source/formats"
)

// Exit statuses.
const (
	ExitDone     = 0
	ExitFindings = 1
	ExitFailed   = 2
)

// errFindings ends a command that worked and found something; it has said so already.
var errFindings = errors.New("findings")

// Env is what a command works with.
type Env struct {
	Ctx    context.Context
	Stdout io.Writer
	Stderr io.Writer
	Lang   i18n.Lang // of messages: from LC_ALL, LC_MESSAGES or LANG
	// Serve opens the desk and serves it until ctx ends. Package app gives it.
	Serve func(ctx context.Context, s ServeSettings, log *slog.Logger) error
	// Handler opens the desk without a listener; stop closes it. Package app gives it.
	Handler func(ctx context.Context, s ServeSettings, log *slog.Logger) (h http.Handler, stop func(), err error)
}

// Common settings, shared by all commands that touch the desk's data.
type Common struct {
	Database string `default:"guichet.db" placeholder:"FILE|URL" help:"SQLite file, or postgres://user@host:5432/name."`
	// A password in a command line is seen by every process of the machine: the whole address can come from a file.
	DatabaseFile string `placeholder:"FILE" help:"Read the database address from this file, so that a password stands neither in the command line nor in the environment."`
	LogLevel     string `default:"info" enum:"debug,info,warn,error" help:"What is logged: debug, info, warn or error."`
	LogFormat    string `default:"text" enum:"text,json" help:"How it is logged: text or json."`
}

// DSN returns the database address.
func (c Common) DSN() (string, error) {
	if c.DatabaseFile == "" {
		return c.Database, nil
	}
	b, err := os.ReadFile(c.DatabaseFile)
	if err != nil {
		return "", fmt.Errorf("--database-file: %w", err)
	}
	return strings.TrimSpace(string(b)), nil
}

// Logger returns the logger that the settings ask for.
func (c Common) Logger(w io.Writer) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		level = slog.LevelInfo
	}
	opts := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, opts))
	}
	return slog.New(slog.NewTextHandler(w, opts))
}

// ServeSettings are the settings of the running desk.
type ServeSettings struct {
	Common
	SourceSettings
	LookSettings
	Addr    string `default:":8080" placeholder:"HOST:PORT" help:"Address to listen on."`
	BaseURL string `name:"base-url" placeholder:"URL" help:"Public address of the desk, for absolute links (site map, canonical addresses). Default: http://localhost and the port."`
	Content string `placeholder:"DIR" help:"Folder of pages that overlays the starter's: DIR/fr/mission/page.md is served at /fr/mission/page/."`
	Drafts  bool   `help:"Show the pages marked as drafts."`
}

type commands struct {
	Settings kong.ConfigFlag `placeholder:"FILE" env:"GUICHET_SETTINGS" help:"Read settings from this YAML file; names are those of the flags."`

	Serve     serveCmd     `cmd:"" help:"Open the desk."`
	Ask       askCmd       `cmd:"" help:"Answer one question."`
	Import    importCmd    `cmd:"" help:"Import facts from a source."`
	Source    sourceCmd    `cmd:"" help:"Watched sources."`
	Check     checkCmd     `cmd:"" help:"Check pages and links."`
	Case      caseCmd      `cmd:"" help:"Read and answer the cases that people opened."`
	Export    exportCmd    `cmd:"" help:"Write the catalogue in a format of the field."`
	Match     matchCmd     `cmd:"" help:"Decide whether entries of two sources are one software."`
	Gaps      gapsCmd      `cmd:"" help:"List what people ask to enter the perimeter of the support contract, for its coordinators."`
	Perimeter perimeterCmd `cmd:"" help:"List the covered versions, critical software and coordinators: not public, for staff alone."`
	Demand    demandCmd    `cmd:"" help:"List the questions that people asked."`
	Migrate   migrateCmd   `cmd:"" help:"Bring the database schema up to date."`
	Version   versionCmd   `cmd:"" help:"Print the version."`
}

// Main runs one command and returns the exit status.
func Main(env *Env, args []string) (status int) {
	// kong ends by calling Exit (after --help); the panic brings that back here.
	defer func() {
		if r := recover(); r != nil {
			code, ok := r.(exitCode)
			if !ok {
				panic(r)
			}
			status = int(code)
		}
	}()
	var cmds commands
	parser, err := kong.New(&cmds,
		kong.Name("guichet"),
		kong.Description("Guichet libre: the desk that answers public agents about free software."),
		kong.Writers(env.Stdout, env.Stderr),
		kong.Exit(func(code int) { panic(exitCode(code)) }),
		kong.DefaultEnvars("GUICHET"),
		kong.Configuration(loadSettings),
		kong.Vars{"formats": formats.Names()},
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		fmt.Fprintln(env.Stderr, "guichet:", err)
		return ExitFailed
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	kctx, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(env.Stderr, "guichet: %v. Try guichet --help.\n", err)
		return ExitFailed
	}
	switch err := kctx.Run(env, casePath(lastWord(kctx.Command()))); {
	case err == nil:
		return ExitDone
	case errors.Is(err, errFindings):
		return ExitFindings
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(env.Stderr, "guichet: interrupted")
		return ExitFailed
	default:
		fmt.Fprintln(env.Stderr, "guichet:", env.message(err))
		return ExitFailed
	}
}

type exitCode int

// lastWord returns the name of the command itself: "case reply <number> <text>" is "reply".
func lastWord(command string) string {
	name := ""
	for w := range strings.FieldsSeq(command) {
		if !strings.HasPrefix(w, "<") {
			name = w
		}
	}
	return name
}

// message returns one line that says what is wrong: the translated message of an error made for people, or the error itself.
func (env *Env) message(err error) string {
	all := errs.All(err)
	if len(all) == 0 {
		return strings.Join(strings.Fields(err.Error()), " ")
	}
	parts := make([]string, len(all))
	for i, e := range all {
		parts[i] = e.In(env.Lang)
	}
	return strings.Join(parts, " ")
}

// LangOf returns the language that the environment asks for; English where it asks for none that the desk speaks.
func LangOf(getenv func(string) string) i18n.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			if strings.HasPrefix(v, "fr") {
				return i18n.French
			}
			return i18n.English
		}
	}
	return i18n.English
}
