package show_test

import (
	"testing"

	"insider/internal/show"
)

func TestTranscriptFile(t *testing.T) {
	s := &show.Show{Language: "en"}
	ep := &show.Episode{Slug: "x", Transcripts: []show.Transcript{{Language: "nl"}, {Language: "EN"}, {Language: "fr-BE"}}}
	for i, want := range []string{"transcript.nl.vtt", "transcript.vtt", "transcript.fr-BE.vtt"} {
		if got := ep.TranscriptFile(s, i, "vtt"); got != "/episodes/x/"+want {
			t.Errorf("transcript %d is at %s", i, got)
		}
	}
	ep.Transcripts = ep.Transcripts[2:]
	if got := ep.TranscriptFile(s, 0, "txt"); got != "/episodes/x/transcript.txt" {
		t.Errorf("the only transcript is at %s", got)
	}
	if got := (&show.Episode{}).MainTranscript(s); got != -1 {
		t.Errorf("without transcripts the main one is %d", got)
	}
}

func TestSpeaker(t *testing.T) {
	ep := &show.Episode{Voices: map[string]show.Voice{"A": {Person: &show.Person{Name: "Ada"}}, "B": {Pen: 2}}}
	for label, want := range map[string]string{"A": "Ada", "B": "B", "C": "C", "": ""} {
		if got := ep.Speaker(label); got != want {
			t.Errorf("%q is %q, want %q", label, got, want)
		}
	}
}
