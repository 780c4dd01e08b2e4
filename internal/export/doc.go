// Package export writes the catalogue in the formats that the field already uses, and its lists as tables.
//
// The formats are those of the public services of the French free-software office: the array of Catalogi in its versions 1 and 2, and the
// merged list of providers of code.gouv.fr. What a format has no place for is left out; what the desk does not know is null or absent,
// never an invented zero or date. What these functions write, the importers of package source read back without loss.
package export
