package audio_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"insider/internal/audio"
	"insider/internal/fault"
)

// atom makes a box of an MP4 file.
func atom(kind string, parts ...[]byte) []byte {
	content := slices.Concat(parts...)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(content)+8)), kind...), content...)
}

// be writes 32-bit numbers.
func be(numbers ...uint32) []byte {
	var out []byte
	for _, n := range numbers {
		out = binary.BigEndian.AppendUint32(out, n)
	}
	return out
}

// soundTrack is a track of sound that lasts so many seconds, with more boxes in its table.
func soundTrack(codec string, seconds uint32, table ...[]byte) []byte {
	return atom("trak",
		atom("tkhd", be(0, 0, 0, 1)),
		atom("mdia", atom("mdhd", be(0, 0, 0, 1000, seconds*1000)), atom("hdlr", be(0, 0), []byte("soun")),
			atom("minf", atom("stbl", append([][]byte{atom("stsd", be(0, 1, 16), []byte(codec))}, table...)...))))
}

// movie is a file of a sound track and what stands in udta.
func movie(track []byte, udta ...[]byte) []byte {
	return slices.Concat(atom("ftyp", []byte("M4A ")), atom("moov", atom("mvhd", be(0, 0, 0, 1000, 90_000)), track, atom("udta", udta...)), atom("mdat", make([]byte, 100_000)))
}

func TestMP4Boxes(t *testing.T) {
	wide := movie(soundTrack("mp4a", 90))
	at := bytes.Index(wide, []byte("mdat")) - 4
	long := slices.Concat(wide[:at], be(1), []byte("mdat"), be(0, 100_016), wide[at+8:])
	open := slices.Clone(wide)
	copy(open[at:], be(0))
	for name, c := range map[string]struct {
		data []byte
		want time.Duration
	}{
		"plain":                  {wide, 90 * time.Second},
		"a box of 64 bits":       {long, 90 * time.Second},
		"a box to the end":       {open, 90 * time.Second},
		"garbage at the end":     {append(slices.Clone(wide), 0, 0, 0, 9, 1, 2, 3, 4, 5), 90 * time.Second},
		"no length of the media": {movie(soundTrack("mp4a", 0)), 90 * time.Second},
		"samples with times":     {movie(soundTrack("mp4a", 0, atom("stts", be(0, 2, 30, 1000, 10, 3000)))), 60 * time.Second},
		"all ones for unknown":   {movie(soundTrack("mp4a", math.MaxUint32/1000+1)), 90 * time.Second},
	} {
		if info := probe(t, c.data); info.Duration != c.want && !(name == "all ones for unknown" && info.Duration > 0) || info.Type != audio.M4A || info.BitRate == 0 {
			t.Errorf("%s: %+v", name, info)
		}
	}
}

func TestMP4Tags(t *testing.T) {
	data := func(parts ...[]byte) []byte { return atom("data", append([][]byte{be(1, 0)}, parts...)...) }
	list := atom("ilst", atom("\xa9nam", data([]byte("Zwei Uhren\nnoch"))), atom("\xa9ART", data([]byte("Zoë"))), atom("\xa9alb", data([]byte("x\xff"))),
		atom("covr", data([]byte("no picture"))), atom("covr", data([]byte(jpeg))), atom("free"), atom("\xa9nam", data([]byte("Other"))))
	for name, meta := range map[string][]byte{
		"ISO":       atom("meta", be(0), atom("hdlr", be(0, 0, 0)), list),
		"QuickTime": atom("meta", atom("hdlr", be(0, 0, 0)), list),
	} {
		info := probe(t, movie(soundTrack("mp4a", 90), meta))
		if info.Title != "Zwei Uhren noch" || info.Artist != "Zoë" || info.Album != "x" || info.PictureType != "image/jpeg" || string(info.Picture) != jpeg {
			t.Errorf("%s: %+v", name, info)
		}
	}
}

func TestMP4ChapterList(t *testing.T) {
	entry := func(seconds uint64, title string) []byte {
		return append(append(binary.BigEndian.AppendUint64(nil, seconds*10_000_000), byte(len(title))), title...)
	}
	want := []audio.Chapter{{0, 30 * time.Second, "Hello", ""}, {30 * time.Second, 90 * time.Second, "Pumps", ""}}
	for name, list := range map[string][]byte{
		"version 0": slices.Concat(be(0), []byte{3}, entry(30, "Pumps"), entry(0, "Hello"), entry(4, "")),
		"version 1": slices.Concat(be(1<<24, 0), []byte{9}, entry(0, "Hello"), entry(30, "Pumps"), []byte{0, 0}),
	} {
		if got := probe(t, movie(soundTrack("mp4a", 90), atom("chpl", list))).Chapters; !slices.Equal(got, want) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestMP4Malformed(t *testing.T) {
	whole := movie(soundTrack("mp4a", 90))
	at := bytes.Index(whole, []byte("mdat")) - 4
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"cut off":        {whole[:len(whole)-1000], "was cut off"},
		"only a head":    {atom("ftyp", []byte("M4A ")), "no table of contents"},
		"no sound":       {whole[:at], "has no sound"},
		"only pictures":  {bytes.Replace(whole, []byte("soun"), []byte("vide"), 1), "only pictures"},
		"protected":      {movie(soundTrack("drms", 90)), "protected"},
		"no length":      {bytes.Replace(movie(soundTrack("mp4a", 0)), be(90_000), be(0), 1), "how long"},
		"unbelievable":   {movie(soundTrack("mp4a", 4_000_000)), "too few bytes"},
		"MP4 behind ID3": {append(id3(3, 0, make([]byte, 10)), whole...), "behind the tags"},
	} {
		info, err := audio.Probe(bytes.NewReader(c.data), int64(len(c.data)))
		if info != nil || !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), c.says) {
			t.Errorf("%s: %v, want an error with %q", name, err, c.says)
		}
	}
	for n := int64(0); n < int64(len(whole)); n += 7 {
		if _, err := audio.Probe(broken{bytes.NewReader(whole), n}, int64(len(whole))); n < int64(at+8) && !errors.Is(err, errBroken) {
			t.Fatalf("broken at %d: %v", n, err)
		}
	}
}

// counted counts what is read of a file.
type counted struct {
	*bytes.Reader
	reads int
}

func (c *counted) ReadAt(b []byte, at int64) (int, error) {
	c.reads++
	return c.Reader.ReadAt(b, at)
}

// TestMP4OfManyPartsIsGivenUp reads files whose parts would have to be looked at again and again: for a minute, if nothing bounded it.
func TestMP4OfManyPartsIsGivenUp(t *testing.T) {
	parts := bytes.Repeat(atom("free"), 100_000)
	run := atom("moof", atom("traf", append([][]byte{atom("tfhd", be(0, 1))}, slices.Repeat([][]byte{atom("trun", be(0, 1))}, 100)...)...))
	many := movie(soundTrack("mp4a", 0))
	for name, data := range map[string][]byte{
		"tracks":    movie(slices.Concat(slices.Repeat([][]byte{soundTrack("mp4a", 90, parts)}, 32)...)),
		"fragments": append(many[:len(many):len(many)], bytes.Repeat(run, 20_000)...),
	} {
		data = bytes.Replace(data, be(90_000), be(0), map[string]int{"fragments": 1}[name]) // nothing else tells the length
		r := &counted{Reader: bytes.NewReader(data)}
		_, err := audio.Probe(r, int64(len(data)))
		if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "too many small parts") {
			t.Errorf("%s: %v", name, err)
		}
		if r.reads > 2_000_000 {
			t.Errorf("%s: %d reads of %d bytes", name, r.reads, len(data))
		}
	}
}

// encodeMP4 makes an MP4 of changing sound; inputs come before the options of the output.
func encodeMP4(t *testing.T, name string, inputs, args []string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	sound := "aevalsrc=exprs='sin(440*2*PI*t)*lt(mod(t,4),1)+(random(0)-0.5)*gt(mod(t,4),2)':d=17.3"
	all := append([]string{"-hide_banner", "-loglevel", "error", "-f", "lavfi", "-i", sound}, inputs...)
	run(t, "ffmpeg", append(append(all, args...), file)...)
	return file
}

func TestMP4AgainstFFprobe(t *testing.T) {
	tools(t)
	dir := t.TempDir()
	cover, marks := filepath.Join(dir, "cover.jpg"), filepath.Join(dir, "marks.txt")
	run(t, "ffmpeg", "-hide_banner", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc=s=640x640", "-frames:v", "1", cover)
	text := ";FFMETADATA1\ntitle=Zwei Uhren – größer\nartist=David\nalbum=Show\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=5500\ntitle=Hello\n" +
		"[CHAPTER]\nTIMEBASE=1/1000\nSTART=5500\nEND=17300\ntitle=Größer: two\n"
	if err := os.WriteFile(marks, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	video := []string{"-f", "lavfi", "-i", "testsrc=s=64x64:r=10:d=17.3"}
	for name, c := range map[string]struct {
		file         string
		inputs, args []string
	}{
		"AAC stereo":                 {"a.m4a", nil, []string{"-b:a", "96k", "-ac", "2", "-ar", "44100"}},
		"AAC mono 22.05":             {"a.m4a", nil, []string{"-b:a", "32k", "-ac", "1", "-ar", "22050"}},
		"table in front":             {"a.m4a", nil, []string{"-b:a", "64k", "-ar", "48000", "-movflags", "+faststart"}},
		"fragmented":                 {"a.m4a", nil, []string{"-b:a", "64k", "-ar", "44100", "-movflags", "+frag_keyframe+empty_moov"}},
		"fragmented by default base": {"a.mp4", nil, []string{"-vn", "-b:a", "64k", "-ar", "48000", "-movflags", "+frag_every_frame+empty_moov+default_base_moof"}},
		"ALAC":                       {"a.m4a", nil, []string{"-c:a", "alac", "-ar", "44100"}},
		"cover":                      {"a.m4a", []string{"-i", cover}, []string{"-map", "0", "-map", "1", "-c:v", "copy", "-disposition:v", "attached_pic", "-b:a", "64k"}},
		"chapters and tags":          {"a.m4a", []string{"-i", marks}, []string{"-map_metadata", "1", "-b:a", "64k"}},
		"audiobook":                  {"a.m4b", []string{"-i", marks}, []string{"-map_metadata", "1", "-f", "ipod", "-b:a", "64k", "-movflags", "+faststart"}},
		"video":                      {"a.mp4", video, []string{"-b:a", "64k", "-c:v", "mpeg4", "-b:v", "50k"}},
		"MP3 within":                 {"a.mp4", nil, []string{"-c:a", "libmp3lame", "-b:a", "64k"}},
		"QuickTime":                  {"a.mov", nil, []string{"-b:a", "64k", "-ac", "1", "-f", "mov"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := encodeMP4(t, c.file, c.inputs, c.args)
			info := probeFile(t, file)
			near(t, "duration", info.Duration, ffprobeDuration(t, file))
			if want := map[bool]string{true: audio.MP4, false: audio.M4A}[name == "video"]; info.Type != want {
				t.Errorf("type %s", info.Type)
			}
			first, _, _ := strings.Cut(run(t, "ffprobe", "-v", "error", "-select_streams", "a", "-show_entries", "packet=pos", "-of", "csv=p=0", file), "\n")
			if info.HeaderBytes <= 0 || info.HeaderBytes >= info.Bytes/2 && name != "fragmented by default base" {
				t.Errorf("%d header bytes, ffprobe's first packet is at %s", info.HeaderBytes, first)
			}
			if name == "cover" {
				if original, err := os.ReadFile(cover); err != nil || !bytes.Equal(original, info.Picture) {
					t.Errorf("cover of %d bytes, %v", len(info.Picture), err)
				}
			}
			if name == "chapters and tags" || name == "audiobook" {
				want := []audio.Chapter{{0, 5500 * time.Millisecond, "Hello", ""}, {5500 * time.Millisecond, info.Duration, "Größer: two", ""}}
				if !slices.Equal(info.Chapters, want) || info.Title != "Zwei Uhren – größer" || info.Artist != "David" || info.Album != "Show" {
					t.Errorf("%+v", info)
				}
			}
		})
	}
}
