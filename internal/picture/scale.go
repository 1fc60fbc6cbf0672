package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"

	scaling "golang.org/x/image/draw"

	"insider/internal/fault"
	"insider/internal/show"
)

const (
	// MaxDecoded is how many pixels a picture may have to be decoded: a cover of the largest size directories take, and
	// what cameras make.
	MaxDecoded = show.MaxScaled
	// MaxScaled is what a scaled picture has at most in bytes, as long as it looks good: directories ask for it.
	MaxScaled = 512 << 10
	// MaxFitted is the same for a picture on a page.
	MaxFitted = 200 << 10
)

// qualities of JPEG are tried in turn until a picture fits.
var qualities = []int{90, 84, 78, 70, 62}

// Scale makes a JPEG of a picture, with at most side pixels on its longer side: upright, in RGB on white, without
// metadata, 72 dpi. It never enlarges. The size is checked before anything is decoded; what cannot be read is a
// fault.Invalid.
func Scale(data []byte, side int) ([]byte, error) {
	p, err := decode(data)
	if err != nil {
		return nil, err
	}
	return encode(upright(onWhite(p.Image, side), p.orientation), MaxScaled)
}

// Fit makes a picture of the type image/jpeg or image/png with at most width pixels across, upright and without metadata:
// a JPEG as Scale does, a PNG with whatever shines through. It never enlarges.
func Fit(data []byte, width int, mime string) ([]byte, error) {
	p, err := decode(data)
	if err != nil {
		return nil, err
	}
	longer := max(p.Width, p.Height)
	side := min(longer, (longer*width+p.Width/2)/p.Width)
	if mime == "image/png" {
		return encodePNG(p, side)
	}
	return encode(upright(onWhite(p.Image, side), p.orientation), MaxFitted)
}

// decoded is a picture in memory, as it lies in the file.
type decoded struct {
	image.Image
	Info
	orientation int // as Exif tells it
}

func decode(data []byte) (decoded, error) {
	info, err := Probe(bytes.NewReader(data))
	if err != nil {
		return decoded{}, err
	}
	if info.Width*info.Height > MaxDecoded {
		return decoded{}, fault.New(fault.Invalid, "This picture is too large to be made smaller: %d x %d pixels. Save it with at most %d million.", info.Width, info.Height, MaxDecoded/1_000_000)
	}
	f, err := formatOf(data[:min(len(data), 512)])
	if err != nil {
		return decoded{}, err
	}
	if f.mime == "image/jpeg" {
		if err := checkScans(data); err != nil {
			return decoded{}, err
		}
	}
	p, err := f.decode(bytes.NewReader(data))
	if err != nil {
		return decoded{}, fault.Wrap(err, fault.Invalid, "This %s picture is damaged. Export it again.", f.name)
	}
	orientation := 1
	if f.mime == "image/jpeg" {
		orientation = orientationOf(data)
	}
	return decoded{p, info, orientation}, nil
}

// onWhite draws a picture on white, scaled to at most side pixels.
func onWhite(p image.Image, side int) *image.RGBA {
	from := p.Bounds()
	to := image.NewRGBA(fitted(from, side))
	draw.Draw(to, to.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	if to.Rect.Size() == from.Size() {
		draw.Draw(to, to.Bounds(), p, from.Min, draw.Over)
		return to
	}
	scaling.CatmullRom.Scale(to, to.Bounds(), p, from, draw.Over, nil)
	return to
}

// encodePNG writes a PNG, scaled to at most side pixels. One that keeps its size keeps its colours, of a palette too.
func encodePNG(p decoded, side int) ([]byte, error) {
	from, out := p.Bounds(), bytes.Buffer{}
	small := p.Image
	if size := fitted(from, side); size.Size() != from.Size() {
		to := image.NewNRGBA(size)
		scaling.CatmullRom.Scale(to, size, p.Image, from, draw.Src, nil)
		small = to
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	err := encoder.Encode(&out, small)
	return out.Bytes(), err
}

// fitted returns the bounds of a picture that is to have at most side pixels on its longer side.
func fitted(from image.Rectangle, side int) image.Rectangle {
	width, height := from.Dx(), from.Dy()
	if longer := max(width, height); longer > side {
		width, height = max(1, (width*side+longer/2)/longer), max(1, (height*side+longer/2)/longer)
	}
	return image.Rect(0, 0, width, height)
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

// encode writes a JPEG at the best quality that fits into so many bytes.
func encode(p *image.RGBA, limit int) ([]byte, error) {
	var out bytes.Buffer
	for _, quality := range qualities {
		out.Reset()
		if err := jpeg.Encode(&out, p, &jpeg.Options{Quality: quality}); err != nil {
			return nil, err
		}
		if out.Len() <= limit-len(jfif) {
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
