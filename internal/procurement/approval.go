package procurement

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"guichet/internal/document"
	"guichet/internal/errs"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
)

// MaxApproval bounds each text of a request for approval, in characters.
const MaxApproval = 5000

// ApprovalItems are the parts of a request for the approval of a licence (CRPA D.323-2-2, as data.gouv.fr lists them), after who asks: the information concerned, the
// reasons, why no listed licence fits, the text of the licence, the summary of the consultation of re-users.
var ApprovalItems = []string{"informations", "raisons", "insuffisance", "texte", "consultation"}

// Approval is a request for the approval of a licence that is not in the list. It is drawn up for its author and kept nowhere.
type Approval struct {
	Body    string // the administration that asks
	Licence string
	Items   map[string]string
}

// Validate reports each part that is empty, too long or no text.
func (a Approval) Validate() error {
	var wrong []error
	check := func(field, text string, most int) {
		switch n := utf8.RuneCountInString(text); {
		case strings.TrimSpace(text) == "":
			wrong = append(wrong, errs.New(errs.Invalid, "guide.approval-empty").On(field))
		case n > most:
			wrong = append(wrong, errs.New(errs.Invalid, "procurement.choice-long").With("size", n).With("max", most).On(field))
		}
	}
	check("organisme", a.Body, 200)
	check("licence", a.Licence, 200)
	for _, k := range ApprovalItems {
		check(k, a.Items[k], MaxApproval)
	}
	return errors.Join(wrong...)
}

// Request writes the request as a text to be edited and sent. It is in French: it goes to a French administration.
func (s *Set) Request(a Approval, day provenance.Date) document.Document {
	t := func(key string, args map[string]any) string { return i18n.T(i18n.French, key, args) }
	d := document.Document{Lang: string(i18n.French), Title: t("guide.approval-heading", map[string]any{"licence": a.Licence}), Subject: t("guide.draft", nil), Author: a.Body,
		Date: time.Date(day.Year, time.Month(max(day.Month, 1)), max(day.Day, 1), 0, 0, 0, 0, time.UTC)}
	d.Blocks = []document.Block{
		document.Paragraph{Note: true, Runs: document.Text(t("guide.draft", nil))},
		document.Plain(t("guide.approval-from", map[string]any{"body": a.Body, "date": day.In(i18n.French)})),
	}
	for _, k := range ApprovalItems {
		d.Blocks = append(d.Blocks, document.Heading{Level: 1, Text: t("guide.approval-"+k, nil)})
		for p := range strings.SplitSeq(strings.ReplaceAll(a.Items[k], "\r\n", "\n"), "\n") {
			if p = strings.TrimSpace(p); p != "" {
				d.Blocks = append(d.Blocks, document.Plain(p))
			}
		}
	}
	d.Blocks = append(d.Blocks, document.Heading{Level: 1, Text: t("guide.laws", nil)}, s.lawTable(s.lawsOf([]string{"crpa-d323-2-2", "crpa-d323-2-1", "crpa-l323-2"}), i18n.French))
	return d
}
