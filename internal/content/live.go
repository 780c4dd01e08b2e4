package content

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"time"
)

// Folder returns the files of a folder of the machine. Nothing outside it is opened, whatever links it holds, nor what is neither a file
// nor a folder and might never end. The folder's own name may be a link that moves to another folder at each deployment.
func Folder(dir string) fs.FS { return folder(dir) }

type folder string

func (d folder) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	local := filepath.FromSlash(name)
	info, err := os.Stat(filepath.Join(string(d), local))
	if err == nil && !info.IsDir() && !info.Mode().IsRegular() {
		err = &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if err != nil {
		return nil, err
	}
	return os.OpenInRoot(string(d), local)
}

// Holder gives readers the current pages and renews them when their files change. A page that has become bad is reported, and its last
// good version stays; so does the whole site when a layer cannot be read at all.
type Holder struct {
	layers     []Layer
	components Components
	opt        Options
	report     func([]Problem) // what is wrong, when it was not already
	current    atomic.Pointer[Site]
	print      [sha256.Size]byte // of the files, when they were last read
	said       map[string]bool
}

// NewHolder returns a holder without pages: call Load before the first reader comes. report is called with problems that are new.
func NewHolder(layers []Layer, c Components, opt Options, report func([]Problem)) *Holder {
	opt.live = true
	return &Holder{layers: layers, components: c, opt: opt, report: report}
}

// Current returns the current pages.
func (h *Holder) Current() *Site { return h.current.Load() }

// Load reads the layers. It must not be called by two at once.
func (h *Holder) Load() error {
	mark := fingerprint(h.layers)
	opt := h.opt
	opt.previous = h.current.Load()
	site, problems, err := Load(h.layers, h.components, opt)
	if err != nil {
		return err
	}
	h.print = mark
	said := map[string]bool{}
	var fresh []Problem
	for _, p := range problems {
		s := p.String()
		if said[s] = true; !h.said[s] {
			fresh = append(fresh, p)
		}
	}
	h.said = said
	h.current.Store(site)
	if len(fresh) > 0 && h.report != nil {
		h.report(fresh)
	}
	return nil
}

// The files are looked at so often: a change shows within half a second, and looking takes a twentieth of the time of one processor at
// most.
const (
	lookEvery = 300 * time.Millisecond
	lookShare = 20
)

// Watch reads the layers again each time their files change, until ctx ends. changed is called after each renewal, with an error when
// the layers could not be read; it may be nil.
func (h *Holder) Watch(ctx context.Context, changed func(error)) {
	wait := lookEvery
	failed := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		start := time.Now()
		seen := fingerprint(h.layers)
		wait = max(lookEvery, lookShare*time.Since(start))
		if seen == h.print {
			continue
		}
		err := h.Load()
		if changed != nil && (err == nil || !failed) {
			changed(err)
		}
		failed = err != nil
	}
}

// fingerprint is a digest of the names, sizes and times of the files of the layers.
func fingerprint(layers []Layer) (sum [sha256.Size]byte) {
	d := sha256.New()
	for _, l := range layers {
		_ = fs.WalkDir(l.FS, ".", func(name string, e fs.DirEntry, err error) error {
			if err != nil {
				fmt.Fprintln(d, name, err)
				return nil
			}
			if base := e.Name(); name != "." && (base[0] == '.' || base[0] == '_') {
				if e.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			if !e.IsDir() {
				fmt.Fprintln(d, name, stamp(e))
			}
			return nil
		})
	}
	d.Sum(sum[:0])
	return sum
}

// memory is what a site keeps of its load, so that the next one costs what has changed.
type memory struct {
	good   map[string]*source // by name, as problems show it
	around [sha256.Size]byte  // digest of what the drawing of a page depends on besides its file: addresses, pictures
}

// remember makes src what it was at the last load when its bytes are the same.
func (src *source) remember(b []byte, previous *Site) bool {
	src.sum = sha256.Sum256(b)
	if previous == nil {
		return false
	}
	old := previous.memory.good[src.r.file]
	if old == nil || old.sum != src.sum || old.dataSum != src.dataSum {
		return false
	}
	src.take(old)
	return true
}

// take makes src what old was.
func (src *source) take(old *source) {
	src.body, src.first, src.front, src.page, src.blank, src.parsed, src.own = old.body, old.first, old.front, old.page, old.blank, old.parsed, old.own
	src.drawn, src.done = old.done, old.done
	src.r.problems = slices.Clone(old.r.problems[:old.own])
	if !old.done { // it was shown to nobody: a draft, or a page below another
		p := old.blank
		src.page, src.r.problems = &p, src.r.problems[:min(old.parsed, old.own)]
	}
}

// lastGood puts the last good version of a page in the place of one that is refused.
func (src *source) lastGood(previous *Site) bool {
	if previous == nil || src.kept {
		return false
	}
	old := previous.memory.good[src.r.file]
	if old == nil || !old.done {
		return false
	}
	wrong := src.r.problems
	src.take(old)
	src.sum = [sha256.Size]byte{} // it is not that of the file
	src.refused, src.kept = false, true
	wrong = append(wrong, Problem{File: src.r.file, Severity: Warning, Key: "content.last-good"})
	src.r.problems = wrong
	src.own = 0
	return true
}

// redraw forgets how src was drawn at the last load: something around it has changed. The last good version of a bad page stays as it was.
func (src *source) redraw(s *Site) {
	if !src.drawn || src.kept {
		return
	}
	p := src.blank
	if s.pages[p.Path] == src.page {
		s.pages[p.Path] = &p
	}
	src.page, src.drawn, src.done = &p, false, false
	src.r.problems = src.r.problems[:src.parsed]
}

// surroundings is a digest of what a page may show of others: the addresses of files, the pictures.
func (s *Site) surroundings() (sum [sha256.Size]byte) {
	d := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		fmt.Fprintln(d, name, s.files[name])
	}
	for _, name := range slices.Sorted(maps.Keys(s.assets)) {
		fmt.Fprintln(d, name, s.assets[name].stamp)
	}
	d.Sum(sum[:0])
	return sum
}

// Kept returns what is wrong with the file of a page whose last good version is served; empty for a page that is as its file says.
func (s *Site) Kept(p *Page) []Problem {
	if !s.kept[p] {
		return nil
	}
	var out []Problem
	for _, pr := range s.problems {
		if pr.File == p.shown && pr.Severity == Error {
			out = append(out, pr)
		}
	}
	return out
}

// stamp is what tells one state of a file from another.
func stamp(e fs.DirEntry) string {
	info, err := e.Info()
	if err != nil {
		return ""
	}
	return fmt.Sprint(info.Size(), info.ModTime().UnixNano())
}
