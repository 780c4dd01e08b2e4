package formats_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"guichet/internal/facts"
	"guichet/internal/source"
	"guichet/internal/source/formats"
	"guichet/internal/testkit"
)

// entries is the size of the synthetic catalogue.
const entries = 100_000

// catalogue writes a synthetic export of Catalogi, about 600 bytes an entry.
func catalogue(b *testing.B, version string) string {
	b.Helper()
	name := filepath.Join(b.TempDir(), "catalogi-"+version+".json")
	f, err := os.Create(name)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(f)
	fmt.Fprint(w, "[")
	for i := range entries {
		if i > 0 {
			fmt.Fprint(w, ",\n")
		}
		fmt.Fprintf(w, `{"id":%d,"name":"Logiciel %d","description":"Un logiciel de mesure, numéro %d, qui fait ce que font les logiciels de mesure","referencedSinceTime":1640995200000,"updateTime":1760000000000,"isStillInObservation":false,"license":"GPL-3.0-or-later","operatingSystems":{"windows":true,"linux":true},"runtimePlatforms":["desktop"],"categories":["Mesure"],"keywords":["mesure","essai"],"customAttributes":{"isPresentInSupportMarket":false,"versionMin":"%s"},"softwareExternalData":{"externalId":"Q%d","sourceSlug":"wikidata","websiteUrl":"https://logiciel-%d.example"},"userAndReferentCountByOrganization":{"Ville":{"userCount":3,"referentCount":1}}}`,
			i+1, i, i, version, 900000000+i, i)
	}
	fmt.Fprint(w, "]")
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return name
}

// BenchmarkImport100000 imports a synthetic catalogue into SQLite: new, again unchanged, then with every entry changed. It reports entries a second
// of each, from the file to the end of the transaction, and the peak of the process's memory, in MB, after each. The bound on memory is that of the command.
//
//	go test -run '^$' -bench Import100000 -benchtime 1x ./internal/source/formats
func BenchmarkImport100000(b *testing.B) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(240 << 20))
	for b.Loop() {
		s := facts.NewStore(testkit.SQLite(b), time.Now)
		format, _ := formats.Find("catalogi")
		first, second := catalogue(b, "1.0"), catalogue(b, "2.0")
		for _, step := range []struct{ name, file, want string }{
			{"new", first, "read 100000, new 100000, changed 0, unchanged 0, refused 0"},
			{"unchanged", first, "read 100000, new 0, changed 0, unchanged 100000, refused 0"},
			{"changed", second, "read 100000, new 0, changed 100000, unchanged 0, refused 0"},
		} {
			start := time.Now()
			in, err := source.Open(step.file)
			if err != nil {
				b.Fatal(err)
			}
			imp, err := format.Read(b.Context(), in)
			if err != nil {
				b.Fatal(err)
			}
			report, err := s.Apply(b.Context(), imp, false)
			if err != nil || report.String() != step.want {
				b.Fatalf("%s: %s, %v", step.name, report, err)
			}
			b.ReportMetric(entries/time.Since(start).Seconds(), step.name+"/s")
			b.ReportMetric(peak(b), step.name+"-peak-MB")
		}
	}
}

// peak returns the most memory that the process ever had resident, in MB, or 0 where the system does not say.
func peak(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	var kb float64
	if _, err := fmt.Sscan(after, &kb); err != nil {
		return 0
	}
	return kb / 1024
}
