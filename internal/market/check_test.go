package market_test

import (
	"fmt"
	"strings"
	"testing"

	"guichet/internal/errs"
	"guichet/internal/i18n"
	"guichet/internal/market"
)

// published is the list of beneficiaries of code.gouv.fr (copy of 15 September 2025), line by line, with what each gives for a software of a lot. The
// expected verdicts are written by hand from the line: s and e are its two columns; lots are the lots open to it.
var published = []struct {
	line      string
	s, e      market.Verdict
	only      int // the only lot open, 0: all or none
	published string
}{
	{"Conseil constitutionnel", market.Yes, market.Yes, 0, "Conseil constitutionnel : support oui, expertise oui"},
	{"Cour des comptes", market.No, market.Yes, 0, "Cour des comptes : support non, expertise oui"},
	{"Services de la Présidence de la République", market.Yes, market.Yes, 0, "Services de la Présidence de la République : support oui, expertise oui"},
	{"Services et entités du périmètre budgétaire des services du Premier ministre", market.Yes, market.Ask, 0, "Services et entités du périmètre budgétaire des services du Premier ministre : support oui, expertise non"},
	{"Ministères", market.Yes, market.Yes, 0, "Ministères : support oui, expertise oui"},
	{"ANSES", market.Yes, market.No, 0, "ANSES : support oui, expertise non"},
	{"CNAF", market.Yes, market.No, 0, "CNAF : support oui, expertise non"},
	{"CNRS", market.Yes, market.Yes, 0, "CNRS : support oui, expertise oui"},
	{"Agence de la biomédecine (ABM)", market.Yes, market.Yes, 0, "Agence de la biomédecine (ABM) : support oui, expertise oui"},
	{"Agence du numérique en santé (ANS)", market.Yes, market.Yes, 0, "Agence du numérique en santé (ANS) : support oui, expertise oui"},
	{"IHEDN", market.Yes, market.No, 0, "IHEDN : support oui, expertise non"},
	{"INRIA", market.Yes, market.No, 0, "INRIA : support oui, expertise non"},
	{"INPI", market.Yes, market.No, 0, "INPI : support oui, expertise non"},
	{"IRSN", market.No, market.Yes, 0, "IRSN : support non, expertise oui"},
	{"Réseau Canopé", market.No, market.Yes, 5, "Réseau Canopé : support non, expertise oui, restreinte à lot 5 : Moodle et logiciels associés"},
}

// lotSoftware is what stands for each lot: the software that its title names, or, where it names none, one that could be thought to be in it, which must
// be asked for and never guessed.
var lotSoftware = []struct {
	lot   int
	name  string
	named bool
}{
	{1, "GLPI", false}, {2, "Drupal", true}, {3, "PostgreSQL", true}, {4, "OpenStack", true}, {5, "Moodle", true}, {6, "Apache Spark", false}, {7, "Nextcloud", false},
}

// supportNames are names of the support lists as published, and names that are in neither.
var supportNames = []struct {
	name string
	in   bool
	line string
}{
	{"389 Directory Server", true, "page csv"}, {"ActiveMQ", true, "page csv"}, {"Alma Linux", true, "page"}, {"apache directory", true, "csv"}, {"Apache HTTP Server", true, "page csv"},
	{"Krita", false, ""}, {"Calibre", false, ""}, {"Stellarium", false, ""}, {"Anki", false, ""}, {"Darktable", false, ""},
}

func plain(s string) string { return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s) }

// Every line of the list of beneficiaries against the seven lots: what the line and the lot's title give, no more.
func TestEveryBeneficiaryAndLot(t *testing.T) {
	t.Parallel()
	set := starterSet(t)
	if len(set.Beneficiaries) != len(published) {
		t.Fatalf("%d beneficiaries, the published list has %d", len(set.Beneficiaries), len(published))
	}
	for _, p := range published {
		for _, l := range lotSoftware {
			want, lots := p.e, 0
			switch {
			case p.e != market.Yes:
			case l.named && (p.only == 0 || p.only == l.lot):
				lots = 1
			case p.only != 0:
				want = market.No // the one lot open is not that of this software
			default:
				want = market.Ask
			}
			c, err := set.Check(market.Query{Organisation: p.line, Software: l.name, Need: market.NeedStudy})
			if err != nil {
				t.Errorf("%s, %s: %v", p.line, l.name, err)
				continue
			}
			if c.Expertise != want || len(c.Lots()) != lots || lots == 1 && c.Lots()[0].Number != l.lot {
				t.Errorf("%s, %s: expertise %s through %d lots, want %s through %d", p.line, l.name, c.Expertise, len(c.Lots()), want, lots)
			}
			if route := map[market.Verdict]market.Route{market.Yes: market.RouteExpertise, market.No: market.RouteNone, market.Ask: market.RouteAsk}[want]; c.Route != route {
				t.Errorf("%s, a study of %s: %s, want %s", p.line, l.name, c.Route, route)
			}
			if got := plain(c.Line(i18n.French)); got != p.published {
				t.Errorf("%s cites %q, want %q", p.line, got, p.published)
			}
			if c.Body.Beneficiary.Source != "code-gouv-fr" {
				t.Errorf("%s comes from %q", p.line, c.Body.Beneficiary.Source)
			}
		}
	}
}

// Every beneficiary against ten names, five of the support lists and five of neither: a fault, and a question.
func TestEveryBeneficiaryAndName(t *testing.T) {
	t.Parallel()
	set := starterSet(t)
	for _, n := range supportNames {
		cov, product, ok := set.FindSoftware(n.name)
		if !ok || product != nil || cov.Supported() != n.in {
			t.Errorf("%s: supported %v, want %v", n.name, cov.Supported(), n.in)
			continue
		}
		if n.in {
			if x := cov.Support[0]; x.OnPage != strings.Contains(n.line, "page") || x.OnCSV != strings.Contains(n.line, "csv") || x.Name != n.name {
				t.Errorf("%s cites %+v, want %s", n.name, x, n.line)
			}
		}
		for _, p := range published {
			fault, err := set.Check(market.Query{Organisation: p.line, Software: n.name, Need: market.NeedFault})
			if err != nil {
				t.Fatal(err)
			}
			want, route := p.s, market.RouteSupport
			switch {
			case p.s == market.No && p.e == market.Yes: // its expertise contract has help to run: the page does not say how far
				route = market.RouteAsk
			case p.s == market.No || !n.in:
				want, route = market.No, market.RouteNone
			}
			if fault.Support != want || fault.Route != route || fault.Request != market.SupportRequest {
				t.Errorf("%s, a fault of %s: support %s, %s %s; want %s, %s", p.line, n.name, fault.Support, fault.Route, fault.Request, want, route)
			}
			if owes := len(fault.Owed) > 0; owes != (route == market.RouteSupport) {
				t.Errorf("%s, a fault of %s: owed %v", p.line, n.name, fault.Owed)
			}
			question, err := set.Check(market.Query{Organisation: p.line, Software: n.name, Need: market.NeedInformation})
			if err != nil {
				t.Fatal(err)
			}
			if question.Support != p.s || question.Request != market.InformationRequest {
				t.Errorf("%s, a question about %s: support %s, want %s: it may go beyond the perimeter", p.line, n.name, question.Support, p.s)
			}
		}
	}
}

// Names as people type them, and names that must stand for nothing.
func TestFindBody(t *testing.T) {
	t.Parallel()
	set := starterSet(t)
	for _, c := range []struct{ in, want string }{
		{"CNRS", "cnrs"}, {"le c.n.r.s.", "cnrs"}, {"la DSI du CNRS", "cnrs"}, {"centre national de la recherche scientifique", "cnrs"},
		{"Centre national de la recherche sientifique", "cnrs"}, {"ABM", "agence-de-la-biomedecine"}, {"canope", "reseau-canope"}, {"Réseau Canopé", "reseau-canope"},
		{"ministère de la Culture", "ministeres"}, {"Ministere de la culture", "ministeres"}, {"minstère de la Culture", "ministeres"}, {"DNUM du ministère de l'Intérieur", "ministeres"},
		{"ministère de l'Économie, des Finances et de la Souveraineté industrielle, énergétique et numérique", "ministeres"}, {"ministère des Armées et des Anciens combattants", "ministeres"},
		{"ministère du Travail, de la Santé, des Solidarités et des Familles", "ministeres"}, {"ministère de la Jutsice", "ministeres"}, {"DGFiP", "ministeres"}, {"Bercy", "ministeres"},
		{"Quai d'Orsay", "ministeres"}, {"Gendarmerie nationale", "ministeres"}, {"nous sommes au ministère des Sports", "ministeres"},
		{"DINUM", "services-du-premier-ministre"}, {"Premier ministre", "services-du-premier-ministre"}, {"ANSSI", "services-du-premier-ministre"},
		{"ASNR", "irsn ?"}, {"Autorité de sûreté nucléaire et de radioprotection", "irsn ?"}, {"IRSN", "irsn"},
		{"préfecture du Rhône", "ministeres ?"}, {"rectorat de Lille", "ministeres ?"}, {"DREAL Occitanie", "ministeres ?"}, {"Caf de Paris", "cnaf ?"}, {"CNIL", "services-du-premier-ministre ?"},
		{"ma mairie", "=commune"}, {"Ville de Paris", "=commune"}, {"communauté d'agglomération du Grand Dole", "=commune"}, {"conseil départemental de l'Ain", "=departement"},
		{"région Bretagne", "=region"}, {"CHU de Nantes", "=hospital"}, {"AP-HP", "=hospital"}, {"université de Lorraine", "=university"}, {"lycée Pasteur", "=school"}, {"CPAM 75", "=insurance"},
		{"Ministère de la Magie", ""}, {"Ministère de la Culture et de la Magie", ""}, {"ministère fantôme", ""}, {"ministre", ""}, {"INRAE", ""}, {"INRA", ""}, {"INSEE du Congo", ""},
		{"ANSM", ""}, {"CEA", ""}, {"INSERM", ""}, {"CNES", ""}, {"Agence de la biodiversité", ""}, {"Cour de cassation", ""}, {"Zorglub", ""}, {"", ""}, {"   ", ""}, {"de la", ""}, {"\x00", ""},
		{strings.Repeat("ministère ", 100), ""},
	} {
		got := ""
		if b, ok := set.FindBody(c.in); ok {
			if b.Beneficiary != nil {
				got = b.Beneficiary.Slug
				if b.Unclear() {
					got += " ?"
				}
			} else {
				got = "=" + string(b.Outside)
			}
		}
		if got != c.want {
			t.Errorf("FindBody(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

// Every name under which the starter knows a body finds that body, or one that has the name before it.
func TestEveryNameIsFound(t *testing.T) {
	t.Parallel()
	set := starterSet(t)
	for _, b := range set.Beneficiaries {
		for _, n := range b.Names() {
			if got, ok := set.FindBody(n); !ok || got.Beneficiary != b || got.Unclear() {
				t.Errorf("%q finds %+v, want %s", n, got, b.Slug)
			}
		}
	}
}

// A right that the list gives under another name is to be asked for; what it refuses stays refused.
func TestDoubtfulBodies(t *testing.T) {
	t.Parallel()
	set := starterSet(t)
	for _, c := range []struct {
		body               string
		support, expertise market.Verdict
		reason             string
	}{
		{"ASNR", market.No, market.Ask, "market.reason-successor"},
		{"préfecture du Rhône", market.Ask, market.Ask, "market.reason-unclear"},
		{"Caf", market.Ask, market.No, "market.reason-unclear"},
		{"ma mairie", market.No, market.No, "market.reason-outside"},
	} {
		got, err := set.Check(market.Query{Organisation: c.body, Software: "PostgreSQL"})
		if err != nil {
			t.Fatal(err)
		}
		if got.Support != c.support || got.Expertise != c.expertise || got.Reasons[0] != c.reason || got.Route == market.RouteSupport || got.Route == market.RouteBoth {
			t.Errorf("%s: support %s, expertise %s, %s, %v; want %s, %s, %s", c.body, got.Support, got.Expertise, got.Route, got.Reasons, c.support, c.expertise, c.reason)
		}
	}
	spm, err := set.Check(market.Query{Organisation: "DINUM", Need: market.NeedAudit})
	if err != nil || spm.Route != market.RouteAsk || spm.Reasons[0] != "market.reason-expertise-doubt" || spm.Body.Beneficiary.Doubt.IsZero() {
		t.Errorf("the Prime Minister's services and an audit: %s, %v, %v; want a question, for the reason that the page does not say", spm.Route, spm.Reasons, err)
	}
}

// Whatever is asked, each part of the check has its words in both languages.
func TestChecksAreSaidInWords(t *testing.T) {
	t.Parallel()
	set := starterSet(t)
	bodies := []string{"CNRS", "ASNR", "préfecture", "DINUM", "DGFiP", "Réseau Canopé", "IRSN", "ma mairie", "CHU", "lycée", "université", "CPAM", "conseil régional", "conseil départemental", "association", "Centre national de la recherche sientifique"}
	for _, body := range bodies {
		for _, software := range []string{"", "PostgreSQL", "Krita", "Alma Linux", "GLPI"} {
			for _, need := range append([]market.Need{market.NeedAny}, market.Needs...) {
				c, err := set.Check(market.Query{Organisation: body, Software: software, Version: "1.0", Need: need})
				if err != nil {
					t.Fatalf("%s, %s: %v", body, software, err)
				}
				keys := append(append(append([]string{"market.route-" + string(c.Route), "market.need-" + string(need)}, c.Reasons...), c.Conditions...), c.Prepare...)
				if c.Request != "" {
					keys = append(keys, "market.request-"+string(c.Request))
				}
				for _, lang := range i18n.Langs {
					for _, k := range keys {
						if text := c.In(lang, k); !i18n.Has(lang, k) || strings.Contains(text, "<no value>") {
							t.Errorf("%s, %s, %s: %s says %q", body, software, need, k, text)
						}
					}
				}
				if len(c.Reasons) == 0 {
					t.Errorf("%s, %s, %s: no reason", body, software, need)
				}
			}
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	t.Parallel()
	set := starterSet(t)
	for _, c := range []struct {
		q    market.Query
		want string
	}{
		{market.Query{}, "organisation market.check-no-body"},
		{market.Query{Organisation: "Ministère de la Magie"}, "organisation market.check-body-unknown"},
		{market.Query{Organisation: "CNRS", Software: "Zorglub 3000"}, "software market.check-software-unknown"},
		{market.Query{Organisation: "CNRS", Software: "Photoshop"}, "software market.check-software-not-free"},
		{market.Query{Organisation: "CNRS", Version: strings.Repeat("9", 41)}, "version market.check-version-wrong"},
		{market.Query{Organisation: "CNRS", Version: "1\n2"}, "version market.check-version-wrong"},
		{market.Query{Organisation: "CNRS", Need: "magic"}, "need market.check-need-wrong"},
		{market.Query{Software: "Zorglub"}, "organisation market.check-no-body software market.check-software-unknown"},
	} {
		_, err := set.Check(c.q)
		var got []string
		for _, e := range errs.All(err) {
			got = append(got, e.Field+" "+e.Key)
			if !i18n.Has(i18n.French, e.Key) || strings.Contains(e.In(i18n.French), "<no value>") {
				t.Errorf("%s says %q", e.Key, e.In(i18n.French))
			}
		}
		if strings.Join(got, " ") != c.want || !errs.Is(err, errs.Invalid) {
			t.Errorf("%+v: %v, want %s", c.q, got, c.want)
		}
	}
}

func TestLotsAndHoldersByName(t *testing.T) {
	t.Parallel()
	set := starterSet(t)
	for text, want := range map[string]int{
		"titulaire du lot 3": 3, "qui est le titulaire du lot n° 7 ?": 7, "lot n°2": 2, "le troisième lot": 3, "lot trois": 3, "who holds lot 5": 5, "third lot": 3,
		"lot 8": 0, "lot": 0, "un lot de 3 écrans": 0, "allotissement": 0, "lot 99999999999999999999": 0,
	} {
		l, ok := set.FindLot(text)
		if ok {
			if l.Number != want {
				t.Errorf("FindLot(%q) = %d, want %d", text, l.Number, want)
			}
		} else if want != 0 {
			t.Errorf("FindLot(%q) finds nothing, want %d", text, want)
		}
	}
	for text, want := range map[string]string{
		"Worteks": "false [4 7]", "que fait Linagora ?": "true [1]", "la société Dalibo": "false [3]", "sopra steria": "false [5]", "Capgemini": "", "Worteks ou Dalibo": "",
	} {
		h, ok := set.FindHolder(text)
		got := ""
		if ok {
			var lots []int
			for _, l := range h.Lots {
				lots = append(lots, l.Number)
			}
			got = fmt.Sprint(h.Support != nil, " ", lots)
		}
		if got != want {
			t.Errorf("FindHolder(%q) = %s, want %s", text, got, want)
		}
	}
}

func FuzzFind(f *testing.F) {
	set := starterSet(f)
	for _, s := range []string{"CNRS", "ministère de la Magie", "lot 3", "\xff", "ma mairie", "Postgre SQL"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if b, ok := set.FindBody(s); ok && (b.Beneficiary == nil) == (b.Outside == "") {
			t.Errorf("%q is %+v", s, b)
		}
		if c, p, ok := set.FindSoftware(s); ok && c.Named() == (p != nil) {
			t.Errorf("%q is %+v and %+v", s, c, p)
		}
		set.FindLot(s)
		set.FindHolder(s)
		if _, err := set.Check(market.Query{Organisation: s, Software: s, Version: s}); err != nil && !errs.Is(err, errs.Invalid) {
			t.Error(err)
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	set := starterSet(b)
	for b.Loop() {
		if _, err := set.Check(market.Query{Organisation: "DNUM du ministère de la Culture", Software: "Postgre SQL", Need: market.NeedFault}); err != nil {
			b.Fatal(err)
		}
	}
}
