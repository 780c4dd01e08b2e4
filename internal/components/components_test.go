package components_test

import (
	"encoding/json"
	"fmt"
	"guichet/internal/testkit"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guichet/internal/components"
	"guichet/internal/errs"
	"guichet/internal/procurement"
)

// short is a component in one line: name, version, what is stated, scope.
func short(list *components.List) []string {
	var out []string
	for _, c := range list.Components {
		out = append(out, strings.Join([]string{c.Name, c.Version, c.Stated, string(c.Scope)}, "|"))
	}
	return out
}

func TestRead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file, body string
		format           components.Format
		want             []string
	}{
		{"SPDX 2.3", "", `{"spdxVersion":"SPDX-2.3","documentDescribes":["SPDXRef-root"],"packages":[
			{"SPDXID":"SPDXRef-root","name":"app","licenseConcluded":"MIT"},
			{"SPDXID":"SPDXRef-a","name":"a","versionInfo":"1.0","licenseConcluded":"NOASSERTION","licenseDeclared":"Apache-2.0","externalRefs":[{"referenceType":"purl","referenceLocator":"pkg:npm/a@1.0"}]},
			{"SPDXID":"SPDXRef-b","name":"b","licenseConcluded":"LicenseRef-1","licenseDeclared":"MIT"},
			{"SPDXID":"SPDXRef-c","name":"c","licenseDeclared":"NONE"}],
			"relationships":[{"spdxElementId":"SPDXRef-c","relationshipType":"TEST_DEPENDENCY_OF","relatedSpdxElement":"SPDXRef-root"}],
			"hasExtractedLicensingInfos":[{"licenseId":"LicenseRef-1","name":"BSD 3-Clause"}]}`,
			components.SPDX2, []string{"a|1.0|Apache-2.0|required", "b||BSD 3-Clause|required", "c|||development"}},
		{"SPDX 3.0", "", `{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[
			{"type":"SpdxDocument","spdxId":"urn:doc","rootElement":["urn:root"]},
			{"type":"software_Package","spdxId":"urn:root","name":"app"},
			{"type":"software_Package","spdxId":"urn:a","name":"a","software_packageVersion":"2","software_packageUrl":"pkg:npm/a@2"},
			{"type":"software_Package","spdxId":"urn:b","name":"b"},
			{"type":"simplelicensing_LicenseExpression","spdxId":"urn:l","simplelicensing_licenseExpression":"MIT OR Apache-2.0"},
			{"type":"Relationship","spdxId":"urn:r1","from":"urn:a","to":["urn:l"],"relationshipType":"hasDeclaredLicense"},
			{"type":"Relationship","spdxId":"urn:r2","from":"urn:b","to":["https://spdx.org/licenses/ISC"],"relationshipType":"hasConcludedLicense"},
			{"type":"LifecycleScopedRelationship","spdxId":"urn:r3","from":"urn:root","to":["urn:b"],"relationshipType":"dependsOn","scope":"test"}]}`,
			components.SPDX3, []string{"a|2|MIT OR Apache-2.0|required", "b||ISC|development"}},
		{"CycloneDX JSON", "", `{"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{"component":{"name":"app"}},"components":[
			{"type":"library","group":"org.x","name":"a","version":"1","licenses":[{"license":{"id":"MIT"}},{"license":{"name":"Apache 2.0"}}],"components":[{"name":"inner","licenses":[{"expression":"ISC"}]}]},
			{"name":"b","scope":"excluded"}]}`,
			components.CycloneJSON, []string{"org.x/a|1|MIT AND (Apache 2.0)|required", "inner||ISC|required", "b|||development"}},
		{"CycloneDX XML", "", `<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.5"><metadata><component><name>app</name></component></metadata><components>
			<component type="library"><name>a</name><version>1</version><licenses><license><id>EPL-2.0</id></license></licenses></component>
			<component><name>b</name><licenses><expression>GPL-2.0-only WITH Classpath-exception-2.0</expression></licenses></component></components></bom>`,
			components.CycloneXML, []string{"a|1|EPL-2.0|required", "b||GPL-2.0-only WITH Classpath-exception-2.0|required"}},
		{"go.mod", "go.mod", "module x\n\ngo 1.26\n\nrequire (\n\texample.org/a v1.2.3\n\texample.org/b v0.1.0 // indirect\n)\n", components.GoMod, []string{"example.org/a|v1.2.3||required", "example.org/b|v0.1.0||required"}},
		{"package.json", "package.json", `{"name":"x","license":"MIT","dependencies":{"b":"^1","a":"2"},"optionalDependencies":{"b":"^1"},"devDependencies":{"c":"3"}}`, components.PackageJSON, []string{"a|2||required", "b|^1||optional", "c|3||development"}},
		{"package-lock.json", "", `{"lockfileVersion":3,"packages":{"":{"name":"x","license":"MIT"},"node_modules/a":{"version":"1","license":"MIT"},"node_modules/a/node_modules/@s/b":{"version":"2","license":{"type":"ISC"},"dev":true},"node_modules/c":{"link":true}}}`,
			components.PackageLock, []string{"a|1|MIT|required", "@s/b|2|ISC|development"}},
		{"pom.xml", "pom.xml", `<project><version>9</version><properties><v>1.2</v></properties><dependencyManagement><dependencies><dependency><groupId>g</groupId><artifactId>m</artifactId><version>7</version></dependency></dependencies></dependencyManagement>
			<dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId><version>${v}</version></dependency><dependency><groupId>g</groupId><artifactId>m</artifactId><scope>test</scope></dependency></dependencies></project>`,
			components.POM, []string{"g/a|1.2||required", "g/m|7||development"}},
		{"composer.json", "", `{"require":{"php":">=8","ext-json":"*","symfony/yaml":"^7"},"require-dev":{"phpunit/phpunit":"^11"}}`, components.ComposerJSON, []string{"symfony/yaml|^7||required", "phpunit/phpunit|^11||development"}},
		{"composer.lock", "", `{"content-hash":"x","packages":[{"name":"a/a","version":"1","license":["MIT","GPL-3.0-or-later"]}],"packages-dev":[{"name":"b/b","version":"2","license":["BSD-3-Clause"]}]}`,
			components.ComposerLock, []string{"a/a|1|MIT OR GPL-3.0-or-later|required", "b/b|2|BSD-3-Clause|development"}},
		{"requirements.txt", "requirements.txt", "# x\n-r other.txt\nDjango[bcrypt] == 4.2 ; python_version > '3'\nrequests>=2,<3 # why\nmy.pkg @ https://x.example/a.whl\n", components.Requirements, []string{"Django|4.2||required", "requests|>=2,<3||required", "my.pkg|@ https://x.example/a.whl||required"}},
		{"expressions", "", "# mine\nleft-pad, MIT\nApache-2.0 OR MIT\n", components.Expressions, []string{"left-pad||MIT|required", "Apache-2.0 OR MIT||Apache-2.0 OR MIT|required"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			list, err := components.Read(c.file, []byte("\xef\xbb\xbf\n"+c.body))
			if err != nil {
				t.Fatal(err)
			}
			if list.Format != c.format {
				t.Errorf("format %s, want %s", list.Format, c.format)
			}
			if diff := cmp.Diff(c.want, short(list)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ body, key string }{
		"empty":     {" \n", "components.empty"},
		"binary":    {"PK\x03\x04\x00", "components.no-text"},
		"damaged":   {"{\"bomFormat\":\"CycloneDX\",\n\"components\":[", "components.damaged-line"},
		"wrong":     {"{\"bomFormat\":\"CycloneDX\",\n\"components\":{}}", "components.damaged-line"},
		"markup":    {"<bom>\n<components>", "components.damaged-line"},
		"another":   {`{"hello":1}`, "components.format-unknown"},
		"html":      {"<html></html>", "components.format-unknown"},
		"none":      {`{"bomFormat":"CycloneDX","components":[]}`, "components.none"},
		"deep":      {`{"bomFormat":"CycloneDX","components":` + strings.Repeat(`[{"components":`, 20000), "components.damaged-line"},
		"deep XML":  {"<bom>" + strings.Repeat("<components><component>", 20000), "components.damaged"},
		"entity":    {`<!DOCTYPE bom [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><bom><components><component><name>&b;</name></component></components></bom>`, "components.damaged-line"},
		"many":      {numbered(components.MaxComponents + 1), "components.many"},
		"too large": {strings.Repeat("MIT, x\n", components.MaxFile/7+1), "components.long"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := components.Read("", []byte(c.body))
			all := errs.All(err)
			if len(all) != 1 || all[0].Key != c.key || all[0].Field != "file" || all[0].Kind != errs.Invalid {
				t.Errorf("got %v, want %s on file", err, c.key)
			}
		})
	}
}

func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "c%d, MIT\n", i)
	}
	return b.String()
}

func judge(t testing.TB, body, outbound string, use procurement.Use) *components.Report {
	t.Helper()
	list, err := components.Read("", []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	r, err := components.Judge(nil, list, outbound, use)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestJudge(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		stated, outbound string
		use              procurement.Use
		verdict          procurement.Verdict
		expression, why  string
	}{
		{"MIT", "EUPL-1.2", procurement.Linked, procurement.Fits, "MIT", ""},
		{"GPL-3.0-only", "MIT", procurement.Linked, procurement.Refused, "GPL-3.0-only", ""},
		{"GPL-3.0-only OR MIT", "MIT", procurement.Linked, procurement.Fits, "GPL-3.0-only OR MIT", ""},
		{"GPL-3.0-only AND MIT", "MIT", procurement.Linked, procurement.Refused, "GPL-3.0-only AND MIT", ""},
		{"Apache 2.0", "MIT", procurement.Linked, procurement.Fits, "Apache-2.0", ""},
		{"The Apache Software License; Version 2.0", "MIT", procurement.Linked, procurement.Undecided, "", "unread"},
		{"https://www.apache.org/licenses/LICENSE-2.0.txt", "MIT", procurement.Linked, procurement.Fits, "Apache-2.0", ""},
		{"http://spdx.org/licenses/BSD-3-Clause.html", "MIT", procurement.Linked, procurement.Fits, "BSD-3-Clause", ""},
		{"BSD", "MIT", procurement.Linked, procurement.Undecided, "", "unread"},
		{"GPL", "GPL-3.0-or-later", procurement.Linked, procurement.Undecided, "", "unread"},
		{"UNLICENSED", "MIT", procurement.Linked, procurement.Undecided, "", "unread"},
		{"BSL 1.1", "MIT", procurement.Linked, procurement.Refused, "BUSL-1.1", ""},
	} {
		r := judge(t, "x, "+strings.ReplaceAll(c.stated, ",", " "), c.outbound, c.use)
		got := r.Components[0]
		if got.Verdict != c.verdict || got.Expression != c.expression || got.Why != c.why || r.Verdict != c.verdict {
			t.Errorf("%s in %s: %s %q %q (report %s), want %s %q %q", c.stated, c.outbound, got.Verdict, got.Expression, got.Why, r.Verdict, c.verdict, c.expression, c.why)
		}
	}
	if _, err := components.Judge(nil, &components.List{}, "MIT OR ISC", procurement.Linked); !errs.Is(err, errs.Invalid) {
		t.Errorf("two outbound licences: %v", err)
	}
}

// Tools are judged, and do not decide: they are not distributed with the program.
func TestDevelopmentDoesNotDecide(t *testing.T) {
	t.Parallel()
	r := judge(t, `{"lockfileVersion":3,"packages":{"node_modules/b":{"version":"1","license":"GPL-3.0-only","dev":true},"node_modules/c":{"license":""},"node_modules/a":{"version":"1","license":"MIT"}}}`, "MIT", procurement.Linked)
	if r.Verdict != procurement.Undecided || r.Left != 1 || r.Counts[procurement.Refused] != 0 || r.Counts[procurement.Fits] != 1 || r.Counts[procurement.Undecided] != 1 {
		t.Errorf("%+v", r)
	}
	var order []string
	for _, c := range r.Components {
		order = append(order, c.Name)
	}
	if diff := cmp.Diff([]string{"c", "a", "b"}, order); diff != "" {
		t.Error(diff)
	}
	if _, err := json.Marshal(r); err != nil {
		t.Error(err)
	}
}

// cyclone is a CycloneDX list of n components under the licences in turn.
func cyclone(n int) []byte {
	licences := []string{"MIT", "Apache-2.0", "BSD-3-Clause", "MPL-2.0", "GPL-2.0-or-later OR MIT", "LGPL-2.1-only", "ISC AND Zlib", "EPL-2.0", "GPL-3.0-only", "AGPL-3.0-or-later"}
	var b strings.Builder
	b.WriteString(`{"bomFormat":"CycloneDX","specVersion":"1.6","components":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"type":"library","name":"component-%d","version":"1.%d.0","purl":"pkg:npm/component-%d@1.%d.0","licenses":[{"expression":%q}],"hashes":[{"alg":"SHA-256","content":"%064d"}]}`, i, i%9, i, i%9, licences[i%len(licences)], i)
	}
	b.WriteString(`]}`)
	return []byte(b.String())
}

// BenchmarkJudge holds the figure that a list of 2,000 components takes under one second, reading included.
func BenchmarkJudge(b *testing.B) {
	body := cyclone(2000)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		list, err := components.Read("bom.json", body)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := components.Judge(nil, list, "EUPL-1.2", procurement.Linked); err != nil {
			b.Fatal(err)
		}
	}
}

// The lists of this very program are read.
func TestOwnLists(t *testing.T) {
	t.Parallel()
	for file, least := range map[string]int{"go.mod": 30, "tools/npm/package-lock.json": 1} {
		body, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		list, err := components.Read(file, body)
		if err != nil || len(list.Components) < least {
			t.Errorf("%s: %v, %v", file, list, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{`{"spdxVersion":"SPDX-2.3","packages":[{"name":"a","licenseDeclared":"MIT"}]}`, `{"@graph":[{"type":"software_Package","name":"a"}]}`, string(cyclone(3)), "module x\nrequire a.b v1.0.0\n",
		"<bom><components><component><name>a</name></component></components></bom>", "<project><dependencies><dependency><artifactId>a</artifactId></dependency></dependencies></project>",
		`{"lockfileVersion":2,"packages":{"node_modules/a":{"license":["MIT"]}}}`, `{"require":{"a/b":"1"}}`, "a==1\nb>=2", "x, (MIT OR GPL-2.0+) AND ISC"} {
		f.Add("", []byte(s))
	}
	f.Fuzz(func(t *testing.T, name string, body []byte) {
		list, err := components.Read(name, body)
		if err != nil {
			for _, e := range errs.All(err) {
				if e.Kind != errs.Invalid || e.Field != "file" {
					t.Fatalf("%v", err)
				}
			}
			return
		}
		r, err := components.Judge(nil, list, "MIT", procurement.Service)
		if err != nil {
			t.Fatal(err)
		}
		total := r.Left
		for _, n := range r.Counts {
			total += n
		}
		if total != len(list.Components) {
			t.Fatalf("%d judged of %d", total, len(list.Components))
		}
	})
}

// Lists that are made to cost much cost little: nested, wide, or full of what is read again and again.
func TestHostileLists(t *testing.T) { //nolint:paralleltest // it measures memory
	size := testkit.Size(components.MaxFile - 1000)
	fill := func(unit string) string { return strings.Repeat(unit, size/len(unit)) }
	for name, text := range map[string]string{
		"arrays": `{"bomFormat":"CycloneDX","components":` + fill("["), "components in components": `{"bomFormat":"CycloneDX","components":[` + fill(`{"components":[`),
		"components in components, closed": `{"bomFormat":"CycloneDX","components":[` + strings.Repeat(`{"name":"a","components":[`, 4900) + strings.Repeat("]}", 4901),
		"licences in licences":             `{"lockfileVersion":2,"packages":{"node_modules/a":{"license":` + strings.Repeat("[", 9900) + strings.Repeat("]", 9900) + "}}}",
		"tags":                             "<bom>" + fill("<components><component>"), "attributes": "<bom " + fill("a='b' ") + ">", "entities": `<!DOCTYPE x [<!ENTITY a "b">]><bom>` + fill("&a;"),
		"properties": "<project><properties><a>" + strings.Repeat("${b}", 9000) + "</a><b>" + strings.Repeat("${c}", 9000) + "</b><c>" + strings.Repeat("x", 9000) + "</c></properties><dependencies><dependency><artifactId>${a}</artifactId></dependency></dependencies></project>",
		"modules":    "module x\n" + fill("require a.b v1.0.0\n"), "blocks": "module x\n" + fill("require (\n"), "parentheses": fill("("), "expressions": fill("a, MIT\n"), "requirements": fill("a==1\n"), "one requirement": "a==" + fill("1"),
		"locked": `{"lockfileVersion":2,"packages":{` + fill(`"node_modules/a":{},`) + `"b":{}}}`, "graph": `{"@graph":[` + fill("{},") + "{}]}", "empty packages": `{"spdxVersion":"SPDX-2.3","packages":[` + fill("{},") + "{}]}", "empty components": `{"bomFormat":"CycloneDX","components":[` + fill("{},") + "{}]}",
		"numbers": `{"dependencies":{` + fill(`"a":1,`) + `"b":1}}`, "empty tags": "<bom><components>" + fill("<component/>") + "</components></bom>",
	} {
		testkit.Bounded(t, name, 4*time.Second, 700, func() {
			if list, err := components.Read("", []byte(text)); err == nil && len(list.Components) > components.MaxComponents {
				t.Errorf("%s: %d components", name, len(list.Components))
			}
		})
	}
	for name, text := range testkit.HostileYAML(256 << 10) { // YAML is no list: it is read as something else
		testkit.Bounded(t, name, 2*time.Second, 300, func() { _, _ = components.Read("", []byte(text)) })
	}
}
