package show

import (
	"cmp"
	"strings"
)

// MainTranscript returns the place of the episode's transcript in the show's language, else of the first; -1 without any.
func (e *Episode) MainTranscript(s *Show) int {
	for i, t := range e.Transcripts {
		if t.Language == "" || strings.EqualFold(t.Language, s.Language) {
			return i
		}
	}
	return min(0, len(e.Transcripts)-1)
}

// TranscriptFile is the address of transcript number i in the form with the extension: transcript.vtt for the main one,
// transcript.{language}.vtt for the others.
func (e *Episode) TranscriptFile(s *Show, i int, extension string) string {
	if i == e.MainTranscript(s) {
		return e.TranscriptPath() + "." + extension
	}
	return e.TranscriptPath() + "." + e.Transcripts[i].In(s) + "." + extension
}

// In returns the language of a transcript of the show.
func (t Transcript) In(s *Show) string { return cmp.Or(t.Language, s.Language) }

// Speaker returns the name of the person whose label it is in the episode's transcripts, else the label.
func (e *Episode) Speaker(label string) string {
	if v, ok := e.Voices[label]; ok && v.Person != nil {
		return v.Person.Name
	}
	return label
}
