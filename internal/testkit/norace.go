//go:build !race

package testkit

// Race reports whether the race detector watches: it makes everything several times slower and larger, so that time and memory are not judged then.
const Race = false
