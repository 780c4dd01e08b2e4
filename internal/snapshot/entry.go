package snapshot

import (
	"guichet/internal/catalog"
	"guichet/internal/provenance"
)

// Entry is the examination of a software that may enter the SILL.
type Entry struct {
	Asked    catalog.EntryAnswers
	Sheet    *catalog.Software // of the software that is named, or nil
	Licence  string            // SPDX expression that was examined, "" when none is known
	FromThis provenance.Mark   // where the licence comes from, when it is the sheet's and not what was typed
	Verdicts []catalog.Verdict
	Sum      catalog.State
	Rules    provenance.Mark // source of the rules
}

// ExamineEntry applies the rules of entry to what was answered. A licence that was not typed is that of the sheet. The errors are of kind errs.Invalid
// and name their fields; the answers come back with them.
func (s *Snapshot) ExamineEntry(a catalog.EntryAnswers) (Entry, error) {
	e := Entry{Asked: a, Rules: s.Sources.Mark(catalog.RulesSource, provenance.Date{})}
	if err := a.Validate(); err != nil {
		return e, err
	}
	if a.Software != "" {
		e.Sheet, _, _ = s.Catalog.Named(a.Software)
	}
	var wrong error
	switch {
	case a.Licence != "":
		e.Licence, wrong = s.Procurement.ReadLicence(a.Licence)
	case e.Sheet != nil && e.Sheet.Licence.Known():
		if l, err := s.Procurement.ReadLicence(e.Sheet.Licence.V); err == nil {
			e.Licence, e.FromThis = l, e.Sheet.Licence.Mark
		}
	}
	if wrong != nil {
		return e, wrong
	}
	e.Verdicts = catalog.Examine(a.Candidate(e.Licence), s.Procurement.Catalogued())
	e.Sum = catalog.MayEnter(e.Verdicts)
	return e, nil
}
