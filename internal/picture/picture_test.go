package picture_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"insider/internal/fault"
	"insider/internal/picture"
)

// encoded returns a picture of 30 x 20 pixels.
func encoded(t testing.TB, encode func(io.Writer, image.Image) error) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := encode(&out, image.NewPaletted(image.Rect(0, 0, 30, 20), color.Palette{color.Black, color.White})); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func jpegBytes(t testing.TB) []byte {
	return encoded(t, func(w io.Writer, i image.Image) error { return jpeg.Encode(w, i, nil) })
}

func pngBytes(t testing.TB) []byte { return encoded(t, png.Encode) }

func gifBytes(t testing.TB) []byte {
	return encoded(t, func(w io.Writer, i image.Image) error { return gif.Encode(w, i, nil) })
}

// webpBytes is a lossless WebP of 1 x 1 pixel.
func webpBytes(t testing.TB) []byte {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// segment makes a segment of a JPEG.
func segment(marker byte, body []byte) []byte {
	return slices.Concat([]byte{0xff, marker}, binary.BigEndian.AppendUint16(nil, uint16(len(body)+2)), body)
}

// exif makes Exif data that says how the camera was held.
func exif(order binary.ByteOrder, mark string, orientation uint16) []byte {
	b := append([]byte("Exif\x00\x00"), mark...)
	b = appendUint32(order, appendUint16(order, b, 42), 8)
	b = appendUint16(order, b, 2)
	for _, tag := range []uint16{0x0100, 0x0112} {
		b = appendUint16(order, appendUint16(order, b, tag), 3)
		b = appendUint16(order, appendUint32(order, b, 1), orientation)
		b = append(b, 0, 0)
	}
	return b
}

func appendUint16(order binary.ByteOrder, b []byte, n uint16) []byte {
	b = append(b, 0, 0)
	order.PutUint16(b[len(b)-2:], n)
	return b
}

func appendUint32(order binary.ByteOrder, b []byte, n uint32) []byte {
	b = append(b, 0, 0, 0, 0)
	order.PutUint32(b[len(b)-4:], n)
	return b
}

// within puts segments behind the beginning of a JPEG.
func within(data []byte, segments ...[]byte) []byte {
	return slices.Concat(data[:2], slices.Concat(segments...), data[2:])
}

func TestProbe(t *testing.T) {
	upright := jpegBytes(t)
	big, little := binary.ByteOrder(binary.BigEndian), binary.ByteOrder(binary.LittleEndian)
	for name, c := range map[string]struct {
		data []byte
		want picture.Info
	}{
		"JPEG":                 {upright, picture.Info{Type: "image/jpeg", Width: 30, Height: 20}},
		"JPEG held upright":    {within(upright, segment(0xe1, exif(big, "MM", 1))), picture.Info{Type: "image/jpeg", Width: 30, Height: 20}},
		"JPEG on its side":     {within(upright, segment(0xe0, []byte("JFIF\x00")), segment(0xe1, exif(big, "MM", 6))), picture.Info{Type: "image/jpeg", Width: 20, Height: 30}},
		"JPEG on its other":    {within(upright, segment(0xe1, exif(little, "II", 8))), picture.Info{Type: "image/jpeg", Width: 20, Height: 30}},
		"JPEG with broken tag": {within(upright, segment(0xe1, exif(little, "II", 8)[:20])), picture.Info{Type: "image/jpeg", Width: 30, Height: 20}},
		"JPEG with a profile":  {within(upright, slices.Repeat(segment(0xe2, make([]byte, 60_000)), 20)), picture.Info{Type: "image/jpeg", Width: 30, Height: 20}},
		"PNG":                  {pngBytes(t), picture.Info{Type: "image/png", Width: 30, Height: 20}},
		"GIF":                  {gifBytes(t), picture.Info{Type: "image/gif", Width: 30, Height: 20}},
		"WebP":                 {webpBytes(t), picture.Info{Type: "image/webp", Width: 1, Height: 1}},
	} {
		got, err := picture.Probe(iotest.OneByteReader(bytes.NewReader(c.data)))
		if err != nil || got != c.want {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, c.want)
		}
	}
}

// pngOf is a PNG that claims a size.
func pngOf(t *testing.T, width, height uint32) []byte {
	data := bytes.Clone(pngBytes(t))
	binary.BigEndian.PutUint32(data[16:], width)
	binary.BigEndian.PutUint32(data[20:], height)
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}

func TestProbeRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"empty":       {nil, "is empty"},
		"text":        {[]byte("hello"), "is no picture"},
		"cut PNG":     {pngBytes(t)[:20], "PNG picture is damaged"},
		"cut JPEG":    {jpegBytes(t)[:20], "JPEG picture is damaged"},
		"wide":        {pngOf(t, 20_000, 10), "too large: 20000 x 10"},
		"many pixels": {pngOf(t, 10_000, 10_000), "too large: 10000 x 10000"},
		"bomb":        {pngOf(t, 1<<31-1, 1<<31-1), "picture"},
		"HEIC":        {[]byte("\x00\x00\x00\x18ftypheic"), "HEIC"},
		"AVIF":        {[]byte("\x00\x00\x00\x18ftypavif"), "AVIF"},
		"SVG":         {[]byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`), "SVG"},
		"PDF":         {[]byte("%PDF-1.7"), "PDF"},
		"far away":    {within(jpegBytes(t), slices.Repeat(segment(0xe2, make([]byte, 60_000)), 80)), "damaged"},
	} {
		_, err := picture.Probe(bytes.NewReader(c.data))
		if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), c.says) {
			t.Errorf("%s: %v; want an error with %q", name, err, c.says)
		}
	}
}

func TestErrorsOfTheReaderAreKept(t *testing.T) {
	broken := errors.New("the disk is broken")
	for n := range 100 {
		data := jpegBytes(t)[:n]
		_, err := picture.Probe(io.MultiReader(bytes.NewReader(data), iotest.ErrReader(broken)))
		if !errors.Is(err, broken) {
			t.Fatalf("after %d bytes: %v", n, err)
		}
	}
}

func FuzzProbe(f *testing.F) {
	for _, data := range [][]byte{jpegBytes(f), within(jpegBytes(f), segment(0xe1, exif(binary.BigEndian, "MM", 6))), pngBytes(f), gifBytes(f), webpBytes(f)} {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		info, err := picture.Probe(bytes.NewReader(data))
		if err != nil {
			if !fault.Is(err, fault.Invalid) || fault.Sentence(err) == "" {
				t.Fatal(err)
			}
			return
		}
		if info.Width <= 0 || info.Width > picture.MaxSide || info.Height <= 0 || info.Height > picture.MaxSide {
			t.Fatalf("%+v", info)
		}
	})
}
