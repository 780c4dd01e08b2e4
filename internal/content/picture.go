package content

import (
	"bytes"
	"encoding/binary"
	"image"
	_ "image/gif" // formats whose sizes are read
	_ "image/jpeg"
	_ "image/png"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// maxPictureHead is how much of a picture is read for its size, in bytes. A photograph has its size after its camera's notes.
const maxPictureHead = 512 << 10

// maxPixels is the largest side that is believed.
const maxPixels = 50_000

type pixels struct{ width, height int }

// pictureSize returns the size of a picture that stands beside the pages, zero when it is not known.
func (s *Site) pictureSize(address string) pixels {
	a, found := s.assets[address]
	if !found {
		return pixels{}
	}
	if kept, ok := s.sizes.Load(address); ok {
		return kept.(pixels)
	}
	var size pixels
	if f, err := a.fs.Open(a.name); err == nil {
		head, _ := readAtMost(f, maxPictureHead) // what was read may be enough
		f.Close()
		size = sizeOf(head, strings.ToLower(path.Ext(a.name)))
	}
	if size.width <= 0 || size.height <= 0 || size.width > maxPixels || size.height > maxPixels {
		size = pixels{}
	}
	s.sizes.Store(address, size)
	return size
}

// sizeOf reads the size in the head of a picture; zero when it is not there.
func sizeOf(head []byte, ext string) pixels {
	switch ext {
	case ".svg":
		return sizeOfSVG(head)
	case ".webp":
		return sizeOfWebP(head)
	case ".avif":
		// The property "ispe" of ISO/IEC 23008-12: a version, then the width and the height.
		if i := bytes.Index(head, []byte("ispe")); i >= 0 && len(head) >= i+16 {
			return pixels{int(binary.BigEndian.Uint32(head[i+8:])), int(binary.BigEndian.Uint32(head[i+12:]))}
		}
		return pixels{}
	}
	c, _, err := image.DecodeConfig(io.LimitReader(bytes.NewReader(head), maxPictureHead))
	if err != nil {
		return pixels{}
	}
	return pixels{c.Width, c.Height}
}

// sizeOfWebP reads the three kinds of the container's first chunk (RFC 9649).
func sizeOfWebP(b []byte) pixels {
	if len(b) < 30 || string(b[:4]) != "RIFF" || string(b[8:12]) != "WEBP" {
		return pixels{}
	}
	switch string(b[12:16]) {
	case "VP8 ":
		return pixels{int(binary.LittleEndian.Uint16(b[26:]) & 0x3fff), int(binary.LittleEndian.Uint16(b[28:]) & 0x3fff)}
	case "VP8L":
		n := binary.LittleEndian.Uint32(b[21:])
		return pixels{int(n&0x3fff) + 1, int(n>>14&0x3fff) + 1}
	case "VP8X":
		three := func(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
		return pixels{three(b[24:]) + 1, three(b[27:]) + 1}
	}
	return pixels{}
}

var (
	svgRoot = regexp.MustCompile(`(?s)<svg\b[^>]*>`)
	svgSide = regexp.MustCompile(`\s(width|height)\s*=\s*["']\s*([0-9.]+)(?:px)?\s*["']`)
	svgBox  = regexp.MustCompile(`\sviewBox\s*=\s*["']\s*[-0-9.]+[\s,]+[-0-9.]+[\s,]+([0-9.]+)[\s,]+([0-9.]+)`)
)

// sizeOfSVG takes the root element's width and height, or its view box.
func sizeOfSVG(b []byte) pixels {
	root := svgRoot.Find(b[:min(len(b), 16<<10)])
	number := func(s []byte) int {
		f, err := strconv.ParseFloat(string(s), 64)
		if err != nil || f > maxPixels {
			return 0
		}
		return int(f + 0.5)
	}
	var p pixels
	for _, m := range svgSide.FindAllSubmatch(root, 2) {
		if string(m[1]) == "width" {
			p.width = number(m[2])
		} else {
			p.height = number(m[2])
		}
	}
	if m := svgBox.FindSubmatch(root); m != nil && (p.width == 0 || p.height == 0) {
		p = pixels{number(m[1]), number(m[2])}
	}
	return p
}

// picture is what a picture's address leads to.
type picture int

const (
	elsewhere picture = iota // on another host, or served by the program
	here                     // a file beside the pages
	missing
)

// pictureAt says what an address that was resolved leads to. A page that is read by itself has no files beside it.
func (s *Site) pictureAt(address string, known func(string) bool) picture {
	address, _, _ = strings.Cut(address, "?")
	switch _, ok := s.assets[address]; {
	case ok:
		return here
	case s.alone || !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || known != nil && known(address):
		return elsewhere
	}
	return missing
}

// settlePicture resolves the picture of the front matter; one that is not there is reported and left out.
func (src *source) settlePicture(s *Site, opt Options) {
	p := src.page
	if p.Image.URL == "" {
		return
	}
	at := s.resolve(p, p.Image.URL)
	if isWeb(at) || strings.HasPrefix(at, "//") || s.pictureAt(at, opt.Known) != here {
		src.r.warn(src.front.lines["image"], "image-missing", "image", short(p.Image.URL))
		p.Image = Picture{}
		return
	}
	size := s.pictureSize(at)
	p.Image.URL, p.Image.Width, p.Image.Height = at, size.width, size.height
}
