package procurement_test

import (
	"testing"

	"guichet/internal/errs"
	"guichet/internal/facts"
	"guichet/internal/procurement"
	"guichet/internal/provenance"
)

func TestReadLicence(t *testing.T) {
	t.Parallel()
	names := map[string]string{"MIT": "MIT License", "Apache-2.0": "Apache License 2.0", "GPL-3.0-only": "GNU General Public License v3.0 only", "GPL-3.0-or-later": "GNU General Public License v3.0 or later",
		"AGPL-3.0-or-later": "GNU Affero General Public License v3.0 or later", "LGPL-2.1-only": "GNU Lesser General Public License v2.1 only", "EUPL-1.1": "European Union Public License 1.1",
		"EUPL-1.2": "European Union Public License 1.2", "CECILL-2.1": "CeCILL Free Software License Agreement v2.1", "BSL-1.0": "Boost Software License 1.0", "MPL-2.0": "Mozilla Public License 2.0",
		"BSD-3-Clause": `BSD 3-Clause "New" or "Revised" License`, "BSD-2-Clause": `BSD 2-Clause "Simplified" License`}
	var rows []facts.Row
	for id, name := range names {
		st, err := facts.New(procurement.KindLicence, id, provenance.MustDate("2026"), procurement.Licence{SPDX: id, Name: name, Catalogue: id != "EUPL-1.1"})
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, facts.Row{Source: "starter", Statement: st})
	}
	set, err := procurement.Build(rows, provenance.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(set.Catalogued()); n != len(names)-1 {
		t.Errorf("%d licences are accepted, want %d", n, len(names)-1)
	}
	for typed, want := range map[string]string{
		"mit": "MIT", "Licence MIT": "MIT", "MIT or apache-2.0": "MIT OR Apache-2.0", "GPLv3": "GPL-3.0-only", "GNU GPL v3+": "GPL-3.0-or-later", "GPL 3 ou ultérieure": "GPL-3.0-or-later",
		"GNU General Public License version 3": "GPL-3.0-only", "AGPL v3 or later": "AGPL-3.0-or-later", "lgpl 2.1": "LGPL-2.1-only", "Apache 2": "Apache-2.0", "Licence Apache, version 2.0": "Apache-2.0",
		"EUPL 1.2": "EUPL-1.2", "CeCILL 2.1": "CECILL-2.1", "Mozilla Public License 2.0": "MPL-2.0", "BSD 3-clause": "BSD-3-Clause", "BUSL-1.1": "BUSL-1.1", "Boost": "",
		"GPL": "", "EUPL": "", "BSD": "", "propriétaire": "", "(MIT": "MIT", "((": "", "": "",
	} {
		got, err := set.ReadLicence(typed)
		if got != want || (err != nil) != (want == "") {
			t.Errorf("%q is read as %q, %v; want %q", typed, got, err, want)
		}
		if e := errs.All(err); err != nil && (len(e) != 1 || e[0].Field != "licence") {
			t.Errorf("%q: the error names no field: %v", typed, err)
		}
	}
}

func FuzzReadLicence(f *testing.F) {
	f.Add("GPL v3+ OR (MIT AND Apache 2)")
	f.Add("((((")
	set, err := procurement.Build(nil, provenance.Sources{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, err := set.ReadLicence(s); err == nil && got == "" {
			t.Errorf("%q is read as nothing", s)
		}
	})
}
