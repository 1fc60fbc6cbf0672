package audio_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"testing"
	"time"

	"insider/internal/audio"
	"insider/internal/fault"
)

// meter counts what is read of a file that is mostly imagined: head, some zeros, then the same frame for ever.
type meter struct {
	head  []byte
	zeros int64
	frame []byte
	read  int64
}

func (m *meter) ReadAt(p []byte, off int64) (int, error) {
	m.read += int64(len(p))
	for i := range p {
		sound := off + int64(i) - int64(len(m.head)) - m.zeros
		switch at := off + int64(i); {
		case at < int64(len(m.head)):
			p[i] = m.head[at]
		case sound < 0:
			p[i] = 0
		default:
			p[i] = m.frame[sound%int64(len(m.frame))]
		}
	}
	return len(p), nil
}

func TestReadsAreSmall(t *testing.T) {
	const sound, zeros = 384 << 20, 200 << 20
	frame := make([]byte, 384) // 128 kbit/s at 48 kHz
	copy(frame, []byte{0xff, 0xfb, 0x94, 0xc0})
	tagOf := func(flags byte) []byte {
		title := frame23("TIT2", "\x00Title")
		return slices.Concat([]byte{'I', 'D', '3', 3, 0, flags}, safe(len(title)+zeros), title)
	}
	for _, c := range []struct {
		name  string
		head  []byte
		zeros int64
		most  int64
	}{
		{"constant", nil, 0, 300 << 10},
		{"Xing", xing48(sound/384, sound), 0, 32 << 10},
		{"200 MiB of tags", tagOf(0), zeros, 300 << 10},
		{"200 MiB of unsynchronised tags", tagOf(0x80), zeros, 10 << 20},
	} {
		m := &meter{head: c.head, zeros: c.zeros, frame: frame}
		info, err := audio.Probe(m, int64(len(c.head))+c.zeros+sound)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		near(t, c.name, info.Duration, (sound/384)*24*time.Millisecond)
		if m.read > c.most {
			t.Errorf("%s: read %d bytes, at most %d are needed", c.name, m.read, c.most)
		}
	}
}

type broken struct {
	io.ReaderAt
	at int64
}

var errBroken = errors.New("the disk is broken")

func (b broken) ReadAt(p []byte, off int64) (int, error) {
	if off+int64(len(p)) > b.at {
		return 0, errBroken
	}
	return b.ReaderAt.ReadAt(p, off)
}

func TestErrorsOfTheReaderAreKept(t *testing.T) {
	data := fixture(t, "tagged.mp3")
	for at := int64(0); at < int64(len(data)); at += 97 {
		_, err := audio.Probe(broken{bytes.NewReader(data), at}, int64(len(data)))
		if !errors.Is(err, errBroken) || fault.Is(err, fault.Invalid) {
			t.Fatalf("broken at %d: %v", at, err)
		}
	}
}

func FuzzProbe(f *testing.F) {
	for _, name := range []string{"cbr_mono_44100.mp3", "vbr_stereo_48000.mp3", "bare_mono_22050.mp3", "tagged.mp3"} {
		data := fixture(f, name)
		f.Add(data[:min(len(data), 3000)])
	}
	f.Add(append(id3(3, 0xc0, unsync(frame23("APIC", "\x01image/jpeg\x00\x03\xff\xfe\x00\x00"+jpeg))), frames(5, 9, 1)...))
	f.Add(append(id3(2, 0, frame22("PIC", "\x00JPG\x03\x00"+jpeg)), xing(10, 0)...))
	f.Add(append(id3(4, 0x40, safe(6), []byte{1, 0}, frame24("CHAP", 0, chap(1, 2, frame24("TIT2", 3, "\x03x")))), vbri(9, 9)...))
	list := slices.Concat(be(0), []byte{1}, make([]byte, 8), []byte("\x02Hi"))
	f.Add(movie(soundTrack("mp4a", 90, atom("stts", be(0, 1, 9, 10)), atom("stsz", be(0, 0, 1, 9))), atom("chpl", list)))
	f.Add(slices.Concat(movie(soundTrack("mp4a", 0))[:300], atom("moof", atom("traf", atom("tfhd", be(0, 1)), atom("trun", be(0x100, 1, 9))))))
	f.Fuzz(func(t *testing.T, data []byte) {
		info, err := audio.Probe(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			if info != nil || !fault.Is(err, fault.Invalid) || fault.Sentence(err) == "" {
				t.Fatalf("%+v with %v", info, err)
			}
			return
		}
		if info.Duration <= 0 || info.Duration.Hours() > float64(len(data)) || info.HeaderBytes < 0 || info.HeaderBytes >= info.Bytes || info.BitRate <= 0 {
			t.Fatalf("%+v", info)
		}
		if len(info.Picture) > len(data) || len(info.Title) > audio.MaxText || len(info.Chapters) > audio.MaxChapters {
			t.Fatalf("%+v", info)
		}
	})
}
