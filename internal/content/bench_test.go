package content

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// samplePage is a page of the size and shape of the service page: two kilobytes, nine headings, a dozen links.
func samplePage(n int) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: Fiche pratique numéro %d\nlayout: layouts/page.njk\nsegments:\n  - url: /fiches/\n    title: Fiches\nshowBreadcrumb: true\ntags: [fiche, essai]\n---\n\n", n)
	b.WriteString("Cette fiche réunit ce qu'il faut savoir avant d'écrire « à la main » une page d'essai : où, quand, comment 🧢.\n\n")
	for i := range 4 {
		fmt.Fprintf(&b, "## Étape %d : préparer l'œuvre\n\nUn paragraphe *avec* de l'**emphase**, un [lien](/fr/fiches/%d/) et un [fichier voisin](./fiche-%d.md#etape-1).\n\n", i, n, (n+1)%5000)
		b.WriteString("### Les questions qu'on nous pose\n\n- Une première question, posée souvent ?\n- Une [deuxième](https://example.org/page), moins souvent ?\n- `du code`\n\n")
	}
	b.WriteString(":::callout À retenir\nUn point **important**.\n:::\n\n| Nom | Nombre |\n|---|--:|\n| un | 1 |\n| deux | 2 |\n\n<br/>\n")
	return []byte(b.String())
}

func BenchmarkLoad5000(b *testing.B) {
	fsys := fstest.MapFS{}
	size := 0
	for i := range 5000 {
		page := samplePage(i)
		size += len(page)
		fsys[fmt.Sprintf("fr/fiches/fiche-%d.md", i)] = &fstest.MapFile{Data: page}
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		site, problems, err := Load([]Layer{{"essai", fsys}}, PlainComponents{}, Options{})
		if err != nil || len(site.Pages()) != 5000 || len(problems) != 0 {
			b.Fatal(err, len(problems), problems[:min(3, len(problems))])
		}
	}
	b.ReportMetric(5000*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}

func BenchmarkRenderPage(b *testing.B) {
	page := samplePage(1)
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		if p, _ := Parse("fr/fiches/fiche-1.md", page, PlainComponents{}, Options{}); p == nil {
			b.Fatal("refused")
		}
	}
}

func BenchmarkRepair(b *testing.B) {
	right := samplePage(1)
	damaged := misread(right, macRoman)
	b.Run("right", func(b *testing.B) {
		b.SetBytes(int64(len(right)))
		for b.Loop() {
			Repair(right)
		}
	})
	b.Run("damaged", func(b *testing.B) {
		b.SetBytes(int64(len(damaged)))
		for b.Loop() {
			Repair(damaged)
		}
	})
}
