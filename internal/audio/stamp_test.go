package audio_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"insider/internal/audio"
	"insider/internal/fault"
)

func stamped(t testing.TB, data []byte, tag audio.Tag) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := audio.Stamp(&out, bytes.NewReader(data), int64(len(data)), tag); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var fullTag = audio.Tag{
	Title: "Größer – 青葉\nnoch", Artist: "Ada and Bo", Album: "Two Pens", Genre: "Podcast", Number: 42,
	Date: time.Date(2026, 11, 30, 10, 0, 5, 0, time.FixedZone("", 3600)), Page: "https://insider.example/episodes/x",
	Cover: []byte(jpeg), Source: "0123abc",
	Chapters: []audio.Chapter{{0, 0, "Hello", ""}, {5 * time.Second, 9 * time.Second, "Pumps", "https://example.org/a?b=c&d=é"}, {12 * time.Second, 0, "End", "javascript:alert(1)"}},
}

func TestStampReadsBack(t *testing.T) {
	for _, name := range []string{"cbr_mono_44100.mp3", "vbr_stereo_48000.mp3", "bare_mono_22050.mp3", "tagged.mp3"} {
		data := fixture(t, name)
		before := probe(t, data)
		copied := stamped(t, data, fullTag)
		info := probe(t, copied)
		want := []audio.Chapter{{0, 5 * time.Second, "Hello", ""}, {5 * time.Second, 9 * time.Second, "Pumps", "https://example.org/a?b=c&d=%C3%A9"},
			{12 * time.Second, max(12*time.Second, before.Duration.Truncate(time.Millisecond)), "End", ""}}
		if info.Title != "Größer – 青葉 noch" || info.Artist != "Ada and Bo" || info.Album != "Two Pens" || info.Source != "0123abc" ||
			string(info.Picture) != jpeg || !slices.Equal(info.Chapters, want) {
			t.Errorf("%s: %+v", name, info)
		}
		if info.Duration != before.Duration || info.VBR != before.VBR || info.BitRate != before.BitRate {
			t.Errorf("%s: the sound was %v, %v, %d and is %v, %v, %d", name, before.Duration, before.VBR, before.BitRate, info.Duration, info.VBR, info.BitRate)
		}
		if again := stamped(t, data, fullTag); !bytes.Equal(again, copied) {
			t.Errorf("%s: the same tag gives another copy", name)
		}
		if twice := stamped(t, copied, fullTag); !bytes.Equal(twice, copied) {
			t.Errorf("%s: a copy of the copy differs", name)
		}
	}
}

// TestStampDropsOldTags puts tags at both ends of the sound.
func TestStampDropsOldTags(t *testing.T) {
	sound := frames(200, 9)
	old := make([]byte, 128)
	copy(old, "TAGOld title")
	data := slices.Concat(id3(3, 0, frame23("TIT2", "\x00Older title")), make([]byte, 700), sound, old)
	copied := stamped(t, data, audio.Tag{})
	if !bytes.Equal(copied, append([]byte("ID3\x04\x00\x00\x00\x00\x00\x00"), sound...)) {
		t.Errorf("an empty tag leaves %d bytes of %d", len(copied), len(sound))
	}
}

func TestStampManyChapters(t *testing.T) {
	tag := audio.Tag{}
	for i := range 300 {
		tag.Chapters = append(tag.Chapters, audio.Chapter{Start: time.Duration(i) * time.Millisecond, Title: fmt.Sprintf("Chapter %d", i)})
	}
	copied := stamped(t, frames(200, 9), tag)
	if info := probe(t, copied); len(info.Chapters) != 300 || info.Chapters[299].Title != "Chapter 299" {
		t.Errorf("%d chapters", len(info.Chapters))
	}
	if n := bytes.Count(copied, []byte("CTOC")); n != 3 {
		t.Errorf("%d tables of contents", n)
	}
}

func TestStampRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		tag  audio.Tag
		says string
	}{
		"M4A":      {fixture(t, "tagged.m4a"), audio.Tag{}, "Only MP3"},
		"no sound": {[]byte("hello, this is text"), audio.Tag{}, "No MP3 sound"},
		"nothing":  {nil, audio.Tag{}, "is empty"},
	} {
		var out bytes.Buffer
		err := audio.Stamp(&out, bytes.NewReader(c.data), int64(len(c.data)), c.tag)
		if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), c.says) || out.Len() > 0 {
			t.Errorf("%s: %v after %d bytes", name, err, out.Len())
		}
	}
	data := frames(200, 9)
	var out bytes.Buffer
	if err := audio.Stamp(&out, broken{bytes.NewReader(data), int64(len(data)) - 10}, int64(len(data)), audio.Tag{}); !errors.Is(err, errBroken) {
		t.Errorf("a broken disk: %v", err)
	}
	large := audio.Tag{Cover: append([]byte(jpeg), make([]byte, audio.MaxPicture)...)}
	if info := probe(t, stamped(t, data, large)); info.Picture != nil {
		t.Error("a cover beyond bounds is written")
	}
}

// TestStampAgainstFFmpeg holds the frames of sound to ffmpeg's hash of the stream, and the tag to what ffprobe reads.
func TestStampAgainstFFmpeg(t *testing.T) {
	tools(t)
	cover := filepath.Join(t.TempDir(), "cover.jpg")
	run(t, "ffmpeg", "-hide_banner", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc=s=300x300", "-frames:v", "1", cover)
	picture, err := os.ReadFile(cover)
	if err != nil {
		t.Fatal(err)
	}
	tag := fullTag
	tag.Cover = picture
	hash := func(file string) string {
		return run(t, "ffmpeg", "-hide_banner", "-loglevel", "error", "-i", file, "-map", "0:a", "-c", "copy", "-f", "streamhash", "-")
	}
	for name, args := range map[string][]string{
		"constant":            {"-b:a", "64k", "-ac", "1"},
		"variable":            {"-q:a", "5"},
		"no summary":          {"-b:a", "64k", "-ac", "1", "-write_xing", "0"},
		"tagged at both ends": {"-b:a", "64k", "-ac", "1", "-id3v2_version", "3", "-write_id3v1", "1", "-metadata", "title=Old"},
	} {
		file := encode(t, "15", args...)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		copied := filepath.Join(t.TempDir(), "copy.mp3")
		if err := os.WriteFile(copied, stamped(t, data, tag), 0o600); err != nil {
			t.Fatal(err)
		}
		if was, is := hash(file), hash(copied); was != is || !strings.HasPrefix(is, "0,a,SHA256=") {
			t.Errorf("%s: the sound was %s and is %s", name, was, is)
		}
		var told struct {
			Chapters []struct {
				Start string            `json:"start_time"`
				Tags  map[string]string `json:"tags"`
			}
			Streams []struct{ Width int }
			Format  struct{ Tags map[string]string }
		}
		out := run(t, "ffprobe", "-v", "error", "-of", "json", "-show_chapters", "-show_streams", "-show_format", copied)
		if err := json.Unmarshal([]byte(out), &told); err != nil {
			t.Fatal(err)
		}
		tags := told.Format.Tags
		if tags["title"] != "Größer – 青葉 noch" || tags["artist"] != "Ada and Bo" || tags["album"] != "Two Pens" || tags["track"] != "42" ||
			tags["date"] != "2026-11-30T09:00:05" || tags["genre"] != "Podcast" {
			t.Errorf("%s: ffprobe reads %v", name, tags)
		}
		if len(told.Chapters) != 3 || told.Chapters[1].Tags["title"] != "Pumps" || told.Chapters[1].Start != "5.000000" {
			t.Errorf("%s: ffprobe reads the chapters %+v", name, told.Chapters)
		}
		if len(told.Streams) != 2 || told.Streams[1].Width != 300 {
			t.Errorf("%s: ffprobe reads the streams %+v", name, told.Streams)
		}
	}
}

func FuzzStamp(f *testing.F) {
	f.Add(frames(10, 9), "T", "https://example.org/", []byte(jpeg), int64(5))
	f.Add(append(id3(4, 0, frame24("CHAP", 0, chap(1, 2, frame24("TIT2", 3, "\x03x")))), vbri(9, 9)...), "\xff\x00", "x", []byte("GIF8"), int64(-1))
	f.Fuzz(func(t *testing.T, data []byte, text, link string, cover []byte, at int64) {
		var out bytes.Buffer
		tag := audio.Tag{Title: text, Album: text, Page: link, Cover: cover, Source: "x", Chapters: []audio.Chapter{{Start: time.Duration(at), Title: text, Link: link}, {Title: "b"}}}
		if audio.Stamp(&out, bytes.NewReader(data), int64(len(data)), tag) != nil {
			return
		}
		before, err := audio.Probe(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatalf("stamped what cannot be read: %v", err)
		}
		info, err := audio.Probe(bytes.NewReader(out.Bytes()), int64(out.Len()))
		if err != nil || info.Source != "x" || info.HeaderBytes+before.Bytes-before.HeaderBytes < info.Bytes {
			t.Fatalf("%+v, %v, from %+v", info, err, before)
		}
	})
}
