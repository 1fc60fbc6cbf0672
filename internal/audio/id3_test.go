package audio_test

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"time"

	"insider/internal/audio"
)

const jpeg = "\xff\xd8\xff\xe0 the picture \xff\x00"

// utf16LE encodes with a byte order mark.
func utf16LE(s string) string {
	out := []byte{0xff, 0xfe}
	for _, r := range s {
		out = binary.LittleEndian.AppendUint16(out, uint16(r))
	}
	return string(out)
}

func chap(from, to uint32, embedded []byte) string {
	b := []byte("c\x00")
	for _, n := range []uint32{from, to, 0xffffffff, 0xffffffff} {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	return string(append(b, embedded...))
}

func TestTagVersions(t *testing.T) {
	tagged := map[string][]byte{
		"2.2": id3(2, 0, frame22("TT2", "\x00Title"), frame22("TP1", "\x01"+utf16LE("Zoë")), frame22("PIC", "\x00JPG\x03cover\x00"+jpeg)),
		"2.2 unsynchronised": id3(2, 0x80, unsync(slices.Concat(frame22("TT2", "\x00Title"), frame22("TP1", "\x01"+utf16LE("Zoë")),
			frame22("PIC", "\x00JPG\x03cover\x00"+jpeg)))),
		"2.3": id3(3, 0, frame23("TIT2", "\x00Title\x00"), frame23("TPE1", "\x01"+utf16LE("Zoë")), frame23("APIC", "\x00image/jpeg\x00\x03\x00"+jpeg)),
		"2.3 unsynchronised with extended header and padding": id3(3, 0xc0, unsync(slices.Concat([]byte{0, 0, 0, 6, 0, 0, 0, 0, 0, 9},
			frame23("TIT2", "\x00Title"), frame23("TPE1", "\x01"+utf16LE("Zoë")), frame23("APIC", "\x01image/jpeg\x00\x03"+utf16LE("x")+"\x00\x00"+jpeg), make([]byte, 9)))),
		"2.4 with extended header": id3(4, 0x40, safe(6), []byte{1, 0}, frame24("TIT2", 0, "\x03Title\x00other"), frame24("TPE1", 0, "\x02\x00Z\x00o\x00\xeb"),
			frame24("APIC", 0, "\x03image/jpeg\x00\x03\x00"+jpeg)),
		"2.4 unsynchronised frame with its length": id3(4, 0, frame24("TIT2", 0, "\x03Title"), frame24("TPE1", 0, "\x03Zoë"),
			frame24("APIC", 0x03, "\x00\x00\x00\x20"+string(unsync([]byte("\x03image/jpeg\x00\x03\x00"+jpeg))))),
		"2.4 unsynchronised as a whole": id3(4, 0x80, frame24("TIT2", 0, "\x03Title"), frame24("TPE1", 0, "\x03Zoë"),
			frame24("APIC", 0, string(unsync([]byte("\x03image/jpeg\x00\x03\x00"+jpeg))))),
		"2.4 with footer": append(id3(4, 0x10, frame24("TIT2", 0, "\x03Title"), frame24("TPE1", 0, "\x03Zoë"),
			frame24("APIC", 0, "\x03image/jpeg\x00\x03\x00"+jpeg)), "3DI\x04\x00\x10\x00\x00\x00\x00"...),
		"2.4 with plain lengths": id3(4, 0, frame23("APIC", "\x03image/jpeg\x00\x03\x00"+jpeg+strings.Repeat(" ", 200)), frame23("TIT2", "\x03Title"), frame23("TPE1", "\x03Zoë")),
		"two tags": slices.Concat(id3(3, 0, frame23("TIT2", "\x00Title"), frame23("APIC", "\x00image/jpeg\x00\x03\x00"+jpeg)),
			id3(4, 0, frame24("TIT2", 0, "\x03Other"), frame24("TPE1", 0, "\x03Zoë"))),
		"any picture, then the cover": id3(3, 0, frame23("APIC", "\x00image/png\x00\x00\x00\x89PNG\r\n\x1a\n"), frame23("APIC", "\x00image/jpeg\x00\x03\x00"+jpeg),
			frame23("APIC", "\x00image/png\x00\x04\x00\x89PNG\r\n\x1a\n"), frame23("TIT2", "\x00Title"), frame23("TPE1", "\x00Zo\xeb")),
	}
	for name, tag := range tagged {
		info := probe(t, append(slices.Clone(tag), frames(20, 9)...))
		if info.Title != "Title" || info.Artist != "Zoë" {
			t.Errorf("%s: title %q, artist %q", name, info.Title, info.Artist)
		}
		if info.PictureType != "image/jpeg" || !strings.HasPrefix(string(info.Picture), jpeg) {
			t.Errorf("%s: picture %s %q", name, info.PictureType, info.Picture)
		}
		if info.HeaderBytes != int64(len(tag)) {
			t.Errorf("%s: %d header bytes, want %d", name, info.HeaderBytes, len(tag))
		}
	}
}

func TestTagChapters(t *testing.T) {
	link := "\x00\x00https://example.org/a"
	data := id3(4, 0,
		frame24("CHAP", 0, chap(90_000, 100_000, slices.Concat(frame24("TIT2", 0, "\x03Second"), frame24("WXXX", 0, link)))),
		frame24("CHAP", 0, chap(0, 90_000, frame24("TIT2", 0, "\x03First"))),
		frame24("CHAP", 0, chap(5, 6, frame24("WXXX", 0, link))),            // no title
		frame24("CHAP", 0, chap(9, 6, frame24("TIT2", 0, "\x03Backwards"))), // ends before it starts
		frame24("CHAP", 0, "never ends"),                                    // broken
		frame24("CHAP", 0, chap(100_000, 110_000, slices.Concat(frame24("TIT2", 0, "\x03Third\x1b[0m\nline"), frame24("WXXX", 0, "\x00\x00javascript:alert(1)")))),
	)
	got := probe(t, append(data, frames(20, 9)...)).Chapters
	want := []audio.Chapter{
		{0, 90 * time.Second, "First", ""},
		{90 * time.Second, 100 * time.Second, "Second", "https://example.org/a"},
		{100 * time.Second, 110 * time.Second, "Third [0m line", ""},
	}
	if !slices.Equal(got, want) {
		t.Errorf("chapters %+v", got)
	}
}

func TestTagBounds(t *testing.T) {
	var many [][]byte
	for range audio.MaxChapters + 50 {
		many = append(many, frame24("CHAP", 0, chap(1, 2, frame24("TIT2", 0, "\x03x"))))
	}
	many = append(many, frame24("TIT2", 0, "\x03"+strings.Repeat("ä", 5000)), frame24("APIC", 0, "\x03image/jpeg\x00\x03\x00"+jpeg+strings.Repeat("x", audio.MaxPicture)))
	info := probe(t, append(id3(4, 0, many...), frames(20, 9)...))
	if len(info.Chapters) != audio.MaxChapters {
		t.Errorf("%d chapters", len(info.Chapters))
	}
	if len(info.Title) > audio.MaxText || !strings.HasPrefix(info.Title, "ääää") {
		t.Errorf("title of %d bytes", len(info.Title))
	}
	if info.Picture != nil {
		t.Errorf("picture of %d bytes", len(info.Picture))
	}
}

func TestTagsThatCannotBeRead(t *testing.T) {
	for name, tag := range map[string][]byte{
		"compressed":      id3(4, 0, frame24("TIT2", 0x08, "\x03Title")),
		"encrypted":       id3(4, 0, frame24("TIT2", 0x04, "\x03Title")),
		"unknown version": id3(5, 0, frame24("TIT2", 0, "\x03Title")),
		"frame too long":  id3(3, 0, []byte("TIT2\x7f\xff\xff\xff\x00\x00\x00Title")),
		"huge extension":  id3(3, 0x40, []byte{0xff, 0xff, 0xff, 0xff}, frame23("TIT2", "\x00Title")),
		"no text":         id3(3, 0, frame23("TIT2", "")),
		"odd UTF-16":      id3(3, 0, frame23("TIT2", "\x01\xff")),
	} {
		info := probe(t, append(slices.Clone(tag), frames(20, 9)...))
		if info.Title != "" || info.HeaderBytes != int64(len(tag)) {
			t.Errorf("%s: %+v", name, info)
		}
	}
}

func TestTagsAtTheEnd(t *testing.T) {
	id3v1 := make([]byte, 128)
	copy(id3v1, "TAGOld title")
	copy(id3v1[33:], "Jos\xe9")
	ape := func(items int, flags uint32) []byte {
		b := []byte("APETAGEX\xd0\x07\x00\x00")
		b = binary.LittleEndian.AppendUint32(b, uint32(items+32))
		b = binary.LittleEndian.AppendUint32(b, 1)
		return append(binary.LittleEndian.AppendUint32(b, flags), make([]byte, 8)...)
	}
	header := make([]byte, 32)
	sound := frames(200, 9)
	want := probe(t, sound).Duration
	for name, tail := range map[string][]byte{
		"ID3v1":                  id3v1,
		"APE":                    append(noise(50_000), ape(50_000, 0)...),
		"APE with header, ID3v1": slices.Concat(header, noise(50_000), ape(50_000, 1<<31), id3v1),
	} {
		info := probe(t, slices.Concat(sound, tail))
		if info.Duration != want {
			t.Errorf("%s: %v, want %v", name, info.Duration, want)
		}
		if bytes.HasSuffix(tail, id3v1) && (info.Title != "Old title" || info.Artist != "José") {
			t.Errorf("%s: %q by %q", name, info.Title, info.Artist)
		}
	}
	lying := probe(t, append(slices.Clone(sound), ape(1<<30, 0)...))
	near(t, "an APE tag longer than the file", lying.Duration, want)
}
