package content

import (
	"slices"
	"testing"
	"time"

	"insider/internal/show"
)

// TestTranscriptForms reads the same words in every form, by file and by language.
func TestTranscriptForms(t *testing.T) {
	dir := copyShow(t)
	writeFile(t, dir, "episodes/second/a.srt", "1\n00:00:01,000 --> 00:00:02,000\nAda: Hi\n\n2\n00:00:02,000 --> 00:00:03,500\nagain\n")
	writeFile(t, dir, "episodes/second/b.json", `{"version": "1.0.0", "segments": [{"speaker": "Ada", "startTime": 1, "endTime": 2, "body": "Hi"}, {"startTime": 2, "endTime": 3.5, "body": "again"}]}`)
	writeFile(t, dir, "episodes/second/c.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>Hi\n\n00:02.000 --> 00:03.500\nagain\n")
	writeFile(t, dir, "episodes/second/index.md", "---\ntitle: Second\ndate: 2026-03-02\nguid: b2\n"+
		"audio: {url: \"https://example.com/2.mp3\", bytes: 1, type: audio/mpeg, duration: 600}\n"+
		"transcript: {en: a.srt, nl: b.json, de: c.vtt}\nvoices: {Ada: ada}\n---\n")
	r := mustLoad(t, testLibrary(t, Options{Dir: dir}))
	i := slices.IndexFunc(r.Source.Episodes, func(e *show.Episode) bool { return e.Slug == "second" })
	if i < 0 || len(r.Source.Episodes[i].Transcripts) != 3 {
		t.Fatalf("mistakes: %v", r.Mistakes)
	}
	want := []show.Cue{{Speaker: "Ada", Start: time.Second, End: 2 * time.Second, Text: "Hi"}, {Speaker: "Ada", Start: 2 * time.Second, End: 3500 * time.Millisecond, Text: "again"}}
	for _, x := range r.Source.Episodes[i].Transcripts {
		if cues, err := x.Script.Cues(); err != nil || !slices.Equal(cues, want) {
			t.Errorf("%s: %+v, %v", x.File.Name, cues, err)
		}
	}
}
