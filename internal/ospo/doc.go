// Package ospo holds the directory of public Open Source Programme Offices: its records, the format in which they are exchanged, and how an
// office enters it.
//
// Its records are those of the public register that the DINUM keeps (codegouvfr-data, fr-public-sector-ospo.yml), in the format that this package
// calls ospometa: a YAML map whose keys are the main addresses of the offices. What that format cannot say, where an office is and of what kind its
// body is, is a fact of its own (Place). The accounts that a body has on forges come from the public list comptes-organismes-publics.yml, by the
// body's identifier in the directory of public services.
//
//   - Several sources may speak of one office: its address names it. The newest statement is shown, and where an older one differs it is shown beside.
//   - An office that registers itself (Registrations) enters the directory when the staff accept it, and never before.
package ospo
