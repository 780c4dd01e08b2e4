// Package source holds what the importers share: what they read (Input), how damaged text is told (Damage), arrays and lines of JSON read
// one entry at a time, and a Collector of statements and refusals.
//
// One package a format stands beneath it; package source/formats lists them. An importer reads one Input and returns a facts.Import, which
// facts.Store.Apply takes whole or not at all. The rules are the same for every format:
//
//   - A file that is not whole is refused whole, with its line, its byte and the text near the fault: errs.Invalid, "import.damaged".
//   - An entry that cannot be used is refused by itself, with its place and the reason; the others are taken.
//   - What the entry says is kept as the source says it; nothing is filled in from elsewhere. A licence that is no SPDX expression is kept as
//     it stands (catalog.SoftwareStatement.LicenceRaw).
//   - The date is that of the copy: the data's own where it has one, otherwise the date that Input carries.
//   - Bytes come from strangers: an entry has at most MaxEntry bytes, a file at most MaxFile, and memory does not grow with what is refused.
package source
