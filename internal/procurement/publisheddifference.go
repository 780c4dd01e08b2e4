package procurement

// differences say why the desk answers otherwise than a published list: the list (any when empty), what it says, and the rules of the desk that say the contrary.
var differences = []struct {
	list    string
	verdict Verdict
	rules   string
	reason  string
}{
	{"asf", Fits, "copyleft", "asf-policy"},
	{"asf", Refused, "permissive weak-library", "asf-policy"},
	{"fsf", Refused, "content-beside", "content-beside"},
	{"fsf", Refused, "named", "relicensing"},
	{"gnu-faq", Fits, "copyleft gnu-versions", "whole-moves"},
	{"joinup", Fits, "apache-gpl2", "patents"},
	{"joinup", Fits, "copyleft copyleft-conflict", "appendix"},
	{"joinup", Fits, "outbound-content", "content-outbound"},
	{"osadl", Fits, "copyleft", "whole-moves"},
	{"osadl", Fits, "weak-file-gpl", "secondary"},
	{"osadl", Refused, "weak-file", "file-stays"},
	{"osadl", Refused, "gnu-narrower apache-gpl2-later", "narrower"},
	{"osadl", Refused, "gnu-version gpl3-agpl3", "library-gpl"},
	{"osadl", Refused, "named", "later-version"},
}
