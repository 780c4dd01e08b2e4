package readiness

import (
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/pelletier/go-toml/v2"

	"guichet/internal/archive"
	"guichet/internal/bounds"
	"guichet/internal/source"
	"guichet/internal/source/publiccode"
)

// Draft is what a repository itself says for its publiccode.yml. What nothing in the repository says is left out: nothing is guessed from names.
type Draft struct {
	publiccode.Form
	From map[string]string // where each value was read, by the path of its field: the path of a file, ".git/config", "git tag"
}

// Bounds of a draft: what a description may have, and how much of a list is taken over.
const (
	maxShort    = 150
	minLong     = 150
	maxLong     = 3000
	maxFeatures = 12
)

// DraftPubliccode fills a publiccode.yml in from the files of a repository: the publiccode.yml that it has, the manifest of its language, its licence,
// its README, its translations, and in a git repository the address of its origin and its last version. An earlier one wins over a later one.
// The error is that of a publiccode.yml that is no YAML.
func DraftPubliccode(tree Tree) (Draft, []publiccode.Finding) {
	s := &scan{tree: tree}
	s.paths, s.sizes = tree.Files()
	d := Draft{Form: publiccode.Form{Values: map[string]string{}}, From: map[string]string{}}
	for _, name := range []string{"publiccode.yml", "publiccode.yaml"} {
		if !slices.Contains(s.paths, name) {
			continue
		}
		body, err := tree.Read(name, 1<<20)
		if err != nil {
			continue
		}
		form, findings := publiccode.Open(body)
		if findings != nil {
			return d, findings
		}
		d.Form = form
		for k := range form.Values {
			d.From[k] = name
		}
		break
	}
	for _, m := range manifests {
		if slices.Contains(s.paths, m.name) {
			if body, err := tree.Read(m.name, 1<<20); err == nil {
				for field, v := range m.read(body) {
					d.put(field, v, m.name)
				}
			}
		}
	}
	s.draftLicence(&d)
	s.draftText(&d)
	s.draftLanguages(&d)
	s.draftGit(&d)
	return d, nil
}

// put sets a value that nothing before has set.
func (d *Draft) put(field, v, from string) {
	v = strings.TrimSpace(strings.ToValidUTF8(v, ""))
	if v == "" || d.Values[field] != "" {
		return
	}
	d.Values[field], d.From[field] = v, from
}

// maxBrackets bounds how deep a TOML file nests: its parser calls itself at each bracket, and a full stack ends the program.
const maxBrackets = 100

// manifests are the files in which a language's tools describe a program.
var manifests = []struct {
	name string
	read func(body []byte) map[string]string
}{
	{"codemeta.json", codemeta}, {"package.json", packageJSON}, {"composer.json", packageJSON}, {"pyproject.toml", pyproject}, {"Cargo.toml", cargo},
}

func packageJSON(body []byte) map[string]string {
	var m struct {
		Name, Version, Description, Homepage string
		License                              any
		Repository                           any
	}
	if json.Unmarshal(body, &m) != nil {
		return nil
	}
	out := map[string]string{"softwareVersion": released(m.Version), "landingURL": source.Web(m.Homepage)}
	if _, name, scoped := strings.Cut(m.Name, "/"); scoped {
		m.Name = name
	}
	out["name"] = m.Name
	describe(out, m.Description)
	switch l := m.License.(type) {
	case string:
		out["legal.license"] = spdx(l)
	case []any: // composer: any of them
		var all []string
		for _, x := range l {
			if id, ok := x.(string); ok && spdx(id) != "" {
				all = append(all, id)
			}
		}
		if len(all) == len(l) {
			out["legal.license"] = strings.Join(all, " OR ")
		}
	}
	switch r := m.Repository.(type) {
	case string:
		out["url"] = forge(r)
	case map[string]any:
		if u, ok := r["url"].(string); ok {
			out["url"] = forge(u)
		}
	}
	return out
}

func codemeta(body []byte) map[string]string {
	var m struct {
		Name, Version, Description, CodeRepository, URL, DateModified string
		License                                                       any
	}
	if json.Unmarshal(body, &m) != nil {
		return nil
	}
	out := map[string]string{"name": m.Name, "softwareVersion": released(m.Version), "url": forge(m.CodeRepository), "landingURL": source.Web(m.URL)}
	describe(out, m.Description)
	if l, ok := m.License.(string); ok {
		out["legal.license"] = spdx(strings.TrimSuffix(path.Base(l), ".html"))
	}
	return out
}

func pyproject(body []byte) map[string]string {
	type about struct {
		Name, Version, Description, Homepage, Repository string
		License                                          any
		URLs                                             map[string]string `toml:"urls"`
	}
	var m struct {
		Project about
		Tool    struct{ Poetry about }
	}
	if !bounds.Brackets(body, maxBrackets) || toml.Unmarshal(body, &m) != nil {
		return nil
	}
	a := m.Project
	if a.Name == "" {
		a = m.Tool.Poetry
	}
	out := map[string]string{"name": a.Name, "softwareVersion": released(a.Version), "landingURL": source.Web(a.Homepage), "url": forge(a.Repository)}
	describe(out, a.Description)
	for k, u := range a.URLs {
		switch strings.ToLower(k) {
		case "homepage":
			out["landingURL"] = source.Web(u)
		case "repository", "source", "source code":
			out["url"] = forge(u)
		}
	}
	switch l := a.License.(type) {
	case string:
		out["legal.license"] = spdx(l)
	case map[string]any:
		if id, ok := l["text"].(string); ok {
			out["legal.license"] = spdx(id)
		}
	}
	return out
}

func cargo(body []byte) map[string]string {
	var m struct {
		Package struct{ Name, Version, Description, License, Repository, Homepage any }
	}
	if !bounds.Brackets(body, maxBrackets) || toml.Unmarshal(body, &m) != nil {
		return nil
	}
	str := func(v any) string { s, _ := v.(string); return s } // a workspace's member inherits by a table
	p := m.Package
	out := map[string]string{"name": str(p.Name), "softwareVersion": released(str(p.Version)), "legal.license": spdx(strings.ReplaceAll(str(p.License), "/", " OR ")), "url": forge(str(p.Repository)), "landingURL": source.Web(str(p.Homepage))}
	describe(out, str(p.Description))
	return out
}

// describe takes a manifest's description as the short one, in the language that it is in.
func describe(out map[string]string, text string) {
	if text = strings.Join(strings.Fields(text), " "); len([]rune(text)) >= 10 && len([]rune(text)) <= maxShort {
		out["description."+tongue(text)+".shortDescription"] = text
	}
}

// released returns a version, and "" for what tools write when there is none.
func released(v string) string {
	if v = strings.TrimSpace(v); v == "0.0.0" || strings.ContainsAny(v, " \n") || len(v) > 60 {
		return ""
	}
	return v
}

// spdx returns an expression that is valid, and "" otherwise.
func spdx(s string) string {
	if s = strings.TrimSpace(s); s != "" && publiccode.Licence(s) {
		return s
	}
	return ""
}

// forge returns the web address of a repository that is written in one of the ways of git and of manifests: git@host:a/b.git, git+https://…, github:a/b.
// What may hold a password is dropped.
func forge(s string) string {
	s = strings.TrimSpace(s)
	s = strings.TrimPrefix(s, "git+")
	if m := regexp.MustCompile(`^(?:ssh://)?[\w.-]+@([\w.-]+)(?::\d+)?[:/](.+)$`).FindStringSubmatch(s); m != nil {
		s = "https://" + m[1] + "/" + strings.TrimPrefix(m[2], "/")
	}
	s = strings.Replace(s, "git://", "https://", 1)
	if m := regexp.MustCompile(`^(https?://)[^/@]*@(.+)$`).FindStringSubmatch(s); m != nil {
		s = m[1] + m[2]
	}
	return source.Web(s)
}

func (s *scan) draftLicence(d *Draft) {
	r := Result{}
	if s.licenceFile(&r); s.licence != "" {
		for _, p := range s.paths {
			if dir, file := path.Split(p); dir == "" && licenceName.MatchString(file) {
				d.put("legal.license", s.licence, p)
				return
			}
		}
	}
}

// Parts of a README.
var (
	heading  = regexp.MustCompile(`^#{1,6}\s+(.+?)\s*#*$`)
	underRow = regexp.MustCompile(`^(=+|-+)\s*$`)
	bullet   = regexp.MustCompile(`^[-*+]\s+(.+)$`)
	features = regexp.MustCompile(`(?i)^(main |key |principales? )?(features?|fonctionnalit[ée]s?|functionalit(y|ies))\b`)
	picture  = regexp.MustCompile(`\[?!\[[^\]]*\]\([^)]*\)(\]\([^)]*\))?`)
	link     = regexp.MustCompile(`\[([^\]]+)\]\([^)]*\)`)
	marks    = strings.NewReplacer("**", "", "__", "", "`", "", "<br>", " ", "<br/>", " ")
	tag      = regexp.MustCompile(`<[^>]{1,200}>`)
)

// prose drops the marks of Markdown and HTML from a line.
func prose(s string) string {
	s = link.ReplaceAllString(picture.ReplaceAllString(s, ""), "$1")
	return strings.Join(strings.Fields(tag.ReplaceAllString(marks.Replace(s), "")), " ")
}

// draftText reads title, first paragraphs and list of features of each README.
func (s *scan) draftText(d *Draft) {
	is := regexp.MustCompile(`(?i)^(readme|lisezmoi|lisez-moi)([-._][a-z]{2}([-_][a-z]{2})?)?(\.(md|markdown|txt|rst))?$`)
	for _, p := range s.paths {
		if dir, file := path.Split(p); dir != "" || !is.MatchString(file) {
			continue
		}
		title, paragraphs, list := readme(s.text(p))
		d.put("name", title, p)
		whole := strings.Join(paragraphs, "\n\n")
		lang := tongue(whole + " " + strings.Join(list, " "))
		at := "description." + lang + "."
		if len(paragraphs) > 0 && len([]rune(paragraphs[0])) <= maxShort {
			d.put(at+"shortDescription", paragraphs[0], p)
		} else if len(paragraphs) > 0 {
			if first, _, ok := strings.Cut(paragraphs[0], ". "); ok && len([]rune(first)) < maxShort {
				d.put(at+"shortDescription", first+".", p)
			}
		}
		d.put(at+"longDescription", whole, p)
		d.put(at+"features", strings.Join(list, "\n"), p)
	}
}

// readme takes a README apart: its first heading, the paragraphs of as many parts as a long description needs, and the list of features.
func readme(text string) (title string, paragraphs, list []string) {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	var para []string
	part, inCode, inFeatures, long, enough := 0, false, false, 0, false
	flush := func() {
		if p := strings.Join(para, " "); len([]rune(p)) >= 20 && !enough && long+len([]rune(p)) <= maxLong && !inFeatures {
			paragraphs = append(paragraphs, p)
			long += len([]rune(p))
		}
		para = nil
	}
	for i, line := range lines {
		line = strings.TrimRight(line, " \t")
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			flush()
			inCode = !inCode
			continue
		}
		if inCode {
			continue
		}
		head := ""
		if m := heading.FindStringSubmatch(line); m != nil {
			head = prose(m[1])
		} else if i+1 < len(lines) && underRow.MatchString(lines[i+1]) && line != "" && len(para) == 0 && !bullet.MatchString(line) {
			head = prose(line)
		}
		item := bullet.FindStringSubmatch(line)
		switch {
		case head != "":
			flush()
			if title == "" && part == 0 {
				title = head
			}
			part++
			enough = enough || long >= minLong
			inFeatures = features.MatchString(head)
		case underRow.MatchString(line), strings.HasPrefix(line, "|"), strings.HasPrefix(line, "    "), strings.HasPrefix(line, "<!--"):
			flush()
		case item != nil:
			flush()
			if x := prose(item[1]); inFeatures && x != "" && len(list) < maxFeatures && len([]rune(x)) <= 200 {
				list = append(list, x)
			}
		case strings.TrimSpace(line) == "":
			flush()
		default:
			if x := prose(strings.TrimLeft(line, "> ")); x != "" {
				para = append(para, x)
			}
		}
	}
	flush()
	return title, paragraphs, list
}

// tongue tells French from English by the small words of a text; a text that has none of them is taken for English, the habit of code.
func tongue(text string) string {
	french := map[string]bool{"le": true, "la": true, "les": true, "des": true, "une": true, "est": true, "pour": true, "et": true, "du": true, "dans": true, "par": true, "sur": true, "avec": true, "ce": true, "un": true, "de": true}
	english := map[string]bool{"the": true, "and": true, "of": true, "is": true, "for": true, "with": true, "this": true, "that": true, "in": true, "to": true, "by": true, "are": true, "you": true, "an": true}
	fr, en := 0, 0
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' && r < 128 || r > 'z' && r < 128 || r == '’' }) {
		if french[w] {
			fr++
		}
		if english[w] {
			en++
		}
	}
	if fr > en {
		return "fr"
	}
	return "en"
}

// translation is a file of the messages of a program in one language.
var translation = regexp.MustCompile(`(?i)(?:^|/)(?:locales?|i18n|translations?|lang|languages|po|messages)/(?:[a-z]+[-._])?([a-z]{2})(?:[-_][a-zA-Z]{2,4})?(?:/[^/]+)*(?:\.(?:json|ya?ml|po|properties|ts|js|php|xlf|ftl|strings))$`)

func (s *scan) draftLanguages(d *Draft) {
	from := map[string]string{}
	for _, p := range s.paths {
		if m := translation.FindStringSubmatch(p); m != nil && !aside.MatchString(p) && publiccode.Language(strings.ToLower(m[1])) {
			if lang := strings.ToLower(m[1]); from[lang] == "" {
				from[lang] = p
			}
		}
	}
	if len(from) < 2 { // one folder of two letters may be anything
		return
	}
	var all []string
	for lang := range from {
		all = append(all, lang)
	}
	slices.Sort(all)
	d.put("localisation.localisationReady", "true", from[all[0]])
	d.put("localisation.availableLanguages", strings.Join(all, "\n"), from[all[0]])
}

// draftGit reads the address of the origin, and the last tag that names a version with its day.
func (s *scan) draftGit(d *Draft) {
	folder, ok := s.tree.(*Folder)
	if !ok || folder.repo == nil {
		return
	}
	if remote, err := folder.repo.Remote("origin"); err == nil && len(remote.Config().URLs) > 0 {
		d.put("url", forge(remote.Config().URLs[0]), ".git/config")
	}
	if d.Values["softwareVersion"] != "" {
		return // its day would be another's
	}
	tags, err := folder.repo.Tags()
	if err != nil {
		return
	}
	var last, day string
	_ = tags.ForEach(func(t *plumbing.Reference) error { // the function never fails
		name := path.Base(t.Name().Short())
		if !version.MatchString(name) {
			return nil
		}
		hash, err := folder.repo.ResolveRevision(plumbing.Revision(t.Name()))
		if err != nil {
			hash = &plumbing.ZeroHash
		}
		if c, err := folder.repo.CommitObject(*hash); err == nil {
			if at := c.Committer.When.UTC().Format("2006-01-02"); at > day || at == day && name > last {
				last, day = name, at
			}
		}
		return nil
	})
	if last != "" {
		d.put("softwareVersion", strings.TrimPrefix(last, "v"), "git tag "+last)
		d.put("releaseDate", day, "git tag "+last)
	}
}

// DraftFrom drafts from the bytes of an archive of a repository, or of a publiccode.yml. The error is that of an archive that cannot be read.
func DraftFrom(body []byte) (Draft, []publiccode.Finding, error) {
	if len(body) == 0 || archive.Is(body) {
		tree, err := archive.Read(body)
		if err != nil {
			return Draft{}, nil, err
		}
		d, findings := DraftPubliccode(tree)
		return d, findings, nil
	}
	form, findings := publiccode.Open(body)
	if findings != nil {
		return Draft{}, findings, nil
	}
	d := Draft{Form: form, From: map[string]string{}}
	for k := range form.Values {
		d.From[k] = "publiccode.yml"
	}
	return d, nil, nil
}
