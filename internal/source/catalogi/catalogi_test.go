package catalogi_test

import (
	"testing"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/provenance"
	"guichet/internal/source"
	"guichet/internal/source/catalogi"
)

// The samples are made by hand after the schema that Catalogi publishes; what they name does not exist.
const (
	v1 = `[{"id":7,"name":"Truc","description":"Faire des trucs","referencedSinceTime":1640995200000,"updateTime":1760000000000,"isStillInObservation":true,"license":"GPL-3.0",
 "operatingSystems":{"windows":true,"linux":true,"mac":false},"runtimePlatforms":["cloud"],"categories":["Bureau"],"keywords":["trucs",{"id":"Q1"}],"customAttributes":{"isPresentInSupportMarket":true,"doRespectRgaa":null,"isFromFrenchPublicService":false,"versionMin":"1.2"},
 "serviceProviders":[{"name":"Atelier","url":"https://atelier.example","identifiers":[{"value":"120001011","subjectOf":{"url":"https://annuaire-entreprises.example"}}]}],
 "softwareExternalData":{"externalId":"Q999999901","sourceSlug":"wikidata","websiteUrl":"https://truc.example"},"similarExternalSoftwares":[{"label":{"en":"Thing Pro"}}],
 "latestVersion":{"semVer":"2.0.1","publicationTime":1700000000000},"userAndReferentCountByOrganization":{"Ville":{"userCount":3,"referentCount":1}},"hasExpertReferent":true,
 "instances":[{"id":1,"organization":"Ville","targetAudience":"Agents","publicUrl":"https://truc.ville.example"}],
 "dereferencing":{"reason":"abandon","time":1720000000000,"lastRecommendedVersion":"1.9"}}]`
	v2 = `[{"id":7,"name":{"fr":"Truc"},"description":{"fr":"Faire des trucs","en":"Do things"},"addedTime":"2022-01-01T00:00:00.000Z","updateTime":"2025-10-09T08:53:20.000Z","license":"GPL-3.0-only","url":"https://truc.example",
 "codeRepositoryUrl":"https://forge.example/truc","operatingSystems":{"windows":true},"runtimePlatforms":[],"applicationCategories":["Bureau"],"keywords":[],"programmingLanguages":["Go"],"authors":[],
 "providers":[{"@type":"Organization","name":"Atelier","url":"https://atelier.example"}],"externalId":"Q999999901","sourceSlug":"wikidata","userAndReferentCountByOrganization":{},"similarSoftwares":[],
 "latestVersion":{"version":"2.0.1","releaseDate":"2023-11-14"},"identifiers":[{"@type":"PropertyValue","value":"https://framalibre.org/notices/truc.html","subjectOf":{"additionalType":"FramaLibre","url":"https://framalibre.org"}}]}]`
)

func read(t testing.TB, body string) (facts.Import, error) {
	t.Helper()
	return catalogi.Read(t.Context(), source.Bytes("sill.json", []byte(body), provenance.MustDate("2026-11-23")))
}

func TestRead(t *testing.T) {
	t.Parallel()
	for version, c := range map[string]struct{ body, software, provider string }{
		"1": {
			v1, `{"slug":"truc","name":"Truc","licence":"GPL-3.0-only","site":"https://truc.example","platforms":["windows","linux","server"],"function":{"fr":"Faire des trucs","en":""},"ids":{"sill":"7","wikidata":"Q999999901"},"keywords":["Bureau","trucs"],"source":"catalogi-sill","support":true,"minVersion":"1.2","status":"observed","since":"2022-01-01","latest":{"number":"2.0.1","date":"2023-11-14"},"attributes":{"french-public-service":{"state":"no"},"support-market":{"state":"yes"}},"withdrawal":{"reason":"abandon","date":"2024-07-03","lastVersion":"1.9"},"uses":[{"organisation":"Ville","users":3,"referents":1}],"instances":[{"organisation":"Ville","audience":"Agents","url":"https://truc.ville.example"}],"similar":["Thing Pro"]}`,
			`{"slug":"atelier","name":"Atelier","site":"https://atelier.example","siren":"120001011","services":[{"name":"Truc","ids":{"sill":"7"}}],"source":"catalogi-sill"}`,
		},
		"2": {
			v2, `{"slug":"truc","name":"Truc","licence":"GPL-3.0-only","site":"https://truc.example","repository":"https://forge.example/truc","platforms":["windows"],"function":{"fr":"Faire des trucs","en":"Do things"},"ids":{"framalibre":"truc","sill":"7","wikidata":"Q999999901"},"keywords":["Bureau"],"source":"catalogi-sill","status":"recommended","since":"2022-01-01","latest":{"number":"2.0.1","date":"2023-11-14"}}`,
			`{"slug":"atelier","name":"Atelier","site":"https://atelier.example","services":[{"name":"Truc","ids":{"sill":"7"}}],"source":"catalogi-sill"}`,
		},
	} {
		imp, err := read(t, c.body)
		if err != nil || len(imp.Statements) != 2 || len(imp.Refused) != 0 || len(imp.About) != 1 {
			t.Fatalf("version %s: %d statements, refused %v, %v", version, len(imp.Statements), imp.Refused, err)
		}
		if got := string(imp.Statements[1].Body); got != c.provider {
			t.Errorf("version %s: provider = %s\nwant %s", version, got, c.provider)
		}
		if got := string(imp.Statements[0].Body); got != c.software {
			t.Errorf("version %s: software = %s\nwant %s", version, got, c.software)
		}
		if d := imp.Statements[0].Checked.String(); d != "2025-10-09" {
			t.Errorf("version %s: dated %s, not as the newest change", version, d)
		}
	}
}

func TestDamagedExports(t *testing.T) {
	t.Parallel()
	for cut := 0; cut < len(v1); cut += 31 {
		if imp, err := read(t, v1[:cut]); !errs.Is(err, errs.Invalid) || len(imp.Statements) > 0 {
			t.Fatalf("cut at %d: %d statements, %v", cut, len(imp.Statements), err)
		}
	}
	if _, err := read(t, `[{"a":1}]`); !errs.Is(err, errs.Invalid) {
		t.Errorf("other objects: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(v1)
	f.Add(v2)
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
