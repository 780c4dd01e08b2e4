package readiness

import (
	"context"
	"errors"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"guichet/internal/components"
	"guichet/internal/procurement"
	"guichet/internal/source/publiccode"
)

// Bounds of what is looked for.
const (
	maxListed  = 20       // findings listed of one check
	largeFile  = 5 << 20  // bytes
	shortText  = 400      // characters: a shorter README leaves the reader without what, how and who
	manyMails  = 20       // different electronic addresses in one data file
	maxMeaning = 64 << 10 // bytes read of a file for what it says
)

// check is one check: its weight, and what it does.
type check struct {
	name   string
	weight int
	run    func(*scan, *Result)
}

// checks are the checks in the order of a report. A run sets State; Partly sets Points, too.
var checks = []check{
	{"licence", 15, (*scan).licenceFile},
	{"admitted", 5, (*scan).admitted},
	{"headers", 5, (*scan).headers},
	{"dependencies", 8, (*scan).dependencies},
	{"secrets", 15, (*scan).secrets},
	{"history", 10, (*scan).history},
	{"private", 4, (*scan).private},
	{"personal", 8, (*scan).personal},
	{"readme", 8, (*scan).readme},
	{"contributing", 4, (*scan).contributing},
	{"conduct", 2, (*scan).conduct},
	{"security", 6, (*scan).security},
	{"changelog", 3, (*scan).changelog},
	{"releases", 2, (*scan).releases},
	{"publiccode", 8, (*scan).publiccode},
	{"tests", 4, (*scan).tests},
	{"automation", 3, (*scan).automation},
	{"large", 2, (*scan).large},
	{"built", 2, (*scan).built},
}

// scan is one examination.
type scan struct {
	ctx     context.Context
	tree    Tree
	set     *procurement.Set
	paths   []string
	sizes   []int64
	licence string
}

// Examine makes all checks. When ctx ends before them, those that were not finished are Unread and the report is Partial: it is no error.
func Examine(ctx context.Context, tree Tree, set *procurement.Set) *Report {
	s := &scan{ctx: ctx, tree: tree, set: set}
	s.paths, s.sizes = tree.Files()
	r := &Report{Files: len(s.paths)}
	results := map[string]Result{}
	for _, c := range slices.SortedStableFunc(slices.Values(checks), func(a, b check) int { return decisive(a.name) - decisive(b.name) }) {
		res := Result{Check: c.name, Weight: c.weight, State: Done, Findings: []Finding{}}
		if ctx.Err() == nil {
			c.run(s, &res)
		}
		if ctx.Err() != nil {
			res.State, r.Partial = Unread, true
		}
		switch res.State {
		case Done:
			res.Points = c.weight
		case Missing:
			res.Points = 0
		case Outside, Unread:
			res.Points, res.Weight = 0, 0
		}
		r.Points += res.Points
		r.Of += res.Weight
		results[c.name] = res
	}
	for _, c := range checks {
		r.Checks = append(r.Checks, results[c.name])
	}
	r.Licence = s.licence
	if r.Of > 0 {
		r.Score = 100 * r.Points / r.Of
	}
	return r
}

// decisive sets the order of making the checks, where time may run out: the licence, which others need, what may not be published, then the rest; the history last.
func decisive(name string) int {
	switch {
	case name == "licence":
		return 0
	case name == "history":
		return 3
	case vetoes[name]:
		return 1
	}
	return 2
}

// missing ends a check without points.
func (r *Result) missing(f Finding) { r.State = Missing; r.note(f) }

// partly ends a check with a share of its points, of 100.
func (r *Result) partly(share int, f ...Finding) {
	r.State, r.Points = Partly, r.Weight*share/100
	for _, x := range f {
		r.note(x)
	}
}

func (r *Result) note(f Finding) {
	if len(r.Findings) >= maxListed {
		r.More++
		return
	}
	r.Findings = append(r.Findings, f)
}

func found(path string, line int, key string, args ...any) Finding {
	f := Finding{Path: path, Line: line, Key: "readiness.found-" + key}
	if len(args) > 0 {
		f.Args = map[string]any{}
		for i := 0; i+1 < len(args); i += 2 {
			f.Args[args[i].(string)] = args[i+1]
		}
	}
	return f
}

// root finds a file at the root, or in the folders where forges look for it, whose name matches.
func (s *scan) root(name *regexp.Regexp) string {
	for _, p := range s.paths {
		dir, file := path.Split(p)
		if (dir == "" || slices.Contains([]string{".github/", ".gitlab/", ".forgejo/", "docs/", "doc/"}, dir)) && name.MatchString(file) {
			return p
		}
	}
	return ""
}

func (s *scan) text(p string) string {
	body, err := s.tree.Read(p, maxMeaning)
	if err != nil {
		return ""
	}
	return strings.ToValidUTF8(string(body), "")
}

func (s *scan) licenceFile(r *Result) {
	unread := ""
	for _, p := range s.paths {
		dir, file := path.Split(p)
		if dir != "" || !licenceName.MatchString(file) {
			continue
		}
		body, err := s.tree.Read(p, 200<<10)
		if err != nil {
			continue
		}
		if id := recognise(body); id != "" {
			s.licence = id
			return
		}
		unread = p
	}
	if unread != "" {
		r.partly(40, found(unread, 0, "licence-unread"))
		return
	}
	r.missing(found("", 0, "no-file", "name", "LICENSE"))
}

func (s *scan) admitted(r *Result) {
	switch {
	case s.licence == "" || s.set == nil:
		r.State = Outside
	case !slices.ContainsFunc(s.set.ForSoftware(), func(l *procurement.Licence) bool {
		return strings.TrimSuffix(strings.TrimSuffix(l.SPDX, "-only"), "-or-later") == strings.TrimSuffix(strings.TrimSuffix(s.licence, "-only"), "-or-later")
	}):
		r.missing(found("", 0, "not-listed", "licence", s.licence))
	}
}

// code are the endings of files that bear a header.
var code = regexp.MustCompile(`(?i)\.(go|py|js|mjs|ts|tsx|jsx|java|kt|scala|rb|php|rs|c|h|cc|cpp|hpp|cs|swift|m|pl|lua|r|sh|bash|sql|vue|svelte|ex|exs|erl|hs|ml|clj|dart|jl)$`)

func (s *scan) headers(r *Result) {
	if slices.Contains(s.paths, "REUSE.toml") || slices.Contains(s.paths, ".reuse/dep5") {
		return
	}
	all, with, first := 0, 0, ""
	for _, p := range s.paths {
		if s.ctx.Err() != nil {
			return
		}
		if !code.MatchString(p) {
			continue
		}
		all++
		if head, err := s.tree.Read(p, 2000); err == nil && strings.Contains(string(head), "SPDX-License-Identifier:") {
			with++
		} else if first == "" {
			first = p
		}
	}
	switch {
	case all == 0:
		r.State = Outside
	case with == 0:
		r.missing(found(first, 0, "headers", "with", with, "of", all))
	case with < all:
		r.partly(100*with/all, found(first, 0, "headers", "with", with, "of", all))
	}
}

// lists are the files that name the components of a program and can state their licences.
var lists = regexp.MustCompile(`(^|/)(bom\.(json|xml)|sbom\.json|[^/]*\.(cdx|spdx)\.json|package-lock\.json|composer\.lock)$`)

// aside is a path of files that are not the program's own.
var aside = regexp.MustCompile(`(^|/)(testdata|fixtures?|node_modules|vendor)/`)

func (s *scan) dependencies(r *Result) {
	r.State = Outside
	if s.licence == "" {
		return
	}
	for _, p := range s.paths {
		if s.ctx.Err() != nil {
			return
		}
		if !lists.MatchString(p) || aside.MatchString(p) {
			continue
		}
		body, err := s.tree.Read(p, components.MaxFile)
		if err != nil {
			continue
		}
		list, err := components.Read(p, body)
		if err != nil {
			continue
		}
		report, err := components.Judge(s.set, list, s.licence, procurement.Linked)
		if err != nil {
			continue
		}
		if r.State == Outside {
			r.State = Done
		}
		for _, j := range report.Of(procurement.Refused) {
			if j.Scope != components.Development {
				r.missing(found(p, 0, "component", "name", j.Name, "licence", j.Expression))
			}
		}
	}
}

func (s *scan) secrets(r *Result) {
	d, err := detector()
	if err != nil {
		r.State = Unread
		return
	}
	for i, p := range s.paths {
		if s.ctx.Err() != nil {
			return
		}
		if s.sizes[i] > maxScanned {
			continue
		}
		body, err := s.tree.Read(p, maxScanned)
		if err != nil {
			continue
		}
		for _, x := range secretsIn(d, p, body) {
			r.missing(found(p, x.line, "secret", "rule", x.rule))
		}
	}
}

func (s *scan) history(r *Result) {
	folder, ok := s.tree.(*Folder)
	if !ok || folder.repo == nil {
		r.State = Outside
		return
	}
	d, err := detector()
	if err != nil {
		r.State = Unread
		return
	}
	err = history(s.ctx, folder.repo, d, folder.versions(), func(p, commit string, x secret) {
		r.missing(found(p, x.line, "secret-history", "rule", x.rule, "commit", commit))
	})
	if err != nil && s.ctx.Err() == nil {
		if errors.Is(err, plumbing.ErrReferenceNotFound) { // no commit yet
			r.State = Outside
			return
		}
		r.State = Unread
	}
}

func (s *scan) readme(r *Result) {
	p := s.root(regexp.MustCompile(`(?i)^(readme|lisezmoi|lisez-moi)([-._].*)?$`))
	if p == "" {
		r.missing(found("", 0, "no-file", "name", "README.md"))
		return
	}
	text := strings.ToLower(s.text(p))
	var lacks []Finding
	if len([]rune(text)) < shortText {
		lacks = append(lacks, found(p, 0, "readme-short", "least", shortText))
	}
	if !regexp.MustCompile("install|usage|utilis|démarr|demarr|getting started|quick ?start|run |lancer|```").MatchString(text) {
		lacks = append(lacks, found(p, 0, "readme-use"))
	}
	if !regexp.MustCompile(`licen[cs]e`).MatchString(text) {
		lacks = append(lacks, found(p, 0, "readme-licence"))
	}
	if len(lacks) > 0 {
		r.partly(100-25*len(lacks), lacks...)
	}
}

// named is a check that one file is there.
func (s *scan) named(r *Result, pattern, name string) {
	if s.root(regexp.MustCompile(`(?i)^`+pattern+`([-._].*)?$`)) == "" {
		r.missing(found("", 0, "no-file", "name", name))
	}
}

func (s *scan) contributing(r *Result) { s.named(r, `contribu(ting|er|ers|tions?)`, "CONTRIBUTING.md") }
func (s *scan) conduct(r *Result) {
	s.named(r, `code[-_]of[-_]conduct|code[-_]de[-_]conduite`, "CODE_OF_CONDUCT.md")
}
func (s *scan) changelog(r *Result) {
	s.named(r, `(changelog|changes|history|news|releases?|nouveautes)`, "CHANGELOG.md")
}

func (s *scan) security(r *Result) {
	p := s.root(regexp.MustCompile(`(?i)^security(\.(md|txt|rst|adoc))?$`))
	if slices.Contains(s.paths, ".well-known/security.txt") {
		p = ".well-known/security.txt"
	}
	if p == "" {
		r.missing(found("", 0, "no-file", "name", "SECURITY.md"))
		return
	}
	if text := s.text(p); !mail.MatchString(text) && !strings.Contains(text, "https://") && !regexp.MustCompile(`(?i)private|privé|confiden`).MatchString(text) {
		r.partly(50, found(p, 0, "no-contact"))
	}
}

// version is a tag that names a version.
var version = regexp.MustCompile(`^v?\d+\.\d+`)

func (s *scan) releases(r *Result) {
	folder, ok := s.tree.(*Folder)
	if !ok || folder.repo == nil {
		r.State = Outside
		return
	}
	tags, err := folder.repo.Tags()
	if err != nil {
		r.State = Outside
		return
	}
	n := 0
	_ = tags.ForEach(func(t *plumbing.Reference) error { // the function never fails
		if version.MatchString(path.Base(t.Name().Short())) {
			n++
		}
		return nil
	})
	if n == 0 {
		r.missing(found("", 0, "no-tag"))
	}
}

func (s *scan) publiccode(r *Result) {
	p := ""
	for _, name := range []string{"publiccode.yml", "publiccode.yaml"} {
		if slices.Contains(s.paths, name) {
			p = name
		}
	}
	if p == "" {
		r.missing(found("", 0, "no-file", "name", "publiccode.yml"))
		return
	}
	body, err := s.tree.Read(p, 1<<20)
	if err != nil {
		r.State = Unread
		return
	}
	findings := publiccode.Check(body, func(name string) bool { return slices.Contains(s.paths, name) })
	if publiccode.Valid(findings) {
		return
	}
	r.partly(40)
	for _, f := range findings {
		if !f.Warning {
			r.note(Finding{Path: p, Line: f.Line, Key: f.Key, Args: f.Args})
		}
	}
}

func (s *scan) tests(r *Result) {
	is := regexp.MustCompile(`(?i)(^|/)(tests?|specs?|__tests__)/|(_test|_spec|\.test|\.spec)\.\w+$|(^|/)test_[^/]*\.\w+$|Test\.(java|php|kt|cs)$`)
	if !slices.ContainsFunc(s.paths, is.MatchString) {
		r.missing(found("", 0, "no-tests"))
	}
}

func (s *scan) automation(r *Result) {
	is := regexp.MustCompile(`^(\.github/workflows/.*\.ya?ml|\.gitlab-ci\.yml|\.(forgejo|gitea)/workflows/.*|\.woodpecker(/.*|\.ya?ml)|\.circleci/.*|\.travis\.yml|Jenkinsfile|azure-pipelines\.yml|\.ci/.*|\.drone\.yml|\.builds?/.*)$`)
	if !slices.ContainsFunc(s.paths, is.MatchString) {
		r.missing(found("", 0, "no-automation"))
	}
}

func (s *scan) large(r *Result) {
	for i, p := range s.paths {
		if s.sizes[i] > largeFile {
			r.missing(found(p, 0, "large", "size", s.sizes[i]>>20))
		}
	}
}

func (s *scan) built(r *Result) {
	is := regexp.MustCompile(`(?i)(^|/)(node_modules|__pycache__|\.idea|\.DS_Store|Thumbs\.db)(/|$)|\.(exe|dll|so|dylib|class|pyc|o|obj|jar|war|msi|deb|rpm)$`)
	for _, p := range s.paths {
		if is.MatchString(p) {
			r.missing(found(p, 0, "built"))
		}
	}
}
