package publiccode

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const full = `publiccodeYmlVersion: "0.4"
name: Guichet
url: https://example.org/guichet.git
platforms: [web, linux]
developmentStatus: stable
softwareType: standalone/web
description:
  fr:
    shortDescription: Un guichet.
    longDescription: |
      Première ligne : « deux-points ».

      - une liste
    features: [un, "deux : trois"]
    screenshots: [a.png]
  it:
    shortDescription: Uno sportello.
legal:
  license: EUPL-1.2
maintenance:
  type: internal
  contacts:
    - name: Ada
      email: ada@example.org
localisation:
  localisationReady: yes
  availableLanguages: [fr]
dependsOn:
  open:
    - name: PostgreSQL
      versionMin: "15"
`

// TestForm takes a file apart and puts it together: nothing of it is lost, and its version is the current one.
func TestForm(t *testing.T) {
	t.Parallel()
	f, findings := Open([]byte(full))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	for path, want := range map[string]string{"name": "Guichet", "platforms": "web\nlinux", "maintenance.contacts": "Ada ; ada@example.org", "description.fr.features": "un\ndeux : trois",
		"description.fr.longDescription": "Première ligne : « deux-points ».\n\n- une liste"} {
		if f.Values[path] != want {
			t.Errorf("%s is %q", path, f.Values[path])
		}
	}
	for _, kept := range []string{"screenshots", "Uno sportello", "PostgreSQL"} {
		if !strings.Contains(f.Rest, kept) {
			t.Errorf("%s is lost: %s", kept, f.Rest)
		}
	}
	f.Values["name"] = "Guichet : le « libre »\r\n"
	f.Values["maintenance.contacts"] += "\r\nBob ; ; Mairie"
	body, findings := f.File(nil)
	root, fault := parse(body)
	if fault != nil {
		t.Fatal(fault, string(body))
	}
	if root.get("name").str() != "Guichet : le « libre »" || root.get("publiccodeYmlVersion").str() != "0.7.0" || root.at("maintenance", "contacts").items[1].get("affiliation").str() != "Mairie" {
		t.Errorf("written as\n%s", body)
	}
	if !strings.HasPrefix(string(body), "publiccodeYmlVersion: ") || root.at("description", "fr", "screenshots") == nil || root.at("description", "it") == nil {
		t.Errorf("written as\n%s", body)
	}
	at := map[string]bool{}
	for _, x := range findings {
		at[x.At()] = true
	}
	if !at["description.fr.longDescription"] || !at["localisation.localisationReady"] && f.Rest == "" {
		t.Errorf("findings %v", findings)
	}
	if _, findings := (Form{Rest: "a: [1"}).File(nil); len(findings) != 1 || findings[0].Key != "publiccode.syntax" {
		t.Errorf("a rest that is no YAML: %v", findings)
	}
	_, findings = Form{}.File(nil)
	missing := map[string]bool{}
	for _, x := range findings {
		if x.At() == "" {
			t.Errorf("%s: %s stands at no field of the form", x.Field, x.Key)
		}
		missing[x.At()] = true
	}
	for _, e := range Entries {
		if e.Required && !missing[e.Path] && !missing[strings.Split(e.Path, ".")[0]+"."] && !strings.Contains(e.Path, ".") {
			t.Errorf("%s is required, and nothing asks for it", e.Path)
		}
	}
}

// TestFormKeepsRealFiles takes real files apart and puts them together: what they say, and whether they are valid, stays.
func TestFormKeepsRealFiles(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("GUICHET_DATA")
	if dir == "" {
		t.Skip("GUICHET_DATA is not set: no real files")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "data", "publiccode", "*.y*ml"))
	if len(files) < 100 {
		t.Fatalf("%d files", len(files))
	}
	taken, kept := 0, 0
	for _, name := range files {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		before, fault := parse(body)
		if fault != nil {
			continue
		}
		valid := Valid(Check(body, nil))
		f, findings := Open(body)
		if findings != nil {
			t.Errorf("%s: %v", filepath.Base(name), findings)
			continue
		}
		after, found := f.File(nil)
		root, fault := parse(after)
		if fault != nil {
			t.Errorf("%s: %v\n%s", filepath.Base(name), fault, after)
			continue
		}
		if valid && !Valid(found) {
			t.Errorf("%s was valid: %v", filepath.Base(name), found)
		}
		for _, path := range [][]string{{"name"}, {"url"}, {"legal", "license"}, {"maintenance", "type"}, {"softwareVersion"}} {
			if a, b := before.at(path...).str(), root.at(path...).str(); strings.TrimSpace(a) != b {
				t.Errorf("%s: %v was %q, is %q", filepath.Base(name), path, a, b)
			}
		}
		lost(t, filepath.Base(name), before, root)
		taken++
		if again, _ := Open(after); again.Rest == f.Rest {
			kept++
		}
	}
	if kept != taken {
		t.Errorf("of %d files, %d are taken apart the same a second time", taken, kept)
	}
	t.Logf("%d files", taken)
}

// lost fails for each key that a document has no more, and each list that is shorter.
func lost(t *testing.T, where string, a, b *value) {
	t.Helper()
	if a == nil || len(a.items) == 0 && len(a.keys) == 0 && tidy(a.text) == "" {
		return
	}
	if b == nil || len(a.items) != len(b.items) {
		t.Errorf("%s: a value is lost at line %d", where, a.line)
		return
	}
	for _, k := range a.keys {
		if x := a.members[k]; x.kind != null && (len(x.items) > 0 || len(x.keys) > 0 || tidy(x.text) != "") && !slices.Contains(b.keys, k) {
			t.Errorf("%s: %s is lost", where, k)
			continue
		}
		lost(t, where, a.members[k], b.members[k])
	}
}

// FuzzForm: any file that can be read is taken apart, put together and read again, and taken apart the same.
func FuzzForm(f *testing.F) {
	f.Add([]byte(full))
	f.Add([]byte("name: ' x'\nlegal: {license: [a]}\nusedBy: ['', b]\n"))
	f.Add([]byte("x: \"\\u2028\\n #\"\n? a\n: |\n  b\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		form, findings := Open(body)
		if findings != nil {
			return
		}
		file, _ := form.File(nil)
		if file == nil {
			t.Fatalf("no file of %q", form.Rest)
		}
		again, findings := Open(file)
		if findings != nil {
			t.Fatalf("%v in\n%s", findings, file)
		}
		for _, e := range Entries {
			if strings.Join(strings.Fields(again.Values[e.Path]), " ") != strings.Join(strings.Fields(form.Values[e.Path]), " ") {
				t.Errorf("%s was %q, is %q", e.Path, form.Values[e.Path], again.Values[e.Path])
			}
		}
	})
}
