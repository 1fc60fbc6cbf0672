package audio_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"insider/internal/audio"
)

// fixture reads a small file that ffmpeg made.
func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func probe(t testing.TB, data []byte) *audio.Info {
	t.Helper()
	info, err := audio.Probe(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// near fails unless two durations differ by less than a tenth of a second.
func near(t testing.TB, name string, got, want time.Duration) {
	t.Helper()
	if d := got - want; d >= 100*time.Millisecond || d <= -100*time.Millisecond {
		t.Errorf("%s: %v, want %v", name, got, want)
	}
}

func TestProbe(t *testing.T) {
	for _, c := range []struct {
		file     string
		duration time.Duration
		header   int64
		bitRate  int
		vbr      bool
	}{
		{"cbr_mono_44100.mp3", 1541 * time.Millisecond, 0, 64000, false},
		{"vbr_stereo_48000.mp3", 1536 * time.Millisecond, 45, 0, true},
		{"bare_mono_22050.mp3", 1254 * time.Millisecond, 0, 32000, false},
		{"tagged.mp3", 1541 * time.Millisecond, 0, 32000, false},
	} {
		data := fixture(t, c.file)
		info := probe(t, data)
		near(t, c.file, info.Duration, c.duration)
		if info.Type != "audio/mpeg" || info.Bytes != int64(len(data)) || info.VBR != c.vbr {
			t.Errorf("%s: %+v", c.file, info)
		}
		if c.bitRate != 0 && info.BitRate != c.bitRate {
			t.Errorf("%s: bit rate %d, want %d", c.file, info.BitRate, c.bitRate)
		}
		if b := data[info.HeaderBytes:]; b[0] != 0xff || b[1]&0xe0 != 0xe0 {
			t.Errorf("%s: no frame after %d header bytes", c.file, info.HeaderBytes)
		}
	}
}

func TestProbeTags(t *testing.T) {
	info := probe(t, fixture(t, "tagged.mp3"))
	if info.Title != "Two clocks" || info.Artist != "David" || info.Album != "The IT/OT Insider" {
		t.Errorf("texts: %+v", info)
	}
	want := []audio.Chapter{
		{Start: 0, End: 700 * time.Millisecond, Title: "Cold open"},
		{Start: 700 * time.Millisecond, End: 1500 * time.Millisecond, Title: "Größe & Maß"},
	}
	if len(info.Chapters) != 2 || info.Chapters[0] != want[0] || info.Chapters[1] != want[1] {
		t.Errorf("chapters: %+v", info.Chapters)
	}
	if info.PictureType != "image/png" || len(info.Picture) < 60 {
		t.Errorf("picture: %s, %d bytes", info.PictureType, len(info.Picture))
	}
}
