package wikidata_test

import (
	"strings"
	"testing"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/provenance"
	"guichet/internal/source"
	"guichet/internal/source/wikidata"
)

// sample is made by hand after the shape of Special:EntityData; its entities do not exist.
const sample = `{"entities":{
"Q999999901":{"id":"Q999999901","type":"item","modified":"2026-05-06T07:08:09Z",
 "labels":{"fr":{"language":"fr","value":"Truc"},"en":{"language":"en","value":"Thing"}},
 "descriptions":{"fr":{"language":"fr","value":"logiciel de dessin"}},
 "aliases":{"en":[{"language":"en","value":"TRC"}]},
 "claims":{
  "P275":[{"rank":"normal","mainsnak":{"snaktype":"value","datavalue":{"value":{"id":"Q999999902"}}}}],
  "P856":[{"rank":"deprecated","mainsnak":{"snaktype":"value","datavalue":{"value":"https://old.example"}}},{"rank":"normal","mainsnak":{"snaktype":"value","datavalue":{"value":"https://truc.example"}}}],
  "P1324":[{"rank":"normal","mainsnak":{"snaktype":"value","datavalue":{"value":"https://forge.example/truc"}}}],
  "P154":[{"rank":"normal","mainsnak":{"snaktype":"value","datavalue":{"value":"Truc logo.svg"}}}],
  "P4107":[{"rank":"normal","mainsnak":{"snaktype":"somevalue"}}],
  "P348":[{"rank":"normal","mainsnak":{"snaktype":"value","datavalue":{"value":"2.0"}},"qualifiers":{"P577":[{"snaktype":"value","datavalue":{"value":{"time":"+2026-02-00T00:00:00Z","precision":10}}}]}},
          {"rank":"normal","mainsnak":{"snaktype":"value","datavalue":{"value":"1.0"}},"qualifiers":{"P577":[{"snaktype":"value","datavalue":{"value":{"time":"+2020-02-03T00:00:00Z","precision":11}}}]}}]}},
"Q999999902":{"id":"Q999999902","labels":{"en":{"language":"en","value":"A licence"}},"descriptions":[],"aliases":[],"claims":{"P2479":[{"rank":"normal","mainsnak":{"snaktype":"value","datavalue":{"value":"GPL-3.0-or-later"}}}]}},
"Q999999903":{"id":"Q999999903","missing":""},
"Q999999904":{"id":"Q999999904","labels":[],"descriptions":[],"aliases":[],"claims":[]}
},"success":1}`

func read(t testing.TB, body string) (facts.Import, error) {
	t.Helper()
	return wikidata.Read(t.Context(), source.Bytes("e.json", []byte(body), provenance.MustDate("2026-11-23")))
}

const truc = `{"slug":"truc","name":"Truc","aliases":["Thing","TRC"],"licence":"GPL-3.0-or-later","site":"https://truc.example","repository":"https://forge.example/truc","function":{"fr":"logiciel de dessin","en":""},"ids":{"wikidata":"Q999999901"},"logo":"https://commons.wikimedia.org/wiki/Special:FilePath/Truc_logo.svg","source":"wikidata","latest":{"number":"2.0","date":"2026-02"}}`

// The three shapes give the same statement; the entity of the licence is no software.
func TestRead(t *testing.T) {
	t.Parallel()
	inner := sample[strings.Index(sample, "{\"id\":\"Q999999901\""):strings.Index(sample, "\n},\"success\"")]
	var list []string
	for _, part := range strings.Split(inner, ",\n\"Q9999999") {
		if i := strings.Index(part, "\":{"); !strings.HasPrefix(part, "{") {
			part = part[i+2:]
		}
		list = append(list, strings.Join(strings.Fields(part), " "))
	}
	for shape, body := range map[string]string{"answer": sample, "array": "[\n" + strings.Join(list, ",\n") + "\n]", "lines": strings.Join(list, "\n")} {
		imp, err := read(t, body)
		if err != nil || len(imp.Statements) != 1 || len(imp.Refused) != 2 || len(imp.About) != 1 {
			t.Fatalf("%s: %d statements, refused %v, %v", shape, len(imp.Statements), imp.Refused, err)
		}
		if got := string(imp.Statements[0].Body); got != truc || imp.Statements[0].Checked.String() != "2026-05-06" {
			t.Errorf("%s: statement of %s = %s\nwant %s", shape, imp.Statements[0].Checked, got, truc)
		}
	}
}

func TestDamagedFiles(t *testing.T) {
	t.Parallel()
	for cut := 0; cut < len(sample); cut += 29 {
		if imp, err := read(t, sample[:cut]); cut > 0 && !errs.Is(err, errs.Invalid) || len(imp.Statements) > 0 {
			t.Fatalf("cut at %d: %d statements, %v", cut, len(imp.Statements), err)
		}
	}
	for _, body := range []string{`{"error":{"code":"no-such-entity"}}`, "<html>", strings.Repeat("\x00", 50), `[{"id":"P275"}]`} {
		if _, err := read(t, body); !errs.Is(err, errs.Invalid) {
			t.Errorf("%.20q: %v", body, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample)
	f.Fuzz(func(t *testing.T, body string) {
		imp, err := read(t, body)
		if err != nil && !errs.Is(err, errs.Invalid) {
			t.Errorf("Read = %v, want invalid", err)
		}
		if err != nil && len(imp.Statements) > 0 {
			t.Error("a damaged file gave statements")
		}
	})
}
