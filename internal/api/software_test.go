package api

import (
	"reflect"
	"strings"
	"testing"

	"guichet/internal/catalog"
)

// Whatever the catalogue holds of a software, the API tells: a new value needs a member here, or a reason why it has none.
func TestSheetTellsEveryValue(t *testing.T) {
	t.Parallel()
	tells := map[string]string{
		"Slug": "slug", "Name": "nameFrom", "Aliases": "aliases", "AliasesOf": "aliasesFrom", "Licence": "licence", "Site": "site", "Repository": "repository", "Function": "function", "MinVersion": "minVersion",
		"Status": "status", "Latest": "latest", "Archived": "archived", "Since": "since", "Logo": "logo", "Category": "category", "CategoryOf": "categoryFrom", "Platforms": "platforms", "PlatformsOf": "platformsFrom",
		"IDs": "ids", "IDsOf": "idsFrom", "Compliance": "compliance", "Withdrawals": "withdrawals", "Succession": "succession", "Follows": "follows", "Uses": "uses", "Instances": "instances",
		"Parent": "extends", "ParentOf": "extends", "Extensions": "extensions", "Marks": "from", "SILL": "sill", "Replaces": "replaces", "Providers": "providers",
		"Keywords": "", // words to be found by, which say nothing of the software themselves
		"Entries":  "", // keys of the desk's own; what they led to is /history
	}
	members := map[string]bool{}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[SoftwareSheet]()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		members[name] = true
	}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[catalog.Software]()) {
		member, known := tells[f.Name]
		if !known {
			t.Errorf("nothing says how the API tells a software's %s", f.Name)
		}
		if member != "" && !members[member] {
			t.Errorf("%s: the sheet has no member %s", f.Name, member)
		}
	}
}
