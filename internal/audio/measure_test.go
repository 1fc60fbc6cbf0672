package audio_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"insider/internal/audio"
	"insider/internal/fault"
)

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

func TestDurations(t *testing.T) {
	vbrSound := frames(1000, 9, 5, 1, 14)
	half := func(sum []byte) []byte { return append(sum, frames(500, 9, 5, 1, 14)...) }
	for name, c := range map[string]struct {
		data []byte
		want float64
		vbr  bool
	}{
		"constant without summary":            {frames(1000, 9), 1000 * frameTime, false},
		"variable without summary":            {vbrSound, 1000 * frameTime, true},
		"variable only at the end":            {append(frames(4000, 9), frames(800, 5)...), 4800 * frameTime, true},
		"Xing":                                {append(xing(1000, uint32(len(vbrSound)+417)), vbrSound...), 1000 * frameTime, true},
		"VBRI":                                {append(vbri(1000, uint32(len(vbrSound)+417)), vbrSound...), 1000 * frameTime, true},
		"Xing of half a file joined to other": {append(half(xing(500, uint32(len(vbrSound)/2+417))), vbrSound...), 1500 * frameTime, true},
		"Xing with too many frames":           {half(xing(4_000_000_000, 0)), 500 * frameTime, true},
		"Xing with too few frames":            {half(xing(3, 0)), 500 * frameTime, true},
		"Xing with no frames":                 {half(xing(0, 0)), 500 * frameTime, true},
		"junk before the sound":               {append(make([]byte, 100_000), frames(1000, 9)...), 1000 * frameTime, false},
		"junk within":                         {slices.Concat(vbrSound, make([]byte, 5000), vbrSound), 2000 * frameTime, true},
		"two frames":                          {frames(2, 9), 2 * frameTime, false},
		"one frame":                           {frames(1, 9), frameTime, false},
	} {
		info := probe(t, c.data)
		near(t, name, info.Duration, seconds(c.want))
		if info.VBR != c.vbr {
			t.Errorf("%s: VBR %v", name, info.VBR)
		}
	}
}

func TestMalformed(t *testing.T) {
	whole := fixture(t, "vbr_stereo_48000.mp3")
	layer2 := bytes.Repeat(append([]byte{0xff, 0xfd, 0x90, 0xc0}, make([]byte, 413)...), 5)
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"empty":               {nil, "is empty"},
		"cut in half":         {whole[:len(whole)/2], "was cut off"},
		"cut within the tags": {id3(3, 0, make([]byte, 1000))[:500], "more than the whole file"},
		"only tags":           {id3(3, 0, make([]byte, 1000)), "tags but no sound"},
		"WAV":                 {append([]byte("RIFF\x00\x00\x00\x00WAVE"), noise(5000)...), "WAV file"},
		"M4A":                 {append([]byte("\x00\x00\x00\x20ftypM4A "), noise(5000)...), "no table of contents"},
		"Ogg":                 {append([]byte("OggS"), noise(5000)...), "Ogg file"},
		"FLAC behind tags":    {append(id3(3, 0, make([]byte, 10)), "fLaC and more"...), "FLAC file"},
		"page":                {[]byte("<!doctype html><title>404</title>"), "web page"},
		"LFS pointer":         {[]byte("version https://git-lfs.github.com/spec/v1\n"), "Git LFS"},
		"AAC":                 {append([]byte{0xff, 0xf1, 0x50, 0x80}, noise(5000)...), "bare AAC file"},
		"layer 2":             {layer2, "layer 2"},
		"free format":         {append([]byte{0xff, 0xfb, 0x00, 0xc0}, make([]byte, 5000)...), "free format"},
		"noise":               {append([]byte{1}, noise(300_000)...), "No MP3 sound"},
		"zeros":               {make([]byte, 300_000), "No MP3 sound"},
		"one frame, then no":  {append(frames(1, 9), make([]byte, 5000)...), "breaks off"},
		"mostly damaged":      {slices.Concat(frames(50, 9, 5), make([]byte, 500_000)), "Over half"},
	} {
		info, err := audio.Probe(bytes.NewReader(c.data), int64(len(c.data)))
		if info != nil || !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), c.says) {
			t.Errorf("%s: %+v, %v; want an error with %q", name, info, err, c.says)
		}
	}
}
