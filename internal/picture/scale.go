package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"

	scaling "golang.org/x/image/draw"

	"insider/internal/fault"
)

const (
	// MaxDecoded is how many pixels a picture may have to be decoded: a cover of the largest size directories take, and
	// what cameras make.
	MaxDecoded = 25_000_000
	// MaxScaled is what a scaled picture has at most in bytes, as long as it looks good: directories ask for it.
	MaxScaled = 512 << 10
)

// qualities of JPEG are tried in turn until a picture fits.
var qualities = []int{90, 84, 78, 70, 62}

// Scale makes a JPEG of a picture, with at most side pixels on its longer side: upright, in RGB on white, without
// metadata, 72 dpi. It never enlarges. The size is checked before anything is decoded; what cannot be read is a
// fault.Invalid.
func Scale(data []byte, side int) ([]byte, error) {
	info, err := Probe(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if info.Width*info.Height > MaxDecoded {
		return nil, fault.New(fault.Invalid, "This picture is too large to be made smaller: %d x %d pixels. Save it with at most %d million.", info.Width, info.Height, MaxDecoded/1_000_000)
	}
	f, err := formatOf(data[:min(len(data), 512)])
	if err != nil {
		return nil, err
	}
	decoded, err := f.decode(bytes.NewReader(data))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "This %s picture is damaged. Export it again.", f.name)
	}
	orientation := 1
	if f.mime == "image/jpeg" {
		orientation = orientationOf(data)
	}
	return encode(upright(onWhite(decoded, side), orientation))
}

// onWhite draws a picture on white, scaled to at most side pixels.
func onWhite(p image.Image, side int) *image.RGBA {
	from := p.Bounds()
	width, height := fitted(from.Dx(), from.Dy(), side)
	to := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(to, to.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	if width == from.Dx() && height == from.Dy() {
		draw.Draw(to, to.Bounds(), p, from.Min, draw.Over)
		return to
	}
	scaling.CatmullRom.Scale(to, to.Bounds(), p, from, draw.Over, nil)
	return to
}

// fitted returns the size of a picture that is to have at most side pixels on its longer side.
func fitted(width, height, side int) (int, int) {
	longer := max(width, height)
	if longer <= side {
		return width, height
	}
	return max(1, (width*side+longer/2)/longer), max(1, (height*side+longer/2)/longer)
}

// upright turns and mirrors a picture by its Exif orientation.
func upright(p *image.RGBA, orientation int) *image.RGBA {
	if orientation == 1 {
		return p
	}
	w, h := p.Rect.Dx(), p.Rect.Dy()
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		to = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range to.Rect.Dy() {
		for x := range to.Rect.Dx() {
			fx, fy := origin(orientation, x, y, w, h)
			to.SetRGBA(x, y, p.RGBAAt(fx, fy))
		}
	}
	return to
}

// origin returns where a pixel of the upright picture lies in one of w by h pixels (TIFF 6.0, tag 274).
func origin(orientation, x, y, w, h int) (int, int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	}
	return w - 1 - y, x
}

// encode writes a JPEG at the best quality that fits.
func encode(p *image.RGBA) ([]byte, error) {
	var out bytes.Buffer
	for _, quality := range qualities {
		out.Reset()
		if err := jpeg.Encode(&out, p, &jpeg.Options{Quality: quality}); err != nil {
			return nil, err
		}
		if out.Len() <= MaxScaled-len(jfif) {
			break
		}
	}
	data := out.Bytes()
	return append(append(append(make([]byte, 0, len(data)+len(jfif)), data[:2]...), jfif...), data[2:]...), nil
}

// jfif is the segment that begins a JPEG after its mark: version 1.2, 72 dots per inch, no thumbnail. Go's encoder leaves
// it out, and checkers of covers look for it.
var jfif = jfifSegment(72)

func jfifSegment(dpi uint16) []byte {
	b := append([]byte{0xff, 0xe0, 0, 16}, "JFIF\x00\x01\x02\x01"...)
	b = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(b, dpi), dpi)
	return append(b, 0, 0)
}
