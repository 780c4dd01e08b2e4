package catalog

import (
	"slices"
	"strings"

	"guichet/internal/errs"
	"guichet/internal/search"
)

// MaxProviderName bounds the name of a firm that is looked for, in bytes.
const MaxProviderName = 200

// FindProviders looks for a firm among the providers: by SIREN when one is given, and by name: the same name or alias, or one that holds the other as whole words. It
// refuses (errs.Invalid on "name" or "siren") when neither is given, a name that is too long, and a SIREN whose key is wrong.
func (s *Set) FindProviders(name, siren string) ([]*Provider, error) {
	siren = strings.Join(strings.Fields(siren), "")
	if len(siren) == 14 && checkSIREN(siren[:9]) == nil { // a SIRET begins with the SIREN
		siren = siren[:9]
	}
	key := search.Key(name)
	switch {
	case key == "" && siren == "":
		return nil, errs.New(errs.Invalid, "catalog.provider-unnamed").On("name")
	case len(name) > MaxProviderName:
		return nil, errs.New(errs.Invalid, "catalog.provider-long").With("most", MaxProviderName).On("name")
	case siren != "" && checkSIREN(siren) != nil:
		return nil, errs.New(errs.Invalid, "catalog.provider-siren").On("siren")
	}
	var sure, near []*Provider
	for _, p := range s.Providers {
		switch names := append([]string{p.Name}, p.Aliases...); {
		case siren != "" && p.SIREN.V == siren:
			sure = append(sure, p)
		case key == "":
		case slices.ContainsFunc(names, func(n string) bool { return search.Key(n) == key }):
			sure = append(sure, p)
		case len(key) > 2 && slices.ContainsFunc(names, func(n string) bool { return holdsWords(n, name) || holdsWords(name, n) }):
			near = append(near, p)
		}
	}
	return append(sure, near...), nil
}

// holdsWords reports whether the words of part stand in whole, next to each other.
func holdsWords(whole, part string) bool {
	words := strings.Join(search.Words(part), " ")
	return len(words) > 2 && strings.Contains(" "+strings.Join(search.Words(whole), " ")+" ", " "+words+" ")
}
