package source_test

import (
	"testing"

	"guichet/internal/source"
)

func TestLicence(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"GPL-3.0": "GPL-3.0-only", "MPL 2.0 et EPL 1.0": "MPL-2.0 AND EPL-1.0", "GPL-2.0-only / LGPL-2.0-only": "GPL-2.0-only AND LGPL-2.0-only",
		"GPL-2.0+ and GFDL-1.3": "GPL-2.0-or-later AND GFDL-1.3-only", "GPL-2.0 OR GPL-3.0": "GPL-2.0-only OR GPL-3.0-only", "GPLv2+;LGPLv2+;GPLv3+": "GPL-2.0-or-later AND LGPL-2.0-or-later AND GPL-3.0-or-later",
		"(MIT OR Apache-2.0) AND BSD-3-Clause": "(MIT OR Apache-2.0) AND BSD-3-Clause", "GPL-3.0-only WITH Font-exception-2.0": "GPL-3.0-only WITH Font-exception-2.0",
	} {
		if got, ok := source.Licence(in); got != want || !ok {
			t.Errorf("Licence(%q) = %q, %t; want %q", in, got, ok, want)
		}
	}
	for _, in := range []string{"N/A", "CPA", "", "LGPL", "Public Domain", "GPL-2.0-only MIT"} {
		if got, ok := source.Licence(in); ok {
			t.Errorf("Licence(%q) = %q, want none", in, got)
		}
	}
}
