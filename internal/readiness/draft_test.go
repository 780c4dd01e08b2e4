package readiness_test

import (
	"strings"
	"testing"

	"guichet/internal/readiness"
	"guichet/internal/source/publiccode"
)

// TestDraft fills a publiccode.yml in from a repository's own files, and says of each value where it was read.
func TestDraft(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		files map[string]string
		want  map[string]string
		from  map[string]string
	}{
		"node": {map[string]string{
			"package.json":    `{"name":"@mairie/guichet","version":"1.2.3","description":"Un guichet pour les usagers de la mairie","license":"EUPL-1.2","repository":{"url":"git+https://user:secret@forge.example/mairie/guichet.git"}}`,
			"README.md":       "# Guichet de la mairie\n\n[![ok](https://x/y.svg)](https://x)\n\nUn guichet pour les usagers, **simple** et [libre](https://x), que toute mairie peut installer dans son réseau sans rien acheter, et que ses agents apprennent en une matinée.\n\n## Fonctionnalités\n\n- Prendre rendez-vous\n- `Suivre` sa demande\n\n## Installation\n\nLancez le programme sur votre serveur, puis ouvrez la page.\n",
			"locales/fr.json": "{}", "locales/en.json": "{}",
		}, map[string]string{
			"name": "guichet", "softwareVersion": "1.2.3", "legal.license": "EUPL-1.2", "url": "https://forge.example/mairie/guichet.git",
			"description.fr.shortDescription": "Un guichet pour les usagers de la mairie", "description.fr.features": "Prendre rendez-vous\nSuivre sa demande",
			"description.fr.longDescription":  "Un guichet pour les usagers, simple et libre, que toute mairie peut installer dans son réseau sans rien acheter, et que ses agents apprennent en une matinée.",
			"localisation.availableLanguages": "en\nfr", "localisation.localisationReady": "true",
		}, map[string]string{"name": "package.json", "description.fr.features": "README.md"}},
		"python": {map[string]string{"pyproject.toml": "[project]\nname = \"tool\"\nversion = \"0.0.0\"\nlicense = {text = \"MIT\"}\n[project.urls]\nRepository = \"https://forge.example/a/tool\"\n", "LICENSE": mit(t)},
			map[string]string{"name": "tool", "legal.license": "MIT", "url": "https://forge.example/a/tool", "softwareVersion": ""}, nil},
		"rust": {map[string]string{"Cargo.toml": "[package]\nname=\"x\"\nversion.workspace=true\nlicense=\"MIT/Apache-2.0\"\nrepository=\"git@forge.example:a/x.git\"\n"},
			map[string]string{"name": "x", "legal.license": "MIT OR Apache-2.0"}, nil},
		"written already": {map[string]string{"publiccode.yml": "publiccodeYmlVersion: '0.4'\nname: Mine\nx-more: 1\n", "package.json": `{"name":"other","license":"UNLICENSED"}`, "LICENSE": mit(t)},
			map[string]string{"name": "Mine", "legal.license": "MIT"}, map[string]string{"name": "publiccode.yml", "legal.license": "LICENSE"}},
		"nothing": {map[string]string{"a.txt": ""}, map[string]string{}, nil},
		"hostile": {map[string]string{"package.json": `{"name":[1],"license":{"x":1}}`, "composer.json": `{"name":"a/b","license":["MIT","GPL"]}`, "pyproject.toml": "\x00", "README": strings.Repeat("# \n", 5000)},
			map[string]string{"name": "b", "legal.license": ""}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, findings := draft(t, c.files)
			if findings != nil {
				t.Fatal(findings)
			}
			for k, v := range c.want {
				if d.Values[k] != v {
					t.Errorf("%s is %q; want %q", k, d.Values[k], v)
				}
			}
			for k, v := range c.from {
				if d.From[k] != v {
					t.Errorf("%s comes from %q; want %q", k, d.From[k], v)
				}
			}
			for k := range d.Values {
				if d.From[k] == "" {
					t.Errorf("%s comes from nowhere", k)
				}
			}
			if name == "nothing" && len(d.Values) > 0 {
				t.Errorf("out of nothing: %v", d.Values)
			}
		})
	}
	if _, findings := draft(t, map[string]string{"publiccode.yml": "a: [1"}); len(findings) != 1 {
		t.Errorf("a publiccode.yml that is no YAML: %v", findings)
	}
}

func draft(t *testing.T, files map[string]string) (readiness.Draft, []publiccode.Finding) {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, files)
	tree, err := readiness.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	return readiness.DraftPubliccode(tree)
}
