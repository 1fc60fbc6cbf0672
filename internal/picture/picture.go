// Package picture looks at pictures without trusting them, and makes smaller ones.
//
// It owns which formats are taken, how large a picture may claim to be, its size as browsers show it, and its form as a
// JPEG that every app takes. It does not keep pictures or know what they are for.
package picture

import (
	"bufio"
	"bytes"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"

	"insider/internal/fault"
)

// Info is what a picture is.
type Info struct {
	Type          string // MIME type
	Width, Height int    // pixels as shown: a JPEG that says it lies on its side is measured upright
}

// Bounds of a picture. The size is in front of a file: a picture that does not tell it within maxHead is refused.
const (
	MaxSide   = 16_384     // pixels
	MaxPixels = 64_000_000 // width times height
	maxHead   = 4 << 20    // bytes
)

// format is one kind of picture: how it begins and what reads its size.
type format struct {
	name, mime string
	begins     func(head []byte) bool
	config     func(io.Reader) (image.Config, error) // nil: known, but not taken
	decode     func(io.Reader) (image.Image, error)
}

var formats = []format{
	{"JPEG", "image/jpeg", starts("\xff\xd8\xff"), jpeg.DecodeConfig, jpeg.Decode},
	{"PNG", "image/png", starts("\x89PNG\r\n\x1a\n"), png.DecodeConfig, png.Decode},
	{"GIF", "image/gif", either(starts("GIF87a"), starts("GIF89a")), gif.DecodeConfig, gif.Decode},
	{"WebP", "image/webp", both(starts("RIFF"), at(8, "WEBP")), webp.DecodeConfig, webp.Decode},
	{"HEIC", "image/heic", both(at(4, "ftyp"), either(at(8, "hei"), at(8, "mif1"))), nil, nil},
	{"AVIF", "image/avif", both(at(4, "ftyp"), at(8, "avi")), nil, nil},
	{"TIFF", "image/tiff", either(starts("II*\x00"), starts("MM\x00*")), nil, nil},
	{"BMP", "image/bmp", starts("BM"), nil, nil},
	{"SVG", "image/svg+xml", either(starts("<svg"), both(starts("<?xml"), contains("<svg"))), nil, nil},
	{"PDF", "application/pdf", starts("%PDF-"), nil, nil},
}

// Probe reads the type and size of a picture from its head. A file that is none, that is damaged or larger than the
// bounds is a fault.Invalid whose sentence says what is wrong; an error of r is returned as it is.
func Probe(r io.Reader) (Info, error) {
	source := &source{r: io.LimitReader(r, maxHead)}
	head := bufio.NewReaderSize(source, 4096)
	begin, _ := head.Peek(512)
	if source.err != nil {
		return Info{}, source.err
	}
	f, err := formatOf(begin)
	if err != nil {
		return Info{}, err
	}
	var seen bytes.Buffer
	config, err := f.config(io.TeeReader(head, &seen))
	switch {
	case source.err != nil:
		return Info{}, source.err
	case err != nil:
		return Info{}, fault.Wrap(err, fault.Invalid, "This %s picture is damaged: its size cannot be read. Export it again.", f.name)
	}
	info := Info{Type: f.mime, Width: config.Width, Height: config.Height}
	if f.mime == "image/jpeg" && liesOnSide(seen.Bytes()) {
		info.Width, info.Height = info.Height, info.Width
	}
	return info, judge(info)
}

func formatOf(begin []byte) (format, error) {
	if len(begin) == 0 {
		return format{}, fault.New(fault.Invalid, "This picture is empty.")
	}
	for _, f := range formats {
		switch {
		case !f.begins(begin):
		case f.config == nil:
			return f, fault.New(fault.Invalid, "This is a %s file. Pictures are JPEG, PNG, GIF or WebP: save it as one of these.", f.name)
		default:
			return f, nil
		}
	}
	return format{}, fault.New(fault.Invalid, "This is no picture. Pictures are JPEG, PNG, GIF or WebP.")
}

func judge(i Info) error {
	switch {
	case i.Width <= 0 || i.Height <= 0:
		return fault.New(fault.Invalid, "This picture has no size: it says %d x %d pixels.", i.Width, i.Height)
	case i.Width > MaxSide || i.Height > MaxSide || i.Width*i.Height > MaxPixels:
		return fault.New(fault.Invalid, "This picture is too large: %d x %d pixels. At most %d million in all and %d on a side.",
			i.Width, i.Height, MaxPixels/1_000_000, MaxSide)
	}
	return nil
}

// source remembers the reader's own error, which decoders hide behind theirs.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}
