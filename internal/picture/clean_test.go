package picture_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/png"
	"testing"

	"insider/internal/fault"
	"insider/internal/picture"
)

// secret is what no cleaned picture may tell.
const secret = "GPS 51.05 N 3.72 E"

// chunk is a chunk of a PNG.
func chunk(name, body string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(b, name+body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// webpWith adds chunks to an extended WebP around a plain one.
func webpWith(t testing.TB, chunks ...string) []byte {
	t.Helper()
	plain := webpBytes(t)
	info, err := picture.Probe(bytes.NewReader(plain))
	if err != nil {
		t.Fatal(err)
	}
	head := "\x0c\x00\x00\x00" + string([]byte{byte(info.Width - 1), 0, 0, byte(info.Height - 1), 0, 0})
	body := "WEBP" + riff("VP8X", head) + string(plain[12:])
	for _, c := range chunks {
		body += riff(c, secret)
	}
	return []byte(riff("RIFF", body))
}

func riff(name, body string) string {
	b := name + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body
	if len(body)%2 == 1 {
		b += "\x00"
	}
	return b
}

func TestCleanTellsNothing(t *testing.T) {
	jpg, asPNG := jpegBytes(t), pngBytes(t)
	beforeEnd := len(asPNG) - 12
	for name, data := range map[string][]byte{
		"JPEG": within(jpg, segment(0xe1, append(exif(binary.BigEndian, "MM", 6), secret...)), segment(0xfe, []byte(secret)),
			segment(0xed, []byte("Photoshop 3.0\x00"+secret)), segment(0xe2, []byte("MPF\x00"+secret)), segment(0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00"+secret))),
		"JPEG with another behind": append(bytes.Clone(jpg), secret...),
		"PNG":                      append(append(append(bytes.Clone(asPNG[:beforeEnd]), chunk("tEXt", secret)...), chunk("eXIf", secret)...), append(asPNG[beforeEnd:], secret...)...),
		"WebP":                     append(webpWith(t, "EXIF", "XMP "), secret...),
	} {
		got, err := picture.Clean(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if bytes.Contains(got, []byte(secret)) || !bytes.Contains(data, []byte(secret)) {
			t.Errorf("%s still tells", name)
		}
		before, _ := picture.Probe(bytes.NewReader(data))
		if after, err := picture.Probe(bytes.NewReader(got)); err != nil || after != before {
			t.Errorf("%s is %+v, was %+v, %v", name, after, before, err)
		}
		a, errA := picture.Scale(data, 16)
		b, errB := picture.Scale(got, 16)
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			t.Errorf("%s looks different: %v, %v", name, errA, errB)
		}
		if again, err := picture.Clean(got); err != nil || !bytes.Equal(again, got) {
			t.Errorf("%s cleaned twice differs: %v", name, err)
		}
	}
}

func TestCleanLeavesTheRest(t *testing.T) {
	profile := within(jpegBytes(t), segment(0xe2, []byte("ICC_PROFILE\x00\x01\x01profile")))
	for name, data := range map[string][]byte{"JPEG": jpegBytes(t), "profile": profile, "PNG": pngBytes(t), "GIF": gifBytes(t), "WebP": webpBytes(t)} {
		if got, err := picture.Clean(data); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s was changed: %d bytes of %d, %v", name, len(got), len(data), err)
		}
	}
}

func TestFit(t *testing.T) {
	tall := encodedAs(t, corners(800, 1600), png.Encode)
	for width, want := range map[int]image.Point{400: {X: 400, Y: 800}, 800: {X: 800, Y: 1600}, 4000: {X: 800, Y: 1600}} {
		got, err := picture.Fit(tall, width, "image/jpeg")
		if err != nil {
			t.Fatal(err)
		}
		if colours, size := quarters(t, got); size != want || colours != "rgbw" || len(got) > picture.MaxFitted {
			t.Errorf("%d wide: %v, %s, %d bytes", width, size, colours, len(got))
		}
		if got, err = picture.Fit(tall, width, "image/png"); err != nil {
			t.Fatal(err)
		}
		p, err := png.Decode(bytes.NewReader(got))
		if err != nil || p.Bounds().Size() != want {
			t.Fatalf("%d wide: %v, %v", width, p.Bounds(), err)
		}
		if _, _, _, alpha := p.At(want.X*3/4, want.Y*3/4).RGBA(); alpha != 0 {
			t.Errorf("%d wide: nothing shines through", width)
		}
	}
	turned := within(jpegBytes(t), segment(0xe1, exif(binary.BigEndian, "MM", 6)))
	before, _ := picture.Probe(bytes.NewReader(turned))
	got, err := picture.Fit(turned, before.Width, "image/jpeg")
	if after, _ := picture.Probe(bytes.NewReader(got)); err != nil || after != before || bytes.Contains(got, []byte("Exif")) {
		t.Errorf("turned: %+v, was %+v, %v", after, before, err)
	}
	if _, err := picture.Fit([]byte("hello"), 300, "image/png"); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

func FuzzClean(f *testing.F) {
	for _, data := range [][]byte{jpegBytes(f), within(jpegBytes(f), segment(0xe1, exif(binary.BigEndian, "MM", 6))), pngBytes(f), gifBytes(f), webpBytes(f), webpWith(f, "EXIF")} {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := picture.Clean(data)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatal(err)
			}
			return
		}
		if again, err := picture.Clean(got); err != nil || !bytes.Equal(again, got) {
			t.Fatalf("cleaned twice: %d and %d bytes, %v", len(got), len(again), err)
		}
	})
}
