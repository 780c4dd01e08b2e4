package source_test

import (
	"testing"
	"time"

	"guichet/internal/errs"
	"guichet/internal/source"
	"guichet/internal/testkit"
)

// Texts that are made to cost much cost little, read whole and as a map.
func TestHostileYAML(t *testing.T) { //nolint:paralleltest // it measures memory
	for name, text := range testkit.HostileYAML(256 << 10) {
		testkit.Bounded(t, name, 3*time.Second, 1200, func() {
			var v any
			_ = source.YAML([]byte(text), &v)
			if err := source.YAMLMap(name, []byte(text), func(source.Pair) error { return nil }); err != nil && errs.KindOf(err) == errs.Internal {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
}
