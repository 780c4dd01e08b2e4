package components

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"guichet/internal/bounds"
	"guichet/internal/errs"
)

// Format is how a list is written.
type Format string

// The formats.
const (
	SPDX2        Format = "spdx-2"         // SPDX 2.2 and 2.3, JSON
	SPDX3        Format = "spdx-3"         // SPDX 3.0, JSON-LD
	CycloneJSON  Format = "cyclonedx-json" // 1.2 and later
	CycloneXML   Format = "cyclonedx-xml"  // 1.0 and later
	GoMod        Format = "go.mod"
	PackageJSON  Format = "package.json"
	PackageLock  Format = "package-lock.json" // versions 1 to 3
	POM          Format = "pom.xml"
	ComposerJSON Format = "composer.json"
	ComposerLock Format = "composer.lock"
	Requirements Format = "requirements.txt"
	Expressions  Format = "expressions" // one SPDX expression a line, after the component's name and a comma if one likes
)

// Label is the message key of the format's name.
func (f Format) Label() string { return "components.format-" + strings.ReplaceAll(string(f), ".", "-") }

// States reports whether a list of the format can state the licences of its components.
func (f Format) States() bool {
	switch f {
	case GoMod, PackageJSON, POM, ComposerJSON, Requirements:
		return false
	}
	return true
}

type reader struct {
	list *List
	seen map[Component]bool
	full bool
}

var readers = map[Format]func(*reader, []byte) error{
	SPDX2: (*reader).spdx2, SPDX3: (*reader).spdx3, CycloneJSON: (*reader).cycloneJSON, CycloneXML: (*reader).cycloneXML, GoMod: (*reader).goMod, PackageJSON: (*reader).packageJSON,
	PackageLock: (*reader).packageLock, POM: (*reader).pom, ComposerJSON: (*reader).composerJSON, ComposerLock: (*reader).composerLock, Requirements: (*reader).requirements, Expressions: (*reader).expressions,
}

// Read reads a list; name is that of its file, empty for text that was pasted. The format is told by the content, and by the name where the content could be two. It
// refuses (errs.Invalid on "file") what is too long, no text, of no format known here, damaged, or empty, and says which.
func Read(name string, body []byte) (*List, error) {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	switch {
	case len(body) == 0:
		return nil, refuse("components.empty")
	case len(body) > MaxFile:
		return nil, refuse("components.long").With("most", MaxFile>>20)
	case !utf8.Valid(body) || bytes.IndexByte(body, 0) >= 0:
		return nil, refuse("components.no-text")
	}
	if crowded(body) {
		return nil, refuse("components.many").With("most", MaxComponents)
	}
	format, err := recognise(path.Base(strings.ReplaceAll(name, `\`, "/")), body)
	if err != nil {
		return nil, err
	}
	r := &reader{list: &List{Format: format, Licensed: format.States()}, seen: map[Component]bool{}}
	if err := readers[format](r, body); err != nil {
		return nil, damaged(format, body, err)
	}
	switch {
	case r.full:
		return nil, refuse("components.many").With("most", MaxComponents)
	case len(r.list.Components) == 0:
		return nil, refuse("components.none").With("format", string(format))
	}
	return r.list, nil
}

// Bounds of what a list holds besides its components: each object, tag or line becomes something larger in memory than it is in the text.
const (
	maxObjects = 300_000   // of JSON: a component of CycloneDX has up to a dozen
	maxMembers = 1_500_000 // of JSON: commas
	maxTags    = 800_000   // of XML
	maxLines   = 300_000   // of a text
)

// crowded reports whether a text has more parts than any list of so many components. What stands in quotes counts, too.
func crowded(body []byte) bool {
	switch body[0] {
	case '{', '[':
		return bytes.Count(body, []byte("{")) > maxObjects || bytes.Count(body, []byte("[")) > maxObjects || bytes.Count(body, []byte(",")) > maxMembers
	case '<':
		return bytes.Count(body, []byte("<")) > maxTags
	}
	return bytes.Count(body, []byte("\n")) > maxLines
}

func refuse(key string) *errs.Error { return errs.New(errs.Invalid, key).On("file") }

// damaged says on which line the reading stopped, where the error tells.
func damaged(format Format, body []byte, err error) error {
	if e, ok := errors.AsType[*errs.Error](err); ok {
		return e
	}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	var markup *xml.SyntaxError
	at := int64(-1)
	n := 0
	switch {
	case errors.As(err, &syntax):
		at = syntax.Offset
	case errors.As(err, &kind):
		at = kind.Offset
	case errors.As(err, &markup):
		n = markup.Line
	}
	if at >= 0 {
		n = 1 + bytes.Count(body[:min(int(at), len(body))], []byte("\n"))
	}
	if n > 0 {
		return refuse("components.damaged-line").With("format", string(format)).With("line", n)
	}
	return refuse("components.damaged").With("format", string(format))
}

// requirement is a line of a requirements.txt that no SPDX expression could be.
var requirement = regexp.MustCompile(`(?m)^[A-Za-z0-9][\w.-]*(\[[\w, .-]*\])?\s*(===?|[~<>!]=?|@ )\s*\S`)

func recognise(name string, body []byte) (Format, error) {
	switch body[0] {
	case '{':
		return recogniseJSON(name, body)
	case '<':
		return recogniseXML(body)
	}
	switch {
	case name == "go.mod" || regexp.MustCompile(`(?m)^module\s+\S+\s*$`).Match(body):
		return GoMod, nil
	case strings.HasPrefix(name, "requirements") || requirement.Match(body):
		return Requirements, nil
	}
	return Expressions, nil
}

func recogniseJSON(name string, body []byte) (Format, error) {
	var top struct {
		BOMFormat string          `json:"bomFormat"`
		Version   string          `json:"spdxVersion"`
		Context   json.RawMessage `json:"@context"`
		Graph     json.RawMessage `json:"@graph"`
		Lock      json.RawMessage `json:"lockfileVersion"`
		Hash      json.RawMessage `json:"content-hash"`
		Packages  json.RawMessage `json:"packages"`
		Require   json.RawMessage `json:"require"`
		Runtime   json.RawMessage `json:"dependencies"`
		Build     json.RawMessage `json:"devDependencies"`
	}
	if err := json.Unmarshal(body, &top); err != nil {
		if _, ok := errors.AsType[*json.UnmarshalTypeError](err); !ok {
			return "", damaged("JSON", body, err)
		}
	}
	switch {
	case top.BOMFormat != "":
		return CycloneJSON, nil
	case top.Version != "":
		return SPDX2, nil
	case top.Graph != nil || bytes.Contains(top.Context, []byte("spdx")):
		return SPDX3, nil
	case top.Lock != nil:
		return PackageLock, nil
	case top.Hash != nil || name == "composer.lock":
		return ComposerLock, nil
	case name == "composer.json" || top.Require != nil:
		return ComposerJSON, nil
	case name == "package.json" || top.Runtime != nil || top.Build != nil:
		return PackageJSON, nil
	}
	return "", refuse("components.format-unknown")
}

// maxTag bounds a tag of XML, in bytes: its attributes are held in memory all at once.
const maxTag = 64 << 10

func recogniseXML(body []byte) (Format, error) {
	if !bounds.XML(body, maxTag) {
		return "", refuse("components.damaged").With("format", "XML")
	}
	d := xml.NewDecoder(bytes.NewReader(body))
	for {
		t, err := d.Token()
		if err != nil {
			return "", damaged("XML", body, err)
		}
		if e, ok := t.(xml.StartElement); ok {
			switch e.Name.Local {
			case "bom":
				return CycloneXML, nil
			case "project":
				return POM, nil
			}
			return "", refuse("components.format-unknown")
		}
	}
}
