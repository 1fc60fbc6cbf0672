package content

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"insider/internal/content/mistake"
	"insider/internal/show"
)

// episodeWith loads the test show with one more episode of five seconds of sound and returns it, nil after mistakes.
func episodeWith(t *testing.T, front, notes string, files map[string]string) (*show.Episode, []mistake.Mistake) {
	t.Helper()
	dir := copyShow(t)
	sound, err := os.ReadFile(filepath.Join("..", "audio", "testdata", "tagged.m4a"))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, dir, "episodes/second/second.m4a", string(sound))
	for name, data := range files {
		writeFile(t, dir, "episodes/second/"+name, data)
	}
	if !strings.Contains(front, "audio:") {
		front += "audio: second.m4a\n"
	}
	writeFile(t, dir, "episodes/second/index.md", "---\ntitle: Second\ndate: 2026-03-02\nguid: b2\n"+front+"---\n"+notes)
	r := mustLoad(t, testLibrary(t, Options{Dir: dir}))
	i := slices.IndexFunc(r.Source.Episodes, func(e *show.Episode) bool { return e.Slug == "second" })
	if i < 0 {
		return nil, r.Mistakes
	}
	return r.Source.Episodes[i], r.Mistakes
}

// TestChaptersAreWrittenOnce reads each way to give chapters; the first one of these that is there counts.
func TestChaptersAreWrittenOnce(t *testing.T) {
	const notes = "\n## Chapters\n\n0:00 From the notes\n0:03 Second\n"
	file := map[string]string{"c.json": `{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "From the file", "img": "https://example.com/a.png", "url": "https://example.com/"},
		{"startTime": 1.5, "title": "Silent", "toc": false}, {"startTime": 2.25, "title": "Second"}]}`}
	for name, c := range map[string]struct {
		front, notes string
		files        map[string]string
		want         []show.Chapter
	}{
		"a list": {"chapters:\n  - {start: 0, title: From the list, link: \"https://example.com/\", image: \"https://example.com/a.png\"}\n  - 0:03 Second\n", notes, nil,
			[]show.Chapter{{Title: "From the list", Link: "https://example.com/", Art: "https://example.com/a.png"}, {Start: 3 * time.Second, Title: "Second"}}},
		"a file": {"chapters: c.json\n", notes, file,
			[]show.Chapter{{Title: "From the file", Link: "https://example.com/", Art: "https://example.com/a.png"}, {Start: 2250 * time.Millisecond, Title: "Second"}}},
		"the notes":     {"", notes, nil, []show.Chapter{{Title: "From the notes"}, {Start: 3 * time.Second, Title: "Second"}}},
		"the recording": {"", "\nNotes.\n", nil, []show.Chapter{{Title: "Hello"}, {Start: 2 * time.Second, Title: "Pumps"}}},
		"an empty list": {"chapters: []\n", "", nil, nil},
	} {
		ep, mistakes := episodeWith(t, c.front, c.notes, c.files)
		if ep == nil || !slices.Equal(ep.Chapters, c.want) {
			t.Errorf("%s: %+v, %v", name, ep, mistakes)
		}
	}
}

// TestChaptersOfAnMP3 lets ffmpeg write CHAP frames, in order and beyond the end.
func TestChaptersOfAnMP3(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("SKIP-TOOL ffmpeg: chapters of an MP3 made by another program are not read")
	}
	for name, c := range map[string]struct {
		starts []int
		want   string
	}{
		"in order":   {[]int{0, 2}, ""},
		"two at one": {[]int{0, 2, 2}, mistake.ChapterDoubled},
		"beyond":     {[]int{0, 60}, mistake.ChapterBeyondEnd},
	} {
		dir := t.TempDir()
		text := ";FFMETADATA1\n"
		for i, at := range c.starts {
			text += fmt.Sprintf("[CHAPTER]\nTIMEBASE=1/1\nSTART=%d\nEND=%d\ntitle=Part %d\n", at, at+1, i+1)
		}
		if err := os.WriteFile(filepath.Join(dir, "marks.txt"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), "ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", "sine=440:d=5", "-i", filepath.Join(dir, "marks.txt"),
			"-map_chapters", "1", "-b:a", "32k", "-ac", "1", "-ar", "22050", filepath.Join(dir, "a.mp3")).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		sound, err := os.ReadFile(filepath.Join(dir, "a.mp3"))
		if err != nil {
			t.Fatal(err)
		}
		ep, mistakes := episodeWith(t, "audio: a.mp3\n", "", map[string]string{"a.mp3": string(sound)})
		switch {
		case c.want == "" && (ep == nil || len(ep.Chapters) != len(c.starts) || ep.Chapters[1].Title != "Part 2"):
			t.Errorf("%s: %+v, %v", name, ep, mistakes)
		case c.want != "" && (len(mistakes) != 1 || mistakes[0].Rule != c.want || mistakes[0].Line != 5 || !strings.Contains(mistakes[0].Fix, "a.mp3")):
			t.Errorf("%s: %v", name, mistakes)
		}
	}
}
