package api

import (
	"net/http"

	"guichet/internal/archive"
	"guichet/internal/i18n"
	"guichet/internal/readiness"
	"guichet/internal/source/publiccode"
)

type (
	publiccodeDocument struct {
		Valid    bool                `json:"valid"`
		Findings []publiccodeFinding `json:"findings"`
		File     string              `json:"file,omitempty" doc:"the file in the current version of the standard; from an archive, filled in from what the repository says; findings name its lines"`
		From     map[string]string   `json:"from,omitempty" doc:"of an archive: the file in which each value was read, by the path of the field"`
	}
	publiccodeFinding struct {
		Line    int       `json:"line"`
		Column  int       `json:"column"`
		Field   string    `json:"field,omitempty"`
		Level   string    `json:"level" enum:"error,warning"`
		Message i18n.Text `json:"message"`
	}
)

// publiccode is POST /api/v1/publiccode: what is wrong with a publiccode.yml; or, of the archive of a repository, the file that it could have.
func (a *API) publiccode(w http.ResponseWriter, r *http.Request, body []byte) {
	d, findings, err := readiness.DraftFrom(body)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	doc := publiccodeDocument{Findings: []publiccodeFinding{}}
	if findings == nil {
		var file []byte
		file, findings = d.File(nil)
		doc.File, doc.From = string(file), d.From
		if !archive.Is(body) {
			findings, doc.From = publiccode.Check(body, nil), nil // the places are those of the file that was sent
		}
	}
	doc.Valid = publiccode.Valid(findings)
	for _, f := range findings {
		level := "error"
		if f.Warning {
			level = "warning"
		}
		doc.Findings = append(doc.Findings, publiccodeFinding{f.Line, f.Column, f.Field, level, i18n.Text{Fr: i18n.T(i18n.French, f.Key, f.Args), En: i18n.T(i18n.English, f.Key, f.Args)}})
	}
	a.write(w, r, false, doc)
}
