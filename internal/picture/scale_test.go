package picture_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"insider/internal/fault"
	"insider/internal/picture"
)

// corners is a picture of w by h pixels with another colour in each quarter: red, green, blue, and none.
func corners(w, h int) image.Image {
	p := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			p.SetNRGBA(x, y, [4]color.NRGBA{{R: 255, A: 255}, {G: 255, A: 255}, {B: 255, A: 255}, {}}[2*(2*y/h)+2*x/w])
		}
	}
	return p
}

// quarters names the colours of the quarters of a JPEG, from the upper left on.
func quarters(t *testing.T, data []byte) (string, image.Point) {
	t.Helper()
	p, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	size := p.Bounds().Size()
	for _, at := range []image.Point{{1, 1}, {3, 1}, {1, 3}, {3, 3}} {
		r, g, b, _ := p.At(at.X*size.X/4, at.Y*size.Y/4).RGBA()
		switch {
		case r > 0xc000 && g > 0xc000 && b > 0xc000:
			out.WriteByte('w')
		case r > g && r > b:
			out.WriteByte('r')
		case g > b:
			out.WriteByte('g')
		default:
			out.WriteByte('b')
		}
	}
	return out.String(), size
}

func encodedAs(t *testing.T, p image.Image, encode func(io.Writer, image.Image) error) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := encode(&out, p); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestScale(t *testing.T) {
	asPNG := encodedAs(t, corners(1500, 1500), png.Encode)
	for name, c := range map[string]struct {
		data []byte
		side int
		want image.Point
	}{
		"smaller":        {asPNG, 300, image.Pt(300, 300)},
		"the same size":  {asPNG, 1500, image.Pt(1500, 1500)},
		"never enlarged": {asPNG, 3000, image.Pt(1500, 1500)},
		"wide":           {encodedAs(t, corners(900, 301), png.Encode), 300, image.Pt(300, 100)},
		"a thin line":    {encodedAs(t, corners(4000, 2), png.Encode), 40, image.Pt(40, 1)},
	} {
		got, err := picture.Scale(c.data, c.side)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		colours, size := quarters(t, got)
		if size != c.want || name != "a thin line" && colours != "rgbw" {
			t.Errorf("%s: %v, %s", name, size, colours)
		}
		if !bytes.HasPrefix(got, []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x02\x01\x00\x48\x00\x48")) {
			t.Errorf("%s begins with % x", name, got[:20])
		}
	}
}

// TestScaleTurnsUpright turns a JPEG by each orientation that a camera can write, and drops what the camera wrote.
func TestScaleTurnsUpright(t *testing.T) {
	want := []string{"", "rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb"}
	for orientation := 1; orientation <= 8; orientation++ {
		plain, err := picture.Scale(encodedAs(t, corners(64, 64), png.Encode), 64) // on white, for JPEG knows no transparency
		if err != nil {
			t.Fatal(err)
		}
		got, err := picture.Scale(within(plain, segment(0xe1, exif(binary.BigEndian, "MM", uint16(orientation)))), 32)
		if err != nil {
			t.Fatal(err)
		}
		if colours, _ := quarters(t, got); colours != want[orientation] {
			t.Errorf("orientation %d gives %s, want %s", orientation, colours, want[orientation])
		}
		if bytes.Contains(got, []byte("Exif")) {
			t.Errorf("orientation %d: the metadata is still there", orientation)
		}
	}
}

// TestScaleFitsDirectories gives it noise, which hardly compresses.
func TestScaleFitsDirectories(t *testing.T) {
	p := image.NewRGBA(image.Rect(0, 0, 1000, 1000))
	noise := rand.New(rand.NewPCG(1, 2))
	for i := range p.Pix {
		p.Pix[i] = uint8(128 + noise.IntN(90))
	}
	data := encodedAs(t, p, png.Encode)
	best := encodedAs(t, p, func(w io.Writer, p image.Image) error { return jpeg.Encode(w, p, &jpeg.Options{Quality: 90}) })
	got, err := picture.Scale(data, 1000)
	if err != nil || len(got) > picture.MaxScaled || len(best) <= picture.MaxScaled {
		t.Errorf("%d bytes of %d at the best quality, %v", len(got), len(best), err)
	}
}

func TestScaleRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"no picture":    {[]byte("hello"), "is no picture"},
		"nothing":       {nil, "is empty"},
		"HEIC":          {[]byte("\x00\x00\x00\x18ftypheic"), "HEIC"},
		"cut PNG":       {pngBytes(t)[:len(pngBytes(t))-20], "is damaged"},
		"cut JPEG":      {jpegBytes(t)[:len(jpegBytes(t))-30], "is damaged"},
		"a claim":       {pngOf(t, 7000, 7000), "too large to be made smaller"},
		"a large claim": {pngOf(t, 1<<20, 1<<20), "too large"},
	} {
		_, err := picture.Scale(c.data, 300)
		if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), c.says) {
			t.Errorf("%s: %v; want an error with %q", name, err, c.says)
		}
	}
}

func FuzzScale(f *testing.F) {
	for _, data := range [][]byte{jpegBytes(f), within(jpegBytes(f), segment(0xe1, exif(binary.BigEndian, "MM", 6))), pngBytes(f), gifBytes(f), webpBytes(f)} {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if info, err := picture.Probe(bytes.NewReader(data)); err == nil && info.Width*info.Height > 1_000_000 {
			return // sound, and slow
		}
		got, err := picture.Scale(data, 16)
		if err != nil {
			if !fault.Is(err, fault.Invalid) || fault.Sentence(err) == "" {
				t.Fatal(err)
			}
			return
		}
		if info, err := picture.Probe(bytes.NewReader(got)); err != nil || info.Type != "image/jpeg" || max(info.Width, info.Height) > 16 {
			t.Fatalf("%+v, %v", info, err)
		}
	})
}
