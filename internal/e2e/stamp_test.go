package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

var enclosureLine = regexp.MustCompile(`<enclosure url="([^"]*/media/episodes/talk/talk.mp3)" length="(\d+)"`)

// enclosure returns path and length of the episode "talk" in the feed.
func (s *server) enclosure() (path string, length int) {
	s.t.Helper()
	m := enclosureLine.FindStringSubmatch(s.get("/podcast.xml").Body)
	if m == nil {
		s.t.Fatalf("the feed has no episode talk:\n%s", s.get("/podcast.xml").Body)
	}
	length, err := strconv.Atoi(m[2])
	if err != nil {
		s.t.Fatal(err)
	}
	return strings.TrimPrefix(m[1], s.URL), length
}

// TestStampBesideARunningServer stamps an episode before and after it is published, while apps read the feed.
func TestStampBesideARunningServer(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"ffmpeg", "ffprobe"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("SKIP-TOOL ffmpeg: the sound of a stamped copy is not compared by another program")
		}
	}
	dir := filepath.Join(t.TempDir(), "show")
	o := operator(t)
	o.says(0, "Next: ", "init", dir)
	recording := filepath.Join(t.TempDir(), "talk.mp3")
	ffmpeg(t, "-f", "lavfi", "-i", "sine=440:d=20", "-b:a", "64k", "-ac", "1", recording)
	o.says(0, "wrote", "new", "episode", "Talk", "--audio", recording, "--content", dir)
	index := filepath.Join(dir, "episodes", "talk", "index.md")
	write := func(draft bool) {
		text := fmt.Sprintf("---\ntitle: Talk\ndate: %s\nguid: talk-1\nnumber: 2\naudio: talk.mp3\nchapters:\n  - 0:00 Hello\n  - {start: 0:10, title: Pumps, link: \"https://example.org/\"}\ndraft: %v\n---\n\nNotes.\n",
			time.Now().Add(-time.Hour).UTC().Format(time.RFC3339), draft)
		writeFile(t, index, text)
	}
	write(true)
	s := start(t, withContent(dir))
	s.says(0, "Hint: episodes/talk/index.md: talk.mp3 carries no cover and no chapters", "check")
	s.says(1, "no episode", "stamp", "nothing")
	s.says(2, "one episode", "stamp")
	s.says(0, "Stamped talk.mp3 of talk: title, show, number, cover, 2 chapters", "stamp", "talk")
	s.says(0, "nothing was written", "stamp", "talk")
	if out := s.says(0, "no mistakes", "check"); strings.Contains(out, "Hint:") {
		t.Errorf("after stamping check still says:\n%s", out)
	}
	write(false)
	eventually(t, patience, "the episode is in the feed", func() bool { return strings.Contains(s.get("/podcast.xml").Body, "talk.mp3") })
	path, length := s.enclosure()
	first := s.get(path)
	if len(first.Body) != length || first.Header.Get("Etag") == "" {
		t.Errorf("the feed says %d bytes, %d come, ETag %s", length, len(first.Body), first.Header.Get("Etag"))
	}
	copied := filepath.Join(t.TempDir(), "copy.mp3")
	writeFile(t, copied, first.Body)
	if was, is := streamHash(t, recording), streamHash(t, copied); was != is {
		t.Errorf("the sound was %s and is %s", was, is)
	}
	told := ffprobe(t, copied)
	for _, want := range []string{"tag:title=Talk", "tag:track=2", "tag:title=Pumps", "start_time=10.000000", "codec_name=mjpeg"} {
		if !strings.Contains(told, want) {
			t.Errorf("the copy lacks %s:\n%s", want, told)
		}
	}

	text, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, index, strings.Replace(string(text), "title: Talk", "title: A longer talk", 1))
	s.says(1, "--force", "stamp", "talk")
	s.says(0, "Warning: the episode is published", "stamp", "talk", "--force")
	longer := length + len("A longer ") + len("TDRC....ff.2026-11-14T12:00:00") // a draft has no date yet
	eventually(t, patience, "the feed tells the new length", func() bool { _, now := s.enclosure(); return now == longer })
	if again := s.get(path); len(again.Body) != longer || again.Header.Get("Etag") == first.Header.Get("Etag") {
		t.Errorf("%d bytes come, want %d; ETag %s", len(again.Body), longer, again.Header.Get("Etag"))
	}
}

func ffmpeg(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "ffmpeg", append([]string{"-hide_banner", "-loglevel", "error"}, args...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("ffmpeg %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// streamHash is ffmpeg's hash of the sound of a file, whatever its tags.
func streamHash(t *testing.T, file string) string {
	t.Helper()
	return ffmpeg(t, "-i", file, "-map", "0:a", "-c", "copy", "-f", "streamhash", "-")
}

func ffprobe(t *testing.T, file string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "ffprobe", "-v", "error", "-of", "compact", "-show_format", "-show_chapters", "-show_streams", file).CombinedOutput()
	if err != nil {
		t.Fatalf("ffprobe: %v\n%s", err, out)
	}
	return string(out)
}
