// Package readiness says whether a repository is ready to be published: what is there, what is missing, why it matters and how to mend it.
//
// It reads a Tree: a folder as git keeps it, or an archive that a stranger sent. Nothing of it is run, and nothing that it names is fetched. Each check has a weight; a check
// that does not apply to the repository (the history of an archive) gives no points and takes none, so the score is the share of the points that could be had.
// The checks are those of the DINUM's documentation on opening source code, of REUSE and of publiccode.yml; the weights are the editors' judgement. Secrets are found by the
// rules of gitleaks, and are never shown whole.
package readiness
