// Package catalog holds software, the non-free products that people have today, what replaces them, and who provides services.
//
// Several sources speak of the same software. Build joins their statements into one Sheet: by identifier first, then by name.
// Sources have a declared precedence (Precedence); each value keeps the source that states it and its date, a value that another source
// gives differently stays beside it, and nothing is shown as a fact without both.
//
// The rules of entry of the French inter-ministerial catalogue (SILL) are those of the catalogue's documentation, docs/sill.md.
package catalog
