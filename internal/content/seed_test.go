package content

import (
	"os"
	"path/filepath"
	"testing"
)

// seed returns a file of the project's seed, which lives outside the repository.
func seed(t testing.TB, name string) []byte {
	t.Helper()
	root := os.Getenv("GUICHET_DATA")
	if root == "" {
		t.Skip("GUICHET_DATA is not set: it names the folder that holds seed/, data/ and answers/")
	}
	b, err := os.ReadFile(filepath.Join(root, "seed", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}
