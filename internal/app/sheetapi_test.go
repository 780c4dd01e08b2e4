package app_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"guichet/internal/testkit"
)

// The API gives every value of a sheet with its source and date: beside it, or in the member of its name that ends in "From".
func TestSheetOfTheAPI(t *testing.T) {
	t.Parallel()
	base := catalogueDesk(t)
	for _, slug := range []string{testkit.FullSoftware, "postgresql", "gimp", "libreoffice", "essai-suivant"} {
		var sheet map[string]any
		r := get(t, base+"/api/v1/software/"+slug)
		if err := json.Unmarshal([]byte(r.body), &sheet); err != nil || r.status != http.StatusOK {
			t.Fatalf("%s: status %d, %v", slug, r.status, err)
		}
		dated := func(v any) bool {
			m, ok := v.(map[string]any)
			return ok && m["source"] != "" && m["source"] != nil && m["checked"] != "" && m["checked"] != nil
		}
		for name, v := range sheet {
			switch v := v.(type) {
			case map[string]any: // one value, or a table of origins
				if name == "ids" {
					continue // see below
				}
				if name == "idsFrom" {
					for scheme, o := range v {
						if !dated(o) {
							t.Errorf("%s: who gives the identifier of %s: %v", slug, scheme, o)
						}
					}
					continue
				}
				if !dated(v) {
					t.Errorf("%s: %s has no source or no date: %v", slug, name, v)
				}
			case []any:
				for _, x := range v {
					entry, ok := x.(map[string]any)
					if !ok || name == "replaces" {
						continue
					}
					if !dated(entry) {
						t.Errorf("%s: an entry of %s has no source or no date: %v", slug, name, entry)
					}
				}
			}
		}
		for value, whence := range map[string]string{"name": "nameFrom", "category": "categoryFrom", "platforms": "platformsFrom", "ids": "idsFrom"} {
			if list, empty := sheet[value].([]any); sheet[value] != nil && !(empty && len(list) == 0) && sheet[whence] == nil {
				t.Errorf("%s: %s has no %s", slug, value, whence)
			}
		}
		ids, _ := sheet["ids"].(map[string]any)
		whence, _ := sheet["idsFrom"].(map[string]any)
		if len(ids) != len(whence) || len(sheet["aliases"].([]any)) != len(sheet["aliasesFrom"].([]any)) {
			t.Errorf("%s: identifiers %v from %v, aliases %v from %v", slug, ids, whence, sheet["aliases"], sheet["aliasesFrom"])
		}
		for _, x := range sheet["replaces"].([]any) {
			for _, o := range x.(map[string]any)["sources"].([]any) {
				if !dated(o) {
					t.Errorf("%s: a pair without source: %v", slug, x)
				}
			}
		}
	}
	var full map[string]any
	if err := json.Unmarshal([]byte(get(t, base+"/api/v1/software/"+testkit.FullSoftware).body), &full); err != nil {
		t.Fatal(err)
	}
	for _, member := range []string{"latest", "status", "archived", "since", "logo", "succession", "site", "repository"} {
		if full[member] == nil {
			t.Errorf("the sheet of which everything is known lacks %s", member)
		}
	}
	for _, member := range []string{"compliance", "withdrawals", "follows", "uses", "instances", "providers", "from"} {
		if len(full[member].([]any)) == 0 {
			t.Errorf("the sheet of which everything is known has no %s", member)
		}
	}
	var past struct {
		Steps []struct {
			What, Source, Checked string
			Fields                []struct {
				Field         string
				Before, After []string
			}
		}
	}
	if err := json.Unmarshal([]byte(get(t, base+"/api/v1/software/"+testkit.FullSoftware+"/history").body), &past); err != nil || len(past.Steps) != 2 {
		t.Fatalf("%+v, %v; want the first state of two sources", past, err)
	}
	var told []string
	for _, s := range past.Steps {
		if s.What != "first" || s.Source == "" || s.Checked != "2026-03-04" {
			t.Errorf("%+v", s)
		}
		for _, f := range s.Fields {
			told = append(told, f.Field+" "+strings.Join(f.After, ", "))
		}
	}
	if !slices.Contains(told, "licence MIT") {
		t.Errorf("%q", told)
	}
	if r := get(t, base+"/api/v1/software/zorglub/history"); r.status != http.StatusNotFound {
		t.Errorf("a software that there is not: status %d", r.status)
	}
}
