package readiness

import (
	"context"
	"io"
	"strings"
	"sync"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/rs/zerolog"
	"github.com/zricethezav/gitleaks/v8/detect"
)

// maxScanned bounds what is read of one file for secrets and personal data, in bytes.
const maxScanned = 1 << 20

// detector makes the scanner once: its rules are some two hundred regular expressions.
var detector = sync.OnceValues(func() (*detect.Detector, error) {
	zerolog.SetGlobalLevel(zerolog.Disabled) // it would write what it finds
	return detect.NewDetectorDefaultConfig()
})

// secret is what a rule found, without the secret itself.
type secret struct {
	rule string
	line int
}

// secretsIn applies the rules to a text. Binary files hold no text.
func secretsIn(d *detect.Detector, path string, body []byte) []secret {
	if binary(body) {
		return nil
	}
	var out []secret
	for _, f := range d.Detect(detect.Fragment{Raw: string(body), FilePath: path}) { //nolint:staticcheck // until its version 9
		out = append(out, secret{f.RuleID, f.StartLine + 1})
	}
	return out
}

// binary reports whether a file is no text: a NUL stands in its first bytes, as git tells it.
func binary(body []byte) bool { return strings.IndexByte(string(body[:min(len(body), 8000)]), 0) >= 0 }

// history scans every version of every file that any branch or tag has kept, each once. now holds the versions of the tree itself, which are another check's.
func history(ctx context.Context, repo *git.Repository, d *detect.Detector, now map[plumbing.Hash]bool, found func(path, commit string, s secret)) error {
	commits, err := repo.Log(&git.LogOptions{All: true})
	if err != nil {
		return err
	}
	defer commits.Close()
	trees, blobs := map[plumbing.Hash]bool{}, now
	return commits.ForEach(func(c *object.Commit) error {
		tree, err := c.Tree()
		if err != nil {
			return err
		}
		return scanTree(ctx, repo, d, tree, "", trees, blobs, func(path string, s secret) { found(path, c.Hash.String()[:10], s) })
	})
}

func scanTree(ctx context.Context, repo *git.Repository, d *detect.Detector, tree *object.Tree, prefix string, trees, blobs map[plumbing.Hash]bool, found func(string, secret)) error {
	if trees[tree.Hash] {
		return nil
	}
	trees[tree.Hash] = true
	for _, e := range tree.Entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		path := prefix + e.Name
		switch {
		case e.Mode.IsFile():
			if blobs[e.Hash] {
				continue
			}
			blobs[e.Hash] = true
			blob, err := repo.BlobObject(e.Hash)
			if err != nil || blob.Size > maxScanned {
				continue
			}
			r, err := blob.Reader()
			if err != nil {
				return err
			}
			body, err := io.ReadAll(io.LimitReader(r, maxScanned))
			r.Close()
			if err != nil {
				return err
			}
			for _, s := range secretsIn(d, path, body) {
				found(path, s)
			}
		case !e.Mode.IsRegular() && e.Mode.String() == "0040000":
			sub, err := repo.TreeObject(e.Hash)
			if err != nil {
				return err
			}
			if err := scanTree(ctx, repo, d, sub, path+"/", trees, blobs, found); err != nil {
				return err
			}
		}
	}
	return nil
}

// versions lists the contents that the tree has now.
func (f *Folder) versions() map[plumbing.Hash]bool {
	out := map[plumbing.Hash]bool{}
	if index, err := f.repo.Storer.Index(); err == nil {
		for _, e := range index.Entries {
			out[e.Hash] = true
		}
	}
	return out
}
