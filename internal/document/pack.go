package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"hash/crc32"
	"strings"
)

// part is one file of a package.
type part struct{ name, text string }

// pack writes the parts as a ZIP file, in their order and without dates. The first one is stored as it is when plain is set: OpenDocument wants its
// media type readable at a fixed place.
func pack(parts []part, plain bool) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i, p := range parts {
		header := &zip.FileHeader{Name: p.name, Method: zip.Deflate}
		if i == 0 && plain {
			if err := store(z, p); err != nil {
				return nil, err
			}
			continue
		}
		w, err := z.CreateHeader(header)
		if err != nil {
			return nil, fmt.Errorf("packing %s: %w", p.name, err)
		}
		if _, err := w.Write([]byte(p.text)); err != nil {
			return nil, fmt.Errorf("packing %s: %w", p.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("packing: %w", err)
	}
	return b.Bytes(), nil
}

// store writes a part uncompressed with its size in front of it and no extra field.
func store(z *zip.Writer, p part) error {
	n := uint64(len(p.text))
	w, err := z.CreateRaw(&zip.FileHeader{Name: p.name, Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(p.text)), CompressedSize64: n, UncompressedSize64: n})
	if err != nil {
		return fmt.Errorf("packing %s: %w", p.name, err)
	}
	if _, err := w.Write([]byte(p.text)); err != nil {
		return fmt.Errorf("packing %s: %w", p.name, err)
	}
	return nil
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// escape writes text for XML; keep leaves the spaces at its ends.
func escape(s string, keep bool) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(spaces(s, keep))) //nolint:errcheck // a strings.Builder takes everything
	return b.String()
}
