package app_test

import (
	"net/http"
	"strings"
	"testing"
)

// Two software stand side by side with sources; what cannot be compared is told beside its field, and what was typed stays.
func TestCompareSoftware(t *testing.T) {
	t.Parallel()
	base := desk(t, sqlite(t), nil)
	for _, c := range []struct {
		path string
		want []string
		not  string
	}{
		{"/fr/logiciels/comparer", []string{"Comparer des logiciels libres", "Logiciel 1", "Logiciel 4"}, "<table"},
		{"/fr/logiciels/comparer?logiciel=gimp&logiciel=Krita&logiciel=&logiciel=", []string{"Comparer GIMP, Krita", "<table", "Peinture numérique", "AppStream", "/en/software/compare?software=gimp&amp;software=krita"}, `aria-invalid`},
		{"/en/software/compare?software=gimp&software=krita", []string{"Compare GIMP, Krita", "Licence", "GPL-3.0-or-later", "/fr/logiciels/comparer?logiciel=gimp&amp;logiciel=krita"}, `aria-invalid`},
		{"/fr/logiciels/comparer?logiciel=gimp&logiciel=zorglubix+3000", []string{`value="zorglubix 3000"`, "pas au catalogue", `aria-invalid="true"`}, "<table"},
		{"/fr/logiciels/comparer?logiciel=gimp&logiciel=GIMP", []string{"déjà choisi"}, "<table"},
		{"/fr/logiciels/comparer?logiciel=gimp&comparer=1", []string{"deuxième logiciel"}, "<table"},
		{"/fr/logiciels/comparer?logiciel=gimp&logiciel=krita&logiciel=inkscape&logiciel=scribus&logiciel=blender", []string{"choisi 5 logiciels"}, "<table"},
		{"/fr/logiciels/gimp", []string{"/fr/logiciels/comparer?logiciel=gimp&amp;logiciel="}, ""},
		{"/fr/equivalents/photoshop", []string{"/fr/logiciels/comparer?logiciel=gimp&amp;logiciel="}, ""},
	} {
		r := get(t, base+c.path)
		if r.status != http.StatusOK {
			t.Errorf("%s: status %d", c.path, r.status)
		}
		for _, w := range c.want {
			if !strings.Contains(r.body, w) {
				t.Errorf("%s lacks %q", c.path, w)
			}
		}
		if c.not != "" && strings.Contains(r.body, c.not) {
			t.Errorf("%s has %q", c.path, c.not)
		}
	}
}
